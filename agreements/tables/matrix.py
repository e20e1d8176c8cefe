"""The tables of who does what."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from agreements.rules import (
    Responsibility,
)
from agreements.tables.columns import of_party, searched, within
from portal.db import Base, TenantOwned


class MatrixColumn(TenantOwned, Base):
    """An actor of the matrix, bound to the party it belongs to.

    Without one it is each municipality's of the area, in its own place. One that is taken out
    stays: `removed_in` is the revision of the matrix whose changes keep what its cells said.
    """

    __tablename__ = "matrix_column"
    __table_args__ = (
        UniqueConstraint("agreement_id", "id"),
        UniqueConstraint("agreement_id", "key"),
        of_party(),
    )

    agreement_id: Mapped[UUID]
    key: Mapped[str]
    label: Mapped[str]
    organisation_id: Mapped[UUID | None]
    position: Mapped[int]
    removed_in: Mapped[int | None]


class MatrixRow(TenantOwned, Base):
    """A measure (insats). A row of the template that is taken out stays, with the reason."""

    __tablename__ = "matrix_row"
    __table_args__ = (
        UniqueConstraint("agreement_id", "id"),
        UniqueConstraint("agreement_id", "key"),
        within("county_id", "agreement_id", of="agreement"),
    )

    agreement_id: Mapped[UUID]
    key: Mapped[str]
    phase: Mapped[str]
    title: Mapped[str]
    hint: Mapped[str]
    position: Mapped[int]
    in_template: Mapped[bool]
    removed_at: Mapped[datetime | None]
    removed_reason: Mapped[str | None]
    search: Mapped[str] = searched("title || ' ' || hint")


class MatrixCell(TenantOwned, Base):
    """Who answers for what: one actor's part in one measure, and who said so."""

    __tablename__ = "matrix_cell"
    __table_args__ = (
        UniqueConstraint("row_id", "column_id"),
        within("agreement_id", "row_id", of="matrix_row"),
        within("agreement_id", "column_id", of="matrix_column"),
        within("agreement_id", "suggestion_id", of="suggestion"),
        CheckConstraint(
            "value in ('unset', 'responsible', 'shared', 'participates', 'none')", name="value"
        ),
    )

    agreement_id: Mapped[UUID] = mapped_column(index=True)
    row_id: Mapped[UUID]
    column_id: Mapped[UUID]
    value: Mapped[Responsibility]
    version: Mapped[int]
    changed_by: Mapped[str]
    changed_at: Mapped[datetime]
    organisation_id: Mapped[UUID]
    suggestion_id: Mapped[UUID | None]


class MatrixChange(TenantOwned, Base):
    """What one cell said before and after a change, never changed itself.

    Changes with the same `revision` (Agreement.matrix_revision) were made at once.
    """

    __tablename__ = "matrix_change"
    __table_args__ = (
        UniqueConstraint("row_id", "column_id", "revision"),
        within("agreement_id", "row_id", of="matrix_row"),
        within("agreement_id", "column_id", of="matrix_column"),
        within("agreement_id", "suggestion_id", of="suggestion"),
    )

    agreement_id: Mapped[UUID] = mapped_column(index=True)
    row_id: Mapped[UUID]
    column_id: Mapped[UUID]
    revision: Mapped[int]
    before: Mapped[Responsibility]
    after: Mapped[Responsibility]
    organisation_id: Mapped[UUID]
    author_name: Mapped[str]
    changed_at: Mapped[datetime]
    suggestion_id: Mapped[UUID | None]

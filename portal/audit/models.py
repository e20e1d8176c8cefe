"""The log's rows. Never updated, never deleted: the database refuses it for everyone."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    FetchedValue,
    Index,
    LargeBinary,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, TenantOwned


class AuditEntry(TenantOwned, Base):
    """One act. `seq`, `at` and `hash` are made by the database (app.chain_audit)."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        UniqueConstraint("stream", "seq"),
        CheckConstraint("jsonb_typeof(details::jsonb) = 'object'", name="details"),
        Index(
            "audit_entry_organisation_id_at_id_idx",
            *("organisation_id", "at", "id"),
            postgresql_include=["account_id", "stream", "action"],
        ),
    )
    __mapper_args__ = {"eager_defaults": False}  # noqa: RUF012 (SQLAlchemy's own form)
    is_audit_entry = True

    stream: Mapped[UUID]
    seq: Mapped[int] = mapped_column(BigInteger, server_default=FetchedValue())
    at: Mapped[datetime] = mapped_column(server_default=FetchedValue())
    organisation_id: Mapped[UUID | None]
    account_id: Mapped[UUID | None]
    session_id: Mapped[UUID | None]
    action: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[UUID]
    details: Mapped[str]
    hash: Mapped[bytes] = mapped_column(LargeBinary, server_default=FetchedValue())


class AuditHead(Base):
    """The last link of each chain, so that a cut-off tail is seen."""

    __tablename__ = "audit_head"

    id: Mapped[UUID] = mapped_column("stream", primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[bytes] = mapped_column(LargeBinary)


class ReadingDue(TenantOwned, Base):
    """A reading whose page is being made: chained when its transaction commits (app.note_due)."""

    __tablename__ = "reading_due"
    __table_args__ = ({"prefixes": ["UNLOGGED"]},)

    stream: Mapped[UUID]
    logged: Mapped[int] = mapped_column(BigInteger)  # the plan's last entry when it was looked at
    organisation_id: Mapped[UUID]
    account_id: Mapped[UUID]
    session_id: Mapped[UUID]
    details: Mapped[str]

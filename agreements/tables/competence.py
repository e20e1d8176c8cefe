"""The tables of competence: needs, courses, and the steps by which a method is introduced."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from agreements.tables.columns import within
from portal.db import Base, TenantOwned


class CompetenceNeed(TenantOwned, Base):
    """What somebody needs to be able to do better, and how that was found out."""

    __tablename__ = "competence_need"
    __table_args__ = (
        UniqueConstraint("agreement_id", "id"),
        within("county_id", "agreement_id", of="agreement"),
        within("county_id", "organisation_id", of="organisation"),
        Index("competence_need_agreement_id_idx", "agreement_id", "found_on"),
    )

    agreement_id: Mapped[UUID]
    organisation_id: Mapped[UUID]
    need: Mapped[str]
    whom: Mapped[str]
    found_on: Mapped[date]
    found_by: Mapped[str]
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]


class Course(TenantOwned, Base):
    """A course that is planned, for whom and when; then how many came. None came: not held."""

    __tablename__ = "course"
    __table_args__ = (
        within("county_id", "agreement_id", of="agreement"),
        within("county_id", "organisation_id", of="organisation"),
        within("agreement_id", "need_id", of="competence_need"),
        CheckConstraint("came between 0 and 100000", name="came"),
        CheckConstraint(
            "num_nulls(outcome, reported_by, reported_at) in (0, 3)"
            " and (came is null or reported_at is not null)",
            name="reported",
        ),
        Index("course_agreement_id_idx", "agreement_id", "planned_on"),
    )

    agreement_id: Mapped[UUID]
    organisation_id: Mapped[UUID]
    need_id: Mapped[UUID | None]
    title: Mapped[str]
    whom: Mapped[str]
    planned_on: Mapped[date]
    planned_by: Mapped[str]
    planned_at: Mapped[datetime]
    came: Mapped[int | None]
    outcome: Mapped[str | None]
    reported_by: Mapped[str | None]
    reported_at: Mapped[datetime | None]


class NewMethod(TenantOwned, Base):
    """A measure that is introduced in a municipality; `manager` is a function, never a person."""

    __tablename__ = "new_method"
    __table_args__ = (
        UniqueConstraint("county_id", "id"),
        UniqueConstraint("agreement_id", "municipality_id", "title", name="new_method_title_key"),
        within("county_id", "agreement_id", of="agreement"),
        within("county_id", "municipality_id", of="organisation"),
        within("county_id", "organisation_id", of="organisation"),
        Index("new_method_county_id_idx", "county_id"),
    )

    agreement_id: Mapped[UUID]
    municipality_id: Mapped[UUID]
    organisation_id: Mapped[UUID]
    title: Mapped[str]
    manager: Mapped[str]
    begun_by: Mapped[str]
    begun_at: Mapped[datetime]


class MethodStep(TenantOwned, Base):
    """One of the fifteen steps, done: when, by which function, and what shows it, if a file does.

    One that is taken back stays, with who did it and why, and its file has no content left.
    """

    __tablename__ = "method_step"
    __table_args__ = (
        within("county_id", "method_id", of="new_method"),
        within("county_id", "agreement_id", of="agreement"),
        within("county_id", "organisation_id", of="organisation"),
        CheckConstraint("number between 1 and 15", name="number"),
        CheckConstraint("suffix in ('pdf', 'png', 'jpg')", name="suffix"),
        CheckConstraint("size between 1 and 1900000", name="size"),
        CheckConstraint("num_nulls(suffix, size, sha256) in (0, 3)", name="file"),
        CheckConstraint(
            "(content is null) = (suffix is null or undone_at is not null)", name="content"
        ),
        CheckConstraint("num_nulls(undone_by, undone_reason, undone_at) in (0, 3)", name="undone"),
        Index(
            "method_step_number_key",
            "method_id",
            "number",
            unique=True,
            postgresql_where=text("undone_at is null"),
        ),
    )

    agreement_id: Mapped[UUID]
    method_id: Mapped[UUID] = mapped_column(index=True)
    organisation_id: Mapped[UUID]
    number: Mapped[int]
    done_on: Mapped[date]
    whom: Mapped[str]
    note: Mapped[str]
    suffix: Mapped[str | None]
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    size: Mapped[int | None]
    sha256: Mapped[str | None]
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]
    undone_by: Mapped[str | None]
    undone_reason: Mapped[str | None]
    undone_at: Mapped[datetime | None]

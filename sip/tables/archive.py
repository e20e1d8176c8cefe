"""The tables of archive copies and retention."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base
from sip.kernel.vocabulary import CopyForm, KeptFor, RetentionRule
from sip.tables.columns import SEALED, InPlan, one_of, within


class CopyKey(InPlan, Base):
    """The key of one organisation's archive copies. Only app.unlock_copy hands it out."""

    __tablename__ = "copy_key"
    __table_args__ = (
        UniqueConstraint("plan_id", "organisation_id"),
        within("county_id", "plan_id", of="plan"),
        within("county_id", "organisation_id", of="organisation"),
    )

    organisation_id: Mapped[UUID]
    wrapped: Mapped[bytes | None]
    master_version: Mapped[int]
    shredded_at: Mapped[datetime | None]


class PlanCopy(InPlan, Base):
    """One party's own copy of the plan: only what it might hold when the copy was made."""

    __tablename__ = "plan_copy"
    __table_args__ = (
        within("county_id", "plan_id", of="plan"),
        within("county_id", "organisation_id", of="organisation"),
        CheckConstraint(one_of("form", *CopyForm), name="form"),
        UniqueConstraint("plan_id", "organisation_id", "id"),
    )

    organisation_id: Mapped[UUID]
    version_number: Mapped[int | None]
    form: Mapped[CopyForm]
    # tells of a unit: with protected identity, only the named few fetch it
    holds_placing: Mapped[bool] = mapped_column(server_default=text("false"))
    sha256: Mapped[bytes] = mapped_column(LargeBinary)
    content_sealed: Mapped[bytes] = mapped_column(SEALED)
    made_at: Mapped[datetime]
    made_by: Mapped[str]


class RetentionClock(InPlan, Base):
    """How long one organisation keeps its part: social file five years, patient record ten."""

    __tablename__ = "retention_clock"
    __table_args__ = (
        UniqueConstraint("plan_id", "organisation_id"),
        within("county_id", "plan_id", of="plan"),
        within("county_id", "organisation_id", of="organisation"),
        CheckConstraint(one_of("rule", *RetentionRule), name="rule"),
        Index(
            "retention_clock_ends_on_idx",
            "ends_on",
            postgresql_where=text("shredded_at is null"),
        ),
    )

    organisation_id: Mapped[UUID]
    rule: Mapped[RetentionRule]
    last_note_on: Mapped[date]
    ends_on: Mapped[date]
    shredded_at: Mapped[datetime | None]


class KeptLonger(InPlan, Base):
    """That a municipality's part of a plan is not shredded when its clock says so, and why.

    `kept_until` is the first day that it is not kept for that any more; None: it is kept for good.
    """

    __tablename__ = "kept_longer"
    __table_args__ = (
        within("county_id", "plan_id", of="plan"),
        within("county_id", "from_party", of="organisation"),
        CheckConstraint(one_of("ground", *KeptFor), name="ground"),
        CheckConstraint("(ground = 'child_inquiry') = (kept_until is not null)", name="kept_until"),
        CheckConstraint("num_nonnulls(undone_at, undone_by) in (0, 2)", name="undone"),
        Index(
            "kept_longer_standing_key",
            "plan_id",
            "from_party",
            "ground",
            unique=True,
            postgresql_where=text("undone_at is null"),
        ),
    )

    from_party: Mapped[UUID]
    ground: Mapped[KeptFor]
    kept_until: Mapped[date | None]
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str | None]

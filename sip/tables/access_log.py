"""The recurring review of who has read (the readings themselves are entries of the audit log)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, TenantOwned
from sip.kernel.vocabulary import Outcome
from sip.tables.columns import one_of, within


class ReadReview(TenantOwned, Base):
    """One organisation's review of its own staff's readings over a period, with its outcome."""

    __tablename__ = "read_review"
    __table_args__ = (
        within("county_id", "organisation_id", of="organisation"),
        CheckConstraint(one_of("outcome", *Outcome), name="outcome"),
        CheckConstraint("first_day <= last_day", name="period"),
        Index("read_review_organisation_id_idx", "organisation_id"),
    )

    organisation_id: Mapped[UUID]
    first_day: Mapped[date]
    last_day: Mapped[date]
    readings: Mapped[int]
    sampled: Mapped[int]
    outcome: Mapped[Outcome]
    notes: Mapped[str]
    reviewed_by: Mapped[UUID] = mapped_column(ForeignKey("app.account.id"))
    reviewed_by_name: Mapped[str]
    reviewed_at: Mapped[datetime]

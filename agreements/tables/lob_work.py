"""The tables of the work that follows on LOB: contacts afterwards, routines gone through."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped

from agreements.aftercare import ContactOutcome
from agreements.tables.columns import within
from portal.db import Base, TenantOwned


class LobContact(TenantOwned, Base):
    """A contact that an organisation is to make after somebody was taken into care.

    `reference` is the organisation's own of its case, and is gone once the contact is made: only
    the count is kept. `fact_key` says how soon, and `said` what that was.
    """

    __tablename__ = "lob_contact"
    __table_args__ = (
        within("county_id", "agreement_id", of="agreement"),
        within("county_id", "organisation_id", of="organisation"),
        CheckConstraint("(btrim(reference) = '') = (done_at is not null)", name="reference"),
        CheckConstraint("outcome in ('reached', 'declined', 'not_reached')", name="outcome"),
        CheckConstraint("num_nulls(outcome, done_on, done_by, done_at) in (0, 4)", name="done"),
        CheckConstraint("done_on >= reported_on and due_on >= reported_on", name="days"),
        Index(
            "lob_contact_waiting_key",
            "organisation_id",
            "agreement_id",
            "reference",
            unique=True,
            postgresql_where=text("done_at is null"),
        ),
        Index("lob_contact_done_idx", "agreement_id", "organisation_id", "done_on"),
    )

    agreement_id: Mapped[UUID]
    organisation_id: Mapped[UUID]
    reference: Mapped[str]
    fact_key: Mapped[str]
    said: Mapped[str]
    reported_on: Mapped[date]
    due_on: Mapped[date]
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]
    outcome: Mapped[ContactOutcome | None]
    done_on: Mapped[date | None]
    done_by: Mapped[str | None]
    done_at: Mapped[datetime | None]


class LobReview(TenantOwned, Base):
    """That the routines of an agreement about LOB were gone through; `whom` are functions."""

    __tablename__ = "lob_review"
    __table_args__ = (
        within("county_id", "agreement_id", of="agreement"),
        within("county_id", "organisation_id", of="organisation"),
        CheckConstraint("next_on > reviewed_on", name="next"),
        Index("lob_review_agreement_id_idx", "agreement_id", "reviewed_on"),
    )

    agreement_id: Mapped[UUID]
    organisation_id: Mapped[UUID]
    reviewed_on: Mapped[date]
    whom: Mapped[str]
    finding: Mapped[str]
    next_on: Mapped[date]
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]

"""The table of activities: what the parties of an agreement have planned to do."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped

from agreements.tables.columns import within
from portal.db import Base, TenantOwned


class Activity(TenantOwned, Base):
    """Something that is to be done: by a function of `owner_id`, until a day; then how it ended.

    `is_done` is None until it has ended, and false when it was dropped.
    """

    __tablename__ = "activity"
    __table_args__ = (
        within("county_id", "agreement_id", of="agreement"),
        within("county_id", "organisation_id", of="organisation"),
        within("county_id", "owner_id", of="organisation"),
        CheckConstraint("num_nulls(is_done, result, ended_by, ended_at) in (0, 4)", name="ended"),
        Index("activity_agreement_id_idx", "agreement_id", "due_on"),
        Index("activity_owner_id_idx", "owner_id", "ended_at"),
    )

    agreement_id: Mapped[UUID]
    organisation_id: Mapped[UUID]
    owner_id: Mapped[UUID]
    whom: Mapped[str]
    what: Mapped[str]
    due_on: Mapped[date]
    planned_by: Mapped[str]
    planned_at: Mapped[datetime]
    is_done: Mapped[bool | None]
    result: Mapped[str | None]
    ended_by: Mapped[str | None]
    ended_at: Mapped[datetime | None]

"""Cases that a municipality asks another to take over; nothing in them points a person out."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from agreements.tables.columns import within
from agreements.transferring import Stage, TransferAnswer, TransferRuling, stage_of
from portal.db import Base, TenantOwned


class CaseTransfer(TenantOwned, Base):
    """A request, its answer, and what IVO says of it.

    The other is a municipality of the county (`other_id`), or one outside it by its `other_name`:
    then whoever asked records the answer from paper. `reference` and `other_reference` are what
    each calls the case in its own register. `refused_on` and beside it: a no that became the yes of
    `answer`. `withdrawn_on` and beside it: the request was taken back.
    """

    __tablename__ = "case_transfer"
    __table_args__ = (
        UniqueConstraint("county_id", "id"),
        within("county_id", "requester_id", of="organisation"),
        within("county_id", "other_id", of="organisation"),
        CheckConstraint("requester_id <> other_id", name="sides"),
        CheckConstraint("(other_id is null) = (other_name <> '')", name="other"),
        Index("case_transfer_requester_id_idx", "requester_id", "requested_at"),
        Index("case_transfer_other_id_idx", "other_id", "requested_at"),
    )

    requester_id: Mapped[UUID]
    other_id: Mapped[UUID | None]
    other_name: Mapped[str]
    reference: Mapped[str]
    grounds: Mapped[str]
    has_inquiry: Mapped[bool]
    requested_by: Mapped[str]
    requested_at: Mapped[datetime]
    requested_on: Mapped[date]
    answer_by: Mapped[date]
    answer: Mapped[TransferAnswer | None]
    reason: Mapped[str] = mapped_column(default="")
    other_reference: Mapped[str] = mapped_column(default="")
    answered_by: Mapped[str | None]
    answered_on: Mapped[date | None]
    applied_by: Mapped[str | None]
    applied_on: Mapped[date | None]
    ivo_reference: Mapped[str] = mapped_column(default="")
    rule_by: Mapped[date | None]
    ruling: Mapped[TransferRuling | None]
    ruled_on: Mapped[date | None]
    refused_by: Mapped[str | None]
    refused_on: Mapped[date | None]
    refused_reason: Mapped[str | None]
    withdrawn_by: Mapped[str | None]
    withdrawn_on: Mapped[date | None]
    withdrawn_why: Mapped[str | None]

    @property
    def side_ids(self) -> frozenset[UUID]:
        """Both, those that are in the portal."""
        return frozenset(one for one in (self.requester_id, self.other_id) if one is not None)

    @property
    def concerns_id(self) -> UUID:
        """Who enters the answer: the other, or whoever asked where that one is outside."""
        return self.other_id or self.requester_id

    def stage(self, today: date) -> Stage:
        """How far it has come."""
        return stage_of(
            today,
            answer=self.answer,
            answer_by=self.answer_by,
            rule_by=self.rule_by,
            ruling=self.ruling,
            withdrawn_on=self.withdrawn_on,
        )

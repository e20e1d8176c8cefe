"""Disputes: the levels of their ladder, what each side says, and what is proposed to end them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from agreements.cases import LevelOutcome, SettlementState
from agreements.tables.columns import within
from portal.db import Base, TenantOwned


def _side(column: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["agreement_id", column],
        ["app.agreement_party.agreement_id", "app.agreement_party.organisation_id"],
    )


class Dispute(TenantOwned, Base):
    """Two parties of an agreement, or three, are not of one mind on who answers for something.

    It stands at a `level` of the agreement's ladder until `due_on`. `meanwhile` is what holds for
    the person until it is settled. A third that joined later did `third_at`, by the word of
    `third_by`. Nothing in it points a person out.
    """

    __tablename__ = "dispute"
    __table_args__ = (
        UniqueConstraint("county_id", "id"),
        within("county_id", "agreement_id", of="agreement"),
        within("county_id", "deviation_id", of="deviation"),
        within("county_id", "municipality_id", of="organisation"),
        _side("opener_id"),
        _side("other_id"),
        _side("third_id"),
        CheckConstraint("opener_id <> other_id", name="sides"),
        CheckConstraint("third_id <> opener_id and third_id <> other_id", name="third"),
        CheckConstraint("num_nonnulls(third_by, third_at) in (0, 2)", name="joined"),
        CheckConstraint("settled_at is null or due_on is null", name="due_on"),
        Index("dispute_county_id_opened_at_idx", "county_id", "opened_at", "id"),
        Index("dispute_opener_id_idx", "opener_id", "opened_at"),
        Index("dispute_other_id_idx", "other_id", "opened_at"),
        Index(
            "dispute_third_id_idx",
            "third_id",
            "opened_at",
            postgresql_where=text("third_id is not null"),
        ),
        Index("dispute_due_idx", "due_on", postgresql_where=text("settled_at is null")),
    )

    agreement_id: Mapped[UUID] = mapped_column(index=True)
    deviation_id: Mapped[UUID | None] = mapped_column(index=True)
    opener_id: Mapped[UUID]
    other_id: Mapped[UUID]
    third_id: Mapped[UUID | None]
    third_by: Mapped[str | None]
    third_at: Mapped[datetime | None]
    municipality_id: Mapped[UUID]
    section: Mapped[str]
    section_key: Mapped[str]
    place: Mapped[str]
    question: Mapped[str]
    meanwhile: Mapped[str]
    opened_by: Mapped[str]
    opened_at: Mapped[datetime]
    level: Mapped[int]
    due_on: Mapped[date | None]
    settled_at: Mapped[datetime | None]

    @property
    def side_ids(self) -> frozenset[UUID]:
        """Its two sides, or three."""
        return frozenset(self.sides)

    @property
    def sides(self) -> tuple[UUID, ...]:
        """The same in their order: whoever opened it first."""
        third = () if self.third_id is None else (self.third_id,)
        return (self.opener_id, self.other_id, *third)

    @property
    def named(self) -> str:
        """What it is about, in the agreement's words."""
        return self.place or self.section


class DisputeLevel(TenantOwned, Base):
    """A level of a dispute's ladder: its forum, who of each side sits there, and its clock."""

    __tablename__ = "dispute_level"
    __table_args__ = (
        UniqueConstraint("dispute_id", "number"),
        within("county_id", "dispute_id", of="dispute"),
        CheckConstraint(
            "num_nonnulls(working_days, days) <= 1 and coalesce(working_days, days, 1) > 0",
            name="clock",
        ),
        CheckConstraint(
            "(outcome is null or outcome in ('lifted', 'out_of_time', 'settled'))"
            " and (outcome is null) = (ended_on is null)",
            name="outcome",
        ),
    )

    dispute_id: Mapped[UUID]
    number: Mapped[int]
    forum: Mapped[str]
    opener_function: Mapped[str]
    other_function: Mapped[str]
    third_function: Mapped[str | None]
    working_days: Mapped[int | None]
    days: Mapped[int | None]
    started_on: Mapped[date | None]
    due_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    outcome: Mapped[LevelOutcome | None]
    lifted_by: Mapped[str | None]


class DisputeStatement(TenantOwned, Base):
    """What one side says at a level."""

    __tablename__ = "dispute_statement"
    __table_args__ = (
        within("county_id", "dispute_id", of="dispute"),
        within("county_id", "organisation_id", of="organisation"),
    )

    dispute_id: Mapped[UUID] = mapped_column(index=True)
    number: Mapped[int]
    organisation_id: Mapped[UUID]
    statement: Mapped[str]
    said_by: Mapped[str]
    said_at: Mapped[datetime]


class DisputeReference(TenantOwned, Base):
    """What one side calls the case in its own register; nobody else sees it."""

    __tablename__ = "dispute_reference"
    __table_args__ = (
        UniqueConstraint("dispute_id", "organisation_id"),
        within("county_id", "dispute_id", of="dispute"),
        within("county_id", "organisation_id", of="organisation"),
    )

    dispute_id: Mapped[UUID]
    organisation_id: Mapped[UUID]
    reference: Mapped[str]


class DisputeSettlement(TenantOwned, Base):
    """What one side proposes to end it with: who answers and who pays, from which day.

    `answered_id` is the side whose answer decided it: the last yes, or a no.
    """

    __tablename__ = "dispute_settlement"
    __table_args__ = (
        UniqueConstraint("county_id", "id"),
        within("county_id", "answered_id", of="organisation"),
        within("county_id", "dispute_id", of="dispute"),
        within("county_id", "organisation_id", of="organisation"),
        within("county_id", "answers_id", of="organisation"),
        CheckConstraint("status in ('open', 'agreed', 'refused')", name="status"),
        CheckConstraint(
            "num_nulls(answered_by, answered_at) = case status when 'open' then 2 else 0 end",
            name="answered",
        ),
        CheckConstraint("status <> 'refused' or btrim(reason) <> ''", name="reason"),
        Index(
            "dispute_settlement_open_key",
            "dispute_id",
            unique=True,
            postgresql_where=text("status <> 'refused'"),
        ),
    )

    dispute_id: Mapped[UUID] = mapped_column(index=True)
    organisation_id: Mapped[UUID]
    answers_id: Mapped[UUID]
    pays: Mapped[str]
    from_day: Mapped[date]
    outcome: Mapped[str]
    # unknown of what was proposed before it was kept
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("app.account.id"))
    proposed_by: Mapped[str]
    proposed_at: Mapped[datetime]
    status: Mapped[SettlementState]
    reason: Mapped[str]
    answered_id: Mapped[UUID | None]
    answered_by: Mapped[str | None]
    answered_at: Mapped[datetime | None]


class SettlementYes(TenantOwned, Base):
    """One side's yes to what another proposes, while a third's answer is waited for."""

    __tablename__ = "settlement_yes"
    __table_args__ = (
        UniqueConstraint("settlement_id", "organisation_id"),
        within("county_id", "settlement_id", of="dispute_settlement"),
        within("county_id", "organisation_id", of="organisation"),
    )

    settlement_id: Mapped[UUID]
    organisation_id: Mapped[UUID]
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("app.account.id"))
    said_by: Mapped[str]
    said_at: Mapped[datetime]

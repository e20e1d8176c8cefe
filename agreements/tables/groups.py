"""The tables of groups that meet. Of persons who are served nothing is written in any of them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agreements.facts import Every
from agreements.groups import GroupKind, MeetingStatus
from agreements.tables.agreement import Agreement
from agreements.tables.columns import within
from portal.db import Base, TenantOwned
from portal.tenancy.models import Organisation


class WorkingGroup(TenantOwned, Base):
    """A group in which organisations meet: of an agreement, or of the county if it has none.

    `convener_id` calls it together and writes its minutes. It meets `every` so many of `unit`,
    unless its agreement says another rhythm; where it has neither, when somebody says so.
    """

    __tablename__ = "working_group"
    __table_args__ = (
        UniqueConstraint("county_id", "id"),
        within("county_id", "agreement_id", of="agreement"),
        within("county_id", "convener_id", of="organisation"),
        CheckConstraint(
            "kind in ('steering', 'managers', 'caseworkers', 'county', 'children', 'prevention',"
            " 'other')",
            name="kind",
        ),
        CheckConstraint("unit in ('weeks', 'months', 'years')", name="unit"),
        CheckConstraint(
            "(every is null) = (unit is null) and every between 1 and 60", name="series"
        ),
    )

    kind: Mapped[GroupKind]
    name: Mapped[str]
    agreement_id: Mapped[UUID | None] = mapped_column(index=True)
    covers_county: Mapped[bool]
    convener_id: Mapped[UUID] = mapped_column(index=True)
    every: Mapped[int | None]
    unit: Mapped[Every | None]
    formed_by: Mapped[str]
    formed_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]
    ended_reason: Mapped[str | None]

    convener: Mapped[Organisation] = relationship(
        foreign_keys="WorkingGroup.convener_id", viewonly=True
    )
    agreement: Mapped[Agreement | None] = relationship(
        foreign_keys="WorkingGroup.agreement_id", viewonly=True
    )
    every_member: Mapped[list["GroupMember"]] = relationship(
        order_by="GroupMember.joined_at, GroupMember.id", viewonly=True
    )

    @property
    def members(self) -> list["GroupMember"]:
        """Those who take part now."""
        return [one for one in self.every_member if one.left_at is None]

    @property
    def member_ids(self) -> frozenset[UUID]:
        """The organisations that take part now."""
        return frozenset(one.organisation_id for one in self.members)

    @property
    def confirmer_ids(self) -> frozenset[UUID]:
        """Those that confirm its minutes: whom the group has named, else who calls it together."""
        named = frozenset(one.organisation_id for one in self.members if one.confirms)
        return named or frozenset({self.convener_id})


class GroupMember(TenantOwned, Base):
    """That an organisation takes part in a group, by which `function`: a role, and never a name."""

    __tablename__ = "group_member"
    __table_args__ = (
        UniqueConstraint("group_id", "id"),
        within("county_id", "group_id", of="working_group"),
        within("county_id", "organisation_id", of="organisation"),
        Index(
            "group_member_function_key",
            "group_id",
            "organisation_id",
            "function",
            unique=True,
            postgresql_where=text("left_at is null"),
        ),
    )

    group_id: Mapped[UUID]
    organisation_id: Mapped[UUID] = mapped_column(index=True)
    function: Mapped[str]
    confirms: Mapped[bool]
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship(viewonly=True)

    @property
    def name(self) -> str:
        """Who it is: the organisation, and its function if one is named."""
        return ", ".join(filter(None, (self.organisation.name, self.function)))


class GroupMeeting(TenantOwned, Base):
    """A meeting of a group. Its id is also what calendars know it by, with `revision`.

    `agenda` is as it was when it was last sent out, and at last what was taken up: a line, and the
    page that it is about. `minutes` are those of `minutes_revision`, which all of `confirmer_ids`
    confirm; then they are `fixed_at` that moment, and only corrected beside.
    """

    __tablename__ = "group_meeting"
    __table_args__ = (
        UniqueConstraint("group_id", "id"),
        within("county_id", "group_id", of="working_group"),
        CheckConstraint("status in ('planned', 'held', 'cancelled')", name="status"),
        CheckConstraint("ends_at > starts_at", name="times"),
        Index(None, "group_id", "starts_at"),
    )

    group_id: Mapped[UUID]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    place: Mapped[str]
    status: Mapped[MeetingStatus]
    revision: Mapped[int]
    planned_by: Mapped[str]
    planned_at: Mapped[datetime]
    cancelled_reason: Mapped[str | None]
    agenda: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    present_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    minutes: Mapped[str]
    minutes_revision: Mapped[int]
    minutes_by: Mapped[str | None]
    minutes_at: Mapped[datetime | None]
    confirmer_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    fixed_at: Mapped[datetime | None]


class GroupPoint(TenantOwned, Base):
    """What a participant wants taken up: on the agenda until a meeting has `settled` it."""

    __tablename__ = "group_point"
    __table_args__ = (
        within("county_id", "group_id", of="working_group"),
        within("county_id", "organisation_id", of="organisation"),
        within("group_id", "settled_at_id", of="group_meeting"),
    )

    group_id: Mapped[UUID] = mapped_column(index=True)
    organisation_id: Mapped[UUID]
    text: Mapped[str]
    made_by: Mapped[str]
    made_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    settled_at_id: Mapped[UUID | None]

    organisation: Mapped[Organisation] = relationship(viewonly=True)


class GroupDecision(TenantOwned, Base):
    """What a meeting decided that somebody does, and by when. It comes back until it is done."""

    __tablename__ = "group_decision"
    __table_args__ = (
        within("county_id", "group_id", of="working_group"),
        within("group_id", "meeting_id", of="group_meeting"),
        within("group_id", "member_id", of="group_member"),
    )

    group_id: Mapped[UUID] = mapped_column(index=True)
    meeting_id: Mapped[UUID]
    text: Mapped[str]
    member_id: Mapped[UUID]
    due_on: Mapped[date]
    decided_by: Mapped[str]
    decided_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by: Mapped[str | None]
    done_note: Mapped[str | None]

    member: Mapped[GroupMember] = relationship(
        foreign_keys="GroupDecision.member_id",
        primaryjoin="GroupDecision.member_id == GroupMember.id",
        viewonly=True,
    )


class MinutesConfirmation(TenantOwned, Base):
    """That an organisation has confirmed the minutes as they were in that revision."""

    __tablename__ = "minutes_confirmation"
    __table_args__ = (
        UniqueConstraint("meeting_id", "organisation_id", "revision"),
        within("county_id", "group_id", of="working_group"),
        within("group_id", "meeting_id", of="group_meeting"),
        within("county_id", "organisation_id", of="organisation"),
    )

    group_id: Mapped[UUID]
    meeting_id: Mapped[UUID]
    organisation_id: Mapped[UUID]
    revision: Mapped[int]
    # unknown of what was confirmed before it was kept
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("app.account.id"))
    confirmed_by: Mapped[str]
    confirmed_at: Mapped[datetime]

    organisation: Mapped[Organisation] = relationship(viewonly=True)


class MinutesCorrection(TenantOwned, Base):
    """What somebody has put right beside minutes that are fixed. Never changed."""

    __tablename__ = "minutes_correction"
    __table_args__ = (
        within("county_id", "group_id", of="working_group"),
        within("group_id", "meeting_id", of="group_meeting"),
        within("county_id", "organisation_id", of="organisation"),
    )

    group_id: Mapped[UUID]
    meeting_id: Mapped[UUID] = mapped_column(index=True)
    organisation_id: Mapped[UUID]
    text: Mapped[str]
    corrected_by: Mapped[str]
    corrected_at: Mapped[datetime]

    organisation: Mapped[Organisation] = relationship(viewonly=True)

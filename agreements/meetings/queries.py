"""Reading groups, their meetings and what is open in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import RowMapping, select
from sqlalchemy.orm import joinedload

from agreements.expected import GroupFacts
from agreements.facade import Fact, facts_of
from agreements.facts import Every, Recurrence
from agreements.groups import RHYTHM_FACTS, MeetingStatus, next_day
from agreements.known import group_facts
from agreements.meetings.finding import groups_of
from agreements.rules import SuggestionStatus
from agreements.tables import reminder_functions
from agreements.tables.agreement import Agreement
from agreements.tables.groups import (
    GroupDecision,
    GroupMeeting,
    GroupMember,
    GroupPoint,
    MinutesConfirmation,
    MinutesCorrection,
    WorkingGroup,
)
from agreements.tables.suggestion import Suggestion
from portal.authz import Actor, OrganisationKind
from portal.db import db
from portal.tenancy import queries as tenancy
from portal.tenancy.models import Organisation
from portal.zone import STOCKHOLM


def list_groups(actor: Actor, agreement_id: UUID | None = None) -> Sequence[WorkingGroup]:
    """Those that the actor sees, by name; of one agreement if it is named."""
    statement = groups_of(actor).order_by(WorkingGroup.name, WorkingGroup.id)
    if agreement_id is not None:
        statement = statement.where(WorkingGroup.agreement_id == agreement_id)
    return db.session.scalars(statement).all()


def list_meetings(group: WorkingGroup) -> Sequence[GroupMeeting]:
    """All of a group, the latest first."""
    statement = select(GroupMeeting).where(GroupMeeting.group_id == group.id)
    order = (GroupMeeting.starts_at.desc(), GroupMeeting.id)
    return db.session.scalars(statement.order_by(*order)).all()


def list_planned(group: WorkingGroup, now: datetime) -> Sequence[GroupMeeting]:
    """Its meetings that are still to be held, the next one first."""
    statement = (
        select(GroupMeeting)
        .where(
            GroupMeeting.group_id == group.id,
            GroupMeeting.status == MeetingStatus.PLANNED,
            GroupMeeting.ends_at > now,
        )
        .order_by(GroupMeeting.starts_at, GroupMeeting.id)
    )
    return db.session.scalars(statement).all()


def list_coming(groups: Sequence[WorkingGroup], now: datetime) -> Mapping[UUID, GroupMeeting]:
    """The next meeting of each group that has one planned."""
    if not groups:
        return {}
    statement = (
        select(GroupMeeting)
        .where(
            GroupMeeting.group_id.in_([one.id for one in groups]),
            GroupMeeting.status == MeetingStatus.PLANNED,
            GroupMeeting.ends_at > now,
        )
        .order_by(GroupMeeting.starts_at.desc(), GroupMeeting.id)
    )
    return {one.group_id: one for one in db.session.scalars(statement)}


def list_points(group: WorkingGroup) -> Sequence[GroupPoint]:
    """What its participants want taken up, the oldest first."""
    statement = (
        select(GroupPoint)
        .options(joinedload(GroupPoint.organisation))
        .where(
            GroupPoint.group_id == group.id,
            GroupPoint.removed_at.is_(None),
            GroupPoint.settled_at_id.is_(None),
        )
        .order_by(GroupPoint.made_at, GroupPoint.id)
    )
    return db.session.scalars(statement).all()


def list_decisions(
    group: WorkingGroup, *, meeting_id: UUID | None = None
) -> Sequence[GroupDecision]:
    """What a group has decided, those that are to be done first; at one meeting if it is named."""
    statement = (
        select(GroupDecision)
        .options(joinedload(GroupDecision.member).joinedload(GroupMember.organisation))
        .where(GroupDecision.group_id == group.id)
        .order_by(GroupDecision.due_on, GroupDecision.decided_at, GroupDecision.id)
    )
    if meeting_id is not None:
        statement = statement.where(GroupDecision.meeting_id == meeting_id)
    return db.session.scalars(statement).all()


def list_undone(member: GroupMember) -> Sequence[GroupDecision]:
    """What somebody who takes part is to do, the first day first."""
    statement = (
        select(GroupDecision)
        .where(GroupDecision.member_id == member.id, GroupDecision.done_at.is_(None))
        .order_by(GroupDecision.due_on, GroupDecision.id)
    )
    return db.session.scalars(statement).all()


def list_unconfirmed(member: GroupMember) -> Sequence[GroupMeeting]:
    """The meetings whose minutes wait for an organisation to confirm them, the first before."""
    confirmed = select(MinutesConfirmation.id).where(
        MinutesConfirmation.meeting_id == GroupMeeting.id,
        MinutesConfirmation.organisation_id == member.organisation_id,
        MinutesConfirmation.revision == GroupMeeting.minutes_revision,
    )
    statement = (
        select(GroupMeeting)
        .where(
            GroupMeeting.group_id == member.group_id,
            GroupMeeting.status == MeetingStatus.HELD,
            GroupMeeting.fixed_at.is_(None),
            GroupMeeting.confirmer_ids.contains([member.organisation_id]),
            ~confirmed.exists(),
        )
        .order_by(GroupMeeting.starts_at)
    )
    return db.session.scalars(statement).all()


def list_confirmations(meeting: GroupMeeting) -> Sequence[MinutesConfirmation]:
    """Who has confirmed the minutes as they are now."""
    statement = (
        select(MinutesConfirmation)
        .options(joinedload(MinutesConfirmation.organisation))
        .where(
            MinutesConfirmation.meeting_id == meeting.id,
            MinutesConfirmation.revision == meeting.minutes_revision,
        )
        .order_by(MinutesConfirmation.confirmed_at, MinutesConfirmation.id)
    )
    return db.session.scalars(statement).all()


def list_corrections(meeting: GroupMeeting) -> Sequence[MinutesCorrection]:
    """What was put right beside its minutes, in that order."""
    statement = (
        select(MinutesCorrection)
        .options(joinedload(MinutesCorrection.organisation))
        .where(MinutesCorrection.meeting_id == meeting.id)
        .order_by(MinutesCorrection.corrected_at, MinutesCorrection.id)
    )
    return db.session.scalars(statement).all()


def list_open_suggestions(agreement: Agreement) -> Sequence[Suggestion]:
    """Those that the parties have shown each other and not settled, the oldest first."""
    open_ones = (SuggestionStatus.PUBLISHED, SuggestionStatus.CONFLICT)
    statement = (
        select(Suggestion)
        .where(Suggestion.agreement_id == agreement.id, Suggestion.status.in_(open_ones))
        .order_by(Suggestion.created_at, Suggestion.id)
    )
    return db.session.scalars(statement).all()


def list_offered(actor: Actor) -> Sequence[Organisation]:
    """The organisations of the county that may take part in a group, in Swedish order."""
    kinds = [kind for kind in OrganisationKind if kind is not OrganisationKind.INDIVIDUALS]
    return tenancy.list_organisations(actor, *kinds)


def list_open() -> Sequence[tuple[RowMapping, GroupFacts]]:
    """What is open in each group that the asker's organisation takes part in."""
    return [(row, group_facts(row)) for row in reminder_functions.my_open_groups()]


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often a group meets, and which fact of its agreement says so, if one does."""

    every: int
    unit: Every
    fact: Fact | None = None


def rhythm_of(group: WorkingGroup, today: date) -> Rhythm | None:
    """As its agreement says, where that is signed and says it; else as the group says itself."""
    key = RHYTHM_FACTS.get(group.kind)
    if group.agreement_id is not None and key is not None:
        fact = facts_of(group.agreement_id, today, only=[key]).get(key)
        if fact is not None and fact.is_agreed and isinstance(fact.value, Recurrence):
            return Rhythm(fact.value.every, fact.value.unit, fact)
    if group.every is None or group.unit is None:
        return None
    return Rhythm(group.every, group.unit)


def proposed_day(
    group: WorkingGroup, rhythm: Rhythm | None, meetings: Sequence[GroupMeeting]
) -> date | None:
    """When the series of a group says it should meet after its last meeting; None without one."""
    if rhythm is None:
        return None
    met = [one.starts_at for one in meetings if one.status is not MeetingStatus.CANCELLED]
    last = max(met, default=group.formed_at).astimezone(STOCKHOLM).date()
    return next_day(last, rhythm.every, rhythm.unit)

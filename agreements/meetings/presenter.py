"""What the pages of groups show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask_babel import gettext as _

from agreements.facade import Fact
from agreements.groups import MEETING_FACTS, MeetingStatus
from agreements.meetings import agenda, queries, words
from agreements.meetings.agenda import Point
from agreements.meetings.finding import PartOfGroup
from agreements.permissions import GroupPermission
from agreements.queries.agreement import list_agreements
from agreements.said import SaidLine, said_lines
from agreements.tables.groups import (
    GroupDecision,
    GroupMeeting,
    GroupMember,
    GroupPoint,
    MinutesConfirmation,
    MinutesCorrection,
    WorkingGroup,
)
from portal import clock
from portal.authz import Actor, OrganisationKind
from portal.web.guard import is_allowed
from portal.zone import STOCKHOLM

Choices = list[tuple[object, str]]


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group in a list."""

    group: WorkingGroup
    kind: str
    where: str
    coming: GroupMeeting | None
    is_own: bool


@dataclass(frozen=True, slots=True)
class GroupsPage:
    """The groups that somebody sees: those they take part in, others of the county, those ended."""

    own: Sequence[GroupLine]
    others: Sequence[GroupLine]
    ended: Sequence[GroupLine]
    may_form: bool
    agreement_id: UUID | None


def groups_page(actor: Actor, agreement_id: UUID | None) -> GroupsPage:
    """All, or those of one agreement."""
    found = queries.list_groups(actor, agreement_id)
    coming = queries.list_coming(found, clock.now())
    lines = [_line(actor, one, coming.get(one.id)) for one in found]
    going = [one for one in lines if one.group.ended_at is None]
    return GroupsPage(
        own=[one for one in going if one.is_own],
        others=[one for one in going if not one.is_own],
        ended=[one for one in lines if one.group.ended_at is not None],
        may_form=is_allowed(actor, GroupPermission.FORM, actor),
        agreement_id=agreement_id,
    )


def _line(actor: Actor, group: WorkingGroup, coming: GroupMeeting | None) -> GroupLine:
    is_own = actor.organisation_id in group.member_ids | {group.convener_id}
    return GroupLine(group, str(words.KINDS[group.kind]), where(group), coming, is_own)


def where(group: WorkingGroup) -> str:
    """Where a group works: the whole county, its municipalities, or what its agreement is for."""
    if group.covers_county:
        return _("Hela länet")
    names = [
        one.organisation.name
        for one in group.members
        if one.organisation.kind is OrganisationKind.MUNICIPALITY
    ]
    return ", ".join(dict.fromkeys(names))


@dataclass(frozen=True, slots=True)
class GroupPage:
    """One group: who takes part, when it meets, and what it has decided."""

    group: WorkingGroup
    kind: str
    where: str
    series: str
    fact: Fact | None
    said: Sequence[SaidLine]
    proposed: date | None
    coming: Sequence[GroupMeeting]
    unwritten: Sequence[GroupMeeting]
    earlier: Sequence[GroupMeeting]
    undone: Sequence[GroupDecision]
    done: Sequence[GroupDecision]
    points: Sequence[GroupPoint]
    may_convene: bool
    may_take_part: bool
    today: date
    me: UUID


def group_page(actor: Actor, group: WorkingGroup) -> GroupPage:
    """Put it together."""
    now, today = clock.now(), clock.today()
    meetings = queries.list_meetings(group)
    rhythm = queries.rhythm_of(group, today)
    decisions = queries.list_decisions(group)
    planned = [one for one in meetings if one.status is MeetingStatus.PLANNED]
    coming = sorted((one for one in planned if one.ends_at > now), key=lambda one: one.starts_at)
    is_going = group.ended_at is None
    return GroupPage(
        group=group,
        kind=str(words.KINDS[group.kind]),
        where=where(group),
        series=words.series(rhythm.every, rhythm.unit) if rhythm else "",
        fact=rhythm.fact if rhythm else None,
        said=said_of(group, today),
        proposed=queries.proposed_day(group, rhythm, meetings) if is_going and not coming else None,
        coming=coming,
        unwritten=[one for one in planned if one.ends_at <= now],
        earlier=[one for one in meetings if one.status is not MeetingStatus.PLANNED],
        undone=[one for one in decisions if one.done_at is None],
        done=[one for one in decisions if one.done_at is not None],
        points=queries.list_points(group),
        may_convene=is_allowed(actor, GroupPermission.CONVENE, group) and is_going,
        may_take_part=is_allowed(actor, GroupPermission.TAKE_PART, group) and is_going,
        today=today,
        me=actor.organisation_id,
    )


def said_of(group: WorkingGroup, today: date) -> list[SaidLine]:
    """What its agreement says of who meets in it, and on what."""
    keys = MEETING_FACTS.get(group.kind)
    return said_lines(group.agreement_id, today, keys) if group.agreement_id and keys else []


@dataclass(frozen=True, slots=True)
class ConfirmLine:
    """Somebody who confirms the minutes, and when they did."""

    name: str
    by: MinutesConfirmation | None


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """One meeting: its agenda while it is planned, its minutes when it has been held."""

    group: WorkingGroup
    meeting: GroupMeeting
    status: str
    agenda: Sequence[Point]
    own_points: Mapping[UUID, GroupPoint]
    present: Sequence[GroupMember]
    absent: Sequence[GroupMember]
    decisions: Sequence[GroupDecision]
    confirming: Sequence[ConfirmLine]
    corrections: Sequence[MinutesCorrection]
    has_begun: bool
    may_convene: bool
    may_take_part: bool
    may_confirm: bool
    today: date
    me: UUID

    @property
    def is_planned(self) -> bool:
        """Whether it is still to be held, or to be noted."""
        return self.meeting.status is MeetingStatus.PLANNED

    @property
    def is_held(self) -> bool:
        """Whether it has been held and has minutes."""
        return self.meeting.status is MeetingStatus.HELD

    @property
    def is_open(self) -> bool:
        """Whether its minutes can still be changed."""
        return self.is_held and self.meeting.fixed_at is None


def meeting_page(actor: Actor, subject: PartOfGroup[GroupMeeting]) -> MeetingPage:
    """Put it together."""
    group, meeting = subject.group, subject.part
    today = clock.today()
    is_planned = meeting.status is MeetingStatus.PLANNED
    confirmations = {one.organisation_id: one for one in queries.list_confirmations(meeting)}
    present = [one for one in group.every_member if one.id in meeting.present_ids]
    came = {one.id for one in present}
    ids = meeting.confirmer_ids
    is_asked = actor.organisation_id in ids and actor.organisation_id not in confirmations
    return MeetingPage(
        group=group,
        meeting=meeting,
        status=words.STATUS[meeting.status],
        agenda=agenda.agenda_of(actor, group, today) if is_planned else agenda.kept(meeting),
        own_points={one.id: one for one in queries.list_points(group)} if is_planned else {},
        present=present,
        absent=[one for one in group.members if one.id not in came],
        decisions=queries.list_decisions(group, meeting_id=meeting.id),
        confirming=[ConfirmLine(name_of(group, one), confirmations.get(one)) for one in ids],
        corrections=queries.list_corrections(meeting),
        has_begun=meeting.starts_at <= clock.now(),
        may_convene=is_allowed(actor, GroupPermission.CONVENE, group),
        may_take_part=is_allowed(actor, GroupPermission.TAKE_PART, group),
        may_confirm=is_asked and meeting.fixed_at is None,
        today=today,
        me=actor.organisation_id,
    )


def name_of(group: WorkingGroup, organisation_id: UUID) -> str:
    """The name of an organisation that takes part, or did."""
    if organisation_id == group.convener_id:
        return group.convener.name
    found = (one for one in group.every_member if one.organisation_id == organisation_id)
    return next((one.organisation.name for one in found), "")


def kinds() -> Choices:
    """What a group can be for, to choose from."""
    return [("", _("Välj …")), *((one.value, str(text)) for one, text in words.KINDS.items())]


def units() -> Choices:
    """What the time between meetings is counted in, to choose from."""
    return [("", "–"), *((one.value, str(text)) for one, text in words.UNITS.items())]


def agreements(actor: Actor, group: WorkingGroup | None = None) -> Choices:
    """The agreements that a group can belong to, to choose from; also the one that it does."""
    found = {
        one.id: one.title
        for one in list_agreements(actor)
        if actor.organisation_id in one.party_ids and one.is_own
    }
    if group is not None and group.agreement is not None:
        found.setdefault(group.agreement.id, group.agreement.title)
    return [("", _("Ingen överenskommelse, gruppen är länets")), *found.items()]


def organisations(actor: Actor, *, but: UUID | None = None) -> Choices:
    """Who may take part, to choose from."""
    return [(one.id, one.name) for one in queries.list_offered(actor) if one.id != but]


def conveners(group: WorkingGroup) -> Choices:
    """Who may call a group together, to choose from."""
    found = {group.convener_id: group.convener.name}
    found |= {one.organisation_id: one.organisation.name for one in group.members}
    return [*found.items()]


def members(group: WorkingGroup) -> Choices:
    """Those who take part, to choose from."""
    return [(one.id, one.name) for one in group.members]


@dataclass(frozen=True, slots=True)
class Removal:
    """What waits on somebody who is to leave a group, and who may take over what is decided.

    `minutes` are the days of the meetings whose minutes wait for them, and for nobody else of
    their organisation.
    """

    undone: Sequence[str]
    minutes: Sequence[datetime]
    others: Choices


def removal(subject: PartOfGroup[GroupMember]) -> Removal:
    """What is shown before somebody is removed."""
    group, member = subject.group, subject.part
    left = [one for one in group.members if one.id != member.id]
    is_last = member.organisation_id not in {one.organisation_id for one in left}
    waiting = queries.list_unconfirmed(member) if is_last else []
    return Removal(
        undone=[one.text for one in queries.list_undone(member)],
        minutes=[one.starts_at for one in waiting],
        others=[("", _("Välj …")), *((one.id, one.name) for one in left)],
    )


def who_may_have_come(subject: PartOfGroup[GroupMeeting]) -> Choices:
    """Those who take part, and those who did and are said to have come."""
    return [
        (one.id, one.name)
        for one in subject.group.every_member
        if one.left_at is None or one.id in subject.part.present_ids
    ]


def proposed_time(group: WorkingGroup) -> dict[str, object]:
    """When to meet next, by the series and the last meeting."""
    meetings = queries.list_meetings(group)
    last = next((one for one in meetings if one.status is not MeetingStatus.CANCELLED), None)
    rhythm = queries.rhythm_of(group, clock.today())
    found: dict[str, object] = {"day": _ahead(queries.proposed_day(group, rhythm, meetings))}
    if last is not None:
        found |= {
            "starts": _hour(last.starts_at),
            "ends": _hour(last.ends_at),
            "place": last.place,
        }
    return found


def time_of(meeting: GroupMeeting) -> dict[str, object]:
    """When and where a meeting is, for its form."""
    return {
        "day": meeting.starts_at.astimezone(STOCKHOLM).date(),
        "starts": _hour(meeting.starts_at),
        "ends": _hour(meeting.ends_at),
        "place": meeting.place,
    }


def _ahead(day: date | None) -> date | None:
    """A day that has gone by is no proposal."""
    return day if day is not None and day > clock.today() else None


def _hour(at: datetime) -> object:
    return at.astimezone(STOCKHOLM).time()

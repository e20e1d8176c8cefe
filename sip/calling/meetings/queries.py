"""What the pages of meetings show."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_, select

from portal.authz import Actor, OrganisationKind
from portal.db import db
from portal.errors import NotFoundError
from portal.tenancy.models import Organisation
from portal.vault import Place
from sip.agreement_link import (
    Agreed,
    AgreedClock,
    AgreedLine,
    Clock,
    agreed_lines,
    find_clock,
    kept_clock,
)
from sip.calling.meetings import rules
from sip.calling.meetings.askable import list_askable
from sip.calling.meetings.finding import get_meeting, party_of
from sip.calling.meetings.rules import may_note_reply
from sip.content.sayings import Said, Saying, load_sayings
from sip.content.whereabouts import list_whereabouts
from sip.door.opening import OpenedPlan, open_many
from sip.kernel.categories import category_label
from sip.kernel.days import day_of
from sip.kernel.vocabulary import MeetingPurpose, MeetingStatus, Placing, Reply
from sip.people.queries import PersonView, list_people, subject_names, view_of
from sip.tables.calling import AgendaItem, Attendance, Meeting
from sip.tables.plan import Participant, Plan

# kinds of portal/web/statuses.py
MEETING_STATUS = {
    MeetingStatus.PLANNED: "meeting_planned",
    MeetingStatus.HELD: "meeting_held",
    MeetingStatus.CANCELLED: "meeting_cancelled",
}
REPLY_STATUS = {
    Reply.NONE: "open",
    Reply.COMING: "coming",
    Reply.NOT_COMING: "not_coming",
    Reply.OTHER_TIME: "other_time",
}


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A meeting in a list over all plans. `subject` is whose plan it is.

    `reply` is what the reader has answered, None for one who is not asked. `is_double`: they are
    asked to another one that is held at the same time.
    """

    plan_id: UUID
    id: UUID
    purpose: MeetingPurpose
    status: MeetingStatus
    starts_at: datetime
    ends_at: datetime
    is_remote: bool
    initiator: str
    case_number: str
    subject: str
    reply: Reply | None
    is_double: bool = False

    @property
    def takes_me(self) -> bool:
        """The reader is asked, and has not said that they do not come."""
        return self.is_planned and self.reply not in {None, Reply.NOT_COMING}

    @property
    def is_planned(self) -> bool:
        """It is still to be held."""
        return self.status is MeetingStatus.PLANNED

    @property
    def status_kind(self) -> str | None:
        """How it stands for the reader: cancelled, or what they have answered; None: not asked."""
        if self.status is MeetingStatus.CANCELLED:
            return MEETING_STATUS[self.status]
        return REPLY_STATUS[self.reply] if self.reply is not None else None


@dataclass(frozen=True, slots=True)
class AttendanceView:
    """Somebody who is asked, their answer, and afterwards whether they came.

    `organisation` is "" for a private person, `note` for who may not read it or when there is none.
    `noted_by` is who noted the answer for a private person, "" for their own.
    """

    id: UUID
    party_id: UUID
    name: str
    organisation: str
    understood: str
    reply: Reply
    note: str
    category: str
    was_present: bool | None
    is_mine: bool
    may_answer: bool
    noted_by: str

    @property
    def has_replied(self) -> bool:
        """They have answered."""
        return self.reply is not Reply.NONE

    @property
    def is_coming(self) -> bool:
        """They have answered that they come."""
        return self.reply is Reply.COMING

    @property
    def reply_status(self) -> str:
        """The kind of status that their answer is."""
        return REPLY_STATUS[self.reply]

    @property
    def status_kind(self) -> str:
        """Whether they came, once that is noted; before that, what they have answered."""
        if self.was_present is None:
            return self.reply_status
        return "present" if self.was_present else "absent"

    @property
    def details(self) -> Sequence[str]:
        """Beside the name: for whom they take part, what they need, and their note."""
        return [text for text in (self.organisation, self.understood, self.note) if text]

    @property
    def name_and_organisation(self) -> str:
        """Their name, and for whom they take part when that is an organisation."""
        return f"{self.name}, {self.organisation}" if self.organisation else self.name


@dataclass(frozen=True, slots=True)
class AgendaView:
    """Something that a party wants to take up: its category is worded."""

    title: str
    by: str
    category: str


@dataclass(frozen=True, slots=True)
class AgreedTimes:
    """From which day a meeting can be, until when the first is held, and what more is said."""

    earliest: AgreedClock | None
    latest: AgreedClock | None
    lines: tuple[AgreedLine, ...]


@dataclass(frozen=True, slots=True)
class MeetingView:
    """One meeting. `place` is "" when not said, or not the reader's to see; a link, if remote.

    `attendances` are of those who are asked now; `has_begun` is whether its time has come,
    `may_run` whether the reader may move it, call it off or note who came, `takes_more` whether its
    plan goes on, `takes_notes` whether anything can be noted of it. `notice` is how long before it
    people are to be asked, and where that is said.
    """

    id: UUID
    purpose: MeetingPurpose
    status: MeetingStatus
    starts_at: datetime
    ends_at: datetime
    is_remote: bool
    place: str
    chair_id: UUID
    chair: str
    attendances: Sequence[AttendanceView]
    agenda: Sequence[AgendaView]
    has_begun: bool
    may_run: bool
    takes_more: bool
    takes_notes: bool
    notice: AgreedClock | None

    @property
    def is_short_notice(self) -> bool:
        """People were asked later before it than the agreement lets them be."""
        return self.notice is not None and day_of(self.starts_at) < self.notice.by

    @property
    def time_asked(self) -> str:
        """The time that is answered to, as a form carries it."""
        return rules.time_asked(self.starts_at, self.ends_at)

    @property
    def takes_words(self) -> bool:
        """It is planned, and its plan goes on: answers and the agenda can be written."""
        return self.is_planned and self.takes_more

    @property
    def is_planned(self) -> bool:
        """It is still to be held."""
        return self.status is MeetingStatus.PLANNED

    @property
    def mine(self) -> AttendanceView | None:
        """The reader's own attendance, None for one who is not asked."""
        return next((one for one in self.attendances if one.is_mine), None)

    @property
    def waits_for_me(self) -> bool:
        """The reader is asked and has not answered."""
        return self.mine is not None and not self.mine.has_replied

    @property
    def status_kind(self) -> str:
        """The kind of status that it has."""
        return MEETING_STATUS[self.status]


@dataclass(frozen=True, slots=True)
class AskableNames:
    """Names by the ids of participants, who can hold a meeting, and of private people."""

    chairs: Mapping[UUID, str]
    private: Mapping[UUID, str]

    @property
    def everybody(self) -> Mapping[UUID, str]:
        """Staff, then private people."""
        return {**self.chairs, **self.private}


_OF_LINE = (
    *(Meeting.plan_id, Meeting.id, Meeting.purpose, Meeting.status),
    *(Meeting.starts_at, Meeting.ends_at, Meeting.is_remote),
)


def list_my_meetings(actor: Actor, now: datetime) -> Sequence[MeetingLine]:
    """Meetings to come in every plan that is open to the actor, the next first."""
    mine = and_(Attendance.meeting_id == Meeting.id, Attendance.cancelled_at.is_(None))
    # values, not rows of the session's: the log is committed before they are read
    statement = (
        select(*_OF_LINE, Plan.case_number, Organisation.name.label("initiator"), Attendance.reply)
        .join(Plan, Plan.id == Meeting.plan_id)
        .join(Organisation, Organisation.id == Plan.initiator_id)
        .outerjoin(
            Participant,
            and_(
                Participant.plan_id == Meeting.plan_id,
                Participant.account_id == actor.account_id,
                Participant.organisation_id == actor.organisation_id,
                Participant.ended_at.is_(None),
            ),
        )
        .outerjoin(Attendance, and_(mine, Attendance.participant_id == Participant.id))
        .where(
            or_(Meeting.status == MeetingStatus.PLANNED, Meeting.starts_at > now),
            Meeting.status != MeetingStatus.HELD,
        )
        .order_by(Meeting.starts_at, Meeting.id)
    )
    rows = db.session.execute(statement).all()
    names = subject_names(open_many(actor, "meetings", {row.plan_id for row in rows}))
    return _with_doubles(
        [MeetingLine(**row._asdict(), subject=names.get(row.plan_id, "")) for row in rows]
    )


def _with_doubles(lines: Sequence[MeetingLine]) -> Sequence[MeetingLine]:
    mine = [line for line in lines if line.takes_me]
    met = rules.meet_others([(line.starts_at, line.ends_at) for line in mine])
    doubles = {mine[at].id for at in met}
    return [replace(line, is_double=line.id in doubles) for line in lines]


def list_meetings(opened: OpenedPlan, now: datetime) -> Sequence[MeetingView]:
    """The plan's meetings: those to come first, then the newest."""
    found = select(Meeting).where(Meeting.plan_id == opened.plan_id)
    rows = db.session.scalars(found.order_by(Meeting.starts_at, Meeting.id)).all()
    planned = [row for row in rows if row.status is MeetingStatus.PLANNED]
    past = [row for row in reversed(rows) if row.status is not MeetingStatus.PLANNED]
    return _views(opened, [*planned, *past], now)


def get_meeting_view(opened: OpenedPlan, meeting_id: UUID, now: datetime) -> MeetingView:
    """One meeting with its people and what they want to take up."""
    came_with_plan = opened.rows.meetings if opened.rows is not None else ()
    there = next((row for row in came_with_plan if row.id == meeting_id), None)
    return _views(opened, [there or get_meeting(opened, meeting_id)], now)[0]


def agreed_times(opened: OpenedPlan, now: datetime) -> AgreedTimes:
    """What the agreement says of when a meeting that is planned now can be."""
    plan = opened.plan
    return AgreedTimes(
        find_clock(plan.municipality_id, Clock.SUMMON_BEFORE, day_of(now)),
        None if plan.met_on else kept_clock(plan.clocks.get("meeting")),
        agreed_lines(plan.municipality_id, Agreed.MEETING, day_of(now)),
    )


def find_plan_of(_actor: Actor, meeting_id: UUID) -> UUID:
    """Which plan a meeting that the actor may see belongs to; raises NotFoundError."""
    plan_id = db.session.scalar(select(Meeting.plan_id).where(Meeting.id == meeting_id))
    if plan_id is None:
        raise NotFoundError
    return plan_id


def is_private(actor: Actor) -> bool:
    """Whether the actor is a private person, whose pages are others than the staff's."""
    return actor.organisation_kind is OrganisationKind.INDIVIDUALS


def askable_names(opened: OpenedPlan) -> AskableNames:
    """Everybody who can be asked to a meeting now, and those of them who can hold it."""
    found = list_askable(opened)
    return AskableNames(
        chairs={row.id: f"{row.name}, {found.organisations[row.id]}" for row in found.staff},
        private={row.id: _with_needs(view_of(opened, row)) for row in found.private},
    )


def _with_needs(person: PersonView) -> str:
    """A name, with what is to be booked or thought of for them to take part in full."""
    return f"{person.name} ({person.understood})" if person.understood else person.name


class _People:
    """Names and organisations of everybody in a plan, read once."""

    def __init__(self, opened: OpenedPlan) -> None:
        self._staff = {one: (name, organisation) for one, name, organisation in _staff(opened)}
        self._private = {person.id: person for person in list_people(opened)}

    def name(self, party: UUID) -> str:
        """The name, with the organisation for staff."""
        if party in self._staff:
            return ", ".join(self._staff[party])
        return self._private_name(party)

    def name_alone(self, party: UUID) -> str:
        return self._staff[party][0] if party in self._staff else self._private_name(party)

    def _private_name(self, party: UUID) -> str:
        return self._private[party].name if party in self._private else ""

    def understood(self, party: UUID) -> str:
        """What somebody private needs to understand and be understood."""
        return self._private[party].understood if party in self._private else ""

    def organisation(self, party: UUID) -> str:
        return self._staff[party][1] if party in self._staff else ""


def _staff(opened: OpenedPlan) -> Iterable[Any]:
    """Each participant's id, name and organisation: as they came with the plan, or asked for."""
    if (rows := opened.rows) is not None:
        organisations = {one.id: one.name for one in rows.organisations}
        return [(one.id, one.name, organisations[one.organisation_id]) for one in rows.participants]
    return db.session.execute(
        select(Participant.id, Participant.name, Organisation.name)
        .join(Organisation, Organisation.id == Participant.organisation_id)
        .where(Participant.plan_id == opened.plan_id)
    )


def _views(opened: OpenedPlan, rows: Sequence[Meeting], now: datetime) -> Sequence[MeetingView]:
    """Some meetings, with all that belongs to them: as many statements as for one."""
    people, ids = _People(opened), [row.id for row in rows]
    places = list_whereabouts(opened, Placing.MEETING_PLACE, ids)
    asked, agenda = _asked(ids), _agenda(opened, ids)
    notes = load_sayings(opened, Saying.NOTE)
    return [
        MeetingView(
            id=row.id,
            purpose=row.purpose,
            status=row.status,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            is_remote=row.is_remote,
            place=places.get(row.id, ""),
            chair_id=row.chair_id,
            chair=people.name_alone(row.chair_id),
            attendances=_attendances(opened, asked[row.id], people, notes),
            agenda=agenda[row.id],
            has_begun=row.starts_at <= now,
            may_run=opened.leads or opened.acts_as(row.chair_id),
            takes_more=opened.takes_more,
            takes_notes=opened.takes_more and rules.takes_notes(row.status, row.starts_at, now),
            notice=kept_clock(row.notice),
        )
        for row in rows
    ]


def _asked(meetings: Collection[UUID]) -> Mapping[UUID, Sequence[Attendance]]:
    """The attendances of those who are asked now, by meeting."""
    found: dict[UUID, list[Attendance]] = defaultdict(list)
    statement = select(Attendance).where(
        Attendance.meeting_id.in_(meetings), Attendance.cancelled_at.is_(None)
    )
    for row in db.session.scalars(statement.order_by(Attendance.id)):
        found[row.meeting_id].append(row)
    return found


def _attendances(
    opened: OpenedPlan,
    asked: Sequence[Attendance],
    people: _People,
    notes: Mapping[UUID, Said],
) -> Sequence[AttendanceView]:
    return [_attendance(opened, row, people, notes.get(row.id)) for row in asked]


def _attendance(
    opened: OpenedPlan, row: Attendance, people: _People, note: Said | None
) -> AttendanceView:
    """Somebody who is asked; `note` is what they wrote, where it is the reader's to see."""
    party = party_of(row)
    is_mine = party in {opened.participant_id, opened.person_id}
    return AttendanceView(
        id=row.id,
        party_id=party,
        name=people.name_alone(party),
        organisation=people.organisation(party),
        understood=people.understood(party),
        reply=row.reply,
        note=note.text if note else "",
        category=note.category if note else "",
        was_present=row.was_present,
        is_mine=is_mine,
        may_answer=is_mine
        or (
            opened.is_handler
            and row.person_id is not None
            and may_note_reply(row.reply, row.reply_noted_by)
        ),
        noted_by=row.reply_noted_by or "",
    )


def _agenda(opened: OpenedPlan, meetings: Collection[UUID]) -> Mapping[UUID, Sequence[AgendaView]]:
    """What somebody wants to take up, by meeting."""
    found: dict[UUID, list[AgendaView]] = defaultdict(list)
    statement = select(AgendaItem).where(
        AgendaItem.plan_id == opened.plan_id, AgendaItem.meeting_id.in_(meetings)
    )
    for row in db.session.scalars(statement.order_by(AgendaItem.added_at, AgendaItem.id)):
        item = AgendaView(
            title=opened.key.open(row.title_sealed, Place("agenda_item", "title_sealed", row.id)),
            by=row.added_by,
            category=category_label(row.category),
        )
        found[row.meeting_id].append(item)
    return found

"""Meetings: plan, move, answer, take things up, hold, cancel; and their place in calendars."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Select, select

from portal.audit import service as audit
from portal.authz import Actor
from portal.clock import STOCKHOLM
from portal.db import db
from portal.errors import NotFoundError
from portal.ids import new_id
from portal.vault import Place
from sip.calling import rules
from sip.calling.service import move
from sip.door.locking import hold_open, hold_shared
from sip.door.opening import OpenedPlan
from sip.kernel.refusals import SipRefusal, SipRuleError
from sip.kernel.vocabulary import MeetingPurpose, MeetingStatus, PersonKind, Placing, Reply
from sip.tables import functions
from sip.tables.calling import AgendaItem, Attendance, Meeting
from sip.tables.people import PlanPerson
from sip.tables.plan import FollowUp, Participant, PlanPlacing


@dataclass(frozen=True, slots=True)
class MeetingTime:
    """When, where, who holds it, and who is asked: participants and private people by their ids."""

    starts_at: datetime
    ends_at: datetime
    is_remote: bool
    place: str
    chair_id: UUID
    asked: frozenset[UUID]


def plan_meeting(
    actor: Actor,
    opened: OpenedPlan,
    *,
    meeting_id: UUID,
    purpose: str,
    time: MeetingTime,
    now: datetime,
) -> Meeting:
    """Ask people to a meeting; `purpose` is a MeetingPurpose.

    The same `meeting_id` twice is one meeting (a form sent twice).
    """
    hold_shared(opened)
    if (sent_twice := db.session.get(Meeting, meeting_id)) is not None:
        return sent_twice
    wanted = MeetingPurpose(purpose)
    rules.check_purpose(opened.plan.phase, wanted)
    _check(opened, time, now)
    meeting = Meeting(
        id=meeting_id,
        county_id=opened.county_id,
        plan_id=opened.plan_id,
        purpose=wanted,
        starts_at=time.starts_at,
        ends_at=time.ends_at,
        is_remote=time.is_remote,
        chair_id=time.chair_id,
        status=MeetingStatus.PLANNED,
        revision=0,
        changed_at=now,
    )
    db.session.add(meeting)
    db.session.flush()
    _set_place(opened, meeting.id, "" if time.is_remote else time.place)
    if opened.is_handler:
        move(opened.plan, rules.phase_when_planned(opened.plan.phase, wanted), now)
    audit.record(actor, "meeting.planned", meeting, stream=opened.plan_id, purpose=wanted.value)
    for party in sorted(time.asked):
        _ask(opened, meeting, party)
    db.session.flush()
    _send(meeting, "meeting.planned")
    return meeting


def move_meeting(
    actor: Actor, opened: OpenedPlan, meeting_id: UUID, *, time: MeetingTime, now: datetime
) -> None:
    """Another time, place or list of people. A new time asks everybody anew."""
    hold_open(opened)
    meeting = get_planned(opened, meeting_id)
    _check(opened, time, now)
    is_moved = (meeting.starts_at, meeting.ends_at) != (time.starts_at, time.ends_at)
    meeting.starts_at, meeting.ends_at = time.starts_at, time.ends_at
    meeting.is_remote, meeting.chair_id = time.is_remote, time.chair_id
    meeting.revision += 1
    meeting.changed_at = now
    if _sees_place(opened):
        _set_place(opened, meeting.id, "" if time.is_remote else time.place)
    audit.record(actor, "meeting.moved", meeting, stream=opened.plan_id, is_new_time=is_moved)
    db.session.flush()
    _set_asked(opened, meeting, time.asked, now)
    if is_moved:
        for attendance in _asked(meeting):
            attendance.reply, attendance.replied_at = Reply.NONE, None
            attendance.note_sealed = None
        db.session.flush()
        _send(meeting, "meeting.moved")


def cancel_meeting(actor: Actor, opened: OpenedPlan, meeting_id: UUID, *, now: datetime) -> None:
    """The meeting is off: it leaves everybody's calendar."""
    hold_open(opened)
    meeting = get_planned(opened, meeting_id)
    meeting.status = MeetingStatus.CANCELLED
    meeting.revision += 1
    meeting.changed_at = now
    audit.record(actor, "meeting.cancelled", meeting, stream=opened.plan_id)
    db.session.flush()
    for attendance in _asked(meeting):
        _take_back(attendance)


def record_attendance(
    actor: Actor,
    opened: OpenedPlan,
    meeting_id: UUID,
    *,
    present: Collection[UUID],
    now: datetime,
) -> None:
    """The meeting has been held; `present` are the attendances of those who came."""
    hold_open(opened)
    meeting = get_planned(opened, meeting_id)
    rules.check_begun(meeting.starts_at, now)
    for attendance in _asked(meeting):
        attendance.was_present = attendance.id in present
    meeting.status = MeetingStatus.HELD
    meeting.changed_at = now
    if meeting.purpose is MeetingPurpose.FOLLOW_UP:
        _note_follow_up(opened, meeting)
    if opened.is_handler:
        move(opened.plan, rules.phase_when_held(opened.plan.phase, meeting.purpose), now)
    audit.record(actor, "meeting.held", meeting, stream=opened.plan_id, present=len(present))
    db.session.flush()


def reply(
    actor: Actor,
    opened: OpenedPlan,
    meeting_id: UUID,
    *,
    attendance_id: UUID,
    answer: str,
    note: str,
    now: datetime,
) -> None:
    """Answer with a Reply whether one comes; handlers also note what a private person has said."""
    hold_open(opened)
    meeting = get_planned(opened, meeting_id)
    attendance = _get_attendance(opened, meeting, attendance_id)
    said = Reply(answer)
    if said is Reply.OTHER_TIME and not note:
        raise SipRuleError(SipRefusal.NO_TIME_SUGGESTED, field="note")
    attendance.reply = said
    attendance.replied_at = now
    place = Place("attendance", "note_sealed", attendance.id)
    attendance.note_sealed = opened.key.seal(note, place) if note else None
    is_own = _is_own(opened, attendance)
    audit.record(
        actor,
        "meeting.answered",
        attendance,
        stream=opened.plan_id,
        answer=said.value,
        on_behalf=not is_own,
    )
    db.session.flush()
    _tell_chair(actor, meeting, f"{attendance.id}:{now.timestamp()}")


def add_agenda_item(
    actor: Actor,
    opened: OpenedPlan,
    meeting_id: UUID,
    *,
    item_id: UUID,
    title: str,
    category: str,
    now: datetime,
) -> None:
    """Something the own party wants to take up. The same `item_id` twice is one item."""
    hold_open(opened)
    meeting = get_planned(opened, meeting_id)
    if db.session.get(AgendaItem, item_id) is not None:
        return
    item = AgendaItem(
        id=item_id,
        county_id=opened.county_id,
        plan_id=opened.plan_id,
        meeting_id=meeting.id,
        from_party=opened.party,
        category=category,
        title_sealed=opened.key.seal(title, Place("agenda_item", "title_sealed", item_id)),
        added_by=actor.name,
        added_at=now,
    )
    db.session.add(item)
    audit.record(actor, "agenda.added", item, stream=opened.plan_id, category=category)
    db.session.flush()


def get_meeting(opened: OpenedPlan, meeting_id: UUID) -> Meeting:
    """One of the plan's meetings; raises NotFoundError for any other."""
    found = select(Meeting).where(Meeting.plan_id == opened.plan_id, Meeting.id == meeting_id)
    meeting = db.session.scalar(found)
    if meeting is None:
        raise NotFoundError
    return meeting


def get_planned(opened: OpenedPlan, meeting_id: UUID) -> Meeting:
    """The same, as long as it is still to be held."""
    meeting = get_meeting(opened, meeting_id)
    db.session.refresh(meeting)
    rules.check_planned(meeting.status)
    return meeting


def open_parties(opened: OpenedPlan) -> frozenset[UUID]:
    """The organisations and private people whom consent lets take part now."""
    return functions.open_parties(opened.plan_id)


def list_participants(opened: OpenedPlan) -> list[Participant]:
    """Those who take part for an organisation that consent lets in now."""
    found = select(Participant).where(
        Participant.plan_id == opened.plan_id, Participant.ended_at.is_(None)
    )
    let_in = open_parties(opened)
    rows = db.session.scalars(found.order_by(Participant.joined_at, Participant.id))
    return [row for row in rows if row.organisation_id in let_in]


def list_private(opened: OpenedPlan) -> list[PlanPerson]:
    """The private people whom consent lets in now, the person first."""
    found = select(PlanPerson).where(
        PlanPerson.plan_id == opened.plan_id, PlanPerson.ended_at.is_(None)
    )
    let_in = open_parties(opened)
    rows = [row for row in db.session.scalars(found) if row.id in let_in]
    return sorted(rows, key=lambda row: (row.kind is not PersonKind.SUBJECT, row.id))


def _check(opened: OpenedPlan, time: MeetingTime, now: datetime) -> None:
    rules.check_times(time.starts_at, time.ends_at, now)
    if not time.asked:
        raise SipRuleError(SipRefusal.NOBODY_ASKED, field="asked")
    if not (time.is_remote or time.place) and _sees_place(opened):
        raise SipRuleError(SipRefusal.PLACE_NEEDED, field="place")
    staff = {row.id for row in list_participants(opened)}
    private = {row.id for row in list_private(opened)}
    if time.chair_id not in staff or not time.asked <= staff | private:
        raise NotFoundError


def _ask(opened: OpenedPlan, meeting: Meeting, party: UUID) -> None:
    is_private = db.session.get(PlanPerson, party) is not None
    db.session.add(
        Attendance(
            id=new_id(),
            county_id=opened.county_id,
            plan_id=opened.plan_id,
            meeting_id=meeting.id,
            participant_id=None if is_private else party,
            person_id=party if is_private else None,
            calendar_uid=str(uuid4()),  # nothing of it tells when it was made or for what
            reply=Reply.NONE,
        )
    )


def _set_asked(opened: OpenedPlan, meeting: Meeting, asked: frozenset[UUID], now: datetime) -> None:
    """Take off those who are no longer asked, put on the new ones."""
    every = {_party(row): row for row in db.session.scalars(_attendances(meeting))}
    new = [party for party in asked if party not in every or every[party].cancelled_at is not None]
    for party, attendance in every.items():
        if party not in asked and attendance.cancelled_at is None:
            attendance.cancelled_at = now
            db.session.flush()
            _take_back(attendance)
    for party in sorted(new):
        if party in every:
            every[party].cancelled_at, every[party].reply = None, Reply.NONE
        else:
            _ask(opened, meeting, party)
    db.session.flush()
    for attendance in _asked(meeting):
        if _party(attendance) in new:
            _send_one(meeting, attendance, "meeting.planned")


def _attendances(meeting: Meeting) -> Select[Attendance]:
    return select(Attendance).where(Attendance.meeting_id == meeting.id).order_by(Attendance.id)


def _asked(meeting: Meeting) -> list[Attendance]:
    rows = db.session.scalars(_attendances(meeting))
    return [row for row in rows if row.cancelled_at is None]


def _party(attendance: Attendance) -> UUID:
    party = attendance.participant_id or attendance.person_id
    if party is None:
        raise NotFoundError  # a CHECK makes this impossible
    return party


def _is_own(opened: OpenedPlan, attendance: Attendance) -> bool:
    return _party(attendance) in {opened.participant_id, opened.person_id}


def _get_attendance(opened: OpenedPlan, meeting: Meeting, attendance_id: UUID) -> Attendance:
    for attendance in _asked(meeting):
        may_answer = _is_own(opened, attendance) or (
            opened.is_handler and attendance.person_id is not None
        )
        if attendance.id == attendance_id and may_answer:
            return attendance
    raise NotFoundError


def _note_follow_up(opened: OpenedPlan, meeting: Meeting) -> None:
    """The follow-up that was agreed for about now has been held."""
    found = select(FollowUp).where(FollowUp.plan_id == opened.plan_id, FollowUp.held_on.is_(None))
    follow_up = db.session.scalars(found.order_by(FollowUp.due_on, FollowUp.id)).first()
    if follow_up is not None:
        follow_up.held_on = meeting.starts_at.astimezone(STOCKHOLM).date()


def _sees_place(opened: OpenedPlan) -> bool:
    """With protected identity only the named few know the place, and so only they change it."""
    return opened.sees_protected or opened.is_owner or not opened.plan.is_protected


def _set_place(opened: OpenedPlan, meeting_id: UUID, text: str) -> None:
    """Where the meeting is: "" takes the place away."""
    found = select(PlanPlacing).where(
        PlanPlacing.plan_id == opened.plan_id,
        PlanPlacing.kind == Placing.MEETING_PLACE,
        PlanPlacing.subject_id == meeting_id,
    )
    row = db.session.scalar(found)
    if row is not None and not text:
        db.session.delete(row)
    elif row is not None:
        row.text_sealed = opened.key.seal(text, Place("plan_placing", "text_sealed", row.id))
    elif text:
        _add_place(opened, meeting_id, text)
    db.session.flush()


def _add_place(opened: OpenedPlan, meeting_id: UUID, text: str) -> None:
    row_id = new_id()
    db.session.add(
        PlanPlacing(
            id=row_id,
            county_id=opened.county_id,
            plan_id=opened.plan_id,
            kind=Placing.MEETING_PLACE,
            subject_id=meeting_id,
            text_sealed=opened.key.seal(text, Place("plan_placing", "text_sealed", row_id)),
        )
    )


# -- mail. The link is the same for all and says nothing; it leads on after sign-in. --------------


def _send(meeting: Meeting, kind: str) -> None:
    for attendance in _asked(meeting):
        _send_one(meeting, attendance, kind)


def _send_one(meeting: Meeting, attendance: Attendance, kind: str) -> None:
    account_id = _account_of(attendance)
    if account_id is None:
        return
    calendar = {
        "method": "REQUEST",
        "uid": attendance.calendar_uid,
        "revision": meeting.revision,
        "start": meeting.starts_at.isoformat(),
        "end": meeting.ends_at.isoformat(),
    }
    _enqueue(meeting, account_id, kind, f"{attendance.id}:{meeting.revision}", calendar)


def _tell_chair(actor: Actor, meeting: Meeting, occasion: str) -> None:
    chair = db.session.get(Participant, meeting.chair_id)
    if chair is not None and chair.account_id != actor.account_id:
        _enqueue(meeting, chair.account_id, "meeting.answered", occasion, None)


def _enqueue(
    meeting: Meeting, account_id: UUID, kind: str, occasion: str, calendar: dict[str, object] | None
) -> None:
    functions.enqueue_for(
        account_id,
        kind,
        f"/meetings/{meeting.id}",
        f"{kind}:{occasion}",
        plan_id=meeting.plan_id,
        calendar=calendar,
    )


def _take_back(attendance: Attendance) -> None:
    functions.cancel_calendar(attendance.id)


def _account_of(attendance: Attendance) -> UUID | None:
    if attendance.participant_id is not None:
        participant = db.session.get(Participant, attendance.participant_id)
        return participant.account_id if participant else None
    person = db.session.get(PlanPerson, attendance.person_id)
    return person.account_id if person else None

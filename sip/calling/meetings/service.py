"""Meetings of a plan: plan one, move it, cancel it, note who came."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select

from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db
from portal.edits import check_as_seen
from portal.errors import NotFoundError, check_all
from portal.ids import new_id
from portal.zone import STOCKHOLM
from sip.calling.meetings import mail, rules
from sip.calling.meetings.askable import list_askable
from sip.calling.meetings.finding import (
    get_meeting,
    get_planned,
    list_asked,
    list_attendances,
    party_of,
)
from sip.content.whereabouts import set_whereabouts, whereabouts_of
from sip.door.locking import hold_open, hold_shared
from sip.door.opening import OpenedPlan
from sip.kernel.vocabulary import MeetingPurpose, MeetingStatus, Placing, Reply
from sip.tables.calling import Attendance, Meeting
from sip.tables.people import PlanPerson
from sip.tables.plan import FollowUp


@dataclass(frozen=True, slots=True)
class MeetingTime:
    """When, where, who holds it, and who is asked: participants and private people by their ids."""

    starts_at: datetime
    ends_at: datetime
    is_remote: bool
    place: str
    chair_id: UUID
    asked: frozenset[UUID]

    def as_texts(self) -> dict[str, str]:
        """Its fields as texts, by the names of the form's fields."""
        starts, ends = self.starts_at.astimezone(STOCKHOLM), self.ends_at.astimezone(STOCKHOLM)
        return {
            "day": starts.date().isoformat(),
            "starts": f"{starts:%H.%M}",
            "ends": f"{ends:%H.%M}",
            "is_remote": "yes" if self.is_remote else "",
            "place": self.place,
            "chair": str(self.chair_id),
            "asked": " ".join(sorted(map(str, self.asked))),
        }


def time_of(opened: OpenedPlan, meeting_id: UUID) -> MeetingTime:
    """A meeting's as it stands; `place` is "" where it may not be seen."""
    return _time_of(opened, get_meeting(opened, meeting_id))


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

    One `meeting_id` sent twice is one meeting.
    """
    hold_shared(opened)
    if (sent_twice := db.session.get(Meeting, meeting_id)) is not None:
        if sent_twice.plan_id != opened.plan_id:
            raise NotFoundError
        return sent_twice
    wanted = MeetingPurpose(purpose)
    check_all(
        lambda: rules.check_purpose(opened.plan.phase, wanted),
        lambda: _check(opened, time, now),
    )
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
    _say_where(opened, meeting, time)
    audit.record(actor, "meeting.planned", meeting, stream=opened.plan_id, purpose=wanted.value)
    for party in sorted(time.asked):
        _ask(opened, meeting, party)
    db.session.flush()
    mail.send(meeting, "meeting.planned")
    return meeting


def move_meeting(
    actor: Actor,
    opened: OpenedPlan,
    meeting_id: UUID,
    *,
    time: MeetingTime,
    seen: str,
    now: datetime,
) -> None:
    """Change time, place, chair or who is asked. A new time asks everybody anew.

    Raises StaleError when it was changed since the form was opened (`seen`: portal.edits).
    """
    hold_open(opened)
    meeting = get_planned(opened, meeting_id)
    check_as_seen(seen, _time_of(opened, meeting).as_texts(), time.as_texts())
    _check(opened, time, now)
    if _is_as_it_was(opened, meeting, time):
        return
    is_moved = (meeting.starts_at, meeting.ends_at) != (time.starts_at, time.ends_at)
    was_at = meeting.is_remote, _place_of(opened, meeting, time)
    is_elsewhere = was_at != (time.is_remote, time.place)
    meeting.starts_at, meeting.ends_at = time.starts_at, time.ends_at
    meeting.is_remote, meeting.chair_id = time.is_remote, time.chair_id
    meeting.revision += 1
    meeting.changed_at = now
    if opened.sees_whereabouts:
        _say_where(opened, meeting, time)
    audit.record(actor, "meeting.moved", meeting, stream=opened.plan_id, is_new_time=is_moved)
    db.session.flush()
    new = _set_asked(opened, meeting, time.asked, now)
    if is_elsewhere and not is_moved:
        mail.send(meeting, "meeting.changed", but=new)
    if is_moved:
        _ask_anew(opened, meeting)
        mail.send(meeting, "meeting.moved")


def _ask_anew(opened: OpenedPlan, meeting: Meeting) -> None:
    for attendance in list_asked(meeting):
        is_mine = opened.is_me(attendance.participant_id)
        attendance.reply = Reply.COMING if is_mine else Reply.NONE
        attendance.replied_at = None
        attendance.note_sealed = attendance.note_category = None
    db.session.flush()


def cancel_meeting(
    actor: Actor, opened: OpenedPlan, meeting_id: UUID, *, read: str, now: datetime
) -> None:
    """Call the meeting off: it leaves everybody's calendar. Twice is once.

    `read` is the time that was on the page (rules.time_asked).
    """
    hold_open(opened)
    if _as_it_stands(opened, meeting_id).status is MeetingStatus.CANCELLED:
        return
    meeting = get_planned(opened, meeting_id)
    rules.check_called_off(read, rules.time_asked(meeting.starts_at, meeting.ends_at))
    meeting.status = MeetingStatus.CANCELLED
    meeting.revision += 1
    meeting.changed_at = now
    audit.record(actor, "meeting.cancelled", meeting, stream=opened.plan_id)
    db.session.flush()
    for attendance in list_asked(meeting):
        mail.take_back(attendance)


def ask_newcomer(opened: OpenedPlan, participant_id: UUID, now: datetime) -> None:
    """Ask somebody who has just come to the plan to its next meeting, if there is one."""
    found = select(Meeting).where(
        Meeting.plan_id == opened.plan_id,
        Meeting.status == MeetingStatus.PLANNED,
        Meeting.starts_at > now,
    )
    meeting = db.session.scalars(found.order_by(Meeting.starts_at, Meeting.id).limit(1)).first()
    if meeting is None or participant_id in {party_of(one) for one in list_attendances(meeting)}:
        return
    _ask(opened, meeting, participant_id)
    db.session.flush()
    for attendance in list_asked(meeting):
        if party_of(attendance) == participant_id:
            mail.send_one(meeting, attendance, "meeting.planned")


def record_attendance(
    actor: Actor,
    opened: OpenedPlan,
    meeting_id: UUID,
    *,
    present: Collection[UUID],
    now: datetime,
) -> None:
    """Note that the meeting has been held; `present` are the attendances of those who came.

    The same twice is noted once.
    """
    hold_open(opened)
    if _is_noted(opened, meeting_id, present):
        return
    meeting = get_planned(opened, meeting_id)
    rules.check_begun(meeting.starts_at, now)
    for attendance in list_asked(meeting):
        attendance.was_present = attendance.id in present
    meeting.status = MeetingStatus.HELD
    meeting.changed_at = now
    if meeting.purpose is MeetingPurpose.FOLLOW_UP:
        _note_follow_up(opened, meeting)
    audit.record(actor, "meeting.held", meeting, stream=opened.plan_id, present=len(present))
    db.session.flush()


def _as_it_stands(opened: OpenedPlan, meeting_id: UUID) -> Meeting:
    meeting = get_meeting(opened, meeting_id)
    db.session.refresh(meeting)
    return meeting


def _is_noted(opened: OpenedPlan, meeting_id: UUID, present: Collection[UUID]) -> bool:
    """Whether it is noted already that just these came."""
    meeting = _as_it_stands(opened, meeting_id)
    if meeting.status is not MeetingStatus.HELD:
        return False
    return {one.id for one in list_asked(meeting) if one.was_present} == set(present)


def _say_where(opened: OpenedPlan, meeting: Meeting, time: MeetingTime) -> None:
    set_whereabouts(opened, Placing.MEETING_PLACE, meeting.id, time.place)


def _is_as_it_was(opened: OpenedPlan, meeting: Meeting, time: MeetingTime) -> bool:
    was = _time_of(opened, meeting)
    return replace(was, place=_place_of(opened, meeting, time)) == time


def _time_of(opened: OpenedPlan, meeting: Meeting) -> MeetingTime:
    is_told = opened.sees_whereabouts
    return MeetingTime(
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        is_remote=meeting.is_remote,
        place=whereabouts_of(opened, Placing.MEETING_PLACE, meeting.id) if is_told else "",
        chair_id=meeting.chair_id,
        asked=frozenset(party_of(one) for one in list_asked(meeting)),
    )


def _place_of(opened: OpenedPlan, meeting: Meeting, time: MeetingTime) -> str:
    """Where it was to be; what is wanted where that is not kept or may not be seen."""
    if not opened.sees_whereabouts:
        return time.place
    return whereabouts_of(opened, Placing.MEETING_PLACE, meeting.id)


def _check(opened: OpenedPlan, time: MeetingTime, now: datetime) -> None:
    is_told = opened.sees_whereabouts and not time.is_remote
    check_all(
        lambda: rules.check_times(time.starts_at, time.ends_at, now),
        lambda: rules.check_asked(time.asked),
        lambda: rules.check_place(time.place, is_needed=is_told),
    )
    askable = list_askable(opened)
    if time.chair_id not in {row.id for row in askable.staff} or not time.asked <= askable.ids:
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
            # whoever sets the time can come
            reply=Reply.COMING if opened.is_me(party) else Reply.NONE,
        )
    )


def _set_asked(
    opened: OpenedPlan, meeting: Meeting, asked: frozenset[UUID], now: datetime
) -> frozenset[UUID]:
    """Take off those who are no longer asked, put on the new ones; answers who is new."""
    every = {party_of(row): row for row in list_attendances(meeting)}
    new = [party for party in asked if party not in every or every[party].cancelled_at is not None]
    for party, attendance in every.items():
        if party not in asked and attendance.cancelled_at is None:
            attendance.cancelled_at = now
            db.session.flush()
            mail.take_back(attendance)
    for party in sorted(new):
        if party in every:
            every[party].cancelled_at, every[party].reply = None, Reply.NONE
        else:
            _ask(opened, meeting, party)
    db.session.flush()
    for attendance in list_asked(meeting):
        if party_of(attendance) in new:
            mail.send_one(meeting, attendance, "meeting.planned")
    return frozenset(new)


def _note_follow_up(opened: OpenedPlan, meeting: Meeting) -> None:
    """Note in the first follow-up that waits that it has been held."""
    found = select(FollowUp).where(FollowUp.plan_id == opened.plan_id, FollowUp.held_on.is_(None))
    follow_up = db.session.scalars(found.order_by(FollowUp.due_on, FollowUp.id)).first()
    if follow_up is not None:
        follow_up.held_on = meeting.starts_at.astimezone(STOCKHOLM).date()

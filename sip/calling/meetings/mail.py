"""Mail about meetings, with an entry for the calendar.

It names nobody and says nothing of the plan. Its link is the same for everybody who is asked; it
leads on after sign-in (sip.calling.meetings.link_views).
"""

from collections.abc import Collection
from uuid import UUID

from portal.authz import Actor
from portal.db import db
from sip.calling.meetings.finding import list_asked, party_of
from sip.tables import functions
from sip.tables.calling import Attendance, Meeting
from sip.tables.people import PlanPerson
from sip.tables.plan import Participant


def send(meeting: Meeting, kind: str, but: Collection[UUID] = ()) -> None:
    """To everybody who is asked, but those who have another mail."""
    for attendance in list_asked(meeting):
        if party_of(attendance) not in but:
            send_one(meeting, attendance, kind)


def send_one(meeting: Meeting, attendance: Attendance, kind: str) -> None:
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


def tell_chair(actor: Actor, meeting: Meeting, occasion: str) -> None:
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


def take_back(attendance: Attendance) -> None:
    functions.cancel_calendar(attendance.id)


def _account_of(attendance: Attendance) -> UUID | None:
    if attendance.participant_id is not None:
        participant = db.session.get(Participant, attendance.participant_id)
        return participant.account_id if participant else None
    person = db.session.get(PlanPerson, attendance.person_id)
    return person.account_id if person else None

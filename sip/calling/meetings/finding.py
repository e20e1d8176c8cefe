"""Finding a meeting of a plan, and who is asked to it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from typing_extensions import override

from portal.authz import Actor
from portal.db import db
from portal.errors import NotFoundError
from sip.calling.meetings import rules
from sip.door.opening import FindPart, OpenedPlan, PartOfPlan, opening_part
from sip.tables.calling import Attendance, Meeting


@dataclass(frozen=True, slots=True)
class MeetingOfPlan(PartOfPlan):
    """A meeting of a plan as it stands open to the actor, and who holds it."""

    chair_id: UUID

    @property
    @override
    def leads(self) -> bool:
        """The actor holds the meeting, or the plan together: they may move it."""
        return self.opened.leads or self.opened.acts_as(self.chair_id)


def opening_meeting(what: str) -> FindPart:
    """As `opening_part`, for an address that names one of the plan's meetings."""

    def find(actor: Actor, plan_id: UUID, part_id: UUID) -> MeetingOfPlan:
        opened = opening_part(what)(actor, plan_id, part_id).opened
        opened.check_writable(())  # when consent has ended, nobody is left to see the meeting
        return MeetingOfPlan(opened, part_id, get_meeting(opened, part_id).chair_id)

    return find


def get_meeting(opened: OpenedPlan, meeting_id: UUID) -> Meeting:
    """One of the plan's meetings; raises NotFoundError for any other."""
    meeting = db.session.get(Meeting, meeting_id)
    if meeting is None or meeting.plan_id != opened.plan_id:
        raise NotFoundError
    return meeting


def get_planned(opened: OpenedPlan, meeting_id: UUID) -> Meeting:
    """One of the plan's meetings that is still to be held, as it stands now.

    Raises NotFoundError for one that is not the plan's, SipRuleError for one held or cancelled.
    """
    meeting = get_meeting(opened, meeting_id)
    db.session.refresh(meeting)
    rules.check_planned(meeting.status)
    return meeting


def list_attendances(meeting: Meeting) -> list[Attendance]:
    """Everybody who is or was asked, one attendance each."""
    found = select(Attendance).where(Attendance.meeting_id == meeting.id).order_by(Attendance.id)
    return list(db.session.scalars(found))


def list_asked(meeting: Meeting) -> list[Attendance]:
    """The attendances of those who are asked now."""
    return [row for row in list_attendances(meeting) if row.cancelled_at is None]


def party_of(attendance: Attendance) -> UUID:
    """Who is asked: the id of a participant or of a private person."""
    party = attendance.participant_id or attendance.person_id
    if party is None:
        raise NotFoundError  # a CHECK makes this impossible
    return party

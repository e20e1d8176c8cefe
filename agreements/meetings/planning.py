"""Calling a group to a meeting, moving it, calling it off, and what is to be taken up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from agreements.groups import MeetingStatus
from agreements.meetings import service
from agreements.meetings.finding import PartOfGroup
from agreements.meetings.queries import list_planned
from agreements.meetings.rules import (
    MeetingRefusal,
    MeetingRuleError,
    check_planned,
    check_times,
)
from agreements.tables import reminder_functions
from agreements.tables.groups import GroupMeeting, GroupPoint, WorkingGroup
from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db
from portal.documents.written import check_written
from portal.edits import Edit, settle
from portal.errors import check_all
from portal.outbox.calendar import CANCEL, REQUEST
from portal.personal_data import Points, check_impersonal
from portal.zone import STOCKHOLM

Agenda = Sequence[dict[str, Any]]


WHERE_ONE_MEETS = frozenset({Points.ADDRESS, Points.TELEPHONE})
"""What a place to meet at is told by, and points nobody out."""


@dataclass(frozen=True, slots=True)
class MeetingTime:
    """When and where a group meets."""

    starts_at: datetime
    ends_at: datetime
    place: str


def time_as_texts(meeting: GroupMeeting) -> dict[str, str]:
    """When and where a meeting is, by the names of the form's fields."""
    starts, ends = (at.astimezone(STOCKHOLM) for at in (meeting.starts_at, meeting.ends_at))
    return {
        "day": starts.date().isoformat(),
        "starts": starts.time().isoformat(),
        "ends": ends.time().isoformat(),
        "place": meeting.place,
    }


def _read_time(texts: Mapping[str, str]) -> MeetingTime:
    day = date.fromisoformat(texts["day"])
    starts, ends = (
        datetime.combine(day, time.fromisoformat(texts[name]), STOCKHOLM)
        for name in ("starts", "ends")
    )
    return MeetingTime(starts, ends, texts["place"])


def plan_meeting(
    actor: Actor,
    group: WorkingGroup,
    meeting_id: UUID,
    time: MeetingTime,
    agenda: Agenda,
    *,
    now: datetime,
) -> None:
    """Call a group together; the agenda goes out with it. The same id twice is one meeting."""
    _lock(group)
    if db.session.get(GroupMeeting, meeting_id) is not None:
        return
    if group.ended_at is not None:
        raise MeetingRuleError(MeetingRefusal.ENDED)
    if not group.member_ids - {group.convener_id}:
        raise MeetingRuleError(MeetingRefusal.NOBODY_ELSE)
    _check(group, time, now)
    meeting = GroupMeeting(
        id=meeting_id,
        county_id=group.county_id,
        group_id=group.id,
        starts_at=time.starts_at,
        ends_at=time.ends_at,
        place=time.place,
        status=MeetingStatus.PLANNED,
        revision=0,
        planned_by=actor.name,
        planned_at=now,
        agenda=[*agenda],
        present_ids=[],
        minutes="",
        minutes_revision=0,
        confirmer_ids=[],
    )
    db.session.add(meeting)
    db.session.flush()
    audit.record(actor, "group.meeting_planned", meeting)
    reminder_functions.summon(meeting.id, service.PLANNED, REQUEST)


def move_meeting(
    actor: Actor,
    subject: PartOfGroup[GroupMeeting],
    edit: Edit,
    agenda: Agenda,
    *,
    now: datetime,
) -> None:
    """Choose another time or place: everybody's calendar is put right.

    What the form did not touch keeps what a colleague has chosen since. Raises StaleError where
    both have changed the same.
    """
    group, meeting = subject.group, subject.part
    _lock(group, meeting)
    check_planned(meeting.status)
    current = time_as_texts(meeting)
    time = _read_time({**current, **settle(current, edit, changed_by="")})
    if time == MeetingTime(meeting.starts_at, meeting.ends_at, meeting.place):
        return
    _check(group, time, now, but=meeting)
    meeting.starts_at, meeting.ends_at, meeting.place = time.starts_at, time.ends_at, time.place
    meeting.agenda = [*agenda]
    meeting.revision += 1
    db.session.flush()
    audit.record(actor, "group.meeting_moved", meeting)
    reminder_functions.summon(meeting.id, "group.meeting_moved", REQUEST)


def cancel_meeting(
    actor: Actor, subject: PartOfGroup[GroupMeeting], *, reason: str, revision: int, now: datetime
) -> None:
    """Call a meeting off: it leaves everybody's calendar, and what was to be taken up stays.

    `revision` is that of the meeting as it was read: one that has been moved since goes on.
    """
    meeting = subject.part
    _lock(subject.group, meeting)
    if meeting.status is MeetingStatus.CANCELLED and meeting.cancelled_reason == reason:
        return
    check_planned(meeting.status)
    if revision != meeting.revision:
        raise MeetingRuleError(MeetingRefusal.MOVED_MEANWHILE)
    check_all(
        lambda: check_impersonal("reason", reason),
        lambda: check_written("reason", reason),
    )
    if meeting.ends_at <= now:
        raise MeetingRuleError(MeetingRefusal.IN_PAST)
    meeting.status = MeetingStatus.CANCELLED
    meeting.cancelled_reason = reason
    meeting.revision += 1
    db.session.flush()
    audit.record(actor, "group.meeting_cancelled", meeting)
    reminder_functions.summon(meeting.id, service.CANCELLED, CANCEL)


def add_point(
    actor: Actor, group: WorkingGroup, point_id: UUID, text: str, *, now: datetime
) -> None:
    """Put something on the agenda for the actor's organisation. The same id twice is one."""
    if db.session.get(GroupPoint, point_id) is not None:
        return
    if group.ended_at is not None:
        raise MeetingRuleError(MeetingRefusal.ENDED)
    check_impersonal("text", text)
    point = GroupPoint(
        id=point_id,
        county_id=group.county_id,
        group_id=group.id,
        organisation_id=actor.organisation_id,
        text=text,
        made_by=actor.name,
        made_at=now,
    )
    db.session.add(point)
    audit.record(actor, "group.point_added", point)


def remove_point(actor: Actor, subject: PartOfGroup[GroupPoint], *, now: datetime) -> None:
    """Take something of the actor's organisation off the agenda again."""
    point = subject.part
    if point.removed_at is None and point.settled_at_id is None:
        point.removed_at = now
        audit.record(actor, "group.point_removed", point)


def _check(
    group: WorkingGroup, time: MeetingTime, now: datetime, but: GroupMeeting | None = None
) -> None:
    others = [(one.starts_at, one.ends_at) for one in list_planned(group, now) if one is not but]
    check_all(
        lambda: check_times(time.starts_at, time.ends_at, now, others),
        lambda: check_impersonal("place", time.place, but=WHERE_ONE_MEETS),
    )


_OF_MEETING = ["status", "starts_at", "ends_at", "place", "revision", "cancelled_reason"]


def _lock(group: WorkingGroup, *meetings: GroupMeeting) -> None:
    """Let one command at a time change the meetings of a group, and see them as they are now."""
    db.session.flush()
    db.session.refresh(group, ["ended_at", "convener_id"], with_for_update=True)
    for one in meetings:
        db.session.refresh(one, _OF_MEETING)

"""What those who are asked to a meeting do: answer whether they come, and take things up."""

from datetime import datetime
from uuid import UUID

from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db
from portal.errors import NotFoundError
from portal.vault import Place
from sip.calling.meetings.finding import get_planned, list_asked, party_of
from sip.calling.meetings.mail import tell_chair
from sip.calling.meetings.rules import (
    MeetingRefusal,
    check_time_asked,
    may_note_reply,
    time_asked,
)
from sip.content.sayings import Said, Saying, load_sayings, seal_saying
from sip.door.locking import hold_open
from sip.door.opening import OpenedPlan
from sip.kernel.refusals import SipRuleError
from sip.kernel.settings import OWN_WORDS
from sip.kernel.vocabulary import Reply
from sip.tables.calling import AgendaItem, Attendance, Meeting


def reply(
    actor: Actor,
    opened: OpenedPlan,
    meeting_id: UUID,
    *,
    attendance_id: UUID,
    answer: str,
    note: str,
    category: str = "",
    answered_to: str,
    now: datetime,
) -> None:
    """Answer with a Reply whether one comes; handlers also note what a private person has said.

    `answered_to` is the time that was on the page (rules.time_asked). What a private person writes
    is in their own words; staff say what their note is about.
    """
    hold_open(opened)
    meeting = get_planned(opened, meeting_id)
    attendance = _get_attendance(opened, meeting, attendance_id)
    check_time_asked(answered_to, time_asked(meeting.starts_at, meeting.ends_at))
    said = Reply(answer)
    if said is Reply.OTHER_TIME and not note:
        raise SipRuleError(MeetingRefusal.NO_TIME_SUGGESTED, field="note")
    kept = OWN_WORDS if attendance.person_id is not None else category
    was = load_sayings(opened, Saying.NOTE).get(attendance.id, Said("", ""))
    if (attendance.reply, was.text) == (said, note) and (not note or was.category == kept):
        return
    sealed, told = seal_saying(opened, Saying.NOTE, attendance.id, note, kept, field="about")
    attendance.reply = said
    attendance.replied_at = now
    attendance.note_sealed, attendance.note_category = sealed, told
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
    tell_chair(actor, meeting, f"{attendance.id}:{now.timestamp()}")


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
    """Note something that the own party wants to take up. One `item_id` sent twice is one item."""
    hold_open(opened)
    meeting = get_planned(opened, meeting_id)
    if (there := db.session.get(AgendaItem, item_id)) is not None:
        if there.plan_id != opened.plan_id:
            raise NotFoundError
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


def _is_own(opened: OpenedPlan, attendance: Attendance) -> bool:
    return party_of(attendance) in {opened.participant_id, opened.person_id}


def _get_attendance(opened: OpenedPlan, meeting: Meeting, attendance_id: UUID) -> Attendance:
    for attendance in list_asked(meeting):
        may_answer = _is_own(opened, attendance) or (
            opened.is_handler
            and attendance.person_id is not None
            and may_note_reply(attendance.reply, attendance.reply_noted_by)
        )
        if attendance.id == attendance_id and may_answer:
            return attendance
    raise NotFoundError

"""What a meeting came to: who was there, its minutes and decisions, and who confirms them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from agreements.groups import MeetingStatus
from agreements.meetings import rules
from agreements.meetings.finding import PartOfGroup
from agreements.meetings.planning import Agenda
from agreements.meetings.queries import list_confirmations
from agreements.meetings.rules import MeetingRefusal, MeetingRuleError
from agreements.tables import reminder_functions
from agreements.tables.groups import (
    GroupDecision,
    GroupMeeting,
    GroupPoint,
    MinutesConfirmation,
    MinutesCorrection,
    WorkingGroup,
)
from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db, hold
from portal.documents.written import check_written
from portal.errors import Difference, NotFoundError, StaleError, check_all
from portal.ids import new_id
from portal.personal_data import check_impersonal


@dataclass(frozen=True, slots=True)
class Noted:
    """What somebody writes of a meeting; `revision` is that of the minutes they began from.

    `present` are members, `agenda` what was taken up, `settled` the points of it by participants.
    """

    present: Collection[UUID]
    agenda: Agenda
    settled: Collection[UUID]
    minutes: str
    revision: int


def note_meeting(
    actor: Actor, subject: PartOfGroup[GroupMeeting], said: Noted, *, now: datetime
) -> None:
    """Write the minutes, or change them while they are not fixed: they are confirmed anew.

    What says nothing else than they say already changes nothing. Raises StaleError with what
    somebody else has written since they were opened.
    """
    group, meeting = subject.group, subject.part
    _lock(meeting)
    members = [one.id for one in group.every_member]
    present = [one for one in members if one in {*said.present}]
    if meeting.status is MeetingStatus.HELD and _is_noted(meeting, said, present):
        return
    rules.check_may_note(meeting.status, meeting.starts_at, meeting.fixed_at, now)
    check_all(
        lambda: check_impersonal("minutes", said.minutes),
        lambda: rules.check_came(said.present),
    )
    if not {*said.present} <= {*members}:
        raise NotFoundError
    if said.revision != meeting.minutes_revision:
        raise StaleError(_differences(group, meeting, said, present))
    meeting.status = MeetingStatus.HELD
    meeting.present_ids = present
    meeting.agenda = [*said.agenda]
    meeting.minutes, meeting.minutes_by, meeting.minutes_at = said.minutes, actor.name, now
    _settle(meeting, said.settled)
    _change(meeting)
    audit.record(actor, "group.minutes_written", meeting, revision=meeting.minutes_revision)


def _is_noted(meeting: GroupMeeting, said: Noted, present: Sequence[UUID]) -> bool:
    there = meeting.minutes, [*meeting.present_ids], _keys(meeting.agenda)
    return there == (said.minutes, [*present], _keys(said.agenda))


def _keys(agenda: Agenda) -> set[str]:
    return {one["key"] for one in agenda}


def _differences(
    group: WorkingGroup, meeting: GroupMeeting, said: Noted, present: Sequence[UUID]
) -> tuple[Difference, ...]:
    """Where the two differ, by the fields of the form."""
    names = {one.id: one.name for one in group.every_member}
    came, theirs = (", ".join(names[one] for one in who) for who in (present, meeting.present_ids))
    by = meeting.minutes_by or ""
    every = (
        Difference("present", came, theirs, by),
        Difference("taken_up", _lines(said.agenda), _lines(meeting.agenda), by),
        Difference("minutes", said.minutes, meeting.minutes, by),
    )
    return tuple(one for one in every if one.yours != one.theirs)


def _lines(agenda: Agenda) -> str:
    return "\n".join(one["line"] for one in agenda)


def decide(
    actor: Actor,
    subject: PartOfGroup[GroupMeeting],
    decision_id: UUID,
    *,
    text: str,
    member_id: UUID,
    due_on: date,
    now: datetime,
    today: date,
) -> None:
    """Note what the meeting decided that somebody does. The same id twice is one decision."""
    group, meeting = subject.group, subject.part
    _lock(meeting)
    if db.session.get(GroupDecision, decision_id) is not None:
        return
    _check_held(meeting)
    check_all(
        lambda: check_impersonal("text", text),
        lambda: check_written("text", text),
        lambda: rules.check_due(due_on, today),
    )
    if member_id not in {one.id for one in group.members}:
        raise NotFoundError
    decision = GroupDecision(
        id=decision_id,
        county_id=group.county_id,
        group_id=group.id,
        meeting_id=meeting.id,
        text=text,
        member_id=member_id,
        due_on=due_on,
        decided_by=actor.name,
        decided_at=now,
    )
    db.session.add(decision)
    db.session.flush()
    _change(meeting)
    audit.record(actor, "group.decided", decision)


def undo_decision(actor: Actor, subject: PartOfGroup[GroupDecision], meeting: GroupMeeting) -> None:
    """Take away a decision that was noted by mistake, while the minutes are not fixed."""
    _lock(meeting)
    _check_held(meeting)
    if subject.part.done_at is not None:
        raise MeetingRuleError(MeetingRefusal.DONE)
    audit.record(actor, "group.decision_removed", subject.part)
    db.session.delete(subject.part)
    db.session.flush()
    _change(meeting)


def carry_out(
    actor: Actor, subject: PartOfGroup[GroupDecision], *, note: str, now: datetime
) -> None:
    """Say that what was decided is done: whoever was to do it, or who calls the group together."""
    decision = subject.part
    hold(decision.id)
    db.session.refresh(decision, ["done_at", "done_note"])
    owner = decision.member.organisation_id
    if actor.organisation_id not in {owner, subject.group.convener_id}:
        raise MeetingRuleError(MeetingRefusal.NOT_YOURS_TO_DO)
    if decision.done_at is not None and decision.done_note == note:
        return
    if decision.done_at is not None:
        raise MeetingRuleError(MeetingRefusal.DONE)
    check_all(lambda: check_impersonal("note", note), lambda: check_written("note", note))
    decision.done_at, decision.done_by, decision.done_note = now, actor.name, note
    audit.record(actor, "group.decision_done", decision)


def hand_over(actor: Actor, subject: PartOfGroup[GroupMeeting], *, revision: int) -> None:
    """Let those whom the group has named confirm the minutes, as they were read (`revision`)."""
    meeting = subject.part
    _lock(meeting)
    _check_held(meeting)
    if meeting.confirmer_ids:
        return
    if revision != meeting.minutes_revision:
        raise MeetingRuleError(MeetingRefusal.CHANGED_MEANWHILE)
    check_written(None, meeting.minutes)
    meeting.confirmer_ids = sorted(subject.group.confirmer_ids)
    db.session.flush()
    audit.record(actor, "group.minutes_handed_over", meeting, revision=meeting.minutes_revision)
    for organisation_id in meeting.confirmer_ids:
        if organisation_id != actor.organisation_id:
            reminder_functions.tell_of_meeting(meeting.id, "group.minutes_written", organisation_id)


def confirm(
    actor: Actor, subject: PartOfGroup[GroupMeeting], *, revision: int, now: datetime
) -> None:
    """Confirm the minutes for the actor's organisation; when all have, they are fixed.

    Two of it who confirm the same wording confirm it once.
    """
    meeting = subject.part
    _lock(meeting)
    confirmed = {one.organisation_id for one in list_confirmations(meeting)}
    if actor.organisation_id in confirmed and revision == meeting.minutes_revision:
        return
    if meeting.status is not MeetingStatus.HELD:
        raise MeetingRuleError(MeetingRefusal.NOT_HELD)
    if meeting.fixed_at is not None:
        raise MeetingRuleError(MeetingRefusal.FIXED)
    if actor.organisation_id not in meeting.confirmer_ids:
        raise MeetingRuleError(MeetingRefusal.NOT_YOURS_TO_CONFIRM)
    if revision != meeting.minutes_revision:
        raise MeetingRuleError(MeetingRefusal.CHANGED_MEANWHILE)
    if any(one.account_id == actor.account_id for one in list_confirmations(meeting)):
        raise MeetingRuleError(MeetingRefusal.FOR_TWO)
    confirmation = MinutesConfirmation(
        id=new_id(),
        county_id=meeting.county_id,
        group_id=meeting.group_id,
        meeting_id=meeting.id,
        organisation_id=actor.organisation_id,
        revision=revision,
        confirmed_by=actor.name,
        confirmed_at=now,
    )
    db.session.add(confirmation)
    db.session.flush()
    db.session.refresh(meeting, ["fixed_at"])
    audit.record(actor, "group.minutes_confirmed", meeting, fixed=meeting.fixed_at is not None)


def correct(
    actor: Actor,
    subject: PartOfGroup[GroupMeeting],
    correction_id: UUID,
    text: str,
    *,
    now: datetime,
) -> None:
    """Put something right beside minutes that are fixed: those stay as they are."""
    meeting = subject.part
    if db.session.get(MinutesCorrection, correction_id) is not None:
        return
    if meeting.fixed_at is None:
        raise MeetingRuleError(MeetingRefusal.NOT_FIXED)
    check_all(lambda: check_impersonal("text", text), lambda: check_written("text", text))
    correction = MinutesCorrection(
        id=correction_id,
        county_id=meeting.county_id,
        group_id=meeting.group_id,
        meeting_id=meeting.id,
        organisation_id=actor.organisation_id,
        text=text,
        corrected_by=actor.name,
        corrected_at=now,
    )
    db.session.add(correction)
    audit.record(actor, "group.minutes_corrected", correction)


def _check_held(meeting: GroupMeeting) -> None:
    if meeting.status is not MeetingStatus.HELD:
        raise MeetingRuleError(MeetingRefusal.NOT_HELD)
    if meeting.fixed_at is not None:
        raise MeetingRuleError(MeetingRefusal.FIXED)


def _change(meeting: GroupMeeting) -> None:
    """The minutes read otherwise, also by what is decided: they are handed over anew."""
    meeting.minutes_revision += 1
    meeting.confirmer_ids = []
    db.session.flush()


def _settle(meeting: GroupMeeting, settled: Collection[UUID]) -> None:
    """Note which points the meeting took up, and put back those that it did not after all."""
    for point in _points(meeting, settled):
        point.settled_at_id = meeting.id if point.id in settled else None


def _points(meeting: GroupMeeting, settled: Collection[UUID]) -> Sequence[GroupPoint]:
    statement = select(GroupPoint).where(
        GroupPoint.group_id == meeting.group_id,
        GroupPoint.removed_at.is_(None),
        (GroupPoint.settled_at_id == meeting.id)
        | (GroupPoint.settled_at_id.is_(None) & GroupPoint.id.in_(settled)),
    )
    return db.session.scalars(statement).all()


def _lock(meeting: GroupMeeting) -> None:
    """Let one command at a time change the minutes, and see them as they are now."""
    db.session.flush()
    hold(meeting.id)
    db.session.refresh(meeting)

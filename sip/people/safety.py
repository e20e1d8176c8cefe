"""Keeping somebody out of a plan for another's safety: nothing of it reaches them any more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db
from sip.door.locking import hold
from sip.door.opening import OpenedPlan, Unlocked
from sip.kernel.refusals import SipRuleError
from sip.kernel.vocabulary import MeetingStatus
from sip.people.queries import PersonView, get_person
from sip.people.rules import PeopleRefusal
from sip.tables import functions
from sip.tables.calling import Attendance, Meeting
from sip.tables.people import KeptOut


@dataclass(frozen=True, slots=True)
class Known:
    """A meeting whose time and place somebody has been told."""

    meeting_id: UUID
    starts_at: datetime


def kept_out(unlocked: Unlocked) -> Mapping[UUID, datetime]:
    """Who is kept out of the plan, and since when, as far as the reader may know it."""
    rows = db.session.scalars(
        select(KeptOut).where(KeptOut.plan_id == unlocked.plan.id, KeptOut.undone_at.is_(None))
    )
    return {row.person_id: row.recorded_at for row in rows}


def list_known(
    opened: OpenedPlan, person_id: UUID, since: datetime | None, now: datetime
) -> Sequence[Known]:
    """The meetings to come that somebody was asked to, and that have not been moved `since`.

    `since` is when they were kept out; None when they are not.
    """
    asked = (
        select(Meeting.id, Meeting.starts_at)
        .join(Attendance, Attendance.meeting_id == Meeting.id)
        .where(
            Meeting.plan_id == opened.plan_id,
            Attendance.person_id == person_id,
            Meeting.status == MeetingStatus.PLANNED,
            Meeting.ends_at > now,
        )
        .order_by(Meeting.starts_at)
    )
    if since is not None:
        asked = asked.where(Meeting.changed_at <= since)
    rows = db.session.execute(asked)
    return [Known(row.id, row.starts_at) for row in rows]


def keep_out(actor: Actor, opened: OpenedPlan, person: PersonView) -> None:
    """Let nothing more of the plan reach somebody in it. Nobody is told, and the log not why."""
    if person.is_subject:
        raise SipRuleError(PeopleRefusal.OWN_PLAN)
    hold(opened.plan_id)
    row = get_person(opened, person.id)
    if functions.keep_out(opened.plan_id, row.id):
        audit.record(actor, "person.kept_out", row, stream=opened.plan_id)
        db.session.flush()


def let_back(actor: Actor, opened: OpenedPlan, person: PersonView) -> None:
    """Let somebody back who was kept out: what they see is what consent says."""
    hold(opened.plan_id)
    row = get_person(opened, person.id)
    if functions.let_back(opened.plan_id, row.id):
        audit.record(actor, "person.let_back", row, stream=opened.plan_id)
        db.session.flush()

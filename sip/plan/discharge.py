"""Somebody is ready to leave hospital: the region calls within three days (lag 2017:612)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select

from portal.audit import service as audit
from portal.authz import Actor, OrganisationKind
from portal.db import db
from portal.edits import check_as_seen
from portal.ids import new_id
from sip.content import changes
from sip.door.locking import hold_open
from sip.door.opening import OpenedPlan, open_many
from sip.kernel.refusals import SipRuleError
from sip.people.queries import subject_names
from sip.plan.rules import CoordinationRefusal, call_due, check_readmitted, check_ready
from sip.tables import functions
from sip.tables.plan import Discharge, Plan

STANDING = (Discharge.undone_at.is_(None), Discharge.readmitted_at.is_(None))


def may_note(actor: Actor, opened: OpenedPlan) -> bool:
    """Whether the actor may say when the person is ready: the region, where it handles the plan."""
    return opened.is_handler and actor.organisation_kind is OrganisationKind.REGION


def find_discharge(opened: OpenedPlan) -> Discharge | None:
    """What stands of it now."""
    found = select(Discharge).where(Discharge.plan_id == opened.plan_id, *STANDING)
    return db.session.scalar(found.execution_options(populate_existing=True))


def ready_as_texts(day: date | None) -> dict[str, str]:
    """The day as text, by the name of the form's field."""
    return {"ready_on": day.isoformat() if day else ""}


def note_ready(
    actor: Actor,
    opened: OpenedPlan,
    ready_on: date | None,
    *,
    seen: str,
    today: date,
    now: datetime,
) -> None:
    """Say when the person was said to be ready; another day replaces it, None takes it back.

    Raises StaleError when it was changed since the form was opened (`seen`: portal.edits).
    """
    hold_open(opened)
    if not may_note(actor, opened):
        raise SipRuleError(CoordinationRefusal.NOT_THE_REGION)
    row = find_discharge(opened)
    there = row.ready_on if row else None
    if ready_on == there:
        return
    check_ready(ready_on, today=today, readmitted_on=_last_readmitted(opened))
    check_as_seen(seen, ready_as_texts(there), ready_as_texts(ready_on))
    if row is not None:
        row.undone_at, row.undone_by = now, actor.name
        audit.record(actor, "plan.ready_undone", row, stream=row.plan_id)
        db.session.flush()
    if ready_on is not None:
        plan = opened.plan
        row = Discharge(
            id=new_id(),
            county_id=plan.county_id,
            plan_id=plan.id,
            from_party=opened.party,
            ready_on=ready_on,
            recorded_by=actor.name,
            recorded_at=now,
        )
        db.session.add(row)
        audit.record(actor, "plan.ready_noted", row, stream=plan.id)
    changes.touch(opened.plan, now)
    db.session.flush()


def _last_readmitted(opened: OpenedPlan) -> date | None:
    found = select(func.max(Discharge.readmitted_on)).where(Discharge.plan_id == opened.plan_id)
    return db.session.scalar(found.where(Discharge.undone_at.is_(None)))


def note_readmitted(
    actor: Actor,
    opened: OpenedPlan,
    admitted_on: date,
    *,
    discharge_id: UUID,
    today: date,
    now: datetime,
) -> None:
    """Say that the person has been admitted again: the three days begin anew with the next day.

    A second time changes nothing, nor when `discharge_id` is no longer what stands.
    """
    hold_open(opened)
    if not may_note(actor, opened):
        raise SipRuleError(CoordinationRefusal.NOT_THE_REGION)
    row = find_discharge(opened)
    if row is None or row.id != discharge_id:
        return
    check_readmitted(admitted_on, ready_on=row.ready_on, today=today)
    row.readmitted_on, row.readmitted_at, row.readmitted_by = admitted_on, now, actor.name
    audit.record(actor, "plan.readmitted", row, stream=row.plan_id)
    changes.touch(opened.plan, now)
    db.session.flush()


@dataclass(frozen=True, slots=True)
class Ready:
    """A plan whose person is ready to leave hospital: until when others are to be called."""

    plan_id: UUID
    subject: str
    ready_on: date
    due_on: date
    is_called: bool
    is_late: bool


def list_ready(actor: Actor, *, today: date) -> Sequence[Ready]:
    """Those in the actor's plans that go on: who is not called first, the soonest due first."""
    opened = {key: one for key, one in open_many(actor, "plans").items() if one.is_handler}
    names = subject_names(opened)
    found = (
        select(Discharge, functions.is_called_home(Discharge.plan_id).label("is_called"))
        .join(Plan, Plan.id == Discharge.plan_id)
        .where(Discharge.plan_id.in_(opened), *STANDING)
        .where(Plan.closed_at.is_(None), Plan.not_started_at.is_(None))
    )
    lines = [
        _ready(row, names.get(row.plan_id, ""), today, is_called=is_called)
        for row, is_called in db.session.execute(found)
    ]
    return sorted(lines, key=lambda line: (line.is_called, line.due_on, line.plan_id))


def _ready(row: Discharge, subject: str, today: date, *, is_called: bool) -> Ready:
    due_on = call_due(row.ready_on)
    return Ready(
        plan_id=row.plan_id,
        subject=subject,
        ready_on=row.ready_on,
        due_on=due_on,
        is_called=is_called,
        is_late=not is_called and due_on < today,
    )

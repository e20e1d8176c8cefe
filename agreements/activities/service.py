"""Planning activities, and saying how they ended."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from agreements.planned import ActivityRefusal, ActivityRuleError, check_due, check_owner
from agreements.tables.activity import Activity
from agreements.tables.agreement import Agreement
from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db
from portal.documents.written import check_all_written, check_written
from portal.errors import check_all
from portal.personal_data import check_all_impersonal, check_impersonal


@dataclass(frozen=True, slots=True)
class Planned:
    """What a party is to do, by which function, until when. The same `id` twice is one."""

    id: UUID
    what: str
    owner: UUID
    whom: str
    due_on: date


def plan(actor: Actor, agreement: Agreement, said: Planned, *, now: datetime, today: date) -> None:
    """Put an activity in the plan."""
    if db.session.get(Activity, said.id) is not None:
        return
    check_all(
        lambda: check_all_impersonal(what=said.what, whom=said.whom),
        lambda: check_all_written(what=said.what, whom=said.whom),
        lambda: check_due(said.due_on, today),
        lambda: check_owner(said.owner, agreement.bound_ids),
    )
    row = Activity(
        id=said.id,
        county_id=actor.county_id,
        agreement_id=agreement.id,
        organisation_id=actor.organisation_id,
        owner_id=said.owner,
        whom=said.whom,
        what=said.what,
        due_on=said.due_on,
        planned_by=actor.name,
        planned_at=now,
    )
    db.session.add(row)
    audit.record(actor, "activity.planned", row)


def end(actor: Actor, activity: Activity, result: str, *, is_done: bool, now: datetime) -> None:
    """Say that it is done, or dropped, and what came of it; once, however often it is sent."""
    check_all(lambda: check_impersonal("result", result), lambda: check_written("result", result))
    db.session.refresh(activity, with_for_update=True)
    is_ended = activity.ended_at is not None
    if is_ended and (activity.is_done, activity.result) == (is_done, result):
        return
    if is_ended:
        raise ActivityRuleError(ActivityRefusal.ENDED_ALREADY)
    activity.is_done, activity.result = is_done, result
    activity.ended_by, activity.ended_at = actor.name, now
    audit.record(actor, "activity.ended", activity)

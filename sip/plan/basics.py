"""What holds the plan together: which principal leads, who coordinates it, and when it ends."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select

from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db
from portal.edits import Edit, settle
from portal.tenancy.models import Organisation
from sip.content import changes
from sip.door.locking import hold_open
from sip.door.opening import OpenedPlan
from sip.kernel.refusals import SipRuleError
from sip.kernel.vocabulary import PRINCIPALS
from sip.plan.participants import get_participant
from sip.plan.rules import CoordinationRefusal, check_end
from sip.tables.plan import Action, FollowUp, Plan


def basics_as_texts(plan: Plan) -> dict[str, str]:
    """The plan's own fields as texts, by the names of the form's fields; "" for none."""
    return {
        "lead_principal": str(plan.lead_principal_id or ""),
        "coordinator": str(plan.coordinator_id or ""),
        "ends_on": plan.ends_on.isoformat() if plan.ends_on else "",
        "nobody_else": "yes" if plan.nobody_else else "",
    }


def set_basics(actor: Actor, opened: OpenedPlan, edit: Edit, *, today: date, now: datetime) -> None:
    """Say which principal leads, who holds the plan together, and when it ends."""
    plan = opened.plan
    hold_open(opened)
    wanted = settle(basics_as_texts(plan), edit, changed_by="")
    if not wanted:
        return
    _set(plan, wanted, today)
    plan.version += 1
    changes.touch(plan, now)
    audit.record(
        actor, "plan.basics_changed", plan, stream=plan.id, fields=",".join(sorted(wanted))
    )
    db.session.flush()


def _set(plan: Plan, wanted: Mapping[str, str], today: date) -> None:
    if "lead_principal" in wanted:
        plan.lead_principal_id = _principal(wanted["lead_principal"])
    if "coordinator" in wanted:
        named = wanted["coordinator"]
        plan.coordinator_id = get_participant(plan, UUID(named)).id if named else None
    if "ends_on" in wanted:
        ends_on = date.fromisoformat(wanted["ends_on"]) if wanted["ends_on"] else None
        check_end(ends_on, today=today, latest=_last_planned(plan))
        plan.ends_on = ends_on
    if "nobody_else" in wanted:
        plan.nobody_else = bool(wanted["nobody_else"])


def _principal(written: str) -> UUID | None:
    if not written:
        return None
    organisation = db.session.get(Organisation, UUID(written))
    if organisation is None or organisation.kind not in PRINCIPALS:
        raise SipRuleError(CoordinationRefusal.LEAD_IS_NO_PRINCIPAL, field="lead_principal")
    return organisation.id


def _last_planned(plan: Plan) -> date | None:
    due = select(func.max(Action.due_on)).where(
        Action.plan_id == plan.id, Action.removed_at.is_(None)
    )
    follow_up = select(func.max(FollowUp.due_on)).where(
        FollowUp.plan_id == plan.id, FollowUp.held_on.is_(None)
    )
    days = [db.session.scalar(due), db.session.scalar(follow_up)]
    return max((day for day in days if day), default=None)

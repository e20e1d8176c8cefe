"""That no plan is made, and why."""

from datetime import datetime

from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db
from sip.content.texts import WrittenText, add_text
from sip.door.locking import hold_open
from sip.door.opening import OpenedPlan
from sip.kernel.phases import may_skip
from sip.kernel.refusals import PlanRefusal, SipRuleError
from sip.kernel.vocabulary import NotStartedReason, TextKind
from sip.tables import functions


def check_unwritten(opened: OpenedPlan) -> None:
    """Raise when the plan has begun to be written: it is closed, and not left undone."""
    if not may_skip(opened.plan.phase, opened.standing):
        raise SipRuleError(PlanRefusal.WRITTEN)


def not_start(
    actor: Actor,
    opened: OpenedPlan,
    *,
    reason: NotStartedReason,
    explanation: str,
    category: str,
    now: datetime,
) -> None:
    """Note that no plan is made, and why: that has to be documented (SoL 14:3)."""
    plan = opened.plan
    hold_open(opened)
    check_unwritten(opened)
    if not explanation:
        raise SipRuleError(PlanRefusal.REASON_NEEDED, field="explanation")
    written = WrittenText(TextKind.NOT_STARTED_REASON, explanation, category, opened.party)
    add_text(actor, opened, written, now=now)
    plan.not_started_reason = reason
    plan.changed_at = now
    audit.record(actor, "plan.not_started", plan, stream=plan.id, reason=reason.value)
    db.session.flush()
    functions.tell_in_plan(plan.id, "plan.not_started")

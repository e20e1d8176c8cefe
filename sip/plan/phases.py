"""A plan's way from one phase to the next, and that no plan is made."""

from dataclasses import dataclass
from datetime import datetime

from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db
from sip.content.texts import WrittenText, add_text
from sip.door.locking import hold_open
from sip.door.opening import OpenedPlan, WithinPlan
from sip.kernel.phases import ENDED, check_phase
from sip.kernel.refusals import PlanRefusal, SipRuleError
from sip.kernel.vocabulary import NotStartedReason, Phase, TextKind
from sip.tables import functions
from sip.tables.plan import Plan

FORWARD = (
    *(Phase.NEED, Phase.CONSENT, Phase.PREPARING, Phase.MEETING),
    *(Phase.PLANNING, Phase.FOLLOWING_UP),
)


@dataclass(frozen=True, slots=True)
class Step(WithinPlan):
    """A plan as it stands open to the actor, and the phase that its handler takes it to."""

    phase: Phase


def move(actor: Actor, opened: OpenedPlan, phase: Phase, *, now: datetime) -> None:
    """Take the plan to `phase`; raises when that does not follow the one it is in."""
    plan = opened.plan
    hold_open(opened)
    check_phase(plan.phase, phase)
    plan.not_started_reason = None  # what was not started is taken up again
    _enter(actor, plan, phase, now)


def reach(actor: Actor, plan: Plan, wanted: Phase, *, now: datetime) -> None:
    """Bring the plan as far as `wanted`, if it has not come there: what was done shows it."""
    if plan.phase not in FORWARD or FORWARD.index(plan.phase) >= FORWARD.index(wanted):
        return
    _enter(actor, plan, wanted, now)


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
    check_phase(plan.phase, Phase.NOT_STARTED)
    if not explanation:
        raise SipRuleError(PlanRefusal.REASON_NEEDED, field="explanation")
    plan.not_started_reason = reason
    written = WrittenText(TextKind.NOT_STARTED_REASON, explanation, category, opened.party)
    add_text(actor, opened, written, now=now)
    _enter(actor, plan, Phase.NOT_STARTED, now)


def _enter(actor: Actor, plan: Plan, phase: Phase, now: datetime) -> None:
    plan.phase = phase
    plan.phase_at = now
    plan.changed_at = now
    plan.closed_at = now if phase is Phase.CLOSED else None
    audit.record(actor, "plan.phase_changed", plan, stream=plan.id, phase=phase.value)
    db.session.flush()
    if phase in ENDED:
        functions.tell_in_plan(plan.id, f"plan.{phase.value}")

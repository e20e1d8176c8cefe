"""One at a time in a plan: what is decided next is decided on what stands by then."""

from uuid import UUID

from sqlalchemy import select

from portal.db import db
from portal.db import hold as hold_key
from portal.errors import NotFoundError, PortalError
from sip.door.opening import OpenedPlan
from sip.kernel.phases import ENDED
from sip.kernel.refusals import PlanRefusal, SipRuleError
from sip.tables import functions
from sip.tables.plan import Plan


def hold(plan_id: UUID) -> None:
    """Let nobody else write in the plan, nor its consent change, until this transaction ends.

    Every command about a plan takes this before anything else. Whoever took a row of it first would
    wait for somebody who waits for them: the plan's row, its log, its calls. It is no lock of the
    row itself, which those who are only called may not take.
    """
    hold_key(plan_id)


def hold_still(opened: OpenedPlan) -> None:
    """Hold the plan as `hold` does, also one that has ended, and read its own row anew.

    Raises when its consent has ended since it was opened.
    """
    hold(opened.plan.id)
    if (opened.is_open or opened.is_owner) and not functions.is_shown(opened.plan.id):
        raise _ended(opened)
    db.session.refresh(opened.plan)


def hold_open(opened: OpenedPlan) -> None:
    """Hold the plan as `hold` does, and read the plan's own row anew.

    Raises when the plan or its consent has ended since the plan was opened: nothing is saved after
    that.
    """
    hold(opened.plan.id)
    if (opened.is_open or opened.is_owner) and not functions.is_live(opened.plan.id):
        raise _ended(opened)
    db.session.refresh(opened.plan)
    if opened.plan.phase in ENDED:
        raise SipRuleError(PlanRefusal(opened.plan.phase.value))


def _ended(opened: OpenedPlan) -> PortalError:
    """Why nothing can be written any more in a plan that could be written in."""
    phase = db.session.scalar(select(Plan.phase).where(Plan.id == opened.plan.id))
    if phase in ENDED:
        return SipRuleError(PlanRefusal(phase.value))
    return SipRuleError(PlanRefusal.CONSENT_ENDED) if opened.is_handler else NotFoundError()


def hold_shared(opened: OpenedPlan) -> None:
    """Hold the plan as `hold_open` does, for what is written only while it is shared.

    Raises when the plan is neither open to the writer's party nor the writer's own.
    """
    hold_open(opened)
    opened.check_shared()

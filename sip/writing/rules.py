"""Which dates of an action can be true. Pure."""

from datetime import date

from sip.kernel.refusals import Refusal, SipRuleError
from sip.plan.rules import CoordinationRefusal


class WritingRefusal(Refusal):
    """Why a text, a goal or an action was refused."""

    NEED_IS_KEPT = "need_is_kept"
    WHO_DOES_IT = "who_does_it"
    OTHER_THAN_AGREED = "other_than_agreed"
    GOAL_HAS_ACTIONS = "goal_has_actions"
    NOTHING_SUGGESTED = "nothing_suggested"


def check_due(due_on: date | None, *, started_on: date, ends_on: date | None) -> None:
    """Raise when an action's last day cannot be true."""
    if due_on is None:
        return
    if due_on < started_on:
        raise SipRuleError(CoordinationRefusal.DUE_BEFORE_PLAN, field="due_on")
    if ends_on is not None and due_on > ends_on:
        raise SipRuleError(CoordinationRefusal.DUE_AFTER_END, field="due_on")

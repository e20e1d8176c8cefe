"""Which dates of an action can be true. Pure."""

from datetime import date

from sip.kernel.refusals import Refusal, SipRuleError
from sip.plan.rules import CoordinationRefusal


class WritingRefusal(Refusal):
    """Why a text, a goal or an action was refused."""

    NEED_IS_KEPT = "need_is_kept"
    WHO_DOES_IT = "who_does_it"
    OTHER_THAN_AGREED = "other_than_agreed"
    DECIDED_IN_FUTURE = "decided_in_future"
    NOT_DECIDED = "not_decided"
    GOAL_HAS_ACTIONS = "goal_has_actions"
    NOTHING_SUGGESTED = "nothing_suggested"
    CHANGED_SINCE = "changed_since"


def check_as_read(read: int, version: int) -> None:
    """Raise when what is to be taken out says something else by now than what was read."""
    if read != version:
        raise SipRuleError(WritingRefusal.CHANGED_SINCE)


def check_due(due_on: date | None, *, started_on: date, ends_on: date | None) -> None:
    """Raise when an action's last day cannot be true."""
    if due_on is None:
        return
    if due_on < started_on:
        raise SipRuleError(CoordinationRefusal.DUE_BEFORE_PLAN, field="due_on")
    if ends_on is not None and due_on > ends_on:
        raise SipRuleError(CoordinationRefusal.DUE_AFTER_END, field="due_on")


def check_reason(reason: str, *, is_as_agreed: bool) -> None:
    """Raise when somebody else than the agreement says is to do it, and nobody says why."""
    if not is_as_agreed and not reason:
        raise SipRuleError(WritingRefusal.OTHER_THAN_AGREED, field="reason")


def check_decided(
    decided_on: date | None, *, is_decided: bool, tells_who: bool, today: date
) -> None:
    """Raise when what is told of a decision cannot be true: when it was taken, or by whom."""
    if not is_decided and (decided_on is not None or tells_who):
        raise SipRuleError(WritingRefusal.NOT_DECIDED, field="is_decided")
    if decided_on is not None and decided_on > today:
        raise SipRuleError(WritingRefusal.DECIDED_IN_FUTURE, field="decided_on")

"""Which dates of an action can be true. Pure."""

from datetime import date

from sip.kernel.refusals import SipRefusal, SipRuleError


def check_due(due_on: date | None, *, started_on: date, ends_on: date | None) -> None:
    """Raise when an action's last day cannot be true."""
    if due_on is None:
        return
    if due_on < started_on:
        raise SipRuleError(SipRefusal.DUE_BEFORE_PLAN, field="due_on")
    if ends_on is not None and due_on > ends_on:
        raise SipRuleError(SipRefusal.DUE_AFTER_END, field="due_on")

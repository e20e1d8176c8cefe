"""Which dates of a plan can be true. Pure."""

from datetime import date

from sip.kernel.refusals import SipRefusal, SipRuleError


def check_follow_up(due_on: date, *, today: date, ends_on: date | None) -> None:
    """Raise when a follow-up cannot be held then."""
    if due_on < today:
        raise SipRuleError(SipRefusal.FOLLOW_UP_IN_PAST, field="due_on")
    if ends_on is not None and due_on > ends_on:
        raise SipRuleError(SipRefusal.FOLLOW_UP_AFTER_END, field="due_on")


def check_end(ends_on: date | None, *, today: date, latest: date | None) -> None:
    """Raise when the plan cannot end then; `latest` is the last day that something is planned."""
    if ends_on is None:
        return
    if ends_on < today:
        raise SipRuleError(SipRefusal.END_IN_PAST, field="ends_on")
    if latest is not None and ends_on < latest:
        raise SipRuleError(SipRefusal.END_BEFORE_PLANNED, field="ends_on")


def check_need(found_on: date, *, today: date) -> None:
    """Raise when a need is said to have been found on a day to come."""
    if found_on > today:
        raise SipRuleError(SipRefusal.NEED_IN_FUTURE, field="found_on")


def check_held(held_on: date, *, agreed_on: date, today: date) -> None:
    """Raise when a follow-up cannot have been held then."""
    if held_on > today:
        raise SipRuleError(SipRefusal.HELD_IN_FUTURE, field="held_on")
    if held_on < agreed_on:
        raise SipRuleError(SipRefusal.HELD_BEFORE_AGREED, field="held_on")

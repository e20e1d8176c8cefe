"""The rules of the plan's own content: what it must say, which dates can be true. Pure."""

from collections.abc import Collection, Iterable
from datetime import date
from enum import StrEnum

from sip.rules import ActionKind, ActionStatus, SipRefusal, SipRuleError

# below this many possible sources, to say that something is held back would point at somebody
FEWEST_SOURCES = 2


class Content(StrEnum):
    """The four contents that a plan has to have (SoL 10:8, HSL 16:4)."""

    MEASURES = "measures"
    PRINCIPALS = "principals"
    OTHERS = "others"
    LEAD = "lead"


def missing_contents(
    measures: Iterable[tuple[ActionKind, bool]], *, has_lead: bool
) -> tuple[Content, ...]:
    """Which of the four are not there; a measure is its kind and whether somebody answers for it.

    Every measure of a principal has to have a principal: one without leaves PRINCIPALS missing.
    """
    listed = list(measures)
    of_principals = [owned for kind, owned in listed if kind is ActionKind.ACTION]
    there = {
        Content.MEASURES: bool(listed),
        Content.PRINCIPALS: bool(of_principals) and all(of_principals),
        Content.OTHERS: any(kind is not ActionKind.ACTION for kind, _owned in listed),
        Content.LEAD: has_lead,
    }
    return tuple(content for content in Content if not there[content])


def may_say_more(sources: Collection[object]) -> bool:
    """Whether a reader may be told that there may be more than they see.

    `sources` are the parties known to the reader some of whose categories they may not see. What
    is said rests on consent alone, never on what has been written, so that nothing shows when
    somebody writes; and it is said only when it could be any of several.
    """
    return len(sources) >= FEWEST_SOURCES


def is_overdue(status: ActionStatus, due_on: date | None, today: date) -> bool:
    """Whether a measure should have been done: its last day is included."""
    waits = status in {ActionStatus.NOT_STARTED, ActionStatus.IN_PROGRESS}
    return waits and due_on is not None and due_on < today


def check_due(due_on: date | None, *, started_on: date, ends_on: date | None) -> None:
    """Raise when a measure's last day cannot be true."""
    if due_on is None:
        return
    if due_on < started_on:
        raise SipRuleError(SipRefusal.DUE_BEFORE_PLAN, field="due_on")
    if ends_on is not None and due_on > ends_on:
        raise SipRuleError(SipRefusal.DUE_AFTER_END, field="due_on")


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

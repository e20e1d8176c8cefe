"""What deciding bodies have decided, and when a day of theirs is doubted. Pure."""

from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from agreements.refusals import AgreementRuleError, Refusal


class DayDoubt(StrEnum):
    """Why a day is asked about before it is recorded as that of a decision."""

    LONG_AGO = "long_ago"
    BEFORE_WORK = "before_work"
    BEFORE_LOCK = "before_lock"


LONG_AGO = timedelta(days=365)


def doubt_day(decided_on: date, today: date, *, begun: date, locked_on: date) -> DayDoubt | None:
    """Why a body seldom decided on a text that day; raises for a day that has not been."""
    if decided_on > today:
        raise AgreementRuleError(Refusal.DECISION_IN_FUTURE, field="decided_on")
    if decided_on < today - LONG_AGO:
        return DayDoubt.LONG_AGO
    if decided_on < begun:
        return DayDoubt.BEFORE_WORK
    return DayDoubt.BEFORE_LOCK if decided_on < locked_on else None


def are_days_odd(decided: Collection[date], signed: Collection[date], first: date | None) -> bool:
    """Whether a party's days on a paper are seldom so.

    Its bodies decide, then somebody signs, and it holds from its `first` day: within a year of each
    other.
    """
    is_late = bool(decided and signed) and max(decided) > min(signed)
    days = sorted({*decided, *signed, *([first] if first else ())})
    return is_late or any(two - one > LONG_AGO for one, two in pairwise(days))


def undecided(bodies: Collection[str], decided: Collection[str]) -> list[str]:
    """Which of the bodies that a party has named have still to decide."""
    return [body for body in bodies if body not in decided]


def has_decided(bodies: Collection[str], decided: Collection[str]) -> bool:
    """Whether a party has: every body it has named or, where it has named none, one."""
    return bool(decided) and not undecided(bodies, decided)


def check_body(body: str, bodies: Collection[str], decided: Collection[str]) -> None:
    """Raise unless a decision by that body is waited for; `decided` are the others that have."""
    if body in decided or (decided and not bodies):
        raise AgreementRuleError(Refusal.ALREADY_DECIDED)
    if bodies and body not in bodies:
        raise AgreementRuleError(Refusal.NOT_A_BODY, field="body")

"""What is asked of an activity of an agreement. Pure functions."""

from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from portal.errors import RuleBrokenError

AHEAD = timedelta(days=30)
"""So long before its day an activity stands among what its owner is to do."""


class ActivityState(StrEnum):
    """How far an activity has come."""

    PLANNED = "planned"
    LATE = "late"
    DONE = "done"
    DROPPED = "dropped"


class ActivityRefusal(StrEnum):
    """Why a rule said no. The codes are stable; agreements.activities.words says them in words."""

    NOT_A_PARTY = "not_a_party"
    ENDED_ALREADY = "ended_already"
    HAS_BEEN = "has_been"


class ActivityRuleError(RuleBrokenError):
    """A rule of activities said no."""

    def __init__(self, refusal: ActivityRefusal, *, field: str | None = None) -> None:
        super().__init__(refusal.value, field=field)
        self.refusal = refusal


def state_of(due_on: date, today: date, *, is_done: bool | None) -> ActivityState:
    """How far it has come; `is_done` is None until it has ended, False when it was dropped."""
    if is_done is not None:
        return ActivityState.DONE if is_done else ActivityState.DROPPED
    return ActivityState.LATE if due_on < today else ActivityState.PLANNED


def check_owner(owner: UUID, parties: Collection[UUID]) -> None:
    """Raise unless one of the parties answers for it."""
    if owner not in parties:
        raise ActivityRuleError(ActivityRefusal.NOT_A_PARTY, field="owner")


def check_due(due_on: date, today: date) -> None:
    """Raise for a day that has been: what is planned lies ahead."""
    if due_on < today:
        raise ActivityRuleError(ActivityRefusal.HAS_BEEN, field="due_on")

"""How a new method is introduced: fifteen steps in four phases. Pure.

The steps and the phases are those of the manual for managers that the National Board of Health and
Welfare made for the guidelines of 2015. The first five are the manager's, the others the working
group's, which the sixth forms. Which steps make a phase the sources do not say; here the manager's
are the first, up to a plan the second, up to a pilot the third.
"""

from collections.abc import Collection
from datetime import date
from enum import StrEnum

from portal.errors import RuleBrokenError

STEPS = 15
FORMS_GROUP = 6
"""The step that forms the working group."""


class Phase(StrEnum):
    """The four phases, in their order."""

    NEEDS = "needs"
    STRUCTURE = "structure"
    CARRYING_OUT = "carrying_out"
    LEARNING = "learning"


LAST_OF = {Phase.NEEDS: 5, Phase.STRUCTURE: 10, Phase.CARRYING_OUT: 13, Phase.LEARNING: 15}
"""The last step of each phase."""


class CompetenceRefusal(StrEnum):
    """Why a rule said no. The codes are stable; agreements.competence.words says them in words."""

    NO_GROUP = "no_group"
    DONE_ALREADY = "done_already"
    DONE_ANEW = "done_anew"
    NOT_YET = "not_yet"
    NEEDED_BY_LATER = "needed_by_later"
    REPORTED_ALREADY = "reported_already"
    BEGUN_ALREADY = "begun_already"
    NO_METHOD = "no_method"
    TWO_METHODS = "two_methods"
    NOT_A_FILE = "not_a_file"
    TOO_LARGE_FILE = "too_large_file"
    CAME_OR_NOT = "came_or_not"


class CompetenceRuleError(RuleBrokenError):
    """A rule of competence said no."""

    def __init__(self, refusal: CompetenceRefusal, *, field: str | None = None) -> None:
        super().__init__(refusal.value, field=field)
        self.refusal = refusal


def phase_of(number: int) -> Phase:
    """The phase that a step belongs to."""
    return next(phase for phase, last in LAST_OF.items() if number <= last)


def is_managers(number: int) -> bool:
    """Whether a step is the manager's, and not the working group's."""
    return number < FORMS_GROUP


def next_step(done: Collection[int]) -> int | None:
    """The first step that has not been done; None when all have."""
    return next((one for one in range(1, STEPS + 1) if one not in done), None)


def check_step(number: int, done: Collection[int], done_on: date, today: date) -> None:
    """Raise unless a step can have been done: what comes after the group's forming needs it."""
    if number in done:
        raise CompetenceRuleError(CompetenceRefusal.DONE_ALREADY)
    if number > FORMS_GROUP and FORMS_GROUP not in done:
        raise CompetenceRuleError(CompetenceRefusal.NO_GROUP)
    check_held(done_on, today, field="done_on")


def check_undone(number: int, done: Collection[int]) -> None:
    """Raise where later steps rest on the one that is taken back."""
    if number == FORMS_GROUP and any(one > FORMS_GROUP for one in done):
        raise CompetenceRuleError(CompetenceRefusal.NEEDED_BY_LATER)


def check_held(day: date, today: date, *, field: str) -> None:
    """Raise for what has not been yet."""
    if day > today:
        raise CompetenceRuleError(CompetenceRefusal.NOT_YET, field=field)


def which_method(chosen: str, written: str) -> str:
    """The method that is introduced: one of the agreement's measures, or another."""
    if chosen and written and chosen != written:
        raise CompetenceRuleError(CompetenceRefusal.TWO_METHODS, field="other")
    if not (chosen or written):
        raise CompetenceRuleError(CompetenceRefusal.NO_METHOD, field="other")
    return chosen or written

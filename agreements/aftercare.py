"""What is asked of the work that follows when somebody has been taken into care by LOB. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from agreements.facts import Duration, Every, Recurrence
from portal.errors import RuleBrokenError

NEW_WITHIN, KNOWN_WITHIN = "lob-kontakt-inom", "lob-kontakt-inom-kanda"
"""The facts that say how soon: for somebody new, and for somebody who has support already."""


REVIEW_AHEAD = timedelta(days=30)
"""So long before its day the next review stands among what is to be done."""
USUAL_REVIEW = Recurrence(1, Every.YEARS)
"""How often routines are gone through where the agreement does not say."""


class ContactOutcome(StrEnum):
    """What came of a contact."""

    REACHED = "reached"
    DECLINED = "declined"
    NOT_REACHED = "not_reached"


class LobWorkRefusal(StrEnum):
    """Why a rule said no. The codes are stable; agreements.lob_work.words says them in words."""

    NOT_AGREED = "not_agreed"
    NOT_IN_FORCE = "not_in_force"
    NOT_YET = "not_yet"
    BEFORE_REPORT = "before_report"
    LISTED_ALREADY = "listed_already"
    DONE_ALREADY = "done_already"
    NEXT_HAS_BEEN = "next_has_been"


class LobWorkRuleError(RuleBrokenError):
    """A rule of the work that follows on LOB said no."""

    def __init__(self, refusal: LobWorkRefusal, *, field: str | None = None) -> None:
        super().__init__(refusal.value, field=field)
        self.refusal = refusal


def contact_due(within: Duration | None, reported_on: date) -> date:
    """The last day to make contact in, as the agreement says; raises where it says nothing."""
    if within is None:
        raise LobWorkRuleError(LobWorkRefusal.NOT_AGREED, field="kind")
    return within.ends(reported_on)


def check_reported(reported_on: date, begins: date | None, last: date | None, today: date) -> None:
    """Raise unless it has been reported, and the agreement held on that day."""
    if reported_on > today:
        raise LobWorkRuleError(LobWorkRefusal.NOT_YET, field="reported_on")
    if begins is None or reported_on < begins or (last is not None and last < reported_on):
        raise LobWorkRuleError(LobWorkRefusal.NOT_IN_FORCE, field="reported_on")


def check_contacted(done_on: date, reported_on: date, today: date) -> None:
    """Raise unless contact can have been made that day."""
    if done_on > today:
        raise LobWorkRuleError(LobWorkRefusal.NOT_YET, field="done_on")
    if done_on < reported_on:
        raise LobWorkRuleError(LobWorkRefusal.BEFORE_REPORT, field="done_on")


def check_reviewed(reviewed_on: date, next_on: date, today: date) -> None:
    """Raise unless routines have been gone through, and are to be again after that."""
    if reviewed_on > today:
        raise LobWorkRuleError(LobWorkRefusal.NOT_YET, field="reviewed_on")
    if next_on <= today:
        raise LobWorkRuleError(LobWorkRefusal.NEXT_HAS_BEEN, field="next_on")


def review_due(valid_from: date, how_often: Recurrence | None, next_on: date | None) -> date:
    """Until when routines are to be gone through: as the last review says, else for the first time.

    `next_on` is None where nobody has gone through them since the agreement came into force.
    """
    return next_on or (how_often or USUAL_REVIEW).after(valid_from)


@dataclass(frozen=True, slots=True)
class Contacted:
    """A contact that has been made: until when it was to be, when it was, and what came of it."""

    due_on: date
    done_on: date
    outcome: ContactOutcome


@dataclass(frozen=True, slots=True)
class Tally:
    """How it has gone with those that are done."""

    done: int = 0
    in_time: int = 0
    reached: int = 0

    @property
    def late(self) -> int:
        """Those that were made too late."""
        return self.done - self.in_time


def tally(contacts: Iterable[Contacted]) -> Tally:
    """Count them."""
    found = list(contacts)
    return Tally(
        len(found),
        sum(one.done_on <= one.due_on for one in found),
        sum(one.outcome is ContactOutcome.REACHED for one in found),
    )

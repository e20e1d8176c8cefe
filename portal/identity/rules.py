"""Which roles may end, who has to take over what they were for, and who stands in. Pure."""

from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

from portal.authz import Role
from portal.errors import RuleBrokenError


class DepartureRefusal(StrEnum):
    """Why a role does not end. The view words it; the codes are stable."""

    LAST_ADMINISTRATOR = "last_administrator"
    SUCCESSOR_NEEDED = "successor_needed"
    NOT_A_SUCCESSOR = "not_a_successor"


class StandInRefusal(StrEnum):
    """Why nobody stands in. The view words it; the codes are stable."""

    IN_PAST = "in_past"
    REVERSED = "reversed"
    TOO_LONG = "too_long"
    NOT_A_COLLEAGUE = "not_a_colleague"


class StandInRuleError(RuleBrokenError):
    """A rule of standing in, by its code."""

    def __init__(self, refusal: StandInRefusal, *, field: str) -> None:
        super().__init__(refusal.value, field=field)
        self.refusal = refusal


LONGEST_STAND_IN = timedelta(days=366)


def check_days(from_on: date, until_on: date, today: date) -> None:
    """Raise when somebody cannot stand in then; the database says the same (app.begin_stand_in)."""
    if from_on < today:
        raise StandInRuleError(StandInRefusal.IN_PAST, field="from_on")
    if until_on < from_on:
        raise StandInRuleError(StandInRefusal.REVERSED, field="until_on")
    if until_on > today + LONGEST_STAND_IN:
        raise StandInRuleError(StandInRefusal.TOO_LONG, field="until_on")


class DepartureRuleError(RuleBrokenError):
    """A rule of departures, by its code."""

    def __init__(self, refusal: DepartureRefusal, *, field: str | None = None) -> None:
        super().__init__(refusal.value, field=field)
        self.refusal = refusal


class Waits(Protocol):
    """What waits on whoever leaves, and which of their roles others have too."""

    @property
    def agreements(self) -> int:
        """Agreements of the organisation that are not signed yet."""

    @property
    def in_force(self) -> int:
        """Agreements of the organisation that hold."""

    @property
    def cases(self) -> int:
        """Deviations, disputes and transfers of the organisation that are open."""

    @property
    def groups(self) -> int:
        """Groups that the organisation calls together."""

    @property
    def duties(self) -> int:
        """Minutes, decisions and activities that the organisation is to confirm or do."""

    @property
    def signings(self) -> int:
        """Agreements that the organisation is to sign."""

    @property
    def plans(self) -> int:
        """Plans where the person takes part for the organisation."""

    @property
    def has_administrator(self) -> bool:
        """Whether somebody else is an administrator."""

    @property
    def has_coordinator(self) -> bool:
        """Whether somebody else is a coordinator."""

    @property
    def has_signatory(self) -> bool:
        """Whether somebody else is a signatory."""


def is_last_administrator(ending: Collection[Role], waits: Waits) -> bool:
    """Whether nobody could give anybody a role any more."""
    return Role.ADMINISTRATOR in ending and not waits.has_administrator


def check_may_end(ending: Collection[Role], waits: Waits) -> None:
    """Raise when somebody has to be there first."""
    if is_last_administrator(ending, waits):
        raise DepartureRuleError(DepartureRefusal.LAST_ADMINISTRATOR)


def needed_successors(ending: Collection[Role], waits: Waits) -> tuple[Role, ...]:
    """The roles in which somebody has to take over, so that nothing is left without anybody.

    The database says the same (app.refuse_last).
    """
    coordinated = (waits.agreements, waits.in_force, waits.cases, waits.groups, waits.duties)
    needed = {
        Role.COORDINATOR: any(coordinated) and not waits.has_coordinator,
        Role.SIGNATORY: bool(waits.signings) and not waits.has_signatory,
        Role.CASEWORKER: bool(waits.plans),
    }
    return tuple(role for role, holds in needed.items() if holds and role in ending)

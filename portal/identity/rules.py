"""Which roles may end, and who has to take over what they were for. Pure."""

from collections.abc import Collection
from enum import StrEnum
from typing import Protocol

from portal.authz import Role
from portal.errors import RuleBrokenError


class DepartureRefusal(StrEnum):
    """Why a role does not end. The view words it; the codes are stable."""

    LAST_ADMINISTRATOR = "last_administrator"
    SUCCESSOR_NEEDED = "successor_needed"
    NOT_A_SUCCESSOR = "not_a_successor"


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

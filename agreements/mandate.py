"""Who may sign for a party, and when it has signed. Pure.

A mandate has places, 1 and on. Each is one person's, and may have substitutes, any of whom may sign
in that person's stead. `needed` of the places have to sign; in order, if it says so.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from agreements.refusals import AgreementRuleError, Refusal


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who may sign by a mandate: in which place, and whether instead of whose it is."""

    account_id: UUID
    name: str
    place: int
    is_substitute: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandate:
    """A right to sign for an organisation: who gave it, by which decision, to whom, until when."""

    id: UUID
    body: str
    ground: str
    valid_from: date
    valid_until: date | None
    needed: int
    in_order: bool
    holders: Sequence[Holder]
    is_revoked: bool = False

    @property
    def places(self) -> int:
        """How many there are."""
        return len({one.place for one in self.holders})

    def holder(self, account_id: UUID) -> Holder | None:
        """The place of somebody, if they have one."""
        return next((one for one in self.holders if one.account_id == account_id), None)

    def at(self, place: int) -> Holder:
        """Whose a place is."""
        return next(one for one in self.holders if one.place == place and not one.is_substitute)


class MandateState(StrEnum):
    """Whether a mandate can be signed by on a day."""

    VALID = "valid"
    COMING = "coming"
    ENDED = "ended"
    REVOKED = "revoked"


def state_on(mandate: Mandate, day: date) -> MandateState:
    """How a mandate stands on a day of the Swedish calendar; both its end days are included."""
    if mandate.is_revoked:
        return MandateState.REVOKED
    if mandate.valid_until is not None and mandate.valid_until < day:
        return MandateState.ENDED
    return MandateState.COMING if day < mandate.valid_from else MandateState.VALID


_REFUSED = {
    MandateState.REVOKED: Refusal.MANDATE_REVOKED,
    MandateState.ENDED: Refusal.MANDATE_ENDED,
    MandateState.COMING: Refusal.MANDATE_COMING,
}


def why_not(
    mandate: Mandate, account_id: UUID, signed: Collection[int], day: date
) -> Refusal | None:
    """Why somebody cannot sign by a mandate that day; `signed` are the places that have."""
    holder = mandate.holder(account_id)
    if holder is None:
        return Refusal.NO_MANDATE
    state = state_on(mandate, day)
    if state is not MandateState.VALID:
        return _REFUSED[state]
    if holder.place in signed:
        return Refusal.PLACE_TAKEN
    return None if is_turn(mandate, holder.place, signed) else Refusal.NOT_YOUR_TURN


def is_turn(mandate: Mandate, place: int, signed: Collection[int]) -> bool:
    """Whether a place may sign now: in order, none after it has, and those left are enough."""
    if not mandate.in_order:
        return True
    left = sum(one > place for one in {holder.place for holder in mandate.holders})
    return all(one < place for one in signed) and len(signed) + 1 + left >= mandate.needed


def check_mandate(mandate: Mandate, today: date) -> None:
    """Raise when a mandate that is to be entered could not be signed by."""
    if mandate.valid_until is not None and mandate.valid_until < mandate.valid_from:
        raise AgreementRuleError(Refusal.MANDATE_REVERSED, field="valid_until")
    if state_on(mandate, today) is MandateState.ENDED:
        raise AgreementRuleError(Refusal.MANDATE_OVER, field="valid_until")
    if not mandate.holders:
        raise AgreementRuleError(Refusal.NOBODY_HOLDS)
    _check_places(mandate.holders)
    if not 1 <= mandate.needed <= mandate.places:
        raise AgreementRuleError(Refusal.TOO_FEW_PLACES, field="needed")


def _check_places(holders: Iterable[Holder]) -> None:
    own = Counter(one.place for one in holders if not one.is_substitute)
    substitutes = {one.place for one in holders if one.is_substitute}
    is_whole = sorted(own.elements()) == list(range(1, len(own) + 1))
    if not is_whole or not substitutes <= own.keys():
        raise AgreementRuleError(Refusal.PLACES_UNEVEN)

"""What may become of an organisation and its units. Pure."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from portal.authz import OrganisationKind
from portal.errors import RuleBrokenError

NUMBER = re.compile(r"\d{6}-\d{4}")
ONE_IN_A_COUNTY = frozenset({OrganisationKind.REGION, OrganisationKind.INDIVIDUALS})
"""Kinds of which a county has one at a time: what a region is follows from the county itself."""
YEARS_AHEAD = 2
LONGEST_SHORT = 40
"""How long a name is at most where there is little room."""


class OrganisationRefusal(StrEnum):
    """Why something does not become of an organisation. The view words it; codes are stable."""

    NAME_TAKEN = "name_taken"
    NAME_WAITS = "name_waits"
    UNIT_NAME_TAKEN = "unit_name_taken"
    BEFORE_LAST_NAME = "before_last_name"
    TOO_FAR_AHEAD = "too_far_ahead"
    NOT_YET = "not_yet"
    ONE_OF_A_KIND = "one_of_a_kind"
    NUMBER_TAKEN = "number_taken"
    NUMBER_AND_REASON = "number_and_reason"
    NUMBER_OR_REASON = "number_or_reason"
    NUMBER_SHAPE = "number_shape"
    NUMBER_CHECK = "number_check"
    CLOSED = "closed"
    INTO_ITSELF = "into_itself"
    ANOTHER_KIND = "another_kind"
    RECEIVER_ENDED = "receiver_ended"
    BEING_SIGNED = "being_signed"
    BOTH_IN_PROGRESS = "both_in_progress"
    PLAN_UNHELD = "plan_unheld"
    REQUEST_WAITS = "request_waits"
    NOBODY_TO_ACT = "nobody_to_act"
    SOMETHING_OPEN = "something_open"
    LAST_OF_A_KIND = "last_of_a_kind"
    REGION_IS_ONE = "region_is_one"
    MORE_IS_OPEN = "more_is_open"
    ROLES_ELSEWHERE = "roles_elsewhere"
    NAME_HOLDS = "name_holds"
    SHORT_NAME_LEFT = "short_name_left"
    SHORT_NAME_NEEDED = "short_name_needed"


class OrganisationRuleError(RuleBrokenError):
    """A rule of organisations, by its code."""

    def __init__(self, refusal: OrganisationRefusal, *, field: str | None = None) -> None:
        super().__init__(refusal.value, field=field)
        self.refusal = refusal


def check_digit_holds(number: str) -> bool:
    """Whether a Swedish organisation number's last digit is right (its Luhn sum ends in 0)."""
    digits = [int(digit) for digit in number if digit.isdigit()]
    doubled = [sum(divmod(digit * 2, 10)) for digit in digits[::2]]
    return (sum(doubled) + sum(digits[1::2])) % 10 == 0


def normal_number(written: str, field: str = "number") -> str:
    """An organisation number as it is kept, 212000-2627, also when typed without its hyphen."""
    digits = re.sub(r"[\s-]", "", written)
    number = f"{digits[:6]}-{digits[6:]}"
    if not NUMBER.fullmatch(number) or not number.isascii():
        raise OrganisationRuleError(OrganisationRefusal.NUMBER_SHAPE, field=field)
    if not check_digit_holds(number):
        raise OrganisationRuleError(OrganisationRefusal.NUMBER_CHECK, field=field)
    return number


def check_number(number: str, why_none: str, fields: tuple[str, str, str]) -> str | None:
    """The number that was typed, or None where a reason says why there is none."""
    _name, number_field, why_field = fields
    if number and why_none:
        raise OrganisationRuleError(OrganisationRefusal.NUMBER_AND_REASON, field=why_field)
    if not number and not why_none:
        raise OrganisationRuleError(OrganisationRefusal.NUMBER_OR_REASON, field=number_field)
    return normal_number(number, number_field) if number else None


def check_name(name: str, taken: Collection[str], field: str = "name") -> None:
    """Nobody else in the county is called that, or is about to be."""
    if name.casefold() in {one.casefold() for one in taken}:
        raise OrganisationRuleError(OrganisationRefusal.NAME_TAKEN, field=field)


def check_short_name(former: tuple[str, str], new: tuple[str, str]) -> None:
    """The short name goes with the name, which stands in its place when it fits.

    Each is the name and the short name.
    """
    name, short = new
    if short == name and len(name) > LONGEST_SHORT:
        raise OrganisationRuleError(OrganisationRefusal.SHORT_NAME_NEEDED, field="short_name")
    if name != former[0] and short == former[1] and short.casefold() not in name.casefold():
        raise OrganisationRuleError(OrganisationRefusal.SHORT_NAME_LEFT, field="short_name")


def check_first_day(day: date, today: date, last: date | None) -> None:
    """A name begins after the one before it did, and not in a future that nobody can plan."""
    if last is not None and day < last:
        raise OrganisationRuleError(OrganisationRefusal.BEFORE_LAST_NAME, field="from_day")
    if day > today.replace(day=1).replace(year=today.year + YEARS_AHEAD):
        raise OrganisationRuleError(OrganisationRefusal.TOO_FAR_AHEAD, field="from_day")


def check_has_come(day: date, today: date) -> None:
    """What is done at once holds from today or an earlier day."""
    if day > today:
        raise OrganisationRuleError(OrganisationRefusal.NOT_YET, field="from_day")


class Open(Protocol):
    """What is open in an organisation."""

    @property
    def running(self) -> int:
        """Agreements that are drafted or shared."""

    @property
    def deciding(self) -> int:
        """Agreements that are decided on or signed."""

    @property
    def in_force(self) -> int:
        """Agreements that hold."""

    @property
    def members(self) -> int:
        """People with a role."""

    @property
    def has_administrator(self) -> bool:
        """Whether somebody who may sign in gives roles there."""

    @property
    def has_coordinator(self) -> bool:
        """Whether somebody who may sign in works with agreements there."""

    @property
    def has_plans(self) -> bool:
        """Whether it takes part in a plan that goes on."""

    @property
    def has_unheld(self) -> bool:
        """Whether there is a plan in which nobody there can act."""

    @property
    def has_requests(self) -> bool:
        """Whether somebody has asked for a plan and waits for an answer."""


@dataclass(frozen=True, slots=True)
class Both:
    """An organisation and the one it would be merged into."""

    leaving: UUID
    leaving_kind: OrganisationKind
    receiver: UUID
    receiver_kind: OrganisationKind


def check_may_merge(both: Both, there: Open, receiver: Open, *, is_offered: bool) -> None:
    """An organisation goes into another of its kind, where somebody can act in what it had."""
    if both.leaving == both.receiver:
        raise OrganisationRuleError(OrganisationRefusal.INTO_ITSELF, field="receiver")
    if both.leaving_kind is not both.receiver_kind:
        raise OrganisationRuleError(OrganisationRefusal.ANOTHER_KIND, field="receiver")
    if not is_offered:
        raise OrganisationRuleError(OrganisationRefusal.RECEIVER_ENDED, field="receiver")
    _check_handed_over(there)
    is_led = there.has_administrator or receiver.has_administrator
    is_coordinated = there.has_coordinator or receiver.has_coordinator
    if (there.has_plans and not is_led) or (there.running and not is_coordinated):
        raise OrganisationRuleError(OrganisationRefusal.NOBODY_TO_ACT)


def may_divide(kind: OrganisationKind) -> bool:
    """Whether a county can have two of the kind."""
    return kind not in ONE_IN_A_COUNTY


def check_may_divide(kind: OrganisationKind, there: Open) -> None:
    """An organisation is divided while somebody there can act in what it has."""
    if not may_divide(kind):
        raise OrganisationRuleError(OrganisationRefusal.REGION_IS_ONE)
    _check_handed_over(there)
    _check_answered(there)
    if (there.has_plans and not there.has_administrator) or (
        there.running and not there.has_coordinator
    ):
        raise OrganisationRuleError(OrganisationRefusal.NOBODY_TO_ACT)


def check_somebody_acts(running: Collection[UUID], roles: Collection[UUID]) -> None:
    """Whoever gets an agreement that is being written also gets those who write it."""
    if set(running) - set(roles):
        raise OrganisationRuleError(OrganisationRefusal.ROLES_ELSEWHERE, field="roles")


def _check_handed_over(there: Open) -> None:
    if there.deciding:
        raise OrganisationRuleError(OrganisationRefusal.BEING_SIGNED)
    if there.has_unheld:
        raise OrganisationRuleError(OrganisationRefusal.PLAN_UNHELD)


def _check_answered(there: Open) -> None:
    """Raise while somebody waits for an answer and no one organisation would have it to give."""
    if there.has_requests:
        raise OrganisationRuleError(OrganisationRefusal.REQUEST_WAITS)


def may_close(kind: OrganisationKind, *, is_last: bool) -> bool:
    """Whether the county can do without it."""
    return not (is_last and kind in {OrganisationKind.REGION, OrganisationKind.COORDINATION_GROUP})


def check_may_close(kind: OrganisationKind, there: Open, *, is_last: bool) -> None:
    """An organisation is closed when nothing is open in it and the county can do without."""
    if there.running or there.deciding or there.in_force or there.has_plans:
        raise OrganisationRuleError(OrganisationRefusal.SOMETHING_OPEN)
    _check_answered(there)
    if not may_close(kind, is_last=is_last):
        raise OrganisationRuleError(OrganisationRefusal.LAST_OF_A_KIND)

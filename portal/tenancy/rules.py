"""What may become of an organisation and its units. Pure."""

import re
from collections.abc import Collection
from datetime import date
from enum import StrEnum

from portal.authz import OrganisationKind
from portal.errors import RuleBrokenError

NUMBER = re.compile(r"\d{6}-\d{4}")
ONE_IN_A_COUNTY = frozenset({OrganisationKind.REGION, OrganisationKind.INDIVIDUALS})
"""Kinds of which a county has one at a time: what a region is follows from the county itself."""
YEARS_AHEAD = 2


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


def normal_number(written: str) -> str:
    """An organisation number as it is kept, 212000-2627, also when typed without its hyphen."""
    digits = re.sub(r"[\s-]", "", written)
    number = f"{digits[:6]}-{digits[6:]}"
    if not NUMBER.fullmatch(number) or not number.isascii():
        raise OrganisationRuleError(OrganisationRefusal.NUMBER_SHAPE, field="number")
    if not check_digit_holds(number):
        raise OrganisationRuleError(OrganisationRefusal.NUMBER_CHECK, field="number")
    return number


def check_number(number: str, why_none: str) -> str | None:
    """The number that was typed, or None where a reason says why there is none."""
    if number and why_none:
        raise OrganisationRuleError(OrganisationRefusal.NUMBER_AND_REASON, field="why_none")
    if not number and not why_none:
        raise OrganisationRuleError(OrganisationRefusal.NUMBER_OR_REASON, field="number")
    return normal_number(number) if number else None


def check_name(name: str, taken: Collection[str]) -> None:
    """Nobody else in the county is called that, or is about to be."""
    if name.casefold() in {one.casefold() for one in taken}:
        raise OrganisationRuleError(OrganisationRefusal.NAME_TAKEN, field="name")


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

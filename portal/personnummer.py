"""Swedish personal identity numbers: one way of writing them, and what is wrong with the others."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from typing_extensions import override

from portal import clock
from portal.errors import PortalError

WRITTEN = re.compile(r"(?P<century>18|19|20)?(?P<day>[0-9]{6})(?P<sign>[-+]?)(?P<end>[0-9]{4})")
_COORDINATION = 60  # a samordningsnummer has this added to the day
_UNKNOWN = 0  # the month, or the day, of a samordningsnummer when nobody knows it
_HYPHENS = str.maketrans({"‐": "-", "‑": "-", "–": "-", "−": "-"})


class Fault(StrEnum):
    """What is wrong with a number."""

    FORM = "form"  # not ten or twelve digits
    DATE = "date"  # no such day
    FUTURE = "future"  # not born yet
    CHECK_DIGIT = "check_digit"


class PersonnummerError(PortalError):
    """Not a personnummer; `reason` says why. The number itself is not repeated."""

    def __init__(self, reason: Fault) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True, repr=False)
class Personnummer:
    """A personnummer or samordningsnummer: twelve digits whose date and check digit agree."""

    digits: str

    @property
    def birth_date(self) -> date | None:
        """The day of birth; None when the number leaves its month or its day open."""
        first, last = self.possible_days
        return first if first == last else None

    @property
    def possible_days(self) -> tuple[date, date]:
        """The first and the last day that may be the day of birth; ValueError when none may."""
        year, month = int(self.digits[:4]), int(self.digits[4:6])
        day = int(self.digits[6:8]) % _COORDINATION
        if self.is_coordination_number and _UNKNOWN in (month, day):
            months = (month, month) if month else (1, 12)
            days = (day, day) if day else (1, monthrange(year, months[1])[1])
            return date(year, months[0], days[0]), date(year, months[1], days[1])
        return (born := date(year, month, day)), born

    @property
    def is_coordination_number(self) -> bool:
        """Whether it is a samordningsnummer, given to somebody who is not registered in Sweden."""
        return int(self.digits[6:8]) >= _COORDINATION

    @property
    def written(self) -> str:
        """The number as it is shown in full."""
        return f"{self.digits[:8]}-{self.digits[8:]}"

    @property
    def masked(self) -> str:
        """The number with its last four digits hidden."""
        return f"{self.digits[:8]}-****"

    @override
    def __repr__(self) -> str:
        return "Personnummer(…)"  # it ends up in no log by mistake


def parse(text: str, *, today: date | None = None) -> Personnummer:
    """Read ten or twelve digits, with or without a hyphen, or a plus sign from the year of 100."""
    compact = "".join(text.split()).translate(_HYPHENS)
    match = WRITTEN.fullmatch(compact)
    if match is None:
        raise PersonnummerError(Fault.FORM)
    today = today or clock.today()
    century = match["century"] or _century(match["day"], match["sign"], today)
    number = Personnummer(f"{century}{match['day']}{match['end']}")
    _check(number, today)
    return number


def _century(day: str, sign: str, today: date) -> str:
    age = (today.year - int(day[:2])) % 100
    return f"{today.year - age - (100 if sign == '+' else 0):04}"[:2]


def _check(number: Personnummer, today: date) -> None:
    try:
        born, _latest = number.possible_days
    except ValueError as impossible:
        raise PersonnummerError(Fault.DATE) from impossible
    if check_digit(number.digits[2:11]) != number.digits[11]:
        raise PersonnummerError(Fault.CHECK_DIGIT)
    if born > today:
        raise PersonnummerError(Fault.FUTURE)


def check_digit(nine: str) -> str:
    """The tenth digit that belongs to the nine before it (the Luhn algorithm)."""
    doubled = "".join(str(int(digit) * (2 - at % 2)) for at, digit in enumerate(nine))
    return str(-sum(int(digit) for digit in doubled) % 10)

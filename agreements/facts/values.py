"""What kinds of facts there are, and a frozen value for each kind."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from portal.errors import PortalError
from portal.working_days import working_days_after


class FactKind(StrEnum):
    """What sort of value a fact has."""

    DURATION = "duration"
    RECURRENCE = "recurrence"
    FUNCTION = "function"
    PLACE = "place"
    CHOICE = "choice"
    AMOUNT = "amount"
    INDICATOR = "indicator"
    LADDER = "ladder"
    EVENT = "event"
    TEXT = "text"


class Unit(StrEnum):
    """What a duration is counted in."""

    AT_ONCE = "at_once"
    HOURS = "hours"
    WORKING_DAYS = "working_days"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"


class Every(StrEnum):
    """What a recurrence is counted in."""

    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


class Money(StrEnum):
    """What an amount is of."""

    KRONOR = "kronor"
    PERCENT = "percent"


class Fault(StrEnum):
    """Why a value will not do."""

    MISSING = "missing"
    UNKNOWN = "unknown"
    WRONG_SHAPE = "wrong_shape"
    TOO_LONG = "too_long"
    OUT_OF_RANGE = "out_of_range"
    NO_UNIT = "no_unit"
    ZERO = "zero"
    COUNTED_AT_ONCE = "counted_at_once"
    BEYOND_LAW = "beyond_law"
    NOT_A_TIME = "not_a_time"
    HALF_OPEN = "half_open"
    CLOSES_FIRST = "closes_first"
    ENDS_FIRST = "ends_first"
    NOT_OVERNIGHT = "not_overnight"
    ALWAYS_AND_HOURS = "always_and_hours"
    AGES_REVERSED = "ages_reversed"
    MONTH_ALONE = "month_alone"
    NOT_OFFERED = "not_offered"
    NO_STEPS = "no_steps"
    STEP_WITHOUT_TIME = "step_without_time"
    ONLY_ONE = "only_one"
    TOO_MANY = "too_many"
    TWICE = "twice"
    LONGER_THAN = "longer_than"
    NOT_WHOLE = "not_whole"


class FactError(PortalError):
    """A value that will not do: why, which of several (from 0), and in which of its fields."""

    def __init__(self, fault: Fault, where: str = "", at: int = 0) -> None:
        super().__init__(f"{fault.value} {where} {at}")
        self.fault = fault
        self.where = where
        self.at = at


@dataclass(frozen=True, slots=True)
class Duration:
    """How long something may take. Nothing is counted of what is to be done at once."""

    unit: Unit
    number: int = 0

    def ends(self, day: date) -> date:
        """The last day to do it in, counted from a day; hours end the day they run out, at most."""
        match self.unit:
            case Unit.AT_ONCE:
                return day
            case Unit.HOURS:
                return day + timedelta(days=-(-self.number // 24))
            case Unit.WORKING_DAYS:
                return working_days_after(day, self.number)
            case Unit.DAYS | Unit.WEEKS:
                return day + timedelta(days=self.number * (7 if self.unit is Unit.WEEKS else 1))
            case Unit.MONTHS:
                return _months_after(day, self.number)

    @property
    def roughly_hours(self) -> float:
        """What it is compared with others by."""
        return self.number * _HOURS[self.unit]

    @property
    def roughly_days(self) -> int:
        """In whole days, rounded up."""
        return -int(-self.roughly_hours // 24)


# five working days are a week, twelve months a year
_HOURS = {
    Unit.AT_ONCE: 0.0,
    Unit.HOURS: 1.0,
    Unit.WORKING_DAYS: 24 * 7 / 5,
    Unit.DAYS: 24.0,
    Unit.WEEKS: 24.0 * 7,
    Unit.MONTHS: 24 * 365.25 / 12,
}


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class Recurrence:
    """How often; `month` (1 to 12) is when in the year, 0 where it is not said."""

    every: int
    unit: Every
    month: int = 0
    note: str = ""

    def after(self, day: date) -> date:
        """The day on which it is time again."""
        if self.unit is Every.WEEKS:
            return day + timedelta(weeks=self.every)
        return _months_after(day, self.every * (12 if self.unit is Every.YEARS else 1))


@dataclass(frozen=True, slots=True)
class Function:
    """A role and how it is reached: never a person by name."""

    title: str
    party: str = ""
    unit: str = ""
    telephone: str = ""
    hours: str = ""


@dataclass(frozen=True, slots=True)
class Hours:
    """When a place is open, from one weekday to another (0 is Monday)."""

    first: int
    last: int
    opens: str
    closes: str
    overnight: bool = False

    def holds_on(self, weekday: int) -> bool:
        """Whether it opens that day."""
        return (weekday - self.first) % 7 <= (self.last - self.first) % 7

    @property
    def times(self) -> str:
        """From when to when."""
        night = " (över natten)" if self.overnight else ""
        return f"{self.opens}–{self.closes}{night}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is done, when it is open and whom it takes."""

    name: str
    address: str = ""
    telephone: str = ""
    hours: tuple[Hours, ...] = ()
    always_open: bool = False
    capacity: int | None = None
    least_age: int | None = None
    most_age: int | None = None
    note: str = ""

    def opening(self, weekday: int) -> tuple[str, ...]:
        """When it opens that day (0 is Monday); empty when it does not, or nothing is said."""
        if self.always_open:
            return ("dygnet runt",)
        return tuple(one.times for one in self.hours if one.holds_on(weekday))


@dataclass(frozen=True, slots=True)
class Choice:
    """One of what the template offers."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Amount:
    """Kronor or per cent; `of` says of what, or whose share."""

    number: Decimal
    unit: Money
    of: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is followed up: from which source, by whom, in which month (1 to 12), shown where."""

    name: str
    source: str = ""
    reporter: str = ""
    month: int = 0
    forum: str = ""


@dataclass(frozen=True, slots=True)
class LadderStep:
    """A level at which something is settled, by whom of each kind of party, in what time."""

    forum: str
    within: Duration | None = None
    municipality: str = ""
    region: str = ""
    police: str = ""
    others: str = ""

    def function_of(self, kind: str) -> str:
        """Who of a kind of organisation (a value of OrganisationKind) takes part."""
        own = {"municipality": self.municipality, "region": self.region, "police": self.police}
        return own.get(kind) or self.others


@dataclass(frozen=True, slots=True)
class Event:
    """Something that takes place on days of its own, with arrangements of its own."""

    name: str
    starts: date
    ends: date
    place: str = ""
    hours: str = ""
    telephone: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """What can be said in words alone."""

    text: str


Value: TypeAlias = (
    Duration
    | Recurrence
    | Function
    | Place
    | Choice
    | Amount
    | Indicator
    | LadderStep
    | Event
    | Text
)


# the fields that a value is nothing without
NEEDED: Mapping[type, tuple[str, ...]] = {
    Duration: ("unit",),
    Recurrence: ("every", "unit"),
    Function: ("title",),
    Hours: ("first", "last", "opens", "closes"),
    Place: ("name",),
    Choice: ("key",),
    Amount: ("number", "unit"),
    Indicator: ("name",),
    LadderStep: ("forum",),
    Event: ("name", "starts", "ends"),
    Text: ("text",),
}


@dataclass(frozen=True, slots=True)
class Said:
    """What the parties have said of a fact: its values, or why it is not relevant."""

    values: tuple[Value, ...] = ()
    not_relevant: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """A fact as a template declares it. `many`: it may have several values.

    `prompt` is the key of the question of its section that it answers; `most` is the longest that
    the law lets a duration be, and `not_longer_than` the key of another that it has to fit in.
    """

    key: str
    label: str
    kind: FactKind
    help: str = ""
    prompt: str = ""
    many: bool = False
    default: tuple[Value, ...] = ()
    options: tuple[Choice, ...] = ()
    most: Duration | None = None
    not_longer_than: str = ""


def values_of(declared: Declared, said: Said | None) -> tuple[Value, ...]:
    """What holds: what the parties have said, or else what the template suggests."""
    return declared.default if said is None else said.values

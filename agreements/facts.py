"""Facts: what the parties agree as data, by kind. Pure values: checked, kept as JSON, put in words.

The words are Swedish and are never translated: they are what the agreement says.
"""

import json
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeAlias

from portal.errors import PortalError
from portal.working_days import working_days_after

Json: TypeAlias = Mapping[str, Any]

MOST_VALUES = 12
MOST_HOURS = 3
SHORT, LONG = 160, 1000


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
class Text:
    """What can be said in words alone."""

    text: str


Value: TypeAlias = (
    Duration | Recurrence | Function | Place | Choice | Amount | Indicator | LadderStep | Text
)


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


# --- JSON ----------------------------------------------------------------------------------------

_TYPES: Mapping[FactKind, type] = {
    FactKind.DURATION: Duration,
    FactKind.RECURRENCE: Recurrence,
    FactKind.FUNCTION: Function,
    FactKind.PLACE: Place,
    FactKind.CHOICE: Choice,
    FactKind.AMOUNT: Amount,
    FactKind.INDICATOR: Indicator,
    FactKind.LADDER: LadderStep,
    FactKind.TEXT: Text,
}


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise FactError(Fault.WRONG_SHAPE)
    return value


def _decimal(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise FactError(Fault.WRONG_SHAPE)
    try:
        return Decimal(value)
    except InvalidOperation:
        raise FactError(Fault.WRONG_SHAPE) from None


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise FactError(Fault.WRONG_SHAPE)
    return value.strip()


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise FactError(Fault.WRONG_SHAPE)
    return value


def _one_of(known: type[StrEnum]) -> Callable[[object], StrEnum]:
    values = {one.value: one for one in known}

    def read(value: object) -> StrEnum:
        if not isinstance(value, str) or value not in values:
            raise FactError(Fault.NOT_OFFERED)
        return values[value]

    return read


def _record(kind: type) -> Callable[[object], Any]:
    readers, needed = _READERS[kind], _NEEDED[kind]

    def read(value: object) -> object:
        if not isinstance(value, Mapping):
            raise FactError(Fault.WRONG_SHAPE)
        said = {}
        for name, each in value.items():
            if name not in readers:
                raise FactError(Fault.UNKNOWN, str(name))
            try:
                said[name] = readers[name](each)
            except FactError as error:
                raise FactError(error.fault, error.where or name) from None
        for name in needed:
            if name not in said:
                raise FactError(Fault.MISSING, name)
        return kind(**said)

    return read


def _several(read: Callable[[object], Any]) -> Callable[[object], tuple[Any, ...]]:
    def read_all(value: object) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple):
            raise FactError(Fault.WRONG_SHAPE)
        return tuple(read(one) for one in value)

    return read_all


_UNIT, _EVERY, _MONEY = _one_of(Unit), _one_of(Every), _one_of(Money)
_READERS: dict[type, dict[str, Callable[[object], Any]]] = {
    Duration: {"unit": _UNIT, "number": _number},
    Recurrence: {"every": _number, "unit": _EVERY, "month": _number, "note": _text},
    Function: {one.name: _text for one in fields(Function)},
    Hours: {
        "first": _number,
        "last": _number,
        "opens": _text,
        "closes": _text,
        "overnight": _truth,
    },
    Choice: {"key": _text, "label": _text},
    Amount: {"number": _decimal, "unit": _MONEY, "of": _text},
    Indicator: {one.name: _number if one.name == "month" else _text for one in fields(Indicator)},
    Text: {"text": _text},
}
_READERS[Place] = {
    **dict.fromkeys(("name", "address", "telephone", "note"), _text),
    **dict.fromkeys(("capacity", "least_age", "most_age"), _number),
    "always_open": _truth,
}
_READERS[LadderStep] = {one.name: _text for one in fields(LadderStep)}
_NEEDED: Mapping[type, tuple[str, ...]] = {
    Duration: ("unit",),
    Recurrence: ("every", "unit"),
    Function: ("title",),
    Hours: ("first", "last", "opens", "closes"),
    Place: ("name",),
    Choice: ("key",),
    Amount: ("number", "unit"),
    Indicator: ("name",),
    LadderStep: ("forum",),
    Text: ("text",),
}
_READERS[LadderStep]["within"] = _record(Duration)
_READERS[Place]["hours"] = _several(_record(Hours))
_VALUE = {kind: _record(each) for kind, each in _TYPES.items() if kind is not FactKind.CHOICE}


def value_from_json(kind: FactKind, value: object, options: Iterable[Choice] = ()) -> Value:
    """A value of a kind from JSON or TOML; raises FactError for what has not its shape."""
    if kind is FactKind.CHOICE:
        return _choice(value, options)
    read: Value = _VALUE[kind](value)
    return read


def _choice(value: object, options: Iterable[Choice]) -> Choice:
    """What is kept names its label; a template and a form name the key alone."""
    key, label = value, ""
    if isinstance(value, Mapping):
        key, label = value.get("key"), value.get("label", "")
    offered = {one.key: one.label for one in options}
    if not isinstance(key, str) or not (label or key in offered):
        raise FactError(Fault.NOT_OFFERED)
    return Choice(key, _text(label) or offered[key])


def value_as_json(value: object) -> Any:  # noqa: ANN401 (what JSON holds)
    """The value as JSON; what says nothing is left out."""
    if isinstance(value, tuple):
        return [value_as_json(one) for one in value]
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Decimal):
        return str(value)
    if type(value) in _READERS:
        return {
            one.name: value_as_json(each)
            for one in fields(value)  # type: ignore[arg-type]
            if not _says_nothing(each := getattr(value, one.name))
        }
    return value


def _says_nothing(value: object) -> bool:
    """Nought says something: Monday is the weekday 0."""
    return value is None or value is False or value in ("", ())


def said_as_json(said: Said | None) -> Json | None:
    """What is kept; nothing where the template's suggestion stands."""
    if said is None:
        return None
    if said.not_relevant:
        return {"not_relevant": said.not_relevant}
    return {"values": value_as_json(said.values)}


def said_from_json(kind: FactKind, said: Json | None) -> Said | None:
    """What `said_as_json` made."""
    if said is None:
        return None
    if "not_relevant" in said:
        return Said(not_relevant=said["not_relevant"])
    return Said(tuple(value_from_json(kind, one) for one in said["values"]))


def said_as_text(said: Said | None) -> str:
    """JSON as text, the same for what is the same: in a suggestion, and in a fact's history."""
    return json.dumps(said_as_json(said), ensure_ascii=False, sort_keys=True)


def said_from_text(kind: FactKind, text: str) -> Said | None:
    """What `said_as_text` made."""
    return said_from_json(kind, json.loads(text))


def declared_as_json(declared: Declared) -> Json:
    """What is kept of a declaration beside its key, label and kind."""
    found = {
        "help": declared.help,
        "prompt": declared.prompt,
        "many": declared.many,
        "default": value_as_json(declared.default),
        "options": value_as_json(declared.options),
        "most": value_as_json(declared.most) if declared.most else None,
        "not_longer_than": declared.not_longer_than,
    }
    return {name: value for name, value in found.items() if value}


def declared_from_json(key: str, label: str, kind: FactKind, kept: Json) -> Declared:
    """What `declared_as_json` made."""
    most = kept.get("most")
    return Declared(
        key=key,
        label=label,
        kind=kind,
        help=kept.get("help", ""),
        prompt=kept.get("prompt", ""),
        many=kept.get("many", False),
        default=tuple(value_from_json(kind, one) for one in kept.get("default", ())),
        options=tuple(Choice(one["key"], one["label"]) for one in kept.get("options", ())),
        most=Duration(Unit(most["unit"]), most.get("number", 0)) if most else None,
        not_longer_than=kept.get("not_longer_than", ""),
    )


# --- checks --------------------------------------------------------------------------------------


def check_said(declared: Declared, said: Said) -> None:
    """Raise FactError unless the parties may say so of the fact."""
    if said.not_relevant:
        return
    if not said.values:
        raise FactError(Fault.NO_STEPS if declared.kind is FactKind.LADDER else Fault.MISSING)
    if len(said.values) > 1 and not declared.many:
        raise FactError(Fault.ONLY_ONE, at=1)
    if len(said.values) > MOST_VALUES:
        raise FactError(Fault.TOO_MANY, at=MOST_VALUES)
    for at, value in enumerate(said.values):
        try:
            _check_value(declared, value, is_last=at == len(said.values) - 1)
        except FactError as error:
            raise FactError(error.fault, error.where, at) from None
        if value in said.values[:at]:
            raise FactError(Fault.TWICE, _NEEDED[type(value)][0], at)


def _check_value(declared: Declared, value: Value, *, is_last: bool) -> None:
    _check_texts(value)
    if isinstance(value, Duration):
        _check_duration(value, declared.most)
    elif isinstance(value, Choice) and value not in declared.options:
        raise FactError(Fault.NOT_OFFERED, "key")
    elif isinstance(value, LadderStep):
        _check_step(value, is_last=is_last)
    elif (check := _CHECKS.get(type(value))) is not None:
        check(value)


def _check_step(value: LadderStep, *, is_last: bool) -> None:
    if value.within is not None:
        _check_duration(value.within, None)
    elif not is_last:
        raise FactError(Fault.STEP_WITHOUT_TIME, "number")


def _check_texts(value: object) -> None:
    needed = _NEEDED[type(value)]
    for one in fields(value):  # type: ignore[arg-type]
        said = getattr(value, one.name)
        if not isinstance(said, str):
            continue
        if one.name in needed and not said.strip():
            raise FactError(Fault.MISSING, one.name)
        if len(said) > (LONG if one.name in {"text", "note"} else SHORT):
            raise FactError(Fault.TOO_LONG, one.name)


_LARGEST = {Unit.HOURS: 240, Unit.MONTHS: 60, Unit.WEEKS: 104}


def _check_duration(value: Duration, most: Duration | None) -> None:
    if value.unit is Unit.AT_ONCE:
        if value.number:
            raise FactError(Fault.COUNTED_AT_ONCE, "number")
        return
    if value.number == 0:
        raise FactError(Fault.ZERO, "number")
    if not 1 <= value.number <= _LARGEST.get(value.unit, 400):
        raise FactError(Fault.OUT_OF_RANGE, "number")
    if most is not None and value.roughly_hours > most.roughly_hours:
        raise FactError(Fault.BEYOND_LAW, "number")


_OFTENEST = {Every.WEEKS: 52, Every.MONTHS: 24, Every.YEARS: 10}


def _check_recurrence(value: Recurrence) -> None:
    if not 1 <= value.every <= _OFTENEST[value.unit]:
        raise FactError(Fault.OUT_OF_RANGE, "every")
    _check_month(value.month)
    if value.month and value.unit is not Every.YEARS:
        raise FactError(Fault.MONTH_ALONE, "month")


def _check_month(month: int) -> None:
    if not 0 <= month <= 12:
        raise FactError(Fault.OUT_OF_RANGE, "month")


def _check_place(value: Place) -> None:
    if value.always_open and value.hours:
        raise FactError(Fault.ALWAYS_AND_HOURS, "always_open")
    for at, one in enumerate(value.hours[:MOST_HOURS]):
        _check_hours(at, one)
    if len(value.hours) > MOST_HOURS:
        raise FactError(Fault.TOO_MANY, "hours")
    if value.capacity is not None and not 1 <= value.capacity <= 10_000:
        raise FactError(Fault.OUT_OF_RANGE, "capacity")
    for name in ("least_age", "most_age"):
        if not 0 <= (getattr(value, name) or 0) <= 120:
            raise FactError(Fault.OUT_OF_RANGE, name)
    both = value.least_age is not None and value.most_age is not None
    if both and (value.least_age or 0) > (value.most_age or 0):
        raise FactError(Fault.AGES_REVERSED, "most_age")


def _check_hours(at: int, one: Hours) -> None:
    for name in ("opens", "closes"):
        said = getattr(one, name)
        if not said:
            raise FactError(Fault.HALF_OPEN, f"{name}_{at}")
        if not _is_time(said):
            raise FactError(Fault.NOT_A_TIME, f"{name}_{at}")
    if not (0 <= one.first <= 6 and 0 <= one.last <= 6):
        raise FactError(Fault.OUT_OF_RANGE, f"first_{at}")
    if one.closes <= one.opens and not one.overnight:
        raise FactError(Fault.CLOSES_FIRST, f"closes_{at}")
    if one.closes > one.opens and one.overnight:
        raise FactError(Fault.NOT_OVERNIGHT, f"closes_{at}")


def _is_time(said: str) -> bool:
    hours, colon, minutes = said.partition(":")
    is_shaped = colon and len(hours) == len(minutes) == 2 and (hours + minutes).isdecimal()
    return bool(is_shaped) and int(hours) <= 24 and int(minutes) < 60 and said <= "24:00"


def _check_amount(value: Amount) -> None:
    most = 100 if value.unit is Money.PERCENT else 10_000_000_000
    if not value.number.is_finite() or not 0 <= value.number <= most:
        raise FactError(Fault.OUT_OF_RANGE, "number")
    if value.number.as_tuple().exponent < -2:  # type: ignore[operator]
        raise FactError(Fault.OUT_OF_RANGE, "number")


_CHECKS: Mapping[type, Callable[[Any], None]] = {
    Recurrence: _check_recurrence,
    Place: _check_place,
    Amount: _check_amount,
    Indicator: lambda value: _check_month(value.month),
}


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two things that cannot both be so: the fact, what it meets, and why."""

    key: str
    label: str
    fault: Fault
    other: str = ""


def contradictions(facts: Iterable[tuple[Declared, Said | None]]) -> Iterator[Contradiction]:
    """What cannot be kept as the facts stand."""
    every = {declared.key: (declared, values_of(declared, said)) for declared, said in facts}
    for declared, values in every.values():
        if (other := every.get(declared.not_longer_than)) and _is_longer(values, other[1]):
            yield Contradiction(declared.key, declared.label, Fault.LONGER_THAN, other[0].label)
        if _is_not_whole(values):
            yield Contradiction(declared.key, declared.label, Fault.NOT_WHOLE)


def _is_longer(values: Sequence[Value], than: Sequence[Value]) -> bool:
    """Whether a time does not fit in another."""
    hours = [one.roughly_hours for one in (*values[:1], *than[:1]) if isinstance(one, Duration)]
    return len(hours) == 2 and hours[0] > hours[1]


def _is_not_whole(values: Sequence[Value]) -> bool:
    """Whether shares in per cent are more or less than all of it."""
    shares = [one.number for one in values if isinstance(one, Amount) and one.unit is Money.PERCENT]
    return len(shares) > 1 and len(shares) == len(values) and sum(shares) != 100


def values_of(declared: Declared, said: Said | None) -> tuple[Value, ...]:
    """What holds: what the parties have said, or else what the template suggests."""
    return declared.default if said is None else said.values


# --- words ---------------------------------------------------------------------------------------

MONTHS = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)
WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
UNITS = {
    Unit.HOURS: ("timme", "timmar"),
    Unit.WORKING_DAYS: ("arbetsdag", "arbetsdagar"),
    Unit.DAYS: ("dag", "dagar"),
    Unit.WEEKS: ("vecka", "veckor"),
    Unit.MONTHS: ("månad", "månader"),
}
_EVERY_WORDS = {Every.WEEKS: "vecka", Every.MONTHS: "månad", Every.YEARS: "år"}
_ORDINALS = (
    *("", "", "annan", "tredje", "fjärde", "femte", "sjätte", "sjunde"),
    *("åttonde", "nionde", "tionde", "elfte", "tolfte"),
)


def in_words(value: Value) -> str:
    """The value on one line."""
    return _WORDS[type(value)](value)


def said_in_words(declared: Declared, said: Said | None) -> tuple[str, ...]:
    """A line for each value that holds, or why it is not relevant."""
    if said is not None and said.not_relevant:
        return (f"Inte aktuellt: {said.not_relevant}",)
    return tuple(in_words(one) for one in values_of(declared, said))


def _duration_in_words(value: Duration) -> str:
    if value.unit is Unit.AT_ONCE:
        return "genast"
    one, several = UNITS[value.unit]
    return f"{value.number} {one if value.number == 1 else several}"


def _recurrence_in_words(value: Recurrence) -> str:
    unit, every = _EVERY_WORDS[value.unit], value.every
    often = f"varje {unit}"
    if 1 < every < len(_ORDINALS):
        is_year = value.unit is Every.YEARS
        ordinal = "annat" if is_year and every == 2 else _ORDINALS[every]
        often = f"{'vart' if is_year else 'var'} {ordinal} {unit}"
    elif every > 1:
        often = f"var {every}:e {unit}"
    month = f" i {MONTHS[value.month - 1]}" if value.month else ""
    return _joined([often + month, value.note])


def _function_in_words(value: Function) -> str:
    party = f" ({value.party})" if value.party else ""
    telephone = f"telefon {value.telephone}" if value.telephone else ""
    return _joined([value.title + party, value.unit, telephone, value.hours])


def _place_in_words(value: Place) -> str:
    opening = (
        ["dygnet runt"] if value.always_open else [_hours_in_words(one) for one in value.hours]
    )
    seats = "1 plats" if value.capacity == 1 else f"{value.capacity} platser"
    return _joined(
        [
            value.name,
            value.address,
            *opening,
            f"telefon {value.telephone}" if value.telephone else "",
            seats if value.capacity else "",
            _ages_in_words(value.least_age, value.most_age),
            value.note,
        ]
    )


def _hours_in_words(one: Hours) -> str:
    days = WEEKDAYS[one.first]
    if (one.first, one.last) == (0, 6):
        days = "alla dagar"
    elif one.first != one.last:
        days = f"{days}–{WEEKDAYS[one.last]}"
    return f"{days} {one.times}"


def _ages_in_words(least: int | None, most: int | None) -> str:
    if least is not None and most is not None:
        return f"{least}–{most} år"
    if least is not None:
        return f"från {least} år"
    return f"till och med {most} år" if most is not None else ""


def _amount_in_words(value: Amount) -> str:
    whole, _point, rest = f"{value.number:,f}".partition(".")
    number = whole.replace(",", " ") + (f",{rest}" if rest.strip("0") else "")
    unit = "%" if value.unit is Money.PERCENT else "kronor"
    return _joined([f"{number} {unit}", value.of])


def _indicator_in_words(value: Indicator) -> str:
    month = MONTHS[value.month - 1] if value.month else ""
    return _joined(
        [
            value.name,
            f"källa: {value.source}" if value.source else "",
            f"tas fram av {value.reporter}" if value.reporter else "",
            f"i {month}" if month else "",
            f"visas i {value.forum}" if value.forum else "",
        ]
    )


def _step_in_words(value: LadderStep) -> str:
    who = [
        f"{name}: {said}"
        for name, said in (
            ("kommunen", value.municipality),
            ("regionen", value.region),
            ("polisen", value.police),
            ("övriga", value.others),
        )
        if said
    ]
    within = ""
    if value.within is not None:
        at_once = value.within.unit is Unit.AT_ONCE
        within = ("" if at_once else "inom ") + _duration_in_words(value.within)
    return _joined([value.forum + (f" ({'; '.join(who)})" if who else ""), within])


def _joined(said: Sequence[str]) -> str:
    return ", ".join(one for one in said if one)


_WORDS: Mapping[type, Callable[[Any], str]] = {
    Duration: _duration_in_words,
    Recurrence: _recurrence_in_words,
    Function: _function_in_words,
    Place: _place_in_words,
    Choice: lambda value: value.label,
    Amount: _amount_in_words,
    Indicator: _indicator_in_words,
    LadderStep: _step_in_words,
    Text: lambda value: value.text,
}

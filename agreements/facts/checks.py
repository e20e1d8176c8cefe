"""What the parties may say of a fact, and which facts cannot both be so."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from agreements.facts.values import (
    NEEDED,
    Amount,
    Choice,
    Declared,
    Duration,
    Event,
    Every,
    FactError,
    FactKind,
    Fault,
    Hours,
    Indicator,
    LadderStep,
    Money,
    Place,
    Recurrence,
    Said,
    Unit,
    Value,
    values_of,
)

MOST_VALUES = 12
MOST_HOURS = 3
SHORT, LONG = 160, 1000


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
            raise FactError(Fault.TWICE, NEEDED[type(value)][0], at)


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


def _check_texts(value: Value) -> None:
    needed = NEEDED[type(value)]
    for one in fields(value):
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
    decimals = value.number.as_tuple().exponent  # of what is no number, a letter
    if not isinstance(decimals, int) or decimals < -2 or not 0 <= value.number <= most:
        raise FactError(Fault.OUT_OF_RANGE, "number")


def _check_event(value: Event) -> None:
    if value.ends < value.starts:
        raise FactError(Fault.ENDS_FIRST, "ends")


_CHECKS: Mapping[type, Callable[[Any], None]] = {
    Recurrence: _check_recurrence,
    Place: _check_place,
    Amount: _check_amount,
    Event: _check_event,
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

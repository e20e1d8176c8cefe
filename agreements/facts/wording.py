"""Facts in words: Swedish, and never translated, since they are what the agreement says."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from agreements.facts.values import (
    Amount,
    Choice,
    Declared,
    Duration,
    Event,
    Every,
    Function,
    Hours,
    Indicator,
    LadderStep,
    Money,
    Place,
    Recurrence,
    Said,
    Text,
    Unit,
    Value,
    values_of,
)

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
    opening = ["dygnet runt"] if value.always_open else [hours_in_words(one) for one in value.hours]
    seats = "1 plats" if value.capacity == 1 else f"{value.capacity} platser"
    return _joined(
        [
            value.name,
            value.address,
            *opening,
            f"telefon {value.telephone}" if value.telephone else "",
            seats if value.capacity else "",
            ages_in_words(value.least_age, value.most_age),
            value.note,
        ]
    )


def hours_in_words(one: Hours) -> str:
    """On which days, and when."""
    days = WEEKDAYS[one.first]
    if (one.first, one.last) == (0, 6):
        days = "alla dagar"
    elif one.first != one.last:
        days = f"{days}–{WEEKDAYS[one.last]}"
    return f"{days} {one.times}"


def ages_in_words(least: int | None, most: int | None) -> str:
    """From which age to which; "" for everybody."""
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


def days_in_words(first: date, last: date) -> str:
    """From which day to which, as short as they can be told."""
    if first == last:
        return _day_in_words(last)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{_day_in_words(last)}"
    if first.year == last.year:
        return f"{first.day} {MONTHS[first.month - 1]} – {_day_in_words(last)}"
    return f"{_day_in_words(first)} – {_day_in_words(last)}"


def _day_in_words(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _event_in_words(value: Event) -> str:
    telephone = f"telefon {value.telephone}" if value.telephone else ""
    days = days_in_words(value.starts, value.ends)
    return _joined([value.name, days, value.place, value.hours, telephone, value.note])


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
    Event: _event_in_words,
    Text: lambda value: value.text,
}

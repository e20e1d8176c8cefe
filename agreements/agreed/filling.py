"""From a fact to the fields of its form and back: nothing that was typed is lost."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import time
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import gettext as _

from agreements import finding_words
from agreements.agreed.fields import names_of
from agreements.agreed.forms import DEFAULT, NOT_RELEVANT, VALUE
from agreements.facts import (
    MOST_HOURS,
    MOST_VALUES,
    Amount,
    Choice,
    Declared,
    Duration,
    Event,
    Every,
    FactError,
    FactKind,
    Fault,
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
    check_said,
    values_of,
)
from portal.errors import RuleBrokenError
from portal.web.forms import Form

Raw = Mapping[str, Any]

_OF_STEP = ("forum", "municipality", "region", "police", "others")
_OF_PLACE = ("name", "address", "telephone", "capacity", "least_age", "most_age", "note")
ROOM = 2
"""How many empty values there is room for beside those that are there."""


def room_for(declared: Declared, said: Said | None, sent: Iterable[str], *, more: bool) -> int:
    """How many values a form has fields for: those that hold or were sent, and some more."""
    if not declared.many:
        return 1
    there = max([len(values_of(declared, said)), *_numbers(sent)]) + ROOM * (1 + more)
    return min(max(there, 1 + ROOM), MOST_VALUES)


def _numbers(sent: Iterable[str]) -> Iterator[int]:
    """How many values what was sent has fields for."""
    for name in sent:
        number = name.partition("_")[0].removeprefix("v")
        if name.startswith("v") and number.isascii() and number.isdigit() and len(number) < 3:
            # there was room for some more already
            yield int(number) + 1 - ROOM


def opened(declared: Declared, said: Said | None, version: int) -> dict[str, object]:
    """What a form begins with: what holds, ready to be kept as it is or changed."""
    how = VALUE
    if said is not None and said.not_relevant:
        how = NOT_RELEVANT
    found: dict[str, object] = {
        "base_version": str(version),
        "how": how,
        "why": said.not_relevant if said is not None else "",
    }
    for number, value in enumerate(values_of(declared, said)):
        found |= {f"v{number}_{name}": one for name, one in _raw_of(value).items()}
    return found


def said_of(form: Form, declared: Declared, count: int) -> Said | None:
    """What a form says of a fact; RuleBrokenError where it will not do, at its field."""
    how, why = form["how"].data, (form["why"].data or "").strip()
    if how == NOT_RELEVANT:
        if not why:
            raise RuleBrokenError(_("Skriv varför det inte är aktuellt."), field="why")
        return Said(not_relevant=why)
    if why:
        told = _("Du har skrivit varför det inte är aktuellt. Välj det, eller töm fältet.")
        raise RuleBrokenError(told, field="how")
    return None if how == DEFAULT else _said(declared, _filled(form, declared, count))


def _filled(form: Form, declared: Declared, count: int) -> Mapping[int, Raw]:
    """The fields of each value that something is written in, or of the only one."""
    names = names_of(declared)
    every = {
        number: {name: form[f"v{number}_{name}"].data for name in names} for number in range(count)
    }
    return {number: raw for number, raw in every.items() if not (declared.many and _is_empty(raw))}


def _said(declared: Declared, filled: Mapping[int, Raw]) -> Said:
    numbers, values = list(filled), []
    for number, raw in filled.items():
        try:
            values.append(_value_of(declared, raw))
        except FactError as error:
            raise _broken(declared, number, error) from None
    said = Said(tuple(values))
    try:
        check_said(declared, said)
    except FactError as error:
        raise _broken(declared, numbers[error.at] if numbers else 0, error) from None
    return said


def _broken(declared: Declared, number: int, error: FactError) -> RuleBrokenError:
    names = names_of(declared)
    name = error.where if error.where in names else names[0]
    return RuleBrokenError(finding_words.fault(error.fault), field=f"v{number}_{name}")


def _is_empty(raw: Raw) -> bool:
    return all(one in ("", None, False) for one in raw.values())


def _raw_of(value: Value) -> dict[str, Any]:
    raw = _RAW.get(type(value))
    return raw(value) if raw else {one.name: getattr(value, one.name) for one in fields(value)}


def _raw_step(value: LadderStep) -> dict[str, Any]:
    within = _raw_duration(value.within) if value.within else {}
    return {name: getattr(value, name) for name in _OF_STEP} | within


def _raw_recurrence(value: Recurrence) -> dict[str, Any]:
    found = {"every": value.every, "unit": value.unit.value}
    return found | {"month": value.month or "", "note": value.note}


def _raw_amount(value: Amount) -> dict[str, Any]:
    number = f"{value.number:f}".replace(".", ",")
    return {"number": number, "unit": value.unit.value, "of": value.of}


def _raw_indicator(value: Indicator) -> dict[str, Any]:
    texts = {name: getattr(value, name) for name in ("name", "source", "reporter", "forum")}
    return texts | {"month": value.month or ""}


def _raw_duration(value: Duration) -> dict[str, Any]:
    return {"number": value.number or None, "unit": value.unit.value}


def _raw_place(value: Place) -> dict[str, Any]:
    found = {name: getattr(value, name) for name in (*_OF_PLACE, "always_open")}
    for at, one in enumerate(value.hours):
        found |= {
            f"first_{at}": one.first,
            f"last_{at}": one.last,
            f"opens_{at}": _time_of(one.opens),
            f"closes_{at}": _time_of(one.closes),
            f"overnight_{at}": one.overnight,
        }
    return found


def _time_of(written: str) -> time:
    return time.fromisoformat("00:00" if written == "24:00" else written)


def _value_of(declared: Declared, raw: Raw) -> Value:
    if declared.kind is FactKind.CHOICE:
        return _choice(raw["key"], declared.options)
    return _MADE[declared.kind](raw)


def _duration(raw: Raw) -> Duration:
    if not raw["unit"]:
        raise FactError(Fault.MISSING if raw["number"] is None else Fault.NO_UNIT, "unit")
    unit, number = Unit(raw["unit"]), raw["number"]
    if number is None and unit is not Unit.AT_ONCE:
        raise FactError(Fault.MISSING, "number")
    # nought beside “at once” says the same twice
    return Duration(unit, number or 0)


def _recurrence(raw: Raw) -> Recurrence:
    if raw["every"] is None:
        raise FactError(Fault.MISSING, "every")
    if not raw["unit"]:
        raise FactError(Fault.NO_UNIT, "unit")
    return Recurrence(raw["every"], Every(raw["unit"]), int(raw["month"] or 0), raw["note"])


def _choice(key: str, options: Sequence[Choice]) -> Choice:
    for one in options:
        if one.key == key:
            return one
    raise FactError(Fault.MISSING, "key")


def _amount(raw: Raw) -> Amount:
    written = raw["number"].replace(" ", "").replace("\u00a0", "").replace(",", ".")
    if not written:
        raise FactError(Fault.MISSING, "number")
    if not raw["unit"]:
        raise FactError(Fault.NO_UNIT, "unit")
    try:
        number = Decimal(written)
    except InvalidOperation:
        raise FactError(Fault.WRONG_SHAPE, "number") from None
    return Amount(number, Money(raw["unit"]), raw["of"])


def _step(raw: Raw) -> LadderStep:
    has_time = bool(raw["unit"]) or raw["number"] is not None
    within = _duration(raw) if has_time else None
    return LadderStep(**{name: raw[name] for name in _OF_STEP}, within=within)


def _event(raw: Raw) -> Event:
    if raw["starts"] is None:
        raise FactError(Fault.MISSING, "starts")
    return Event(**{**raw, "ends": raw["ends"] or raw["starts"]})


def _place(raw: Raw) -> Place:
    hours = tuple(one for at in range(MOST_HOURS) if (one := _hours(raw, at)) is not None)
    return Place(
        **{name: raw[name] for name in _OF_PLACE},
        always_open=bool(raw["always_open"]),
        hours=hours,
    )


def _hours(raw: Raw, at: int) -> Hours | None:
    first, last, opens, closes, overnight = (
        raw[f"{name}_{at}"] for name in ("first", "last", "opens", "closes", "overnight")
    )
    if first == last == "" and opens is closes is None and not overnight:
        return None
    for name, one in (("first", first), ("opens", opens), ("closes", closes)):
        if one in ("", None):
            raise FactError(Fault.HALF_OPEN, f"{name}_{at}")
    return Hours(
        first=int(first),
        last=int(last or first),
        opens=f"{opens:%H:%M}",
        closes=f"{closes:%H:%M}",
        overnight=bool(overnight),
    )


_RAW: Mapping[type, Callable[[Any], dict[str, Any]]] = {
    Choice: lambda value: {"key": value.key},
    Duration: _raw_duration,
    Recurrence: _raw_recurrence,
    Place: _raw_place,
    Amount: _raw_amount,
    Indicator: _raw_indicator,
    LadderStep: _raw_step,
}
_MADE: Mapping[FactKind, Callable[[Raw], Value]] = {
    FactKind.DURATION: _duration,
    FactKind.RECURRENCE: _recurrence,
    FactKind.FUNCTION: lambda raw: Function(**raw),
    FactKind.PLACE: _place,
    FactKind.AMOUNT: _amount,
    FactKind.INDICATOR: lambda raw: Indicator(**{**raw, "month": int(raw["month"] or 0)}),
    FactKind.LADDER: _step,
    FactKind.EVENT: _event,
    FactKind.TEXT: lambda raw: Text(raw["text"]),
}

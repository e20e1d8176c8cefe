"""Facts as JSON, as a table keeps them and a template declares them, and back."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeAlias

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
)

Json: TypeAlias = Mapping[str, Any]

_TYPES: Mapping[FactKind, type] = {
    FactKind.DURATION: Duration,
    FactKind.RECURRENCE: Recurrence,
    FactKind.FUNCTION: Function,
    FactKind.PLACE: Place,
    FactKind.CHOICE: Choice,
    FactKind.AMOUNT: Amount,
    FactKind.INDICATOR: Indicator,
    FactKind.LADDER: LadderStep,
    FactKind.EVENT: Event,
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


def _day(value: object) -> date:
    """A day as JSON has it, or as TOML does."""
    if not isinstance(value, str | date):
        raise FactError(Fault.WRONG_SHAPE)
    try:
        return date.fromisoformat(f"{value}")
    except ValueError:
        raise FactError(Fault.WRONG_SHAPE) from None


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
    readers, needed = _READERS[kind], NEEDED[kind]

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
    Event: {
        **dict.fromkeys(("starts", "ends"), _day),
        **dict.fromkeys(("name", "place", "hours", "telephone", "note"), _text),
    },
    Text: {"text": _text},
}
_READERS[Place] = {
    **dict.fromkeys(("name", "address", "telephone", "note"), _text),
    **dict.fromkeys(("capacity", "least_age", "most_age"), _number),
    "always_open": _truth,
}
_READERS[LadderStep] = {one.name: _text for one in fields(LadderStep)}
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
    if isinstance(value, Decimal | date):
        return str(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {
            one.name: value_as_json(each)
            for one in fields(value)
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

"""The fields of a fact's form: by its kind, once for each of its values."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import TypeAlias

from flask_babel import LazyString

from agreements.agreed.forms import FactForm, how_field
from agreements.facts import (
    LONG,
    MONTHS,
    MOST_HOURS,
    SHORT,
    WEEKDAYS,
    Choice,
    Declared,
    Every,
    FactKind,
    Money,
    Unit,
)
from portal.web.fields import (
    DateField,
    IntegerField,
    LongTextField,
    RadioField,
    SelectField,
    TextField,
    TickField,
    TimeField,
)
from portal.web.fields.base import OurField
from portal.web.fields.choices import Choices
from portal.web.i18n import lazy_gettext as _l

_UNITS = (
    ("", _l("Välj …")),
    (Unit.AT_ONCE.value, _l("Genast")),
    (Unit.HOURS.value, _l("Timmar")),
    (Unit.WORKING_DAYS.value, _l("Arbetsdagar")),
    (Unit.DAYS.value, _l("Dagar")),
    (Unit.WEEKS.value, _l("Veckor")),
    (Unit.MONTHS.value, _l("Månader")),
)
_EVERY = (
    ("", _l("Välj …")),
    (Every.WEEKS.value, _l("Veckor")),
    (Every.MONTHS.value, _l("Månader")),
    (Every.YEARS.value, _l("År")),
)
_MONEY = (
    ("", _l("Välj …")),
    (Money.KRONOR.value, _l("Kronor")),
    (Money.PERCENT.value, _l("Procent")),
)
# months and weekdays are written as the agreement writes them
_MONTH: Choices = [("", _l("Inte bestämt")), *enumerate(MONTHS, start=1)]
_WEEKDAY: Choices = [("", _l("Välj …")), *enumerate(WEEKDAYS)]

Fields: TypeAlias = Mapping[str, OurField]


def _text(label: LazyString, hint: LazyString | str = "") -> OurField:
    return TextField(label, max_length=SHORT, hint=hint)


def _duration() -> Fields:
    return {
        "number": IntegerField(_l("Antal"), between=(0, 999), hint=_l("Tomt om det sker genast")),
        "unit": SelectField(_l("Räknas i"), choices=_UNITS),
    }


def _recurrence() -> Fields:
    return {
        "every": IntegerField(_l("Var …"), between=(0, 999), hint=_l("3 betyder var tredje")),
        "unit": SelectField(_l("Räknas i"), choices=_EVERY),
        "month": SelectField(_l("Månad på året"), choices=_MONTH),
        "note": LongTextField(_l("Mer om det"), max_length=LONG),
    }


def _function() -> Fields:
    return {
        "title": _text(_l("Roll"), _l("En funktion, aldrig ett namn")),
        "party": _text(_l("Part")),
        "unit": _text(_l("Enhet")),
        "telephone": _text(_l("Telefon")),
        "hours": _text(_l("Nås")),
    }


def _place() -> Fields:
    hours: dict[str, OurField] = {}
    for at in range(MOST_HOURS):
        number = at + 1
        hours |= {
            f"first_{at}": SelectField(
                _l("Öppet %(number)s: från och med", number=number), choices=_WEEKDAY
            ),
            f"last_{at}": SelectField(
                _l("Öppet %(number)s: till och med", number=number), choices=_WEEKDAY
            ),
            f"opens_{at}": TimeField(_l("Öppet %(number)s: öppnar", number=number)),
            f"closes_{at}": TimeField(_l("Öppet %(number)s: stänger", number=number)),
            f"overnight_{at}": TickField(_l("Öppet %(number)s: över natten", number=number)),
        }
    return {
        "name": _text(_l("Plats")),
        "address": _text(_l("Adress")),
        "telephone": _text(_l("Telefon")),
        "always_open": TickField(_l("Öppet dygnet runt")),
        **hours,
        "capacity": IntegerField(_l("Antal platser"), between=(1, 10_000)),
        "least_age": IntegerField(_l("Från ålder"), between=(0, 120)),
        "most_age": IntegerField(_l("Till och med ålder"), between=(0, 120)),
        "note": LongTextField(_l("Mer om platsen"), max_length=LONG),
    }


def _amount() -> Fields:
    return {
        "number": _text(_l("Belopp eller andel")),
        "unit": SelectField(_l("Räknas i"), choices=_MONEY),
        "of": _text(_l("För vad, eller vilken parts del")),
    }


def _indicator() -> Fields:
    return {
        "name": _text(_l("Mått")),
        "source": _text(_l("Källa")),
        "reporter": _text(_l("Tas fram av")),
        "month": SelectField(_l("Månad"), choices=_MONTH),
        "forum": _text(_l("Visas i")),
    }


def _step() -> Fields:
    return {
        "forum": _text(_l("Steg")),
        "municipality": _text(_l("Kommunen")),
        "region": _text(_l("Regionen")),
        "police": _text(_l("Polisen")),
        "others": _text(_l("Övriga")),
        "number": IntegerField(
            _l("Tid på steget, antal"), between=(0, 999), hint=_l("Sista steget får vara utan tid")
        ),
        "unit": SelectField(_l("Räknas i"), choices=_UNITS),
    }


def _event() -> Fields:
    return {
        "name": _text(_l("Evenemang")),
        "starts": DateField(_l("Börjar")),
        "ends": DateField(_l("Slutar"), hint=_l("Tomt om det är en enda dag")),
        "place": _text(_l("Plats för vård och tillnyktring")),
        "hours": _text(_l("Tider")),
        "telephone": _text(_l("Telefon")),
        "note": LongTextField(_l("Det som är annorlunda"), max_length=LONG),
    }


def _words() -> Fields:
    return {"text": LongTextField(_l("Text"), max_length=LONG)}


_KINDS: Mapping[FactKind, Callable[[], Fields]] = {
    FactKind.DURATION: _duration,
    FactKind.RECURRENCE: _recurrence,
    FactKind.FUNCTION: _function,
    FactKind.PLACE: _place,
    FactKind.AMOUNT: _amount,
    FactKind.INDICATOR: _indicator,
    FactKind.LADDER: _step,
    FactKind.EVENT: _event,
    FactKind.TEXT: _words,
}


def names_of(declared: Declared) -> Sequence[str]:
    """What the fields of a value are called."""
    return _names(declared)


@lru_cache(maxsize=1024)
def _names(declared: Declared) -> Sequence[str]:
    return tuple(_fields(declared))


def _fields(declared: Declared) -> Fields:
    if declared.kind is FactKind.CHOICE:
        return {"key": RadioField(_l("Val"), choices=_offered(declared.options))}
    return _KINDS[declared.kind]()


def _offered(options: Sequence[Choice]) -> list[tuple[object, str]]:
    return [(one.key, one.label) for one in options]


def fact_form(base: type[FactForm], declared: Declared, count: int) -> type[FactForm]:
    """The form with fields for `count` values beside its own: `v<number>_<name>`."""
    return type(base.__name__, (base,), dict(_numbered(declared, count)))


# put together once: a place has thirty fields, and there is room for several places
@lru_cache(maxsize=256)
def _numbered(declared: Declared, count: int) -> Mapping[str, object]:
    how: dict[str, object] = {} if declared.default else {"how": how_field(suggests=False)}
    return how | {
        f"v{number}_{name}": one
        for number in range(count)
        for name, one in _fields(declared).items()
    }

"""Values of facts: kept as JSON and back, in words, and counted in days."""

import json
from datetime import date
from decimal import Decimal

import pytest

from agreements.facts import (
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
    contradictions,
    in_words,
    said_as_text,
    said_from_text,
)
from portal.working_days import is_working_day, working_days_after

VALUES: list[tuple[FactKind, Value, str]] = [
    (FactKind.DURATION, Duration(Unit.AT_ONCE), "genast"),
    (FactKind.DURATION, Duration(Unit.WORKING_DAYS, 1), "1 arbetsdag"),
    (FactKind.RECURRENCE, Recurrence(1, Every.MONTHS), "varje månad"),
    (FactKind.RECURRENCE, Recurrence(2, Every.YEARS, 10), "vart annat år i oktober"),
    (FactKind.RECURRENCE, Recurrence(14, Every.WEEKS), "var 14:e vecka"),
    (FactKind.FUNCTION, Function("Enhetschef", "Kommunen", telephone="0910-1"),
     "Enhetschef (Kommunen), telefon 0910-1"),
    (FactKind.PLACE, Place("Akuten", hours=(Hours(0, 4, "08:00", "16:00"),), least_age=18),
     "Akuten, måndag–fredag 08:00–16:00, från 18 år"),
    (FactKind.PLACE, Place("Akuten", always_open=True, capacity=1), "Akuten, dygnet runt, 1 plats"),
    (FactKind.CHOICE, Choice("ja", "Ja"), "Ja"),
    (FactKind.AMOUNT, Amount(Decimal("25000"), Money.KRONOR, "tolk"), "25 000 kronor, tolk"),
    (FactKind.AMOUNT, Amount(Decimal("12.5"), Money.PERCENT), "12,5 %"),
    (FactKind.INDICATOR, Indicator("Planer", "Samsyn", month=2),
     "Planer, källa: Samsyn, i februari"),
    (FactKind.LADDER, LadderStep("Cheferna", Duration(Unit.WEEKS, 2), region="avdelningschef"),
     "Cheferna (regionen: avdelningschef), inom 2 veckor"),
    (FactKind.EVENT, Event("Marknaden", date(2026, 12, 4), date(2026, 12, 6), "Tältet", "18–04"),
     "Marknaden, 4–6 december 2026, Tältet, 18–04"),
    (FactKind.EVENT, Event("Loppet", date(2026, 12, 31), date(2027, 1, 1), telephone="0980-1"),
     "Loppet, 31 december 2026 – 1 januari 2027, telefon 0980-1"),
    (FactKind.EVENT, Event("Valborg", date(2027, 4, 30), date(2027, 5, 1)),
     "Valborg, 30 april – 1 maj 2027"),
    (FactKind.TEXT, Text("Skriv här"), "Skriv här"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "value", "words"), VALUES)
def test_it_comes_back_from_json_and_is_put_in_words(
    kind: FactKind, value: Value, words: str
) -> None:
    said = Said((value,))
    assert said_from_text(kind, said_as_text(said)) == said
    assert in_words(value) == words
    options = (value,) if isinstance(value, Choice) else ()
    check_said(Declared(key="a", label="A", kind=kind, options=options), said)


def test_what_is_the_same_is_the_same_text() -> None:
    assert said_as_text(None) == "null"
    reason = Said(not_relevant="Nej.")
    assert said_from_text(FactKind.TEXT, said_as_text(reason)) == reason
    assert json.loads(said_as_text(reason)) == {"not_relevant": "Nej."}


@pytest.mark.parametrize(
    ("said", "day", "last"),
    [
        (Duration(Unit.AT_ONCE), date(2026, 1, 31), date(2026, 1, 31)),
        (Duration(Unit.HOURS, 25), date(2026, 1, 31), date(2026, 2, 2)),
        (Duration(Unit.MONTHS, 1), date(2026, 1, 31), date(2026, 2, 28)),
        (Duration(Unit.WEEKS, 2), date(2026, 1, 31), date(2026, 2, 14)),
        # over Good Friday and Easter Monday
        (Duration(Unit.WORKING_DAYS, 3), date(2026, 4, 1), date(2026, 4, 8)),
    ],
)
def test_when_it_ends(said: Duration, day: date, last: date) -> None:
    assert said.ends(day) == last


def test_which_days_are_working_days() -> None:
    free = [date(2026, 6, 19), date(2026, 5, 14), date(2026, 12, 24), date(2026, 1, 6)]
    assert not any(map(is_working_day, free))
    assert working_days_after(date(2026, 12, 23), 1) == date(2026, 12, 28)


def test_when_a_place_opens() -> None:
    night = Place("Enheten", hours=(Hours(4, 0, "20:00", "08:00", overnight=True),))
    assert night.opening(5) == night.opening(0) == ("20:00–08:00 (över natten)",)
    assert night.opening(1) == ()
    assert Place("Akuten", always_open=True).opening(2) == ("dygnet runt",)


def _times(key: str, days: int, within: str = "") -> tuple[Declared, Said]:
    declared = Declared(key=key, label=key, kind=FactKind.DURATION, not_longer_than=within)
    return declared, Said((Duration(Unit.DAYS, days),))


def test_what_does_not_go_together() -> None:
    found = list(contradictions([_times("a", 9, "b"), _times("b", 8)]))
    assert [(one.key, one.fault, one.other) for one in found] == [("a", Fault.LONGER_THAN, "b")]
    assert list(contradictions([_times("a", 8, "b"), _times("b", 8)])) == []
    shares = Declared(key="c", label="C", kind=FactKind.AMOUNT, many=True)
    halves = [Amount(Decimal(one), Money.PERCENT, str(one)) for one in (50, 40)]
    assert [one.fault for one in contradictions([(shares, Said(tuple(halves)))])] == [
        Fault.NOT_WHOLE
    ]


def test_several_only_where_the_template_lets_and_never_the_same_twice() -> None:
    declared = Declared(key="a", label="A", kind=FactKind.TEXT)
    many = Declared(key="a", label="A", kind=FactKind.TEXT, many=True)
    two = Said((Text("Ett"), Text("Två")))
    check_said(many, two)
    for one, said, fault in (
        (declared, two, Fault.ONLY_ONE),
        (many, Said((Text("Ett"), Text("Ett"))), Fault.TWICE),
        (many, Said(), Fault.MISSING),
        (many, Said(tuple(Text(str(n)) for n in range(13))), Fault.TOO_MANY),
    ):
        with pytest.raises(FactError) as refused:
            check_said(one, said)
        assert refused.value.fault is fault

"""What stands on the card about LOB, and when a place on it is open."""

from datetime import date, datetime, timedelta

import pytest

from agreements.facts import Declared, Duration, Event, FactKind, Function, Hours, Place, Said, Unit
from agreements.lob_card.rules import KEPT_FOR, NOTHING, SOON, blocks_of, opening_of

NIGHTS = Place("Enheten", hours=(Hours(3, 5, "18:00", "10:00", overnight=True),), capacity=4)
DAYS = Place("Hälsocentralen", hours=(Hours(0, 4, "08:00", "16:30"),))
# a Thursday, and so on
THURSDAY, FRIDAY, SUNDAY = (f"2026-11-{day}" for day in (26, 27, 29))


@pytest.mark.parametrize(
    ("place", "at", "words"),
    [
        (DAYS, f"{THURSDAY} 08:00", "Öppet nu · i dag 08:00–16:30 · stängt i natt"),
        (DAYS, f"{THURSDAY} 16:30", "Stängt nu · i dag 08:00–16:30 · stängt i natt"),
        (DAYS, f"{SUNDAY} 12:00", "Stängt nu · stängt i dag · stängt i natt"),
        (NIGHTS, f"{THURSDAY} 09:59", "Stängt nu · i dag 18:00–10:00 (över natten) · öppet i natt"),
        (NIGHTS, f"{THURSDAY} 18:00", "Öppet nu · i dag 18:00–10:00 (över natten) · öppet i natt"),
        (NIGHTS, f"{FRIDAY} 03:00", "Öppet nu · i dag 18:00–10:00 (över natten) · öppet i natt"),
        (NIGHTS, f"{SUNDAY} 09:59", "Öppet nu · stängt i dag · stängt i natt"),
        (NIGHTS, f"{SUNDAY} 10:00", "Stängt nu · stängt i dag · stängt i natt"),
        (
            Place("Akuten", always_open=True),
            f"{SUNDAY} 10:00",
            "Öppet nu · i dag dygnet runt · öppet i natt",
        ),
    ],
)
def test_a_place_is_open_or_not(place: Place, at: str, words: str) -> None:
    opening = opening_of(place, datetime.fromisoformat(at))
    assert opening is not None
    assert opening.words == words


def test_of_a_place_without_hours_nothing_is_claimed() -> None:
    assert opening_of(Place("Sjukstugan"), datetime.fromisoformat(f"{SUNDAY} 10:00")) is None


def test_the_card_says_what_was_agreed_and_where_nothing_was() -> None:
    def fact(key: str, kind: FactKind, **more: Said) -> tuple[Declared, Said | None]:
        return Declared(key=key, label="", kind=kind), more.get("said")

    found = blocks_of(
        [
            fact("lob-barn", FactKind.FUNCTION),
            fact("lob-hemresa", FactKind.TEXT, said=Said(not_relevant="Alla bor nära.")),
            fact("lob-under-18-inom", FactKind.DURATION, said=Said((Duration(Unit.AT_ONCE),))),
            fact("lob-bedomning-inom", FactKind.DURATION, said=Said((Duration(Unit.HOURS, 2),))),
            fact("lob-tillnyktring", FactKind.PLACE, said=Said((NIGHTS,))),
            fact(
                "lob-rapport-till",
                FactKind.FUNCTION,
                said=Said((Function("Socialjour", party="Kommunen", telephone="090-1"),)),
            ),
        ],
        date(2026, 11, 26),
    )
    said = {block.heading: block.lines for block in found}
    assert list(said) == [
        "Medicinsk bedömning",
        "Här kan personen nyktra till",
        "Under 18 år",
        "Barn och andra runt personen",
        "Hemresan",
        "Rapport till socialtjänsten",
    ]
    assert [one.text for one in said["Medicinsk bedömning"]] == ["Inom 2 timmar"]
    assert [one.text for one in said["Under 18 år"]] == ["Genast"]
    assert [one.text for one in said["Barn och andra runt personen"]] == [NOTHING]
    assert [one.text for one in said["Hemresan"]] == ["Inte aktuellt: Alla bor nära."]
    place = said["Här kan personen nyktra till"][0]
    assert (place.more, place.hours) == (
        "4 platser",
        "Torsdag–lördag 18:00–10:00 (över natten)",
    )
    report = said["Rapport till socialtjänsten"][0]
    assert (report.text, report.telephone) == ("Socialjour (Kommunen)", "090-1")


MARKET = Event("Marknaden", date(2026, 12, 4), date(2026, 12, 6), "Tältet", "18–04", "0980-1")


@pytest.mark.parametrize(
    ("day", "ahead", "shown"),
    [
        (date(2026, 11, 26), SOON, []),
        (date(2026, 11, 26), KEPT_FOR, ["Marknaden, 4–6 december 2026", "Nyår, 31 december 2026"]),
        (date(2026, 11, 27), SOON, ["Marknaden, 4–6 december 2026"]),
        (date(2026, 12, 5), SOON, ["Marknaden, 4–6 december 2026"]),
        (date(2026, 12, 7), SOON, ["Marknaden, 4–6 december 2026"]),
        (date(2026, 12, 8), KEPT_FOR, ["Nyår, 31 december 2026"]),
        (date(2027, 1, 2), KEPT_FOR, []),
    ],
)
def test_an_event_is_on_the_card_around_its_days(
    day: date, ahead: timedelta, shown: list[str]
) -> None:
    declared = Declared(key="lob-evenemang-dagar", label="", kind=FactKind.EVENT, many=True)
    later = Event("Nyår", date(2026, 12, 31), date(2026, 12, 31))
    found = blocks_of([(declared, Said((later, MARKET)))], day, ahead)

    assert [line.text for block in found for line in block.lines] == shown
    market = [line for block in found for line in block.lines if "Marknaden" in line.text]
    assert {(one.more, one.telephone) for one in market} <= {("Tältet, 18–04", "0980-1")}

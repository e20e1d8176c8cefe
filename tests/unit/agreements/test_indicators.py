"""What an agreement follows up: which values can be right, who reports them, what is lacking."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from agreements.facts import Indicator
from agreements.indicators import (
    Asked,
    Followed,
    FollowUpRefusal,
    FollowUpRuleError,
    Party,
    ValueUnit,
    asked_of,
    check_year,
    distinct,
    due_on,
    in_county,
    known_by,
    lacking,
    read_value,
    reporter_of,
)
from portal.ids import new_id

CITY, VILLAGE = new_id(), new_id()
REGION, POLICE = new_id(), new_id()
PARTIES = (
    Party(CITY, "municipality", "Umeå kommun", "Umeå"),
    Party(VILLAGE, "municipality", "Åsele kommun", "Åsele"),
    Party(REGION, "region", "Region Västerbotten", "Regionen"),
    Party(POLICE, "police", "Polisområde Västerbotten", "Polisen"),
)
PLANS = Asked("uppfoljning-indikatorer", "Eget", Indicator("Antal planer", "Samsyn", "", 2))
OPEN = Asked("uppfoljning-oppna", "ÖJ", Indicator("Öppna jämförelser", "", "Regionen", 9))
TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("unit", "text", "value"),
    [
        (ValueUnit.COUNT, "1 200", "1200"),
        (ValueUnit.PERCENT, "12,5 %", "12.5"),
        (ValueUnit.PERCENT, "100", "100"),
        (ValueUnit.OTHER, "3.25", "3.25"),
        (ValueUnit.COUNT, "0", "0"),
    ],
)
def test_a_number_is_read_as_it_is_written(unit: ValueUnit, text: str, value: str) -> None:
    assert read_value(unit, text) == Decimal(value)


@pytest.mark.parametrize(
    ("unit", "text", "refusal"),
    [
        (ValueUnit.COUNT, "många", FollowUpRefusal.NOT_A_NUMBER),
        (ValueUnit.COUNT, "NaN", FollowUpRefusal.NOT_A_NUMBER),
        (ValueUnit.OTHER, "Infinity", FollowUpRefusal.NOT_A_NUMBER),
        (ValueUnit.COUNT, "-1", FollowUpRefusal.NEGATIVE),
        (ValueUnit.COUNT, "2,5", FollowUpRefusal.NOT_WHOLE),
        (ValueUnit.PERCENT, "100,1", FollowUpRefusal.NOT_A_PERCENT),
        (ValueUnit.OTHER, "1,234", FollowUpRefusal.TOO_FINE),
        (ValueUnit.OTHER, "9999999999", FollowUpRefusal.TOO_LARGE),
    ],
)
def test_what_cannot_be_right_is_refused(
    unit: ValueUnit, text: str, refusal: FollowUpRefusal
) -> None:
    with pytest.raises(FollowUpRuleError) as refused:
        read_value(unit, text)
    assert (refused.value.refusal, refused.value.field) == (refusal, "value")


@pytest.mark.parametrize(
    ("year", "refusal"),
    [(2026, FollowUpRefusal.YEAR_GOES_ON), (1999, FollowUpRefusal.YEAR_TOO_EARLY)],
)
def test_only_years_that_are_over_and_not_long_gone(year: int, refusal: FollowUpRefusal) -> None:
    with pytest.raises(FollowUpRuleError) as refused:
        check_year(year, TODAY)
    assert refused.value.refusal is refusal
    check_year(2025, TODAY)
    check_year(2000, TODAY)


@pytest.mark.parametrize(
    ("text", "place", "who"),
    [
        ("", VILLAGE, VILLAGE),
        ("Regionens utvecklare", VILLAGE, REGION),
        ("kommunens socialtjänst", VILLAGE, VILLAGE),
        ("Umeå kommun", VILLAGE, CITY),
        ("polisen", CITY, POLICE),
        ("FoU", CITY, CITY),
    ],
)
def test_who_reports_is_read_from_the_agreement(text: str, place: UUID, who: UUID) -> None:
    assert reporter_of(text, place, PARTIES, REGION) == who


def test_where_the_municipality_is_no_party_whoever_began_it_reports() -> None:
    assert reporter_of("", VILLAGE, PARTIES[2:], REGION) == REGION


FOLLOWED = Followed(
    agreement=new_id(),
    creator=CITY,
    first=date(2025, 1, 1),
    places=[VILLAGE],
    parties=PARTIES,
    asked=[PLANS, OPEN],
    entered=set(),
)


def test_a_year_is_due_at_the_end_of_its_month_the_year_after() -> None:
    assert due_on(2025, 9) == date(2026, 9, 30)
    assert due_on(2027, 2) == date(2028, 2, 29)


def test_lacking_is_what_came_due_while_the_agreement_held() -> None:
    found = [(one.year, one.asked.indicator.name, one.reporter) for one in lacking(FOLLOWED, TODAY)]
    assert found == [
        (2024, "Antal planer", VILLAGE),
        (2024, "Öppna jämförelser", REGION),
        (2025, "Antal planer", VILLAGE),
        (2025, "Öppna jämförelser", REGION),
    ]
    later = replace(FOLLOWED, first=date(2026, 3, 1), entered={(VILLAGE, OPEN.known_by, 2024)})
    assert [(one.year, one.asked) for one in lacking(later, TODAY)] == [(2025, OPEN)]


def test_what_has_no_month_is_asked_of_nobody() -> None:
    silent = Asked("k", "l", Indicator("Samtal"))
    assert lacking(replace(FOLLOWED, asked=[silent]), TODAY) == []


def test_a_party_is_asked_for_its_own_before_long_and_not_earlier() -> None:
    early = date(2026, 7, 1)
    of_2025 = lacking(replace(FOLLOWED, first=date(2026, 5, 1)), early)
    assert [one.year for one in of_2025] == [2025]
    assert asked_of(REGION, of_2025, early) == []
    assert asked_of(REGION, of_2025, date(2026, 8, 1)) == of_2025
    assert asked_of(VILLAGE, of_2025, date(2026, 8, 1)) == []


def test_the_same_name_is_the_same_indicator() -> None:
    again = Asked("other", "l", Indicator("  antal   PLANER "))
    assert distinct([PLANS, again, OPEN]) == [PLANS, OPEN]
    assert known_by("Antal  Planer") == PLANS.known_by


def test_in_a_county_numbers_are_added_and_shares_are_not() -> None:
    values = [Decimal(30), Decimal("45.5")]
    assert in_county(ValueUnit.COUNT, values) == Decimal("75.5")
    assert in_county(ValueUnit.PERCENT, values) == Decimal("37.8")

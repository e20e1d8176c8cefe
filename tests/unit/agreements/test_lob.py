"""What is asked of the figures of LOB, and of whom."""

from datetime import date

import pytest

from agreements.lob.rules import (
    Counts,
    Entry,
    LobRefusal,
    LobRuleError,
    check_counts,
    check_year,
    due_on,
    is_told,
    lacking_of,
    reporting,
    year_of_place,
)
from portal.ids import new_id

CITY, VILLAGE, COAST = new_id(), new_id(), new_id()
NORTH, SOUTH = new_id(), new_id()
PLACES = (CITY, VILLAGE, COAST)
TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("counts", "field"),
    [
        (Counts(10, 11, 0, 0), "cared_for"),
        (Counts(10, 0, 11, 0), "young"),
        (Counts(10, 0, 0, 11), "violent"),
        (Counts(0, 1, 0, 0), "cared_for"),
    ],
)
def test_no_part_is_more_than_the_whole(counts: Counts, field: str) -> None:
    with pytest.raises(LobRuleError) as refused:
        check_counts(counts)
    assert refused.value.field == field


@pytest.mark.parametrize("counts", [Counts(10, 10, 10, 10), Counts(0, 0, 0, 0), Counts(9, 3, 8, 2)])
def test_parts_may_overlap_and_be_all(counts: Counts) -> None:
    check_counts(counts)


def test_a_year_that_goes_on_is_not_counted() -> None:
    check_year(2025, TODAY)
    with pytest.raises(LobRuleError) as refused:
        check_year(2026, TODAY)
    assert refused.value.refusal is LobRefusal.YEAR_GOES_ON


def test_one_area_that_has_said_nothing_counts_everywhere() -> None:
    assert reporting([NORTH], PLACES, {}) == {one: {NORTH} for one in PLACES}


def test_who_has_said_nothing_counts_where_nobody_has_said_so() -> None:
    found = reporting([NORTH, SOUTH], PLACES, {SOUTH: [VILLAGE]})
    assert found == {CITY: {NORTH}, COAST: {NORTH}, VILLAGE: {SOUTH}}


def test_two_may_count_in_one_municipality() -> None:
    found = reporting([NORTH, SOUTH], PLACES, {NORTH: [CITY, VILLAGE], SOUTH: [VILLAGE]})
    assert found == {CITY: {NORTH}, VILLAGE: {NORTH, SOUTH}, COAST: frozenset()}


def test_what_an_area_said_that_has_ended_keeps_no_place() -> None:
    assert reporting([NORTH], [CITY], {SOUTH: [CITY]}) == {CITY: {NORTH}}


def test_the_sum_of_two_areas_is_whole_when_both_are_in() -> None:
    both = frozenset({NORTH, SOUTH})
    first = Entry(CITY, NORTH, 2025, Counts(10, 4, 5, 2))
    half = year_of_place(CITY, 2025, both, [first])
    assert (half.counts, half.lacking, half.is_whole) == (first.counts, {SOUTH}, False)

    second = Entry(CITY, SOUTH, 2025, Counts(6, 1, 2, 3))
    others = [Entry(CITY, SOUTH, 2024, Counts(9, 9, 9, 9)), Entry(COAST, NORTH, 2025, first.counts)]
    whole = year_of_place(CITY, 2025, both, [first, second, *others])
    assert whole.counts == Counts(16, 5, 7, 5)
    assert whole.is_whole


def test_last_year_is_asked_for_and_every_year_since_the_first() -> None:
    counting = reporting([NORTH], [CITY, VILLAGE], {})
    assert lacking_of(NORTH, counting, set(), TODAY) == {2025: [CITY, VILLAGE]}
    handed_in = {(CITY, 2023), (CITY, 2024), (CITY, 2025), (VILLAGE, 2024)}
    assert lacking_of(NORTH, counting, handed_in, TODAY) == {2023: [VILLAGE], 2025: [VILLAGE]}


def test_another_area_is_not_asked_for_them() -> None:
    counting = reporting([NORTH, SOUTH], [CITY, VILLAGE], {SOUTH: [VILLAGE]})
    assert lacking_of(SOUTH, counting, set(), TODAY) == {2025: [VILLAGE]}


def test_of_few_only_their_number_is_told() -> None:
    assert [is_told(Counts(taken, 0, 0, 0)) for taken in (0, 1, 4, 5)] == [True, False, False, True]


def test_shares_are_of_all_who_were_taken() -> None:
    seed = Counts(2246, 314, 1123, 539)
    assert [seed.share(one) for one in (314, 1123, 539)] == [14, 50, 24]
    assert Counts(0, 0, 0, 0).share(0) is None


def test_they_are_due_on_the_first_of_march() -> None:
    assert due_on(2025) == date(2026, 3, 1)

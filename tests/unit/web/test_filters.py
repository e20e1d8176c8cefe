"""How dates, times, numbers and names are written, in both languages."""

from datetime import UTC, date, datetime

import pytest

from portal.web import filters

NOON_UTC = datetime(2026, 11, 22, 13, 32, tzinfo=UTC)


@pytest.mark.usefixtures("in_swedish")
class TestInSwedish:
    def test_dates_are_written_out(self):
        assert filters.long_date(date(2026, 11, 22)) == "22 november 2026"
        assert filters.short_date(date(2026, 11, 22)) == "22 nov. 2026"

    def test_times_are_those_of_stockholm(self):
        assert filters.time_of_day(NOON_UTC) == "kl. 14.32"
        assert filters.date_and_time(NOON_UTC) == "22 november 2026 kl. 14.32"

    def test_an_instant_late_at_night_is_already_the_next_day_here(self):
        assert filters.long_date(datetime(2026, 6, 30, 22, 30, tzinfo=UTC)) == "1 juli 2026"

    def test_large_numbers_are_spaced(self):
        assert filters.number(20312) == "20\u00a0312"

    @pytest.mark.parametrize(
        "write",
        [
            filters.long_date,
            filters.short_date,
            filters.time_of_day,
            filters.date_and_time,
            filters.number,
        ],
    )
    def test_nothing_is_written_as_nothing(self, write):
        assert write(None) == ""


def test_english_dates_and_numbers(app):
    with app.test_request_context("/", headers={"Cookie": "__Host-language=en"}):
        assert filters.long_date(date(2026, 11, 22)) == "22 November 2026"
        assert filters.number(20312) == "20,312"


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        ("Skellefteå", "Skel-lef-teå"),
        ("Robertsfors", "Roberts-fors"),
        ("Storuman", "Sto-ru-man"),
        ("Umeå", "Umeå"),
        ("Dorotea", "Dorotea"),
    ],
)
def test_long_names_may_break_between_syllables(name, broken):
    assert filters.breakable(name).replace("\u00ad", "-") == broken


def test_a_count_and_a_mean_of_the_same_size_are_written_each_in_its_way(in_swedish: None) -> None:
    assert [filters.number(5.0), filters.number(5), filters.number(5.0)] == ["5,0", "5", "5,0"]


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("0910-73 50 00, vardagar 9–15", "0910735000"),
        ("+46 (0)90 785 00 00", "+460907850000"),
        ("Växeln", ""),
        ("Ring mellan 9 och 15", ""),
    ],
)
def test_of_a_telephone_number_only_digits_are_dialled(written, dialled):
    assert filters.dialled(written) == dialled


def test_a_name_that_comes_twice_is_told_apart_also_where_all_else_is_the_same() -> None:
    names = ["Robin", "Kim", "Robin", "Robin"]
    said = ["12 maj", "12 maj", "13 maj", "12 maj"]
    assert filters.told_apart(names, said) == ["12 maj (1)", "", "13 maj", "12 maj (2)"]

"""Days begin and end at midnight in Sweden, summer and winter."""

from datetime import UTC, date, datetime, timedelta

import pytest

from sip.kernel.days import day_of, ends_at, last_day, midnight, starts_at

MOMENT = timedelta(microseconds=1)
DAYS = (date(2026, 1, 15), date(2026, 7, 15), date(2026, 3, 29), date(2026, 10, 25))


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_a_day_is_from_its_midnight_to_the_next(day: date) -> None:
    assert day_of(midnight(day)) == day
    assert day_of(midnight(day).astimezone(UTC) - MOMENT) == day - timedelta(days=1)
    assert day_of(ends_at(day).astimezone(UTC) - MOMENT) == day
    assert last_day(ends_at(day)) == day


def test_what_begins_today_begins_now_and_otherwise_at_midnight() -> None:
    now = datetime(2026, 7, 15, 22, 30, tzinfo=UTC)  # past midnight in Sweden

    assert starts_at(date(2026, 7, 16), now) == now
    assert starts_at(date(2026, 7, 17), now) == midnight(date(2026, 7, 17))

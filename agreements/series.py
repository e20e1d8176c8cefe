"""How often a group meets, and when it should meet next. Pure."""

from datetime import date, timedelta
from enum import StrEnum

from agreements.rules import months_after

_SATURDAY = 5


class Every(StrEnum):
    """What the time between meetings is counted in."""

    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


def next_day(last: date, every: int, unit: Every) -> date:
    """The day that a series proposes after one: a weekday, the next one if it would be a Saturday."""
    match unit:
        case Every.WEEKS:
            day = last + timedelta(weeks=every)
        case Every.MONTHS:
            day = months_after(last, every)
        case Every.YEARS:
            day = months_after(last, 12 * every)
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= _SATURDAY else 0)

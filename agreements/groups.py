"""Which groups meet, how often, and when one should meet next. Pure."""

from datetime import date, timedelta
from enum import StrEnum

from agreements.rules import months_after

_SATURDAY = 5


class GroupKind(StrEnum):
    """What a group is for."""

    STEERING = "steering"
    MANAGERS = "managers"
    CASEWORKERS = "caseworkers"
    COUNTY = "county"
    CHILDREN = "children"
    PREVENTION = "prevention"
    OTHER = "other"


class MeetingStatus(StrEnum):
    """Where a meeting stands."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class Every(StrEnum):
    """What the time between meetings is counted in."""

    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


def next_day(last: date, every: int, unit: Every) -> date:
    """The day that a series proposes after one: a Monday if it would be in a weekend."""
    if unit is Every.WEEKS:
        day = last + timedelta(weeks=every)
    else:
        day = months_after(last, every * (12 if unit is Every.YEARS else 1))
    return day + timedelta(days=7 - day.weekday() if day.weekday() >= _SATURDAY else 0)

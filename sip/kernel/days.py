"""Periods in whole days: where they begin and end as instants. A day is the one in Sweden."""

from datetime import date, datetime, time, timedelta

from portal.zone import STOCKHOLM


def day_of(at: datetime) -> date:
    """The day that an instant falls on."""
    return at.astimezone(STOCKHOLM).date()


def midnight(day: date) -> datetime:
    """The instant when a day begins."""
    return datetime.combine(day, time.min, STOCKHOLM)


def starts_at(day: date, now: datetime) -> datetime:
    """From when something holds that begins on `day`: now, if that is today."""
    return now if day == day_of(now) else midnight(day)


def ends_at(day: date) -> datetime:
    """Until when what holds to and with `day` does: the midnight after it."""
    return midnight(day + timedelta(days=1))


def last_whole_day(end: datetime) -> date:
    """The last day that is over by `end`."""
    day = last_day(end)
    return day if ends_at(day) <= end else day - timedelta(days=1)


def last_day(end: datetime) -> date:
    """The last day of what ends at `end`, which is not included."""
    return day_of(end - timedelta(microseconds=1))

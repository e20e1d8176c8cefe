"""The time zone whose midnights begin and end days. A module of its own, since rules may ask it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def is_left_out(at: datetime) -> bool:
    """Whether no clock shows this time: the hour that is left out when summer time begins."""
    return at.astimezone(UTC).astimezone(at.tzinfo).replace(tzinfo=None) != at.replace(tzinfo=None)


def comes_twice(at: datetime) -> bool:
    """Whether the clock shows this time twice: the hour before summer time ends."""
    both = {at.replace(fold=fold).utcoffset() for fold in (0, 1)}
    return len(both) > 1 and not is_left_out(at)

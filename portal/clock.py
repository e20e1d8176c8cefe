"""The only place that reads the wall clock."""

from datetime import UTC, date, datetime

from portal.zone import STOCKHOLM


def now() -> datetime:
    """The instant, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The calendar day where the portal's users live: agreements begin and end at its midnight."""
    return now().astimezone(STOCKHOLM).date()

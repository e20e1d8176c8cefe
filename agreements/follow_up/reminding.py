"""`portal remind`, of what agreements follow up: any number may run it, at any time."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from agreements.expected import Expected, Task
from agreements.follow_up.followed import followed_of
from agreements.indicators import REMINDED_AFTER, Followed, lacking
from agreements.reminders import nearness
from agreements.tables import reminder_functions
from portal.authz import Role
from portal.zone import STOCKHOLM


def remind(connection: Connection, today: date, ahead: timedelta) -> int:
    """Queue, as the worker, which values are due; answers how many."""
    found = [
        one
        for row in reminder_functions.indicators_to_remind(connection, today)
        for one in _of_agreement(followed_of(row), today, ahead)
    ]
    return reminder_functions.queue_figure_reminders(connection, found)


def _of_agreement(followed: Followed, today: date, ahead: timedelta) -> Iterator[dict[str, str]]:
    """One for each party and day, however many values it is to enter that day."""
    for party, until in sorted({(one.reporter, one.until) for one in lacking(followed, today)}):
        asked_since = datetime(until.year, 1, 1, tzinfo=STOCKHOLM) - timedelta(days=ahead.days + 1)
        one = Expected(Task.ENTER_VALUES, party, asked_since, until)
        near = nearness(one, today, ahead)
        if near is not None and until >= today - REMINDED_AFTER:
            kind = f"indicator.{near.value}"
            yield {
                "organisation": str(party),
                "role": Role.COORDINATOR.value,
                "kind": kind,
                "path": f"/agreements/{followed.agreement}/follow-up",
                "dedupe": f"{kind}:{followed.agreement}:{until}:{party}",
            }

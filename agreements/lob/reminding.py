"""`portal remind`, of LOB: any number may run it, at any time."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, RowMapping

from agreements.expected import Expected, Task
from agreements.lob.rules import due_on, lacking_of, reporting
from agreements.reminders import nearness
from agreements.tables import reminder_functions
from portal.authz import Role
from portal.zone import STOCKHOLM


def remind(connection: Connection, today: date, ahead: timedelta) -> int:
    """Queue, as the worker, what the police are to report; answers how many."""
    found = [
        one
        for row in reminder_functions.lob_to_remind(connection)
        for one in _of_county(row, today, ahead)
    ]
    return reminder_functions.queue_figure_reminders(connection, found)


def _of_county(row: RowMapping, today: date, ahead: timedelta) -> Iterator[dict[str, str]]:
    said = {UUID(area): [UUID(one) for one in places] for area, places in row["said"].items()}
    counting = reporting(row["police"], row["municipalities"], said)
    for area in row["police"]:
        handed_in = {
            (UUID(place), year) for whose, place, year in row["handed_in"] if UUID(whose) == area
        }
        for year in lacking_of(area, counting, handed_in, today):
            asked_since = datetime(year + 1, 1, 1, tzinfo=STOCKHOLM)
            one = Expected(Task.REPORT, area, asked_since, due_on(year))
            near = nearness(one, today, ahead)
            if near is not None:
                yield {
                    "organisation": str(area),
                    "role": Role.COORDINATOR.value,
                    "kind": f"lob.figures_{near.value}",
                    "path": "/todo",
                    "dedupe": f"lob.figures_{near.value}:{year}:{area}",
                }

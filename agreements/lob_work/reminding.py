"""`portal remind`, of LOB and of activities: any number may run it, at any time.

What is said names nobody: a contact after somebody was taken into care is a day and an agreement.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import Connection

from agreements.aftercare import REVIEW_AHEAD
from agreements.expected import Expected, Task
from agreements.lob_work.reviews import asked_of
from agreements.reminders import nearness
from agreements.tables import reminder_functions
from portal.authz import Role
from portal.zone import STOCKHOLM

_TASKS = {"lob.contact": Task.CONTACT, "activity": Task.ACT}
_PAGES = {"lob.contact": "lob", "activity": "activities", "lob.review": "lob"}


def remind(connection: Connection, today: date, ahead: timedelta) -> int:
    """Queue, as the worker, what is near, due or late; answers how many."""
    found = [
        one
        for row in reminder_functions.lob_work_to_remind(connection)
        for one in _due(
            row["about"],
            row["agreement_id"],
            Expected(
                _TASKS[row["about"]], row["organisation_id"], row["since"], until=row["until"]
            ),
            row["activity_id"] or "",
            today=today,
            ahead=ahead,
        )
    ]
    found += [
        mail
        for row in reminder_functions.lob_reviews_to_remind(connection, today)
        for one in [asked_of(row)]
        for mail in _due(
            "lob.review",
            one.agreement_id,
            Expected(Task.REVIEW_LOB, one.asked_id, _long_since(one.until), until=one.until),
            "",
            today=today,
            ahead=ahead,
        )
    ]
    return reminder_functions.queue_figure_reminders(connection, found)


def _due(
    about: str,
    agreement_id: UUID,
    one: Expected,
    what: UUID | str,
    *,
    today: date,
    ahead: timedelta,
) -> Iterator[dict[str, str]]:
    near = nearness(one, today, ahead)
    if near is not None:
        kind = f"{about}_{near.value}" if about.startswith("lob.") else f"{about}.{near.value}"
        yield {
            "organisation": str(one.party),
            "role": Role.COORDINATOR.value,
            "kind": kind,
            "path": f"/agreements/{agreement_id}/{_PAGES[about]}",
            "dedupe": f"{kind}:{agreement_id}:{one.until}:{one.party}:{what}",
        }


def _long_since(until: date) -> datetime:
    """A review is known of long before its day."""
    return datetime.combine(until - 3 * REVIEW_AHEAD, time(), STOCKHOLM)

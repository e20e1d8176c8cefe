"""`portal remind`, of agreements: any number may run it, at any time."""

from dataclasses import asdict
from datetime import date, timedelta

from sqlalchemy import Connection

from agreements.known import facts_of
from agreements.reminders import reminders
from agreements.tables import functions


def remind(connection: Connection, today: date, ahead: timedelta) -> int:
    """Queue, as the worker, what is due today and was not queued before; answers how many."""
    found = [
        {name: None if value is None else str(value) for name, value in asdict(one).items()}
        for row in functions.agreements_to_remind(connection, today)
        for one in reminders(
            row["agreement_id"], facts_of(row, today, has_next=row["has_next"]), today, ahead
        )
    ]
    return functions.queue_reminders(connection, found)

"""`portal remind`, of agreements and groups: any number may run it, at any time."""

from dataclasses import asdict
from datetime import date, timedelta

from sqlalchemy import Connection

from agreements.expected import Following
from agreements.known import facts_of, group_facts
from agreements.reminders import group_reminders, reminders
from agreements.tables import case_functions, reminder_functions
from portal.working_days import working_days_after


def remind(connection: Connection, today: date, ahead: timedelta) -> int:
    """Queue, as the worker, what is due today and was not queued before; answers how many."""
    found = [
        {name: None if value is None else str(value) for name, value in asdict(one).items()}
        for row in reminder_functions.agreements_to_remind(connection, today)
        for one in reminders(
            row["agreement_id"],
            facts_of(row, today, following=Following(row["following"])),
            today,
            ahead,
        )
    ]
    in_groups = [
        {name: None if value is None else str(value) for name, value in asdict(one).items()}
        for row in reminder_functions.groups_to_remind(connection)
        for one in group_reminders(row["group_id"], group_facts(row), today, ahead)
    ]
    queued = reminder_functions.queue_reminders(connection, found)
    return queued + reminder_functions.queue_group_reminders(connection, in_groups)


MOST_WORKING_DAYS = 366
"""No level of a ladder has a longer clock in working days."""


def escalate(connection: Connection, today: date) -> int:
    """Lift, as the worker, each dispute whose level's time is out; answers how many there were."""
    workdays = [working_days_after(today, 1)]
    while len(workdays) < MOST_WORKING_DAYS:
        workdays.append(working_days_after(workdays[-1], 1))
    return case_functions.escalate_disputes(connection, today, workdays)

"""`portal remind`, of transfers: any number may run it, at any time."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import Connection, RowMapping

from agreements.tables import reminder_functions
from portal.authz import Role


def remind(connection: Connection, today: date, ahead: timedelta) -> int:
    """Queue, as the worker, what is near or late; answers how many."""
    found = [
        one
        for row in reminder_functions.transfers_to_remind(connection)
        for one in due(row, today, ahead)
    ]
    return reminder_functions.queue_figure_reminders(connection, found)


def due(row: RowMapping, today: date, ahead: timedelta) -> Iterator[dict[str, str]]:
    """What is said of one transfer that day: each once, however often it is asked."""
    requester, other = row["requester_id"], row["other_id"]
    if row["rule_by"] is not None:
        if row["rule_by"] < today:
            yield _mail(row, requester, "transfer.not_ruled")
    elif row["answer"] is None and row["answer_by"] < today:
        yield _mail(row, requester, "transfer.no_answer")
        if other is not None:
            yield _mail(row, other, "transfer.late")
    elif row["answer"] is None and row["answer_by"] - ahead <= today and other is not None:
        yield _mail(row, other, "transfer.near")


def _mail(row: RowMapping, organisation: UUID, kind: str) -> dict[str, str]:
    return {
        "organisation": str(organisation),
        "role": Role.COORDINATOR.value,
        "kind": kind,
        "path": f"/transfers/{row['transfer_id']}",
        "dedupe": f"{kind}:{row['transfer_id']}",
    }

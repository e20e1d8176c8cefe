"""The functions of the database that change organisations, with typed arguments and answers.

Their text is in migrations/functions/organisations, and who may call which is decided there.
"""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection, Integer, column, func, select

from portal.db import db


class NewName(NamedTuple):
    """What gives an organisation another name, in the order of app.rename_organisation."""

    change_id: UUID
    organisation_id: UUID
    name: str
    short_name: str
    sort_key: str
    from_day: date
    reason: str


def rename_organisation(new: NewName) -> None:
    """Give it the name; it holds at once when its day has come."""
    db.session.execute(select(func.app.rename_organisation(*new)))


def withdraw_name(change_id: UUID) -> None:
    """Take back a name whose day has not come."""
    db.session.execute(select(func.app.withdraw_name(change_id)))


def apply_names(connection: Connection) -> int:
    """Let the names hold whose day has come; answers how many."""
    return connection.execute(select(func.app.apply_names())).scalar() or 0


class NewOrganisation(NamedTuple):
    """What adds an organisation, in the order of app.add_organisation."""

    id: UUID
    change_id: UUID
    county_id: UUID
    key: str | None
    kind: str
    name: str
    short_name: str
    sort_key: str
    number: str | None
    reason: str


def add_organisation(new: NewOrganisation) -> None:
    """Add it to its county."""
    db.session.execute(select(func.app.add_organisation(*new)))


class NewUnitName(NamedTuple):
    """What gives a unit another name, in the order of app.rename_unit."""

    change_id: UUID
    unit_id: UUID
    name: str
    sort_key: str
    from_day: date
    reason: str


def rename_unit(new: NewUnitName) -> None:
    """Give it the name."""
    db.session.execute(select(func.app.rename_unit(*new)))


class ClosedUnit(NamedTuple):
    """What closes a unit, in the order of app.close_unit. No receiver: the whole organisation."""

    change_id: UUID
    unit_id: UUID
    receiver_id: UUID | None
    from_day: date
    reason: str


def close_unit(closed: ClosedUnit) -> None:
    """Close it; what is open there is the receiver's."""
    db.session.execute(select(func.app.close_unit(*closed)))


class OpenInUnit(NamedTuple):
    """How much is open in a unit."""

    members: int
    invitations: int
    calls: int


def open_in_unit(unit_id: UUID) -> OpenInUnit:
    """How much that is; nothing for whoever does not administer it."""
    rows = func.app.open_in_unit(unit_id).table_valued(
        *(column(name, Integer) for name in OpenInUnit._fields)
    )
    row = db.session.execute(select(rows)).one_or_none()
    return OpenInUnit(0, 0, 0) if row is None else OpenInUnit(*row)

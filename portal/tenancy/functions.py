"""The functions of the database that change organisations, with typed arguments and answers.

Their text is in migrations/functions/organisations, and who may call which is decided there.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Boolean,
    Connection,
    Integer,
    String,
    Uuid,
    cast,
    column,
    func,
    select,
)

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


class OpenInOrganisation(NamedTuple):
    """What is open in an organisation: how much of it, and of plans only whether there are any.

    `has_unheld`: nobody who may sign in can act in one. `has_kept`: plans, or parts of some, are
    there still. `has_requests`: somebody has asked for a plan and waits for an answer.
    """

    running: int
    deciding: int
    in_force: int
    members: int
    units: int
    has_administrator: bool
    has_coordinator: bool
    has_plans: bool
    has_unheld: bool
    has_kept: bool
    has_requests: bool


def open_in_organisation(organisation_id: UUID) -> OpenInOrganisation | None:
    """What that is; None for whoever does not administer its county."""
    rows = func.app.open_in_organisation(organisation_id).table_valued(
        *(column(name, Integer) for name in OpenInOrganisation._fields[:5]),
        *(column(name, Boolean) for name in OpenInOrganisation._fields[5:]),
    )
    row = db.session.execute(select(rows)).one_or_none()
    return None if row is None else OpenInOrganisation(*row)


class AgreementOf(NamedTuple):
    """An agreement that somebody has to follow an organisation in, and how far it has come."""

    id: UUID
    title: str
    status: str
    is_own: bool
    subject_id: UUID

    @property
    def is_running(self) -> bool:
        """Whether somebody still has to write in it."""
        return self.status in {"draft", "shared"}

    @property
    def is_rival(self) -> bool:
        """Whether its municipality can have no other on the subject in progress."""
        return self.is_own and self.status in {"draft", "shared", "decision", "signing"}


def agreements_of(organisation_id: UUID) -> Sequence[AgreementOf]:
    """Those of an organisation, for whoever administers its county; the oldest first."""
    rows = func.app.agreements_of(organisation_id).table_valued(
        column("id", Uuid),
        column("title", String),
        column("status", String),
        column("is_own", Boolean),
        column("subject_id", Uuid),
    )
    return [AgreementOf(*row) for row in db.session.execute(select(rows))]


def succeed_agreement(agreement_id: UUID, leaving_id: UUID, receiver_id: UUID) -> None:
    """Let an organisation take another's place in an agreement."""
    db.session.execute(select(func.app.succeed_agreement(agreement_id, leaving_id, receiver_id)))


def pass_work(agreement_id: UUID, leaving_id: UUID, receiver_id: UUID) -> None:
    """Let it go on with the other's open suggestions, and its people with what they write there."""
    db.session.execute(select(func.app.pass_work(agreement_id, leaving_id, receiver_id)))


def move_roles(leaving_id: UUID, receiver_id: UUID, *, is_all: bool) -> None:
    """Let everybody with a role in all of an organisation have the same in one after it.

    Not `is_all`: only its administrators.
    """
    db.session.execute(select(func.app.move_roles(leaving_id, receiver_id, is_all)))


class MovedUnit(NamedTuple):
    """What moves a unit, in the order of app.move_unit."""

    change_id: UUID
    new_id: UUID
    unit_id: UUID
    receiver_id: UUID
    from_day: date
    reason: str


def move_unit(moved: MovedUnit) -> None:
    """Let another organisation have the unit."""
    db.session.execute(select(func.app.move_unit(*moved)))


class EndedOrganisation(NamedTuple):
    """What ends an organisation, in the order of app.end_organisation."""

    change_id: UUID
    organisation_id: UUID
    kind: str
    successor_ids: Sequence[UUID]
    from_day: date
    reason: str


def end_organisation(ended: EndedOrganisation) -> None:
    """End it, and note it with those who come after; closed when nothing is left there."""
    db.session.execute(
        select(
            func.app.end_organisation(
                ended.change_id,
                ended.organisation_id,
                ended.kind,
                cast(ended.successor_ids, ARRAY(Uuid)),
                ended.from_day,
                ended.reason,
            )
        )
    )

"""Reading organisations. Every function takes the actor first and answers within their county."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Select, and_, bindparam, or_, select

from portal.authz import Actor, OrganisationKind
from portal.db import db
from portal.errors import NotFoundError
from portal.tenancy.models import ChangeKind, Organisation, OrganisationChange, Unit


def get_own_organisation(actor: Actor) -> Organisation:
    """The organisation the actor acts for."""
    statement = select(Organisation).where(
        Organisation.id == actor.organisation_id, Organisation.county_id == actor.county_id
    )
    organisation = db.session.scalar(statement)
    if organisation is None:
        raise NotFoundError
    return organisation


@cache
def _organisations(kinds: frozenset[OrganisationKind], *, by_id: bool) -> Select[Organisation]:
    statement = (
        select(Organisation)
        .where(Organisation.county_id == bindparam("county_id"))
        .order_by(Organisation.sort_key, Organisation.id)
    )
    if kinds:
        statement = statement.where(Organisation.kind.in_(sorted(kinds)))
    if by_id:
        return statement.where(Organisation.id.in_(bindparam("ids", expanding=True)))
    return statement.where(Organisation.ended_on.is_(None), Organisation.closed_at.is_(None))


def list_organisations(
    actor: Actor, *kinds: OrganisationKind, ids: Sequence[UUID] | None = None
) -> Sequence[Organisation]:
    """The county's organisations that have not ended, in Swedish order; all kinds if none is named.

    By their `ids` also those that have: what was written of them is still read.
    """
    statement = _organisations(frozenset(kinds), by_id=ids is not None)
    asked = {"county_id": actor.county_id, "ids": ids}
    return db.session.scalars(statement, asked).all()


def list_units(actor: Actor) -> Sequence[Unit]:
    """The open units of the actor's own organisation, in Swedish order."""
    return list_units_of(actor.organisation_id)


def list_units_of(organisation_id: UUID, *, with_closed: bool = False) -> Sequence[Unit]:
    """The units of an organisation, in Swedish order: those that are open, or all."""
    statement = select(Unit).where(Unit.organisation_id == organisation_id)
    if not with_closed:
        statement = statement.where(Unit.closed_at.is_(None))
    return db.session.scalars(statement.order_by(Unit.sort_key, Unit.id)).all()


def get_unit(actor: Actor, unit_id: UUID) -> Unit:
    """An open unit of the actor's own organisation."""
    unit = db.session.get(Unit, unit_id)
    if unit is None or unit.organisation_id != actor.organisation_id or unit.closed_at is not None:
        raise NotFoundError
    return unit


def get_county_unit(actor: Actor, unit_id: UUID) -> Unit:
    """An open unit of any organisation in the actor's county."""
    unit = db.session.get(Unit, unit_id)
    if unit is None or unit.county_id != actor.county_id or unit.closed_at is not None:
        raise NotFoundError
    return unit


def get_organisation(actor: Actor, organisation_id: UUID) -> Organisation:
    """An organisation of the actor's county, also a closed one; not the private people's."""
    statement = select(Organisation).where(
        Organisation.id == organisation_id,
        Organisation.county_id == actor.county_id,
        Organisation.kind != OrganisationKind.INDIVIDUALS,
    )
    organisation = db.session.scalar(statement)
    if organisation is None:
        raise NotFoundError
    return organisation


def get_open_organisation(actor: Actor, organisation_id: UUID) -> Organisation:
    """An organisation of the actor's county that is not closed; it may have ended."""
    organisation = get_organisation(actor, organisation_id)
    if organisation.closed_at is not None:
        raise NotFoundError
    return organisation


def get_offered_organisation(actor: Actor, organisation_id: UUID) -> Organisation:
    """An organisation of the actor's county that has not ended."""
    organisation = get_organisation(actor, organisation_id)
    if not organisation.is_offered:
        raise NotFoundError
    return organisation


def list_all_organisations(actor: Actor) -> Sequence[Organisation]:
    """The county's organisations, also closed ones, in Swedish order; not the private people's."""
    return db.session.scalars(_EVERY, {"county_id": actor.county_id}).all()


# put together once: most pages of a county ask it
_EVERY = (
    select(Organisation)
    .where(
        Organisation.county_id == bindparam("county_id"),
        Organisation.kind != OrganisationKind.INDIVIDUALS,
    )
    .order_by(Organisation.sort_key, Organisation.id)
)


def list_names(county_id: UUID, *, but: UUID | None = None) -> Sequence[str]:
    """What the county's organisations but one are called, or are about to be called."""
    own = select(Organisation.name).where(
        Organisation.county_id == county_id, Organisation.id.is_distinct_from(but)
    )
    waiting = select(OrganisationChange.name).where(
        OrganisationChange.county_id == county_id,
        OrganisationChange.kind == ChangeKind.RENAMED,
        OrganisationChange.applied_at.is_(None),
        OrganisationChange.organisation_id.is_distinct_from(but),
    )
    return db.session.scalars(own.union_all(waiting)).all()


def list_changes(organisation: Organisation) -> Sequence[OrganisationChange]:
    """What became of an organisation and its units, and which came to it; the last first."""
    came = and_(
        OrganisationChange.kind == ChangeKind.UNIT_MOVED,
        OrganisationChange.other_id == organisation.id,
    )
    own = OrganisationChange.organisation_id == organisation.id
    statement = select(OrganisationChange).where(or_(own, came))
    newest = OrganisationChange.from_day.desc(), OrganisationChange.at.desc()
    return db.session.scalars(statement.order_by(*newest, OrganisationChange.id)).all()


class NewName(NamedTuple):
    """An organisation with the new name that it is to have; None when it was taken back."""

    organisation: Organisation
    change_id: UUID
    change: OrganisationChange | None


def get_new_name(actor: Actor, organisation_id: UUID, change_id: UUID) -> NewName:
    """A new name of an organisation in the actor's county, whatever became of it."""
    organisation = get_organisation(actor, organisation_id)
    return NewName(organisation, change_id, find_name_change(organisation, change_id))


def find_name_change(organisation: Organisation, change_id: UUID) -> OrganisationChange | None:
    """A change of an organisation's name as it is now, if it has not been taken back."""
    statement = select(OrganisationChange).where(
        OrganisationChange.id == change_id,
        OrganisationChange.organisation_id == organisation.id,
        OrganisationChange.kind == ChangeKind.RENAMED,
    )
    return db.session.scalar(statement.execution_options(populate_existing=True))

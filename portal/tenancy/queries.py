"""Reading organisations. Every function takes the actor first and answers within their county."""

from collections.abc import Sequence
from functools import cache
from uuid import UUID

from sqlalchemy import Select, bindparam, select

from portal.authz import Actor, OrganisationKind
from portal.db import db
from portal.errors import NotFoundError
from portal.tenancy.models import Organisation, Unit


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
        .where(Organisation.county_id == bindparam("county_id"), Organisation.closed_at.is_(None))
        .order_by(Organisation.sort_key, Organisation.id)
    )
    if kinds:
        statement = statement.where(Organisation.kind.in_(sorted(kinds)))
    if by_id:
        statement = statement.where(Organisation.id.in_(bindparam("ids", expanding=True)))
    return statement


def list_organisations(
    actor: Actor, *kinds: OrganisationKind, ids: Sequence[UUID] | None = None
) -> Sequence[Organisation]:
    """The county's open organisations, in Swedish order; all kinds when none is named."""
    statement = _organisations(frozenset(kinds), by_id=ids is not None)
    asked = {"county_id": actor.county_id, "ids": ids}
    return db.session.scalars(statement, asked).all()


def list_units(actor: Actor) -> Sequence[Unit]:
    """The units of the actor's own organisation, in Swedish order."""
    statement = (
        select(Unit)
        .where(Unit.organisation_id == actor.organisation_id, Unit.county_id == actor.county_id)
        .order_by(Unit.sort_key, Unit.id)
    )
    return db.session.scalars(statement).all()

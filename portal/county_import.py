"""Maintenance from the command line: entering a county, inviting the first people."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from agreements.county_templates import load_county
from agreements.county_templates.model import CountyFile, UnitFacts
from portal.audit import service as audit
from portal.authz import OrganisationKind, Role
from portal.db import db
from portal.errors import ConfigurationError
from portal.identity import service as identity
from portal.identity import session
from portal.identity.models import Invitation
from portal.ids import new_id
from portal.tenancy.models import County, Organisation, Unit
from portal.tenancy.sorting import sort_key


def import_county(file: Path) -> County:
    """Enter a county and everybody in it. A county that is there already is left as it is."""
    facts = load_county(file)
    key = file.stem
    existing = db.session.scalar(select(County).where(County.key == key))
    if existing is not None:
        return existing
    county = County(id=new_id(), key=key, name=facts.name, code=facts.code)
    db.session.add(county)
    db.session.flush()
    _add_municipalities(county, facts)
    for other in facts.organisations:
        organisation = _organisation(county, other.kind, other.name, other.organisation_number)
        db.session.add(organisation)
        db.session.flush()
        _add_units(organisation, other.units)
    # private people belong to no body: they meet in an organisation of its own kind (ADR 8)
    db.session.add(
        _organisation(county, OrganisationKind.INDIVIDUALS, "Enskilda och närstående", None)
    )
    audit.record_maintenance(county.id, "county.imported", county)
    return county


def _add_municipalities(county: County, facts: CountyFile) -> None:
    for place in facts.municipalities:
        organisation = _organisation(
            county, OrganisationKind.MUNICIPALITY, place.name, place.organisation_number
        )
        organisation.short_name = place.short_name
        organisation.sort_key = sort_key(place.short_name)
        organisation.tile_row = place.tile_row
        organisation.tile_column = place.tile_column
        organisation.tile_label = place.tile_name
        db.session.add(organisation)
        db.session.flush()
        _add_units(organisation, facts.municipality_units)


def _organisation(
    county: County, kind: OrganisationKind, name: str, number: str | None
) -> Organisation:
    return Organisation(
        id=new_id(),
        county_id=county.id,
        kind=kind,
        name=name,
        short_name=name,
        sort_key=sort_key(name),
        organisation_number=number,
    )


def _add_units(organisation: Organisation, units: Iterable[UnitFacts]) -> None:
    db.session.add_all(
        Unit(
            county_id=organisation.county_id,
            organisation_id=organisation.id,
            key=unit.key,
            name=unit.name,
            sort_key=sort_key(unit.name),
        )
        for unit in units
    )
    db.session.flush()


def get_county(key: str) -> County:
    """A county by its key."""
    county = db.session.scalar(select(County).where(County.key == key))
    if county is None:
        raise ConfigurationError(f"no county has the key {key}")
    return county


def organisation_number(organisation: str) -> str | None:
    """The number of the organisation with that name, if it has one."""
    return _get_organisation(organisation).organisation_number


def _get_organisation(name: str) -> Organisation:
    found = db.session.scalars(select(Organisation).where(Organisation.name == name)).all()
    if len(found) != 1:
        raise ConfigurationError(f"{len(found)} organisations are called {name}")
    return found[0]


def invite(
    *,
    organisation: str,
    role: Role,
    name: str,
    email: str | None,
    issuer_key: str,
    now: datetime,
    lasts: timedelta,
    secret_key: str,
) -> str:
    """Invite somebody to an organisation by its name; answers the code."""
    invited_to = _get_organisation(organisation)
    invitation_id = new_id()
    code = identity.code_of(invitation_id, secret_key)
    invitation = Invitation(
        id=invitation_id,
        county_id=invited_to.county_id,
        token_hash=session.hash_of(identity.normal_code(code)),
        issuer_key=issuer_key,
        organisation_id=invited_to.id,
        role=role,
        name=name,
        email=email,
        invited_by="portal invite",
        created_at=now,
        expires_at=now + lasts,
    )
    db.session.add(invitation)
    audit.record_maintenance(invited_to.county_id, "invitation.made", invitation, role=role.value)
    return code

"""Maintenance from the command line: entering a county, inviting the first people."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from agreements.county_templates import load_county, load_subjects
from agreements.county_templates.county_loader import ONE_OF_EACH
from agreements.county_templates.model import CountyFile, SubjectFacts, UnitFacts
from agreements.models import Subject
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


@dataclass(frozen=True, slots=True)
class Imported:
    """A county, and in words what entering it did: one line for each thing."""

    county: County
    is_new: bool
    changes: tuple[str, ...]


def import_county(file: Path) -> Imported:
    """Enter a county and everybody in it, or what the file has that the county has not.

    Of a county that is there already, subjects, organisations and units are added and renamed, and
    tiles of the map moved. Nothing is taken out: what the file leaves out stays.
    """
    facts = load_county(file)
    key = file.stem
    county = db.session.scalar(select(County).where(County.key == key))
    is_new = county is None
    if county is None:
        county = County(id=new_id(), key=key, name=facts.name, code=facts.code)
        db.session.add(county)
        db.session.flush()
        audit.record_maintenance(county.id, "county.imported", county)
    done = [
        *_enter_subjects(county, (*load_subjects(), *facts.subjects)),
        *_enter_municipalities(county, facts),
        *_enter_others(county, facts),
    ]
    return Imported(county, is_new, tuple(done))


def _enter_subjects(county: County, subjects: Iterable[SubjectFacts]) -> Iterator[str]:
    """What agreements can be about: those that the law names, and then the county's own."""
    statement = select(Subject).where(Subject.county_id == county.id)
    there = {one.key: one for one in db.session.scalars(statement)}
    for position, facts in enumerate(subjects):
        values = asdict(facts) | {"position": position, "legal": list(facts.legal)}
        subject = there.get(facts.key)
        if subject is None:
            subject = Subject(id=new_id(), county_id=county.id, **values)
            db.session.add(subject)
            audit.record_maintenance(county.id, "subject.added", subject)
            yield f"{facts.name}: added"
        elif any(getattr(subject, key) != value for key, value in values.items()):
            for key, value in values.items():
                setattr(subject, key, value)
            audit.record_maintenance(county.id, "subject.changed", subject)
            yield f"{facts.name}: changed"
    db.session.flush()


def _enter_municipalities(county: County, facts: CountyFile) -> Iterator[str]:
    there = _list_organisations(county, OrganisationKind.MUNICIPALITY)
    for place in facts.municipalities:
        organisation = _find(there, place.name, place.organisation_number)
        values = {
            "name": place.name,
            "short_name": place.short_name,
            "sort_key": sort_key(place.short_name),
            "organisation_number": place.organisation_number,
            "tile_row": place.tile_row,
            "tile_column": place.tile_column,
            "tile_label": place.tile_name,
        }
        kind = OrganisationKind.MUNICIPALITY
        yield from _enter(county, kind, organisation, values, facts.municipality_units)


def _enter_others(county: County, facts: CountyFile) -> Iterator[str]:
    for other in facts.organisations:
        there = _list_organisations(county, other.kind)
        organisation = _find(there, other.name, other.organisation_number)
        if organisation is None and other.kind in ONE_OF_EACH and there:
            organisation = there[0]  # the one there can be, under its new name
        values = _named(other.name, other.organisation_number)
        yield from _enter(county, other.kind, organisation, values, other.units)
    # private people belong to no body: they meet in an organisation of its own kind (ADR 8)
    kind = OrganisationKind.INDIVIDUALS
    if not _list_organisations(county, kind):
        yield from _enter(county, kind, None, _named("Enskilda och närstående", None), ())


def _named(name: str, number: str | None) -> dict[str, object]:
    return {
        "name": name,
        "short_name": name,
        "sort_key": sort_key(name),
        "organisation_number": number,
    }


def _list_organisations(county: County, kind: OrganisationKind) -> Sequence[Organisation]:
    statement = select(Organisation).where(
        Organisation.county_id == county.id, Organisation.kind == kind
    )
    return db.session.scalars(statement.order_by(Organisation.id)).all()


def _find(there: Sequence[Organisation], name: str, number: str | None) -> Organisation | None:
    """The same organisation: by its number, else by its name."""
    for one in there:
        if number is not None and one.organisation_number == number:
            return one
    return next((one for one in there if one.name == name), None)


def _enter(
    county: County,
    kind: OrganisationKind,
    organisation: Organisation | None,
    values: Mapping[str, object],
    units: Iterable[UnitFacts],
) -> Iterator[str]:
    name = values["name"]
    if organisation is None:
        organisation = Organisation(id=new_id(), county_id=county.id, kind=kind, **values)
        db.session.add(organisation)
        audit.record_maintenance(county.id, "organisation.added", organisation)
        yield f"{name}: added"
    else:
        was = organisation.name
        differs = {
            key: value for key, value in values.items() if getattr(organisation, key) != value
        }
        for key, value in differs.items():
            setattr(organisation, key, value)
        if differs:
            audit.record_maintenance(county.id, "organisation.changed", organisation)
            yield f"{was}: renamed to {name}" if was != name else f"{name}: changed"
    db.session.flush()
    yield from _enter_units(organisation, units)


def _enter_units(organisation: Organisation, units: Iterable[UnitFacts]) -> Iterator[str]:
    statement = select(Unit).where(Unit.organisation_id == organisation.id)
    there = {unit.key: unit for unit in db.session.scalars(statement)}
    for facts in units:
        unit = there.get(facts.key)
        if unit is None:
            unit = Unit(
                id=new_id(),
                county_id=organisation.county_id,
                organisation_id=organisation.id,
                key=facts.key,
                name=facts.name,
                sort_key=sort_key(facts.name),
            )
            db.session.add(unit)
            audit.record_maintenance(organisation.county_id, "unit.added", unit)
            yield f"{organisation.name}, {facts.name}: added"
        elif unit.name != facts.name:
            was, unit.name, unit.sort_key = unit.name, facts.name, sort_key(facts.name)
            audit.record_maintenance(organisation.county_id, "unit.renamed", unit)
            yield f"{organisation.name}, {was}: renamed to {facts.name}"
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

"""Maintenance from the command line: entering a county, inviting the first people."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid5

from sqlalchemy import select

from agreements.county_templates import FileProblem, TomlFileError, load_county, load_subjects
from agreements.county_templates.model import CountyFile, SubjectFacts, UnitFacts
from agreements.lob.of_county import enter_of_county, years_of_county
from agreements.tables.template import Subject
from portal import clock
from portal.audit import service as audit
from portal.authz import OrganisationKind, Role
from portal.county.difference import (
    Added,
    Change,
    Changed,
    Difference,
    Facts,
    LobGiven,
    SubjectGiven,
    There,
    UnitAdded,
    UnitRenamed,
    UnitThere,
    Wanted,
    difference,
    difference_of_lob,
    difference_of_subjects,
    wanted_of,
)
from portal.db import db, hold
from portal.errors import ConfigurationError
from portal.identity import service as identity
from portal.identity.models import Invitation
from portal.ids import new_id
from portal.tenancy import functions
from portal.tenancy.models import ChangeKind, County, Organisation, OrganisationChange, Unit
from portal.tenancy.sorting import sort_key

# names a lock for a county's key, also before the county is there
_COUNTIES = UUID("6f1f7ad4-8b0e-4c43-9d0d-2a1a4f0e5c11")


@dataclass(frozen=True, slots=True)
class Imported:
    """A county, whether it was entered now, and what its file said otherwise than the portal."""

    county: County
    is_new: bool
    difference: Difference


@dataclass(frozen=True, slots=True)
class Preview:
    """What importing a file would do. `name` is what the file calls the county."""

    name: str
    is_new: bool
    difference: Difference


def preview(file: Path) -> Preview:
    """Compare a county's file with what stands; raises TomlFileError for what contradicts it."""
    return _compare(file, load_county(file))


def import_county(file: Path, *, shown: Preview | None = None) -> Imported:
    """Enter a county and everybody in it, or what the file says otherwise than the portal.

    Nobody is taken out: what the file leaves out stays. One import at a time; when the county has
    changed since `shown`, the difference is to be looked at again.
    """
    facts = load_county(file)
    hold(uuid5(_COUNTIES, file.stem))
    if (county := find_county(file.stem)) is not None:
        hold(county.id)
    found = _compare(file, facts)
    if shown is not None and shown != found:
        raise ConfigurationError("the county has changed meanwhile: look at the difference again")
    if county is None:
        county = _enter_county(file.stem, facts)
    elif found.difference.changes:
        count = len(found.difference.lines)
        audit.record_maintenance(county.id, "county.imported_again", county, changes=count)
    for change in found.difference.changes:
        _apply(county, change)
    db.session.flush()
    return Imported(county, found.is_new, found.difference)


def _enter_county(key: str, facts: CountyFile) -> County:
    county = County(id=new_id(), key=key, name=facts.name, code=facts.code)
    db.session.add(county)
    db.session.flush()
    audit.record_maintenance(county.id, "county.imported", county)
    # private people belong to no body: they meet in an organisation of its own kind (ADR 8)
    name = "Enskilda och närstående"
    _enter(county, None, OrganisationKind.INDIVIDUALS, Facts(name, name, None))
    return county


def _apply(county: County, change: Change) -> None:
    match change:
        case Added(wanted):
            _add(county, wanted)
        case Changed():
            _change(county, change)
        case UnitAdded(there, unit):
            _add_unit(county.id, there.id, unit)
        case UnitRenamed(_, unit, name):
            _rename_unit(county, unit, name)
        case SubjectGiven():
            _give_subject(county, change)
        case LobGiven(facts):
            enter_of_county(county.id, facts, now=clock.now())


def _compare(file: Path, facts: CountyFile) -> Preview:
    county = find_county(file.stem)
    found = difference(_list_there(county) if county else [], wanted_of(facts))
    subjects = _subjects_there(county) if county else {}
    wanted = (*load_subjects(), *facts.subjects)
    found.changes[:0] = difference_of_subjects(subjects, wanted)
    years = years_of_county(county.id) if county else {}
    found.changes += difference_of_lob(years, facts.lob_years)
    problems = list(found.problems)
    if county is not None and county.code != facts.code:
        reason = f"länet har koden {county.code} i portalen: är det rätt läns fil?"
        problems.insert(0, FileProblem("code", reason))
    if county is not None and county.name != facts.name:
        reason = f'länet heter "{county.name}" i portalen: är det rätt läns fil?'
        problems.insert(0, FileProblem("name", reason))
    if problems:
        raise TomlFileError(file, problems)
    return Preview(facts.name, county is None, found)


def _subjects_there(county: County) -> dict[str, tuple[SubjectFacts, int]]:
    """What agreements of the county can be about, by key, each with its place in the order."""
    found = db.session.scalars(select(Subject).where(Subject.county_id == county.id))
    return {
        one.key: (
            SubjectFacts(
                key=one.key,
                name=one.name,
                name_en=one.name_en,
                target_group=one.target_group,
                target_group_en=one.target_group_en,
                legal=tuple(one.legal),
            ),
            one.position,
        )
        for one in found
    }


def _give_subject(county: County, change: SubjectGiven) -> None:
    values = asdict(change.facts) | {
        "position": change.position,
        "legal": list(change.facts.legal),
    }
    if change.is_new:
        subject = Subject(id=new_id(), county_id=county.id, **values)
        db.session.add(subject)
    else:
        wanted = select(Subject).where(
            Subject.county_id == county.id, Subject.key == change.facts.key
        )
        subject = db.session.scalars(wanted).one()
        for name, value in values.items():
            setattr(subject, name, value)
    action = "subject.added" if change.is_new else "subject.changed"
    audit.record_maintenance(county.id, action, subject)


def _list_there(county: County) -> list[There]:
    """Everybody in the county but its private people, as they stand."""
    found = db.session.scalars(
        select(Organisation)
        .where(
            Organisation.county_id == county.id, Organisation.kind != OrganisationKind.INDIVIDUALS
        )
        .order_by(Organisation.sort_key, Organisation.id)
        .execution_options(populate_existing=True)
    ).all()
    waiting = select(OrganisationChange.organisation_id).where(
        OrganisationChange.county_id == county.id,
        OrganisationChange.kind == ChangeKind.RENAMED,
        OrganisationChange.applied_at.is_(None),
    )
    waits = set(db.session.scalars(waiting))
    units = db.session.scalars(
        select(Unit)
        .where(Unit.county_id == county.id)
        .order_by(Unit.sort_key, Unit.id)
        .execution_options(populate_existing=True)
    ).all()
    return [_there(one, units, is_waiting=one.id in waits) for one in found]


def _there(one: Organisation, units: Sequence[Unit], *, is_waiting: bool) -> There:
    tile = None
    if one.tile_row is not None and one.tile_column is not None:
        tile = (one.tile_row, one.tile_column, one.tile_label or "")
    return There(
        id=one.id,
        key=one.key,
        kind=one.kind,
        facts=Facts(one.name, one.short_name, one.organisation_number, tile),
        former=frozenset(name.name for name in one.earlier_names),
        is_waiting=is_waiting,
        is_closed=one.closed_at is not None,
        units=tuple(
            UnitThere(
                id=unit.id,
                key=unit.key,
                name=unit.name,
                former=frozenset(name.name for name in unit.earlier_names),
                is_closed=unit.closed_at is not None,
            )
            for unit in units
            if unit.organisation_id == one.id
        ),
    )


def _enter(county: County, key: str | None, kind: OrganisationKind, facts: Facts) -> Organisation:
    organisation_id = new_id()
    functions.add_organisation(
        functions.NewOrganisation(
            id=organisation_id,
            change_id=new_id(),
            county_id=county.id,
            key=key,
            kind=kind.value,
            name=facts.name,
            short_name=facts.short_name,
            sort_key=sort_key(facts.short_name),
            number=facts.number,
            reason="",
        )
    )
    organisation = db.session.get_one(Organisation, organisation_id)
    audit.record_maintenance(county.id, "organisation.added", organisation)
    return organisation


def _add(county: County, wanted: Wanted) -> None:
    organisation = _enter(county, wanted.key, wanted.kind, wanted.facts)
    _set_tile(organisation, wanted.facts)
    for unit in wanted.units:
        _add_unit(county.id, organisation.id, unit)


def _set_tile(organisation: Organisation, facts: Facts) -> None:
    row, column, label = facts.tile or (None, None, None)
    organisation.tile_row, organisation.tile_column, organisation.tile_label = row, column, label


def _change(county: County, change: Changed) -> None:
    facts = change.wanted.facts
    organisation = db.session.get_one(Organisation, change.there.id)
    if change.is_renamed:
        functions.rename_organisation(
            functions.NewName(
                change_id=new_id(),
                organisation_id=organisation.id,
                name=facts.name,
                short_name=facts.short_name,
                sort_key=sort_key(facts.short_name),
                from_day=clock.today(),
                reason="",
            )
        )
        db.session.refresh(organisation)
    organisation.key = change.wanted.key
    organisation.organisation_number = facts.number
    _set_tile(organisation, facts)
    action = "organisation.renamed" if change.is_renamed else "organisation.changed"
    audit.record_maintenance(county.id, action, organisation)


def _add_unit(county_id: UUID, organisation_id: UUID, facts: UnitFacts) -> None:
    unit = Unit(
        id=new_id(),
        county_id=county_id,
        organisation_id=organisation_id,
        key=facts.key,
        name=facts.name,
        sort_key=sort_key(facts.name),
    )
    db.session.add(unit)
    audit.record_maintenance(county_id, "unit.added", unit)


def _rename_unit(county: County, there: UnitThere, name: str) -> None:
    unit = db.session.get_one(Unit, there.id)
    functions.rename_unit(
        functions.NewUnitName(
            change_id=new_id(),
            unit_id=unit.id,
            name=name,
            sort_key=sort_key(name),
            from_day=clock.today(),
            reason="",
        )
    )
    audit.record_maintenance(county.id, "unit.renamed", unit)


def find_county(key: str) -> County | None:
    """A county by its key, if it is there."""
    return db.session.scalar(select(County).where(County.key == key))


def get_county(key: str) -> County:
    """A county by its key."""
    county = find_county(key)
    if county is None:
        raise ConfigurationError(f"no county has the key {key}")
    return county


def organisation_number(organisation: str) -> str | None:
    """The number of the organisation with that name, if it has one."""
    return _get_organisation(organisation).organisation_number


def _get_organisation(name: str) -> Organisation:
    found = db.session.scalars(select(Organisation).where(Organisation.name == name)).all()
    if len(found) != 1:
        raise ConfigurationError(f"{len(found)} organisations are called {name}{_now(name)}")
    return found[0]


def _now(name: str) -> str:
    """What an organisation that was called so is called now."""
    former = Organisation.former_names.contains([{"name": name}])
    names = db.session.scalars(select(Organisation.name).where(former).order_by(Organisation.name))
    return "".join(f"; it is called {now} now" for now in names)


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
        token_hash=identity.hash_code(code, secret_key),
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

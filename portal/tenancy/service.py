"""Changing an organisation: its name, its units, and whom one calls there."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from portal.audit import service as audit
from portal.authz import OF_ONE_NUMBER, Actor, OrganisationKind
from portal.db import db, hold
from portal.errors import NotFoundError
from portal.ids import new_id
from portal.tenancy import functions, queries
from portal.tenancy.models import ChangeKind, Contact, Organisation, OrganisationChange, Unit
from portal.tenancy.queries import NewName
from portal.tenancy.rules import (
    ONE_IN_A_COUNTY,
    OrganisationRefusal,
    OrganisationRuleError,
    check_first_day,
    check_has_come,
    check_name,
    check_number,
    check_short_name,
)
from portal.tenancy.sorting import sort_key


@dataclass(frozen=True, slots=True)
class Change:
    """The act of a form: the same `id` twice is one act. Why, and from which day on."""

    id: UUID
    from_day: date
    reason: str


def rename(
    actor: Actor,
    organisation: Organisation,
    change: Change,
    *,
    name: str,
    short_name: str,
    today: date,
) -> None:
    """Give an organisation of the county another name from a day on."""
    hold(actor.county_id)
    db.session.refresh(organisation)
    if _is_made(change.id) or (organisation.name, organisation.short_name) == (name, short_name):
        return
    if not organisation.is_offered:
        raise NotFoundError
    check_name(name, queries.list_names(actor.county_id, but=organisation.id))
    check_short_name((organisation.name, organisation.short_name), (name, short_name))
    names = [one for one in queries.list_changes(organisation) if one.kind is ChangeKind.RENAMED]
    if any(one.applied_at is None for one in names):
        raise OrganisationRuleError(OrganisationRefusal.NAME_WAITS)
    check_first_day(change.from_day, today, max((one.from_day for one in names), default=None))
    functions.rename_organisation(
        functions.NewName(
            change_id=change.id,
            organisation_id=organisation.id,
            name=name,
            short_name=short_name,
            sort_key=sort_key(short_name),
            from_day=change.from_day,
            reason=change.reason,
        )
    )
    audit.record(actor, "organisation.renamed", organisation)
    db.session.refresh(organisation)


def withdraw_name(actor: Actor, new_name: NewName) -> None:
    """Take back a new name whose day has not come. Twice is once."""
    hold(actor.county_id)
    change = queries.find_name_change(new_name.organisation, new_name.change_id)
    if change is None:
        return
    if change.applied_at is not None:
        raise OrganisationRuleError(OrganisationRefusal.NAME_HOLDS)
    audit.record(actor, "organisation.rename_withdrawn", new_name.organisation)
    functions.withdraw_name(change.id)
    db.session.expunge(change)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOrganisation:
    """An organisation to add: `number` as it was typed, or why it has none.

    `fields` are what the form calls name, number and reason, for what a rule says of them.
    """

    id: UUID
    kind: OrganisationKind
    name: str
    number: str
    why_none: str
    fields: tuple[str, str, str] = ("name", "number", "why_none")


def add_organisation(actor: Actor, new: NewOrganisation) -> None:
    """Add an organisation to the county. The same id twice is one organisation."""
    hold(actor.county_id)
    if db.session.get(Organisation, new.id) is not None:
        return
    name_field, number_field, _why = new.fields
    number = check_number(new.number, new.why_none, new.fields)
    check_name(new.name, queries.list_names(actor.county_id), name_field)
    there = queries.list_organisations(actor, new.kind)
    if new.kind in ONE_IN_A_COUNTY and there:
        raise OrganisationRuleError(OrganisationRefusal.ONE_OF_A_KIND, field="kind")
    if (
        number
        and new.kind not in OF_ONE_NUMBER
        and any(one.organisation_number == number for one in there)
    ):
        raise OrganisationRuleError(OrganisationRefusal.NUMBER_TAKEN, field=number_field)
    functions.add_organisation(
        functions.NewOrganisation(
            id=new.id,
            change_id=new_id(),
            county_id=actor.county_id,
            key=None,
            kind=new.kind.value,
            name=new.name,
            short_name=new.name,
            sort_key=sort_key(new.name),
            number=number,
            reason=new.why_none,
        )
    )
    audit.record(actor, "organisation.added", db.session.get_one(Organisation, new.id))


def _is_made(change_id: UUID) -> bool:
    return db.session.get(OrganisationChange, change_id) is not None


def add(actor: Actor, *, unit_id: UUID, name: str) -> None:
    """Add a unit to the actor's organisation. The same `unit_id` twice is one unit."""
    hold(actor.organisation_id)
    sent_twice = select(Unit.id).where(
        Unit.id == unit_id, Unit.organisation_id == actor.organisation_id
    )
    if db.session.scalar(sent_twice) is not None:
        return
    _check_unit_name(actor.organisation_id, name)
    unit = Unit(
        id=unit_id,
        county_id=actor.county_id,
        organisation_id=actor.organisation_id,
        key=f"enhet-{unit_id.hex[-12:]}",
        name=name,
        sort_key=sort_key(name),
    )
    db.session.add(unit)
    audit.record(actor, "unit.added", unit)


def rename_unit(actor: Actor, unit: Unit, change: Change, *, name: str, today: date) -> None:
    """Give a unit another name, from a day that has come."""
    hold(unit.organisation_id)
    db.session.refresh(unit)
    if _is_made(change.id) or unit.name == name:
        return
    _check_open(unit)
    check_has_come(change.from_day, today)
    _check_unit_name(unit.organisation_id, name, but=unit.id)
    functions.rename_unit(
        functions.NewUnitName(
            change_id=change.id,
            unit_id=unit.id,
            name=name,
            sort_key=sort_key(name),
            from_day=change.from_day,
            reason=change.reason,
        )
    )
    audit.record(actor, "unit.renamed", unit)
    db.session.refresh(unit)


def close_unit(
    actor: Actor, unit: Unit, change: Change, *, receiver_id: UUID | None, today: date
) -> None:
    """Close a unit. What is open there is another unit's, or the whole organisation's."""
    hold(unit.organisation_id)
    db.session.refresh(unit)
    if _is_made(change.id):
        return
    _check_open(unit)
    check_has_come(change.from_day, today)
    open_units = {one.id for one in queries.list_units_of(unit.organisation_id)} - {unit.id}
    if receiver_id is not None and receiver_id not in open_units:
        raise NotFoundError
    functions.close_unit(
        functions.ClosedUnit(
            change_id=change.id,
            unit_id=unit.id,
            receiver_id=receiver_id,
            from_day=change.from_day,
            reason=change.reason,
        )
    )
    audit.record(actor, "unit.closed", unit)
    db.session.refresh(unit)


def _check_open(unit: Unit) -> None:
    if unit.closed_at is not None:
        raise OrganisationRuleError(OrganisationRefusal.CLOSED)


def _check_unit_name(organisation_id: UUID, name: str, *, but: UUID | None = None) -> None:
    taken = {one.name.casefold() for one in queries.list_units_of(organisation_id) if one.id != but}
    if name.casefold() in taken:
        raise OrganisationRuleError(OrganisationRefusal.UNIT_NAME_TAKEN, field="name")


def set_contact(actor: Actor, organisation: Organisation, contact: Contact) -> None:
    """Say whom one calls at the actor's own organisation."""
    if organisation.contact == contact:
        return
    organisation.contact_name = contact.name or None
    organisation.contact_phone = contact.phone or None
    organisation.contact_email = contact.email or None
    organisation.contact_address = contact.address or None
    audit.record(actor, "organisation.contact_set", organisation)

"""Changing an organisation: its units, and whom one calls there."""

from uuid import UUID

from sqlalchemy import select

from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db
from portal.tenancy.models import Contact, Organisation, Unit
from portal.tenancy.sorting import sort_key


def add(actor: Actor, *, unit_id: UUID, name: str) -> None:
    """Add a unit to the actor's organisation. The same `unit_id` twice is one unit."""
    sent_twice = select(Unit.id).where(
        Unit.id == unit_id, Unit.organisation_id == actor.organisation_id
    )
    if db.session.scalar(sent_twice) is not None:
        return
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


def set_contact(actor: Actor, organisation: Organisation, contact: Contact) -> None:
    """Say whom one calls at the actor's own organisation."""
    if organisation.contact == contact:
        return
    organisation.contact_name = contact.name or None
    organisation.contact_phone = contact.phone or None
    organisation.contact_email = contact.email or None
    audit.record(actor, "organisation.contact_set", organisation)

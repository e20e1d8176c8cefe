"""Noting contacts to make after somebody was taken into care, and routines gone through."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from agreements.aftercare import (
    KNOWN_WITHIN,
    NEW_WITHIN,
    ContactOutcome,
    LobWorkRefusal,
    LobWorkRuleError,
    check_contacted,
    check_reported,
    check_reviewed,
    contact_due,
)
from agreements.facts import in_words
from agreements.lob_work import queries
from agreements.tables.agreement import Agreement
from agreements.tables.lob_work import LobContact, LobReview
from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db, hold
from portal.documents.written import check_all_written
from portal.errors import check_all
from portal.personal_data import check_all_impersonal, check_impersonal


@dataclass(frozen=True, slots=True)
class ToContact:
    """Somebody to contact, by the reference of the case. The same `id` twice is one."""

    id: UUID
    reference: str
    is_known: bool
    reported_on: date


def note_contact(
    actor: Actor, agreement: Agreement, said: ToContact, *, now: datetime, today: date
) -> None:
    """Put a contact on the list; the agreement says until when."""
    if db.session.get(LobContact, said.id) is not None:
        return
    held = agreement.held
    check_all(
        lambda: check_impersonal("reference", said.reference),
        lambda: check_reported(said.reported_on, held.valid_from, held.valid_until, today),
    )
    key = KNOWN_WITHIN if said.is_known else NEW_WITHIN
    agreed = queries.within(agreement, key, said.reported_on)
    due_on = contact_due(agreed, said.reported_on)
    hold(actor.organisation_id)
    same = select(LobContact).where(
        LobContact.agreement_id == agreement.id,
        LobContact.organisation_id == actor.organisation_id,
        LobContact.reference == said.reference,
        LobContact.done_at.is_(None),
    )
    if (listed := db.session.scalar(same)) is not None:
        if (listed.fact_key, listed.reported_on) == (key, said.reported_on):
            return
        raise LobWorkRuleError(LobWorkRefusal.LISTED_ALREADY, field="reference")
    row = LobContact(
        id=said.id,
        county_id=actor.county_id,
        agreement_id=agreement.id,
        organisation_id=actor.organisation_id,
        reference=said.reference,
        fact_key=key,
        said=in_words(agreed) if agreed else "",
        reported_on=said.reported_on,
        due_on=due_on,
        recorded_by=actor.name,
        recorded_at=now,
    )
    db.session.add(row)
    audit.record(actor, "lob.contact_noted", row)


def make_contact(
    actor: Actor,
    contact: LobContact,
    outcome: ContactOutcome,
    done_on: date,
    *,
    now: datetime,
    today: date,
) -> None:
    """Mark a contact as made. The reference goes: what is kept is that there was one."""
    db.session.refresh(contact, with_for_update=True)
    if contact.done_at is not None and (contact.outcome, contact.done_on) == (outcome, done_on):
        return
    if contact.done_at is not None:
        raise LobWorkRuleError(LobWorkRefusal.DONE_ALREADY)
    check_contacted(done_on, contact.reported_on, today)
    contact.reference = ""
    contact.outcome, contact.done_on = outcome, done_on
    contact.done_by, contact.done_at = actor.name, now
    audit.record(actor, "lob.contact_made", contact)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Routines that were gone through: when, by which functions, what was found, when next."""

    id: UUID
    reviewed_on: date
    whom: str
    finding: str
    next_on: date


def review(
    actor: Actor, agreement: Agreement, said: Reviewed, *, now: datetime, today: date
) -> None:
    """Note that the routines were gone through. The same `id` twice is one."""
    if db.session.get(LobReview, said.id) is not None:
        return
    check_all(
        lambda: check_all_impersonal(whom=said.whom, finding=said.finding),
        lambda: check_all_written(whom=said.whom, finding=said.finding),
        lambda: check_reviewed(said.reviewed_on, said.next_on, today),
    )
    row = LobReview(
        id=said.id,
        county_id=actor.county_id,
        agreement_id=agreement.id,
        organisation_id=actor.organisation_id,
        reviewed_on=said.reviewed_on,
        whom=said.whom,
        finding=said.finding,
        next_on=said.next_on,
        recorded_by=actor.name,
        recorded_at=now,
    )
    db.session.add(row)
    audit.record(actor, "lob.routines_reviewed", row)

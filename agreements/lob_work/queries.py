"""What is to be done about LOB where an agreement holds, and what has been."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from agreements import facade
from agreements.aftercare import KNOWN_WITHIN, NEW_WITHIN, Contacted
from agreements.facade import Fact
from agreements.facts import Duration
from agreements.queries.agreement import get_agreement
from agreements.tables import functions
from agreements.tables.agreement import Agreement
from agreements.tables.lob_work import LobContact, LobReview
from portal.authz import Actor
from portal.db import at_most, db
from portal.errors import NotFoundError

MOST = 200
"""How many contacts a page lists at most: those that are first due."""
KEYS = ("lob-kontakt-av", NEW_WITHIN, KNOWN_WITHIN)
"""The facts that say who makes contact, and how soon."""


@dataclass(frozen=True, slots=True)
class ContactOf:
    """A contact with the agreement that asks for it."""

    agreement: Agreement
    contact: LobContact

    @property
    def bound_ids(self) -> frozenset[UUID]:
        """Those that the agreement binds."""
        return self.agreement.bound_ids


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many contacts wait by an agreement, and until when the first."""

    agreement_id: UUID
    count: int
    until: date


def get_signed(actor: Actor, agreement_id: UUID) -> Agreement:
    """An agreement that has been signed and is one of its own."""
    agreement = get_agreement(actor, agreement_id)
    if not (agreement.is_signed and agreement.is_own):
        raise NotFoundError
    return agreement


def get_contact(actor: Actor, agreement_id: UUID, contact_id: UUID) -> ContactOf:
    """One of the own organisation's."""
    agreement = get_signed(actor, agreement_id)
    found = db.session.get(LobContact, contact_id)
    if found is None or found.agreement_id != agreement.id:
        raise NotFoundError
    return ContactOf(agreement, found)


def facts_of(agreement: Agreement, day: date) -> Mapping[str, Fact]:
    """What the agreement says on a day of contacts afterwards, by key."""
    found = facade.facts_of(agreement.id, day, only=KEYS)
    return {key: found[key] for key in KEYS if key in found and found[key].is_agreed}


def within(agreement: Agreement, key: str, day: date) -> Duration | None:
    """How soon contact is to be made; None where nothing is agreed."""
    fact = facts_of(agreement, day).get(key)
    return fact.value if fact is not None and isinstance(fact.value, Duration) else None


def find_leading(actor: Actor, agreement: Agreement, day: date) -> UUID | None:
    """Another agreement whose card about LOB leads in the actor's own municipality, if one does."""
    if actor.organisation_id not in agreement.municipality_ids:
        return None
    leading = functions.lob_card_leading(actor.organisation_id, day)
    return None if leading == agreement.id else leading


def list_waiting(actor: Actor, agreement: Agreement) -> Sequence[LobContact]:
    """Those of the actor's organisation that are not made, the first due before."""
    statement = (
        select(LobContact)
        .where(
            LobContact.agreement_id == agreement.id,
            LobContact.organisation_id == actor.organisation_id,
            LobContact.done_at.is_(None),
        )
        .order_by(LobContact.due_on, LobContact.id)
        .limit(at_most(MOST))
    )
    return db.session.scalars(statement).all()


def count_waiting(actor: Actor) -> Sequence[Waiting]:
    """How many wait for the actor's organisation, agreement by agreement."""
    statement = (
        select(LobContact.agreement_id, func.count(), func.min(LobContact.due_on))
        .where(LobContact.organisation_id == actor.organisation_id, LobContact.done_at.is_(None))
        .group_by(LobContact.agreement_id)
    )
    return [Waiting(*row) for row in db.session.execute(statement)]


def list_made(actor: Actor, agreement: Agreement, since: date) -> Sequence[Contacted]:
    """Those of the actor's organisation that have been made since a day."""
    statement = select(LobContact.due_on, LobContact.done_on, LobContact.outcome).where(
        LobContact.agreement_id == agreement.id,
        LobContact.organisation_id == actor.organisation_id,
        LobContact.done_on >= since,
    )
    return [
        Contacted(due_on, done_on, outcome)
        for due_on, done_on, outcome in db.session.execute(statement)
        if done_on is not None and outcome is not None
    ]


def list_reviews(agreement: Agreement) -> Sequence[LobReview]:
    """When its routines were gone through, the last first."""
    statement = (
        select(LobReview)
        .where(LobReview.agreement_id == agreement.id)
        .order_by(LobReview.reviewed_on.desc(), LobReview.recorded_at.desc())
    )
    return db.session.scalars(statement).all()

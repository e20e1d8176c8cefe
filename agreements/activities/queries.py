"""What the parties of an agreement have planned to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from agreements.planned import AHEAD
from agreements.queries.agreement import get_agreement
from agreements.tables.activity import Activity
from agreements.tables.agreement import Agreement
from portal.authz import Actor
from portal.db import at_most, db
from portal.errors import NotFoundError

MOST = 50
"""How many activities a list of what waits shows at most: those that are first due."""


@dataclass(frozen=True, slots=True)
class ActivityOf:
    """An activity with its agreement, as a page's address names it."""

    agreement: Agreement
    activity: Activity

    @property
    def side_ids(self) -> frozenset[UUID]:
        """Who is to do it, and who planned it."""
        return frozenset({self.activity.owner_id, self.activity.organisation_id})

    @property
    def concerns_id(self) -> UUID:
        """Who is to do it."""
        return self.activity.owner_id


def get_planned(actor: Actor, agreement_id: UUID) -> Agreement:
    """An agreement that has been signed and is one of its own."""
    agreement = get_agreement(actor, agreement_id)
    if not (agreement.is_signed and agreement.is_own):
        raise NotFoundError
    return agreement


def get_activity(actor: Actor, agreement_id: UUID, activity_id: UUID) -> ActivityOf:
    """An activity of an agreement."""
    agreement = get_planned(actor, agreement_id)
    found = db.session.get(Activity, activity_id)
    if found is None or found.agreement_id != agreement.id:
        raise NotFoundError
    return ActivityOf(agreement, found)


def list_activities(agreement: Agreement) -> Sequence[Activity]:
    """Those of an agreement: what is to be done first, then what has ended."""
    statement = (
        select(Activity)
        .where(Activity.agreement_id == agreement.id)
        .order_by(Activity.ended_at.is_not(None), Activity.due_on, Activity.id)
    )
    return db.session.scalars(statement).all()


def list_asked(actor: Actor, today: date) -> Sequence[Activity]:
    """Those that the actor's organisation is to have done soon, or should have."""
    statement = (
        select(Activity)
        .where(
            Activity.owner_id == actor.organisation_id,
            Activity.ended_at.is_(None),
            Activity.due_on <= today + AHEAD,
        )
        .order_by(Activity.due_on, Activity.id)
        .limit(at_most(MOST))
    )
    return db.session.scalars(statement).all()

"""Reading what an organisation may know of an agreement that it no longer takes part in."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from agreements.tables import functions
from portal.authz import Actor
from portal.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class Leaving:
    """What the agreement is called, when it was left, by whose hand and why."""

    title: str
    at: datetime
    told_by: str
    reason: str


def get_leaving(_actor: Actor, agreement_id: UUID) -> Leaving:
    """How the actor's organisation came to take part no longer; NotFoundError if it does."""
    found = functions.why_left(agreement_id)
    if found is None:
        raise NotFoundError
    return Leaving(found.title, found.at, found.told_by, found.reason)

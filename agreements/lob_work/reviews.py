"""Until when the routines of an agreement about LOB are to be gone through, and by whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from agreements.aftercare import REVIEW_AHEAD, review_due
from agreements.facts import (
    FactKind,
    Recurrence,
    declared_from_json,
    said_from_json,
    values_of,
)
from agreements.tables import reminder_functions
from agreements.tables.agreement import Agreement
from portal.authz import Actor


@dataclass(frozen=True, slots=True)
class ReviewAsked:
    """That routines are to be gone through: of which agreement, by whom, until when.

    `is_first`: nobody has gone through them since it came into force.
    """

    agreement_id: UUID
    asked_id: UUID
    until: date
    is_first: bool

    def is_near(self, today: date) -> bool:
        """Whether it stands among what is to be done."""
        return self.until <= today + REVIEW_AHEAD


def asked_of(row: Mapping[Any, Any]) -> ReviewAsked:
    """A row of app.my_lob_reviews(), app.lob_reviews_to_remind() or app.open_of_agreement()."""
    until = review_due(row["valid_from"], _how_often(row), row["next_on"])
    return ReviewAsked(row["agreement_id"], row["asked_id"], until, row["next_on"] is None)


def list_asked(actor: Actor, today: date) -> Sequence[ReviewAsked]:
    """What the actor's organisation is to see to, soon or already late."""
    found = [asked_of(row) for row in reminder_functions.my_lob_reviews(today)]
    return [one for one in found if one.asked_id == actor.organisation_id and one.is_near(today)]


def review_of(agreement: Agreement, today: date) -> ReviewAsked | None:
    """The next of one agreement; None where it says nothing of LOB, or does not hold."""
    return next(
        (asked_of(row) for row in reminder_functions.my_lob_reviews(today, agreement.id)), None
    )


def _how_often(row: Mapping[Any, Any]) -> Recurrence | None:
    if row["declared"] is None:
        return None
    kind = FactKind.RECURRENCE
    declared = declared_from_json("", "", kind, row["declared"])
    found = values_of(declared, said_from_json(kind, row["said"]))
    return next((one for one in found if isinstance(one, Recurrence)), None)

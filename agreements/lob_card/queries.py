"""The card about LOB of an agreement, as the database hands it out to whoever holds one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from agreements.facts import Declared, FactKind, Said, declared_from_json, said_from_json
from agreements.queries.agreement import get_agreement
from agreements.tables import functions
from agreements.tables.agreement import Agreement
from portal.authz import Actor
from portal.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A municipality of an agreement's area where another's card leads, and that card."""

    municipality: str
    agreement_id: UUID
    code: str


@dataclass(frozen=True, slots=True)
class Found:
    """An agreement's card on a day, asked for with the code of a card that it has had.

    `code` and `since` are of the card of the day, and `next` says where the card is of the
    agreement that has taken over. `elsewhere` are the municipalities where another card leads.
    """

    agreement_id: UUID
    held: str
    title: str
    county: str
    holds: bool
    begins: date
    last_day: date | None
    code: str | None
    since: date
    next: tuple[UUID, str] | None
    elsewhere: Sequence[Elsewhere]
    facts: Sequence[tuple[Declared, Said | None]]
    day: date

    @property
    def has_ended(self) -> bool:
        """Whether the agreement holds no more."""
        return self.last_day is not None and self.last_day < self.day

    @property
    def is_current(self) -> bool:
        """Whether the card that somebody holds says what holds on the day."""
        return self.holds and self.code == self.held


def find_card(agreement_id: UUID, held: str, day: date) -> Found:
    """The card; NotFoundError for a code that no card of the agreement has had."""
    row = functions.lob_card(agreement_id, held, day)
    if row is None:
        raise NotFoundError
    return Found(
        agreement_id=agreement_id,
        held=held,
        title=row.title,
        county=row.county,
        holds=row.holds,
        begins=row.begins,
        last_day=row.last_day,
        code=row.code,
        since=row.since,
        next=(row.next_id, row.next_code) if row.next_code else None,
        elsewhere=[
            Elsewhere(one["name"], UUID(one["agreement_id"]), one["code"])
            for one in row.elsewhere or ()
        ],
        facts=[
            (declared_from_json(one["key"], one["label"], kind, one["declared"]), said)
            for one in row.facts or ()
            for kind in [FactKind(one["kind"])]
            for said in [said_from_json(kind, one["said"])]
        ],
        day=day,
    )


def find_code(agreement_id: UUID, day: date) -> str | None:
    """The code of the card that a signed agreement has; None where it says nothing of LOB."""
    return functions.lob_card_of(agreement_id, day)


def get_of_card(actor: Actor, agreement_id: UUID) -> Agreement:
    """An agreement that has been signed and is one of its own."""
    agreement = get_agreement(actor, agreement_id)
    if not (agreement.is_signed and agreement.is_own):
        raise NotFoundError
    return agreement

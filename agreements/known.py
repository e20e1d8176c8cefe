"""What the database knows of agreements and groups, as expectations ask for it.

It is what app.known_agreements() and app.open_groups() answer.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping

from agreements.cases import OpenDeviation, OpenDispute
from agreements.expected import (
    Facts,
    Following,
    GroupDecided,
    GroupFacts,
    GroupMeets,
    OpenSuggestion,
)
from agreements.facts import (
    Every,
    FactKind,
    Recurrence,
    declared_from_json,
    said_from_json,
    values_of,
)
from agreements.groups import next_day
from agreements.readiness import is_term_ready
from agreements.readings import ReadingKind, Said, Stand, stands
from agreements.rules import Status, SuggestionStatus
from agreements.terms import Term
from portal.zone import STOCKHOLM


def facts_of(row: Mapping[Any, Any], today: date, *, following: Following) -> Facts:
    """The facts in a row; `following` is what comes after the agreement."""
    is_open = row["open_ended"] and row["last_day"] is None
    term = Term(row["valid_from"], row["last_day"], row["review_on"], is_open)
    return Facts(
        status=Status(row["status"]),
        since=row["status_at"],
        term=term,
        creator=row["creator_id"],
        parties=row["party_ids"] or (),
        bound=row["bound_ids"] or (),
        done=row["done"] or (),
        stands=_stands(row),
        due_on=row["due_on"],
        suggestions=[_suggestion(one) for one in row["suggestions"] or ()],
        is_ready=bool(row["is_written"]) and is_term_ready(term, today),
        following=following,
        deviations=[_deviation(one) for one in row.get("deviations") or ()],
        disputes=[_dispute(one) for one in row.get("disputes") or ()],
    )


def _stands(row: Mapping[Any, Any]) -> dict[UUID, Stand]:
    said = [
        Said(
            UUID(one["party"]),
            ReadingKind(one["kind"]),
            datetime.fromisoformat(one["at"]),
            one["revision"],
        )
        for one in row["said"] or ()
    ]
    parties = row["party_ids"] or ()
    return stands(parties, said, revision=row["revision"], since=row["status_at"])


def _suggestion(one: Mapping[str, Any]) -> OpenSuggestion:
    return OpenSuggestion(
        id=UUID(one["id"]),
        status=SuggestionStatus(one["status"]),
        party=UUID(one["party"]),
        since=datetime.fromisoformat(one["since"]),
        answered=frozenset(UUID(party) for party in one["answered"]),
        until=date.fromisoformat(one["until"]) if one["until"] else None,
    )


def _deviation(one: Mapping[str, Any]) -> OpenDeviation:
    return OpenDeviation(
        id=UUID(one["id"]),
        reporter=UUID(one["reporter"]),
        concerns=UUID(one["concerns"]),
        since=datetime.fromisoformat(one["since"]),
        until=date.fromisoformat(one["until"]),
        is_answered=False,
    )


def _dispute(one: Mapping[str, Any]) -> OpenDispute:
    return OpenDispute(
        id=UUID(one["id"]),
        sides=frozenset(UUID(side) for side in one["sides"]),
        since=datetime.fromisoformat(one["since"]),
        until=date.fromisoformat(one["until"]),
        silent=frozenset(UUID(side) for side in one["silent"]),
        asked=frozenset(),
    )


def group_facts(row: RowMapping) -> GroupFacts:
    """What the database knows of a group (app.open_groups), as expectations ask for it."""
    return GroupFacts(
        convener=row["convener_id"],
        since=row["last_met"] or row["formed_at"],
        next_on=_next_on(row),
        coming=[_meets(one) for one in row["coming"]],
        unwritten=[_meets(one) for one in row["unwritten"]],
        unconfirmed=[_meets(one) for one in row["unconfirmed"]],
        decisions=[
            GroupDecided(
                id=UUID(one["id"]),
                party=UUID(one["party"]),
                since=datetime.fromisoformat(one["at"]),
                until=date.fromisoformat(one["due_on"]),
                text=one["text"],
            )
            for one in row["decisions"]
        ],
    )


def _next_on(row: RowMapping) -> date | None:
    rhythm = rhythm_of(row["rhythm"], row["every"], row["unit"])
    if rhythm is None or row["is_ended"]:
        return None
    last = (row["last_met"] or row["formed_at"]).astimezone(STOCKHOLM).date()
    return next_day(last, rhythm.every, rhythm.unit)


def rhythm_of(
    fact: Mapping[str, Any] | None, every: int | None, unit: str | None
) -> Recurrence | None:
    """How often a group meets: as a fact of its agreement says, else as it says itself."""
    if fact is not None:
        kind = FactKind.RECURRENCE
        declared = declared_from_json(fact["key"], "", kind, fact["declared"])
        for one in values_of(declared, said_from_json(kind, fact["said"])):
            if isinstance(one, Recurrence):
                return one
    return Recurrence(every, Every(unit)) if every and unit else None


def _meets(one: Mapping[str, object]) -> GroupMeets:
    parties = one.get("parties", ())
    return GroupMeets(
        id=UUID(str(one["id"])),
        since=datetime.fromisoformat(str(one["at"])).astimezone(UTC),
        parties=[UUID(each) for each in parties] if isinstance(parties, list) else (),
    )

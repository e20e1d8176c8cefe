"""What the database knows of an agreement (app.known_agreements), as expectations ask for it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping

from agreements.cases import OpenDeviation, OpenDispute
from agreements.expected import Facts, OpenSuggestion
from agreements.readiness import is_term_ready
from agreements.readings import ReadingKind, Said, Stand, stands
from agreements.rules import Status, SuggestionStatus, Term


def facts_of(row: RowMapping, today: date, *, has_next: bool) -> Facts:
    """The facts in a row; `has_next`: nobody need begin on the agreement that comes after it."""
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
        has_next=has_next,
        deviations=[_deviation(one) for one in row.get("deviations") or ()],
        disputes=[_dispute(one) for one in row.get("disputes") or ()],
    )


def _stands(row: RowMapping) -> dict[UUID, Stand]:
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
        asked=None,
    )

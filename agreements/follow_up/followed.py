"""What the database tells of what agreements follow up, as the rules know it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping

from agreements.facts import (
    FactKind,
    Indicator,
    Value,
    declared_from_json,
    said_from_json,
    values_of,
)
from agreements.indicators import REPORTED_IN_WORDS, Asked, Followed, Party, distinct, known_by


def followed_of(row: RowMapping) -> Followed:
    """A row of app.my_indicators() or app.indicators_to_remind()."""
    return Followed(
        agreement=row["agreement_id"],
        creator=row["creator_id"],
        first=row["valid_from"],
        places=row["municipality_ids"],
        parties=[_party(one) for one in row["parties"] or ()],
        asked=distinct(one for fact in row["facts"] or () for one in asked_by(fact)),
        entered={(UUID(place), known_by(name), year) for place, name, year in row["entered"]},
    )


def asked_in(key: str, label: str, values: Iterable[Value]) -> list[Asked]:
    """The indicators that a fact holds, as far as they have values."""
    if key in REPORTED_IN_WORDS:
        return []
    return [Asked(key, label, one) for one in values if isinstance(one, Indicator)]


def asked_by(fact: dict[str, Any]) -> list[Asked]:
    """The same of what the database tells of a fact."""
    kind, key, label = FactKind.INDICATOR, fact["key"], fact["label"]
    declared = declared_from_json(key, label, kind, fact["declared"])
    return asked_in(key, label, values_of(declared, said_from_json(kind, fact["said"])))


def _party(one: dict[str, str]) -> Party:
    return Party(UUID(one["id"]), one["kind"], one["name"], one["short"])

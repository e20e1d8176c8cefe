"""A change that is suggested in somebody's words: each field as it was and as it would be."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

REMOVED = "removed"
"""The field that says, with "yes", that the whole is suggested to be taken out."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """What somebody suggests, for which text, goal or action, and for which organisation."""

    id: UUID
    subject_id: UUID
    by: str
    made_by: str
    made_at: datetime
    base: Mapping[str, str]
    values: Mapping[str, str]

    @property
    def removes(self) -> bool:
        """It would take the whole out."""
        return REMOVED in self.values


def as_json(base: Mapping[str, str], values: Mapping[str, str]) -> str:
    """How it is kept."""
    return json.dumps({"base": dict(base), "values": dict(values)}, ensure_ascii=False)


def read(said: str) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """What each field said, and would say, of what `as_json` wrote."""
    kept = json.loads(said)
    return kept["base"], kept["values"]

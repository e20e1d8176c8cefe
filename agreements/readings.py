"""What the parties say of a shared text, and what of it still holds. Pure functions.

A party's word is about the text as it was then: when the text changes, or comes back from decision,
it is asked for anew.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class ReadingKind(StrEnum):
    """What a party may say of a text that is shared with it."""

    READ = "read"
    READY = "ready"
    NOT_READY = "not_ready"


@dataclass(frozen=True, slots=True)
class Said:
    """What a party said, and of which text: `revision` is the agreement's at the time."""

    party: UUID
    kind: ReadingKind
    at: datetime
    revision: int


class Stand(StrEnum):
    """How a party stands to the text as it is now. LAPSED: it was ready with another."""

    SILENT = "silent"
    READ = "read"
    LAPSED = "lapsed"
    READY = "ready"


def stands(
    parties: Iterable[UUID], said: Collection[Said], *, revision: int, since: datetime
) -> dict[UUID, Stand]:
    """How each party stands to the text that is `revision` and was shared, or came back, `since`.

    The database says the same of those that are ready (app.has_said_ready).
    """
    return {
        party: _stand([one for one in said if one.party == party], revision, since)
        for party in parties
    }


def last_word(said: Iterable[Said]) -> Said | None:
    """The last that was said of being ready or not."""
    words = (one for one in said if one.kind is not ReadingKind.READ)
    return max(words, key=lambda one: one.at, default=None)


def _stand(said: Collection[Said], revision: int, since: datetime) -> Stand:
    word = last_word(said)
    if word is None or word.kind is ReadingKind.NOT_READY:
        return Stand.READ if said else Stand.SILENT
    holds = word.revision == revision and word.at >= since
    return Stand.READY if holds else Stand.LAPSED

"""The suggestions that wait on a page about what they would change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from agreements import outline_words, words
from agreements.outlines import OutlineKind
from agreements.parts import Json, Parts
from agreements.rules import SuggestionStatus
from agreements.tables.agreement import Agreement


@dataclass(frozen=True, slots=True)
class WaitingSuggestion:
    """A suggestion that is not settled, and whose it is; `status` as in portal/web/statuses.py.

    `operations` are the cells of the matrix that it would change (as `Suggestion` says).
    """

    id: UUID
    author_name: str
    party: str
    reason: str
    status: str
    created_at: datetime
    operations: Sequence[Mapping[str, str]]
    outline: Mapping[str, str] | None

    @property
    def told(self) -> str:
        """What it would do to a measure, in words; "" for one of a text or of cells."""
        if self.outline is None:
            return ""
        return outline_words.suggested(OutlineKind(self.outline["kind"]), self.outline)


def waiting_of(found: Parts) -> Sequence[WaitingSuggestion]:
    """Those about the section, or the matrix, that was asked for, the oldest first."""
    return [_waiting(found.agreement, one) for one in found.found["waiting"]]


def _waiting(agreement: Agreement, one: Json) -> WaitingSuggestion:
    created_at = datetime.fromisoformat(one["created_at"])
    return WaitingSuggestion(
        id=UUID(one["id"]),
        author_name=one["author_name"],
        party=agreement.party_name(UUID(one["organisation_id"]), created_at),
        reason=one["reason"],
        status=words.SUGGESTION_STATUS[SuggestionStatus(one["status"])],
        created_at=created_at,
        operations=one["operations"],
        outline=one["outline"],
    )

"""The suggestions that wait on a page about what they would change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from agreements import queries, words
from agreements.models import Agreement, Section
from agreements.rules import OPEN_SUGGESTIONS


@dataclass(frozen=True, slots=True)
class WaitingSuggestion:
    """A suggestion that is not settled, and whose it is; `status` as in portal/web/statuses.py.

    `operations` are the cells of the matrix that it would change (agreements.models.Suggestion).
    """

    id: UUID
    author_name: str
    party: str
    reason: str
    status: str
    created_at: datetime
    operations: Sequence[Mapping[str, str]]


def list_waiting(
    agreement: Agreement, *, section: Section | None = None, of_matrix: bool = False
) -> Sequence[WaitingSuggestion]:
    """Those about a section, or about the matrix, the oldest first."""
    found = queries.list_suggestions(
        agreement, *OPEN_SUGGESTIONS, section=section, of_matrix=of_matrix
    )
    return [
        WaitingSuggestion(
            id=one.id,
            author_name=one.author_name,
            party=agreement.party_name(one.organisation_id, one.created_at),
            reason=one.reason,
            status=words.SUGGESTION_STATUS[one.status],
            created_at=one.created_at,
            operations=one.operations or (),
        )
        for one in found
    ]

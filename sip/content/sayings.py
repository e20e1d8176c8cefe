"""What parties say beside the plan's texts: what a called organisation brings, notes of answers.

Each has a category of information, and is read by whoever shares it: the database hands it out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from portal.vault import Place
from sip.content.rules import ContentRefusal
from sip.door.opening import OpenedPlan
from sip.kernel.refusals import SipRuleError
from sip.tables import functions


class Saying(StrEnum):
    """What is said, and the column that keeps it."""

    CONTRIBUTION = "contribution"
    NOTE = "note"
    COMMENT = "comment"


PLACES = {
    Saying.CONTRIBUTION: ("call", "contribution_sealed"),
    Saying.NOTE: ("attendance", "note_sealed"),
    Saying.COMMENT: ("plan_approval", "comment_sealed"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """Words and their category; none for what was said before it had one."""

    text: str
    category: str


def seal_saying(
    opened: OpenedPlan,
    kind: Saying,
    row_id: UUID,
    text: str,
    category: str,
    *,
    field: str = "category",
) -> tuple[bytes | None, str | None]:
    """What to keep of words, and their category; nothing of none.

    Words without a category are refused, at the form's `field`.
    """
    if not text:
        return None, None
    if not category:
        raise SipRuleError(ContentRefusal.CATEGORY_NEEDED, field=field)
    return opened.key.seal(text, Place(*PLACES[kind], row_id)), category


def load_sayings(opened: OpenedPlan, kind: Saying) -> Mapping[UUID, Said]:
    """What is said of one kind and is the reader's to see, by the ids of the rows it stands in."""
    place = PLACES[kind]
    return {
        row.id: Said(opened.key.open(row.sealed, Place(*place, row.id)), row.category or "")
        for row in functions.sayings(opened.plan_id)
        if row.kind == kind
    }

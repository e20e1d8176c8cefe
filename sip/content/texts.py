"""Adding a text to a plan, in the name of one of its parties."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.authz import Actor
from portal.ids import new_id
from sip.content import changes
from sip.door.opening import OpenedPlan
from sip.kernel.vocabulary import TextKind
from sip.tables.plan import PlanText


@dataclass(frozen=True, slots=True)
class WrittenText:
    """What somebody writes under one of the plan's headings.

    `party` is the organisation, or the private person in the plan, in whose name it is written;
    `category` is a key of the settings' categories of information; `meeting_id` is which meeting it
    is written for, or at.
    """

    kind: TextKind
    text: str
    category: str
    party: UUID
    meeting_id: UUID | None = None


def add_text(
    actor: Actor,
    opened: OpenedPlan,
    written: WrittenText,
    *,
    now: datetime,
    text_id: UUID | None = None,
) -> None:
    """Add a text to the plan."""
    row = PlanText(
        id=text_id or new_id(),
        county_id=opened.plan.county_id,
        plan_id=opened.plan.id,
        kind=written.kind,
        from_party=written.party,
        category=written.category,
        meeting_id=written.meeting_id,
    )

    def put() -> None:
        row.text_sealed = changes.seal(opened.key, row, "text_sealed", written.text)

    changes.write(actor, opened, row, {"text": (None, written.text)}, put, now=now)

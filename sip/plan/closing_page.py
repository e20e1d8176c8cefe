"""What is shown when a plan is to be closed, and of one that is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _

from portal import clock
from portal.web.filters import weekday_date
from sip.content.parts import PlanContent
from sip.door.opening import OpenedPlan
from sip.plan import words
from sip.plan.closing import (
    OpenPart,
    closed_as,
    has_survey,
    list_closings,
)
from sip.plan.rules import UNDO_WITHIN


@dataclass(frozen=True, slots=True)
class ClosePage:
    """What the page that closes a plan says. `happens` is what happens then, line by line."""

    plan_id: UUID
    parts: Sequence[OpenPart]
    happens: Sequence[str]
    is_answered: bool


def close_page(opened: OpenedPlan, content: PlanContent, parts: Sequence[OpenPart]) -> ClosePage:
    """Put the page together that closes a plan."""
    return ClosePage(
        plan_id=opened.plan_id,
        parts=parts,
        happens=tuple(_when_closed(content)),
        is_answered=has_survey(opened.plan),
    )


def _when_closed(content: PlanContent) -> Iterator[str]:
    yield _("Planen går att läsa så länge samtycket gäller, men inget mer skrivs i den.")
    yield _("Alla som är med, och personen, får veta att den är avslutad.")
    if meeting := content.next_meeting:
        when = weekday_date(meeting.starts_at)
        yield _("Mötet ställs in och tas bort ur allas kalendrar: %(day)s.", day=when)
    yield _("Kallelser som ingen har svarat på återtas.")
    yield _("Ingen påminns mer om åtgärder, möten och uppföljningar i den.")
    yield _("Blev det fel går det att ångra i en vecka, om samtycket fortfarande gäller.")


@dataclass(frozen=True, slots=True)
class ClosedPlan:
    """That a plan is closed: when, by whom, why, and how what was open went: (title, how)."""

    at: datetime
    by: str
    reason: str
    went: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class PastClosing:
    """A time that a plan was closed, and why; and why that was undone, "" when it was not."""

    at: datetime
    by: str
    why: str
    undone_at: datetime | None
    undone_by: str
    why_undone: str


def past_closings(opened: OpenedPlan) -> Sequence[PastClosing]:
    """Every time that the plan was closed, the latest first."""
    return [
        PastClosing(
            at=row.closed_at,
            by=row.closed_by,
            why=str(words.CLOSING_REASONS[row.reason]),
            undone_at=row.undone_at,
            undone_by=row.undone_by or "",
            why_undone=str(words.REOPEN_REASONS[row.undone_reason]) if row.undone_reason else "",
        )
        for row in list_closings(opened)
    ]


def closed_plan(opened: OpenedPlan, content: PlanContent) -> ClosedPlan | None:
    """What is said of the closing to whoever reads the plan; None while it goes on."""
    closed = closed_as(opened, content)
    if closed is None:
        return None
    went = [
        (part.title, str((words.GOALS_WENT if part.is_goal else words.ACTIONS_WENT)[how]))
        for part, how in closed.went
    ]
    return ClosedPlan(closed.at, closed.by, str(words.CLOSING_REASONS[closed.reason]), went)


def may_reopen(opened: OpenedPlan) -> bool:
    """Whether the reader may undo the closing now."""
    closed_at = opened.plan.closed_at
    is_soon = closed_at is not None and clock.now() - closed_at <= UNDO_WITHIN
    return is_soon and opened.is_handler and opened.is_open

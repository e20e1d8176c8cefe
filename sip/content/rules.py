"""What a plan has to say, and what its reader may be told of it: pure."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from enum import StrEnum

from sip.kernel.refusals import Refusal
from sip.kernel.vocabulary import ActionKind, ActionStatus


class ContentRefusal(Refusal):
    """Why a change of what a plan says was refused."""

    NOT_YOURS = "not_yours"
    PERSONS_OWN = "persons_own"
    SHOWS_TO_MORE = "shows_to_more"
    CATEGORY_NEEDED = "category_needed"
    MAY_NOT_SEE_GOAL = "may_not_see_goal"
    GOAL_LEAVES_SIGHT = "goal_leaves_sight"


# below this many possible sources, to say that something is held back would point at somebody
FEWEST_SOURCES = 2


class Content(StrEnum):
    """The four contents that a plan has to have (SoL 10:8, HSL 16:4)."""

    MEASURES = "measures"
    PRINCIPALS = "principals"
    OTHERS = "others"
    LEAD = "lead"


def missing_contents(
    measures: Iterable[tuple[ActionKind, bool]], *, has_lead: bool, nobody_else: bool = False
) -> tuple[Content, ...]:
    """Which of the four are not there; a measure is its kind and whether somebody answers for it.

    Every measure of a principal has to have a principal: one without leaves PRINCIPALS missing.
    `nobody_else` is that nobody but the principals does anything, which answers OTHERS.
    """
    listed = list(measures)
    of_principals = [owned for kind, owned in listed if kind is ActionKind.ACTION]
    there = {
        Content.MEASURES: bool(listed),
        Content.PRINCIPALS: bool(of_principals) and all(of_principals),
        Content.OTHERS: nobody_else
        or any(kind is not ActionKind.ACTION for kind, _owned in listed),
        Content.LEAD: has_lead,
    }
    return tuple(content for content in Content if not there[content])


def is_unconfirmed(*, is_noted: bool, confirmed_at: datetime | None) -> bool:
    """Whether words stand as staff have noted them, and whose they are has not confirmed them."""
    return is_noted and confirmed_at is None


def may_rewrite(*, is_own: bool, may_write_for: bool, is_unconfirmed: bool) -> bool:
    """Whether somebody may change words: their own, or what staff have noted for the person.

    What the person has written or confirmed is changed by nobody else, who can suggest it.
    """
    return is_own or (may_write_for and is_unconfirmed)


def may_move(*, is_own: bool, sees: Collection[object], would_see: Collection[object]) -> bool:
    """Whether words may go to another category: somebody else's never to more readers."""
    return is_own or set(would_see) <= set(sees)


def may_say_more(sources: Collection[object]) -> bool:
    """Whether a reader may be told that there may be more than they see.

    `sources` are the parties known to the reader some of whose categories they may not see. What
    is said rests on consent alone, never on what has been written, so that nothing shows when
    somebody writes; and it is said only when it could be any of several.
    """
    return len(sources) >= FEWEST_SOURCES


def is_overdue(status: ActionStatus, due_on: date | None, today: date) -> bool:
    """Whether a measure should have been done: its last day is included."""
    waits = status in {ActionStatus.NOT_STARTED, ActionStatus.IN_PROGRESS}
    return waits and due_on is not None and due_on < today

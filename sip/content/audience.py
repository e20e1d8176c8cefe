"""Who may see what a party has written: whoever does something for a goal has to see the goal."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select

from portal.db import db
from portal.edits import Edit
from portal.errors import Difference, StaleError
from sip.content.rules import ContentRefusal
from sip.door.opening import OpenedPlan
from sip.kernel.refusals import SipRuleError
from sip.tables import functions
from sip.tables.plan import Action, Goal


def audience_of(opened: OpenedPlan, source: UUID, category: str) -> frozenset[UUID]:
    """Who may see what `source` holds in a category of the plan: by consent, or their own."""
    return functions.audiences(opened.plan_id, source, [category])[category]


def check_sees_goal(opened: OpenedPlan, goal: Goal, party: UUID | None) -> None:
    """Raise when an action would go to somebody who may not see the goal it serves."""
    if party not in audience_of(opened, goal.from_party, goal.category):
        raise SipRuleError(ContentRefusal.MAY_NOT_SEE_GOAL, field="who")


def check_goal_stays_in_sight(opened: OpenedPlan, goal: Goal, category: str) -> None:
    """Raise when a goal would go out of sight of somebody who acts for it."""
    statement = select(Action.organisation_id, Action.person_id).where(
        Action.plan_id == goal.plan_id, Action.goal_id == goal.id, Action.removed_at.is_(None)
    )
    acting = {organisation or person for organisation, person in db.session.execute(statement)}
    if acting - audience_of(opened, goal.from_party, category):
        raise SipRuleError(ContentRefusal.GOAL_LEAVES_SIGHT, field="category")


def check_category_as_seen(
    current: Mapping[str, str], edit: Edit, wanted: Mapping[str, str], *, changed_by: str
) -> None:
    """Raise StaleError when words would come into another category than their form was opened with.

    Who sees them stood beside the button: somebody has moved them since.
    """
    there = current["category"]
    is_moved = "category" in edit.base and there not in {
        edit.base["category"],
        edit.values["category"],
    }
    if is_moved and wanted:
        yours = edit.values["category"]
        raise StaleError((Difference("category", yours, there, changed_by),))

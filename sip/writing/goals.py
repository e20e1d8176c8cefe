"""Writing the plan's goals: each party in its own name, a handler also in the person's."""

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from portal.authz import Actor
from portal.db import db
from portal.edits import Edit, settle
from sip.content import changes
from sip.content.audience import check_category_as_seen, check_goal_stays_in_sight
from sip.door.locking import hold_shared
from sip.door.opening import OpenedPlan
from sip.kernel.refusals import SipRuleError
from sip.kernel.vocabulary import GoalStatus, StatedBy
from sip.tables.plan import Action, Goal
from sip.writing.rows import find_row, get_row, next_position, was_removed
from sip.writing.rules import WritingRefusal, check_as_read


def goal_was(opened: OpenedPlan, goal_id: UUID) -> dict[str, str]:
    """A goal's fields as they are now; none before it is written."""
    row = find_row(opened, Goal, goal_id)
    return goal_as_texts(opened, row) if row is not None else {}


def write_goal(
    actor: Actor, opened: OpenedPlan, edit: Edit, *, goal_id: UUID, now: datetime
) -> None:
    """Write a goal's fields: stated_by, title, measure, status, category."""
    hold_shared(opened)
    row = find_row(opened, Goal, goal_id)
    if row is None:
        _add_goal(actor, opened, edit.values, goal_id, now)
        return
    changes.check_may_change(opened, row)
    before = goal_as_texts(opened, row)
    wanted = settle(before, edit, changed_by=row.changed_by)
    check_category_as_seen(before, edit, wanted, changed_by=row.changed_by)
    if "category" in wanted:
        check_goal_stays_in_sight(opened, row, wanted["category"])
    said = {name: (before[name], value) for name, value in wanted.items()}
    changes.write(actor, opened, row, said, lambda: _put(opened, row, wanted), now=now)


def goal_as_texts(opened: OpenedPlan, row: Goal) -> dict[str, str]:
    """A goal's fields as texts."""
    return {
        "stated_by": row.stated_by.value,
        "title": changes.unseal(opened.key, row, "title_sealed"),
        "measure": changes.unseal(opened.key, row, "measure_sealed"),
        "status": row.status.value,
        "category": row.category,
    }


def _add_goal(
    actor: Actor,
    opened: OpenedPlan,
    values: Mapping[str, str],
    goal_id: UUID,
    now: datetime,
) -> None:
    plan = opened.plan
    # a private person writes in their own name, also somebody near
    is_of_person = opened.person_id is None and values["stated_by"] == StatedBy.PERSON
    row = Goal(
        id=goal_id,
        county_id=plan.county_id,
        plan_id=plan.id,
        position=next_position(Goal, Goal.plan_id == plan.id),
        from_party=changes.party_to_write_for(opened, for_person=is_of_person),
        category=values["category"],
    )
    whole = {**values, "status": values.get("status") or GoalStatus.OPEN}
    said = {field: (None, values[field]) for field in ("title", "measure")}
    changes.write(actor, opened, row, said, lambda: _put(opened, row, whole), now=now)


READERS: Mapping[str, Callable[[str], object]] = {
    "stated_by": StatedBy,
    "status": GoalStatus,
    "category": str,
}


def _put(opened: OpenedPlan, row: Goal, values: Mapping[str, str]) -> None:
    for name, value in values.items():
        if name in changes.SEALED_COLUMNS:
            column = changes.SEALED_COLUMNS[name]
            setattr(row, column, changes.seal(opened.key, row, column, value))
        else:
            setattr(row, name, READERS[name](value))


def remove_goal(
    actor: Actor, opened: OpenedPlan, goal_id: UUID, *, version: int, now: datetime
) -> None:
    """Take a goal out, as it was read (`version`), once nothing is to be done for it."""
    hold_shared(opened)
    if was_removed(opened, goal_id):
        return  # by the same form, sent twice
    row = get_row(opened, Goal, goal_id)
    changes.check_may_change(opened, row)
    serving = select(Action.id).where(
        Action.plan_id == row.plan_id, Action.goal_id == goal_id, Action.removed_at.is_(None)
    )
    if db.session.scalar(serving.limit(1)) is not None:
        raise SipRuleError(WritingRefusal.GOAL_HAS_ACTIONS)
    check_as_read(version, row.version)
    before = changes.unseal(opened.key, row, "title_sealed")
    changes.remove(actor, opened, row, {"title": (before, None)}, now=now)

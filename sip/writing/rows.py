"""The rows of a plan's content that a command writes: texts, goals and actions."""

from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from portal.db import db
from portal.errors import NotFoundError
from sip.door.opening import OpenedPlan
from sip.tables.plan import Action, Goal, PlanText

Written = TypeVar("Written", bound=PlanText | Goal | Action)


def get_row(opened: OpenedPlan, table: type[Written], row_id: UUID) -> Written:
    """One row of the plan's content that has not been removed; raises NotFoundError without it."""
    found = find_row(opened, table, row_id)
    if found is None:
        raise NotFoundError
    return found


def find_row(opened: OpenedPlan, table: type[Written], row_id: UUID) -> Written | None:
    """One row of the plan's content that has not been removed, or None."""
    statement = (
        select(table)
        .where(table.plan_id == opened.plan.id, table.id == row_id, table.removed_at.is_(None))
        # as it is now, also for a command that has waited for another
        .execution_options(populate_existing=True)
    )
    return db.session.scalar(statement)


def was_removed(opened: OpenedPlan, row_id: UUID) -> bool:
    """Whether it is in sight still, and has been taken out: by the same form, sent twice."""
    for table in (PlanText, Goal, Action):
        gone = select(table.id).where(
            table.plan_id == opened.plan_id, table.id == row_id, table.removed_at.is_not(None)
        )
        if db.session.scalar(gone) is not None:
            return True
    return False


def next_position(table: type[Goal | Action], condition: ColumnElement[bool]) -> int:
    """One after the last that the writer may see."""
    last = select(func.coalesce(func.max(table.position), 0)).where(condition)
    return int(db.session.execute(last).scalar_one()) + 1

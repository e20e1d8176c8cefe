"""Writing the plan: texts, goals and actions. Each party writes in its own name."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import func, select

from portal.authz import Actor
from portal.db import db
from portal.errors import Difference, NotFoundError, StaleError
from sip.content import audience as sight
from sip.content import changes
from sip.content.edits import Edit, settle
from sip.content.unsealing import CASE_NOTES
from sip.door.locking import check_shared, hold_open, hold_shared
from sip.door.opened import Opened
from sip.kernel.refusals import SipRefusal, SipRuleError
from sip.kernel.vocabulary import GoalStatus, StatedBy, TextKind
from sip.plan import service
from sip.plan.service import Words
from sip.tables.plan import Action, Goal, PlanText

Held = TypeVar("Held", PlanText, Goal, Action)


def get_row(opened: Opened, table: type[Held], row_id: UUID) -> Held:
    """One row of the plan's content, for a command; raises NotFoundError."""
    found = find_row(opened, table, row_id)
    if found is None:
        raise NotFoundError
    return found


def find_row(opened: Opened, table: type[Held], row_id: UUID) -> Held | None:
    """The same, or None."""
    statement = (
        select(table)
        .where(table.plan_id == opened.plan.id, table.id == row_id, table.removed_at.is_(None))
        # as it is now, also for a command that has waited for another
        .execution_options(populate_existing=True)
    )
    return db.session.scalar(statement)


def write_text(
    actor: Actor,
    opened: Opened,
    words: Words,
    *,
    text_id: UUID,
    base_version: int,
    now: datetime,
) -> PlanText:
    """Write a text: new with `base_version` 0, else over the one that was read.

    Raises StaleError when somebody saved another text in between. The same text twice is one.
    """
    hold_open(opened)
    if words.kind not in CASE_NOTES:
        check_shared(opened)
    row = find_row(opened, PlanText, text_id)
    if row is None:
        return service.add_text(actor, opened, words, now=now, text_id=text_id)
    changes.check_pen(opened, row)
    before, left = changes.unseal(opened.key, row, "text_sealed"), row.category
    if words.text != before and row.version != base_version:
        raise StaleError((Difference("text", words.text, before, row.changed_by),))
    _categorise(actor, opened, row, words.category, now)
    if words.text != before:
        row.text_sealed = changes.seal(opened.key, row, "text_sealed", words.text)
        said = {"before": before, "after": words.text, "moved_from": left}
        changes.note(actor, opened, row, field="text", now=now, **said)
    changes.mark(actor, opened, row, now)
    return row


def words_of(opened: Opened, kind: str, *, text: str, category: str) -> Words:
    """A text under a heading, in the name it is written in: what matters is the person's own."""
    heading = TextKind(kind)
    party = changes.pen(opened, for_person=heading is TextKind.MATTERS)
    return Words(heading, text, category, party)


def text_version(opened: Opened, text_id: UUID) -> int:
    """The version that a text has now; 0 before it is written."""
    row = find_row(opened, PlanText, text_id)
    return row.version if row is not None else 0


def goal_was(opened: Opened, goal_id: UUID) -> dict[str, str]:
    """A goal's fields as they are now; none before it is written."""
    row = find_row(opened, Goal, goal_id)
    return goal_fields(opened, row) if row is not None else {}


def write_goal(actor: Actor, opened: Opened, edit: Edit, *, goal_id: UUID, now: datetime) -> Goal:
    """Write a goal's fields: stated_by, title, measure, status, category."""
    hold_shared(opened)
    row = find_row(opened, Goal, goal_id)
    if row is None:
        return _add_goal(actor, opened, edit.values, goal_id, now)
    changes.check_pen(opened, row)
    before = goal_fields(opened, row)
    wanted = settle(before, edit, changed_by=row.changed_by)
    _categorise(actor, opened, row, wanted.get("category", row.category), now)
    for name, value in wanted.items():
        if name != "category":
            _write_field(actor, opened, row, name, (before[name], value, before["category"]), now)
    changes.mark(actor, opened, row, now)
    return row


def goal_fields(opened: Opened, row: Goal) -> dict[str, str]:
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
    opened: Opened,
    values: Mapping[str, str],
    goal_id: UUID,
    now: datetime,
) -> Goal:
    plan = opened.plan
    row = Goal(
        id=goal_id,
        county_id=plan.county_id,
        plan_id=plan.id,
        position=next_position(Goal, Goal.plan_id == plan.id),
        stated_by=StatedBy(values["stated_by"]),
        status=GoalStatus(values.get("status") or GoalStatus.OPEN),
        version=1,
        changed_at=now,
        changed_by=actor.name,
        from_party=opened.party,
        category=values["category"],
    )
    row.title_sealed = changes.seal(opened.key, row, "title_sealed", values["title"])
    row.measure_sealed = changes.seal(opened.key, row, "measure_sealed", values["measure"])
    db.session.add(row)
    db.session.flush()
    for field in ("title", "measure"):
        changes.note(actor, opened, row, field=field, before=None, after=values[field], now=now)
    changes.touch(plan, now)
    return row


def next_position(table: Any, condition: Any) -> int:  # noqa: ANN401 (a mapped class, a condition)
    """One after the last in sight."""
    last = select(func.coalesce(func.max(table.position), 0)).where(condition)
    return int(db.session.execute(last).scalar_one()) + 1


READERS: Mapping[str, Callable[[str], object]] = {
    "stated_by": StatedBy,
    "status": GoalStatus,
}


def _write_field(
    actor: Actor,
    opened: Opened,
    row: Goal,
    name: str,
    said: tuple[str, str, str],
    now: datetime,
) -> None:
    before, value, left = said
    if name in changes.SEALED_COLUMNS:
        column = changes.SEALED_COLUMNS[name]
        setattr(row, column, changes.seal(opened.key, row, column, value))
    else:
        setattr(row, name, READERS[name](value))
    changes.note(
        actor, opened, row, field=name, before=before, after=value, moved_from=left, now=now
    )


def _categorise(
    actor: Actor, opened: Opened, row: PlanText | Goal | Action, category: str, now: datetime
) -> None:
    """Move a row to another category: who may see it changes with it."""
    if row.category == category:
        return
    before = row.category
    if isinstance(row, Goal):
        sight.check_goal_stays_in_sight(opened, row, category)
    row.category = category
    changes.note(actor, opened, row, field="category", before=before, after=category, now=now)


def remove_text(actor: Actor, opened: Opened, text_id: UUID, *, now: datetime) -> None:
    """Take a text out. Its history stays. The need cannot be taken out."""
    hold_open(opened)
    row = get_row(opened, PlanText, text_id)
    changes.check_pen(opened, row)
    if row.kind is TextKind.NEED:
        raise SipRuleError(SipRefusal.NEED_IS_KEPT)
    before = changes.unseal(opened.key, row, "text_sealed")
    row.removed_at = now
    changes.note(actor, opened, row, field="text", before=before, after=None, now=now)
    changes.mark(actor, opened, row, now)


def remove_goal(actor: Actor, opened: Opened, goal_id: UUID, *, now: datetime) -> None:
    """Take a goal out, once nothing is to be done for it."""
    hold_shared(opened)
    row = get_row(opened, Goal, goal_id)
    changes.check_pen(opened, row)
    serving = select(Action.id).where(
        Action.plan_id == row.plan_id, Action.goal_id == goal_id, Action.removed_at.is_(None)
    )
    if db.session.scalar(serving.limit(1)) is not None:
        raise SipRuleError(SipRefusal.GOAL_HAS_ACTIONS)
    before = changes.unseal(opened.key, row, "title_sealed")
    row.removed_at = now
    changes.note(actor, opened, row, field="title", before=before, after=None, now=now)
    changes.mark(actor, opened, row, now)

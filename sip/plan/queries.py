"""Over all of somebody's plans: their tasks, and the plans themselves. A few queries, however many.

What is sealed is opened with the keys that the door handed out (sip.door.opening).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import (
    DateTime,
    Executable,
    Row,
    and_,
    bindparam,
    func,
    select,
)

from portal.authz import Actor
from portal.db import db
from portal.tenancy.sorting import sort_key
from portal.vault import DataKey, Place, vault
from sip.content.looks import plan_look
from sip.content.rules import is_overdue
from sip.door.opening import OpenedPlan, open_many, open_tasks
from sip.kernel.vocabulary import ActionStatus, CallStatus, Phase, Standing, Whose
from sip.people.queries import subject_name
from sip.plan.lateness import Late, late_in
from sip.plan.next_steps import NextStep, Step, in_order
from sip.plan.rules import call_due
from sip.tables import functions
from sip.tables.calling import Call
from sip.tables.plan import FollowUp, Plan


@dataclass(frozen=True, slots=True)
class Task:
    """An action of the reader's own that waits, or a follow-up that they hold (no `action_id`)."""

    plan_id: UUID
    action_id: UUID | None
    title: str
    subject: str
    due_on: date | None
    status: ActionStatus
    is_overdue: bool
    who: str  # whose it is, where it is not the reader's own

    @property
    def look(self) -> str:
        """How it stands: a kind of portal/web/statuses.py."""
        return "action_late" if self.is_overdue else f"action_{self.status.value}"


@dataclass(frozen=True, slots=True)
class ComingMeeting:
    """A meeting in one of the reader's plans."""

    plan_id: UUID
    meeting_id: UUID
    subject: str
    starts_at: datetime
    is_remote: bool


@dataclass(frozen=True, slots=True)
class ToDo:
    """Something to do in a case, and whose plan it is; `subject` is "" where it may not be seen."""

    plan_id: UUID
    case_number: str
    subject: str


@dataclass(frozen=True, slots=True)
class ToConfirm(ToDo):
    """A change of whose consent a plan requires, by a colleague: it waits for a second handler."""

    change_id: UUID


@dataclass(frozen=True, slots=True)
class ToCall(ToDo):
    """A case in which nobody has been called though the person is ready to leave hospital."""

    due_on: date
    is_late: bool


@dataclass(frozen=True, slots=True)
class CaseStep:
    """What comes next in a case that the reader handles, and whose it is."""

    step: NextStep
    subject: str


@dataclass(frozen=True, slots=True)
class Tasks:
    """What waits on somebody in SIP: the nearest of `count`, of which `overdue` are late."""

    nearest: tuple[Task, ...]
    count: int
    overdue: int
    meetings: tuple[ComingMeeting, ...]
    to_confirm: tuple[ToConfirm, ...]
    calls: int
    plans: int
    steps: tuple[CaseStep, ...]
    papers: tuple[ToDo, ...]  # what somebody who never signs in is to be given on paper
    god_men: tuple[ToDo, ...]  # somebody needs a god man, which nobody has reported
    to_call: tuple[ToCall, ...]

    @property
    def acts(self) -> int:
        """How many of the steps are the reader's own to take."""
        return sum(not one.step.is_waiting for one in self.steps)

    @property
    def late_cases(self) -> int:
        """In how many cases a clock has run out."""
        return len({one.step.plan_id for one in self.steps if one.step.is_late})


def list_tasks(
    actor: Actor, *, today: date, now: datetime, most: int | None, whose: Whose = Whose.ALL
) -> Tasks:
    """What waits on the actor, `most` of it. Only plans of which something is shown are opened."""
    found: dict[str, list[Any]] = defaultdict(list)
    for row in open_tasks(actor, now=now, today=today, most=most, whose=whose):
        found[row.part].append(row)
    keys = {row.plan_id: vault().open_key(bytes(row.sealed), row.number) for row in found["key"]}
    names = {row.plan_id: _name(keys, row) for row in found["subject"]}
    due = [row for part in ("action", "follow_up") for row in found[part] if row.plan_id in keys]
    return Tasks(
        nearest=tuple(
            _task(keys[row.plan_id], row, names, today) for row in sorted(due, key=_by_day)
        ),
        count=found["due"][0].number,
        overdue=found["late"][0].number,
        meetings=tuple(
            ComingMeeting(row.plan_id, row.id, names[row.plan_id], row.starts_at, row.is_remote)
            for row in sorted(found["meeting"], key=lambda row: (row.starts_at, row.id))
            if row.plan_id in keys
        ),
        to_confirm=_of_cases(found["change"], lambda row: _to_confirm(row, names)),
        calls=found["calls"][0].number,
        plans=found["plans"][0].number,
        steps=tuple(
            CaseStep(step, names[step.plan_id])
            for step in in_order(_step(row, today) for row in found["step"])
            if step.plan_id in keys
        ),
        papers=_of_cases(found["paper"], lambda row: _to_do(row, names)),
        god_men=tuple(
            _to_do(row, names)
            for row in sorted(found["report"], key=lambda row: (row.due_on, row.id))
        ),
        to_call=tuple(
            _to_call(row, names, today)
            for row in sorted(found["to_call"], key=lambda row: (row.due_on, row.plan_id))
        ),
    )


Case = TypeVar("Case", bound=ToDo)


def _of_cases(rows: Iterable[Row[Any]], make: Callable[[Row[Any]], Case]) -> tuple[Case, ...]:
    """Those by name first, then those of which only the number may be seen."""
    found = (make(row) for row in rows)
    return tuple(
        sorted(found, key=lambda one: (not one.subject, sort_key(one.subject), one.case_number))
    )


def _to_do(row: Row[Any], names: Mapping[UUID, str]) -> ToDo:
    return ToDo(row.plan_id, row.status, names.get(row.plan_id, ""))


def _to_confirm(row: Row[Any], names: Mapping[UUID, str]) -> ToConfirm:
    return ToConfirm(row.plan_id, row.status, names.get(row.plan_id, ""), row.id)


def _to_call(row: Row[Any], names: Mapping[UUID, str], today: date) -> ToCall:
    due_on, name = call_due(row.due_on), names.get(row.plan_id, "")
    return ToCall(row.plan_id, row.status, name, due_on, is_late=due_on < today)


def _step(row: Any, today: date) -> NextStep:  # noqa: ANN401 (a row)
    return NextStep(row.plan_id, Step(row.status), row.starts_at, row.number, row.id, today)


def _by_day(row: Any) -> tuple[date, UUID]:  # noqa: ANN401 (a row)
    return row.due_on or date.max, row.id


def _name(keys: Mapping[UUID, DataKey], row: Any) -> str:  # noqa: ANN401 (a row)
    return keys[row.plan_id].open(row.sealed, Place("plan_person", "name_sealed", row.id))


def _task(key: DataKey, row: Any, names: Mapping[UUID, str], today: date) -> Task:  # noqa: ANN401 (a row)
    is_action = row.part == "action"
    status = ActionStatus(row.status) if is_action else ActionStatus.NOT_STARTED
    return Task(
        plan_id=row.plan_id,
        action_id=row.id if is_action else None,
        title=key.open(row.sealed, Place("action", "title_sealed", row.id)) if is_action else "",
        subject=names[row.plan_id],
        due_on=row.due_on,
        status=status,
        is_overdue=is_overdue(status, row.due_on, today),
        who=row.who or "",
    )


def _all(statement: Executable, asked: Mapping[str, Any]) -> Sequence[Any]:
    return db.session.execute(statement, dict(asked)).all()


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan in the list. Without consent only its number is there."""

    plan_id: UUID
    case_number: str
    subject: str
    phase: Phase
    standing: Standing | None  # None for who has no part in it any more
    is_open: bool
    is_in: bool
    is_handler: bool
    next_follow_up: date | None
    changed_at: datetime
    late: tuple[Late, ...]

    @property
    def look(self) -> str:
        """How it stands for the reader: a kind of portal/web/statuses.py."""
        return plan_look(self.phase, self.standing) if self.standing else "plan_shut"


# a plan that one is only called to is no plan of one's own yet
_MINE = functions.written_plans()
# values, not rows of the session's: the log is committed before they are read
_LINES_OF_MINE = (
    select(
        *(Plan.id, Plan.case_number, Plan.phase, Plan.changed_at),
        func.min(FollowUp.due_on).label("next_follow_up"),
        select(Call.id)
        .where(
            Call.plan_id == Plan.id,
            Call.status == CallStatus.SENT,
            Call.answer_by < bindparam("now", type_=DateTime(timezone=True)),
        )
        .exists()
        .label("is_unanswered"),
    )
    .outerjoin(FollowUp, and_(FollowUp.plan_id == Plan.id, FollowUp.held_on.is_(None)))
    .where(Plan.id == func.any(_MINE))
    .group_by(Plan.id)
    .order_by(Plan.changed_at.desc(), Plan.id)
)


def list_plans(actor: Actor, *, today: date, now: datetime) -> Sequence[PlanLine]:
    """Every plan that the reader takes part in, those last changed first."""
    rows = _all(_LINES_OF_MINE, {"now": now})
    opened = open_many(actor, "plans")
    return [_line(row, opened.get(row.id), today) for row in rows]


def _line(row: Row[Any], one: OpenedPlan | None, today: date) -> PlanLine:
    return PlanLine(
        plan_id=row.id,
        case_number=row.case_number,
        subject=subject_name(one) if one is not None else "",
        phase=row.phase,
        standing=one.standing if one is not None else None,
        is_open=one is not None and one.is_open,
        is_in=one is not None,
        is_handler=one is not None and one.is_handler,
        next_follow_up=row.next_follow_up,
        changed_at=row.changed_at,
        late=late_in(one.plan, today, is_unanswered=row.is_unanswered) if one is not None else (),
    )

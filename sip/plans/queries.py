"""Over all of somebody's plans: their tasks, and the plans themselves. A few queries, however many.

What is sealed is opened with the keys that the door handed out (sip.reading.door.open_many).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Executable, Uuid, and_, bindparam, cast, func, select

from portal.db import db
from portal.vault import Place
from sip.calling.models import Meeting
from sip.people.models import PlanPerson
from sip.plans.content import Opened
from sip.plans.models import Action, FollowUp, Plan
from sip.plans.rules import is_overdue
from sip.rules import ActionStatus, MeetingStatus, PersonKind, Phase

_PLANS = bindparam("plans", expanding=True, type_=Uuid)
WAITING = (ActionStatus.NOT_STARTED, ActionStatus.IN_PROGRESS)
SOON = 5


@dataclass(frozen=True, slots=True)
class Task:
    """An action of the reader's own that waits."""

    plan_id: UUID
    action_id: UUID
    title: str
    subject: str
    due_on: date | None
    status: ActionStatus
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class ComingMeeting:
    """A meeting in one of the reader's plans."""

    plan_id: UUID
    meeting_id: UUID
    subject: str
    starts_at: datetime
    is_remote: bool


@dataclass(frozen=True, slots=True)
class ComingFollowUp:
    """A follow-up that the reader holds."""

    plan_id: UUID
    subject: str
    due_on: date
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class Tasks:
    """Everything that waits on somebody in SIP."""

    actions: tuple[Task, ...]
    follow_ups: tuple[ComingFollowUp, ...]
    meetings: tuple[ComingMeeting, ...]
    calls: int
    plans: int

    @property
    def overdue(self) -> int:
        """How many should have been done."""
        late = [one.is_overdue for one in self.actions]
        return sum(late) + sum(one.is_overdue for one in self.follow_ups)


_PEOPLE = select(PlanPerson.plan_id, PlanPerson.id, PlanPerson.name_sealed).where(
    PlanPerson.plan_id.in_(_PLANS), PlanPerson.kind == PersonKind.SUBJECT
)
_ACTIONS = (
    select(Action.plan_id, Action.id, Action.title_sealed, Action.due_on, Action.status)
    .where(
        Action.responsible_id.in_(bindparam("participants", expanding=True, type_=Uuid)),
        Action.removed_at.is_(None),
        Action.status.in_(WAITING),
    )
    .order_by(Action.due_on.asc().nulls_last(), Action.id)
)
_MEETINGS = (
    select(Meeting.plan_id, Meeting.id, Meeting.starts_at, Meeting.is_remote)
    .where(
        Meeting.plan_id.in_(_PLANS),
        Meeting.status == MeetingStatus.PLANNED,
        Meeting.ends_at > bindparam("now"),
    )
    .order_by(Meeting.starts_at, Meeting.id)
    .limit(SOON)
)
_HELD_BY_ME = (
    select(FollowUp.plan_id, FollowUp.due_on)
    .where(
        FollowUp.holder_id.in_(bindparam("participants", expanding=True, type_=Uuid)),
        FollowUp.held_on.is_(None),
    )
    .order_by(FollowUp.due_on, FollowUp.id)
)
_CALLS = select(func.cardinality(func.app.open_calls(type_=ARRAY(Uuid))))


def list_tasks(opened: Mapping[UUID, Opened], *, today: date, now: datetime) -> Tasks:
    """What waits on the one who opened these plans."""
    participants = [one.participant_id for one in opened.values() if one.participant_id]
    names = subject_names(opened)
    asked: dict[str, Any] = {"plans": list(opened), "participants": participants, "now": now}
    return Tasks(
        actions=tuple(
            _task(opened[row.plan_id], row, names, today)
            for row in _all(_ACTIONS, asked)
            if row.plan_id in opened
        ),
        follow_ups=tuple(
            ComingFollowUp(row.plan_id, names.get(row.plan_id, ""), row.due_on, row.due_on < today)
            for row in _all(_HELD_BY_ME, asked)
            if row.plan_id in opened
        ),
        meetings=tuple(
            ComingMeeting(
                row.plan_id, row.id, names.get(row.plan_id, ""), row.starts_at, row.is_remote
            )
            for row in _all(_MEETINGS, asked)
        ),
        calls=db.session.execute(_CALLS).scalar_one() or 0,
        plans=len(opened),
    )


def _all(statement: Executable, asked: Mapping[str, Any]) -> Sequence[Any]:
    return db.session.execute(statement, dict(asked)).all()


def subject_names(opened: Mapping[UUID, Opened]) -> Mapping[UUID, str]:
    """The person's name in each plan, where it may be seen."""
    return {
        row.plan_id: opened[row.plan_id].key.open(
            row.name_sealed, Place("plan_person", "name_sealed", row.id)
        )
        for row in _all(_PEOPLE, {"plans": list(opened)})
    }


def _task(opened: Opened, row: Any, names: Mapping[UUID, str], today: date) -> Task:  # noqa: ANN401 (a row)
    return Task(
        plan_id=row.plan_id,
        action_id=row.id,
        title=opened.key.open(row.title_sealed, Place("action", "title_sealed", row.id)),
        subject=names.get(row.plan_id, ""),
        due_on=row.due_on,
        status=row.status,
        is_overdue=is_overdue(row.status, row.due_on, today),
    )


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan in the list. Without consent only its number is there."""

    plan_id: UUID
    case_number: str
    subject: str
    phase: Phase
    is_open: bool
    is_in: bool
    is_handler: bool
    next_follow_up: date | None
    changed_at: datetime


# a plan that one is only called to is no plan of one's own yet
_MINE = cast(select(func.app.my_written_plans()).scalar_subquery(), ARRAY(Uuid))
_LINES_OF_MINE = (
    select(Plan, func.min(FollowUp.due_on).label("next_follow_up"))
    .outerjoin(FollowUp, and_(FollowUp.plan_id == Plan.id, FollowUp.held_on.is_(None)))
    .where(Plan.id == func.any(_MINE))
    .group_by(Plan.id)
    .order_by(Plan.changed_at.desc(), Plan.id)
)


def list_plans(opened: Mapping[UUID, Opened]) -> Sequence[PlanLine]:
    """Every plan that the reader takes part in, those last changed first."""
    names = subject_names(opened)
    lines = []
    for plan, next_follow_up in _all(_LINES_OF_MINE, {}):
        one = opened.get(plan.id)
        lines.append(
            PlanLine(
                plan_id=plan.id,
                case_number=plan.case_number,
                subject=names.get(plan.id, ""),
                phase=plan.phase,
                is_open=one is not None and one.is_open,
                is_in=one is not None,
                is_handler=one is not None and one.is_handler,
                next_follow_up=next_follow_up,
                changed_at=plan.changed_at,
            )
        )
    return lines

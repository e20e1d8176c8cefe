"""When the plan is followed up next and by whom, and that it was."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from typing_extensions import override

from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db
from portal.edits import Edit, settle
from portal.errors import NotFoundError
from portal.ids import new_id
from sip.agreement_link import AgreedClock, Clock, find_clock, kept_clock
from sip.content import changes
from sip.content.parts import GoalContent, PlanContent
from sip.content.texts import WrittenText, add_text
from sip.door.locking import hold_shared
from sip.door.opening import OpenedPlan, WithinPlan, opening_shared
from sip.kernel.days import day_of
from sip.kernel.refusals import SipRuleError
from sip.kernel.vocabulary import GoalStatus, Progress, TextKind
from sip.plan.participants import get_participant
from sip.plan.rules import CoordinationRefusal, check_follow_up, check_held
from sip.tables.plan import FollowUp, Goal, GoalOutcome, Plan


@dataclass(frozen=True, slots=True)
class NextFollowUp(WithinPlan):
    """The plan's next follow-up, and who is to hold it; once all are held, the last."""

    id: UUID
    holder_id: UUID
    waits: bool

    @property
    @override
    def leads(self) -> bool:
        """The actor is to hold it, or holds the plan together."""
        return self.opened.leads or self.opened.acts_as(self.holder_id)


@dataclass(frozen=True, slots=True)
class SaidOfGoal:
    """How far a goal had come at the follow-up, and a word on it; "" for none."""

    goal_id: UUID
    outcome: Progress
    word: str


def goals_to_judge(content: PlanContent) -> Sequence[GoalContent]:
    """The goals in sight that are worked on."""
    return [goal for goal in content.goals if goal.status is GoalStatus.OPEN]


def opening_follow_up(what: str) -> Callable[[Actor, UUID], NextFollowUp]:
    """As `opening_shared`, for the plan's next follow-up; there has to be, or have been, one."""

    def find(actor: Actor, plan_id: UUID) -> NextFollowUp:
        opened = opening_shared(what)(actor, plan_id)
        opened.check_writable(())  # when consent has ended, nobody is left to see what was agreed
        row = find_follow_up(opened.plan) or _last_held(opened.plan)
        if row is None:
            raise NotFoundError
        return NextFollowUp(opened, row.id, row.holder_id, waits=row.held_on is None)

    return find


def find_follow_up(plan: Plan) -> FollowUp | None:
    """The next follow-up that has not been held."""
    statement = (
        select(FollowUp)
        .where(FollowUp.plan_id == plan.id, FollowUp.held_on.is_(None))
        .order_by(FollowUp.due_on, FollowUp.id)
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(statement).first()


def _last_held(plan: Plan) -> FollowUp | None:
    """The follow-up that was to be held last, when all have been."""
    statement = select(FollowUp).where(FollowUp.plan_id == plan.id)
    return db.session.scalars(statement.order_by(FollowUp.due_on.desc(), FollowUp.id)).first()


def agreed_time(plan: Plan, today: date) -> AgreedClock | None:
    """Until when the agreement lets the next follow-up wait; None where no time is agreed.

    Before the plan has been made it is told as if it were made today.
    """
    if plan.follow_up_due_on is not None:
        return kept_clock(plan.clocks.get("follow_up"))
    return find_clock(plan.municipality_id, Clock.FIRST_FOLLOW_UP, today)


def suggested_day(agreed: AgreedClock | None, today: date) -> date:
    """The day that the form proposes: the last that is agreed, if it is still to come."""
    if agreed is None or agreed.by < today:
        return today
    return agreed.by


def follow_up_as_texts(row: FollowUp | None) -> dict[str, str]:
    """A follow-up's fields as texts, by the names of the form's fields; "" for none."""
    if row is None:
        return {"due_on": "", "holder": ""}
    return {"due_on": row.due_on.isoformat(), "holder": str(row.holder_id)}


def agree_follow_up(
    actor: Actor, opened: OpenedPlan, edit: Edit, *, today: date, now: datetime
) -> None:
    """Agree when the plan is followed up next (`due_on`), and who holds it (`holder`).

    Both are always given. Another agreement since the form was opened raises StaleError.
    """
    plan = opened.plan
    hold_shared(opened)
    due_on = date.fromisoformat(edit.values["due_on"])
    check_follow_up(due_on, today=today, ends_on=plan.ends_on)
    holder = get_participant(plan, UUID(edit.values["holder"]))
    row = find_follow_up(plan)
    settle(follow_up_as_texts(row), edit, changed_by="")
    if row is None:
        row = FollowUp(
            id=new_id(), county_id=plan.county_id, plan_id=plan.id, agreed_at=now, due_on=due_on
        )
        db.session.add(row)
    row.due_on, row.holder_id = due_on, holder.id
    changes.touch(plan, now)
    audit.record(actor, "plan.follow_up_agreed", row, stream=plan.id, due_on=due_on.isoformat())
    db.session.flush()


def hold_follow_up(
    actor: Actor,
    opened: OpenedPlan,
    said: Sequence[SaidOfGoal],
    *,
    follow_up_id: UUID,
    held_on: date,
    today: date,
    now: datetime,
) -> None:
    """Note that a follow-up was held, and how far its goals had come. The same twice is noted once.

    Raises when somebody else has noted it, or otherwise.
    """
    plan = opened.plan
    hold_shared(opened)
    row = db.session.get(FollowUp, follow_up_id, populate_existing=True)
    if row is None or row.plan_id != plan.id:
        raise NotFoundError
    if row.held_on is not None:
        if (row.held_on, _said_by(actor, row)) != (
            held_on,
            {one.goal_id: one.outcome for one in said},
        ):
            raise SipRuleError(CoordinationRefusal.HELD_ALREADY)
        return
    check_held(held_on, agreed_on=day_of(row.agreed_at), today=today)
    row.held_on = held_on
    changes.touch(plan, now)
    db.session.flush()
    for one in said:
        _say(actor, opened, row, one, now)
    audit.record(actor, "plan.followed_up", row, stream=plan.id, on_time=held_on <= row.due_on)
    db.session.flush()


def _said_by(actor: Actor, follow_up: FollowUp) -> dict[UUID, Progress]:
    """What somebody has said of the goals at a follow-up."""
    found = select(GoalOutcome).where(
        GoalOutcome.follow_up_id == follow_up.id, GoalOutcome.recorded_by == actor.name
    )
    return {row.goal_id: row.outcome for row in db.session.scalars(found)}


def _say(
    actor: Actor, opened: OpenedPlan, follow_up: FollowUp, said: SaidOfGoal, now: datetime
) -> None:
    goal = db.session.get(Goal, said.goal_id)
    if goal is None or goal.plan_id != opened.plan_id:
        raise NotFoundError
    text_id = new_id() if said.word else None
    if text_id is not None:
        written = WrittenText(TextKind.OUTCOME, said.word, goal.category, opened.party)
        add_text(actor, opened, written, now=now, text_id=text_id)
    row = GoalOutcome(
        id=new_id(),
        county_id=goal.county_id,
        plan_id=goal.plan_id,
        follow_up_id=follow_up.id,
        goal_id=goal.id,
        outcome=said.outcome,
        text_id=text_id,
        recorded_by=actor.name,
        recorded_at=now,
    )
    db.session.add(row)
    changes.note(actor, opened, goal, {"outcome": (None, said.outcome.value)}, now=now)

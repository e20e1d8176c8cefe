"""Closing the plan, and what the person thought of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db
from portal.ids import new_id
from sip.content.parts import ActionContent, PlanContent
from sip.door.locking import hold_still
from sip.door.opening import OpenedPlan
from sip.kernel.phases import may_close
from sip.kernel.refusals import PlanRefusal, SipRuleError
from sip.kernel.vocabulary import (
    ActionStatus,
    ClosingReason,
    GoalStatus,
    How,
    Phase,
    ReopenReason,
    Went,
)
from sip.plan import rules
from sip.plan.rules import CoordinationRefusal
from sip.tables import functions
from sip.tables.plan import Closing, ClosingOutcome, ClosingSurvey, Plan


@dataclass(frozen=True, slots=True)
class Scores:
    """What the person thought, one to five."""

    information: int
    participation: int
    cooperation: int
    meaning: int


def answer_survey(
    actor: Actor, opened: OpenedPlan, scores: Scores, *, how: How, now: datetime
) -> None:
    """Keep what the person thought, said by the reader themself or noted by staff: each once.

    What staff note stands until the person answers, and leaves no room once somebody has.
    """
    plan = opened.plan
    hold_still(opened)
    is_own = how is How.ELECTRONIC
    if has_answered(opened) if is_own else has_survey(plan):
        return
    row = ClosingSurvey(
        id=new_id(),
        county_id=plan.county_id,
        plan_id=plan.id,
        information=scores.information,
        participation=scores.participation,
        cooperation=scores.cooperation,
        meaning=scores.meaning,
        how=how,
        at=now,
        recorded_by=actor.name,
        person_id=opened.person_id if is_own else None,
    )
    db.session.add(row)
    audit.record(actor, "plan.survey_answered", row, stream=plan.id, how=how)
    db.session.flush()


def has_survey(plan: Plan) -> bool:
    """Whether it is known what the person thought: said by them, or noted by staff."""
    statement = select(ClosingSurvey.id).where(ClosingSurvey.plan_id == plan.id)
    return db.session.scalar(statement.limit(1)) is not None


def has_answered(opened: OpenedPlan) -> bool:
    """Whether the reader has said themself what they thought, whatever staff have noted."""
    own = (ClosingSurvey.plan_id == opened.plan_id, ClosingSurvey.person_id == opened.person_id)
    return db.session.scalar(select(ClosingSurvey.id).where(*own)) is not None


def list_surveys(opened: OpenedPlan) -> Sequence[ClosingSurvey]:
    """All that was said of the plan when it was followed up or closed, the latest first."""
    found = select(ClosingSurvey).where(ClosingSurvey.plan_id == opened.plan_id)
    latest = found.order_by(ClosingSurvey.at.desc(), ClosingSurvey.id)
    return db.session.scalars(latest).all()


def has_died(opened: OpenedPlan) -> bool:
    """Whether the plan is closed because the person whose it is has died."""
    closing = find_closing(opened)
    return closing is not None and closing.reason is ClosingReason.DIED


def check_begun(opened: OpenedPlan) -> None:
    """Raise when the plan has not begun: then it is noted that none is made."""
    if not may_close(opened.plan.phase, opened.standing):
        raise SipRuleError(PlanRefusal.NOT_BEGUN)


@dataclass(frozen=True, slots=True)
class OpenPart:
    """A goal, or a measure, in sight that nobody has said how it went."""

    id: UUID
    title: str
    is_goal: bool

    @property
    def field(self) -> str:
        """What its field in the form is called."""
        return f"went_{self.id.hex}"


def open_parts(content: PlanContent) -> Sequence[OpenPart]:
    """The goals and the measures that the closing has to say something of: goal by goal."""
    found = []
    for goal in content.goals:
        if goal.status is GoalStatus.OPEN:
            found.append(OpenPart(goal.id, goal.title, is_goal=True))
        found.extend(_open_actions(goal.actions))
    return [*found, *_open_actions(content.loose_actions)]


def _open_actions(actions: Sequence[ActionContent]) -> Iterator[OpenPart]:
    for action in actions:
        if action.status in {ActionStatus.NOT_STARTED, ActionStatus.IN_PROGRESS}:
            yield OpenPart(action.id, action.title, is_goal=False)


@dataclass(frozen=True, slots=True)
class Ending:
    """What is said when a plan is closed.

    `scores` are those of `Scores` by name, one to five, None for a question without an answer. They
    are left aside when the person has answered already. `read` is the last closing that the page
    was about (`last_closing`).
    """

    reason: ClosingReason
    went: Mapping[OpenPart, Went]
    scores: Mapping[str, int | None]
    how: How
    read: str


def close(actor: Actor, opened: OpenedPlan, ending: Ending, *, now: datetime) -> None:
    """Close the plan. Its meetings, calls and waiting mail end with it (app.end_plan)."""
    plan = opened.plan
    hold_still(opened)
    check_begun(opened)
    _check_read(opened, ending.read)
    given = {name: score for name, score in ending.scores.items() if score is not None}
    if given and not has_survey(plan):
        if len(given) < len(ending.scores):
            raise SipRuleError(CoordinationRefusal.SURVEY_IN_PART)
        answer_survey(actor, opened, Scores(**given), how=ending.how, now=now)
    in_plan = {"county_id": plan.county_id, "plan_id": plan.id}
    closing = Closing(
        id=new_id(), reason=ending.reason, closed_at=now, closed_by=actor.name, **in_plan
    )
    db.session.add(closing)
    db.session.flush()
    for part, went in ending.went.items():
        of = {"goal_id" if part.is_goal else "action_id": part.id}
        row = ClosingOutcome(id=new_id(), closing_id=closing.id, outcome=went, **of, **in_plan)
        db.session.add(row)
    plan.closed_at = plan.changed_at = now
    audit.record(actor, "plan.closed", plan, stream=plan.id, reason=ending.reason.value)
    db.session.flush()
    functions.tell_in_plan(plan.id, "plan.closed")


def check_reopen(opened: OpenedPlan, *, now: datetime) -> None:
    """Raise when the closing cannot be undone, for the handler who opened the plan."""
    rules.check_reopen(opened.plan.closed_at, is_consented=opened.is_open, now=now)


def last_closing(opened: OpenedPlan) -> str:
    """The id of the last time that the plan was closed, also one that was undone; "" for none."""
    last = next(iter(list_closings(opened)), None)
    return str(last.id) if last else ""


def _check_read(opened: OpenedPlan, read: str) -> None:
    """Raise when the plan has been closed, or closed and opened, since a page was opened."""
    if last_closing(opened) != read:
        raise SipRuleError(CoordinationRefusal.CLOSED_SINCE)


def reopen(
    actor: Actor, opened: OpenedPlan, reason: ReopenReason, *, read: str, now: datetime
) -> None:
    """Undo the closing of a plan, while its consent stands. What was called off stays so.

    `read` is the closing that the page was about (`last_closing`).
    """
    plan = opened.plan
    hold_still(opened)
    check_reopen(opened, now=now)
    _check_read(opened, read)
    row = find_closing(opened)
    if row is not None:
        row.undone_at, row.undone_by, row.undone_reason = now, actor.name, reason
    plan.closed_at, plan.changed_at = None, now
    audit.record(actor, "plan.reopened", plan, stream=plan.id, reason=reason.value)
    db.session.flush()
    functions.tell_in_plan(plan.id, "plan.reopened")


def find_closing(opened: OpenedPlan) -> Closing | None:
    """The closing that holds; None while the plan goes on."""
    found = select(Closing).where(Closing.plan_id == opened.plan_id, Closing.undone_at.is_(None))
    return db.session.scalar(found)


def list_closings(opened: OpenedPlan) -> Sequence[Closing]:
    """Every time that the plan was closed, also when that was undone; the latest first."""
    found = select(Closing).where(Closing.plan_id == opened.plan_id)
    return db.session.scalars(found.order_by(Closing.closed_at.desc(), Closing.id)).all()


def outcomes_of(closing: Closing) -> Mapping[UUID, Went]:
    """How each goal and measure went that the reader sees, by its id."""
    found = select(ClosingOutcome).where(
        ClosingOutcome.plan_id == closing.plan_id, ClosingOutcome.closing_id == closing.id
    )
    rows = db.session.scalars(found)
    return {part: row.outcome for row in rows if (part := row.goal_id or row.action_id)}


@dataclass(frozen=True, slots=True)
class ClosedAs:
    """How a plan was closed: when, by whom, why, and how what was open and in sight went."""

    at: datetime
    by: str
    reason: ClosingReason
    went: Sequence[tuple[OpenPart, Went]]


def closed_as(opened: OpenedPlan, content: PlanContent) -> ClosedAs | None:
    """The closing that holds, as its reader sees it; None while the plan goes on."""
    if content.phase is not Phase.CLOSED or (row := find_closing(opened)) is None:
        return None
    outcomes = outcomes_of(row)
    went = [(part, how) for part in open_parts(content) if (how := outcomes.get(part.id))]
    return ClosedAs(row.closed_at, row.closed_by, row.reason, went)

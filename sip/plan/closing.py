"""Closing the plan, and what the person thought of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db
from portal.ids import new_id
from sip.door.locking import hold_still
from sip.door.opening import OpenedPlan
from sip.kernel.phases import may_close
from sip.kernel.refusals import PlanRefusal, SipRuleError
from sip.kernel.vocabulary import How
from sip.plan.rules import CoordinationRefusal
from sip.tables import functions
from sip.tables.plan import ClosingSurvey, Plan


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
    """Keep what the person thought: answered once, by the person or recorded by staff."""
    plan = opened.plan
    hold_still(opened)
    if has_survey(plan):
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
    )
    db.session.add(row)
    audit.record(actor, "plan.survey_answered", row, stream=plan.id, how=how)
    db.session.flush()


def has_survey(plan: Plan) -> bool:
    """Whether the person has said what they thought."""
    statement = select(ClosingSurvey.id).where(ClosingSurvey.plan_id == plan.id)
    return db.session.scalar(statement) is not None


def check_begun(opened: OpenedPlan) -> None:
    """Raise when the plan has not begun: then it is noted that none is made."""
    if not may_close(opened.plan.phase, opened.standing):
        raise SipRuleError(PlanRefusal.NOT_BEGUN)


def close(
    actor: Actor,
    opened: OpenedPlan,
    scores: Mapping[str, int | None],
    *,
    how: How,
    now: datetime,
) -> None:
    """Close the plan, with what the person thought if they have said it: all of it, or nothing.

    `scores` are those of `Scores` by name, one to five, None for a question without an answer. They
    are left aside when the person has answered already.
    """
    hold_still(opened)
    check_begun(opened)
    given = {name: score for name, score in scores.items() if score is not None}
    if given and not has_survey(opened.plan):
        if len(given) < len(scores):
            raise SipRuleError(CoordinationRefusal.SURVEY_IN_PART)
        answer_survey(actor, opened, Scores(**given), how=how, now=now)
    plan = opened.plan
    plan.closed_at = plan.changed_at = now
    audit.record(actor, "plan.closed", plan, stream=plan.id)
    db.session.flush()
    functions.tell_in_plan(plan.id, "plan.closed")

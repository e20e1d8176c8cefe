"""What the person, and those near, do in the plan: each in their own name."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from portal.authz import Actor
from portal.db import db
from portal.edits import Edit
from portal.errors import NotFoundError
from sip.content import changes
from sip.content.texts import WrittenText
from sip.door.opening import OpenedPlan
from sip.history import versions
from sip.kernel.refusals import PlanRefusal, SipRuleError
from sip.kernel.settings import OWN_WORDS
from sip.kernel.vocabulary import OF_MEETING, OF_PERSON, Approval, How, StatedBy, TextKind
from sip.plan import closing
from sip.tables.plan import PlanApproval
from sip.writing import actions, goals, texts
from sip.writing.actions import Where

OWN_FIELDS = dict.fromkeys(
    ("unit", "measure", "reason", "is_decided", "decided_on", "decided_by", "starts_on"), ""
)


def me(opened: OpenedPlan) -> UUID:
    """The reader as a private person in the plan."""
    if opened.person_id is None:
        raise NotFoundError
    return opened.person_id


def is_mine(opened: OpenedPlan) -> bool:
    """Whether it is the reader's own plan."""
    return opened.person_id is not None and changes.subject_of(opened) == opened.person_id


def kind_to_write(opened: OpenedPlan, asked: str | None) -> TextKind:
    """Under which heading the reader writes: of somebody near, only what they want to say."""
    if not is_mine(opened):
        return TextKind.NOTE
    kinds = {kind.value: kind for kind in OF_PERSON - OF_MEETING}
    return kinds.get(asked or "", TextKind.MATTERS)


def write_own_text(
    actor: Actor,
    opened: OpenedPlan,
    *,
    kind: TextKind,
    text: str,
    text_id: UUID,
    base_version: int,
    now: datetime,
) -> None:
    """Write a text in the reader's own words."""
    category = texts.category_of(opened, text_id) or OWN_WORDS
    written = WrittenText(kind, text, category, me(opened))
    texts.write_text(actor, opened, written, text_id=text_id, base_version=base_version, now=now)


def write_goal(
    actor: Actor, opened: OpenedPlan, edit: Edit, *, goal_id: UUID, now: datetime
) -> None:
    """Write a goal in one's own words."""
    kept = goals.goal_was(opened, goal_id) or {"category": OWN_WORDS}
    own = {"stated_by": StatedBy.PERSON.value, "category": kept["category"]}
    whole = Edit({**edit.values, **own}, {**edit.base, **own})
    goals.write_goal(actor, opened, whole, goal_id=goal_id, now=now)


def write_action(
    actor: Actor,
    opened: OpenedPlan,
    edit: Edit,
    *,
    goal_id: UUID,
    action_id: UUID,
    now: datetime,
    today: date,
) -> None:
    """Write what one does oneself for a goal."""
    kept = actions.action_was(opened, action_id)
    own = kept or {"who": f"person:{me(opened)}", "category": OWN_WORDS, **OWN_FIELDS}
    values = {**own, **edit.values}
    whole = Edit(values, {**own, **edit.base})
    where = Where(goal_id, action_id, me(opened))
    actions.write_action(actor, opened, whole, where, now=now, today=today)


def answer_version(
    actor: Actor, opened: OpenedPlan, *, number: int, answer: Approval, comment: str, now: datetime
) -> None:
    """Approve the plan as it was put to the person, or object to it and say why."""
    if answer is Approval.OBJECTED and not comment:
        raise SipRuleError(PlanRefusal.REASON_NEEDED, field="comment")
    versions.answer_version(
        actor,
        opened,
        versions.Answer(number, answer, How.ELECTRONIC, comment, OWN_WORDS, me(opened)),
        now=now,
    )


def find_answer(opened: OpenedPlan, number: int) -> Approval | None:
    """What the reader last said of a version."""
    if opened.rows is not None:
        own = (row for row in opened.rows.approvals if row.person_id == opened.person_id)
        said = [row.answer for row in own if row.number == number]
        return said[-1] if said else None
    statement = (
        select(PlanApproval.answer)
        .where(
            PlanApproval.plan_id == opened.plan_id,
            PlanApproval.person_id == opened.person_id,
            PlanApproval.number == number,
        )
        .order_by(PlanApproval.at.desc(), PlanApproval.id.desc())
    )
    return db.session.scalars(statement).first()


def answer_survey(
    actor: Actor, opened: OpenedPlan, scores: closing.Scores, *, now: datetime
) -> None:
    """Keep what the person thought."""
    closing.answer_survey(actor, opened, scores, how=How.ELECTRONIC, now=now)

"""The plan's history: who changed what, versions put to the person, and what is said of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from portal.audit import service as audit
from portal.authz import Actor
from portal.db import at_most, db
from portal.errors import NotFoundError
from portal.ids import new_id
from portal.vault import Place
from sip.content.sayings import Saying, seal_saying
from sip.door.locking import hold_shared
from sip.door.opening import OpenedPlan
from sip.kernel.refusals import Refusal, SipRuleError
from sip.kernel.vocabulary import Approval, How
from sip.tables.plan import Change, PlanApproval, PlanVersion


class VersionRefusal(Refusal):
    """Why a version of a plan, or an answer to one, was refused."""

    NOTHING_TO_APPROVE = "nothing_to_approve"
    CHANGED_SINCE = "changed_since"
    VERSION_REPLACED = "version_replaced"
    ANSWERED_THEMSELF = "answered_themself"


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A change of one field. `before` None: it was added; `after` None: it was taken out."""

    seq: int
    at: datetime
    name: str
    organisation_id: UUID | None
    on_behalf: bool
    subject_kind: str
    subject_id: UUID
    field: str
    before: str | None
    after: str | None
    category: str


def list_changes(opened: OpenedPlan, before: int | None, most: int) -> tuple[ChangeView, ...]:
    """The latest changes in sight, or those before one of them: at most so many."""
    statement = select(Change).where(Change.plan_id == opened.plan.id)
    if before is not None:
        statement = statement.where(Change.seq < before)
    statement = statement.order_by(Change.seq.desc()).limit(at_most(most))
    return tuple(_view(opened, change) for change in db.session.scalars(statement))


def _view(opened: OpenedPlan, change: Change) -> ChangeView:
    return ChangeView(
        seq=change.seq,
        at=change.at,
        name=change.name,
        organisation_id=change.organisation_id,
        on_behalf=change.on_behalf,
        subject_kind=change.subject_kind,
        subject_id=change.subject_id,
        field=change.field,
        before=_text(opened, change, "before_sealed"),
        after=_text(opened, change, "after_sealed"),
        category=change.category,
    )


def _text(opened: OpenedPlan, change: Change, column: str) -> str | None:
    sealed = getattr(change, column)
    if sealed is None:
        return None
    return opened.key.open(sealed, Place("plan_change", column, change.id))


def list_versions(opened: OpenedPlan) -> Sequence[PlanVersion]:
    """The versions put to the person, the latest first."""
    statement = (
        select(PlanVersion)
        .where(PlanVersion.plan_id == opened.plan.id)
        .order_by(PlanVersion.number.desc())
    )
    return db.session.scalars(statement).all()


def mark_of(opened: OpenedPlan) -> str:
    """What a page carries of when the plan was last changed."""
    return opened.plan.changed_at.isoformat()


def put_to_person(actor: Actor, opened: OpenedPlan, *, read: str, now: datetime) -> None:
    """Make a version of the plan as it is now. Raises when nothing has changed since the last.

    Or when something has since the page was opened (`read`: `mark_of`).
    """
    plan = opened.plan
    hold_shared(opened)
    db.session.refresh(plan, ["changed_at"])
    if mark_of(opened) != read:
        raise SipRuleError(VersionRefusal.CHANGED_SINCE)
    latest = next(iter(list_versions(opened)), None)
    version = PlanVersion(
        id=new_id(),
        county_id=plan.county_id,
        plan_id=plan.id,
        number=0,  # both numbers are the database's
        upto_seq=0,
        made_at=now,
        made_by=actor.name,
    )
    db.session.add(version)
    db.session.flush()
    # only the database sees every change, also those that whoever makes the version may not read
    db.session.refresh(version)
    if version.upto_seq <= (latest.upto_seq if latest else 0):
        raise SipRuleError(VersionRefusal.NOTHING_TO_APPROVE)
    audit.record(actor, "plan.version_made", version, stream=plan.id, number=version.number)
    db.session.flush()


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said of a version. `person_id` None: one's own organisation says it.

    `category` is what the comment is about; a person's is in their own words.
    """

    number: int
    answer: Approval
    how: How
    comment: str
    category: str
    person_id: UUID | None = None


def answer_version(actor: Actor, opened: OpenedPlan, answer: Answer, *, now: datetime) -> None:
    """Keep what the person, who stands in for them, or a party says of a version.

    Staff record it for a person who says or writes it. Raises when there is a newer version: what
    is approved is what was read. The same answer twice in a row is one.
    """
    plan = opened.plan
    hold_shared(opened)
    latest = next(iter(list_versions(opened)), None)
    if latest is None:
        raise NotFoundError
    if latest.number != answer.number:
        raise SipRuleError(VersionRefusal.VERSION_REPLACED)
    party = None if answer.person_id else opened.party
    if answer.person_id not in {None, opened.person_id} and _has_answered(plan.id, answer):
        raise SipRuleError(VersionRefusal.ANSWERED_THEMSELF, field="party")
    if _is_said_already(plan.id, answer, party):
        return
    row = PlanApproval(
        id=new_id(),
        county_id=plan.county_id,
        plan_id=plan.id,
        number=answer.number,
        person_id=answer.person_id,
        organisation_id=party,
        answer=answer.answer,
        how=answer.how,
        recorded_by=actor.name,
        at=now,
    )
    row.comment_sealed, row.comment_category = seal_saying(
        opened, Saying.COMMENT, row.id, answer.comment, answer.category
    )
    db.session.add(row)
    audit.record(
        actor,
        f"plan.version_{answer.answer.value}",
        row,
        stream=plan.id,
        number=answer.number,
        person=str(answer.person_id) if answer.person_id else None,
    )
    db.session.flush()


def _has_answered(plan_id: UUID, answer: Answer) -> bool:
    """Whether a private person has said what they think of the version with their own sign-in."""
    statement = select(PlanApproval.id).where(
        PlanApproval.plan_id == plan_id,
        PlanApproval.number == answer.number,
        PlanApproval.person_id == answer.person_id,
        PlanApproval.how == How.ELECTRONIC,
    )
    return db.session.scalar(statement.limit(1)) is not None


def _is_said_already(plan_id: UUID, answer: Answer, party: UUID | None) -> bool:
    """Whether it is what the party said of the version last, without a new comment."""
    statement = (
        select(PlanApproval)
        .where(
            PlanApproval.plan_id == plan_id,
            PlanApproval.number == answer.number,
            PlanApproval.person_id == answer.person_id
            if answer.person_id
            else PlanApproval.organisation_id == party,
        )
        .order_by(PlanApproval.at.desc(), PlanApproval.id.desc())
    )
    last = db.session.scalars(statement).first()
    return last is not None and last.answer is answer.answer and not answer.comment

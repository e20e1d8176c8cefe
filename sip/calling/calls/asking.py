"""Questions back: what those who are called ask before they answer, and what they are told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db
from portal.errors import NotFoundError
from portal.ids import new_id
from portal.vault import Place
from sip.calling.calls import rules
from sip.calling.calls.service import get_own, path_of
from sip.door.locking import hold_open
from sip.door.opening import OpenedPlan
from sip.kernel.vocabulary import CallStatus, Inquiry
from sip.tables import functions
from sip.tables.calling import Call, CallQuestion


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question that was asked, and its answer: "" before there is one."""

    id: UUID
    inquiry: Inquiry
    asked_by: str
    asked_at: datetime
    answer: str
    answered_by: str

    @property
    def waits(self) -> bool:
        """Nobody has answered it."""
        return not self.answered_by


def list_questions(opened: OpenedPlan, call_id: UUID) -> Sequence[QuestionView]:
    """What has been asked of a call, in the order that it was."""
    found = select(CallQuestion).where(
        CallQuestion.plan_id == opened.plan_id, CallQuestion.call_id == call_id
    )
    rows = db.session.scalars(found.order_by(CallQuestion.asked_at, CallQuestion.id))
    return [
        QuestionView(
            id=row.id,
            inquiry=row.inquiry,
            asked_by=row.asked_by,
            asked_at=row.asked_at,
            answer=_answer(opened, row),
            answered_by=row.answered_by or "",
        )
        for row in rows
    ]


def ask(actor: Actor, opened: OpenedPlan, call_id: UUID, *, inquiry: str, now: datetime) -> None:
    """Ask whoever called, with an Inquiry, without answering the call. The same twice is once."""
    call = get_own(actor, opened, call_id)
    rules.check_waiting(call.status)
    wanted = Inquiry(inquiry)
    there = select(CallQuestion.id).where(
        CallQuestion.call_id == call.id, CallQuestion.inquiry == wanted
    )
    if db.session.scalar(there) is not None:
        return
    asked = CallQuestion(
        id=new_id(),
        county_id=opened.county_id,
        plan_id=opened.plan_id,
        call_id=call.id,
        inquiry=wanted,
        asked_at=now,
        asked_by=actor.name,
    )
    db.session.add(asked)
    audit.record(actor, "call.asked", asked, stream=opened.plan_id, inquiry=wanted.value)
    db.session.flush()
    functions.enqueue_handlers(
        call.id, "call.asked", path_of(call), f"call.asked:{call.id}:{wanted.value}"
    )


def answer(
    actor: Actor, opened: OpenedPlan, call_id: UUID, *, question_id: UUID, text: str, now: datetime
) -> None:
    """Answer what the called have asked, once; the same form sent twice is sent once."""
    hold_open(opened)
    call = db.session.get(Call, call_id, populate_existing=True)
    row = db.session.get(CallQuestion, question_id, populate_existing=True)
    if call is None or row is None or row.call_id != call_id or row.plan_id != opened.plan_id:
        raise NotFoundError
    if row.answered_by == actor.name and _answer(opened, row) == text:
        return
    rules.check_unanswered(row.answered_at)
    row.answer_sealed = opened.key.seal(text, _place(row.id))
    row.answered_at = now
    row.answered_by = actor.name
    audit.record(actor, "call.replied", row, stream=opened.plan_id, inquiry=row.inquiry.value)
    db.session.flush()
    if call.status is CallStatus.SENT:
        dedupe = f"call.replied:{call.id}:{row.inquiry.value}"
        functions.enqueue_called(call.id, "call.replied", path_of(call), dedupe)


def _answer(opened: OpenedPlan, row: CallQuestion) -> str:
    return opened.key.open(row.answer_sealed, _place(row.id)) if row.answer_sealed else ""


def _place(question_id: UUID) -> Place:
    return Place("call_question", "answer_sealed", question_id)

"""What a private person in a plan and those who handle it write to each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select, tuple_

from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db
from portal.errors import NotFoundError
from portal.tenancy.queries import list_organisations
from portal.vault import Place
from sip.door.locking import hold_still
from sip.door.opening import OpenedPlan
from sip.kernel.phases import ENDED
from sip.kernel.refusals import PlanRefusal, SipRuleError
from sip.people.queries import PersonView, get_person, list_people, view_of
from sip.people.rules import PeopleRefusal
from sip.tables import functions
from sip.tables.people import PlanMessage
from sip.tables.plan import Participant

KIND = "message.written"  # of the mail


@dataclass(frozen=True, slots=True)
class Message:
    """One message as both sides read it."""

    id: UUID
    text: str
    by: str
    at: datetime
    is_from_person: bool
    is_settled: bool


@dataclass(frozen=True, slots=True)
class Readers:
    """Who reads what a private person writes: at which organisation, and who that is now."""

    organisation: str
    names: Sequence[str]


@dataclass(frozen=True, slots=True)
class Conversation:
    """Everything that one private person and the handlers have written, the oldest first.

    `may_answer`: an answer would be read by that person, who signs in and may read the plan.
    """

    person: PersonView
    messages: Sequence[Message]
    may_answer: bool

    @property
    def last(self) -> str:
        """The id of what was written last, which its page carries; "" where nothing is written."""
        return str(self.messages[-1].id) if self.messages else ""

    @property
    def waits(self) -> bool:
        """What the person wrote last has been neither answered nor settled."""
        last = self.messages[-1] if self.messages else None
        return last is not None and last.is_from_person and not last.is_settled


def conversations(opened: OpenedPlan) -> Sequence[Conversation]:
    """Those of everybody who has written or can be written to, whoever waits first."""
    reached = functions.reached_people(opened.plan_id)
    found = [
        Conversation(one, _messages(opened, one.id), may_answer=one.id in reached)
        for one in list_people(opened)
    ]
    kept = [one for one in found if one.messages or one.may_answer]
    return sorted(kept, key=lambda one: not one.waits)


def conversation(opened: OpenedPlan, person_id: UUID) -> Conversation:
    """That of one private person in the plan."""
    person = next((one for one in list_people(opened) if one.id == person_id), None)
    if person is None:
        raise NotFoundError
    reached = functions.reached_people(opened.plan_id)
    return Conversation(person, _messages(opened, person_id), may_answer=person_id in reached)


def last_answer(opened: OpenedPlan) -> Message | None:
    """What the handlers last wrote to the reader, while the reader has written nothing since."""
    messages = _messages(opened, opened.person_id) if opened.person_id else ()
    return messages[-1] if messages and not messages[-1].is_from_person else None


def readers(actor: Actor, opened: OpenedPlan) -> Readers:
    """Those who handle the plan."""
    found = list_organisations(actor, ids=[opened.plan.initiator_id])
    names = sorted({one.name for one in db.session.scalars(_handlers(opened))})
    return Readers(found[0].name if found else "", names)


def may_write(opened: OpenedPlan) -> bool:
    """Whether anybody would read what is written: the plan has not ended."""
    return opened.plan.phase not in ENDED


def write(
    actor: Actor,
    opened: OpenedPlan,
    person_id: UUID,
    text: str,
    *,
    message_id: UUID,
    read: str | None = None,
    now: datetime,
) -> None:
    """Write in somebody's conversation, as that person or as a handler; twice the same is one.

    `read` is the last message that a handler's page showed (`Conversation.last`): what is written
    after something else that the person has written would answer that, too.
    """
    hold_still(opened)
    if not may_write(opened):
        raise SipRuleError(PlanRefusal(opened.plan.phase.value))
    person = get_person(opened, person_id)
    if person.ended_at is not None or person.account_id is None:
        raise NotFoundError
    if db.session.get(PlanMessage, message_id) is not None:
        return
    if opened.party != person_id and person_id not in functions.reached_people(opened.plan_id):
        raise SipRuleError(PeopleRefusal.NOT_REACHED, field="text")
    if read is not None:
        there = Conversation(view_of(opened, person), _messages(opened, person_id), may_answer=True)
        if there.last != read and there.messages[-1].is_from_person:
            raise SipRuleError(PeopleRefusal.WRITTEN_SINCE)
    row = PlanMessage(
        id=message_id,
        county_id=opened.county_id,
        plan_id=opened.plan_id,
        person_id=person_id,
        from_party=opened.party,
        text_sealed=opened.key.seal(text, Place("plan_message", "text_sealed", message_id)),
        written_by=actor.name,
        written_at=now,
    )
    db.session.add(row)
    audit.record(actor, "message.written", row, stream=opened.plan_id)
    db.session.flush()
    if opened.party != person_id:
        _tell(opened, [person.account_id], f"/my-plan/{opened.plan_id}/messages", message_id)
        return
    handlers = db.session.scalars(_handlers(opened).with_only_columns(Participant.account_id)).all()
    _tell(opened, handlers, f"/sip/plans/{opened.plan_id}/messages/{person_id}", message_id)


def settle(actor: Actor, opened: OpenedPlan, person_id: UUID, *, read: UUID, now: datetime) -> None:
    """Say that what somebody has written needs no answer, until `read`: the last that was read."""
    hold_still(opened)
    last = db.session.get(PlanMessage, read)
    if last is None or (last.plan_id, last.person_id) != (opened.plan_id, person_id):
        raise NotFoundError
    waiting = select(PlanMessage).where(
        PlanMessage.plan_id == opened.plan_id,
        PlanMessage.person_id == person_id,
        PlanMessage.from_party == person_id,
        PlanMessage.settled_at.is_(None),
        tuple_(PlanMessage.written_at, PlanMessage.id) <= (last.written_at, last.id),
    )
    for row in db.session.scalars(waiting).all():
        row.settled_at, row.settled_by = now, actor.name
        audit.record(actor, "message.settled", row, stream=opened.plan_id)
    db.session.flush()


def _handlers(opened: OpenedPlan) -> Select[Participant]:
    return select(Participant).where(
        Participant.plan_id == opened.plan_id,
        Participant.organisation_id == opened.plan.initiator_id,
        Participant.ended_at.is_(None),
    )


def _tell(opened: OpenedPlan, accounts: Sequence[UUID], path: str, message_id: UUID) -> None:
    for account_id in accounts:
        occasion = f"{KIND}:{message_id}"
        functions.enqueue_for(account_id, KIND, path, occasion, plan_id=opened.plan_id)


def _messages(opened: OpenedPlan, person_id: UUID) -> Sequence[Message]:
    found = (
        select(PlanMessage)
        .where(PlanMessage.plan_id == opened.plan_id, PlanMessage.person_id == person_id)
        .order_by(PlanMessage.written_at, PlanMessage.id)
    )
    return [
        Message(
            id=row.id,
            text=opened.key.open(row.text_sealed, Place("plan_message", "text_sealed", row.id)),
            by=row.written_by,
            at=row.written_at,
            is_from_person=row.from_party == row.person_id,
            is_settled=row.settled_at is not None,
        )
        for row in db.session.scalars(found)
    ]

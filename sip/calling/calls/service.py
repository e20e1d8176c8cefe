"""Summons and invitations: send, pass on, take, decline, say what one brings, take back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db
from portal.edits import check_as_seen
from portal.errors import NotFoundError, StaleError
from portal.ids import new_id
from portal.tenancy.models import Organisation, Unit
from portal.vault import Place
from sip.agreement_link import Clock, find_clock
from sip.calling.calls import rules
from sip.calling.meetings import service as meetings
from sip.content.sayings import Said, Saying, load_sayings, seal_saying
from sip.content.whereabouts import set_whereabouts
from sip.door.locking import hold, hold_open
from sip.door.opening import OpenedPlan
from sip.kernel.days import day_of
from sip.kernel.refusals import SipRuleError
from sip.kernel.vocabulary import CallStatus, CallStep, DeclineReason, Placing
from sip.tables import functions
from sip.tables.calling import Call, CallEvent
from sip.tables.plan import Participant


@dataclass(frozen=True, slots=True)
class Colleague:
    """A caseworker of the own organisation who takes part too."""

    account_id: UUID
    title: str


@dataclass(frozen=True, slots=True)
class ToCall:
    """An organisation that is to be called, where it lies first, and what it is asked for."""

    call_id: UUID
    organisation_id: UUID
    unit_id: UUID | None
    asked: str


def call_each(
    actor: Actor, opened: OpenedPlan, to_call: Sequence[ToCall], *, now: datetime
) -> None:
    """Call several at once: all of them, or with what stands in the way of one, none."""
    for one in to_call:
        call(
            actor,
            opened,
            call_id=one.call_id,
            organisation_id=one.organisation_id,
            unit_id=one.unit_id,
            asked=one.asked,
            now=now,
        )


def call(
    actor: Actor,
    opened: OpenedPlan,
    *,
    call_id: UUID,
    organisation_id: UUID,
    unit_id: UUID | None,
    asked: str,
    now: datetime,
) -> Call:
    """Summon a principal, or invite somebody else. One `call_id` sent twice is one call."""
    hold_open(opened)
    if (sent_twice := _find(opened.plan_id, call_id)) is not None:
        return sent_twice
    organisation = _organisation(actor, opened, organisation_id)
    _check_unit(organisation.id, unit_id)
    _check_consent(opened, organisation.id)
    _check_not_called(opened, organisation.id, unit_id)
    agreed = find_clock(opened.plan.municipality_id, Clock.ANSWER, day_of(now))
    sent = Call(
        id=call_id,
        county_id=opened.county_id,
        plan_id=opened.plan_id,
        kind=rules.kind_for(organisation.kind),
        organisation_id=organisation.id,
        unit_id=unit_id,
        asked_sealed=opened.key.seal(asked, Place("call", "asked_sealed", call_id)),
        status=CallStatus.SENT,
        sent_at=now,
        answer_by=rules.answer_by(now, agreed.by if agreed else None),
    )
    db.session.add(sent)
    db.session.flush()
    _note(actor, sent, CallStep.SENT, now, to_unit_id=unit_id)
    audit.record(actor, "call.sent", sent, stream=opened.plan_id, kind=sent.kind.value)
    db.session.flush()
    _tell_called(sent, "call.waiting", sent.id)
    return sent


def forward(
    actor: Actor, opened: OpenedPlan, call_id: UUID, *, unit_id: UUID, now: datetime
) -> None:
    """Wrong unit: pass it on to another of the same organisation. The clock does not move."""
    passed = get_own(actor, opened, call_id)
    lies = functions.call_units([opened.plan_id]).get(call_id)
    came_from = lies.unit_id if lies else None
    rules.check_forward(passed.status, came_from, unit_id)
    _check_unit(passed.organisation_id, unit_id)
    event = _note(
        actor,
        passed,
        CallStep.FORWARDED,
        now,
        from_unit_id=came_from,
        to_unit_id=unit_id,
    )
    audit.record(actor, "call.forwarded", passed, stream=opened.plan_id)
    # before it leaves: who passes it on may not see it any more
    db.session.flush()
    passed.unit_id = unit_id
    db.session.flush()
    _tell_called(passed, "call.waiting", event.id)


def take(
    actor: Actor,
    opened: OpenedPlan,
    call_id: UUID,
    *,
    title: str,
    colleagues: Sequence[Colleague],
    contribution: str,
    category: str,
    now: datetime,
) -> None:
    """Take part for the organisation, by name, and perhaps with colleagues."""
    taken = get_own(actor, opened, call_id)
    if _is_taken_by(actor, taken):
        return  # a form sent twice
    rules.check_waiting(taken.status)
    mine = _join(actor, opened, taken, actor.account_id, actor.name, title, now)
    names = {one.account_id: one.name for one in functions.list_caseworkers(opened.plan_id)}
    for colleague in colleagues:
        if colleague.account_id not in names:
            raise NotFoundError
        name = names[colleague.account_id]
        _join(actor, opened, taken, colleague.account_id, name, colleague.title, now)
    _note(actor, taken, CallStep.TAKEN, now)
    audit.record(actor, "call.taken", taken, stream=opened.plan_id, people=1 + len(colleagues))
    taken.status = CallStatus.TAKEN
    taken.taken_by = mine.id
    taken.answered_at = now
    if contribution:
        _bring(opened, taken, contribution, category)
    db.session.flush()
    meetings.ask_newcomer(opened, mine.id, now)
    _tell_handlers(taken)


def decline(actor: Actor, opened: OpenedPlan, call_id: UUID, *, reason: str, now: datetime) -> None:
    """Say no to an invitation, for a DeclineReason. A summons cannot be declined by anybody."""
    declined = get_own(actor, opened, call_id)
    rules.check_decline(declined.kind, declined.status)
    _note(actor, declined, CallStep.DECLINED, now, reason=DeclineReason(reason))
    audit.record(actor, "call.declined", declined, stream=opened.plan_id, reason=reason)
    db.session.flush()
    declined.status = CallStatus.DECLINED
    declined.answered_at = now
    db.session.flush()
    _tell_handlers(declined)


def contribute(
    actor: Actor,
    opened: OpenedPlan,
    call_id: UUID,
    *,
    contribution: str,
    category: str,
    seen: str,
    now: datetime,
) -> None:
    """Say what the organisation brings, after taking the call.

    Raises StaleError when a colleague has said otherwise since the form was opened (`seen`:
    portal.edits).
    """
    taken = get_own(actor, opened, call_id)
    if taken.status is not CallStatus.TAKEN:
        raise SipRuleError(rules.CallRefusal.CLOSED)
    said = load_sayings(opened, Saying.CONTRIBUTION).get(taken.id, Said("", ""))
    wanted = Said(contribution, category)
    if said == wanted:
        return
    check_as_seen(seen, contribution_as_texts(said), contribution_as_texts(wanted))
    _bring(opened, taken, contribution, category)
    taken.answered_at = now
    audit.record(actor, "call.contribution_given", taken, stream=opened.plan_id)
    db.session.flush()


def check_unanswered(call_id: UUID) -> None:
    """Raise when a call that lay where the asker works has been answered."""
    if functions.is_answered_here(call_id):
        raise SipRuleError(rules.CallRefusal.CLOSED)


def contribution_as_texts(said: Said) -> dict[str, str]:
    """What an organisation brings, by the names of the form's fields."""
    return {"contribution": said.text, "category": said.category}


def withdraw(actor: Actor, opened: OpenedPlan, call_id: UUID, *, now: datetime) -> None:
    """Take back a call that nobody has answered. Twice is once."""
    hold_open(opened)
    withdrawn = _find(opened.plan_id, call_id)
    if withdrawn is None:
        raise NotFoundError
    if withdrawn.status is CallStatus.CANCELLED:
        return
    rules.check_waiting(withdrawn.status)
    _note(actor, withdrawn, CallStep.CANCELLED, now)
    withdrawn.status = CallStatus.CANCELLED
    audit.record(actor, "call.withdrawn", withdrawn, stream=opened.plan_id)
    db.session.flush()
    functions.tell_called_off(withdrawn.id)


def _find(plan_id: UUID, call_id: UUID) -> Call | None:
    found = select(Call).where(Call.plan_id == plan_id, Call.id == call_id)
    # the worker, too, cancels what has lost its consent
    return db.session.scalar(found.with_for_update(), execution_options={"populate_existing": True})


def get_own(actor: Actor, opened: OpenedPlan, call_id: UUID) -> Call:
    """A call to the actor's own organisation, which nobody else answers meanwhile.

    Raises StaleError for one that the page has shown and that is out of sight now: a colleague has
    answered it, or it was taken back.
    """
    hold(opened.plan_id)
    found = _find(opened.plan_id, call_id)
    if found is None:
        raise StaleError(())
    if found.organisation_id != actor.organisation_id:
        raise NotFoundError
    return found


def _is_taken_by(actor: Actor, taken: Call) -> bool:
    mine = select(Participant.id).where(
        Participant.id == taken.taken_by, Participant.account_id == actor.account_id
    )
    return db.session.scalar(mine) is not None


def _organisation(actor: Actor, opened: OpenedPlan, organisation_id: UUID) -> Organisation:
    found = db.session.scalar(
        select(Organisation).where(
            Organisation.id == organisation_id,
            Organisation.county_id == actor.county_id,
            Organisation.closed_at.is_(None),
        )
    )
    is_callable = found is not None and found.kind in rules.CALLABLE
    if found is None or not is_callable or found.id == opened.plan.initiator_id:
        raise NotFoundError
    return found


def _check_unit(organisation_id: UUID, unit_id: UUID | None) -> None:
    if unit_id is None:
        return
    there = select(Unit.id).where(
        Unit.id == unit_id, Unit.organisation_id == organisation_id, Unit.closed_at.is_(None)
    )
    if db.session.scalar(there) is None:
        raise SipRuleError(rules.CallRefusal.UNIT_ELSEWHERE, field="unit")


def _check_consent(opened: OpenedPlan, organisation_id: UUID) -> None:
    if not functions.may_call(opened.plan_id, organisation_id):
        raise SipRuleError(rules.CallRefusal.NOT_CONSENTED)


def _check_not_called(opened: OpenedPlan, organisation_id: UUID, unit_id: UUID | None) -> None:
    if functions.is_called_at(opened.plan_id, organisation_id, unit_id):
        raise SipRuleError(rules.CallRefusal.ALREADY_CALLED, field="unit")


def _join(
    actor: Actor,
    opened: OpenedPlan,
    taken: Call,
    account_id: UUID,
    name: str,
    title: str,
    now: datetime,
) -> Participant:
    """Somebody who takes part from now on, unless they do already."""
    already = select(Participant).where(
        Participant.plan_id == opened.plan_id,
        Participant.organisation_id == actor.organisation_id,
        Participant.account_id == account_id,
        Participant.ended_at.is_(None),
    )
    if (there := db.session.scalar(already)) is not None:
        return there
    joined = Participant(
        id=new_id(),
        county_id=opened.county_id,
        plan_id=opened.plan_id,
        organisation_id=actor.organisation_id,
        account_id=account_id,
        name=name,
        title=title,
        joined_at=now,
    )
    db.session.add(joined)
    # who has joined may let colleagues in
    db.session.flush()
    _keep_unit(opened, taken, joined)
    return joined


def _keep_unit(opened: OpenedPlan, taken: Call, joined: Participant) -> None:
    """Keep the participant's unit, sealed and apart: it may say where the person lives."""
    lies = functions.call_units([opened.plan_id]).get(taken.id)
    unit = db.session.get(Unit, lies.unit_id) if lies else None
    if unit is not None:
        set_whereabouts(opened, Placing.PARTICIPANT_UNIT, joined.id, unit.name)


def _bring(opened: OpenedPlan, taken: Call, text: str, category: str) -> None:
    sealed, kept = seal_saying(opened, Saying.CONTRIBUTION, taken.id, text, category)
    taken.contribution_sealed, taken.contribution_category = sealed, kept


def _note(
    actor: Actor,
    about: Call,
    step: CallStep,
    now: datetime,
    *,
    from_unit_id: UUID | None = None,
    to_unit_id: UUID | None = None,
    reason: DeclineReason | None = None,
) -> CallEvent:
    event = CallEvent(
        id=new_id(),
        county_id=about.county_id,
        plan_id=about.plan_id,
        call_id=about.id,
        step=step,
        at=now,
        by_name=actor.name,
        organisation_id=actor.organisation_id,
        from_unit_id=from_unit_id,
        to_unit_id=to_unit_id,
        reason=reason,
    )
    db.session.add(event)
    return event


def path_of(about: Call) -> str:
    """The address of a call's page, for mail about it."""
    return f"/sip/plans/{about.plan_id}/calls/{about.id}"


def _tell_called(about: Call, kind: str, occasion: UUID) -> None:
    functions.enqueue_called(about.id, kind, path_of(about), f"{kind}:{occasion}")


def _tell_handlers(about: Call) -> None:
    dedupe = f"call.answered:{about.id}:{about.status.value}"
    functions.enqueue_handlers(about.id, "call.answered", path_of(about), dedupe)

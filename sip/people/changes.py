"""Changes of whose consent a plan requires: proposed by one handler, confirmed by another.

Nothing has changed until then. What takes nobody's say away holds at once: that a child is asked,
and that somebody comes to stand beside the person.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Unpack
from uuid import UUID

from sqlalchemy import select

from portal import clock
from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db
from portal.errors import NotFoundError, check_all
from portal.vault import Place
from sip.door.locking import hold
from sip.door.opening import Unlocked
from sip.kernel.refusals import PlanRefusal, SipRuleError
from sip.kernel.vocabulary import Capacity, ChangeKind, Phase, Settled
from sip.ledger.rules import Mandate
from sip.people import rules, service
from sip.people.consenters import (
    Proxy,
    end_all_of,
    find_child,
    find_subject,
    is_required,
    mark_of,
    set_required_consenters,
)
from sip.people.queries import accounts_of_people, get_person
from sip.people.rules import PeopleRefusal
from sip.tables import functions
from sip.tables.consent import ConsenterChange


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is to change and why. `document` is the paper it rests on, of the day `document_on`."""

    kind: ChangeKind
    reason: str
    document: str = ""
    document_on: date | None = None
    capacity: Capacity | None = None
    scope: Collection[str] = ()
    valid_from: datetime | None = None
    valid_to: datetime | None = None

    @property
    def mandate(self) -> Mandate | None:
        """What a representative is given, from when until when."""
        if self.valid_from is None or self.valid_to is None:
            return None
        return Mandate(frozenset(self.scope), self.valid_from, self.valid_to)


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A proposed or settled change, opened."""

    id: UUID
    person_id: UUID
    kind: ChangeKind
    reason: str
    document: str
    document_on: date | None
    capacity: Capacity | None
    mandate: Mandate | None
    proposed_at: datetime
    proposed_by: UUID
    proposed_by_name: str
    outcome: Settled | None
    settled_at: datetime | None
    settled_by_name: str

    @property
    def is_open(self) -> bool:
        """Whether it waits for a second handler."""
        return self.outcome is None

    @property
    def is_at_once(self) -> bool:
        """Whether it held as soon as it was noted, and took no second handler."""
        return self.settled_at == self.proposed_at


def ask_child(
    actor: Actor, unlocked: Unlocked, reason: str, *, change_id: UUID, now: datetime
) -> None:
    """Decide that a child's own consent is required beside the guardians'. It holds at once."""
    subject = _child(unlocked, now)
    if _is_noted(unlocked, change_id):
        return
    _add(actor, unlocked, subject.id, Proposal(ChangeKind.ASKED, reason), change_id, now)
    set_required_consenters(actor, unlocked, now=now)
    _tell(unlocked, subject.id, change_id)


def appoint(
    actor: Actor,
    unlocked: Unlocked,
    person_id: UUID,
    proposal: Proposal,
    *,
    change_id: UUID,
    now: datetime,
    **details: Unpack[service.Details],
) -> None:
    """Note a representative with a mandate.

    Beside the person it holds at once, in their place when a second handler has confirmed it. The
    same `person_id` twice is one person (a form sent twice).
    """
    if proposal.kind is ChangeKind.REPLACES:
        capacity = proposal.capacity or Capacity.ATTORNEY
        service.note_representative(actor, unlocked, person_id, capacity, now=now, **details)
        propose(actor, unlocked, person_id, proposal, change_id=change_id, now=now)
    else:
        _check_at_once(unlocked, proposal, now)
        proxy = _proxy_of(proposal)
        service.note_representative(actor, unlocked, person_id, proxy.capacity, now=now, **details)
        _give_at_once(actor, unlocked, person_id, proposal, change_id, now)


def renew(
    actor: Actor,
    unlocked: Unlocked,
    person_id: UUID,
    proposal: Proposal,
    *,
    change_id: UUID,
    now: datetime,
) -> bool:
    """Give a representative a new mandate; answers whether it holds at once.

    It does beside the person, where no earlier one runs. Else a second handler confirms it.
    """
    if proposal.kind is ChangeKind.REPLACES or is_required(unlocked, person_id, now):
        propose(actor, unlocked, person_id, proposal, change_id=change_id, now=now)
        return False
    _check_at_once(unlocked, proposal, now)
    _give_at_once(actor, unlocked, person_id, proposal, change_id, now)
    return True


def propose(
    actor: Actor,
    unlocked: Unlocked,
    person_id: UUID,
    proposal: Proposal,
    *,
    change_id: UUID,
    read: str | None = None,
    now: datetime,
) -> None:
    """Propose a change to a second handler. The same `change_id` twice is one proposal.

    `read` is what the page showed that would end (consenters.mark_of); None where nothing does.
    """
    if _is_noted(unlocked, change_id):
        return
    if read is not None and mark_of(unlocked, person_id, now) != read:
        raise SipRuleError(PeopleRefusal.MANDATED_SINCE)
    person = get_person(unlocked, person_id)
    if any(one.is_open and one.person_id == person.id for one in list_changes(unlocked)):
        raise SipRuleError(PeopleRefusal.ALREADY_PROPOSED)
    check_all(
        lambda: rules.check_reason(proposal.reason),
        lambda: rules.check_document(proposal.document, proposal.document_on, clock.today()),
        lambda: _check_kind(unlocked, person_id, proposal, now),
    )
    _add(actor, unlocked, person_id, proposal, change_id, now)
    functions.tell_of_proposal(change_id)


def confirm(actor: Actor, unlocked: Unlocked, change_id: UUID, *, now: datetime) -> None:
    """Confirm what a colleague has proposed: from now on it holds."""
    row = _settle(actor, unlocked, change_id, Settled.CONFIRMED)
    if row is None:
        return
    change = view_of(unlocked, row)
    if not may_confirm(unlocked, change):
        raise SipRuleError(PlanRefusal.CLOSED)
    if is_overtaken(unlocked, change):
        raise SipRuleError(PeopleRefusal.OVERTAKEN)
    _apply(actor, unlocked, change, now)
    _tell(unlocked, change.person_id, change_id)


def may_confirm(unlocked: Unlocked, change: ChangeView) -> bool:
    """Whether it can still come into force: in a closed plan nobody is given a say."""
    is_over = unlocked.plan.phase is Phase.CLOSED
    return not is_over or change.kind in {ChangeKind.ENDS, ChangeKind.LEAVES}


def is_overtaken(unlocked: Unlocked, change: ChangeView) -> bool:
    """Whether something else has come to hold of the person since it was proposed.

    Neither who proposed it nor who confirms it can be taken to have known of that.
    """
    later = select(ConsenterChange.id).where(
        ConsenterChange.plan_id == unlocked.plan.id,
        ConsenterChange.person_id == change.person_id,
        ConsenterChange.id != change.id,
        ConsenterChange.outcome == Settled.CONFIRMED,
        ConsenterChange.settled_at > change.proposed_at,
    )
    return db.session.scalar(later.limit(1)) is not None


def decline(actor: Actor, unlocked: Unlocked, change_id: UUID) -> None:
    """Turn a proposal down, or take one's own back: nothing changes."""
    _settle(actor, unlocked, change_id, Settled.DECLINED)


def list_changes(unlocked: Unlocked) -> Sequence[ChangeView]:
    """Every change that was proposed, the newest first."""
    statement = (
        select(ConsenterChange)
        .where(ConsenterChange.plan_id == unlocked.plan.id)
        .order_by(ConsenterChange.proposed_at.desc(), ConsenterChange.id.desc())
    )
    return [view_of(unlocked, row) for row in db.session.scalars(statement)]


def get_change(unlocked: Unlocked, change_id: UUID) -> ChangeView:
    """One of the plan's changes; raises NotFoundError for any other."""
    row = _find(unlocked, change_id)
    if row is None:
        raise NotFoundError
    return view_of(unlocked, row)


def view_of(unlocked: Unlocked, row: ConsenterChange) -> ChangeView:
    """A change's row with its texts opened."""
    mandate = None
    if (
        row.mandate_scope is not None
        and row.mandate_from is not None
        and row.mandate_to is not None
    ):
        mandate = Mandate(frozenset(row.mandate_scope), row.mandate_from, row.mandate_to)
    return ChangeView(
        id=row.id,
        person_id=row.person_id,
        kind=row.kind,
        reason=_open(unlocked, row.id, "reason_sealed", row.reason_sealed),
        document=_open(unlocked, row.id, "document_sealed", row.document_sealed),
        document_on=row.document_on,
        capacity=row.capacity,
        mandate=mandate,
        proposed_at=row.proposed_at,
        proposed_by=row.proposed_by,
        proposed_by_name=row.proposed_by_name,
        outcome=row.outcome,
        settled_at=row.settled_at,
        settled_by_name=row.settled_by_name or "",
    )


def _give_at_once(
    actor: Actor,
    unlocked: Unlocked,
    person_id: UUID,
    proposal: Proposal,
    change_id: UUID,
    now: datetime,
) -> None:
    """Let somebody stand beside the person from now on; it stands among what has been decided."""
    if _is_noted(unlocked, change_id):
        return
    _add(actor, unlocked, person_id, proposal, change_id, now)
    service.give_mandate(actor, unlocked, person_id, _proxy_of(proposal), now=now)
    _tell(unlocked, person_id, change_id)


def _check_at_once(unlocked: Unlocked, proposal: Proposal, now: datetime) -> None:
    check_all(
        lambda: rules.check_document(proposal.document, proposal.document_on, clock.today()),
        lambda: _check_mandate(unlocked, proposal, now),
    )


def _check_kind(unlocked: Unlocked, person_id: UUID, proposal: Proposal, now: datetime) -> None:
    match proposal.kind:
        case ChangeKind.NOT_ASKED:
            _child(unlocked, now)
        case ChangeKind.REPLACES | ChangeKind.BESIDE:
            _check_mandate(unlocked, proposal, now)
        case _:
            if not is_required(unlocked, person_id, now):
                raise NotFoundError


def _check_mandate(unlocked: Unlocked, proposal: Proposal, now: datetime) -> None:
    if proposal.mandate is None or proposal.capacity is None:
        raise SipRuleError(PeopleRefusal.MANDATE_NEEDED, field="scope")
    rules.check_mandate(proposal.mandate)
    if proposal.mandate.valid_to <= now:
        raise SipRuleError(PeopleRefusal.MANDATE_REVERSED, field="valid_to")
    _check_age(unlocked, proposal.kind, proposal.capacity, now)


def _check_age(
    unlocked: Unlocked, kind: ChangeKind, capacity: Capacity | None, now: datetime
) -> None:
    """Raise when somebody would answer in a child's place: for it the guardians do."""
    if kind is ChangeKind.REPLACES and capacity is not None:
        subject = find_subject(unlocked)
        rules.check_replaces(capacity, subject.birth_date if subject else None, now)


def _child(unlocked: Unlocked, now: datetime) -> rules.Subject:
    subject = find_child(unlocked, now)
    if subject is None:
        raise SipRuleError(PeopleRefusal.NO_CHILD)
    return subject


def _apply(actor: Actor, unlocked: Unlocked, change: ChangeView, now: datetime) -> None:
    match change.kind:
        case ChangeKind.ASKED:
            pass  # holds from when it was decided
        case ChangeKind.NOT_ASKED:
            set_required_consenters(actor, unlocked, now=now)
        case ChangeKind.REPLACES | ChangeKind.BESIDE:
            _check_age(unlocked, change.kind, change.capacity, now)  # another may be known by now
            service.give_mandate(actor, unlocked, change.person_id, _proxy_of(change), now=now)
        case ChangeKind.ENDS:
            end_all_of(unlocked, change.person_id, now)
            db.session.flush()
            set_required_consenters(actor, unlocked, now=now)
        case ChangeKind.LEAVES:
            service.end_person(actor, unlocked, change.person_id, now=now)


def _tell(unlocked: Unlocked, person_id: UUID, change_id: UUID) -> None:
    functions.tell_of_consenter(unlocked.plan.id, person_id, f"consenter.changed:{change_id}")


def _proxy_of(proposed: Proposal | ChangeView) -> Proxy:
    mandate, day = proposed.mandate, proposed.document_on
    if mandate is None or proposed.capacity is None or day is None:
        raise SipRuleError(PeopleRefusal.MANDATE_NEEDED, field="scope")
    return Proxy(
        capacity=proposed.capacity,
        scope=mandate.scope,
        valid_from=mandate.valid_from,
        valid_to=mandate.valid_to,
        evidence=f"{proposed.document} ({day.isoformat()})",
        replaces=proposed.kind is ChangeKind.REPLACES,
    )


def _settle(
    actor: Actor, unlocked: Unlocked, change_id: UUID, outcome: Settled
) -> ConsenterChange | None:
    """Settle a change; None when it was, so and by the same, before: a form sent twice."""
    hold(unlocked.plan.id)
    row = _find(unlocked, change_id)
    if row is None:
        raise NotFoundError
    if (row.outcome, row.settled_by) == (outcome, actor.account_id):
        return None
    is_settled = row.outcome is not None
    if outcome is Settled.CONFIRMED or is_settled:
        private = accounts_of_people(unlocked)
        rules.check_settles(
            actor.account_id, row.proposed_by, private=private, is_settled=is_settled
        )
    row.outcome, row.settled_by, row.settled_by_name = outcome, actor.account_id, actor.name
    audit.record(
        actor,
        f"consenter_change.{outcome.value}",
        row,
        stream=unlocked.plan.id,
        kind=row.kind.value,
    )
    db.session.flush()
    db.session.refresh(row, ["settled_at"])  # the database's own clock
    return row


def _add(
    actor: Actor,
    unlocked: Unlocked,
    person_id: UUID,
    proposal: Proposal,
    change_id: UUID,
    now: datetime,
) -> None:
    """Note it, once `_is_noted` has said that it is not."""
    mandate, document = proposal.mandate, proposal.document
    row = ConsenterChange(
        id=change_id,
        county_id=unlocked.plan.county_id,
        plan_id=unlocked.plan.id,
        person_id=person_id,
        kind=proposal.kind,
        reason_sealed=unlocked.key.seal(proposal.reason, _place(change_id, "reason_sealed")),
        document_sealed=(
            unlocked.key.seal(document, _place(change_id, "document_sealed")) if document else None
        ),
        document_on=proposal.document_on,
        capacity=proposal.capacity,
        mandate_scope=sorted(mandate.scope) if mandate else None,
        mandate_from=mandate.valid_from if mandate else None,
        mandate_to=mandate.valid_to if mandate else None,
        proposed_at=now,
        proposed_by=actor.account_id,
        proposed_by_name=actor.name,
    )
    db.session.add(row)
    audit.record(
        actor,
        "consenter_change.proposed",
        row,
        stream=unlocked.plan.id,
        kind=proposal.kind.value,
    )
    db.session.flush()
    db.session.expire(row)


def _is_noted(unlocked: Unlocked, change_id: UUID) -> bool:
    """Whether a form was sent before; nobody else notes anything in the plan meanwhile."""
    hold(unlocked.plan.id)
    return _find(unlocked, change_id) is not None


def _find(unlocked: Unlocked, change_id: UUID) -> ConsenterChange | None:
    statement = select(ConsenterChange).where(
        ConsenterChange.plan_id == unlocked.plan.id, ConsenterChange.id == change_id
    )
    return db.session.scalar(statement, execution_options={"populate_existing": True})


def _place(row_id: UUID, column: str) -> Place:
    return Place("consenter_change", column, row_id)


def _open(unlocked: Unlocked, row_id: UUID, column: str, sealed: bytes | None) -> str:
    return unlocked.key.open(sealed, _place(row_id, column)) if sealed is not None else ""

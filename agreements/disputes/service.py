"""Opening a dispute, saying one's view, lifting it, and ending it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from agreements import case_terms
from agreements.cases import (
    CaseRefusal,
    CaseRuleError,
    LevelOutcome,
    SettlementState,
    Step,
    check_from,
    check_in_force,
    check_ladder,
    check_others,
    check_party,
)
from agreements.deviations.service import About
from agreements.disputes import queries
from agreements.tables import case_functions
from agreements.tables.agreement import Agreement
from agreements.tables.dispute import (
    Dispute,
    DisputeLevel,
    DisputeReference,
    DisputeSettlement,
    DisputeStatement,
)
from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db, hold
from portal.documents.written import check_all_written, check_written
from portal.edits import Edit, settle
from portal.errors import NotFoundError, check_all
from portal.personal_data import check_all_impersonal, check_impersonal
from portal.zone import STOCKHOLM


@dataclass(frozen=True, slots=True)
class Opening:
    """What somebody disputes, and with which one or two others.

    The same `id` twice is one (a form sent twice).
    """

    id: UUID
    about: About
    others: Sequence[UUID]
    municipality: UUID
    question: str
    reference: str
    deviation_id: UUID | None


def open_dispute(
    actor: Actor, agreement: Agreement, said: Opening, *, now: datetime, today: date
) -> None:
    """Open it at the first level of the agreement's ladder."""
    if db.session.get(Dispute, said.id) is not None:
        return
    held = agreement.held
    check_in_force(held.valid_from, held.end, is_signed=agreement.is_signed, today=today)
    others = agreement.party_ids - {actor.organisation_id}
    # a deviation says who the second is
    field = "others" if said.deviation_id is None else "third"
    check_all(
        lambda: check_others(said.others, others, field=field),
        lambda: check_impersonal("question", said.question),
        lambda: check_written("question", said.question),
    )
    if said.municipality not in agreement.municipality_ids:
        raise NotFoundError
    steps = case_terms.ladder_of(agreement.id, today)
    check_ladder(steps)
    other, *third = said.others
    row = Dispute(
        id=said.id,
        county_id=actor.county_id,
        agreement_id=agreement.id,
        deviation_id=said.deviation_id,
        opener_id=actor.organisation_id,
        other_id=other,
        third_id=third[0] if third else None,
        municipality_id=said.municipality,
        section=said.about.section,
        section_key=said.about.section_key,
        place=said.about.named,
        question=said.question,
        meanwhile=case_terms.meanwhile(agreement.id, today),
        opened_by=actor.name,
        opened_at=now,
        level=1,
        due_on=case_terms.ends(steps[0], today),
    )
    db.session.add(row)
    audit.record(actor, "dispute.opened", row)
    db.session.flush()
    _add_levels(actor, agreement, row, steps, today)
    if said.reference:
        _set_reference(actor, row, said.reference)
    db.session.flush()
    case_functions.tell_of_dispute(row.id, "dispute.opened", "")


def _add_levels(
    actor: Actor, agreement: Agreement, row: Dispute, steps: tuple[Step, ...], today: date
) -> None:
    """Copy the ladder: what the agreement says later does not move a dispute that is open."""
    kinds = {one.organisation_id: one.organisation.kind for one in agreement.every_party}
    for number, step in enumerate(steps, start=1):
        is_first = number == 1
        db.session.add(
            DisputeLevel(
                county_id=actor.county_id,
                dispute_id=row.id,
                number=number,
                forum=step.forum,
                opener_function=step.function_of(kinds[row.opener_id]),
                other_function=step.function_of(kinds[row.other_id]),
                third_function=step.function_of(kinds[row.third_id]) if row.third_id else None,
                working_days=step.working_days,
                days=step.days,
                started_on=today if is_first else None,
                due_on=row.due_on if is_first else None,
            )
        )


def _check_text(field: str, text: str) -> None:
    check_all(lambda: check_impersonal(field, text), lambda: check_written(field, text))


def _check_open(dispute: Dispute) -> None:
    if dispute.settled_at is not None:
        raise CaseRuleError(CaseRefusal.DISPUTE_SETTLED)


def state(actor: Actor, dispute: Dispute, statement_id: UUID, words: str, *, now: datetime) -> None:
    """Say the own side's view at the level where it stands. The same id twice is one."""
    if db.session.get(DisputeStatement, statement_id) is not None:
        return
    _check_open(dispute)
    _check_text("statement", words)
    row = DisputeStatement(
        id=statement_id,
        county_id=actor.county_id,
        dispute_id=dispute.id,
        number=dispute.level,
        organisation_id=actor.organisation_id,
        statement=words,
        said_by=actor.name,
        said_at=now,
    )
    db.session.add(row)
    audit.record(actor, "dispute.stated", dispute, level=dispute.level)
    db.session.flush()
    case_functions.tell_of_dispute(dispute.id, "dispute.stated", str(row.id))


def lift(actor: Actor, dispute: Dispute, from_level: int, *, today: date) -> None:
    """Lift it to the next level before its time is out; `from_level` is where the actor saw it.

    Two who lift it from the same level lift it once.
    """
    _check_open(dispute)
    after = queries.find_level(dispute, from_level + 1)
    if after is None:
        raise CaseRuleError(CaseRefusal.TOP_LEVEL)
    step = Step(after.forum, after.working_days, after.days)
    if not case_functions.lift_dispute(dispute.id, from_level, case_terms.ends(step, today)):
        before = queries.find_level(dispute, from_level)
        if before is not None and before.outcome is LevelOutcome.LIFTED:
            return
        raise CaseRuleError(CaseRefusal.LIFTED_ALREADY)
    audit.record(actor, "dispute.lifted", dispute, level=from_level + 1)
    case_functions.tell_of_dispute(dispute.id, "dispute.lifted", str(from_level + 1))
    db.session.expire(dispute)


def bring_in(actor: Actor, agreement: Agreement, dispute: Dispute, party: UUID) -> None:
    """Let another party be a third side from now on. The same party twice is one."""
    if dispute.third_id == party:
        return
    _check_open(dispute)
    check_party(party, agreement.party_ids - {dispute.opener_id, dispute.other_id}, field="party")
    opened_on = dispute.opened_at.astimezone(STOCKHOLM).date()
    kind = next(one.organisation.kind for one in agreement.parties if one.organisation_id == party)
    by_level = [one.function_of(kind) for one in case_terms.ladder_of(agreement.id, opened_on)]
    if not case_functions.join_dispute(dispute.id, party, by_level):
        # settled meanwhile, or another has joined
        db.session.refresh(dispute, ["settled_at", "third_id"])
        _check_open(dispute)
        if dispute.third_id == party:
            return
        raise CaseRuleError(CaseRefusal.TOO_MANY_SIDES, field="party")
    audit.record(actor, "dispute.joined", dispute)
    case_functions.tell_of_dispute(dispute.id, "dispute.joined", str(party))
    db.session.expire(dispute)


@dataclass(frozen=True, slots=True)
class Settlement:
    """Who answers and who pays, from which day."""

    id: UUID
    answers: UUID
    pays: str
    from_day: date
    outcome: str


def propose(actor: Actor, dispute: Dispute, said: Settlement, *, now: datetime) -> None:
    """Propose how it ends; it does when every other side says yes. The same id twice is one."""
    if db.session.get(DisputeSettlement, said.id) is not None:
        return
    # two that propose at once wait for each other here
    db.session.refresh(dispute, ["settled_at"])
    _check_open(dispute)
    if queries.find_open_settlement(dispute) is not None:
        raise CaseRuleError(CaseRefusal.PROPOSED_ALREADY)
    opened_on = dispute.opened_at.astimezone(STOCKHOLM).date()
    check_all(
        lambda: check_from(said.from_day, opened_on),
        lambda: check_all_impersonal(pays=said.pays, outcome=said.outcome),
        lambda: check_all_written(pays=said.pays, outcome=said.outcome),
    )
    if said.answers not in dispute.side_ids:
        raise NotFoundError
    row = DisputeSettlement(
        id=said.id,
        county_id=actor.county_id,
        dispute_id=dispute.id,
        organisation_id=actor.organisation_id,
        answers_id=said.answers,
        pays=said.pays,
        from_day=said.from_day,
        outcome=said.outcome,
        proposed_by=actor.name,
        proposed_at=now,
        status=SettlementState.OPEN,
        reason="",
    )
    db.session.add(row)
    audit.record(actor, "dispute.proposed", dispute)
    db.session.flush()
    case_functions.tell_of_dispute(dispute.id, "dispute.proposed", str(row.id))


def is_answered_so(
    actor: Actor, settlement: DisputeSettlement, *, agrees: bool, reason: str
) -> bool:
    """Whether the actor's side has given a proposal exactly this answer."""
    if queries.find_yes(actor, settlement) is not None:
        return agrees
    state = SettlementState.AGREED if agrees else SettlementState.REFUSED
    is_ours = settlement.answered_id == actor.organisation_id
    return is_ours and (settlement.status, settlement.reason) == (state, reason)


def answer_settlement(
    actor: Actor, dispute: Dispute, settlement: DisputeSettlement, *, agrees: bool, reason: str
) -> None:
    """Say yes, or no with a reason. The same answer twice is one.

    A no refuses it; the yes of the last of the other sides settles the dispute.
    """
    is_answered = is_answered_so(actor, settlement, agrees=agrees, reason=reason)
    has_answered = settlement.account_id == actor.account_id or queries.has_said_yes(
        actor, settlement
    )
    if has_answered and not is_answered:
        raise CaseRuleError(CaseRefusal.FOR_TWO_SIDES)
    if not agrees and not reason:
        raise CaseRuleError(CaseRefusal.REASON_NEEDED, field="reason")
    _check_text("reason", reason)
    if not case_functions.answer_settlement(settlement.id, reason, agrees=agrees):
        db.session.refresh(settlement)
        if is_answered_so(actor, settlement, agrees=agrees, reason=reason):
            return
        raise CaseRuleError(CaseRefusal.SETTLEMENT_ANSWERED)
    db.session.refresh(dispute)
    act = "refused"
    if agrees:
        act = "settled" if dispute.settled_at is not None else "agreed"
    audit.record(actor, f"dispute.{act}", dispute)
    case_functions.tell_of_dispute(dispute.id, f"dispute.{act}", str(settlement.id))


def set_reference(actor: Actor, dispute: Dispute, edit: Edit) -> None:
    """Say what the own side calls the case in its register; "" for nothing.

    Raises StaleError when a colleague has said something else since the form was opened.
    """
    hold(dispute.id)
    found = queries.find_reference(actor, dispute)
    current = {"reference": found.reference if found else ""}
    wanted = settle(current, edit, changed_by="")
    if not wanted:
        return
    reference = wanted["reference"]
    audit.record(actor, "dispute.reference_set", dispute)
    if found is None:
        _set_reference(actor, dispute, reference)
    elif reference:
        found.reference = reference
    else:
        db.session.delete(found)


def _set_reference(actor: Actor, dispute: Dispute, reference: str) -> None:
    db.session.add(
        DisputeReference(
            county_id=actor.county_id,
            dispute_id=dispute.id,
            organisation_id=actor.organisation_id,
            reference=reference,
        )
    )

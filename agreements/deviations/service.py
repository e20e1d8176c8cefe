"""Reporting, answering and closing a deviation, and settling what was proposed of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from agreements import case_terms
from agreements.cases import (
    CaseRefusal,
    CaseRuleError,
    DeviationKind,
    ProposalState,
    check_in_force,
    check_party,
    whom_it_concerns,
)
from agreements.tables import case_functions
from agreements.tables.agreement import Agreement
from agreements.tables.deviation import Deviation, TemplateProposal
from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db, hold
from portal.documents.written import check_all_written, check_written
from portal.errors import NotFoundError, check_all
from portal.personal_data import Known, check_all_impersonal, check_impersonal


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What in the agreement it is about: `named` is "" for a section as a whole."""

    section: str
    section_key: str
    row_key: str | None = None
    fact_key: str | None = None
    named: str = ""
    expected: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody reports. The same `id` twice is one report (a form sent twice)."""

    id: UUID
    about: About
    kind: DeviationKind
    concerns: UUID
    municipality: UUID
    happened: str


def report(actor: Actor, agreement: Agreement, said: Report, *, now: datetime, today: date) -> None:
    """Report what went otherwise than an agreement in force says."""
    if db.session.get(Deviation, said.id) is not None:
        return
    held = agreement.held
    check_in_force(held.valid_from, held.end, is_signed=agreement.is_signed, today=today)
    check_all(
        lambda: check_party(said.concerns, agreement.party_ids, field="concerns"),
        lambda: check_impersonal("happened", said.happened),
        lambda: check_written("happened", said.happened),
    )
    if said.municipality not in agreement.municipality_ids:
        raise NotFoundError
    row = _row(actor, agreement.id, said, now=now, today=today)
    _enter(actor, row)


@dataclass(frozen=True, slots=True)
class PlanReport:
    """That a plan gave a measure to somebody else than agreed: nothing of the plan is in it.

    `responsible` are those that the agreement names, in its order, and `expected` their names.
    """

    id: UUID
    agreement_id: UUID
    municipality: UUID
    section: str
    row_key: str
    measure: str
    responsible: Sequence[UUID]
    expected: str
    chosen: UUID | None
    chosen_name: str
    reason: str


def report_from_plan(
    actor: Actor,
    said: PlanReport,
    *,
    field: str,
    known: Known,
    now: datetime,
    today: date,
) -> None:
    """Report it. `field` is where the form has the reason, `known` who must not be in it."""
    if db.session.get(Deviation, said.id) is not None:
        return
    check_impersonal(field, said.reason, known)
    agreement = _base_of(said.agreement_id)
    concerns = whom_it_concerns(
        actor.organisation_id, said.responsible, said.chosen, agreement.party_ids
    )
    if concerns is None:
        return
    about = About(
        section=said.section,
        section_key=MATRIX_SECTION,
        row_key=said.row_key,
        named=said.measure,
        expected=said.expected,
    )
    told = Report(
        said.id, about, DeviationKind.OTHER_DOER, concerns, said.municipality, said.reason
    )
    row = _row(actor, agreement.id, told, now=now, today=today)
    row.from_plan, row.chosen = True, said.chosen_name
    _enter(actor, row)


MATRIX_SECTION = "ansvarsfordelning"
"""The key of the section that the matrix belongs to."""


def _base_of(agreement_id: UUID) -> Agreement:
    """The agreement of a text: itself, or the one that an addendum amends."""
    found = db.session.get(Agreement, agreement_id)
    if found is not None and found.amends_id is not None:
        found = db.session.get(Agreement, found.amends_id)
    if found is None:
        raise NotFoundError
    return found


def _row(
    actor: Actor, agreement_id: UUID, said: Report, *, now: datetime, today: date
) -> Deviation:
    about = said.about
    return Deviation(
        id=said.id,
        county_id=actor.county_id,
        agreement_id=agreement_id,
        organisation_id=actor.organisation_id,
        concerns_id=said.concerns,
        municipality_id=said.municipality,
        from_plan=False,
        kind=said.kind,
        section=about.section,
        section_key=about.section_key,
        row_key=about.row_key,
        fact_key=about.fact_key,
        place=about.named,
        expected=about.expected,
        chosen="",
        happened=said.happened,
        reported_at=now,
        answer_by=case_terms.to_answer(agreement_id, today),
    )


def _enter(actor: Actor, row: Deviation) -> None:
    db.session.add(row)
    # in the organisation's own chain: the log of a plan would say which plan it was
    audit.record(actor, "deviation.reported", row)
    db.session.flush()
    case_functions.tell_of_deviation(row.id, "deviation.reported")


def answer(actor: Actor, deviation: Deviation, words: str) -> None:
    """Answer for the one that it concerns. The same words twice are one answer."""
    check_all(
        lambda: check_impersonal("answer", words),
        lambda: check_written("answer", words),
    )
    if not case_functions.answer_deviation(deviation.id, words):
        db.session.refresh(deviation)
        if deviation.answer == words:
            return
        raise CaseRuleError(CaseRefusal.ANSWERED_ALREADY)
    audit.record(actor, "deviation.answered", deviation)
    case_functions.tell_of_deviation(deviation.id, "deviation.answered")
    db.session.expire(deviation)


@dataclass(frozen=True, slots=True)
class Learned:
    """What was learned, and what the county's template should say of it; "" for nothing."""

    lesson: str
    proposal: str
    proposal_id: UUID


def close(
    actor: Actor, agreement: Agreement, deviation: Deviation, said: Learned, *, now: datetime
) -> None:
    """Close it for both sides, and propose what the template should say if that was written.

    The same words of the same side twice close it once.
    """
    check_all(
        lambda: check_all_impersonal(lesson=said.lesson, proposal=said.proposal),
        lambda: check_all_written(lesson=said.lesson, proposal=said.proposal),
    )
    if deviation.answered_at is None:
        raise CaseRuleError(CaseRefusal.NOT_ANSWERED)
    if not case_functions.close_deviation(deviation.id, said.lesson):
        db.session.refresh(deviation)
        if _is_closed_so(actor, agreement, deviation, said):
            return
        raise CaseRuleError(CaseRefusal.CLOSED_ALREADY)
    audit.record(actor, "deviation.closed", deviation)
    if said.proposal:
        _propose(actor, agreement, deviation, said, now)
    case_functions.tell_of_deviation(deviation.id, "deviation.closed")
    db.session.expire(deviation)


def _is_closed_so(actor: Actor, agreement: Agreement, deviation: Deviation, said: Learned) -> bool:
    """Whether the actor's side has said exactly this when it was closed."""
    if (deviation.closed_by_id, deviation.lesson) != (actor.organisation_id, said.lesson):
        return False
    if not said.proposal:
        return True
    proposed = select(TemplateProposal.id).where(
        TemplateProposal.organisation_id == actor.organisation_id,
        TemplateProposal.subject_id == agreement.subject_id,
        TemplateProposal.section_key == deviation.section_key,
        TemplateProposal.lesson == said.lesson,
        TemplateProposal.proposal == said.proposal,
    )
    return db.session.scalars(proposed).first() is not None


def _propose(
    actor: Actor, agreement: Agreement, deviation: Deviation, said: Learned, now: datetime
) -> None:
    row = TemplateProposal(
        id=said.proposal_id,
        county_id=actor.county_id,
        subject_id=agreement.subject_id,
        section=deviation.section,
        section_key=deviation.section_key,
        proposal=said.proposal,
        lesson=said.lesson,
        organisation_id=actor.organisation_id,
        proposed_at=now,
        status=ProposalState.WAITING,
        reason="",
    )
    db.session.add(row)
    audit.record(actor, "proposal.made", row)
    db.session.flush()


def settle_proposal(
    actor: Actor, proposal: TemplateProposal, state: ProposalState, reason: str, *, now: datetime
) -> None:
    """Say for the county whether it is kept for the template's next edition, once.

    The same said twice is said once.
    """
    hold(proposal.id)
    db.session.refresh(proposal, ["status", "reason"])
    if (proposal.status, proposal.reason) == (state, reason):
        return
    if proposal.status is not ProposalState.WAITING:
        raise CaseRuleError(CaseRefusal.SETTLED_ALREADY)
    if state is ProposalState.DECLINED and not reason:
        raise CaseRuleError(CaseRefusal.REASON_NEEDED, field="reason")
    check_impersonal("reason", reason)
    proposal.status, proposal.reason = state, reason
    proposal.settled_by, proposal.settled_at = actor.name, now
    audit.record(actor, "proposal.settled", proposal, status=state.value)

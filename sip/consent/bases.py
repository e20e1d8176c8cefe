"""Decisions to disclose without consent: an organisation's own, about what it holds itself."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db
from portal.errors import NotFoundError
from portal.vault import Place
from sip.consent.parties import kind_of_receiver, may_be_disclosed_to
from sip.door.locking import hold
from sip.door.opening import OpenedPlan
from sip.kernel.days import day_of, last_day
from sip.kernel.legal_grounds import Activity, Condition
from sip.kernel.refusals import PlanRefusal, SipRuleError
from sip.kernel.settings import sip_settings
from sip.kernel.vocabulary import Phase
from sip.ledger.recording import Proposal, check_basis
from sip.ledger.refusals import ConsentRefusal
from sip.ledger.rules import is_running
from sip.ledger.stored import list_bases
from sip.people.queries import subject_born
from sip.tables import functions
from sip.tables.consent import BasisDecision


@dataclass(frozen=True, slots=True)
class Decision:
    """To whom which of the own content is disclosed, on which ground in law, why, until when.

    `activity` is for what part of the own work it is decided. `condition` is what is true of the
    person, `provision` the section that imposes a duty and `assessment` what a weighing came to,
    where the ground requires them.
    """

    activity: Activity
    code: str
    condition: Condition | None
    provision: str
    assessment: str
    to: UUID
    categories: Collection[str]
    reason: str
    valid_to: datetime
    follow_up_on: date


def decide_basis(
    actor: Actor, opened: OpenedPlan, decided: Decision, *, decision_id: UUID, now: datetime
) -> BasisDecision:
    """Decide to disclose the own organisation's content without consent, until a time.

    The same `decision_id` twice is one decision (a form sent twice).
    """
    hold(opened.plan_id)
    if (made := _find(actor, opened, decision_id)) is not None:
        return made
    db.session.refresh(opened.plan)
    if opened.plan.phase is Phase.CLOSED:
        raise SipRuleError(PlanRefusal.CLOSED)
    _check(actor, opened, decided, now)
    decision = BasisDecision(
        id=decision_id,
        county_id=opened.county_id,
        plan_id=opened.plan_id,
        organisation_id=actor.organisation_id,
        to_party=decided.to,
        code=decided.code,
        activity=decided.activity,
        condition=decided.condition,
        categories=sorted(decided.categories),
        reason_sealed=_sealed(opened, decision_id, "reason_sealed", decided.reason),
        provision_sealed=_sealed(opened, decision_id, "provision_sealed", decided.provision),
        assessment_sealed=_sealed(opened, decision_id, "assessment_sealed", decided.assessment),
        decided_by=actor.account_id,
        decided_by_name=actor.name,
        decided_at=now,
        valid_to=decided.valid_to,
        follow_up_on=decided.follow_up_on,
    )
    db.session.add(decision)
    audit.record(actor, "basis.decided", decision, stream=opened.plan_id, code=decided.code)
    db.session.flush()
    db.session.expire(decision, ["decided_at"])  # the database's own clock
    return decision


def _check(actor: Actor, opened: OpenedPlan, decided: Decision, now: datetime) -> None:
    proposed = Proposal(
        organisation=actor.organisation_id,
        kind=actor.organisation_kind,
        activity=decided.activity,
        to=decided.to,
        to_kind=kind_of_receiver(actor, decided.to),
        code=decided.code,
        categories=frozenset(decided.categories),
        condition=decided.condition,
        provision=decided.provision,
        assessment=decided.assessment,
        born=subject_born(opened),
        decided_at=now,
        valid_to=decided.valid_to,
    )
    ground = check_basis(sip_settings().bases, proposed)
    if not day_of(now) <= decided.follow_up_on <= last_day(decided.valid_to):
        raise SipRuleError(ConsentRefusal.BASIS_FOLLOW_UP, field="follow_up_on")
    if str(decided.to) not in dict(may_be_disclosed_to(actor, opened, ground)):
        raise SipRuleError(ConsentRefusal.BASIS_TO_OUTSIDER, field="to")


def end_basis(actor: Actor, opened: OpenedPlan, decision_id: UUID, *, now: datetime) -> None:
    """End a decision of the own organisation's before its time."""
    hold(opened.plan_id)
    decision = _find(actor, opened, decision_id)
    if decision is None:
        raise NotFoundError
    if decision.ended_at is not None:
        return
    decision.ended_at = now
    audit.record(actor, "basis.ended", decision, stream=opened.plan_id)
    db.session.flush()
    db.session.expire(decision, ["ended_at"])
    functions.close_ungrounded(opened.plan_id)


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision with its words opened, and whether it still discloses something.

    `provision` and `assessment` are "" where the ground asks for none.
    """

    decision: BasisDecision
    reason: str
    provision: str
    assessment: str
    is_running: bool


def own_decisions(actor: Actor, opened: OpenedPlan, at: datetime) -> Sequence[DecisionLine]:
    """The own organisation's decisions in the plan as they stand at `at`, the newest first."""
    return [
        one
        for one in all_decisions(opened, list_bases(opened.plan_id), at)
        if one.decision.organisation_id == actor.organisation_id
    ]


def all_decisions(
    opened: OpenedPlan, bases: Iterable[BasisDecision], at: datetime
) -> Sequence[DecisionLine]:
    """These decisions as they stand at `at`, the newest first.

    Their words are for the organisation that decided, and for the person whose plan it is.
    """
    newest_first = sorted(bases, key=lambda one: (one.decided_at, one.id), reverse=True)
    return [_line(opened, one, at) for one in newest_first]


def _line(opened: OpenedPlan, one: BasisDecision, at: datetime) -> DecisionLine:
    def words(column: str) -> str:
        sealed: bytes | None = getattr(one, column)
        return "" if sealed is None else opened.key.open(sealed, _place(one.id, column))

    return DecisionLine(
        decision=one,
        reason=words("reason_sealed"),
        provision=words("provision_sealed"),
        assessment=words("assessment_sealed"),
        is_running=is_running(one, at),
    )


def received(opened: OpenedPlan, at: datetime) -> Sequence[BasisDecision]:
    """Decisions by which others disclose something to the reader's party now."""
    return [
        one
        for one in list_bases(opened.plan_id)
        if one.to_party == opened.party and is_running(one, at)
    ]


def _sealed(opened: OpenedPlan, decision_id: UUID, column: str, text: str) -> bytes | None:
    return opened.key.seal(text, _place(decision_id, column)) if text else None


def _place(decision_id: UUID, column: str) -> Place:
    return Place("basis_decision", column, decision_id)


def _find(actor: Actor, opened: OpenedPlan, decision_id: UUID) -> BasisDecision | None:
    return db.session.scalar(
        select(BasisDecision).where(
            BasisDecision.plan_id == opened.plan_id,
            BasisDecision.id == decision_id,
            BasisDecision.organisation_id == actor.organisation_id,
        )
    )

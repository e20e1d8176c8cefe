"""Decisions to disclose without consent: an organisation's own, about what it holds itself."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db
from portal.errors import NotFoundError
from portal.vault import Place
from sip.consent.parties import may_be_disclosed_to
from sip.door.locking import hold
from sip.door.opening import OpenedPlan
from sip.kernel.days import day_of, last_day
from sip.kernel.refusals import SipRuleError
from sip.kernel.settings import sip_settings
from sip.ledger.recording import check_basis
from sip.ledger.refusals import ConsentRefusal
from sip.ledger.rules import is_running
from sip.ledger.stored import list_bases
from sip.tables import functions
from sip.tables.consent import BasisDecision


@dataclass(frozen=True, slots=True)
class Decision:
    """To whom which of the own content is disclosed, on which ground in law, why, until when."""

    to: UUID
    code: str
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
    _check(actor, decided, now)
    if str(decided.to) not in dict(may_be_disclosed_to(actor, opened)):
        raise SipRuleError(ConsentRefusal.BASIS_TO_OUTSIDER, field="to")
    decision = BasisDecision(
        id=decision_id,
        county_id=opened.county_id,
        plan_id=opened.plan_id,
        organisation_id=actor.organisation_id,
        to_party=decided.to,
        code=decided.code,
        categories=sorted(decided.categories),
        reason_sealed=opened.key.seal(decided.reason, _place(decision_id)),
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


def _check(actor: Actor, decided: Decision, now: datetime) -> None:
    check_basis(
        sip_settings().bases,
        organisation=actor.organisation_id,
        to=decided.to,
        code=decided.code,
        categories=frozenset(decided.categories),
        decided_at=now,
        valid_to=decided.valid_to,
    )
    if not day_of(now) <= decided.follow_up_on <= last_day(decided.valid_to):
        raise SipRuleError(ConsentRefusal.BASIS_FOLLOW_UP, field="follow_up_on")


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
    """A decision with its reason opened, and whether it still discloses something."""

    decision: BasisDecision
    reason: str
    is_running: bool


def own_decisions(actor: Actor, opened: OpenedPlan, at: datetime) -> Sequence[DecisionLine]:
    """The own organisation's decisions in the plan as they stand at `at`, the newest first."""
    return [
        DecisionLine(one, reason_of(opened, one), is_running(one, at))
        for one in reversed(list_bases(opened.plan_id))
        if one.organisation_id == actor.organisation_id
    ]


def received(opened: OpenedPlan, at: datetime) -> Sequence[BasisDecision]:
    """Decisions by which others disclose something to the reader's party now."""
    return [
        one
        for one in list_bases(opened.plan_id)
        if one.to_party == opened.party and is_running(one, at)
    ]


def reason_of(opened: OpenedPlan, decision: BasisDecision) -> str:
    """Why it was decided: for the organisation that did, and for the person whose plan it is."""
    return opened.key.open(decision.reason_sealed, _place(decision.id))


def _place(decision_id: UUID) -> Place:
    return Place("basis_decision", "reason_sealed", decision_id)


def _find(actor: Actor, opened: OpenedPlan, decision_id: UUID) -> BasisDecision | None:
    return db.session.scalar(
        select(BasisDecision).where(
            BasisDecision.plan_id == opened.plan_id,
            BasisDecision.id == decision_id,
            BasisDecision.organisation_id == actor.organisation_id,
        )
    )

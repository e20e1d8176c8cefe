"""Reviewing an agreement that is in force, and giving notice of it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from agreements import changes
from agreements.models import Agreement, AgreementAct
from agreements.rules import (
    ActKind,
    ReviewOutcome,
    check_lasts,
    check_notice,
    check_review,
)
from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db


@dataclass(frozen=True, slots=True)
class Review:
    """What a review came to; `following` is the day of the next, None for no more."""

    id: UUID
    on_day: date
    outcome: ReviewOutcome
    reason: str
    following: date | None


@dataclass(frozen=True, slots=True)
class Notice:
    """That a party gives notice: the last day, why, and which decision it rests on."""

    id: UUID
    last: date
    reason: str
    basis: str


def review(actor: Actor, agreement: Agreement, said: Review, *, now: datetime, today: date) -> None:
    """Record a review. The same `id` twice is one (a form sent twice)."""
    changes.lock(agreement)
    if db.session.get(AgreementAct, said.id) is not None:
        return
    last = check_lasts(agreement.status, agreement.held, today)
    check_review(agreement.held, last, said.on_day, said.following, today)
    act = _act(actor, agreement, ActKind.REVIEWED, said.id, now)
    act.on_day, act.outcome, act.until = said.on_day, said.outcome, said.following
    act.reason = said.reason
    _keep(agreement, act)
    audit.record(actor, "agreement.reviewed", act, stream=agreement.id, outcome=said.outcome.value)
    changes.tell_others(actor, agreement, "agreement.reviewed", subject_id=act.id)


def give_notice(
    actor: Actor, agreement: Agreement, said: Notice, *, now: datetime, today: date
) -> None:
    """Give notice for the actor's party: the agreement ends earlier, for everybody."""
    changes.lock(agreement)
    if db.session.get(AgreementAct, said.id) is not None:
        return
    last = check_lasts(agreement.status, agreement.held, today)
    check_notice(agreement.held, last, said.last, today)
    act = _act(actor, agreement, ActKind.NOTICE, said.id, now)
    act.on_day, act.until, act.basis = today, said.last, said.basis
    act.reason = said.reason
    _keep(agreement, act)
    audit.record(actor, "agreement.notice_given", act, stream=agreement.id, last=str(said.last))
    changes.tell_undone(agreement, "agreement.notice_given", subject_id=act.id)


def _act(
    actor: Actor, agreement: Agreement, kind: ActKind, act_id: UUID, now: datetime
) -> AgreementAct:
    return AgreementAct(
        id=act_id,
        county_id=agreement.county_id,
        agreement_id=agreement.id,
        organisation_id=actor.organisation_id,
        kind=kind,
        basis="",
        recorded_by=actor.name,
        recorded_at=now,
    )


def _keep(agreement: Agreement, act: AgreementAct) -> None:
    """The database lets the agreement follow (app.take_effect)."""
    db.session.add(act)
    db.session.flush()
    db.session.refresh(agreement, ["ends_on", "next_review_on", "last_day"])

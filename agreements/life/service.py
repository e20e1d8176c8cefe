"""Reviewing an agreement that is in force, giving notice of it, and amending it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from agreements import changes, lasting
from agreements.abilities import abilities
from agreements.agreed.service import copy_facts
from agreements.annexes.service import copy_annexes
from agreements.deadlines import usual_in
from agreements.life import copying
from agreements.queries.holding import list_met
from agreements.queries.life import find_text, list_amending
from agreements.rules import ActKind, ReviewOutcome, Status
from agreements.tables.agreement import Agreement
from agreements.tables.life import AgreementAct
from agreements.terms import (
    Term,
    check_addendum,
    check_notice,
    check_prolongation,
    check_review,
    day_after,
    months_after,
)
from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db
from portal.documents.written import check_all_written, check_written
from portal.errors import check_all
from portal.zone import STOCKHOLM


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
    last = lasting.last_day(agreement, today)
    check_all(
        lambda: check_review(agreement.held, last, said.on_day, said.following, today),
        lambda: check_written("reason", said.reason),
    )
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
    last = lasting.last_day(agreement, today)
    check_all(
        lambda: check_notice(agreement.held, last, said.last, today),
        lambda: check_all_written(reason=said.reason, basis=said.basis),
    )
    act = _act(actor, agreement, ActKind.NOTICE, said.id, now)
    act.on_day, act.until, act.basis = today, said.last, said.basis
    act.reason = said.reason
    _keep(agreement, act)
    audit.record(actor, "agreement.notice_given", act, stream=agreement.id, last=str(said.last))
    changes.tell_undone(agreement, "agreement.notice_given", subject_id=act.id)


@dataclass(frozen=True, slots=True)
class Prolongation:
    """Until when an agreement is to be prolonged, and when it is to be reviewed then.

    `open_ended`: until further notice, without a last day.
    """

    id: UUID
    last: date | None
    review_on: date
    open_ended: bool = False


def prolong(
    actor: Actor, agreement: Agreement, said: Prolongation, *, now: datetime, today: date
) -> None:
    """Begin on prolonging it: a short one that its parties decide on and sign like any.

    The same `id` twice is one (a form sent twice).
    """
    if _amendable(actor, agreement, said.id, today) is None:
        return
    term = Term(day_after(agreement.held), said.last, said.review_on, said.open_ended)
    met = list_met(agreement, term.valid_from or today, said.last or date.max)
    check_prolongation(agreement.held, term, met)
    act = _amending(actor, agreement, said.id, now)
    act.title = _PROLONGS.format(title=agreement.title)[:_LONGEST_TITLE]
    changes.set_term(act, term)
    _begin(actor, agreement, act, "agreement.prolonging", now)


@dataclass(frozen=True, slots=True)
class Addendum:
    """From when an agreement is to read otherwise."""

    id: UUID
    first: date


def add_to(
    actor: Actor, agreement: Agreement, said: Addendum, *, now: datetime, today: date
) -> None:
    """Begin on an addendum: all of the text and the matrix, to be changed, decided on and signed.

    The same `id` twice is one (a form sent twice).
    """
    last = _amendable(actor, agreement, said.id, today)
    if last is None:
        return
    base = find_text(agreement)
    check_addendum(agreement.held, last, said.first, base.valid_from)
    act = _amending(actor, agreement, said.id, now)
    act.amends_text, act.renews_id = True, base.id
    act.title = _ADDS.format(title=agreement.title)[:_LONGEST_TITLE]
    changes.set_term(act, _term_of_addendum(agreement.held, said.first, last))
    _begin(actor, agreement, act, "agreement.adding", now)
    copying.copy_text(actor, base, act, now)
    copy_facts(actor, base, act, now)
    copying.copy_matrix(actor, base, act, now)
    copy_annexes(actor, base, act, now)
    db.session.flush()


def _term_of_addendum(held: Term, first: date, last: date) -> Term:
    """As long as its agreement, and reviewed with it."""
    review_on = held.review_on
    if review_on is None or not first <= review_on <= last:
        review_on = months_after(first, _A_YEAR) if held.open_ended else last
    return Term(first, held.valid_until, review_on, held.open_ended)


_A_YEAR = 12


def _amendable(actor: Actor, agreement: Agreement, act_id: UUID, today: date) -> date | None:
    """Its last day (`Term.end`), if it may be amended now; None when that was begun already."""
    # there is no row to lock yet: a double click waits here and then finds the first's
    changes.lock(agreement)
    if db.session.get(Agreement, act_id) is not None:
        return None
    return check_amendable(actor, agreement, today)


def check_prolongable(actor: Actor, agreement: Agreement, today: date) -> None:
    """Raise unless the agreement may be prolonged now."""
    check_amendable(actor, agreement, today)
    day_after(agreement.held)


def check_amendable(actor: Actor, agreement: Agreement, today: date) -> date:
    """The last day of an agreement that may be prolonged or added to now; raises for another."""
    amending = list_amending(actor, agreement)
    return lasting.check_amendable(abilities(actor, agreement), agreement, amending, today)


def may_amend(actor: Actor, agreement: Agreement, today: date) -> bool:
    """Whether the actor may prolong an agreement or add to it now."""
    amending = list_amending(actor, agreement)
    return lasting.why_not_amended(abilities(actor, agreement), agreement, amending, today) is None


def _amending(actor: Actor, agreement: Agreement, act_id: UUID, now: datetime) -> Agreement:
    return Agreement(
        id=act_id,
        county_id=agreement.county_id,
        municipality_ids=agreement.municipality_ids,
        covers_county=agreement.covers_county,
        template_version_id=agreement.template_version_id,
        subject_id=agreement.subject_id,
        amends_id=agreement.id,
        amends_text=False,
        status=Status.DRAFT,
        status_at=now,
        created_at=now,
        changed_at=now,
        creator_id=actor.organisation_id,
        creator_name=actor.name,
        due_on=usual_in(Status.DRAFT, None, now.astimezone(STOCKHOLM).date()),
        revision=1,
        matrix_revision=1,
    )


def _begin(actor: Actor, agreement: Agreement, act: Agreement, action: str, now: datetime) -> None:
    db.session.add(act)
    db.session.flush()
    parties = [
        changes.NewParty(one.organisation, one.part, drafts=one.organisation_id == act.creator_id)
        for one in agreement.parties
    ]
    changes.add_parties(act, parties, now)
    audit.record(actor, action, act, stream=act.id, until=str(act.valid_until))
    db.session.flush()


# a name is content, and content is Swedish
_PROLONGS = "Förlängning: {title}"
_ADDS = "Tillägg: {title}"
_LONGEST_TITLE = 200


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

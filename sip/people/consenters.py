"""The dated set of those whose consent a plan requires. Nothing in it is changed but an end."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, select

from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db
from portal.errors import NotFoundError
from portal.ids import new_id
from portal.vault import Place
from sip.door.locking import hold
from sip.door.opening import Unlocked
from sip.kernel.refusals import SipRuleError
from sip.kernel.vocabulary import Capacity, PersonKind
from sip.ledger.rules import Mandate
from sip.ledger.settling import settle_consent
from sip.ledger.stored import mandate_of
from sip.people import rules
from sip.people.queries import counted_birth_date, number_of
from sip.people.rules import Need, PeopleRefusal
from sip.tables.consent import Consenter
from sip.tables.people import PlanPerson

# the database says from when: a moment after the `now` of the command that wrote it
AT_ONCE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Proxy:
    """What somebody who stands in for the person was given: what for, how long, and by what.

    `beside_subject`: the person's own consent is required too.
    """

    capacity: Capacity
    scope: Collection[str]
    valid_from: datetime
    valid_to: datetime
    evidence: str
    beside_subject: bool


@dataclass(frozen=True, slots=True)
class ConsenterView:
    """One required consenter, now, before or later."""

    id: UUID
    person_id: UUID
    required_from: datetime
    required_to: datetime | None
    mandate: Mandate | None
    evidence: str

    def is_required(self, at: datetime) -> bool:
        """Whether their consent is required at `at`."""
        return self.required_from <= at and (self.required_to is None or at < self.required_to)


def list_consenters(unlocked: Unlocked) -> Sequence[ConsenterView]:
    """Everybody who is, was or will be required, the first first."""
    statement = (
        select(Consenter)
        .where(Consenter.plan_id == unlocked.plan.id)
        .order_by(Consenter.required_from, Consenter.id)
    )
    return [_view(unlocked, row) for row in db.session.scalars(statement)]


def set_required_consenters(
    actor: Actor, unlocked: Unlocked, *, now: datetime, subject_decides: bool | None = None
) -> None:
    """Let the set say what the rules make of the people in the plan, from now on.

    `subject_decides` says whether the person's own consent is required: a child's by maturity, a
    grown person's beside a representative. None leaves it as it is. A consenter who is already
    required stays the same one, so that what they have said still stands.
    """
    hold(unlocked.plan.id)
    people = _people(unlocked)
    subject = _subject(unlocked, people, now, decides=subject_decides)
    if subject is None:
        return
    guardians = [one.id for one in people if one.kind is PersonKind.GUARDIAN]
    live = _live(unlocked, now)
    mandates = {row.person_id: m for row in live if (m := mandate_of(row)) is not None}
    needs = rules.needed(subject, guardians=guardians, mandates=mandates, now=now)
    changed = _end_unneeded(live, needs, now) + _add_missing(actor, unlocked, live, needs, now)
    if changed:
        audit.record(actor, "consenters.set", unlocked.plan, stream=unlocked.plan.id)
    settle_consent(unlocked.plan)


def let_stand_in(
    actor: Actor, unlocked: Unlocked, person_id: UUID, proxy: Proxy, *, now: datetime
) -> None:
    """Give a representative a mandate, in the person's place or beside them.

    An earlier mandate of the same representative ends.
    """
    mandate = Mandate(frozenset(proxy.scope), proxy.valid_from, proxy.valid_to)
    rules.check_mandate(mandate)
    if mandate.valid_to <= now:
        raise SipRuleError(PeopleRefusal.MANDATE_REVERSED, field="valid_to")
    hold(unlocked.plan.id)
    end_all_of(unlocked, person_id, now)
    _add(actor, unlocked, _as_need(person_id, mandate, now), now, evidence=proxy.evidence)
    audit.record(actor, "consenters.set", unlocked.plan, stream=unlocked.plan.id)
    db.session.flush()
    set_required_consenters(actor, unlocked, now=now, subject_decides=proxy.beside_subject)


def person_of(unlocked: Unlocked, consenter_id: UUID) -> UUID:
    """Whose consent it is that is required."""
    found = db.session.scalar(
        select(Consenter.person_id).where(
            Consenter.plan_id == unlocked.plan.id, Consenter.id == consenter_id
        )
    )
    if found is None:
        raise NotFoundError
    return found


def end_consenter(actor: Actor, unlocked: Unlocked, consenter_id: UUID, *, now: datetime) -> None:
    """End a representative's mandate, or a guardian's part, before its time."""
    hold(unlocked.plan.id)
    row = db.session.scalar(
        select(Consenter).where(Consenter.plan_id == unlocked.plan.id, Consenter.id == consenter_id)
    )
    if row is None:
        raise NotFoundError
    if row.required_to is None or row.required_to > now:
        row.required_to = max(now, row.required_from)
        audit.record(actor, "consenters.set", unlocked.plan, stream=unlocked.plan.id)
        db.session.flush()
    set_required_consenters(actor, unlocked, now=now)


def end_all_of(unlocked: Unlocked, person_id: UUID, now: datetime) -> None:
    """End everything for which somebody's consent is, or will be, required."""
    for row in _live(unlocked, now):
        if row.person_id == person_id:
            row.required_to = max(now, row.required_from)


def subject_decides(unlocked: Unlocked, now: datetime) -> bool:
    """Whether the person's own consent is required now."""
    subjects = [one for one in _people(unlocked) if one.kind is PersonKind.SUBJECT]
    subject = _subject(unlocked, subjects, now)
    return subject is not None and subject.decides


def _people(unlocked: Unlocked) -> Sequence[PlanPerson]:
    statement = select(PlanPerson).where(
        PlanPerson.plan_id == unlocked.plan.id, PlanPerson.ended_at.is_(None)
    )
    return db.session.scalars(statement.order_by(PlanPerson.recorded_at, PlanPerson.id)).all()


def _subject(
    unlocked: Unlocked, people: Sequence[PlanPerson], now: datetime, *, decides: bool | None = None
) -> rules.Subject | None:
    row = next((one for one in people if one.kind is PersonKind.SUBJECT), None)
    if row is None:
        return None
    number = number_of(unlocked, row)
    born = counted_birth_date(number)
    if decides is None:
        decides = _decided(unlocked, row.id, now)
    if decides is None:
        decides = rules.speaks_for_itself(born, now)
    return rules.Subject(row.id, born, decides)


def _decided(unlocked: Unlocked, subject_id: UUID, now: datetime) -> bool | None:
    """What was decided before about the person's own consent; None before anything was."""
    mine = [row for row in _live(unlocked, now) if row.person_id == subject_id]
    return any(row.required_from <= now + AT_ONCE for row in mine) if mine else None


def _live(unlocked: Unlocked, now: datetime) -> Sequence[Consenter]:
    """Those required now or later."""
    statement = select(Consenter).where(
        Consenter.plan_id == unlocked.plan.id,
        or_(Consenter.required_to.is_(None), Consenter.required_to > now + AT_ONCE),
    )
    in_order = statement.order_by(Consenter.required_from, Consenter.id)
    # as they are now, also for a command that has waited for another
    return db.session.scalars(in_order, execution_options={"populate_existing": True}).all()


def _fits(row: Consenter, need: Need, now: datetime) -> bool:
    """Whether a consenter of the set is the one that is needed, whatever their end."""
    soon = now + AT_ONCE
    began = max(row.required_from, soon) == max(need.valid_from, soon)
    return row.person_id == need.person and mandate_of(row) == need.mandate and began


def _end_unneeded(live: Sequence[Consenter], needs: Sequence[Need], now: datetime) -> int:
    changed = 0
    for row in live:
        need = next((need for need in needs if _fits(row, need, now)), None)
        wanted = max(now, row.required_from) if need is None else need.valid_to
        if row.required_to != wanted:
            row.required_to = wanted
            changed += 1
    return changed


def _add_missing(
    actor: Actor,
    unlocked: Unlocked,
    live: Sequence[Consenter],
    needs: Sequence[Need],
    now: datetime,
) -> int:
    missing = [need for need in needs if not any(_fits(row, need, now) for row in live)]
    for need in missing:
        _add(actor, unlocked, need, now)
    return len(missing)


def _as_need(person_id: UUID, mandate: Mandate, now: datetime) -> Need:
    return Need(person_id, max(now, mandate.valid_from), mandate.valid_to, mandate)


def _add(
    actor: Actor, unlocked: Unlocked, need: Need, now: datetime, *, evidence: str = ""
) -> None:
    row_id, mandate = new_id(), need.mandate
    sealed = unlocked.key.seal(evidence, _place(row_id)) if evidence else None
    row = Consenter(
        id=row_id,
        county_id=unlocked.plan.county_id,
        plan_id=unlocked.plan.id,
        person_id=need.person,
        required_from=need.valid_from,
        required_to=need.valid_to,
        mandate_scope=sorted(mandate.scope) if mandate else None,
        mandate_from=mandate.valid_from if mandate else None,
        mandate_to=mandate.valid_to if mandate else None,
        mandate_evidence_sealed=sealed,
        recorded_at=now,
        recorded_by=actor.account_id,
    )
    db.session.add(row)
    db.session.flush()
    db.session.refresh(row)  # the database says from when: never from before it was written


def _place(row_id: UUID) -> Place:
    return Place("consenter", "mandate_evidence_sealed", row_id)


def _view(unlocked: Unlocked, row: Consenter) -> ConsenterView:
    sealed = row.mandate_evidence_sealed
    return ConsenterView(
        id=row.id,
        person_id=row.person_id,
        required_from=row.required_from,
        required_to=row.required_to,
        mandate=mandate_of(row),
        evidence=unlocked.key.open(sealed, _place(row.id)) if sealed else "",
    )

"""The dated set of those whose consent a plan requires. Nothing in it is changed but an end."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, or_, select

from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db
from portal.errors import NotFoundError
from portal.ids import new_id
from portal.vault import Place
from sip.door.locking import hold
from sip.door.opening import Unlocked
from sip.kernel.days import day_of
from sip.kernel.refusals import SipRuleError
from sip.kernel.vocabulary import Capacity, ChangeKind, PersonKind, Settled
from sip.ledger.rules import Mandate
from sip.ledger.settling import settle_consent
from sip.ledger.stored import mandate_of
from sip.people import rules
from sip.people.queries import born_of
from sip.people.rules import Need, PeopleRefusal
from sip.tables import functions
from sip.tables.consent import Consenter, ConsenterChange
from sip.tables.people import PlanPerson

# the database says from when: a moment after the `now` of the command that wrote it
AT_ONCE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Proxy:
    """What somebody who stands in for the person was given: what for, how long, and by what.

    `replaces`: they say yes in the person's place, where a second handler has confirmed it.
    """

    capacity: Capacity
    scope: Collection[str]
    valid_from: datetime
    valid_to: datetime
    evidence: str
    replaces: bool = False

    @property
    def mandate(self) -> Mandate:
        """As the rules of consent know it."""
        return Mandate(frozenset(self.scope), self.valid_from, self.valid_to)


@dataclass(frozen=True, slots=True)
class ConsenterView:
    """One required consenter, now, before or later."""

    id: UUID
    person_id: UUID
    required_from: datetime
    required_to: datetime | None
    mandate: Mandate | None
    evidence: str
    replaces: bool

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


def set_required_consenters(actor: Actor, unlocked: Unlocked, *, now: datetime) -> None:
    """Let the set say what the rules make of the people in the plan, from now on.

    A consenter who is already required stays the same one, so that what they have said still
    stands; and nobody is let go by it: that takes a change that a second handler has confirmed.
    Raises SipRuleError for a child in whose place somebody answers.
    """
    hold(unlocked.plan.id)
    people = _people(unlocked)
    subject = _subject(unlocked, people)
    if subject is None:
        return
    guardians = [one.id for one in people if one.kind is PersonKind.GUARDIAN]
    live = _live(unlocked, now)
    rules.check_not_replaced(subject, now, is_replaced=any(row.replaces for row in live))
    mandates = {row.person_id: m for row in live if (m := mandate_of(row)) is not None}
    needs = rules.needed(subject, guardians=guardians, mandates=mandates, now=now)
    changed = _add_missing(actor, unlocked, live, needs, subject.id, now)
    changed += _move_ends(live, needs, subject.id, now)
    if changed:
        audit.record(actor, "consenters.set", unlocked.plan, stream=unlocked.plan.id)
    settle_consent(unlocked.plan)


def let_stand_in(
    actor: Actor, unlocked: Unlocked, person_id: UUID, proxy: Proxy, *, now: datetime
) -> None:
    """Give a representative a mandate. An earlier mandate of the same representative ends."""
    rules.check_mandate(proxy.mandate)
    if proxy.valid_to <= now:
        raise SipRuleError(PeopleRefusal.MANDATE_REVERSED, field="valid_to")
    hold(unlocked.plan.id)
    end_all_of(unlocked, person_id, now)
    need = Need(person_id, max(now, proxy.valid_from), proxy.valid_to, proxy.mandate)
    _add(actor, unlocked, need, now, evidence=proxy.evidence, replaces=proxy.replaces)
    audit.record(actor, "consenters.set", unlocked.plan, stream=unlocked.plan.id)
    db.session.flush()
    set_required_consenters(actor, unlocked, now=now)


def is_required(unlocked: Unlocked, person_id: UUID, now: datetime) -> bool:
    """Whether somebody's consent is required, now or later."""
    return any(row.person_id == person_id for row in _live(unlocked, now))


def mark_of(unlocked: Unlocked, person_id: UUID, now: datetime) -> str:
    """What a page carries of that for which somebody's consent is, or will be, required."""
    return " ".join(str(row.id) for row in _live(unlocked, now) if row.person_id == person_id)


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


def end_all_of(unlocked: Unlocked, person_id: UUID, now: datetime) -> None:
    """End everything for which somebody's consent is, or will be, required."""
    for row in _live(unlocked, now):
        if row.person_id == person_id:
            row.required_to = max(now, row.required_from)


def of_age_soon(unlocked: Unlocked, now: datetime) -> date | None:
    """The day on which the person turns 18, from a month before; None else."""
    ends = db.session.scalar(
        select(func.min(Consenter.required_to))
        .join(PlanPerson, PlanPerson.id == Consenter.person_id)
        .where(
            Consenter.plan_id == unlocked.plan.id,
            PlanPerson.kind == PersonKind.GUARDIAN,
            PlanPerson.ended_at.is_(None),
            Consenter.required_to > now,
            Consenter.required_to <= now + rules.AHEAD,
        )
    )
    return day_of(ends) if ends else None


def find_child(unlocked: Unlocked, now: datetime) -> rules.Subject | None:
    """The person whose plan it is, while they are a child; None for an adult."""
    subject = find_subject(unlocked)
    return subject if subject and rules.is_child(subject.birth_date, now) else None


def find_subject(unlocked: Unlocked) -> rules.Subject | None:
    """The person whose plan it is, with what has been decided of a child's own consent."""
    return _subject(unlocked, _people(unlocked))


def _people(unlocked: Unlocked) -> Sequence[PlanPerson]:
    statement = select(PlanPerson).where(
        PlanPerson.plan_id == unlocked.plan.id, PlanPerson.ended_at.is_(None)
    )
    return db.session.scalars(statement.order_by(PlanPerson.recorded_at, PlanPerson.id)).all()


def _subject(unlocked: Unlocked, people: Sequence[PlanPerson]) -> rules.Subject | None:
    row = next((one for one in people if one.kind is PersonKind.SUBJECT), None)
    if row is None:
        return None
    return rules.Subject(row.id, born_of(unlocked, row).counted, _decided(unlocked))


def _decided(unlocked: Unlocked) -> bool | None:
    """Whether a child is asked, as was decided last; None before anybody decided.

    Whose own yes was needed when something was asked goes on being asked until a second handler has
    confirmed otherwise: another age takes nobody's say away.
    """
    if functions.has_been_asked(unlocked.plan.id):
        return True
    decisions = (ChangeKind.ASKED, ChangeKind.NOT_ASKED)
    last = db.session.scalar(
        select(ConsenterChange.kind)
        .where(
            ConsenterChange.plan_id == unlocked.plan.id,
            ConsenterChange.kind.in_(decisions),
            ConsenterChange.outcome == Settled.CONFIRMED,
        )
        .order_by(ConsenterChange.settled_at.desc(), ConsenterChange.id.desc())
        .limit(1)
    )
    return None if last is None else last is ChangeKind.ASKED


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


def _move_ends(
    live: Sequence[Consenter], needs: Sequence[Need], subject_id: UUID, now: datetime
) -> int:
    """Give each consenter the end that is theirs. Only the person's own ends, or moves, by this."""
    changed = 0
    for row in live:
        need = next((need for need in needs if _fits(row, need, now)), None)
        if need is None and row.person_id != subject_id:
            continue
        wanted = max(now, row.required_from) if need is None else need.valid_to
        if row.required_to != wanted and not _is_let_go_by(row, wanted, subject_id):
            row.required_to = wanted
            changed += 1
    return changed


def _is_let_go_by(row: Consenter, wanted: datetime | None, subject_id: UUID) -> bool:
    """Whether the end would take away somebody's say that was to last longer."""
    if row.person_id == subject_id or row.required_to is None:
        return False
    return wanted is not None and wanted < row.required_to


def _add_missing(
    actor: Actor,
    unlocked: Unlocked,
    live: Sequence[Consenter],
    needs: Sequence[Need],
    subject_id: UUID,
    now: datetime,
) -> int:
    missing = [need for need in needs if not any(_fits(row, need, now) for row in live)]
    # the person first: no guardian answers for somebody who has been asked and is not any longer
    for need in sorted(missing, key=lambda need: need.person != subject_id):
        _add(actor, unlocked, need, now)
    return len(missing)


def _add(
    actor: Actor,
    unlocked: Unlocked,
    need: Need,
    now: datetime,
    *,
    evidence: str = "",
    replaces: bool = False,
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
        replaces=replaces,
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
        replaces=row.replaces,
    )

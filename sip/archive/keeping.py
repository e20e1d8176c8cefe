"""What of a plan is kept longer than its clock says (SoL 16 kap. 1, 2, 2 a and 4 §§).

A municipality's part stays when a caseworker has said why, when it belongs to the research sample,
and while the municipality still has something of the same person whose time is not out.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, exists, or_, select

from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db
from portal.errors import NotFoundError
from portal.ids import new_id
from portal.personnummer import Personnummer, parse
from portal.tenancy.models import County, Organisation
from portal.vault import Place, vault
from sip.archive.rules import RetentionRefusal, is_of_sample, kept_until, rule_of
from sip.door.opening import OpenedPlan
from sip.kernel.days import day_of
from sip.kernel.refusals import SipRuleError
from sip.kernel.vocabulary import KeptFor, PersonKind, RetentionRule
from sip.people.queries import number_of
from sip.tables.archive import KeptLonger, RetentionClock
from sip.tables.people import PlanPerson
from sip.tables.plan import Participant, Plan, PlanKey

BY_THE_RUN = ""
"""Whose name stands at what `portal retention run` has found: nobody's."""


def may_say(actor: Actor) -> bool:
    """Whether the actor's organisation has social files."""
    return rule_of(actor.organisation_kind) is RetentionRule.SOCIAL


def list_kept(opened: OpenedPlan) -> Sequence[KeptLonger]:
    """Why the own part is kept longer, as far as it has been said or found, the oldest first."""
    return db.session.scalars(
        select(KeptLonger)
        .where(KeptLonger.plan_id == opened.plan_id, KeptLonger.from_party == opened.party)
        .where(KeptLonger.undone_at.is_(None))
        .order_by(KeptLonger.recorded_at, KeptLonger.id)
    ).all()


def is_in_sample(actor: Actor, opened: OpenedPlan) -> bool:
    """Whether the own part will stay for research."""
    if not may_say(actor):
        return False
    county = db.session.get_one(County, opened.county_id)
    number = db.session.get_one(Organisation, actor.organisation_id).organisation_number
    return is_of_sample(county.code, number, _born(_number_in_sight(opened)))


def keep_longer(
    actor: Actor,
    opened: OpenedPlan,
    ground: KeptFor,
    born: date | None,
    *,
    today: date,
    now: datetime,
) -> None:
    """Say why the own part is kept longer; said again, the last day of birth counts.

    Of the child only the day is kept when it is thirty.
    """
    if not may_say(actor):
        raise SipRuleError(RetentionRefusal.NOT_A_MUNICIPALITY)
    if _is_over(opened):
        raise SipRuleError(RetentionRefusal.IS_OVER)
    closed_at = opened.plan.closed_at
    ended_on = day_of(closed_at) if closed_at else None
    until = kept_until(ground, born, ended_on=ended_on, today=today)
    there = next((one for one in list_kept(opened) if one.ground is ground), None)
    if there is not None:
        if there.kept_until == until:
            return
        _undo(actor, there, now)
    row = KeptLonger(
        id=new_id(),
        county_id=opened.county_id,
        plan_id=opened.plan_id,
        from_party=opened.party,
        ground=ground,
        kept_until=until,
        recorded_by=actor.name,
        recorded_at=now,
    )
    db.session.add(row)
    audit.record(actor, "plan.kept_longer", row, stream=opened.plan_id)
    db.session.flush()


def undo(actor: Actor, opened: OpenedPlan, kept_id: UUID, *, now: datetime) -> None:
    """Take back what was said by mistake; a second time changes nothing."""
    row = db.session.get(KeptLonger, kept_id, populate_existing=True)
    if row is None or row.plan_id != opened.plan_id or row.ground is KeptFor.RESEARCH:
        raise NotFoundError
    if row.undone_at is None:
        _undo(actor, row, now)


def _undo(actor: Actor, row: KeptLonger, now: datetime) -> None:
    row.undone_at, row.undone_by = now, actor.name
    audit.record(actor, "plan.kept_longer_undone", row, stream=row.plan_id)
    db.session.flush()


def _is_over(opened: OpenedPlan) -> bool:
    gone = exists().where(
        RetentionClock.plan_id == opened.plan_id,
        RetentionClock.organisation_id == opened.party,
        RetentionClock.shredded_at.is_not(None),
    )
    return bool(db.session.scalar(select(gone)))


# -- what `portal retention run` asks ------------------------------------------------------------


def is_kept_longer(today: date) -> ColumnElement[bool]:
    """Whether the part of a clock is kept for more than its clock, in a statement of clocks."""
    return exists().where(
        KeptLonger.plan_id == RetentionClock.plan_id,
        KeptLonger.from_party == RetentionClock.organisation_id,
        KeptLonger.undone_at.is_(None),
        or_(KeptLonger.kept_until.is_(None), KeptLonger.kept_until > today),
    )


def keep_samples(today: date, now: datetime) -> None:
    """Note which parts whose time is out are kept for research instead."""
    found = db.session.execute(
        select(RetentionClock, County.code, Organisation.organisation_number)
        .join(County, County.id == RetentionClock.county_id)
        .join(Organisation, Organisation.id == RetentionClock.organisation_id)
        .where(
            RetentionClock.rule == RetentionRule.SOCIAL,
            RetentionClock.shredded_at.is_(None),
            RetentionClock.ends_on <= today,
            ~is_kept_longer(today),
        )
    ).all()
    numbers = _numbers({clock.plan_id for clock, _code, _number in found})
    counties = set()
    for clock, code, number in found:
        if is_of_sample(code, number, _born(numbers.get(clock.plan_id))):
            db.session.add(_kept_for_research(clock, now))
            counties.add(clock.county_id)
    for county_id in sorted(counties):
        county = db.session.get_one(County, county_id)
        audit.record_maintenance(county_id, "retention.kept_for_research", county)
    db.session.flush()


def _kept_for_research(clock: RetentionClock, now: datetime) -> KeptLonger:
    return KeptLonger(
        id=new_id(),
        county_id=clock.county_id,
        plan_id=clock.plan_id,
        from_party=clock.organisation_id,
        ground=KeptFor.RESEARCH,
        recorded_by=BY_THE_RUN,
        recorded_at=now,
    )


def waiting_for_others(clocks: Collection[RetentionClock], today: date) -> frozenset[UUID]:
    """Those of the clocks that wait: the municipality has more of the same person (16 kap. 1 §)."""
    social = [clock for clock in clocks if clock.rule is RetentionRule.SOCIAL]
    numbers = _numbers({clock.plan_id for clock in social})
    initiators = db.session.scalars(select(Plan.initiator_id).distinct()).all() if numbers else ()
    return frozenset(
        clock.id
        for clock in social
        if (number := numbers.get(clock.plan_id)) is not None
        and _has_more(clock, [vault().blind_index(one, number.digits) for one in initiators], today)
    )


def _has_more(clock: RetentionClock, indexes: Sequence[bytes], today: date) -> bool:
    """Whether the clock's organisation has another plan of the person whose time is not out."""
    organisation = clock.organisation_id
    has_part = or_(
        Plan.initiator_id == organisation,
        exists().where(Participant.plan_id == Plan.id, Participant.organisation_id == organisation),
    )
    is_out = exists().where(
        RetentionClock.plan_id == Plan.id,
        RetentionClock.organisation_id == organisation,
        or_(RetentionClock.shredded_at.is_not(None), RetentionClock.ends_on <= today),
    )
    same = (
        select(Plan.id)
        .join(PlanPerson, PlanPerson.plan_id == Plan.id)
        .where(
            PlanPerson.kind == PersonKind.SUBJECT,
            PlanPerson.personnummer_index.in_(indexes),
            Plan.id != clock.plan_id,
            Plan.county_id == clock.county_id,
            has_part,
            ~is_out,
        )
    )
    return db.session.scalar(same.limit(1)) is not None


def _numbers(plans: Collection[UUID]) -> dict[UUID, Personnummer]:
    """The number of each plan's person, where one is kept."""
    rows = db.session.execute(
        select(PlanPerson, PlanKey.wrapped, PlanKey.master_version)
        .join(PlanKey, PlanKey.plan_id == PlanPerson.plan_id)
        .where(PlanPerson.plan_id.in_(plans), PlanPerson.kind == PersonKind.SUBJECT)
    )
    found = {}
    for person, wrapped, version in rows:
        if wrapped is None or person.personnummer_sealed is None:
            continue
        key = vault().open_key(wrapped, version)
        place = Place("plan_person", "personnummer_sealed", person.id)
        found[person.plan_id] = parse(key.open(person.personnummer_sealed, place))
    return found


def _number_in_sight(opened: OpenedPlan) -> Personnummer | None:
    """The number of the plan's person; None also when consent has ended, or it is protected."""
    wanted = select(PlanPerson).where(
        PlanPerson.plan_id == opened.plan_id, PlanPerson.kind == PersonKind.SUBJECT
    )
    person = db.session.scalar(wanted) if opened.sees_whereabouts else None
    return number_of(opened, person) if person else None


def _born(number: Personnummer | None) -> date | None:
    return number.birth_date if number else None

"""Retention: each organisation keeps its part for its time, and then it is gone.

`portal retention run` does this as the database's owner, every day. A part is what the
organisation wrote and its copies; sip.archive.shredding makes an end of it. A plan that was never
closed is counted from when it was last written in (sip.archive.last_written), once it is inactive.
What the law has kept longer stays (sip.archive.keeping).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select

from portal import jobs
from portal.audit.service import record_maintenance
from portal.authz import OrganisationKind
from portal.db import db
from portal.errors import PortalError
from portal.ids import new_id
from portal.tenancy.models import County, Organisation
from portal.zone import STOCKHOLM
from sip.archive import keeping
from sip.archive.last_written import last_written
from sip.archive.rules import Note, ends_on, inactive_since, is_inactive, last_notes, rule_of
from sip.kernel.days import day_of
from sip.kernel.phases import ENDED
from sip.kernel.vocabulary import RetentionRule
from sip.tables.archive import PlanCopy, RetentionClock
from sip.tables.calling import AgendaItem
from sip.tables.plan import Action, Change, Goal, Participant, Plan, PlanKey, PlanText

Part = tuple[UUID, UUID]
"""A plan and an organisation."""

A_FEW = 10


class TooMuchAtOnceError(PortalError):
    """More is to go than usual, and nobody has said that it should."""


@dataclass(frozen=True, slots=True)
class Due:
    """An organisation's part of a plan, whose time is out."""

    clock_id: UUID
    county_id: UUID
    plan_id: UUID
    organisation_id: UUID
    organisation: str
    rule: RetentionRule
    texts: int
    copies: int
    is_last: bool


@dataclass(frozen=True, slots=True)
class Share:
    """How many plans something is about, and how many there are."""

    plans: int
    of_all: int


def time_agreed_on(ours: datetime) -> datetime:
    """The database's time; raises when this machine's is another: one of the two is wrong."""
    return jobs.agreed_on(db.session.scalars(select(func.now())).one(), ours)


def share_of(due: Collection[Due]) -> Share:
    """How many of all plans that can be read these are parts of."""
    kept = select(func.count()).select_from(PlanKey).where(PlanKey.wrapped.is_not(None))
    return Share(len({part.plan_id for part in due}), db.session.scalar(kept) or 0)


def refuse_too_much(share: Share, *, at_most: int) -> None:
    """Raise when it is more than so many percent of all plans; a few are never too many."""
    if share.plans > max(A_FEW, share.of_all * at_most / 100):
        raise TooMuchAtOnceError(
            f"That is {share.plans} of {share.of_all} plans, and more than {at_most} % are not"
            " shredded unasked: nothing was. If it is right, say so: --at-most PERCENT or --yes"
        )


def keep_clocks(years: Mapping[str, int], *, today: date, batch: int) -> None:
    """Bring every clock up to date; `years` are those of each rule."""
    stop_clocks(today)
    after = start_clocks(years, most=batch)
    while after is not None:
        after = start_clocks(years, most=batch, after=after)
    after = start_clocks_of_inactive(years, today=today, most=batch)
    while after is not None:
        after = start_clocks_of_inactive(years, today=today, most=batch, after=after)


def start_clocks(years: Mapping[str, int], *, most: int, after: UUID | None = None) -> UUID | None:
    """Start the clocks of up to `most` plans that have ended, and move those noted in since.

    Returns after which plan to go on, or None when all are done.
    """
    plans = _ended_plans(most, after)
    _move_clocks({plan: _ended_on(plan) for plan in plans}, years)
    return plans[-1].id if len(plans) == most else None


def start_clocks_of_inactive(
    years: Mapping[str, int], *, today: date, most: int, after: UUID | None = None
) -> UUID | None:
    """Start or move the clocks of plans that have become inactive, and forget those of the others.

    Looks at up to `most` plans that nobody has closed. Returns after which plan to go on, or None
    when all are done.
    """
    plans = _quiet_plans(today, most, after)
    last = last_written(plans)
    inactive = {plan: last[plan.id] for plan in plans if is_inactive(last[plan.id], today)}
    _move_clocks(inactive, years)
    _forget(_clocks([plan for plan in plans if plan not in inactive]).values())
    return plans[-1].id if len(plans) == most else None


def _move_clocks(ended: Mapping[Plan, date], years: Mapping[str, int]) -> None:
    """Start or move the clocks of plans that have come to an end, each on its day."""
    clocks = _clocks(ended)
    notes = _notes(ended)
    kinds = _kinds({note.organisation_id for found in notes.values() for note in found})
    moved: set[UUID] = set()
    for plan, ended_on in ended.items():
        for organisation, day in last_notes(notes[plan.id], ended_on=ended_on).items():
            clock = clocks.get((plan.id, organisation)) or _new_clock(plan, organisation)
            if _is_moved(clock, day):
                rule = rule_of(kinds[organisation])
                clock.rule, clock.last_note_on = rule, day
                clock.ends_on = ends_on(day, years[rule])
                moved.add(plan.county_id)
    _record(moved, "retention.clocks_started")


def stop_clocks(today: date) -> None:
    """Forget the clocks of plans that have begun anew, or are no longer inactive."""
    begun_anew = (
        select(RetentionClock)
        .join(Plan, Plan.id == RetentionClock.plan_id)
        .where(
            RetentionClock.shredded_at.is_(None),
            Plan.phase.not_in(ENDED),
            _changed_on() > inactive_since(today),
        )
    )
    _forget(db.session.scalars(begun_anew).all())


def _forget(clocks: Iterable[RetentionClock]) -> None:
    running = [clock for clock in clocks if clock.shredded_at is None]
    for clock in running:
        db.session.delete(clock)
    _record({clock.county_id for clock in running}, "retention.clocks_stopped")


def list_due(today: date) -> Sequence[Due]:
    """The parts whose time is out, in the order of their plans."""
    ended = db.session.execute(
        select(RetentionClock, Organisation.name)
        .join(Organisation, Organisation.id == RetentionClock.organisation_id)
        .where(RetentionClock.shredded_at.is_(None), RetentionClock.ends_on <= today)
        .where(~keeping.is_kept_longer(today))
        .order_by(RetentionClock.plan_id, RetentionClock.id)
    ).all()
    waiting = keeping.waiting_for_others([clock for clock, _name in ended], today)
    found = [(clock, name) for clock, name in ended if clock.id not in waiting]
    plans = {clock.plan_id for clock, _name in found}
    texts, copies = _count_texts(plans), _count_copies(plans)
    gone = {clock.id for clock, _name in found}
    still_kept = set(_still_kept(plans, gone))
    return [
        Due(
            clock_id=clock.id,
            county_id=clock.county_id,
            plan_id=clock.plan_id,
            organisation_id=clock.organisation_id,
            organisation=name,
            rule=clock.rule,
            texts=texts.get((clock.plan_id, clock.organisation_id), 0),
            copies=copies.get((clock.plan_id, clock.organisation_id), 0),
            is_last=clock.plan_id not in still_kept,
        )
        for clock, name in found
    ]


def report(due: Iterable[Due]) -> Iterator[str]:
    """What is to be shredded, as counts for each organisation: nothing about any person."""
    parts = sorted(due, key=lambda part: (part.organisation, part.organisation_id))
    for _id, found in groupby(parts, key=lambda part: part.organisation_id):
        own = list(found)
        texts, copies = sum(part.texts for part in own), sum(part.copies for part in own)
        yield f"{own[0].organisation}: {len(own)} plans, {texts} texts, {copies} copies"
    yield f"Plans whose own key goes too: {len({part.plan_id for part in parts if part.is_last})}"


def _ended_plans(most: int, after: UUID | None) -> Sequence[Plan]:
    noted = (
        select(func.max(RetentionClock.last_note_on))
        .where(RetentionClock.plan_id == Plan.id)
        .scalar_subquery()
    )
    wanted = select(Plan).where(Plan.phase.in_(ENDED), or_(noted.is_(None), noted < _changed_on()))
    return _next(wanted, most, after)


def _quiet_plans(today: date, most: int, after: UUID | None) -> Sequence[Plan]:
    """Plans that go on by name, whose own row has not changed for a while."""
    quiet = _changed_on() <= inactive_since(today)
    return _next(select(Plan).where(Plan.phase.not_in(ENDED), quiet), most, after)


def _next(wanted: Select[Plan], most: int, after: UUID | None) -> Sequence[Plan]:
    if after is not None:
        wanted = wanted.where(Plan.id > after)
    return db.session.scalars(wanted.order_by(Plan.id).limit(most)).all()


def _changed_on() -> ColumnElement[date]:
    return func.date(func.timezone(STOCKHOLM.key, Plan.changed_at))


def _ended_on(plan: Plan) -> date:
    return day_of(plan.closed_at or plan.phase_at)


def _clocks(plans: Iterable[Plan]) -> Mapping[tuple[UUID, UUID], RetentionClock]:
    known = select(RetentionClock).where(RetentionClock.plan_id.in_([plan.id for plan in plans]))
    return {(clock.plan_id, clock.organisation_id): clock for clock in db.session.scalars(known)}


def _kinds(organisations: Collection[UUID]) -> Mapping[UUID, OrganisationKind]:
    found = select(Organisation.id, Organisation.kind).where(Organisation.id.in_(organisations))
    return {row.id: row.kind for row in db.session.execute(found)}


def _notes(plans: Iterable[Plan]) -> Mapping[UUID, list[Note]]:
    notes = {plan.id: [Note(plan.initiator_id, None)] for plan in plans}
    members = select(Participant.plan_id, Participant.organisation_id, Participant.ended_at)
    for plan_id, organisation, ended_at in db.session.execute(
        members.where(Participant.plan_id.in_(notes))
    ):
        notes[plan_id].append(Note(organisation, day_of(ended_at) if ended_at else None))
    for plan_id, organisation, at in _writings(notes):
        notes[plan_id].append(Note(organisation, day_of(at)))
    return notes


def _writings(plans: Collection[UUID]) -> Iterator[tuple[UUID, UUID, datetime]]:
    """Who wrote when; what a private person wrote is nobody's part."""
    written = select(Change.plan_id, Change.organisation_id, func.max(Change.at)).where(
        Change.plan_id.in_(plans), Change.organisation_id.is_not(None)
    )
    grouped = written.group_by(Change.plan_id, Change.organisation_id)
    for plan_id, organisation, at in db.session.execute(grouped):
        if organisation is not None:
            yield plan_id, organisation, at
    for table in (PlanText, Goal, Action):
        held = (
            select(table.plan_id, table.from_party, func.max(table.changed_at))
            .join(Organisation, Organisation.id == table.from_party)
            .where(table.plan_id.in_(plans))
        )
        yield from db.session.execute(held.group_by(table.plan_id, table.from_party))


def _new_clock(plan: Plan, organisation: UUID) -> RetentionClock:
    clock = RetentionClock(
        id=new_id(), county_id=plan.county_id, plan_id=plan.id, organisation_id=organisation
    )
    db.session.add(clock)
    return clock


def _is_moved(clock: RetentionClock, day: date) -> bool:
    started: date | None = clock.last_note_on  # None: the clock is new
    return clock.shredded_at is None and (started is None or started < day)


def _record(counties: Iterable[UUID], action: str) -> None:
    for county_id in sorted(counties):
        record_maintenance(county_id, action, db.session.get_one(County, county_id))


def _count_copies(plans: Collection[UUID]) -> Mapping[Part, int]:
    counted = select(PlanCopy.plan_id, PlanCopy.organisation_id, func.count()).where(
        PlanCopy.plan_id.in_(plans)
    )
    return _counts(counted.group_by(PlanCopy.plan_id, PlanCopy.organisation_id))


def _count_texts(plans: Collection[UUID]) -> Mapping[Part, int]:
    total: Counter[Part] = Counter()
    for table in (PlanText, AgendaItem, Goal, Action):
        counted = select(table.plan_id, table.from_party, func.count()).where(
            table.plan_id.in_(plans)
        )
        total.update(_counts(counted.group_by(table.plan_id, table.from_party)))
    return total


def _counts(statement: Select[UUID, UUID, int]) -> dict[Part, int]:
    rows = db.session.execute(statement)
    return {(plan_id, organisation): count for plan_id, organisation, count in rows}


def _still_kept(plans: Collection[UUID], gone: Collection[UUID]) -> Iterable[UUID]:
    """Those of the plans of which a part is kept when the clocks that are `gone` are."""
    return db.session.scalars(
        select(RetentionClock.plan_id).where(
            RetentionClock.plan_id.in_(plans),
            RetentionClock.shredded_at.is_(None),
            RetentionClock.id.not_in(gone),
        )
    )

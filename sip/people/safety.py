"""Keeping somebody out of a plan for another's safety: nothing of it reaches them any more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import or_, select

from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db
from portal.errors import StaleError
from portal.vault import Place
from sip.door.locking import hold, hold_open
from sip.door.opening import OpenedPlan, Unlocked
from sip.kernel.refusals import SipRuleError
from sip.kernel.vocabulary import MeetingStatus
from sip.people import safety_rules
from sip.people.queries import PersonView, accounts_of_people, get_person
from sip.people.rules import PeopleRefusal
from sip.tables import functions
from sip.tables.calling import Attendance, Meeting
from sip.tables.people import KeptOut, PlanPerson
from sip.tables.plan import Participant


@dataclass(frozen=True, slots=True)
class Known:
    """A meeting whose time and place somebody has been told."""

    meeting_id: UUID
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class Keeping:
    """The decision that somebody is kept out: since when, by whom, and of whose say counts why.

    `confirm_by` is until when another handler is to confirm it; None when nobody has to any more.
    """

    id: UUID
    since: datetime
    by: str
    reason: str
    confirm_by: date | None
    is_late: bool
    confirmed_at: datetime | None
    confirmed_by: str
    is_mine: bool
    may_confirm: bool
    may_let_back: bool


def kept_out(unlocked: Unlocked) -> Mapping[UUID, datetime]:
    """Who is kept out of the plan, and since when, as far as the reader may know it."""
    rows = db.session.scalars(
        select(KeptOut).where(KeptOut.plan_id == unlocked.plan.id, KeptOut.undone_at.is_(None))
    )
    return {row.person_id: row.recorded_at for row in rows}


def list_known(
    opened: OpenedPlan, person_id: UUID, since: datetime | None, now: datetime
) -> Sequence[Known]:
    """The meetings to come that somebody was asked to, and that have not been moved `since`.

    Asked privately or by their work.
    `since` is when they were kept out; None when they are not.
    """
    by_work = (
        select(Participant.id)
        .join(PlanPerson, PlanPerson.account_id == Participant.account_id)
        .where(Participant.plan_id == opened.plan_id, PlanPerson.id == person_id)
    )
    asked = (
        select(Meeting.id, Meeting.starts_at)
        .join(Attendance, Attendance.meeting_id == Meeting.id)
        .where(
            Meeting.plan_id == opened.plan_id,
            or_(Attendance.person_id == person_id, Attendance.participant_id.in_(by_work)),
            Meeting.status == MeetingStatus.PLANNED,
            Meeting.ends_at > now,
        )
        .order_by(Meeting.starts_at)
    )
    if since is not None:
        asked = asked.where(Meeting.changed_at <= since)
    rows = db.session.execute(asked)
    return [Known(row.id, row.starts_at) for row in rows]


def find_keeping(actor: Actor, opened: OpenedPlan, person_id: UUID, today: date) -> Keeping | None:
    """That somebody is kept out of the plan now; None when they are not.

    Why is read by those who may confirm it: by nobody who is a private person in the plan.
    """
    row = _find(opened, person_id)
    if row is None:
        return None
    is_private = actor.account_id in accounts_of_people(opened)
    is_open = row.confirm_by is not None and row.confirmed_at is None
    return Keeping(
        id=row.id,
        since=row.recorded_at,
        by=row.recorded_by,
        reason="" if is_private else _reason(opened, row),
        confirm_by=row.confirm_by if is_open else None,
        is_late=is_open and row.confirm_by is not None and row.confirm_by < today,
        confirmed_at=row.confirmed_at,
        confirmed_by=row.confirmed_by_name or "",
        is_mine=row.kept_by == actor.account_id,
        may_confirm=is_open and row.kept_by != actor.account_id and not is_private,
        may_let_back=safety_rules.may_undo(opened.standing) and not is_private,
    )


def has_say(opened: OpenedPlan, person_id: UUID) -> bool:
    """Whether somebody's say counts in the plan: then it is said why, and a colleague confirms."""
    return functions.has_say(opened.plan_id, person_id)


def waiting_for_two(unlocked: Unlocked) -> frozenset[UUID]:
    """Those kept out of whom another handler has not confirmed it yet."""
    rows = db.session.scalars(
        select(KeptOut.person_id).where(
            KeptOut.plan_id == unlocked.plan.id,
            KeptOut.undone_at.is_(None),
            KeptOut.confirm_by.is_not(None),
            KeptOut.confirmed_at.is_(None),
        )
    )
    return frozenset(rows)


def keep_out(
    actor: Actor, opened: OpenedPlan, person: PersonView, reason: str, *, kept_id: UUID, today: date
) -> None:
    """Let nothing more of the plan reach somebody in it, at once. The log says not why.

    Of somebody whose say counts `reason` is kept, and the other handlers are told that one of them
    is to confirm it. Nobody else is told. The same `kept_id` twice is once; where a colleague has
    done it meanwhile StaleError is raised.
    """
    if person.is_subject:
        raise SipRuleError(PeopleRefusal.OWN_PLAN)
    hold(opened.plan_id)
    row = get_person(opened, person.id)
    is_by_two = has_say(opened, row.id)
    safety_rules.check_said(reason, has_say=is_by_two)
    is_new = functions.keep_out(
        opened.plan_id,
        row.id,
        kept_id,
        reason_sealed=opened.key.seal(reason, _place(kept_id)) if is_by_two else None,
        confirm_by=safety_rules.confirm_by(today) if is_by_two else None,
    )
    if is_new:
        audit.record(actor, "person.kept_out", row, stream=opened.plan_id)
        db.session.flush()
        functions.tell_of_kept_out(kept_id)
    elif (there := _find(opened, row.id)) is not None and there.id != kept_id:
        raise StaleError(())


def confirm(actor: Actor, opened: OpenedPlan, person: PersonView, kept_id: UUID) -> None:
    """Confirm what a colleague has decided: that somebody is kept out. It held before, too.

    `kept_id` is the decision that was read; where another stands SipRuleError is raised.
    """
    hold(opened.plan_id)
    row = get_person(opened, person.id)
    kept = _find(opened, row.id)
    if kept is None or kept.kept_by is None:
        return
    safety_rules.check_as_read(kept_id, kept.id)
    if kept.confirmed_at is None:
        private = accounts_of_people(opened)
        safety_rules.check_confirms(actor.account_id, kept.kept_by, private=private)
        if functions.confirm_kept_out(kept.id):
            audit.record(actor, "person.kept_out_confirmed", row, stream=opened.plan_id)
            db.session.flush()


def let_back(actor: Actor, opened: OpenedPlan, person: PersonView, kept_id: UUID) -> None:
    """Let somebody back who was kept out: what they see is what consent says.

    Not in a plan that stands still: there nothing opens to anybody. `kept_id` as in `confirm`.
    """
    hold_open(opened)
    private = accounts_of_people(opened)
    safety_rules.check_lets_back(opened.standing, actor.account_id, private=private)
    row = get_person(opened, person.id)
    kept = _find(opened, row.id)
    if kept is None:
        return
    safety_rules.check_as_read(kept_id, kept.id)
    if functions.let_back(kept.id):
        audit.record(actor, "person.let_back", row, stream=opened.plan_id)
        db.session.flush()


def _find(unlocked: Unlocked, person_id: UUID) -> KeptOut | None:
    standing = select(KeptOut).where(
        KeptOut.plan_id == unlocked.plan.id,
        KeptOut.person_id == person_id,
        KeptOut.undone_at.is_(None),
    )
    return db.session.scalar(standing, execution_options={"populate_existing": True})


def _reason(unlocked: Unlocked, row: KeptOut) -> str:
    return unlocked.key.open(row.reason_sealed, _place(row.id)) if row.reason_sealed else ""


def _place(kept_id: UUID) -> Place:
    return Place("kept_out", "reason_sealed", kept_id)

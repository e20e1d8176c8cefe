"""Starting a plan, and its way from one phase to the next."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db
from portal.ids import new_id
from portal.vault import DataKey, Place, vault
from sip.content import changes
from sip.door.locking import hold_open
from sip.door.opened import Opened
from sip.kernel.phases import check_phase
from sip.kernel.refusals import SipRefusal, SipRuleError
from sip.kernel.vocabulary import NotStartedReason, Phase, Placing, TextKind
from sip.people import service as people
from sip.plan.rules import check_need
from sip.tables import functions
from sip.tables.plan import Participant, Plan, PlanPlacing, PlanText

FORWARD = (
    *(Phase.NEED, Phase.CONSENT, Phase.PREPARING, Phase.MEETING),
    *(Phase.PLANNING, Phase.FOLLOWING_UP),
)


@dataclass(frozen=True, slots=True)
class NewPlan:
    """A plan just made, with its key: as open to its maker as it can be without consent."""

    plan: Plan
    key: DataKey
    party: UUID
    is_open: bool = False
    is_owner: bool = False
    is_handler: bool = True
    participant_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class NeedFound:
    """What a need is noted with. `title` is what the one who notes it works as."""

    text: str
    category: str
    found_on: date
    municipality_id: UUID
    name: str
    personnummer: str = ""
    title: str = ""


def start_plan(actor: Actor, need: NeedFound, *, plan_id: UUID, now: datetime, today: date) -> Plan:
    """Note a need. The same `plan_id` twice is one plan (a form sent twice).

    Nothing of it is seen by anybody but its handlers until the person consents.
    """
    check_need(need.found_on, today=today)
    if (there := _already_started(actor, plan_id)) is not None:
        return there
    plan = _add_plan(actor, plan_id, need, now)
    new = vault().new_key()
    functions.keep_key(plan.id, new.wrapped, new.master_version)
    opened = NewPlan(plan, new.key, actor.organisation_id)
    add_participant(actor, opened, Colleague(actor.account_id, actor.name, need.title), now=now)
    number = need.personnummer
    people.add_subject(actor, opened, name=need.name, personnummer=number, now=now)
    words = Words(TextKind.NEED, need.text, need.category, opened.party)
    add_text(actor, opened, words, now=now)
    audit.record(actor, "plan.started", plan, stream=plan.id)
    db.session.flush()
    return plan


def _already_started(actor: Actor, plan_id: UUID) -> Plan | None:
    statement = select(Plan).where(Plan.id == plan_id, Plan.initiator_id == actor.organisation_id)
    return db.session.scalar(statement)


def _add_plan(actor: Actor, plan_id: UUID, need: NeedFound, now: datetime) -> Plan:
    plan = Plan(
        id=plan_id,
        county_id=actor.county_id,
        initiator_id=actor.organisation_id,
        case_number=functions.next_case_number(),
        municipality_id=need.municipality_id,
        phase=Phase.NEED,
        phase_at=now,
        is_protected=False,
        need_found_on=need.found_on,
        created_at=now,
        changed_at=now,
        version=1,
    )
    db.session.add(plan)
    db.session.flush()
    return plan


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member of staff of the actor's organisation; `unit` None: where they are known to work."""

    account_id: UUID
    name: str
    title: str
    unit: str | None = None


def add_participant(
    actor: Actor, opened: Opened, colleague: Colleague, *, now: datetime
) -> Participant:
    """Name a member of the actor's organisation as one who takes part."""
    plan = opened.plan
    participant = Participant(
        id=new_id(),
        county_id=plan.county_id,
        plan_id=plan.id,
        organisation_id=actor.organisation_id,
        account_id=colleague.account_id,
        name=colleague.name,
        title=colleague.title,
        sees_protected=False,
        joined_at=now,
    )
    db.session.add(participant)
    db.session.flush()
    unit = _unit_of(colleague.account_id) if colleague.unit is None else colleague.unit
    set_placing(opened, Placing.PARTICIPANT_UNIT, participant.id, unit)
    audit.record(actor, "plan.participant_added", participant, stream=plan.id)
    return participant


def _unit_of(account_id: UUID) -> str:
    units = (one.unit for one in functions.list_caseworkers() if one.account_id == account_id)
    return next(units, None) or ""


def set_placing(opened: Opened, kind: Placing, subject_id: UUID, text: str) -> None:
    """Keep something that can give away where the person is; empty text takes it away."""
    plan = opened.plan
    row = db.session.scalar(
        select(PlanPlacing).where(
            PlanPlacing.plan_id == plan.id,
            PlanPlacing.kind == kind,
            PlanPlacing.subject_id == subject_id,
        )
    )
    if not text:
        if row is not None:
            db.session.delete(row)
            db.session.flush()
        return
    if row is None:
        row = PlanPlacing(
            id=new_id(),
            county_id=plan.county_id,
            plan_id=plan.id,
            kind=kind,
            subject_id=subject_id,
            text_sealed=b"",
        )
        db.session.add(row)
    row.text_sealed = opened.key.seal(text, Place("plan_placing", "text_sealed", row.id))
    db.session.flush()


@dataclass(frozen=True, slots=True)
class Words:
    """A text in a party's name."""

    kind: TextKind
    text: str
    category: str
    party: UUID


def add_text(
    actor: Actor, opened: Opened, words: Words, *, now: datetime, text_id: UUID | None = None
) -> PlanText:
    """Add a text to the plan."""
    row = PlanText(
        id=text_id or new_id(),
        county_id=opened.plan.county_id,
        plan_id=opened.plan.id,
        kind=words.kind,
        version=1,
        changed_at=now,
        changed_by=actor.name,
        from_party=words.party,
        category=words.category,
    )
    row.text_sealed = changes.seal(opened.key, row, "text_sealed", words.text)
    db.session.add(row)
    db.session.flush()
    changes.note(actor, opened, row, field="text", before=None, after=words.text, now=now)
    return row


def move(actor: Actor, opened: Opened, phase: str, *, now: datetime) -> None:
    """Take the plan to the next phase; raises when that does not follow."""
    plan, wanted = opened.plan, Phase(phase)
    hold_open(opened)
    check_phase(plan.phase, wanted)
    plan.not_started_reason = None  # what was not started is taken up again
    _enter(actor, plan, wanted, now)


def reach(actor: Actor, plan: Plan, wanted: Phase, *, now: datetime) -> None:
    """Bring the plan as far as `wanted`, if it has not come there: what was done shows it."""
    if plan.phase not in FORWARD or FORWARD.index(plan.phase) >= FORWARD.index(wanted):
        return
    _enter(actor, plan, wanted, now)


def _enter(actor: Actor, plan: Plan, phase: Phase, now: datetime) -> None:
    plan.phase = phase
    plan.phase_at = now
    plan.changed_at = now
    plan.closed_at = now if phase is Phase.CLOSED else None
    audit.record(actor, "plan.phase_changed", plan, stream=plan.id, phase=phase.value)
    db.session.flush()


def not_start(
    actor: Actor,
    opened: Opened,
    *,
    reason: str,
    explanation: str,
    category: str,
    now: datetime,
) -> None:
    """Note that no plan is made, and why: that has to be documented."""
    plan = opened.plan
    hold_open(opened)
    check_phase(plan.phase, Phase.NOT_STARTED)
    if not explanation:
        raise SipRuleError(SipRefusal.REASON_NEEDED, field="explanation")
    plan.not_started_reason = NotStartedReason(reason)
    words = Words(TextKind.NOT_STARTED_REASON, explanation, category, opened.party)
    add_text(actor, opened, words, now=now)
    _enter(actor, plan, Phase.NOT_STARTED, now)

"""What the pages of summons and invitations show."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from portal.authz import Actor, OrganisationKind
from portal.db import db
from portal.errors import NotFoundError
from portal.tenancy import queries as tenancy
from portal.tenancy.models import Organisation, Unit
from portal.vault import Place
from sip.agreement_link import AgreedClock, Clock, find_clock
from sip.calling.calls import rules
from sip.content.sayings import Saying, load_sayings
from sip.content.sees import Sees, who_sees
from sip.content.unsealing import load_content, load_parties
from sip.door.opening import OpenedPlan, open_many
from sip.kernel.days import day_of
from sip.kernel.vocabulary import CallKind, CallStatus, CallStep, DeclineReason
from sip.ledger.rules import opens
from sip.ledger.stored import load_ledger
from sip.people.queries import get_subject, subject_names
from sip.tables import functions
from sip.tables.calling import Call, CallEvent
from sip.tables.plan import Participant, Plan

# kinds of portal/web/statuses.py
CALL_STATUS = {
    CallStatus.SENT: "open",
    CallStatus.TAKEN: "call_taken",
    CallStatus.DECLINED: "call_declined",
    CallStatus.CANCELLED: "withdrawn",
}


@dataclass(frozen=True, slots=True)
class InboxLine:
    """A call to the own organisation, and whose plan it is to."""

    plan_id: UUID
    id: UUID
    caller: str
    subject: str
    unit: str
    kind: CallKind
    status: CallStatus
    sent_at: datetime
    answer_by: datetime
    is_late: bool

    @property
    def is_waiting(self) -> bool:
        """Nobody has answered it."""
        return self.status is CallStatus.SENT

    @property
    def status_kind(self) -> str:
        """The kind of status that it has."""
        return _status_kind(self.status, is_late=self.is_late)


@dataclass(frozen=True, slots=True)
class CallView:
    """One call as the plan's handlers, or the called organisation, see it.

    `unit`, `contribution`, its `category` and `taken_by` are "" when there is none, or it is not
    the reader's to see. `opened_at` is when the called first opened it, for those who called them.
    """

    id: UUID
    organisation_id: UUID
    organisation: str
    unit: str
    kind: CallKind
    status: CallStatus
    asked: str
    contribution: str
    category: str
    taken_by: str
    sent_at: datetime
    answer_by: datetime
    reminder_at: datetime
    is_late: bool
    opened_at: datetime | None

    @property
    def is_summons(self) -> bool:
        """It binds the organisation; else it is an invitation."""
        return self.kind is CallKind.SUMMONS

    @property
    def is_waiting(self) -> bool:
        """Nobody has answered it."""
        return self.status is CallStatus.SENT

    @property
    def status_kind(self) -> str:
        """The kind of status that it has."""
        return _status_kind(self.status, is_late=self.is_late)


@dataclass(frozen=True, slots=True)
class CallStepView:
    """One step of a call's history."""

    step: CallStep
    at: datetime
    by: str
    from_unit: str
    to_unit: str
    reason: DeclineReason | None

    @property
    def is_forwarded(self) -> bool:
        """It was passed on to another unit, which the reader may know."""
        return self.step is CallStep.FORWARDED and self.to_unit != ""


@dataclass(frozen=True, slots=True)
class JoinedPlan:
    """What whoever has taken the call needs first: what the plan is for, and when they meet.

    Texts are what the reader may see, each with who wrote it.
    """

    purpose: Sequence[tuple[str, str]]
    meeting_id: UUID | None
    meets_at: datetime | None


@dataclass(frozen=True, slots=True)
class SummonsFacts:
    """What a call is to, for those who are to answer it: as much as consent shares with them.

    `purpose` are texts, each with whose it is. `place` is "" when not said, or not theirs to see.
    """

    purpose: Sequence[tuple[str, str]]
    starts_at: datetime | None
    ends_at: datetime | None
    is_remote: bool
    place: str
    parties: Sequence[str]


@dataclass(frozen=True, slots=True)
class CallPage:
    """A call with its history, and what the reader may do with it.

    `facts` are there for those who are to answer it, `joined` for those who have. `agreed` is where
    it is said until when to answer, as long as an answer is waited for. `understood` is what the
    person needs to understand and be understood.
    """

    call: CallView
    agreed: AgreedClock | None
    caller: str
    subject: str
    understood: str
    steps: Sequence[CallStepView]
    facts: SummonsFacts | None
    joined: JoinedPlan | None
    is_ours: bool
    may_answer: bool
    may_contribute: bool
    may_withdraw: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """An organisation that could be called, and whether the person lets it be."""

    id: UUID
    name: str
    of_kind: OrganisationKind
    kind: CallKind
    is_consented: bool
    is_called: bool

    @property
    def is_summons(self) -> bool:
        """It would be summoned; else it would be invited."""
        return self.kind is CallKind.SUMMONS


_OF_INBOX = (Call.plan_id, Call.id, Call.kind, Call.status, Call.sent_at, Call.answer_by)


def list_inbox(actor: Actor, now: datetime) -> Sequence[InboxLine]:
    """Calls to the actor's organisation that they see: those that wait first, the oldest first."""
    # values, not rows of the session's: the log is committed before they are read
    statement = (
        select(*_OF_INBOX, Organisation.name.label("caller"))
        .join(Plan, Plan.id == Call.plan_id)
        .join(Organisation, Organisation.id == Plan.initiator_id)
        .where(Call.organisation_id == actor.organisation_id)
        .order_by(Call.status != CallStatus.SENT, Call.answer_by, Call.id)
    )
    rows = db.session.execute(statement).all()
    plans = {row.plan_id for row in rows}
    units = _Units({actor.organisation_id}, plans)
    names = subject_names(open_many(actor, "inbox", plans))
    return [
        InboxLine(
            plan_id=row.plan_id,
            id=row.id,
            caller=row.caller,
            subject=names.get(row.plan_id, ""),
            unit=units.name_of(row.id),
            kind=row.kind,
            status=row.status,
            sent_at=row.sent_at,
            answer_by=row.answer_by,
            is_late=rules.is_late(row.status, row.answer_by, now),
        )
        for row in rows
    ]


def list_calls(opened: OpenedPlan, now: datetime) -> Sequence[CallView]:
    """Every call of the plan, the newest last."""
    found = select(Call).where(Call.plan_id == opened.plan_id).order_by(Call.sent_at, Call.id)
    rows = db.session.scalars(found).all()
    names = _Names(opened, {row.organisation_id for row in rows}, now)
    return [_view(opened, row, names, now) for row in rows]


def get_call(actor: Actor, opened: OpenedPlan, call_id: UUID, now: datetime) -> CallPage:
    """One call with its history; raises NotFoundError for what the actor may not see."""
    found = select(Call).where(Call.plan_id == opened.plan_id, Call.id == call_id)
    row = db.session.scalar(found)
    if row is None:
        raise NotFoundError
    names = _Names(opened, {row.organisation_id, opened.plan.initiator_id}, now)
    call = _view(opened, row, names, now)
    is_ours = call.organisation_id == actor.organisation_id
    # what a party is asked for and answers is between it and who called it: no consent shares it
    if not (opened.is_handler or (is_ours and (call.is_waiting or opened.is_open))):
        raise NotFoundError
    subject = get_subject(opened)
    return CallPage(
        call=call,
        agreed=answer_time(opened, row.sent_at) if call.is_waiting else None,
        caller=names.organisations[opened.plan.initiator_id],
        subject=subject.name,
        understood=subject.understood,
        steps=_steps(row, names.units),
        facts=_facts(opened) if is_ours and call.is_waiting and not opened.is_open else None,
        joined=_joined(opened) if is_ours and opened.may_write else None,
        is_ours=is_ours,
        may_answer=is_ours and call.is_waiting and opened.takes_more,
        may_contribute=is_ours and call.status is CallStatus.TAKEN and opened.may_write,
        may_withdraw=opened.is_handler and call.is_waiting and opened.takes_more,
    )


def answer_time(opened: OpenedPlan, sent_at: datetime) -> AgreedClock | None:
    """Until when a call sent then is to be answered, and where that is said."""
    return find_clock(opened.plan.municipality_id, Clock.ANSWER, day_of(sent_at))


def who_reads(opened: OpenedPlan) -> Sequence[Sees]:
    """Who would read what the reader's organisation brings, in each category.

    It is between that organisation and the one that called it, and the person's.
    """
    between = (opened.party, opened.plan.initiator_id)
    return who_sees(opened, load_parties(opened), opened.party, among=between)


def _facts(opened: OpenedPlan) -> SummonsFacts:
    found = functions.summons_facts(opened.plan_id)
    meeting = next((row for row in found if row.part == "meeting"), None)
    purpose = (row for row in found if row.part == "purpose")
    key = opened.key
    return SummonsFacts(
        purpose=[
            (key.open(row.sealed, Place("plan_text", "text_sealed", row.id)), row.name)
            for row in purpose
        ],
        starts_at=meeting.starts_at if meeting else None,
        ends_at=meeting.ends_at if meeting else None,
        is_remote=bool(meeting and meeting.is_remote),
        place=key.open(meeting.sealed, Place("plan_placing", "text_sealed", meeting.id))
        if meeting and meeting.sealed
        else "",
        parties=sorted(row.name for row in found if row.part == "party"),
    )


def _joined(opened: OpenedPlan) -> JoinedPlan:
    content = load_content(opened)
    meeting = content.next_meeting
    return JoinedPlan(
        purpose=[(text.text, text.by) for text in content.purpose],
        meeting_id=meeting.id if meeting else None,
        meets_at=meeting.starts_at if meeting else None,
    )


def list_candidates(actor: Actor, opened: OpenedPlan, now: datetime) -> Sequence[Candidate]:
    """Every organisation that could be called, those that the person lets be called first."""
    ledger = load_ledger(opened.plan_id)
    called = set(
        db.session.scalars(
            select(Call.organisation_id).where(
                Call.plan_id == opened.plan_id,
                Call.status.in_((CallStatus.SENT, CallStatus.TAKEN)),
            )
        )
    )
    found = [
        Candidate(
            id=one.id,
            name=one.name,
            of_kind=one.kind,
            kind=rules.kind_for(one.kind),
            is_consented=bool(opens(ledger, one.id, now)),
            is_called=one.id in called,
        )
        for one in tenancy.list_organisations(actor, *rules.CALLABLE)
        if one.id != opened.plan.initiator_id
    ]
    return sorted(found, key=lambda one: (not one.is_consented, rules.place_of(one.of_kind)))


def get_candidate(
    actor: Actor, opened: OpenedPlan, organisation_id: UUID, now: datetime
) -> Candidate:
    """An organisation that could be called; raises NotFoundError for any other."""
    for one in list_candidates(actor, opened, now):
        if one.id == organisation_id:
            return one
    raise NotFoundError


def unit_names(organisation_id: UUID) -> Mapping[UUID, str]:
    """The names of an organisation's open units by their ids, in Swedish order."""
    return units_of([organisation_id])[organisation_id]


def units_of(organisations: Collection[UUID]) -> Mapping[UUID, Mapping[UUID, str]]:
    """The names of each organisation's open units by their ids, in Swedish order."""
    found = select(Unit.organisation_id, Unit.id, Unit.name).where(
        Unit.organisation_id.in_(organisations), Unit.closed_at.is_(None)
    )
    units: dict[UUID, dict[UUID, str]] = {one: {} for one in organisations}
    for row in db.session.execute(found.order_by(Unit.sort_key, Unit.id)):
        units[row.organisation_id][row.id] = row.name
    return units


def colleague_names(actor: Actor, plan_id: UUID) -> Mapping[UUID, str]:
    """The names of the own organisation's other caseworkers who can take part in a plan."""
    names = {row.account_id: row.name for row in functions.list_caseworkers(plan_id)}
    return {key: name for key, name in names.items() if key != actor.account_id}


def _status_kind(status: CallStatus, *, is_late: bool) -> str:
    return "late" if is_late else CALL_STATUS[status]


class _Units:
    """The units at which calls to some organisations lie, as far as the reader may know them."""

    def __init__(self, organisations: Collection[UUID], plans: Collection[UUID]) -> None:
        self._lies = functions.call_units(plans) if plans else {}
        found = select(Unit.id, Unit.name).where(Unit.organisation_id.in_(organisations))
        self._names = {row.id: row.name for row in db.session.execute(found)} if self._lies else {}

    def name_of(self, call_or_step: UUID) -> str:
        """Where a call lies, or went to by a step of its history; "" for what is not known."""
        row = self._lies.get(call_or_step)
        return self._names.get(row.unit_id, "") if row else ""

    def left_by(self, step: UUID) -> str:
        """The unit that a step passed it on from; "" for what is not known."""
        row = self._lies.get(step)
        return self._names.get(row.came_from, "") if row else ""


class _Names:
    """What calls to some organisations name and say, read once; how early their plan reminds."""

    def __init__(self, opened: OpenedPlan, wanted: Collection[UUID], now: datetime) -> None:
        organisations = select(Organisation.id, Organisation.name)
        takers = select(Participant.id, Participant.name, Participant.title).where(
            Participant.plan_id == opened.plan_id
        )
        self.organisations: Mapping[UUID, str] = {
            row.id: row.name
            for row in db.session.execute(organisations.where(Organisation.id.in_(wanted)))
        }
        self.units = _Units(wanted, {opened.plan_id})
        self.takers: Mapping[UUID, str] = {
            row.id: ", ".join(filter(None, (row.name, row.title)))
            for row in db.session.execute(takers)
        }
        self.said = load_sayings(opened, Saying.CONTRIBUTION)
        self.openings = functions.call_openings(opened.plan_id) if opened.is_handler else {}
        today = day_of(now)
        ahead = find_clock(opened.plan.municipality_id, Clock.REMIND_BEFORE, today)
        self.days_before = (ahead.by - today).days if ahead else 0


def _view(opened: OpenedPlan, row: Call, names: _Names, now: datetime) -> CallView:
    return CallView(
        id=row.id,
        organisation_id=row.organisation_id,
        organisation=names.organisations[row.organisation_id],
        unit=names.units.name_of(row.id),
        kind=row.kind,
        status=row.status,
        asked=opened.key.open(row.asked_sealed, Place("call", "asked_sealed", row.id)),
        contribution=names.said[row.id].text if row.id in names.said else "",
        category=names.said[row.id].category if row.id in names.said else "",
        taken_by=names.takers.get(row.taken_by, "") if row.taken_by else "",
        sent_at=row.sent_at,
        answer_by=row.answer_by,
        reminder_at=rules.reminder_at(row.answer_by, names.days_before),
        is_late=rules.is_late(row.status, row.answer_by, now),
        opened_at=names.openings.get(row.id),
    )


def _steps(call: Call, units: _Units) -> Sequence[CallStepView]:
    """The call's history."""
    found = select(CallEvent).where(CallEvent.plan_id == call.plan_id, CallEvent.call_id == call.id)
    rows = db.session.scalars(found.order_by(CallEvent.at, CallEvent.id)).all()
    return [
        CallStepView(
            step=row.step,
            at=row.at,
            by=row.by_name,
            from_unit=units.left_by(row.id),
            to_unit=units.name_of(row.id),
            reason=row.reason,
        )
        for row in rows
    ]

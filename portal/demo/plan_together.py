"""What happens between the parties of the demo's plans: calls, meetings, follow-ups, surveys."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4

from portal.demo.plan_book import Staff
from portal.demo.plan_writer import Pen, PlanWriter
from portal.zone import STOCKHOLM
from sip.kernel.vocabulary import (
    AskedAbout,
    CallKind,
    CallStatus,
    CallStep,
    MeetingPurpose,
    MeetingStatus,
    Placing,
    Progress,
    Reply,
    TextKind,
    Tool,
)
from sip.tables.calling import AgendaItem, Attendance, Call, CallEvent, Meeting
from sip.tables.plan import Asked, ClosingSurvey, FollowUp, GoalOutcome

DAY = timedelta(days=1)
ANSWER_WITHIN = 5 * DAY


@dataclass(frozen=True, slots=True)
class Taken:
    """Who took a call, what they bring, and which kind of information that is."""

    participant: UUID
    staff: Staff
    brings: str
    about: str


def call(
    plan: PlanWriter,
    organisation_id: UUID,
    asked: str,
    at: datetime,
    *,
    unit_id: UUID | None = None,
    is_invitation: bool = False,
    passed_by: Staff | None = None,
    taken: Taken | None = None,
) -> None:
    """A summons or an invitation; `passed_by` sent it on the day after, `taken` a day later."""
    row = plan.add(
        Call,
        at=at,
        kind=CallKind.INVITATION if is_invitation else CallKind.SUMMONS,
        organisation_id=organisation_id,
        unit_id=unit_id,
        asked_sealed=asked,
        contribution_sealed=taken.brings if taken else None,
        contribution_category=taken.about if taken else None,
        status=CallStatus.TAKEN if taken else CallStatus.SENT,
        answer_by=at + ANSWER_WITHIN,
        answered_at=at + 2 * DAY if taken else None,
        taken_by=taken.participant if taken else None,
    )
    first = passed_by.unit_id if passed_by else unit_id
    _step(plan, row, CallStep.SENT, at, plan.handler, (None, first))
    if passed_by:
        _step(plan, row, CallStep.FORWARDED, at + DAY, passed_by, (first, unit_id))
    if taken:
        _step(plan, row, CallStep.TAKEN, at + 2 * DAY, taken.staff, (None, None))


def _step(
    plan: PlanWriter,
    call_id: UUID,
    step: CallStep,
    at: datetime,
    by: Staff,
    units: tuple[UUID | None, UUID | None],
) -> None:
    plan.add(
        CallEvent,
        call_id=call_id,
        step=step,
        at=at,
        by_name=by.name,
        organisation_id=by.organisation_id,
        from_unit_id=units[0],
        to_unit_id=units[1],
    )


def meeting(
    plan: PlanWriter,
    purpose: MeetingPurpose,
    starts_at: datetime,
    *,
    staff: Mapping[UUID, Reply],
    people: Mapping[UUID, Reply],
    present: Collection[UUID] | None = None,
    place: str = "",
) -> UUID:
    """A meeting with those asked to it. `present` are those who came; None: it lies ahead."""
    row = plan.add(
        Meeting,
        at=plan.began,
        purpose=purpose,
        starts_at=starts_at,
        is_remote=not place,
        chair_id=plan.handler_id,
        status=MeetingStatus.PLANNED if present is None else MeetingStatus.HELD,
    )
    if place:
        plan.place(Placing.MEETING_PLACE, row, place)
    for party, reply in (*staff.items(), *people.items()):
        plan.add(
            Attendance,
            meeting_id=row,
            participant_id=party if party in staff else None,
            person_id=party if party in people else None,
            calendar_uid=str(uuid4()),
            reply=reply,
            was_present=None if present is None else party in present,
        )
    return row


def agenda(plan: PlanWriter, meeting_id: UUID, title: str, pen: Pen, at: datetime) -> None:
    """What a party wants to take up at a meeting."""
    plan.add(
        AgendaItem,
        at=at,
        meeting_id=meeting_id,
        title_sealed=title,
        added_by=pen.name,
        from_party=pen.party,
        category=pen.category,
    )


def follow_up(
    plan: PlanWriter, due_on: date, agreed_at: datetime, held_on: date | None = None
) -> UUID:
    """A follow-up that was agreed, and perhaps held."""
    holder = plan.handler_id
    return plan.add(FollowUp, at=agreed_at, due_on=due_on, holder_id=holder, held_on=held_on)


def outcome(
    plan: PlanWriter,
    part: tuple[UUID, UUID],
    how: Progress,
    said: tuple[str, Pen],
    at: datetime,
) -> None:
    """How far a goal had come at a follow-up: `part` is (follow-up, goal); and a word on it."""
    follow_up, goal = part
    words, pen = said
    text = plan.text(TextKind.OUTCOME, words, pen, at)
    kept = {"follow_up_id": follow_up, "goal_id": goal, "outcome": how, "text_id": text}
    plan.add(GoalOutcome, at=at, recorded_by=pen.name, recorded_at=at, **kept)


def asked(
    plan: PlanWriter,
    kind: AskedAbout,
    said: str,
    on: date,
    *,
    staff: Staff,
    tool: Tool | None = None,
) -> None:
    """What somebody asked the person about, and what came of it."""
    held = {"from_party": staff.organisation_id, "kind": kind, "tool": tool}
    by = {"asked_on": on, "asked_by": staff.name, "recorded_by": staff.name}
    at = datetime.combine(on, time(15), tzinfo=STOCKHOLM)
    kept = {"said_sealed": said, "recorded_at": at, "settled_at": None, "settled_by": None}
    plan.add(Asked, at=at, **held, **by, **kept)


def survey(plan: PlanWriter, scores: tuple[int, int, int, int], at: datetime) -> None:
    """What the person thought of it all, one to five."""
    names = ("information", "participation", "cooperation", "meaning")
    plan.add(ClosingSurvey, at=at, **dict(zip(names, scores, strict=True)))

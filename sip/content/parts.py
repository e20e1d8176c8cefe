"""What a plan says, to the one who opened it: what its pages, copies and files are made from.

sip.content.unsealing fills it in.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sip.content.rules import Content, is_unconfirmed
from sip.content.suggested import Suggested
from sip.kernel.vocabulary import (
    ActionKind,
    ActionStatus,
    Approval,
    AskedAbout,
    Capacity,
    GoalStatus,
    MeetingPurpose,
    NotStartedReason,
    PersonKind,
    Phase,
    Progress,
    StatedBy,
    TextKind,
    Tool,
)


@dataclass(frozen=True, slots=True)
class Pen:
    """Who wrote something down, when, and for whom: `party` is whose words they are.

    `person` is the one whose plan it is. `is_noted` is that staff wrote in that person's name.
    """

    party: str
    name: str
    at: datetime
    person: str
    is_noted: bool
    confirmed_by: str
    confirmed_at: datetime | None

    @property
    def is_unconfirmed(self) -> bool:
        """Staff have noted it in the person's name, and nobody has confirmed it."""
        return is_unconfirmed(is_noted=self.is_noted, confirmed_at=self.confirmed_at)

    @property
    def is_confirmed(self) -> bool:
        """Staff have noted it in the person's name, and it has been confirmed."""
        return self.is_noted and self.confirmed_at is not None


@dataclass(frozen=True, slots=True)
class TextBlock:
    """One party's text under one heading. `by` is the party's name."""

    id: UUID
    kind: TextKind
    text: str
    by: str
    from_party: UUID
    category: str
    version: int
    changed_by: str
    changed_at: datetime
    pen: Pen
    is_own: bool
    may_change: bool
    may_suggest: bool
    meeting_id: UUID | None = None  # which meeting it is written for, or at


@dataclass(frozen=True, slots=True)
class ActionContent:
    """Who does what until when. `who` is a name with its organisation, or a private person."""

    id: UUID
    goal_id: UUID
    kind: ActionKind
    title: str
    who: str
    organisation_id: UUID | None
    organisation: str
    responsible_id: UUID | None
    responsible: str
    person_id: UUID | None
    unit: str
    row_key: str | None
    agreement_id: UUID | None
    reason: str
    due_on: date | None
    is_decided: bool
    status: ActionStatus
    is_overdue: bool
    from_party: UUID
    by: str
    category: str
    version: int
    changed_by: str
    changed_at: datetime
    pen: Pen
    is_own: bool
    may_change: bool
    may_suggest: bool
    may_report: bool
    decided_on: date | None = None
    decided_by: str = ""
    starts_on: date | None = None
    has_nobody: bool = False  # whoever was to do it is no longer in the plan


@dataclass(frozen=True, slots=True)
class OutcomeContent:
    """How far a goal had come at a follow-up; `word` is there for whoever may read it."""

    day: date
    outcome: Progress
    word: TextBlock | None
    recorded_by: str


@dataclass(frozen=True, slots=True)
class GoalContent:
    """A sub-goal, how a difference will be noticed, and its actions."""

    id: UUID
    number: int
    stated_by: StatedBy
    title: str
    measure: str
    status: GoalStatus
    from_party: UUID
    by: str
    category: str
    version: int
    changed_by: str
    changed_at: datetime
    pen: Pen
    is_own: bool
    may_change: bool
    may_suggest: bool
    actions: tuple[ActionContent, ...] = ()
    outcomes: tuple[OutcomeContent, ...] = ()


@dataclass(frozen=True, slots=True)
class AskedContent:
    """That somebody was asked about something, and what came of it; `by` is the organisation."""

    id: UUID
    kind: AskedAbout
    tool: Tool | None
    asked_on: date
    asked_by: str
    said: str
    from_party: UUID
    by: str
    settled_at: datetime | None
    settled_by: str
    is_own: bool

    @property
    def waits(self) -> bool:
        """A need of a god man that nobody has reported."""
        return self.kind is AskedAbout.GOD_MAN and self.settled_at is None


@dataclass(frozen=True, slots=True)
class ParticipantContent:
    """A member of staff in the plan. `unit` and `phone` are "" when unknown or not to be seen."""

    id: UUID
    organisation_id: UUID
    organisation: str
    account_id: UUID
    name: str
    title: str
    unit: str
    phone: str
    is_ended: bool
    succeeds: str  # whose place they were given; "" for nobody's
    joined_at: datetime
    until_on: date | None = None  # the last day, of one who stands in for that one


@dataclass(frozen=True, slots=True)
class PersonContent:
    """A private person in the plan."""

    id: UUID
    kind: PersonKind
    name: str
    relation: str
    is_ended: bool
    understood: str = ""  # language, interpreter and what else helps
    capacity: Capacity | None = None


@dataclass(frozen=True, slots=True)
class FollowUpContent:
    """A follow-up that was agreed."""

    id: UUID
    due_on: date
    holder_id: UUID
    holder: str
    agreed_at: datetime
    held_on: date | None


@dataclass(frozen=True, slots=True)
class MeetingContent:
    """A meeting. `place` is empty when it may not be seen."""

    id: UUID
    purpose: MeetingPurpose
    starts_at: datetime
    ends_at: datetime
    is_remote: bool
    chair: str
    place: str


@dataclass(frozen=True, slots=True)
class MinutesContent:
    """A meeting as it went, or as people prepare it: who came, and what the reader sees of it."""

    meeting: MeetingContent
    is_held: bool
    present: tuple[str, ...]
    absent: tuple[str, ...]
    words: tuple[TextBlock, ...]

    @property
    def decisions(self) -> tuple[TextBlock, ...]:
        """What was decided at it."""
        return tuple(one for one in self.words if one.kind is TextKind.DECISION)


@dataclass(frozen=True, slots=True)
class ApprovalContent:
    """What somebody said of a version."""

    number: int
    by: str
    is_person: bool
    answer: Approval
    how: str
    comment: str
    recorded_by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CopyContent:
    """A copy that has been made of the plan."""

    organisation: str
    form: str
    made_at: datetime
    made_by: str


@dataclass(frozen=True, slots=True)
class StepContent:
    """What comes next, by its code (app.next_steps): since or until when, and which of how many."""

    step: str
    at: datetime | None
    amount: int
    about: UUID | None


@dataclass(frozen=True, slots=True)
class PlanParties:
    """Everybody in a plan: the private people, and those who take part for an organisation."""

    people: Sequence[PersonContent]
    participants: Sequence[ParticipantContent]


@dataclass(frozen=True, slots=True)
class PlanContent:
    """Everything that the reader may see of a plan."""

    plan_id: UUID
    case_number: str
    phase: Phase
    is_protected: bool
    subject_name: str
    need_found_on: date
    started_on: date
    ends_on: date | None
    version: int
    lead_principal_id: UUID | None
    lead_principal: str
    coordinator_id: UUID | None
    coordinator: str
    next_follow_up: FollowUpContent | None
    next_meeting: MeetingContent | None
    follow_ups: tuple[FollowUpContent, ...]
    matters: tuple[TextBlock, ...]
    crisis: tuple[TextBlock, ...]
    network: tuple[TextBlock, ...]
    purpose: tuple[TextBlock, ...]
    long_term_goal: tuple[TextBlock, ...]
    needs: tuple[TextBlock, ...]
    notes: tuple[TextBlock, ...]
    not_started_reason: tuple[TextBlock, ...]
    not_started_kind: NotStartedReason | None
    goals: tuple[GoalContent, ...]
    loose_actions: tuple[ActionContent, ...]
    participants: tuple[ParticipantContent, ...]
    people: tuple[PersonContent, ...]
    missing: tuple[Content, ...]
    is_whole: bool
    is_held_back: bool
    suggestions: tuple[Suggested, ...]
    version_number: int | None
    version_made_at: datetime | None
    has_changed_since: bool
    approvals: tuple[ApprovalContent, ...]
    copies: tuple[CopyContent, ...]
    steps: tuple[StepContent, ...] = ()
    asked: tuple[AskedContent, ...] = ()
    ready_on: date | None = None  # to leave hospital
    outcome_words: tuple[TextBlock, ...] = ()
    nobody_else: bool = False
    meeting_words: tuple[TextBlock, ...] = ()
    minutes: tuple[MinutesContent, ...] = ()

    @property
    def actions(self) -> tuple[ActionContent, ...]:
        """All actions, in the order of the page."""
        return (*(action for goal in self.goals for action in goal.actions), *self.loose_actions)

    @property
    def texts(self) -> tuple[TextBlock, ...]:
        """All texts, in the order of the page."""
        return (
            *(*self.matters, *self.crisis, *self.network, *self.needs),
            *(*self.purpose, *self.long_term_goal, *self.outcome_words, *self.meeting_words),
            *(*self.notes, *self.not_started_reason),
        )


def of_party(content: PlanContent, party: UUID) -> PlanContent:
    """Only what `party` wrote itself: what it keeps sight of when consent has ended."""

    def own(texts: Sequence[TextBlock]) -> tuple[TextBlock, ...]:
        return tuple(text for text in texts if text.from_party == party)

    own_goals = tuple(
        replace(goal, actions=tuple(one for one in goal.actions if one.from_party == party))
        for goal in content.goals
        if goal.from_party == party
    )
    kept = {goal.id for goal in own_goals}
    return replace(
        content,
        matters=own(content.matters),
        crisis=own(content.crisis),
        network=own(content.network),
        purpose=own(content.purpose),
        long_term_goal=own(content.long_term_goal),
        needs=own(content.needs),
        notes=own(content.notes),
        not_started_reason=own(content.not_started_reason),
        outcome_words=own(content.outcome_words),
        meeting_words=own(content.meeting_words),
        minutes=(),
        goals=own_goals,
        asked=tuple(one for one in content.asked if one.from_party == party),
        loose_actions=tuple(
            one for one in content.actions if one.from_party == party and one.goal_id not in kept
        ),
    )

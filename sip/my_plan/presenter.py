"""What the person's own page shows: the plan as they may see it, and what they can do with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _

from portal import clock
from portal.authz import Actor
from portal.web.i18n import DEFAULT, language
from sip.calling.meetings.queries import MeetingView, get_meeting_view
from sip.consent import presenter as consent
from sip.consent.page import load_page
from sip.consent.page_words import told
from sip.consent.presenter import PartyRow
from sip.content.parts import ActionContent, GoalContent, PlanContent, TextBlock
from sip.content.unsealing import load_content
from sip.door.opening import OpenedPlan, open_many
from sip.kernel.vocabulary import ActionStatus, Phase
from sip.my_plan import commands
from sip.plan.case import has_survey
from sip.tables import functions

SILENT = frozenset({"s", "x", "z"})  # a name that ends so takes no -s
SURVEYED = frozenset({Phase.FOLLOWING_UP, Phase.CLOSED})


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One of several plans that somebody has a part in."""

    plan_id: UUID
    heading: str
    phase: str


@dataclass(frozen=True, slots=True)
class WhoSees:
    """Who may see the plan, in short."""

    rows: Sequence[PartyRow]
    names: Mapping[UUID, str]
    waits_for_me: bool
    is_open: bool
    waits_for: Sequence[str]


@dataclass(frozen=True, slots=True)
class MyPlan:
    """Everything on the page."""

    opened: OpenedPlan
    content: PlanContent
    heading: str
    is_mine: bool
    meeting: MeetingView | None
    words: TextBlock | None
    my_answer: str | None
    asks_survey: bool
    who_sees: WhoSees | None

    @property
    def may_write(self) -> bool:
        """Whether the reader may write anything now."""
        is_over = self.content.phase in {Phase.CLOSED, Phase.NOT_STARTED}
        return (self.opened.is_open or self.opened.is_owner) and not is_over

    @property
    def waits_for_answer(self) -> bool:
        """A version waits for what the reader says of it."""
        content = self.content
        is_asked = self.opened.is_owner and content.version_number is not None
        return is_asked and self.my_answer is None and content.phase is not Phase.CLOSED

    @property
    def others_words(self) -> Sequence[TextBlock]:
        """What matters to the person, when somebody else reads; and what others want to say."""
        own = self.words.id if self.words else None
        return [text for text in (*self.content.matters, *self.content.notes) if text.id != own]


def plans_in_sight() -> list[UUID]:
    """The plans that the reader may open."""
    return list(functions.seen_plans())


def plan_of_menu(at_hand: UUID | None) -> tuple[UUID | None, bool]:
    """The plan at hand, or the reader's only one; and whether who may see it is theirs to say."""
    seen, owned = functions.seen_and_owned_plans()
    plan_id = at_hand or (seen[0] if len(seen) == 1 else None)
    return plan_id, plan_id in owned


def plan_lines(actor: Actor) -> Sequence[PlanLine]:
    """The plans that the reader has a part in, the newest first."""
    opened = open_many(actor, "my_plans").values()
    newest = sorted(opened, key=lambda one: (one.plan.created_at, one.plan_id), reverse=True)
    return [
        PlanLine(one.plan_id, heading_of(load_content(one).subject_name), one.plan.phase.value)
        for one in newest
    ]


def my_plan(actor: Actor, opened: OpenedPlan) -> MyPlan:
    """Put the page together."""
    content = load_content(opened)
    is_mine = commands.is_mine(opened)
    number = content.version_number
    return MyPlan(
        opened=opened,
        content=content,
        heading=heading_of(content.subject_name),
        is_mine=is_mine,
        meeting=_meeting(opened, content),
        words=next((one for one in _said(content, is_mine=is_mine) if one.is_own), None),
        my_answer=commands.find_answer(opened, number) if number else None,
        asks_survey=opened.is_owner and content.phase in SURVEYED and not has_survey(opened.plan),
        who_sees=_who_sees(actor, opened) if opened.is_owner else None,
    )


def own_words(opened: OpenedPlan) -> TextBlock | None:
    """What the reader has written for themself."""
    said = _said(load_content(opened), is_mine=commands.is_mine(opened))
    return next((one for one in said if one.is_own), None)


def _said(content: PlanContent, *, is_mine: bool) -> Sequence[TextBlock]:
    return content.matters if is_mine else content.notes


def find_goal(opened: OpenedPlan, goal_id: UUID) -> GoalContent | None:
    """A goal in sight."""
    return next((one for one in load_content(opened).goals if one.id == goal_id), None)


def find_action(opened: OpenedPlan, action_id: UUID) -> ActionContent | None:
    """An action in sight."""
    return next((one for one in load_content(opened).actions if one.id == action_id), None)


def heading_of(name: str) -> str:
    """Whose plan it is, by the first name: Kims plan."""
    first = name.split()[0] if name.split() else ""
    if not first:
        return str(_("Planen"))
    if language() != DEFAULT:
        return f"{first}’s plan"
    return f"{first if first[-1].lower() in SILENT else first + 's'} plan"


def action_status(action: ActionContent) -> str:
    """The kind in portal/web/statuses.py."""
    if action.is_overdue and action.status in {ActionStatus.NOT_STARTED, ActionStatus.IN_PROGRESS}:
        return "action_late"
    return f"action_{action.status.value}"


def sees_in_words(row: PartyRow) -> str:
    """What somebody may see, in few words; "" when the status says it all."""
    return told([one.category for one in row.seen]) if row.seen else ""


def _meeting(opened: OpenedPlan, content: PlanContent) -> MeetingView | None:
    if content.next_meeting is None:
        return None
    return get_meeting_view(opened, content.next_meeting.id, clock.now())


def _who_sees(actor: Actor, opened: OpenedPlan) -> WhoSees:
    case = load_page(actor, opened)
    return WhoSees(
        rows=consent.party_rows(
            case.ledger, case.found, case.categories, case.me, case.bases, case.at
        ),
        names=case.found.names,
        waits_for_me=case.me is not None and consent.waits(case.ledger, case.me, case.at),
        is_open=consent.has_plan_consent(case.ledger, case.at),
        waits_for=consent.waits_for_others(case.ledger, case.found, case.me, case.at),
    )

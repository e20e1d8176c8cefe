"""What the person's own page shows: the plan as they may see it, and what they can do with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from portal import clock
from portal.authz import Actor
from portal.db import db
from portal.tenancy import queries as tenancy
from portal.tenancy.models import Organisation
from portal.web.i18n import DEFAULT, language
from sip.calling.meetings.queries import MeetingView, get_meeting_view
from sip.consent import presenter as consent
from sip.consent.page import load_page
from sip.consent.page_words import told
from sip.consent.presenter import PartyRow
from sip.content.looks import plan_look
from sip.content.parts import ActionContent, GoalContent, ParticipantContent, PlanContent, TextBlock
from sip.content.sees import Sees, who_sees
from sip.content.suggested import Suggested
from sip.content.unsealing import load_content, load_parties
from sip.door.opening import OpenedPlan, open_many
from sip.kernel.vocabulary import CRISIS, Approval, MeetingPurpose, Phase, Reply, TextKind
from sip.my_plan import commands
from sip.my_plan.confirming import answers_alone, to_answer
from sip.people.consenters import of_age_soon
from sip.people.messages import Message, last_answer
from sip.people.queries import subject_name
from sip.people.told import count_new
from sip.plan.closing import has_answered, has_died
from sip.plan.closing_page import ClosedPlan, closed_plan
from sip.plan.content_page import ContentPage
from sip.plan.words import REASONS, TEXTS
from sip.tables import functions
from sip.tables.plan import Plan
from sip.writing.words import HINTS

SILENT = frozenset({"s", "x", "z"})  # a name that ends so takes no -s
SURVEYED = frozenset({Phase.FOLLOWING_UP, Phase.CLOSED})


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One of several plans that somebody has a part in."""

    plan_id: UUID
    heading: str
    look: str  # a kind of portal/web/statuses.py


@dataclass(frozen=True, slots=True)
class AskedVersion:
    """A version of the plan that was put to the reader, and what they last said of it."""

    number: int
    made_at: datetime | None
    my_answer: Approval | None


@dataclass(frozen=True, slots=True)
class AskedWords:
    """What the page where the reader writes a text says: its heading, and what to write."""

    heading: str
    lead: str


@dataclass(frozen=True, slots=True)
class WhoSees:
    """Who may see the plan, in short."""

    rows: Sequence[PartyRow]
    waits_for_me: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MyPlan(ContentPage):
    """Everything on the page. `own_text` is what the reader has written in their own words.

    `who_sees` is there only for the plan's owner; `contacts` are those that say whom one calls.
    """

    opened: OpenedPlan
    heading: str
    is_mine: bool
    meeting: MeetingView | None
    own_text: TextBlock | None
    my_answer: Approval | None
    asks_survey: bool
    who_sees: WhoSees | None
    closed: ClosedPlan | None
    contacts: Sequence[Organisation]
    news: int
    answer: Message | None  # the last message to the reader, unless theirs is later
    answers_alone: bool  # stands in for somebody who does not sign in
    of_age_on: date | None  # when the person turns 18, from a month before

    @property
    def handlers(self) -> Sequence[ParticipantContent]:
        """Those who handle the plan: whom the reader can turn to by name."""
        ours = self.opened.plan.initiator_id
        present = (one for one in self.content.participants if not one.is_ended)
        return [one for one in present if one.organisation_id == ours]

    @property
    def is_owner(self) -> bool:
        """The plan is the reader's own, or the reader stands in for the one whose it is."""
        return self.opened.is_owner

    @property
    def may_write(self) -> bool:
        """Whether the reader may write anything now."""
        is_theirs = self.is_open or self.is_owner
        return is_theirs and self.opened.takes_more

    @property
    def asks_for_consent(self) -> bool:
        """A question about consent waits for the reader."""
        return self.who_sees is not None and self.who_sees.waits_for_me

    @property
    def asks_for_answer(self) -> bool:
        """A version waits for what the reader says of it."""
        content = self.content
        is_asked = self.is_owner and content.version_number is not None
        return is_asked and self.my_answer is None and self.may_answer

    @property
    def asks_survey_first(self) -> bool:
        """The plan is closed, and the reader has not said yet what they thought."""
        return self.asks_survey and self.content.phase is Phase.CLOSED

    @property
    def has_something_first(self) -> bool:
        """Something waits for the reader that comes before answering to a meeting."""
        return self.asks_for_consent or self.asks_for_answer

    @property
    def next_is_follow_up(self) -> bool:
        """The next meeting is a follow-up."""
        return self.meeting is not None and self.meeting.purpose is MeetingPurpose.FOLLOW_UP

    @property
    def reply(self) -> Reply | None:
        """What the reader has answered to the next meeting; None when they are not asked."""
        mine = self.meeting.mine if self.meeting else None
        return mine.reply if mine else None

    @property
    def has_replied(self) -> bool:
        """The reader has answered to the next meeting."""
        return self.reply not in {None, Reply.NONE}

    @property
    def reply_status(self) -> str:
        """How the reader's answer to the next meeting stands: a kind of portal/web/statuses.py."""
        return "open" if self.reply in {None, Reply.NONE} else str(self.reply)

    @property
    def may_say_coming(self) -> bool:
        """The reader is asked to the next meeting, and has not said that they come."""
        return self.reply not in {None, Reply.COMING}

    @property
    def may_confirm(self) -> bool:
        """The reader may say that what staff have noted in the person's name is right."""
        return self.is_owner and self.may_write

    @property
    def may_take_back(self) -> bool:
        """The reader may say that what was confirmed in the person's place is right no longer."""
        return self.may_confirm and self.answers_alone

    @property
    def suggested(self) -> Sequence[Suggested]:
        """The suggested changes in the reader's own words that wait for an answer."""
        return to_answer(self.content) if self.may_write else []

    @property
    def matters(self) -> Sequence[TextBlock]:
        """What matters to the person, in the person's own words or noted in their name."""
        return self.content.matters

    @property
    def others_notes(self) -> Sequence[TextBlock]:
        """What others want to say: it never stands under what matters to the person."""
        own = self.own_text.id if self.own_text else None
        return [text for text in self.content.notes if text.id != own]

    @property
    def text_sections(self) -> tuple[tuple[str, tuple[TextBlock, ...]], ...]:
        """The need, the purpose and the long-term goal by their headings, also without a text."""
        content = self.content
        return (
            (str(TEXTS[TextKind.NEED]), content.needs),
            (str(TEXTS[TextKind.PURPOSE]), content.purpose),
            (str(TEXTS[TextKind.LONG_TERM_GOAL]), content.long_term_goal),
        )

    @property
    def not_started(self) -> str:
        """Why no plan is made, in short; "" when one is."""
        kind = self.content.not_started_kind
        return str(REASONS[kind]) if kind else ""

    @property
    def not_started_heading(self) -> str:
        """What the section that says so is called."""
        return str(TEXTS[TextKind.NOT_STARTED_REASON])

    @property
    def shows_answer(self) -> bool:
        """The reader answers for the plan, and a version has been put to them."""
        return self.is_owner and self.content.version_number is not None

    @property
    def answer_status(self) -> str:
        """What the reader has said of the last version: a kind of portal/web/statuses.py."""
        return f"version_{self.my_answer.value}" if self.my_answer else "version_waits"

    @property
    def may_answer(self) -> bool:
        """The plan goes on: what the reader said of it can be said anew."""
        return self.opened.takes_more

    def sees_in_part(self, row: PartyRow) -> str:
        """What a party may see, in few words; "" when its status says it all."""
        return told([one.category for one in row.seen]) if row.status == "sees_some" else ""

    def asks_about(self, row: PartyRow) -> bool:
        """Whether the reader has still to answer about a party."""
        return row.status == "awaits_you"


def plans_in_sight() -> list[UUID]:
    """The plans that the reader may open."""
    return list(functions.seen_plans())


def organisations_in_sight() -> list[UUID]:
    """The organisations that answer for the reader's plans: who began them, and has the lead."""
    plans = select(Plan.initiator_id, Plan.lead_principal_id).where(Plan.id.in_(plans_in_sight()))
    found = {one for row in db.session.execute(plans) for one in row if one is not None}
    return sorted(found)


def plan_of_menu(at_hand: UUID | None) -> tuple[UUID | None, bool]:
    """The plan at hand, or the reader's only one; and whether who may see it is theirs to say."""
    seen, owned = functions.seen_and_owned_plans()
    only = seen[0] if len(seen) == 1 else None
    plan_id = at_hand if at_hand in seen else only
    return plan_id, plan_id in owned


def plans_finding(lines: Sequence[PlanLine]) -> str:
    """What the list of the reader's plans says first."""
    if not lines:
        return _("Du är inte med i någon plan just nu")
    return ngettext("Du är med i en plan", "Du är med i %(num)d planer", len(lines))


def plan_lines(actor: Actor) -> Sequence[PlanLine]:
    """The plans that the reader has a part in, the newest first."""
    opened = open_many(actor, "my_plans").values()
    newest = sorted(opened, key=lambda one: (one.plan.created_at, one.plan_id), reverse=True)
    return [PlanLine(one.plan_id, heading_of(subject_name(one)), _look(one)) for one in newest]


def _look(opened: OpenedPlan) -> str:
    return plan_look(opened.plan.phase, opened.standing)


def my_plan(actor: Actor, opened: OpenedPlan) -> MyPlan:
    """Put the page together."""
    content = load_content(opened)
    is_mine = commands.is_mine(opened)
    number = content.version_number
    return MyPlan(
        opened=opened,
        content=content,
        is_open=opened.is_open,
        heading=heading_of(content.subject_name),
        is_mine=is_mine,
        meeting=_meeting(opened, content),
        own_text=next((one for one in _said(content, is_mine=is_mine) if one.is_own), None),
        my_answer=commands.find_answer(opened, number) if number else None,
        asks_survey=asks_survey(opened),
        who_sees=_who_sees(actor, opened) if opened.is_owner else None,
        closed=closed_plan(opened, content),
        contacts=_contacts(actor, opened),
        news=count_new(opened.person_id) if opened.is_owner and opened.person_id else 0,
        answer=last_answer(opened),
        answers_alone=opened.is_owner and not is_mine and answers_alone(opened),
        of_age_on=of_age_soon(opened, clock.now()) if opened.is_owner else None,
    )


def asked_version(opened: OpenedPlan) -> AskedVersion | None:
    """The version last put to the reader; None before the first."""
    content = load_content(opened)
    number = content.version_number
    if number is None:
        return None
    return AskedVersion(number, content.version_made_at, commands.find_answer(opened, number))


def asks_survey(opened: OpenedPlan) -> bool:
    """Whether the reader is still to say what they thought of a plan followed up or closed.

    What staff have noted for them takes nobody's place.
    """
    is_surveyed = opened.is_owner and opened.plan.phase in SURVEYED
    return is_surveyed and not has_answered(opened) and not has_died(opened)


def own_text(
    opened: OpenedPlan, text_id: UUID | None = None, asked: str | None = None
) -> TextBlock | None:
    """What the reader has written: the text with this id, else the first under the heading."""
    kind = commands.kind_to_write(opened, asked)
    own = [one for one in load_content(opened).texts if one.is_own]
    first = next((one for one in own if one.kind is kind), None)
    return next((one for one in own if one.id == text_id), first)


def asked_words(kind: TextKind) -> AskedWords:
    """What the page under a heading says above the field."""
    if kind is TextKind.NOTE:
        return AskedWords(
            _("Det du vill säga"),
            _(
                "Skriv med dina egna ord. Den som planen gäller läser det, och bestämmer vilka"
                " andra som får göra det."
            ),
        )
    lead = _("Skriv med dina egna ord. Det står först i planen. Du bestämmer vem som får läsa det.")
    if kind is not TextKind.MATTERS:
        lead = _("%(hint)s Du bestämmer vem som får läsa det.", hint=HINTS[kind])
    return AskedWords(str(TEXTS[kind]), lead)


def anchor_of(kind: TextKind) -> str:
    """Where on the page a text is shown."""
    if kind in CRISIS:
        return "h-crisis"
    return "h-network" if kind is TextKind.NETWORK else "h-words"


def sees_own_words(opened: OpenedPlan, category: str) -> Sequence[Sees]:
    """Who sees what the reader writes, in the category that it is in."""
    return who_sees(opened, load_parties(opened), commands.me(opened), only=(category,))


def _said(content: PlanContent, *, is_mine: bool) -> Sequence[TextBlock]:
    return content.matters if is_mine else content.notes


def find_goal(opened: OpenedPlan, goal_id: UUID) -> GoalContent | None:
    """A goal in sight."""
    return next((one for one in load_content(opened).goals if one.id == goal_id), None)


def find_action(
    opened: OpenedPlan, action_id: UUID
) -> tuple[ActionContent | None, GoalContent | None]:
    """An action in sight, and the goal that it is for, if that is in sight."""
    content = load_content(opened)
    action = next((one for one in content.actions if one.id == action_id), None)
    goals = (one for one in content.goals if action is not None and one.id == action.goal_id)
    return action, next(goals, None)


def heading_of(name: str) -> str:
    """Whose plan it is, by the first name: Kims plan."""
    first = name.split()[0] if name.split() else ""
    if not first:
        return str(_("Planen"))
    if language() != DEFAULT:
        return f"{first}’s plan"
    return f"{first if first[-1].lower() in SILENT else first + 's'} plan"


def _contacts(actor: Actor, opened: OpenedPlan) -> Sequence[Organisation]:
    wanted = (opened.plan.initiator_id, opened.plan.lead_principal_id)
    found = tenancy.list_organisations(actor, ids=[one for one in wanted if one is not None])
    return [one for one in found if any(one.contact)]


def _meeting(opened: OpenedPlan, content: PlanContent) -> MeetingView | None:
    if content.next_meeting is None:
        return None
    return get_meeting_view(opened, content.next_meeting.id, clock.now())


def _who_sees(actor: Actor, opened: OpenedPlan) -> WhoSees:
    page = load_page(actor, opened)
    return WhoSees(
        rows=consent.party_rows(
            page.ledger, page.found, page.categories, page.me, page.bases, page.at
        ),
        waits_for_me=page.me is not None and consent.waits(page.ledger, page.me, page.at),
    )

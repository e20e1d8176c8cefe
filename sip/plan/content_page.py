"""What every page shows that shows what a plan says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from portal.web.filters import long_date
from portal.web.i18n import gettext as _
from sip.agreement_link import (
    AgreedMeasure,
)
from sip.content.parts import (
    ActionContent,
    AskedContent,
    GoalContent,
    OutcomeContent,
    PlanContent,
    TextBlock,
    of_party,
)
from sip.content.words import signature
from sip.door.opening import OpenedPlan
from sip.kernel.categories import category_label
from sip.kernel.vocabulary import (
    CRISIS,
    OF_PERSON,
    GoalStatus,
    StatedBy,
    TextKind,
)
from sip.plan import words


@dataclass(frozen=True, slots=True)
class ContentPage:
    """A page that shows what a plan says. `measures` are what agreements in force say, by action.

    `changed` are the actions whose measure another agreement than they were chosen from decides.
    """

    content: PlanContent
    is_open: bool
    measures: Mapping[UUID, AgreedMeasure] = field(default_factory=dict)
    changed: frozenset[UUID] = frozenset()

    @property
    def plan_id(self) -> UUID:
        """The plan's id, for the addresses of its pages."""
        return self.content.plan_id

    def crisis_texts(self) -> tuple[tuple[TextKind, str, tuple[TextBlock, ...]], ...]:
        """What to know when the person is getting worse, by its headings, also without a text."""
        said = self.content.crisis
        return tuple(
            (kind, str(words.TEXTS[kind]), tuple(one for one in said if one.kind is kind))
            for kind in CRISIS
        )

    @property
    def network_heading(self) -> str:
        """What the section about the people around the person is called."""
        return str(words.TEXTS[TextKind.NETWORK])

    @property
    def has_goals_or_actions(self) -> bool:
        """Whether any goal, or action of a goal that is not in sight, can be shown."""
        return bool(self.content.goals or self.content.loose_actions)

    def heading_of(self, block: TextBlock) -> str:
        """The heading that a text stands under."""
        return str(words.TEXTS[block.kind])

    def is_quoted(self, block: TextBlock) -> bool:
        """Whether a text is shown as the person's own words."""
        return block.kind in OF_PERSON and not block.pen.is_unconfirmed

    def signed(self, part: TextBlock | GoalContent | ActionContent) -> str:
        """Whose words something is, and who wrote them down."""
        return signature(part.pen)

    def category_of(self, block: TextBlock) -> str:
        """The category of information that a text is in."""
        return category_label(block.category)

    def stated_by(self, goal: GoalContent) -> str:
        """Whose words a goal is in: of somebody near by name, and of noted ones who noted them."""
        if goal.pen.is_noted:
            return self.signed(goal)
        is_of_another = goal.stated_by is StatedBy.PERSON and goal.by != self.content.subject_name
        return goal.by if is_of_another else str(words.STATED_BY[goal.stated_by])

    def goal_status(self, goal: GoalContent) -> str | None:
        """How a goal stands, as a kind of portal/web/statuses.py; None while it is worked on."""
        return None if goal.status is GoalStatus.OPEN else f"goal_{goal.status.value}"

    def progress_of(self, outcome: OutcomeContent) -> str:
        """How far a goal had come at a follow-up, in words."""
        return str(words.PROGRESS[outcome.outcome])

    def action_status(self, action: ActionContent) -> str:
        """How an action stands, as a kind of portal/web/statuses.py."""
        return "action_late" if action.is_overdue else f"action_{action.status.value}"

    def asked_about(self, asked: AskedContent) -> str:
        """What was asked about, with the instrument or the plan that it names."""
        kind = str(words.ASKED[asked.kind])
        return f"{kind}: {words.TOOLS[asked.tool]}" if asked.tool else kind

    def decision_of(self, action: ActionContent) -> str:
        """When a measure was decided, by whom, and from when it is given; "" without any of it."""
        day = long_date(action.decided_on) if action.decided_on else ""
        decided = _("Beslutad %(day)s", day=day) if day else ""
        if action.decided_by and day:
            decided = _("Beslutad %(day)s av %(who)s", day=day, who=action.decided_by)
        elif action.decided_by:
            decided = _("Beslutad av %(who)s", who=action.decided_by)
        starts = _("Börjar %(day)s", day=long_date(action.starts_on)) if action.starts_on else ""
        return ". ".join(filter(None, (decided, starts)))

    def measure_of(self, action: ActionContent) -> AgreedMeasure | None:
        """What the agreement in force says of an action's measure."""
        return self.measures.get(action.id)

    def is_agreed_otherwise(self, action: ActionContent) -> bool:
        """Whether another agreement says something else of it since the measure was chosen."""
        return action.id in self.changed


def own_page(opened: OpenedPlan, content: PlanContent) -> ContentPage:
    """Put together the page of what the reader's own organisation wrote."""
    return ContentPage(content=of_party(content, opened.party), is_open=opened.is_open)

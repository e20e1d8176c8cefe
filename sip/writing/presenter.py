"""What the pages that write a plan show and offer besides its own words."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from portal import clock
from sip.agreement_link import AgreedMeasure, list_measures
from sip.content.audience import audience_of
from sip.content.parts import ActionContent, GoalContent, PlanContent, PlanParties
from sip.content.sees import Sees, who_sees
from sip.door.opening import OpenedPlan
from sip.kernel.vocabulary import OF_MEETING, OF_PERSON, PersonKind, StatedBy, TextKind
from sip.plan.words import STATED_BY, TEXTS
from sip.writing.words import HINTS, RESPONSIBILITIES

Choices = list[tuple[str, str]]
# begun on pages of their own
ELSEWHERE = frozenset({TextKind.NOT_STARTED_REASON, TextKind.OUTCOME}) | OF_MEETING


@dataclass(frozen=True, slots=True)
class Heading:
    """One of the plan's headings, as the page that writes under it shows it."""

    kind: TextKind

    @property
    def title(self) -> str:
        """What it is called."""
        return str(TEXTS[self.kind])

    @property
    def hint(self) -> str:
        """What is to be written under it."""
        return str(HINTS[self.kind])

    @property
    def is_of_person(self) -> bool:
        """Whether it is the person's own words, also when staff write them down."""
        return self.kind in OF_PERSON

    @property
    def may_be_emptied(self) -> bool:
        """Whether a text under it can be taken out: the need is kept."""
        return self.kind is not TextKind.NEED


def heading_of_address(written: str | None) -> Heading:
    """The heading that an address names; the notes for anything else."""
    kinds = {kind.value for kind in TextKind if kind not in ELSEWHERE}
    return Heading(TextKind(written) if written in kinds else TextKind.NOTE)


@dataclass(frozen=True, slots=True)
class MeasureChoice:
    """The agreements' measures as an action can name them, and the one it names now."""

    measures: tuple[AgreedMeasure, ...]

    @property
    def has_any(self) -> bool:
        """Whether an agreement is in force, with measures to choose."""
        return bool(self.measures)

    def offered(self, present: str) -> Choices:
        """Each measure with who answers for it, after the choice of none, and the present one."""
        listed = [(one.key, self._told(one)) for one in self.measures]
        gone = [(present, _("Insatsen som är vald finns inte kvar"))] * bool(present)
        return [
            ("", _("Ingen insats ur överenskommelsen")),
            *listed,
            *(gone if self.chosen(present) is None else ()),
        ]

    def _told(self, one: AgreedMeasure) -> str:
        """A measure by name: its subject first where agreements on several are in force."""
        has_several = len({each.agreement_id for each in self.measures}) > 1
        title = f"{one.subject}: {one.title}" if has_several else one.title
        return f"{title} – {one.expected}" if one.expected else title

    def chosen(self, key: str | None) -> AgreedMeasure | None:
        """The measure with this key, if an agreement in force has it."""
        return next((one for one in self.measures if one.key == key), None)

    def parts_of(self, measure: AgreedMeasure) -> list[tuple[str, str, str]]:
        """Each actor of the agreement, its organisation, and its part in the measure, in words."""
        return [
            (actor, organisation, str(RESPONSIBILITIES[value]))
            for actor, organisation, value in measure.cells
        ]


def measures_to_choose(opened: OpenedPlan) -> MeasureChoice:
    """The measures of the agreements in force today in the plan's municipality."""
    return MeasureChoice(list_measures(opened.plan.municipality_id, clock.today()))


def whose_words(opened: OpenedPlan) -> Choices:
    """Whose words a goal can be in: only a handler writes in the person's name."""
    return [
        (one.value, str(label))
        for one, label in STATED_BY.items()
        if opened.is_handler or one is not StatedBy.PERSON
    ]


def sees_of_person(opened: OpenedPlan, parties: PlanContent | PlanParties) -> Sequence[Sees]:
    """Who would see what a handler writes in the person's name; nothing for anybody else."""
    if not opened.is_handler:
        return ()
    subject = next(one.id for one in parties.people if one.kind is PersonKind.SUBJECT)
    return who_sees(opened, parties, subject)


def doers(opened: OpenedPlan, content: PlanContent, goal: GoalContent) -> Choices:
    """Who can be given something to do for a goal: only those who may see it."""
    sees = audience_of(opened, goal.from_party, goal.category)
    staff = [
        one for one in content.participants if not one.is_ended and one.organisation_id in sees
    ]
    organisations = {one.organisation_id: one.organisation for one in staff}
    return [
        ("", _("Välj …")),
        *((f"participant:{one.id}", f"{one.name}, {one.organisation}") for one in staff),
        *(
            (f"organisation:{key}", _("%(name)s, utan namn än", name=name))
            for key, name in organisations.items()
        ),
        *(
            (f"person:{one.id}", one.name)
            for one in content.people
            if not one.is_ended and one.id in sees
        ),
    ]


def with_present(choices: Choices, action: ActionContent | None) -> Choices:
    """The choices with the one an action has now, also where it is no longer offered."""
    if action is None:
        return choices
    key = f"organisation:{action.organisation_id}"
    if action.responsible_id:
        key = f"participant:{action.responsible_id}"
    elif action.person_id:
        key = f"person:{action.person_id}"
    return choices if key in {value for value, _label in choices} else [*choices, (key, action.who)]

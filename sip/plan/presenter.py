"""What the plan's pages show besides its content: the finding, the choices, and the warnings."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext

from portal import clock
from portal.authz import Actor, OrganisationKind
from portal.tenancy.queries import list_organisations
from portal.web.filters import long_date
from sip.agreement_link import AgreedMeasure, is_changed, list_measures
from sip.content.audience import audience_of
from sip.content.parts import ActionContent, GoalContent, PlanContent
from sip.content.rules import Content
from sip.door.opened import Opened
from sip.kernel.phases import PHASES
from sip.kernel.vocabulary import Phase
from sip.plan import words
from sip.plan.queries import Tasks

Choices = list[tuple[str, str]]

PRINCIPALS = (OrganisationKind.MUNICIPALITY, OrganisationKind.REGION)


def look_of(action: ActionContent) -> str:
    """How an action stands: its kind in portal/web/statuses.py."""
    return "action_late" if action.is_overdue else f"action_{action.status.value}"


BUSY = frozenset({Phase.PLANNING, Phase.FOLLOWING_UP})


@dataclass(frozen=True, slots=True)
class PlanPage:
    """Everything on a plan's page."""

    content: PlanContent
    heading: str
    party: UUID
    is_open: bool
    is_handler: bool
    next_phases: tuple[Phase, ...]
    measures: Mapping[str, AgreedMeasure]
    changed: frozenset[UUID]

    @property
    def contents(self) -> tuple[tuple[Content, bool], ...]:
        """The four contents, and whether each is there."""
        return tuple((one, one not in self.content.missing) for one in Content)


def plan_page(opened: Opened, content: PlanContent) -> PlanPage:
    """Put a plan's page together."""
    # most plans use no measure of the agreement, and then nobody asks what it says
    used = any(action.row_key for action in content.actions)
    measures = _measures(opened) if used else {}
    return PlanPage(
        content=content,
        heading=finding(content),
        party=opened.party,
        is_open=opened.is_open,
        is_handler=opened.is_handler,
        next_phases=_next_phases(content.phase) if opened.is_handler else (),
        measures=measures,
        changed=frozenset(_changed(content, measures)) if used else frozenset(),
    )


def _measures(opened: Opened) -> Mapping[str, AgreedMeasure]:
    found = list_measures(opened.plan.municipality_id, clock.today())
    return {one.row_key: one for one in found}


def _changed(content: PlanContent, measures: Mapping[str, AgreedMeasure]) -> Iterator[UUID]:
    """The actions whose measure another agreement than the one they were chosen from decides."""
    for action in content.actions:
        if action.row_key is not None and is_changed(
            measures.get(action.row_key),
            chosen_in=action.agreement_id,
            organisation_id=action.organisation_id,
        ):
            yield action.id


def _next_phases(phase: Phase) -> tuple[Phase, ...]:
    return tuple(one for one in Phase if one in PHASES[phase] and one in words.STEPS)


def finding(content: PlanContent) -> str:
    """What the page says first. It is the page's title too, so nothing in it is about a person."""
    if content.phase not in BUSY:
        return str(words.PHASES[content.phase])
    late = sum(action.is_overdue for action in content.actions)
    if late:
        return ngettext("En åtgärd är försenad", "%(num)d åtgärder är försenade", late)
    if content.next_follow_up is not None:
        return _("Planen följs upp %(day)s", day=long_date(content.next_follow_up.due_on))
    if content.phase is Phase.PLANNING and content.missing and content.is_whole:
        return _("Planen saknar %(number)s av 4 delar", number=len(content.missing))
    return str(words.PHASES[content.phase])


def tasks_finding(tasks: Tasks) -> str:
    """What "Mina uppgifter" says first."""
    if not tasks.count:
        return _("Inget väntar på dig")
    waiting = ngettext("En uppgift", "%(num)d uppgifter", tasks.count)
    if not tasks.overdue:
        return _("%(tasks)s, ingen är försenad", tasks=waiting)
    if tasks.count == 1:
        return _("En uppgift är försenad")
    late = ngettext("en är försenad", "%(num)d är försenade", tasks.overdue)
    return f"{waiting}, {late}"


def doers(opened: Opened, content: PlanContent, goal: GoalContent) -> Choices:
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


def measures_to_choose(opened: Opened) -> tuple[tuple[AgreedMeasure, ...], Choices]:
    """The agreement's measures, and how they are offered: with who answers for each."""
    found = list_measures(opened.plan.municipality_id, clock.today())
    offered = [
        (one.row_key, f"{one.title} – {one.expected}" if one.expected else one.title)
        for one in found
    ]
    return found, [("", _("Ingen insats ur överenskommelsen")), *offered]


def principals(actor: Actor) -> Choices:
    """The county's municipalities and its region."""
    found = list_organisations(actor, *PRINCIPALS)
    return [("", _("Inte bestämt")), *((str(one.id), one.name) for one in found)]


def municipalities(actor: Actor) -> Choices:
    """The county's municipalities."""
    found = list_organisations(actor, OrganisationKind.MUNICIPALITY)
    return [("", _("Välj …")), *((str(one.id), one.name) for one in found)]


def staff(content: PlanContent, first: str) -> Choices:
    """Those who take part for an organisation."""
    present = [one for one in content.participants if not one.is_ended]
    return [("", first), *((str(one.id), f"{one.name}, {one.organisation}") for one in present)]


def default_follow_up(today: date, days: int) -> date:
    """A first suggestion for a follow-up, as the county's clocks have it."""
    return date.fromordinal(today.toordinal() + days)

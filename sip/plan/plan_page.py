"""A plan's own page, as far as it is open to who works with it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import ngettext

from portal import clock
from portal.authz import Actor
from portal.web.filters import long_date
from portal.web.i18n import gettext as _
from sip.agreement_link import (
    AgreedClock,
    AgreedMeasure,
    is_changed,
    kept_clock,
    keys_of,
    list_measures,
)
from sip.content.looks import plan_look
from sip.content.parts import (
    ActionContent,
    ApprovalContent,
    CopyContent,
    ParticipantContent,
    PersonContent,
    PlanContent,
    TextBlock,
)
from sip.door.opening import OpenedPlan
from sip.kernel.phases import BUSY, may_close, may_skip
from sip.kernel.vocabulary import (
    CRISIS,
    OF_PERSON,
    ActionStatus,
    CopyForm,
    MeetingPurpose,
    Phase,
    Standing,
    TextKind,
)
from sip.people.words import kind_of
from sip.plan import words
from sip.plan.closing_page import ClosedPlan, closed_plan, may_reopen
from sip.plan.content_page import ContentPage
from sip.plan.discharge import may_note
from sip.plan.next_steps import CLOCKED, NextStep, steps_of
from sip.plan.rules import call_due

OPEN = frozenset({ActionStatus.NOT_STARTED, ActionStatus.IN_PROGRESS})
NEAREST = 3
"""How many of what is to be done stand first on a plan's page."""


@dataclass(frozen=True, slots=True)
class TextSection:
    """One heading of the plan with the texts under it."""

    kind: TextKind
    heading: str
    blocks: tuple[TextBlock, ...]
    may_add: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPage(ContentPage):
    """A plan's own page. `party` is the reader's organisation, `me` who they are in the plan.

    Whoever stands in for somebody is that one, too.
    """

    heading: str
    party: UUID
    is_handler: bool
    leads: bool
    sees_whereabouts: bool
    standing: Standing
    me: frozenset[UUID | None]
    closed: ClosedPlan | None
    may_reopen: bool
    may_note_ready: bool
    clocks: Mapping[str, Any]

    @property
    def may_write(self) -> bool:
        """The plan is open to the reader, and goes on."""
        return self.is_open and self.standing is Standing.GOING

    @property
    def may_set_basics(self) -> bool:
        """The reader may say who leads, who coordinates and when the plan ends."""
        return self.is_handler and self.may_write

    @property
    def may_lead(self) -> bool:
        """The reader agrees on follow-ups and puts versions to the person."""
        return self.leads and self.may_write

    @property
    def may_hold(self) -> bool:
        """The reader may note that the next follow-up was held."""
        due = self.content.next_follow_up
        return due is not None and self.may_write and (self.leads or due.holder_id in self.me)

    def may_write_for_person(self, there: Sequence[TextBlock]) -> bool:
        """The reader may note the person's own words under a heading that has none yet."""
        return self.is_handler and self.may_write and not there

    @property
    def may_close(self) -> bool:
        """The reader may close the plan now."""
        return self.is_handler and may_close(self.content.phase, self.standing)

    @property
    def may_skip(self) -> bool:
        """The reader may note now that no plan is made."""
        return self.is_handler and may_skip(self.content.phase, self.standing)

    @property
    def may_note(self) -> bool:
        """The reader's organisation may note something in the case, with or without consent."""
        return self.is_handler and self.standing is Standing.GOING

    @property
    def look(self) -> str:
        """How the plan stands: a kind of portal/web/statuses.py."""
        return plan_look(self.content.phase, self.standing)

    @property
    def says_more(self) -> bool:
        """What the page says first is more than the status beside it."""
        is_phase = self.heading == str(words.PHASES[self.content.phase])
        return not is_phase and self.standing is not Standing.FROZEN

    @property
    def steps(self) -> tuple[NextStep, ...]:
        """What comes next for whoever handles the plan, the most urgent first."""
        return steps_of(self.content.plan_id, self.content.steps, clock.today())

    def clock_of(self, step: NextStep) -> AgreedClock | None:
        """The line of the agreement that says until when a step is to be taken."""
        return kept_clock(self.clocks.get(CLOCKED.get(step.step, "")))

    @property
    def has_next_step(self) -> bool:
        """A meeting or a follow-up is to come, for the reader to see."""
        content = self.content
        return self.is_open and bool(content.next_follow_up or content.next_meeting)

    @property
    def call_due_on(self) -> date | None:
        """Until when the region calls to the planning, when the person is ready to leave."""
        ready_on = self.content.ready_on
        return call_due(ready_on) if ready_on else None

    @property
    def next_is_follow_up(self) -> bool:
        """What comes next is a follow-up, and no meeting to make the plan."""
        meeting = self.content.next_meeting
        return meeting is None or meeting.purpose is MeetingPurpose.FOLLOW_UP

    @property
    def lacks_follow_up(self) -> bool:
        """The plan runs, and nothing to come has been agreed."""
        return self.may_lead and self.content.phase in BUSY and not self.has_next_step

    @property
    def own_words_heading(self) -> str:
        """What the section with what matters to the person is called."""
        return str(words.TEXTS[TextKind.MATTERS])

    @property
    def reason_heading(self) -> str:
        """What the section that says why no plan was made is called."""
        return str(words.TEXTS[TextKind.NOT_STARTED_REASON])

    @property
    def not_started_kind(self) -> str:
        """Which of the reasons it was, in words; "" when a plan is made."""
        kind = self.content.not_started_kind
        return str(words.REASONS[kind]) if kind else ""

    @property
    def text_sections(self) -> tuple[TextSection, ...]:
        """The need, the purpose and the long-term goal, those that are written."""
        return tuple(
            TextSection(
                kind=kind,
                heading=str(words.TEXTS[kind]),
                blocks=blocks,
                may_add=self.may_write and not any(one.is_own for one in blocks),
            )
            for kind, blocks in self._listed
            if blocks
        )

    @property
    def _listed(self) -> tuple[tuple[TextKind, tuple[TextBlock, ...]], ...]:
        content = self.content
        return (
            (TextKind.NEED, content.needs),
            (TextKind.PURPOSE, content.purpose),
            (TextKind.LONG_TERM_GOAL, content.long_term_goal),
        )

    @property
    def begins_goals(self) -> bool:
        """Whether the reader is led to a first goal: there is none, also out of their sight."""
        return self.may_write and not self.has_goals_or_actions and not self.content.is_held_back

    @property
    def is_unfolded(self) -> bool:
        """Whether who is in it, and what the law asks for, stand open: it has goals or measures."""
        return self.is_open and self.has_goals_or_actions

    @property
    def unwritten(self) -> tuple[tuple[TextKind, str, bool], ...]:
        """What the reader may write of which there is nothing: its name, and if for the person."""
        return tuple((kind, str(words.TEXTS[kind]), kind in OF_PERSON) for kind in self._lacking)

    @property
    def _lacking(self) -> Iterator[TextKind]:
        content = self.content
        of_person = (
            (TextKind.MATTERS, content.matters),
            (TextKind.NETWORK, content.network),
            (CRISIS[0], content.crisis),  # its section has the ways to the others
        )
        yield from (kind for kind, there in of_person if self.may_write_for_person(there))
        if self.may_write:
            listed = (*self._listed, (TextKind.NOTE, content.notes))
            yield from (kind for kind, there in listed if not there)

    @property
    def _waiting(self) -> tuple[ActionContent, ...]:
        """What is agreed and not done, the nearest first."""
        open_ones = (one for one in self.content.actions if one.status in OPEN)
        return tuple(sorted(open_ones, key=lambda one: (one.due_on or date.max, one.id)))

    @property
    def doing(self) -> tuple[ActionContent, ...]:
        """Who is to do what next, while the plan goes on."""
        return self._waiting[:NEAREST] if self.may_write else ()

    @property
    def doing_later(self) -> int:
        """How many there are beside those."""
        return len(self._waiting) - len(self.doing)

    def place_of(self, action: ActionContent) -> str:
        """Where an action stands on the page: at its goal, if that is in sight."""
        goals = {goal.id for goal in self.content.goals}
        return f"goal-{action.goal_id}" if action.goal_id in goals else "h-goals"

    def is_mine(self, action: ActionContent) -> bool:
        """Whether it is the reader who is to do it."""
        return action.responsible_id is not None and action.responsible_id in self.me

    @property
    def heads(self) -> tuple[tuple[str, str], ...]:
        """What a plan with goals holds, by where it stands; () for one without."""
        content = self.content
        if not content.goals:
            return ()
        goals = ngettext("Ett mål", "%(num)d mål", len(content.goals))
        found = (
            ("h-words", self.own_words_heading if content.matters else ""),
            ("h-crisis", _("När jag mår sämre") if content.crisis else ""),
            ("h-network", self.network_heading if content.network else ""),
            *((f"h-{one.kind.value}", one.heading) for one in self.text_sections),
            ("h-goals", goals),
            ("h-note", str(words.TEXTS[TextKind.NOTE]) if content.notes else ""),
            ("h-people", _("De som är med") if self.is_open else ""),
            ("h-version", _("Versioner och svar") if self.is_open else ""),
        )
        return tuple((anchor, label) for anchor, label in found if label)

    @property
    def contents(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The four contents that a plan has to have: which are there, and which are missing."""
        missing = self.content.missing
        by_kind = (
            ("there", tuple(str(label) for one, label in _CONTENTS if one not in missing)),
            ("missing", tuple(str(label) for one, label in _CONTENTS if one in missing)),
        )
        return tuple((kind, names) for kind, names in by_kind if names)

    @property
    def is_judged_in_part(self) -> bool:
        """Something is missing in what the reader sees, and there may be more."""
        return bool(self.content.missing) and not self.content.is_whole

    @property
    def people(self) -> tuple[tuple[PersonContent, str], ...]:
        """The private people who are in the plan now, and what each is to it."""
        present = (one for one in self.content.people if not one.is_ended)
        return tuple((one, kind_of(one.kind, one.capacity)) for one in present)

    @property
    def participants(self) -> tuple[ParticipantContent, ...]:
        """The members of staff who take part now."""
        return tuple(one for one in self.content.participants if not one.is_ended)

    def may_end(self, participant: ParticipantContent) -> bool:
        """Whether the reader may let a member of staff leave the plan."""
        return self.may_write and participant.organisation_id == self.party

    def may_say_unit(self, participant: ParticipantContent) -> bool:
        """Whether the reader may say at which unit a member of staff works."""
        return self.may_end(participant) and self.sees_whereabouts

    @property
    def answers(self) -> tuple[ApprovalContent, ...]:
        """What has been said of the version last put to the person."""
        number = self.content.version_number
        return tuple(one for one in self.content.approvals if one.number == number)

    def copy_form(self, copy: CopyContent) -> str:
        """What a copy was made as."""
        return str(words.COPIES[CopyForm(copy.form)])


_CONTENTS = tuple(words.CONTENTS.items())


def plan_page(actor: Actor, opened: OpenedPlan, content: PlanContent) -> PlanPage:
    """Put a plan's page together."""
    # most plans use no measure of the agreement, and then nobody asks what it says
    used = any(action.row_key for action in content.actions)
    measures = _measures(opened, content) if used else {}
    return PlanPage(
        content=content,
        heading=finding(content, opened.standing),
        party=opened.party,
        is_open=opened.is_open,
        is_handler=opened.is_handler,
        leads=opened.leads,
        sees_whereabouts=opened.sees_whereabouts,
        me=opened.stands_for | {opened.participant_id},
        closed=closed_plan(opened, content),
        may_reopen=may_reopen(opened),
        may_note_ready=may_note(actor, opened) and opened.takes_more,
        standing=opened.standing,
        clocks=opened.plan.clocks,
        measures=measures,
        changed=frozenset(_changed(content, measures)) if used else frozenset(),
    )


def _measures(opened: OpenedPlan, content: PlanContent) -> Mapping[UUID, AgreedMeasure]:
    found = {one.key: one for one in list_measures(opened.plan.municipality_id, clock.today())}
    chosen = {
        action.id: (action.agreement_id, action.row_key)
        for action in content.actions
        if action.row_key is not None
    }
    keys = keys_of(chosen.values())
    return {action: found[keys[each]] for action, each in chosen.items() if keys[each] in found}


def _changed(content: PlanContent, measures: Mapping[UUID, AgreedMeasure]) -> Iterator[UUID]:
    """The actions whose measure another agreement than the one they were chosen from decides."""
    for action in content.actions:
        if action.row_key is not None and is_changed(
            measures.get(action.id),
            chosen_in=action.agreement_id,
            organisation_id=action.organisation_id,
        ):
            yield action.id


def finding(content: PlanContent, standing: Standing) -> str:
    """What the page says first. It is the page's title too, so nothing in it is about a person."""
    if standing is Standing.FROZEN:
        return _("Samtycket har upphört")
    return _finding_of_busy(content) if content.phase in BUSY else str(words.PHASES[content.phase])


def _finding_of_busy(content: PlanContent) -> str:
    """What is to be said of a plan that is written or followed up."""
    late = sum(action.is_overdue for action in content.actions)
    if late:
        return ngettext("En åtgärd är försenad", "%(num)d åtgärder är försenade", late)
    if content.next_follow_up is not None:
        return _("Planen följs upp %(day)s", day=long_date(content.next_follow_up.due_on))
    if content.phase is Phase.PLANNING and content.missing and content.is_whole:
        return _("Planen saknar %(number)s av 4 delar", number=len(content.missing))
    return str(words.PHASES[content.phase])

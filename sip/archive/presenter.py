"""What the pages about a plan's copies, and how long it is kept, show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.authz import Actor, OrganisationKind
from portal.clock import today
from sip.agreement_link import Agreed, AgreedLine, agreed_lines
from sip.archive import keeping, service, words
from sip.archive.rules import rule_of
from sip.archive.service import CopyLine
from sip.door.opening import OpenedPlan
from sip.kernel.phases import ENDED
from sip.kernel.settings import sip_settings
from sip.kernel.vocabulary import KeptFor, RetentionRule
from sip.people.queries import subject_name
from sip.tables import functions
from sip.tables.archive import KeptLonger


@dataclass(frozen=True, slots=True)
class CopiesPage:
    """The copies of one plan.

    `subject_name` is "" when consent has ended. `kept_until` is the first day on which the
    organisation's part is no longer kept, once that is known; `inactive_since` is when a plan that
    was never closed was last written in; `is_over` is whether the part has been shredded, and
    `is_kept_longer` whether the law has it kept beyond that day.
    """

    opened: OpenedPlan
    subject_name: str
    organisation: str
    lines: Sequence[CopyLine]
    may_copy: bool
    kept_years: int
    kept_until: date | None
    inactive_since: date | None
    is_over: bool
    is_kept_longer: bool
    agreed: Sequence[AgreedLine]

    @property
    def case_number(self) -> str:
        """The number that the plan has with the organisation that started it."""
        return self.opened.plan.case_number

    @property
    def heading(self) -> str:
        """How many copies have been made."""
        if not self.lines:
            return _("Ingen kopia är gjord än")
        return ngettext("En kopia är gjord", "%(num)d kopior är gjorda", len(self.lines))

    @property
    def plan_endpoint(self) -> str:
        """The page of the plan: without consent, that of what the organisation itself wrote."""
        return "plans.show" if self.may_copy else "plans.own"


def copies_page(actor: Actor, opened: OpenedPlan) -> CopiesPage:
    """The copies in sight, and what the actor can do."""
    clock, may_copy = service.find_clock(opened), service.may_copy(opened)
    return CopiesPage(
        opened=opened,
        subject_name=subject_name(opened),
        organisation=actor.organisation_name,
        lines=service.list_copies(opened),
        may_copy=may_copy,
        kept_years=sip_settings().retention[rule_of(actor.organisation_kind)],
        kept_until=clock.ends_on if clock else None,
        inactive_since=clock.last_note_on if clock and opened.plan.phase not in ENDED else None,
        is_over=clock is not None and clock.shredded_at is not None,
        is_kept_longer=bool(keeping.list_kept(opened)) or keeping.is_in_sample(actor, opened),
        agreed=agreed_lines(opened.plan.municipality_id, Agreed.COPIES, today())
        if may_copy
        else (),
    )


@dataclass(frozen=True, slots=True)
class KeptLine:
    """An organisation's part of a plan: for how long it is kept, and by which law.

    `earliest` is the first day on which it may be shredded, once that is known and told.
    """

    organisation: str
    is_own: bool
    rule: RetentionRule
    earliest: date | None
    is_over: bool

    @property
    def years(self) -> str:
        """For how long, in words."""
        return words.kept_years(self.rule, sip_settings().retention[self.rule])

    @property
    def law(self) -> str:
        """Which act, and which section of it."""
        return str(words.KEPT_BY[self.rule])

    @property
    def is_social(self) -> bool:
        """Whether it is a social file, of which some are kept longer."""
        return self.rule is RetentionRule.SOCIAL


@dataclass(frozen=True, slots=True)
class LongerLine:
    """Why the own part is kept longer. `until` is None when it is kept for good.

    `id` and `at` are None for what is not noted before the part's time is out.
    """

    id: UUID | None
    why: str
    law: str
    until: date | None
    by: str  # "" when it was found by itself
    at: datetime | None

    @property
    def may_undo(self) -> bool:
        """Whether somebody has said it, and may take it back."""
        return self.by != keeping.BY_THE_RUN


@dataclass(frozen=True, slots=True)
class KeptPage:
    """How long a plan is kept, by each who keeps a part of it, the own part first."""

    opened: OpenedPlan
    lines: Sequence[KeptLine]
    longer: Sequence[LongerLine]
    may_say: bool

    @property
    def own(self) -> KeptLine | None:
        """The actor's own organisation's part."""
        return next((line for line in self.lines if line.is_own), None)

    @property
    def others(self) -> Sequence[KeptLine]:
        """The parts of other organisations."""
        return [line for line in self.lines if not line.is_own]

    @property
    def is_for_good(self) -> bool:
        """Whether the own part is never shredded."""
        return any(line.until is None for line in self.longer)

    @property
    def longest(self) -> date | None:
        """Until when the own part is kept, by what is said or by its clock, if either is known."""
        said = [line.until for line in self.longer if line.until is not None]
        clock = [self.own.earliest] if self.own and self.own.earliest else []
        return max((*said, *clock), default=None)

    @property
    def plan_endpoint(self) -> str:
        """The page of the plan: without consent, that of what the organisation itself wrote."""
        return "plans.show" if service.may_copy(self.opened) else "plans.own"


def kept_lines(opened: OpenedPlan) -> Sequence[KeptLine]:
    """Who keeps a part of the plan, and how long."""
    return [
        KeptLine(
            organisation=row.organisation,
            is_own=row.is_own,
            rule=rule_of(OrganisationKind(row.kind)),
            earliest=row.ends_on,
            is_over=bool(row.is_over),
        )
        for row in functions.kept_parts(opened.plan_id)
    ]


def kept_page(actor: Actor, opened: OpenedPlan) -> KeptPage:
    """How long the plan is kept, for those who work with it."""
    kept = keeping.list_kept(opened)
    longer = [_longer(one.ground, one) for one in kept]
    is_noted = any(one.ground is KeptFor.RESEARCH for one in kept)
    if not is_noted and keeping.is_in_sample(actor, opened):
        longer.append(_longer(KeptFor.RESEARCH))
    return KeptPage(
        opened=opened, lines=kept_lines(opened), longer=longer, may_say=keeping.may_say(actor)
    )


def _longer(ground: KeptFor, noted: KeptLonger | None = None) -> LongerLine:
    return LongerLine(
        id=noted.id if noted else None,
        why=str(words.KEPT_FOR[ground]),
        law=str(words.KEPT_FOR_BY[ground]),
        until=noted.kept_until if noted else None,
        by=noted.recorded_by if noted else keeping.BY_THE_RUN,
        at=noted.recorded_at if noted else None,
    )

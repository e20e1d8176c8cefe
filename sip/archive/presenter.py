"""What the page about a plan's copies shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portal.authz import Actor
from sip.archive import service
from sip.archive.rules import rule_of
from sip.archive.service import CopyLine
from sip.door.opening import OpenedPlan
from sip.kernel.phases import ENDED
from sip.kernel.settings import sip_settings
from sip.plan.queries import subject_names


@dataclass(frozen=True, slots=True)
class CopiesPage:
    """The copies of one plan. `subject_name` is empty when consent has ended."""

    opened: OpenedPlan
    subject_name: str
    organisation: str
    lines: Sequence[CopyLine]
    may_copy: bool
    kept_years: int
    kept_until: date | None
    rests_since: date | None  # of a plan that goes on by name, and that nobody writes in
    is_over: bool

    @property
    def case_number(self) -> str:
        """The case's number."""
        return self.opened.plan.case_number


def copies_page(actor: Actor, opened: OpenedPlan) -> CopiesPage:
    """The copies in sight, and what the actor can do."""
    clock = service.find_clock(opened)
    names = subject_names({opened.plan_id: opened})
    return CopiesPage(
        opened=opened,
        subject_name=names.get(opened.plan_id, ""),
        organisation=actor.organisation_name,
        lines=service.list_copies(opened),
        may_copy=service.may_copy(opened),
        kept_years=sip_settings().retention[rule_of(actor.organisation_kind)],
        kept_until=clock.ends_on if clock else None,
        rests_since=clock.last_note_on if clock and opened.plan.phase not in ENDED else None,
        is_over=clock is not None and clock.shredded_at is not None,
    )

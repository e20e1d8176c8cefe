"""What the page about a plan's copies shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.authz import Actor
from sip.archive import service
from sip.archive.rules import rule_of
from sip.archive.service import CopyLine
from sip.door.opening import OpenedPlan
from sip.kernel.phases import ENDED
from sip.kernel.settings import sip_settings
from sip.people.queries import subject_name


@dataclass(frozen=True, slots=True)
class CopiesPage:
    """The copies of one plan.

    `subject_name` is "" when consent has ended. `kept_until` is the first day on which the
    organisation's part is no longer kept, once that is known; `inactive_since` is when a plan that
    was never closed was last written in; `is_over` is whether the part has been shredded.
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
    clock = service.find_clock(opened)
    return CopiesPage(
        opened=opened,
        subject_name=subject_name(opened),
        organisation=actor.organisation_name,
        lines=service.list_copies(opened),
        may_copy=service.may_copy(opened),
        kept_years=sip_settings().retention[rule_of(actor.organisation_kind)],
        kept_until=clock.ends_on if clock else None,
        inactive_since=clock.last_note_on if clock and opened.plan.phase not in ENDED else None,
        is_over=clock is not None and clock.shredded_at is not None,
    )

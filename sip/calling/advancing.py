"""How calls and meetings take a plan on from phase to phase."""

from datetime import datetime

from sip.kernel.phases import check_phase
from sip.kernel.vocabulary import Phase
from sip.tables.plan import Plan


def advance(plan: Plan, wanted: Phase, now: datetime) -> None:
    """Take the plan to the phase `wanted`, unless it is there; raises when that does not follow."""
    if plan.phase is not wanted:
        check_phase(plan.phase, wanted)
        plan.phase = wanted
        plan.phase_at = plan.changed_at = now

"""How a plan stands, as the kinds of portal/web/statuses.py."""

from sip.kernel.vocabulary import Phase, Standing


def plan_look(phase: Phase, standing: Standing) -> str:
    """The phase that a plan is in, or that its consent has ended."""
    return "plan_frozen" if standing is Standing.FROZEN else f"plan_{phase.value}"

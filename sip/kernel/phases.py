"""Which phase of a plan may follow which: pure."""

from sip.kernel.refusals import PlanRefusal, SipRuleError
from sip.kernel.vocabulary import Phase

PHASES: dict[Phase, frozenset[Phase]] = {
    Phase.NEED: frozenset({Phase.CONSENT, Phase.NOT_STARTED}),
    Phase.CONSENT: frozenset({Phase.PREPARING, Phase.NOT_STARTED}),
    Phase.PREPARING: frozenset({Phase.MEETING, Phase.NOT_STARTED}),
    Phase.MEETING: frozenset({Phase.PLANNING, Phase.NOT_STARTED}),
    Phase.PLANNING: frozenset({Phase.FOLLOWING_UP, Phase.CLOSED}),
    Phase.FOLLOWING_UP: frozenset({Phase.PLANNING, Phase.CLOSED}),
    Phase.CLOSED: frozenset(),
    Phase.NOT_STARTED: frozenset({Phase.CONSENT}),
}
# from when the plan is prepared until it ends: others are called to it, and met
RUNNING = frozenset({Phase.PREPARING, Phase.MEETING, Phase.PLANNING, Phase.FOLLOWING_UP})
ENDED = (Phase.CLOSED, Phase.NOT_STARTED)


def check_phase(now: Phase, wanted: Phase) -> None:
    """Raise unless `wanted` may follow `now`."""
    if wanted not in PHASES[now]:
        raise SipRuleError(PlanRefusal.WRONG_PHASE)

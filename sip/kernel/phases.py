"""What follows from how far a plan has come. How it came there, app.phase_of() says."""

from sip.kernel.vocabulary import Phase, Standing

ENDED = (Phase.CLOSED, Phase.NOT_STARTED)
# in which a form works also when nothing else is written: whatever takes away or gives less, what
# consent is asked and given with, and what closes a plan or is said of it afterwards
STILL = frozenset({Standing.FROZEN, Standing.CLOSED, Standing.NOT_STARTED})
# in which people still write to each other: until the plan has ended
UNTIL_ENDED = frozenset({Standing.FROZEN})
ASKING = frozenset({Standing.FROZEN, Standing.NOT_STARTED})
# before anything is agreed: it can still be said that no plan is made
UNWRITTEN = frozenset({Phase.NEED, Phase.CONSENT, Phase.PREPARING, Phase.MEETING})
# the plan is there to be written, or followed up
BUSY = frozenset({Phase.PLANNING, Phase.FOLLOWING_UP})


def standing_of(phase: Phase, *, goes_on: bool) -> Standing:
    """How a plan stands; `goes_on` is what the database says (app.goes_on)."""
    if phase in ENDED:
        return Standing(phase.value)
    return Standing.GOING if goes_on else Standing.FROZEN


def may_close(phase: Phase, standing: Standing) -> bool:
    """Whether a plan can be closed: it was begun, and has not ended."""
    if standing is Standing.GOING:
        return phase not in {Phase.NEED, Phase.CONSENT}
    return standing is Standing.FROZEN


def may_skip(phase: Phase, standing: Standing) -> bool:
    """Whether it can be noted that no plan is made."""
    return standing is Standing.GOING and phase in UNWRITTEN

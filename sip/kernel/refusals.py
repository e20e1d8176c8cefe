"""Why a command on a plan is refused.

Each subject has a Refusal of its own beside its rules, and says it in its words.py;
sip.blueprints puts the words together.
"""

from enum import Enum

from portal.errors import RuleBrokenError


class Refusal(Enum):
    """Why a rule of SIP said no: the base of each subject's own."""


class PlanRefusal(Refusal):
    """Why a plan itself lets nothing be saved in it now."""

    NOT_OPEN = "not_open"
    CONSENT_ENDED = "consent_ended"
    FROZEN = "frozen"
    CLOSED = "closed"
    NOT_STARTED = "not_started"
    WRITTEN = "written"
    NOT_BEGUN = "not_begun"
    REASON_NEEDED = "reason_needed"


class SipRuleError(RuleBrokenError):
    """A rule of SIP said no; `field` names the form field it is about."""

    def __init__(self, refusal: Refusal, *, field: str | None = None) -> None:
        super().__init__(refusal.value, field=field)
        self.refusal = refusal

"""What the codes of activities are called."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from agreements.planned import ActivityRefusal, ActivityRuleError

_REFUSALS: dict[ActivityRefusal, LazyString] = {
    ActivityRefusal.NOT_A_PARTY: _l("Välj en part som överenskommelsen binder."),
    ActivityRefusal.ENDED_ALREADY: _l("Aktiviteten är redan avslutad. Öppna sidan på nytt."),
    ActivityRefusal.HAS_BEEN: _l("Dagen har redan varit. Välj en dag framåt."),
}


def refusal(broken: ActivityRuleError) -> str:
    """Why a rule said no, in the reader's language."""
    return str(_REFUSALS[broken.refusal])

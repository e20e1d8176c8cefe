"""What the codes of the work that follows on LOB are called."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from agreements.aftercare import ContactOutcome, LobWorkRefusal, LobWorkRuleError

OUTCOMES: dict[ContactOutcome, LazyString] = {
    ContactOutcome.REACHED: _l("Vi fick kontakt"),
    ContactOutcome.DECLINED: _l("Personen ville inte ha kontakt"),
    ContactOutcome.NOT_REACHED: _l("Vi nådde inte personen"),
}

_REFUSALS: dict[LobWorkRefusal, LazyString] = {
    LobWorkRefusal.NOT_AGREED: _l(
        "Överenskommelsen säger inte hur snart kontakten ska tas. Föreslå ett tillägg som gör det."
    ),
    LobWorkRefusal.NOT_IN_FORCE: _l(
        "Överenskommelsen gällde inte den dagen. Anteckna kontakten i den som gällde då."
    ),
    LobWorkRefusal.NOT_YET: _l("Dagen har inte varit än. Välj den dag det var."),
    LobWorkRefusal.BEFORE_REPORT: _l(
        "Kontakten kan inte ha tagits före rapporten. Kontrollera dagen."
    ),
    LobWorkRefusal.LISTED_ALREADY: _l(
        "En kontakt med den beteckningen väntar redan. Markera den som gjord först."
    ),
    LobWorkRefusal.NEXT_HAS_BEEN: _l(
        "Nästa genomgång behöver ligga framåt i tiden. Välj en senare dag."
    ),
    LobWorkRefusal.DONE_ALREADY: _l("Kontakten är redan markerad som gjord."),
}


def refusal(broken: LobWorkRuleError) -> str:
    """Why a rule said no, in the reader's language."""
    return str(_REFUSALS[broken.refusal])

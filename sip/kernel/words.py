"""Why a rule said no, for the refusals that have no subject of their own."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from sip.kernel.refusals import PlanRefusal, Refusal

REFUSALS: dict[Refusal, LazyString] = {
    PlanRefusal.WRONG_PHASE: _l(
        "Planen har gått vidare sedan du öppnade sidan. Öppna sidan på nytt."
    ),
    PlanRefusal.NOT_OPEN: _l(
        "Planen är inte öppen. Det här går att spara först när personen har sagt ja."
    ),
    PlanRefusal.CONSENT_ENDED: _l(
        "Samtycket till planen har upphört sedan du öppnade sidan. Inget är sparat."
    ),
    PlanRefusal.REASON_NEEDED: _l("Skriv varför. Skälet måste dokumenteras."),
}

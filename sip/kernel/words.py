"""Why a rule said no, for the refusals that have no subject of their own."""

from flask_babel import LazyString

from portal.web.i18n import lazy_gettext as _l
from sip.kernel.refusals import PlanRefusal, Refusal

REFUSALS: dict[Refusal, LazyString] = {
    PlanRefusal.FROZEN: _l(
        "Samtycket till planen har upphört. Inget skrivs i planen förrän personen har sagt ja igen."
        " Den som handlägger kan fråga på nytt, eller avsluta planen."
    ),
    PlanRefusal.CLOSED: _l("Planen är avslutad. Det som står i den går att läsa men inte ändra."),
    PlanRefusal.NOT_STARTED: _l(
        "Det är noterat att ingen plan görs. Vill personen ha en plan nu? Fråga då om samtycke."
    ),
    PlanRefusal.WRITTEN: _l(
        "Planen har börjat skrivas. Ska den inte fortsätta? Avsluta den i stället."
    ),
    PlanRefusal.NOT_BEGUN: _l(
        "Planen har inte börjat. Ska den inte göras? Notera att ingen plan ska göras."
    ),
    PlanRefusal.NOT_OPEN: _l(
        "Planen är inte öppen. Det här går att spara först när personen har sagt ja."
    ),
    PlanRefusal.CONSENT_ENDED: _l(
        "Samtycket till planen har upphört sedan du öppnade sidan. Inget är sparat."
    ),
    PlanRefusal.REASON_NEEDED: _l("Skriv varför. Skälet måste dokumenteras."),
}

"""What acts, forms of saying and states of consent are called."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from sip.kernel.refusals import Refusal
from sip.kernel.settings import sip_settings
from sip.ledger.rules import ConsentRefusal

REFUSALS: dict[Refusal, LazyString] = {
    ConsentRefusal.NOBODY_TO_CONSENT: _l("Minst en person måste kunna samtycka."),
    ConsentRefusal.TOO_MANY_GUARDIANS: _l("Ett barn har högst två vårdnadshavare."),
    ConsentRefusal.ACT_BACK_DATED: _l("Tiden har redan varit. Det som sägs nu gäller från nu."),
    ConsentRefusal.ACT_NUMBER_TAKEN: _l("Något hann sägas före. Öppna sidan på nytt."),
    ConsentRefusal.NOTHING_TO_CORRECT: _l("Det finns ingen sådan anteckning att rätta."),
    ConsentRefusal.ALREADY_CORRECTED: _l("Anteckningen är redan rättad."),
    ConsentRefusal.NO_ITEMS: _l("Välj minst en sak som svaret gäller."),
    ConsentRefusal.OUT_OF_ORDER: _l(
        "Svaret passar inte med det som har sagts sedan du öppnade sidan. Öppna sidan på nytt."
    ),
    ConsentRefusal.NOT_A_CONSENTER: _l(
        "Personens samtycke behövs inte längre till den här planen."
    ),
    ConsentRefusal.BEYOND_MANDATE: _l(
        "Uppdraget omfattar inte detta, eller gäller inte nu. Fråga personen själv."
    ),
    ConsentRefusal.PERIOD_NEEDED: _l("Skriv hur länge samtycket ska gälla."),
    ConsentRefusal.PERIOD_IN_PAST: _l("Samtycket kan inte börja gälla en dag som redan har varit."),
    ConsentRefusal.PERIOD_REVERSED: _l(
        "Samtycket slutar innan det börjar. Ändra någon av dagarna."
    ),
    ConsentRefusal.PERIOD_BEYOND_MANDATE: _l(
        "Samtycket kan inte gälla längre än uppdraget. Välj en tidigare dag."
    ),
    ConsentRefusal.BASIS_UNKNOWN: _l("Välj vilken bestämmelse som beslutet stöds på."),
    ConsentRefusal.BASIS_TO_ONESELF: _l(
        "Välj vem uppgifterna lämnas till, utanför er organisation."
    ),
    ConsentRefusal.BASIS_TO_OUTSIDER: _l(
        "Den du valde är inte med i planen och skulle inte få se något här. Lämna uppgifterna på"
        " annat sätt, och anteckna beslutet i era egna handlingar."
    ),
    ConsentRefusal.BASIS_OF_NOTHING: _l("Välj vilka uppgifter som beslutet gäller."),
    ConsentRefusal.BASIS_REVERSED: _l("Beslutet slutar innan det börjar. Välj en dag framåt."),
    ConsentRefusal.BASIS_TOO_LONG: _l(
        "Beslutet gäller längre än det får på den grunden. Välj en tidigare dag."
    ),
    ConsentRefusal.BASIS_FOLLOW_UP: _l("Följ upp beslutet medan det gäller. Välj en annan dag."),
}


ACT_KINDS: dict[str, LazyString] = {
    "ask": _l("Frågan ställdes"),
    "grant": _l("Sa ja"),
    "refuse": _l("Sa nej"),
    "withdraw": _l("Tog tillbaka sitt ja"),
    "error": _l("Rättelse"),
}
HOWS: dict[str, LazyString] = {
    "oral": _l("muntligt"),
    "written": _l("skriftligt"),
    "electronic": _l("med e-legitimation"),
}
# what staff choose between; electronic is what the person does themself
TOLD = [("oral", _l("Muntligt")), ("written", _l("Skriftligt, på en blankett"))]

# a standing's kind in portal/web/statuses.py
STANDINGS = {
    "granted": "consent_granted",
    "partly": "consent_partly",
    "asked": "consent_asked",
    "refused": "consent_refused",
    "withdrawn": "consent_withdrawn",
    "expired": "consent_expired",
    "not_asked": "consent_not_asked",
}


def basis_labels() -> Mapping[str, str]:
    """The grounds for a decision without consent, with their section of law."""
    return {one.code: f"{one.label} ({one.law})" for one in sip_settings().bases}

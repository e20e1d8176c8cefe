"""What acts, forms of saying and states of consent are called."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from sip.kernel.settings import sip_settings
from sip.kernel.vocabulary import How

ACT_KINDS: dict[str, LazyString] = {
    "ask": _l("Frågan ställdes"),
    "grant": _l("Sa ja"),
    "refuse": _l("Sa nej"),
    "withdraw": _l("Tog tillbaka sitt ja"),
    "error": _l("Rättelse"),
}
HOWS: dict[How, LazyString] = {
    How.ORAL: _l("Muntligt"),
    How.WRITTEN: _l("Skriftligt"),
    How.ELECTRONIC: _l("Med e-legitimation"),
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

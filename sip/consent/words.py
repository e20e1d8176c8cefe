"""What acts, forms of saying and states of consent are called."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from sip.consent.presenter import MyPlanConsent, PlanConsent
from sip.kernel.settings import sip_settings
from sip.kernel.vocabulary import ActKind, How

ACT_KINDS: dict[ActKind, LazyString] = {
    ActKind.ASK: _l("Frågan ställdes"),
    ActKind.GRANT: _l("Sa ja"),
    ActKind.REFUSE: _l("Sa nej"),
    ActKind.WITHDRAW: _l("Tog tillbaka sitt ja"),
    ActKind.ERROR: _l("Rättelse"),
}
HOWS: dict[How, LazyString] = {
    How.ORAL: _l("muntligt"),
    How.WRITTEN: _l("skriftligt"),
    How.ELECTRONIC: _l("med e-legitimation"),
}
PLAN_CONSENTS: dict[PlanConsent, LazyString] = {
    PlanConsent.FROZEN: _l("Samtycket har upphört och planen är fryst"),
    PlanConsent.WAITING: _l("Samtycket väntar på svar"),
    PlanConsent.GIVEN: _l("Samtycke finns"),
    PlanConsent.MISSING: _l("Samtycke saknas"),
}
MY_PLAN_CONSENTS: dict[MyPlanConsent, LazyString] = {
    MyPlanConsent.ASKED: _l("Du har en fråga att svara på"),
    MyPlanConsent.SHUT: _l("Ingen annan får se planen"),
    MyPlanConsent.SHARED: _l("Du bestämmer vem som får se planen"),
}
# what staff choose between; electronic is what the person does themself
TOLD = [(How.ORAL.value, _l("Muntligt")), (How.WRITTEN.value, _l("Skriftligt, på en blankett"))]

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

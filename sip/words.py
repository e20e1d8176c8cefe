"""The words of SIP in the interface: why a rule said no, and what values are called."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from portal.errors import RuleBrokenError
from sip.rules import SipRefusal, SipRuleError

REFUSALS: dict[SipRefusal, LazyString] = {
    SipRefusal.WRONG_PHASE: _l(
        "Planen har gått vidare sedan du öppnade sidan. Öppna sidan på nytt."
    ),
    # people
    SipRefusal.PERSONNUMMER_FORM: _l(
        "Skriv personnumret med tio eller tolv siffror, till exempel 19900102-1234."
    ),
    SipRefusal.PERSONNUMMER_DATE: _l(
        "Datumet i personnumret finns inte. Jämför med legitimationen."
    ),
    SipRefusal.PERSONNUMMER_FUTURE: _l(
        "Personnumret har ett datum som inte har varit än. Jämför med legitimationen."
    ),
    SipRefusal.PERSONNUMMER_CHECK_DIGIT: _l(
        "Sista siffran i personnumret stämmer inte med de andra. Någon siffra är fel."
    ),
    SipRefusal.CAPACITY_NEEDED: _l("Välj på vilken grund personen företräder."),
    SipRefusal.MANDATE_NEEDED: _l("Skriv vad uppdraget omfattar och hur länge det gäller."),
    SipRefusal.MANDATE_REVERSED: _l("Uppdraget slutar innan det börjar. Ändra någon av dagarna."),
    SipRefusal.NOBODY_TO_CONSENT: _l("Minst en person måste kunna samtycka."),
    SipRefusal.TOO_MANY_GUARDIANS: _l("Ett barn har högst två vårdnadshavare."),
    SipRefusal.PERSON_HAS_LEFT: _l("Personen är inte längre med i planen."),
    SipRefusal.ALREADY_LINKED: _l("Personen har redan kopplat sin e-legitimation till planen."),
}


def worded(broken: RuleBrokenError) -> RuleBrokenError:
    """The same refusal in the reader's language."""
    if not isinstance(broken, SipRuleError):
        return broken
    return RuleBrokenError(str(REFUSALS[broken.refusal]), field=broken.field)

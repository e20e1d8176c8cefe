"""What the kinds of people and capacities are called."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from portal.personnummer import Fault
from portal.web.fields import PERSONNUMMER_FAULTS
from sip.kernel.refusals import Refusal
from sip.kernel.vocabulary import Capacity, PersonKind
from sip.people.rules import PeopleRefusal

REFUSALS: dict[Refusal, LazyString] = {
    PeopleRefusal.PERSONNUMMER_FORM: PERSONNUMMER_FAULTS[Fault.FORM],
    PeopleRefusal.PERSONNUMMER_DATE: PERSONNUMMER_FAULTS[Fault.DATE],
    PeopleRefusal.PERSONNUMMER_FUTURE: PERSONNUMMER_FAULTS[Fault.FUTURE],
    PeopleRefusal.PERSONNUMMER_CHECK_DIGIT: PERSONNUMMER_FAULTS[Fault.CHECK_DIGIT],
    PeopleRefusal.CAPACITY_NEEDED: _l("Välj på vilken grund personen företräder."),
    PeopleRefusal.MANDATE_NEEDED: _l("Skriv vad uppdraget omfattar och hur länge det gäller."),
    PeopleRefusal.MANDATE_REVERSED: _l(
        "Uppdraget slutar innan det börjar. Ändra någon av dagarna."
    ),
    PeopleRefusal.PERSON_HAS_LEFT: _l("Personen är inte längre med i planen."),
    PeopleRefusal.ALREADY_LINKED: _l("Personen har redan kopplat sin e-legitimation till planen."),
    PeopleRefusal.NOBODY_SEES_PROTECTED: _l("Välj minst en som får se de skyddade uppgifterna."),
}


KINDS: dict[PersonKind, LazyString] = {
    PersonKind.SUBJECT: _l("Planen gäller personen"),
    PersonKind.GUARDIAN: _l("Vårdnadshavare"),
    PersonKind.REPRESENTATIVE: _l("Företrädare"),
    PersonKind.RELATIVE: _l("Närstående"),
}

# a guardian is a kind of its own, and is chosen by nobody
CAPACITIES: dict[Capacity, LazyString] = {
    Capacity.ATTORNEY: _l("Ombud med fullmakt"),
    Capacity.FUTURE_ATTORNEY: _l("Ombud med framtidsfullmakt"),
    Capacity.GOD_MAN: _l("God man"),
    Capacity.FORVALTARE: _l("Förvaltare"),
}


def kind_of(kind: PersonKind, capacity: Capacity | None) -> str:
    """What somebody is to the plan."""
    return str(CAPACITIES.get(capacity, KINDS[kind]) if capacity else KINDS[kind])

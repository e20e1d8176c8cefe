"""What the kinds of people and capacities are called."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from sip.kernel.vocabulary import Capacity, PersonKind

KINDS: dict[PersonKind, LazyString] = {
    PersonKind.SUBJECT: _l("Har planen"),
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

"""What the kinds of people, capacities and scopes are called."""

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.web.i18n import DEFAULT, language
from sip.kernel.settings import sip_settings
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


def scopes() -> list[tuple[str, str]]:
    """What a mandate may cover, as choices."""
    is_english = language() != DEFAULT
    shares = [
        (f"share:{one.key}", one.english if is_english else one.label)
        for one in sip_settings().categories
    ]
    return [
        ("plan", _("Att planen görs")),
        ("invite", _("Vilka som kallas")),
        ("relative", _("Vilka närstående som är med")),
        *((key, _("Dela: %(what)s", what=label)) for key, label in shares),
    ]

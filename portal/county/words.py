"""The words of a county's organisations in the interface."""

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.authz import OrganisationKind
from portal.tenancy.models import ChangeKind, OrganisationChange
from portal.tenancy.rules import OrganisationRefusal, OrganisationRuleError

KINDS: dict[OrganisationKind, LazyString] = {
    OrganisationKind.MUNICIPALITY: _l("Kommun"),
    OrganisationKind.REGION: _l("Region"),
    OrganisationKind.POLICE: _l("Polisområde"),
    OrganisationKind.COORDINATION_GROUP: _l("Länssamordningsgrupp"),
    OrganisationKind.USER_ORGANISATION: _l("Förening för brukare eller anhöriga"),
    OrganisationKind.SCHOOL: _l("Skola, kommunal eller fristående"),
    OrganisationKind.OTHER_AUTHORITY: _l("Annan myndighet eller utförare"),
}

REFUSALS: dict[OrganisationRefusal, LazyString] = {
    OrganisationRefusal.NAME_TAKEN: _l(
        "En annan organisation i länet heter så, eller ska byta namn till det."
    ),
    OrganisationRefusal.NAME_WAITS: _l(
        "Ett nytt namn är redan bestämt. Ta tillbaka det först om det inte ska gälla."
    ),
    OrganisationRefusal.UNIT_NAME_TAKEN: _l("En annan enhet i organisationen heter så."),
    OrganisationRefusal.BEFORE_LAST_NAME: _l(
        "Namnet som gäller nu började gälla senare än så. Skriv en senare dag."
    ),
    OrganisationRefusal.TOO_FAR_AHEAD: _l("Skriv en dag inom två år."),
    OrganisationRefusal.NOT_YET: _l(
        "Det här görs direkt. Skriv dagens datum eller en tidigare dag."
    ),
    OrganisationRefusal.ONE_OF_A_KIND: _l(
        "Länet har redan en region. Byt namn på den om den har fått ett nytt."
    ),
    OrganisationRefusal.NUMBER_TAKEN: _l("En organisation i länet har redan det numret."),
    OrganisationRefusal.NUMBER_AND_REASON: _l(
        "Skriv antingen ett organisationsnummer eller varför det inte finns något."
    ),
    OrganisationRefusal.NUMBER_OR_REASON: _l(
        "Skriv organisationsnumret, eller längre ner varför det inte finns något."
    ),
    OrganisationRefusal.NUMBER_SHAPE: _l("Skriv tio siffror, till exempel 212000-2627."),
    OrganisationRefusal.NUMBER_CHECK: _l(
        "Kontrollsiffran stämmer inte. Jämför med registreringsbeviset."
    ),
    OrganisationRefusal.CLOSED: _l("Enheten är redan stängd."),
}


def refusal(broken: OrganisationRuleError) -> str:
    """Why something does not become of an organisation, in the reader's language."""
    return str(REFUSALS[broken.refusal])


def change(one: OrganisationChange) -> str:
    """What became of an organisation, on a line."""
    names = {"was": one.was, "name": one.name}
    match one.kind:
        case ChangeKind.ADDED:
            return _("Lades till som %(name)s", **names)
        case ChangeKind.RENAMED:
            return _renamed(one)
        case ChangeKind.UNIT_RENAMED:
            return _("Enheten %(was)s bytte namn till %(name)s", **names)
        case ChangeKind.UNIT_CLOSED:
            return _closed(one)


def _renamed(one: OrganisationChange) -> str:
    if one.was == one.name:
        return _("Kallas %(name)s där det är ont om plats", name=one.short_name)
    return _("Bytte namn från %(was)s till %(name)s", was=one.was, name=one.name)


def _closed(one: OrganisationChange) -> str:
    if one.name is None:
        return _("Enheten %(was)s stängdes", was=one.was)
    return _("Enheten %(was)s stängdes. %(name)s tog över", was=one.was, name=one.name)

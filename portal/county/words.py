"""The words of a county's organisations in the interface."""

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.authz import OrganisationKind
from portal.tenancy.endings import Ending
from portal.tenancy.rules import OrganisationRefusal, OrganisationRuleError

KINDS: dict[OrganisationKind, LazyString] = {
    OrganisationKind.MUNICIPALITY: _l("Kommun"),
    OrganisationKind.REGION: _l("Region"),
    OrganisationKind.POLICE: _l("Polisområde"),
    OrganisationKind.COORDINATION_GROUP: _l("Länssamordningsgrupp"),
    OrganisationKind.USER_ORGANISATION: _l("Förening för brukare eller anhöriga"),
    OrganisationKind.SCHOOL: _l("Skola, kommunal eller fristående"),
    OrganisationKind.PROBATION: _l("Kriminalvården"),
    OrganisationKind.STATE_CARE: _l("Statens institutionsstyrelse (SiS)"),
    OrganisationKind.SOCIAL_INSURANCE: _l("Försäkringskassan"),
    OrganisationKind.EMPLOYMENT: _l("Arbetsförmedlingen"),
    OrganisationKind.CARE_PROVIDER: _l("Privat vårdgivare"),
    OrganisationKind.PROVIDER: _l("Privat utförare eller boende (HVB, stödboende, hemtjänst)"),
    OrganisationKind.SHELTER: _l("Kvinnojour, annan jour eller skyddat boende"),
    OrganisationKind.ASSOCIATION: _l("Förening eller stödorganisation"),
    OrganisationKind.OTHER_AUTHORITY: _l("Annan myndighet"),
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
    OrganisationRefusal.INTO_ITSELF: _l("En organisation kan inte gå upp i sig själv."),
    OrganisationRefusal.ANOTHER_KIND: _l(
        "En organisation kan bara gå upp i en annan av samma slag."
    ),
    OrganisationRefusal.RECEIVER_ENDED: _l("Den organisationen har upphört. Välj en annan."),
    OrganisationRefusal.BEING_SIGNED: _l(
        "En överenskommelse beslutas eller skrivs under just nu. Låt den bli klar, eller be"
        " parterna lämna tillbaka den, och försök igen."
    ),
    OrganisationRefusal.BOTH_IN_PROGRESS: _l(
        "Båda har en överenskommelse på gång i samma ämne. Låt den ena bli klar eller avbryt den"
        " först."
    ),
    OrganisationRefusal.PLAN_UNHELD: _l(
        "I en plan finns ingen där som kan arbeta i den. Be organisationens administratör utse"
        " en handläggare först."
    ),
    OrganisationRefusal.REQUEST_WAITS: _l(
        "Någon har bett om en plan där och väntar på svar. Be dem som gör planer där svara först."
    ),
    OrganisationRefusal.NOBODY_TO_ACT: _l(
        "Ingen skulle kunna ta över det som är öppet. Bjud först in en administratör, som utser"
        " en samordnare."
    ),
    OrganisationRefusal.SOMETHING_OPEN: _l(
        "Något är öppet där. Avsluta det först, eller låt organisationen gå upp i en annan."
    ),
    OrganisationRefusal.LAST_OF_A_KIND: _l(
        "Länet behöver den: det finns ingen annan av det slaget."
    ),
    OrganisationRefusal.REGION_IS_ONE: _l("Ett län har en region. Den kan inte delas."),
    OrganisationRefusal.MORE_IS_OPEN: _l(
        "Något mer har blivit öppet där sedan sidan visades. Välj vem som får det."
    ),
    OrganisationRefusal.ROLES_ELSEWHERE: _l(
        "En ny organisation får en överenskommelse som inte är klar, men ingen som kan arbeta i"
        " den. Låt rollerna gälla där också: välj ”Alla de nya”."
    ),
    OrganisationRefusal.SHORT_NAME_LEFT: _l(
        "Det korta namnet är det gamla. Skriv ett nytt, eller töm fältet."
    ),
    OrganisationRefusal.SHORT_NAME_NEEDED: _l(
        "Skriv ett kort namn, högst 40 tecken: så långa namn får inte plats överallt."
    ),
    OrganisationRefusal.NAME_HOLDS: _l("Namnet gäller redan. Byt namn igen om det inte stämmer."),
}


def refusal(broken: OrganisationRuleError) -> str:
    """Why something does not become of an organisation, in the reader's language."""
    return str(REFUSALS[broken.refusal])


def waits(ending: Ending) -> list[str]:
    """What is open in an organisation, line by line."""
    found = ending.open
    lines = [
        (
            found.running,
            ngettext(
                "En överenskommelse är inte klar.",
                "%(num)d överenskommelser är inte klara.",
                found.running,
            ),
        ),
        (
            found.deciding,
            ngettext(
                "En överenskommelse beslutas eller skrivs under.",
                "%(num)d överenskommelser beslutas eller skrivs under.",
                found.deciding,
            ),
        ),
        (
            found.in_force,
            ngettext(
                "En överenskommelse gäller.",
                "%(num)d överenskommelser gäller.",
                found.in_force,
            ),
        ),
        (
            found.members,
            ngettext("En person har en roll.", "%(num)d personer har en roll.", found.members),
        ),
        (found.units, ngettext("En enhet.", "%(num)d enheter.", found.units)),
        (found.has_plans, _("Planer som inte är avslutade. Hur många visas inte här.")),
        (
            found.has_kept and not found.has_plans,
            _("Delar av avslutade planer som ska bevaras."),
        ),
        (found.has_requests, _("Någon har bett om en plan och väntar på svar.")),
    ]
    return [line for is_there, line in lines if is_there]

"""What acts, forms of saying and states of consent are called."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.web.i18n import DEFAULT, language
from sip.consent.presenter import MyPlanConsent, PlanConsent
from sip.consent.sealed import Why
from sip.kernel.legal_grounds import Activity, Condition, LegalGround
from sip.kernel.refusals import Refusal
from sip.kernel.settings import sip_settings
from sip.kernel.vocabulary import ActKind, Given, How
from sip.ledger.refusals import ConsentRefusal

REFUSALS: dict[Refusal, LazyString] = {
    ConsentRefusal.NOBODY_TO_CONSENT: _l("Minst en person måste kunna samtycka."),
    ConsentRefusal.NOBODY_TO_ASK: _l(
        "Ingen kan samtycka än, så ingen har blivit tillfrågad. Lägg först till den som ska svara,"
        " på sidan ”Personen och de närmaste”."
    ),
    ConsentRefusal.TOO_MANY_GUARDIANS: _l("Ett barn har högst två vårdnadshavare."),
    ConsentRefusal.ACT_BACK_DATED: _l("Tiden har redan varit. Det som sägs nu gäller från nu."),
    ConsentRefusal.ACT_NUMBER_TAKEN: _l("Något hann sägas före. Öppna sidan på nytt."),
    ConsentRefusal.NOTHING_TO_CORRECT: _l("Det finns ingen sådan anteckning att rätta."),
    ConsentRefusal.ALREADY_CORRECTED: _l("Anteckningen är redan rättad."),
    ConsentRefusal.NOT_YOURS_TO_CORRECT: _l(
        "Det här har personen själv svarat med e-legitimation. Bara personen kan ändra det."
    ),
    ConsentRefusal.OWN_MATTER: _l(
        "Du är själv med i planen som privatperson. En annan handläggare antecknar vad andra"
        " svarar. Vad du själv tycker svarar du på dina egna sidor."
    ),
    ConsentRefusal.NOTHING_CHOSEN: _l(
        "Inget är valt eller ändrat, så inget är sparat. Kryssa för det som får delas."
    ),
    ConsentRefusal.NOBODY_ASKED_ABOUT: _l("Välj minst en som ska få vara med."),
    ConsentRefusal.PAPER_IS_THERE: _l("Det finns redan en blankett här. Ta bort den först."),
    ConsentRefusal.PAPER_TOO_LARGE: _l("Filen är för stor. Den får vara högst 1,9 MB."),
    ConsentRefusal.NOT_A_PAPER: _l(
        "Filen går inte att använda. Välj en PDF eller en bild (PNG eller JPEG)."
    ),
    ConsentRefusal.NO_ITEMS: _l("Välj minst en sak som svaret gäller."),
    ConsentRefusal.PLAN_IS_CLOSED: _l(
        "Planen är avslutad. Du kan ta tillbaka ett ja, eller låta det sluta tidigare, men inte"
        " säga ja till något nytt."
    ),
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
    ConsentRefusal.NOT_YET_REQUIRED: _l(
        "Den här personens samtycke behövs inte än, och ett ja i förväg räknas inte. Fråga när"
        " dagen har kommit."
    ),
    ConsentRefusal.PERIOD_BEYOND_NEED: _l(
        "Samtycket behövs inte så länge. Ett barns vårdnadshavare samtycker längst till"
        " 18-årsdagen. Välj en tidigare dag."
    ),
    ConsentRefusal.PERIOD_BEYOND_18: _l(
        "Ett barns ja gäller längst till 18-årsdagen. Från den dagen svarar personen själv på nytt."
    ),
    ConsentRefusal.PERIOD_TOO_LONG: _l("Samtycket gäller längre än det får. Välj en tidigare dag."),
    ConsentRefusal.PAPER_BEFORE_QUESTION: _l(
        "Frågan ställdes efter den dagen, och stod inte på blanketten. Anteckna bara det som stod"
        " där, eller låt personen svara på frågan som den är nu."
    ),
    ConsentRefusal.PAPER_OVERTAKEN: _l(
        "Personen har sagt nej efter den dagen, och då gäller inte blanketten. Fråga på nytt."
    ),
    ConsentRefusal.BASIS_UNKNOWN: _l("Välj vilken bestämmelse som beslutet stöds på."),
    ConsentRefusal.BASIS_NOT_YOURS: _l(
        "Den grunden får inte användas för den verksamheten. Välj en annan grund."
    ),
    ConsentRefusal.BASIS_NOT_THEIRS: _l(
        "På den grunden får uppgifterna inte lämnas till den du valde. Välj en annan mottagare."
    ),
    ConsentRefusal.BASIS_CONDITION_NEEDED: _l("Välj vad som gäller för personen."),
    ConsentRefusal.BASIS_CONDITION_UNKNOWN: _l(
        "Det hör inte till den grunden. Välj något annat, eller en annan grund."
    ),
    ConsentRefusal.BASIS_PROVISION_NEEDED: _l(
        "Skriv vilken bestämmelse som säger att uppgiften ska lämnas."
    ),
    ConsentRefusal.BASIS_ASSESSMENT_NEEDED: _l("Skriv vad er prövning kom fram till."),
    ConsentRefusal.BASIS_OF_AGE: _l("Personen har fyllt 18 år. Välj något annat som gäller."),
    ConsentRefusal.BASIS_BEYOND_18: _l(
        "Personen fyller 18 år innan dess. Låt beslutet sluta senast dagen före 18-årsdagen."
    ),
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


# somebody said more than they were asked, or said it anew: the question was their own
OWN_QUESTION = "own_question"
ACT_KINDS: dict[str, LazyString] = {
    ActKind.ASK: _l("Frågan ställdes"),
    OWN_QUESTION: _l("Tog själv upp frågan"),
    ActKind.GRANT: _l("Sa ja"),
    ActKind.REFUSE: _l("Sa nej"),
    ActKind.WITHDRAW: _l("Tog tillbaka sitt ja"),
    ActKind.ERROR: _l("Rättelse"),
}
HOWS: dict[How, LazyString] = {
    How.ORAL: _l("Muntligt"),
    How.WRITTEN: _l("Skriftligt"),
    How.ELECTRONIC: _l("Med e-legitimation"),
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
GIVEN: dict[Given, LazyString] = {
    Given.TOLD: _l("Vi berättade eller läste upp den"),
    Given.PAPER: _l("På papper"),
    Given.BOTH: _l("Både och"),
}
# what staff choose between; electronic is what the person does themself
TOLD = [(How.ORAL.value, _l("Muntligt")), (How.WRITTEN.value, _l("Skriftligt, på en blankett"))]

ACTIVITIES: dict[Activity, LazyString] = {
    Activity.SOCIAL_SERVICES: _l("Socialtjänsten"),
    Activity.HEALTH_CARE: _l("Hälso- och sjukvården"),
    Activity.OTHER: _l("Annan verksamhet"),
}
CONDITIONS: dict[Condition, LazyString] = {
    Condition.UNDER_18: _l("Personen har inte fyllt 18 år"),
    Condition.DEPENDENCE: _l(
        "Personen har ett fortgående skadligt bruk eller beroende av alkohol, narkotika eller"
        " flyktiga lösningsmedel"
    ),
    Condition.COMPULSORY_CARE: _l(
        "Personen får psykiatrisk tvångsvård eller rättspsykiatrisk vård"
    ),
    Condition.UNBORN_CHILD: _l(
        "Uppgiften gäller en gravid kvinna eller en närstående till henne, och behövs till skydd"
        " för det väntade barnet"
    ),
}

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


def made_plain(why: Why) -> str:
    """How the information text was given, and whether there was an interpreter; "" if not noted."""
    if why.given is None:
        return ""
    told = _("Informationstexten: %(how)s.", how=str(GIVEN[why.given]).lower())
    interpreted = _("Tolk användes.") if why.is_interpreted else _("Ingen tolk användes.")
    return f"{told} {interpreted}"


def ground_label(ground: LegalGround) -> str:
    """What a ground for a decision without consent is called."""
    return ground.label if language() == DEFAULT else ground.english


def ground_hint(ground: LegalGround) -> str:
    """When it may be used."""
    return ground.hint if language() == DEFAULT else ground.hint_english


def basis_labels() -> Mapping[str, str]:
    """The grounds for a decision without consent, with their section of law."""
    return {one.code: f"{ground_label(one)} ({one.law})" for one in sip_settings().bases}

"""Why a rule said no, for the refusals that have no subject of their own."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from sip.kernel.refusals import Refusal, SipRefusal

REFUSALS: dict[Refusal, LazyString] = {
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
    SipRefusal.NOBODY_SEES_PROTECTED: _l("Välj minst en som får se de skyddade uppgifterna."),
    # the plan's content
    SipRefusal.NEED_IN_FUTURE: _l("Behovet kan inte ha upptäckts en dag som inte har varit än."),
    SipRefusal.NEED_IS_KEPT: _l("Behovet är redan antecknat av någon annan."),
    SipRefusal.DUE_BEFORE_PLAN: _l("Dagen ligger före planens början. Välj en senare dag."),
    SipRefusal.DUE_AFTER_END: _l(
        "Dagen ligger efter planens slut. Välj en tidigare dag, eller flytta planens slut."
    ),
    SipRefusal.FOLLOW_UP_IN_PAST: _l(
        "Dagen för uppföljningen har redan varit. Välj i dag eller en senare dag."
    ),
    SipRefusal.FOLLOW_UP_AFTER_END: _l(
        "Uppföljningen ligger efter planens slut. Välj en tidigare dag, eller flytta planens slut."
    ),
    SipRefusal.HELD_IN_FUTURE: _l("Uppföljningen kan inte ha hållits en dag som inte har varit."),
    SipRefusal.HELD_BEFORE_AGREED: _l(
        "Uppföljningen kan inte ha hållits innan den bestämdes. Ändra dagen."
    ),
    SipRefusal.END_IN_PAST: _l("Planens slut har redan varit. Välj i dag eller en senare dag."),
    SipRefusal.END_BEFORE_PLANNED: _l(
        "Något är planerat efter den dagen. Välj en senare dag, eller flytta det först."
    ),
    SipRefusal.MAY_NOT_SEE_GOAL: _l(
        "Den du valde får inte se det här målet."
        " Fråga personen om samtycke, eller välj någon annan."
    ),
    SipRefusal.GOAL_LEAVES_SIGHT: _l(
        "Någon som ska göra något för målet får inte se det under den rubriken. Välj en annan."
    ),
    SipRefusal.WHO_DOES_IT: _l("Välj vem som gör det."),
    SipRefusal.OTHER_THAN_AGREED: _l(
        "Överenskommelsen lägger insatsen på någon annan. Skriv varför ni gör på ett annat sätt."
    ),
    SipRefusal.LEAD_IS_NO_PRINCIPAL: _l("Välj kommunen eller regionen."),
    SipRefusal.GOAL_HAS_ACTIONS: _l("Målet har åtgärder. Flytta eller ta bort dem först."),
    SipRefusal.NOT_YOURS: _l("Texten är någon annans. Bara den som har skrivit den kan ändra den."),
    SipRefusal.NOT_OPEN: _l(
        "Planen är inte öppen. Det här går att spara först när personen har sagt ja."
    ),
    SipRefusal.NOTHING_TO_APPROVE: _l("Inget har ändrats sedan den förra versionen."),
    SipRefusal.VERSION_REPLACED: _l("Det finns en nyare version. Läs den och svara på den."),
    SipRefusal.LAST_HANDLER: _l("Någon måste handlägga ärendet. Ta först med en kollega."),
    SipRefusal.NOT_YOURS_TO_END: _l(
        "Kollegan får se personens skyddade uppgifter. Bara kollegan själv, eller någon annan som"
        " får se dem, kan ta bort kollegan ur planen."
    ),
    SipRefusal.REASON_NEEDED: _l("Skriv varför. Skälet måste dokumenteras."),
    SipRefusal.SURVEY_IN_PART: _l("Svara på alla fyra frågorna, eller på ingen."),
    # any command
    SipRefusal.CONSENT_ENDED: _l(
        "Samtycket till planen har upphört sedan du öppnade sidan. Inget är sparat."
    ),
    # recording consent, and decisions without it
    SipRefusal.ACT_BACK_DATED: _l("Tiden har redan varit. Det som sägs nu gäller från nu."),
    SipRefusal.ACT_NUMBER_TAKEN: _l("Något hann sägas före. Öppna sidan på nytt."),
    SipRefusal.NOTHING_TO_CORRECT: _l("Det finns ingen sådan anteckning att rätta."),
    SipRefusal.ALREADY_CORRECTED: _l("Anteckningen är redan rättad."),
    SipRefusal.NO_ITEMS: _l("Välj minst en sak som svaret gäller."),
    SipRefusal.OUT_OF_ORDER: _l(
        "Svaret passar inte med det som har sagts sedan du öppnade sidan. Öppna sidan på nytt."
    ),
    SipRefusal.NOT_A_CONSENTER: _l("Personens samtycke behövs inte längre till den här planen."),
    SipRefusal.BEYOND_MANDATE: _l(
        "Uppdraget omfattar inte detta, eller gäller inte nu. Fråga personen själv."
    ),
    SipRefusal.PERIOD_NEEDED: _l("Skriv hur länge samtycket ska gälla."),
    SipRefusal.PERIOD_IN_PAST: _l("Samtycket kan inte börja gälla en dag som redan har varit."),
    SipRefusal.PERIOD_REVERSED: _l("Samtycket slutar innan det börjar. Ändra någon av dagarna."),
    SipRefusal.PERIOD_BEYOND_MANDATE: _l(
        "Samtycket kan inte gälla längre än uppdraget. Välj en tidigare dag."
    ),
    SipRefusal.BASIS_UNKNOWN: _l("Välj vilken bestämmelse som beslutet stöds på."),
    SipRefusal.BASIS_TO_ONESELF: _l("Välj vem uppgifterna lämnas till, utanför er organisation."),
    SipRefusal.BASIS_TO_OUTSIDER: _l(
        "Den du valde är inte med i planen och skulle inte få se något här. Lämna uppgifterna på"
        " annat sätt, och anteckna beslutet i era egna handlingar."
    ),
    SipRefusal.BASIS_OF_NOTHING: _l("Välj vilka uppgifter som beslutet gäller."),
    SipRefusal.BASIS_REVERSED: _l("Beslutet slutar innan det börjar. Välj en dag framåt."),
    SipRefusal.BASIS_FOLLOW_UP: _l("Följ upp beslutet medan det gäller. Välj en annan dag."),
    SipRefusal.REVIEW_REVERSED: _l("Perioden slutar innan den börjar. Ändra någon av dagarna."),
    SipRefusal.REVIEW_AHEAD: _l("Perioden kan inte sluta en dag som inte har varit än."),
    SipRefusal.BASIS_TOO_LONG: _l(
        "Beslutet gäller längre än det får på den grunden. Välj en tidigare dag."
    ),
}

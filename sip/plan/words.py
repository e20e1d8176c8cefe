"""What the values of a plan are called."""

from flask_babel import LazyString

from portal.web.i18n import lazy_gettext as _l
from sip.content.rules import Content
from sip.content.words import OF_MEETING
from sip.kernel.refusals import Refusal
from sip.kernel.vocabulary import (
    ActionStatus,
    AskedAbout,
    ClosingReason,
    CopyForm,
    GoalStatus,
    NotStartedReason,
    Phase,
    Progress,
    ReopenReason,
    RequestOutcome,
    StatedBy,
    TextKind,
    Tool,
    Went,
)
from sip.plan.lateness import Late
from sip.plan.rules import CoordinationRefusal

REFUSALS: dict[Refusal, LazyString] = {
    CoordinationRefusal.NEED_IN_FUTURE: _l(
        "Behovet kan inte ha upptäckts en dag som inte har varit än."
    ),
    CoordinationRefusal.DUE_BEFORE_PLAN: _l(
        "Dagen ligger före planens början. Välj en senare dag."
    ),
    CoordinationRefusal.DUE_AFTER_END: _l(
        "Dagen ligger efter planens slut. Välj en tidigare dag, eller flytta planens slut."
    ),
    CoordinationRefusal.FOLLOW_UP_IN_PAST: _l(
        "Dagen för uppföljningen har redan varit. Välj i dag eller en senare dag."
    ),
    CoordinationRefusal.FOLLOW_UP_AFTER_END: _l(
        "Uppföljningen ligger efter planens slut. Välj en tidigare dag, eller flytta planens slut."
    ),
    CoordinationRefusal.READMITTED_IN_FUTURE: _l(
        "Personen kan inte ha skrivits in en dag som inte har varit."
    ),
    CoordinationRefusal.READMITTED_BEFORE: _l(
        "Dagen ligger före dagen då personen var utskrivningsklar."
    ),
    CoordinationRefusal.READY_BEFORE_READMITTED: _l(
        "Personen har skrivits in igen efter den dagen. Välj dagen då personen blev"
        " utskrivningsklar den här gången."
    ),
    CoordinationRefusal.HELD_IN_FUTURE: _l(
        "Uppföljningen kan inte ha hållits en dag som inte har varit."
    ),
    CoordinationRefusal.HELD_ALREADY: _l(
        "Uppföljningen är redan noterad, av en kollega eller i ett annat fönster. Läs i planen vad"
        " som står om den."
    ),
    CoordinationRefusal.CLOSED_SINCE: _l(
        "Planen har avslutats eller öppnats igen sedan du öppnade sidan. Läs i planen vad som har"
        " hänt, och skicka igen om det du valde ändå gäller."
    ),
    CoordinationRefusal.HELD_BEFORE_AGREED: _l(
        "Uppföljningen kan inte ha hållits innan den bestämdes. Ändra dagen."
    ),
    CoordinationRefusal.END_IN_PAST: _l(
        "Planens slut har redan varit. Välj i dag eller en senare dag."
    ),
    CoordinationRefusal.END_BEFORE_PLANNED: _l(
        "Något är planerat efter den dagen. Välj en senare dag, eller flytta det först."
    ),
    CoordinationRefusal.LEAD_IS_NO_PRINCIPAL: _l("Välj kommunen eller regionen."),
    CoordinationRefusal.LAST_HANDLER: _l("Någon måste handlägga ärendet. Ta först med en kollega."),
    CoordinationRefusal.SUCCESSOR_NEEDED: _l(
        "Välj vem som tar över. Är ingen annan hos er med i planen? Ta först med en kollega."
    ),
    CoordinationRefusal.NOT_YOURS_TO_END: _l(
        "Kollegan får se personens skyddade uppgifter. Bara kollegan själv, eller någon annan som"
        " får se dem, kan ta bort kollegan ur planen."
    ),
    CoordinationRefusal.NOT_CLOSED: _l("Planen är inte avslutad."),
    CoordinationRefusal.REOPEN_TOO_LATE: _l(
        "Det har gått mer än en vecka sedan planen avslutades. Börja en ny plan i stället."
    ),
    CoordinationRefusal.REOPEN_WITHOUT_CONSENT: _l(
        "Samtycket till planen gäller inte längre, så avslutet går inte att ångra."
        " Börja en ny plan om personen vill ha en."
    ),
    CoordinationRefusal.READY_IN_FUTURE: _l(
        "Underrättelsen kan inte ha kommit en dag som inte har varit."
    ),
    CoordinationRefusal.NOT_THE_REGION: _l("Bara regionen kan ange när någon är utskrivningsklar."),
    CoordinationRefusal.ASKED_IN_FUTURE: _l("Skriv en dag som har varit."),
    CoordinationRefusal.TOOL_NEEDED: _l("Välj vilket instrument, eller vilken plan."),
    CoordinationRefusal.TOOL_OF_VIOLENCE: _l("FREDA hör till frågan om våld. Välj den."),
    CoordinationRefusal.SAID_NEEDED: _l("Skriv vad som kom fram, eller vad ni gjorde."),
    CoordinationRefusal.SURVEY_IN_PART: _l("Svara på alla fyra frågorna, eller på ingen."),
}
# what the person says of the plan, from one to five
THOUGHT: dict[str, LazyString] = {
    "information": _l("Jag fick information som jag förstod"),
    "participation": _l("Jag fick vara med och bestämma"),
    "cooperation": _l("De som hjälper mig samarbetade"),
    "meaning": _l("Planen betydde något för mig"),
}
TEXTS: dict[TextKind, LazyString] = {
    TextKind.MATTERS: _l("Viktigt för mig"),
    TextKind.NEED: _l("Behov"),
    TextKind.PURPOSE: _l("Syfte"),
    TextKind.LONG_TERM_GOAL: _l("Långsiktigt mål"),
    TextKind.NOTE: _l("Anteckning"),
    TextKind.NOT_STARTED_REASON: _l("Varför ingen plan gjordes"),
    TextKind.SIGNS: _l("Tecken på att jag mår sämre"),
    TextKind.HELPS: _l("Det hjälper när jag mår sämre"),
    TextKind.WHOM_TO_CALL: _l("Ring när jag mår sämre"),
    TextKind.NETWORK: _l("Viktiga personer omkring mig"),
    TextKind.OUTCOME: _l("Hur det hade gått vid uppföljningen"),
    **OF_MEETING,
}
PHASES: dict[Phase, LazyString] = {
    Phase.NEED: _l("Behovet är noterat"),
    Phase.CONSENT: _l("Väntar på samtycke"),
    Phase.PREPARING: _l("Mötet förbereds"),
    Phase.MEETING: _l("Möte är bokat"),
    Phase.PLANNING: _l("Planen skrivs"),
    Phase.FOLLOWING_UP: _l("Planen följs upp"),
    Phase.CLOSED: _l("Planen är avslutad"),
    Phase.NOT_STARTED: _l("Ingen plan gjordes"),
}
LATE: dict[Late, LazyString] = {
    Late.START: _l("Arbetet har inte börjat"),
    Late.MEETING: _l("Det första mötet"),
    Late.ANSWER: _l("Svar på kallelse"),
    Late.FOLLOW_UP: _l("Uppföljningen"),
}
STATED_BY: dict[StatedBy, LazyString] = {
    StatedBy.PERSON: _l("Personens egna ord"),
    StatedBy.PROFESSIONALS: _l("Formulerat av oss som arbetar"),
}
GOALS: dict[GoalStatus, LazyString] = {
    GoalStatus.OPEN: _l("Pågår"),
    GoalStatus.REACHED: _l("Nått"),
    GoalStatus.DROPPED: _l("Inte längre aktuellt"),
}
ACTIONS: dict[ActionStatus, LazyString] = {
    ActionStatus.NOT_STARTED: _l("Inte påbörjad"),
    ActionStatus.IN_PROGRESS: _l("Pågår"),
    ActionStatus.DONE: _l("Klar"),
    ActionStatus.STOPPED: _l("Avbruten"),
}
CONTENTS: dict[Content, LazyString] = {
    Content.MEASURES: _l("Vilka insatser som behövs"),
    Content.PRINCIPALS: _l("Vad kommunen och regionen ansvarar för"),
    Content.OTHERS: _l("Vad någon annan gör"),
    Content.LEAD: _l("Vem som har det övergripande ansvaret"),
}
REASONS: dict[NotStartedReason, LazyString] = {
    NotStartedReason.PERSON_DECLINED: _l("Personen tackade nej"),
    NotStartedReason.NOT_NEEDED: _l("En plan behövs inte"),
    NotStartedReason.OTHER_PLAN: _l("Personen har en annan plan som räcker"),
    NotStartedReason.OTHER: _l("Annat skäl"),
}
CLOSING_REASONS: dict[ClosingReason, LazyString] = {
    ClosingReason.GOALS_REACHED: _l("Målen är nådda"),
    ClosingReason.NOT_NEEDED: _l("Det behövs inte längre någon samordning"),
    ClosingReason.PERSON_WISHES: _l("Personen vill inte fortsätta"),
    ClosingReason.CONSENT_ENDED: _l("Samtycket har upphört"),
    ClosingReason.MOVED: _l("Personen har flyttat"),
    ClosingReason.OTHER_PLAN: _l("En annan plan tar över"),
    ClosingReason.DIED: _l("Personen har avlidit"),
    ClosingReason.OTHER: _l("Annat skäl"),
}
REOPEN_REASONS: dict[ReopenReason, LazyString] = {
    ReopenReason.MISTAKE: _l("Den avslutades av misstag"),
    ReopenReason.WRONG_PLAN: _l("Det var en annan plan som skulle avslutas"),
    ReopenReason.GOES_ON: _l("Personen vill att planen fortsätter"),
    ReopenReason.SOMETHING_LEFT: _l("Något återstår att göra"),
}
PROGRESS: dict[Progress, LazyString] = {
    Progress.REACHED: _l("Nått"),
    Progress.PARTLY: _l("Delvis nått"),
    Progress.NOT_YET: _l("Inte nått än"),
}
GOALS_WENT: dict[Went, LazyString] = {
    Went.REACHED: _l("Nått"),
    Went.NOT_REACHED: _l("Inte nått"),
    Went.MOVED_ON: _l("Förs vidare på annat håll"),
}
ACTIONS_WENT: dict[Went, LazyString] = {
    Went.REACHED: _l("Klar"),
    Went.NOT_REACHED: _l("Blev inte gjord"),
    Went.MOVED_ON: _l("Fortsätter på annat håll"),
}
ASKED: dict[AskedAbout, LazyString] = {
    AskedAbout.CHILDREN: _l("Barn i familjen"),
    AskedAbout.VIOLENCE: _l("Våld i nära relationer"),
    AskedAbout.GOD_MAN: _l("Behov av god man"),
    AskedAbout.AFTERCARE: _l("Eftervård"),
    AskedAbout.INSTRUMENT: _l("Instrument"),
    AskedAbout.OWN_PLAN: _l("Annan plan"),
    AskedAbout.OF_AGE: _l("Inför 18-årsdagen"),
}
TOOLS: dict[Tool, LazyString | str] = {
    Tool.ASI: "ASI",
    Tool.ADAD: "ADAD",
    Tool.AUDIT: "AUDIT",
    Tool.DUDIT: "DUDIT",
    Tool.DOK: "DOK",
    Tool.UNGDOK: "UngDOK",
    Tool.FREDA: "FREDA",
    Tool.GENOMFORANDEPLAN: _l("Genomförandeplan"),
    Tool.VARDPLAN: _l("Vårdplan"),
    Tool.LSS_PLAN: _l("Individuell plan enligt LSS"),
    Tool.REHABILITERINGSPLAN: _l("Rehabiliteringsplan"),
    Tool.OTHER: _l("Annat"),
}
COPIES: dict[CopyForm, LazyString | str] = {
    CopyForm.PDF: "PDF",
    CopyForm.DOCX: _l("Word"),
    CopyForm.TEXT: _l("Text"),
}

REQUEST_OUTCOMES: dict[RequestOutcome, LazyString] = {
    RequestOutcome.NOTED: _l("Behovet är antecknat, arbetet börjar"),
    RequestOutcome.NOT_NEEDED: _l("Ingen plan behövs, personen har fått veta varför"),
    RequestOutcome.NOT_REACHED: _l("Vi har inte fått tag i personen"),
}

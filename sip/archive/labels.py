"""The Swedish words of a plan's copies.

A copy is Swedish in every language of the interface, so these are plain strings and are not
translated; what the same values are called on the pages is in the words of their packages.
"""

from datetime import date, datetime
from typing import Final

from portal.zone import STOCKHOLM
from sip.content.rules import Content
from sip.kernel.vocabulary import (
    ActionStatus,
    Approval,
    AskedAbout,
    Capacity,
    ClosingReason,
    GoalStatus,
    MeetingPurpose,
    PersonKind,
    Phase,
    Progress,
    StatedBy,
    TextKind,
    Tool,
    Went,
)

TITLE: Final = "Samordnad individuell plan"
MARK: Final = "Kopia – innehåller uppgifter om en enskild"

PROTECTED_MARK: Final = "Skyddade personuppgifter – lämna inte ut var personen finns"

PERSON: Final = "Person"
PERSONNUMMER: Final = "Personnummer"
CASE_NUMBER: Final = "Ärende"
PHASE: Final = "Läge"
NEED_FOUND: Final = "Behovet upptäcktes"
STARTED: Final = "Påbörjad"
ENDS: Final = "Gäller till"
READY: Final = "Utskrivningsklar"
LEAD: Final = "Ansvarar för helheten"
COORDINATOR: Final = "Håller ihop planen"
FOLLOW_UP: Final = "Nästa uppföljning"
VERSION: Final = "Version"
VERSION_OF: Final = "{number}, lämnad för godkännande {time}"
VERSION_CHANGED: Final = "{version}. Planen har ändrats efter det."
NO_VERSION: Final = "Inte lämnad för godkännande"
MADE: Final = "Kopian gjordes"
MADE_BY: Final = "{time} av {name}"
MADE_FOR: Final = "Kopia till"
NOT_DECIDED: Final = "Inte bestämt"
FOLLOW_UP_OF: Final = "{day}, {holder} håller i den"

WHOLE: Final = "Kopian innehåller hela planen."
PARTLY: Final = "Kopian innehåller det som {party} fick ta del av när kopian gjordes."
HELD_BACK: Final = "Annat i planen är inte delat med {party}."

MATTERS: Final = "Viktigt för mig"
CRISIS: Final = {
    TextKind.SIGNS: "Tecken på att jag mår sämre",
    TextKind.HELPS: "Det hjälper när jag mår sämre",
    TextKind.WHOM_TO_CALL: "Ring när jag mår sämre",
}
NETWORK: Final = "Viktiga personer omkring mig"
NEEDS: Final = "Behov"
PURPOSE: Final = "Syfte"
LONG_TERM_GOAL: Final = "Långsiktigt mål"
ASKED: Final = "Frågat om"
ASKED_OF: Final = "{about}: {said}"
ASKED_BY: Final = "{name}, {party}, den {day}"
ASKED_ABOUT: Final = {
    AskedAbout.CHILDREN: "Barn i familjen",
    AskedAbout.GOD_MAN: "Behov av god man",
    AskedAbout.AFTERCARE: "Eftervård",
    AskedAbout.INSTRUMENT: "Instrument",
    AskedAbout.OWN_PLAN: "Annan plan",
    AskedAbout.OF_AGE: "Inför 18-årsdagen",
}
TOOLS: Final = {
    Tool.ASI: "ASI",
    Tool.ADAD: "ADAD",
    Tool.AUDIT: "AUDIT",
    Tool.DUDIT: "DUDIT",
    Tool.DOK: "DOK",
    Tool.UNGDOK: "UngDOK",
    Tool.FREDA: "FREDA",
    Tool.GENOMFORANDEPLAN: "genomförandeplan",
    Tool.VARDPLAN: "vårdplan",
    Tool.LSS_PLAN: "individuell plan enligt LSS",
    Tool.REHABILITERINGSPLAN: "rehabiliteringsplan",
    Tool.OTHER: "annat",
}
NOTES: Final = "Anteckningar"
MEETING: Final = "{purpose} den {time}"
PURPOSES: Final = {
    MeetingPurpose.PLANNING: "Planeringsmöte",
    MeetingPurpose.FOLLOW_UP: "Uppföljningsmöte",
}
PRESENT: Final = "Med var: {names}."
ABSENT: Final = "Inte med: {names}."
CHAIRED: Final = "{name} höll i mötet"
MEETING_WORDS: Final = {
    TextKind.PREPARED: "Inför mötet",
    TextKind.TO_TALK_OF: "Det här vill jag prata om på mötet",
    TextKind.HOPED: "Det här vill jag att mötet leder till",
    TextKind.NEEDED: "Det här behöver jag för att mötet ska bli bra",
    TextKind.MEETING_NOTE: "Anteckning",
    TextKind.DECISION: "Beslut",
}
OTHER_MEETINGS: Final = "Till andra möten"
MEETING_WORD: Final = "{kind}: {text}"
CLOSED: Final = "Så avslutades planen"
CLOSED_BY: Final = "Avslutad av {name} den {day}"
CLOSED_WHY: Final = "Skäl: {reason}."
CLOSING_REASONS: Final = {
    ClosingReason.GOALS_REACHED: "målen är nådda",
    ClosingReason.NOT_NEEDED: "det behövs inte längre någon samordning",
    ClosingReason.PERSON_WISHES: "personen vill inte fortsätta",
    ClosingReason.CONSENT_ENDED: "samtycket har upphört",
    ClosingReason.MOVED: "personen har flyttat",
    ClosingReason.OTHER_PLAN: "en annan plan tar över",
    ClosingReason.DIED: "personen har avlidit",
    ClosingReason.OTHER: "annat skäl",
}
GOALS_WENT: Final = {
    Went.REACHED: "nått",
    Went.NOT_REACHED: "inte nått",
    Went.MOVED_ON: "förs vidare på annat håll",
}
ACTIONS_WENT: Final = {
    Went.REACHED: "klar",
    Went.NOT_REACHED: "blev inte gjord",
    Went.MOVED_ON: "fortsätter på annat håll",
}
NOT_STARTED: Final = "Därför blev det ingen plan"
WRITTEN_BY: Final = "Skrivet av {name} den {day}"
WRITTEN_FOR: Final = "Skrivet för {party} av {name} den {day}"
NOTED: Final = "Antecknat av {name} den {day}, inte bekräftat av {person}"
CONFIRMED: Final = "Antecknat av {name} den {day}, bekräftat av {who}"
# a copy of a part cannot know what the whole holds
NOTHING: Final = "Inget i den här kopian."

GOALS: Final = "Mål och åtgärder"
NO_GOALS: Final = "Inga mål i den här kopian."
GOAL_OF: Final = "Mål {number}: {title}"
NOTICED: Final = "Så märks det"
STATED: Final = "Formulerat av"
GOAL_STATUS: Final = "Läge"
PROGRESS_AT: Final = "Vid uppföljningen den {day}"
PROGRESS_SAID: Final = "{progress}. {word} ({source})"
PROGRESS: Final = {
    Progress.REACHED: "Nått",
    Progress.PARTLY: "Delvis nått",
    Progress.NOT_YET: "Inte nått än",
}
NOBODY_ELSE: Final = "Andra som gör något"
NOBODY: Final = "Ingen annan än kommunen och regionen"
OTHER_ACTIONS: Final = "Åtgärder till andra mål"
NO_ACTIONS: Final = "Inga åtgärder till målet i den här kopian."
ACTION_HEADER: Final = ("Åtgärd", "Vem", "Senast", "Läge")
UNDECIDED: Final = "inte beslutad"
DECIDED: Final = "beslutad {when}"
STARTS: Final = "börjar {day}"
LATE: Final = "försenad"
REASON: Final = "{title}. Överenskommelsen lägger åtgärden på någon annan; skälet är: {reason}"

MISSING: Final = "Saknas i planen"
TAKING_PART: Final = "De som är med"
TAKING_PART_HEADER: Final = ("Namn", "Organisation eller roll", "Enhet")
STANDS_IN: Final = "i stället för {name} till och med {day}"
HAS_LEFT: Final = "{name} (inte längre med)"
APPROVALS: Final = "Svar på planen"
APPROVAL_HEADER: Final = ("Version", "Vem", "Svar", "Dag", "Kommentar")
NO_APPROVALS: Final = "Inga svar i den här kopian."

FOOTER: Final = "{title} · {case_number} · kopia {day}"
PAGE: Final = "Sida"
ATTACHMENT: Final = "Kopians innehåll som data. Samma data ger samma fil."

CONTENTS: Final = {
    Content.MEASURES: "Vilka insatser som behövs",
    Content.PRINCIPALS: "Vilka insatser kommunen och regionen ansvarar för",
    Content.OTHERS: "Vad någon annan än kommunen och regionen gör",
    Content.LEAD: "Vem av kommunen och regionen som ansvarar för helheten",
}
PHASES: Final = {
    Phase.NEED: "Behovet är antecknat",
    Phase.CONSENT: "Samtycke efterfrågas",
    Phase.PREPARING: "Mötet förbereds",
    Phase.MEETING: "Möte",
    Phase.PLANNING: "Planen skrivs",
    Phase.FOLLOWING_UP: "Planen följs upp",
    Phase.CLOSED: "Avslutad",
    Phase.NOT_STARTED: "Ingen plan gjordes",
}
PEOPLE: Final = {
    PersonKind.SUBJECT: "Personen planen gäller",
    PersonKind.GUARDIAN: "Vårdnadshavare",
    PersonKind.REPRESENTATIVE: "Företrädare",
    PersonKind.RELATIVE: "Närstående",
}
CAPACITIES: dict[Capacity | None, str] = {
    Capacity.ATTORNEY: "Ombud med fullmakt",
    Capacity.FUTURE_ATTORNEY: "Ombud med framtidsfullmakt",
    Capacity.GOD_MAN: "God man",
    Capacity.FORVALTARE: "Förvaltare",
}
STATED_BY: Final = {StatedBy.PERSON: "Personen", StatedBy.PROFESSIONALS: "Yrkespersonerna"}
GOAL_STATUSES: Final = {
    GoalStatus.OPEN: "Pågår",
    GoalStatus.REACHED: "Uppnått",
    GoalStatus.DROPPED: "Avslutat utan att nås",
}
ACTION_STATUSES: Final = {
    ActionStatus.NOT_STARTED: "Inte påbörjad",
    ActionStatus.IN_PROGRESS: "Pågår",
    ActionStatus.DONE: "Klar",
    ActionStatus.STOPPED: "Avbruten",
}
ANSWERS: Final = {Approval.APPROVED: "Godkänner", Approval.OBJECTED: "Har invändningar"}

_MONTHS: Final = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)


def day(value: date) -> str:
    """A date in words: 22 november 2026."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def day_of(value: datetime) -> str:
    """The Swedish day of an instant, in words."""
    return day(value.astimezone(STOCKHOLM).date())


def moment(value: datetime) -> str:
    """An instant as Swedish clocks show it: 22 november 2026 kl. 14.05."""
    return f"{day_of(value)} kl. {value.astimezone(STOCKHOLM):%H.%M}"

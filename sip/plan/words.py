"""What the plan's own values are called."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from portal.web.i18n import language
from sip.content.rules import Content
from sip.kernel.settings import OWN_WORDS, sip_settings
from sip.kernel.vocabulary import (
    ActionStatus,
    Approval,
    GoalStatus,
    NotStartedReason,
    Phase,
    StatedBy,
    TextKind,
)

TEXTS: dict[TextKind, LazyString] = {
    TextKind.MATTERS: _l("Viktigt för mig"),
    TextKind.NEED: _l("Behov"),
    TextKind.PURPOSE: _l("Syfte"),
    TextKind.LONG_TERM_GOAL: _l("Långsiktigt mål"),
    TextKind.NOTE: _l("Anteckning"),
    TextKind.NOT_STARTED_REASON: _l("Varför ingen plan gjordes"),
}
HINTS: dict[TextKind, LazyString] = {
    TextKind.MATTERS: _l("Med personens egna ord. Det står först i planen."),
    TextKind.NEED: _l("Vad behöver personen hjälp med, och av vilka?"),
    TextKind.PURPOSE: _l("Vad ska samordningen leda till?"),
    TextKind.LONG_TERM_GOAL: _l("Hur vill personen ha det om ett år eller längre fram?"),
    TextKind.NOTE: _l("Sådant som flera i planen behöver veta."),
    TextKind.NOT_STARTED_REASON: _l("Skriv så att personen själv kan läsa det och förstå."),
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
# what a handler presses to take the plan there
STEPS: dict[Phase, LazyString] = {
    Phase.CONSENT: _l("Fråga om samtycke"),
    Phase.PREPARING: _l("Börja förbereda mötet"),
    Phase.MEETING: _l("Gå vidare till mötet"),
    Phase.PLANNING: _l("Skriv vidare på planen"),
    Phase.FOLLOWING_UP: _l("Börja följa upp"),
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
HOWS: dict[str, LazyString] = {
    "oral": _l("Muntligt"),
    "written": _l("Skriftligt"),
    "electronic": _l("Med e-legitimation"),
}
RECORDED = ("oral", "written")
APPROVALS: dict[Approval, LazyString] = {
    Approval.APPROVED: _l("Godkänner"),
    Approval.OBJECTED: _l("Har invändningar"),
}
QUESTIONS: dict[str, LazyString] = {
    "information": _l("Jag fick information som jag förstod"),
    "participation": _l("Jag fick vara med och bestämma"),
    "cooperation": _l("De som hjälper mig samarbetade"),
    "meaning": _l("Planen betydde något för mig"),
}
FIELDS: dict[str, LazyString] = {
    "text": _l("Text"),
    "title": _l("Rubrik"),
    "measure": _l("Så märker vi skillnad"),
    "row_key": _l("Insats i överenskommelsen"),
    "stated_by": _l("Vems ord"),
    "status": _l("Läge"),
    "category": _l("Slag av uppgifter"),
    "who": _l("Vem som gör det"),
    "due_on": _l("Senast"),
    "is_decided": _l("Beslutat"),
    "reason": _l("Skäl"),
}
SUBJECTS: dict[str, LazyString] = {
    "plan_text": _l("Text"),
    "goal": _l("Mål"),
    "action": _l("Åtgärd"),
}


def category(key: str) -> str:
    """What a category of information is called; its key when the settings have dropped it."""
    found = sip_settings().category(key)
    if found is None:
        return key
    return found.label if language() == "sv" else found.english


def categories() -> list[tuple[str, str]]:
    """The categories to choose from."""
    return [(one.key, category(one.key)) for one in sip_settings().categories]


def text_kind(written: str | None) -> str:
    """One of the plan's headings, as an address names it; the notes for anything else."""
    kinds = {kind.value for kind in TEXTS if kind is not TextKind.NOT_STARTED_REASON}
    return written if written in kinds else TextKind.NOTE.value


def text_heading(kind: str) -> str:
    """What a heading is called."""
    return str(TEXTS[TextKind(kind)])


def text_hint(kind: str) -> str:
    """What is written under it."""
    return str(HINTS[TextKind(kind)])


def is_of_person(kind: str) -> bool:
    """Whether it is the person's own words, also when staff write them down."""
    return TextKind(kind) is TextKind.MATTERS


def usual_category(kind: str) -> str:
    """The category that a new text under a heading begins with."""
    return OWN_WORDS if is_of_person(kind) else "social_situation"

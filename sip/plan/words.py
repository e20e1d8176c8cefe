"""What the values of a plan are called."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from sip.content.rules import Content
from sip.kernel.vocabulary import (
    ActionStatus,
    CopyForm,
    GoalStatus,
    How,
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
HOWS: dict[How, LazyString] = {
    How.ORAL: _l("Muntligt"),
    How.WRITTEN: _l("Skriftligt"),
    How.ELECTRONIC: _l("Med e-legitimation"),
}
COPIES: dict[CopyForm, LazyString | str] = {
    CopyForm.PDF: "PDF",
    CopyForm.DOCX: _l("Word"),
    CopyForm.TEXT: _l("Text"),
}

"""What the values met in writing a plan are called."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from sip.kernel.vocabulary import TextKind

# what is written under each of the plan's headings
HINTS: dict[TextKind, LazyString] = {
    TextKind.MATTERS: _l("Med personens egna ord. Det står först i planen."),
    TextKind.NEED: _l("Vad behöver personen hjälp med, och av vilka?"),
    TextKind.PURPOSE: _l("Vad ska samordningen leda till?"),
    TextKind.LONG_TERM_GOAL: _l("Hur vill personen ha det om ett år eller längre fram?"),
    TextKind.NOTE: _l("Sådant som flera i planen behöver veta."),
    TextKind.NOT_STARTED_REASON: _l("Skriv så att personen själv kan läsa det och förstå."),
}
# an actor's part in a measure, as the matrix of an agreement has it (sip.agreement_link)
RESPONSIBILITIES: dict[str, LazyString | str] = {
    "responsible": _l("Huvudansvar"),
    "shared": _l("Medansvar"),
    "participates": _l("Medverkar"),
    "none": _l("Ej aktuell"),
    "unset": "–",
}

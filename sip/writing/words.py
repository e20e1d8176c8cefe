"""What the values met in writing a plan are called."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from sip.kernel.refusals import Refusal
from sip.kernel.vocabulary import TextKind
from sip.writing.rules import WritingRefusal

REFUSALS: dict[Refusal, LazyString] = {
    WritingRefusal.NEED_IS_KEPT: _l("Behovet är redan antecknat av någon annan."),
    WritingRefusal.WHO_DOES_IT: _l("Välj vem som gör det."),
    WritingRefusal.OTHER_THAN_AGREED: _l(
        "Överenskommelsen lägger insatsen på någon annan. Skriv varför ni gör på ett annat sätt."
    ),
    WritingRefusal.DECIDED_IN_FUTURE: _l("Beslutet kan inte ha fattats en dag som inte har varit."),
    WritingRefusal.NOT_DECIDED: _l(
        "Kryssa för Beslutat, eller ta bort dagen och vem som beslutade."
    ),
    WritingRefusal.NOTHING_SUGGESTED: _l("Ändra något först, eller föreslå att det tas bort."),
    WritingRefusal.CHANGED_SINCE: _l(
        "Någon har ändrat det sedan du öppnade sidan. Det som står nu visas här. Ta bort det om det"
        " ändå ska bort."
    ),
    WritingRefusal.GOAL_HAS_ACTIONS: _l("Målet har åtgärder. Flytta eller ta bort dem först."),
}


# what is written under each of the plan's headings
HINTS: dict[TextKind, LazyString] = {
    TextKind.MATTERS: _l("Med personens egna ord. Det står först i planen."),
    TextKind.NEED: _l("Vad behöver personen hjälp med, och av vilka? Personen läser det."),
    TextKind.PURPOSE: _l("Vad ska samordningen leda till?"),
    TextKind.LONG_TERM_GOAL: _l("Hur vill personen ha det om ett år eller längre fram?"),
    TextKind.NOTE: _l("Sådant som flera i planen behöver veta. Personen läser det."),
    TextKind.NOT_STARTED_REASON: _l("Skriv så att personen själv kan läsa det och förstå."),
    TextKind.SIGNS: _l(
        "Hur märks det att jag mår sämre? Skriv vad jag känner själv, och vad andra ser."
    ),
    TextKind.HELPS: _l(
        "Vad hjälper när jag mår sämre? Skriv vad jag gör själv, vad andra kan göra, och vad de"
        " ska låta bli."
    ),
    TextKind.WHOM_TO_CALL: _l("Vem vill jag att man ringer först? Skriv namn och telefonnummer."),
    TextKind.OUTCOME: _l("Hur hade det gått? Personen läser det."),
    TextKind.NETWORK: _l("Vilka finns omkring mig, och vad betyder de för mig?"),
    TextKind.PREPARED: _l("Vad har hänt sedan sist, och vad vill ni ta upp? Personen läser det."),
    TextKind.TO_TALK_OF: _l("Vad vill personen prata om på mötet?"),
    TextKind.HOPED: _l("Vad vill personen att mötet leder till?"),
    TextKind.NEEDED: _l("Vad behöver personen för att mötet ska bli bra?"),
    TextKind.MEETING_NOTE: _l("Vad sades på mötet? Personen läser det."),
    TextKind.DECISION: _l("Vad bestämde ni, vem gör det och till när? Personen läser det."),
}
# an actor's part in a measure, as the matrix of an agreement has it (sip.agreement_link)
RESPONSIBILITIES: dict[str, LazyString | str] = {
    "responsible": _l("Huvudansvar"),
    "shared": _l("Medansvar"),
    "participates": _l("Medverkar"),
    "none": _l("Ej aktuell"),
    "unset": "–",
}

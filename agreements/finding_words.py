"""What is not as it should be in an agreement or in a fact, and what to do about it."""

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from agreements.facts import Contradiction, Fault
from agreements.readiness import Finding, Kind


def finding(one: Finding) -> str:
    """What is not as it should be, and where."""
    if one.kind in _ABOUT_THE_WHOLE:
        return str(_ABOUT_THE_WHOLE[one.kind])
    if one.kind in _COUNTED:
        return ngettext(*_COUNTED[one.kind], one.count, name=one.name)
    return _at_a_place(one.kind, one.name)


_ABOUT_THE_WHOLE: dict[Kind, LazyString] = {
    Kind.NO_MEASURES: _l("Alla insatser är borttagna ur ”Vem gör vad”."),
    Kind.MATRIX_UNTOUCHED: _l(
        "”Vem gör vad” är mallens förslag; ingen av parterna har sagt något om det."
    ),
    Kind.NO_FIRST_DAY: _l("Första dagen är inte bestämd."),
    Kind.NO_LAST_DAY: _l("Sista dagen är inte bestämd."),
    Kind.DAYS_REVERSED: _l("Sista dagen ligger inte efter den första."),
    Kind.EXPIRED: _l("Sista dagen har redan varit."),
    Kind.REVIEW_OUTSIDE: _l("Uppföljningen ligger utanför den tid som överenskommelsen gäller."),
    Kind.NO_REVIEW: _l("Ingen dag för uppföljning är bestämd."),
    Kind.REVIEW_PASSED: _l("Dagen för uppföljning har redan varit."),
    Kind.BEGUN: _l("Första dagen har redan varit."),
}


def _at_a_place(kind: Kind, name: str) -> str:
    return {
        Kind.EMPTY: _("Avsnitt %(name)s är tomt.", name=name),
        Kind.UNTOUCHED: _("Avsnitt %(name)s har bara mallens text.", name=name),
        Kind.ROW_GAPS: _("Insatsen %(name)s har en lucka i namn eller beskrivning.", name=name),
        Kind.NO_RESPONSIBLE: _("Insatsen %(name)s saknar huvudansvarig.", name=name),
        Kind.FACT_CONTRADICTS: _("Uppgiften ”%(name)s” går inte ihop.", name=name),
        Kind.NOT_READY: _("%(name)s har inte sagt att de är klara med texten.", name=name),
        Kind.READY_LAPSED: _(
            "%(name)s var klara, men texten har ändrats eller kommit tillbaka sedan dess.",
            name=name,
        ),
        # of what was locked before every party had to say that it is ready
        Kind.NOT_READ: _("%(name)s har inte sagt att de har läst.", name=name),
    }[kind]


def n_(one: str, several: str) -> tuple[str, str]:
    """A pair of texts for the catalogues, looked up when it is known how many there are."""
    return one, several


_COUNTED: dict[Kind, tuple[str, str]] = {
    Kind.GAPS: n_(
        "Avsnitt %(name)s har en lucka att fylla i.",
        "Avsnitt %(name)s har %(num)d luckor att fylla i.",
    ),
    Kind.FACTS_UNEXPLAINED: n_(
        "En uppgift i avsnitt %(name)s är markerad som inte aktuell, utan att det står varför.",
        "%(num)d uppgifter i avsnitt %(name)s är markerade som inte aktuella, utan att det står"
        " varför.",
    ),
    Kind.FACT_GAPS: n_(
        "Uppgiften ”%(name)s” har en lucka att fylla i.",
        "Uppgiften ”%(name)s” har %(num)d luckor att fylla i.",
    ),
    Kind.HOLLOW_ANSWERS: n_(
        "Avsnitt %(name)s: en fråga är markerad som besvarad, men texten är inte färdig.",
        "Avsnitt %(name)s: %(num)d frågor är markerade som besvarade, men texten är inte färdig.",
    ),
    Kind.OPEN_SUGGESTIONS: n_(
        "Ett ändringsförslag är inte avgjort.", "%(num)d ändringsförslag är inte avgjorda."
    ),
    Kind.OPEN_QUESTIONS: n_(
        "Avsnitt %(name)s: en fråga är inte besvarad.",
        "Avsnitt %(name)s: %(num)d frågor är inte besvarade.",
    ),
    Kind.UNEXPLAINED: n_(
        "Avsnitt %(name)s: en fråga är markerad som inte aktuell, utan anteckning om varför.",
        "Avsnitt %(name)s: %(num)d frågor är markerade som inte aktuella, utan anteckning om"
        " varför.",
    ),
    Kind.FACTS_LEFT: n_(
        "En uppgift i avsnitt %(name)s har ni inte sagt något om.",
        "%(num)d uppgifter i avsnitt %(name)s har ni inte sagt något om.",
    ),
    Kind.SEVERAL_RESPONSIBLE: n_(
        "Insatsen %(name)s har en huvudansvarig.", "Insatsen %(name)s har %(num)d huvudansvariga."
    ),
}


def hollow_answer() -> str:
    """What a question is said to be that is marked as answered by a text that is not finished."""
    return _("Markerad som besvarad, men texten är inte färdig")


FAULTS: dict[Fault, LazyString] = {
    Fault.MISSING: _l("Fyll i fältet, eller välj att uppgiften inte är aktuell."),
    Fault.UNKNOWN: _l("Skriv värdet på det sätt som står vid fältet."),
    Fault.WRONG_SHAPE: _l("Skriv ett tal, till exempel 25 000 eller 12,5."),
    Fault.TOO_LONG: _l("Texten är för lång. Korta den, och skriv resten i avsnittets text."),
    Fault.OUT_OF_RANGE: _l("Talet är för litet eller för stort. Kontrollera det."),
    Fault.NO_UNIT: _l("Välj vad det räknas i."),
    Fault.ZERO: _l("Noll är ingen tid. Välj ”Genast” om det ska ske på en gång."),
    Fault.COUNTED_AT_ONCE: _l(
        "Det som sker genast har inget antal. Töm antalet, eller välj något annat än ”Genast”."
    ),
    Fault.BEYOND_LAW: _l("Så länge får det inte dröja enligt lagen. Välj en kortare tid."),
    Fault.NOT_A_TIME: _l("Skriv klockslaget som timmar och minuter, till exempel 13.00."),
    Fault.HALF_OPEN: _l("Skriv dag, när det öppnar och när det stänger, eller töm raden."),
    Fault.CLOSES_FIRST: _l(
        "Platsen stänger innan den öppnar. Kryssa i ”över natten” om den stänger dagen efter."
    ),
    Fault.ENDS_FIRST: _l("Evenemanget slutar innan det börjar. Kontrollera dagarna."),
    Fault.NOT_OVERNIGHT: _l(
        "Platsen stänger samma dag. Ta bort krysset för ”över natten”, eller ändra tiderna."
    ),
    Fault.ALWAYS_AND_HOURS: _l("Välj det ena: öppet dygnet runt, eller tider."),
    Fault.AGES_REVERSED: _l("Den högsta åldern är lägre än den lägsta."),
    Fault.MONTH_ALONE: _l("En månad på året kan bara anges för det som räknas i år."),
    Fault.NOT_OFFERED: _l("Det valet finns inte längre. Välj något av alternativen."),
    Fault.NO_STEPS: _l(
        "Stegen saknas. Skriv minst ett steg, eller välj att uppgiften inte är aktuell."
    ),
    Fault.STEP_WITHOUT_TIME: _l(
        "Skriv hur länge frågan får ligga på steget. Bara det sista får vara utan tid."
    ),
    Fault.ONLY_ONE: _l("Här kan bara ett värde stå."),
    Fault.TOO_MANY: _l("Här får inte så många plats. Slå ihop några av dem."),
    Fault.TWICE: _l("Det står redan. Ta bort den ena."),
    Fault.LONGER_THAN: _l("längre än ”%(other)s”"),
    Fault.NOT_WHOLE: _l("delarna blir inte 100 procent tillsammans"),
}


def contradiction(one: Contradiction) -> str:
    """Why what a fact says cannot be kept."""
    return str(FAULTS[one.fault]) % {"other": one.other}


def fault(one: Fault) -> str:
    """What is to be done about a value that will not do."""
    return str(FAULTS[one])

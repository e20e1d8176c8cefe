"""What the steps and phases are called, and why a rule of competence said no."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from agreements.competence.rules import CompetenceRefusal, CompetenceRuleError, Phase

PHASES: dict[Phase, LazyString] = {
    Phase.NEEDS: _l("1. Behovsinventering"),
    Phase.STRUCTURE: _l("2. Struktur för införandet"),
    Phase.CARRYING_OUT: _l("3. Genomförande"),
    Phase.LEARNING: _l("4. Lära och förbättra"),
}

STEPS: dict[int, tuple[LazyString, LazyString]] = {
    1: (
        _l("Ta reda på vad som rekommenderas"),
        _l("Läs riktlinjerna, se filmerna om dem och prata om vad de betyder hos er."),
    ),
    2: (
        _l("Gå igenom vilka behov som finns"),
        _l("Vilka personer möter ni, vad behöver de, och vad erbjuder ni i dag?"),
    ),
    3: (
        _l("Bestäm vilka områden som är viktigast"),
        _l("Ni kan inte göra allt på en gång."),
    ),
    4: (
        _l("Se efter om ni är redo för en förändring"),
        _l("Till exempel med frågor till personalen om tid, stöd och vilja."),
    ),
    5: (
        _l("Visa varför det behövs"),
        _l("Använd bedömningar, prioriteringar och statistik som alla känner igen."),
    ),
    6: (
        _l("Bilda en arbetsgrupp med en ledare"),
        _l("Gruppen ansvarar för stegen härifrån."),
    ),
    7: (
        _l("Besluta vilken insats som införs"),
        _l("Skriv vem som har beslutat."),
    ),
    8: (
        _l("Förklara hur insatsen möter behovet"),
        _l("Visa studier och andras erfarenheter."),
    ),
    9: (
        _l("Se till att det som behövs finns"),
        _l("Tid, pengar, kompetens och lokaler."),
    ),
    10: (
        _l("Gör en plan för införandet"),
        _l("Mål som går att mäta, roller, utbildning, handledning och uppföljning."),
    ),
    11: (
        _l("Utbilda dem som ska arbeta med insatsen"),
        _l("Lägg också in utbildningen i planen för kompetens."),
    ),
    12: (
        _l("Förbered uppföljningen"),
        _l("Samla in hur det är före, och mät det som insatsen ska ändra."),
    ),
    13: (
        _l("Pröva insatsen i liten skala"),
        _l("Se till att handledning och stöd finns på plats."),
    ),
    14: (
        _l("Berätta vad ni lärde er av prövningen"),
        _l("Helst med det som uppföljningen visade."),
    ),
    15: (
        _l("Inför insatsen överallt"),
        _l("Insatsen är en del av det vanliga arbetet."),
    ),
}
"""What each step is called, and a word of help."""

_REFUSALS: dict[CompetenceRefusal, LazyString] = {
    CompetenceRefusal.NO_GROUP: _l(
        "Arbetsgruppen är inte bildad än. Markera steg 6 först, det är gruppen som gör stegen efter"
        " det."
    ),
    CompetenceRefusal.DONE_ALREADY: _l("Steget är redan klart. Öppna sidan på nytt."),
    CompetenceRefusal.NOT_YET: _l("Dagen har inte varit än. Välj den dag det var."),
    CompetenceRefusal.NEEDED_BY_LATER: _l(
        "Gruppen har redan gjort steg efter det här. Ångra dem först."
    ),
    CompetenceRefusal.DONE_ANEW: _l(
        "Steget har ångrats och blivit klart på nytt sedan du öppnade sidan. Skicka igen om det är"
        " det nya som ska ångras."
    ),
    CompetenceRefusal.REPORTED_ALREADY: _l("Utbildningen är redan redovisad. Öppna sidan på nytt."),
    CompetenceRefusal.BEGUN_ALREADY: _l("Den insatsen håller redan på att införas i kommunen."),
    CompetenceRefusal.NO_METHOD: _l("Välj en insats, eller skriv vad den heter."),
    CompetenceRefusal.TWO_METHODS: _l(
        "Välj en insats i listan eller skriv en annan, inte båda. En sida gäller en insats."
    ),
    CompetenceRefusal.NOT_A_FILE: _l(
        "Filen är ingen PDF, PNG eller JPEG som går att läsa. Spara den på nytt och försök igen."
    ),
    CompetenceRefusal.TOO_LARGE_FILE: _l("Filen är för stor. Den får vara högst 1,9 MB."),
    CompetenceRefusal.CAME_OR_NOT: _l(
        "Skriv hur många som kom, eller kryssa för att utbildningen inte blev av."
    ),
}


def refusal(broken: CompetenceRuleError) -> str:
    """Why a rule said no, in the reader's language."""
    return str(_REFUSALS[broken.refusal])

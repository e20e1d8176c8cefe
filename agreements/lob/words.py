"""What the codes of LOB are called."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from agreements.lob.rules import LobRefusal, LobRuleError

_REFUSALS: dict[LobRefusal, LazyString] = {
    LobRefusal.MORE_CARED_FOR: _l(
        "Fler än alla kan inte ha kommit till vården. Skriv högst så många som omhändertogs."
    ),
    LobRefusal.MORE_YOUNG: _l(
        "Fler än alla kan inte ha varit 18–25 år. Skriv högst så många som omhändertogs."
    ),
    LobRefusal.MORE_VIOLENT: _l(
        "Fler än alla kan inte ha bedömts som våldsamma. Skriv högst så många som omhändertogs."
    ),
    LobRefusal.NO_REASON: _l("Skriv varför siffrorna rättas. Det står kvar bredvid dem."),
    LobRefusal.YEAR_GOES_ON: _l(
        "Året är inte slut än. Fyll i siffrorna när det är det, då räknas alla med."
    ),
    LobRefusal.ANOTHER_COUNTS: _l(
        "Ni redovisar inte för den här kommunen. Ändra vilka kommuner ni redovisar för, om det är"
        " fel."
    ),
}


def refusal(broken: LobRuleError) -> str:
    """Why a rule of LOB said no, in the reader's language."""
    return str(_REFUSALS[broken.refusal])

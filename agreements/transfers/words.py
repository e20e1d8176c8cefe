"""What is said of transfers, and why a rule about them said no."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from agreements.transferring import (
    Stage,
    TransferAnswer,
    TransferRefusal,
    TransferRuleError,
    TransferRuling,
)

REFUSALS: dict[TransferRefusal, LazyString] = {
    TransferRefusal.NOBODY: _l("Skriv vilken kommun det är."),
    TransferRefusal.REASON_NEEDED: _l("Skriv varför ni inte tar över ärendet."),
    TransferRefusal.DAY_NEEDED: _l("Välj dag."),
    TransferRefusal.TO_COME: _l("Välj en dag som inte ligger längre fram än i dag."),
    TransferRefusal.BEFORE_REQUEST: _l(
        "Välj en senare dag: det kan inte ha hänt före det som det svarar på."
    ),
    TransferRefusal.ANSWERED_ALREADY: _l(
        "Begäran väntar inte längre på svar. Öppna sidan på nytt."
    ),
    TransferRefusal.REFUSED_MEANWHILE: _l(
        "Ett nej har antecknats sedan du öppnade sidan. Läs det. Skicka igen om ärendet ändå tas"
        " över."
    ),
    TransferRefusal.NOT_YET: _l(
        "Ni kan ansöka hos IVO när den andra kommunen har sagt nej, eller när en månad har gått"
        " utan svar."
    ),
    TransferRefusal.WHY_NEEDED: _l("Skriv varför ni tar tillbaka begäran."),
    TransferRefusal.DECIDED_ALREADY: _l(
        "Begäran kan inte längre tas tillbaka: den andra kommunen tar över ärendet, eller så prövar"
        " IVO det. Öppna sidan på nytt."
    ),
    TransferRefusal.NOT_APPLIED: _l("Det finns ingen ansökan som väntar på beslut."),
}

STAGES: dict[Stage, tuple[str, LazyString]] = {
    Stage.ASKED: ("open", _l("Väntar på svar")),
    Stage.UNANSWERED: ("late", _l("Inget svar på en månad")),
    Stage.REFUSED: ("rejected", _l("Tar inte över")),
    Stage.TAKEN_OVER: ("accepted", _l("Tar över")),
    Stage.APPLIED: ("decision", _l("Prövas av IVO")),
    Stage.OVERDUE: ("late", _l("IVO:s tre månader har gått")),
    Stage.MOVED: ("accepted", _l("IVO: ärendet flyttas")),
    Stage.WITHDRAWN: ("voided", _l("Begäran är tillbakatagen")),
    Stage.STAYS: ("voided", _l("Ärendet flyttas inte")),
}

ANSWERS: dict[TransferAnswer, LazyString] = {
    TransferAnswer.TAKES_OVER: _l("Tar över ärendet"),
    TransferAnswer.REFUSES: _l("Tar inte över ärendet"),
}

RULINGS: dict[TransferRuling, LazyString] = {
    TransferRuling.MOVED: _l("Ärendet flyttas över"),
    TransferRuling.NOT_MOVED: _l("Ärendet flyttas inte över"),
    TransferRuling.WITHDRAWN: _l("Ansökan är återkallad eller avskriven"),
}


def refusal(broken: TransferRuleError) -> str:
    """Why a rule said no, in the reader's language."""
    return str(REFUSALS[broken.refusal])

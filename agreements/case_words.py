"""What deviations and disputes are called, and why a rule about them said no."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from agreements.cases import (
    CaseRefusal,
    CaseRuleError,
    DeviationKind,
    DeviationState,
    LevelOutcome,
    ProposalState,
    SettlementState,
)
from portal.errors import NotFoundError

REFUSALS: dict[CaseRefusal, LazyString] = {
    CaseRefusal.NOT_IN_FORCE: _l(
        "Överenskommelsen gäller inte i dag, så det går inte att avvika från den."
    ),
    CaseRefusal.NOT_A_PARTY: _l("Välj en av överenskommelsens parter."),
    CaseRefusal.COLUMN_ALONE: _l(
        "Vems del det är kan bara väljas för en insats. Välj en insats, eller låt det vara."
    ),
    CaseRefusal.ANSWERED_ALREADY: _l("Avvikelsen har redan ett svar. Öppna sidan på nytt."),
    CaseRefusal.NOT_ANSWERED: _l(
        "Avvikelsen har inget svar än. Den kan avslutas när den som den gäller har svarat."
    ),
    CaseRefusal.CLOSED_ALREADY: _l("Avvikelsen är redan avslutad. Öppna sidan på nytt."),
    CaseRefusal.SETTLED_ALREADY: _l("Förslaget är redan avgjort. Öppna sidan på nytt."),
    CaseRefusal.REASON_NEEDED: _l("Skriv varför, så att den som föreslog det förstår."),
    CaseRefusal.NO_LADDER: _l(
        "Överenskommelsen säger inte i vilken ordning en tvist lyfts. Skriv minst ett steg där"
        " först."
    ),
    CaseRefusal.NO_TIME: _l(
        "Ett steg i överenskommelsens ordning för tvister har noll dagar. Ett steg behöver minst en"
        " dag, eller ingen tid alls."
    ),
    CaseRefusal.TOP_LEVEL: _l("Tvisten står redan på det sista steget."),
    CaseRefusal.LIFTED_ALREADY: _l("Tvisten har lyfts sedan du öppnade sidan. Öppna den på nytt."),
    CaseRefusal.PROPOSED_ALREADY: _l(
        "Det finns redan ett förslag till lösning som väntar på svar. Svara på det först."
    ),
    CaseRefusal.SETTLEMENT_ANSWERED: _l("Förslaget är redan besvarat. Öppna sidan på nytt."),
    CaseRefusal.FOR_TWO_SIDES: _l(
        "Du har själv lagt förslaget, eller sagt ja, för en annan part. Någon annan hos er behöver"
        " svara."
    ),
    CaseRefusal.TOO_MANY_SIDES: _l("En tvist har högst tre parter: ni och två till."),
    CaseRefusal.DISPUTE_SETTLED: _l("Tvisten är redan löst. Öppna sidan på nytt."),
    CaseRefusal.FROM_TOO_EARLY: _l("Välj en dag som inte ligger före året innan tvisten väcktes."),
}

KINDS: dict[DeviationKind, LazyString] = {
    DeviationKind.OTHER_DOER: _l("Någon annan än den som är utsedd gör det"),
    DeviationKind.NOT_DONE: _l("Det gjordes inte"),
    DeviationKind.LATE: _l("Det gjordes för sent"),
    DeviationKind.OTHERWISE: _l("Det gjordes på ett annat sätt"),
    DeviationKind.UNCLEAR: _l("Överenskommelsen är otydlig eller saknar något"),
}

# below the columns of a chart
SHORT_KINDS: dict[DeviationKind, LazyString] = {
    DeviationKind.OTHER_DOER: _l("Annan gör"),
    DeviationKind.NOT_DONE: _l("Gjordes inte"),
    DeviationKind.LATE: _l("För sent"),
    DeviationKind.OTHERWISE: _l("Annat sätt"),
    DeviationKind.UNCLEAR: _l("Otydligt"),
}

STATES: dict[DeviationState, LazyString] = {
    DeviationState.OPEN: _l("Väntar på svar"),
    DeviationState.ANSWERED: _l("Besvarad"),
    DeviationState.CLOSED: _l("Avslutad"),
}

LEVELS: dict[LevelOutcome, LazyString] = {
    LevelOutcome.LIFTED: _l("Lyft till nästa steg"),
    LevelOutcome.OUT_OF_TIME: _l("Tiden gick ut"),
    LevelOutcome.SETTLED: _l("Löst här"),
}

SETTLEMENTS: dict[SettlementState, LazyString] = {
    SettlementState.OPEN: _l("Väntar på svar"),
    SettlementState.AGREED: _l("Godtaget"),
    SettlementState.REFUSED: _l("Avböjt"),
}

PROPOSALS: dict[ProposalState, LazyString] = {
    ProposalState.WAITING: _l("Väntar på länet"),
    ProposalState.KEPT: _l("Tas med i nästa utgåva"),
    ProposalState.DECLINED: _l("Tas inte med"),
}


def refusal(broken: CaseRuleError) -> str:
    """Why a rule said no, in the reader's language."""
    return str(REFUSALS[broken.refusal])


def kind_choices() -> list[tuple[str, LazyString]]:
    """In what way it can have gone otherwise, as choices of a form."""
    return [(kind.value, label) for kind, label in KINDS.items()]


def kind(value: str) -> DeviationKind:
    """The kind that a form says, which has checked that it is one of them."""
    return DeviationKind(value)


def state(value: str) -> DeviationState:
    """The state that an address names; NotFoundError for what is none."""
    try:
        return DeviationState(value)
    except ValueError:
        raise NotFoundError from None


def proposal_choices() -> list[tuple[str, LazyString]]:
    """What the county can say of a proposal."""
    return [(one.value, PROPOSALS[one]) for one in (ProposalState.KEPT, ProposalState.DECLINED)]


def proposal_state(value: str) -> ProposalState:
    """What a form says, which has checked that it is one of them."""
    return ProposalState(value)

"""The words of this domain in the interface: why a rule said no, and what values are called."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from agreements.rules import (
    AgreementRuleError,
    Answer,
    PromptState,
    Refusal,
    SuggestionStatus,
)

REFUSALS: dict[Refusal, LazyString] = {
    Refusal.WRONG_STATE: _l(
        "Överenskommelsen har gått vidare sedan du öppnade sidan. Öppna sidan på nytt."
    ),
    Refusal.NO_DATES: _l("Bestäm från och till vilka dagar överenskommelsen ska gälla."),
    Refusal.DATES_REVERSED: _l("Sista dagen måste komma efter den första."),
    Refusal.REVIEW_OUTSIDE: _l("Uppföljningen måste ligga inom giltighetstiden."),
    Refusal.ALREADY_EXPIRED: _l("Sista dagen har redan varit. Välj en senare dag."),
    Refusal.OPEN_SUGGESTIONS: _l("Det finns ändringsförslag som inte är avgjorda."),
    Refusal.ROW_WITHOUT_RESPONSIBLE: _l("Det finns insatser som ingen har huvudansvar för."),
    Refusal.EMPTY_SECTIONS: _l("Det finns avsnitt utan text."),
    Refusal.NOTHING_CHANGED: _l("Förslaget ändrar ingenting. Ändra något först."),
    Refusal.REASON_NEEDED: _l("Skriv varför, så att de andra parterna förstår."),
    Refusal.OWN_SUGGESTION: _l("Ni har själva lagt förslaget. De andra parterna svarar på det."),
    Refusal.SUGGESTION_CLOSED: _l("Förslaget är redan avgjort."),
    Refusal.ALREADY_DECIDED: _l(
        "Ert beslut är redan registrerat. Är något fel? Rätta det på överenskommelsens sida."
    ),
    Refusal.SIGNED_ALREADY: _l(
        "Någon har skrivit under, och beslutet kan inte rättas längre."
        " Lämna tillbaka överenskommelsen till parterna om det måste ändras."
    ),
    Refusal.ALREADY_SIGNED: _l("Er organisation har redan skrivit under."),
    Refusal.DECISION_IN_FUTURE: _l("Beslutsdatumet kan inte ligga framåt i tiden."),
    Refusal.IN_PROGRESS: _l("Det finns redan en överenskommelse på gång för kommunen."),
    Refusal.STALE_DOCUMENT: _l(
        "Dokumentet har ändrats sedan du öppnade det. Läs den nya versionen innan du skriver under."
    ),
}

PROMPT_STATES: dict[PromptState, LazyString] = {
    PromptState.OPEN: _l("Inte besvarad"),
    PromptState.ANSWERED: _l("Besvarad i texten"),
    PromptState.NOT_RELEVANT: _l("Inte aktuell hos oss"),
}

# beside the question, where there is less room than in the form
PROMPT_STATES_SHORT: dict[PromptState, LazyString] = {
    PromptState.OPEN: _l("Inte besvarad"),
    PromptState.ANSWERED: _l("Besvarad"),
    PromptState.NOT_RELEVANT: _l("Inte aktuell"),
}

ANSWERS: dict[Answer, LazyString] = {
    Answer.ACCEPT: _l("Godta"),
    Answer.REJECT: _l("Avböj"),
    Answer.ABSTAIN: _l("Avstå"),
}

# What follows says a value's kind in portal/web/statuses.py, which has the words.
SUGGESTION_STATUS: dict[SuggestionStatus, str] = {
    SuggestionStatus.INTERNAL: "internal",
    SuggestionStatus.PUBLISHED: "open",
    SuggestionStatus.CONFLICT: "conflicting",
    SuggestionStatus.ADOPTED: "adopted",
    SuggestionStatus.REJECTED: "rejected",
    SuggestionStatus.WITHDRAWN: "withdrawn",
    SuggestionStatus.REPLACED: "superseded",
}
ANSWER_STATUS: dict[Answer, str] = {
    Answer.ACCEPT: "accepted",
    Answer.REJECT: "rejected",
    Answer.ABSTAIN: "abstained",
}
PROMPT_STATUS: dict[PromptState, str] = {
    PromptState.OPEN: "not_started",
    PromptState.ANSWERED: "done",
    PromptState.NOT_RELEVANT: "abstained",
}


def refusal(broken: AgreementRuleError) -> str:
    """Why a rule of this domain said no, in the reader's language."""
    return str(REFUSALS[broken.refusal])


def stale_document() -> str:
    """What a signatory is told whose page shows another file than the one to sign."""
    return str(REFUSALS[Refusal.STALE_DOCUMENT])

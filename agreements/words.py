"""The words of this domain in the interface: why a rule said no, and what values are called."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from agreements.rules import (
    AgreementRuleError,
    Answer,
    PromptState,
    Refusal,
    Responsibility,
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
        "Ert beslut är redan registrerat. Är något fel?"
        " Ta överenskommelsen tillbaka till förhandling."
    ),
    Refusal.ALREADY_SIGNED: _l("Er organisation har redan skrivit under."),
    Refusal.DECISION_IN_FUTURE: _l("Beslutsdatumet kan inte ligga framåt i tiden."),
    Refusal.IN_PROGRESS: _l("Det finns redan en överenskommelse på gång för kommunen."),
    Refusal.STALE_DOCUMENT: _l(
        "Dokumentet har ändrats sedan du öppnade det. Läs den nya versionen innan du skriver under."
    ),
}

RESPONSIBILITIES: dict[Responsibility, LazyString | str] = {
    Responsibility.UNSET: "–",
    Responsibility.RESPONSIBLE: _l("Huvudansvar"),
    Responsibility.SHARED: _l("Medansvar"),
    Responsibility.PARTICIPATES: _l("Medverkar"),
    Responsibility.NONE: _l("Ej aktuell"),
}

PROMPT_STATES: dict[PromptState, LazyString] = {
    PromptState.OPEN: _l("Inte besvarad"),
    PromptState.ANSWERED: _l("Besvarad i texten"),
    PromptState.NOT_RELEVANT: _l("Inte aktuell hos oss"),
}

ANSWERS: dict[Answer, LazyString] = {
    Answer.ACCEPT: _l("Godta"),
    Answer.REJECT: _l("Avböj"),
    Answer.ABSTAIN: _l("Avstå"),
}

# a suggestion's or an answer's kind in portal/web/statuses.py
SUGGESTION_STATUS = {
    "internal": "internal",
    "published": "open",
    "conflict": "conflicting",
    "adopted": "adopted",
    "rejected": "rejected",
    "withdrawn": "withdrawn",
    "replaced": "superseded",
}
ANSWER_STATUS = {"accept": "accepted", "reject": "rejected", "abstain": "abstained"}


def refusal(broken: AgreementRuleError) -> str:
    """Why a rule of this domain said no, in the reader's language."""
    return str(REFUSALS[broken.refusal])


def stale_document() -> str:
    """What a signatory is told whose page shows another file than the one to sign."""
    return str(REFUSALS[Refusal.STALE_DOCUMENT])

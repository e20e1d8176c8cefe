"""The words of this domain in the interface: what values, parties and days are called."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from agreements.expected import Task
from agreements.rules import (
    Answer,
    CorrectionOf,
    CorrectionStatus,
    Part,
    PromptState,
    ReviewOutcome,
    SuggestionStatus,
)
from agreements.tables.agreement import Agreement
from agreements.tables.life import Correction
from agreements.tables.paper import Paper
from agreements.tables.template import Subject
from agreements.terms import Holding
from portal.web.filters import listed, long_date
from portal.web.i18n import either

PROMPT_STATES: dict[PromptState, LazyString] = {
    PromptState.OPEN: _l("Inte besvarad"),
    PromptState.ANSWERED: _l("Besvarad i texten"),
    PromptState.NOT_RELEVANT: _l("Inte aktuell hos oss"),
}

# of a question that is answered beside its passage
BY_TEXT = _l("Det som texten gör den till")

# beside the question, where there is less room than in the form
PROMPT_STATES_SHORT: dict[PromptState, LazyString] = {
    PromptState.OPEN: _l("Inte besvarad"),
    PromptState.ANSWERED: _l("Besvarad"),
    PromptState.NOT_RELEVANT: _l("Inte aktuell"),
}

PARTS: dict[Part, LazyString] = {
    Part.BOUND: _l("Beslutar och skriver under"),
    Part.DECIDES: _l("Beslutar, men skriver inte under"),
    Part.SIGNS: _l("Skriver under utan eget beslut"),
    Part.CONSULTED: _l("Rådfrågas"),
}

# beside the name of a party that does not do everything
PARTS_SHORT: dict[Part, LazyString] = {
    Part.DECIDES: _l("skriver inte under"),
    Part.SIGNS: _l("beslutar inte"),
    Part.CONSULTED: _l("rådfrågas"),
}

# in a sentence
_PARTS_TOLD: dict[Part, LazyString] = {
    Part.BOUND: _l("beslutar och skriver under"),
    Part.DECIDES: _l("beslutar, men skriver inte under"),
    Part.SIGNS: _l("skriver under utan eget beslut"),
    Part.CONSULTED: _l("rådfrågas"),
}


def what_it_does(code: str) -> str:
    """What a party does, from a Part, and "drafts" after it where it writes the draft."""
    part, _space, drafts = code.partition(" ")
    told = str(_PARTS_TOLD[Part(part)])
    return _("%(part)s, och skriver utkastet", part=told) if drafts else told


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


_TASKS: dict[Task, LazyString] = {
    Task.SIGN: _l("ska skriva under"),
    Task.DECIDE: _l("ska registrera sitt beslut"),
    Task.ANSWER: _l("ska svara på förslag"),
    Task.RESOLVE: _l("ska arbeta om sitt förslag"),
    Task.READ: _l("ska läsa utkastet"),
    Task.CONFIRM: _l("ska säga om det som är registrerat på papper stämmer"),
    Task.AGREE: _l("ska svara på en rättelse"),
    Task.EXPLAIN: _l("ska svara på en avvikelse"),
    Task.LEARN: _l("ska avsluta en avvikelse"),
    Task.CONCILIATE: _l("ska svara på en lösning av en tvist"),
    Task.STATE: _l("ska skriva sin ståndpunkt i en tvist"),
    Task.READY: _l("ska säga till när de är klara med texten"),
    Task.FOLLOW_UP: _l("ska följa upp överenskommelsen"),
    Task.RENEW: _l("ska börja på nästa överenskommelse"),
    Task.REPORT: _l("ska redovisa siffror om LOB"),
    Task.FINISH: _l("ska se till att nästa överenskommelse hinner bli klar"),
    Task.PUBLISH: _l("har ett förslag som inte är visat"),
    Task.PUT_TO_DECISION: _l("kan låsa texten för beslut"),
    Task.COMPLETE: _l("ska göra klart det som saknas"),
    Task.WRITE: _l("skriver utkastet"),
}


def task(one: Task) -> str:
    """What a party is to do, as it is told to the others."""
    return str(_TASKS[one])


class InTwoLanguages(Protocol):
    """What is called something in Swedish and in English."""

    @property
    def name(self) -> str:
        """In Swedish."""

    @property
    def name_en(self) -> str:
        """In English."""


def subject_name(subject: InTwoLanguages) -> str:
    """What agreements are about, in the reader's language."""
    return either(subject.name, subject.name_en)


def target_group(subject: Subject) -> str:
    """Whom agreements on a subject are for, in the reader's language."""
    return either(subject.target_group, subject.target_group_en)


def area(names: Sequence[str], *, covers_county: bool) -> str:
    """Where an agreement holds: the whole county, or the municipalities that are named."""
    if covers_county:
        return _("Hela länet")
    return listed(names)


def always_parties(kinds: Sequence[str]) -> str:
    """Which kinds of organisation take part without being asked, and with what."""
    told = [str(_ALWAYS[one]) for one in kinds if one in _ALWAYS]
    if not told:
        return ""
    who = listed(told)
    return _("Det här kräver mallen: %(who)s beslutar och skriver under.", who=who)


_ALWAYS = {
    "municipality": _l("varje kommun i området"),
    "region": _l("regionen"),
    "police": _l("polisen"),
    "school": _l("skolan"),
}


def until(one: Holding) -> str:
    """Until when it holds, as it stands in a sentence."""
    if one.last_day is None:
        return _("tills vidare")
    return _("till och med %(day)s", day=long_date(one.last_day))


def replaceable(holding: Iterable[Holding]) -> list[tuple[str, str]]:
    """What an agreement could take over from, as choices of a form."""
    return [
        (
            str(one.id),
            _("Den ersätter %(name)s, som gäller %(until)s", name=one.title, until=until(one)),
        )
        for one in holding
        if one.is_within
    ]


def renewable(signed: Iterable[Holding]) -> list[tuple[str, str]]:
    """Whose text an agreement could begin from, as choices of a form."""
    return [
        (
            str(one.id),
            _("Texten i %(name)s, som gäller %(until)s", name=one.title, until=until(one)),
        )
        for one in signed
    ]


REVIEW_OUTCOMES: dict[ReviewOutcome, LazyString] = {
    ReviewOutcome.KEEP: _l("Den fungerar och behöver inte ändras"),
    ReviewOutcome.CHANGE: _l("Den behöver ändras"),
    ReviewOutcome.END: _l("Den ska inte fortsätta"),
}


def review_outcomes() -> list[tuple[str, str]]:
    """What a review can come to, as choices of a form."""
    return [(one.value, str(said)) for one, said in REVIEW_OUTCOMES.items()]


def review_outcome(chosen: str | None) -> ReviewOutcome:
    """The one of them that a form says, of a form that is whole."""
    return ReviewOutcome(chosen or "")


CORRECTION_STATUS: dict[CorrectionStatus, str] = {
    CorrectionStatus.OPEN: "open",
    CorrectionStatus.ADOPTED: "adopted",
    CorrectionStatus.REFUSED: "rejected",
    CorrectionStatus.WITHDRAWN: "withdrawn",
}


def correction_of(about: CorrectionOf, decision: str = "") -> str:
    """What a clerical error stands in, outside the sections; `decision` says whose, and of whom."""
    return {
        CorrectionOf.TEXT: _("Texten"),
        CorrectionOf.TITLE: _("Överenskommelsens namn"),
        CorrectionOf.PARAGRAPH: _("Paragraf i beslut av %(who)s", who=decision),
        CorrectionOf.REFERENCE: _("Diarienummer i beslut av %(who)s", who=decision),
        CorrectionOf.DECIDED_ON: _("Datum för beslut av %(who)s", who=decision),
    }[about]


def corrected(agreement: Agreement, one: Correction) -> str:
    """That it has been corrected: when, what, by whom and with whose consent."""
    agreed = "; ".join(
        f"{answer.answered_by}, {agreement.party_name(answer.organisation_id, answer.answered_at)}"
        for answer in one.answers
        if answer.agrees
    )
    return _(
        "Rättad %(day)s: ”%(before)s” har blivit ”%(after)s”. Föreslagen av %(by)s; godkänd av"
        " %(agreed)s.",
        day=long_date(one.settled_at),
        before=one.before,
        after=one.after,
        by=f"{one.proposed_by}, {agreement.party_name(one.organisation_id, one.proposed_at)}",
        agreed=agreed,
    )


def on_paper(agreement: Agreement, paper: Paper) -> str:
    """That it was signed on paper, and who registered it."""
    return _(
        "Undertecknad på papper, registrerad av %(name)s, %(party)s, %(day)s",
        name=paper.registered_by,
        party=agreement.party_name(paper.organisation_id, paper.registered_at),
        day=long_date(paper.registered_at),
    )

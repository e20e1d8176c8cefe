"""The words of this domain in the interface: why a rule said no, and what values are called."""

from collections.abc import Iterable, Mapping, Sequence

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from agreements.expected import Task
from agreements.facts import Contradiction, Fault
from agreements.readiness import Finding, Kind
from agreements.rules import (
    COLUMN_KINDS,
    PARTY_KINDS,
    AgreementRuleError,
    Answer,
    CorrectionOf,
    CorrectionStatus,
    DayDoubt,
    Holding,
    OutlineKind,
    Part,
    PromptState,
    Refusal,
    ReviewOutcome,
    SuggestionStatus,
)
from agreements.tables.agreement import Agreement
from agreements.tables.life import Correction
from agreements.tables.paper import Paper
from agreements.tables.template import Subject
from portal.web.filters import listed, long_date
from portal.web.i18n import either

REFUSALS: dict[Refusal, LazyString] = {
    Refusal.WRONG_STATE: _l(
        "Överenskommelsen har gått vidare sedan du öppnade sidan. Öppna sidan på nytt."
    ),
    Refusal.NOT_READY: _l("Allt är inte klart än. Rätta det som står i listan först."),
    Refusal.HALF_A_ROW: _l("Skriv klart insatsens namn och beskrivning: där finns en lucka kvar."),
    Refusal.HALF_A_COLUMN: _l("Skriv klart namnet: där finns en lucka kvar."),
    Refusal.COLUMN_TAKEN: _l("En annan kolumn heter redan så. Välj ett annat namn."),
    Refusal.TOO_MANY_COLUMNS: _l("”Vem gör vad” har redan så många kolumner som får plats."),
    Refusal.NOT_MOVED: _l("Insatsen står redan där. Välj en annan plats."),
    Refusal.HALF_AN_ANNEX: _l("Skriv klart bilagan: där finns en lucka kvar."),
    Refusal.TOO_MANY_ANNEXES: _l("Överenskommelsen har redan så många bilagor som får plats."),
    Refusal.HALF_A_TITLE: _l("Skriv klart namnet: där finns en lucka kvar."),
    Refusal.DATES_REVERSED: _l("Sista dagen måste komma efter den första."),
    Refusal.TWO_ENDS: _l(
        "Välj det ena: en sista dag, eller att överenskommelsen gäller tills vidare."
    ),
    Refusal.REVIEW_NEEDED: _l(
        "En överenskommelse som gäller tills vidare behöver en dag då den följs upp. Skriv den,"
        " eller skriv den första dagen så räknar vi ut den efter länets mall."
    ),
    Refusal.HAS_NO_END: _l(
        "Överenskommelsen gäller tills vidare, så det finns inget att förlänga. Följ upp den, gör"
        " ett tillägg eller säg upp den."
    ),
    Refusal.WHICH_END: _l(
        "Skriv den nya sista dagen, eller välj att överenskommelsen ska gälla tills vidare."
    ),
    Refusal.NEXT_REVIEW_NEEDED: _l(
        "Överenskommelsen gäller tills vidare. Skriv när den ska följas upp nästa gång."
    ),
    Refusal.REVIEW_OUTSIDE: _l(
        "Uppföljningen måste ligga inom den tid som överenskommelsen gäller."
    ),
    Refusal.NOTHING_CHANGED: _l("Förslaget ändrar ingenting. Ändra något först."),
    Refusal.REASON_NEEDED: _l("Skriv varför, så att de andra parterna förstår."),
    Refusal.OWN_SUGGESTION: _l("Ni har själva lagt förslaget. De andra parterna svarar på det."),
    Refusal.SUGGESTION_CLOSED: _l("Förslaget är redan avgjort."),
    Refusal.ALREADY_DECIDED: _l(
        "Ert beslut är redan registrerat. Är något fel? Rätta det på överenskommelsens sida."
        " Beslutar fler för er? Ange först vilka."
    ),
    Refusal.SIGNED_ALREADY: _l(
        "Någon har skrivit under, och beslutet kan inte rättas längre."
        " Lämna tillbaka överenskommelsen till parterna om det måste ändras."
    ),
    Refusal.ALREADY_SIGNED: _l("Er organisation har redan skrivit under."),
    Refusal.DECISION_IN_FUTURE: _l("Beslutsdatumet kan inte ligga framåt i tiden."),
    Refusal.DAY_IN_DOUBT: _l("Kryssa i att dagen stämmer, eller ändra den."),
    Refusal.NOT_A_BODY: _l("Välj en av dem som ni har sagt ska besluta för er."),
    Refusal.BODY_HAS_DECIDED: _l(
        "Någon som inte står i listan har redan beslutat. Ha kvar den, eller rätta beslutet först."
    ),
    Refusal.IN_PROGRESS: _l(
        "Ni har redan en överenskommelse på gång i det här ämnet, för samma kommun."
    ),
    Refusal.NO_AREA: _l("Välj vilka kommuner den ska gälla i, eller hela länet."),
    Refusal.OUTSIDE_AREA: _l(
        "En kommun kan bara vara part där överenskommelsen gäller. Lägg till kommunen i området."
    ),
    Refusal.BEGINS_WITHOUT_PART: _l("Välj vad er egen organisation gör i överenskommelsen."),
    Refusal.DRAFTS_WITHOUT_PART: _l(
        "Den som skriver utkastet med er måste vara med. Välj vad den gör i överenskommelsen."
    ),
    Refusal.MUST_TAKE_PART: _l(
        "Mallen kräver att någon av varje slag som den nämner både beslutar och skriver under."
    ),
    Refusal.TOO_FEW_SIGN: _l("Minst två parter måste skriva under."),
    Refusal.COMPOSED_MEANWHILE: _l(
        "Någon har ändrat område eller parter sedan du öppnade sidan. Det som gäller nu står"
        " överst. Se efter att dina val stämmer och fortsätt."
    ),
    Refusal.LAST_COLUMN: _l("Det är den enda kolumnen. Lägg till en annan först."),
    Refusal.COLUMN_OF_NOBODY: _l(
        "Den som kolumnen hör till är inte längre med. Lägg till en ny kolumn i stället."
    ),
    Refusal.OVERLAPS_BEYOND: _l(
        "En annan överenskommelse i samma ämne gäller under den tiden, också i kommuner utanför"
        " området, och kan därför inte ersättas av den här. Säg upp den först, eller föreslå en"
        " första dag efter dess sista."
    ),
    Refusal.REPLACES_BEYOND: _l(
        "Den som ersätts får bara gälla i kommuner där den nya överenskommelsen också gäller."
    ),
    Refusal.RENEWS_ELSEWHERE: _l("Den texten gäller inte i området. Välj en annan att börja från."),
    Refusal.BEING_DECIDED: _l(
        "En annan överenskommelse i samma ämne väntar redan på beslut eller underskrift, för en av"
        " kommunerna och samma tid. Länets lägesbild visar vilken."
    ),
    Refusal.OVERLAPS: _l(
        "En annan överenskommelse i samma ämne gäller under den tiden, och två kan inte gälla"
        " samtidigt. Välj att den ersätts, eller föreslå en första dag efter dess sista."
    ),
    Refusal.NOT_A_PARTY: _l("Mallen säger inte att den organisationen kan vara part."),
    Refusal.MIXED_SIGNING: _l(
        "Någon har redan skrivit under här. Alla skriver under på samma sätt: lämna tillbaka"
        " överenskommelsen till parterna om ni hellre skriver under på papper."
    ),
    Refusal.SIGNED_IN_FUTURE: _l("Dagen för underskriften kan inte ligga framåt i tiden."),
    Refusal.NO_TERM: _l(
        "Bestäm först när överenskommelsen gäller: första dagen, och sista dagen eller tills"
        " vidare."
    ),
    Refusal.BUILT_ON: _l(
        "Överenskommelsen har förlängts, fått ett tillägg, sagts upp eller ersatts, så"
        " registreringen kan inte tas tillbaka."
    ),
    Refusal.OWN_PAPER: _l("Ni har själva registrerat den. De andra parterna säger om den stämmer."),
    Refusal.ANOTHER_PAPER: _l(
        "Det som var registrerat när du öppnade sidan är taget tillbaka. Läs det som gäller nu, och"
        " svara sedan."
    ),
    Refusal.REGISTERED_ALREADY: _l(
        "Någon annan har redan registrerat den som undertecknad på papper. Läs det som står, och"
        " säg till dem om det är fel."
    ),
    Refusal.ANSWERED_ALREADY: _l(
        "Någon hos er har redan svarat, och svaret står fast. Det du skrev nu är inte sparat."
    ),
    Refusal.HALF_A_SECTION: _l(
        "Ett avsnitt har luckor kvar att fylla i. Fyll i dem, eller töm avsnittet: då gäller"
        " papperet där."
    ),
    Refusal.DAYS_IN_DOUBT: _l(
        "Dagarna är ovanliga: ett beslut efter underskriften, eller mer än ett år mellan beslut,"
        " underskrift och första dag. Rätta dem, eller kryssa i att de står så på papperet."
    ),
    Refusal.HALF_A_CORRECTION: _l("Skriv klart det som ska stå: där finns en lucka kvar."),
    Refusal.REPLACES_PAST: _l(
        "Den börjar före den som den ska ersätta, och den gäller redan. Låt den nya börja samma dag"
        " eller senare."
    ),
    Refusal.WORDS_NOT_THERE: _l(
        "Orden står inte så i överenskommelsen. Kopiera dem därifrån, med stora och små bokstäver"
        " som de är."
    ),
    Refusal.WORDS_NOT_ONCE: _l(
        "Orden står på flera ställen. Ta med fler ord runt omkring, så att det är klart vilket."
    ),
    Refusal.SAME_WORDS: _l("Det står redan så. Ändra det som är fel."),
    Refusal.TOO_MUCH_TO_CORRECT: _l(
        "Ett skrivfel är högst 40 tecken. Ska mer än så ändras gör parterna ett tillägg, som de"
        " beslutar om och skriver under."
    ),
    Refusal.CHANGES_WHO: _l(
        "Det ändrar vem som gör vad, och det är inget skrivfel. Parterna gör ett tillägg, som de"
        " beslutar om och skriver under."
    ),
    Refusal.NOT_A_DAY: _l("Skriv dagen så här: 2026-11-22."),
    Refusal.CORRECTION_WAITS: _l(
        "En annan rättelse väntar redan på parternas svar. Den står på överenskommelsens sida."
    ),
    Refusal.CORRECTION_SETTLED: _l("Rättelsen är redan avgjord."),
    Refusal.FOR_TWO_PARTIES: _l(
        "Du har redan registrerat beslut eller skrivit under för en annan part."
        " En överenskommelse är mellan parterna, så någon annan hos er behöver göra det här."
    ),
    Refusal.IS_OVER: _l("Överenskommelsen har slutat gälla, så det här går inte att göra med den."),
    Refusal.IS_ENDING: _l(
        "Överenskommelsen är uppsagd eller ersatt av en annan, så den kan inte förlängas eller"
        " ändras."
    ),
    Refusal.PROLONGING: _l(
        "En förlängning eller ett tillägg är redan på gång. Det står på överenskommelsens sida."
    ),
    Refusal.PROLONGED_FROM: _l(
        "En förlängning börjar dagen efter att överenskommelsen annars slutar gälla."
        " Föreslå den första dagen på nytt."
    ),
    Refusal.PROLONGED_UNTIL: _l(
        "Den nya sista dagen måste komma minst två dagar efter den som gäller nu."
    ),
    Refusal.PROLONGED_INTO: _l(
        "En annan överenskommelse i samma ämne gäller då. Välj en sista dag före dess första."
    ),
    Refusal.ADDED_FROM: _l(
        "Tillägget måste börja gälla medan överenskommelsen gäller, och inte före ett tidigare"
        " tillägg."
    ),
    Refusal.NOTHING_ADDED: _l(
        "Tillägget ändrar ingenting än. Ändra ett avsnitt eller ”Vem gör vad” först."
    ),
    Refusal.REVIEW_DAY: _l(
        "Uppföljningen kan inte ligga framåt i tiden, eller före överenskommelsens första dag."
    ),
    Refusal.NEXT_REVIEW: _l(
        "Nästa uppföljning måste ligga framåt i tiden, och innan överenskommelsen slutar gälla."
    ),
    Refusal.NOTICE_DAY: _l(
        "Sista dagen kan inte ha varit, och den måste komma före den dag då överenskommelsen ändå"
        " slutar gälla."
    ),
    Refusal.NOT_A_FILE: _l(
        "Filen är inte en hel PDF-, PNG- eller JPEG-fil, eller så innehåller den något som körs."
        " Spara den som PDF på nytt och försök igen."
    ),
    Refusal.TOO_LARGE_FILE: _l("Filen är större än 1,9 MB. Spara den mindre och försök igen."),
    Refusal.TOO_MANY_FILES: _l("Beslutet har redan så många filer som får plats."),
    Refusal.NO_MANDATE: _l(
        "Du har ingen registrerad behörighet att skriva under för din organisation."
    ),
    Refusal.MANDATE_COMING: _l("Din behörighet att skriva under har inte börjat gälla än."),
    Refusal.MANDATE_ENDED: _l("Din behörighet att skriva under har gått ut."),
    Refusal.MANDATE_REVOKED: _l("Din behörighet att skriva under är återkallad."),
    Refusal.PLACE_TAKEN: _l("Någon annan har redan skrivit under på den plats som är din."),
    Refusal.NOT_YOUR_TURN: _l(
        "Ni skriver under i ordning, och just nu är det inte din tur att skriva under."
    ),
    Refusal.MANDATE_REVERSED: _l("Sista dagen kan inte vara före den första."),
    Refusal.MANDATE_OVER: _l("Sista dagen har redan varit: ingen skulle kunna skriva under."),
    Refusal.NOBODY_HOLDS: _l("Välj vem eller vilka som har behörigheten."),
    Refusal.PLACES_UNEVEN: _l(
        "Ge varje plats en person, med början på 1. En ersättare behöver någon att ersätta."
    ),
    Refusal.TOO_FEW_PLACES: _l("Fler behöver skriva under än det finns personer med en plats."),
    Refusal.DUE_PAST: _l("Dagen har redan varit. Välj i dag eller en senare dag."),
    Refusal.DUE_TOO_LATE: _l(
        "Dagen är efter att överenskommelsen ska börja gälla. Välj en dag senast den första dagen."
    ),
    Refusal.TEXT_HAS_CHANGED: _l(
        "Texten har ändrats sedan du öppnade sidan. Läs vad som är ändrat och säg sedan till."
    ),
    Refusal.OWN_SUGGESTION_OPEN: _l(
        "Ni har ett eget förslag som inte är avgjort. Vänta på svaren eller ta tillbaka det först."
    ),
    Refusal.STALE_DOCUMENT: _l(
        "Dokumentet har ändrats sedan du öppnade det. Läs den nya versionen innan du skriver under."
    ),
}

_DAY_DOUBTS: dict[DayDoubt, LazyString] = {
    DayDoubt.LONG_AGO: _l("Beslutsdagen är för mer än ett år sedan."),
    DayDoubt.BEFORE_WORK: _l(
        "Beslutsdagen är före den dag då arbetet med överenskommelsen började."
    ),
    DayDoubt.BEFORE_LOCK: _l("Beslutsdagen är före dagen då texten låstes."),
}

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


def finding(one: Finding) -> str:
    """What is not as it should be, and where."""
    if one.kind in _ABOUT_THE_WHOLE:
        return str(_ABOUT_THE_WHOLE[one.kind])
    if one.kind in _COUNTED:
        return ngettext(*_COUNTED[one.kind], one.count, name=one.name)
    return _at_a_place(one.kind, one.name)


_ABOUT_THE_WHOLE: dict[Kind, LazyString] = {
    Kind.NO_MEASURES: _l("Alla insatser är borttagna ur ”Vem gör vad”."),
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


def subject_name(subject: Subject) -> str:
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


def hollow_answer() -> str:
    """What a question is said to be that is marked as answered by a text that is not finished."""
    return _("Markerad som besvarad, men texten är inte färdig")


def refusal(broken: AgreementRuleError) -> str:
    """Why a rule of this domain said no, in the reader's language."""
    return str(REFUSALS[broken.refusal])


def day_doubt(one: DayDoubt | None) -> str:
    """Why a day is asked about before it is recorded; "" when it need not be."""
    return str(_DAY_DOUBTS[one]) if one else ""


def stale_document() -> str:
    """What a signatory is told whose page shows another file than the one to sign."""
    return str(REFUSALS[Refusal.STALE_DOCUMENT])


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


_OUTLINES: dict[OutlineKind, LazyString] = {
    OutlineKind.ANNEX_ADDED: _l("Bilagan ”%(name)s” lades till"),
    OutlineKind.ANNEX_REPLACED: _l("Bilagan ”%(name)s” ändrades"),
    OutlineKind.ANNEX_MOVED: _l(
        "Bilagan ”%(name)s” flyttades från plats %(before)s till %(after)s"
    ),
    OutlineKind.ANNEX_REMOVED: _l("Bilagan ”%(name)s” togs bort"),
    OutlineKind.ANNEX_RESTORED: _l("Bilagan ”%(name)s” togs tillbaka"),
    OutlineKind.ROW_ADDED: _l("Insatsen ”%(name)s” lades till"),
    OutlineKind.ROW_MOVED: _l(
        "Insatsen ”%(name)s” flyttades från plats %(before)s till %(after)s i sin grupp"
    ),
    OutlineKind.ROW_REMOVED: _l("Insatsen ”%(name)s” togs bort"),
    OutlineKind.ROW_RESTORED: _l("Insatsen ”%(name)s” togs tillbaka"),
    OutlineKind.COLUMN_ADDED: _l("Kolumnen ”%(name)s” lades till för %(after)s"),
    OutlineKind.COLUMN_CHANGED: _l("Kolumnen ”%(before)s” heter ”%(name)s” och hör till %(after)s"),
    OutlineKind.COLUMN_REMOVED: _l("Kolumnen ”%(name)s” togs bort"),
    OutlineKind.COLUMN_RESTORED: _l("Kolumnen ”%(name)s” togs tillbaka"),
    OutlineKind.RENAMED: _l("Namnet ändrades från ”%(before)s” till ”%(name)s”"),
    OutlineKind.AREA_CHANGED: _l("Området ändrades från %(before)s till %(after)s"),
    OutlineKind.PARTY_ADDED: _l("%(name)s kom med: %(after)s"),
    OutlineKind.PARTY_CHANGED: _l("%(name)s: %(before)s blev %(after)s"),
    OutlineKind.PARTY_REMOVED: _l("%(name)s är inte längre med"),
    OutlineKind.REPLACES_CHANGED: _l("Vad den ersätter ändrades från %(before)s till %(after)s"),
    OutlineKind.FACT_CHANGED: _l("Uppgiften ”%(name)s” ändrades"),
}


def outline(kind: OutlineKind, name: str, before: str, after: str) -> str:
    """What became of a part of an agreement, in a sentence without who did it."""
    if kind in PARTY_KINDS:
        before, after = (what_it_does(one) if one else "" for one in (before, after))
    if kind is OutlineKind.AREA_CHANGED:
        before, after = (area([one], covers_county=one == "*") for one in (before, after))
    if kind is OutlineKind.REPLACES_CHANGED:
        before, after = (f"”{one}”" if one else _("ingenting") for one in (before, after))
    if kind in COLUMN_KINDS:
        after = after or _("varje kommun i området, för sig")
    if kind is OutlineKind.ANNEX_REPLACED and before != name:
        return _("Bilagan ”%(before)s” ändrades och heter ”%(name)s”", before=before, name=name)
    return str(_OUTLINES[kind]) % {"name": name, "before": before, "after": after}


_SUGGESTED: dict[OutlineKind, LazyString] = {
    OutlineKind.ROW_ADDED: _l("Förslag att lägga till insatsen ”%(name)s”"),
    OutlineKind.ROW_MOVED: _l("Förslag att flytta insatsen ”%(name)s”"),
    OutlineKind.ROW_REMOVED: _l("Förslag att ta bort insatsen ”%(name)s”"),
    OutlineKind.ROW_RESTORED: _l("Förslag att ta tillbaka insatsen ”%(name)s”"),
    OutlineKind.COLUMN_ADDED: _l("Förslag att lägga till kolumnen ”%(name)s”"),
    OutlineKind.COLUMN_REMOVED: _l("Förslag att ta bort kolumnen ”%(name)s”"),
    OutlineKind.COLUMN_RESTORED: _l("Förslag att ta tillbaka kolumnen ”%(name)s”"),
    OutlineKind.ANNEX_ADDED: _l("Förslag att lägga till bilagan ”%(name)s”"),
    OutlineKind.ANNEX_MOVED: _l("Förslag att flytta bilagan ”%(name)s”"),
    OutlineKind.ANNEX_REPLACED: _l("Förslag att ändra bilagan ”%(name)s”"),
    OutlineKind.ANNEX_REMOVED: _l("Förslag att ta bort bilagan ”%(name)s”"),
    OutlineKind.RENAMED: _l("Förslag att överenskommelsen ska heta ”%(name)s”"),
    OutlineKind.FACT_CHANGED: _l("Förslag att ändra uppgiften ”%(name)s”"),
}


def suggested(kind: OutlineKind, outline: Mapping[str, str]) -> str:
    """What a suggestion of a row, an annex or the name is about, as a heading."""
    return str(_SUGGESTED[kind]) % {"name": outline["name"]}

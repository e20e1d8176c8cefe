"""Why a rule of this domain said no, in the reader's language."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from agreements.decisions import DayDoubt
from agreements.refusals import AgreementRuleError, Refusal

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
    Refusal.DAY_TAKEN_AWAY: _l("Skriv en dag: den går att flytta, men inte att ta bort."),
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
        " skicka igen om det du skrev gäller det."
    ),
    Refusal.REGISTERED_ALREADY: _l(
        "Någon annan har redan registrerat den som undertecknad på papper. Läs det som står, och"
        " säg till dem om det är fel."
    ),
    Refusal.ANSWERED_ALREADY: _l(
        "Någon hos er har redan svarat, och svaret står fast. Det du skrev nu är inte sparat."
    ),
    Refusal.ANSWERED_MEANWHILE: _l(
        "Någon hos er har svarat sedan du öppnade sidan. Svaret står under ”Vad parterna säger”."
        " Skicka igen om ert svar ska bli det du har valt."
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
        "Du har redan sagt klart, registrerat beslut eller skrivit under för en annan part."
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
    Refusal.DRAFT_HAS_CHANGED: _l(
        "Någon har ändrat utkastet, eller vilka som är med, sedan du öppnade sidan. Läs det och"
        " dela det sedan."
    ),
    Refusal.GONE_ON: _l(
        "Överenskommelsen har gått vidare sedan du öppnade sidan. Skicka igen om arbetet ändå ska"
        " avbrytas."
    ),
    Refusal.OWN_SUGGESTION_OPEN: _l(
        "Ni har ett eget förslag som inte är avgjort. Vänta på svaren eller ta tillbaka det först."
    ),
    Refusal.OTHER_VERSION: _l(
        "En ny version har låsts sedan du öppnade sidan. Läs den, och skicka igen om det du skrev"
        " gäller den."
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


def refusal(broken: AgreementRuleError) -> str:
    """Why a rule of this domain said no, in the reader's language."""
    return str(REFUSALS[broken.refusal])


def day_doubt(one: DayDoubt | None) -> str:
    """Why a day is asked about before it is recorded; "" when it need not be."""
    return str(_DAY_DOUBTS[one]) if one else ""


def other_version() -> str:
    """What somebody is told whose page is about another version than the one that is up."""
    return str(REFUSALS[Refusal.OTHER_VERSION])


def stale_document() -> str:
    """What a signatory is told whose page shows another file than the one to sign."""
    return str(REFUSALS[Refusal.STALE_DOCUMENT])

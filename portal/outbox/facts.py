"""What a mail names. Agreements are public: which municipality, whose act, what of it, until when.

Mail of a group names the group, when and where it meets, and what it is to take up.
Mail about a plan names the organisation that it comes from and a day, and nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from babel.dates import format_date

from portal.direction import isolated_text
from portal.zone import STOCKHOLM

SWEDISH, ENGLISH = "sv_SE", "en_GB"
_UNTIL = ("från och med", "till och med", "tills vidare")
_UNTIL_EN = ("from", "to", "until further notice")
# what a party is to do with an agreement or in a group (agreements.expected.Task):
# "ni ska", "you are to"
TASKS = {
    "sign": ("skriva under", "sign it"),
    "decide": ("registrera ert beslut", "record your decision"),
    "answer": ("svara på ett ändringsförslag", "answer a suggested change"),
    "resolve": ("arbeta om ert ändringsförslag", "rework your suggested change"),
    "agree": ("svara på en rättelse", "answer a correction"),
    "state": ("skriva er ståndpunkt i en tvist", "say your view in a dispute"),
    "conciliate": ("svara på hur en tvist ska lösas", "answer how a dispute is to end"),
    "learn": ("avsluta en avvikelse", "close a deviation"),
    "explain": ("svara på en avvikelse", "answer a deviation"),
    "read": ("läsa utkastet", "read the draft"),
    "ready": ("säga till när ni är klara med texten", "say when you are ready with the text"),
    "publish": (
        "visa ert ändringsförslag eller ta tillbaka det",
        "show your suggested change or withdraw it",
    ),
    "put_to_decision": ("låsa texten för beslut", "lock the text for decisions"),
    "complete": ("göra klart det som saknas i texten", "complete what the text lacks"),
    "write": ("skriva klart utkastet och dela det", "finish the draft and share it"),
    "confirm": (
        "säga om det som är undertecknat på papper stämmer",
        "say whether what was signed on paper is so",
    ),
    "carry_out": ("genomföra ett beslut", "carry out a decision"),
    "confirm_minutes": ("justera protokollet", "confirm the minutes"),
    "write_minutes": ("skriva protokollet", "write the minutes"),
    "hand_over_minutes": (
        "lämna protokollet för justering",
        "hand the minutes over to be confirmed",
    ),
    "convene": ("kalla till nästa möte", "call the next meeting"),
}
OTHERWISE = ("göra det som väntar på er", "do what waits for you")


@dataclass(frozen=True, slots=True)
class Facts:
    """As the database knows them when the mail is sent; None is what it does not know."""

    municipality: str | None = None
    sender: str | None = None
    section: str | None = None
    of_matrix: bool | None = None
    of_term: bool | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    review_on: date | None = None
    organisation: str | None = None
    answer_by: date | None = None
    starts_at: datetime | None = None
    subject: str | None = None
    open_ended: bool | None = None
    due_on: date | None = None
    task: str | None = None
    group_name: str | None = None
    agenda: list[str] | None = None
    place: str | None = None

    def words(self) -> Mapping[str, str]:
        """What stands in the braces of a text, in both languages."""
        return {
            "municipality": self._about(_line(self.municipality or "Lokal överenskommelse")),
            "agreement": f"överenskommelsen för {self._place('kommunen')}",
            "agreement_en": f"the agreement for {self._place('the municipality')}",
            "sender": _line(self.sender or "En part"),
            "sender_en": _line(self.sender or "A party"),
            "waits": f" {_line(self.sender)} väntar på det." if self.sender else "",
            "waits_en": f" {_line(self.sender)} waits for it." if self.sender else "",
            "part": self._part("Vem gör vad", "när överenskommelsen gäller", "avsnitt", "texten"),
            "part_en": self._part("“Vem gör vad”", "the term", "section", "the text"),
            "term": self._term("Den ska gälla", _UNTIL, SWEDISH),
            "term_en": self._term("It is to hold", _UNTIL_EN, ENGLISH),
            "until": _day(self.valid_until, SWEDISH),
            "until_en": _day(self.valid_until, ENGLISH),
            "review": _day(self.review_on, SWEDISH),
            "review_en": _day(self.review_on, ENGLISH),
            "whose": _line(self.organisation or "Samsyn"),
            "from": f" från {_line(self.organisation)}" if self.organisation else "",
            "from_en": f" from {_line(self.organisation)}" if self.organisation else "",
            "answer_by": _sentence("Svara senast", self.answer_by, SWEDISH),
            "answer_by_en": _sentence("Answer by", self.answer_by, ENGLISH),
            "due": _sentence("Gör det senast", self.due_on, SWEDISH),
            "due_en": _sentence("Please do so by", self.due_on, ENGLISH),
            "day": _day(self.due_on, SWEDISH),
            "day_en": _day(self.due_on, ENGLISH),
            "what": TASKS.get(self.task or "", OTHERWISE)[0],
            "what_en": TASKS.get(self.task or "", OTHERWISE)[1],
            "group": _line(self.group_name or "Gruppen"),
            "group_en": _line(self.group_name or "the group"),
            "agenda": self._agenda("Dagordning"),
            "agenda_en": self._agenda("Agenda"),
            "at_place": f", {_line(self.place)}" if self.place else "",
            "when": self._when("kl.", SWEDISH),
            "when_en": self._when("at", ENGLISH),
        }

    def _agenda(self, title: str) -> str:
        """What is to be taken up, each on a line of its own; nothing where nothing is open."""
        lines = [f"\n– {_line(one)}" for one in self.agenda or ()]
        return f"\n\n{title}:{''.join(lines)}" if lines else ""

    def _place(self, otherwise: str) -> str:
        return self._about(_line(self.municipality or otherwise))

    def _about(self, place: str) -> str:
        """A place, and what the agreement is about where there are agreements on several things."""
        return f"{place} ({_line(self.subject)})" if self.subject else place

    def _when(self, at: str, locale: str) -> str:
        """The day and the hour, after a colon; nothing where no meeting is known."""
        if self.starts_at is None:
            return ""
        here = self.starts_at.astimezone(STOCKHOLM)
        clock = here.strftime("%H.%M" if locale == SWEDISH else "%H:%M")
        return f": {_weekday(here.date(), locale)} {at} {clock}"

    def _part(self, matrix: str, term: str, section: str, otherwise: str) -> str:
        if self.section:
            return f"{section} {_line(self.section)}"
        if self.of_matrix:
            return matrix
        return term if self.of_term else otherwise

    def _term(self, begins: str, words: tuple[str, str, str], locale: str) -> str:
        """A sentence, or nothing as long as no day is decided."""
        since, until, openly = words
        days = [
            f"{word} {_day(day, locale)}"
            for word, day in ((since, self.valid_from), (until, self.valid_until))
            if day is not None
        ]
        if self.open_ended and self.valid_until is None:
            days.append(openly)
        return f" {begins} {' '.join(days)}." if days else ""


def _sentence(begins: str, day: date | None, locale: str) -> str:
    return f" {begins} {_weekday(day, locale)}." if day else ""


def _weekday(day: date, locale: str) -> str:
    return format_date(day, "EEEE d MMMM y", locale=locale)


def _day(day: date | None, locale: str) -> str:
    return format_date(day, "d MMMM y", locale=locale) if day else "–"


def _line(name: str) -> str:
    """A name as it may stand in a subject: on one line, keeping its direction to itself."""
    return isolated_text(" ".join(name.split()))

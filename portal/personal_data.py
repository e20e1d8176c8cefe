"""What in a text points a person out: numbers, addresses, and the names of those who are known.

Pure. A text that several organisations read must say what happened and never to whom. What only
looks like a number of somebody's is let through: a paragraph of a law, a day, a time, a reference
of a register, an amount, the number of an organisation.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial

from portal.errors import RuleBrokenError, check_all
from portal.personnummer import check_digit


class Points(StrEnum):
    """How a passage points somebody out."""

    PERSONNUMMER = "personnummer"
    TELEPHONE = "telephone"
    EMAIL = "email"
    ADDRESS = "address"
    NAME = "name"
    NUMBER = "number"


@dataclass(frozen=True, slots=True, order=True)
class Passage:
    """Where somebody is pointed out: the characters from `first` to before `end`, as written."""

    first: int
    end: int
    points: Points
    words: str


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of those whom a text must not point out: their names, and numbers of theirs."""

    names: Collection[str] = ()
    numbers: Collection[str] = ()


NOBODY = Known()


class PersonalDataError(RuleBrokenError):
    """A text in `field` points somebody out, at `passages`. The message repeats none of it."""

    def __init__(self, field: str, text: str, passages: Collection[Passage]) -> None:
        super().__init__("personal data", field=field)
        self.text = text
        self.passages = tuple(passages)


def check_impersonal(
    field: str, text: str, known: Known = NOBODY, *, but: Collection[Points] = ()
) -> None:
    """Raise unless nothing in a text points a person out, `but` what is said of a place or so."""
    if passages := [one for one in find_personal(text, known) if one.points not in but]:
        raise PersonalDataError(field, text, passages)


def check_all_impersonal(**texts: str) -> None:
    """Raise what is wrong with any of a form's texts, given by the names of their fields."""
    check_all(*(partial(check_impersonal, field, text) for field, text in texts.items()))


def find_personal(text: str, known: Known = NOBODY) -> list[Passage]:
    """Every passage that points a person out, in the order of the text; none within another."""
    plain = _Plain(text)
    found: list[Passage] = []
    for points, spans in (
        (Points.EMAIL, plain.spans(_EMAIL)),
        (Points.PERSONNUMMER, _personnummer(plain)),
        (Points.NUMBER, _numbers(plain, known.numbers)),
        (Points.TELEPHONE, _telephones(plain)),
        (Points.ADDRESS, _addresses(plain)),
        (Points.NAME, _names(plain, known.names)),
    ):
        for first, end in spans:
            if not any(one.first < end and first < one.end for one in found):
                found.append(plain.passage(points, first, end))
                plain.take(first, end)
    return sorted(plain.as_written(one) for one in found)


TAKEN = "\x00"
"""What stands where something has been found, or is known to be nobody's."""
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")
_ANY_DIGIT = re.compile(r"\d")


class _Plain:
    """A text as it is searched: digits, dashes and blanks of one kind, and nothing unseen.

    `places` tells where each of its characters stands in the text as it was written.
    """

    def __init__(self, text: str) -> None:
        self.written = text
        shown = [(at, one) for at, one in enumerate(text) if unicodedata.category(one) != "Cf"]
        self.places = [at for at, _one in shown]
        self.text = "".join(_plain_character(one) for _at, one in shown)

    def spans(self, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
        """Where a pattern is found."""
        return (match.span() for match in pattern.finditer(self.text))

    def take(self, first: int, end: int) -> None:
        """Let what follows not look there again."""
        self.text = self.text[:first] + TAKEN * (end - first) + self.text[end:]

    def passage(self, points: Points, first: int, end: int) -> Passage:
        """What was found, by its place in the plain text."""
        return Passage(first, end, points, "")

    def as_written(self, one: Passage) -> Passage:
        """The same by its place in the text as it was written, with its words."""
        first, end = self.places[one.first], self.places[one.end - 1] + 1
        return Passage(first, end, one.points, self.written[first:end])


def _plain_character(one: str) -> str:
    if one.isdecimal():
        return str(unicodedata.decimal(one))
    if one in "\n\t":
        return "\n"
    return " " if one.isspace() else one.translate(_DASHES)


_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")

# -- personnummer and samordningsnummer -----------------------------------------------------------

_PERSONNUMMER = re.compile(
    r"(?<![\d-])(?P<century>18|19|20)?(?P<year>\d{2})(?P<a>[-./ ]?)(?P<month>\d{2})(?P<b>[-./ ]?)"
    r"(?P<day>\d{2}) ?(?P<sign>[-+ ]?) ?(?P<end>\d ?\d ?\d ?\d)(?![\d-]|,\d|[.:]\d)"
)
_IS_COUNTED = re.compile(
    r" ?(?:kr\b|kronor|tkr|mkr|öre|%|procent|st\b|personer|platser|tim|min|dagar|dygn)",
    re.IGNORECASE,
)
_SPACED_END = re.compile(r"\d \d")
_COORDINATION = 60


def _personnummer(plain: _Plain) -> Iterator[tuple[int, int]]:
    for match in _PERSONNUMMER.finditer(plain.text):
        end = match["end"].replace(" ", "")
        digits = f"{match['year']}{match['month']}{match['day']}{end}"
        is_certain = check_digit(digits[:9]) == digits[9]
        is_joined = not (match["a"] or match["b"])
        # as it is usually written it is refused also with a wrong last digit
        is_usual = is_joined and bool(match["sign"].strip() or match["century"])
        is_spaced = bool(_SPACED_END.search(match["end"]))
        if (
            _is_day(match["century"], int(match["year"]), int(match["month"]), int(match["day"]))
            and (is_certain or (is_usual and not is_spaced))
            and not _IS_COUNTED.match(plain.text, match.end())
        ):
            yield match.span()


def _is_day(century: str | None, year: int, month: int, day: int) -> bool:
    """Whether a day of birth may be written so; a samordningsnummer may leave it open."""
    is_coordination = day >= _COORDINATION
    day -= _COORDINATION if is_coordination else 0
    if is_coordination and 0 in (month, day):
        return month <= 12 and day <= 31
    for each in [century] if century else ["19", "20"]:
        try:
            date(int(f"{each}{year:02}"), month, day)
        except ValueError:
            continue
        return True
    return False


# -- telephones -----------------------------------------------------------------------------------

_NOT_A_TELEPHONE = re.compile(
    # days, times, a reference of a register and the paragraphs of a law are nobody's number
    r"\b(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./ ]\d{1,2}[-./ ](?:19|20)\d{2}"
    r"|(?:[01]?\d|2[0-4])[.:][0-5]\d(?: ?- ?(?:[01]?\d|2[0-4])[.:][0-5]\d)?"
    r"|(?:[01]\d|2[0-4])[0-5]\d ?- ?(?:[01]\d|2[0-4])[0-5]\d"
    r"|(?:19|20)\d{2} ?[:/-] ?\d{1,6}(?:[-/]\d{1,3})?)\b(?!-\d)"
)
_REFERENCE = re.compile(
    r"\b(?:dnr|diarienr|diarienummer|ärendenr|beslut(?:snr)?|§+)[.:]? ?"
    r"(?:[A-ZÅÄÖ]{1,6}[ -]?)?[\d/:. -]*\d",
    re.IGNORECASE,
)
_MOBILE = re.compile(r"07[02369]")
_TELEPHONE = re.compile(
    r"(?<![\d\w/:,.-])(?:"
    r"(?:\+|00 ?)[1-9]\d{0,2}(?:[ ./-]{0,2}\(0\))?(?:[ ./-]{0,2}\d){6,11}"
    r"|\(?0[1-9]\d{0,2}\)?(?:[ ./-]{0,2}\d){5,8})(?![\d\w]|,\d)"
)
_FEWEST, _MOST = 8, 10


def _telephones(plain: _Plain) -> Iterator[tuple[int, int]]:
    masked = _masked(plain.text, _NOT_A_TELEPHONE)
    for match in _TELEPHONE.finditer(masked):
        digits = "".join(_ANY_DIGIT.findall(match[0]))
        is_foreign = match[0].startswith(("+", "00"))
        if not is_foreign and not _FEWEST <= len(digits) <= _MOST:
            continue
        if not is_foreign and not _MOBILE.match(digits) and _is_reference(masked, match.start()):
            continue
        yield match.span()


def _is_reference(text: str, at: int) -> bool:
    """Whether a number that begins there is said to be a register's."""
    return any(one.start() < at < one.end() for one in _REFERENCE.finditer(text))


def _masked(text: str, pattern: re.Pattern[str]) -> str:
    return pattern.sub(lambda match: TAKEN * len(match[0]), text)


# -- addresses ------------------------------------------------------------------------------------

_NOT_A_STREET = (
    r"(?:riks|läns|europa|motor|genom|från|om|vårdplats|arbets|remiss|flykt|kontakt|beslut)?s?"
)
_STREET = re.compile(
    r"(?<!\w)(?P<name>(?-i:[A-ZÅÄÖ][\w:.-]* )?[\w:-]*?"
    r"(?P<kind>gatan|gata|vägen|väg|gränden|gränd|torget|torg|allén|allé|stigen|stig|backen|backe"
    r"|brinken|esplanaden|kajen|leden|slingan|stråket|höjden|promenaden|liden|gården|tomten))"
    r",? ?(?P<number>\d{1,3})(?:(?:[a-z]| (?-i:[A-Z]))(?!\w))?(?![\d\w%]|[.,:/-]\d)",
    re.IGNORECASE,
)
_UNITS = re.compile(
    r" ?(?:kap|§|dag|dygn|veck|månad|år|gång|tim|min|kr\b|kronor|tkr|%|procent|person|plats|barn"
    r"|stycken|st\b|km|mil|meter|januari|februari|mars|april|maj|juni|juli|augusti|september"
    r"|oktober|november|december|avsnitt|punkt|och \d|av \d|till \d)",
    re.IGNORECASE,
)
_POSTAL = re.compile(r"(?<![\d\w§,.-])(?<!\d )[1-9]\d{2} \d{2} {1,2}(?=[A-ZÅÄÖ])[A-ZÅÄÖa-zåäö]{2,}")
_NOT_STREETS = re.compile(_NOT_A_STREET + r"(?:väg(?:en)?|led(?:en)?|gård(?:en)?)", re.IGNORECASE)


def _addresses(plain: _Plain) -> Iterator[tuple[int, int]]:
    for match in _STREET.finditer(plain.text):
        name, kind = match["name"].rsplit(" ", 1)[-1], match["kind"]
        is_alone = name.casefold() == kind.casefold()
        if is_alone and (" " not in match["name"] or not name[0].isupper()):
            # "på vägen 2": a word by itself is no street, but "Östra Vägen 2" is
            continue
        if _NOT_STREETS.fullmatch(name) and not is_alone:
            continue
        if not _UNITS.match(plain.text, match.end()):
            yield match.span()
    yield from plain.spans(_POSTAL)


# -- names and numbers that are known -------------------------------------------------------------

_LEAST = 2
# names that are words as well: alone they are somebody's only with a capital within a sentence
_WORDS_TOO = frozenset(
    (  # noqa: SIM905 (a list of them takes a page)
        "alm asp axel berg bo bror björk björn dag du ek falk flod frid frisk glad gran gren "
        "hav hjort holm is jord kind klang kling krona kung lamm lind ljung lo lund maj mark "
        "mars may mod modig my mård norr nord ny april juni juli ros rot rask sand sjö skog "
        "sol stad stark sten ström stål svan svensk sund tall tor torn tro vide viking villig "
        "vinter vår ung ulf åker å ö öst"
    ).split()
)


def _names(plain: _Plain, names: Collection[str]) -> Iterator[tuple[int, int]]:
    for name in sorted({*names}, key=len, reverse=True):
        parts = name.split()
        if len(parts) > 1:
            yield from plain.spans(_word(r"[\s,.-]+".join(map(re.escape, parts))))
            turned = [parts[-1], *parts[:-1]]
            yield from plain.spans(_word(r"[\s,.-]+".join(map(re.escape, turned))))
        for part in _parts(parts):
            for match in _word(re.escape(part)).finditer(plain.text):
                if part.casefold() not in _WORDS_TOO or _is_within(plain.text, match):
                    yield match.span()


def _parts(parts: list[str]) -> Iterator[str]:
    """The names of a person one by one; of "Anna-Lena" also each half."""
    for part in parts:
        halves = part.split("-")
        for each in [part, *halves] if len(halves) > 1 else [part]:
            if len(each.strip(".")) >= _LEAST:
                yield each


def _word(pattern: str) -> re.Pattern[str]:
    """A name as a word of its own, also in the genitive."""
    return re.compile(rf"(?<!\w){pattern}(?:s|:s|'s|’s)?(?!\w)", re.IGNORECASE)


def _is_within(text: str, match: re.Match[str]) -> bool:
    """Whether it has a capital without being the first word of a sentence."""
    before = text[: match.start()].rstrip(" \"”'(")
    return match[0][0].isupper() and bool(before) and before[-1] not in ".!?:\n\x00"


def _numbers(plain: _Plain, numbers: Collection[str]) -> Iterator[tuple[int, int]]:
    """Numbers that are known, however they are spaced."""
    for number in numbers:
        marks = [re.escape(one) for one in number if one.isalnum()]
        if len(marks) >= _FEWEST_KNOWN:
            joined = r"[\s./+-]{0,2}".join(marks)
            yield from plain.spans(re.compile(rf"(?<!\w){joined}(?!\w)", re.IGNORECASE))


_FEWEST_KNOWN = 4

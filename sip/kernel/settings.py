"""What a county, or its lawyers, may set for SIP: one file, read once and strictly."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType

from flask import Flask, current_app

from portal.errors import ConfigurationError
from portal.toml_table import Table, TomlFileError, read_file
from sip.kernel.legal_grounds import Activity, Condition, LegalGround, Need, Receiver

DEFAULTS = Path(__file__).parents[1] / "defaults.toml"

# Keys that the code asks for. A file names each of them, and no other.
CONSENT = ("longest_days",)
REVIEWS = ("readings_every",)
RETENTION_RULES = ("social", "patient", "provider", "other")
PROVIDERS_KEEP = 2  # SoL 17 kap. 2 §
OWN_WORDS = "own_words"  # the category of what the person says; always there

KEY = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
KEY_SHAPE = "får bara ha små bokstäver a–z, siffror och understreck, och börjar med en bokstav"
VERSION = re.compile(r"\d{4}-\d{1,2}")
VERSION_SHAPE = "ska vara år, bindestreck och nummer, till exempel 2026-1"

LABEL, LAW, HINT, TEXT = 60, 80, 300, 4000
SWEDISH, EASY = "sv", "easy"
TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
TAG_SHAPE = "ska vara en språkkod, till exempel ar, so eller fa-AF"
LONGEST_BASIS_DAYS, LONGEST_REVIEW_DAYS, LONGEST_RETENTION_YEARS = 366, 365, 120
LONGEST_CONSENT_DAYS = 1096


@dataclass(frozen=True, slots=True)
class Category:
    """One kind of information, shared or held back by itself."""

    key: str
    label: str
    english: str


@dataclass(frozen=True, slots=True)
class Translation:
    """A text in a language of the county's choice: its tag, what it calls itself, the text."""

    language: str
    name: str
    text: str

    @property
    def tag(self) -> str:
        """Its language for a browser: easy Swedish is Swedish."""
        return SWEDISH if self.language == EASY else self.language


@dataclass(frozen=True, slots=True)
class InformationText:
    """What somebody is shown before they answer, as CommonMark. A version is never rewritten.

    `easy` is easy Swedish; "" where a county has not written any.
    """

    version: str
    swedish: str
    english: str
    easy: str
    translations: tuple[Translation, ...]

    @property
    def languages(self) -> tuple[Translation, ...]:
        """Every language that it is in, Swedish first; easy Swedish is the language `EASY`."""
        easy = (Translation(EASY, "Lättläst svenska", self.easy),) if self.easy else ()
        english = Translation("en", "English", self.english)
        return (
            Translation(SWEDISH, "Svenska", self.swedish),
            *easy,
            english,
            *self.translations,
        )

    def in_language(self, tag: str) -> Translation:
        """The text in a language; in Swedish where it is not in that."""
        return next((one for one in self.languages if one.language == tag), self.languages[0])


@dataclass(frozen=True, slots=True)
class SipSettings:
    """Everything in the file. Reviews are days, retention is years."""

    categories: tuple[Category, ...]
    bases: tuple[LegalGround, ...]
    reviews: Mapping[str, int]
    retention: Mapping[str, int]
    longest_consent: timedelta  # the rest of its last day counted in
    information_texts: Mapping[str, InformationText]
    current_information_version: str

    @property
    def current_information(self) -> InformationText:
        """The text that is shown now."""
        return self.information_texts[self.current_information_version]

    def category(self, key: str) -> Category | None:
        """The category called `key`, if the file has it."""
        return next((one for one in self.categories if one.key == key), None)

    def basis(self, code: str) -> LegalGround | None:
        """The ground called `code`, if the file has it."""
        return next((one for one in self.bases if one.code == code), None)


def init_app(app: Flask, path: Path | None) -> None:
    """Give the application its settings: those of the file, or the ones it comes with.

    Raises ConfigurationError with everything that is wrong with the file.
    """
    app.extensions["sip_settings"] = configured(path)


def sip_settings() -> SipSettings:
    """The settings of the application that runs."""
    found: SipSettings = current_app.extensions["sip_settings"]
    return found


def configured(path: Path | None) -> SipSettings:
    """The settings of the file that the configuration names, or the ones the portal comes with.

    Raises ConfigurationError with everything that is wrong with the file.
    """
    try:
        return load_settings(path or DEFAULTS)
    except TomlFileError as refused:
        raise ConfigurationError(str(refused)) from None


def load_settings(path: Path = DEFAULTS) -> SipSettings:
    """Read the file; raises TomlFileError with everything that is wrong, key by key."""
    return read_file(path, _settings)


def _settings(root: Table) -> SipSettings:
    texts = {one.version: one for one in _information_texts(root.tables("information_texts"))}
    return SipSettings(
        categories=_categories(root),
        bases=tuple(_bases(root.tables("bases"))),
        reviews=_numbers(root.table("reviews"), REVIEWS, least=1, most=LONGEST_REVIEW_DAYS),
        retention=_retention(root.table("retention")),
        longest_consent=timedelta(days=_longest_days(root.table("consent")) + 1),
        information_texts=MappingProxyType(texts),
        current_information_version=root.reference(
            "current_information_version", texts, "finns inte bland information_texts"
        )
        or "",
    )


def _categories(root: Table) -> tuple[Category, ...]:
    found = tuple(_each_category(root.tables("categories")))
    if root.has("categories") and OWN_WORDS not in {one.key for one in found}:
        root.note("categories", f'kategorin "{OWN_WORDS}" måste finnas')
    return found


def _each_category(tables: Iterable[Table]) -> Iterator[Category]:
    taken: set[str] = set()
    for table in tables:
        yield Category(
            _new(table, "key", taken, KEY, KEY_SHAPE),
            table.text("label", most=LABEL),
            table.text("english", most=LABEL),
        )
        table.end()


def _bases(tables: Iterable[Table]) -> Iterator[LegalGround]:
    taken: set[str] = set()
    for table in tables:
        yield LegalGround(
            code=_new(table, "code", taken, KEY, KEY_SHAPE),
            label=table.text("label", most=LABEL),
            law=table.text("law", most=LAW),
            longest=timedelta(days=table.number("longest_days", least=1, most=LONGEST_BASIS_DAYS)),
            hint=table.text("hint", most=HINT),
            may_decide=table.choices("may_decide", Activity),
            may_receive=table.choices("may_receive", Receiver),
            conditions=table.choices("conditions", Condition, may_be_empty=True),
            needs=table.choices("needs", Need, may_be_empty=True),
            is_verified=table.flag("verified"),
            english=table.text("english", most=LABEL),
            hint_english=table.text("hint_english", most=HINT),
        )
        table.end()


def _longest_days(table: Table) -> int:
    return _numbers(table, CONSENT, least=1, most=LONGEST_CONSENT_DAYS)["longest_days"]


def _retention(table: Table) -> Mapping[str, int]:
    # a file from before private social services had a time of their own has what the law says
    is_whole = table.has("provider")
    keys = RETENTION_RULES if is_whole else tuple(set(RETENTION_RULES) - {"provider"})
    found = _numbers(table, keys, least=1, most=LONGEST_RETENTION_YEARS)
    return found if is_whole else MappingProxyType({**found, "provider": PROVIDERS_KEEP})


def _numbers(table: Table, keys: Iterable[str], *, least: int, most: int) -> Mapping[str, int]:
    found = {key: table.number(key, least=least, most=most) for key in keys}
    table.end()
    return MappingProxyType(found)


def _information_texts(tables: Iterable[Table]) -> Iterator[InformationText]:
    taken: set[str] = set()
    for table in tables:
        yield InformationText(
            _new(table, "version", taken, VERSION, VERSION_SHAPE),
            table.prose("swedish", most=TEXT),
            table.prose("english", most=TEXT),
            table.prose("easy", most=TEXT, required=False),
            tuple(_translations(table.tables("translations", required=False))),
        )
        table.end()


def _translations(tables: Iterable[Table]) -> Iterator[Translation]:
    taken = {SWEDISH, EASY, "en"}
    for table in tables:
        yield Translation(
            _new(table, "language", taken, TAG, TAG_SHAPE),
            table.text("name", most=LABEL),
            table.prose("text", most=TEXT),
        )
        table.end()


def _new(table: Table, key: str, taken: set[str], shape: re.Pattern[str], meaning: str) -> str:
    """Read a key that no table before has."""
    text = table.shaped(key, shape, meaning)
    if text in taken:
        table.note(key, f'"{text}" finns redan')
    taken.add(text)
    return text


def stored_version(tag: str) -> str:
    """How an act of consent keeps which text was shown: its version, with a language but Swedish's.

    Of a language that the text is not in, Swedish was shown.
    """
    text = sip_settings().current_information
    shown = text.in_language(tag).language
    return text.version if shown == SWEDISH else f"{text.version}/{shown}"


def version_in_words(stored: str) -> str:
    """The same for a reader: the version, and what the language calls itself."""
    version, _, tag = stored.partition("/")
    text = sip_settings().information_texts.get(version)
    if not tag or text is None:
        return stored
    return f"{version}, {text.in_language(tag).name}"

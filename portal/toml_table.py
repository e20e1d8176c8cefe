"""Reads a TOML file strictly: every problem is noted with its place, all are told at once."""

import re
import tomllib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeGuard, TypeVar

from markdown_it import MarkdownIt

from portal.errors import PortalError

T = TypeVar("T")
Choice = TypeVar("Choice", bound=StrEnum)

KEY = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
KEY_SHAPE = "får bara ha små bokstäver a–z, siffror och bindestreck, och börjar med en bokstav"
LONGEST_KEY = 60

# What tomllib says in English, by how its message begins, and what that means to a writer.
SYNTAX = (
    ("Expected '='", "likhetstecknet efter nyckeln saknas"),
    ("Invalid value", "värdet går inte att läsa; saknas citattecken?"),
    ("Invalid date", "datumet finns inte"),
    ("Illegal character", "texten avslutas inte med citattecken på samma rad"),
    ("Unterminated string", "texten avslutas inte med citattecken"),
    ("Unescaped '\\'", "ett omvänt snedstreck betyder något särskilt; skriv \\\\ i stället"),
    ("Cannot overwrite", "nyckeln står två gånger"),
    ("Duplicate", "nyckeln står två gånger"),
    ("Cannot declare", "rubriken inom hakparentes står två gånger"),
    ("Expected ']'", "hakparentesen avslutas inte"),
    ("Unclosed array", "listan avslutas inte med ]"),
    ("Invalid statement", "raden går inte att läsa"),
    ("Expected newline", "det står något oväntat efter värdet"),
)

_commonmark = MarkdownIt("commonmark")


@dataclass(frozen=True, slots=True)
class FileProblem:
    """One thing to put right: where in the file, and why. Places are counted from 1."""

    key: str
    reason: str

    @property
    def line(self) -> str:
        """Both, as they are told."""
        return f"{self.key}: {self.reason}" if self.key else self.reason


class TomlFileError(PortalError):
    """A file that cannot be used, with everything that is wrong with it, in Swedish."""

    def __init__(self, path: Path, problems: Sequence[FileProblem]) -> None:
        super().__init__("\n".join(f"{path.name}: {problem.line}" for problem in problems))
        self.path = path
        self.problems = tuple(problems)


class Table:
    """A table of the file, read key by key.

    A value that will not do is noted and stands in as something empty. That is safe because
    `read_file` refuses the whole file as soon as one problem is noted.
    """

    def __init__(self, values: Mapping[str, Any], place: str, problems: list[FileProblem]) -> None:
        self._values = values
        self._place = place
        self._problems = problems
        self._asked: set[str] = set()

    def note(self, key: str, reason: str) -> None:
        """Say what is wrong with the value at `key`."""
        self._problems.append(FileProblem(self._inside(key), reason))

    def has(self, key: str) -> bool:
        return key in self._values

    def plain(self, key: str) -> Any:  # noqa: ANN401 (what TOML holds)
        """The value as it stands, for whoever reads it by itself; None where it is left out."""
        self._asked.add(key)
        return self._values.get(key)

    def end(self, unknown: str = "okänd nyckel") -> None:
        """Refuse every key nobody asked for."""
        for key in self._values:
            if key not in self._asked:
                near = get_close_matches(key, sorted(self._asked - set(self._values)), n=1)
                self.note(key, f'{unknown}; menade du "{near[0]}"?' if near else unknown)

    def text(self, key: str, *, most: int, required: bool = True) -> str:
        """Read a text on one line, of at most `most` characters."""
        text = self._written(key, most=most, required=required)
        if "\n" in text:
            self.note(key, "texten ska stå på en rad")
        return text

    def prose(self, key: str, *, most: int, required: bool = True) -> str:
        """Read CommonMark of any number of lines."""
        return self._written(key, most=most, required=required)

    def shaped(self, key: str, shape: re.Pattern[str], meaning: str) -> str:
        """Read a text of a certain shape; `meaning` says which."""
        text = self.text(key, most=LONGEST_KEY)
        if text and not shape.fullmatch(text):
            self.note(key, meaning)
        return text

    def key(self, taken: set[str]) -> str:
        """Read the table's own `key`, add it to `taken`, refuse one that is there already."""
        text = self.shaped("key", KEY, KEY_SHAPE)
        if text in taken:
            self.note("key", f'nyckeln "{text}" finns redan')
        elif text:
            taken.add(text)
        return text

    def reference(
        self, key: str, known: Collection[str], missing: str, *, required: bool = True
    ) -> str | None:
        """Read the key of something else; `missing` is said of one that is not `known`."""
        if not required and not self.has(key):
            self._asked.add(key)
            return None
        text = self.text(key, most=LONGEST_KEY)
        if text and text not in known:
            self.note(key, f'"{text}" {missing}')
        return text

    def choice(self, key: str, choices: Iterable[Choice]) -> Choice:
        """Read one of `choices`, written as its value."""
        return self._member(key, self.text(key, most=LONGEST_KEY), tuple(choices))

    def choices(
        self, key: str, choices: Iterable[Choice], *, may_be_empty: bool = False
    ) -> frozenset[Choice]:
        """Read at least one of `choices`, or an empty list where it may be."""
        members = tuple(choices)
        return frozenset(
            self._member(f"{key}[{number}]", text, members)
            for number, text in enumerate(self.texts(key, may_be_empty=may_be_empty), start=1)
        )

    def texts(
        self, key: str, *, required: bool = True, may_be_empty: bool = False
    ) -> tuple[str, ...]:
        """Read a list of different texts; one that will not do becomes empty."""
        values = self._typed(key, list, "en lista", required=required) or []
        if required and not may_be_empty and self._values.get(key) == []:
            self.note(key, "listan är tom")
        for number, value in enumerate(values, start=1):
            if not isinstance(value, str) or not value.strip():
                self.note(f"{key}[{number}]", "ska vara text inom citattecken")
            elif value in values[: number - 1]:
                self.note(f"{key}[{number}]", f'"{value}" står två gånger')
        return tuple(value if isinstance(value, str) else "" for value in values)

    def number(self, key: str, *, least: int, most: int) -> int:
        """Read a whole number."""
        value = self._typed(key, int, "ett heltal")
        if value is not None and not least <= value <= most:
            self.note(key, f"ska vara ett tal från {least} till {most}")
        return least if value is None else value

    def flag(self, key: str) -> bool:
        """Read true or false."""
        return self._typed(key, bool, "true eller false") or False

    def day(self, key: str) -> date:
        """Read a date."""
        return self.optional_day(key, required=True) or date.min

    def optional_day(self, key: str, *, required: bool = False) -> date | None:
        """Read a date, or None where it is left out."""
        meaning = "ett datum utan citattecken, till exempel 2016-05-24"
        return self._typed(key, date, meaning, required=required)

    def table(self, key: str) -> "Table":
        """Open the table at `key`, an empty one where it is left out."""
        values = self._typed(key, dict, "en tabell", required=False) or {}
        return Table(values, self._inside(key), self._problems)

    def tables(self, key: str, *, required: bool = True) -> tuple["Table", ...]:
        """Open the tables written as [[key]]."""
        meaning = f"en eller flera tabeller; varje börjar med [[{key}]]"
        values = self._typed(key, list, meaning, required=required) or []
        if required and self._values.get(key) == []:
            self.note(key, "listan är tom")
        found = []
        for number, value in enumerate(values, start=1):
            if isinstance(value, dict):
                place = self._inside(f"{key}[{number}]")
                found.append(Table(value, place, self._problems))
            else:
                self.note(f"{key}[{number}]", f"ska vara {meaning}")
        return tuple(found)

    def _inside(self, key: str) -> str:
        return f"{self._place}.{key}" if self._place else key

    def _member(self, key: str, text: str, choices: tuple[Choice, ...]) -> Choice:
        found = next((choice for choice in choices if choice == text), None)
        if found is None and text:
            self.note(key, f'"{text}" ska vara något av: {", ".join(choices)}')
        return found or choices[0]

    def _written(self, key: str, *, most: int, required: bool) -> str:
        text = (self._typed(key, str, "text inom citattecken", required=required) or "").strip()
        if not text and required and isinstance(self._values.get(key), str):
            self.note(key, "texten är tom")
        if len(text) > most:
            self.note(key, f"texten har {len(text)} tecken; den får ha högst {most}")
        if _has_html(text):
            self.note(key, "HTML är inte tillåtet; skriv CommonMark")
        return text

    def _typed(self, key: str, kind: type[T], meaning: str, *, required: bool = True) -> T | None:
        self._asked.add(key)
        if key not in self._values:
            if required:
                self.note(key, "saknas")
            return None
        value = self._values[key]
        if _is(value, kind):
            return value
        self.note(key, f"ska vara {meaning}")
        return None


def read_file(path: Path, build: Callable[[Table], T]) -> T:
    """Return what `build` makes of the file, or refuse it with all that is wrong."""
    return read_source(_text(path), path, build)


def read_source(source: str, path: Path, build: Callable[[Table], T]) -> T:
    """Return what `build` makes of a text already read, or refuse it with all that is wrong.

    `path` is the name that problems are told under.
    """
    problems: list[FileProblem] = []
    root = Table(_parse(source, path), "", problems)
    result = build(root)
    root.end()
    if problems:
        raise TomlFileError(path, problems)
    return result


def _is(value: object, kind: type[T]) -> TypeGuard[T]:
    # TOML's true is no number, and its date with a time is no day, though Python thinks so.
    if isinstance(value, (bool, datetime)):
        return type(value) is kind
    return isinstance(value, kind)


def _has_html(text: str) -> bool:
    tokens = _commonmark.parse(text)
    inner = [child for token in tokens for child in token.children or ()]
    return any(token.type in {"html_block", "html_inline"} for token in [*tokens, *inner])


def _text(path: Path) -> str:
    try:
        # Some Windows editors begin a file with a byte order mark; that is no fault of the writer.
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        problem = FileProblem("", "filen är inte sparad som UTF-8")
    except OSError:
        problem = FileProblem("", "filen finns inte eller får inte läsas")
    raise TomlFileError(path, [problem])


def _parse(source: str, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise TomlFileError(path, [_syntax_problem(str(error), source)]) from None


def _syntax_problem(message: str, source: str) -> FileProblem:
    place = re.search(r"\(at line (\d+), column (\d+)\)", message)
    *above, last = source.split("\n")
    line, column = place.groups() if place else (len(above) + 1, len(last) + 1)
    reason = next((swedish for english, swedish in SYNTAX if message.startswith(english)), None)
    return FileProblem(f"rad {line}, kolumn {column}", reason or "TOML-koden går inte att läsa här")

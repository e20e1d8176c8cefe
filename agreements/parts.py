"""What pages show of one agreement: several of its parts in one statement (app.agreement_parts).

Rows come as JSON. Those that are a table's are made into its model, to be read: but for the version
that is up they are outside the session.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from agreements.expected import OpenSuggestion
from agreements.queries.document import EarlierVersion
from agreements.queries.formality import Formalities, by_party
from agreements.queries.text import SectionSummary, check_texts
from agreements.readiness import (
    CheckedRow,
    Kind,
    SectionCheck,
    TextCheck,
    check_measure,
    check_section,
)
from agreements.readings import ReadingKind
from agreements.rules import SuggestionStatus
from agreements.tables import functions
from agreements.tables.agreement import Agreement
from agreements.tables.decision import Decision
from agreements.tables.document import DocumentVersion, Remark
from agreements.tables.party import PartyReading
from agreements.tables.signature import Signature
from portal.db import Base
from portal.loaded import as_loaded

Json = Mapping[str, Any]
Model = TypeVar("Model", bound=Base)

READERS: Sequence[tuple[tuple[str, ...], Callable[[str], Any]]] = (
    (("_id",), UUID),
    (("_at",), datetime.fromisoformat),
    (("_on",), date.fromisoformat),
)


@dataclass(frozen=True, slots=True)
class AnnexLine:
    """A line of the list of annexes; `suffix` is "" for a text."""

    id: UUID
    number: int
    title: str
    suffix: str
    size: int


@dataclass(frozen=True, slots=True)
class Adopted:
    """A suggestion that changed a section (its `number`), the matrix, the `outline`, or the term.

    `outline` is an OutlineKind, or "".
    """

    suggestion: UUID
    number: int | None
    of_matrix: bool
    outline: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of an agreement that were asked for; to read another is a KeyError."""

    agreement: Agreement
    found: Mapping[str, Any]

    @property
    def contents(self) -> list[SectionSummary]:
        """The table of contents."""
        return [_summary(one) for one in self.found["contents"]]

    @property
    def sections(self) -> list[tuple[SectionSummary, SectionCheck]]:
        """The table of contents, with how ready each section is."""
        found = self.found["sections"]
        # an older release wrote them: they are read until they are written or locked again
        texts = {} if all(one["is_kept"] for one in found) else check_texts(self.agreement)
        return [(one, check) for one, check in _checked(found, texts)]

    @property
    def measures(self) -> list[CheckedRow]:
        """How ready each measure is."""
        return [
            check_measure(one["key"], one["title"], one["hint"], one["responsible"])
            for one in self.found["measures"]
        ]

    @property
    def suggestions(self) -> list[OpenSuggestion]:
        """Those that are not settled, oldest first, with the answers they have got."""
        return [
            OpenSuggestion(
                id=UUID(one["id"]),
                status=SuggestionStatus(one["status"]),
                party=UUID(one["organisation_id"]),
                since=datetime.fromisoformat(one["since"]),
                answered=frozenset(UUID(party) for party in one["answered"]),
                section=UUID(one["section_id"]) if one["section_id"] else None,
                until=date.fromisoformat(one["until"]) if one["until"] else None,
            )
            for one in self.found["suggestions"]
        ]

    @property
    def readings(self) -> list[PartyReading]:
        """What the parties have said of what was shared with them, the first before."""
        return [
            _row(PartyReading, one, kind=ReadingKind(one["kind"])) for one in self.found["readings"]
        ]

    @property
    def adopted(self) -> list[Adopted]:
        """What the parties have agreed to change, the first before."""
        return [
            Adopted(
                suggestion=UUID(one["id"]),
                number=one["number"],
                of_matrix=one["of_matrix"],
                outline=one["outline"],
                at=datetime.fromisoformat(one["closed_at"]),
            )
            for one in self.found["adopted"]
        ]

    @property
    def formalities(self) -> Formalities | None:
        """The version that is up, if there is one, with the decisions and signatures on it."""
        if not self.found["version"]:
            return None
        return Formalities(
            # what it says is long, and loaded when somebody asks
            version=as_loaded(
                DocumentVersion, _values(DocumentVersion, self.found["version"][0]), anew=True
            ),
            decisions=by_party(_row(Decision, one) for one in self.found["decisions"]),
            signatures=by_party(_row(Signature, one) for one in self.found["signatures"]),
        )

    @property
    def annexes(self) -> list[AnnexLine]:
        """The annexes, in order."""
        return [
            AnnexLine(UUID(one["id"]), number, one["title"], one["suffix"], one["size"])
            for number, one in enumerate(self.found["annexes"], start=1)
        ]

    @property
    def remarks(self) -> list[Remark]:
        """What was open when the version that is up was locked, and why."""
        return [_row(Remark, one, kind=Kind(one["kind"])) for one in self.found["remarks"]]

    @property
    def earlier(self) -> list[EarlierVersion]:
        """The versions that were taken back to the table, the last first."""
        return [
            EarlierVersion(
                one["number"],
                datetime.fromisoformat(one["made_at"]),
                datetime.fromisoformat(one["voided_at"]),
                one["voided_by"],
                one["voided_reason"],
                one["decisions"],
                one["signatures"],
            )
            for one in self.found["earlier"]
        ]


def ask(agreement: Agreement, *parts: str, about: UUID | None = None) -> Parts:
    """Read them. `about` is the section whose suggestions wait, None for those of the matrix."""
    found = functions.agreement_parts(agreement.id, parts, about)
    return Parts(agreement, {one.part: one.content or () for one in found})


def _summary(one: Json) -> SectionSummary:
    return SectionSummary(UUID(one["id"]), one["key"], one["number"], one["heading"])


def _checked(
    found: Sequence[Json], texts: Mapping[UUID, TextCheck]
) -> Iterator[tuple[SectionSummary, SectionCheck]]:
    for one in found:
        place = _summary(one)
        kept = TextCheck(one["is_empty"], one["is_written"], one["gaps"])
        text = kept if one["is_kept"] else texts[place.id]
        name = f"{place.number}. {place.heading}"
        yield place, check_section(place.key, name, text, one["prompts"])


def _row(model: type[Model], one: Json, **others: object) -> Model:
    return model(**_values(model, one) | others)


def _values(model: type[Base], one: Json) -> dict[str, Any]:
    known = model.__mapper__.columns.keys()
    return {name: _typed(name, value) for name, value in one.items() if name in known}


def _typed(name: str, value: Any) -> Any:  # noqa: ANN401 (what JSON holds)
    if value is None:
        return None
    read = next((reader for ending, reader in READERS if f"_{name}".endswith(ending)), None)
    return read(value) if read else value

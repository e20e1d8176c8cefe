"""Reading what holds today in the county, whoever its parties are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from agreements.agreed.queries import KeptFact, get_facts
from agreements.matrix.queries import Matrix, get_matrix
from agreements.queries.life import find_text
from agreements.queries.text import SectionText, list_sections
from agreements.rules import Responsibility
from agreements.tables import functions
from agreements.tables.agreement import Agreement


@dataclass(frozen=True, slots=True)
class Filter:
    """What somebody looks for: words, on one subject, in one municipality; None for any."""

    words: str
    subject: UUID | None
    municipality: UUID | None


@dataclass(frozen=True, slots=True)
class SubjectChoice:
    """A subject to choose, by its names."""

    id: UUID
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """A municipality to choose."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Places:
    """What one can choose among."""

    subjects: Sequence[SubjectChoice]
    municipalities: Sequence[PlaceChoice]


@dataclass(frozen=True, slots=True)
class InForce:
    """An agreement that holds today: in which municipalities, and until when, if a day is set."""

    id: UUID
    subject_id: UUID
    municipality_ids: Sequence[UUID]
    covers_county: bool
    title: str
    valid_from: date
    last_day: date | None
    on_paper: bool


class HitKind(StrEnum):
    """What a place is."""

    SECTION = "section"
    MEASURE = "measure"
    FACT = "fact"
    ANNEX = "annex"


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where the words stand: a section, an annex, a fact, or a measure with who has what.

    `excerpt` has the words found between STX and ETX (U+0002, U+0003). `is_left`:
    a fact of which nobody has said otherwise than the template suggests.
    """

    agreement_id: UUID
    municipality_ids: Sequence[UUID]
    covers_county: bool
    subject_id: UUID
    agreement: str
    kind: HitKind
    part_id: UUID
    part_key: str
    number: int
    name: str
    excerpt: str
    who: Mapping[Responsibility, Sequence[str]]
    is_left: bool
    on_paper: bool


@dataclass(frozen=True, slots=True)
class Found:
    """Some of the places, the best first, and how many there are in all."""

    hits: Sequence[Hit]
    total: int


def list_places() -> Places:
    """The county's subjects and municipalities."""
    return _places({one.part: one.content for one in functions.places_to_search()})


def _places(found: Mapping[str, Any]) -> Places:
    return Places(
        [
            SubjectChoice(UUID(one["id"]), one["name"], one["name_en"])
            for one in found["subjects"] or ()
        ],
        [PlaceChoice(UUID(one["id"]), one["name"]) for one in found["municipalities"] or ()],
    )


def list_in_force(wanted: Filter, today: date) -> list[InForce]:
    """Every agreement that holds today, each once."""
    found = functions.in_force(wanted.subject, wanted.municipality, today)
    every = {
        one.agreement_id: InForce(
            one.agreement_id,
            one.subject_id,
            one.municipality_ids,
            one.covers_county,
            one.title,
            one.valid_from,
            one.last_day,
            one.on_paper,
        )
        for one in found
    }
    return list(every.values())


def search(wanted: Filter, today: date, *, most: int, skip: int) -> tuple[Found, Places]:
    """Where the words stand in what holds today, and what else one can choose."""
    rows = functions.search_agreements(
        wanted.words, wanted.subject, wanted.municipality, today, most=most, skip=skip
    )
    found = {one.part: one.content for one in rows}
    hits = found["hits"] or ()
    return Found([_hit(one) for one in hits], hits[0]["total"] if hits else 0), _places(found)


def _hit(one: Mapping[str, Any]) -> Hit:
    return Hit(
        agreement_id=UUID(one["agreement_id"]),
        municipality_ids=[UUID(place) for place in one["municipality_ids"]],
        covers_county=one["covers_county"],
        subject_id=UUID(one["subject_id"]),
        agreement=one["title"],
        kind=HitKind(one["kind"]),
        part_id=UUID(one["part_id"]),
        part_key=one["part_key"],
        number=one["number"],
        name=one["name"],
        excerpt=one["excerpt"],
        who={Responsibility(value): labels for value, labels in (one["who"] or {}).items()},
        is_left=one["is_left"],
        on_paper=one["on_paper"],
    )


@dataclass(frozen=True, slots=True)
class Side:
    """One of two agreements that are read beside each other."""

    agreement: Agreement
    sections: Sequence[SectionText]
    matrix: Matrix
    facts: Sequence[KeptFact]


def read_side(agreement: Agreement, today: date) -> Side:
    """Read all of it, as it reads today."""
    text = find_text(agreement, today)
    return Side(agreement, list_sections(text), get_matrix(text), get_facts(text))

"""Reading what holds today in the county, whoever its parties are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from agreements.agreed.queries import KeptFact, get_facts
from agreements.matrix.queries import Matrix, get_matrix
from agreements.queries.agreement import list_subjects
from agreements.queries.life import find_text
from agreements.queries.text import SectionText, list_sections
from agreements.rules import Responsibility
from agreements.tables import functions
from agreements.tables.agreement import Agreement
from agreements.tables.template import Subject
from portal.authz import Actor, OrganisationKind
from portal.tenancy import queries as tenancy
from portal.tenancy.models import Organisation


@dataclass(frozen=True, slots=True)
class Filter:
    """What somebody looks for: words, on one subject, in one municipality; None for any."""

    words: str
    subject: UUID | None
    municipality: UUID | None


@dataclass(frozen=True, slots=True)
class Places:
    """What one can choose among."""

    subjects: Sequence[Subject]
    municipalities: Sequence[Organisation]


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


def list_places(actor: Actor) -> Places:
    """The county's subjects and municipalities."""
    return Places(
        list_subjects(actor),
        tenancy.list_organisations(actor, OrganisationKind.MUNICIPALITY),
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


def search(wanted: Filter, today: date, *, most: int, skip: int) -> Found:
    """Where the words stand in what holds today."""
    rows = functions.search_agreements(
        wanted.words, wanted.subject, wanted.municipality, today, most=most, skip=skip
    )
    hits = [
        Hit(
            agreement_id=row.agreement_id,
            municipality_ids=row.municipality_ids,
            covers_county=row.covers_county,
            subject_id=row.subject_id,
            agreement=row.title,
            kind=HitKind(row.kind),
            part_id=row.part_id,
            part_key=row.part_key,
            number=row.number,
            name=row.name,
            excerpt=row.excerpt,
            who={Responsibility(value): labels for value, labels in (row.who or {}).items()},
            is_left=row.is_left,
            on_paper=row.on_paper,
        )
        for row in rows
    ]
    return Found(hits, rows[0].total if rows else 0)


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

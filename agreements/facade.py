"""What other domains may know of agreements: read-only, in values of its own.

It tells which measures the agreements in force in a municipality hold and who answers for them: the
content of signed, public documents.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from agreements.rules import Responsibility
from agreements.tables import functions


@dataclass(frozen=True, slots=True)
class Cell:
    """One actor's part in a measure. `value` is a value of the matrix ("responsible", …)."""

    column: str
    organisation_id: UUID
    organisation: str
    value: str


@dataclass(frozen=True, slots=True)
class About:
    """What an agreement is about, in both languages."""

    id: UUID
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure of the agreement in force on a subject, and who has which part in it.

    The key of its row is its own among those of its subject.
    """

    about: About
    agreement_id: UUID
    agreement: str
    revision: int
    section: str
    row_key: str
    phase: str
    title: str
    cells: tuple[Cell, ...]

    @property
    def responsible(self) -> tuple[Cell, ...]:
        """Who answers for it: those with the main responsibility, else those who share it."""
        main = tuple(one for one in self.cells if one.value == Responsibility.RESPONSIBLE)
        shared = tuple(one for one in self.cells if one.value == Responsibility.SHARED)
        return main or shared

    def takes(self, organisation_id: UUID) -> bool:
        """Whether an organisation answers for it, alone or with others."""
        parts = {Responsibility.RESPONSIBLE, Responsibility.SHARED}
        return any(
            one.organisation_id == organisation_id and one.value in parts for one in self.cells
        )


def list_measures(municipality_id: UUID, day: date) -> tuple[Measure, ...]:
    """The measures of the municipality's agreements in force on `day`, subject by subject."""
    rows = functions.measures_in_force(municipality_id, day)
    each = groupby(rows, key=attrgetter("subject_id", "row_key"))
    return tuple(_measure(list(cells)) for _key, cells in each)


def subjects_of(agreement_ids: Collection[UUID]) -> Mapping[UUID, About]:
    """What each of some agreements is about, in force or not."""
    found = functions.subjects_of(agreement_ids) if agreement_ids else ()
    return {one.agreement_id: About(one.subject_id, one.subject, one.subject_en) for one in found}


def _measure(rows: list[Row[Any]]) -> Measure:
    first = rows[0]
    number, heading = first.section_number, first.section_heading
    return Measure(
        about=About(first.subject_id, first.subject, first.subject_en),
        agreement_id=first.agreement_id,
        agreement=first.title,
        revision=first.revision,
        section=f"{number}. {heading}" if number else "",
        row_key=first.row_key,
        phase=first.phase,
        title=first.measure,
        cells=tuple(_cells(rows)),
    )


def _cells(rows: list[Row[Any]]) -> Iterator[Cell]:
    for row in rows:
        yield Cell(row.column_label, row.organisation_id, row.organisation, row.value)

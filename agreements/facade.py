"""What other domains may know of agreements: read-only, in values of its own.

It tells which measures the agreement in force in a municipality holds and who answers for them: the
content of a signed, public document.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from agreements import functions
from agreements.rules import Responsibility


@dataclass(frozen=True, slots=True)
class Cell:
    """One actor's part in a measure. `value` is a value of the matrix ("responsible", …)."""

    column: str
    organisation_id: UUID
    organisation: str
    value: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure of the agreement in force, and who has which part in it."""

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
    """The measures of the municipality's agreement in force on `day`; none without one."""
    rows = functions.measures_in_force(municipality_id, day)
    return tuple(_measure(list(cells)) for _key, cells in groupby(rows, key=attrgetter("row_key")))


def _measure(rows: list[Row[Any]]) -> Measure:
    first = rows[0]
    number, heading = first.section_number, first.section_heading
    return Measure(
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

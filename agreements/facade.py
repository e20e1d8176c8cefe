"""What other domains may know of agreements: read-only, in values of its own.

It tells which measures the agreements in force in a municipality hold and who answers for them, and
what they say as data: the content of signed, public documents.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from agreements.facts import (
    FactKind,
    Said,
    Value,
    declared_from_json,
    in_words,
    said_from_json,
    said_in_words,
    value_from_json,
    values_of,
)
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


@dataclass(frozen=True, slots=True)
class FactSource:
    """Where a fact is said: in which text and section, and from which day.

    `agreement_id` is None, and `agreement` the template's name, where no agreement in force has the
    fact. `is_default`: it is the template's suggestion, as nobody has said otherwise.
    """

    agreement_id: UUID | None
    agreement: str
    section: str
    section_key: str
    section_id: UUID | None
    since: date | None
    is_default: bool


@dataclass(frozen=True)
class Fact:
    """What is agreed as data on a subject.

    `kept` is what is declared of it and `kept_said` what the parties say, as JSON: an agreement has
    a hundred facts, and a page reads a few of them.
    """

    about: About
    key: str
    label: str
    kind: FactKind
    kept: Mapping[str, Any]
    kept_said: Mapping[str, Any] | None
    source: FactSource

    @property
    def is_agreed(self) -> bool:
        """Whether an agreement has it, and not only the template."""
        return self.source.agreement_id is not None

    @cached_property
    def _said(self) -> Said | None:
        return said_from_json(self.kind, self.kept_said)

    @cached_property
    def values(self) -> tuple[Value, ...]:
        """What holds; none where it is not relevant, or nothing is said."""
        declared = declared_from_json(self.key, self.label, self.kind, self.kept)
        return values_of(declared, self._said)

    @property
    def not_relevant(self) -> str:
        """Why it is not relevant, or ""."""
        return self._said.not_relevant if self._said else ""

    @property
    def in_words(self) -> tuple[str, ...]:
        """A line for each value that holds, or why it is not relevant; none where nothing is."""
        declared = declared_from_json(self.key, self.label, self.kind, self.kept)
        return said_in_words(declared, self._said)

    @property
    def value(self) -> Value | None:
        """The first of its values."""
        return self.values[0] if self.values else None


@dataclass(frozen=True, slots=True)
class AgreedClock:
    """How long something may take, until which day that is, and where that is said.

    `said` is how long in the words of the agreement, `key` the fact's. `agreement_id` is None where
    no agreement in force says it, and `agreement` the template's name, or "" where no template
    does either. `is_default`: it is a suggestion, as no party has said otherwise.
    """

    key: str
    label: str
    said: str
    by: date
    agreement_id: UUID | None
    agreement: str
    section: str
    is_default: bool


def facts_in_force(subject_id: UUID, municipality_id: UUID, day: date) -> Mapping[str, Fact]:
    """What holds on a subject in a municipality on a day, by key.

    What no agreement in force says is what the newest edition of the template suggests.
    """
    rows = functions.facts_in_force(subject_id, [municipality_id], day, "")
    return {row.key: _fact(row) for row in rows}


def said_in_force(municipality_id: UUID, starting: str, day: date) -> list[Fact]:
    """What every agreement in force in a municipality says, of facts whose keys begin so."""
    rows = functions.facts_in_force(None, [municipality_id], day, starting)
    return [fact for row in rows if (fact := _fact(row)).is_agreed]


def facts_of(
    agreement_id: UUID,
    day: date,
    *,
    only: Collection[str] | None = None,
    kinds: Collection[FactKind] = (),
) -> Mapping[str, Fact]:
    """What holds of a signed agreement on a day, its addenda read; by key.

    What it has no line for is what the newest edition of the template suggests (`is_agreed`).
    `only` are the keys of some, and `kinds` those of some kinds beside them.
    """
    rows = functions.facts_of(agreement_id, day, only, kinds)
    return {row.key: _fact(row) for row in rows}


def find_clock(municipality_id: UUID, key: str, day: date) -> AgreedClock | None:
    """What a fact lets something take that starts on a day in a municipality.

    None where the parties have said that it is not relevant. Which of several agreements on
    different subjects it is, app.clock_at() says.
    """
    return clock_from_json(functions.agreed_clock(municipality_id, key, day))


def clock_from_json(kept: Mapping[str, Any] | None) -> AgreedClock | None:
    """What app.clock_at() said when a clock started."""
    if kept is None or "within" not in kept:
        return None
    agreement_id = kept["agreement_id"]
    return AgreedClock(
        key=kept["key"],
        label=kept["label"],
        said=in_words(value_from_json(FactKind.DURATION, kept["within"])),
        by=date.fromisoformat(kept["by"]),
        agreement_id=UUID(agreement_id) if agreement_id else None,
        agreement=kept["title"],
        section=kept["section"],
        is_default=kept["is_default"],
    )


def _fact(row: Row[Any]) -> Fact:
    return Fact(
        about=About(row.subject_id, row.subject, row.subject_en),
        key=row.key,
        label=row.label,
        kind=FactKind(row.kind),
        kept=row.declared,
        kept_said=row.said,
        source=FactSource(
            agreement_id=row.agreement_id,
            agreement=row.title,
            section=f"{row.section_number}. {row.section_heading}",
            section_key=row.section_key,
            section_id=row.section_id,
            since=row.since,
            is_default=row.said is None,
        ),
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

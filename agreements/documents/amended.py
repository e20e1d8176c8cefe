"""What an addendum changes: its sections and measures beside those that it was begun from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from agreements import parts
from agreements.agreed.queries import KeptFact, facts_of
from agreements.matrix.queries import PARTS as MATRIX
from agreements.matrix.queries import Matrix, matrix_of
from agreements.queries.annex import AnnexText, list_annexes
from agreements.queries.text import list_sections
from agreements.tables.agreement import Agreement
from agreements.tables.annex import AnnexVersion
from agreements.tables.text import Section
from portal.db import db


@dataclass(frozen=True, slots=True)
class ChangedText:
    """A section that reads otherwise: what it said, and what it says."""

    section: Section
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangedCell:
    """An actor's part in a measure that is another; the values are those of the matrix, or ""."""

    measure: str
    actor: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangedAnnex:
    """An annex that is another, has come or is gone; `before` and `after` are what it holds."""

    title: str
    before: AnnexVersion | None
    after: AnnexVersion | None


@dataclass(frozen=True, slots=True)
class ChangedFact:
    """A fact that says something else: a line for each of its values."""

    label: str
    before: Sequence[str]
    after: Sequence[str]


@dataclass(frozen=True, slots=True)
class Amended:
    """All that is otherwise."""

    texts: Sequence[ChangedText]
    cells: Sequence[ChangedCell]
    annexes: Sequence[ChangedAnnex]
    facts: Sequence[ChangedFact] = ()

    @property
    def is_none(self) -> bool:
        """Whether nothing is."""
        return not (self.texts or self.cells or self.annexes or self.facts)


def amended_by(agreement: Agreement) -> Amended:
    """What an addendum changes."""
    if agreement.renews_id is None:
        return Amended((), (), ())
    base = db.session.get_one(Agreement, agreement.renews_id)
    before = {one.section.key: one.text for one in list_sections(base)}
    was, now = (parts.ask(one, *MATRIX, "facts") for one in (base, agreement))
    return Amended(
        texts=[
            ChangedText(one.section, before.get(one.section.key, ""), one.text)
            for one in list_sections(agreement)
            if before.get(one.section.key, "") != one.text
        ],
        cells=_cells(matrix_of(was), matrix_of(now)),
        annexes=_annexes(list_annexes(base), list_annexes(agreement)),
        facts=_facts(facts_of(was), facts_of(now)),
    )


def _facts(before: Sequence[KeptFact], after: Sequence[KeptFact]) -> list[ChangedFact]:
    was = {one.key: one for one in before}
    return [
        ChangedFact(one.label, was[one.key].lines if one.key in was else (), one.lines)
        for one in after
        if one.key not in was or one.kept_said != was[one.key].kept_said
    ]


def _annexes(before: Sequence[AnnexText], after: Sequence[AnnexText]) -> list[ChangedAnnex]:
    was, now = ({one.annex.key: one.version for one in each} for each in (before, after))
    return [
        ChangedAnnex((now.get(key) or was[key]).title, was.get(key), now.get(key))
        for key in dict.fromkeys((*was, *now))
        if _held(was.get(key)) != _held(now.get(key))
    ]


def _held(version: AnnexVersion | None) -> tuple[str, str] | None:
    return (version.title, version.sha256) if version else None


def _cells(before: Matrix, after: Matrix) -> list[ChangedCell]:
    was, now = _values(before), _values(after)
    return [
        ChangedCell(*place, was.get(place, ""), now.get(place, ""))
        for place in dict.fromkeys((*was, *now))
        if was.get(place, "") != now.get(place, "")
    ]


def _values(matrix: Matrix) -> Mapping[tuple[str, str], str]:
    labels = {column.key: column.label for column in matrix.columns}
    return {
        (row.title, labels[key]): value.value
        for row in matrix.rows
        for key, value in row.values.items()
    }

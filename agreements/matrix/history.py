"""What the matrix has said: who changed which cells when, and how it was then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from agreements.abilities import abilities
from agreements.matrix.queries import Cell, Column, Matrix, Row, get_matrix
from agreements.matrix.service import Key
from agreements.outline_acts import OutlineAct, list_acts
from agreements.outlines import COLUMN_KINDS, ROW_KINDS
from agreements.rules import Responsibility
from agreements.tables.agreement import Agreement
from agreements.tables.matrix import MatrixChange, MatrixColumn, MatrixRow
from portal.authz import Actor
from portal.db import db
from portal.errors import NotFoundError


class Change(NamedTuple):
    """One cell that was changed: what it is called, and what it said before and after."""

    revision: int
    row_key: str
    row: str
    column_key: str
    column: str
    before: Responsibility
    after: Responsibility
    author_name: str
    organisation_id: UUID
    at: datetime
    suggestion_id: UUID | None

    @property
    def key(self) -> Key:
        """The cell."""
        return self.row_key, self.column_key


@dataclass(frozen=True, slots=True)
class Version:
    """The matrix after some of its cells were changed at once; the first one has no changes."""

    number: int
    changes: Sequence[Change]

    @property
    def first(self) -> Change:
        """Who, when and by which suggestion is the same for all of them."""
        return self.changes[0]


@dataclass(frozen=True, slots=True)
class VersionsPage:
    """Everything on the page of the matrix's versions; `shown` with `rows` is the one to read."""

    agreement: Agreement
    versions: Sequence[Version]
    columns: Sequence[Column]
    shown: Version | None
    rows: Sequence[Row]
    may_restore: bool
    may_suggest: bool
    acts: Sequence[OutlineAct]

    @property
    def current(self) -> int:
        """The number of the version that stands now."""
        return self.versions[0].number


def versions_page(actor: Actor, agreement: Agreement, shown: int | None) -> VersionsPage:
    """Put the page together, with the version `shown`; raises NotFoundError without it."""
    every = _versions(agreement)
    version = _get(_seen_by(actor, agreement, every), shown) if shown is not None else None
    matrix = get_matrix(agreement)
    can = abilities(actor, agreement)
    return VersionsPage(
        agreement=agreement,
        versions=_seen_by(actor, agreement, every),
        columns=matrix.columns,
        shown=version,
        rows=_rows_at(matrix, every, version.number) if version else (),
        may_restore=can.edit,
        may_suggest=can.negotiate,
        acts=list_acts(actor, agreement, ROW_KINDS | COLUMN_KINDS),
    )


def values_at(actor: Actor, agreement: Agreement, number: int) -> Mapping[Key, Responsibility]:
    """What every cell said in a version that the actor may see."""
    every = _versions(agreement)
    _get(_seen_by(actor, agreement, every), number)
    rows = _rows_at(get_matrix(agreement), every, number)
    return {(row.key, key): cell.value for row in rows for key, cell in row.cells.items()}


_CHANGES = (
    select(
        MatrixChange.revision,
        MatrixRow.key,
        MatrixRow.title,
        MatrixColumn.key,
        MatrixColumn.label,
        MatrixChange.before,
        MatrixChange.after,
        MatrixChange.author_name,
        MatrixChange.organisation_id,
        MatrixChange.changed_at,
        MatrixChange.suggestion_id,
    )
    .join(MatrixRow, MatrixRow.id == MatrixChange.row_id)
    .join(MatrixColumn, MatrixColumn.id == MatrixChange.column_id)
    .order_by(MatrixChange.revision.desc(), MatrixRow.position, MatrixColumn.position)
)


def _versions(agreement: Agreement) -> list[Version]:
    """Every version, the newest first."""
    found = db.session.execute(_CHANGES.where(MatrixChange.agreement_id == agreement.id))
    groups = [list(ones) for _, ones in groupby((Change(*row) for row in found), _revision)]
    groups.append([])
    return [Version(len(groups) - index, ones) for index, ones in enumerate(groups)]


def _revision(change: Change) -> int:
    return change.revision


def _seen_by(actor: Actor, agreement: Agreement, every: Sequence[Version]) -> Sequence[Version]:
    """The versions that were there for the actor's party to see."""
    if actor.organisation_id in agreement.drafter_ids:
        return every
    since = agreement.let_in_at(actor.organisation_id)
    later = (one for one in every if one.changes and since and one.first.at > since)
    # the one that stood before them, too: it is what they were let in to
    return every[: len(list(later)) + 1]


def _get(versions: Sequence[Version], number: int) -> Version:
    found = next((one for one in versions if one.number == number), None)
    if found is None:
        raise NotFoundError
    return found


def _rows_at(matrix: Matrix, every: Sequence[Version], number: int) -> Sequence[Row]:
    """The measures that count now, with what their cells said then."""
    before: dict[Key, Responsibility] = {}
    for version in every:
        if version.number > number:
            before |= {change.key: change.before for change in version.changes}
    return [replace(row, cells=_cells_at(row, before)) for row in matrix.rows]


def _cells_at(row: Row, before: Mapping[Key, Responsibility]) -> dict[str, Cell]:
    return {
        key: cell._replace(value=before.get((row.key, key), cell.value))
        for key, cell in row.cells.items()
    }

"""Reading a matrix whole: three queries, then one value that pages and documents share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Text, Uuid, and_, bindparam, cast, func, select

from agreements.models import Agreement, MatrixCell, MatrixColumn, MatrixRow
from agreements.readiness import CheckedRow, check_measure
from agreements.rules import Responsibility, RowCheck, check_row
from portal.db import db


class Column(NamedTuple):
    """An actor, and the party it belongs to."""

    id: UUID
    key: str
    label: str
    organisation_id: UUID


class Cell(NamedTuple):
    """One actor's part in one measure, and who said so."""

    value: Responsibility
    changed_by: str


@dataclass(frozen=True)
class Row:
    """One measure with its cells by column key, and its live check."""

    id: UUID
    key: str
    phase: str
    title: str
    hint: str
    in_template: bool
    removed_at: datetime | None
    removed_reason: str
    cells: Mapping[str, Cell]

    @cached_property
    def values(self) -> dict[str, Responsibility]:
        """Column key -> value."""
        return {key: cell.value for key, cell in self.cells.items()}

    @cached_property
    def check(self) -> RowCheck:
        """Who has the main responsibility, and whether that is nobody or several."""
        return check_row(self.key, self.values)


@dataclass(frozen=True, slots=True)
class Matrix:
    """A whole matrix. `rows` are those that count; `removed` those taken out, with reasons."""

    columns: Sequence[Column]
    rows: Sequence[Row]
    removed: Sequence[Row]

    @property
    def phases(self) -> list[tuple[str, list[Row]]]:
        """The rows by phase, in order."""
        return [(phase, list(rows)) for phase, rows in groupby(self.rows, lambda row: row.phase)]

    @property
    def lacking(self) -> list[Row]:
        """Rows that nobody is responsible for."""
        return [row for row in self.rows if row.check.lacks_responsible]


_AGREEMENT = bindparam("agreement_id", type_=Uuid)
_COLUMNS = (
    select(MatrixColumn.id, MatrixColumn.key, MatrixColumn.label, MatrixColumn.organisation_id)
    .where(MatrixColumn.agreement_id == _AGREEMENT)
    .order_by(MatrixColumn.position, MatrixColumn.id)
)
_ROWS = (
    select(
        MatrixRow.id,
        MatrixRow.key,
        MatrixRow.phase,
        MatrixRow.title,
        MatrixRow.hint,
        MatrixRow.in_template,
        MatrixRow.removed_at,
        MatrixRow.removed_reason,
    )
    .where(MatrixRow.agreement_id == _AGREEMENT)
    .order_by(MatrixRow.position, MatrixRow.id)
)
# ids as text: hundreds of UUIDs take longer to make and to look up than the query itself
_CELLS = select(
    cast(MatrixCell.row_id, Text),
    cast(MatrixCell.column_id, Text),
    MatrixCell.value,
    MatrixCell.changed_by,
).where(MatrixCell.agreement_id == _AGREEMENT)


def get_matrix(agreement: Agreement) -> Matrix:
    """The matrix of an agreement that the caller was allowed to read."""
    asked = {"agreement_id": agreement.id}
    columns = [Column(*column) for column in db.session.execute(_COLUMNS, asked)]
    cells = _cells(agreement, {str(column.id): column.key for column in columns})
    stored = db.session.execute(_ROWS, asked)
    rows = [Row(*row[:-1], row[-1] or "", cells.get(str(row[0]), {})) for row in stored]
    return Matrix(
        columns,
        [row for row in rows if row.removed_at is None],
        [row for row in rows if row.removed_at is not None],
    )


def _cells(agreement: Agreement, columns: Mapping[str, str]) -> dict[str, dict[str, Cell]]:
    found: dict[str, dict[str, Cell]] = {}
    for row, column, value, by in db.session.execute(_CELLS, {"agreement_id": agreement.id}):
        found.setdefault(row, {})[columns[column]] = Cell(value, by)
    return found


@dataclass(frozen=True, slots=True)
class RowCounts:
    """How many measures a matrix has, and how many of them nobody is responsible for."""

    rows: int
    lacking: int


_answered = (
    select(MatrixCell.id)
    .where(
        MatrixCell.row_id == MatrixRow.id,
        MatrixCell.agreement_id == _AGREEMENT,
        MatrixCell.value == Responsibility.RESPONSIBLE,
    )
    .exists()
)
_COUNTS = select(func.count(), func.count().filter(~_answered)).where(
    MatrixRow.agreement_id == _AGREEMENT, MatrixRow.removed_at.is_(None)
)


def count_rows(agreement: Agreement) -> RowCounts:
    """The counts alone, for pages that do not show the matrix."""
    rows, lacking = db.session.execute(_COUNTS, {"agreement_id": agreement.id}).one()
    return RowCounts(rows, lacking)


_CHECKED = (
    select(
        MatrixRow.key,
        MatrixRow.title,
        MatrixRow.hint,
        func.array_remove(func.array_agg(MatrixColumn.key), None),
    )
    .outerjoin(
        MatrixCell,
        and_(
            MatrixCell.row_id == MatrixRow.id,
            MatrixCell.agreement_id == _AGREEMENT,
            MatrixCell.value == Responsibility.RESPONSIBLE,
        ),
    )
    .outerjoin(MatrixColumn, MatrixColumn.id == MatrixCell.column_id)
    .where(MatrixRow.agreement_id == _AGREEMENT, MatrixRow.removed_at.is_(None))
    .group_by(MatrixRow.id)
    .order_by(MatrixRow.position, MatrixRow.id)
)


def list_checked_rows(agreement: Agreement) -> Sequence[CheckedRow]:
    """How ready each measure is."""
    found = db.session.execute(_CHECKED, {"agreement_id": agreement.id})
    return [check_measure(*row) for row in found]

"""Reading a matrix whole, as one value that pages and documents share."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from agreements import parts
from agreements.parts import Json, Parts
from agreements.rules import Responsibility, RowCheck, check_row
from agreements.tables.agreement import Agreement


class Column(NamedTuple):
    """An actor, and the party it belongs to; none where it is each municipality's of the area."""

    id: UUID
    key: str
    label: str
    organisation_id: UUID | None


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


# the parts that a matrix is made of
PARTS = ("columns", "rows")


def get_matrix(agreement: Agreement) -> Matrix:
    """The matrix of an agreement that the caller was allowed to read."""
    return matrix_of(parts.ask(agreement, *PARTS))


def matrix_of(found: Parts) -> Matrix:
    """The matrix, from what has been read."""
    columns = [
        Column(UUID(one["id"]), one["key"], one["label"], _party(one))
        for one in found.found["columns"]
    ]
    rows = [_row(one) for one in found.found["rows"]]
    return Matrix(
        columns,
        [row for row in rows if row.removed_at is None],
        [row for row in rows if row.removed_at is not None],
    )


def _party(one: Json) -> UUID | None:
    return UUID(one["organisation_id"]) if one["organisation_id"] else None


@lru_cache(maxsize=2048)
def _row(text: str) -> Row:
    one = json.loads(text)
    removed_at = one["removed_at"]
    return Row(
        id=UUID(one["id"]),
        key=one["key"],
        phase=one["phase"],
        title=one["title"],
        hint=one["hint"],
        in_template=one["in_template"],
        removed_at=datetime.fromisoformat(removed_at) if removed_at else None,
        removed_reason=one["removed_reason"],
        cells={key: Cell(_VALUES[value], by) for key, (value, by) in one["cells"].items()},
    )


# an enumeration looks its members up in a call; a matrix has hundreds
_VALUES = {one.value: one for one in Responsibility}

"""Which part of a matrix a page shows, and filling many cells of it at once. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from agreements.matrix.queries import Column, Matrix, Row
from agreements.matrix.service import Key
from agreements.rules import Responsibility
from portal.errors import NotFoundError


class Kind(StrEnum):
    """What a measure may be asked for by."""

    LACKING = "lacking"
    SEVERAL = "several"
    EMPTY = "empty"
    PENDING = "pending"


class Where(StrEnum):
    """Which cells are filled at once."""

    ANSWERED = "answered"
    EMPTY = "empty"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asks to see; "" is everything. Columns and measures go by their keys."""

    kind: str = ""
    phase: str = ""
    column: str = ""
    row: str = ""


EVERYTHING = Wanted()


@dataclass(frozen=True, slots=True)
class Part:
    """The measures and the columns that a page shows."""

    rows: Sequence[Row]
    columns: Sequence[Column]


def choose(
    matrix: Matrix, wanted: Wanted, pending: Collection[Key], typed: Collection[Key]
) -> Part:
    """The part of a matrix that is asked for; NotFoundError when no page of ours asks so.

    `pending` are the cells that a suggestion waits for. Everything is shown when some of what was
    `typed` would be out of sight: what is sent is what one sees.
    """
    part = _asked_for(matrix, wanted, pending)
    seen = {(row.key, column.key) for row in part.rows for column in part.columns}
    return part if seen.issuperset(typed) else Part(matrix.rows, matrix.columns)


def _asked_for(matrix: Matrix, wanted: Wanted, pending: Collection[Key]) -> Part:
    columns = [one for one in matrix.columns if wanted.column in {"", one.key}]
    phases = {row.phase for row in [*matrix.rows, *matrix.removed]} | {""}
    kinds = {"", *Kind}
    if not columns or wanted.phase not in phases or wanted.kind not in kinds:
        raise NotFoundError
    keys = [column.key for column in columns]
    rows = [
        row
        for row in matrix.rows
        if wanted.row in {"", row.key}
        and wanted.phase in {"", row.phase}
        and _is_asked_for(row, wanted.kind, keys, pending)
    ]
    if wanted.row and not rows:
        raise NotFoundError
    return Part(rows, columns)


def _is_asked_for(row: Row, kind: str, columns: Sequence[str], pending: Collection[Key]) -> bool:
    match kind:
        case Kind.LACKING:
            return row.check.lacks_responsible
        case Kind.SEVERAL:
            return row.check.has_several
        case Kind.EMPTY:
            return any(row.values[key] is Responsibility.UNSET for key in columns)
        case Kind.PENDING:
            return any((row.key, key) in pending for key in columns)
        case _:
            return True


def fill_many(
    values: Mapping[Key, Responsibility],
    base: Mapping[Key, Responsibility],
    *,
    value: Responsibility,
    where: Where,
    column: str = "",
) -> dict[Key, Responsibility]:
    """The values of a form with many of them set to one `value`: of one `column`, or of all.

    `base` is what the whole measures said when the form was opened: a form that shows some columns
    does not hold who else answers for a measure.
    """
    everywhere = {**base, **values}
    answered = {row for (row, _), said in everywhere.items() if said is Responsibility.RESPONSIBLE}

    def is_meant(key: Key, said: Responsibility) -> bool:
        if column not in {"", key[1]}:
            return False
        is_empty = said is Responsibility.UNSET
        return where is Where.ALL or (is_empty and (where is Where.EMPTY or key[0] in answered))

    return {key: value if is_meant(key, said) else said for key, said in values.items()}

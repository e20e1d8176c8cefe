"""The cells of a matrix: their names in a form, what they show, and reading them back."""

import re
from collections.abc import Iterable, Mapping
from typing import Protocol

CELL_VALUES = ("", "responsible", "shared", "participates", "none")
PICKED = re.compile(r"(?P<name>cell-[^=]{1,200})=(?P<value>[a-z]{0,20})")


class Row(Protocol):
    """What the matrix needs of a row."""

    @property
    def key(self) -> str:
        """Name of the row in addresses and forms."""

    @property
    def values(self) -> Mapping[str, str]:
        """Column key -> value; a column may be missing."""


class Column(Protocol):
    """What the matrix needs of a column."""

    @property
    def key(self) -> str:
        """Name of the column in forms."""

    @property
    def label(self) -> str:
        """What readers see."""


def cell_name(row: str, column: str) -> str:
    """The name (and id) of the select where `row` meets `column`."""
    return f"cell-{row}.{column}"


def cells(
    row: Row, columns: Iterable[Column], typed: Mapping[tuple[str, str], str] | None = None
) -> list[tuple[str, str, str, str]]:
    """Name, column key, label and value of each cell of `row`; what was typed wins over the row's.

    In Python because a table has hundreds of cells, and each call from a template costs.
    """
    typed = typed or {}
    values = row.values
    return [
        (
            cell_name(row.key, column.key),
            column.key,
            column.label,
            _shown(typed.get((row.key, column.key), values.get(column.key, ""))),
        )
        for column in columns
    ]


def _shown(value: str) -> str:
    return value if value in CELL_VALUES else ""


def read_cells(
    posted: Mapping[str, str], rows: Iterable[str], columns: Iterable[str]
) -> dict[tuple[str, str], str]:
    """What was posted for each (row, column); "" is unset, a cell that was not posted is absent.

    A conflict's button says "this cell, this value" and wins over the select of the same cell.
    Anything but the five values is refused with ValueError: no select offers it.
    """
    columns = tuple(columns)
    picked = PICKED.fullmatch(posted.get("resolve", ""))
    over = {picked["name"]: picked["value"]} if picked else {}
    found = {}
    for row in rows:
        for column in columns:
            name = cell_name(row, column)
            value = over.get(name, posted.get(name))
            if value is None:
                continue
            if value not in CELL_VALUES:
                raise ValueError(f"no such value: {value!r:.40}")
            found[row, column] = value
    return found

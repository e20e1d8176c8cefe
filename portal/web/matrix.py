"""The names of a matrix's cells in a form, and reading them back."""

import re
from collections.abc import Iterable, Mapping

CELL_VALUES = ("", "responsible", "shared", "participates", "none")
PICKED = re.compile(r"(?P<name>cell-[^=]{1,200})=(?P<value>[a-z]{0,20})")


def cell_name(row: str, column: str) -> str:
    """The name (and id) of the select where `row` meets `column`."""
    return f"cell-{row}.{column}"


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
    cells = {}
    for row in rows:
        for column in columns:
            name = cell_name(row, column)
            value = over.get(name, posted.get(name))
            if value is None:
                continue
            if value not in CELL_VALUES:
                raise ValueError(f"no such value: {value!r:.40}")
            cells[row, column] = value
    return cells

"""The cells of a matrix: their names in a form, what they show, and reading them back."""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Protocol

from markupsafe import Markup, escape

CELL_VALUES = ("", "responsible", "shared", "participates", "none")
PICKED = re.compile(r"(?P<name>cell-[^=]{1,200})=(?P<value>[a-z]{0,20})")


class Row(Protocol):
    """What the matrix needs of a row."""

    @property
    def key(self) -> str:
        """Name of the row in addresses and forms."""

    @property
    def title(self) -> str:
        """What readers see."""

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


# In Python because a table has hundreds of cells, and each word that a template puts out costs.
Head = tuple[str, Markup, Markup]


def heads(columns: Iterable[Column]) -> list[Head]:
    """Key of each column, and key and label as HTML has them."""
    return [(column.key, escape(column.key), escape(column.label)) for column in columns]


def select_cells(
    row: Row,
    heads: Iterable[Head],
    *,
    typed: Mapping[tuple[str, str], str] | None,
    options: Mapping[str, Markup],
    clashing: Collection[str],
    lang: Markup,
) -> Markup:
    """Make the cells of `row` in a form; what was typed wins over the row's values.

    `options` are the choices when a value is chosen, `clashing` the keys of columns in conflict.
    """
    title, row_name = escape(row.title), escape(cell_name(row.key, ""))
    values, typed = row.values, typed or {}
    found = []
    for key, column_name, label in heads:
        name = f"{row_name}{column_name}"
        value = _shown(typed.get((row.key, key), values.get(key, "")))
        is_clash = key in clashing
        described = f' aria-describedby="{name}-conflict"' if is_clash else ""
        found.append(
            f'\n<td role="cell" class="cell"><label for="{name}"{lang}><span class="only-narrow">'
            f'{label}</span><span class="visually-hidden">, {title}</span></label>'
            f'<select class="ds-input cell-select{" is-conflicting" if is_clash else ""}"'
            f' id="{name}" name="{name}"{described}>{options[value]}</select></td>'
        )
    return Markup("".join(found))  # noqa: S704 (every part is escaped above, or is Markup)


def shown_cells(
    row: Row, heads: Iterable[Head], *, marks: Mapping[str, Markup], lang: Markup
) -> Markup:
    """Make the cells of `row` to read; `marks` are the values as they are shown."""
    values = row.values
    found = [
        f'\n<td role="cell" class="cell"><span class="only-narrow"{lang} aria-hidden="true">'
        f"{label}</span>{marks[_shown(values.get(key, ''))]}</td>"
        for key, _name, label in heads
    ]
    return Markup("".join(found))  # noqa: S704 (every part is escaped above, or is Markup)


def link_cell(row: Row, links: Mapping[str, tuple[str, str]], lang: Markup) -> Markup:
    """Make the last cell of `row`: its link, if it has one."""
    link = ""
    if row.key in links:
        words, url = links[row.key]
        about = f'<span class="visually-hidden"{lang}>: {escape(row.title)}</span>'
        link = f'<a href="{escape(url)}">{escape(words)}{about}</a>'
    cell = f'<td role="cell" class="row-links">{link}</td>'
    return Markup(cell)  # noqa: S704 (every part is escaped above, or is Markup)


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

"""The cells of a matrix: their names in a form, what they show, and reading them back."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol
from urllib.parse import quote

from flask_babel import LazyString
from flask_babel import gettext as _
from markupsafe import Markup, escape

from portal.web.i18n import language
from portal.web.i18n import lazy_gettext as _l
from portal.web.icons import silent_icon

CELL_WORDS: Mapping[str, LazyString | str] = {
    "": "–",
    "responsible": _l("Huvudansvar"),
    "shared": _l("Medansvar"),
    "participates": _l("Medverkar"),
    "none": _l("Ej aktuell"),
}
"""What a cell may say: value -> words. Any other value is shown as ""."""
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
    def hint(self) -> str:
        """What explains it to them."""

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


def cell_word(value: str) -> str:
    """The words for a value."""
    return str(CELL_WORDS[_shown(value)])


def changed_word() -> str:
    """What stands at a cell that was changed and is not saved yet."""
    return _("Ändrad")


def cell_mark(value: str) -> Markup:
    """The words for a value on their tint."""
    kind = _shown(value) or "unset"
    return Markup('<span class="cell-value cell-{}">{}</span>').format(kind, cell_word(value))


def cell_marks() -> dict[str, Markup]:
    """Value -> the words on their tint, for all five."""
    return _marks(language())


@lru_cache(maxsize=8)
def _marks(_language: str) -> dict[str, Markup]:
    return {value: cell_mark(value) for value in CELL_WORDS}


def cell_options() -> dict[str, Markup]:
    """Value -> the options of a select where it is chosen, for all five."""
    return _selects(language())


@lru_cache(maxsize=8)
def _selects(_language: str) -> dict[str, Markup]:
    return {value: Markup("").join(_options(value)) for value in CELL_WORDS}


def _options(chosen: str) -> Iterator[Markup]:
    for value, label in CELL_WORDS.items():
        selected = Markup(" selected") if value == chosen else ""
        yield Markup('<option value="{}"{}>{}</option>').format(value, selected, str(label))


def cell_name(row: str, column: str) -> str:
    """The name (and id) of the select where `row` meets `column`."""
    return f"cell-{row}.{column}"


# In Python because a table has hundreds of cells, and each word that a template puts out costs.
# HTML is kept as `str` until a row is whole: to put `Markup` into a text costs several times more.
Head = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Look:
    """What the rows of a table share, as HTML.

    `heads` are key of each column, and key and label as HTML has them; `values` what a cell shows
    for each value: its options with one of them chosen, or its mark. `links` are the words and
    address of each row's last cell; `lang` and `back` lead to the content's language and back.
    `pending` are words and address of what is suggested for a cell, by row key and column key.
    `ways` are the words and the address of the form where a change of one cell is suggested.
    """

    heads: Sequence[Head]
    values: Mapping[str, str]
    links: Mapping[str, tuple[str, str]]
    lang: str
    back: str
    pending: Mapping[tuple[str, str], Sequence[tuple[str, str]]]
    ways: tuple[str, str] | None
    changed: str


def look(
    columns: Iterable[Column],
    values: Mapping[str, Markup],
    links: Mapping[str, tuple[str, str]],
    lang: Markup,
    back: Markup,
    pending: Mapping[tuple[str, str], Sequence[tuple[str, str]]] | None = None,
    ways: tuple[str, str] | None = None,
) -> Look:
    """Put together once what every row of a table repeats."""
    return Look(
        heads=[(one.key, str(escape(one.key)), str(escape(one.label))) for one in columns],
        values={key: str(html) for key, html in values.items()},
        links=links,
        lang=str(lang),
        back=str(back) if lang else "",
        pending=pending or {},
        ways=ways,
        changed=f'<span class="cell-tag"{back if lang else ""}>{escape(changed_word())}</span>',
    )


def select_row(
    row: Row,
    look: Look,
    *,
    typed: Mapping[tuple[str, str], str] | None,
    notices: Iterable[str],
    clashing: Collection[str],
) -> Markup:
    """Make a row of a form; what was typed wins over the row's values.

    `notices` say what is wrong with the row, `clashing` are the keys of columns in conflict.
    """
    title, key = str(escape(row.title)), str(escape(row.key))
    warnings = "".join(f"<li>{silent_icon('warning')}{escape(text)}</li>" for text in notices)
    values, typed = row.values, typed or {}
    found = [
        f'<tr role="row" id="row-{key}" data-row>\n{_row_head(row, title, look)}'
        f'<ul class="row-notices"{look.back} data-notices aria-live="polite">{warnings}</ul></th>'
    ]
    for column, column_name, label in look.heads:
        name = f"cell-{key}.{column_name}"
        saved = _shown(values.get(column, ""))
        value = _shown(typed.get((row.key, column), saved))
        css, more, tag = "ds-input cell-select", "", ""
        if value != saved:
            more, tag = f' data-saved="{saved}"', look.changed
        if column in clashing:
            css += " is-conflicting"
            more += f' aria-describedby="{name}-conflict"'
        found.append(
            f'\n<td role="cell" class="cell"><label for="{name}"{look.lang}>'
            f'<span class="only-narrow">{label}</span>'
            f'<span class="visually-hidden">, {title}</span>{tag}</label>'
            f'<select class="{css}" id="{name}" name="{name}"{more}>'
            f"{look.values[value]}</select>"
            f"{_pending(row, column, label, look) if look.pending else ''}</td>"
        )
    found.append(f"{_link_cell(row, title, look)}</tr>\n")
    return Markup("".join(found))  # noqa: S704 (every part is escaped above, or is Markup)


def shown_row(row: Row, look: Look, *, id_prefix: str) -> Markup:
    """Make a row to read."""
    title, values = str(escape(row.title)), row.values
    found = [
        f'<tr role="row" id="{escape(id_prefix)}{escape(row.key)}">\n'
        f"{_row_head(row, title, look)}</th>"
    ]
    found += [
        f'\n<td role="cell" class="cell"><span class="only-narrow"{look.lang} aria-hidden="true">'
        f"{label}</span>{_value(row, key, label, look, _shown(values.get(key, '')))}"
        f"{_pending(row, key, label, look) if look.pending else ''}</td>"
        for key, _name, label in look.heads
    ]
    found.append(f"{_link_cell(row, title, look)}</tr>\n")
    return Markup("".join(found))  # noqa: S704 (every part is escaped above, or is Markup)


def _value(row: Row, column: str, label: str, look: Look, value: str) -> str:
    """What a cell says; for who may suggest another value, a link to where that is done."""
    if look.ways is None:
        return look.values[value]
    words, form = look.ways
    url = f"{form}?row={quote(row.key)}&amp;column={quote(column)}"
    return (
        f'<a class="cell-way" href="{url}">{look.values[value]}<span class="visually-hidden">'
        f"{words}<span{look.lang}>: {escape(row.title)}, {label}</span></span></a>"
    )


def _pending(row: Row, column: str, label: str, look: Look) -> str:
    """Links to what is suggested for a cell, each named with the cell for who reads links alone."""
    about = f'<span class="visually-hidden"{look.lang}>, {escape(row.title)}, {label}</span>'
    return "".join(
        f'<a class="cell-pending" href="{escape(url)}">{escape(words)}{about}</a>'
        for words, url in look.pending.get((row.key, column), ())
    )


def _row_head(row: Row, title: str, look: Look) -> str:
    """The row's title and hint, without the end tag: notices may follow."""
    hint = f'<span class="row-hint">{escape(row.hint)}</span>' if row.hint else ""
    return f'<th scope="row" role="rowheader"{look.lang}>{title}{hint}'


def _link_cell(row: Row, title: str, look: Look) -> str:
    """The last cell of a table with links; not every row has one."""
    if not look.links:
        return ""
    link = ""
    if row.key in look.links:
        words, url = look.links[row.key]
        about = f'<span class="visually-hidden"{look.lang}>: {title}</span>'
        link = f'<a href="{escape(url)}">{escape(words)}{about}</a>'
    return f'<td role="cell" class="row-links">{link}</td>'


def _shown(value: str) -> str:
    return value if value in CELL_WORDS else ""


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
            if value not in CELL_WORDS:
                raise ValueError(f"no such value: {value!r:.40}")
            found[row, column] = value
    return found

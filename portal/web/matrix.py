"""The cells of a matrix: their names in a form, what they show, and reading them back."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, Protocol
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
# Most rows say what they said an hour ago: what says the same has been made already.
Head = tuple[str, str, str]
Words = tuple[str, str]


class Frame(NamedTuple):
    """What the rows of a table share, as HTML.

    `heads` are key of each column, and key and label as HTML has them; `values` what a cell shows
    for each value: its options with one of them chosen, or its mark. `lang` and `back` lead to the
    content's language and back; `ways` are the words and the address of the form where a change of
    one cell is suggested. `is_linked`: the rows have a last cell, for links.
    """

    heads: tuple[Head, ...]
    values: tuple[Words, ...]
    lang: str
    back: str
    ways: Words | None
    changed: str
    is_linked: bool


@dataclass(frozen=True, slots=True)
class Look:
    """How a table's rows look: their frame, and what stands in some of them.

    `links` are the words and address of a row's last cell; `pending` words and address of what is
    suggested for a cell, by row key and column key.
    """

    frame: Frame
    links: Mapping[str, Words]
    pending: Mapping[tuple[str, str], Sequence[Words]]


class Said(NamedTuple):
    """A row: its own words, what each of its cells says and what is suggested for it, its link."""

    key: str
    title: str
    hint: str
    values: tuple[str, ...]
    pending: tuple[tuple[Words, ...], ...]
    link: Words | None


def look(
    columns: Iterable[Column],
    values: Mapping[str, Markup],
    links: Mapping[str, Words],
    lang: Markup,
    back: Markup,
    pending: Mapping[tuple[str, str], Sequence[Words]] | None = None,
    ways: Words | None = None,
) -> Look:
    """Put together once what every row of a table repeats."""
    frame = Frame(
        heads=tuple((one.key, str(escape(one.key)), str(escape(one.label))) for one in columns),
        values=tuple((key, str(html)) for key, html in values.items()),
        lang=str(lang),
        back=str(back) if lang else "",
        ways=ways,
        changed=f'<span class="cell-tag"{back if lang else ""}>{escape(changed_word())}</span>',
        is_linked=bool(links),
    )
    return Look(frame, links, pending or {})


def _said(row: Row, look: Look) -> Said:
    key, values = row.key, row.values
    columns = [column for column, _name, _label in look.frame.heads]
    return Said(
        key,
        row.title,
        row.hint,
        tuple([str(values.get(column, "")) for column in columns]),
        tuple(tuple(look.pending.get((key, column), ())) for column in columns)
        if look.pending
        else (),
        look.links.get(key),
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
    said = _said(row, look)
    chosen = said.values
    if typed:
        keys = (column for column, _name, _label in look.frame.heads)
        chosen = tuple(
            str(typed.get((row.key, key), value))
            for key, value in zip(keys, said.values, strict=True)
        )
    return _select_row(said, look.frame, chosen, tuple(notices), frozenset(clashing))


@lru_cache(maxsize=1024)
def _select_row(
    said: Said,
    frame: Frame,
    chosen: tuple[str, ...],
    notices: tuple[str, ...],
    clashing: frozenset[str],
) -> Markup:
    title, key, options = str(escape(said.title)), str(escape(said.key)), dict(frame.values)
    warnings = "".join(f"<li>{silent_icon('warning')}{escape(text)}</li>" for text in notices)
    found = [
        f'<tr role="row" id="row-{key}" data-row>\n{_row_head(said, title, frame)}'
        f'<ul class="row-notices"{frame.back} data-notices aria-live="polite">{warnings}</ul></th>'
    ]
    for at, (column, column_name, label) in enumerate(frame.heads):
        name = f"cell-{key}.{column_name}"
        saved, value = _shown(said.values[at]), _shown(chosen[at])
        css, more, tag = "ds-input cell-select", "", ""
        if value != saved:
            more, tag = f' data-saved="{saved}"', frame.changed
        if column in clashing:
            css += " is-conflicting"
            more += f' aria-describedby="{name}-conflict"'
        found.append(
            f'\n<td role="cell" class="cell"><label for="{name}"{frame.lang}>'
            f'<span class="only-narrow">{label}</span>'
            f'<span class="visually-hidden">, {title}</span>{tag}</label>'
            f'<select class="{css}" id="{name}" name="{name}"{more}>'
            f"{options[value]}</select>{_pending(said, at, title, frame)}</td>"
        )
    found.append(f"{_link_cell(said, title, frame)}</tr>\n")
    return Markup("".join(found))  # noqa: S704 (every part is escaped above, or is Markup)


def shown_row(row: Row, look: Look, *, id_prefix: str) -> Markup:
    """Make a row to read."""
    return _shown_row(_said(row, look), look.frame, id_prefix)


@lru_cache(maxsize=1024)
def _shown_row(said: Said, frame: Frame, id_prefix: str) -> Markup:
    title, marks = str(escape(said.title)), dict(frame.values)
    found = [
        f'<tr role="row" id="{escape(id_prefix)}{escape(said.key)}">\n'
        f"{_row_head(said, title, frame)}</th>"
    ]
    found += [
        f'\n<td role="cell" class="cell"><span class="only-narrow"{frame.lang} aria-hidden="true">'
        f"{label}</span>{_value(said, key, label, title, frame, marks[_shown(said.values[at])])}"
        f"{_pending(said, at, title, frame)}</td>"
        for at, (key, _name, label) in enumerate(frame.heads)
    ]
    found.append(f"{_link_cell(said, title, frame)}</tr>\n")
    return Markup("".join(found))  # noqa: S704 (every part is escaped above, or is Markup)


def _value(said: Said, column: str, label: str, title: str, frame: Frame, mark: str) -> str:
    """What a cell says; for who may suggest another value, a link to where that is done."""
    if frame.ways is None:
        return mark
    words, form = frame.ways
    url = f"{form}?row={quote(said.key)}&amp;column={quote(column)}"
    return (
        f'<a class="cell-way" href="{url}">{mark}<span class="visually-hidden">'
        f"{words}<span{frame.lang}>: {title}, {label}</span></span></a>"
    )


def _pending(said: Said, at: int, title: str, frame: Frame) -> str:
    """Links to what is suggested for a cell, each named with the cell for who reads links alone."""
    if not said.pending:
        return ""
    _key, _name, label = frame.heads[at]
    about = f'<span class="visually-hidden"{frame.lang}>, {title}, {label}</span>'
    return "".join(
        f'<a class="cell-pending" href="{escape(url)}">{escape(words)}{about}</a>'
        for words, url in said.pending[at]
    )


def _row_head(said: Said, title: str, frame: Frame) -> str:
    """The row's title and hint, without the end tag: notices may follow."""
    hint = f'<span class="row-hint">{escape(said.hint)}</span>' if said.hint else ""
    return f'<th scope="row" role="rowheader"{frame.lang}>{title}{hint}'


def _link_cell(said: Said, title: str, frame: Frame) -> str:
    """The last cell of a table with links; not every row has one."""
    if not frame.is_linked:
        return ""
    link = ""
    if said.link:
        words, url = said.link
        about = f'<span class="visually-hidden"{frame.lang}>: {title}</span>'
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

"""A redline as safe HTML: what goes and comes is marked, for eyes and for screen readers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from operator import itemgetter

from markupsafe import Markup, escape

from portal.documents.commonmark import (
    HTML_HEADING_ABOVE,
    TABLE_BEGINS,
    TABLE_ENDS,
    Inline,
    inlines_html,
)
from portal.documents.redline import Line, Operation
from portal.documents.rows import Mark, Word, is_space


@dataclass(frozen=True, slots=True)
class Wording:
    """What stands and is heard around a change, in the reader's language."""

    added: str
    added_ends: str
    removed: str
    removed_ends: str
    paragraph: str
    form: str
    """How a paragraph's form changes, of `before` and `after`, each of `forms`."""
    forms: tuple[str, str, str, str, str]
    """A heading, a paragraph, an item and a numbered item of a list, a cell of a table."""
    level: str
    """The same form, deeper or less deep."""
    language: Markup
    """The attribute that says which language these words are in."""


_TEXT, _STYLE = itemgetter(0), itemgetter(1)


def redline_html(lines: Sequence[Line], wording: Wording) -> Markup:
    """The lines as HTML, lists as lists. What goes has no number: numbers are the new text's."""
    html: list[str] = []
    lists: list[bool] = []
    table = _Table()
    tags = _tags(wording)
    for line in lines:
        if line.mark.kind != "cell" or line.mark.begins_table or list(line.mark.lists) != lists:
            html += table.end()
        html += _into(line, lists)
        body = _paragraph(line, wording, tags)
        html += table.cell(line, body) if line.mark.kind == "cell" else [body]
    html += table.end()
    html += _out(lists, 0)
    return Markup("".join(html))  # noqa: S704 (every part is escaped)


class _Table:
    """The tables that cells are put in: whether one is open, and a row of it."""

    def __init__(self) -> None:
        self._is_open = self._is_in_row = False

    def cell(self, line: Line, body: str) -> Iterator[str]:
        """The cell, in a table and a row."""
        if not self._is_open:
            yield TABLE_BEGINS
        if not self._is_in_row:
            yield "<tr>"
        tag, scope = ("th", ' scope="col"') if line.mark.is_head and body else ("td", "")
        yield f"<{tag}{scope}>{body}</{tag}>"
        if line.mark.ends_row:
            yield "</tr>"
        self._is_open, self._is_in_row = True, not line.mark.ends_row

    def end(self) -> Iterator[str]:
        """What closes the table, if any is open."""
        if self._is_in_row:
            yield "</tr>"
        if self._is_open:
            yield TABLE_ENDS
        self._is_open = self._is_in_row = False


def _into(line: Line, lists: list[bool]) -> Iterator[str]:
    """The tags that lead from the lists that are open to those that the line stands in."""
    wanted = line.mark.lists
    shared = takewhile(lambda pair: pair[0] == pair[1], zip(lists, wanted, strict=False))
    kept = len(list(shared))
    if line.mark.number is not None and kept == len(wanted):
        kept -= 1
    yield from _out(lists, kept)
    item = '<li class="redline-gone">' if line.operation == "del" and line.is_whole else "<li>"
    if kept and kept == len(wanted) and line.mark.begins:
        yield f"</li>{item}"
    for numbered in wanted[kept:]:
        lists.append(numbered)
        start = line.mark.number if len(lists) == len(wanted) else None
        first = "" if start is None else f' start="{start}"'
        yield f"<ol{first}>{item}" if numbered else f"<ul>{item}"


def _out(lists: list[bool], depth: int) -> Iterator[str]:
    while len(lists) > depth:
        yield "</li></ol>" if lists.pop() else "</li></ul>"


def _tags(wording: Wording) -> Mapping[Operation, tuple[str, str]]:
    """What stands before and after words that stay, go and come."""
    removed = _heard(wording.removed, wording), _heard(wording.removed_ends, wording)
    added = _heard(wording.added, wording), _heard(wording.added_ends, wording)
    return {
        "same": ("", ""),
        "del": (f"<del>{removed[0]}", f"{removed[1]}</del>"),
        "ins": (f"<ins>{added[0]}", f"{added[1]}</ins>"),
    }


def _paragraph(line: Line, wording: Wording, tags: Mapping[Operation, tuple[str, str]]) -> str:
    body = "".join(_words(piece.words).join(tags[piece.operation]) for piece in line.pieces)
    is_cell = line.mark.kind == "cell"
    if line.operation != "same" and not is_cell and not (line.pieces and line.is_whole):
        body += _end(wording).join(tags[line.operation])
    if line.was is not None:
        body += _form(line.was, line.mark, wording)
    if line.mark.begins or is_cell:
        return body
    tag = f"h{HTML_HEADING_ABOVE + line.mark.level}" if line.mark.kind == "heading" else "p"
    return f"<{tag}>{body}</{tag}>"


def _end(wording: Wording) -> str:
    return f'<span aria-hidden="true">¶</span>{_heard(wording.paragraph, wording)}'


def _form(was: Mark, now: Mark, wording: Wording) -> str:
    if was.kind == now.kind == "cell":
        return ""
    before, after = (wording.forms[_form_of(mark)] for mark in (was, now))
    said = wording.level if before == after else wording.form % {"before": before, "after": after}
    return f' <span class="redline-note"{wording.language}>({escape(said)})</span>'


def _form_of(mark: Mark) -> int:
    if mark.kind == "cell":
        return 4
    if mark.lists and mark.begins:
        return 3 if mark.lists[-1] else 2
    return 0 if mark.kind == "heading" else 1


def _words(words: Sequence[Word]) -> str:
    if any(map(_STYLE, words)):
        return str(inlines_html(_runs(words)))
    return str(escape("".join(map(_TEXT, words)))).replace("\n", "<br>")


def _runs(words: Sequence[Word]) -> Iterator[Inline]:
    """Words of one style as one run; a space between two of them has that style too."""
    text, style = "", None
    for at, word in enumerate(words):
        own = word.style
        if is_space(word) and at + 1 < len(words) and words[at + 1].style == style:
            own = style
        if own != style:
            if text:
                yield Inline(text, *(style or ()))
            text, style = "", own
        text += word.text
    if text:
        yield Inline(text, *(style or ()))


def _heard(words: str, wording: Wording) -> str:
    return f'<span class="visually-hidden"{wording.language}> {escape(words)} </span>'

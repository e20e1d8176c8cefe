"""CommonMark as a small block model, which HTML, DOCX and PDF are all made from.

Headings, paragraphs, lists, tables, bold, italic and links have a meaning. Everything else that
Markdown knows (raw HTML, code, images, quotes, rules, references) stays text, so that no word of an
agreement disappears or turns into something its readers did not see. In a cell of a table, which is
one line of the source, <br> is a line break: there is no other way to write one.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby, islice, pairwise, takewhile
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, table
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markupsafe import Markup, escape

from portal.documents.gaps import find_gaps, may_hold_gaps
from portal.documents.text import clean

MAX_CHARACTERS = 200_000
"""Longer text is not parsed: it is shown as plain paragraphs."""
MAX_LIST_DEPTH = 6
"""Text with deeper lists is shown as plain paragraphs; nobody writes it by intent."""
MAX_HEADING_DEPTH = 4
MAX_TABLE_COLUMNS = 20
MAX_TABLE_ROWS = 300
"""A larger table is shown as typed: no page holds it, and a short text must not become a book."""
HTML_HEADING_ABOVE = 2
"""A section's own heading on a page is h2, so the first heading inside its text is h3."""

_CACHED_CHARACTERS = 8_000
_BREAK_IN_CELL = re.compile(r" ?<br ?/?> ?", re.IGNORECASE)
_UNDER_HEAD = re.compile(r"[ \t]*[-|:][-|: \t]*")
_SAFE_LINK = re.compile(r"(https?://|mailto:)[^\s]", re.IGNORECASE)
# both in the language of the text, as what stands in it
TABLE_BEGINS = Markup(
    '<div class="table-scroll" role="group" aria-label="Tabell" tabindex="0">'
    '<table class="ds-table">'
)
TABLE_ENDS = Markup("</table></div>")
_GAP = Markup('<mark><span class="visually-hidden">lucka: </span>{}</mark>')
_NOT_READ = (
    *("backticks", "blockquote", "code", "fence", "hr", "html_block", "html_inline", "lheading"),
    "reference",
)


@dataclass(frozen=True, slots=True)
class Inline:
    """A run of text in one style. A newline in it is a line break; `link` is "" or an address.

    `gap`: somebody still has to write what is to stand here (portal.documents.gaps).
    """

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""
    gap: bool = False


Align = Literal["left", "center", "right"]
Cells = tuple[tuple[Inline, ...], ...]
"""A row of a table."""


@dataclass(frozen=True, slots=True)
class Block:
    """A heading (`level` 1–4, none skipped), a paragraph, a list of items of blocks, or a table."""

    kind: Literal["heading", "paragraph", "list", "table"]
    inlines: tuple[Inline, ...] = ()
    level: int = 0
    items: tuple[tuple["Block", ...], ...] = ()
    start: int | None = None
    """The first number of a numbered list; None for bullets."""
    rows: tuple[Cells, ...] = ()
    """Of a table, as wide as `aligns`; the first is its head."""
    aligns: tuple[Align, ...] = ()


def _keep_image_as_typed(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    if not state.src.startswith("![", state.pos):
        return False
    if not silent:
        state.pending += "!["
    state.pos += 2
    return True


def _table_that_fits(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    # asked of every line: what is no table for certain is told from the fewest letters
    under_head = (
        state.src[state.bMarks[start + 1] : state.eMarks[start + 1]] if start + 1 < end else ""
    )
    if not _UNDER_HEAD.fullmatch(under_head):
        return False
    head = _line(state, start).strip().strip("|")
    rows = takewhile(lambda line: not state.isEmpty(line), range(start, end))
    is_long = sum(1 for _ in islice(rows, MAX_TABLE_ROWS + 2)) > MAX_TABLE_ROWS + 1
    if is_long or head.count("|") >= MAX_TABLE_COLUMNS:
        return False
    return table(state, start, end, silent)


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] : state.eMarks[number]]


def _make_reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False})
    reader.disable(list(_NOT_READ))
    reader.enable("table")
    reader.block.ruler.at("table", _table_that_fits, {"alt": ["paragraph", "reference"]})
    reader.inline.ruler.at("image", _keep_image_as_typed)
    return reader


_READER = _make_reader()


def parse(text: str) -> tuple[Block, ...]:
    """The blocks of a text. Never fails: what is too long or too deep becomes plain paragraphs."""
    cleaned = clean(text)
    if len(cleaned) > MAX_CHARACTERS:
        return _plain(cleaned)
    tokens = _READER.parse(cleaned)
    if any(_is_too_deep(token) for token in tokens):
        return _plain(cleaned)
    return _without_skipped_levels(_read_blocks(iter(tokens)))


def to_html(text: str, *, gaps: bool = False) -> Markup:
    """Safe HTML of a text, its gaps marked if asked. Its headings start at h3 and skip no level."""
    make = _cached_html if len(text) <= _CACHED_CHARACTERS else _html
    return make(text, gaps and may_hold_gaps(text))


def count_gaps(text: str) -> int:
    """How many places of a text somebody still has to fill in."""
    return len(gaps_in(text))


def gaps_in(text: str) -> Sequence[str]:
    """Those places, as readers see them."""
    return _found_gaps(text) if may_hold_gaps(text) else ()


def with_gaps(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The same blocks, with what is a gap in a run of its own."""
    return tuple(
        replace(
            block,
            inlines=_cut_out_gaps(block.inlines),
            items=tuple(with_gaps(item) for item in block.items),
            rows=tuple(tuple(_cut_out_gaps(cell) for cell in row) for row in block.rows),
        )
        for block in blocks
    )


def _cut_out_gaps(inlines: Sequence[Inline]) -> tuple[Inline, ...]:
    # a gap may go over several runs: [**vem** kallar]
    gaps = list(find_gaps("".join(inline.text for inline in inlines)))
    edges = sorted({edge for gap in gaps for edge in gap})
    cut: list[Inline] = []
    start = 0
    for inline in inlines:
        end = start + len(inline.text)
        inside = [edge for edge in edges if start < edge < end]
        for first, last in pairwise([start, *inside, end]):
            is_gap = any(begins <= first and last <= ends for begins, ends in gaps)
            part = inline.text[first - start : last - start]
            cut.append(replace(inline, text=part, gap=is_gap))
        start = end
    return tuple(cut)


@lru_cache(maxsize=1024)
def _found_gaps(text: str) -> tuple[str, ...]:
    return tuple(gap for block in parse(text) for gap in _gaps_of(block))


def _gaps_of(block: Block) -> Iterator[str]:
    for inlines in (block.inlines, *(cell for row in block.rows for cell in row)):
        shown = "".join(run.text for run in inlines)
        yield from (shown[first:end] for first, end in find_gaps(shown))
    for item in block.items:
        for part in item:
            yield from _gaps_of(part)


def _is_too_deep(token: Token) -> bool:
    # Every list adds two levels: itself and its items.
    return token.type.endswith("_list_open") and token.level >= 2 * MAX_LIST_DEPTH


def _plain(text: str) -> tuple[Block, ...]:
    paragraphs = (part.strip("\n") for part in re.split(r"\n[ \t]*\n", text))
    return tuple(
        Block("paragraph", (Inline(paragraph),)) for paragraph in paragraphs if paragraph.strip()
    )


def _read_blocks(tokens: Iterator[Token], until: str = "") -> list[Block]:
    blocks: list[Block] = []
    for token in tokens:
        if token.type == until:
            break
        block = _read_block(token, tokens)
        if block is not None:
            blocks.append(block)
    return blocks


def _read_block(token: Token, tokens: Iterator[Token]) -> Block | None:
    match token.type:
        case "heading_open":
            inlines = _read_inlines(next(tokens).children or ())
            return Block("heading", inlines, level=int(token.tag[1:])) if inlines else None
        case "inline":
            inlines = _read_inlines(token.children or ())
            return Block("paragraph", inlines) if inlines else None
        case "bullet_list_open" | "ordered_list_open":
            start = int(token.attrs.get("start", 1)) if token.tag == "ol" else None
            return Block("list", items=_read_items(tokens), start=start)
        case "table_open":
            return _read_table(tokens)
        case _:
            return None


def _read_items(tokens: Iterator[Token]) -> tuple[tuple[Block, ...], ...]:
    items: list[tuple[Block, ...]] = []
    for token in tokens:
        if token.type.endswith("_list_close"):
            break
        if token.type == "list_item_open":
            blocks = _read_blocks(tokens, "list_item_close")
            items.append(tuple(_no_heading(block) for block in blocks))
    return tuple(items)


def _read_table(tokens: Iterator[Token]) -> Block:
    rows: list[list[tuple[Inline, ...]]] = []
    aligns: list[Align] = []
    for token in tokens:
        match token.type:
            case "table_close":
                break
            case "tr_open":
                rows.append([])
            case "th_open":
                aligns.append(_align_of(token))
            case "inline":
                runs = _read_inlines(token.children or ())
                rows[-1].append(tuple(_with_breaks(run) for run in runs))
    return Block("table", rows=tuple(map(tuple, rows)), aligns=tuple(aligns))


def _align_of(token: Token) -> Align:
    style = str(token.attrs.get("style", ""))
    if style.endswith("right"):
        return "right"
    return "center" if style.endswith("center") else "left"


def _with_breaks(run: Inline) -> Inline:
    return replace(run, text=_BREAK_IN_CELL.sub("\n", run.text))


def _no_heading(block: Block) -> Block:
    """A heading inside a list item would break the outline of the document: make it bold."""
    if block.kind != "heading":
        return block
    return Block("paragraph", _joined([replace(inline, bold=True) for inline in block.inlines]))


def _read_inlines(tokens: Sequence[Token]) -> tuple[Inline, ...]:
    runs: list[Inline] = []
    bold = italic = 0
    link = ""
    for token in tokens:
        match token.type:
            case "strong_open" | "strong_close":
                bold += token.nesting
            case "em_open" | "em_close":
                italic += token.nesting
            case "link_open":
                link = _safe_address(str(token.attrs["href"]))
            case "link_close":
                link = ""
            case _:
                runs.append(Inline(_text_of(token), bold > 0, italic > 0, link))
    return _joined(runs)


def _safe_address(address: str) -> str:
    return address if _SAFE_LINK.match(address) else ""


def _text_of(token: Token) -> str:
    if token.type == "softbreak":
        return " "
    # An entity such as &#8238; is unseen only after it was read.
    return "\n" if token.type == "hardbreak" else clean(token.content)


def _joined(runs: Sequence[Inline]) -> tuple[Inline, ...]:
    """Neighbours of one style as one run, so that a text has one form in every file."""
    joined = []
    for (bold, italic, link), group in groupby(
        runs, key=lambda run: (run.bold, run.italic, run.link)
    ):
        text = "".join(run.text for run in group)
        if text:
            joined.append(Inline(text, bold, italic, link))
    return tuple(joined) if any(run.text.strip() for run in joined) else ()


def _without_skipped_levels(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Headings numbered by how deep they stand, whatever number of # the writer chose."""
    above: list[int] = []
    numbered = []
    for block in blocks:
        if block.kind != "heading":
            numbered.append(block)
            continue
        while above and above[-1] >= block.level:
            above.pop()
        above.append(block.level)
        numbered.append(replace(block, level=min(len(above), MAX_HEADING_DEPTH)))
    return tuple(numbered)


def _html(text: str, gaps: bool) -> Markup:  # noqa: FBT001 - a cached function's key
    blocks = with_gaps(parse(text)) if gaps else parse(text)
    return Markup("\n").join(_block_html(block) for block in blocks)


# A page shows the same sections again and again, and a parse costs more than the rest of the page.
_cached_html = lru_cache(maxsize=1024)(_html)


def _block_html(block: Block) -> Markup:
    if block.kind == "list":
        return _list_html(block)
    if block.kind == "table":
        return _table_html(block)
    body = inlines_html(block.inlines)
    if block.kind == "heading":
        return Markup("<h{0}>{1}</h{0}>").format(HTML_HEADING_ABOVE + block.level, body)
    return Markup("<p>{}</p>").format(body)


def _table_html(block: Block) -> Markup:
    head, *rows = (
        Markup("<tr>{}</tr>").format(
            Markup("").join(
                _cell_html(cell, align, is_head=at == 0)
                for cell, align in zip(row, block.aligns, strict=True)
            )
        )
        for at, row in enumerate(block.rows)
    )
    body = Markup("<tbody>{}</tbody>").format(Markup("").join(rows)) if rows else ""
    return TABLE_BEGINS + Markup("<thead>{}</thead>{}").format(head, body) + TABLE_ENDS


def _cell_html(inlines: Sequence[Inline], align: Align, *, is_head: bool) -> Markup:
    # an empty head heads nothing: screen readers would say "blank" before each cell
    tag, scope = ("th", Markup(' scope="col"')) if is_head and inlines else ("td", "")
    look = "" if align == "left" else Markup(' class="cell-{}"').format(align)
    return Markup("<{0}{1}{2}>{3}</{0}>").format(tag, scope, look, inlines_html(inlines))


def _list_html(block: Block) -> Markup:
    items = Markup("").join(Markup("<li>{}</li>").format(_item_html(item)) for item in block.items)
    if block.start is None:
        return Markup("<ul>{}</ul>").format(items)
    start = Markup("") if block.start == 1 else Markup(' start="{}"').format(block.start)
    return Markup("<ol{}>{}</ol>").format(start, items)


def _item_html(blocks: Sequence[Block]) -> Markup:
    if blocks and blocks[0].kind == "paragraph" and all(b.kind == "list" for b in blocks[1:]):
        rest = Markup("").join(_block_html(block) for block in blocks[1:])
        return inlines_html(blocks[0].inlines) + rest
    return Markup("").join(_block_html(block) for block in blocks)


def inlines_html(inlines: Iterable[Inline]) -> Markup:
    """Safe HTML of runs, without a paragraph around them."""
    parts = []
    for (link, gap), runs in groupby(inlines, key=lambda inline: (inline.link, inline.gap)):
        body = Markup("").join(_run_html(run) for run in runs)
        if gap:
            body = _GAP.format(body)
        if link:
            body = Markup('<a href="{}" rel="noopener">{}</a>').format(link, body)
        parts.append(body)
    return Markup("").join(parts)


def _run_html(run: Inline) -> Markup:
    body = escape(run.text)
    if "\n" in run.text:
        body = body.replace("\n", Markup("<br>"))
    if run.italic:
        body = Markup("<em>{}</em>").format(body)
    return Markup("<strong>{}</strong>").format(body) if run.bold else body

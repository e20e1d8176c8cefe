"""A text as one flat row: words, spaces and the ends of paragraphs.

Two texts are compared as rows and never as source: which sign a list is written with, what number
an item has and where a line is broken do not matter. The end of a paragraph stands after its words
and says what the paragraph is, so that a new item of a list touches no other item. A cell of a
table is a paragraph, too.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from portal.documents.commonmark import Block, Inline, parse
from portal.documents.text import clean

_MOST_SIGNS = 700
"""Texts with more lines and signs are read as words and lines: no person wrote them by hand."""
_SIGN = re.compile(r"\n|[*_]+|[\[\]<&\\]")
_LINE_SIGNS = re.compile(
    r"^[ \t]*(?:(?:#{1,6}|[-*+]|\d{1,9}[.)])(?:[ \t]+|$))+|(?<!\w)[*_]+(?=\w)|(?<=\w)[*_]+(?!\w)",
    re.MULTILINE,
)
_PIECE = re.compile(r"\s+|\S+")


Style = tuple[bool, bool, str]
"""Bold, italic, and the address of a link or ""."""


class Word(NamedTuple):
    """A word in one style, or the space between two words, which has none."""

    text: str
    style: Style | None = None


SPACE = Word(" ")
LINE_BREAK = Word("\n")


@dataclass(frozen=True, slots=True)
class Mark:
    """The end of a paragraph, and what the paragraph is."""

    kind: Literal["heading", "paragraph", "cell"] = "paragraph"
    level: int = 0
    lists: tuple[bool, ...] = ()
    """The lists around it, outermost first: whether they are numbered."""
    begins: bool = False
    """Whether it is the first paragraph of an item."""
    number: int | None = field(default=None, compare=False)
    """The number that a list begins with here. A list that is numbered anew is the same list."""
    is_head: bool = False
    """Whether it is a cell in the first row of a table."""
    ends_row: bool = False
    """Whether it is the last cell of its row."""
    begins_table: bool = False


Row = Sequence[Word | Mark]


def is_space(one: Word | Mark) -> bool:
    """Whether it stands between words."""
    return one is SPACE or one is LINE_BREAK


def read_rows(*texts: str) -> list[list[Word | Mark]]:
    """The rows of CommonMark texts that are to be compared."""
    is_dense = any(len(_SIGN.findall(text)) > _MOST_SIGNS for text in texts)
    return [list(_read_plainly(text) if is_dense else _flatten(parse(text))) for text in texts]


def _read_plainly(text: str) -> Iterator[Word | Mark]:
    yield from _pieces(Inline(_LINE_SIGNS.sub("", clean(text)).strip()))
    yield Mark()


def _flatten(
    blocks: Sequence[Block], lists: tuple[bool, ...] = (), number: int | None = None
) -> Iterator[Word | Mark]:
    begins = bool(lists)
    for block in blocks:
        if block.kind == "list":
            if begins:
                yield Mark(lists=lists, begins=True, number=number)
            yield from _flatten_list(block, lists)
        elif block.kind == "table":
            if begins:
                yield Mark(lists=lists, begins=True, number=number)
            yield from _flatten_table(block, lists)
        else:
            yield from _words(block.inlines)
            yield Mark(block.kind, block.level, lists, begins, number)
        begins, number = False, None


def _flatten_list(block: Block, lists: tuple[bool, ...]) -> Iterator[Word | Mark]:
    number = block.start
    for item in block.items:
        yield from _flatten(
            item or (Block("paragraph"),), (*lists, block.start is not None), number
        )
        number = None


def _flatten_table(block: Block, lists: tuple[bool, ...]) -> Iterator[Word | Mark]:
    last = len(block.aligns) - 1
    for at, row in enumerate(block.rows):
        for column, cell in enumerate(row):
            yield from _words(cell)
            yield Mark(
                "cell",
                lists=lists,
                is_head=at == 0,
                ends_row=column == last,
                begins_table=at == column == 0,
            )


def _words(inlines: Sequence[Inline]) -> list[Word]:
    row = [word for run in inlines for word in _pieces(run)]
    while row and is_space(row[0]):
        del row[0]
    while row and is_space(row[-1]):
        del row[-1]
    return row


def _pieces(run: Inline) -> Iterator[Word]:
    style = (run.bold, run.italic, run.link)
    pieces = _PIECE.findall(run.text)
    words = {piece: _word(piece, style if any(style) else None) for piece in set(pieces)}
    return map(words.__getitem__, pieces)


def _word(piece: str, style: Style | None) -> Word:
    if piece.isspace():
        return LINE_BREAK if "\n" in piece else SPACE
    return Word(piece, style)

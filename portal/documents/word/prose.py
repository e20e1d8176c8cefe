"""The blocks of a CommonMark text as Word paragraphs, lists and tables."""

from collections.abc import Iterator, Sequence

from docx.document import Document
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from portal.documents.commonmark import Block
from portal.documents.word.blocks import BULLET_KIND, NUMBER_KIND, add_inlines, add_paragraph
from portal.documents.word.document import QUIET
from portal.documents.word.tables import Cell, add_row, add_table

_LIST_STYLE = "ListParagraph"
_CM_PER_LEVEL = 0.7
_TABLE_NAME = "Tabell"
# a column is as wide as its longest cell, within bounds, counted in characters
_NARROWEST, _WIDEST = 8, 40
_POINTS_AFTER_TABLE = 4


def add_blocks(document: Document, blocks: Sequence[Block]) -> None:
    """Append the blocks of a text; its headings stand below Heading 1."""
    for block in blocks:
        if block.kind == "list":
            _add_list(document, block, depth=0)
            continue
        if block.kind == "table":
            _add_table(document, block)
            continue
        style = f"Heading{block.level + 1}" if block.kind == "heading" else ""
        add_inlines(add_paragraph(document, style), block.inlines)


def _add_list(document: Document, block: Block, depth: int) -> None:
    number = _new_list(document, block.start, depth)
    for item in block.items:
        if not item or item[0].kind in {"list", "table"}:
            _mark_item(add_paragraph(document, _LIST_STYLE), number, depth)
        for position, part in enumerate(item):
            if part.kind == "list":
                _add_list(document, part, depth + 1)
                continue
            if part.kind == "table":
                _add_table(document, part)
                continue
            paragraph = add_paragraph(document, _LIST_STYLE)
            add_inlines(paragraph, part.inlines)
            if position == 0:
                _mark_item(paragraph, number, depth)
            else:
                paragraph.paragraph_format.left_indent = Cm(_CM_PER_LEVEL * (depth + 1))


def _new_list(document: Document, start: int | None, depth: int) -> int:
    """A list of its own, so that each numbered list counts from its own start."""
    numbering = document.part.numbering_part.element
    made = numbering.add_num(int(BULLET_KIND if start is None else NUMBER_KIND))
    if start is not None:
        made.add_lvlOverride(ilvl=depth).add_startOverride(start)
    return int(made.numId)


def _mark_item(paragraph: Paragraph, number: int, depth: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = depth
    properties.get_or_add_numId().val = number


def _add_table(document: Document, block: Block) -> None:
    head, *rows = (
        [Cell(runs=cell, align=align) for cell, align in zip(row, block.aligns, strict=True)]
        for row in block.rows
    )
    header = [Cell(runs=cell.runs, align=cell.align, bold=True, color=QUIET) for cell in head]
    table = add_table(document, name=_TABLE_NAME, widths=list(_widths(block)), header=header)
    for row in rows:
        add_row(table, row)
    # tables that follow each other would be one
    document.add_paragraph().paragraph_format.space_after = Pt(_POINTS_AFTER_TABLE)


def _widths(block: Block) -> Iterator[int]:
    for column in range(len(block.aligns)):
        longest = max(sum(len(run.text) for run in row[column]) for row in block.rows)
        yield min(max(longest, _NARROWEST), _WIDEST)

"""Tables in Word with a header row that repeats; rows are built at once, cell by cell is slow."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from docx.document import Document
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length
from docx.table import Table

from portal.documents.commonmark import Align, Inline
from portal.documents.word.blocks import inline_elements
from portal.documents.word.document import QUIET, TABLE_STYLE_ID, text_width
from portal.documents.word.xml import element, text

HAIRLINE = "C9D1D9"
BAND = "EEF3F7"

_NOTE_HALF_POINTS = "16"
_EDGES = ("w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text or `runs`, a quieter second line, and how it differs from its neighbours."""

    text: str = ""
    note: str = ""
    bold: bool = False
    color: str = ""
    fill: str = ""
    span: int = 1
    runs: Sequence[Inline] = ()
    align: Align = "left"


def add_table(
    document: Document, *, name: str, widths: Sequence[float], header: Sequence[Cell]
) -> Table:
    """A table with its header row. `widths` are shares of the text width."""
    table: Table = document.add_table(rows=0, cols=len(widths))
    whole = text_width(document)
    for column, share in zip(table.columns, widths, strict=True):
        column.width = Length(int(whole * share / sum(widths)))
    _set_look(table, name, whole)
    _add_row(table, header, element("w:tblHeader"))
    return table


def add_row(table: Table, cells: Sequence[Cell]) -> None:
    """One row that no page break divides."""
    _add_row(table, cells)


def add_group_row(table: Table, words: str) -> None:
    """A row across the table that names the rows after it and stays on their page."""
    cell = Cell(words, bold=True, fill=BAND, span=len(table.columns))
    row = _add_row(table, (cell,))
    for paragraph in row.iter(f"{{{row.nsmap['w']}}}pPr"):
        paragraph.append(element("w:keepNext"))


def _add_row(table: Table, cells: Sequence[Cell], *marks: BaseOxmlElement) -> BaseOxmlElement:
    properties = element("w:trPr", None, element("w:cantSplit"), *marks)
    row = element("w:tr", None, properties)
    widths = [column.width or 0 for column in table.columns]
    at = 0
    for cell in cells:
        row.append(_cell(table, cell, Length(sum(widths[at : at + cell.span]))))
        at += cell.span
    table._tbl.append(row)
    return row


def _cell(table: Table, cell: Cell, width: Length) -> BaseOxmlElement:
    properties = element("w:tcPr", None, _width("w:tcW", width))
    if cell.span > 1:
        properties.append(element("w:gridSpan", {"w:val": str(cell.span)}))
    if cell.fill:
        shade = {"w:val": "clear", "w:color": "auto", "w:fill": cell.fill}
        properties.append(element("w:shd", shade))
    made = element("w:tc", None, properties, _main_paragraph(table, cell))
    if cell.note:
        made.append(_paragraph(_run(cell.note, _note_marks(cell))))
    return made


def _main_paragraph(table: Table, cell: Cell) -> BaseOxmlElement:
    if not cell.runs:
        return _paragraph(_run(cell.text, _main_marks(cell)), align=cell.align)
    runs = [replace(run, bold=run.bold or cell.bold) for run in cell.runs]
    return _paragraph(*inline_elements(table.part, runs), align=cell.align)


def _paragraph(*runs: BaseOxmlElement, align: Align = "left") -> BaseOxmlElement:
    style = element("w:pPr", None, element("w:pStyle", {"w:val": TABLE_STYLE_ID}))
    if align != "left":
        style.append(element("w:jc", {"w:val": align}))
    return element("w:p", None, style, *runs)


def _run(words: str, marks: Sequence[BaseOxmlElement]) -> BaseOxmlElement:
    return element("w:r", None, element("w:rPr", None, *marks), text(words))


def _main_marks(cell: Cell) -> list[BaseOxmlElement]:
    marks = [element("w:b")] if cell.bold else []
    if cell.color:
        marks.append(element("w:color", {"w:val": cell.color}))
    return marks


def _note_marks(cell: Cell) -> list[BaseOxmlElement]:
    return [
        element("w:color", {"w:val": cell.color or QUIET}),
        element("w:sz", {"w:val": _NOTE_HALF_POINTS}),
    ]


def _set_look(table: Table, name: str, width: Length) -> None:
    properties = table._tbl.tblPr
    properties.clear()
    properties.extend(
        (
            _width("w:tblW", width),
            _borders(),
            element("w:tblLayout", {"w:type": "fixed"}),
            _margins(),
            element("w:tblLook", {"w:val": "0020", "w:firstRow": "1"}),
            element("w:tblCaption", {"w:val": name}),
        )
    )


def _width(name: str, width: Length) -> BaseOxmlElement:
    return element(name, {"w:w": str(width.twips), "w:type": "dxa"})


def _borders() -> BaseOxmlElement:
    line = {"w:val": "single", "w:sz": "4", "w:space": "0", "w:color": HAIRLINE}
    return element("w:tblBorders", None, *(element(edge, line) for edge in _EDGES))


def _margins() -> BaseOxmlElement:
    margins = {"w:top": "50", "w:left": "85", "w:bottom": "50", "w:right": "85"}
    return element(
        "w:tblCellMar",
        None,
        *(element(edge, {"w:w": value, "w:type": "dxa"}) for edge, value in margins.items()),
    )

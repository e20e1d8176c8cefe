"""Who does what as XLSX, for those who go on in a spreadsheet: it looks as on the page."""

from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.constants import ARC_CORE
from openpyxl.xml.functions import tostring

from agreements.document import AgreementDocument
from agreements.documents import labels
from agreements.documents.content import Content, MatrixGroup, content_of
from portal.documents.zipped import without_clock

_FACTS = 3
"""Of what is said of the document: its status, from when until when, and its review."""
_ACCENT = "0B5563"
_WHITE, _QUIET, _WARNING = "FFFFFF", "52606D", "8A4B00"
# fill, ink and weight of a value
_LOOKS = {
    "responsible": (_ACCENT, _WHITE, True),
    "shared": ("A9C9CF", "000000", True),
    "participates": ("E1EBED", "1B4A54", False),
}
_NO_LOOK = ("", _QUIET, False)
_LINE = Border(bottom=Side(style="thin", color="BBBBBB"))
_TOP = Alignment(vertical="top", wrap_text=True)
_WIDTHS = (46, 58)
_COLUMN_WIDTH = 19
_A4 = 9


def make_xlsx(document: AgreementDocument) -> bytes:
    """The matrix of a document: the same words as its PDF, on one landscape sheet."""
    content = content_of(document)
    book = Workbook()
    book.properties.title = content.title
    book.properties.creator = content.author
    book.properties.created = book.properties.modified = document.made_at.replace(tzinfo=None)
    sheet = book.worksheets[0]
    sheet.title = labels.MATRIX
    _add_title(sheet, content)
    head = sheet.max_row + 1
    _add_head(sheet, content)
    for group in content.groups:
        _add_group(sheet, group, len(content.columns))
    _set_out(sheet, content, head)
    written = BytesIO()
    book.save(written)
    # saving has put the time of its making there
    book.properties.modified = book.properties.created
    return without_clock(written.getvalue(), {ARC_CORE: tostring(book.properties.to_tree())})


def _put(
    sheet: Worksheet, row: int, column: int, text: str, font: Font, fill: str = ""
) -> Cell | MergedCell:
    """A cell that says a text as it is: a spreadsheet must not take it for a formula."""
    cell = sheet.cell(row, column)
    cell.value = text
    cell.data_type = "s"
    cell.font = font
    cell.alignment = _TOP
    if fill:
        cell.fill = PatternFill("solid", start_color=fill)
    return cell


def _add_title(sheet: Worksheet, content: Content) -> None:
    lines = [(content.title, Font(bold=True, size=15)), (content.place, Font(color=_QUIET))]
    facts = "   ".join(f"{label}: {value}" for label, value in content.facts[:_FACTS])
    lines.append((facts, Font(color=_QUIET)))
    if content.mark:
        lines.append((content.mark, Font(bold=True, color=_WARNING)))
    lines.append((labels.MATRIX_INTRODUCTION, Font(color=_QUIET, italic=True)))
    for number, (text, font) in enumerate(lines, start=1):
        _put(sheet, number, 1, text, font).alignment = Alignment(vertical="top")


def _add_head(sheet: Worksheet, content: Content) -> None:
    columns = ("\n".join(filter(None, (one.label, one.party))) for one in content.columns)
    names = (labels.MATRIX_MEASURE, labels.MATRIX_HINT, *columns)
    row = sheet.max_row + 1
    for number, name in enumerate(names, start=1):
        _put(sheet, row, number, name, Font(bold=True, color=_WHITE), _ACCENT)


def _add_group(sheet: Worksheet, group: MatrixGroup, columns: int) -> None:
    row = sheet.max_row + 1
    _put(sheet, row, 1, group.phase, Font(bold=True, color=_ACCENT))
    for number in range(1, columns + len(_WIDTHS) + 1):
        sheet.cell(row, number).border = _LINE
    for measure in group.rows:
        row += 1
        _put(sheet, row, 1, measure.title, Font(bold=True)).border = _LINE
        _put(sheet, row, 2, measure.hint, Font(color=_QUIET)).border = _LINE
        for number, cell in enumerate(measure.cells, start=len(_WIDTHS) + 1):
            fill, ink, bold = _LOOKS.get(cell.value, _NO_LOOK)
            _put(sheet, row, number, cell.word, Font(bold=bold, color=ink), fill).border = _LINE


def _set_out(sheet: Worksheet, content: Content, head: int) -> None:
    """Widths, what stays in sight, and one sheet of paper on its side."""
    widths = (*_WIDTHS, *(_COLUMN_WIDTH for _ in content.columns))
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    last = f"{get_column_letter(len(widths))}{sheet.max_row}"
    sheet.freeze_panes = f"B{head + 1}"
    sheet.auto_filter.ref = f"A{head}:{last}"
    sheet.print_title_rows = f"{head}:{head}"
    sheet.print_area = f"A1:{last}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth = sheet.page_setup.fitToHeight = 1
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    footer = HeaderFooterItem(center=_HeaderFooterPart(text=content.footer.replace("&", "&&")))
    sheet.oddFooter = footer

"""An agreement as DOCX, for those who go on working in Word."""

from collections.abc import Sequence

from docx.document import Document
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.shared import Pt

from agreements.document import AgreementDocument
from agreements.documents import labels
from agreements.documents.content import Content, MatrixCell, MatrixColumn, content_of
from portal.documents.word.blocks import add_paragraph
from portal.documents.word.document import (
    ACCENT,
    QUIET,
    add_contents_list,
    add_heading,
    add_page_footer,
    add_page_mark,
    new_document,
    save,
    text_width,
)
from portal.documents.word.prose import add_blocks
from portal.documents.word.tables import Cell, add_group_row, add_row, add_table

_TINTS = {"responsible": "CFE5D6", "shared": "E3F0E7", "participates": "E9F0F7"}
_WHITE = "FFFFFF"


def make_docx(document: AgreementDocument) -> bytes:
    """The DOCX of a document: the same words as its PDF."""
    content = content_of(document)
    docx = new_document(title=content.title, author=content.author, made_at=document.made_at)
    add_page_footer(docx, content.footer, labels.PAGE)
    if content.mark:
        add_page_mark(docx, content.mark)
    _add_title_block(docx, content)
    if content.has_contents_list:
        _add_contents_list(docx, content)
    for number, chapter in enumerate(content.chapters):
        add_heading(docx, chapter.heading, _bookmark(number))
        add_blocks(docx, chapter.blocks)
    if content.groups:
        _add_matrix(docx, content)
    if content.annexes:
        _add_annexes(docx, content)
    _add_decisions(docx, content)
    _add_signatures(docx, content)
    if content.acts:
        add_heading(docx, labels.ACTS, _bookmark("efter"))
        _add_plain_table(docx, labels.ACTS, (1, 1.2, 2, 2), labels.ACT_HEADER, content.acts)
    for number, annex in enumerate(content.annex_texts):
        heading = add_heading(docx, annex.heading, _bookmark(f"bilaga_{number}"))
        heading.paragraph_format.page_break_before = True
        add_blocks(docx, annex.blocks)
    return save(docx)


def _bookmark(name: int | str) -> str:
    return f"avsnitt_{name}"


def _add_title_block(docx: Document, content: Content) -> None:
    place = docx.add_paragraph().add_run(content.place)
    place.bold = True
    add_paragraph(docx, "Title").add_run(content.title)
    for label, value in content.facts:
        fact = docx.add_paragraph()
        fact.paragraph_format.space_after = Pt(2)
        fact.add_run(f"{label}: ")
        fact.add_run(value).bold = True
    add_paragraph(docx, "Heading1").add_run(labels.PARTIES)
    header = (labels.PARTY, labels.PARTY_KIND, labels.ORGANISATION_NUMBER)
    _add_plain_table(docx, labels.PARTIES, (2, 1, 1), header, content.parties)


def _add_contents_list(docx: Document, content: Content) -> None:
    add_paragraph(docx, "Heading1").add_run(labels.CONTENTS)
    entries = [(c.heading, _bookmark(number)) for number, c in enumerate(content.chapters)]
    if content.groups:
        entries.append((labels.MATRIX, _bookmark("matris")))
    if content.annexes:
        entries.append((labels.ANNEXES, _bookmark("bilagor")))
    entries.append((labels.DECISIONS, _bookmark("beslut")))
    entries.append((labels.SIGNATURES, _bookmark("underskrifter")))
    if content.acts:
        entries.append((labels.ACTS, _bookmark("efter")))
    for number, annex in enumerate(content.annex_texts):
        entries.append((annex.heading, _bookmark(f"bilaga_{number}")))
    add_contents_list(docx, entries)


def _add_matrix(docx: Document, content: Content) -> None:
    heading = add_heading(docx, labels.MATRIX, _bookmark("matris"))
    heading.paragraph_format.page_break_before = True
    docx.add_paragraph(labels.MATRIX_INTRODUCTION)
    widths = (max(2.4, len(content.columns) * 0.5), *(1 for _ in content.columns))
    header = (_dark_cell(labels.MATRIX_MEASURE), *map(_column_cell, content.columns))
    table = add_table(docx, name=labels.MATRIX, widths=widths, header=header)
    for group in content.groups:
        add_group_row(table, group.phase)
        for row in group.rows:
            measure = Cell(row.title, note=row.hint, bold=True)
            add_row(table, (measure, *map(_value_cell, row.cells)))


def _dark_cell(text: str, note: str = "") -> Cell:
    return Cell(text, note=note, bold=True, color=_WHITE, fill=ACCENT)


def _column_cell(column: MatrixColumn) -> Cell:
    return _dark_cell(column.label, column.party)


def _value_cell(cell: MatrixCell) -> Cell:
    color = "" if cell.value in _TINTS else QUIET
    is_lead = cell.value == "responsible"
    return Cell(cell.word, bold=is_lead, color=color, fill=_TINTS.get(cell.value, ""))


def _add_annexes(docx: Document, content: Content) -> None:
    add_heading(docx, labels.ANNEXES, _bookmark("bilagor"))
    docx.add_paragraph(labels.ANNEXES_INTRODUCTION)
    header = [Cell(word, bold=True, color=QUIET) for word in labels.ANNEX_HEADER]
    table = add_table(docx, name=labels.ANNEXES, widths=(1, 3, 1.6), header=header)
    for annex in content.annexes:
        add_row(table, [Cell(word) for word in annex.cells])
        add_row(table, [Cell("", note=annex.checksum, span=3)])


def _add_decisions(docx: Document, content: Content) -> None:
    add_heading(docx, labels.DECISIONS, _bookmark("beslut"))
    if not content.decisions:
        docx.add_paragraph(labels.NO_DECISIONS)
        return
    widths = (1.3, 1.3, 0.8, 1.2, 1.1)
    _add_plain_table(docx, labels.DECISIONS, widths, labels.DECISION_HEADER, content.decisions)


def _add_signatures(docx: Document, content: Content) -> None:
    add_heading(docx, labels.SIGNATURES, _bookmark("underskrifter"))
    if content.signed:
        header = [Cell(word, bold=True, color=QUIET) for word in labels.SIGNATURE_HEADER]
        table = add_table(docx, name=labels.SIGNATURES, widths=(1.3, 1.2, 1.3, 1.3), header=header)
        for signature in content.signed:
            add_row(table, [Cell(word) for word in signature.cells])
            add_row(table, [Cell(content.signed_checksum, note=signature.checksum, span=4)])
    for party in content.unsigned:
        _add_signature_lines(docx, party)


def _add_signature_lines(docx: Document, party: str) -> None:
    heading = docx.add_paragraph(f"{labels.NOT_SIGNED} ")
    heading.add_run(party).bold = True
    heading.paragraph_format.space_before = Pt(18)
    heading.paragraph_format.keep_with_next = True
    for word in labels.SIGNATURE_LINES:
        line = docx.add_paragraph(f"{word} \t")
        line.paragraph_format.space_before = Pt(16)
        line.paragraph_format.keep_with_next = word != labels.SIGNATURE_LINES[-1]
        line.paragraph_format.tab_stops.add_tab_stop(
            text_width(docx), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.LINES
        )


def _add_plain_table(
    docx: Document,
    name: str,
    widths: Sequence[float],
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
) -> None:
    cells = [Cell(word, bold=True, color=QUIET) for word in header]
    table = add_table(docx, name=name, widths=widths, header=cells)
    for row in rows:
        add_row(table, [Cell(word) for word in row])

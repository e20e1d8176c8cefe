"""A copy of a plan as DOCX."""

from collections.abc import Sequence

from docx.document import Document
from docx.shared import Pt, RGBColor

from portal.documents.word.blocks import add_paragraph
from portal.documents.word.document import (
    QUIET,
    add_page_footer,
    add_page_mark,
    new_document,
    save,
)
from portal.documents.word.tables import Cell, add_row, add_table
from sip.archive import labels
from sip.archive.document import Aim, Chapter, PlanDocument, Row


def make_docx(document: PlanDocument) -> bytes:
    """The DOCX of a document: the same words as its PDF."""
    docx = new_document(title=document.title, author=document.author, made_at=document.made_at)
    add_page_footer(docx, document.footer, labels.PAGE)
    add_page_mark(docx, document.mark)
    _add_title_block(docx, document)
    for chapter in document.chapters:
        _add_chapter(docx, chapter)
    _add_aims(docx, document)
    if document.missing:
        add_paragraph(docx, "Heading1").add_run(labels.MISSING)
        for content in document.missing:
            docx.add_paragraph(content)
    header = labels.TAKING_PART_HEADER
    add_paragraph(docx, "Heading1").add_run(labels.TAKING_PART)
    _add_table(docx, labels.TAKING_PART, (1.2, 1.6, 1), header, document.people)
    _add_answers(docx, document)
    for chapter in document.closing:
        _add_chapter(docx, chapter)
    return save(docx)


def _add_title_block(docx: Document, document: PlanDocument) -> None:
    docx.add_paragraph().add_run(document.title).bold = True
    add_paragraph(docx, "Title").add_run(document.person)
    _add_facts(docx, document.facts)
    for sentence in document.extent:
        docx.add_paragraph(sentence).paragraph_format.space_before = Pt(6)


def _add_facts(docx: Document, facts: Sequence[tuple[str, str]]) -> None:
    for label, value in facts:
        fact = docx.add_paragraph()
        fact.paragraph_format.space_after = Pt(2)
        fact.paragraph_format.keep_with_next = True  # one goal's are on one page, and its actions
        fact.add_run(f"{label}: ")
        fact.add_run(value).bold = True


def _add_chapter(docx: Document, chapter: Chapter) -> None:
    add_paragraph(docx, "Heading1").add_run(chapter.heading)
    if not chapter.passages:
        docx.add_paragraph(labels.NOTHING)
    for passage in chapter.passages:
        for paragraph in passage.paragraphs:
            written = docx.add_paragraph(paragraph)
            written.paragraph_format.keep_with_next = paragraph is passage.paragraphs[-1]
        source = docx.add_paragraph().add_run(passage.source)
        source.font.size = Pt(8.5)
        source.font.color.rgb = RGBColor.from_string(QUIET)


def _add_aims(docx: Document, document: PlanDocument) -> None:
    add_paragraph(docx, "Heading1").add_run(labels.GOALS)
    if not document.aims:
        docx.add_paragraph(labels.NO_GOALS)
    for aim in document.aims:
        _add_aim(docx, aim)


def _add_aim(docx: Document, aim: Aim) -> None:
    add_paragraph(docx, "Heading2").add_run(aim.heading)
    _add_facts(docx, aim.facts)
    if not aim.actions:
        docx.add_paragraph(labels.NO_ACTIONS)
        return
    _add_table(docx, aim.heading, (2, 1.7, 1.1, 1), labels.ACTION_HEADER, aim.actions)


def _add_answers(docx: Document, document: PlanDocument) -> None:
    add_paragraph(docx, "Heading1").add_run(labels.APPROVALS)
    if not document.answers:
        docx.add_paragraph(labels.NO_APPROVALS)
        return
    widths = (0.7, 1.3, 1.1, 1.1, 1.6)
    _add_table(docx, labels.APPROVALS, widths, labels.APPROVAL_HEADER, document.answers)


def _add_table(
    docx: Document, name: str, widths: Sequence[float], header: Row, rows: Sequence[Row]
) -> None:
    cells = [Cell(word, bold=True, color=QUIET) for word in header]
    table = add_table(docx, name=name, widths=widths, header=cells)
    for row in rows:
        add_row(table, [Cell(word) for word in row])
    docx.add_paragraph().paragraph_format.space_after = Pt(0)

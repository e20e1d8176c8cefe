"""The frame of a DOCX: page, language, styles, properties, header, footer, contents, saving."""

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Length, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from portal.direction import unmarked
from portal.documents.word.blocks import add_link, add_list_kinds, add_paragraph
from portal.documents.word.direction import set_directions
from portal.documents.word.xml import element, field_code, field_mark, text
from portal.documents.zipped import without_clock

INK = "1C2733"
QUIET = "52606D"
ACCENT = "12496B"
TABLE_STYLE_ID = "TableText"

_CONTENTS_STYLE, _CONTENTS_STYLE_ID = "toc 1", "TOC1"
_TABLE_STYLE = "Table Text"
_FONT = "Arial"
_LANGUAGE = "sv-SE"
_WORD_VERSION = "15"
_BODY_POINTS = 10.5
_HEADING_POINTS = {"Title": 22.0, "Heading 1": 15.0, "Heading 2": 12.0, "Heading 3": 11.0}
_SMALL_HEADINGS = ("Heading 4", "Heading 5")
_LONGEST_PROPERTY = 255


def new_document(*, title: str, author: str, made_at: datetime) -> Document:
    """An empty document with its title and author as properties and `made_at` as its only time."""
    document = docx.Document()
    _set_properties(document, title, author, made_at)
    _set_page(document)
    _set_language_and_font(document)
    _set_styles(document)
    add_list_kinds(document)
    return document


def save(document: Document) -> bytes:
    """The file. No clock reaches it, so the same content gives the same bytes."""
    set_directions(document)
    written = BytesIO()
    document.save(written)
    return without_clock(written.getvalue())


def text_width(document: Document) -> Length:
    """How wide a line may be."""
    section = document.sections[0]
    page, left, right = section.page_width, section.left_margin, section.right_margin
    return Length((page or 0) - (left or 0) - (right or 0))


def add_heading(document: Document, words: str, bookmark: str) -> Paragraph:
    """A Heading 1 that `add_contents_list` can point at."""
    heading = add_paragraph(document, "Heading1")
    heading.add_run(words)
    number = str(len(document.element.body))
    start = element("w:bookmarkStart", {"w:id": number, "w:name": bookmark})
    heading._p.insert(1, start)
    heading._p.append(element("w:bookmarkEnd", {"w:id": number}))
    return heading


def add_contents_list(document: Document, entries: Sequence[tuple[str, str]]) -> None:
    """A table of contents as links: (heading, bookmark) pairs. Word can update it."""
    paragraphs = [add_paragraph(document, _CONTENTS_STYLE_ID) for _ in entries]
    for paragraph, (heading, bookmark) in zip(paragraphs, entries, strict=True):
        add_link(paragraph, heading, {"w:anchor": bookmark, "w:history": "1"})
    if paragraphs:
        code = field_code(r'TOC \o "1-1" \n \h \z')
        for mark in (field_mark("separate"), code, field_mark("begin")):
            paragraphs[0]._p.insert(1, mark)
        paragraphs[-1]._p.append(field_mark("end"))


def add_page_footer(document: Document, words: str, page_word: str) -> None:
    """A footer with a text on the left and the page, such as "Sida 1 (12)", on the right."""
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.paragraph_format.tab_stops.add_tab_stop(text_width(document), WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run(f"{words}\t{page_word} ")
    _add_number(paragraph, "PAGE")
    paragraph.add_run(" (")
    _add_number(paragraph, "NUMPAGES")
    paragraph.add_run(")")


def add_page_mark(document: Document, words: str) -> None:
    """A mark in the header of every page, such as "Utkast"."""
    paragraph = document.sections[0].header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run = paragraph.add_run(words)
    run.bold = True
    run.font.size = Pt(_BODY_POINTS)
    run.font.color.rgb = RGBColor.from_string(ACCENT)


def _add_number(paragraph: Paragraph, code: str) -> None:
    run = element("w:r", None, text("1"))
    paragraph._p.append(element("w:fldSimple", {"w:instr": code}, run))


def _set_properties(document: Document, title: str, author: str, made_at: datetime) -> None:
    properties = document.core_properties
    properties.title = unmarked(title)[:_LONGEST_PROPERTY]
    properties.author = properties.last_modified_by = unmarked(author)[:_LONGEST_PROPERTY]
    properties.comments = properties.keywords = properties.subject = ""
    properties.language = _LANGUAGE
    properties.revision = 1
    # python-docx writes these as UTC and takes them without a zone.
    properties.created = properties.modified = made_at.astimezone(UTC).replace(tzinfo=None)


def _set_page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin, section.bottom_margin = Cm(2.4), Cm(2.2)


def _set_language_and_font(document: Document) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults"))
    run = defaults.find(f"{qn('w:rPrDefault')}/{qn('w:rPr')}")
    run.find(qn("w:lang")).set(qn("w:val"), _LANGUAGE)
    run.replace(run.find(qn("w:rFonts")), _fonts())
    settings = document.settings.element
    settings.find(qn("w:themeFontLang")).set(qn("w:val"), _LANGUAGE)
    # Or Word opens the file in "compatibility mode", as if it were from 2010.
    settings.find(f".//{qn('w:compatSetting')}").set(qn("w:val"), _WORD_VERSION)


def _fonts() -> BaseOxmlElement:
    return element("w:rFonts", {"w:ascii": _FONT, "w:hAnsi": _FONT, "w:cs": _FONT})


def _set_styles(document: Document) -> None:
    normal = _style(document, "Normal")
    normal.font.size = Pt(_BODY_POINTS)
    normal.font.color.rgb = RGBColor.from_string(INK)
    normal.paragraph_format.space_after = Pt(7)
    normal.paragraph_format.line_spacing = 1.2
    for name, points in _HEADING_POINTS.items():
        _set_heading(_style(document, name), points, ACCENT)
    for name in _SMALL_HEADINGS:
        _set_heading(_style(document, name), _BODY_POINTS, INK)
    for name in ("Header", "Footer"):
        _style(document, name).font.size = Pt(8.5)
        _style(document, name).paragraph_format.tab_stops.clear_all()
    _add_style(document, _CONTENTS_STYLE, _CONTENTS_STYLE_ID, points=_BODY_POINTS, space_after=2)
    _add_style(document, _TABLE_STYLE, TABLE_STYLE_ID, points=9.0, space_after=0)


def _style(document: Document, name: str) -> ParagraphStyle:
    style = document.styles[name]
    if not isinstance(style, ParagraphStyle):
        raise TypeError(f"{name} is no paragraph style")
    return style


def _set_heading(style: ParagraphStyle, points: float, color: str) -> None:
    properties = style.element.get_or_add_rPr()
    theme_fonts = properties.find(qn("w:rFonts"))
    if theme_fonts is not None:
        properties.replace(theme_fonts, _fonts())
    line_below = style.element.get_or_add_pPr().find(qn("w:pBdr"))
    if line_below is not None:
        line_below.getparent().remove(line_below)
    style.font.size, style.font.bold, style.font.italic = Pt(points), True, False
    style.font.color.rgb = RGBColor.from_string(color)
    style.paragraph_format.space_before = Pt(points + 3)
    style.paragraph_format.space_after = Pt(points / 2)
    style.paragraph_format.keep_with_next = True


def _add_style(
    document: Document, name: str, style_id: str, *, points: float, space_after: float
) -> None:
    document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name == _CONTENTS_STYLE)
    style = _style(document, name)
    style.element.styleId = style_id
    style.base_style = document.styles["Normal"]
    style.font.size = Pt(points)
    style.paragraph_format.space_after = Pt(space_after)
    style.paragraph_format.line_spacing = 1.1

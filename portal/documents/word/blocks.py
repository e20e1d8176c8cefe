"""Paragraphs, kinds of lists and links in Word."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.parts.story import StoryPart
from docx.text.paragraph import Paragraph

from portal.documents.commonmark import Inline
from portal.documents.word.xml import element, text

BULLET_KIND, NUMBER_KIND = "900", "901"
"""What every list refers to."""

_LINK_COLOR = "12496B"
_BULLETS = ("•", "–")
_LIST_LEVELS = 9
_TWIPS_PER_LEVEL = 397


def add_paragraph(document: Document, style: str = "") -> Paragraph:
    """A new paragraph at the end, with the id of its style (looking one up by name is slow)."""
    paragraph = document.add_paragraph()
    if style:
        paragraph._p.style = style
    return paragraph


def add_link(paragraph: Paragraph, words: str, target: Mapping[str, str]) -> None:
    """A link in the accent colour; `target` is a `w:hyperlink`'s `w:anchor` or `r:id`."""
    link = element("w:hyperlink", target)
    link.append(_link_run(Inline(words)))
    paragraph._p.append(link)


def add_list_kinds(document: Document) -> None:
    """Define our bullets and our numbers, which every list refers to."""
    numbering = document.part.numbering_part.element
    first_list = numbering.find(qn("w:num"))
    for kind in (_list_kind(BULLET_KIND), _list_kind(NUMBER_KIND)):
        first_list.addprevious(kind)


def _list_kind(kind: str) -> BaseOxmlElement:
    levels = [_list_level(kind, level) for level in range(_LIST_LEVELS)]
    several = element("w:multiLevelType", {"w:val": "hybridMultilevel"})
    return element("w:abstractNum", {"w:abstractNumId": kind}, several, *levels)


def _list_level(kind: str, level: int) -> BaseOxmlElement:
    is_bullet = kind == BULLET_KIND
    sign = _BULLETS[level % len(_BULLETS)] if is_bullet else f"%{level + 1}."
    left = str(_TWIPS_PER_LEVEL * (level + 1))
    indent = element("w:ind", {"w:left": left, "w:hanging": str(_TWIPS_PER_LEVEL)})
    return element(
        "w:lvl",
        {"w:ilvl": str(level)},
        element("w:start", {"w:val": "1"}),
        element("w:numFmt", {"w:val": "bullet" if is_bullet else "decimal"}),
        element("w:lvlText", {"w:val": sign}),
        element("w:lvlJc", {"w:val": "left"}),
        element("w:pPr", None, indent),
    )


def add_inlines(paragraph: Paragraph, inlines: Sequence[Inline]) -> None:
    """Append runs to a paragraph."""
    paragraph._p.extend(inline_elements(paragraph.part, inlines))


def inline_elements(part: StoryPart, inlines: Sequence[Inline]) -> Iterator[BaseOxmlElement]:
    """Runs as what a paragraph of the part holds."""
    for address, group in groupby(inlines, key=lambda inline: inline.link):
        if address:
            relation = part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            runs = (_link_run(inline) for inline in group)
            yield element("w:hyperlink", {"r:id": relation}, *runs)
        else:
            for inline in group:
                yield _run(inline, (*_style_marks(inline), *_gap_mark(inline)))


def _link_run(inline: Inline) -> BaseOxmlElement:
    color = element("w:color", {"w:val": _LINK_COLOR})
    underline = element("w:u", {"w:val": "single"})
    return _run(inline, (*_style_marks(inline), color, *_gap_mark(inline), underline))


def _style_marks(inline: Inline) -> tuple[BaseOxmlElement, ...]:
    bold = (element("w:b"),) if inline.bold else ()
    return (*bold, element("w:i")) if inline.italic else bold


def _gap_mark(inline: Inline) -> tuple[BaseOxmlElement, ...]:
    return (element("w:highlight", {"w:val": "yellow"}),) if inline.gap else ()


def _run(inline: Inline, marks: Sequence[BaseOxmlElement]) -> BaseOxmlElement:
    properties = (element("w:rPr", None, *marks),) if marks else ()
    return element("w:r", None, *properties, *_lines(inline.text))


def _lines(words: str) -> Iterator[BaseOxmlElement]:
    for number, line in enumerate(words.split("\n")):
        if number:
            yield element("w:br")
        yield text(line)

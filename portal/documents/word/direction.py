"""What is written from right to left, marked so that Word sets it in its own direction and letters.

Word does not go by what the letters are: it wants runs of their own, with the properties of what it
calls complex scripts.
"""

import re
from collections.abc import Iterator
from copy import deepcopy

from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from portal.direction import FROM_THE_RIGHT, ISOLATE, POP, is_from_right
from portal.documents.word.xml import element, text

_KEPT_APART = re.compile(f"[{ISOLATE}{POP}]")
_LEFT = "A-Za-z\u00c0-\u024f"
_LATIN = re.compile(f"[{_LEFT}]")
# from the first to the last letter from the right, with what is neither between them
_FROM_THE_RIGHT = re.compile(
    f"[{FROM_THE_RIGHT}]+(?:[^{FROM_THE_RIGHT}{_LEFT}]*[{FROM_THE_RIGHT}]+)*"
)
# a run's property, and the same for complex scripts, which stands right after it
_SAME = {"w:b": "w:bCs", "w:i": "w:iCs", "w:sz": "w:szCs"}


def set_directions(document: Document) -> None:
    """Part the runs of the document into those from the left and those from the right."""
    for properties in document.styles.element.iter(qn("w:rPr")):
        _say_the_same(properties)
    edges = [part for one in document.sections for part in (one.header, one.footer)]
    roots = [document.element.body, *(edge._element for edge in edges)]
    for root in roots:
        for run in list(root.iter(qn("w:r"))):
            _part(run)


def _part(run: BaseOxmlElement) -> None:
    words = [each for each in run if each.tag == qn("w:t")]
    if not any(is_from_right(each.text or "") for each in words):
        return
    properties = run.find(qn("w:rPr"))
    for child in run:
        if child is properties:
            continue
        if child not in words:
            run.addprevious(_run(properties, deepcopy(child)))
            continue
        for part, from_right in _parts(child.text or ""):
            new = _run(properties, text(part))
            if from_right:
                _mark(new)
            run.addprevious(new)
    run.getparent().remove(run)


def _run(properties: BaseOxmlElement | None, content: BaseOxmlElement) -> BaseOxmlElement:
    own = () if properties is None else (deepcopy(properties),)
    return element("w:r", None, *own, content)


def _parts(words: str) -> Iterator[tuple[str, bool]]:
    """The pieces of a text, and which of them are from the right.

    A piece in which nothing is from the left is from the right to its last point.
    """
    for apart in filter(None, _KEPT_APART.split(words)):
        if is_from_right(apart) and not _LATIN.search(apart):
            yield apart, True
        else:
            yield from _spans(apart)


def _spans(words: str) -> Iterator[tuple[str, bool]]:
    end = 0
    for found in _FROM_THE_RIGHT.finditer(words):
        if before := words[end : found.start()]:
            yield before, False
        yield found[0], True
        end = found.end()
    if rest := words[end:]:
        yield rest, False


def _mark(run: BaseOxmlElement) -> None:
    properties = run.get_or_add_rPr()
    _say_the_same(properties)
    properties.append(element("w:rtl"))


def _say_the_same(properties: BaseOxmlElement) -> None:
    """Bold, italic and size for complex scripts too."""
    for name, complex_name in _SAME.items():
        said = properties.find(qn(name))
        if said is None:
            continue
        if (before := properties.find(qn(complex_name))) is not None:
            properties.remove(before)
        value = said.get(qn("w:val"))
        said.addnext(element(complex_name, {"w:val": value} if value is not None else None))

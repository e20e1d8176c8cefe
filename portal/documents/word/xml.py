"""WordprocessingML elements, for what python-docx has no call for or makes slowly."""

from collections.abc import Mapping

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.oxml.xmlchemy import BaseOxmlElement


def element(
    name: str, attributes: Mapping[str, str] | None = None, *children: BaseOxmlElement
) -> BaseOxmlElement:
    """An element such as `w:shd` with attributes such as `w:fill`, in the order Word expects."""
    made = OxmlElement(name)
    for attribute, value in (attributes or {}).items():
        made.set(qn(attribute), value)
    made.extend(children)
    return made


def text(value: str) -> BaseOxmlElement:
    """A `w:t` that keeps the spaces at its ends."""
    made = element("w:t", {"xml:space": "preserve"})
    made.text = value
    return made


def field_mark(kind: str) -> BaseOxmlElement:
    """A run that begins, separates or ends a field."""
    return element("w:r", None, element("w:fldChar", {"w:fldCharType": kind}))


def field_code(code: str) -> BaseOxmlElement:
    """A run with a field's instruction."""
    instruction = element("w:instrText", {"xml:space": "preserve"})
    instruction.text = f" {code} "
    return element("w:r", None, instruction)

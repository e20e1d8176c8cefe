"""A copy as a file: its bytes, and a name that says nothing but what the file is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sip.archive.document import PlanDocument
from sip.archive.docx import make_docx
from sip.archive.pdf import make_pdf
from sip.archive.rules import Form
from sip.archive.text import make_text

KINDS: Mapping[Form, str] = {
    Form.PDF: "application/pdf",
    Form.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Form.TEXT: "text/plain",
}
_SUFFIXES: Mapping[Form, str] = {Form.PDF: "pdf", Form.DOCX: "docx", Form.TEXT: "txt"}
_MAKERS: Mapping[Form, Callable[[PlanDocument], bytes]] = {
    Form.PDF: make_pdf,
    Form.DOCX: make_docx,
    Form.TEXT: lambda document: make_text(document).encode("utf-8"),
}


@dataclass(frozen=True, slots=True)
class File:
    """A file to hand over."""

    content: bytes
    kind: str
    name: str


def bytes_of(document: PlanDocument, form: Form) -> bytes:
    """The document in that form."""
    return _MAKERS[form](document)


def file_of(content: bytes, form: Form, number: str) -> File:
    """A file called by a number that means nothing outside the portal."""
    return File(content, KINDS[form], f"plan-{number}.{_SUFFIXES[form]}")

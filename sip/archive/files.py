"""A copy as a file: its bytes, and a name that says what the file is, and of whom nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from portal.web.downloads import day_in_name, file_name
from portal.zone import STOCKHOLM
from sip.archive.document import PlanDocument
from sip.archive.docx import make_docx
from sip.archive.pdf import make_pdf
from sip.archive.text import make_text
from sip.kernel.vocabulary import CopyForm

KINDS: Mapping[CopyForm, str] = {
    CopyForm.PDF: "application/pdf",
    CopyForm.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    CopyForm.TEXT: "text/plain",
}
_SUFFIXES: Mapping[CopyForm, str] = {
    CopyForm.PDF: "pdf",
    CopyForm.DOCX: "docx",
    CopyForm.TEXT: "txt",
}
_MAKERS: Mapping[CopyForm, Callable[[PlanDocument], bytes]] = {
    CopyForm.PDF: make_pdf,
    CopyForm.DOCX: make_docx,
    CopyForm.TEXT: lambda document: make_text(document).encode("utf-8"),
}


@dataclass(frozen=True, slots=True)
class File:
    """A file to hand over."""

    content: bytes
    kind: str
    name: str


def bytes_of(document: PlanDocument, form: CopyForm) -> bytes:
    """The document in that form."""
    return _MAKERS[form](document)


def copy_of(content: bytes, form: CopyForm, *, made_at: datetime) -> File:
    """A party's copy: named by what it is and when it was made."""
    hour = made_at.astimezone(STOCKHOLM).strftime("kl %H %M")
    name = file_name("kopia-av-sip", day_in_name(made_at), hour, suffix=_SUFFIXES[form])
    return File(content, KINDS[form], name)


def own_file_of(content: bytes, form: CopyForm, *, made_at: datetime) -> File:
    """The person's own plan, to take along."""
    name = file_name("min-sip", day_in_name(made_at), suffix=_SUFFIXES[form])
    return File(content, KINDS[form], name)

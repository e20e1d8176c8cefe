"""Reading DOCX and PDF back, the way other programs do."""

import re
from io import BytesIO

import docx
from docx.document import Document
from docx.oxml.ns import qn
from pypdf import PdfReader


def open_docx(file: bytes) -> Document:
    return docx.Document(BytesIO(file))


def open_pdf(file: bytes) -> PdfReader:
    return PdfReader(BytesIO(file))


def docx_paragraphs(file: bytes) -> list[str]:
    """Every paragraph in reading order, also in tables; a line break counts as a space."""
    body = open_docx(file).element.body
    return [
        "".join(
            node.text or "" if node.tag == qn("w:t") else " "
            for node in paragraph.iter(qn("w:t"), qn("w:br"))
        )
        for paragraph in body.iter(qn("w:p"))
    ]


def docx_text(file: bytes) -> str:
    return "\n".join(docx_paragraphs(file))


def pdf_text(file: bytes) -> str:
    return "\n".join(page.extract_text() for page in open_pdf(file).pages)


def squeezed(text: str) -> str:
    """Text without what a layout may add or drop: spaces, line ends, hyphens."""
    return re.sub(r"[\s\u200b\u00ad\u2010-]+", "", text)


def words(text: str) -> set[str]:
    return {squeezed(word) for word in re.split(r"\s+", text)} - {""}

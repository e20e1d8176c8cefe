"""PDF by Typst: accessible (PDF/UA-1), for archives (PDF/A-3a), the same bytes for the same data.

What people wrote reaches a template only as data (JSON), never as Typst source, so it cannot read
a file or run code. Fonts come from this package alone, time from the caller.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from threading import Lock

import typst

from portal.direction import ISOLATE, POP, is_from_right, isolated_text
from portal.documents.glyphs import breakable, font_folders, printable
from portal.errors import PortalError

_PRELUDE = Path(__file__).with_name("prelude.typ")
_PROOF = b"<xmpMM:RenditionClass>proof</xmpMM:RenditionClass><pdf:PDFVersion>1.7</pdf:PDFVersion>"
_ADDRESSES = frozenset({"link"})
_RUNS = "inlines"
_REMEMBERED_RUNS = 10


class UnreadablePdfError(PortalError):
    """The file is not a PDF, or it does not carry the attachment asked for."""


class PdfTemplate:
    """One Typst template with its compiler, which is costly to start and kept for the next file."""

    def __init__(self, template: Path) -> None:
        self._source = _PRELUDE.read_bytes() + template.read_bytes()
        self._root = template.parent
        self._compiler: typst.Compiler | None = None
        self._lock = Lock()

    def make(
        self,
        content: Mapping[str, object],
        *,
        source: bytes,
        made_at: datetime,
        is_draft: bool = False,
    ) -> bytes:
        """The PDF of `content`, with `source` (UTF-8) attached as what it was made from."""
        inputs = {
            "content": json.dumps(_shown(content), ensure_ascii=False),
            "source": source.decode("utf-8"),
        }
        # A Typst compiler serves one thread at a time.
        with self._lock:
            self._compiler = self._compiler or self._start()
            pdf = self._compiler.compile(
                self._source,
                format="pdf",
                sys_inputs=inputs,
                pdf_standards=["ua-1", "a-3a"],
                timestamp=int(made_at.timestamp()),
            )
            _forget(self._compiler)
        if not isinstance(pdf, bytes):
            raise TypeError("Typst gave no PDF")
        return _with_rendition(pdf, "draft" if is_draft else "default")

    def _start(self) -> typst.Compiler:
        return typst.Compiler(root=self._root, font_paths=_fonts(), ignore_system_fonts=True)


def _with_rendition(pdf: bytes, rendition: str) -> bytes:
    """The same file, saying in its metadata (XMP) what it is: Typst calls every file a proof.

    Not a byte moves, so that what the file says of its own places stays true: the version of PDF,
    which the file begins with, is not said again.
    """
    before, found, after = pdf.rpartition(_PROOF)
    if not found:
        raise TypeError("Typst wrote other metadata")
    words = f"<xmpMM:RenditionClass>{rendition}</xmpMM:RenditionClass>".encode("ascii")
    return before + words.ljust(len(_PROOF)) + after


def _forget(compiler: typst.Compiler) -> None:
    """Free what Typst remembers of its last runs: 120 MB of agreements nobody asks for again."""
    for _ in range(_REMEMBERED_RUNS + 1):
        compiler.compile(b"", format="pdf")


def attachment(pdf: bytes, name: str) -> bytes:
    """The bytes of the file `name` that is attached to a PDF."""
    # here, because no page needs it and it is ten megabytes of a web worker
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        found = PdfReader(BytesIO(pdf)).attachments.get(name)
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise UnreadablePdfError("the file cannot be read as a PDF") from error
    if not found:
        raise UnreadablePdfError(f"the PDF has no attached file {name}")
    return found[0]


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=font_folders()
    )


def _shown(value: object, key: str = "") -> object:
    """Data for a document, with every text that will be shown made fit for the page."""
    if isinstance(value, str):
        return value if key in _ADDRESSES else isolated_text(breakable(printable(value)))
    if isinstance(value, Mapping):
        return {name: _shown(part, str(name)) for name, part in value.items()}
    if isinstance(value, Sequence):
        return _shown_runs(value) if key == _RUNS else [_shown(part) for part in value]
    return value


def _shown_runs(runs: Sequence[Mapping[str, object]]) -> list[dict[str, object]]:
    """The runs of one paragraph, which has one direction: what it begins with decides."""
    texts = [breakable(printable(str(run["text"]))) for run in runs]
    if any(map(is_from_right, texts)):
        texts = [text.replace("\n", f"{POP}\n{ISOLATE}") for text in texts]
        texts[0], texts[-1] = ISOLATE + texts[0], texts[-1] + POP
    return [{**run, "text": text} for run, text in zip(runs, texts, strict=True)]

"""Files that somebody sends us: taken for what their content is, never for what they are called.

Nothing here opens or runs one. They are stored as they came and handed over as attachments.
"""

import re
from dataclasses import dataclass

MOST_BYTES = 1_900_000
"""A file and its form fit in what a request may send (portal.app.LARGEST_FORM)."""

_END_OF_PDF = 1024
# what a PDF names when opening it would do something; a name may be spelt with numbers, /J#53
_ACTIVE = re.compile(rb"/(?:JavaScript|JS[\s(<]|Launch|RichMedia|XFA)")
_SPELT = re.compile(rb"#([0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True)
class FileKind:
    """What a file is: how it is named, how it is served, and what people call it."""

    suffix: str
    mimetype: str
    name: str


PDF = FileKind("pdf", "application/pdf", "PDF")
PNG = FileKind("png", "image/png", "PNG")
JPEG = FileKind("jpg", "image/jpeg", "JPEG")
KINDS = {kind.suffix: kind for kind in (PDF, PNG, JPEG)}


def recognise(content: bytes) -> FileKind | None:
    """Which of our kinds a file is from its first byte to its last; None for all others."""
    if content.startswith(b"%PDF-"):
        is_whole = b"%%EOF" in content[-_END_OF_PDF:]
        return PDF if is_whole and not _is_active(content) else None
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG if content.endswith(b"IEND\xaeB`\x82") else None
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG if content.rstrip(b"\0").endswith(b"\xff\xd9") else None
    return None


def _is_active(content: bytes) -> bool:
    read = _SPELT.sub(lambda found: bytes([int(found[1], 16)]), content)
    return _ACTIVE.search(read) is not None

"""Files that are handed over: named so that they can be told apart in a folder, with a checksum."""

import hashlib
import re
import unicodedata
from base64 import b64encode
from datetime import date, datetime

from flask import Response

from portal.documents import uploads
from portal.memory import give_back
from portal.zone import STOCKHOLM

_OTHERS = re.compile(r"[^a-z0-9]+")
# letters that are no base letter with a mark
_SPELT = str.maketrans({"æ": "ae", "ø": "o", "ð": "d", "þ": "th", "ß": "ss", "ł": "l", "đ": "d"})
_LONGEST_PART = 60
# files whose making takes tens of megabytes: worth the 40 ms that it takes to give them back
_TAKE_MUCH = {
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def file_name(*parts: str, suffix: str) -> str:
    """A name of small letters, digits and hyphens, which no system and no header mistakes.

    `file_name("plan", "Åsele kommun", suffix="pdf")` is plan-asele-kommun.pdf.
    """
    plain = (_plain(part) for part in parts)
    return f"{'-'.join(part for part in plain if part)}.{suffix}"


def day_in_name(at: date) -> str:
    """A day as names say it, 2026-11-27; an instant is read as the day in Stockholm."""
    day = at.astimezone(STOCKHOLM).date() if isinstance(at, datetime) else at
    return day.isoformat()


def handed_over(content: bytes, kind: str, name: str, *, in_page: bool = False) -> Response:
    """The answer with a file; `in_page` lets the browser show it where it can."""
    if kind in _TAKE_MUCH:
        give_back()
    return _answer(content, kind, name, in_page=in_page)


def _answer(content: bytes, kind: str, name: str, *, in_page: bool = False) -> Response:
    response = Response(content, mimetype=kind)
    disposition = "inline" if in_page else "attachment"
    response.headers["Content-Disposition"] = f'{disposition}; filename="{name}"'
    digest = b64encode(hashlib.sha256(content).digest()).decode("ascii")
    response.headers["Repr-Digest"] = f"sha-256=:{digest}:"
    return response


def as_it_came(content: bytes | None, suffix: str, *parts: str) -> Response:
    """A file that somebody sent us (portal.documents.uploads), to save: no browser shows it here.

    `parts` are those of its name.
    """
    kind = uploads.KINDS[suffix]
    return _answer(content or b"", kind.mimetype, file_name(*parts, suffix=kind.suffix))


def _plain(part: str) -> str:
    spelt = part.lower().translate(_SPELT)
    letters = unicodedata.normalize("NFKD", spelt).encode("ascii", "ignore").decode("ascii")
    return _OTHERS.sub("-", letters)[:_LONGEST_PART].strip("-")

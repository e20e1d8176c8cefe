"""Making a PDF of ours again from its own content, to compare the two."""

import json
from contextlib import suppress

from agreements import document as agreement
from agreements.documents import pdf as agreement_pdf
from portal.documents.pdf import UnreadablePdfError, attachment
from portal.errors import PortalError
from sip.archive import document as plan_copy
from sip.archive import pdf as plan_copy_pdf

ATTACHMENTS = (agreement_pdf.ATTACHMENT, plan_copy_pdf.ATTACHMENT)


class NotOursError(PortalError):
    """Not a file that could be made again."""


def remade(file: bytes) -> bytes:
    """The PDF that the content of `file` makes; that is JSON, or a PDF with it attached."""
    source = _attached(file) if file.startswith(b"%PDF-") else file
    if _is_agreement(source):
        return agreement_pdf.make_pdf(agreement.from_json(source))
    return plan_copy_pdf.make_pdf(plan_copy.from_json(source))


def annexes_of(file: bytes) -> dict[str, str]:
    """What the annexes that an agreement's PDF or its content names are called, by SHA-256."""
    source = _attached(file) if file.startswith(b"%PDF-") else file
    if not _is_agreement(source):
        return {}
    return {one.sha256: one.title for one in agreement.from_json(source).annexes}


def _attached(file: bytes) -> bytes:
    for name in ATTACHMENTS:
        with suppress(UnreadablePdfError):
            return attachment(file, name)
    raise NotOursError("nothing that this PDF could be made from is attached to it")


def _is_agreement(source: bytes) -> bool:
    try:
        return "agreement_id" in json.loads(source)
    except (ValueError, TypeError, RecursionError) as error:
        raise NotOursError("neither a PDF of ours nor the content of one") from error

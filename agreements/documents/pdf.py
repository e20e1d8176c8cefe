"""An agreement as PDF, with its own content attached, so that anyone can make the file again."""

from dataclasses import asdict
from datetime import UTC
from pathlib import Path

from agreements.document import AgreementDocument, from_json, to_json
from agreements.documents import labels
from agreements.documents.content import content_of
from portal.documents.pdf import PdfTemplate, attachment

ATTACHMENT = "overenskommelse.json"

_TEMPLATE = PdfTemplate(Path(__file__).with_name("agreement.typ"))


def make_pdf(document: AgreementDocument) -> bytes:
    """The PDF of a document: PDF/UA-1 and PDF/A-3a, the same bytes every time."""
    made_at = document.made_at.astimezone(UTC)
    words = {
        "contents": labels.CONTENTS,
        "parties": labels.PARTIES,
        "party_header": (labels.PARTY, labels.PARTY_KIND, labels.ORGANISATION_NUMBER),
        "matrix": labels.MATRIX,
        "matrix_introduction": labels.MATRIX_INTRODUCTION,
        "matrix_measure": labels.MATRIX_MEASURE,
        "annexes": labels.ANNEXES,
        "annexes_introduction": labels.ANNEXES_INTRODUCTION,
        "annex_header": labels.ANNEX_HEADER,
        "decisions": labels.DECISIONS,
        "decision_header": labels.DECISION_HEADER,
        "no_decisions": labels.NO_DECISIONS,
        "signatures": labels.SIGNATURES,
        "signature_header": labels.SIGNATURE_HEADER,
        "not_signed": labels.NOT_SIGNED,
        "signature_lines": labels.SIGNATURE_LINES,
        "acts": labels.ACTS,
        "act_header": labels.ACT_HEADER,
        "attachment": labels.ATTACHMENT,
        "page": labels.PAGE,
    }
    shown = content_of(document)
    content = {
        **asdict(shown),
        "words": words,
        "made_at": made_at.timetuple()[:6],
        "attachment": ATTACHMENT,
    }
    return _TEMPLATE.make(
        content, source=to_json(document), made_at=made_at, is_draft=shown.is_draft
    )


def attached_source(pdf: bytes) -> bytes:
    """The canonical JSON that a PDF by `make_pdf` carries; UnreadablePdfError without it."""
    return attachment(pdf, ATTACHMENT)


def remake(source: bytes) -> bytes:
    """The PDF of a document's JSON, to compare with one that somebody holds."""
    return make_pdf(from_json(source))

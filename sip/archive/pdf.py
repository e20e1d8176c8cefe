"""A copy of a plan as PDF, with its own content attached, so that it can be read by machines."""

from dataclasses import asdict
from datetime import UTC
from pathlib import Path

from portal.documents.pdf import PdfTemplate
from sip.archive import labels
from sip.archive.document import PlanDocument, to_json

ATTACHMENT = "plan.json"

_TEMPLATE = PdfTemplate(Path(__file__).with_name("plan.typ"))


def make_pdf(document: PlanDocument) -> bytes:
    """The PDF of a document: PDF/UA-1 and PDF/A-3a, the same bytes every time."""
    made_at = document.made_at.astimezone(UTC)
    words = {
        "nothing": labels.NOTHING,
        "goals": labels.GOALS,
        "no_goals": labels.NO_GOALS,
        "no_actions": labels.NO_ACTIONS,
        "action_header": labels.ACTION_HEADER,
        "missing": labels.MISSING,
        "taking_part": labels.TAKING_PART,
        "taking_part_header": labels.TAKING_PART_HEADER,
        "approvals": labels.APPROVALS,
        "approval_header": labels.APPROVAL_HEADER,
        "no_approvals": labels.NO_APPROVALS,
        "attachment": labels.ATTACHMENT,
        "page": labels.PAGE,
    }
    content = {
        **asdict(document),
        "words": words,
        "made_at": made_at.timetuple()[:6],
        "attachment": ATTACHMENT,
    }
    return _TEMPLATE.make(content, source=to_json(document), made_at=made_at)

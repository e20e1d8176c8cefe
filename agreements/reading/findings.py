"""What is not ready, in words, each with a link to the very place where it is put right."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from flask import request, url_for

from agreements import finding_words
from agreements.progress import Progress
from agreements.readiness import Finding, Kind
from agreements.rules import Status
from agreements.tables.agreement import Agreement
from agreements.tables.document import Remark
from portal.web.i18n import language


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """One finding. `url` is "" where there is no page to put it right on."""

    key: str
    told: str
    url: str
    is_stop: bool


@dataclass(frozen=True, slots=True)
class ShownRemark:
    """What was open when the text was locked, why the parties went on, and who wrote that."""

    told: str
    reason: str
    author: str


_SUBJECTS = {
    Kind.EMPTY: "text",
    Kind.UNTOUCHED: "text",
    Kind.GAPS: "text",
    Kind.HOLLOW_ANSWERS: "questions",
    Kind.OPEN_QUESTIONS: "questions",
    Kind.UNEXPLAINED: "questions",
    Kind.ROW_GAPS: "matrix",
    Kind.NO_RESPONSIBLE: "matrix",
    Kind.NO_MEASURES: "matrix",
    Kind.SEVERAL_RESPONSIBLE: "matrix",
    Kind.MATRIX_UNTOUCHED: "matrix",
    Kind.FACTS_LEFT: "facts",
    Kind.FACTS_UNEXPLAINED: "facts",
    Kind.FACT_CONTRADICTS: "fact",
    Kind.FACT_GAPS: "fact",
    Kind.OPEN_SUGGESTIONS: "suggestions",
    Kind.NOT_READY: "party",
    Kind.READY_LAPSED: "party",
}
# where each is put right while it is a draft, when it is shared, and where others read it
_PAGES: dict[str, dict[str, str]] = {
    "text": {
        "draft": "drafting.write_section",
        "shared": "negotiation.suggest_text",
        "read": "agreements.section",
    },
    "questions": {
        "draft": "drafting.write_section",
        "shared": "drafting.settle_prompts",
        "read": "agreements.section",
    },
    "matrix": {
        "draft": "matrix.fill",
        "shared": "negotiation.suggest_cells",
        "read": "matrix.show",
    },
    "facts": {
        "draft": "agreements.section",
        "shared": "agreements.section",
        "read": "agreements.section",
    },
    "fact": {
        "draft": "facts.edit",
        "shared": "outline.suggest_fact",
        "read": "facts.show",
    },
    "term": {"draft": "drafting.set_term", "shared": "negotiation.suggest_term"},
    "suggestions": {"shared": "negotiation.index", "read": "negotiation.index"},
    "party": {},
}


def shown_findings(
    agreement: Agreement, progress: Progress, *, to_change: bool
) -> list[ShownFinding]:
    """Everything that was found. The links lead to forms, or to pages for those who only read."""
    sections = {check.key: summary.id for summary, check in progress.sections}
    form = "draft" if agreement.status is Status.DRAFT else "shared"
    where = form if to_change else "read"
    stops, reader = set(progress.readiness.stops), (language(), request.script_root)
    return [
        _shown(one, agreement.id, sections.get(one.place), where, reader, is_stop=one in stops)
        for one in progress.readiness.findings
    ]


def shown_remarks(agreement: Agreement, remarks: Iterable[Remark]) -> list[ShownRemark]:
    """What was open when the version that is up was locked."""
    return [
        ShownRemark(
            finding_words.finding(one.finding),
            one.reason,
            f"{one.author_name}, {agreement.party_name(one.organisation_id, one.written_at)}",
        )
        for one in remarks
    ]


# most say what they said an hour ago
@lru_cache(maxsize=2048)
def _shown(
    one: Finding,
    agreement_id: UUID,
    section_id: UUID | None,
    where: str,
    _reader: tuple[str, str],
    *,
    is_stop: bool,
) -> ShownFinding:
    """`where` is a key of `_PAGES`; `_reader` the language, and what addresses begin with."""
    url = _url(one, agreement_id, section_id, where)
    return ShownFinding(one.key, finding_words.finding(one), url, is_stop)


def _url(one: Finding, agreement_id: UUID, section_id: UUID | None, where: str) -> str:
    about = _SUBJECTS.get(one.kind, "term")
    endpoint = _PAGES[about].get(where, "")
    if not endpoint:
        return ""
    values: dict[str, Any] = {"agreement_id": agreement_id}
    if about == "facts":
        values["_anchor"] = "h-facts"
    if about == "fact":
        values["fact_key"] = one.place
    if about in {"text", "questions", "facts"}:
        values["section_id"] = section_id
    if about == "questions" and where != "read":
        values["_anchor"] = "h-prompts"
    if about == "matrix" and one.place:
        values["_anchor"] = f"row-{one.place}"
    return url_for(endpoint, **values)

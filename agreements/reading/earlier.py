"""A version that was taken back to the table, with all that hung on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from markupsafe import Markup

from agreements import queries
from agreements.document import AgreementDocument, DocumentSection, from_json
from agreements.documents.build import with_formalities
from agreements.models import Agreement, DocumentVersion
from agreements.queries import EarlierVersion
from agreements.reading.findings import ShownRemark, shown_remarks
from agreements.reading.presenter import Formality, formalities_of
from agreements.subjects import PartOf
from portal.authz import Actor
from portal.documents import commonmark


def get_version(actor: Actor, agreement_id: UUID, number: int) -> PartOf[DocumentVersion]:
    """A version that was taken back, by its number."""
    agreement = queries.get_agreement(actor, agreement_id)
    return PartOf(agreement, queries.get_earlier_version(agreement, number))


@dataclass(frozen=True, slots=True)
class VersionPage:
    """Everything on its page: the frozen text and matrix, decisions, signatures, who and why."""

    agreement: Agreement
    version: DocumentVersion
    document: AgreementDocument
    sections: Sequence[tuple[DocumentSection, Markup]]
    formalities: Sequence[Formality]
    remarks: Sequence[ShownRemark]


def version_page(agreement: Agreement, version: DocumentVersion) -> VersionPage:
    """Put it together."""
    document = with_formalities(agreement, version, with_signatures=True)
    return VersionPage(
        agreement=agreement,
        version=version,
        document=document,
        sections=[(one, commonmark.to_html(one.text)) for one in document.sections],
        formalities=formalities_of(
            agreement,
            version,
            queries.by_party(queries.list_decisions(agreement, version)),
            queries.by_party(queries.list_signatures(agreement, version)),
        ),
        remarks=shown_remarks(agreement, queries.list_remarks(agreement, version)),
    )


@dataclass(frozen=True, slots=True)
class Changes:
    """What is otherwise than in the version that was taken back last: names, and how many cells."""

    since: int
    sections: Sequence[str]
    cells: int
    has_new_term: bool

    @property
    def is_none(self) -> bool:
        """Whether text, dates and matrix are as they were."""
        return not (self.sections or self.cells or self.has_new_term)


def changes_since(
    agreement: Agreement, version: DocumentVersion | None, earlier: Sequence[EarlierVersion]
) -> Changes | None:
    """What has changed since the last version that was taken back; None when this is the first."""
    if version is None or not earlier:
        return None
    before = _frozen(queries.get_earlier_version(agreement, earlier[0].number))
    after = _frozen(version)
    texts = {one.key: one.text for one in before.sections}
    cells = _cells(before)
    return Changes(
        since=earlier[0].number,
        sections=[
            f"{one.number}. {one.heading}"
            for one in after.sections
            if texts.get(one.key) != one.text
        ],
        cells=sum(cells.get(key) != value for key, value in _cells(after).items()),
        has_new_term=_term(before) != _term(after),
    )


def _frozen(version: DocumentVersion) -> AgreementDocument:
    return from_json(version.content.encode("utf-8"))


def _cells(document: AgreementDocument) -> Mapping[tuple[str, str], str]:
    return {
        (row.key, column): value for row in document.rows for column, value in row.values.items()
    }


def _term(document: AgreementDocument) -> tuple[date | None, date | None, date | None]:
    return document.valid_from, document.valid_until, document.review_on

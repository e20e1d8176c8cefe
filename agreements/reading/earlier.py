"""A version that was taken back to the table, with all that hung on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from markupsafe import Markup

from agreements import queries
from agreements.document import AgreementDocument, DocumentSection
from agreements.documents.build import with_formalities
from agreements.models import Agreement, DocumentVersion
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

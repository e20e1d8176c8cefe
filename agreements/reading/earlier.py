"""A version that was taken back to the table, with all that hung on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import url_for
from markupsafe import Markup

from agreements.document import AgreementDocument, DocumentAnnex, DocumentFact, DocumentSection
from agreements.documents.build import with_formalities
from agreements.queries.agreement import get_agreement
from agreements.queries.annex import list_held
from agreements.queries.document import get_earlier_version, list_remarks
from agreements.queries.formality import (
    Formalities,
    by_party,
    list_decisions,
    list_extracts,
    list_signatures,
)
from agreements.reading.findings import ShownRemark, shown_remarks
from agreements.reading.formality import Formality, formalities_of
from agreements.subjects import PartOf
from agreements.tables.agreement import Agreement
from agreements.tables.document import DocumentVersion
from portal.authz import Actor
from portal.documents import commonmark


def get_version(actor: Actor, agreement_id: UUID, number: int) -> PartOf[DocumentVersion]:
    """A version that was taken back, by its number."""
    agreement = get_agreement(actor, agreement_id)
    return PartOf(agreement, get_earlier_version(agreement, number))


@dataclass(frozen=True, slots=True)
class VersionPage:
    """Everything on its page: the frozen text and matrix, decisions, signatures, who and why."""

    agreement: Agreement
    version: DocumentVersion
    document: AgreementDocument
    sections: Sequence[tuple[DocumentSection, Markup, Sequence[DocumentFact]]]
    annexes: Sequence[tuple[DocumentAnnex, Markup, str]]
    formalities: Sequence[Formality]
    remarks: Sequence[ShownRemark]


def version_page(agreement: Agreement, version: DocumentVersion) -> VersionPage:
    """Put it together."""
    document = with_formalities(agreement, version, with_signatures=True)
    urls = _addresses(agreement) if document.annexes else {}
    formal = Formalities(
        version,
        by_party(list_decisions(agreement, version)),
        by_party(list_signatures(agreement, version)),
    )
    return VersionPage(
        agreement=agreement,
        version=version,
        document=document,
        sections=[
            (
                one,
                commonmark.to_html(one.text),
                [fact for fact in document.facts if fact.section == one.key],
            )
            for one in document.sections
        ],
        annexes=[
            (one, commonmark.to_html(one.text), urls.get((one.key, one.sha256), ""))
            for one in document.annexes
        ],
        formalities=formalities_of(agreement, formal, list_extracts(agreement)),
        remarks=shown_remarks(agreement, list_remarks(agreement, version)),
    )


def _addresses(agreement: Agreement) -> Mapping[tuple[str, str], str]:
    """Where each thing that the annexes have held is read, by the annex's key and the checksum."""
    return {
        (annex.key, version.sha256): url_for(
            "annexes.show",
            agreement_id=agreement.id,
            annex_id=annex.id,
            version=version.version,
        )
        for annex, version in list_held(agreement)
    }

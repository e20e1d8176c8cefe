"""The versions that were put to decision, and what was open when they were locked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Uuid, bindparam, select
from sqlalchemy.orm import undefer

from agreements.queries.asked import AGREEMENT
from agreements.tables.agreement import Agreement
from agreements.tables.document import DocumentVersion, Remark
from portal.db import db
from portal.errors import NotFoundError

_REMARKS = (
    select(Remark)
    .join(DocumentVersion, DocumentVersion.id == Remark.document_version_id)
    .where(Remark.agreement_id == AGREEMENT)
    .order_by(Remark.position, Remark.id)
)
IS_UP = DocumentVersion.voided_at.is_(None)
IS_THIS = DocumentVersion.id == bindparam("version_id", type_=Uuid)


def list_remarks(agreement: Agreement, version: DocumentVersion) -> Sequence[Remark]:
    """What was open when a version was locked, and why."""
    asked = {"agreement_id": agreement.id, "version_id": version.id}
    return db.session.scalars(_REMARKS.where(IS_THIS), asked).all()


_DOCUMENT_VERSION = select(DocumentVersion).where(
    DocumentVersion.agreement_id == AGREEMENT, DocumentVersion.voided_at.is_(None)
)


def find_document_version(agreement: Agreement) -> DocumentVersion | None:
    """The version that decisions and signatures hang on now, if it has been put to decision."""
    return db.session.scalar(_DOCUMENT_VERSION, {"agreement_id": agreement.id})


@dataclass(frozen=True, slots=True)
class EarlierVersion:
    """A version that was taken back, and how many decisions and signatures went with it."""

    number: int
    made_at: datetime
    voided_at: datetime
    voided_by: str
    voided_reason: str
    decisions: int
    signatures: int


def get_earlier_version(agreement: Agreement, number: int) -> DocumentVersion:
    """A version that was taken back, by its number, with what it said."""
    version = db.session.scalar(
        select(DocumentVersion)
        .where(
            DocumentVersion.agreement_id == agreement.id,
            DocumentVersion.number == number,
            DocumentVersion.voided_at.is_not(None),
        )
        .options(undefer(DocumentVersion.content))
    )
    if version is None:
        raise NotFoundError
    return version

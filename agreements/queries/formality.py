"""Decisions and signatures, and the extracts of the minutes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import undefer

from agreements.queries.asked import AGREEMENT
from agreements.queries.document import IS_THIS, IS_UP
from agreements.tables.agreement import Agreement
from agreements.tables.decision import Decision, DecisionExtract
from agreements.tables.document import DocumentVersion
from agreements.tables.signature import Signature
from portal.db import db
from portal.errors import NotFoundError

Formal = TypeVar("Formal", Decision, Signature)


_DECISIONS = (
    select(Decision)
    .join(DocumentVersion, DocumentVersion.id == Decision.document_version_id)
    .where(Decision.agreement_id == AGREEMENT)
    .order_by(Decision.recorded_at, Decision.id)
)


def list_decisions(
    agreement: Agreement, version: DocumentVersion | None = None
) -> Sequence[Decision]:
    """The decisions on a version, or on the one that is up now, in the order they were recorded."""
    asked = {"agreement_id": agreement.id, "version_id": version.id if version else None}
    return db.session.scalars(_DECISIONS.where(IS_THIS if version else IS_UP), asked).all()


_EXTRACTS = (
    select(DecisionExtract)
    .where(DecisionExtract.agreement_id == AGREEMENT)
    .order_by(DecisionExtract.added_at, DecisionExtract.id)
)


def list_extracts(agreement: Agreement) -> Mapping[UUID, Sequence[DecisionExtract]]:
    """The extracts of the minutes of each decision, without their content, oldest first."""
    found: dict[UUID, list[DecisionExtract]] = {}
    for one in db.session.scalars(_EXTRACTS, {"agreement_id": agreement.id}):
        found.setdefault(one.decision_id, []).append(one)
    return found


def get_extract(agreement: Agreement, extract_id: UUID) -> DecisionExtract:
    """One that has not been taken away, with its content."""
    statement = (
        select(DecisionExtract)
        .where(
            DecisionExtract.agreement_id == agreement.id,
            DecisionExtract.id == extract_id,
            DecisionExtract.removed_at.is_(None),
        )
        .options(undefer(DecisionExtract.content))
    )
    found = db.session.scalar(statement)
    if found is None:
        raise NotFoundError
    return found


_SIGNATURES = (
    select(Signature)
    .join(DocumentVersion, DocumentVersion.id == Signature.document_version_id)
    .where(Signature.agreement_id == AGREEMENT)
    .order_by(Signature.signed_at, Signature.id)
)


def list_signatures(
    agreement: Agreement, version: DocumentVersion | None = None
) -> Sequence[Signature]:
    """The signatures on a version, or on the one that is up now, in the order they were made."""
    asked = {"agreement_id": agreement.id, "version_id": version.id if version else None}
    return db.session.scalars(_SIGNATURES.where(IS_THIS if version else IS_UP), asked).all()


@dataclass(frozen=True, slots=True)
class Formalities:
    """The version that is up now, with the decisions and signatures that hang on it, by party."""

    version: DocumentVersion
    decisions: Mapping[UUID, Sequence[Decision]]
    signatures: Mapping[UUID, Sequence[Signature]]


def by_party(found: Iterable[Formal | None]) -> dict[UUID, list[Formal]]:
    """Each once, for its party, in the order they were found."""
    sorted_out: dict[UUID, list[Formal]] = {}
    for one in dict.fromkeys(found):
        if one is not None:
            sorted_out.setdefault(one.organisation_id, []).append(one)
    return sorted_out

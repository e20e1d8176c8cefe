"""Reading agreements. Every function takes the actor first; who sees what is `visible_to`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload, load_only

from agreements.models import (
    Agreement,
    AgreementParty,
    Decision,
    DocumentVersion,
    Section,
    SectionVersion,
    Signature,
    Suggestion,
    TemplateVersion,
)
from agreements.rules import OPEN_SUGGESTIONS, Status, SuggestionStatus
from portal.authz import Actor, OrganisationKind
from portal.db import db
from portal.errors import NotFoundError


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Who sees an agreement and its text.

    Its parties once let in and, when it has been signed, the county's coordination group. The
    database's policies say the same (migration 0003).
    """
    mine = aliased(AgreementParty)
    let_in = (
        select(mine.id)
        .where(
            mine.agreement_id == Agreement.id,
            mine.organisation_id == actor.organisation_id,
            mine.joined_at.is_not(None),
        )
        .exists()
    )
    conditions: ColumnElement[bool] = let_in
    if actor.organisation_kind is OrganisationKind.COORDINATION_GROUP:
        conditions = or_(let_in, Agreement.status.in_((Status.IN_FORCE, Status.SUPERSEDED)))
    return and_(Agreement.county_id == actor.county_id, conditions)


def get_agreement(actor: Actor, agreement_id: UUID) -> Agreement:
    """One agreement with its parties and their organisations."""
    statement = (
        select(Agreement)
        .join(Agreement.parties)
        .join(AgreementParty.organisation)
        .where(Agreement.id == agreement_id, visible_to(actor))
        .options(contains_eager(Agreement.parties).contains_eager(AgreementParty.organisation))
        .order_by(AgreementParty.position, AgreementParty.id)
    )
    agreement = db.session.scalars(statement).unique().one_or_none()
    if agreement is None:
        raise NotFoundError
    return agreement


def list_agreements(actor: Actor, *statuses: Status) -> Sequence[Agreement]:
    """The agreements the actor sees, those last changed first."""
    statement = (
        select(Agreement)
        .where(visible_to(actor), Agreement.status.in_(statuses or tuple(Status)))
        .options(joinedload(Agreement.parties).joinedload(AgreementParty.organisation))
        .order_by(Agreement.changed_at.desc(), Agreement.id)
    )
    return db.session.scalars(statement).unique().all()


def get_template_version(actor: Actor, template_id: UUID) -> TemplateVersion:
    """One edition of the county's template."""
    statement = select(TemplateVersion).where(
        TemplateVersion.id == template_id, TemplateVersion.county_id == actor.county_id
    )
    version = db.session.scalar(statement)
    if version is None:
        raise NotFoundError
    return version


def list_template_versions(actor: Actor) -> Sequence[TemplateVersion]:
    """The county's template editions, newest first, without their contents."""
    statement = (
        select(TemplateVersion)
        .where(TemplateVersion.county_id == actor.county_id)
        .options(
            load_only(TemplateVersion.name, TemplateVersion.edition, TemplateVersion.published_at)
        )
        .order_by(TemplateVersion.edition.desc(), TemplateVersion.id)
    )
    return db.session.scalars(statement).all()


@dataclass(frozen=True, slots=True)
class SectionText:
    """A section with its current text, and who wrote that text when."""

    section: Section
    text: str
    author_name: str
    organisation_id: UUID
    changed_at: datetime
    suggestion_id: UUID | None


def get_section(agreement: Agreement, section_id: UUID) -> SectionText:
    """One section of an agreement that the caller was allowed to read."""
    for section in list_sections(agreement, section_id=section_id):
        return section
    raise NotFoundError


def list_sections(agreement: Agreement, *, section_id: UUID | None = None) -> Sequence[SectionText]:
    """The sections in order, each with its current text."""
    version = SectionVersion
    statement = (
        select(
            Section,
            version.text,
            version.author_name,
            version.organisation_id,
            version.created_at,
            version.suggestion_id,
        )
        .join(version, and_(version.section_id == Section.id, version.version == Section.version))
        .where(Section.agreement_id == agreement.id)
        .order_by(Section.number, Section.id)
        # text and version of one moment, also for a command that has waited for another
        .execution_options(populate_existing=True)
    )
    if section_id is not None:
        statement = statement.where(Section.id == section_id)
    return [SectionText(*row) for row in db.session.execute(statement)]


@dataclass(frozen=True, slots=True)
class SectionSummary:
    """A line of the table of contents. `is_written`: it is more than the template's starter."""

    id: UUID
    key: str
    number: int
    heading: str
    is_written: bool
    is_empty: bool
    prompts: int
    prompts_settled: int
    open_suggestions: int


def list_section_summaries(agreement: Agreement) -> Sequence[SectionSummary]:
    """The table of contents, without the texts."""
    open_here = (
        select(func.count())
        .where(
            Suggestion.section_id == Section.id,
            Suggestion.agreement_id == agreement.id,
            Suggestion.status.in_(OPEN_SUGGESTIONS),
        )
        .scalar_subquery()
    )
    statement = (
        select(
            Section.id,
            Section.key,
            Section.number,
            Section.heading,
            Section.version,
            Section.prompts,
            func.btrim(SectionVersion.text) == "",
            open_here,
        )
        .join(
            SectionVersion,
            and_(
                SectionVersion.section_id == Section.id, SectionVersion.version == Section.version
            ),
        )
        .where(Section.agreement_id == agreement.id)
        .order_by(Section.number, Section.id)
    )
    return [_summary(*row) for row in db.session.execute(statement)]


def _summary(
    id_: UUID,
    key: str,
    number: int,
    heading: str,
    version: int,
    prompts: list[dict[str, str]],
    is_empty: bool,  # noqa: FBT001
    suggestions: int,
) -> SectionSummary:
    return SectionSummary(
        id=id_,
        key=key,
        number=number,
        heading=heading,
        is_written=version > 1,
        is_empty=is_empty,
        prompts=len(prompts),
        prompts_settled=sum(prompt["state"] != "open" for prompt in prompts),
        open_suggestions=suggestions,
    )


def list_section_versions(agreement: Agreement, section: Section) -> Sequence[SectionVersion]:
    """Every text the section has had, newest first."""
    statement = (
        select(SectionVersion)
        .where(SectionVersion.agreement_id == agreement.id, SectionVersion.section_id == section.id)
        .order_by(SectionVersion.version.desc())
    )
    return db.session.scalars(statement).all()


def get_suggestion(agreement: Agreement, suggestion_id: UUID) -> Suggestion:
    """One suggestion with the answers it has got."""
    statement = (
        select(Suggestion)
        .where(Suggestion.id == suggestion_id, Suggestion.agreement_id == agreement.id)
        .options(joinedload(Suggestion.answers))
    )
    suggestion = db.session.scalars(statement).unique().one_or_none()
    if suggestion is None:
        raise NotFoundError
    return suggestion


def find_suggestion(agreement: Agreement, suggestion_id: UUID) -> Suggestion | None:
    """The same, or None: a form sent twice asks whether its suggestion is already there."""
    statement = select(Suggestion).where(
        Suggestion.id == suggestion_id, Suggestion.agreement_id == agreement.id
    )
    return db.session.scalar(statement)


def list_suggestions(
    agreement: Agreement,
    *statuses: SuggestionStatus,
    section: Section | None = None,
    of_matrix: bool = False,
) -> Sequence[Suggestion]:
    """Suggestions with their answers, oldest first: of a section, of the matrix, or all."""
    statement = (
        select(Suggestion)
        .where(
            Suggestion.agreement_id == agreement.id,
            Suggestion.status.in_(statuses or tuple(SuggestionStatus)),
        )
        .options(joinedload(Suggestion.answers))
        .order_by(Suggestion.created_at, Suggestion.id)
    )
    if section is not None:
        statement = statement.where(Suggestion.section_id == section.id)
    if of_matrix:
        statement = statement.where(Suggestion.operations.is_not(None))
    return db.session.scalars(statement).unique().all()


def find_document_version(agreement: Agreement) -> DocumentVersion | None:
    """The version that decisions and signatures hang on now, if it has been put to decision."""
    statement = select(DocumentVersion).where(
        DocumentVersion.agreement_id == agreement.id, DocumentVersion.voided_at.is_(None)
    )
    return db.session.scalar(statement)


def list_decisions(agreement: Agreement) -> Sequence[Decision]:
    """The decisions on the version that is up now, in the order they were recorded."""
    statement = (
        select(Decision)
        .join(DocumentVersion, DocumentVersion.id == Decision.document_version_id)
        .where(Decision.agreement_id == agreement.id, DocumentVersion.voided_at.is_(None))
        .order_by(Decision.recorded_at, Decision.id)
    )
    return db.session.scalars(statement).all()


def list_signatures(agreement: Agreement) -> Sequence[Signature]:
    """The signatures on the version that is up now, in the order they were made."""
    statement = (
        select(Signature)
        .join(DocumentVersion, DocumentVersion.id == Signature.document_version_id)
        .where(Signature.agreement_id == agreement.id, DocumentVersion.voided_at.is_(None))
        .order_by(Signature.signed_at, Signature.id)
    )
    return db.session.scalars(statement).all()

"""Reading agreements. Every function takes the actor first; who sees what is `visible_to`."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from operator import attrgetter
from typing import TypeVar
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    Uuid,
    and_,
    bindparam,
    or_,
    select,
)
from sqlalchemy.orm import aliased, contains_eager, joinedload, selectinload, undefer

from agreements import expected
from agreements.clerical import mark
from agreements.readiness import TextCheck, check_text
from agreements.rules import SIGNED, Holding, Status, SuggestionStatus
from agreements.tables import functions
from agreements.tables.agreement import Agreement
from agreements.tables.annex import Annex, AnnexVersion
from agreements.tables.decision import Decision, DecisionExtract
from agreements.tables.document import DocumentVersion, Remark
from agreements.tables.life import AgreementAct, Correction
from agreements.tables.matrix import MatrixColumn, MatrixRow
from agreements.tables.paper import Paper
from agreements.tables.party import AgreementParty
from agreements.tables.signature import Signature
from agreements.tables.suggestion import Suggestion
from agreements.tables.template import Subject, TemplateVersion
from agreements.tables.text import Section, SectionVersion
from portal.authz import Actor, OrganisationKind
from portal.db import db
from portal.errors import NotFoundError
from portal.tenancy.models import Organisation

# What every page asks is put together once, with its parameters left open: to do so for each
# request took longer than the database's answer.
_AGREEMENT = bindparam("agreement_id", type_=Uuid)
_mine = aliased(AgreementParty)

Formal = TypeVar("Formal", Decision, Signature)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Whose agreements a list shows: the parties' own, once they have been let in.

    For the county's coordination group, all that has been signed.
    """
    let_in: ColumnElement[bool] = (
        select(_mine.id)
        .where(
            _mine.agreement_id == Agreement.id,
            _mine.organisation_id == actor.organisation_id,
            _mine.joined_at.is_not(None),
        )
        .exists()
    )
    if actor.organisation_kind is OrganisationKind.COORDINATION_GROUP:
        let_in = or_(let_in, Agreement.status.in_(SIGNED))
    return and_(Agreement.county_id == actor.county_id, let_in)


_WITH_PARTIES = (
    select(Agreement)
    .join(Agreement.every_party)
    .join(AgreementParty.organisation)
    .join(Agreement.subject)
    .where(Agreement.id == _AGREEMENT)
    .options(
        contains_eager(Agreement.every_party).contains_eager(AgreementParty.organisation),
        contains_eager(Agreement.subject),
    )
    .order_by(AgreementParty.position, AgreementParty.id)
)


def get_agreement(actor: Actor, agreement_id: UUID) -> Agreement:
    """One agreement with its parties and their organisations."""
    found = db.session.scalars(_WITH_PARTIES, {"agreement_id": agreement_id})
    agreement = found.unique().one_or_none()
    if agreement is None or not _is_visible_to(actor, agreement):
        raise NotFoundError
    return agreement


def _is_visible_to(actor: Actor, agreement: Agreement) -> bool:
    """Who reads an agreement: its parties, and when it has been signed everybody in the county.

    The database's policies say the same (migrations/access/agreement.sql).
    """
    return agreement.county_id == actor.county_id and (
        agreement.let_in_at(actor.organisation_id) is not None or agreement.status in SIGNED
    )


def list_agreements(actor: Actor, *statuses: Status) -> Sequence[Agreement]:
    """The agreements the actor sees, those last changed first."""
    statement = (
        select(Agreement)
        .where(
            visible_to(actor),
            Agreement.status.in_(statuses or tuple(Status)),
            # what has prolonged another is a part of that
            or_(Agreement.amends_id.is_(None), Agreement.status != Status.IN_FORCE),
        )
        .options(
            joinedload(Agreement.every_party).joinedload(AgreementParty.organisation),
            joinedload(Agreement.subject, innerjoin=True),
        )
        .order_by(Agreement.changed_at.desc(), Agreement.id)
    )
    return db.session.scalars(statement).unique().all()


def list_subjects(actor: Actor, *, with_template: bool = False) -> Sequence[Subject]:
    """What agreements of the county can be about; or only that which has a template."""
    statement = select(Subject).where(Subject.county_id == actor.county_id)
    if with_template:
        statement = statement.where(
            select(TemplateVersion.id).where(TemplateVersion.subject_id == Subject.id).exists()
        )
    return db.session.scalars(statement.order_by(Subject.position, Subject.key)).all()


def list_holding(
    subject_id: UUID, area: Collection[UUID] | None, first: date, last: date = date.max
) -> list[Holding]:
    """What has been signed on a subject and holds somewhere in an area on some day between two.

    The earliest first; of all the county where the area is None.
    """
    # one municipality is asked by itself, several together
    place = next(iter(area)) if area is not None and len(area) == 1 else None
    found = {
        one.agreement_id: Holding(
            one.agreement_id,
            one.title,
            one.valid_from,
            one.last_day,
            is_within=area is None or {*one.municipality_ids} <= {*area},
        )
        for one in functions.in_force(subject_id, place, first, last)
        if area is None or one.municipality_id in area
    }
    return sorted(found.values(), key=lambda one: one.valid_from)


def list_area(agreement: Agreement) -> Sequence[Organisation]:
    """The municipalities that it holds in, by name."""
    here = {party.organisation_id: party.organisation for party in agreement.every_party}
    missing = set(agreement.municipality_ids) - set(here)
    if missing:
        found = db.session.scalars(select(Organisation).where(Organisation.id.in_(missing)))
        here |= {one.id: one for one in found}
    return sorted((here[one] for one in agreement.municipality_ids), key=attrgetter("sort_key"))


def list_replaceable(agreement: Agreement, today: date) -> list[Holding]:
    """What it could take over from: what holds today or later, or meets its own term."""
    if not agreement.is_own:
        return []
    first = min(today, agreement.valid_from or today)
    return [
        one
        for one in list_holding(agreement.subject_id, agreement.municipality_ids, first)
        if one.id != agreement.id
    ]


def find_replaced(agreement: Agreement) -> Holding | None:
    """The one that it takes over from, if it names one that holds on any day."""
    if agreement.replaces_id is None:
        return None
    # of two that were merged, the one may have stayed where it was
    places = agreement.municipality_ids, None
    every = (one for place in places for one in list_holding(agreement.subject_id, place, date.min))
    return next((one for one in every if one.id == agreement.replaces_id), None)


def find_successor(agreement: Agreement) -> Agreement | None:
    """The one that takes over from it, for those who may read that."""
    if agreement.replaced_from is None:
        return None
    statement = select(Agreement).where(
        Agreement.replaces_id == agreement.id,
        Agreement.status.in_(SIGNED),
    )
    return db.session.scalars(statement.order_by(Agreement.valid_from, Agreement.id)).first()


def find_amended(actor: Actor, agreement: Agreement) -> Agreement | None:
    """The one that it prolongs, if it does."""
    return get_agreement(actor, agreement.amends_id) if agreement.amends_id else None


def list_amending(actor: Actor, agreement: Agreement) -> Sequence[Agreement]:
    """What prolongs it, or is to, of that which the actor may read; the oldest first."""
    statement = (
        select(Agreement)
        .where(
            Agreement.amends_id == agreement.id,
            Agreement.status != Status.WITHDRAWN,
            visible_to(actor),
        )
        .order_by(Agreement.created_at, Agreement.id)
    )
    return db.session.scalars(statement).all()


def list_amended_by(agreement: Agreement) -> Sequence[Agreement]:
    """What has prolonged it or been added to it, the first before."""
    if not agreement.is_own:
        return ()
    statement = select(Agreement).where(
        Agreement.amends_id == agreement.id, Agreement.status == Status.IN_FORCE
    )
    return db.session.scalars(statement.order_by(Agreement.valid_from, Agreement.status_at)).all()


def find_text(agreement: Agreement, day: date = date.max) -> Agreement:
    """Where its text stands on a day: with its latest addendum by then, or itself."""
    added = [one for one in list_amended_by(agreement) if one.amends_text]
    begun = [one for one in added if one.valid_from is not None and one.valid_from <= day]
    return begun[-1] if begun else agreement


def has_next(agreement: Agreement) -> bool:
    """Whether one that ends is followed by another, of those that the reader sees."""
    others = select(Agreement).where(
        Agreement.county_id == agreement.county_id,
        Agreement.municipality_ids.overlap(agreement.municipality_ids),
        Agreement.subject_id == agreement.subject_id,
        Agreement.amends_id.is_(None),
        Agreement.id != agreement.id,
    )
    return is_followed(agreement, db.session.scalars(others).all())


def is_followed(agreement: Agreement, others: Collection[Agreement]) -> bool:
    """Whether nobody need begin on the next: in each of its municipalities one of `others` is."""
    return all(
        expected.has_next(
            agreement.status,
            agreement.last_day,
            [(one.status, one.last_day) for one in others if place in one.municipality_ids],
        )
        for place in agreement.municipality_ids
    )


def list_met(agreement: Agreement, first: date, last: date) -> list[Holding]:
    """What else holds on its subject on some day between two: what it would meet if prolonged."""
    found = list_holding(agreement.subject_id, agreement.municipality_ids, first, last)
    return [one for one in found if one.id != agreement.id]


_ACTS = (
    select(AgreementAct)
    .where(AgreementAct.agreement_id == _AGREEMENT)
    .order_by(AgreementAct.recorded_at, AgreementAct.id)
)


def list_acts(agreement: Agreement) -> Sequence[AgreementAct]:
    """What the parties have done with it since it was signed, the oldest first."""
    if not agreement.has_acts:
        return ()
    return db.session.scalars(_ACTS, {"agreement_id": agreement.id}).all()


_CORRECTIONS = (
    select(Correction)
    .where(Correction.agreement_id == _AGREEMENT)
    .options(selectinload(Correction.answers))
    .order_by(Correction.proposed_at, Correction.id)
)


def list_corrections(agreement: Agreement) -> Sequence[Correction]:
    """What has been proposed to be corrected in it and in what amends it, the oldest first."""
    if not agreement.is_signed:
        return ()
    asked = {"agreement_id": agreement.amends_id or agreement.id}
    return db.session.scalars(_CORRECTIONS, asked).all()


_PAPER = (
    select(Paper)
    .where(Paper.agreement_id == _AGREEMENT, Paper.withdrawn_at.is_(None))
    .options(selectinload(Paper.answers))
)


def find_paper(agreement: Agreement) -> Paper | None:
    """What was registered of it as signed on paper."""
    if not agreement.on_paper:
        return None
    return db.session.scalar(_PAPER, {"agreement_id": agreement.id})


def get_scan(agreement: Agreement) -> Paper:
    """The same with the scan."""
    found = db.session.scalar(
        _PAPER.options(undefer(Paper.content)), {"agreement_id": agreement.id}
    )
    if found is None:
        raise NotFoundError
    return found


def list_on_paper() -> frozenset[UUID]:
    """Which of the agreements that the asker may read are signed on paper and registered so."""
    found = db.session.scalars(select(Agreement.id).where(Agreement.on_paper))
    return frozenset(found)


def get_correction(agreement: Agreement, correction_id: UUID) -> Correction:
    """One of them."""
    for one in list_corrections(agreement):
        if one.id == correction_id:
            return one
    raise NotFoundError


@dataclass(frozen=True, slots=True)
class CorrectedText:
    """A section that has been corrected: what it said before, and by what; the first before."""

    key: str
    before: str
    corrections: Sequence[Correction]

    @property
    def marked(self) -> str:
        """What it says now, with the number of each correction after its words."""
        return mark(self.before, [(one.before, one.after) for one in self.corrections])


_uncorrected = aliased(SectionVersion)
_CORRECTED = (
    select(Section.id, Section.key, _uncorrected.text, Correction)
    .join(SectionVersion, SectionVersion.section_id == Section.id)
    .join(Correction, Correction.id == SectionVersion.correction_id)
    .join(
        _uncorrected,
        and_(
            _uncorrected.section_id == Section.id,
            _uncorrected.version == SectionVersion.version - 1,
        ),
    )
    .where(SectionVersion.agreement_id == _AGREEMENT)
    .options(selectinload(Correction.answers))
    .order_by(Section.number, SectionVersion.version)
)


def list_corrected(agreement: Agreement) -> Mapping[UUID, CorrectedText]:
    """The sections of a signed text that have been corrected since, by their id."""
    if not agreement.is_signed:
        return {}
    found: dict[UUID, tuple[str, str, list[Correction]]] = {}
    for section, key, before, one in db.session.execute(_CORRECTED, {"agreement_id": agreement.id}):
        found.setdefault(section, (key, before, []))[2].append(one)
    return {section: CorrectedText(*said) for section, said in found.items()}


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


_SECTIONS = (
    select(
        Section,
        SectionVersion.text,
        SectionVersion.author_name,
        SectionVersion.organisation_id,
        SectionVersion.created_at,
        SectionVersion.suggestion_id,
    )
    .join(
        SectionVersion,
        and_(SectionVersion.section_id == Section.id, SectionVersion.version == Section.version),
    )
    .where(Section.agreement_id == _AGREEMENT)
    .order_by(Section.number, Section.id)
    # text and version of one moment, also for a command that has waited for another
    .execution_options(populate_existing=True)
)
_SECTION = _SECTIONS.where(Section.id == bindparam("section_id"))


def list_sections(agreement: Agreement, *, section_id: UUID | None = None) -> Sequence[SectionText]:
    """The sections in order, each with its current text."""
    asked = {"agreement_id": agreement.id, "section_id": section_id}
    found = db.session.execute(_SECTION if section_id else _SECTIONS, asked)
    return [SectionText(*row) for row in found]


@dataclass(frozen=True, slots=True)
class SectionSummary:
    """A line of the table of contents."""

    id: UUID
    key: str
    number: int
    heading: str


_first = aliased(SectionVersion)
_TEXTS = (
    select(Section.id, SectionVersion.text, _first.text)
    .join(
        SectionVersion,
        and_(SectionVersion.section_id == Section.id, SectionVersion.version == Section.version),
    )
    # the template's own text
    .join(_first, and_(_first.section_id == Section.id, _first.version == 1))
    .where(Section.agreement_id == _AGREEMENT)
)


def check_texts(agreement: Agreement) -> Mapping[UUID, TextCheck]:
    """What readiness finds in the text of each section, by the section's id."""
    found = db.session.execute(_TEXTS, {"agreement_id": agreement.id})
    return {section: check_text(text, starter) for section, text, starter in found}


_REMARKS = (
    select(Remark)
    .join(DocumentVersion, DocumentVersion.id == Remark.document_version_id)
    .where(Remark.agreement_id == _AGREEMENT)
    .order_by(Remark.position, Remark.id)
)
_IS_UP = DocumentVersion.voided_at.is_(None)
_IS_THIS = DocumentVersion.id == bindparam("version_id", type_=Uuid)


def list_remarks(agreement: Agreement, version: DocumentVersion) -> Sequence[Remark]:
    """What was open when a version was locked, and why."""
    asked = {"agreement_id": agreement.id, "version_id": version.id}
    return db.session.scalars(_REMARKS.where(_IS_THIS), asked).all()


def get_section_text(section: Section, version: int) -> str:
    """What one version of a section says."""
    statement = select(SectionVersion.text).where(
        SectionVersion.agreement_id == section.agreement_id,
        SectionVersion.section_id == section.id,
        SectionVersion.version == version,
    )
    return db.session.scalars(statement).one()


def get_section_version(section: Section, number: int) -> SectionVersion:
    """One text that the section has had."""
    wanted = select(SectionVersion).where(
        SectionVersion.section_id == section.id, SectionVersion.version == number
    )
    found = db.session.scalar(wanted)
    if found is None:
        raise NotFoundError
    return found


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
    """A suggestion, or None: a form sent twice asks whether its suggestion is already there."""
    statement = select(Suggestion).where(
        Suggestion.id == suggestion_id, Suggestion.agreement_id == agreement.id
    )
    return db.session.scalar(statement)


def find_replacement(agreement: Agreement, suggestion: Suggestion) -> Suggestion | None:
    """The suggestion that took another's place, the last if there were several."""
    statement = (
        select(Suggestion)
        .where(
            Suggestion.agreement_id == agreement.id,
            Suggestion.replaces_id == suggestion.id,
        )
        .order_by(Suggestion.created_at.desc(), Suggestion.id)
    )
    return db.session.scalars(statement).first()


@cache
def _suggestions(
    statuses: frozenset[SuggestionStatus], *, of_section: bool, of_matrix: bool
) -> Select[Suggestion]:
    statement = (
        select(Suggestion)
        .where(Suggestion.agreement_id == _AGREEMENT, Suggestion.status.in_(sorted(statuses)))
        .order_by(Suggestion.created_at, Suggestion.id)
    )
    if of_section:
        statement = statement.where(Suggestion.section_id == bindparam("section_id"))
    if of_matrix:
        statement = statement.where(Suggestion.operations.is_not(None))
    return statement


def list_suggestions(
    agreement: Agreement,
    *statuses: SuggestionStatus,
    section: Section | None = None,
    of_matrix: bool = False,
) -> Sequence[Suggestion]:
    """Suggestions, oldest first: of a section, of the matrix, or all."""
    wanted = frozenset(statuses or SuggestionStatus)
    statement = _suggestions(wanted, of_section=section is not None, of_matrix=of_matrix)
    asked = {"agreement_id": agreement.id, "section_id": section.id if section else None}
    return db.session.scalars(statement, asked).all()


_DOCUMENT_VERSION = select(DocumentVersion).where(
    DocumentVersion.agreement_id == _AGREEMENT, DocumentVersion.voided_at.is_(None)
)


def find_document_version(agreement: Agreement) -> DocumentVersion | None:
    """The version that decisions and signatures hang on now, if it has been put to decision."""
    return db.session.scalar(_DOCUMENT_VERSION, {"agreement_id": agreement.id})


_DECISIONS = (
    select(Decision)
    .join(DocumentVersion, DocumentVersion.id == Decision.document_version_id)
    .where(Decision.agreement_id == _AGREEMENT)
    .order_by(Decision.recorded_at, Decision.id)
)


def list_decisions(
    agreement: Agreement, version: DocumentVersion | None = None
) -> Sequence[Decision]:
    """The decisions on a version, or on the one that is up now, in the order they were recorded."""
    asked = {"agreement_id": agreement.id, "version_id": version.id if version else None}
    return db.session.scalars(_DECISIONS.where(_IS_THIS if version else _IS_UP), asked).all()


_EXTRACTS = (
    select(DecisionExtract)
    .where(DecisionExtract.agreement_id == _AGREEMENT)
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


def has_column(agreement: Agreement, column_id: UUID) -> bool:
    """Whether it is a column of the agreement's matrix."""
    wanted = select(MatrixColumn.id).where(
        MatrixColumn.agreement_id == agreement.id, MatrixColumn.id == column_id
    )
    return db.session.scalar(wanted) is not None


@dataclass(frozen=True, slots=True)
class AnnexText:
    """An annex with what it is called and holds now; `number` is 0 for one that is taken out."""

    annex: Annex
    version: AnnexVersion
    number: int

    @property
    def is_file(self) -> bool:
        """Whether it is a file and no text."""
        return self.version.text is None


_ANNEXES = (
    select(Annex, AnnexVersion)
    .join(
        AnnexVersion,
        and_(AnnexVersion.annex_id == Annex.id, AnnexVersion.version == Annex.version),
    )
    .where(Annex.agreement_id == _AGREEMENT)
    .order_by(Annex.position, Annex.id)
    # what stands and what it holds, of one moment
    .execution_options(populate_existing=True)
)


def list_annexes(agreement: Agreement, *, removed: bool = False) -> Sequence[AnnexText]:
    """The annexes in order, numbered; or those that are `removed`."""
    found = db.session.execute(_ANNEXES, {"agreement_id": agreement.id}).all()
    wanted = [row for row in found if (row[0].removed_at is not None) is removed]
    return [
        AnnexText(annex, version, 0 if removed else number)
        for number, (annex, version) in enumerate(wanted, start=1)
    ]


def list_held(agreement: Agreement) -> Sequence[tuple[Annex, AnnexVersion]]:
    """Everything that the annexes have ever held, files without their content."""
    statement = (
        select(Annex, AnnexVersion)
        .join(AnnexVersion, AnnexVersion.annex_id == Annex.id)
        .where(Annex.agreement_id == agreement.id, AnnexVersion.version.is_not(None))
    )
    return [(annex, version) for annex, version in db.session.execute(statement)]


def get_annex(agreement: Agreement, annex_id: UUID) -> AnnexText:
    """One annex, also one that is taken out."""
    for one in (*list_annexes(agreement), *list_annexes(agreement, removed=True)):
        if one.annex.id == annex_id:
            return one
    raise NotFoundError


def list_annex_versions(annex: Annex) -> Sequence[AnnexVersion]:
    """What it has been called and held, the newest first; files without their content."""
    statement = select(AnnexVersion).where(
        AnnexVersion.annex_id == annex.id, AnnexVersion.version.is_not(None)
    )
    return db.session.scalars(statement.order_by(AnnexVersion.version.desc())).all()


def find_suggested_annex(suggestion: Suggestion) -> AnnexVersion | None:
    """What a suggestion would have an annex hold, without a file's content."""
    return db.session.scalar(
        select(AnnexVersion).where(
            AnnexVersion.suggestion_id == suggestion.id, AnnexVersion.version.is_(None)
        )
    )


def get_annex_version(annex: Annex, number: int) -> AnnexVersion:
    """One of them, with a file's content."""
    statement = (
        select(AnnexVersion)
        .where(AnnexVersion.annex_id == annex.id, AnnexVersion.version == number)
        .options(undefer(AnnexVersion.content))
    )
    found = db.session.scalar(statement)
    if found is None:
        raise NotFoundError
    return found


_SIGNATURES = (
    select(Signature)
    .join(DocumentVersion, DocumentVersion.id == Signature.document_version_id)
    .where(Signature.agreement_id == _AGREEMENT)
    .order_by(Signature.signed_at, Signature.id)
)


def list_signatures(
    agreement: Agreement, version: DocumentVersion | None = None
) -> Sequence[Signature]:
    """The signatures on a version, or on the one that is up now, in the order they were made."""
    asked = {"agreement_id": agreement.id, "version_id": version.id if version else None}
    return db.session.scalars(_SIGNATURES.where(_IS_THIS if version else _IS_UP), asked).all()


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


def about_suggestions(suggestions: Sequence[Suggestion]) -> Mapping[UUID, str]:
    """What each would change: its section, or the measures; "" where it is the dates."""
    headings = _headings([one.section_id for one in suggestions if one.section_id])
    titles = _titles([one for one in suggestions if one.operations])
    return {
        one.id: headings.get(one.section_id, "") if one.section_id else _named_in(one, titles)
        for one in suggestions
    }


def _named_in(suggestion: Suggestion, titles: Mapping[UUID, str]) -> str:
    return (suggestion.outline or {}).get("name", "") or titles.get(suggestion.id, "")


def _headings(ids: Sequence[UUID]) -> Mapping[UUID, str]:
    if not ids:
        return {}
    found = db.session.execute(
        select(Section.id, Section.number, Section.heading).where(Section.id.in_(ids))
    )
    return {id_: f"{number}. {heading}" for id_, number, heading in found}


def _titles(suggestions: Sequence[Suggestion]) -> Mapping[UUID, str]:
    if not suggestions:
        return {}
    found = db.session.execute(
        select(MatrixRow.agreement_id, MatrixRow.key, MatrixRow.title).where(
            MatrixRow.agreement_id.in_({one.agreement_id for one in suggestions})
        )
    )
    titles = {(agreement_id, key): title for agreement_id, key, title in found}
    return {
        one.id: ", ".join(
            dict.fromkeys(
                titles.get((one.agreement_id, change["row"]), change["row"])
                for change in one.operations or ()
            )
        )
        for one in suggestions
    }

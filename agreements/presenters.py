"""What pages show of an agreement, put together from several readings."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from markupsafe import Markup

from agreements import queries
from agreements.county_templates import current
from agreements.county_templates.model import LegalReference
from agreements.matrix.queries import count_rows
from agreements.models import (
    Agreement,
    Decision,
    DocumentVersion,
    Section,
    Signature,
    Suggestion,
)
from agreements.queries import Formalities, SectionSummary, SectionText
from agreements.rules import OPEN_SUGGESTIONS, Readiness, Standing, Status, standing
from portal import clock
from portal.authz import Actor, Role
from portal.documents import commonmark
from portal.errors import ForbiddenError, NotFoundError


@dataclass(frozen=True, slots=True)
class Law:
    """What a section rests on: the reference in force, and the repealed one the template cites."""

    in_force: LegalReference
    cited: str


@dataclass(frozen=True, slots=True)
class Abilities:
    """What the reader may do here and now: role and state together, for buttons only."""

    edit: bool
    negotiate: bool
    decide: bool
    sign: bool


def abilities(actor: Actor, agreement: Agreement) -> Abilities:
    """Which buttons to show; the guard and the rules decide again when one is pressed."""
    is_party = actor.organisation_id in agreement.party_ids
    is_coordinator = is_party and Role.COORDINATOR in actor.roles
    is_creator = agreement.creator_id == actor.organisation_id
    status = agreement.status
    return Abilities(
        edit=is_coordinator and is_creator and status is Status.DRAFT,
        negotiate=is_coordinator and status is Status.SHARED,
        decide=is_coordinator and status is Status.DECISION,
        sign=is_party and Role.SIGNATORY in actor.roles and status is Status.SIGNING,
    )


@dataclass(frozen=True, slots=True)
class SectionPage:
    """Everything on a section's page."""

    agreement: Agreement
    section: Section
    current: SectionText
    html: Markup
    guidance: Markup
    laws: Sequence[Law]
    suggestions: Sequence[Suggestion]
    can: Abilities

    @property
    def author(self) -> str:
        """Who wrote the current text, and for whom."""
        party = self.agreement.party_name(self.current.organisation_id)
        return f"{self.current.author_name}, {party}"


def section_page(actor: Actor, agreement: Agreement, current_text: SectionText) -> SectionPage:
    """Put a section's page together."""
    section = current_text.section
    return SectionPage(
        agreement=agreement,
        section=section,
        current=current_text,
        html=commonmark.to_html(current_text.text),
        guidance=commonmark.to_html(section.guidance),
        laws=laws(section.legal, clock.today()),
        suggestions=queries.list_suggestions(agreement, *OPEN_SUGGESTIONS, section=section),
        can=abilities(actor, agreement),
    )


def laws(keys: Sequence[str], on: date) -> list[Law]:
    """The references of a section with what replaced them."""
    found = []
    for key in keys:
        in_force = current(key, on)
        found.append(Law(in_force, "" if in_force.key == key else key))
    return found


def standing_of(agreement: Agreement) -> Standing:
    """How the agreement stands today."""
    return standing(agreement.status, agreement.term, clock.today())


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """A line of the list: an agreement and how it stands today."""

    agreement: Agreement
    standing: Standing


def list_lines(actor: Actor) -> list[AgreementLine]:
    """The reader's agreements with their standings, those last changed first."""
    shown = [status for status in Status if status is not Status.WITHDRAWN]
    return [AgreementLine(one, standing_of(one)) for one in queries.list_agreements(actor, *shown)]


@dataclass(frozen=True, slots=True)
class Formality:
    """One party's decision and signature, as far as they have come."""

    party: str
    organisation_id: UUID
    decision: Decision | None
    signature: Signature | None


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """Everything on an agreement's page."""

    agreement: Agreement
    standing: Standing
    sections: Sequence[SectionSummary]
    rows: int
    rows_lacking: int
    suggestions: Sequence[Suggestion]
    formalities: Sequence[Formality]
    version: DocumentVersion | None
    readiness: Readiness | None
    can: Abilities
    is_creator: bool

    @property
    def open_by_section(self) -> Mapping[UUID | None, int]:
        """How many suggestions wait in each section; none where there is none."""
        return Counter(one.section_id for one in self.suggestions)

    @property
    def written(self) -> int:
        """Sections that are more than the template's starter."""
        return sum(section.is_written for section in self.sections)


def agreement_page(actor: Actor, agreement: Agreement) -> AgreementPage:
    """Put an agreement's page together: a constant number of queries."""
    sections = queries.list_section_summaries(agreement)
    counts = count_rows(agreement)
    is_formal = agreement.status not in {Status.DRAFT, Status.SHARED, Status.WITHDRAWN}
    # none is open any more when a text is put to decision
    suggestions = () if is_formal else queries.list_suggestions(agreement, *OPEN_SUGGESTIONS)
    formal = queries.find_formalities(agreement) if is_formal else None
    ready = None
    if agreement.status is Status.SHARED:
        ready = Readiness(
            has_dates=None not in {agreement.valid_from, agreement.valid_until},
            has_expired=bool(agreement.valid_until and agreement.valid_until < clock.today()),
            empty_sections=tuple(one.heading for one in sections if one.is_empty),
            rows_without_responsible=("",) * counts.lacking,
            open_suggestions=len(suggestions),
        )
    return AgreementPage(
        agreement=agreement,
        standing=standing_of(agreement),
        sections=sections,
        rows=counts.rows,
        rows_lacking=counts.lacking,
        suggestions=suggestions,
        formalities=_formalities(agreement, formal) if formal else (),
        version=formal.version if formal else None,
        readiness=ready,
        can=abilities(actor, agreement),
        is_creator=agreement.creator_id == actor.organisation_id,
    )


def _formalities(agreement: Agreement, formal: Formalities) -> list[Formality]:
    return [
        Formality(
            party.organisation.name,
            party.organisation_id,
            formal.decisions.get(party.organisation_id),
            formal.signatures.get(party.organisation_id),
        )
        for party in agreement.parties
    ]


def readable_sections(agreement: Agreement) -> list[tuple[Section, Markup]]:
    """Every section with its text as HTML."""
    return [
        (line.section, commonmark.to_html(line.text)) for line in queries.list_sections(agreement)
    ]


def get_signed_copy(agreement: Agreement) -> bytes:
    """The bytes that the signatures are bound to, or NotFoundError before there are any."""
    version = queries.find_document_version(agreement)
    if version is None or version.signing_copy is None:
        raise NotFoundError
    return version.signing_copy


def waits_for_signature(page: AgreementPage, actor: Actor) -> bool:
    """Whether the reader's organisation has yet to sign."""
    if not page.can.sign:
        return False
    own = [one for one in page.formalities if one.organisation_id == actor.organisation_id]
    return bool(own) and own[0].signature is None


def signing_checksum(page: AgreementPage) -> str:
    """The SHA-256 of the file to sign; empty when there is none."""
    return (page.version.signing_sha256 or "") if page.version else ""


def check_may_sign(actor: Actor, agreement: Agreement) -> None:
    """The same question as the page's guard asks, for the way back from the provider."""
    if actor.organisation_id not in agreement.party_ids or Role.SIGNATORY not in actor.roles:
        raise ForbiddenError

"""What pages show of an agreement, put together from several readings."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from markupsafe import Markup

from agreements import queries, words
from agreements.abilities import Abilities, abilities
from agreements.county_templates.laws import Law, laws
from agreements.matrix.queries import Matrix, count_rows, get_matrix
from agreements.models import (
    Agreement,
    Decision,
    DocumentVersion,
    Section,
    Signature,
    Suggestion,
)
from agreements.queries import EarlierVersion, Formalities, SectionSummary, SectionText
from agreements.rules import (
    IN_PROGRESS,
    OPEN_SUGGESTIONS,
    PromptState,
    Readiness,
    Standing,
    Status,
    standing,
)
from agreements.waiting import WaitingSuggestion, list_waiting
from portal import clock
from portal.authz import Actor, OrganisationKind, Role
from portal.documents import commonmark
from portal.errors import NotFoundError
from portal.zone import STOCKHOLM


@dataclass(frozen=True, slots=True)
class ShownPrompt:
    """A guided question and what became of it; `status` as in portal/web/statuses.py."""

    question: str
    status: str
    state: str
    note: str


def _shown_prompt(prompt: Mapping[str, str]) -> ShownPrompt:
    state = PromptState(prompt["state"])
    return ShownPrompt(
        question=prompt["question"],
        status=words.PROMPT_STATUS[state],
        state=str(words.PROMPT_STATES_SHORT[state]),
        note=prompt["note"],
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
    waiting: Sequence[WaitingSuggestion]
    prompts: Sequence[ShownPrompt]
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
        waiting=list_waiting(agreement, section=section),
        prompts=[_shown_prompt(prompt) for prompt in section.prompts],
        can=abilities(actor, agreement),
    )


def standing_of(agreement: Agreement) -> Standing:
    """How the agreement stands today."""
    return standing(agreement.status, agreement.term, clock.today())


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """A line of the list: an agreement and how it stands today."""

    agreement: Agreement
    standing: Standing


@dataclass(frozen=True, slots=True)
class ListPage:
    """The reader's agreements, those last changed first; those given up by themselves."""

    lines: Sequence[AgreementLine]
    abandoned: Sequence[AgreementLine]
    is_coordinator_of_municipality: bool

    @property
    def in_force(self) -> int:
        """How many hold today."""
        return sum(line.standing in {Standing.IN_FORCE, Standing.EXPIRING} for line in self.lines)

    @property
    def may_create(self) -> bool:
        """Whether the reader may start one now: a municipality has one in progress at a time."""
        is_any_in_progress = any(line.agreement.status in IN_PROGRESS for line in self.lines)
        return self.is_coordinator_of_municipality and not is_any_in_progress


def list_page(actor: Actor) -> ListPage:
    """Put the list together."""
    every = [AgreementLine(one, standing_of(one)) for one in queries.list_agreements(actor)]
    is_municipality = actor.organisation_kind is OrganisationKind.MUNICIPALITY
    return ListPage(
        lines=[line for line in every if line.standing is not Standing.ABANDONED],
        abandoned=[line for line in every if line.standing is Standing.ABANDONED],
        is_coordinator_of_municipality=is_municipality and Role.COORDINATOR in actor.roles,
    )


@dataclass(frozen=True, slots=True)
class Formality:
    """One party's decision and signature, as far as they have come."""

    party: str
    organisation_id: UUID
    decision: Decision | None
    signature: Signature | None

    @property
    def status(self) -> str:
        """How far the party has come, as in portal/web/statuses.py; "" before its decision."""
        if self.signature is not None:
            return "signed"
        return "decided" if self.decision is not None else ""


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
    mine: Formality | None
    earlier: Sequence[EarlierVersion]
    can: Abilities

    @property
    def step(self) -> str:
        """The step it is at on its way; "" when it has left it."""
        is_ended = self.agreement.status in {Status.SUPERSEDED, Status.WITHDRAWN}
        return "" if is_ended else self.agreement.status.value

    @property
    def returned(self) -> EarlierVersion | None:
        """The version that was taken back last, while the parties work on the next."""
        is_shared = self.agreement.status is Status.SHARED
        return self.earlier[0] if is_shared and self.earlier else None

    @property
    def is_draft(self) -> bool:
        """Whether only its creator sees it, and writes it directly."""
        return self.agreement.status is Status.DRAFT

    @property
    def is_being_signed(self) -> bool:
        """Whether every party has decided, and somebody's signature is lacking."""
        return self.agreement.status is Status.SIGNING

    @property
    def is_open(self) -> bool:
        """Whether its text can still change, directly or by suggestions."""
        return self.agreement.status in {Status.DRAFT, Status.SHARED}

    @property
    def has_dates(self) -> bool:
        """Whether it is decided from when until when it is to hold."""
        return None not in {self.agreement.valid_from, self.agreement.valid_until}

    @property
    def has_decided(self) -> bool:
        """Whether the reader's party has decided on the version that is up."""
        return self.mine is not None and self.mine.decision is not None

    @property
    def has_signed(self) -> bool:
        """Whether the reader's party has signed the version that is up."""
        return self.mine is not None and self.mine.signature is not None

    @property
    def waits_for_signature(self) -> bool:
        """Whether the reader is to sign: their party has not."""
        return self.can.sign and self.mine is not None and not self.has_signed

    @property
    def may_correct(self) -> bool:
        """Whether the reader may put their party's decision right: nobody has signed."""
        is_signed = any(one.signature for one in self.formalities)
        return self.has_decided and self.can.correct and not is_signed

    def is_decided_before_lock(self, day: date | None) -> bool:
        """Whether a decision of that day was taken before the text was locked."""
        locked_on = self.version.made_at.astimezone(STOCKHOLM).date() if self.version else None
        return day is not None and locked_on is not None and day < locked_on

    @property
    def may_return(self) -> bool:
        """Whether the reader may take it back to the table."""
        return self.can.give_back

    @property
    def signing_checksum(self) -> str:
        """The SHA-256 of the file to sign; "" when there is none."""
        return (self.version.signing_sha256 or "") if self.version else ""

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
    formalities = _formalities(agreement, formal) if formal else []
    mine = [one for one in formalities if one.organisation_id == actor.organisation_id]
    is_draft = agreement.status is Status.DRAFT
    return AgreementPage(
        agreement=agreement,
        standing=standing_of(agreement),
        sections=sections,
        rows=counts.rows,
        rows_lacking=counts.lacking,
        suggestions=suggestions,
        formalities=formalities,
        version=formal.version if formal else None,
        readiness=ready,
        mine=mine[0] if mine else None,
        earlier=() if is_draft else queries.list_earlier_versions(agreement),
        can=abilities(actor, agreement),
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


@dataclass(frozen=True, slots=True)
class WholeText:
    """All of an agreement to read: each section with its text as HTML, and the matrix."""

    sections: Sequence[tuple[Section, Markup]]
    matrix: Matrix


def whole_text(agreement: Agreement) -> WholeText:
    """Read it."""
    sections = queries.list_sections(agreement)
    return WholeText(
        [(one.section, commonmark.to_html(one.text)) for one in sections], get_matrix(agreement)
    )


def get_signed_copy(agreement: Agreement) -> bytes:
    """The bytes that the signatures are bound to, or NotFoundError before there are any."""
    version = queries.find_document_version(agreement)
    if version is None or version.signing_copy is None:
        raise NotFoundError
    return version.signing_copy

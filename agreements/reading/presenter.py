"""What pages show of an agreement, put together from several readings."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask_babel import gettext as _
from markupsafe import Markup

from agreements import parts, words
from agreements.abilities import Abilities, abilities
from agreements.clerical import raised
from agreements.county_templates.laws import Law, laws
from agreements.expected import Expected, OpenSuggestion, Task, is_for, is_review_overdue
from agreements.mandate import MandateState, state_on
from agreements.mandates import queries as mandates
from agreements.mandates.words import how
from agreements.matrix.queries import Matrix, get_matrix
from agreements.parts import AnnexLine, Parts
from agreements.passages import find_places, split
from agreements.progress import PARTS, expected_of, progress_of
from agreements.queries.agreement import list_agreements, list_area, list_subjects
from agreements.queries.annex import AnnexText, list_annexes
from agreements.queries.document import EarlierVersion, find_document_version
from agreements.queries.formality import Formalities, list_extracts
from agreements.queries.holding import find_successor, list_replaceable, list_replaced
from agreements.queries.life import (
    CorrectedText,
    find_amended,
    list_acts,
    list_amending,
    list_corrected,
    list_corrections,
)
from agreements.queries.paper import find_paper
from agreements.queries.text import SectionSummary, SectionText, list_sections
from agreements.readiness import Readiness, SectionCheck
from agreements.reading.findings import (
    ShownFinding,
    ShownRemark,
    shown_findings,
    shown_remarks,
)
from agreements.reading.renewal import find_earlier
from agreements.reading.standpoints import ShownStand, shown_stands
from agreements.rules import (
    IN_PROGRESS,
    Holding,
    Part,
    PromptState,
    Standing,
    Status,
    has_decided,
    standing,
    undecided,
)
from agreements.tables.agreement import Agreement
from agreements.tables.decision import Decision, DecisionExtract
from agreements.tables.document import DocumentVersion
from agreements.tables.life import AgreementAct, Correction
from agreements.tables.paper import Paper
from agreements.tables.party import AgreementParty
from agreements.tables.signature import Signature
from agreements.tables.text import Section
from agreements.templates.service import own_references
from agreements.waiting import WaitingSuggestion, waiting_of
from portal import clock
from portal.authz import Actor, OrganisationKind, Role
from portal.documents import commonmark
from portal.errors import NotFoundError
from portal.web.filters import long_date


@dataclass(frozen=True, slots=True)
class Answer:
    """Where a text answers a question: the field of its form, and the passage; "" without one."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class ShownPrompt:
    """A guided question and what became of it; `status` as in portal/web/statuses.py.

    `number` counts from 0, as the fields of its form do.
    """

    number: int
    question: str
    help: str
    place: Answer
    status: str
    state: str
    note: str


def _shown_prompts(section: SectionText, check: SectionCheck | None) -> Sequence[ShownPrompt]:
    prompts, passages = section.section.prompts, split(section.text)
    places = find_places(prompts, passages)
    return [
        _shown_prompt(number, prompt, check, _answer(number, places.get(prompt["key"]), passages))
        for number, prompt in enumerate(prompts)
    ]


def _holds(check: SectionCheck | None, place: Answer) -> bool:
    """Whether what answers a question is finished: its passage, or the text where it has none."""
    if check is None or check.is_sound:
        return True
    return check.is_written and bool(place.text) and not commonmark.count_gaps(place.text)


def _answer(number: int, at: int | None, passages: Sequence[str]) -> Answer:
    return Answer(f"answer_{number}", "") if at is None else Answer(f"passage_{at}", passages[at])


def _shown_prompt(
    number: int, prompt: Mapping[str, str], check: SectionCheck | None, place: Answer
) -> ShownPrompt:
    state = PromptState(prompt["state"])
    is_hollow = state is PromptState.ANSWERED and not _holds(check, place)
    return ShownPrompt(
        number=number,
        question=prompt["question"],
        help=prompt["help"],
        place=place,
        status="started" if is_hollow else words.PROMPT_STATUS[state],
        state=words.hollow_answer() if is_hollow else str(words.PROMPT_STATES_SHORT[state]),
        note=prompt["note"],
    )


@dataclass(frozen=True, slots=True)
class SectionPage:
    """Everything on a section's page. `check` while the text can still change.

    `has_earlier`: it was begun from a text that the reader may compare its template with.
    """

    agreement: Agreement
    section: Section
    current: SectionText
    check: SectionCheck | None
    sections: int
    previous: SectionSummary | None
    next: SectionSummary | None
    html: Markup
    notes: Sequence[tuple[str, str]]
    guidance: Markup
    laws: Sequence[Law]
    waiting: Sequence[WaitingSuggestion]
    prompts: Sequence[ShownPrompt]
    can: Abilities
    has_earlier: bool

    @property
    def author(self) -> str:
        """Who wrote the current text, and for whom."""
        written = self.current
        party = self.agreement.party_name(written.organisation_id, written.changed_at)
        return f"{self.current.author_name}, {party}"


def section_page(actor: Actor, agreement: Agreement, current_text: SectionText) -> SectionPage:
    """Put a section's page together."""
    section = current_text.section
    found = parts.ask(agreement, _contents(agreement), "waiting", about=section.id)
    every, check = _neighbours(found, section)
    place = [one.id for one in every].index(section.id)
    corrected = list_corrected(agreement).get(section.id)
    return SectionPage(
        agreement=agreement,
        section=section,
        current=current_text,
        check=check,
        previous=every[place - 1] if place else None,
        next=every[place + 1] if place + 1 < len(every) else None,
        html=_html(current_text, corrected),
        notes=_notes(agreement, corrected),
        guidance=commonmark.to_html(section.guidance),
        laws=laws(section.legal, clock.today(), own_references(agreement.template_version_id)),
        waiting=waiting_of(found),
        sections=len(every),
        prompts=_shown_prompts(current_text, check),
        can=abilities(actor, agreement),
        has_earlier=check is not None
        and agreement.is_own
        and find_earlier(actor, agreement) is not None,
    )


def _html(text: SectionText, corrected: CorrectedText | None) -> Markup:
    """What a section says; what has been corrected is marked with a number."""
    return commonmark.to_html(corrected.marked if corrected else text.text, gaps=True)


def _notes(agreement: Agreement, corrected: CorrectedText | None) -> list[tuple[str, str]]:
    """What each number stands for: what was corrected, when, by whom."""
    corrections = corrected.corrections if corrected else ()
    return [
        (raised(number), words.corrected(agreement, one))
        for number, one in enumerate(corrections, start=1)
    ]


def _contents(agreement: Agreement) -> str:
    """The table of contents; while it can still be written, with how ready each section is."""
    return "sections" if agreement.status in {Status.DRAFT, Status.SHARED} else "contents"


def _neighbours(
    found: Parts, section: Section
) -> tuple[Sequence[SectionSummary], SectionCheck | None]:
    if _contents(found.agreement) == "contents":
        return found.contents, None
    checked = found.sections
    return [one for one, _ in checked], {one.id: check for one, check in checked}[section.id]


def find_next_section(agreement: Agreement, section: Section) -> SectionSummary | None:
    """The section that comes after, if there is one."""
    later = parts.ask(agreement, "contents").contents
    return next((one for one in later if one.number > section.number), None)


def standing_of(agreement: Agreement) -> Standing:
    """How the agreement stands today."""
    return standing(agreement.status, agreement.held, clock.today())


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """A line of the list: an agreement and how it stands today.

    `subject` is what it is about, where the list has agreements on more than one; else "".
    """

    agreement: Agreement
    standing: Standing
    subject: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """The reader's agreements, those last changed first; those given up by themselves."""

    lines: Sequence[AgreementLine]
    abandoned: Sequence[AgreementLine]
    may_create: bool

    @property
    def in_force(self) -> int:
        """How many hold today."""
        return sum(line.standing in {Standing.IN_FORCE, Standing.EXPIRING} for line in self.lines)

    @property
    def upcoming(self) -> Agreement | None:
        """The next that has been signed and waits for its first day, if none holds today."""
        waiting = [one.agreement for one in self.lines if one.standing is Standing.UPCOMING]
        return waiting[0] if waiting and not self.in_force else None

    @property
    def is_creating_next(self) -> bool:
        """Whether to begin another is what the reader most likely came for."""
        lasting = {Standing.IN_FORCE, Standing.UPCOMING}
        return not any(line.standing in lasting for line in self.lines)


def list_page(actor: Actor) -> ListPage:
    """Put the list together."""
    found = list_agreements(actor)
    has_several = len({one.subject_id for one in found}) > 1
    every = [
        AgreementLine(one, standing_of(one), words.subject_name(one.subject) if has_several else "")
        for one in found
    ]
    return ListPage(
        lines=[line for line in every if line.standing is not Standing.ABANDONED],
        abandoned=[line for line in every if line.standing is Standing.ABANDONED],
        may_create=_may_create(actor, found),
    )


def _may_create(actor: Actor, found: Sequence[Agreement]) -> bool:
    """Whether the reader may start one now: a municipality works on one a subject at a time."""
    if Role.COORDINATOR not in actor.roles:
        return False
    if actor.organisation_kind is not OrganisationKind.MUNICIPALITY:
        return True
    own = [one for one in found if one.creator_id == actor.organisation_id and one.is_own]
    working = {one.subject_id for one in own if one.status in IN_PROGRESS}
    return any(one.id not in working for one in list_subjects(actor, with_template=True))


@dataclass(frozen=True, slots=True)
class Formality:
    """One party's decisions and signatures, as far as they have come.

    `bodies` are those that it has said are to decide for it.
    """

    party: str
    organisation_id: UUID
    bodies: Sequence[str]
    decisions: Sequence[Decision]
    signatures: Sequence[Signature]
    extracts: Mapping[UUID, Sequence[DecisionExtract]]
    part: Part = Part.BOUND

    @property
    def has_decided(self) -> bool:
        """Whether every body that is to has."""
        return has_decided(self.bodies, [one.body for one in self.decisions])

    @property
    def undecided(self) -> Sequence[str]:
        """The bodies that have still to decide, where the party has named them."""
        return undecided(self.bodies, [one.body for one in self.decisions])

    @property
    def has_signed(self) -> bool:
        """Whether as many have as have to."""
        return any(one.completes for one in self.signatures)

    @property
    def missing(self) -> int:
        """How many more have to sign, where the first have and are not enough."""
        if self.has_signed or not self.signatures:
            return 0
        given = Counter(one.mandate_id for one in self.signatures)
        return min(one.needed - given[one.mandate_id] for one in self.signatures)

    @property
    def status(self) -> str:
        """How far the party has come, as in portal/web/statuses.py; "" before its decision."""
        if self.has_signed:
            return "signed"
        return "decided" if self.has_decided else ""

    @property
    def waits_for_decision(self) -> bool:
        """Whether it is still to decide."""
        return self.part.decides and not self.has_decided

    @property
    def waits_for_signature(self) -> bool:
        """Whether it is still to sign."""
        return self.part.signs and not self.has_signed


@dataclass(frozen=True, slots=True)
class SectionLine:
    """A line of the table of contents; `check` while the text can still change."""

    id: UUID
    number: int
    heading: str
    check: SectionCheck | None


@dataclass(frozen=True, slots=True)
class WaitingParty:
    """A party that is to do something, in words, since when and, if a day is set, until when."""

    party: str
    what: str
    since: datetime
    until: date | None
    is_late: bool

    @property
    def when(self) -> str:
        """Since when and until when."""
        since = _("sedan %(day)s", day=long_date(self.since))
        if self.until is None:
            return since
        return _("senast %(day)s, %(since)s", day=long_date(self.until), since=since)


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """Everything on an agreement's page.

    `signers` are those whom a mandate lets sign today for the reader's party, mandate by mandate;
    None when it need not sign.
    """

    agreement: Agreement
    standing: Standing
    area: str
    sections: Sequence[SectionLine]
    rows: int
    rows_lacking: int
    suggestions: Sequence[OpenSuggestion]
    stands: Sequence[ShownStand]
    formalities: Sequence[Formality]
    version: DocumentVersion | None
    readiness: Readiness | None
    findings: Sequence[ShownFinding]
    remarks: Sequence[ShownRemark]
    mine: Formality | None
    is_signer: bool
    signers: Sequence[str] | None
    earlier: Sequence[EarlierVersion]
    tasks: frozenset[Task]
    waiting: Sequence[WaitingParty]
    can: Abilities
    replaceable: Sequence[Holding]
    replaced: Sequence[Holding]
    successor: Agreement | None
    acts: Sequence[AgreementAct]
    annexes: Sequence[AnnexLine]
    renewed: Agreement | None
    amended: Agreement | None
    amending: Sequence[Agreement]
    reader: UUID
    corrections: Sequence[Correction] = ()
    paper: Paper | None = None

    @property
    def replaced_titles(self) -> str:
        """What it takes over from; "" when that is nothing."""
        return "; ".join(one.title for one in self.replaced)

    @property
    def on_paper(self) -> str:
        """That it was signed on paper, and who registered it; "" of all others."""
        return words.on_paper(self.agreement, self.paper) if self.paper else ""

    @property
    def may_register(self) -> bool:
        """Whether the reader may register that it is signed on paper: nobody has signed it here."""
        is_new = self.can.edit and self.agreement.is_own
        return is_new or (self.is_being_signed and self.may_correct)

    @property
    def may_answer_paper(self) -> bool:
        """Whether the reader's party has still to say if what another registered is so."""
        return Task.CONFIRM in self.tasks

    @property
    def may_withdraw_paper(self) -> bool:
        """Whether the reader's party registered it, and may take that back."""
        is_theirs = self.paper is not None and self.paper.organisation_id == self.reader
        return is_theirs and self.can.act and self.agreement.status is Status.IN_FORCE

    @property
    def subject(self) -> str:
        """What it is about."""
        return words.subject_name(self.agreement.subject)

    @property
    def step(self) -> str:
        """The step it is at on its way; "" when it has left it."""
        if self.standing is Standing.UPCOMING:
            return "upcoming"
        if self.standing in {Standing.EXPIRED, Standing.ABANDONED}:
            return ""
        is_signed = self.agreement.status is Status.SUPERSEDED
        return Status.IN_FORCE.value if is_signed else self.agreement.status.value

    @property
    def is_review_overdue(self) -> bool:
        """Whether the day it was to be followed up has gone by."""
        agreement = self.agreement
        is_late = is_review_overdue(agreement.status, agreement.held, clock.today())
        return is_late and agreement.is_own

    @property
    def is_ended_by_notice(self) -> bool:
        """Whether notice that was given makes its last day earlier than it was to be."""
        agreement = self.agreement
        return agreement.ends_on is not None and agreement.ends_on == agreement.last_day

    @property
    def may_follow_up(self) -> bool:
        """Whether the reader may record a review: it is in force."""
        return self.can.act and self.standing in {Standing.IN_FORCE, Standing.EXPIRING}

    @property
    def reads_as(self) -> Agreement | None:
        """The addendum that holds its text today; None while that is its own."""
        today = clock.today()
        begun = [
            one
            for one in self.amending
            if one.amends_text
            and one.status is Status.IN_FORCE
            and one.valid_from is not None
            and one.valid_from <= today
        ]
        return max(begun, key=lambda one: (one.valid_from, one.status_at), default=None)

    @property
    def may_amend(self) -> bool:
        """Whether the reader may prolong it or add to it: it is in force, and nobody does."""
        in_progress = any(one.status in IN_PROGRESS for one in self.amending)
        return self.can.prolong and self.may_follow_up and not in_progress

    @property
    def may_give_notice(self) -> bool:
        """Whether the reader's party may give notice: it is in force, or will be."""
        return self.may_follow_up or (self.can.act and self.standing is Standing.UPCOMING)

    @property
    def returned(self) -> EarlierVersion | None:
        """The version that was taken back last, while the parties work on the next."""
        is_shared = self.agreement.status is Status.SHARED
        return self.earlier[0] if is_shared and self.earlier else None

    @property
    def own_stand(self) -> ShownStand | None:
        """How the reader's party stands to the text that is shared."""
        return next((one for one in self.stands if one.organisation_id == self.reader), None)

    @property
    def is_late(self) -> bool:
        """Whether the day until when it waits has gone by."""
        return self.agreement.due_on is not None and self.agreement.due_on < clock.today()

    @property
    def is_draft(self) -> bool:
        """Whether only its creator sees it, and writes it directly."""
        return self.agreement.status is Status.DRAFT

    @property
    def is_shared(self) -> bool:
        """Whether the parties negotiate."""
        return self.agreement.status is Status.SHARED

    @property
    def is_being_signed(self) -> bool:
        """Whether every party has decided, and somebody's signature is lacking."""
        return self.agreement.status is Status.SIGNING

    @property
    def is_open(self) -> bool:
        """Whether its text can still change, directly or by suggestions."""
        return self.agreement.status in {Status.DRAFT, Status.SHARED}

    @property
    def stops(self) -> list[ShownFinding]:
        """What has to be put right before the text is locked."""
        return [one for one in self.findings if one.is_stop]

    @property
    def asks(self) -> list[ShownFinding]:
        """What needs a reason when the text is locked."""
        return [one for one in self.findings if not one.is_stop]

    @property
    def first_unwritten(self) -> SectionLine | None:
        """Where to go on writing: the first section that is no finished text."""
        unsound = (one for one in self.sections if one.check and not one.check.is_sound)
        return next(unsound, None)

    @property
    def has_dates(self) -> bool:
        """Whether it is decided from when until when it is to hold."""
        return None not in {self.agreement.valid_from, self.agreement.term.end}

    @property
    def has_decided(self) -> bool:
        """Whether the reader's party has decided on the version that is up."""
        return self.mine is not None and self.mine.has_decided

    @property
    def has_signed(self) -> bool:
        """Whether the reader's party has signed the version that is up."""
        return self.mine is not None and self.mine.has_signed

    @property
    def waits_for_signature(self) -> bool:
        """Whether the reader is to sign: neither their party nor they have."""
        return self.can.sign and self.mine is not None and not (self.has_signed or self.is_signer)

    @property
    def may_correct(self) -> bool:
        """Whether the reader may put their party's decisions right: nobody has signed."""
        return self.can.correct and not any(one.signatures for one in self.formalities)

    @property
    def may_return(self) -> bool:
        """Whether the reader may take it back to the table."""
        return self.can.give_back

    @property
    def begun_by(self) -> str:
        """Who began it."""
        return self.agreement.party_name(self.agreement.creator_id)

    @property
    def party_names(self) -> str:
        """The parties as they are called now; beside it the name that the agreement began under.

        And what each does, where that is not to decide and to sign.
        """
        return ", ".join(_told(self.agreement, party) for party in self.agreement.parties)

    @property
    def signing_checksum(self) -> str:
        """The SHA-256 of the file to sign; "" when there is none."""
        return (self.version.signing_sha256 or "") if self.version else ""

    @property
    def open_by_section(self) -> Mapping[UUID | None, int]:
        """How many suggestions wait in each section; none where there is none."""
        return Counter(one.section for one in self.suggestions)


def _area(agreement: Agreement) -> str:
    names = [one.name for one in list_area(agreement)]
    return words.area(names, covers_county=agreement.covers_county)


def _told(agreement: Agreement, party: AgreementParty) -> str:
    name = _name_now(agreement, party)
    if party.part is Part.BOUND:
        return name
    part = words.PARTS_SHORT[party.part]
    return _("%(party)s (%(part)s)", party=name, part=part)


def _name_now(agreement: Agreement, party: AgreementParty) -> str:
    name, since = party.organisation.name, agreement.created_at
    former = party.organisation.name_at(since)
    if party.succeeds_id is not None:
        former = agreement.party_name(party.succeeds_id, since)
    return name if former == name else _("%(name)s (tidigare %(former)s)", name=name, former=former)


def agreement_page(actor: Actor, agreement: Agreement, *, to_lock: bool = False) -> AgreementPage:
    """Put an agreement's page together: a constant number of queries."""
    if agreement.status in {Status.DRAFT, Status.SHARED}:
        return _open_page(actor, agreement, to_lock=to_lock)
    found = parts.ask(agreement, "contents", "counts", "version", "earlier", "annexes")
    formal = found.formalities
    formalities = _formalities(agreement, formal) if formal else []
    mine = [one for one in formalities if one.organisation_id == actor.organisation_id]
    corrections, paper = list_corrections(agreement), find_paper(agreement)
    todo = expected_of(
        agreement, clock.today(), formal=formal, corrections=corrections, paper=paper
    )
    return AgreementPage(
        agreement=agreement,
        standing=standing_of(agreement),
        area=_area(agreement),
        sections=[SectionLine(one.id, one.number, one.heading, None) for one in found.contents],
        rows=found.found["counts"]["rows"],
        rows_lacking=found.found["counts"]["lacking"],
        suggestions=(),
        stands=(),
        formalities=formalities,
        version=formal.version if formal else None,
        readiness=None,
        findings=(),
        remarks=shown_remarks(agreement, found.remarks),
        mine=mine[0] if mine else None,
        is_signer=any(
            signature.account_id == actor.account_id for one in mine for signature in one.signatures
        ),
        signers=_signers(actor) if _is_to_sign(agreement, mine) else None,
        earlier=found.earlier,
        tasks=_tasks(actor, todo),
        waiting=_waiting(actor, agreement, todo),
        can=abilities(actor, agreement),
        replaceable=(),
        replaced=list_replaced(agreement),
        successor=find_successor(agreement),
        acts=list_acts(agreement),
        annexes=found.annexes,
        renewed=find_earlier(actor, agreement),
        amended=find_amended(actor, agreement),
        amending=_amending(actor, agreement),
        reader=actor.organisation_id,
        corrections=corrections,
        paper=paper,
    )


def _is_to_sign(agreement: Agreement, mine: Sequence[Formality]) -> bool:
    is_signing = agreement.status is Status.SIGNING
    return is_signing and any(one.waits_for_signature for one in mine)


def _signers(actor: Actor) -> list[str]:
    """Whom the mandates that hold today name, and how many of them are to sign."""
    every = (mandates.as_rule(one) for one in mandates.list_mandates(actor))
    return [
        f"{', '.join(one.name for one in mandate.holders)} ({how(mandate)})"
        for mandate in every
        if state_on(mandate, clock.today()) is MandateState.VALID
    ]


def _open_page(actor: Actor, agreement: Agreement, *, to_lock: bool) -> AgreementPage:
    """The page of one whose text can still change, with how ready it is."""
    today = clock.today()
    found = parts.ask(agreement, *PARTS, "earlier", "adopted", "annexes")
    progress = progress_of(found, today)
    todo = expected_of(agreement, today, progress=progress)
    can = abilities(actor, agreement)
    stands = shown_stands(agreement, found) if agreement.status is Status.SHARED else []
    # only the form that locks the text asks what else it could replace
    is_asked = to_lock or bool(agreement.replaces_ids)
    replaceable = list_replaceable(agreement, today) if is_asked else ()
    return AgreementPage(
        agreement=agreement,
        standing=standing_of(agreement),
        area=_area(agreement),
        sections=[
            SectionLine(one.id, one.number, one.heading, check) for one, check in progress.sections
        ],
        rows=len(progress.rows),
        rows_lacking=sum(row.check.lacks_responsible for row in progress.rows),
        suggestions=progress.suggestions,
        stands=stands,
        formalities=(),
        version=None,
        readiness=progress.readiness,
        findings=shown_findings(agreement, progress, to_change=can.edit or can.negotiate),
        remarks=(),
        mine=None,
        is_signer=False,
        signers=None,
        earlier=found.earlier if not can.edit else (),
        tasks=_tasks(actor, todo),
        waiting=_waiting(actor, agreement, todo),
        can=can,
        replaceable=replaceable,
        replaced=[one for one in replaceable if one.id in agreement.replaces_ids],
        successor=None,
        acts=(),
        annexes=found.annexes,
        renewed=find_earlier(actor, agreement),
        amended=find_amended(actor, agreement),
        amending=(),
        reader=actor.organisation_id,
    )


def _amending(actor: Actor, agreement: Agreement) -> Sequence[Agreement]:
    is_signed = agreement.status in {Status.IN_FORCE, Status.SUPERSEDED}
    return list_amending(actor, agreement) if is_signed and agreement.is_own else ()


def _tasks(actor: Actor, todo: Sequence[Expected]) -> frozenset[Task]:
    return frozenset(one.task for one in todo if is_for(one, actor))


def _waiting(actor: Actor, agreement: Agreement, todo: Sequence[Expected]) -> list[WaitingParty]:
    """What the other parties are to do, once for each party and kind of thing."""
    others = [one for one in todo if one.party != actor.organisation_id]
    first: dict[tuple[UUID, Task], Expected] = {}
    for one in sorted(others, key=lambda one: (one.until or date.max, one.since)):
        first.setdefault((one.party, one.task), one)
    today = clock.today()
    return [
        WaitingParty(
            agreement.party_name(one.party),
            words.task(one.task),
            one.since,
            one.until,
            one.is_late(today),
        )
        for one in (first[key] for key in dict.fromkeys((o.party, o.task) for o in others))
    ]


def _formalities(agreement: Agreement, formal: Formalities) -> list[Formality]:
    return formalities_of(agreement, formal.version, formal.decisions, formal.signatures)


def formalities_of(
    agreement: Agreement,
    version: DocumentVersion,
    decisions: Mapping[UUID, Sequence[Decision]],
    signatures: Mapping[UUID, Sequence[Signature]],
) -> list[Formality]:
    """What each of those who were parties when the text was locked has decided and signed."""
    extracts = list_extracts(agreement)
    return [
        Formality(
            party=party.organisation.name_at(version.made_at),
            organisation_id=party.organisation_id,
            bodies=party.bodies,
            decisions=decisions.get(party.organisation_id, ()),
            signatures=signatures.get(party.organisation_id, ()),
            extracts=extracts,
            part=party.part,
        )
        for party in agreement.parties_at(version.made_at)
        if party.part is not Part.CONSULTED
    ]


@dataclass(frozen=True, slots=True)
class WholeText:
    """All of an agreement to read, as HTML: sections with what was corrected, matrix, annexes."""

    sections: Sequence[tuple[Section, Markup, Sequence[tuple[str, str]]]]
    matrix: Matrix
    annexes: Sequence[tuple[AnnexText, Markup]]


def whole_text(agreement: Agreement) -> WholeText:
    """Read it."""
    sections = list_sections(agreement)
    corrected = list_corrected(agreement)
    of_each = [(one, corrected.get(one.section.id)) for one in sections]
    return WholeText(
        [(one.section, _html(one, said), _notes(agreement, said)) for one, said in of_each],
        get_matrix(agreement),
        [
            (one, commonmark.to_html(one.version.text or "", gaps=True))
            for one in list_annexes(agreement)
        ],
    )


def get_signed_copy(agreement: Agreement) -> bytes:
    """The bytes that the signatures are bound to, or NotFoundError before there are any."""
    version = find_document_version(agreement)
    if version is None or version.signing_copy is None:
        raise NotFoundError
    return version.signing_copy

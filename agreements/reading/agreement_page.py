"""What an agreement's page shows."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask_babel import gettext as _

from agreements import words
from agreements.abilities import Abilities
from agreements.expected import OpenSuggestion, Task, is_review_overdue
from agreements.lasting import why_not_amended
from agreements.parts import AnnexLine
from agreements.queries.document import EarlierVersion
from agreements.readiness import Readiness, SectionCheck
from agreements.reading.findings import ShownFinding, ShownRemark
from agreements.reading.formality import Formality
from agreements.reading.standpoints import ShownStand
from agreements.rules import Part, Status
from agreements.tables.agreement import Agreement
from agreements.tables.document import DocumentVersion
from agreements.tables.life import AgreementAct, Correction
from agreements.tables.paper import Paper
from agreements.tables.party import AgreementParty
from agreements.terms import Holding, Standing
from portal import clock
from portal.web.filters import long_date

LOB = "lob"
"""The key of the section about people taken into care while intoxicated."""


@dataclass(frozen=True, slots=True)
class SectionLine:
    """A line of the table of contents; `check` while the text can still change."""

    id: UUID
    number: int
    heading: str
    check: SectionCheck | None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """What stands under a page's next step: sections, who does what, annexes; a row to draw.

    `waiting` counts the suggestions that wait in a section. `has_template_matrix`: only the
    template has said who does what.
    """

    agreement_id: UUID
    sections: Sequence[SectionLine]
    waiting: Sequence[tuple[UUID, int]]
    rows: int
    rows_lacking: int
    has_template_matrix: bool
    annexes: Sequence[AnnexLine]
    can_edit: bool
    can_negotiate: bool
    is_draft: bool

    @property
    def open_by_section(self) -> Mapping[UUID, int]:
        """How many suggestions wait in each section that has any."""
        return dict(self.waiting)


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
    def has_card(self) -> bool:
        """Whether it has a card about LOB: it has been signed, and has that section."""
        is_there = any(one.key == LOB for one in self.sections)
        return is_there and self.agreement.is_signed and self.agreement.is_own

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
        decides = self.reader in self.agreement.decider_ids
        is_new = self.can.share and self.agreement.is_own and decides
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
        """Whether the reader may prolong it or add to it."""
        return why_not_amended(self.can, self.agreement, self.amending, clock.today()) is None

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
    def contents(self) -> Contents:
        """Its sections, who does what and its annexes, as they are drawn."""
        waiting = Counter(one.section for one in self.suggestions)
        return Contents(
            agreement_id=self.agreement.id,
            sections=tuple(self.sections),
            waiting=tuple((one.id, waiting[one.id]) for one in self.sections if waiting[one.id]),
            rows=self.rows,
            rows_lacking=self.rows_lacking,
            has_template_matrix=self.agreement.has_template_matrix,
            annexes=tuple(self.annexes),
            can_edit=self.can.edit,
            can_negotiate=self.can.negotiate,
            is_draft=self.is_draft,
        )


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

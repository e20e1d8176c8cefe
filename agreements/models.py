"""The tables of local agreements. No workflow here: see service and rules."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Computed,
    FetchedValue,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    Text,
    UniqueConstraint,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR
from sqlalchemy.orm import Mapped, MappedColumn, mapped_column, relationship

from agreements.document import DecisionFacts
from agreements.readiness import Finding, Kind, TextCheck
from agreements.readings import ReadingKind, Said
from agreements.rules import (
    SIGNED,
    ActKind,
    Answer,
    CorrectionOf,
    CorrectionStatus,
    OutlineKind,
    Part,
    Responsibility,
    ReviewOutcome,
    Status,
    SuggestionStatus,
    Term,
    part_of,
)
from portal.db import Base, TenantOwned
from portal.tenancy.models import Organisation


def _within(*columns: str, of: str) -> ForeignKeyConstraint:
    """A composite key, so that a row cannot point into another county or agreement."""
    referred = [columns[0], "id"]
    return ForeignKeyConstraint(list(columns), [f"app.{of}.{column}" for column in referred])


def _party(table: str = "agreement_party") -> ForeignKeyConstraint:
    columns = ["agreement_id", "organisation_id"]
    return ForeignKeyConstraint(columns, [f"app.{table}.{column}" for column in columns])


class Subject(TenantOwned, Base):
    """What agreements of a county can be about. `legal` are keys of legal references."""

    __tablename__ = "subject"
    __table_args__ = (UniqueConstraint("county_id", "id"), UniqueConstraint("county_id", "key"))

    county_id: Mapped[UUID] = mapped_column(ForeignKey("app.county.id"))
    key: Mapped[str]
    position: Mapped[int]
    name: Mapped[str]
    name_en: Mapped[str]
    target_group: Mapped[str]
    target_group_en: Mapped[str]
    legal: Mapped[list[str]] = mapped_column(JSONB)


def _searched(words: str) -> MappedColumn[str]:
    """Swedish words to search by, after a word of its own for the county; only SQL reads it."""
    county = "array_to_tsvector(array['county' || replace(county_id::text, '-', '')])"
    made = Computed(f"{county} || to_tsvector('swedish', {words})", persisted=True)
    return mapped_column(TSVECTOR, made, deferred=True)


class TemplateVersion(TenantOwned, Base):
    """One edition of a county's template: `source` is its TOML file, word for word.

    `legal_references` is the file of that name that lay beside it.
    """

    __tablename__ = "template_version"
    __table_args__ = (
        UniqueConstraint("county_id", "id"),
        UniqueConstraint("county_id", "key", "edition"),
        _within("county_id", "subject_id", of="subject"),
    )

    county_id: Mapped[UUID] = mapped_column(ForeignKey("app.county.id"))
    subject_id: Mapped[UUID]
    key: Mapped[str]
    edition: Mapped[str]
    name: Mapped[str]
    source: Mapped[str] = mapped_column(deferred=True)
    legal_references: Mapped[str | None] = mapped_column(deferred=True)
    adopted: Mapped[str]
    source_sha256: Mapped[str]
    published_at: Mapped[datetime]

    subject: Mapped[Subject] = relationship(viewonly=True)


_IS_IN_PROGRESS = "status in ('draft', 'shared', 'decision', 'signing')"


class Agreement(TenantOwned, Base):
    """A local agreement between organisations, on a subject and for an area.

    It holds in the municipalities of `municipality_ids`, which are all of the county's where it
    `covers_county`; `creator_id` is who began it. `revision` grows with every change of text,
    term or matrix; `matrix_revision` with the matrix. What it is about is what its template is
    about. `replaces_ids` name those that it takes over from on its first day; `replaced_from`
    is the day when another has taken over from it, `ends_on` the last day that notice has been
    given for, and `next_review_on` what the last review said. `renews_id` is the one whose text
    it was begun from, if it was not the template's. One with an `amends_id` is no agreement of
    its own but amends that one: it prolongs it, which then is `prolonged_until`, or it
    `amends_text`, and holds all of it as it reads from its first day. `open_ended`: it was
    agreed until further notice, or has been prolonged so. `on_paper`: it was signed on paper
    and registered so (`Paper`).
    """

    __tablename__ = "agreement"
    __table_args__ = (
        UniqueConstraint("county_id", "id"),
        # what the previous release knows of its area, and of what it replaces: the first of them
        # (app.take_area, app.take_replaced)
        _within("county_id", "municipality_id", of="organisation"),
        _within("county_id", "creator_id", of="organisation"),
        _within("county_id", "template_version_id", of="template_version"),
        _within("county_id", "subject_id", of="subject"),
        _within("county_id", "replaces_id", of="agreement"),
        _within("county_id", "renews_id", of="agreement"),
        _within("county_id", "amends_id", of="agreement"),
        CheckConstraint(
            "status in ('draft', 'shared', 'decision', 'signing', 'in_force', 'superseded',"
            " 'withdrawn')",
            name="status",
        ),
        CheckConstraint(
            "status not in ('in_force', 'superseded') or valid_until is not null or open_ended",
            name="has_end",
        ),
        CheckConstraint(
            "not amends_text or (amends_id is not null and renews_id is not null)",
            name="amends_text",
        ),
        Index("agreement_replaces_ids_idx", "replaces_ids", postgresql_using="gin"),
        Index("agreement_on_paper_idx", "id", postgresql_where=text("on_paper")),
        Index(
            "agreement_amends_in_progress_key",
            "amends_id",
            unique=True,
            postgresql_where=text(_IS_IN_PROGRESS),
        ),
    )

    municipality_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    covers_county: Mapped[bool] = mapped_column(server_default=text("false"))
    municipality_id: Mapped[UUID | None] = mapped_column(deferred=True)
    template_version_id: Mapped[UUID]
    # the database takes it from the template (app.take_subject)
    subject_id: Mapped[UUID] = mapped_column(server_default=FetchedValue())
    title: Mapped[str]
    status: Mapped[Status]
    status_at: Mapped[datetime]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    creator_id: Mapped[UUID]
    creator_name: Mapped[str]
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    review_on: Mapped[date | None]
    replaces_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), server_default=text("'{}'"))
    replaces_id: Mapped[UUID | None] = mapped_column(deferred=True)
    replaced_from: Mapped[date | None]
    renews_id: Mapped[UUID | None]
    amends_id: Mapped[UUID | None] = mapped_column(index=True)
    amends_text: Mapped[bool] = mapped_column(server_default=text("false"))
    on_paper: Mapped[bool] = mapped_column(server_default=text("false"))
    open_ended: Mapped[bool] = mapped_column(server_default=text("false"))
    prolonged_until: Mapped[date | None]
    ends_on: Mapped[date | None]
    next_review_on: Mapped[date | None]
    # until when what its state waits for is to be done
    due_on: Mapped[date | None]
    last_day: Mapped[date | None] = mapped_column(
        Computed(
            "least(case when not open_ended then coalesce(prolonged_until, valid_until) end,"
            " replaced_from - 1, ends_on)",
            persisted=True,
        )
    )
    revision: Mapped[int]
    matrix_revision: Mapped[int]
    # who gave the work up ("name, party"), and why
    withdrawn_by: Mapped[str | None]
    withdrawn_reason: Mapped[str | None]

    every_party: Mapped[list["AgreementParty"]] = relationship(
        # read with it, by every query; a refused command's rollback forgets and reads them again
        order_by="AgreementParty.position",
        viewonly=True,
    )
    subject: Mapped[Subject] = relationship(viewonly=True)

    @property
    def parties(self) -> list["AgreementParty"]:
        """Its parties now; another may have taken the place of one that was."""
        return [party for party in self.every_party if party.left_at is None]

    def parties_at(self, moment: datetime) -> list["AgreementParty"]:
        """Its parties then: those who decide on and sign what was put to decision."""
        return [party for party in self.every_party if party.was_in(moment)]

    @property
    def term(self) -> Term:
        """How long it is meant to hold."""
        is_open = bool(self.open_ended) and self.valid_until is None
        return Term(self.valid_from, self.valid_until, self.review_on, is_open)

    @property
    def held(self) -> Term:
        """How long it holds, when another takes over or notice was given, and its next review."""
        review_on = self.next_review_on or self.review_on
        is_open = bool(self.open_ended) and self.last_day is None
        return Term(self.valid_from, self.last_day, review_on, is_open)

    @property
    def has_acts(self) -> bool:
        """Whether a party has done something with it since it was signed."""
        return self.ends_on is not None or self.next_review_on is not None

    @property
    def is_own(self) -> bool:
        """Whether it is an agreement of its own, and does not amend another."""
        return self.amends_id is None

    @property
    def is_prolongation(self) -> bool:
        """Whether it changes nothing but how long another holds."""
        return self.amends_id is not None and not self.amends_text

    @property
    def is_signed(self) -> bool:
        """Whether all of its parties have signed it."""
        return self.status in SIGNED

    @property
    def party_ids(self) -> frozenset[UUID]:
        """The organisations that take part in it."""
        return frozenset(party.organisation_id for party in self.parties)

    @property
    def drafter_ids(self) -> frozenset[UUID]:
        """Those that write it while it is a draft."""
        return frozenset(party.organisation_id for party in self.parties if party.drafts)

    @property
    def decider_ids(self) -> frozenset[UUID]:
        """Those that decide on it."""
        return frozenset(party.organisation_id for party in self.parties if party.decides)

    @property
    def signer_ids(self) -> frozenset[UUID]:
        """Those that sign it."""
        return frozenset(party.organisation_id for party in self.parties if party.signs)

    @property
    def bound_ids(self) -> frozenset[UUID]:
        """Those that decide on it or sign it: its text is theirs to agree on."""
        return self.decider_ids | self.signer_ids

    def let_in_at(self, organisation_id: UUID) -> datetime | None:
        """Since when a party reads what is written; None for others."""
        found = (one for one in self.parties if one.organisation_id == organisation_id)
        return next((one.joined_at for one in found), None)

    def bodies_of(self, organisation_id: UUID) -> list[str]:
        """Those that a party has said are to decide for it."""
        found = (one for one in self.parties if one.organisation_id == organisation_id)
        return next((one.bodies for one in found), [])

    def column_party(self, organisation_id: UUID | None) -> str:
        """Whose a column of the matrix is: a party's, or each municipality's of the area."""
        return "" if organisation_id is None else self.party_name(organisation_id)

    def party_name(self, organisation_id: UUID, at: datetime | None = None) -> str:
        """The name of one of its parties: now, or the one it had `at` what is told of it."""
        found = (one for one in self.every_party if one.organisation_id == organisation_id)
        organisation = next(found).organisation
        return organisation.name if at is None else organisation.name_at(at)


class AgreementArea(TenantOwned, Base):
    """A municipality that an agreement holds in; the database keeps it from the agreement."""

    __tablename__ = "agreement_area"
    __table_args__ = (
        UniqueConstraint("agreement_id", "municipality_id"),
        _within("county_id", "agreement_id", of="agreement"),
        _within("county_id", "municipality_id", of="organisation"),
        Index(None, "municipality_id", "agreement_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.gen_random_uuid())
    agreement_id: Mapped[UUID]
    municipality_id: Mapped[UUID]


class AgreementParty(TenantOwned, Base):
    """An organisation that takes part. It gets in (`joined_at`) when the agreement is shared.

    One that no longer takes part has `left_at`, and what it said stays. When an organisation is
    merged or divided, another takes its place: it `succeeds_id` that one, which stays where it
    decided and signed. `bodies` are those that
    are to decide for it; where none are named, one does, whichever it is. One that `drafts` writes
    the draft; one that neither `decides` nor `signs` is only asked for its view.
    """

    __tablename__ = "agreement_party"
    __table_args__ = (
        UniqueConstraint("agreement_id", "organisation_id"),
        _within("county_id", "agreement_id", of="agreement"),
        _within("county_id", "organisation_id", of="organisation"),
        ForeignKeyConstraint(
            ["agreement_id", "succeeds_id"],
            ["app.agreement_party.agreement_id", "app.agreement_party.organisation_id"],
        ),
        Index(
            "agreement_party_organisation_id_agreement_id_idx",
            "organisation_id",
            "agreement_id",
            postgresql_where=text("joined_at is not null"),
        ),
    )

    agreement_id: Mapped[UUID]
    organisation_id: Mapped[UUID]
    position: Mapped[int]
    joined_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    succeeds_id: Mapped[UUID | None]
    bodies: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"))
    drafts: Mapped[bool] = mapped_column(server_default=text("false"))
    decides: Mapped[bool] = mapped_column(server_default=text("true"))
    signs: Mapped[bool] = mapped_column(server_default=text("true"))

    organisation: Mapped[Organisation] = relationship(viewonly=True, overlaps="every_party")

    @property
    def part(self) -> Part:
        """What it does, beside writing."""
        return part_of(decides=self.decides, signs=self.signs)

    def was_in(self, moment: datetime) -> bool:
        """Whether it was a party then: it had come, and had not left nor been followed."""
        has_come = self.joined_at is None or self.joined_at <= moment
        return has_come and (self.left_at is None or self.left_at > moment)


class PartyReading(TenantOwned, Base):
    """What a party has said of a shared text: never changed, it may say something else later.

    `revision` is the agreement's when it was said: agreements.readings works out what still holds.
    """

    __tablename__ = "party_reading"
    __table_args__ = (
        _within("county_id", "agreement_id", of="agreement"),
        _party(),
        CheckConstraint("kind in ('read', 'ready', 'not_ready')", name="kind"),
        Index("party_reading_agreement_id_organisation_id_idx", "agreement_id", "organisation_id"),
    )

    agreement_id: Mapped[UUID]
    organisation_id: Mapped[UUID]
    kind: Mapped[ReadingKind] = mapped_column(server_default=text("'ready'"))
    # unknown of what was said before it was kept
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("app.account.id"))
    revision: Mapped[int] = mapped_column(server_default=text("0"))
    read_by: Mapped[str]
    read_at: Mapped[datetime]

    @property
    def said(self) -> Said:
        """It as rules ask of it."""
        return Said(self.organisation_id, self.kind, self.read_at, self.revision)


class AgreementAct(TenantOwned, Base):
    """What a party did with an agreement after it was signed: never changed.

    `on_day` is when it was reviewed or notice was given, `until` when the next review is or which
    day is its last; `basis` which decision a notice rests on.
    """

    __tablename__ = "agreement_act"
    __table_args__ = (
        _within("county_id", "agreement_id", of="agreement"),
        _party(),
        CheckConstraint("kind in ('reviewed', 'notice')", name="kind"),
        CheckConstraint(
            "case when kind = 'reviewed' then outcome in ('keep', 'change', 'end')"
            " else outcome is null and until is not null end",
            name="outcome",
        ),
    )

    agreement_id: Mapped[UUID] = mapped_column(index=True)
    organisation_id: Mapped[UUID]
    kind: Mapped[ActKind]
    on_day: Mapped[date]
    outcome: Mapped[ReviewOutcome | None]
    reason: Mapped[str]
    basis: Mapped[str]
    until: Mapped[date | None]
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]


class Correction(TenantOwned, Base):
    """A clerical error that a party has found in what all have signed, and what should stand there.

    `agreement_id` is the agreement, `of_id` that one or what amends it, whichever says `before`: in
    a section, in its name, or in a decision. Every other party answers; the database then corrects
    it, or lets it be refused (app.take_answer).
    """

    __tablename__ = "correction"
    __table_args__ = (
        UniqueConstraint("agreement_id", "id"),
        _within("county_id", "agreement_id", of="agreement"),
        _within("county_id", "of_id", of="agreement"),
        ForeignKeyConstraint(
            ["of_id", "section_id"], ["app.section.agreement_id", "app.section.id"]
        ),
        ForeignKeyConstraint(
            ["of_id", "decision_id"], ["app.decision.agreement_id", "app.decision.id"]
        ),
        _party(),
        Index(
            "correction_open_key",
            "agreement_id",
            unique=True,
            postgresql_where=text("status = 'open'"),
        ),
    )

    agreement_id: Mapped[UUID] = mapped_column(index=True)
    of_id: Mapped[UUID]
    about: Mapped[CorrectionOf]
    section_id: Mapped[UUID | None]
    decision_id: Mapped[UUID | None]
    before: Mapped[str]
    after: Mapped[str]
    reason: Mapped[str]
    status: Mapped[CorrectionStatus]
    organisation_id: Mapped[UUID]
    proposed_by: Mapped[str]
    proposed_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]

    answers: Mapped[list["CorrectionAnswer"]] = relationship(
        order_by="CorrectionAnswer.answered_at", viewonly=True
    )


class CorrectionAnswer(TenantOwned, Base):
    """Whether a party agrees that it is a clerical error; why not, where it does not."""

    __tablename__ = "correction_answer"
    __table_args__ = (
        UniqueConstraint("correction_id", "organisation_id"),
        ForeignKeyConstraint(
            ["agreement_id", "correction_id"], ["app.correction.agreement_id", "app.correction.id"]
        ),
        _party(),
    )

    agreement_id: Mapped[UUID]
    correction_id: Mapped[UUID]
    organisation_id: Mapped[UUID]
    agrees: Mapped[bool]
    reason: Mapped[str]
    answered_by: Mapped[str]
    answered_at: Mapped[datetime]


class Section(TenantOwned, Base):
    """One heading. Its text is the SectionVersion numbered `version`.

    Guidance, legal references (keys) and prompts were copied from the template version, so that
    the page needs nothing else. A prompt is `{"key", "question", "help", "state", "note", "by"}`;
    answered beside its passage of the text it has that, too, as `"place"` (agreements.passages).
    What readiness found in the text (agreements.readiness.TextCheck) is kept in `is_empty`,
    `is_written` and `gaps`, so that no page reads texts for it. It is about the version
    `checked_version`: another's was written by a release that does not know of it. The board asks
    `has_gaps`.
    """

    __tablename__ = "section"
    __table_args__ = (
        UniqueConstraint("agreement_id", "id"),
        UniqueConstraint("agreement_id", "key"),
        _within("county_id", "agreement_id", of="agreement"),
    )

    agreement_id: Mapped[UUID]
    key: Mapped[str]
    number: Mapped[int]
    heading: Mapped[str]
    guidance: Mapped[str]
    legal: Mapped[list[str]] = mapped_column(JSONB)
    prompts: Mapped[list[dict[str, str]]] = mapped_column(JSONB)
    version: Mapped[int]
    is_written: Mapped[bool] = mapped_column(server_default=text("false"))
    has_gaps: Mapped[bool] = mapped_column(server_default=text("false"))
    is_empty: Mapped[bool] = mapped_column(server_default=text("false"))
    gaps: Mapped[int] = mapped_column(server_default=text("0"))
    checked_version: Mapped[int] = mapped_column(server_default=text("0"))

    def keep_check(self, found: TextCheck) -> None:
        """Keep what was found in its text as it is now."""
        self.is_empty, self.is_written, self.gaps = found.is_empty, found.is_written, found.gaps
        self.has_gaps = bool(found.gaps)
        self.checked_version = self.version


class SectionVersion(TenantOwned, Base):
    """An immutable text of a section: who wrote it, for whom, by which suggestion or correction."""

    __tablename__ = "section_version"
    __table_args__ = (
        UniqueConstraint("section_id", "version"),
        _within("agreement_id", "section_id", of="section"),
        _within("agreement_id", "suggestion_id", of="suggestion"),
        Index("section_version_search_idx", "search", postgresql_using="gin"),
    )

    agreement_id: Mapped[UUID] = mapped_column(index=True)
    section_id: Mapped[UUID]
    version: Mapped[int]
    text: Mapped[str]
    organisation_id: Mapped[UUID]
    author_name: Mapped[str]
    created_at: Mapped[datetime]
    suggestion_id: Mapped[UUID | None]
    correction_id: Mapped[UUID | None] = mapped_column(ForeignKey("app.correction.id"), index=True)
    search: Mapped[str] = _searched("text")


class Suggestion(TenantOwned, Base):
    """A proposed change: of a section's `text`, of cells, of the term, or of the outline.

    `operations` are `{"row": key, "column": key, "from": value, "to": value}`; `term` is
    `{"from": dates, "to": dates}` with dates by name, as ISO 8601 or None; `outline` is
    `{"kind": an OutlineKind, "name": what it is called}` and what agreements.negotiation.outline
    reads of each kind.
    """

    __tablename__ = "suggestion"
    __table_args__ = (
        UniqueConstraint("agreement_id", "id"),
        _within("county_id", "agreement_id", of="agreement"),
        _within("agreement_id", "section_id", of="section"),
        _within("agreement_id", "replaces_id", of="suggestion"),
        CheckConstraint(
            "status in ('internal', 'published', 'conflict', 'adopted', 'rejected', 'withdrawn',"
            " 'replaced')",
            name="status",
        ),
        CheckConstraint(
            "num_nonnulls(text, operations, term, outline) = 1"
            " and (section_id is null) = (text is null)",
            name="kind",
        ),
        Index("suggestion_agreement_id_section_id_idx", "agreement_id", "section_id"),
    )

    agreement_id: Mapped[UUID]
    section_id: Mapped[UUID | None]
    base_version: Mapped[int]
    text: Mapped[str | None]
    operations: Mapped[list[dict[str, str]] | None] = mapped_column(JSONB(none_as_null=True))
    term: Mapped[dict[str, dict[str, str | None]] | None] = mapped_column(JSONB(none_as_null=True))
    outline: Mapped[dict[str, str] | None] = mapped_column(JSONB(none_as_null=True))
    reason: Mapped[str]
    status: Mapped[SuggestionStatus]
    organisation_id: Mapped[UUID]
    author_id: Mapped[UUID] = mapped_column(ForeignKey("app.account.id"))
    author_name: Mapped[str]
    created_at: Mapped[datetime]
    # until when the others are to answer; None of what was suggested before that was asked
    answer_by: Mapped[date | None]
    published_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    replaces_id: Mapped[UUID | None]

    answers: Mapped[list["SuggestionAnswer"]] = relationship(
        order_by="SuggestionAnswer.answered_at", viewonly=True
    )


class SuggestionAnswer(TenantOwned, Base):
    """What one party says of a suggestion."""

    __tablename__ = "suggestion_answer"
    __table_args__ = (
        UniqueConstraint("suggestion_id", "organisation_id"),
        _within("county_id", "organisation_id", of="organisation"),
        _within("agreement_id", "suggestion_id", of="suggestion"),
        CheckConstraint("answer in ('accept', 'reject', 'abstain')", name="answer"),
    )

    agreement_id: Mapped[UUID]
    suggestion_id: Mapped[UUID]
    organisation_id: Mapped[UUID]
    answer: Mapped[Answer]
    reason: Mapped[str]
    answered_by: Mapped[str]
    answered_at: Mapped[datetime]


class MatrixColumn(TenantOwned, Base):
    """An actor of the matrix, bound to the party it belongs to.

    Without one it is each municipality's of the area, in its own place. One that is taken out
    stays: `removed_in` is the revision of the matrix whose changes keep what its cells said.
    """

    __tablename__ = "matrix_column"
    __table_args__ = (
        UniqueConstraint("agreement_id", "id"),
        UniqueConstraint("agreement_id", "key"),
        _party(),
    )

    agreement_id: Mapped[UUID]
    key: Mapped[str]
    label: Mapped[str]
    organisation_id: Mapped[UUID | None]
    position: Mapped[int]
    removed_in: Mapped[int | None]


class MatrixRow(TenantOwned, Base):
    """A measure (insats). A row of the template that is taken out stays, with the reason."""

    __tablename__ = "matrix_row"
    __table_args__ = (
        UniqueConstraint("agreement_id", "id"),
        UniqueConstraint("agreement_id", "key"),
        _within("county_id", "agreement_id", of="agreement"),
        Index("matrix_row_search_idx", "search", postgresql_using="gin"),
    )

    agreement_id: Mapped[UUID]
    key: Mapped[str]
    phase: Mapped[str]
    title: Mapped[str]
    hint: Mapped[str]
    position: Mapped[int]
    in_template: Mapped[bool]
    removed_at: Mapped[datetime | None]
    removed_reason: Mapped[str | None]
    search: Mapped[str] = _searched("title || ' ' || hint")


class MatrixCell(TenantOwned, Base):
    """Who answers for what: one actor's part in one measure, and who said so."""

    __tablename__ = "matrix_cell"
    __table_args__ = (
        UniqueConstraint("row_id", "column_id"),
        _within("agreement_id", "row_id", of="matrix_row"),
        _within("agreement_id", "column_id", of="matrix_column"),
        _within("agreement_id", "suggestion_id", of="suggestion"),
        CheckConstraint(
            "value in ('unset', 'responsible', 'shared', 'participates', 'none')", name="value"
        ),
    )

    agreement_id: Mapped[UUID] = mapped_column(index=True)
    row_id: Mapped[UUID]
    column_id: Mapped[UUID]
    value: Mapped[Responsibility]
    version: Mapped[int]
    changed_by: Mapped[str]
    changed_at: Mapped[datetime]
    organisation_id: Mapped[UUID]
    suggestion_id: Mapped[UUID | None]


class MatrixChange(TenantOwned, Base):
    """What one cell said before and after a change, never changed itself.

    Changes with the same `revision` (Agreement.matrix_revision) were made at once.
    """

    __tablename__ = "matrix_change"
    __table_args__ = (
        UniqueConstraint("row_id", "column_id", "revision"),
        _within("agreement_id", "row_id", of="matrix_row"),
        _within("agreement_id", "column_id", of="matrix_column"),
        _within("agreement_id", "suggestion_id", of="suggestion"),
    )

    agreement_id: Mapped[UUID] = mapped_column(index=True)
    row_id: Mapped[UUID]
    column_id: Mapped[UUID]
    revision: Mapped[int]
    before: Mapped[Responsibility]
    after: Mapped[Responsibility]
    organisation_id: Mapped[UUID]
    author_name: Mapped[str]
    changed_at: Mapped[datetime]
    suggestion_id: Mapped[UUID | None]


class Annex(TenantOwned, Base):
    """A file or a text that belongs to the agreement; one that is taken out stays.

    It keeps its `key` in what is copied from the agreement: renewed, added to.
    """

    __tablename__ = "annex"
    __table_args__ = (
        UniqueConstraint("agreement_id", "id"),
        UniqueConstraint("agreement_id", "key"),
        _within("county_id", "agreement_id", of="agreement"),
    )

    agreement_id: Mapped[UUID]
    key: Mapped[str]
    position: Mapped[int]
    version: Mapped[int]
    removed_at: Mapped[datetime | None]


class AnnexVersion(TenantOwned, Base):
    """What an annex is called and holds: a `text`, or the `content` of a file with its suffix.

    It has no `version` while it is only suggested; what is adopted is written once more.
    """

    __tablename__ = "annex_version"
    __table_args__ = (
        UniqueConstraint("annex_id", "version"),
        _within("agreement_id", "annex_id", of="annex"),
        _party(),
        _within("agreement_id", "suggestion_id", of="suggestion"),
        CheckConstraint("version is not null or suggestion_id is not null", name="suggested"),
        CheckConstraint("num_nonnulls(text, content) = 1", name="content"),
        CheckConstraint("size between 1 and 1900000", name="size"),
        CheckConstraint(
            "suffix in ('', 'pdf', 'png', 'jpg') and (suffix = '') = (text is not null)",
            name="suffix",
        ),
    )

    agreement_id: Mapped[UUID]
    annex_id: Mapped[UUID]
    version: Mapped[int | None]
    title: Mapped[str]
    text: Mapped[str | None]
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    suffix: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    organisation_id: Mapped[UUID]
    author_name: Mapped[str]
    created_at: Mapped[datetime]
    suggestion_id: Mapped[UUID | None]


class OutlineChange(TenantOwned, Base):
    """What was added, moved, taken out or renamed of an agreement, by whom and when.

    And who takes part in it and where it holds. `place_id` is the row, column, annex or party,
    null for the agreement itself; `name` what it was called.
    """

    __tablename__ = "outline_change"
    __table_args__ = (
        _within("county_id", "agreement_id", of="agreement"),
        _within("agreement_id", "suggestion_id", of="suggestion"),
        _party(),
        Index("outline_change_agreement_id_idx", "agreement_id"),
    )

    agreement_id: Mapped[UUID]
    kind: Mapped[OutlineKind]
    place_id: Mapped[UUID | None]
    name: Mapped[str]
    before: Mapped[str]
    after: Mapped[str]
    reason: Mapped[str] = mapped_column(server_default=text("''"))
    organisation_id: Mapped[UUID]
    author_name: Mapped[str]
    changed_at: Mapped[datetime]
    suggestion_id: Mapped[UUID | None]


class DocumentVersion(TenantOwned, Base):
    """The agreement as it was put to decision: canonical JSON, and later the signing copy's bytes.

    A change afterwards voids it, with every decision and signature that hangs on it.
    """

    __tablename__ = "document_version"
    __table_args__ = (
        UniqueConstraint("agreement_id", "id"),
        UniqueConstraint("agreement_id", "number"),
        _within("county_id", "agreement_id", of="agreement"),
        Index(
            "document_version_live_key",
            "agreement_id",
            unique=True,
            postgresql_where=text("voided_at is null"),
        ),
    )

    agreement_id: Mapped[UUID]
    number: Mapped[int]
    content: Mapped[str] = mapped_column(deferred=True)
    made_at: Mapped[datetime]
    signing_copy: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    signing_sha256: Mapped[str | None]
    voided_at: Mapped[datetime | None]
    voided_by: Mapped[str | None]  # "name, party"
    voided_reason: Mapped[str | None]


class Remark(TenantOwned, Base):
    """What was open when a version was locked, and why the parties went on all the same.

    `kind`, `place`, `name` and `count` are those of the agreements.readiness.Finding.
    """

    __tablename__ = "remark"
    __table_args__ = (
        UniqueConstraint("document_version_id", "kind", "place"),
        _within("agreement_id", "document_version_id", of="document_version"),
        _party(),
        CheckConstraint("btrim(reason) <> ''", name="reason"),
    )

    agreement_id: Mapped[UUID] = mapped_column(index=True)
    document_version_id: Mapped[UUID]
    position: Mapped[int]
    kind: Mapped[Kind]
    place: Mapped[str]
    name: Mapped[str]
    count: Mapped[int]
    reason: Mapped[str]
    organisation_id: Mapped[UUID]
    author_name: Mapped[str]
    written_at: Mapped[datetime]

    @property
    def finding(self) -> Finding:
        """What was open."""
        return Finding(self.kind, self.place, self.name, self.count)


def _facts_before(kept: Mapping[str, str]) -> DecisionFacts:
    return DecisionFacts(
        body=kept["body"],
        delegation=kept["delegation"],
        paragraph=kept["paragraph"],
        decided_on=date.fromisoformat(kept["decided_on"]),
        reference=kept["reference"],
    )


class Decision(TenantOwned, Base):
    """A body's formal decision. It cannot be replaced by somebody's right to sign.

    `earlier` is what it said before each correction, the first first, as the database kept it
    (app.keep_earlier): the facts, with the name and the time of whoever corrected it then.
    """

    __tablename__ = "decision"
    __table_args__ = (
        UniqueConstraint("document_version_id", "organisation_id", "body"),
        UniqueConstraint("agreement_id", "id"),
        _within("agreement_id", "document_version_id", of="document_version"),
        _party(),
    )

    agreement_id: Mapped[UUID] = mapped_column(index=True)
    document_version_id: Mapped[UUID]
    organisation_id: Mapped[UUID]
    body: Mapped[str]
    paragraph: Mapped[str]
    decided_on: Mapped[date]
    reference: Mapped[str]
    # whose doing the record is: the database says so (app.name_decider)
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("app.account.id"))
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]
    corrected_by: Mapped[str | None]
    corrected_at: Mapped[datetime | None]
    delegation: Mapped[str] = mapped_column(server_default=text("''"))
    earlier: Mapped[list[dict[str, str]]] = mapped_column(
        JSONB, server_default=text("'[]'"), server_onupdate=FetchedValue()
    )

    @property
    def facts(self) -> DecisionFacts:
        """What was recorded of it, for the document and to tell a second sending from another."""
        return DecisionFacts(**{one.name: getattr(self, one.name) for one in fields(DecisionFacts)})

    @property
    def facts_before(self) -> list[DecisionFacts]:
        """What it said before each correction, the last first."""
        return [_facts_before(one) for one in reversed(self.earlier)]


class DecisionExtract(TenantOwned, Base):
    """An extract of the minutes of a decision, as it came; one taken away has no content left."""

    __tablename__ = "decision_extract"
    __table_args__ = (
        _within("agreement_id", "decision_id", of="decision"),
        CheckConstraint("(content is null) = (removed_at is not null)", name="content"),
        CheckConstraint("size between 1 and 1900000", name="size"),
        CheckConstraint("suffix in ('pdf', 'png', 'jpg')", name="suffix"),
    )

    agreement_id: Mapped[UUID]
    decision_id: Mapped[UUID] = mapped_column(index=True)
    # what its content is: portal.documents.uploads
    suffix: Mapped[str]
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    size: Mapped[int]
    sha256: Mapped[str]
    added_by: Mapped[str]
    added_at: Mapped[datetime]
    removed_by: Mapped[str | None]
    removed_at: Mapped[datetime | None]


class Paper(TenantOwned, Base):
    """What was signed on paper: the scan, as it came, and who registered it for which party.

    `from_draft`: it was signed before it came here, and not put to signing here. One that was wrong
    is taken back with a reason, and stays.
    """

    __tablename__ = "paper"
    __table_args__ = (
        UniqueConstraint("agreement_id", "id"),
        _within("county_id", "agreement_id", of="agreement"),
        _within("agreement_id", "document_version_id", of="document_version"),
        _party(),
        CheckConstraint("size between 1 and 1900000", name="size"),
        CheckConstraint("suffix in ('pdf', 'png', 'jpg')", name="suffix"),
        Index(
            "paper_agreement_id_key",
            "agreement_id",
            unique=True,
            postgresql_where=text("withdrawn_at is null"),
        ),
    )

    agreement_id: Mapped[UUID]
    document_version_id: Mapped[UUID]
    from_draft: Mapped[bool]
    # what its content is: portal.documents.uploads
    suffix: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    size: Mapped[int]
    sha256: Mapped[str]
    organisation_id: Mapped[UUID]
    registered_by: Mapped[str]
    registered_at: Mapped[datetime]
    withdrawn_by: Mapped[str | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str | None]

    answers: Mapped[list["PaperAnswer"]] = relationship(
        order_by="PaperAnswer.answered_at", viewonly=True
    )


class PaperAnswer(TenantOwned, Base):
    """Whether another party says that what was registered is so; why not, where it does not."""

    __tablename__ = "paper_answer"
    __table_args__ = (
        UniqueConstraint("paper_id", "organisation_id"),
        ForeignKeyConstraint(
            ["agreement_id", "paper_id"], ["app.paper.agreement_id", "app.paper.id"]
        ),
        _party(),
    )

    agreement_id: Mapped[UUID]
    paper_id: Mapped[UUID]
    organisation_id: Mapped[UUID]
    confirms: Mapped[bool]
    reason: Mapped[str]
    answered_by: Mapped[str]
    answered_at: Mapped[datetime]


class SigningMandate(TenantOwned, Base):
    """A right to sign for an organisation, as agreements.mandate says; it is never rewritten.

    `ended_at`, by whom and why: it was revoked.
    """

    __tablename__ = "signing_mandate"
    __table_args__ = (
        UniqueConstraint("county_id", "id"),
        UniqueConstraint("organisation_id", "id"),
        _within("county_id", "organisation_id", of="organisation"),
        CheckConstraint("valid_until >= valid_from", name="days"),
        CheckConstraint("needed between 1 and places", name="needed"),
    )

    organisation_id: Mapped[UUID]
    body: Mapped[str]
    ground: Mapped[str]
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    needed: Mapped[int]
    places: Mapped[int]
    in_order: Mapped[bool]
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]
    ended_reason: Mapped[str | None]

    holders: Mapped[list["MandateHolder"]] = relationship(
        primaryjoin="MandateHolder.mandate_id == SigningMandate.id",
        foreign_keys="MandateHolder.mandate_id",
        order_by="(MandateHolder.place, MandateHolder.is_substitute, MandateHolder.name)",
        viewonly=True,
    )


class MandateHolder(TenantOwned, Base):
    """Somebody who may sign by a mandate: in a place of their own, or as its substitute."""

    __tablename__ = "mandate_holder"
    __table_args__ = (
        UniqueConstraint("mandate_id", "account_id"),
        _within("county_id", "mandate_id", of="signing_mandate"),
        _within("organisation_id", "mandate_id", of="signing_mandate"),
        Index(
            "mandate_holder_place_key",
            "mandate_id",
            "place",
            unique=True,
            postgresql_where=text("not is_substitute"),
        ),
    )

    organisation_id: Mapped[UUID]
    mandate_id: Mapped[UUID]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("app.account.id"), index=True)
    name: Mapped[str]
    place: Mapped[int]
    is_substitute: Mapped[bool]


class Signature(TenantOwned, Base):
    """A signature on one document version, bound to the SHA-256 of its signing copy.

    It names the mandate it was given by: its place there, `authority` in words, whom a substitute
    `stands_in_for`, how many signatures are `needed`, and whether the party has signed with this
    one. On paper a party's signature stands for all of that.
    """

    __tablename__ = "signature"
    __table_args__ = (
        UniqueConstraint("agreement_id", "id"),
        UniqueConstraint("document_version_id", "mandate_id", "place"),
        _within("organisation_id", "mandate_id", of="signing_mandate"),
        _within("agreement_id", "document_version_id", of="document_version"),
        _party(),
    )

    agreement_id: Mapped[UUID] = mapped_column(index=True)
    document_version_id: Mapped[UUID] = mapped_column(index=True)
    organisation_id: Mapped[UUID]
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("app.account.id"))
    name: Mapped[str]
    title: Mapped[str]
    signed_at: Mapped[datetime]
    on_paper: Mapped[bool]
    document_sha256: Mapped[str]
    mandate_id: Mapped[UUID | None]
    place: Mapped[int | None]
    authority: Mapped[str] = mapped_column(server_default=text("''"))
    stands_in_for: Mapped[str] = mapped_column(server_default=text("''"))
    needed: Mapped[int] = mapped_column(server_default=text("1"))
    completes: Mapped[bool] = mapped_column(server_default=text("true"))


class SignatureEvidence(TenantOwned, Base):
    """What proves a signature to a third party: the commitment, the token, the provider's keys."""

    __tablename__ = "signature_evidence"
    __table_args__ = (_within("agreement_id", "signature_id", of="signature"),)

    agreement_id: Mapped[UUID]
    signature_id: Mapped[UUID] = mapped_column(unique=True)
    commitment: Mapped[str]
    id_token: Mapped[str]
    provider_keys: Mapped[dict[str, Any]] = mapped_column(JSONB)

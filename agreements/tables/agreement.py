"""The tables of an agreement and the area it holds in."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Computed,
    FetchedValue,
    Index,
    UniqueConstraint,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agreements.rules import SIGNED, Status
from agreements.tables.columns import within
from agreements.tables.party import AgreementParty
from agreements.tables.template import Subject
from agreements.terms import Term
from portal.db import Base, TenantOwned

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
        # what the previous release knows of its area, and below of what it replaces: the first
        within("county_id", "municipality_id", of="organisation"),
        within("county_id", "creator_id", of="organisation"),
        within("county_id", "template_version_id", of="template_version"),
        within("county_id", "subject_id", of="subject"),
        within("county_id", "replaces_id", of="agreement"),
        within("county_id", "renews_id", of="agreement"),
        within("county_id", "amends_id", of="agreement"),
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
        Index("agreement_subject_id_idx", "subject_id"),
        Index(
            "agreement_holds_idx",
            "county_id",
            "last_day",
            postgresql_where=text("status in ('in_force', 'superseded') and amends_id is null"),
        ),
        Index("agreement_replaces_ids_idx", "replaces_ids", postgresql_using="gin"),
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
    def has_template_matrix(self) -> bool:
        """Whether it is drafted, and only its template has said who does what."""
        return self.status is Status.DRAFT and self.is_matrix_untouched

    @property
    def is_matrix_untouched(self) -> bool:
        """Whether no party has said anything of who does what: its template has, and it alone."""
        return self.is_own and self.renews_id is None and self.matrix_revision == 1

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
        within("county_id", "agreement_id", of="agreement"),
        within("county_id", "municipality_id", of="organisation"),
        Index(None, "municipality_id", "agreement_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.gen_random_uuid())
    agreement_id: Mapped[UUID]
    municipality_id: Mapped[UUID]

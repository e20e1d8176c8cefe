"""Deviations, and what is proposed of them for the county's template."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agreements.cases import DeviationKind, DeviationState, ProposalState
from agreements.tables.columns import within
from agreements.tables.template import Subject
from portal.db import Base, TenantOwned

_IS_OPEN = "answered_at is null and closed_at is null"


class Deviation(TenantOwned, Base):
    """What went otherwise than an agreement in force says. Nothing in it points a person out.

    `organisation_id` reported it, in the municipality, and `concerns_id` answers. It is about a
    section, a measure (`row_key`) or a fact (`fact_key`), which `place` names; `expected` is what
    the agreement said of that, and `chosen` whom a plan chose instead. Both sides read it.
    """

    __tablename__ = "deviation"
    __table_args__ = (
        UniqueConstraint("county_id", "id"),
        within("county_id", "agreement_id", of="agreement"),
        within("county_id", "organisation_id", of="organisation"),
        within("county_id", "municipality_id", of="organisation"),
        within("county_id", "closed_by_id", of="organisation"),
        ForeignKeyConstraint(
            ["agreement_id", "concerns_id"],
            ["app.agreement_party.agreement_id", "app.agreement_party.organisation_id"],
        ),
        CheckConstraint(
            "kind in ('other_doer', 'not_done', 'late', 'otherwise', 'unclear')", name="kind"
        ),
        CheckConstraint("num_nulls(answer, answered_by, answered_at) in (0, 3)", name="answer"),
        CheckConstraint(
            "num_nulls(lesson, closed_by, closed_by_id, closed_at) in (0, 4)", name="closed"
        ),
        Index("deviation_county_id_reported_at_idx", "county_id", "reported_at", "id"),
        Index("deviation_organisation_id_idx", "organisation_id", "reported_at"),
        Index("deviation_concerns_id_idx", "concerns_id", "reported_at"),
        Index("deviation_municipality_id_idx", "municipality_id", "reported_at"),
        Index(
            "deviation_open_idx",
            "concerns_id",
            "answer_by",
            postgresql_where=text(_IS_OPEN),
        ),
        Index(
            "deviation_answered_idx",
            "organisation_id",
            "answer_by",
            postgresql_where=text("answered_at is not null and closed_at is null"),
        ),
        Index(
            "deviation_due_idx",
            "answer_by",
            postgresql_where=text(_IS_OPEN),
        ),
    )

    agreement_id: Mapped[UUID] = mapped_column(index=True)
    organisation_id: Mapped[UUID]
    concerns_id: Mapped[UUID]
    municipality_id: Mapped[UUID]
    from_plan: Mapped[bool]
    kind: Mapped[DeviationKind]
    section: Mapped[str]
    section_key: Mapped[str]
    row_key: Mapped[str | None]
    fact_key: Mapped[str | None]
    place: Mapped[str]
    expected: Mapped[str]
    chosen: Mapped[str]
    happened: Mapped[str]
    reported_at: Mapped[datetime]
    answer_by: Mapped[date]
    answer: Mapped[str | None]
    answered_by: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    lesson: Mapped[str | None]
    closed_by: Mapped[str | None]
    closed_by_id: Mapped[UUID | None]
    closed_at: Mapped[datetime | None]

    @property
    def state(self) -> DeviationState:
        """How far it has come."""
        if self.closed_at is not None:
            return DeviationState.CLOSED
        return DeviationState.OPEN if self.answered_at is None else DeviationState.ANSWERED

    @property
    def named(self) -> str:
        """What it is about, in the agreement's words."""
        return self.place or self.section


class PlanDeviation(TenantOwned, Base):
    """Where the release before this one reports a plan's deviation; the database keeps none here.

    It makes a `Deviation` of each (app.take_plan_deviation).
    """

    __tablename__ = "plan_deviation"
    __table_args__ = (
        within("county_id", "organisation_id", of="organisation"),
        within("county_id", "municipality_id", of="organisation"),
        Index("plan_deviation_organisation_id_idx", "organisation_id"),
    )

    organisation_id: Mapped[UUID]
    municipality_id: Mapped[UUID]
    agreement_id: Mapped[UUID]
    section: Mapped[str]
    row_key: Mapped[str]
    measure: Mapped[str | None]
    expected: Mapped[str]
    chosen: Mapped[str]
    reason: Mapped[str]
    reported_on: Mapped[date]


class TemplateProposal(TenantOwned, Base):
    """What somebody has learned that the county's template should say in its next edition."""

    __tablename__ = "template_proposal"
    __table_args__ = (
        within("county_id", "subject_id", of="subject"),
        within("county_id", "organisation_id", of="organisation"),
        CheckConstraint("status in ('waiting', 'kept', 'declined')", name="status"),
        CheckConstraint(
            "num_nulls(settled_by, settled_at) = case status when 'waiting' then 2 else 0 end",
            name="settled",
        ),
        CheckConstraint("status <> 'declined' or btrim(reason) <> ''", name="reason"),
        Index("template_proposal_county_id_idx", "county_id", "proposed_at"),
    )

    subject_id: Mapped[UUID]
    section: Mapped[str]
    section_key: Mapped[str]
    proposal: Mapped[str]
    lesson: Mapped[str]
    organisation_id: Mapped[UUID]
    proposed_at: Mapped[datetime]
    status: Mapped[ProposalState]
    reason: Mapped[str]
    settled_by: Mapped[str | None]
    settled_at: Mapped[datetime | None]

    subject: Mapped[Subject] = relationship(viewonly=True)

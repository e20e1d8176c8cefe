"""The tables of what is done with what has been signed."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agreements.rules import (
    ActKind,
    CorrectionOf,
    CorrectionStatus,
    ReviewOutcome,
)
from agreements.tables.columns import of_party, within
from portal.db import Base, TenantOwned


class AgreementAct(TenantOwned, Base):
    """What a party did with an agreement after it was signed: never changed.

    `on_day` is when it was reviewed or notice was given, `until` when the next review is or which
    day is its last; `basis` which decision a notice rests on.
    """

    __tablename__ = "agreement_act"
    __table_args__ = (
        within("county_id", "agreement_id", of="agreement"),
        of_party(),
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
        within("county_id", "agreement_id", of="agreement"),
        within("county_id", "of_id", of="agreement"),
        ForeignKeyConstraint(
            ["of_id", "section_id"], ["app.section.agreement_id", "app.section.id"]
        ),
        ForeignKeyConstraint(
            ["of_id", "decision_id"], ["app.decision.agreement_id", "app.decision.id"]
        ),
        of_party(),
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
    # whose doing it is: the database says so (app.name_decider)
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("app.account.id"))
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
        of_party(),
    )

    agreement_id: Mapped[UUID]
    correction_id: Mapped[UUID]
    organisation_id: Mapped[UUID]
    # whose doing it is: the database says so (app.name_decider)
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("app.account.id"))
    agrees: Mapped[bool]
    reason: Mapped[str]
    answered_by: Mapped[str]
    answered_at: Mapped[datetime]

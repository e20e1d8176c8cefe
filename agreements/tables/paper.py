"""The tables of what was signed on paper."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agreements.tables.columns import of_party, within
from portal.db import Base, TenantOwned


class Paper(TenantOwned, Base):
    """What was signed on paper: the scan, as it came, and who registered it for which party.

    `from_draft`: it was signed before it came here, and not put to signing here. One that was wrong
    is taken back with a reason, and stays.
    """

    __tablename__ = "paper"
    __table_args__ = (
        UniqueConstraint("agreement_id", "id"),
        within("county_id", "agreement_id", of="agreement"),
        within("agreement_id", "document_version_id", of="document_version"),
        of_party(),
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
    # whose doing it is: the database says so (app.name_decider)
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("app.account.id"))
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
        of_party(),
    )

    agreement_id: Mapped[UUID]
    paper_id: Mapped[UUID]
    organisation_id: Mapped[UUID]
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("app.account.id"))
    confirms: Mapped[bool]
    reason: Mapped[str]
    answered_by: Mapped[str]
    answered_at: Mapped[datetime]

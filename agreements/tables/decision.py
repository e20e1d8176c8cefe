"""The tables of decisions and the extracts of their minutes."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    FetchedValue,
    ForeignKey,
    LargeBinary,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from agreements.document import DecisionFacts
from agreements.tables.columns import of_party, within
from portal.db import Base, TenantOwned


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
        within("agreement_id", "document_version_id", of="document_version"),
        of_party(),
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
        within("agreement_id", "decision_id", of="decision"),
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

"""The tables of proposed changes and what each party says of them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agreements.rules import (
    Answer,
    SuggestionStatus,
)
from agreements.tables.columns import within
from portal.db import Base, TenantOwned


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
        within("county_id", "agreement_id", of="agreement"),
        within("agreement_id", "section_id", of="section"),
        within("agreement_id", "replaces_id", of="suggestion"),
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
        Index(
            "suggestion_author_id_idx",
            "author_id",
            postgresql_where=sql("status in ('internal', 'published', 'conflict')"),
        ),
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
        within("county_id", "organisation_id", of="organisation"),
        within("agreement_id", "suggestion_id", of="suggestion"),
        CheckConstraint("answer in ('accept', 'reject', 'abstain')", name="answer"),
    )

    agreement_id: Mapped[UUID]
    suggestion_id: Mapped[UUID]
    organisation_id: Mapped[UUID]
    answer: Mapped[Answer]
    reason: Mapped[str]
    answered_by: Mapped[str]
    answered_at: Mapped[datetime]

"""The drafts' rows: sealed, read by their writer alone, and no part of any log or version."""

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
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, TenantOwned

LARGEST = 512 * 1024
"""The most bytes that the database takes of one draft, sealed."""


def _within_county(column: str, *, of: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["county_id", column], [f"app.{of}.county_id", f"app.{of}.id"])


class Draft(TenantOwned, Base):
    """What one person, acting for one organisation, has written in one form and not sent.

    `place` is the form. `stage` is how far the agreement or the plan had come when it was begun: it
    is read only for as long as that holds. `holder` is the opened form that may write on in it, so
    that two windows never write over each other. What is in a plan's form is sealed by the plan's
    key, anything else by a key of the draft's own, `wrapped` by the master key.
    """

    __tablename__ = "draft"
    __table_args__ = (
        UniqueConstraint("account_id", "organisation_id", "place", "stage"),
        _within_county("organisation_id", of="organisation"),
        _within_county("agreement_id", of="agreement"),
        _within_county("plan_id", of="plan"),
        Index("draft_saved_at_idx", "saved_at"),
        Index("draft_plan_id_idx", "plan_id", postgresql_where=text("plan_id is not null")),
        CheckConstraint("num_nonnulls(plan_id, wrapped) = 1", name="key"),
        CheckConstraint("(wrapped is null) = (master_version is null)", name="version"),
        CheckConstraint(f"octet_length(content_sealed) <= {LARGEST}", name="size"),
        CheckConstraint("length(place) <= 500", name="place"),
    )
    # nobody but its writer is to know of it: see docs/adr
    is_own_draft = True

    organisation_id: Mapped[UUID]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("app.account.id"))
    place: Mapped[str]
    stage: Mapped[str]
    agreement_id: Mapped[UUID | None]
    plan_id: Mapped[UUID | None]
    holder: Mapped[UUID]
    content_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    wrapped: Mapped[bytes | None] = mapped_column(LargeBinary)
    master_version: Mapped[int | None]
    saved_at: Mapped[datetime]

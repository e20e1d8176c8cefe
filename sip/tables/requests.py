"""The table of those who ask for a plan."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, TenantOwned
from sip.kernel.vocabulary import RequestOutcome
from sip.tables.columns import SEALED, one_of, within


class PlanRequest(TenantOwned, Base):
    """Somebody has asked an organisation for a plan; app.ask_for_plan writes it.

    It has a key of its own, which is gone once it is said what came of it.
    """

    __tablename__ = "plan_request"
    __table_args__ = (
        within("county_id", "organisation_id", of="organisation"),
        CheckConstraint(one_of("outcome", *RequestOutcome), name="outcome"),
        CheckConstraint("num_nonnulls(taken_by, taken_by_name, taken_at) in (0, 3)", name="taken"),
        CheckConstraint(
            "num_nonnulls(outcome, settled_by, settled_at) in (0, 3)"
            " and (settled_at is null) = (wrapped is not null)",
            name="settled",
        ),
        Index(
            "plan_request_organisation_id_idx",
            "organisation_id",
            postgresql_where=text("settled_at is null"),
        ),
    )

    organisation_id: Mapped[UUID]
    wrapped: Mapped[bytes | None]
    master_version: Mapped[int]
    content_sealed: Mapped[bytes] = mapped_column(SEALED)
    asked_at: Mapped[datetime]
    taken_by: Mapped[UUID | None] = mapped_column(ForeignKey("app.account.id"))
    taken_by_name: Mapped[str | None]
    taken_at: Mapped[datetime | None]
    outcome: Mapped[RequestOutcome | None]
    settled_by: Mapped[str | None]
    settled_at: Mapped[datetime | None]

    @property
    def plan_id(self) -> None:
        """It is of no plan: none has begun."""

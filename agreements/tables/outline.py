"""The table of what was added, moved, taken out or renamed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from agreements.outlines import OutlineKind
from agreements.tables.columns import of_party, within
from portal.db import Base, TenantOwned


class OutlineChange(TenantOwned, Base):
    """What was added, moved, taken out or renamed of an agreement, by whom and when.

    And who takes part in it and where it holds. `place_id` is the row, column, annex or party,
    null for the agreement itself; `name` what it was called.
    """

    __tablename__ = "outline_change"
    __table_args__ = (
        within("county_id", "agreement_id", of="agreement"),
        within("agreement_id", "suggestion_id", of="suggestion"),
        of_party(),
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

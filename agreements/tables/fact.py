"""The table of what the parties have agreed as data."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from agreements.facts import Declared, FactKind, Said, declared_from_json, said_from_json
from agreements.tables.columns import of_party, searched, within
from portal.db import Base, TenantOwned


class AgreementFact(TenantOwned, Base):
    """What the parties have agreed as data, under a section (agreements.facts).

    `declared` is what the template says of it (agreements.facts.declared_as_json), `said` what the
    parties do, null while they leave the template's suggestion as it is; `in_words` is its label
    and what holds, a line each, and what it is searched by. One that is not `in_template` was
    carried over from an agreement whose template had it. What it said before is kept as
    OutlineChange, by its id.
    """

    __tablename__ = "agreement_fact"
    __table_args__ = (
        UniqueConstraint("agreement_id", "id"),
        UniqueConstraint("agreement_id", "key"),
        within("county_id", "agreement_id", of="agreement"),
        within("agreement_id", "section_id", of="section"),
        within("agreement_id", "suggestion_id", of="suggestion"),
        of_party(),
    )

    agreement_id: Mapped[UUID]
    section_id: Mapped[UUID]
    key: Mapped[str]
    label: Mapped[str]
    kind: Mapped[FactKind]
    declared: Mapped[dict[str, Any]] = mapped_column(JSONB)
    position: Mapped[int]
    in_template: Mapped[bool]
    said: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    in_words: Mapped[str]
    search: Mapped[str] = searched("in_words")
    version: Mapped[int]
    changed_by: Mapped[str]
    changed_at: Mapped[datetime]
    organisation_id: Mapped[UUID]
    suggestion_id: Mapped[UUID | None]

    @property
    def declaration(self) -> Declared:
        """What the template says of it."""
        return declared_from_json(self.key, self.label, self.kind, self.declared)

    @property
    def value(self) -> Said | None:
        """What the parties say of it."""
        return said_from_json(self.kind, self.said)

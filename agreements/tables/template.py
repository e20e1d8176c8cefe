"""The tables of what an agreement begins from: subjects, and editions of a template."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agreements.tables.columns import within
from portal.db import Base, TenantOwned


class Subject(TenantOwned, Base):
    """What agreements of a county can be about. `legal` are keys of legal references."""

    __tablename__ = "subject"
    __table_args__ = (UniqueConstraint("county_id", "id"), UniqueConstraint("county_id", "key"))

    county_id: Mapped[UUID] = mapped_column(ForeignKey("app.county.id"))
    key: Mapped[str]
    position: Mapped[int]
    name: Mapped[str]
    name_en: Mapped[str]
    target_group: Mapped[str]
    target_group_en: Mapped[str]
    legal: Mapped[list[str]] = mapped_column(JSONB)


class TemplateVersion(TenantOwned, Base):
    """One edition of a county's template: `source` is its TOML file, word for word.

    `legal_references` is the file of that name that lay beside it. `facts` is what it declares, for
    the database to answer with where no agreement says anything: a list of `{"section", "number",
    "heading", "key", "label", "kind", "declared"}` (agreements.facts.declared_as_json).
    One `for_paper` is no county's: what is signed on paper begins from it in a subject that has no
    template.
    """

    __tablename__ = "template_version"
    __table_args__ = (
        UniqueConstraint("county_id", "id"),
        UniqueConstraint("county_id", "key", "edition"),
        within("county_id", "subject_id", of="subject"),
    )

    county_id: Mapped[UUID] = mapped_column(ForeignKey("app.county.id"))
    subject_id: Mapped[UUID]
    key: Mapped[str]
    edition: Mapped[str]
    name: Mapped[str]
    source: Mapped[str] = mapped_column(deferred=True)
    legal_references: Mapped[str | None] = mapped_column(deferred=True)
    adopted: Mapped[str]
    source_sha256: Mapped[str]
    published_at: Mapped[datetime]
    facts: Mapped[list[dict[str, Any]]] = mapped_column(
        JSONB, server_default=text("'[]'"), deferred=True
    )
    for_paper: Mapped[bool] = mapped_column(server_default=text("false"))

    subject: Mapped[Subject] = relationship(viewonly=True)

"""The tables of the sections and each text they have had."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from agreements.readiness import TextCheck
from agreements.tables.columns import searched, within
from portal.db import Base, TenantOwned


class Section(TenantOwned, Base):
    """One heading. Its text is the SectionVersion numbered `version`.

    Guidance, legal references (keys) and prompts were copied from the template version, so that
    the page needs nothing else. A prompt is `{"key", "question", "help", "state", "note", "by"}`;
    answered beside its passage of the text it has that, too, as `"place"` (agreements.passages).
    What readiness found in the text (agreements.readiness.TextCheck) is kept in `is_empty`,
    `is_written` and `gaps`, so that no page reads texts for it. It is about the version
    `checked_version`: another's was written by a release that does not know of it. The board asks
    `has_gaps`.
    """

    __tablename__ = "section"
    __table_args__ = (
        UniqueConstraint("agreement_id", "id"),
        UniqueConstraint("agreement_id", "key"),
        within("county_id", "agreement_id", of="agreement"),
    )

    agreement_id: Mapped[UUID]
    key: Mapped[str]
    number: Mapped[int]
    heading: Mapped[str]
    guidance: Mapped[str]
    legal: Mapped[list[str]] = mapped_column(JSONB)
    prompts: Mapped[list[dict[str, str]]] = mapped_column(JSONB)
    version: Mapped[int]
    is_written: Mapped[bool] = mapped_column(server_default=text("false"))
    has_gaps: Mapped[bool] = mapped_column(server_default=text("false"))
    is_empty: Mapped[bool] = mapped_column(server_default=text("false"))
    gaps: Mapped[int] = mapped_column(server_default=text("0"))
    checked_version: Mapped[int] = mapped_column(server_default=text("0"))

    def keep_check(self, found: TextCheck) -> None:
        """Keep what was found in its text as it is now."""
        self.is_empty, self.is_written, self.gaps = found.is_empty, found.is_written, found.gaps
        self.has_gaps = bool(found.gaps)
        self.checked_version = self.version


class SectionVersion(TenantOwned, Base):
    """An immutable text of a section: who wrote it, for whom, by which suggestion or correction."""

    __tablename__ = "section_version"
    __table_args__ = (
        UniqueConstraint("section_id", "version"),
        within("agreement_id", "section_id", of="section"),
        within("agreement_id", "suggestion_id", of="suggestion"),
    )

    agreement_id: Mapped[UUID] = mapped_column(index=True)
    section_id: Mapped[UUID]
    version: Mapped[int]
    text: Mapped[str]
    organisation_id: Mapped[UUID]
    author_name: Mapped[str]
    created_at: Mapped[datetime]
    suggestion_id: Mapped[UUID | None]
    correction_id: Mapped[UUID | None] = mapped_column(ForeignKey("app.correction.id"), index=True)
    search: Mapped[str] = searched("text")

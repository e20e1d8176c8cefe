"""The tables of the text as it was locked, and what was open then."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from agreements.readiness import Finding, Kind
from agreements.tables.columns import of_party, within
from portal.db import Base, TenantOwned


class DocumentVersion(TenantOwned, Base):
    """The agreement as it was put to decision: canonical JSON, and later the signing copy's bytes.

    A change afterwards voids it, with every decision and signature that hangs on it.
    """

    __tablename__ = "document_version"
    __table_args__ = (
        UniqueConstraint("agreement_id", "id"),
        UniqueConstraint("agreement_id", "number"),
        within("county_id", "agreement_id", of="agreement"),
        Index(
            "document_version_live_key",
            "agreement_id",
            unique=True,
            postgresql_where=text("voided_at is null"),
        ),
    )

    agreement_id: Mapped[UUID]
    number: Mapped[int]
    content: Mapped[str] = mapped_column(deferred=True)
    made_at: Mapped[datetime]
    signing_copy: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    signing_sha256: Mapped[str | None]
    voided_at: Mapped[datetime | None]
    voided_by: Mapped[str | None]  # "name, party"
    voided_reason: Mapped[str | None]


class Remark(TenantOwned, Base):
    """What was open when a version was locked, and why the parties went on all the same.

    `kind`, `place`, `name` and `count` are those of the agreements.readiness.Finding.
    """

    __tablename__ = "remark"
    __table_args__ = (
        UniqueConstraint("document_version_id", "kind", "place"),
        within("agreement_id", "document_version_id", of="document_version"),
        of_party(),
        CheckConstraint("btrim(reason) <> ''", name="reason"),
    )

    agreement_id: Mapped[UUID] = mapped_column(index=True)
    document_version_id: Mapped[UUID]
    position: Mapped[int]
    kind: Mapped[Kind]
    place: Mapped[str]
    name: Mapped[str]
    count: Mapped[int]
    reason: Mapped[str]
    organisation_id: Mapped[UUID]
    author_name: Mapped[str]
    written_at: Mapped[datetime]

    @property
    def finding(self) -> Finding:
        """What was open."""
        return Finding(self.kind, self.place, self.name, self.count)

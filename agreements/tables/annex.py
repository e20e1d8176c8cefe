"""The tables of what belongs to an agreement."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from agreements.tables.columns import of_party, searched, within
from portal.db import Base, TenantOwned


class Annex(TenantOwned, Base):
    """A file or a text that belongs to the agreement; one that is taken out stays.

    It keeps its `key` in what is copied from the agreement: renewed, added to.
    """

    __tablename__ = "annex"
    __table_args__ = (
        UniqueConstraint("agreement_id", "id"),
        UniqueConstraint("agreement_id", "key"),
        within("county_id", "agreement_id", of="agreement"),
    )

    agreement_id: Mapped[UUID]
    key: Mapped[str]
    position: Mapped[int]
    version: Mapped[int]
    removed_at: Mapped[datetime | None]


class AnnexVersion(TenantOwned, Base):
    """What an annex is called and holds: a `text`, or the `content` of a file with its suffix.

    It has no `version` while it is only suggested; what is adopted is written once more.
    """

    __tablename__ = "annex_version"
    __table_args__ = (
        UniqueConstraint("annex_id", "version"),
        within("agreement_id", "annex_id", of="annex"),
        of_party(),
        within("agreement_id", "suggestion_id", of="suggestion"),
        CheckConstraint("version is not null or suggestion_id is not null", name="suggested"),
        CheckConstraint("num_nonnulls(text, content) = 1", name="content"),
        CheckConstraint("size between 1 and 1900000", name="size"),
        CheckConstraint(
            "suffix in ('', 'pdf', 'png', 'jpg') and (suffix = '') = (text is not null)",
            name="suffix",
        ),
    )

    agreement_id: Mapped[UUID]
    annex_id: Mapped[UUID]
    version: Mapped[int | None]
    title: Mapped[str]
    text: Mapped[str | None]
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    suffix: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    organisation_id: Mapped[UUID]
    author_name: Mapped[str]
    created_at: Mapped[datetime]
    suggestion_id: Mapped[UUID | None]
    search: Mapped[str] = searched("title || ' ' || coalesce(text, '')")

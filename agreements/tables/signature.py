"""The tables of signatures and what proves them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from agreements.tables.columns import of_party, within
from portal.db import Base, TenantOwned


class Signature(TenantOwned, Base):
    """A signature on one document version, bound to the SHA-256 of its signing copy.

    It names the mandate it was given by: its place there, `authority` in words, whom a substitute
    `stands_in_for`, how many signatures are `needed`, and whether the party has signed with this
    one. On paper a party's signature stands for all of that.
    """

    __tablename__ = "signature"
    __table_args__ = (
        UniqueConstraint("agreement_id", "id"),
        UniqueConstraint("document_version_id", "mandate_id", "place"),
        within("organisation_id", "mandate_id", of="signing_mandate"),
        within("agreement_id", "document_version_id", of="document_version"),
        of_party(),
    )

    agreement_id: Mapped[UUID] = mapped_column(index=True)
    document_version_id: Mapped[UUID] = mapped_column(index=True)
    organisation_id: Mapped[UUID]
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("app.account.id"))
    name: Mapped[str]
    title: Mapped[str]
    signed_at: Mapped[datetime]
    on_paper: Mapped[bool]
    document_sha256: Mapped[str]
    mandate_id: Mapped[UUID | None]
    place: Mapped[int | None]
    authority: Mapped[str] = mapped_column(server_default=text("''"))
    stands_in_for: Mapped[str] = mapped_column(server_default=text("''"))
    needed: Mapped[int] = mapped_column(server_default=text("1"))
    completes: Mapped[bool] = mapped_column(server_default=text("true"))


class SignatureEvidence(TenantOwned, Base):
    """What proves a signature to a third party: the commitment, the token, the provider's keys."""

    __tablename__ = "signature_evidence"
    __table_args__ = (within("agreement_id", "signature_id", of="signature"),)

    agreement_id: Mapped[UUID]
    signature_id: Mapped[UUID] = mapped_column(unique=True)
    commitment: Mapped[str]
    id_token: Mapped[str]
    provider_keys: Mapped[dict[str, Any]] = mapped_column(JSONB)

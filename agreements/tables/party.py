"""The tables of those who take part, and of what they say of a shared text."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agreements.readings import ReadingKind, Said
from agreements.rules import Part, part_of
from agreements.tables.columns import of_party, within
from portal.db import Base, TenantOwned
from portal.tenancy.models import Organisation


class AgreementParty(TenantOwned, Base):
    """An organisation that takes part. It gets in (`joined_at`) when the agreement is shared.

    One that no longer takes part has `left_at`, and what it said stays. When an organisation is
    merged or divided, another takes its place: it `succeeds_id` that one, which stays where it
    decided and signed. `bodies` are those that
    are to decide for it; where none are named, one does, whichever it is. One that `drafts` writes
    the draft; one that neither `decides` nor `signs` is only asked for its view.
    """

    __tablename__ = "agreement_party"
    __table_args__ = (
        UniqueConstraint("agreement_id", "organisation_id"),
        within("county_id", "agreement_id", of="agreement"),
        within("county_id", "organisation_id", of="organisation"),
        ForeignKeyConstraint(
            ["agreement_id", "succeeds_id"],
            ["app.agreement_party.agreement_id", "app.agreement_party.organisation_id"],
        ),
        Index(
            "agreement_party_organisation_id_agreement_id_idx",
            "organisation_id",
            "agreement_id",
            postgresql_where=text("joined_at is not null"),
        ),
    )

    agreement_id: Mapped[UUID]
    organisation_id: Mapped[UUID]
    position: Mapped[int]
    joined_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    succeeds_id: Mapped[UUID | None]
    bodies: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"))
    drafts: Mapped[bool] = mapped_column(server_default=text("false"))
    decides: Mapped[bool] = mapped_column(server_default=text("true"))
    signs: Mapped[bool] = mapped_column(server_default=text("true"))

    organisation: Mapped[Organisation] = relationship(viewonly=True, overlaps="every_party")

    @property
    def part(self) -> Part:
        """What it does, beside writing."""
        return part_of(decides=self.decides, signs=self.signs)

    def was_in(self, moment: datetime) -> bool:
        """Whether it was a party then: it had come, and had not left nor been followed."""
        has_come = self.joined_at is None or self.joined_at <= moment
        return has_come and (self.left_at is None or self.left_at > moment)


class PartyReading(TenantOwned, Base):
    """What a party has said of a shared text: never changed, it may say something else later.

    `revision` is the agreement's when it was said: agreements.readings works out what still holds.
    """

    __tablename__ = "party_reading"
    __table_args__ = (
        within("county_id", "agreement_id", of="agreement"),
        of_party(),
        CheckConstraint("kind in ('read', 'ready', 'not_ready')", name="kind"),
        Index("party_reading_agreement_id_organisation_id_idx", "agreement_id", "organisation_id"),
    )

    agreement_id: Mapped[UUID]
    organisation_id: Mapped[UUID]
    kind: Mapped[ReadingKind] = mapped_column(server_default=text("'ready'"))
    # unknown of what was said before it was kept
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("app.account.id"))
    revision: Mapped[int] = mapped_column(server_default=text("0"))
    read_by: Mapped[str]
    read_at: Mapped[datetime]

    @property
    def said(self) -> Said:
        """It as rules ask of it."""
        return Said(self.organisation_id, self.kind, self.read_at, self.revision)

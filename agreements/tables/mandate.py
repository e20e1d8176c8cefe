"""The tables of who may sign for an organisation."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agreements.tables.columns import within
from portal.db import Base, TenantOwned


class SigningMandate(TenantOwned, Base):
    """A right to sign for an organisation, as agreements.mandate says; it is never rewritten.

    `ended_at`, by whom and why: it was revoked.
    """

    __tablename__ = "signing_mandate"
    __table_args__ = (
        UniqueConstraint("county_id", "id"),
        UniqueConstraint("organisation_id", "id"),
        within("county_id", "organisation_id", of="organisation"),
        CheckConstraint("valid_until >= valid_from", name="days"),
        CheckConstraint("needed between 1 and places", name="needed"),
    )

    organisation_id: Mapped[UUID]
    body: Mapped[str]
    ground: Mapped[str]
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    needed: Mapped[int]
    places: Mapped[int]
    in_order: Mapped[bool]
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]
    ended_reason: Mapped[str | None]

    holders: Mapped[list["MandateHolder"]] = relationship(
        primaryjoin="MandateHolder.mandate_id == SigningMandate.id",
        foreign_keys="MandateHolder.mandate_id",
        order_by="(MandateHolder.place, MandateHolder.is_substitute, MandateHolder.name)",
        viewonly=True,
    )


class MandateHolder(TenantOwned, Base):
    """Somebody who may sign by a mandate: in a place of their own, or as its substitute."""

    __tablename__ = "mandate_holder"
    __table_args__ = (
        UniqueConstraint("mandate_id", "account_id"),
        within("county_id", "mandate_id", of="signing_mandate"),
        within("organisation_id", "mandate_id", of="signing_mandate"),
        Index(
            "mandate_holder_place_key",
            "mandate_id",
            "place",
            unique=True,
            postgresql_where=text("not is_substitute"),
        ),
    )

    organisation_id: Mapped[UUID]
    mandate_id: Mapped[UUID]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("app.account.id"), index=True)
    name: Mapped[str]
    place: Mapped[int]
    is_substitute: Mapped[bool]

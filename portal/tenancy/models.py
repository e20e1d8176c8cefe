"""Counties, organisations, units, and who has which role where."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from portal.authz import OrganisationKind, Role
from portal.db import Base, TenantOwned


class County(Base):
    """A county (län): what every other row belongs to."""

    __tablename__ = "county"

    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    code: Mapped[str]


class Contact(NamedTuple):
    """Whom one calls or writes to."""

    name: str
    phone: str
    email: str


class Organisation(TenantOwned, Base):
    """A municipality, region, police area, coordination group or user organisation."""

    __tablename__ = "organisation"
    __table_args__ = (
        UniqueConstraint("county_id", "id"),
        UniqueConstraint("county_id", "name"),
        CheckConstraint(
            "kind in ('municipality', 'region', 'police', 'coordination_group',"
            " 'user_organisation', 'school', 'other_authority', 'individuals')",
            name="kind",
        ),
    )

    county_id: Mapped[UUID] = mapped_column(ForeignKey("app.county.id"))
    kind: Mapped[OrganisationKind]
    name: Mapped[str]
    short_name: Mapped[str]
    sort_key: Mapped[str]
    organisation_number: Mapped[str | None]
    tile_row: Mapped[int | None]
    tile_column: Mapped[int | None]
    tile_label: Mapped[str | None]
    # whom one calls, as its administrator has written
    contact_name: Mapped[str | None]
    contact_phone: Mapped[str | None]
    contact_email: Mapped[str | None]
    closed_at: Mapped[datetime | None]

    @property
    def contact(self) -> Contact:
        """Whom one calls there; each part may be empty."""
        return Contact(self.contact_name or "", self.contact_phone or "", self.contact_email or "")


class Unit(TenantOwned, Base):
    """A part of an organisation that answers for something of its own."""

    __tablename__ = "unit"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        UniqueConstraint("organisation_id", "key"),
        ForeignKeyConstraint(
            ["county_id", "organisation_id"], ["app.organisation.county_id", "app.organisation.id"]
        ),
    )

    organisation_id: Mapped[UUID]
    key: Mapped[str]
    name: Mapped[str]
    sort_key: Mapped[str]


class Membership(TenantOwned, Base):
    """A role that somebody has in an organisation, or in one unit of it, from a day until one."""

    __tablename__ = "membership"
    __table_args__ = (
        ForeignKeyConstraint(
            ["county_id", "organisation_id"], ["app.organisation.county_id", "app.organisation.id"]
        ),
        ForeignKeyConstraint(
            ["organisation_id", "unit_id"], ["app.unit.organisation_id", "app.unit.id"]
        ),
        CheckConstraint(
            "role in ('administrator', 'coordinator', 'signatory', 'reviewer', 'caseworker',"
            " 'individual')",
            name="role",
        ),
        Index(
            "membership_live_key",
            "account_id",
            "organisation_id",
            "role",
            "unit_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
            postgresql_where=text("ended_at is null"),
        ),
        Index(
            "membership_organisation_id_role_idx",
            "organisation_id",
            "role",
            postgresql_where=text("ended_at is null"),
        ),
        Index("membership_organisation_id_account_id_idx", "organisation_id", "account_id"),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("app.account.id"))
    organisation_id: Mapped[UUID]
    unit_id: Mapped[UUID | None]
    role: Mapped[Role]
    granted_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

"""Counties, organisations, units, and who has which role where."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
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
from sqlalchemy.dialects.postgresql import JSONB
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
    address: str = ""


class FormerName(NamedTuple):
    """What something was called until a moment, and the first day of the name that came after."""

    name: str
    until: datetime
    before: date


class Named:
    """What has a name, and had others: `former_names` as app.name_at() reads them, oldest first."""

    name: Mapped[str]
    former_names: Mapped[list[dict[str, str]]] = mapped_column(JSONB, server_default=text("'[]'"))

    @property
    def earlier_names(self) -> Sequence[FormerName]:
        """Its former names, the last first."""
        return [
            FormerName(
                one["name"],
                datetime.fromisoformat(one["until"]),
                date.fromisoformat(one["before"]),
            )
            for one in reversed(self.former_names)
        ]

    def name_at(self, moment: datetime) -> str:
        """What it was called then: what was written at that moment keeps that name."""
        names = [one.name for one in self.earlier_names if one.until > moment]
        return names[-1] if names else self.name


class Organisation(Named, TenantOwned, Base):
    """A municipality, region, police area, authority, association or whoever else is a party.

    `key` is what a county's file calls it; None for what was never in one. From `ended_on` it is
    offered no more, and `successor_id` is whom it was merged into; it is closed when nothing that
    goes on, or is kept, is left there.
    """

    __tablename__ = "organisation"
    __table_args__ = (
        UniqueConstraint("county_id", "id"),
        UniqueConstraint("county_id", "name"),
        UniqueConstraint("county_id", "key"),
        ForeignKeyConstraint(
            ["county_id", "successor_id"], ["app.organisation.county_id", "app.organisation.id"]
        ),
        CheckConstraint(
            "kind in ('municipality', 'region', 'police', 'coordination_group',"
            " 'user_organisation', 'school', 'probation', 'state_care', 'social_insurance',"
            " 'employment', 'care_provider', 'provider', 'shelter', 'association',"
            " 'other_authority', 'individuals')",
            name="kind",
        ),
    )

    county_id: Mapped[UUID] = mapped_column(ForeignKey("app.county.id"))
    key: Mapped[str | None]
    kind: Mapped[OrganisationKind]
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
    contact_address: Mapped[str | None]
    ended_on: Mapped[date | None]
    successor_id: Mapped[UUID | None]
    closed_at: Mapped[datetime | None]

    @property
    def is_offered(self) -> bool:
        """Whether it can be chosen for what begins."""
        return self.ended_on is None and self.closed_at is None

    @property
    def contact(self) -> Contact:
        """Whom one calls there; each part may be empty."""
        parts = (self.contact_name, self.contact_phone, self.contact_email, self.contact_address)
        return Contact(*(part or "" for part in parts))


class Unit(Named, TenantOwned, Base):
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
    sort_key: Mapped[str]
    closed_at: Mapped[datetime | None]


class ChangeKind(StrEnum):
    """What can become of an organisation, or of a unit of it."""

    ADDED = "added"
    RENAMED = "renamed"
    UNIT_RENAMED = "unit_renamed"
    UNIT_CLOSED = "unit_closed"
    UNIT_MOVED = "unit_moved"
    MERGED = "merged"
    ABSORBED = "absorbed"
    DIVIDED = "divided"
    SUCCEEDED = "succeeded"
    CLOSED = "closed"


class OrganisationChange(TenantOwned, Base):
    """What became of an organisation, from which day, by whom and why. Never changed.

    `was` is the name before and `name` the one after; of a closed unit, `name` is who took over.
    `made_by` is "name, organisation", None for the county's file. A new name waits, not applied,
    until its day; its short name and sort key wait with it. `other_id` is who came before or after,
    or has a unit that moved.
    """

    __tablename__ = "organisation_change"
    __table_args__ = (
        ForeignKeyConstraint(
            ["county_id", "organisation_id"], ["app.organisation.county_id", "app.organisation.id"]
        ),
        ForeignKeyConstraint(
            ["organisation_id", "unit_id"], ["app.unit.organisation_id", "app.unit.id"]
        ),
        ForeignKeyConstraint(
            ["county_id", "other_id"], ["app.organisation.county_id", "app.organisation.id"]
        ),
        CheckConstraint(
            "kind in ('added', 'renamed', 'unit_renamed', 'unit_closed', 'merged', 'absorbed',"
            " 'divided', 'succeeded', 'closed', 'unit_moved')",
            name="kind",
        ),
    )

    organisation_id: Mapped[UUID] = mapped_column(index=True)
    unit_id: Mapped[UUID | None]
    kind: Mapped[ChangeKind]
    from_day: Mapped[date]
    at: Mapped[datetime]
    made_by: Mapped[str | None]
    reason: Mapped[str]
    was: Mapped[str | None]
    name: Mapped[str | None]
    short_name: Mapped[str | None]
    sort_key: Mapped[str | None]
    other_id: Mapped[UUID | None]
    applied_at: Mapped[datetime | None]


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

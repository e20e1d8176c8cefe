"""The tables of LOB: what the police have counted, and where."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy import Uuid as UuidType
from sqlalchemy.orm import Mapped, mapped_column

from agreements.tables.columns import within
from portal.db import Base, TenantOwned


class LobArea(TenantOwned, Base):
    """The municipalities that a police area counts for, as it has said; the last one holds."""

    __tablename__ = "lob_area"
    __table_args__ = (within("county_id", "organisation_id", of="organisation"),)

    county_id: Mapped[UUID] = mapped_column(ForeignKey("app.county.id"))
    organisation_id: Mapped[UUID] = mapped_column(index=True)
    municipality_ids: Mapped[list[UUID]] = mapped_column(ARRAY(UuidType))
    said_by: Mapped[str]
    said_at: Mapped[datetime]


class LobFigure(TenantOwned, Base):
    """How many were taken into care in a year: never changed, a correction is the next version.

    `organisation_id` is the police area that counted, in a municipality. One of the whole county
    has neither: it comes from the county's file, with its `source`, which gives the parts in per
    cent.
    """

    __tablename__ = "lob_figure"
    __table_args__ = (
        UniqueConstraint(
            "county_id",
            "municipality_id",
            "organisation_id",
            "year",
            "version",
            name="lob_figure_version_key",
            postgresql_nulls_not_distinct=True,
        ),
        within("county_id", "municipality_id", of="organisation"),
        within("county_id", "organisation_id", of="organisation"),
        CheckConstraint("(municipality_id is null) = (organisation_id is null)", name="whose"),
        CheckConstraint("year between 1977 and 2199", name="year"),
        CheckConstraint("version > 0", name="version"),
        CheckConstraint("taken >= 0", name="taken"),
        CheckConstraint("cared_for between 0 and taken", name="cared_for"),
        CheckConstraint("young between 0 and taken", name="young"),
        CheckConstraint("violent between 0 and taken", name="violent"),
        CheckConstraint("version = 1 or municipality_id is null or reason <> ''", name="reason"),
    )

    county_id: Mapped[UUID] = mapped_column(ForeignKey("app.county.id"))
    municipality_id: Mapped[UUID | None]
    organisation_id: Mapped[UUID | None]
    year: Mapped[int]
    version: Mapped[int]
    taken: Mapped[int]
    cared_for: Mapped[int]
    young: Mapped[int]
    violent: Mapped[int]
    source: Mapped[str]
    reason: Mapped[str]
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]

"""The tables of the figures as they were published: what is small is held back already."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, TenantOwned
from sip.tables.columns import within


class FigureRound(TenantOwned, Base):
    """The last publication of a county's figures, and the day from which the next is made."""

    __tablename__ = "figure_round"
    __table_args__ = (UniqueConstraint("county_id"), UniqueConstraint("county_id", "id"))

    county_id: Mapped[UUID] = mapped_column(ForeignKey("app.county.id"))
    published_at: Mapped[datetime]
    next_on: Mapped[date]


class Figure(TenantOwned, Base):
    """One number of a round; None when it is held back.

    `organisation_id` is None in the county's own line, and in that of organisations that have
    closed.
    """

    __tablename__ = "figure"
    __table_args__ = (
        within("county_id", "round_id", of="figure_round"),
        within("county_id", "organisation_id", of="organisation"),
        Index("figure_round_id_year_idx", "round_id", "year"),
    )

    round_id: Mapped[UUID]
    year: Mapped[int]
    organisation_id: Mapped[UUID | None]
    is_county: Mapped[bool]
    measure: Mapped[str]
    choice: Mapped[str]
    amount: Mapped[Decimal | None] = mapped_column(Numeric)

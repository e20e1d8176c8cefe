"""Reading the figures of the county as they were published, for a year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from portal.authz import Actor
from portal.db import db
from portal.tenancy import queries as tenancy
from portal.tenancy.models import Organisation
from sip.tables.figures import Figure, FigureRound

COUNTY = "county"  # the line of sums
# What is counted, and of what, app.sip_figures says; what of it is published, app.publish_figures;
# whom a number is shown to, its row's policy. An organisation, None for those that have closed, or
# COUNTY.
Line = UUID | str | None
Key = tuple[Line, str, str]


@dataclass(frozen=True, slots=True)
class Figures:
    """Numbers by line, measure and choice, of one round. A number of None is held back."""

    round: FigureRound
    year: int
    organisations: Sequence[Organisation]
    amounts: Mapping[Key, float | None]


def get_round() -> FigureRound | None:
    """The county's last publication; None before the first."""
    return db.session.scalar(select(FigureRound))


def get_figures(actor: Actor, published: FigureRound, year: int) -> Figures:
    """The actor's county in the plans whose need was found that year, as it was published."""
    rows = db.session.scalars(
        select(Figure).where(Figure.round_id == published.id, Figure.year == year)
    )
    amounts: dict[Key, float | None] = {
        (COUNTY if row.is_county else row.organisation_id, row.measure, row.choice): (
            None if row.amount is None else float(row.amount)
        )
        for row in rows
    }
    return Figures(published, year, tenancy.list_all_organisations(actor), amounts)


def get_ratings(published: FigureRound) -> Mapping[int, Mapping[str, float]]:
    """The county's means of the closing survey by year, of one round, where they are shown."""
    rows = db.session.scalars(
        select(Figure).where(
            Figure.round_id == published.id, Figure.is_county, Figure.measure == "survey"
        )
    )
    ratings: dict[int, dict[str, float]] = {}
    for row in rows:
        if row.amount is not None:
            ratings.setdefault(row.year, {})[row.choice] = float(row.amount)
    return ratings

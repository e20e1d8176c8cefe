"""Reading the figures of the county, for a year, as the database lets them be seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from portal.authz import Actor
from portal.tenancy import queries as tenancy
from portal.tenancy.models import Organisation
from sip.tables import functions

COUNTY = "county"  # the line of sums
# What is counted, and of what, app.sip_figures says; which of it is shown, and to whom,
# app.shown_figures. An organisation, None for those that have closed, or COUNTY.
Line = UUID | str | None
Key = tuple[Line, str, str]


@dataclass(frozen=True, slots=True)
class Figures:
    """Numbers by line, measure and choice. A number of None is held back."""

    year: int
    organisations: Sequence[Organisation]
    amounts: Mapping[Key, float | None]


def get_figures(actor: Actor, year: int) -> Figures:
    """The actor's county in the plans whose need was found that year."""
    rows = functions.shown_figures(year)
    amounts: dict[Key, float | None] = {
        (COUNTY if row.is_county else row.organisation_id, row.measure, row.choice): (
            None if row.amount is None else float(row.amount)
        )
        for row in rows
    }
    return Figures(year, tenancy.list_organisations(actor), amounts)

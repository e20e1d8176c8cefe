"""Reading the sums of the county, for a year."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Integer, bindparam, func, select

from portal.authz import Actor
from portal.db import db
from portal.tenancy import queries as tenancy
from portal.tenancy.models import Organisation

# what is counted, and of what: app.sip_figures (migration 0009) says how
Key = tuple[UUID | None, str, str]


@dataclass(frozen=True, slots=True)
class Figures:
    """Sums by organisation, measure and choice. None stands for organisations that have closed.

    Nothing here may be shown before sip.figures.rules has held back what is small.
    """

    year: int
    organisations: Sequence[Organisation]
    amounts: Mapping[Key, int]


def get_figures(actor: Actor, year: int) -> Figures:
    """The actor's county in the plans whose need was found that year."""
    organisations = tenancy.list_organisations(actor)
    known = {one.id for one in organisations}
    amounts: Counter[Key] = Counter()
    for organisation_id, measure, choice, amount in db.session.execute(_FIGURES, {"year": year}):
        amounts[organisation_id if organisation_id in known else None, measure, choice] += amount
    return Figures(year, organisations, amounts)


_FIGURES = select(
    func.app.sip_figures(bindparam("year", type_=Integer)).table_valued(
        "organisation_id", "measure", "choice", "amount"
    )
)

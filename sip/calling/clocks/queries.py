"""How many days each thing may take in a municipality, and who may set that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from portal.authz import Actor, OrganisationKind
from portal.db import db
from portal.errors import NotFoundError
from portal.tenancy import queries as tenancy
from portal.tenancy.models import Organisation
from sip.kernel.settings import sip_settings
from sip.tables.calling import AgreementClock


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock of a municipality: its days, the county's default, and who set it otherwise.

    Where the default holds, `set_by` is "" and `set_at` is None.
    """

    key: str
    days: int
    default: int
    set_by: str
    set_at: datetime | None


def days_of(municipality_id: UUID) -> Mapping[str, int]:
    """Every clock's days in one municipality, by the clock's key."""
    return {clock.key: clock.days for clock in list_clocks(municipality_id)}


def list_clocks(municipality_id: UUID) -> Sequence[Clock]:
    """The municipality's clocks, in the order of the settings file."""
    found = select(AgreementClock).where(AgreementClock.municipality_id == municipality_id)
    rows = {row.key: row for row in db.session.scalars(found)}
    return [_clock(key, days, rows.get(key)) for key, days in sip_settings().clocks.items()]


def list_municipalities(actor: Actor) -> Sequence[Organisation]:
    """Those whose clocks the actor may set: the own municipality, or for a region all of them."""
    kind = OrganisationKind.MUNICIPALITY
    own = None if actor.organisation_kind is OrganisationKind.REGION else [actor.organisation_id]
    return tenancy.list_organisations(actor, kind, ids=own)


def get_municipality(actor: Actor, municipality_id: UUID) -> Organisation:
    """A municipality whose clocks the actor may set; raises NotFoundError for any other."""
    for municipality in list_municipalities(actor):
        if municipality.id == municipality_id:
            return municipality
    raise NotFoundError


def _clock(key: str, default: int, row: AgreementClock | None) -> Clock:
    if row is None:
        return Clock(key, default, default, "", None)
    return Clock(key, row.days, default, row.set_by, row.set_at)

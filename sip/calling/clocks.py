"""How long things may take: the county's defaults, and what an agreement's parties set instead."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from portal.audit import service as audit
from portal.authz import Actor, OrganisationKind
from portal.db import db
from portal.errors import NotFoundError
from portal.ids import new_id
from portal.tenancy import queries as tenancy
from portal.tenancy.models import Organisation
from sip.kernel.settings import sip_settings
from sip.tables.calling import AgreementClock


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock of a municipality: its days, the default, and who set it otherwise."""

    key: str
    days: int
    default: int
    set_by: str
    set_at: datetime | None


def days_of(municipality_id: UUID) -> Mapping[str, int]:
    """Every clock's days in one municipality."""
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
    """One of them; raises NotFoundError."""
    for municipality in list_municipalities(actor):
        if municipality.id == municipality_id:
            return municipality
    raise NotFoundError


def set_clocks(
    actor: Actor, municipality: Organisation, days: Mapping[str, int], *, now: datetime
) -> int:
    """Set the clocks that differ from what holds now; answers how many."""
    found = select(AgreementClock).where(AgreementClock.municipality_id == municipality.id)
    rows = {row.key: row for row in db.session.scalars(found.with_for_update())}
    changed = [one for one in list_clocks(municipality.id) if days[one.key] != one.days]
    for clock in changed:
        row = rows.get(clock.key) or _new(municipality, clock.key)
        row.days, row.set_by, row.set_at = days[clock.key], actor.name, now
        db.session.add(row)
    if changed:
        audit.record(actor, "clocks.set", municipality, count=len(changed))
        db.session.flush()
    return len(changed)


def _clock(key: str, default: int, row: AgreementClock | None) -> Clock:
    if row is None:
        return Clock(key, default, default, "", None)
    return Clock(key, row.days, default, row.set_by, row.set_at)


def _new(municipality: Organisation, key: str) -> AgreementClock:
    return AgreementClock(
        id=new_id(), county_id=municipality.county_id, municipality_id=municipality.id, key=key
    )

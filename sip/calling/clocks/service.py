"""Setting clocks: what an agreement's parties decide instead of the county's defaults."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db
from portal.ids import new_id
from portal.tenancy.models import Organisation
from sip.calling.clocks.queries import list_clocks
from sip.tables.calling import AgreementClock


def set_clocks(
    actor: Actor, municipality: Organisation, days: Mapping[str, int], *, now: datetime
) -> int:
    """Set the clocks whose days are others than now; answers how many.

    `days` has the days of every clock, by its key.
    """
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


def _new(municipality: Organisation, key: str) -> AgreementClock:
    return AgreementClock(
        id=new_id(), county_id=municipality.county_id, municipality_id=municipality.id, key=key
    )

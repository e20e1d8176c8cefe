"""Changing master key: every data key is wrapped anew, and what they sealed stays as it is."""

from collections import Counter
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from portal.audit.service import record_maintenance
from portal.db import db
from portal.drafts.models import Draft
from portal.tenancy.models import County
from portal.vault import SealBrokenError, Vault
from sip.tables.archive import CopyKey
from sip.tables.plan import PlanKey
from sip.tables.requests import PlanRequest

Keyed = PlanKey | CopyKey | Draft | PlanRequest
KEYS: tuple[type[Keyed], ...] = (PlanKey, CopyKey, Draft, PlanRequest)


@dataclass(frozen=True, slots=True)
class Broken:
    """A key that its master key does not open; it is left as it is. A draft's is of no plan."""

    table: str
    plan_id: UUID | None
    master_version: int


@dataclass(frozen=True, slots=True)
class Rewrapped:
    """How many keys of a batch were wrapped anew, and after which to go on (None: no more)."""

    count: int
    last: UUID | None
    broken: tuple[Broken, ...] = ()


def rewrap(kind: type[Keyed], vault: Vault, *, most: int, after: UUID | None = None) -> Rewrapped:
    """Wrap up to `most` keys by the current master key, those not wrapped by it already.

    What does not open is told, and the others are wrapped all the same.
    """
    wanted: Select[Any] = (
        select(kind)
        .where(kind.wrapped.is_not(None), kind.master_version != vault.current_version)
        .order_by(kind.id)
        .limit(most)
        .with_for_update()
    )
    if after is not None:
        wanted = wanted.where(kind.id > after)
    keys: list[Keyed] = list(db.session.scalars(wanted))
    counties: Counter[UUID] = Counter()
    broken = []
    for key in keys:
        version = key.master_version or 0
        try:
            wrapped = vault.rewrap(key.wrapped or b"", version)
        except SealBrokenError:
            broken.append(Broken(kind.__tablename__, key.plan_id, version))
            continue
        key.wrapped, key.master_version = wrapped.wrapped, wrapped.master_version
        counties[key.county_id] += 1
    for county_id, count in sorted(counties.items()):
        county, version = db.session.get_one(County, county_id), vault.current_version
        kept = kind.__tablename__
        record_maintenance(
            county_id, "keys.rotated", county, table=kept, count=count, version=version
        )
    last = keys[-1].id if len(keys) == most else None
    return Rewrapped(counties.total(), last, tuple(broken))

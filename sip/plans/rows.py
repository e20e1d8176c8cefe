"""The rows that a plan's content is made of, as the database lets them through.

One statement asks for all of them (app.read_plan, migration 0011).
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam, func, select

from portal.db import db
from portal.tenancy.models import Organisation
from sip.plans.models import Plan
from sip.rules import (
    ActionKind,
    ActionStatus,
    Approval,
    GoalStatus,
    MeetingPurpose,
    PersonKind,
    Placing,
    StatedBy,
    TextKind,
)
from sip.settings import sip_settings

Row = Any
"""A row with its columns by name, as its table types them."""

_PLAN = bindparam("plan_id", type_=Uuid)
_READ = select(func.app.read_plan(_PLAN).table_valued("part", "content"))
_ORGANISATIONS = select(Organisation.id, Organisation.name).where(
    Organisation.id.in_(bindparam("ids", expanding=True))
)

# which of its enums a column of a part holds
ENUMS: Mapping[str, Mapping[str, Callable[[str], Any]]] = {
    "texts": {"kind": TextKind},
    "goals": {"stated_by": StatedBy, "status": GoalStatus},
    "actions": {"kind": ActionKind, "status": ActionStatus},
    "people": {"kind": PersonKind},
    "placings": {"kind": Placing},
    "meetings": {"purpose": MeetingPurpose},
    "approvals": {"answer": Approval},
}
ORDERS: Mapping[str, Callable[[Row], Any]] = {
    "texts": lambda row: row.id,
    "goals": lambda row: (row.position, row.id),
    "actions": lambda row: (row.position, row.id),
    "participants": lambda row: (row.joined_at, row.id),
    "people": lambda row: (row.recorded_at, row.id),
    "placings": lambda row: row.id,
    "follow_ups": lambda row: (row.due_on, row.id),
    "meetings": lambda row: (row.starts_at, row.id),
    "versions": lambda row: row.number,
    "approvals": lambda row: (row.at, row.id),
    "copies": lambda row: (row.made_at, row.id),
}


@dataclass(frozen=True, slots=True)
class PlanRows:
    """Everything of one plan that its reader may see. `keys` are those of app.my_disclosures."""

    texts: Sequence[Row]
    goals: Sequence[Row]
    actions: Sequence[Row]
    participants: Sequence[Row]
    people: Sequence[Row]
    placings: Sequence[Row]
    follow_ups: Sequence[Row]
    meetings: Sequence[Row]
    versions: Sequence[Row]
    approvals: Sequence[Row]
    copies: Sequence[Row]
    organisations: Sequence[Row]
    invited: frozenset[UUID]  # the organisations that consent lets in now
    last_change: int
    keys: frozenset[str]


def load(plan: Plan) -> PlanRows:
    """Read the rows of a plan that has been opened."""
    found: dict[str, list[Any]] = defaultdict(list)
    for part, content in db.session.execute(_READ, {"plan_id": plan.id}):
        found[part].append(content)
    parts = {
        part: sorted((_row(part, one) for one in found[part]), key=order)
        for part, order in ORDERS.items()
    }
    return PlanRows(
        **parts,
        organisations=_organisations(_parties(plan, parts)),
        invited=frozenset(UUID(one) for one in found["invited"]),
        last_change=found["last_change"][0],
        keys=frozenset(found["keys"][0]),
    )


def _row(part: str, content: Mapping[str, Any]) -> Row:
    enums = ENUMS.get(part, {})
    return SimpleNamespace(
        **{name: _read(name, value, enums.get(name)) for name, value in content.items()}
    )


def _read(name: str, value: Any, enum: Callable[[str], Any] | None) -> Any:  # noqa: ANN401 (JSON)
    if value is None or not isinstance(value, str):
        return value
    if enum is not None:
        return enum(value)
    if name in {"id", "at"}:
        return UUID(value) if name == "id" else datetime.fromisoformat(value)
    for ending, reader in READERS:
        if name.endswith(ending):
            return reader(value)
    return value


READERS: Sequence[tuple[tuple[str, ...], Callable[[str], Any]]] = (
    (("_sealed", "sha256"), lambda text: bytes.fromhex(text.removeprefix("\\x"))),
    (("_id", "from_party"), UUID),
    (("_at",), datetime.fromisoformat),
    (("_on",), date.fromisoformat),
)


def _parties(plan: Plan, parts: Mapping[str, Sequence[Row]]) -> Collection[UUID | None]:
    found = {row.from_party for part in ("texts", "goals", "actions") for row in parts[part]}
    found |= {
        row.organisation_id
        for part in ("actions", "participants", "approvals", "copies")
        for row in parts[part]
    }
    return found | {plan.lead_principal_id, plan.initiator_id}


def _organisations(parties: Collection[UUID | None]) -> Sequence[Row]:
    return db.session.execute(_ORGANISATIONS, {"ids": [one for one in parties if one]}).all()


def withheld(plan_id: UUID, sources: Collection[UUID], keys: Collection[str]) -> frozenset[UUID]:
    """Which of `sources` have a category that the reader may not see."""
    categories = [category.key for category in sip_settings().categories]
    return frozenset(
        source
        for source in sources
        if any(f"{plan_id}:{source}:{category}" not in keys for category in categories)
    )

"""The rows that a plan's content is made of, as the database lets them through.

One statement asks for all of them, as JSON (app.plan_parts): the one that opens the
plan (app.open_plan), or one of its own for a plan that is open already (app.read_plan).
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from portal.loaded import as_loaded
from sip.kernel.settings import sip_settings
from sip.kernel.vocabulary import (
    ActionKind,
    ActionStatus,
    Approval,
    AskedAbout,
    Capacity,
    GoalStatus,
    MeetingPurpose,
    MeetingStatus,
    NotStartedReason,
    PersonKind,
    Phase,
    Placing,
    Progress,
    StatedBy,
    TextKind,
    Tool,
)
from sip.tables import functions
from sip.tables.plan import Plan

Row = Any
"""A row with its columns by name, as its table types them."""

# which of its enums a column of a part holds
ENUMS: Mapping[str, Mapping[str, Callable[[str], Any]]] = {
    "plan": {"phase": Phase, "not_started_reason": NotStartedReason},
    "texts": {"kind": TextKind},
    "goals": {"stated_by": StatedBy, "status": GoalStatus},
    "asked": {"kind": AskedAbout, "tool": Tool},
    "outcomes": {"outcome": Progress},
    "actions": {"kind": ActionKind, "status": ActionStatus},
    "people": {"kind": PersonKind, "capacity": Capacity},
    "placings": {"kind": Placing},
    "meetings": {"purpose": MeetingPurpose, "status": MeetingStatus},
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
    "discharges": lambda row: row.id,
    "asked": lambda row: (row.asked_on, row.recorded_at, row.id),
    "outcomes": lambda row: (row.recorded_at, row.id),
    "meetings": lambda row: (row.starts_at, row.id),
    "presences": lambda row: (row.meeting_id, row.party_id),
    "versions": lambda row: row.number,
    "approvals": lambda row: (row.at, row.id),
    "copies": lambda row: (row.made_at, row.id),
    "suggestions": lambda row: (row.made_at, row.id),
    "organisations": lambda row: row.id,
}
Parts = Mapping[str, Sequence[Any]]
"""What a statement gave of each part."""


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
    discharges: Sequence[Row]
    asked: Sequence[Row]
    outcomes: Sequence[Row]
    meetings: Sequence[Row]  # those that are planned or have been held
    presences: Sequence[Row]  # who came to those that have been held, and who did not
    versions: Sequence[Row]
    approvals: Sequence[Row]
    copies: Sequence[Row]
    suggestions: Sequence[Row]
    organisations: Sequence[Row]
    invited: frozenset[UUID]  # the organisations that consent lets in now
    steps: Sequence[Row]  # what comes next, for its handlers: app.next_steps
    last_change: int
    keys: frozenset[str]


def load(plan_id: UUID) -> PlanRows:
    """Read the rows of a plan that has been opened."""
    return of_parts(by_part(functions.read_plan(plan_id)))


def by_part(found: Iterable[Any]) -> Parts:
    """Sort a statement's answer (part, content) by its parts."""
    parts: dict[str, list[Any]] = defaultdict(list)
    for part, content in found:
        parts[part].append(content)
    return parts


def read(part: str, parts: Parts) -> Sequence[Row]:
    """The rows of one part."""
    return [SimpleNamespace(**_typed(part, one)) for one in parts.get(part, ())]


def of_parts(parts: Parts) -> PlanRows:
    """Everything of a plan."""
    return PlanRows(
        **{part: sorted(read(part, parts), key=order) for part, order in ORDERS.items()},
        invited=frozenset(UUID(one) for one in parts.get("invited", ())),
        steps=read("steps", parts),
        last_change=parts["last_change"][0],
        keys=frozenset(parts["keys"][0]),
    )


def plan_of(content: Mapping[str, Any]) -> Plan:
    """The plan itself, as if it had been asked for in this session."""
    return as_loaded(Plan, _typed("plan", content), anew=True)


def _typed(part: str, content: Mapping[str, Any]) -> Mapping[str, Any]:
    typed = dict(content)
    for name, reader in _readers(part, tuple(content)):
        if (value := content[name]) is not None:
            typed[name] = reader(value)
    return typed


@cache
def _readers(part: str, names: tuple[str, ...]) -> Sequence[tuple[str, Callable[[str], Any]]]:
    """The columns whose JSON is not yet what they hold. The rows of a part have the same ones."""
    found = ((name, _reader(part, name)) for name in names)
    return [(name, reader) for name, reader in found if reader is not None]


def _reader(part: str, name: str) -> Callable[[str], Any] | None:
    """What makes of a column's JSON what the column holds; None where they are the same."""
    if enum := ENUMS.get(part, {}).get(name):
        return enum
    return next((reader for ending, reader in READERS if f"_{name}".endswith(ending)), None)


READERS: Sequence[tuple[tuple[str, ...], Callable[[str], Any]]] = (
    (("_sealed", "_sha256", "_wrapped"), lambda text: bytes.fromhex(text.removeprefix("\\x"))),
    (("_id", "_party"), UUID),
    (("_at",), datetime.fromisoformat),
    (("_on",), date.fromisoformat),
)


def withheld(plan_id: UUID, sources: Collection[UUID], keys: Collection[str]) -> frozenset[UUID]:
    """Which of `sources` have a category that the reader may not see."""
    categories = [category.key for category in sip_settings().categories]
    return frozenset(
        source
        for source in sources
        if any(f"{plan_id}:{source}:{category}" not in keys for category in categories)
    )

"""What a reviewer should look at in their staff's readings: a drawn sample, signals. Pure."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from statistics import median
from uuid import UUID

from portal.zone import STOCKHOLM

SMALLEST_SAMPLE, LARGEST_SAMPLE, SHARE = 10, 50, 20
OPENS, CLOSES = time(7), time(18)
SATURDAY = 5
MANY, TIMES_THE_USUAL = 20, 3


@dataclass(frozen=True, slots=True)
class StaffReading:
    """One member of staff has read something of a plan."""

    id: UUID
    at: datetime
    account_id: UUID
    name: str
    unit: str
    plan_id: UUID
    case_number: str
    what: str
    ground: tuple[str, ...]
    has_task: bool


class SignalKind(StrEnum):
    """Why something is worth a look; none of them says that anything is wrong."""

    NO_TASK = "no_task"
    MANY = "many"
    ODD_HOURS = "odd_hours"


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing to look at. `case_number` is empty when it is about several plans."""

    kind: SignalKind
    name: str
    case_number: str
    readings: int
    last_at: datetime


def draw(readings: Sequence[StaffReading]) -> list[StaffReading]:
    """A sample that nobody chooses and that comes out the same each time: a twentieth, 10 to 50."""
    size = min(max(SMALLEST_SAMPLE, len(readings) // SHARE), LARGEST_SAMPLE)
    drawn = sorted(readings, key=lambda one: hashlib.sha256(one.id.bytes).digest())[:size]
    return sorted(drawn, key=lambda one: one.at, reverse=True)


def signals(readings: Sequence[StaffReading]) -> list[Signal]:
    """What stands out: without a task, unusually many, outside office hours."""
    return [*_without_task(readings), *_many(readings), *_odd_hours(readings)]


def _without_task(readings: Iterable[StaffReading]) -> list[Signal]:
    found: dict[tuple[UUID, UUID], list[StaffReading]] = defaultdict(list)
    for one in readings:
        if not one.has_task:
            found[one.account_id, one.plan_id].append(one)
    return [_signal(SignalKind.NO_TASK, lines, lines[0].case_number) for lines in found.values()]


def _many(readings: Sequence[StaffReading]) -> list[Signal]:
    counts = Counter(one.account_id for one in readings)
    usual = median(counts.values()) if counts else 0
    limit = max(MANY, TIMES_THE_USUAL * usual)
    return [
        _signal(SignalKind.MANY, [one for one in readings if one.account_id == account], "")
        for account, count in counts.items()
        if count > limit
    ]


def _odd_hours(readings: Iterable[StaffReading]) -> list[Signal]:
    found: dict[UUID, list[StaffReading]] = defaultdict(list)
    for one in readings:
        if is_odd_hour(one.at):
            found[one.account_id].append(one)
    return [_signal(SignalKind.ODD_HOURS, lines, "") for lines in found.values()]


def is_odd_hour(at: datetime) -> bool:
    """Saturday, Sunday, or outside 7 to 18; work in shifts explains it, and the unit knows."""
    local = at.astimezone(STOCKHOLM)
    return local.weekday() >= SATURDAY or not OPENS <= local.time() < CLOSES


def _signal(kind: SignalKind, lines: Sequence[StaffReading], case_number: str) -> Signal:
    last = max(one.at for one in lines)
    return Signal(kind, lines[0].name, case_number, len(lines), last)

"""What a reviewer looks at in the readings of their staff: how many to draw, what stands out."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

SMALLEST_SAMPLE, LARGEST_SAMPLE, SHARE = 10, 50, 20
MOST_SHOWN = 50
"""Signals of each kind on a page: a reviewer asks about those, and the next time about the next."""


@dataclass(frozen=True, slots=True)
class StaffReading:
    """One member of staff has read something of a plan."""

    at: datetime
    name: str
    unit: str
    case_number: str
    what: str
    ground: tuple[str, ...]


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


def sample_size(readings: int) -> int:
    """How many of so many readings are drawn: a twentieth, 10 to 50."""
    return min(max(SMALLEST_SAMPLE, readings // SHARE), LARGEST_SAMPLE)

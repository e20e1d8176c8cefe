"""Which groups meet, how often, and when one should meet next. Pure."""

from datetime import date, timedelta
from enum import StrEnum

from agreements.facts import Every
from agreements.terms import months_after

_SATURDAY = 5


class GroupKind(StrEnum):
    """What a group is for."""

    STEERING = "steering"
    MANAGERS = "managers"
    CASEWORKERS = "caseworkers"
    COUNTY = "county"
    CHILDREN = "children"
    PREVENTION = "prevention"
    OTHER = "other"


RHYTHM_FACTS = {
    GroupKind.MANAGERS: "mote-chefer",
    GroupKind.CASEWORKERS: "mote-handlaggare",
    GroupKind.CHILDREN: "barn-grupp-moten",
}
"""The fact of an agreement that says how often its groups of a kind meet, where it has one."""


REVIEW_FACTS = (
    "avvikelse-sammanstalls",
    "avvikelse-sammanstaller",
    "ansvar-foljer-upp",
    "ansvar-uppfoljning",
    "ansvar-oversyn",
)
"""The facts that say who reviews an agreement and how often, and who sums up its deviations."""
_OF_MEETINGS = ("mote-kallar", "mote-fragor", "mote-sekretess")
MEETING_FACTS = {
    GroupKind.STEERING: REVIEW_FACTS,
    GroupKind.MANAGERS: ("mote-chefer-deltar", *_OF_MEETINGS),
    GroupKind.CASEWORKERS: ("mote-handlaggare-deltar", *_OF_MEETINGS),
    GroupKind.CHILDREN: ("barn-grupp",),
}
"""The facts of an agreement that say who meets in its groups of a kind, and on what."""


class MeetingStatus(StrEnum):
    """Where a meeting stands."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


def next_day(last: date, every: int, unit: Every) -> date:
    """The day that a series proposes after one: a Monday if it would be in a weekend."""
    if unit is Every.WEEKS:
        day = last + timedelta(weeks=every)
    else:
        day = months_after(last, every * (12 if unit is Every.YEARS else 1))
    return day + timedelta(days=7 - day.weekday() if day.weekday() >= _SATURDAY else 0)

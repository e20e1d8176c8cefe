"""What is asked of the figures of LOB, and of whom. Pure functions."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from portal.errors import RuleBrokenError

FIRST_YEAR = 1977
"""The law holds from its beginning."""

LEAST_SHOWN = 5
"""Of fewer taken into care in a municipality nothing more is told: one could be known."""

DUE = (3, 1)
"""Month and day, in the year after, when the figures are to be in."""


class LobRefusal(StrEnum):
    """Why a rule of LOB says no."""

    MORE_CARED_FOR = "more_cared_for"
    MORE_YOUNG = "more_young"
    MORE_VIOLENT = "more_violent"
    NO_REASON = "no_reason"
    YEAR_GOES_ON = "year_goes_on"
    ANOTHER_COUNTS = "another_counts"


class LobRuleError(RuleBrokenError):
    """A rule of LOB, by its code."""

    def __init__(self, refusal: LobRefusal, *, field: str | None = None) -> None:
        super().__init__(refusal.value, field=field)
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class Counts:
    """How many were taken into care, and how many of them: each of these is a part of `taken`.

    `cared_for` sobered up in care or were assessed by it, `young` were 18 to 25, and `violent`
    were judged so. One person can be in all of them.
    """

    taken: int
    cared_for: int
    young: int
    violent: int

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.taken + other.taken,
            self.cared_for + other.cared_for,
            self.young + other.young,
            self.violent + other.violent,
        )

    def share(self, part: int) -> int | None:
        """How many of a hundred a part is; None where nobody was taken."""
        return round(100 * part / self.taken) if self.taken else None


NONE = Counts(0, 0, 0, 0)
_PARTS = {
    "cared_for": LobRefusal.MORE_CARED_FOR,
    "young": LobRefusal.MORE_YOUNG,
    "violent": LobRefusal.MORE_VIOLENT,
}


def check_counts(counts: Counts) -> None:
    """Raise unless each part is at most the whole."""
    for name, refusal in _PARTS.items():
        if getattr(counts, name) > counts.taken:
            raise LobRuleError(refusal, field=name)


def is_told(counts: Counts) -> bool:
    """Whether everybody is told more of a municipality than how many were taken."""
    return counts.taken == 0 or counts.taken >= LEAST_SHOWN


def check_year(year: int, today: date) -> None:
    """Raise unless the year is over."""
    if year >= today.year:
        raise LobRuleError(LobRefusal.YEAR_GOES_ON)


def due_on(year: int) -> date:
    """When the figures of a year are to be in."""
    return date(year + 1, *DUE)


def reporting(
    police: Collection[UUID],
    municipalities: Iterable[UUID],
    said: Mapping[UUID, Collection[UUID]],
) -> Mapping[UUID, frozenset[UUID]]:
    """Which police areas count in each municipality; two may, each its own part of it.

    `said` are the municipalities that an area has named. One that has said nothing counts where
    nobody else has said that they do.
    """
    named = {one for area, places in said.items() if area in police for one in places}
    return {
        place: frozenset(
            area for area in police if (place in said[area] if area in said else place not in named)
        )
        for place in municipalities
    }


@dataclass(frozen=True, slots=True)
class Entry:
    """What one police area has counted in one municipality in one year."""

    municipality: UUID
    organisation: UUID
    year: int
    counts: Counts


@dataclass(frozen=True, slots=True)
class YearOfPlace:
    """A year of a municipality: the sum of what is in, and the areas whose counts are not."""

    counts: Counts | None
    lacking: frozenset[UUID]

    @property
    def is_whole(self) -> bool:
        """Whether everybody who counts there has said how many."""
        return self.counts is not None and not self.lacking


def year_of_place(
    place: UUID, year: int, counting: frozenset[UUID], entries: Iterable[Entry]
) -> YearOfPlace:
    """What is in of a municipality's year, and what is not."""
    found = [one for one in entries if one.municipality == place and one.year == year]
    counts = sum((one.counts for one in found), NONE) if found else None
    return YearOfPlace(counts, counting - {one.organisation for one in found})


def lacking_of(
    area: UUID,
    counting: Mapping[UUID, frozenset[UUID]],
    handed_in: Collection[tuple[UUID, int]],
    today: date,
) -> dict[int, list[UUID]]:
    """Year -> the municipalities whose figures a police area has not handed in yet.

    `handed_in` are the municipalities and years that it has. Asked for is last year, and each year
    since the first of those.
    """
    last = today.year - 1
    first = min((year for _place, year in handed_in), default=last)
    lacking = {
        year: [
            place
            for place, areas in counting.items()
            if area in areas and (place, year) not in handed_in
        ]
        for year in range(first, last + 1)
    }
    return {year: places for year, places in lacking.items() if places}


def late_of(
    counting: Mapping[UUID, frozenset[UUID]],
    handed_in: Mapping[UUID, Collection[tuple[UUID, int]]],
    today: date,
) -> dict[int, set[UUID]]:
    """Year -> the municipalities whose figures some police area should have handed in by now."""
    late: dict[int, set[UUID]] = {}
    for area in frozenset().union(*counting.values()):
        for year, places in lacking_of(area, counting, handed_in.get(area, ()), today).items():
            if due_on(year) < today:
                late.setdefault(year, set()).update(places)
    return dict(sorted(late.items()))

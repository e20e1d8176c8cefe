"""What is open of one agreement that has been signed, in one statement (app.open_of_agreement)."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID

from agreements.follow_up.followed import asked_by
from agreements.follow_up.queries import followed
from agreements.indicators import Asked, Lacking, ValueUnit, distinct, known_by, lacking
from agreements.lob.rules import late_of, reporting
from agreements.lob_work.reviews import ReviewAsked, asked_of
from agreements.tables import functions
from agreements.tables.agreement import Agreement


@dataclass(frozen=True, slots=True)
class OpenActivity:
    """What a party is to do by a day."""

    id: str
    owner_id: UUID
    what: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Undone:
    """What a meeting of a group has decided that somebody does, and that is not done."""

    id: str
    group_id: str
    meeting_id: str
    text: str
    owner: str
    due_on: date


@dataclass(frozen=True, slots=True)
class ListedDeviation:
    """A deviation that is not closed: what it is about, and who is to answer it by when."""

    id: str
    named: str
    concerns_id: UUID
    answer_by: date
    is_answered: bool


@dataclass(frozen=True, slots=True)
class ListedDispute:
    """A dispute that is not settled: what it is about, and the forum that it stands in."""

    id: str
    named: str
    forum: str


@dataclass(frozen=True, slots=True)
class EnteredValue:
    """What an indicator was in a municipality in a year."""

    municipality_id: UUID
    indicator: str
    year: int
    unit: ValueUnit
    value: Decimal


@dataclass(frozen=True, slots=True)
class OpenOf:
    """The parts that were asked for; to read another is a KeyError."""

    agreement: Agreement
    today: date
    found: Mapping[str, Any]

    @property
    def activities(self) -> list[OpenActivity]:
        """What its plan of activities asks for, the first day first."""
        return [
            OpenActivity(one["id"], UUID(one["owner_id"]), one["what"], _day(one["due_on"]))
            for one in self.found["activities"]
        ]

    @property
    def decisions(self) -> list[Undone]:
        """What the groups that the reader sees have decided, group by group."""
        return [
            Undone(
                one["id"],
                one["group_id"],
                one["meeting_id"],
                one["text"],
                ", ".join(filter(None, (one["organisation"], one["function"]))),
                _day(one["due_on"]),
            )
            for one in self.found["decisions"]
        ]

    @property
    def deviations(self) -> list[ListedDeviation]:
        """Those that the reader's organisation has part in, the first to be answered before."""
        return [
            ListedDeviation(
                one["id"],
                one["place"] or one["section"],
                UUID(one["concerns_id"]),
                _day(one["answer_by"]),
                one["is_answered"],
            )
            for one in self.found["deviations"]
        ]

    @property
    def disputes(self) -> list[ListedDispute]:
        """Those that the reader's organisation has part in, the oldest first."""
        return [
            ListedDispute(one["id"], one["place"] or one["section"], one["forum"])
            for one in self.found["disputes"]
        ]

    @property
    def review(self) -> ReviewAsked | None:
        """When the routines about LOB are to be gone through next; None if it says nothing."""
        for one in self.found["routines"]:
            typed = {
                **one,
                "agreement_id": UUID(one["agreement_id"]),
                "asked_id": UUID(one["asked_id"]),
                "valid_from": _day(one["valid_from"]),
                "next_on": _day(one["next_on"]) if one["next_on"] else None,
            }
            return asked_of(typed)
        return None

    @property
    def values(self) -> list[EnteredValue]:
        """What has been entered, by municipality, indicator and year."""
        return [
            EnteredValue(
                UUID(one["municipality_id"]),
                one["indicator"],
                one["year"],
                ValueUnit(one["unit"]),
                Decimal(one["value"]),
            )
            for one in self.found["values"]
        ]

    @property
    def places(self) -> Mapping[UUID, str]:
        """What its municipalities are called."""
        return {UUID(place): name for place, name in dict(self.found["places"]).items()}

    @property
    def values_lacking(self) -> list[Lacking]:
        """What it follows up and nobody has entered yet, the longest due first."""
        asked = distinct(found for one in self.found["indicators"] for found in _asked(one))
        entered = {(one.municipality_id, known_by(one.indicator), one.year) for one in self.values}
        return lacking(followed(self.agreement, asked, entered), self.today)

    @property
    def figures_missing(self) -> Mapping[int, Sequence[str]]:
        """Year -> its municipalities whose figures of LOB should be in by now."""
        found = dict(self.found["figures"])
        names = {UUID(one["id"]): one["name"] for one in found.get("places") or ()}
        police = [UUID(one) for one in found.get("police") or ()]
        said = {
            UUID(area): [UUID(one) for one in places]
            for area, places in (found.get("said") or {}).items()
        }
        handed: dict[UUID, set[tuple[UUID, int]]] = defaultdict(set)
        for area, place, year in found.get("handed_in") or ():
            handed[UUID(area)].add((UUID(place), year))
        late = late_of(reporting(police, names, said), handed, self.today)
        return {
            year: [name for place, name in names.items() if place in places]
            for year, places in late.items()
        }


def ask(agreement: Agreement, today: date, *parts: str) -> OpenOf:
    """Read them, of one that has been signed and is one of its own: of others nothing is open."""
    found = functions.open_of_agreement(agreement.id, parts, today)
    return OpenOf(
        agreement,
        today,
        dict.fromkeys(parts, ()) | {one.part: one.content or () for one in found},
    )


@lru_cache(maxsize=1024)
def _asked(words: str) -> Sequence[Asked]:
    """The indicators of a fact, which most agreements leave as the template has it."""
    return asked_by(json.loads(words))


def _day(written: str) -> date:
    return date.fromisoformat(written)

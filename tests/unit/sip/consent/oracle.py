"""Who sees what, worked out another way: by a clerk who keeps slips of paper in pigeonholes.

Nothing here is shared with sip.consent. Time is whole hours, people and organisations are ids,
items are tuples. For every question the clerk begins with empty pigeonholes, puts in each slip of
the diary up to that hour, one after the other, and looks at what lies there.
"""

from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

Item = tuple[object, ...]
Word = Literal["ask", "grant", "refuse", "withdraw"]

FOREVER = 10**9
LONGEST = 11  # hours that a yes may last


@dataclass
class Person:
    """Somebody who has to say yes between two hours; `may` is a proxy's paper.

    `instead`: the paper lets them say it in the place of whose plan it is.
    """

    consenter: UUID
    who: UUID
    since: int
    until: int = FOREVER
    may: tuple[frozenset[str], int, int] | None = None
    instead: bool = False

    def hours_for(self, item: Item) -> range:
        """The hours in which the plan waits for their yes to an item."""
        if self.may is None:
            return range(self.since, self.until)
        words, since, until = self.may
        if name_of(item) not in words:
            return range(0)
        return range(max(self.since, since), min(self.until, until))


def name_of(item: Item) -> str:
    """What a paper calls an item."""
    return f"share:{item[3]}" if item[0] == "share" else str(item[0])


@dataclass
class Slip:
    """One line in the diary."""

    number: int
    hour: int
    consenter: UUID
    word: Word
    items: tuple[Item, ...]
    since: int = 0
    until: int = 0


@dataclass
class Correction:
    """A line that says that an earlier one was wrong."""

    number: int
    hour: int
    wrong: int


@dataclass
class Decision:
    """What an organisation decided without asking."""

    number: int
    source: UUID
    to: UUID
    categories: frozenset[str]
    since: int
    until: int


@dataclass
class Clerk:
    """Keeps the diary and answers from it."""

    initiator: UUID
    subject: UUID
    people: list[Person] = field(default_factory=list)
    diary: list[Slip | Correction] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)

    def pigeonholes(self, hour: int) -> dict[tuple[UUID, Item], Slip | None]:
        """What lies where after the diary up to `hour`; a corrected slip leaves its hole empty.

        Whether a slip was wrong is known for all of the hour asked about.
        """
        lines = [line for line in self.diary if line.hour <= hour]
        torn = {line.wrong for line in lines if isinstance(line, Correction)}
        holes: dict[tuple[UUID, Item], Slip | None] = {}
        for line in lines:
            if isinstance(line, Slip):
                for item in line.items:
                    holes[line.consenter, item] = None if line.number in torn else line
        return holes

    def stands(self, consenter: UUID, item: Item, hour: int) -> str:
        """In a word where somebody stands."""
        slip = self.pigeonholes(hour).get((consenter, item))
        if slip is None:
            return "not_asked"
        if slip.word != "grant":
            return {"ask": "asked", "refuse": "refused", "withdraw": "withdrawn"}[slip.word]
        if self._is_too_old(slip, item, hour):
            return "expired"
        if hour not in range(slip.since, slip.until):
            return "expired" if slip.since <= hour else "asked"
        return "granted"

    def _is_too_old(self, slip: Slip, item: Item, hour: int) -> bool:
        """Whether it was said before one's own time, or must be said anew since somebody went."""
        [by] = [one for one in self.people if one.consenter == slip.consenter]
        return slip.hour < self._starts(by) or slip.hour < self._anew_since(item, hour)

    @staticmethod
    def _starts(by: Person) -> int:
        return by.since if by.may is None else max(by.since, by.may[1])

    def _anew_since(self, item: Item, hour: int) -> int:
        """From which hour a yes counts: who went without one leaves the others to be asked."""
        here = {one.who for one in self.people if hour in one.hours_for(item)}
        left = [
            one
            for one in self.people
            if one.hours_for(item) and one.hours_for(item).stop <= hour and one.who not in here
        ]
        holes, since = self.pigeonholes(hour), -FOREVER
        for one in sorted(left, key=lambda one: one.hours_for(item).stop):
            went, slip = one.hours_for(item).stop, holes.get((one.consenter, item))
            last = went - 1
            says_yes = (
                slip is not None
                and slip.word == "grant"
                and slip.hour in range(max(self._starts(one), since), went)
                and last in range(slip.since, slip.until)
            )
            since = since if says_yes else went
        return since

    def yes(self, hour: int) -> set[Item]:
        """Every item that all who have to, at that hour, say yes to."""
        slips = (slip for slip in self.diary if isinstance(slip, Slip))
        return {item for slip in slips for item in slip.items if self._is_agreed(item, hour)}

    def _is_agreed(self, item: Item, hour: int) -> bool:
        asked = [one for one in self.people if hour in one.hours_for(item)]
        if any(one.instead for one in asked):
            asked = [one for one in asked if one.who != self.subject]
        if all(one.may is not None and not one.instead for one in asked):
            return False
        if any(self.stands(one.consenter, item, hour) != "granted" for one in asked):
            return False
        return self.subject in {one.who for one in asked} or not self.says_no(item, hour)

    def says_no(self, item: Item, hour: int) -> bool:
        """Whether whose plan it is said no last, as far as the diary tells."""
        lines = [line for line in self.diary if line.hour <= hour]
        torn = {line.wrong for line in lines if isinstance(line, Correction)}
        mine = {one.consenter for one in self.people if one.who == self.subject}
        said = ""
        for line in lines:
            if not isinstance(line, Slip) or line.consenter not in mine or item not in line.items:
                continue
            if line.word in ("refuse", "withdraw"):
                said = "no"
            if line.word == "grant" and line.number not in torn:
                said = "yes"
        return said == "no"

    def _within(self, person: Person, item: Item, hour: int) -> bool:
        return person.may is None or (
            hour in range(*person.may[1:]) and name_of(item) in person.may[0]
        )

    def inside(self, hour: int, parties: set[UUID]) -> set[UUID]:
        """To whom the plan is open."""
        yes = self.yes(hour)
        if ("plan",) not in yes:
            return set()
        let_in = {item[1] for item in yes if item[0] in ("invite", "relative")}
        return {party for party in parties if party in let_in or party == self.initiator}

    def sights(
        self, hour: int, parties: set[UUID], sources: set[UUID], categories: set[str]
    ) -> set[tuple[UUID, UUID, str]]:
        """Every (who, whose, what) that may be seen, one's own left out."""
        inside = self.inside(hour, parties)
        seen = {
            (item[2], item[1], item[3])
            for item in self.yes(hour)
            if item[0] == "share" and item[2] in inside
        }
        for decision in self.decisions:
            if hour in range(decision.since, decision.until):
                seen |= {(decision.to, decision.source, what) for what in decision.categories}
        wanted = {
            (party, source, what)
            for party in parties
            for source in sources - {party}
            for what in categories
        }
        return {one for one in wanted if one in seen}

    def reads(self, who: UUID, category: str, hour: int) -> bool:
        """Whether somebody reads of a category because the plan is theirs, or partly."""
        mine = [
            one for one in self.people if one.who == who and hour in range(one.since, one.until)
        ]
        return who == self.subject or any(
            self._within(one, ("plan",), hour)
            and self._within(one, ("share", None, None, category), hour)
            for one in mine
        )

    def owners(self, hour: int) -> set[UUID]:
        """Whose the whole plan is."""
        return {self.subject} | {
            person.who
            for person in self.people
            if hour in range(person.since, person.until) and self._within(person, ("plan",), hour)
        }

    def accepts(self, slip: Slip) -> bool:
        """Whether the slip may be put in now."""
        [person] = [one for one in self.people if one.consenter == slip.consenter]
        before = {
            "ask": {"not_asked", "refused", "withdrawn", "expired"},
            "grant": {"asked"},
            "refuse": {"not_asked", "asked", "expired"},
            "withdraw": {"granted"},
        }[slip.word]
        if slip.hour >= person.until:
            return False
        if any(
            self.stands(slip.consenter, item, slip.hour) not in before
            and not self._ends_sooner(person, slip, item)
            for item in slip.items
        ):
            return False
        if slip.word != "withdraw" and not all(
            self._within(person, item, slip.hour) for item in slip.items
        ):
            return False
        return slip.word != "grant" or self._has_time_for(person, slip)

    def _ends_sooner(self, person: Person, slip: Slip, item: Item) -> bool:
        """Whether a slip says yes for less than the one that lies there and counts."""
        there = self.pigeonholes(slip.hour).get((slip.consenter, item))
        if slip.word != "grant" or there is None or slip.until >= there.until:
            return False
        if person.who == self.subject and self.says_no(item, slip.hour):
            return False
        return self.stands(slip.consenter, item, slip.hour) == "granted"

    def _has_time_for(self, person: Person, slip: Slip) -> bool:
        starts, ends = person.since, person.until
        if person.may is not None:
            starts, ends = max(starts, person.may[1]), min(ends, person.may[2])
        is_early = slip.hour < starts and person.who != self.subject
        ends = min(ends, slip.hour + LONGEST)
        if person.who == self.subject:
            parents = [
                one.until
                for one in self.people
                if one.who != self.subject
                and one.may is None
                and slip.hour in range(one.since, one.until)
                and one.until != FOREVER
            ]
            ends = min([ends, max(parents, default=ends)])
        return not is_early and slip.hour <= slip.since < slip.until <= ends

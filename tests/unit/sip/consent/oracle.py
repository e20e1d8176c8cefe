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


@dataclass
class Person:
    """Somebody who has to say yes between two hours; `may` is a proxy's paper."""

    consenter: UUID
    who: UUID
    since: int
    until: int = FOREVER
    may: tuple[frozenset[str], int, int] | None = None


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
        if hour not in range(slip.since, slip.until):
            return "expired" if slip.since <= hour else "asked"
        return "granted"

    def yes(self, hour: int) -> set[Item]:
        """Every item that all who have to, at that hour, say yes to."""
        asked = [person for person in self.people if hour in range(person.since, person.until)]
        if not asked:
            return set()
        holes = self.pigeonholes(hour)
        each = [
            {
                item
                for (consenter, item), slip in holes.items()
                if consenter == person.consenter
                and slip is not None
                and slip.word == "grant"
                and hour in range(slip.since, slip.until)
                and self._within(person, item, hour)
            }
            for person in asked
        ]
        return set.intersection(*each)

    def _within(self, person: Person, item: Item, hour: int) -> bool:
        if person.may is None:
            return True
        words, since, until = person.may
        name = f"share:{item[3]}" if item[0] == "share" else str(item[0])
        return name in words and hour in range(since, until)

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
            "refuse": {"asked"},
            "withdraw": {"granted"},
        }[slip.word]
        if slip.hour >= person.until:
            return False
        if any(self.stands(slip.consenter, item, slip.hour) not in before for item in slip.items):
            return False
        if slip.word != "withdraw" and not all(
            self._within(person, item, slip.hour) for item in slip.items
        ):
            return False
        if slip.word == "grant":
            end = FOREVER if person.may is None else person.may[2]
            return slip.hour <= slip.since < slip.until <= end
        return True

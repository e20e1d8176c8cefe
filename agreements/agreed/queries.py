"""Reading an agreement's facts whole, as values that pages and documents share."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby
from uuid import UUID

from agreements import parts
from agreements.facts import (
    Declared,
    FactKind,
    Said,
    contradictions,
    declared_from_json,
    said_from_json,
    said_in_words,
)
from agreements.parts import Json, Parts
from agreements.readiness import FactsCheck, is_reason
from agreements.tables.agreement import Agreement
from portal.documents.gaps import count_in


@dataclass(frozen=True)
class SaidFact:
    """A fact as readiness asks for it: what is declared, and what is said.

    Of one that is no time or share, `kept` may be no more than what the template suggests.
    """

    section_key: str
    key: str
    label: str
    kind: FactKind
    kept: Json
    kept_said: Json | None

    @cached_property
    def declared(self) -> Declared:
        """What the template says of it."""
        return declared_from_json(self.key, self.label, self.kind, self.kept)

    @cached_property
    def said(self) -> Said | None:
        """What the parties say of it; None where they leave the template's suggestion as it is."""
        return said_from_json(self.kind, self.kept_said)

    @property
    def is_left(self) -> bool:
        """Whether nobody has said anything of it."""
        return self.kept_said is None

    @cached_property
    def gaps(self) -> int:
        """How many places are left to fill in, in what holds."""
        holds = self.kept.get("default", ()) if self.kept_said is None else self.kept_said
        return sum(count_in(text) for text in _texts(holds))

    @property
    def is_unexplained(self) -> bool:
        """Whether it is set aside as not relevant by what is no reason."""
        why = (self.kept_said or {}).get("not_relevant", "")
        return bool(why) and not count_in(why) and not is_reason(why)


@dataclass(frozen=True)
class KeptFact(SaidFact):
    """A fact as an agreement has it, and where."""

    id: UUID
    in_template: bool
    version: int
    changed_by: str

    @property
    def lines(self) -> tuple[str, ...]:
        """What holds, in words."""
        return said_in_words(self.declared, self.said)


def get_facts(agreement: Agreement) -> Sequence[KeptFact]:
    """Every fact of an agreement that the caller was allowed to read, section by section."""
    return facts_of(parts.ask(agreement, "facts"))


def facts_of(found: Parts) -> Sequence[KeptFact]:
    """The facts, from what has been read."""
    return [
        KeptFact(
            id=UUID(one["id"]),
            section_key=one["section"],
            key=one["key"],
            label=one["label"],
            kind=FactKind(one["kind"]),
            in_template=one["in_template"],
            version=one["version"],
            changed_by=one["changed_by"],
            kept=one["declared"],
            kept_said=one["said"],
        )
        for one in found.found["facts"]
    ]


def by_section(facts: Sequence[KeptFact]) -> dict[str, list[KeptFact]]:
    """Section key -> its facts, in order."""
    return {key: list(each) for key, each in groupby(facts, lambda one: one.section_key)}


def check_facts(found: Parts) -> FactsCheck:
    """What readiness asks of the facts, from what has been read."""
    facts = [_said_fact(one) for one in found.found["checked_facts"]]
    return FactsCheck(
        left=Counter(one.section_key for one in facts if one.is_left),
        wrong={one.key: one.label for one in contradictions(_said(facts))},
        gaps={one.key: (one.label, count) for one in facts if (count := one.gaps)},
        unexplained=Counter(one.section_key for one in facts if one.is_unexplained),
    )


@lru_cache(maxsize=4096)
def _said_fact(words: str) -> SaidFact:
    """A fact of these words, as JSON: most say what they said an hour ago, or in another county."""
    section, key, label, kind, kept, said = json.loads(words)
    return SaidFact(section, key, label, FactKind(kind), kept or {}, said)


def _texts(holds: object) -> Iterator[str]:
    """Every text in what is kept of a fact: also what none can be left in is looked at."""
    if isinstance(holds, str):
        yield holds
    elif isinstance(holds, Mapping):
        for one in holds.values():
            yield from _texts(one)
    elif isinstance(holds, Sequence):
        for one in holds:
            yield from _texts(one)


def _said(facts: Sequence[SaidFact]) -> list[tuple[Declared, Said | None]]:
    """What can contradict something: times that have to fit in others, and shares."""
    may = {FactKind.DURATION, FactKind.AMOUNT}
    return [(one.declared, one.said) for one in facts if one.kind in may]

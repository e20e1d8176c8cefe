"""What an agreement says as data, as lines on the pages of what it is about."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import url_for

from agreements import facade
from agreements.facade import Fact


@dataclass(frozen=True, slots=True)
class SaidLine:
    """A fact in words, with the section that says it and the page that tells more of it.

    `is_default`: the parties have left what the template suggests.
    """

    label: str
    values: Sequence[str]
    is_default: bool
    source: str
    url: str


def lines_of(found: Iterable[Fact], keys: Collection[str]) -> list[SaidLine]:
    """Those of some facts that are asked for and agreed, and say something; in their order."""
    return [_line(one) for one in found if one.key in keys and one.is_agreed and one.in_words]


def said_lines(agreement_id: UUID, day: date, keys: Collection[str]) -> list[SaidLine]:
    """The same of a signed agreement, as it reads on a day."""
    found = facade.facts_of(agreement_id, day, only=keys) if keys else {}
    return lines_of(found.values(), keys)


def _line(fact: Fact) -> SaidLine:
    there = fact.source
    url = url_for("facts.show", agreement_id=there.agreement_id, fact_key=fact.key)
    return SaidLine(fact.label, fact.in_words, there.is_default, there.section, url)

"""What an agreement that is renewed begins with: the text and matrix of the one before it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from agreements.agreed.queries import KeptFact, get_facts
from agreements.matrix.queries import Row, get_matrix
from agreements.queries.text import list_sections
from agreements.rules import Responsibility
from agreements.tables.agreement import Agreement
from agreements.terms import Holding

Cell = tuple[str, str]
"""The keys of a row and a column."""
Asked = tuple[str, str, str]
"""The keys of a section and of a question in it, and its words."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What is carried over: where the template has the same section, question, measure or actor.

    `added` are measures that the parties had added, `removed` why they had taken one out; `facts`
    are all, also those that the template lacks: they keep what they said.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[Asked, Mapping[str, str]] = field(default_factory=dict)
    values: Mapping[Cell, Responsibility] = field(default_factory=dict)
    added: Sequence[Row] = ()
    removed: Mapping[str, str] = field(default_factory=dict)
    facts: Sequence[KeptFact] = ()


NOTHING = Carried()


def carried_from(earlier: Agreement) -> Carried:
    """All of what an earlier agreement says."""
    sections = list_sections(earlier)
    matrix = get_matrix(earlier)
    return Carried(
        texts={one.section.key: one.text for one in sections},
        answers={
            (one.section.key, prompt["key"], prompt["question"]): prompt
            for one in sections
            for prompt in one.section.prompts
        },
        values={
            (row.key, column): value
            for row in (*matrix.rows, *matrix.removed)
            for column, value in row.values.items()
        },
        added=[row for row in matrix.rows if not row.in_template],
        removed={row.key: row.removed_reason for row in matrix.removed if row.in_template},
        facts=get_facts(earlier),
    )


def list_renewable(agreements: Sequence[Holding], today: date) -> list[Holding]:
    """Whose text one can begin from: what holds or is to, or else what has ended last."""
    return [one for one in agreements if one.end >= today] or list(agreements[-1:])

"""How ready an agreement is, worked out from what it says and never ticked. Pure functions.

Each finding is a `stop`, which has to be put right before the text is locked, or an `ask`, which
passes with a written reason that stays with the locked version.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from agreements.readings import Stand
from agreements.refusals import AgreementRuleError, Refusal
from agreements.rules import PromptState, RowCheck
from agreements.terms import Term
from portal.documents.commonmark import count_gaps
from portal.documents.gaps import count_in


class Level(StrEnum):
    """What a finding does to the lock."""

    STOP = "stop"
    ASK = "ask"


class Kind(StrEnum):
    """What was found, in the order one would put it right."""

    EMPTY = "empty"
    UNTOUCHED = "untouched"
    GAPS = "gaps"
    HOLLOW_ANSWERS = "hollow_answers"
    ROW_GAPS = "row_gaps"
    NO_RESPONSIBLE = "no_responsible"
    FACT_GAPS = "fact_gaps"
    FACT_CONTRADICTS = "fact_contradicts"
    NO_MEASURES = "no_measures"
    NO_FIRST_DAY = "no_first_day"
    NO_LAST_DAY = "no_last_day"
    DAYS_REVERSED = "days_reversed"
    EXPIRED = "expired"
    REVIEW_OUTSIDE = "review_outside"
    OPEN_SUGGESTIONS = "open_suggestions"
    NOT_READY = "not_ready"
    READY_LAPSED = "ready_lapsed"
    OPEN_QUESTIONS = "open_questions"
    UNEXPLAINED = "unexplained"
    SEVERAL_RESPONSIBLE = "several_responsible"
    MATRIX_UNTOUCHED = "matrix_untouched"
    FACTS_LEFT = "facts_left"
    FACTS_UNEXPLAINED = "facts_unexplained"
    NO_REVIEW = "no_review"
    REVIEW_PASSED = "review_passed"
    BEGUN = "begun"
    # stands in what was locked before every party had to be ready
    NOT_READ = "not_read"


_ASKS = frozenset(
    {
        Kind.OPEN_QUESTIONS,
        Kind.UNEXPLAINED,
        Kind.SEVERAL_RESPONSIBLE,
        Kind.MATRIX_UNTOUCHED,
        Kind.FACTS_LEFT,
        Kind.FACTS_UNEXPLAINED,
        Kind.NO_MEASURES,
        Kind.NO_REVIEW,
        Kind.REVIEW_PASSED,
        Kind.BEGUN,
        Kind.NOT_READ,
    }
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be.

    `place` says where: the key of a section, a row or a fact, or a party's id; "" for what is about
    the whole.
    `name` is what readers call the place, `count` how many there are of it.
    """

    kind: Kind
    place: str = ""
    name: str = ""
    count: int = 1

    @property
    def level(self) -> Level:
        """Whether it stops the lock or asks for a reason."""
        return Level.ASK if self.kind in _ASKS else Level.STOP

    @property
    def key(self) -> str:
        """What a reason is kept under; no other finding of the agreement has it."""
        return f"{self.kind.value}-{self.place}" if self.place else self.kind.value


@dataclass(frozen=True, slots=True)
class TextCheck:
    """What was found in a section's text: kept beside it, since pages need it and not the text."""

    is_empty: bool
    is_written: bool
    gaps: int


def check_text(text: str, starter: str) -> TextCheck:
    """Check a text; `starter` is the template's, which the section's first version holds."""
    return TextCheck(
        is_empty=not _words(text), is_written=is_written(text, starter), gaps=count_gaps(text)
    )


@dataclass(frozen=True, slots=True)
class SectionCheck:
    """A section as far as readiness is concerned."""

    key: str
    name: str
    is_empty: bool
    is_untouched: bool
    gaps: int
    questions: int
    open: int
    answered: int
    unexplained: int

    @property
    def is_written(self) -> bool:
        """Whether somebody has written it: neither empty nor the template's own words."""
        return not self.is_empty and not self.is_untouched

    @property
    def is_sound(self) -> bool:
        """Whether its text could go to decision."""
        return self.is_written and not self.gaps

    @property
    def settled(self) -> int:
        """Questions that are done with: a text that is no text yet answers none."""
        aside = self.questions - self.open - self.answered - self.unexplained
        return aside + (self.answered if self.is_sound else 0)


def check_section(
    key: str, name: str, text: TextCheck, prompts: Sequence[Mapping[str, str]]
) -> SectionCheck:
    """Check one section: what was found in its text, and what became of its questions."""
    states = Counter(PromptState(prompt["state"]) for prompt in prompts)
    unexplained = sum(
        prompt["state"] == PromptState.NOT_RELEVANT and not is_reason(prompt["note"])
        for prompt in prompts
    )
    return SectionCheck(
        key=key,
        name=name,
        is_empty=text.is_empty,
        is_untouched=not text.is_empty and not text.is_written,
        gaps=text.gaps,
        questions=len(prompts),
        open=states[PromptState.OPEN],
        answered=states[PromptState.ANSWERED],
        unexplained=unexplained,
    )


# A letter by itself is a slip of the finger, not something that the parties have said.
_WORD = re.compile(r"[^\W\d_]{2,}|\d+")


# the same few sections are read again and again
@lru_cache(maxsize=256)
def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))


def is_written(text: str, starter: str) -> bool:
    """Whether it says a word that the template does not, whatever was struck out or set anew."""
    return bool(_words(text) - _words(starter))


def is_reason(text: str) -> bool:
    """Whether it says something, and all that it says."""
    return is_written(text, starter="") and not count_in(text)


@dataclass(frozen=True, slots=True)
class FactsCheck:
    """How many facts of each section nobody has said anything of, and which will not do.

    By the section's key, how many: `left` are those that nobody has said anything of, `unexplained`
    those set aside without a reason. By the fact's key, what it is called: `wrong` are those that
    cannot be kept, `gaps` those with places to fill in, and how many.
    """

    left: Mapping[str, int]
    wrong: Mapping[str, str]
    gaps: Mapping[str, tuple[str, int]]
    unexplained: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """A measure of the matrix: its check, what it is called, and gaps in what it is called."""

    check: RowCheck
    title: str
    gaps: int


def check_measure(key: str, title: str, hint: str, responsible: Iterable[str]) -> CheckedRow:
    """Check one measure; `responsible` are the columns with the main responsibility."""
    return CheckedRow(RowCheck(key, tuple(responsible)), title, count_in(title) + count_in(hint))


@dataclass(frozen=True, slots=True)
class Readiness:
    """Everything that was found, and how far the work has come."""

    sections: tuple[SectionCheck, ...]
    findings: tuple[Finding, ...]

    @property
    def stops(self) -> tuple[Finding, ...]:
        """What has to be put right before the text is locked."""
        return tuple(one for one in self.findings if one.level is Level.STOP)

    @property
    def asks(self) -> tuple[Finding, ...]:
        """What needs a written reason when the text is locked."""
        return tuple(one for one in self.findings if one.level is Level.ASK)

    @property
    def written(self) -> int:
        """Sections that somebody has written."""
        return sum(section.is_written for section in self.sections)

    @property
    def gaps(self) -> int:
        """Places in the sections that somebody still has to fill in."""
        return sum(section.gaps for section in self.sections)

    @property
    def questions(self) -> int:
        """Guided questions in all."""
        return sum(section.questions for section in self.sections)

    @property
    def settled(self) -> int:
        """Guided questions that are done with."""
        return sum(section.settled for section in self.sections)

    @property
    def is_complete(self) -> bool:
        """Whether nothing at all was found: only then is everything in place."""
        return not self.findings


def readiness(
    term: Term,
    today: date,
    *,
    sections: Iterable[SectionCheck],
    rows: Iterable[CheckedRow],
    open_suggestions: int,
    stands: Iterable[tuple[str, str, Stand]] = (),
    facts: FactsCheck | None = None,
    is_matrix_untouched: bool = False,
) -> Readiness:
    """Find what stands between an agreement and its decisions.

    `stands` is how each party stands to the text that is shared: (id, name, stand).
    `is_matrix_untouched`: only the template has said who does what.
    """
    checked, measures = tuple(sections), tuple(rows)
    # what only prolongs another has neither
    is_hollow = bool(checked) and not measures
    found = [
        *(one for section in checked for one in _of_section(section)),
        *(one for row in measures for one in _of_row(row)),
        *([Finding(Kind.NO_MEASURES)] * is_hollow),
        *([Finding(Kind.MATRIX_UNTOUCHED)] * (is_matrix_untouched and bool(measures))),
        *(_of_facts(facts, checked) if facts else ()),
        *_of_term(term, today),
        *([Finding(Kind.OPEN_SUGGESTIONS, count=open_suggestions)] * bool(open_suggestions)),
        *(
            Finding(Kind.READY_LAPSED if stand is Stand.LAPSED else Kind.NOT_READY, party, name)
            for party, name, stand in stands
            if stand is not Stand.READY
        ),
    ]
    order = list(Kind)
    return Readiness(checked, tuple(sorted(found, key=lambda one: order.index(one.kind))))


def _of_section(section: SectionCheck) -> Iterator[Finding]:
    counted = {
        Kind.EMPTY: int(section.is_empty),
        Kind.UNTOUCHED: int(section.is_untouched),
        Kind.GAPS: section.gaps,
        Kind.HOLLOW_ANSWERS: 0 if section.is_sound else section.answered,
        Kind.OPEN_QUESTIONS: section.open,
        Kind.UNEXPLAINED: section.unexplained,
    }
    for kind, count in counted.items():
        if count:
            yield Finding(kind, section.key, section.name, count)


def _of_facts(facts: FactsCheck, sections: Iterable[SectionCheck]) -> Iterator[Finding]:
    for section in sections:
        if count := facts.left.get(section.key, 0):
            yield Finding(Kind.FACTS_LEFT, section.key, section.name, count)
        if count := facts.unexplained.get(section.key, 0):
            yield Finding(Kind.FACTS_UNEXPLAINED, section.key, section.name, count)
    for key, (name, count) in facts.gaps.items():
        yield Finding(Kind.FACT_GAPS, key, name, count)
    for key, name in facts.wrong.items():
        yield Finding(Kind.FACT_CONTRADICTS, key, name)


def _of_row(row: CheckedRow) -> Iterator[Finding]:
    counted = {
        Kind.ROW_GAPS: row.gaps,
        Kind.NO_RESPONSIBLE: int(row.check.lacks_responsible),
        Kind.SEVERAL_RESPONSIBLE: len(row.check.responsible) if row.check.has_several else 0,
    }
    for kind, count in counted.items():
        if count:
            yield Finding(kind, row.check.key, row.title, count)


def is_term_ready(term: Term, today: date) -> bool:
    """Whether its dates could be decided."""
    return all(one.level is Level.ASK for one in _of_term(term, today))


def _of_term(term: Term, today: date) -> Iterator[Finding]:
    first, last, review = term.valid_from, term.end, term.review_on
    has_passed = last is not None and last < today
    holds = {
        Kind.NO_FIRST_DAY: first is None,
        Kind.NO_LAST_DAY: last is None,
        Kind.DAYS_REVERSED: first is not None and last is not None and last <= first,
        Kind.EXPIRED: has_passed,
        Kind.REVIEW_OUTSIDE: review is not None
        and ((first is not None and review < first) or (last is not None and review > last)),
        Kind.NO_REVIEW: review is None,
        Kind.REVIEW_PASSED: review is not None and review < today and not has_passed,
        Kind.BEGUN: first is not None and first < today and not has_passed,
    }
    yield from (Finding(kind) for kind, it_does in holds.items() if it_does)


def check_lock(found: Readiness, reasons: Mapping[str, str]) -> None:
    """Raise unless the text may be locked: nothing stops it, and what asks for a reason has one."""
    if found.stops:
        raise AgreementRuleError(Refusal.NOT_READY)
    for one in found.asks:
        if not is_reason(reasons.get(one.key, "")):
            raise AgreementRuleError(Refusal.REASON_NEEDED, field=one.key)

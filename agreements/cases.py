"""What goes otherwise than agreed: the kinds and rules of deviations and disputes. Pure.

Nothing here, and no text that is written about it, points a person out (portal.personal_data).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from portal.errors import RuleBrokenError


class DeviationKind(StrEnum):
    """In what way it went otherwise."""

    OTHER_DOER = "other_doer"
    NOT_DONE = "not_done"
    LATE = "late"
    OTHERWISE = "otherwise"
    UNCLEAR = "unclear"


class DeviationState(StrEnum):
    """How far a deviation has come."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


class ProposalState(StrEnum):
    """What the county says of a proposal for its template."""

    WAITING = "waiting"
    KEPT = "kept"
    DECLINED = "declined"


class LevelOutcome(StrEnum):
    """How a level of a dispute's ladder ended."""

    LIFTED = "lifted"
    OUT_OF_TIME = "out_of_time"
    SETTLED = "settled"


class SettlementState(StrEnum):
    """What the other sides say of what is proposed to end a dispute."""

    OPEN = "open"
    AGREED = "agreed"
    REFUSED = "refused"


class CaseRefusal(StrEnum):
    """Why a rule said no. The codes are stable; agreements.case_words says them in words."""

    NOT_IN_FORCE = "not_in_force"
    NOT_A_PARTY = "not_a_party"
    COLUMN_ALONE = "column_alone"
    ANSWERED_ALREADY = "answered_already"
    NOT_ANSWERED = "not_answered"
    CLOSED_ALREADY = "closed_already"
    SETTLED_ALREADY = "settled_already"
    REASON_NEEDED = "reason_needed"
    NO_LADDER = "no_ladder"
    NO_TIME = "no_time"
    TOP_LEVEL = "top_level"
    LIFTED_ALREADY = "lifted_already"
    PROPOSED_ALREADY = "proposed_already"
    SETTLEMENT_ANSWERED = "settlement_answered"
    FOR_TWO_SIDES = "for_two_sides"
    DISPUTE_SETTLED = "dispute_settled"
    TOO_MANY_SIDES = "too_many_sides"
    FROM_TOO_EARLY = "from_too_early"


class CaseRuleError(RuleBrokenError):
    """A rule of deviations or disputes said no."""

    def __init__(self, refusal: CaseRefusal, *, field: str | None = None) -> None:
        super().__init__(refusal.value, field=field)
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class OpenDeviation:
    """One that is not closed: who reported it, whom it concerns, until when that one answers."""

    id: UUID
    reporter: UUID
    concerns: UUID
    since: datetime
    until: date
    is_answered: bool


@dataclass(frozen=True, slots=True)
class OpenDispute:
    """One that is not settled: its sides, and until when its level lasts, if it has a clock.

    `silent` are the sides that have said nothing at its level yet, and `asked` those that are to
    answer what another proposes.
    """

    id: UUID
    sides: frozenset[UUID]
    since: datetime
    until: date | None
    silent: frozenset[UUID]
    asked: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Step:
    """A level of a ladder: its forum, its time in working days or days, who takes part by kind."""

    forum: str
    working_days: int | None = None
    days: int | None = None
    functions: Mapping[str, str] = field(default_factory=dict)

    def function_of(self, kind: str) -> str:
        """Who of a kind of organisation takes part; "" where it is not said."""
        return self.functions.get(kind, "")


def check_party(one: UUID, of: Collection[UUID], *, field: str) -> None:
    """Raise unless it is one of the parties that it may be."""
    if one not in of:
        raise CaseRuleError(CaseRefusal.NOT_A_PARTY, field=field)


MOST_OTHERS = 2
"""A dispute has three sides at most: the one that opens it, and so many others."""


def check_others(others: Sequence[UUID], of: Collection[UUID], *, field: str) -> None:
    """Raise unless those whom one is of another mind than are parties, and not too many."""
    for one in others:
        check_party(one, of, field=field)
    if not 0 < len(set(others)) <= MOST_OTHERS:
        raise CaseRuleError(CaseRefusal.TOO_MANY_SIDES, field=field)


LONGEST_BACK = timedelta(days=366)


def check_from(day: date, opened_on: date) -> None:
    """Raise when an outcome is to hold from a day long before the dispute was opened."""
    if day < opened_on - LONGEST_BACK:
        raise CaseRuleError(CaseRefusal.FROM_TOO_EARLY, field="from_day")


def check_ladder(steps: Sequence[Step]) -> None:
    """Raise unless a dispute can climb it: it has levels, and no clock of nothing."""
    if not steps:
        raise CaseRuleError(CaseRefusal.NO_LADDER)
    clocks = [one for step in steps for one in (step.working_days, step.days) if one is not None]
    if any(one <= 0 for one in clocks):
        raise CaseRuleError(CaseRefusal.NO_TIME)


def whom_it_concerns(
    reporter: UUID, responsible: Sequence[UUID], chosen: UUID | None, parties: Collection[UUID]
) -> UUID | None:
    """Who answers a deviation of a plan: who should have done it, else who was chosen instead.

    The reporter itself only where it is nobody else's. None where no party of the agreement is
    concerned.
    """
    candidates = [one for one in (*responsible, chosen) if one is not None and one in parties]
    others = [one for one in candidates if one != reporter]
    return next(iter(others or candidates), None)


def check_in_force(first: date | None, last: date | None, *, is_signed: bool, today: date) -> None:
    """Raise unless an agreement holds today: what does not hold cannot be deviated from."""
    if not is_signed or first is None or today < first or (last is not None and last < today):
        raise CaseRuleError(CaseRefusal.NOT_IN_FORCE)

"""Transfer of a case to another municipality (29 kap. 9–12 §§ socialtjänstlagen): its rules. Pure.

A month and three months are reckoned as the law on reckoning of time says (1930:173): to the same
day of the month, and where that is no working day to the next that is.
"""

from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from portal.errors import RuleBrokenError
from portal.working_days import working_days_after

MONTHS_TO_ANSWER = 1
MONTHS_TO_RULE = 3


class TransferAnswer(StrEnum):
    """What the other municipality says of a request."""

    TAKES_OVER = "takes_over"
    REFUSES = "refuses"


class TransferRuling(StrEnum):
    """What came of an application to IVO."""

    MOVED = "moved"
    NOT_MOVED = "not_moved"
    WITHDRAWN = "withdrawn"


class Stage(StrEnum):
    """How far a transfer has come."""

    ASKED = "asked"
    UNANSWERED = "unanswered"
    REFUSED = "refused"
    TAKEN_OVER = "taken_over"
    APPLIED = "applied"
    OVERDUE = "overdue"
    MOVED = "moved"
    STAYS = "stays"
    WITHDRAWN = "withdrawn"


class TransferRefusal(StrEnum):
    """Why a rule said no. The codes are stable; the words are elsewhere."""

    NOBODY = "nobody"
    REASON_NEEDED = "reason_needed"
    DAY_NEEDED = "day_needed"
    TO_COME = "to_come"
    BEFORE_REQUEST = "before_request"
    ANSWERED_ALREADY = "answered_already"
    REFUSED_MEANWHILE = "refused_meanwhile"
    NOT_YET = "not_yet"
    NOT_APPLIED = "not_applied"
    WHY_NEEDED = "why_needed"
    DECIDED_ALREADY = "decided_already"


class TransferRuleError(RuleBrokenError):
    """A rule of transfers said no."""

    def __init__(self, refusal: TransferRefusal, *, field: str | None = None) -> None:
        super().__init__(refusal.value, field=field)
        self.refusal = refusal


def months_after(day: date, months: int) -> date:
    """The last day of a time of so many months that begins on a day."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    same = date(year, month, min(day.day, monthrange(year, month)[1]))
    return working_days_after(same - timedelta(days=1), 1)


def stage_of(
    today: date,
    *,
    answer: TransferAnswer | None,
    answer_by: date,
    rule_by: date | None,
    ruling: TransferRuling | None,
    withdrawn_on: date | None = None,
) -> Stage:
    """How far it has come; `rule_by` is None until it has been applied for."""
    end = _end_of(answer, ruling, withdrawn_on)
    if end is not None:
        return end
    if rule_by is not None:
        return Stage.OVERDUE if rule_by < today else Stage.APPLIED
    if answer is TransferAnswer.REFUSES:
        return Stage.REFUSED
    return Stage.UNANSWERED if answer_by < today else Stage.ASKED


def _end_of(
    answer: TransferAnswer | None, ruling: TransferRuling | None, withdrawn_on: date | None
) -> Stage | None:
    """How it ended; None where it has not."""
    if withdrawn_on is not None:
        return Stage.WITHDRAWN
    if ruling is not None:
        return Stage.MOVED if ruling is TransferRuling.MOVED else Stage.STAYS
    return Stage.TAKEN_OVER if answer is TransferAnswer.TAKES_OVER else None


MAY_APPLY = frozenset({Stage.UNANSWERED, Stage.REFUSED})
"""When whoever asked may apply to IVO: they do not agree, or a month has gone without an answer."""
MAY_ANSWER = frozenset({Stage.ASKED, Stage.UNANSWERED, Stage.REFUSED})
"""When the other may answer: also after its own no, which it may change into a yes."""
MAY_WITHDRAW = frozenset({Stage.ASKED, Stage.UNANSWERED, Stage.REFUSED})
"""When whoever asked may take the request back: IVO is told itself of an application taken back."""
AT_IVO = frozenset({Stage.APPLIED, Stage.OVERDUE})
ENDED = frozenset({Stage.TAKEN_OVER, Stage.MOVED, Stage.STAYS, Stage.WITHDRAWN})


def check_other(other: UUID | None, name: str) -> None:
    """Raise unless it is said who is asked: one of the county, or another by its name."""
    if other is None and not name:
        raise TransferRuleError(TransferRefusal.NOBODY, field="other_name")


def check_day(day: date | None, first: date, today: date, *, field: str) -> date:
    """The day of what has happened: not before `first`, and not to come."""
    if day is None:
        raise TransferRuleError(TransferRefusal.DAY_NEEDED, field=field)
    if day > today:
        raise TransferRuleError(TransferRefusal.TO_COME, field=field)
    if day < first:
        raise TransferRuleError(TransferRefusal.BEFORE_REQUEST, field=field)
    return day


def check_answer(answer: TransferAnswer, reason: str, stage: Stage, *, has_read_no: bool) -> None:
    """Raise unless a request waits for it and a no has its reason; a yes alone follows a no.

    `has_read_no`: whoever answers knows that the answer was no.
    """
    if stage is Stage.REFUSED and not has_read_no:
        raise TransferRuleError(TransferRefusal.REFUSED_MEANWHILE)
    is_second_no = stage is Stage.REFUSED and answer is TransferAnswer.REFUSES
    if stage not in MAY_ANSWER or is_second_no:
        raise TransferRuleError(TransferRefusal.ANSWERED_ALREADY)
    if answer is TransferAnswer.REFUSES and not reason:
        raise TransferRuleError(TransferRefusal.REASON_NEEDED, field="reason")


def check_withdrawal(reason: str, stage: Stage) -> None:
    """Raise unless the request can be taken back, and it is said why."""
    if stage not in MAY_WITHDRAW:
        raise TransferRuleError(TransferRefusal.DECIDED_ALREADY)
    if not reason:
        raise TransferRuleError(TransferRefusal.WHY_NEEDED, field="reason")


def must_finish_inquiry(stage: Stage, *, has_inquiry: bool) -> bool:
    """Whether whoever has begun an inquiry is to finish it: until the case is moved (9 §)."""
    return has_inquiry and stage not in {Stage.TAKEN_OVER, Stage.MOVED}

"""Which clocks of a plan have run out. They stand on its row: app.run_clocks()."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from sip.kernel.phases import ENDED
from sip.tables.plan import Plan


class Late(StrEnum):
    """What should have been done by now."""

    START = "start"
    MEETING = "meeting"
    ANSWER = "answer"
    FOLLOW_UP = "follow_up"


def late_in(plan: Plan, today: date, *, is_unanswered: bool) -> tuple[Late, ...]:
    """What is late in a plan; `is_unanswered` if somebody should have answered a call."""
    if plan.phase in ENDED:
        return ()
    return tuple(_late(plan, today, is_unanswered=is_unanswered))


def _late(plan: Plan, today: date, *, is_unanswered: bool) -> Iterator[Late]:
    if plan.begun_on is None and _is_past(plan.start_due_on, today):
        yield Late.START
    if plan.met_on is None and _is_past(plan.meet_due_on, today):
        yield Late.MEETING
    if is_unanswered:
        yield Late.ANSWER
    if _is_past(plan.follow_up_due_on, today):
        yield Late.FOLLOW_UP


def _is_past(day: date | None, today: date) -> bool:
    return day is not None and day < today

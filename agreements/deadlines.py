"""Until when what an agreement waits for is to be done: what is usual, and what may be chosen."""

from datetime import date, timedelta

from flask import current_app

from agreements.refusals import AgreementRuleError, Refusal
from agreements.rules import Status
from portal.config import AgreementSettings, Settings


def check_due(day: date, first: date | None, today: date, *, field: str) -> None:
    """Raise for a day that has been, or is after the first day on which it is to hold."""
    if day < today:
        raise AgreementRuleError(Refusal.DUE_PAST, field=field)
    if first is not None and today < first < day:
        raise AgreementRuleError(Refusal.DUE_TOO_LATE, field=field)


def usual(days: int, first: date | None, today: date) -> date:
    """The day `days` ahead, or the first day on which it is to hold if that comes before."""
    day = today + timedelta(days=days)
    return first if first is not None and today < first < day else day


def usual_in(status: Status, first: date | None, today: date) -> date | None:
    """Until when what a state waits for is to be done, unless somebody chooses another day."""
    ours = settings()
    days = {
        Status.DRAFT: ours.write_days,
        Status.SHARED: ours.read_days,
        Status.DECISION: ours.decide_days,
        Status.SIGNING: ours.sign_days,
    }
    return usual(days[status], first, today) if status in days else None


def to_read(first: date | None, today: date) -> date | None:
    """Until when the others are to have read what is shared today, and be ready with it."""
    return usual_in(Status.SHARED, first, today)


def to_decide(first: date | None, today: date) -> date | None:
    """Until when the bodies are to decide on what is locked today."""
    return usual_in(Status.DECISION, first, today)


def to_answer(first: date | None, today: date) -> date:
    """Until when the others are to answer what is suggested today."""
    return usual(settings().answer_days, first, today)


def settings() -> AgreementSettings:
    """What this installation has set."""
    found: Settings = current_app.extensions["settings"]
    return found.agreements

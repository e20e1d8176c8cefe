"""Which groups there are, when they meet, and what may be written in them. Pure."""

from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from agreements.facts import Every
from agreements.groups import MeetingStatus
from portal.errors import RuleBrokenError, check_all
from portal.zone import comes_twice, is_left_out

LONGEST_MEETING = timedelta(hours=10)


class MeetingRefusal(StrEnum):
    """Why something cannot be done in a group."""

    LEFT_OUT = "left_out"
    COMES_TWICE = "comes_twice"
    IN_PAST = "in_past"
    ENDS_FIRST = "ends_first"
    TOO_LONG = "too_long"
    SAME_HOUR = "same_hour"
    NOBODY_ELSE = "nobody_else"
    HALF_A_SERIES = "half_a_series"
    ENDED = "ended"
    NOT_PLANNED = "not_planned"
    AHEAD = "ahead"
    NOT_HELD = "not_held"
    NOBODY_CAME = "nobody_came"
    FIXED = "fixed"
    NOT_FIXED = "not_fixed"
    NOT_YOURS_TO_CONFIRM = "not_yours_to_confirm"
    CHANGED_MEANWHILE = "changed_meanwhile"
    MOVED_MEANWHILE = "moved_meanwhile"
    DUE_IN_PAST = "due_in_past"
    FOR_TWO = "for_two"
    DONE = "done"
    NOT_YOURS_TO_DO = "not_yours_to_do"
    IN_IT_ALREADY = "in_it_already"
    LAST_MEMBER = "last_member"
    NOBODY_INSTEAD = "nobody_instead"
    MEETING_AHEAD = "meeting_ahead"


class MeetingRuleError(RuleBrokenError):
    """A rule of groups and meetings, by its code."""

    def __init__(self, refusal: MeetingRefusal, *, field: str | None = None) -> None:
        super().__init__(refusal.value, field=field)
        self.refusal = refusal


def check_times(
    starts_at: datetime,
    ends_at: datetime,
    now: datetime,
    others: Iterable[tuple[datetime, datetime]],
) -> None:
    """Raise unless a meeting is ahead, ends after it begins, and meets none of the `others`.

    An hour is left out in March and comes twice in October: no meeting begins or ends in it.
    """
    check_all(lambda: _check_hour(starts_at, "starts"), lambda: _check_hour(ends_at, "ends"))
    # instants, not what the clock shows
    starts_at, ends_at = starts_at.astimezone(UTC), ends_at.astimezone(UTC)
    check_all(lambda: _check_ahead(starts_at, now), lambda: _check_length(starts_at, ends_at))
    if any(starts_at < end and first < ends_at for first, end in others):
        raise MeetingRuleError(MeetingRefusal.SAME_HOUR, field="starts")


def _check_hour(at: datetime, field: str) -> None:
    if is_left_out(at):
        raise MeetingRuleError(MeetingRefusal.LEFT_OUT, field=field)
    if comes_twice(at):
        raise MeetingRuleError(MeetingRefusal.COMES_TWICE, field=field)


def _check_ahead(starts_at: datetime, now: datetime) -> None:
    if starts_at <= now:
        raise MeetingRuleError(MeetingRefusal.IN_PAST, field="day")


def _check_length(starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        raise MeetingRuleError(MeetingRefusal.ENDS_FIRST, field="ends")
    if ends_at - starts_at > LONGEST_MEETING:
        raise MeetingRuleError(MeetingRefusal.TOO_LONG, field="ends")


def check_series(every: int | None, unit: Every | None) -> None:
    """Raise when only half of how often is said."""
    if (every is None) != (unit is None):
        field = "every" if every is None else "unit"
        raise MeetingRuleError(MeetingRefusal.HALF_A_SERIES, field=field)


def check_planned(status: MeetingStatus) -> None:
    """Raise when the meeting has been held or cancelled."""
    if status is not MeetingStatus.PLANNED:
        raise MeetingRuleError(MeetingRefusal.NOT_PLANNED)


def check_may_note(
    status: MeetingStatus, starts_at: datetime, fixed_at: datetime | None, now: datetime
) -> None:
    """Raise unless it has begun, was not cancelled, and its minutes are not fixed."""
    if status is MeetingStatus.CANCELLED:
        raise MeetingRuleError(MeetingRefusal.NOT_PLANNED)
    if now < starts_at:
        raise MeetingRuleError(MeetingRefusal.AHEAD)
    if fixed_at is not None:
        raise MeetingRuleError(MeetingRefusal.FIXED)


def check_due(due_on: date, today: date) -> None:
    """Raise for a day that has been: a decision is to be carried out."""
    if due_on < today:
        raise MeetingRuleError(MeetingRefusal.DUE_IN_PAST, field="due_on")


def check_came(present: Collection[object]) -> None:
    """Raise when nobody is said to have come."""
    if not present:
        raise MeetingRuleError(MeetingRefusal.NOBODY_CAME, field="present")

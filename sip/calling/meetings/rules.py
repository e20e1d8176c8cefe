"""Which times a meeting can have, and when it is held. Pure."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta

from portal.errors import check_all
from portal.zone import comes_twice, is_left_out
from sip.kernel.phases import BUSY
from sip.kernel.refusals import Refusal, SipRuleError
from sip.kernel.vocabulary import MeetingPurpose, MeetingStatus, Phase, Reply

LONGEST_MEETING = timedelta(hours=10)


class MeetingRefusal(Refusal):
    """Why something cannot be done with a meeting."""

    LEFT_OUT = "left_out"
    COMES_TWICE = "comes_twice"
    IN_PAST = "in_past"
    ENDS_FIRST = "ends_first"
    TOO_LONG = "too_long"
    CLOSED = "closed"
    AHEAD = "ahead"
    NOTHING_SAID_YET = "nothing_said_yet"
    CALLED_OFF = "called_off"
    WRONG_PURPOSE = "wrong_purpose"
    NOBODY_ASKED = "nobody_asked"
    PLACE_NEEDED = "place_needed"
    NO_TIME_SUGGESTED = "no_time_suggested"
    MOVED = "moved"
    MOVED_SINCE = "moved_since"


def check_times(starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    """Raise unless the meeting is ahead, ends after it begins, and lasts no longer than a day.

    An hour is left out in March and comes twice in October: no meeting begins or ends in it.
    """
    check_all(lambda: _check_hour(starts_at, "starts"), lambda: _check_hour(ends_at, "ends"))
    # instants, not what the clock shows
    starts_at, ends_at = starts_at.astimezone(UTC), ends_at.astimezone(UTC)
    check_all(lambda: _check_ahead(starts_at, now), lambda: _check_length(starts_at, ends_at))


def _check_hour(at: datetime, field: str) -> None:
    if is_left_out(at):
        raise SipRuleError(MeetingRefusal.LEFT_OUT, field=field)
    if comes_twice(at):
        raise SipRuleError(MeetingRefusal.COMES_TWICE, field=field)


def _check_ahead(starts_at: datetime, now: datetime) -> None:
    if starts_at <= now:
        raise SipRuleError(MeetingRefusal.IN_PAST, field="day")


def _check_length(starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        raise SipRuleError(MeetingRefusal.ENDS_FIRST, field="ends")
    if ends_at - starts_at > LONGEST_MEETING:
        raise SipRuleError(MeetingRefusal.TOO_LONG, field="ends")


def check_asked(asked: Collection[object]) -> None:
    """Raise when nobody is asked to come."""
    if not asked:
        raise SipRuleError(MeetingRefusal.NOBODY_ASKED, field="asked")


def check_place(place: str, *, is_needed: bool) -> None:
    """Raise when it has to be said where one meets, and is not."""
    if is_needed and not place:
        raise SipRuleError(MeetingRefusal.PLACE_NEEDED, field="place")


def meet_others(times: Sequence[tuple[datetime, datetime]]) -> frozenset[int]:
    """Which of some meetings, by their places among them, are held while another one is."""
    return frozenset(
        at
        for at, (starts, ends) in enumerate(times)
        for other, (begins, stops) in enumerate(times)
        if at != other and starts < stops and begins < ends
    )


def check_purpose(phase: Phase, purpose: MeetingPurpose) -> None:
    """Raise when there is no plan to follow up yet."""
    if purpose is MeetingPurpose.FOLLOW_UP and phase not in BUSY:
        raise SipRuleError(MeetingRefusal.WRONG_PURPOSE, field="purpose")


def may_note_reply(reply: Reply, noted_by: str | None) -> bool:
    """Whether staff may note what a private person has said: not over that person's own answer."""
    return reply is Reply.NONE or noted_by is not None


def check_planned(status: MeetingStatus) -> None:
    """Raise when the meeting has been held or cancelled."""
    if status is not MeetingStatus.PLANNED:
        raise SipRuleError(MeetingRefusal.CLOSED)


def check_begun(starts_at: datetime, now: datetime) -> None:
    """Raise when the meeting has not begun: nobody has been present yet."""
    if now < starts_at:
        raise SipRuleError(MeetingRefusal.AHEAD)


def takes_notes(status: MeetingStatus, starts_at: datetime, now: datetime) -> bool:
    """Whether something can be noted of a meeting: it has begun, and was not called off."""
    return status is not MeetingStatus.CANCELLED and starts_at <= now


def check_takes_notes(status: MeetingStatus, starts_at: datetime, now: datetime) -> None:
    """Raise when nothing can be noted of the meeting."""
    if status is MeetingStatus.CANCELLED:
        raise SipRuleError(MeetingRefusal.CALLED_OFF)
    if not takes_notes(status, starts_at, now):
        raise SipRuleError(MeetingRefusal.NOTHING_SAID_YET)


def time_asked(starts_at: datetime, ends_at: datetime) -> str:
    """The time that people are asked to, as a form carries it that answers to it."""
    return f"{starts_at.astimezone(UTC).isoformat()}/{ends_at.astimezone(UTC).isoformat()}"


def check_called_off(read: str, asked: str) -> None:
    """Raise when the meeting has another time by now than the one that is called off."""
    if read != asked:
        raise SipRuleError(MeetingRefusal.MOVED_SINCE)


def check_time_asked(answered_to: str, asked: str) -> None:
    """Raise when the meeting has another time by now than the one that is answered to."""
    if answered_to != asked:
        raise SipRuleError(MeetingRefusal.MOVED)

"""Which times a meeting can have, and when it is held. Pure."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

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
    WRONG_PURPOSE = "wrong_purpose"
    NOBODY_ASKED = "nobody_asked"
    PLACE_NEEDED = "place_needed"
    NO_TIME_SUGGESTED = "no_time_suggested"


def check_times(starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    """Raise unless the meeting is ahead, ends after it begins, and lasts no longer than a day.

    An hour is left out in March and comes twice in October: no meeting begins or ends in it.
    """
    for field, at in (("starts", starts_at), ("ends", ends_at)):
        if is_left_out(at):
            raise SipRuleError(MeetingRefusal.LEFT_OUT, field=field)
        if comes_twice(at):
            raise SipRuleError(MeetingRefusal.COMES_TWICE, field=field)
    # instants, not what the clock shows
    starts_at, ends_at = starts_at.astimezone(UTC), ends_at.astimezone(UTC)
    if starts_at <= now:
        raise SipRuleError(MeetingRefusal.IN_PAST, field="day")
    if ends_at <= starts_at:
        raise SipRuleError(MeetingRefusal.ENDS_FIRST, field="ends")
    if ends_at - starts_at > LONGEST_MEETING:
        raise SipRuleError(MeetingRefusal.TOO_LONG, field="ends")


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

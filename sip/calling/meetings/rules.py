"""Which times a meeting can have, when it is held, and how far it takes the plan. Pure."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from sip.kernel.phases import RUNNING
from sip.kernel.refusals import SipRefusal, SipRuleError
from sip.kernel.vocabulary import MeetingPurpose, MeetingStatus, Phase

MEETING_PHASES: Mapping[MeetingPurpose, frozenset[Phase]] = {
    MeetingPurpose.PLANNING: RUNNING,
    MeetingPurpose.FOLLOW_UP: frozenset({Phase.PLANNING, Phase.FOLLOWING_UP}),
}
LONGEST_MEETING = timedelta(hours=10)


def check_times(starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    """Raise unless the meeting is ahead, ends after it begins, and lasts no longer than a day."""
    # instants, not what the clock shows: an hour is left out in March and comes twice in October
    starts_at, ends_at = starts_at.astimezone(UTC), ends_at.astimezone(UTC)
    if starts_at <= now:
        raise SipRuleError(SipRefusal.MEETING_IN_PAST, field="day")
    if ends_at <= starts_at:
        raise SipRuleError(SipRefusal.MEETING_ENDS_FIRST, field="ends")
    if ends_at - starts_at > LONGEST_MEETING:
        raise SipRuleError(SipRefusal.MEETING_TOO_LONG, field="ends")


def check_purpose(phase: Phase, purpose: MeetingPurpose) -> None:
    """Raise unless the plan has come to where such a meeting is held."""
    if phase not in MEETING_PHASES[purpose]:
        raise SipRuleError(SipRefusal.WRONG_MEETING, field="purpose")


def check_planned(status: MeetingStatus) -> None:
    """Raise when the meeting has been held or cancelled."""
    if status is not MeetingStatus.PLANNED:
        raise SipRuleError(SipRefusal.MEETING_CLOSED)


def check_begun(starts_at: datetime, now: datetime) -> None:
    """Raise when the meeting has not begun: nobody has been present yet."""
    if now < starts_at:
        raise SipRuleError(SipRefusal.MEETING_AHEAD)


def phase_when_planned(phase: Phase, purpose: MeetingPurpose) -> Phase:
    """How far the plan has come once a meeting is planned."""
    first = purpose is MeetingPurpose.PLANNING and phase is Phase.PREPARING
    return Phase.MEETING if first else phase


def phase_when_held(phase: Phase, purpose: MeetingPurpose) -> Phase:
    """How far the plan has come once the meeting has been held."""
    first = purpose is MeetingPurpose.PLANNING and phase is Phase.MEETING
    return Phase.PLANNING if first else phase

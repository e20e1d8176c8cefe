"""Summons, invitations and meetings: who gets which, who may answer, and what time allows. Pure."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID

from portal.authz import OrganisationKind
from sip.kernel.refusals import SipRefusal, SipRuleError
from sip.kernel.vocabulary import CallKind, CallStatus, MeetingPurpose, MeetingStatus, Phase

# Those whose duty it is to take part when the other calls (SoL 10:8, HSL 16:4)
PRINCIPALS = frozenset({OrganisationKind.MUNICIPALITY, OrganisationKind.REGION})
# Kinds of organisation that can be called at all
CALLABLE = PRINCIPALS | {
    OrganisationKind.POLICE,
    OrganisationKind.SCHOOL,
    OrganisationKind.OTHER_AUTHORITY,
}

# before the plan is prepared nobody is called; afterwards others may still be needed
CALLING = frozenset({Phase.PREPARING, Phase.MEETING, Phase.PLANNING, Phase.FOLLOWING_UP})
MEETING_PHASES: Mapping[MeetingPurpose, frozenset[Phase]] = {
    MeetingPurpose.PLANNING: CALLING,
    MeetingPurpose.FOLLOW_UP: frozenset({Phase.PLANNING, Phase.FOLLOWING_UP}),
}
LONGEST_MEETING = timedelta(hours=10)


def kind_for(organisation: OrganisationKind) -> CallKind:
    """A principal is summoned; everybody else is invited."""
    return CallKind.SUMMONS if organisation in PRINCIPALS else CallKind.INVITATION


def answer_by(sent_at: datetime, days: int) -> datetime:
    """When an answer must have come. It does not move when the call is forwarded."""
    return sent_at + timedelta(days=days)


def reminder_at(due: datetime, days_before: int) -> datetime:
    """When somebody who has not answered is reminded."""
    return due - timedelta(days=days_before)


def is_late(status: CallStatus, due: datetime, now: datetime) -> bool:
    """Nobody has answered in time."""
    return status is CallStatus.SENT and due <= now


def check_may_call(phase: Phase) -> None:
    """Raise unless somebody can be called now."""
    if phase not in CALLING:
        raise SipRuleError(SipRefusal.WRONG_PHASE)


def check_waiting(status: CallStatus) -> None:
    """Raise when the call has been answered or withdrawn."""
    if status is not CallStatus.SENT:
        raise SipRuleError(SipRefusal.CALL_CLOSED)


def check_forward(status: CallStatus, at: UUID | None, to: UUID) -> None:
    """Raise unless a call that lies at unit `at` may go on to unit `to`."""
    check_waiting(status)
    if at == to:
        raise SipRuleError(SipRefusal.SAME_UNIT, field="unit")


def check_decline(kind: CallKind, status: CallStatus) -> None:
    """Raise for a summons: it binds the principal, who can only pass it to the right unit."""
    if kind is CallKind.SUMMONS:
        raise SipRuleError(SipRefusal.SUMMONS_BINDS)
    check_waiting(status)


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

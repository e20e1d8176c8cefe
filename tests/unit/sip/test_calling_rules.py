"""Who is summoned, what may be done with a call, and which times can be true."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from portal.authz import OrganisationKind
from portal.clock import STOCKHOLM
from sip.calling import rules
from sip.kernel.refusals import SipRefusal, SipRuleError
from sip.kernel.vocabulary import CallKind, CallStatus, MeetingPurpose, MeetingStatus, Phase

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
HERE, THERE = UUID(int=1), UUID(int=2)


@pytest.mark.parametrize("kind", OrganisationKind)
def test_only_principals_are_summoned(kind: OrganisationKind) -> None:
    is_principal = kind in {OrganisationKind.MUNICIPALITY, OrganisationKind.REGION}
    assert (rules.kind_for(kind) is CallKind.SUMMONS) == is_principal


@pytest.mark.parametrize("status", CallStatus)
def test_a_summons_is_never_declined_and_an_invitation_only_while_it_waits(
    status: CallStatus,
) -> None:
    with pytest.raises(SipRuleError) as refused:
        rules.check_decline(CallKind.SUMMONS, status)
    assert refused.value.refusal is SipRefusal.SUMMONS_BINDS
    if status is CallStatus.SENT:
        rules.check_decline(CallKind.INVITATION, status)
    else:
        with pytest.raises(SipRuleError):
            rules.check_decline(CallKind.INVITATION, status)


@pytest.mark.parametrize("status", CallStatus)
def test_only_what_waits_is_passed_on_and_never_to_where_it_is(status: CallStatus) -> None:
    if status is CallStatus.SENT:
        rules.check_forward(status, None, THERE)
        rules.check_forward(status, HERE, THERE)
        with pytest.raises(SipRuleError):
            rules.check_forward(status, HERE, HERE)
    else:
        with pytest.raises(SipRuleError):
            rules.check_forward(status, HERE, THERE)


def test_late_begins_when_the_time_is_out() -> None:
    due = rules.answer_by(NOW, 5)
    instant = timedelta(microseconds=1)
    assert not rules.is_late(CallStatus.SENT, due, due - instant)
    assert rules.is_late(CallStatus.SENT, due, due)
    assert not rules.is_late(CallStatus.TAKEN, due, due + HOUR)
    assert rules.reminder_at(due, 3) == NOW + timedelta(days=2)


@pytest.mark.parametrize(
    ("starts", "ends", "refusal"),
    [
        (NOW, NOW + HOUR, SipRefusal.MEETING_IN_PAST),
        (NOW + HOUR, NOW + HOUR, SipRefusal.MEETING_ENDS_FIRST),
        (NOW + 2 * HOUR, NOW + HOUR, SipRefusal.MEETING_ENDS_FIRST),
        (NOW + HOUR, NOW + 12 * HOUR, SipRefusal.MEETING_TOO_LONG),
    ],
)
def test_times_that_cannot_be(starts: datetime, ends: datetime, refusal: SipRefusal) -> None:
    with pytest.raises(SipRuleError) as refused:
        rules.check_times(starts, ends, NOW)
    assert refused.value.refusal is refusal


def test_a_meeting_in_the_hour_that_is_left_out_in_spring_ends_as_it_begins() -> None:
    night = datetime(2027, 3, 28, tzinfo=STOCKHOLM)
    with pytest.raises(SipRuleError) as refused:
        rules.check_times(night.replace(hour=2, minute=30), night.replace(hour=3, minute=30), NOW)
    assert refused.value.refusal is SipRefusal.MEETING_ENDS_FIRST


def test_a_meeting_is_held_when_it_has_begun() -> None:
    rules.check_begun(NOW, NOW)
    with pytest.raises(SipRuleError):
        rules.check_begun(NOW + HOUR, NOW)


@pytest.mark.parametrize("status", MeetingStatus)
def test_only_a_planned_meeting_changes(status: MeetingStatus) -> None:
    if status is MeetingStatus.PLANNED:
        rules.check_planned(status)
    else:
        with pytest.raises(SipRuleError):
            rules.check_planned(status)


@pytest.mark.parametrize("phase", Phase)
def test_when_somebody_is_called_and_met(phase: Phase) -> None:
    running = {Phase.PREPARING, Phase.MEETING, Phase.PLANNING, Phase.FOLLOWING_UP}
    allowed = {
        MeetingPurpose.PLANNING: running,
        MeetingPurpose.FOLLOW_UP: {Phase.PLANNING, Phase.FOLLOWING_UP},
    }
    assert _allows(lambda: rules.check_may_call(phase)) == (phase in running)
    for purpose, phases in allowed.items():
        assert _allows(lambda p=purpose: rules.check_purpose(phase, p)) == (phase in phases)


def test_the_first_meeting_carries_the_plan_on_and_later_ones_do_not() -> None:
    first = MeetingPurpose.PLANNING
    assert rules.phase_when_planned(Phase.PREPARING, first) is Phase.MEETING
    assert rules.phase_when_held(Phase.MEETING, first) is Phase.PLANNING
    for phase in (Phase.PLANNING, Phase.FOLLOWING_UP):
        for purpose in MeetingPurpose:
            assert rules.phase_when_planned(phase, purpose) is phase
            assert rules.phase_when_held(phase, purpose) is phase


def _allows(check: Callable[[], None]) -> bool:
    try:
        check()
    except SipRuleError:
        return False
    return True

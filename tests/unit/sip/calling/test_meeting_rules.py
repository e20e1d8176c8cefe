"""Which times a meeting can have, when it is held, and how far it takes the plan."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.zone import STOCKHOLM
from sip.calling.meetings import rules
from sip.kernel.refusals import SipRuleError
from sip.kernel.vocabulary import MeetingPurpose, MeetingStatus, Phase

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("starts", "ends", "refusal"),
    [
        (NOW, NOW + HOUR, rules.MeetingRefusal.IN_PAST),
        (NOW + HOUR, NOW + HOUR, rules.MeetingRefusal.ENDS_FIRST),
        (NOW + 2 * HOUR, NOW + HOUR, rules.MeetingRefusal.ENDS_FIRST),
        (NOW + HOUR, NOW + 12 * HOUR, rules.MeetingRefusal.TOO_LONG),
    ],
)
def test_times_that_cannot_be(
    starts: datetime, ends: datetime, refusal: rules.MeetingRefusal
) -> None:
    with pytest.raises(SipRuleError) as refused:
        rules.check_times(starts, ends, NOW)
    assert refused.value.refusal is refusal


SPRING = datetime(2027, 3, 28, tzinfo=STOCKHOLM)
AUTUMN = datetime(2027, 10, 31, tzinfo=STOCKHOLM)


@pytest.mark.parametrize(
    ("starts", "ends", "refusal", "field"),
    [
        (SPRING.replace(hour=2), SPRING.replace(hour=4), "LEFT_OUT", "starts"),
        (
            SPRING.replace(hour=2, minute=30),
            SPRING.replace(hour=3, minute=30),
            "LEFT_OUT",
            "starts",
        ),
        (SPRING.replace(hour=1), SPRING.replace(hour=2, minute=59), "LEFT_OUT", "ends"),
        (AUTUMN.replace(hour=2), AUTUMN.replace(hour=4), "COMES_TWICE", "starts"),
        (AUTUMN.replace(hour=1), AUTUMN.replace(hour=2, minute=59), "COMES_TWICE", "ends"),
    ],
)
def test_no_meeting_begins_or_ends_in_the_hour_that_is_left_out_or_comes_twice(
    starts: datetime, ends: datetime, refusal: str, field: str
) -> None:
    with pytest.raises(SipRuleError) as refused:
        rules.check_times(starts, ends, NOW)
    assert refused.value.refusal is rules.MeetingRefusal[refusal]
    assert refused.value.field == field


@pytest.mark.parametrize("night", [SPRING, AUTUMN])
def test_a_meeting_may_last_through_the_night_when_the_clock_changes(night: datetime) -> None:
    rules.check_times(night.replace(hour=1, minute=59), night.replace(hour=3), NOW)


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
@pytest.mark.parametrize(
    ("purpose", "allowed"),
    [
        (
            MeetingPurpose.PLANNING,
            set(Phase),
        ),
        (MeetingPurpose.FOLLOW_UP, {Phase.PLANNING, Phase.FOLLOWING_UP}),
    ],
)
def test_when_a_meeting_of_each_kind_is_planned(
    phase: Phase, purpose: MeetingPurpose, allowed: set[Phase]
) -> None:
    if phase in allowed:
        rules.check_purpose(phase, purpose)
    else:
        with pytest.raises(SipRuleError):
            rules.check_purpose(phase, purpose)


def test_meetings_at_the_same_hour_meet_and_those_that_follow_each_other_do_not() -> None:
    first, inside = (NOW, NOW + 2 * HOUR), (NOW + HOUR, NOW + HOUR * 1.5)
    after, apart = (NOW + 2 * HOUR, NOW + 3 * HOUR), (NOW + 9 * HOUR, NOW + 10 * HOUR)
    assert rules.meet_others([first, inside, after, apart]) == {0, 1}
    assert rules.meet_others([first]) == frozenset()

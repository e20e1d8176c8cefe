"""When a group should meet next, and what is expected of whom in it."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from agreements.expected import (
    GroupDecided,
    GroupFacts,
    GroupMeets,
    Task,
    expected_in_group,
)
from agreements.facts import Every
from agreements.groups import next_day
from agreements.known import rhythm_of
from agreements.reminders import group_reminders

TODAY = date(2026, 11, 27)
THEN = datetime(2026, 10, 1, tzinfo=UTC)
CONVENER, OTHER, THIRD = uuid4(), uuid4(), uuid4()


@pytest.mark.parametrize(
    ("last", "every", "unit", "following"),
    [
        (date(2026, 11, 27), 2, Every.WEEKS, date(2026, 12, 11)),
        (date(2026, 11, 30), 3, Every.MONTHS, date(2027, 3, 1)),  # no 30 February; a Sunday
        (date(2024, 2, 29), 1, Every.YEARS, date(2025, 2, 28)),
        (date(2026, 11, 28), 1, Every.WEEKS, date(2026, 12, 7)),  # a Saturday
        (date(2026, 11, 29), 1, Every.WEEKS, date(2026, 12, 7)),  # a Sunday
    ],
)
def test_a_series_proposes_a_weekday(last: date, every: int, unit: Every, following: date) -> None:
    assert next_day(last, every, unit) == following


def _facts(**values: object) -> GroupFacts:
    return GroupFacts(convener=CONVENER, since=THEN, **values)  # type: ignore[arg-type]


def _told(facts: GroupFacts) -> list[tuple[Task, object]]:
    return [(one.task, one.party) for one in expected_in_group(facts, TODAY)]


def test_a_decision_waits_for_its_owner_the_nearest_day_first() -> None:
    later = GroupDecided(uuid4(), OTHER, THEN, TODAY + timedelta(days=9), "Senare")
    late = GroupDecided(uuid4(), THIRD, THEN, TODAY - timedelta(days=1), "Nu")
    found = expected_in_group(_facts(decisions=[later, late]), TODAY)

    assert [one.party for one in found] == [THIRD, OTHER]
    assert [one.is_late(TODAY) for one in found] == [True, False]
    assert found[0].page == f"/decisions/{late.id}/done"


def test_minutes_wait_for_the_convener_and_then_for_those_who_confirm_them() -> None:
    meeting = uuid4()
    assert _told(_facts(unwritten=[GroupMeets(meeting, THEN)])) == [(Task.WRITE_MINUTES, CONVENER)]
    unhanded = _facts(unconfirmed=[GroupMeets(meeting, THEN)])
    assert _told(unhanded) == [(Task.HAND_OVER_MINUTES, CONVENER)]
    waiting = _facts(unconfirmed=[GroupMeets(meeting, THEN, [OTHER, THIRD])])
    assert _told(waiting) == [(Task.CONFIRM_MINUTES, OTHER), (Task.CONFIRM_MINUTES, THIRD)]


@pytest.mark.parametrize(
    ("days", "coming", "is_asked"),
    [(30, False, True), (31, False, False), (-5, False, True), (5, True, False)],
)
def test_the_convener_is_asked_to_call_the_next_meeting_when_it_is_near(
    days: int, *, coming: bool, is_asked: bool
) -> None:
    meets = [GroupMeets(uuid4(), datetime(2026, 12, 1, tzinfo=UTC))] if coming else []
    facts = _facts(next_on=TODAY + timedelta(days=days), coming=meets)

    assert _told(facts) == ([(Task.CONVENE, CONVENER)] if is_asked else [])


def test_everybody_is_reminded_of_a_meeting_and_the_owner_of_a_decision() -> None:
    group, meeting, decision = uuid4(), uuid4(), uuid4()
    facts = _facts(
        coming=[GroupMeets(meeting, datetime(2026, 11, 30, 9, tzinfo=UTC))],
        decisions=[GroupDecided(decision, OTHER, THEN, TODAY, "Nu")],
    )
    found = [*group_reminders(group, facts, TODAY, timedelta(days=7))]

    assert [(one.kind, one.party) for one in found] == [
        ("group.meeting_near", None),
        ("group.due", OTHER),
    ]
    assert found[1].path == f"/groups/{group}/decisions/{decision}/done"
    # not of what is weeks away
    assert not [*group_reminders(group, facts, TODAY - timedelta(days=20), timedelta(days=7))]


def test_what_the_agreement_says_of_how_often_goes_before_what_the_group_says() -> None:
    fact = {
        "key": "mote-chefer",
        "declared": {"default": [{"every": 6, "unit": "months"}]},
        "said": None,
    }
    said = fact | {"said": {"values": [{"every": 2, "unit": "weeks"}]}}
    silent = fact | {"said": {"not_relevant": "Vi ringer"}}

    for row, every in ((fact, 6), (said, 2), (silent, 3), (None, 3)):
        rhythm = rhythm_of(row, 3, "months")
        assert rhythm is not None
        assert rhythm.every == every
    assert rhythm_of(None, None, None) is None

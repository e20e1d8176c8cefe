"""Activities of an agreement: planned ahead, late after their day, and ended once."""

from datetime import date, timedelta

import pytest

from agreements.activities import words
from agreements.planned import (
    ActivityRefusal,
    ActivityRuleError,
    ActivityState,
    check_due,
    state_of,
)

TODAY = date(2026, 11, 28)
YESTERDAY = TODAY - timedelta(days=1)


def test_an_activity_is_late_after_its_day_until_it_has_ended() -> None:
    assert state_of(TODAY, TODAY, is_done=None) is ActivityState.PLANNED
    assert state_of(YESTERDAY, TODAY, is_done=None) is ActivityState.LATE
    assert state_of(YESTERDAY, TODAY, is_done=True) is ActivityState.DONE
    assert state_of(YESTERDAY, TODAY, is_done=False) is ActivityState.DROPPED


def test_what_is_planned_lies_ahead() -> None:
    check_due(TODAY, TODAY)
    with pytest.raises(ActivityRuleError) as refused:
        check_due(YESTERDAY, TODAY)
    assert refused.value.refusal is ActivityRefusal.HAS_BEEN


def test_every_code_has_its_words() -> None:
    for one in ActivityRefusal:
        assert words.refusal(ActivityRuleError(one))

"""What follows when somebody has been taken into care by LOB."""

from datetime import date

import pytest

from agreements.aftercare import (
    Contacted,
    ContactOutcome,
    LobWorkRefusal,
    LobWorkRuleError,
    check_contacted,
    check_reported,
    check_reviewed,
    contact_due,
    tally,
)
from agreements.facts import Duration, Unit
from agreements.lob_work import words

FRIDAY, TODAY = date(2026, 11, 27), date(2026, 11, 28)


def test_contact_is_due_within_what_is_agreed_and_a_weekend_is_no_working_day() -> None:
    assert contact_due(Duration(Unit.WORKING_DAYS, 1), FRIDAY) == date(2026, 11, 30)
    assert contact_due(Duration(Unit.AT_ONCE), FRIDAY) == FRIDAY
    with pytest.raises(LobWorkRuleError) as refused:
        contact_due(None, FRIDAY)
    assert refused.value.refusal is LobWorkRefusal.NOT_AGREED


def _reported(day: date, begins: date | None, last: date | None) -> LobWorkRefusal | None:
    try:
        check_reported(day, begins, last, TODAY)
    except LobWorkRuleError as broken:
        return broken.refusal
    return None


def test_a_report_is_of_a_day_on_which_the_agreement_held() -> None:
    assert _reported(FRIDAY, FRIDAY, None) is None
    assert _reported(FRIDAY, FRIDAY, FRIDAY) is None
    assert _reported(TODAY, FRIDAY, FRIDAY) is LobWorkRefusal.NOT_IN_FORCE
    assert _reported(FRIDAY, TODAY, None) is LobWorkRefusal.NOT_IN_FORCE
    assert _reported(FRIDAY, None, None) is LobWorkRefusal.NOT_IN_FORCE
    assert _reported(date(2026, 11, 29), FRIDAY, None) is LobWorkRefusal.NOT_YET


def _contacted(done_on: date) -> LobWorkRefusal | None:
    try:
        check_contacted(done_on, FRIDAY, TODAY)
    except LobWorkRuleError as broken:
        return broken.refusal
    return None


def test_contact_is_made_from_the_day_of_the_report_until_today() -> None:
    assert _contacted(FRIDAY) is None
    assert _contacted(TODAY) is None
    assert _contacted(date(2026, 11, 26)) is LobWorkRefusal.BEFORE_REPORT
    assert _contacted(date(2026, 11, 29)) is LobWorkRefusal.NOT_YET


def _reviewed(day: date, next_on: date) -> LobWorkRefusal | None:
    try:
        check_reviewed(day, next_on, TODAY)
    except LobWorkRuleError as broken:
        return broken.refusal
    return None


def test_routines_have_been_gone_through_and_will_be_again() -> None:
    tomorrow = date(2026, 11, 29)
    assert _reviewed(TODAY, tomorrow) is None
    assert _reviewed(tomorrow, date(2026, 12, 24)) is LobWorkRefusal.NOT_YET
    assert _reviewed(FRIDAY, TODAY) is LobWorkRefusal.NEXT_HAS_BEEN


def test_what_is_made_is_counted_in_time_late_and_reached() -> None:
    found = tally(
        [
            Contacted(FRIDAY, FRIDAY, ContactOutcome.REACHED),
            Contacted(FRIDAY, TODAY, ContactOutcome.REACHED),
            Contacted(TODAY, FRIDAY, ContactOutcome.NOT_REACHED),
        ]
    )
    assert (found.done, found.in_time, found.late, found.reached) == (3, 2, 1, 2)


def test_every_code_has_its_words() -> None:
    assert set(words.OUTCOMES) == set(ContactOutcome)
    for one in LobWorkRefusal:
        assert words.refusal(LobWorkRuleError(one))

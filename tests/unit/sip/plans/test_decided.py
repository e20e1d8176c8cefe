"""What can be true of a decision, and when one is told to have waited too long."""

from datetime import date

import pytest

from sip.kernel.refusals import SipRuleError
from sip.plan.rules import is_unexecuted
from sip.writing.rules import WritingRefusal, check_decided

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("decided_on", "today", "is_old"),
    [
        (date(2026, 8, 28), TODAY, False),
        (date(2026, 8, 27), TODAY, True),
        (date(2025, 11, 30), date(2026, 2, 28), False),
        (date(2025, 11, 30), date(2026, 3, 1), True),
        (date(2025, 12, 1), date(2026, 3, 2), True),
        (None, TODAY, False),
    ],
)
def test_three_months_go_by_the_calendar(
    decided_on: date | None, today: date, *, is_old: bool
) -> None:
    assert is_unexecuted(decided_on, today) is is_old


def test_a_decision_is_taken_before_it_is_told_of() -> None:
    check_decided(TODAY, is_decided=True, tells_who=True, today=TODAY)
    check_decided(None, is_decided=False, tells_who=False, today=TODAY)
    with pytest.raises(SipRuleError) as refused:
        check_decided(date(2026, 11, 29), is_decided=True, tells_who=False, today=TODAY)
    assert refused.value.refusal is WritingRefusal.DECIDED_IN_FUTURE


@pytest.mark.parametrize(("day", "who"), [(TODAY, False), (None, True)])
def test_what_is_not_decided_has_no_day_and_nobody_who_decided(
    day: date | None, *, who: bool
) -> None:
    with pytest.raises(SipRuleError) as refused:
        check_decided(day, is_decided=False, tells_who=who, today=TODAY)
    assert refused.value.refusal is WritingRefusal.NOT_DECIDED

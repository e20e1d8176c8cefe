"""What keeping somebody out takes where their say counts, and when they are let back."""

from datetime import date
from uuid import UUID

import pytest

from sip.kernel.refusals import PlanRefusal, Refusal, SipRuleError
from sip.kernel.vocabulary import Standing
from sip.people.rules import PeopleRefusal
from sip.people.safety_rules import (
    check_as_read,
    check_confirms,
    check_lets_back,
    check_said,
    confirm_by,
    may_undo,
)

MAJA, LENA = UUID(int=1), UUID(int=2)


def refusal(error: pytest.ExceptionInfo[SipRuleError]) -> Refusal:
    return error.value.refusal


@pytest.mark.parametrize(("reason", "has_say"), [("Hot", True), ("", False)])
def test_why_is_asked_only_of_whose_say_counts(reason: str, *, has_say: bool) -> None:
    check_said(reason, has_say=has_say)


def test_whose_say_counts_is_not_kept_out_without_a_word() -> None:
    with pytest.raises(SipRuleError) as error:
        check_said("", has_say=True)
    assert refusal(error) is PeopleRefusal.REASON_NEEDED
    assert error.value.field == "reason"


def test_another_handler_confirms_it() -> None:
    check_confirms(LENA, MAJA, private=())
    check_confirms(LENA, MAJA, private={MAJA})
    with pytest.raises(SipRuleError) as error:
        check_confirms(MAJA, MAJA, private=())
    assert refusal(error) is PeopleRefusal.KEPT_OUT_BY_ONE
    with pytest.raises(SipRuleError) as error:
        check_confirms(LENA, MAJA, private={LENA})
    assert refusal(error) is PeopleRefusal.OWN_MATTER


def test_nobody_is_let_back_in_a_plan_that_stands_still() -> None:
    assert may_undo(Standing.GOING)
    check_lets_back(Standing.GOING, LENA, private={MAJA})
    for standing in set(Standing) - {Standing.GOING}:
        assert not may_undo(standing)
        with pytest.raises(SipRuleError) as error:
            check_lets_back(standing, LENA, private=())
        assert refusal(error) is PlanRefusal(standing.value)


def test_none_of_the_private_people_lets_anybody_back() -> None:
    with pytest.raises(SipRuleError) as error:
        check_lets_back(Standing.GOING, LENA, private={LENA})
    assert refusal(error) is PeopleRefusal.OWN_MATTER


def test_only_the_decision_that_was_read_is_answered() -> None:
    check_as_read(MAJA, MAJA)
    with pytest.raises(SipRuleError) as error:
        check_as_read(MAJA, LENA)
    assert refusal(error) is PeopleRefusal.DECIDED_ANEW


def test_a_week_is_given_to_confirm_it() -> None:
    assert confirm_by(date(2026, 11, 29)) == date(2026, 12, 6)

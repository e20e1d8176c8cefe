"""Who is summoned, what may be done with a call, and when."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from portal.authz import OrganisationKind
from sip.calling.calls import rules
from sip.kernel.days import day_of
from sip.kernel.refusals import SipRuleError
from sip.kernel.vocabulary import CallKind, CallStatus

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
    assert refused.value.refusal is rules.CallRefusal.SUMMONS_BINDS
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
    due = rules.answer_by(NOW, NOW.date() + timedelta(days=5))
    instant = timedelta(microseconds=1)
    assert not rules.is_late(CallStatus.SENT, due, due - instant)
    assert rules.is_late(CallStatus.SENT, due, due)
    assert not rules.is_late(CallStatus.TAKEN, due, due + HOUR)
    assert rules.reminder_at(due, 3) == due - timedelta(days=3)


def test_an_answer_may_come_all_of_the_last_day_that_is_agreed() -> None:
    at_once = rules.answer_by(NOW, NOW.date())
    assert day_of(at_once) == NOW.date()
    assert not rules.is_late(CallStatus.SENT, at_once, NOW + HOUR)
    without = rules.answer_by(NOW, None)
    assert day_of(without) == NOW.date() + rules.WITHOUT_A_TIME

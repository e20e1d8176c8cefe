"""What a plan must say, which dates can be true, and what may be said of what is held back."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from sip.agreement_link import AgreedMeasure, is_changed
from sip.content.rules import Content, is_overdue, may_say_more, missing_contents
from sip.kernel.phases import may_close, may_skip, standing_of
from sip.kernel.refusals import Refusal, SipRuleError
from sip.kernel.vocabulary import ActionKind, ActionStatus, Phase, Standing
from sip.plan.rules import CoordinationRefusal, check_end, check_follow_up, check_held, check_need
from sip.writing.rules import check_due

TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)


def refusal(check: Callable[[], None]) -> Refusal | None:
    try:
        check()
    except SipRuleError as broken:
        return broken.refusal
    return None


def test_an_empty_plan_lacks_all_four_contents() -> None:
    assert missing_contents([], has_lead=False) == tuple(Content)


def test_a_whole_plan_lacks_nothing() -> None:
    measures = [(ActionKind.ACTION, True), (ActionKind.OWN_ACTION, False)]

    assert missing_contents(measures, has_lead=True) == ()


def test_a_principal_s_measure_that_nobody_answers_for_is_missing_its_principal() -> None:
    measures = [(ActionKind.ACTION, True), (ActionKind.ACTION, False)]

    missing = missing_contents(measures, has_lead=True)

    assert missing == (Content.PRINCIPALS, Content.OTHERS)


@pytest.mark.parametrize("sources", range(5))
def test_that_something_is_held_back_is_said_when_it_points_at_nobody(sources: int) -> None:
    assert may_say_more(range(sources)) is (sources >= 2)


@pytest.mark.parametrize("status", ActionStatus)
def test_a_measure_is_late_from_the_day_after_its_last(status: ActionStatus) -> None:
    waits = status in {ActionStatus.NOT_STARTED, ActionStatus.IN_PROGRESS}

    assert not is_overdue(status, TODAY, TODAY)
    assert is_overdue(status, TODAY - DAY, TODAY) is waits
    assert not is_overdue(status, None, TODAY)


def test_a_last_day_is_within_the_plan_both_ends_included() -> None:
    first, last = TODAY, TODAY + 10 * DAY

    def check(day: date | None) -> Refusal | None:
        return refusal(lambda: check_due(day, started_on=first, ends_on=last))

    assert [check(None), check(first), check(last)] == [None, None, None]
    assert check(first - DAY) is CoordinationRefusal.DUE_BEFORE_PLAN
    assert check(last + DAY) is CoordinationRefusal.DUE_AFTER_END


def test_a_follow_up_lies_ahead_and_within_the_plan() -> None:
    last = TODAY + 10 * DAY

    def check(day: date) -> Refusal | None:
        return refusal(lambda: check_follow_up(day, today=TODAY, ends_on=last))

    assert [check(TODAY), check(last)] == [None, None]
    assert check(TODAY - DAY) is CoordinationRefusal.FOLLOW_UP_IN_PAST
    assert check(last + DAY) is CoordinationRefusal.FOLLOW_UP_AFTER_END


def test_a_plan_does_not_end_before_what_it_plans() -> None:
    def check(ends_on: date | None) -> Refusal | None:
        return refusal(lambda: check_end(ends_on, today=TODAY, latest=TODAY + 5 * DAY))

    assert [check(None), check(TODAY + 5 * DAY)] == [None, None]
    assert check(TODAY + 4 * DAY) is CoordinationRefusal.END_BEFORE_PLANNED
    assert check(TODAY - DAY) is CoordinationRefusal.END_IN_PAST


def test_a_need_is_found_today_or_before() -> None:
    assert refusal(lambda: check_need(TODAY, today=TODAY)) is None
    assert (
        refusal(lambda: check_need(TODAY + DAY, today=TODAY)) is CoordinationRefusal.NEED_IN_FUTURE
    )


def test_a_follow_up_is_held_between_its_agreement_and_today() -> None:
    agreed = TODAY - 5 * DAY

    def check(day: date) -> Refusal | None:
        return refusal(lambda: check_held(day, agreed_on=agreed, today=TODAY))

    assert [check(agreed), check(TODAY)] == [None, None]
    assert check(agreed - DAY) is CoordinationRefusal.HELD_BEFORE_AGREED
    assert check(TODAY + DAY) is CoordinationRefusal.HELD_IN_FUTURE


@pytest.mark.parametrize("phase", Phase)
@pytest.mark.parametrize("goes_on", [True, False])
def test_a_plan_is_either_left_undone_or_closed_and_that_once(
    phase: Phase, *, goes_on: bool
) -> None:
    standing = standing_of(phase, goes_on=goes_on)
    is_ended = phase in {Phase.CLOSED, Phase.NOT_STARTED}
    is_begun = phase in {Phase.PREPARING, Phase.MEETING, Phase.PLANNING, Phase.FOLLOWING_UP}
    is_written = phase in {Phase.PLANNING, Phase.FOLLOWING_UP}

    assert may_close(phase, standing) is (not is_ended and (is_begun or not goes_on))
    assert may_skip(phase, standing) is (not is_ended and not is_written and goes_on)
    expected = Standing(phase.value) if is_ended else None
    assert standing is (expected or (Standing.GOING if goes_on else Standing.FROZEN))


def test_a_measure_has_changed_when_another_agreement_names_somebody_else() -> None:
    ours, theirs, old, new = uuid4(), uuid4(), uuid4(), uuid4()

    def measure(responsible: set[UUID]) -> AgreedMeasure:
        return AgreedMeasure(
            key="",
            subject="",
            agreement_id=new,
            agreement="",
            section="",
            row_key="",
            phase="",
            title="",
            responsible=(),
            answering=(),
            responsible_ids=frozenset(responsible),
            cells=(),
        )

    def changed(found: AgreedMeasure | None, chosen_in: UUID) -> bool:
        return is_changed(found, chosen_in=chosen_in, organisation_id=ours)

    assert changed(measure({theirs}), old)
    assert changed(None, old)
    assert not changed(measure({ours, theirs}), old)
    assert not changed(measure({theirs}), new), "chosen otherwise from the start, with a reason"

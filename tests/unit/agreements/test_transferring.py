"""The month and the three months of a transfer, and what may be done when."""

from datetime import date

import pytest

from agreements.transferring import (
    Stage,
    TransferAnswer,
    TransferRefusal,
    TransferRuleError,
    TransferRuling,
    check_answer,
    check_day,
    check_withdrawal,
    months_after,
    must_finish_inquiry,
    stage_of,
)

ASKED = date(2026, 3, 2)
BY = date(2026, 4, 2)


@pytest.mark.parametrize(
    ("begins", "months", "ends"),
    [
        (date(2026, 3, 2), 1, date(2026, 4, 2)),
        # a month that has no such day ends on its last, which here is a Saturday
        (date(2026, 1, 31), 1, date(2026, 3, 2)),
        # Christmas Eve, Christmas and a weekend
        (date(2026, 11, 24), 1, date(2026, 12, 28)),
        # over the end of the year; Epiphany
        (date(2026, 12, 6), 1, date(2027, 1, 7)),
        (date(2026, 10, 15), 3, date(2027, 1, 15)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
    ],
)
def test_time_in_months_ends_on_the_same_day_or_the_next_working_day(
    begins: date, months: int, ends: date
) -> None:
    assert months_after(begins, months) == ends


@pytest.mark.parametrize(
    ("today", "answer", "rule_by", "ruling", "stage"),
    [
        (BY, None, None, None, Stage.ASKED),
        (date(2026, 4, 3), None, None, None, Stage.UNANSWERED),
        (BY, TransferAnswer.REFUSES, None, None, Stage.REFUSED),
        (BY, TransferAnswer.TAKES_OVER, None, None, Stage.TAKEN_OVER),
        (date(2026, 7, 7), None, date(2026, 7, 7), None, Stage.APPLIED),
        (date(2026, 7, 8), TransferAnswer.REFUSES, date(2026, 7, 7), None, Stage.OVERDUE),
        (BY, TransferAnswer.REFUSES, BY, TransferRuling.MOVED, Stage.MOVED),
        (BY, None, BY, TransferRuling.NOT_MOVED, Stage.STAYS),
        (BY, None, BY, TransferRuling.WITHDRAWN, Stage.STAYS),
    ],
)
def test_a_transfer_stands_where_its_days_and_answers_put_it(
    today: date,
    answer: TransferAnswer | None,
    rule_by: date | None,
    ruling: TransferRuling | None,
    stage: Stage,
) -> None:
    found = stage_of(today, answer=answer, answer_by=BY, rule_by=rule_by, ruling=ruling)

    assert found is stage


def test_a_no_has_its_reason_and_is_changed_only_into_a_yes() -> None:
    with pytest.raises(TransferRuleError) as silent:
        check_answer(TransferAnswer.REFUSES, "", Stage.ASKED, has_read_no=True)
    with pytest.raises(TransferRuleError) as again:
        check_answer(TransferAnswer.REFUSES, "Nej.", Stage.REFUSED, has_read_no=True)
    check_answer(TransferAnswer.TAKES_OVER, "", Stage.UNANSWERED, has_read_no=True)
    check_answer(TransferAnswer.TAKES_OVER, "", Stage.REFUSED, has_read_no=True)
    with pytest.raises(TransferRuleError, match="refused_meanwhile"):
        check_answer(TransferAnswer.TAKES_OVER, "", Stage.REFUSED, has_read_no=False)

    assert silent.value.refusal is TransferRefusal.REASON_NEEDED
    assert silent.value.field == "reason"
    assert again.value.refusal is TransferRefusal.ANSWERED_ALREADY


@pytest.mark.parametrize("stage", Stage)
def test_what_is_decided_or_at_ivo_is_neither_answered_nor_taken_back(stage: Stage) -> None:
    waits = stage in {Stage.ASKED, Stage.UNANSWERED, Stage.REFUSED}
    for check in (
        lambda: check_answer(TransferAnswer.TAKES_OVER, "", stage, has_read_no=True),
        lambda: check_withdrawal("Bor kvar här.", stage),
    ):
        if waits:
            check()
        else:
            with pytest.raises(TransferRuleError):
                check()


def test_what_is_taken_back_stays_so_and_says_why() -> None:
    found = stage_of(
        BY,
        answer=TransferAnswer.REFUSES,
        answer_by=BY,
        rule_by=None,
        ruling=None,
        withdrawn_on=BY,
    )
    with pytest.raises(TransferRuleError) as silent:
        check_withdrawal("", Stage.ASKED)

    assert found is Stage.WITHDRAWN
    assert (silent.value.refusal, silent.value.field) == (TransferRefusal.WHY_NEEDED, "reason")


@pytest.mark.parametrize(
    ("day", "refusal"),
    [
        (None, TransferRefusal.DAY_NEEDED),
        (date(2026, 4, 3), TransferRefusal.TO_COME),
        (date(2026, 3, 1), TransferRefusal.BEFORE_REQUEST),
    ],
)
def test_a_day_has_been_and_comes_after_what_it_answers(
    day: date | None, refusal: TransferRefusal
) -> None:
    with pytest.raises(TransferRuleError) as wrong:
        check_day(day, ASKED, BY, field="answered_on")

    assert (wrong.value.refusal, wrong.value.field) == (refusal, "answered_on")


def test_an_inquiry_that_has_begun_is_finished_unless_the_case_is_moved() -> None:
    finished = {one for one in Stage if must_finish_inquiry(one, has_inquiry=True)}

    assert finished == {*Stage} - {Stage.TAKEN_OVER, Stage.MOVED}
    assert not must_finish_inquiry(Stage.REFUSED, has_inquiry=False)

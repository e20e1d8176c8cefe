"""How a new method is introduced: fifteen steps, four phases, and whose they are."""

from datetime import date

import pytest

from agreements.competence import words
from agreements.competence.rules import (
    LAST_OF,
    STEPS,
    CompetenceRefusal,
    CompetenceRuleError,
    Phase,
    check_step,
    check_undone,
    is_managers,
    next_step,
    phase_of,
    which_method,
)

TODAY = date(2026, 11, 28)


def test_the_first_five_are_the_managers_and_every_step_has_its_words() -> None:
    assert [one for one in range(1, STEPS + 1) if is_managers(one)] == [1, 2, 3, 4, 5]
    assert sorted(words.STEPS) == list(range(1, STEPS + 1))
    assert set(words.PHASES) == set(Phase) == set(LAST_OF)


def test_each_step_is_in_one_of_four_phases() -> None:
    found = [phase_of(one) for one in range(1, STEPS + 1)]
    assert found == sorted(found, key=list(Phase).index)
    assert [found.count(phase) for phase in Phase] == [5, 5, 3, 2]


def test_next_is_the_first_that_is_not_done() -> None:
    assert next_step([]) == 1
    assert next_step([1, 2, 4]) == 3
    assert next_step(range(1, 16)) is None


def refused(number: int, done: set[int], day: date = TODAY) -> CompetenceRefusal:
    with pytest.raises(CompetenceRuleError) as error:
        check_step(number, done, day, TODAY)
    return error.value.refusal


def test_the_groups_steps_wait_until_there_is_a_group() -> None:
    assert refused(7, {1, 2, 3, 4, 5}) is CompetenceRefusal.NO_GROUP
    assert refused(15, set()) is CompetenceRefusal.NO_GROUP
    check_step(6, set(), TODAY, TODAY)
    check_step(7, {6}, TODAY, TODAY)
    check_step(5, {6}, TODAY, TODAY)


def test_a_step_is_done_once_and_not_before_its_day() -> None:
    assert refused(2, {2}) is CompetenceRefusal.DONE_ALREADY
    assert refused(2, set(), date(2026, 11, 29)) is CompetenceRefusal.NOT_YET


def test_the_group_is_not_taken_back_from_under_its_steps() -> None:
    with pytest.raises(CompetenceRuleError) as error:
        check_undone(6, {6, 9})
    assert error.value.refusal is CompetenceRefusal.NEEDED_BY_LATER
    check_undone(6, {5, 6})
    check_undone(9, {6, 9, 10})


@pytest.mark.parametrize(
    ("chosen", "written", "refusal"),
    [
        ("", "", CompetenceRefusal.NO_METHOD),
        ("MATRIX", "CRA", CompetenceRefusal.TWO_METHODS),
    ],
)
def test_a_page_is_about_one_method(chosen: str, written: str, refusal: CompetenceRefusal) -> None:
    with pytest.raises(CompetenceRuleError) as error:
        which_method(chosen, written)
    assert error.value.refusal is refusal
    assert [which_method("CRA", ""), which_method("", "CRA"), which_method("CRA", "CRA")] == [
        "CRA"
    ] * 3

"""Rules that say no at once are told at once."""

import pytest

from portal.errors import RuleBrokenError, check_all


def refuse(*fields: str) -> None:
    check_all(*(lambda field=field: _refuse(field) for field in fields))


def _refuse(field: str) -> None:
    raise RuleBrokenError(f"{field} is wrong", field=field)


def nothing() -> None:
    pass


def test_every_check_is_run_and_all_that_they_say_is_raised_once() -> None:
    with pytest.raises(RuleBrokenError) as broken:
        check_all(lambda: _refuse("a"), nothing, lambda: refuse("b", "c"), lambda: _refuse("d"))
    assert [one.field for one in broken.value.every] == ["a", "b", "c", "d"]
    assert all(not one.others for one in broken.value.others)


def test_nothing_is_raised_when_no_check_says_no() -> None:
    check_all(nothing, nothing)
    check_all()


def test_what_is_no_rule_is_raised_as_it_is() -> None:
    def fail() -> None:
        raise ValueError("no rule")

    with pytest.raises(ValueError, match="no rule"):
        check_all(lambda: _refuse("a"), fail)

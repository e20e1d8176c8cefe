"""Two people editing the same fields: nothing is lost, and nothing is written over unseen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.edits import Edit, check_as_seen, fingerprint, settle
from portal.errors import StaleError

FIELDS = ("title", "measure", "status")
values = st.fixed_dictionaries({name: st.sampled_from("abc") for name in FIELDS})


def test_what_the_form_did_not_touch_keeps_what_others_said() -> None:
    base = {"title": "Sova", "measure": "Fem nätter"}
    edit = Edit(values=base | {"measure": "Sex nätter"}, base=base)

    wanted = settle({"title": "Sova gott", "measure": "Fem nätter"}, edit, changed_by="Olle")

    assert wanted == {"measure": "Sex nätter"}


def test_two_who_changed_the_same_field_see_both() -> None:
    edit = Edit(values={"title": "Vila"}, base={"title": "Sova"})

    with pytest.raises(StaleError) as met:
        settle({"title": "Sova gott"}, edit, changed_by="Olle")

    (difference,) = met.value.differences
    assert (difference.yours, difference.theirs) == ("Vila", "Sova gott")
    assert difference.changed_by == "Olle"


def test_two_who_said_the_same_do_not_meet() -> None:
    edit = Edit(values={"title": "Vila"}, base={"title": "Sova"})

    assert settle({"title": "Vila"}, edit, changed_by="Olle") == {}


@given(base=values, current=values, mine=values)
def test_nothing_that_another_changed_is_written_over_unseen(
    base: dict[str, str], current: dict[str, str], mine: dict[str, str]
) -> None:
    try:
        wanted = settle(current, Edit(mine, base), changed_by="Olle")
    except StaleError as met:
        for one in met.differences:
            assert one.yours not in {base[one.label], one.theirs}
        return
    for name, value in wanted.items():
        assert value == mine[name]
        assert current[name] == base[name]


@given(base=values, current=values, mine=values)
def test_a_form_that_says_how_everything_is_to_be_puts_nothing_back(
    base: dict[str, str], current: dict[str, str], mine: dict[str, str]
) -> None:
    met = {name for name in FIELDS if mine[name] != current[name]}
    if current == base or not met:
        check_as_seen(fingerprint(base), current, mine, changed_by="Olle")
        return
    with pytest.raises(StaleError) as stale:
        check_as_seen(fingerprint(base), current, mine, changed_by="Olle")
    told = stale.value.differences
    assert {one.label for one in told} == met
    assert all((mine[one.label], current[one.label]) == (one.yours, one.theirs) for one in told)


def test_a_form_that_does_not_say_what_it_was_opened_with_changes_nothing() -> None:
    with pytest.raises(StaleError):
        check_as_seen("", {"title": "Sova"}, {"title": "Vila"})

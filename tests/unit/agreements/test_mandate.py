"""Who may sign by a mandate, in which turn, and which mandates could not be signed by."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.mandate import (
    Holder,
    Mandate,
    MandateState,
    check_mandate,
    is_turn,
    state_on,
    why_not,
)
from agreements.refusals import AgreementRuleError, Refusal

TODAY = date(2026, 11, 27)
A, B, C, D = (uuid4() for _ in range(4))
DAY = timedelta(days=1)


def _holders(*accounts: UUID) -> list[Holder]:
    return [Holder(one, f"Person {place}", place) for place, one in enumerate(accounts, start=1)]


TWO_OF_THREE = Mandate(
    id=uuid4(),
    body="Kommunstyrelsen",
    ground="§ 7",
    valid_from=TODAY,
    valid_until=TODAY,
    needed=2,
    in_order=False,
    holders=[*_holders(A, B, C), Holder(D, "Ersättaren", 2, is_substitute=True)],
)


def test_both_end_days_are_included() -> None:
    assert state_on(TWO_OF_THREE, TODAY) is MandateState.VALID
    assert state_on(TWO_OF_THREE, TODAY - DAY) is MandateState.COMING
    assert state_on(TWO_OF_THREE, TODAY + DAY) is MandateState.ENDED
    assert state_on(replace(TWO_OF_THREE, valid_until=None), date(2099, 1, 1)).value == "valid"
    assert state_on(replace(TWO_OF_THREE, is_revoked=True), TODAY) is MandateState.REVOKED


@pytest.mark.parametrize(
    ("who", "signed", "day", "refused"),
    [
        (A, [], TODAY, None),
        (A, [2], TODAY, None),
        (D, [1, 3], TODAY, None),
        (D, [2], TODAY, Refusal.PLACE_TAKEN),
        (B, [2], TODAY, Refusal.PLACE_TAKEN),
        (uuid4(), [], TODAY, Refusal.NO_MANDATE),
        (A, [], TODAY + DAY, Refusal.MANDATE_ENDED),
        (A, [], TODAY - DAY, Refusal.MANDATE_COMING),
    ],
)
def test_a_place_signs_once_while_the_mandate_is_valid(
    who: UUID, signed: list[int], day: date, refused: Refusal | None
) -> None:
    assert why_not(TWO_OF_THREE, who, signed, day) is refused


def test_in_order_none_signs_before_those_that_still_have_to() -> None:
    in_order = replace(TWO_OF_THREE, in_order=True)
    assert why_not(in_order, C, [], TODAY) is Refusal.NOT_YOUR_TURN
    assert why_not(in_order, B, [], TODAY) is None
    assert why_not(in_order, A, [2], TODAY) is Refusal.NOT_YOUR_TURN
    assert why_not(in_order, C, [2], TODAY) is None


@given(st.integers(1, 5), st.data())
def test_whoever_signs_in_turn_never_leaves_it_undone(places: int, data: st.DataObject) -> None:
    """However they choose among those whose turn it is, as many sign as have to."""
    needed = data.draw(st.integers(1, places))
    mandate = replace(
        TWO_OF_THREE, in_order=True, needed=needed, holders=_holders(*[uuid4()] * places)
    )
    signed: list[int] = []
    while len(signed) < needed:
        may = [
            one
            for one in range(1, places + 1)
            if one not in signed and is_turn(mandate, one, signed)
        ]
        assert may
        signed.append(data.draw(st.sampled_from(may)))
    assert signed == sorted(signed)


def test_in_any_order_every_pair_signs() -> None:
    for first, second in permutations([1, 2, 3], 2):
        assert is_turn(TWO_OF_THREE, second, [first])


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"valid_until": TODAY - DAY, "valid_from": TODAY - 9 * DAY}, Refusal.MANDATE_OVER),
        ({"valid_until": TODAY, "valid_from": TODAY + DAY}, Refusal.MANDATE_REVERSED),
        ({"holders": []}, Refusal.NOBODY_HOLDS),
        ({"needed": 4}, Refusal.TOO_FEW_PLACES),
        ({"needed": 0}, Refusal.TOO_FEW_PLACES),
        ({"holders": [Holder(A, "A", 1), Holder(B, "B", 1)]}, Refusal.PLACES_UNEVEN),
        ({"holders": [Holder(A, "A", 1), Holder(B, "B", 3)]}, Refusal.PLACES_UNEVEN),
        (
            {"holders": [Holder(A, "A", 1), Holder(B, "B", 2, is_substitute=True)]},
            Refusal.PLACES_UNEVEN,
        ),
    ],
)
def test_a_mandate_that_nobody_could_sign_by_is_refused(
    changes: dict[str, object], refused: Refusal
) -> None:
    check_mandate(TWO_OF_THREE, TODAY)
    with pytest.raises(AgreementRuleError) as raised:
        check_mandate(replace(TWO_OF_THREE, **changes), TODAY)
    assert raised.value.refusal is refused

"""What a clerical error is, and how a text says that it has been corrected."""

import pytest

from agreements.clerical import MOST_DIFFERENT, check_correction, difference, mark
from agreements.refusals import AgreementRuleError, Refusal

TEXT = "Komunen ringer inom tva dagar. Regionen svarar inom två veckor."


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Komunen", "Kommunen"),
        ("tva dagar", "två dagar"),
        ("ringer", "r" + "i" * MOST_DIFFERENT + "inger"),
        ("Regionen svarar", "Regionen svarar alltid"),
    ],
)
def test_a_slip_of_the_pen_is_corrected(before: str, after: str) -> None:
    check_correction(before, after, TEXT, ["Malå kommun"])


@pytest.mark.parametrize(
    ("before", "after", "refusal", "field"),
    [
        ("", "x", Refusal.WORDS_NOT_THERE, "before"),
        ("komunen", "kommunen", Refusal.WORDS_NOT_THERE, "before"),
        ("inom", "innan", Refusal.WORDS_NOT_ONCE, "before"),
        ("ringer", "ringer", Refusal.SAME_WORDS, "after"),
        ("ringer", " ", Refusal.SAME_WORDS, "after"),
        ("ringer", "x" * (MOST_DIFFERENT + 1), Refusal.TOO_MUCH_TO_CORRECT, "after"),
        ("Regionen svarar", "Kommunen svarar", Refusal.CHANGES_WHO, "after"),
        ("Regionen svarar", "Malå svarar i regionen", Refusal.CHANGES_WHO, "after"),
    ],
)
def test_what_is_none_is_refused(before: str, after: str, refusal: Refusal, field: str) -> None:
    with pytest.raises(AgreementRuleError) as refused:
        check_correction(before, after, TEXT, ["Malå"])
    assert (refused.value.refusal, refused.value.field) == (refusal, field)


def test_only_what_differs_counts() -> None:
    assert difference("samma inom två dagar", "samma inom tre dagar") == ("vå", "re")
    assert difference("aa", "aaa") == ("", "a")
    assert difference("x", "x") == ("", "")


def test_every_correction_is_marked_where_it_stands_also_after_later_ones() -> None:
    corrections = [
        ("tva", "två"),
        ("Komunen", "Kommunen"),
        ("två¹ dagar", "x"),
        ("två dagar", "2 dagar"),
    ]

    assert mark(TEXT, []) == TEXT
    assert mark(TEXT, corrections[:1]) == TEXT.replace("tva", "två¹")
    assert mark(TEXT, corrections[:2]) == (
        "Kommunen² ringer inom två¹ dagar. Regionen svarar inom två veckor."
    )
    # one whose words are not there is left out; one within another stays with it
    assert mark(TEXT, corrections) == (
        "Kommunen² ringer inom 2 dagar¹⁴. Regionen svarar inom två veckor."
    )

"""A redline shows all of both texts and nothing else."""

from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from agreements.negotiation.redline import redline

WORDS = st.sampled_from(["14", "dagar", "7", "30", "kommunen", " ", "  ", "\n", "\n\n", "å", "-"])
TEXTS = st.lists(WORDS, max_size=30).map("".join) | st.text(max_size=60)


@given(old=TEXTS, new=TEXTS)
@example(old="inom 14 dagar", new="inom 7 dagar")
@example(old="", new="")
@example(old="a\r\nb\u2028c\x0bd", new="a\nb\x85c")
def test_what_is_kept_and_deleted_is_the_old_text_and_kept_and_inserted_the_new(
    old: str, new: str
) -> None:
    changes = redline(old, new)

    assert "".join(text for kind, text in changes if kind != "insert") == old
    assert "".join(text for kind, text in changes if kind != "delete") == new
    assert {kind for kind, _ in changes} <= {"keep", "insert", "delete"}
    assert all(text for _, text in changes)
    kinds = [kind for kind, _ in changes]
    assert all(one != following for one, following in pairwise(kinds))


@given(text=TEXTS)
def test_the_same_text_has_nothing_changed(text: str) -> None:
    assert redline(text, text) == ([("keep", text)] if text else [])


def test_whole_words_change() -> None:
    assert redline("Vi svarar inom 14 dagar.", "Vi svarar inom 30 dagar.") == [
        ("keep", "Vi svarar inom "),
        ("delete", "14"),
        ("insert", "30"),
        ("keep", " dagar."),
    ]

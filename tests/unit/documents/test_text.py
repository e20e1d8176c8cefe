"""What is taken out of pasted text, and what is left alone."""

import pytest

from portal.documents.glyphs import breakable, printable
from portal.documents.text import clean, one_line


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Sjukstugan i Åsele", "Sjukstugan i Åsele"),
        ("A\u030asele", "Åsele"),
        ("a\x00b\x1bc\x7fd", "abcd"),
        ("rad ett\x0brad två\r\nrad tre\x0crad fyra", "rad ett\nrad två\nrad tre\nrad fyra"),
        ("betala \u202e001\u202c kronor", "betala 001 kronor"),
        ("över\u00adenskommelse\ufeff\u200b", "överenskommelse"),
        ("\uf0b7 punkt ur Word", "• punkt ur Word"),
        ("\uf0fe Klart \uf0a8", "☑ Klart ☐"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("sam\u200cverkan", "samverkan"),
        ("halv \ud83d emoji", "halv  emoji"),
    ],
)
def test_only_what_nobody_can_see_is_taken_out(typed, kept):
    assert clean(typed) == kept


def test_a_name_is_one_line_whatever_was_pasted():
    assert one_line("  Hälso- och\n\tsjukvårds\x0bnämnden ") == "Hälso- och sjukvårds nämnden"


def test_a_character_without_a_glyph_is_named_not_dropped():
    assert printable("Å – § ✓ 😀 \ue000 ᠮ") == "Å – § ✓ 😀 [U+E000] [U+182E]"


def test_a_long_word_may_be_broken_but_a_checksum_is_left_whole_to_be_copied():
    assert breakable("x" * 50).split("\u200b") == ["x" * 20, "x" * 20, "x" * 10]
    assert breakable("3f" * 32) == "3f" * 32

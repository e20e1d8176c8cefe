"""Words of every script that we have letters for stand in the PDF as they were written."""

import struct

import pytest

from portal.documents import glyphs
from portal.documents.glyphs import printable
from sip.archive.pdf import make_pdf
from tests.unit.documents.reading import open_pdf
from tests.unit.sip.archive.example import document

WORDS = {
    "Arabic": "زهرا رضایی می‌خواهم",
    "Hebrew": "דוד לוי",
    "Syriac": "ܐܫܘܪ",
    "Georgian": "გიორგი",
    "Armenian": "Արմեն",
    "Ethiopic": "ሰላም ትግርኛ",
    "Thai": "สมชาย",
    "Lao": "ສະບາຍດີ",
    "Khmer": "សុខ",
    "Myanmar": "မြန်မာ",
    "Devanagari": "नेपाल श्री",
    "Bengali": "বাংলা",
    "Gurmukhi": "ਪੰਜਾਬੀ",
    "Gujarati": "ગુજરાતી",
    "Tamil": "தமிழ்",
    "Telugu": "తెలుగు",
    "Sinhala": "සිංහල",
    "Tifinagh": "ⵜⵉⴼⵉ",
    "Symbols2": "☐ ☑ ☒ ✓ ➢",
}
EMOJI = "😀 🎉 👍"
CHINESE = "王芳"


def as_collection(font: bytes) -> bytes:
    """The font as the first of a collection, as fonts-noto-cjk has them."""
    header = struct.pack(">4sLLL", b"ttcf", 0x00010000, 1, 16)
    moved = bytearray(font)
    (count,) = struct.unpack_from(">H", font, 4)
    for record in range(count):
        at = 12 + record * 16 + 8
        struct.pack_into(">L", moved, at, struct.unpack_from(">L", font, at)[0] + len(header))
    return header + bytes(moved)


@pytest.fixture
def machine(monkeypatch, tmp_path):
    """A machine with a font of its own where East Asian letters are looked for."""
    font = tmp_path / "NotoSansCJK-Regular.ttc"
    monkeypatch.setattr(glyphs, "EAST_ASIAN", (font,))
    glyphs._covered.cache_clear()
    yield font
    glyphs._covered.cache_clear()


def test_letters_of_the_machine_s_font_are_shown_and_others_as_numbers(machine):
    assert printable(CHINESE) == "[U+738B][U+82B3]"
    assert glyphs.font_folders() == [glyphs.FONTS]

    # any font will do to be found there, read as a collection and handed on
    machine.write_bytes(as_collection((glyphs.FONTS / "Inter-Regular.ttf").read_bytes()))
    glyphs._covered.cache_clear()
    inter = glyphs._characters((glyphs.FONTS / "Inter-Regular.ttf").read_bytes())
    assert inter == glyphs._characters(machine.read_bytes())
    assert glyphs.font_folders() == [glyphs.FONTS, machine.parent]


def test_emoji_are_shown():
    assert printable(EMOJI) == EMOJI
    made = make_pdf(document(subject_name=f"Kim {EMOJI}"))
    assert any("NotoEmoji" in name for name in fonts_of(made))


@pytest.mark.parametrize("script", WORDS)
def test_every_letter_has_a_font(script):
    assert printable(WORDS[script]) == WORDS[script]


def test_the_fonts_of_all_scripts_are_in_the_file_when_their_letters_are():
    made = make_pdf(document(subject_name=" ".join(WORDS.values())))

    assert {f"NotoSans{script}-Regular" for script in WORDS} <= fonts_of(made)


def fonts_of(made):
    return {
        font.get_object()["/BaseFont"].split("+")[-1]
        for page in open_pdf(made).pages
        for font in page["/Resources"]["/Font"].values()
    }

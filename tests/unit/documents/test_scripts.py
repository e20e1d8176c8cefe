"""Words of every script that we have letters for stand in the PDF as they were written."""

import pytest

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


@pytest.mark.parametrize("script", WORDS)
def test_every_letter_has_a_font(script):
    assert printable(WORDS[script]) == WORDS[script]


def test_the_fonts_of_all_scripts_are_in_the_file_when_their_letters_are():
    made = make_pdf(document(subject_name=" ".join(WORDS.values())))
    fonts = {
        font.get_object()["/BaseFont"].split("+")[-1]
        for page in open_pdf(made).pages
        for font in page["/Resources"]["/Font"].values()
    }

    assert {f"NotoSans{script}-Regular" for script in WORDS} <= fonts

"""Names and words from right to left in the files: in their own direction, beside the others."""

import re

from portal.documents.commonmark import parse
from portal.documents.text import one_line
from portal.documents.word.document import new_document, save
from portal.documents.word.prose import add_blocks
from sip.archive.docx import make_docx
from sip.archive.pdf import make_pdf
from tests.unit.documents.reading import docx_text, open_docx, pdf_text
from tests.unit.sip.archive.example import MADE_AT, document

ZAHRA = "زهرا رضایی"
MARKS = re.compile("[\u2066-\u2069]")


def runs_of(markdown: str) -> list[tuple[str, bool, bool]]:
    """The runs of a text in Word: the words, from the right, bold for complex scripts."""
    docx = new_document(title="", author="", made_at=MADE_AT)
    add_blocks(docx, parse(markdown))
    return saved_runs(docx)


def saved_runs(docx) -> list[tuple[str, bool, bool]]:
    (paragraph,) = open_docx(save(docx)).paragraphs
    return [(run.text, bool(run.font.rtl), bool(run.font.cs_bold)) for run in paragraph.runs]


def test_word_gets_a_name_from_the_right_as_a_run_of_its_own():
    assert runs_of(f"Skrivet av **{ZAHRA}** den 2 maj") == [
        ("Skrivet av ", False, False),
        (ZAHRA, True, True),
        (" den 2 maj", False, False),
    ]


def test_a_sentence_from_the_right_is_so_to_its_last_point():
    said = "أريد أن أنام 8 ساعات."
    assert runs_of(said) == [(said, True, False)]


def test_two_names_beside_each_other_do_not_change_places():
    beside = f"{one_line(ZAHRA)} · {one_line('דוד לוי')}"
    docx = new_document(title="", author="", made_at=MADE_AT)
    docx.add_paragraph(beside)
    assert saved_runs(docx) == [
        (ZAHRA, True, False),
        (" · ", False, False),
        ("דוד לוי", True, False),
    ]


def test_a_plan_in_word_says_the_name_and_no_signs_around_it():
    made = make_docx(document(subject_name=ZAHRA))
    assert ZAHRA in docx_text(made)
    assert not MARKS.search(docx_text(made))
    assert not MARKS.search(open_docx(made).core_properties.title)
    assert docx_text(made).replace(ZAHRA, "Kim Andersson") == docx_text(make_docx(document()))


def test_letters_from_the_right_are_as_large_and_bold_as_the_others():
    for style in open_docx(make_docx(document())).styles.element.iter():
        if style.tag.endswith("}sz"):
            following = style.getnext()
            assert following is not None
            assert following.tag.endswith("}szCs")
            assert following.attrib == style.attrib


def test_no_sign_of_direction_is_shown_in_a_pdf():
    made = document(subject_name=ZAHRA)
    assert "[U+20" not in pdf_text(make_pdf(made))

"""The copy in Word: nothing is torn from what it belongs to at the end of a page."""

from itertools import pairwise

from sip.archive.docx import make_docx
from tests.unit.documents.reading import open_docx
from tests.unit.sip.archive.example import document


def test_what_belongs_together_is_on_one_page():
    paragraphs = open_docx(make_docx(document())).paragraphs
    facts = [one for one in paragraphs if one.text.startswith("Formulerat av")]
    assert facts
    assert all(one.paragraph_format.keep_with_next for one in facts)
    for before, source in pairwise(paragraphs):
        if source.text.startswith("Skrivet "):
            assert before.paragraph_format.keep_with_next

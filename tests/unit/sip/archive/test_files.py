"""A copy's three forms: the same words, read back by other programs, the same bytes each time."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.documents.pdf import attachment
from portal.documents.text import clean
from sip.archive.document import document_of, tells_of_unit, to_json
from sip.archive.docx import make_docx
from sip.archive.files import bytes_of, copy_of, own_file_of
from sip.archive.pdf import ATTACHMENT, make_pdf
from sip.archive.text import make_text
from sip.kernel.vocabulary import CopyForm, TextKind
from tests.unit.documents.reading import docx_text, open_docx, open_pdf, pdf_text, squeezed
from tests.unit.sip.archive.example import (
    MADE_AT,
    PERSON,
    content,
    document,
    empty,
    every_word,
    text,
)

READ = {
    CopyForm.PDF: pdf_text,
    CopyForm.DOCX: lambda file: "\n".join(
        (docx_text(file), open_docx(file).sections[0].header.paragraphs[0].text)
    ),
    CopyForm.TEXT: lambda file: file.decode("utf-8"),
}


@pytest.fixture(scope="module")
def made() -> bytes:
    return make_pdf(document())


@pytest.mark.parametrize("form", list(CopyForm))
def test_every_form_says_every_word(form: CopyForm) -> None:
    said = squeezed(READ[form](bytes_of(document(), form))).lower()

    missing = [word for word in every_word(document()) if squeezed(word).lower() not in said]
    assert missing == []


@pytest.mark.parametrize("form", list(CopyForm))
def test_a_plan_in_which_nothing_is_written_has_its_copy(form: CopyForm) -> None:
    bare = document_of(empty(), made_for="Norsjö kommun", made_by="Sara", made_at=MADE_AT)
    said = squeezed(READ[form](bytes_of(bare, form)))

    assert squeezed("Inga mål i den här kopian.") in said
    assert squeezed("Inga svar i den här kopian.") in said


@pytest.mark.parametrize("form", list(CopyForm))
def test_the_same_document_gives_the_same_bytes(form: CopyForm) -> None:
    assert bytes_of(document(), form) == bytes_of(document(), form)


def test_the_own_words_come_first() -> None:
    said = make_text(document())

    assert said.index("Att sova hela natten.") < said.index("Stöd med boende")
    assert said.index("Att sova hela natten.") < said.index("Söka annan bostad")


def test_that_something_is_held_back_is_said_only_where_the_page_says_it() -> None:
    assert "är inte delat" in make_text(document(is_held_back=True))
    assert "är inte delat" not in make_text(document(is_held_back=False))
    assert "hela planen" in make_text(document(is_whole=True, is_held_back=False))
    assert "hela planen" not in make_text(document(is_whole=False, is_held_back=False))


def test_what_is_missing_is_said_of_a_whole_plan_only() -> None:
    assert "Vad någon annan än kommunen" in make_text(document(is_whole=True))
    assert "SAKNAS" not in make_text(document(is_whole=False))


def test_protected_identity_is_marked_on_every_page() -> None:
    pages = open_pdf(make_pdf(document(is_protected=True))).pages

    assert all("Skyddade personuppgifter" in page.extract_text() for page in pages)


def test_a_unit_counts_as_placing() -> None:
    bare = content(participants=(), goals=(), loose_actions=())

    assert tells_of_unit(content())
    assert not tells_of_unit(bare)


def test_the_pdf_is_for_archives_and_for_everyone(made: bytes) -> None:
    metadata = open_pdf(made).trailer["/Root"]["/Metadata"].get_data().decode()

    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "<pdfaid:part>3</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert open_pdf(made).trailer["/Root"]["/Lang"] == "sv"


def test_no_property_of_a_file_tells_whose_plan_it_is(made: bytes) -> None:
    pdf, word = open_pdf(made).metadata, open_docx(make_docx(document())).core_properties
    properties = [pdf.title, pdf.author, word.title, word.author, word.comments, word.subject]

    assert properties[:2] == ["Samordnad individuell plan", "Norsjö kommun"]
    assert not any("Kim" in value for value in properties)
    late = datetime(2026, 11, 26, 23, 30, tzinfo=UTC)  # the 27th in Stockholm
    copy = copy_of(made, CopyForm.PDF, made_at=late)
    assert copy.name == "kopia-av-sip-2026-11-27-kl-00-30.pdf"
    assert own_file_of(made, CopyForm.DOCX, made_at=late).name == "min-sip-2026-11-27.docx"


def test_the_pdf_carries_its_content_as_data(made: bytes) -> None:
    data = attachment(made, ATTACHMENT)

    assert data == to_json(document())
    assert json.loads(data)["person"] == "Kim Andersson"


def test_another_moment_gives_another_file() -> None:
    later = document_of(
        content(), made_for="Norsjö kommun", made_by="Sara", made_at=MADE_AT + timedelta(1)
    )

    assert make_pdf(later) != make_pdf(document())


def test_what_looks_like_markup_is_text(made: bytes) -> None:
    nasty = '#read("/etc/passwd") = *rubrik* \\ <script>alert(1)</script> {{ 7*7 }} [U+1F600] $x$'
    written = document(matters=(text(TextKind.MATTERS, nasty, PERSON),))

    for form in CopyForm:
        assert squeezed(nasty) in squeezed(READ[form](bytes_of(written, form)))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=200))
def test_whatever_somebody_typed_can_be_archived(typed: str) -> None:
    written = document(matters=(text(TextKind.MATTERS, typed, PERSON),), subject_name=typed)

    for form in CopyForm:
        said = squeezed(READ[form](bytes_of(written, form)))
        assert squeezed("Mål och åtgärder").lower() in said.lower()
    assert squeezed(clean(typed)) in squeezed(make_text(written))


def test_a_meeting_says_who_came_and_what_was_decided() -> None:
    said = make_text(document())

    assert "PLANERINGSMÖTE DEN 22 NOVEMBER 2026 KL. 14.05" in said
    assert "Med var: Sara Nilsson, Kim Andersson." in said
    assert "Inte med: Erik Lund." in said
    assert "Beslut: Kommunen söker en lägenhet." in said
    # of a meeting that is not in sight nothing but the words is told
    assert "TILL ANDRA MÖTEN\nInför mötet: Vi har ringt hyresvärden." in said

"""The PDF: for everyone, for the archive, and the same bytes for the same document."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pytest
from pypdf import PdfWriter

from agreements.document import from_json, to_json
from agreements.documents.pdf import attached_source, make_pdf, remake
from portal.documents.pdf import UnreadablePdfError
from tests.unit.documents.example import draft, signed_agreement, twelve_pages
from tests.unit.documents.reading import open_pdf, pdf_text, squeezed


@pytest.fixture(scope="module")
def signed():
    return make_pdf(signed_agreement())


def test_it_declares_pdf_ua_1_and_pdf_a_3a(signed):
    metadata = open_pdf(signed).trailer["/Root"]["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "<pdfaid:part>3</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata


def test_it_is_tagged_and_swedish_and_has_its_title_and_author(signed):
    pdf = open_pdf(signed)
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert pdf.trailer["/Root"]["/Lang"] == "sv"
    assert pdf.metadata.title == signed_agreement().title
    assert pdf.metadata.author == "Norsjö kommun"
    assert pdf.metadata.creation_date == datetime(2026, 11, 22, 12, 30, tzinfo=UTC)


def test_every_letter_comes_from_the_fonts_we_ship(signed):
    fonts = {
        font.get_object()["/BaseFont"].split("+")[-1]
        for page in open_pdf(signed).pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert fonts == {"Inter-Regular", "Inter-Italic", "Inter-SemiBold"}


def test_the_headings_are_in_the_outline(signed):
    outline = open_pdf(signed).outline
    titles = [entry.title for entry in outline if not isinstance(entry, list)]
    assert titles[:2] == ["1. Ansvarsfördelning", "2. Samordnad individuell plan"]
    assert titles[-3:] == ["Vem gör vad", "Beslut", "Underskrifter"]


def test_the_same_document_gives_the_same_bytes(signed):
    make_pdf(draft())
    assert make_pdf(signed_agreement()) == signed


def test_threads_share_the_compiler_and_do_not_mix_documents():
    documents = [replace(draft(), version=version) for version in range(1, 9)]
    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(make_pdf, documents))
    assert [from_json(attached_source(pdf)) for pdf in made] == documents


def test_anyone_can_take_the_content_out_and_make_the_file_again(signed):
    source = attached_source(signed)
    assert source == to_json(signed_agreement())
    assert remake(source) == signed


def test_the_attachment_is_declared_as_the_source(signed):
    (attached,) = open_pdf(signed).trailer["/Root"]["/AF"]
    assert attached.get_object()["/AFRelationship"] == "/Source"
    assert attached.get_object()["/UF"] == "overenskommelse.json"


def test_a_file_without_the_content_says_so():
    with pytest.raises(UnreadablePdfError):
        attached_source(b"%PDF-1.7 inte mer")
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    with pytest.raises(UnreadablePdfError, match=r"overenskommelse\.json"):
        attached_source(_bytes_of(writer))


def _bytes_of(writer: PdfWriter) -> bytes:
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def test_every_page_says_title_version_and_number():
    pages = open_pdf(make_pdf(twelve_pages())).pages
    assert len(pages) >= 12
    for number, page in enumerate(pages, start=1):
        text = squeezed(page.extract_text())
        assert squeezed(f"{signed_agreement().title} · version 7") in text
        assert squeezed(f"Sida {number} ({len(pages)})") in text


def test_the_matrix_repeats_its_header_on_each_page():
    pages = [squeezed(p.extract_text()) for p in open_pdf(make_pdf(signed_agreement())).pages]
    holding = [page for page in pages if "Medverkar" in page and "EjaktuellM" in page]
    assert len(holding) == 2
    assert all("InsatsSocialtjänst" in page for page in holding)


def test_a_version_not_in_force_is_marked_on_every_page():
    for page in open_pdf(make_pdf(draft())).pages:
        assert "Utkast – gäller inte än" in page.extract_text()
    assert "gäller inte" not in pdf_text(make_pdf(signed_agreement()))
    ended = make_pdf(replace(signed_agreement(), status_label="Ersatt"))
    assert "Ersatt – gäller inte längre" in pdf_text(ended)


def test_a_document_without_anything_written_is_still_a_file():
    empty = replace(
        draft(), title="", parties=(), sections=(), columns=(), rows=(), template_adopted=""
    )
    text = pdf_text(make_pdf(empty))
    assert "Lokal överenskommelse" in text
    assert "Inget beslut är registrerat" in text


def test_a_cell_taller_than_a_page_goes_on_to_the_next():
    words = " ".join(f"ord{number}" for number in range(2_000))
    row = replace(signed_agreement().rows[0], title=words)
    text = squeezed(pdf_text(make_pdf(replace(signed_agreement(), rows=(row,)))))
    assert "ord0ord1ord2" in text
    assert "ord1999" in text


def test_what_is_signed_is_no_draft_on_any_page_and_says_which_file_it_is():
    copy = make_pdf(replace(draft(), status_label="Undertecknandeexemplar, version 7"))
    for page in open_pdf(copy).pages:
        assert "Undertecknandeexemplar, version 7" in page.extract_text()
    assert "Utkast" not in pdf_text(copy)
    assert "gäller inte" not in pdf_text(copy)
    signed = pdf_text(make_pdf(signed_agreement()))
    assert "Underskriften gäller filen Undertecknandeexemplar, version 7 (PDF)" in " ".join(
        signed.split()
    )


@pytest.mark.parametrize(
    ("label", "rendition"),
    [
        ("Utkast", b"draft"),
        ("Till beslut", b"draft"),
        ("Undertecknandeexemplar, version 7", b"default"),
        ("Undertecknad, börjar gälla 1 januari 2027", b"default"),
        ("Gällande", b"default"),
    ],
)
def test_the_metadata_says_whether_it_is_a_draft(label, rendition):
    pdf = make_pdf(replace(draft(), status_label=label))
    assert pdf.count(b"<xmpMM:RenditionClass>" + rendition + b"<") == 1
    assert b"RenditionClass>proof" not in pdf
    assert remake(attached_source(pdf)) == pdf


def test_a_gap_is_marked_and_stays_to_be_read():
    section = replace(draft().sections[0], text="**Kallelse:** [vem] kallar.")
    document = replace(draft(), sections=(section,))
    assert "[vem] kallar" in squeezed_words(pdf_text(make_pdf(document)))
    whole = replace(document, sections=(replace(section, text="**Kallelse:** vem kallar."),))
    assert len(make_pdf(document)) != len(make_pdf(whole))


def squeezed_words(text):
    return " ".join(text.split())

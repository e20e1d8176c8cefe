"""The DOCX: real headings, lists and tables, Swedish, without a clock."""

import zipfile
from dataclasses import replace
from datetime import datetime
from io import BytesIO

import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH as WD_ALIGN
from docx.oxml.ns import qn

from agreements.documents.docx import make_docx
from tests.unit.documents.example import draft, signed_agreement
from tests.unit.documents.reading import docx_paragraphs, docx_text, open_docx


@pytest.fixture(scope="module")
def signed():
    return make_docx(signed_agreement())


def headings(file, level):
    paragraphs = open_docx(file).paragraphs
    return [p.text for p in paragraphs if p.style.name == f"Heading {level}"]


def table(file, first_cell):
    return next(t for t in open_docx(file).tables if t.cell(0, 0).text == first_cell)


def test_the_title_and_the_facts_come_first(signed):
    paragraphs = open_docx(signed).paragraphs
    assert paragraphs[1].style.name == "Title"
    assert paragraphs[1].text == signed_agreement().title
    assert "Status: Gällande" in docx_paragraphs(signed)
    assert "Gäller: 1 januari 2027 – 31 december 2028" in docx_paragraphs(signed)
    assert "Följs upp senast: 1 mars 2028" in docx_paragraphs(signed)


def test_sections_are_headings_with_the_writers_headings_below(signed):
    assert headings(signed, 1)[2:4] == ["1. Ansvarsfördelning", "2. Samordnad individuell plan"]
    assert headings(signed, 1)[-3:] == ["Vem gör vad", "Beslut", "Underskrifter"]
    assert headings(signed, 2)[:2] == ["Så hittar personen rätt", "Förebyggande arbete"]


def test_the_contents_list_points_at_its_headings(signed):
    body = open_docx(signed).element.body
    anchors = [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))]
    marks = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    assert len([a for a in anchors if a]) == 12
    assert {a for a in anchors if a} == marks


def test_the_matrix_is_a_table_whose_header_row_repeats(signed):
    matrix = table(signed, "Insats")
    header = matrix.rows[0]
    assert header._tr.trPr.find(qn("w:tblHeader")) is not None
    assert [cell.text.split("\n")[0] for cell in header.cells] == [
        *("Insats", "Socialtjänst", "Primärvård", "Psykiatrisk specialistvård", "Polis"),
    ]
    assert len(matrix.rows) == 1 + 5 + 35
    assert [cell.text for cell in matrix.rows[2].cells] == [
        *("Fråga om alkoholvanor vid nybesök\nAUDIT, svaret dokumenteras", "Medansvar"),
        *("Huvudansvar", "Medverkar", "Ej aktuell"),
    ]


def test_a_phase_is_one_cell_across_the_table(signed):
    phase = table(signed, "Insats").rows[1]
    assert len(phase._tr.tc_lst) == 1
    assert phase._tr.tc_lst[0].grid_span == 5
    assert phase.cells[0].text == "Upptäcka"


def test_decisions_and_signatures_are_tables(signed):
    decisions = [t for t in open_docx(signed).tables if t.cell(0, 1).text == "Beslutsfattare"]
    assert [cell.text for cell in decisions[0].rows[1].cells] == [
        *("Norsjö kommun", "Kommunstyrelsen", "§ 112", "3 november 2026", "KS-2026-311"),
    ]
    signatures = [t for t in open_docx(signed).tables if t.cell(0, 1).text == "Namn"]
    assert [cell.text for cell in signatures[0].rows[3].cells] == [
        *("Region Västerbotten", "Göran Öberg", "Hälso- och sjukvårdsdirektör"),
        "2 juli 2026 kl. 00.30",
    ]
    assert "a7" * 32 in signatures[0].rows[4].cells[0].text


def test_who_has_not_signed_gets_lines_to_sign_on(signed):
    assert docx_text(signed).count("Inte undertecknad: ") == 1
    assert "Inte undertecknad: Polismyndigheten" in docx_paragraphs(signed)
    blank = docx_text(make_docx(draft()))
    assert blank.count("Inte undertecknad: ") == 3
    assert blank.count("Namnförtydligande") == blank.count("Ort och datum") == 3


def test_the_language_is_swedish(signed):
    with zipfile.ZipFile(BytesIO(signed)) as parts:
        styles = parts.read("word/styles.xml").decode()
    defaults = styles[styles.index("<w:docDefaults") : styles.index("</w:docDefaults>")]
    assert 'w:lang w:val="sv-SE"' in defaults
    assert 'w:val="en-US"' not in defaults


def test_the_properties_say_title_author_and_one_fixed_time(signed):
    properties = open_docx(signed).core_properties
    assert properties.title == signed_agreement().title
    assert properties.author == properties.last_modified_by == "Norsjö kommun"
    made_at = datetime.fromisoformat("2026-11-22T12:30:00+00:00")
    assert properties.created == properties.modified == made_at
    assert properties.comments == ""


def test_the_footer_counts_pages_and_a_draft_is_marked(signed):
    footer = open_docx(signed).sections[0].footer._element.xml
    assert 'w:instr="PAGE"' in footer
    assert 'w:instr="NUMPAGES"' in footer
    assert open_docx(signed).sections[0].header.paragraphs[0].text == ""
    header = open_docx(make_docx(draft())).sections[0].header
    assert header.paragraphs[0].text == "Utkast – gäller inte än"


def test_lists_are_lists_and_each_counts_from_its_own_start():
    text = "1. ett\n2. två\n\nMellan\n\n4. fyra\n   - punkt"
    section = replace(draft().sections[0], text=text)
    document = open_docx(make_docx(replace(draft(), sections=(section,))))
    items = [p for p in document.paragraphs if p._p.pPr is not None and p._p.pPr.numPr is not None]
    numbers = [p._p.pPr.numPr.numId.val for p in items]
    assert [p.text for p in items] == ["ett", "två", "fyra", "punkt"]
    assert numbers[0] == numbers[1] != numbers[2] != numbers[3]
    assert items[3]._p.pPr.numPr.ilvl.val == 1
    numbering = document.part.numbering_part.element
    starts = {n.numId: n.lvlOverride_lst[0].startOverride.val for n in numbering.num_lst[-3:-1]}
    assert starts == {numbers[0]: 1, numbers[2]: 4}


def test_the_same_document_gives_the_same_bytes(signed):
    assert make_docx(signed_agreement()) == signed


def test_a_gap_is_highlighted():
    section = replace(draft().sections[0], text="**Kallelse:** [vem] kallar.")
    document = open_docx(make_docx(replace(draft(), sections=(section,))))
    runs = [run for paragraph in document.paragraphs for run in paragraph.runs]
    assert [run.text for run in runs if run.font.highlight_color] == ["[vem]"]


def test_a_table_of_a_section_is_one_with_a_header_row_and_sides(signed):
    costs = table(signed, "Kostnad")

    assert costs.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert [[cell.text for cell in row.cells] for row in costs.rows] == [
        ["Kostnad", "Kommunen", "Regionen"],
        ["Boende under vårdtiden", "60 %", "40 %"],
        ["Resor till mötet", "100 %", ""],
    ]
    assert costs.cell(1, 0).paragraphs[0].runs[0].bold
    assert [costs.cell(1, at).paragraphs[0].alignment for at in (0, 1)] == [None, WD_ALIGN.RIGHT]

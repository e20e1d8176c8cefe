"""The XLSX of the matrix: its words, its look, one sheet of paper, no formula and no clock."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from agreements.documents.xlsx import make_xlsx
from tests.unit.documents.example import draft, signed_agreement

HEAD = ["Insats", "Förklaring", "Socialtjänst", "Primärvård", "Psykiatrisk specialistvård", "Polis"]


def sheet_of(file):
    return load_workbook(BytesIO(file)).worksheets[0]


@pytest.fixture(scope="module")
def sheet():
    return sheet_of(make_xlsx(signed_agreement()))


def head_of(sheet):
    return next(row for row in sheet.iter_rows() if row[0].value == "Insats")


def test_it_says_what_it_is_of_and_how_it_stands(sheet):
    assert sheet.title == "Vem gör vad"
    assert sheet["A1"].value == signed_agreement().title
    assert "Status: Gällande" in sheet["A3"].value
    assert "gäller inte än" in sheet_of(make_xlsx(draft()))["A4"].value


def test_every_measure_has_its_words_on_their_tint(sheet):
    head = head_of(sheet)
    assert [cell.value.split("\n")[0] for cell in head] == HEAD
    rows = {row[0].value: row for row in sheet.iter_rows(min_row=head[0].row + 1)}
    assert len([one for one in rows.values() if one[2].value]) == 35
    for measure in signed_agreement().rows:
        cells = rows[measure.title][2:]
        assert len(cells) == 4
        for cell in cells:
            is_tinted = cell.fill.fill_type == "solid"
            assert is_tinted == (cell.value in {"Huvudansvar", "Medansvar", "Medverkar"})


def test_the_head_stays_and_it_is_printed_on_one_sheet(sheet):
    row = head_of(sheet)[0].row
    assert sheet.freeze_panes == f"B{row + 1}"
    assert sheet.print_title_rows == f"${row}:${row}"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 1)


@pytest.mark.parametrize("text", ["=1+1", "=cmd|' /C calc'!A0", "+46", "@SUM(A1)", "-2"])
def test_no_text_is_taken_for_a_formula(text):
    first, *others = draft().rows
    file = make_xlsx(replace(draft(), title=text, rows=(replace(first, title=text), *others)))
    found = [cell for row in sheet_of(file).iter_rows() for cell in row if cell.value == text]
    assert len(found) == 2
    assert {cell.data_type for cell in found} == {"s"}


def test_the_same_document_gives_the_same_bytes():
    assert make_xlsx(draft()) == make_xlsx(draft())
    later = replace(draft(), made_at=draft().made_at + timedelta(days=1))
    assert make_xlsx(later) != make_xlsx(draft())

"""The matrix as a tool, and writing an agreement question by question."""

import io
import re

import pypdf
import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import Arrive
from tests.e2e.inspection import HEIGHT
from tests.e2e.person import Person, Way
from tests.e2e.test_bad_input import amira, draft

__all__ = ["amira", "draft"]

MEASURES = 33
SECTIONS = 9
# what all nine took: agreement, section, edit, save; and a list for each of the 56 questions
CLICKS_BEFORE = 40
WAYS = [Way(1280), Way(320, scripts=False)]
CELLS = "tr[data-row] select"
CHANGED = "[data-changed-count]"


def cells(page: Page, column: str) -> list[str]:
    """What the cells of a column say."""
    found: list[str] = page.locator(f"{CELLS}[name$='.{column}']").evaluate_all(
        "cells => cells.map(cell => cell.value)"
    )
    return found


def test_every_measure_fits_a_screen_under_a_head_that_stays(amira: Person, draft: str) -> None:
    amira.open(f"{draft}/matrix/fill")
    page = amira.page
    assert page.locator("tr[data-row]").count() == MEASURES
    page.locator(".matrix").evaluate("table => table.scrollIntoView()")
    table, bar = page.locator(".matrix").bounding_box(), page.locator(".save-bar").bounding_box()
    assert table
    assert bar
    assert table["height"] <= bar["y"], "the measures are higher than that"
    page.mouse.wheel(0, 400)
    page.wait_for_timeout(100)
    box = page.locator("thead th").first.bounding_box()
    assert box
    assert 0 <= box["y"] < HEIGHT / 3


def test_it_is_printed_on_one_sheet_on_its_side(amira: Person, draft: str) -> None:
    amira.open(f"{draft}/matrix/fill")
    printed = amira.page.pdf(prefer_css_page_size=True)
    pages = pypdf.PdfReader(io.BytesIO(printed)).pages
    with_matrix = [one for one in pages if "Smittskydd" in one.extract_text()]
    assert "Tidig upptäckt" in with_matrix[0].extract_text()
    assert len(with_matrix) == len(pages) == 1
    assert pages[0].mediabox.width > pages[0].mediabox.height


def test_keys_fill_cells_and_go_between_them(amira: Person, draft: str) -> None:
    amira.open(f"{draft}/matrix/fill")
    page, keys = amira.page, amira.page.keyboard
    page.get_by_text("Tangenter").click()
    page.locator(CELLS).first.focus()
    below = page.locator("tr[data-row]").first.locator("select").count()
    before = page.locator(CELLS).nth(below).input_value()
    keys.press("Enter")
    keys.press("2" if before != "shared" else "3")
    assert page.locator(CHANGED).inner_text() == "En ruta ändrad, inte sparad"
    keys.press("Control+ArrowRight")
    keys.press("1")
    keys.press("Shift+Enter")
    keys.press("Control+ArrowLeft")
    assert page.evaluate("document.activeElement.id") == page.locator(CELLS).first.get_attribute(
        "id"
    )
    told = page.locator("label:has(.cell-tag)").all_inner_texts()
    assert len(told) == page.locator(".cell-tag").count()
    page.locator(CELLS).nth(below).select_option(before)
    assert page.locator(".cell-tag").count() == len(told) - 1
    page.once("dialog", lambda asked: asked.accept())
    amira.page.goto(amira.demo.address + draft)


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_a_column_is_filled_looked_at_and_saved(way: Way, arrive: Arrive, draft: str) -> None:
    amira = arrive("amira.haddad", way)
    amira.open(f"{draft}/matrix/fill")
    page = amira.page
    page.locator(".matrix-many summary").click()
    value = "Medverkar" if set(cells(page, "polis")) != {"participates"} else "Ej aktuell"
    page.get_by_label("Sätt till").select_option(label=value)
    page.get_by_label("Vilka rutor").select_option(label="Alla rutor")
    page.locator("#fill_column").select_option(label="Polis")
    amira.press("Fyll i")
    assert len(set(cells(page, "polis"))) == 1
    assert "inte sparad" in page.locator(CHANGED).inner_text()
    assert page.locator(".cell-tag").count() > 0
    amira.press("Spara")
    amira.wait_for(["sparad"])
    assert page.locator(CHANGED).inner_text() == ""
    amira.open(f"{draft}/matrix/fill?phase=Behandling&column=polis&hints=y")
    assert page.locator("tr.phase").count() == 1
    assert len(set(cells(page, "polis"))) == 1


def begun(person: Person, way: Way) -> str:
    """A draft that says what the county's template says: its address."""
    person.open("/agreements/new")
    person.follow("Psykisk funktionsnedsättning 2026")
    person.write("Namn", f"Norsjö om psykisk funktionsnedsättning, {way.width}")
    # beside what is in force on the subject, signed on paper
    person.page.locator("input[name=replaces][value=none]").check()
    person.page.get_by_label("Länets mall, från början").check()
    person.press("Skapa")
    return person.page.url.removeprefix(person.demo.address)


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_nine_sections_take_less_than_half_of_what_they_took(way: Way, arrive: Arrive) -> None:
    """From the agreement's page to its last section saved; lists are chosen from in none."""
    nils = arrive("nils.barruk", way)
    draft = begun(nils, way)
    nils.follow("Skriv avsnitt 1")
    clicks = 1
    for number in range(1, SECTIONS + 1):
        assert f"Avsnitt {number} av {SECTIONS}" in nils.page.locator(".step").inner_text()
        for answer in nils.page.locator(".answer textarea").all():
            text = re.sub(r"\[.*?\]", "torsdag", answer.input_value())
            answer.fill(text or "Samordnaren svarar för det.")
        nils.press("Spara och gå till nästa avsnitt" if number < SECTIONS else "Spara")
        clicks += 1
    nils.open(draft)
    nils.wait_for([f"{SECTIONS} av {SECTIONS} avsnitt skrivna", "inga luckor"])
    assert re.search(r"\b(\d+) av \1 frågor", nils.page.inner_text("main"))
    assert clicks <= CLICKS_BEFORE // 2
    # so that the next who writes here begins anew
    nils.open(f"{draft}/withdraw")
    nils.write("Varför", "Det var ett prov.")
    nils.press("Avbryt arbetet")

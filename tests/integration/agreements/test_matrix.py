"""Who does what: filling cells, two who fill the same cell, and the rows."""

import pytest

from tests.integration.county import COORDINATOR, CountyOfTests, Parties

ROW = "tidig-upptackt"
CELL = f"cell-{ROW}.primarvard"
OTHER_CELL = "cell-motivation.primarvard"


def _fill_path(parties: Parties) -> str:
    return f"{parties.path}/matrix/fill"


def test_a_changed_cell_is_saved(parties: Parties) -> None:
    page = parties.create().municipality.open(_fill_path(parties))
    page.fill("Spara", {CELL: "shared"})

    assert "En ruta är ändrad" in page.soup.text
    assert page.value(CELL) == "shared"


def test_the_same_form_twice_changes_nothing_more(parties: Parties) -> None:
    page = parties.create().municipality.open(_fill_path(parties))
    page.fill("Spara", {CELL: "shared", OTHER_CELL: "participates"})
    assert "2 rutor är ändrade" in page.soup.text
    again = page.send_again()

    assert "ändrade" not in again.soup.text


def test_a_row_that_nobody_answers_for_says_so_and_still_saves(parties: Parties) -> None:
    page = parties.create().municipality.open(_fill_path(parties))
    page.fill("Spara", {f"cell-{ROW}.socialtjanst": "shared"})

    assert "Ingen har huvudansvar" in page.soup.find(id=f"row-{ROW}").text


def test_two_with_the_main_responsibility_are_told(parties: Parties) -> None:
    page = parties.create().municipality.open(_fill_path(parties))
    page.fill("Spara", {CELL: "responsible", f"cell-{ROW}.socialtjanst": "responsible"})

    assert "Flera har huvudansvar" in page.soup.find(id=f"row-{ROW}").text


def test_two_who_fill_different_cells_both_keep_theirs(
    county: CountyOfTests, parties: Parties
) -> None:
    parties.create()
    colleague = county.member(county.municipality, *COORDINATOR)
    mine = parties.municipality.open(_fill_path(parties))
    colleague.open(_fill_path(parties)).fill("Spara", {OTHER_CELL: "participates"})
    mine.fill("Spara", {CELL: "shared"})

    assert (mine.value(CELL), mine.value(OTHER_CELL)) == ("shared", "participates")


def test_two_who_fill_the_same_cell_are_both_shown_and_nothing_is_saved(
    county: CountyOfTests, parties: Parties
) -> None:
    parties.create()
    colleague = county.member(county.municipality, *COORDINATOR, name="Karin Kollega")
    mine = parties.municipality.open(_fill_path(parties))
    colleague.open(_fill_path(parties)).fill("Spara", {CELL: "participates"})

    mine.fill("Spara", {CELL: "shared", OTHER_CELL: "shared"}, status=409)
    assert "Karin Kollega ändrade samma ruta." in mine.text
    assert mine.value(CELL) == "shared"
    seen = colleague.open(_fill_path(parties))
    assert (seen.value(CELL), seen.value(OTHER_CELL)) == ("participates", "")

    mine.press("Använd det sparade")
    assert (mine.value(CELL), mine.value(OTHER_CELL)) == ("participates", "shared")


def test_ones_own_value_can_win_after_being_shown_the_other(
    county: CountyOfTests, parties: Parties
) -> None:
    parties.create()
    colleague = county.member(county.municipality, *COORDINATOR)
    mine = parties.municipality.open(_fill_path(parties))
    colleague.open(_fill_path(parties)).fill("Spara", {CELL: "participates"})
    mine.fill("Spara", {CELL: "shared"}, status=409)

    mine.press("Behåll mitt val")
    assert mine.value(CELL) == "shared"


def test_a_value_no_select_offers_is_refused(parties: Parties) -> None:
    page = parties.create().municipality.open(_fill_path(parties))
    page.post(_fill_path(parties), {CELL: "everything"}, status=422)


def test_a_cell_that_one_leaves_alone_keeps_what_the_other_chose(shared: Parties) -> None:
    path = f"{shared.path}/matrix/suggest"
    page = shared.region.open(path)
    before = page.value(CELL)
    wanted = "shared" if before != "shared" else "participates"
    page.press("Skicka förslaget till parterna", status=422, **{CELL: wanted})

    assert page.value(CELL) == wanted


def test_a_row_of_ones_own_is_added_once(parties: Parties) -> None:
    page = parties.create().municipality.open(f"{parties.path}/matrix/rows/new")
    page.press("Lägg till", title="Fältteam", hint="Kvällar och helger")
    again = page.send_again()
    rows = [row for row in again.soup.select("tr[data-row]") if "Fältteam" in row.text]

    assert len(rows) == 1
    assert "Kvällar och helger" in rows[0].text
    assert len(rows[0].select("select")) == 4


def test_a_duty_of_the_template_is_taken_out_with_a_reason_and_back_in(parties: Parties) -> None:
    page = parties.create().municipality.open(_fill_path(parties))
    link = page.soup.select_one(f"#row-{ROW} a")["href"]
    page.open(str(link))
    page.press("Ta bort insatsen", status=422)
    assert page.problems == ["Skriv varför, så att de andra parterna förstår."]

    page.press("Ta bort insatsen", reason="Regionen gör det.")
    page.send_again()
    assert page.soup.find(id=f"row-{ROW}") is None
    assert "Regionen gör det." in page.text

    title = next(one for one in page.buttons if one.startswith("Ta tillbaka"))
    page.press(title)
    assert page.soup.find(id=f"row-{ROW}") is not None
    assert page.value(f"cell-{ROW}.socialtjanst") == "responsible"


def test_after_sharing_the_matrix_is_no_longer_filled_directly(parties: Parties) -> None:
    page = parties.create().municipality.open(_fill_path(parties))
    action, data = page.filled("Spara", {CELL: "shared"})
    parties.share()
    page.post(action, data, status=422)

    assert "gått vidare" in page.problems[0]


@pytest.mark.parametrize("act", ["restore", "remove"])
def test_a_measure_of_another_agreement_does_not_exist_in_any_state(
    shared: Parties, parties: Parties, act: str
) -> None:
    page = parties.create().municipality.open(_fill_path(parties))
    link = str(page.soup.select_one(f"#row-{ROW} a")["href"])
    row = link.split("/rows/")[1].split("/")[0]
    address = f"{shared.path}/matrix/rows/{row}/{act}"

    shared.municipality.open(shared.path).post(address, {"reason": "Så."}, status=404)

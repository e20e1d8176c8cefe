"""Who does what: filling cells, two who fill the same cell, and the rows."""

import pytest

from tests.browser import Browser
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

    assert "rutor är ändrade" not in again.soup.text
    assert "Inget ändrades." in again.soup.text


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


def test_what_it_said_can_be_read_and_brought_back_before_sharing(parties: Parties) -> None:
    page = parties.create().municipality.open(_fill_path(parties))
    first = page.value(CELL)
    then, now = [one for one in ("shared", "participates", "none") if one != first][:2]
    page.press("Spara", **{CELL: then})
    page.press("Spara", **{CELL: now})
    versions = page.follow("Tidigare versioner")
    assert "Version 3 (står nu) Maja Öhlund" in versions.text
    assert versions.soup.select_one("h2").text == "3 versioner"

    page.open(f"{parties.path}/matrix/versions?version=2")
    assert "En ruta ändrades" in page.text
    assert page.soup.select_one(f"#row-{ROW} .cell-{then}")
    page.press("Ta tillbaka den här versionen")
    assert page.value(CELL) == then
    page.open(f"{parties.path}/matrix/versions?version=1").press("Ta tillbaka den här versionen")
    assert page.value(CELL) == first
    assert "Version 5 (står nu)" in page.open(f"{parties.path}/matrix/versions").text
    page.open(f"{parties.path}/matrix/versions?version=6", status=404)


def test_bringing_back_what_it_says_already_changes_nothing(parties: Parties) -> None:
    page = parties.create().municipality.open(_fill_path(parties))
    page.press("Spara", **{CELL: "none"})
    page.post(f"{parties.path}/matrix/restore", {"version": "2"})
    assert "Inget ändrades." in page.soup.text
    assert "2 versioner" in page.open(f"{parties.path}/matrix/versions").text


def test_the_others_see_what_changed_since_they_were_let_in_and_bring_nothing_back(
    parties: Parties,
) -> None:
    page = parties.create().municipality.open(_fill_path(parties))
    page.press("Spara", **{CELL: "none"})
    parties.write_sections().fill_matrix().set_term().share()
    path = f"{parties.path}/matrix/versions"
    own, region = parties.municipality.open(path), parties.region.open(path)
    last = own.soup.select_one(".entries .entry-title").text.split()[1]
    assert [one.text.split()[1] for one in region.soup.select(".entries .entry-title")] == [last]
    region.open(f"{path}?version=1", status=404)

    region.open(f"{parties.path}/matrix/suggest")
    region.press("Skicka förslaget till parterna", **{CELL: "shared"}, reason="Vi gör det.")
    link = region.url
    for party in (parties.municipality, parties.police):
        parties.answer(party, link)
    region.open(path)
    assert f"Version {int(last) + 1} (står nu) Nils Region" in region.text
    assert "Ta tillbaka" not in region.open(f"{path}?version={last}").text
    parties.municipality.open(path).post(
        f"{parties.path}/matrix/restore", {"version": "1"}, status=422
    )


def test_a_cell_says_what_is_suggested_for_it(shared: Parties) -> None:
    page = shared.region.open(f"{shared.path}/matrix/suggest")
    wanted = "shared" if page.value(CELL) != "shared" else "participates"
    page.press("Skicka förslaget till parterna", **{CELL: wanted}, reason="Vi gör det.")
    link = page.url
    matrix = shared.police.open(f"{shared.path}/matrix")
    told = {"shared": "Förslag: Medansvar", "participates": "Förslag: Medverkar"}[wanted]

    (mark,) = matrix.soup.select(".cell-pending")
    assert mark.text.startswith(told)
    assert link.endswith(str(mark["href"]))
    assert mark.find_parent("tr")["id"] == f"row-{ROW}"


def test_what_lacks_somebody_responsible_is_shown_by_itself(parties: Parties) -> None:
    page = parties.create().municipality.open(_fill_path(parties))
    page.press("Spara", **{f"cell-{ROW}.socialtjanst": "shared"})
    rows = page.soup.select("tr[data-row]")
    lacking = {str(row["id"]) for row in rows if row.select("[data-notices] li")}
    page.follow("Visa bara dem")
    assert {str(row["id"]) for row in page.soup.select("tr[data-row]")} == lacking
    page.press("Spara", **{CELL: "responsible"})
    assert "En ruta är ändrad" in page.soup.text
    assert page.value(CELL) == "responsible"


def test_empty_cells_are_set_at_once_where_somebody_answers(parties: Parties) -> None:
    page = parties.create().municipality.open(_fill_path(parties))
    page.press("Spara", **{CELL: "", f"cell-{ROW}.socialtjanst": "responsible"})
    other = {f"cell-motivation.{one}": "" for one in ("socialtjanst", "primarvard")}
    page.press("Spara, och sätt tomma rutor till Ej aktuell", **other)

    assert page.value(CELL) == "none"
    assert page.value("cell-motivation.primarvard") == ("none" if _answered(page) else "")


def _answered(page: Browser) -> bool:
    cells = page.soup.select("#row-motivation select option[selected]")
    return any(one["value"] == "responsible" for one in cells)


def test_one_measure_is_suggested_about_by_itself(shared: Parties) -> None:
    page = shared.region.open(f"{shared.path}/matrix")
    link = next(a for a in page.soup.select(f"#row-{ROW} a") if a.text.startswith("Föreslå"))
    page.open(str(link["href"]))
    assert [str(row["id"]) for row in page.soup.select("tr[data-row]")] == [f"row-{ROW}"]
    wanted = "shared" if page.value(CELL) != "shared" else "participates"
    page.press("Skicka förslaget till parterna", **{CELL: wanted}, reason="Vi gör det.")
    assert len(page.soup.select(".cell-change")) == 1
    page.open(f"{shared.path}/matrix/suggest?row=finns-inte", status=404)

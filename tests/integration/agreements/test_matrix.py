"""Who does what: filling cells, two who fill the same cell, and the rows."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import update

from agreements.tables.matrix import MatrixRow
from portal import clock
from portal.authz import OrganisationKind, Role
from tests.browser import Browser
from tests.integration.county import COORDINATOR, CountyOfTests, Parties
from tests.soup import Element

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


def test_without_any_row_there_is_nothing_to_fill_or_choose_from(
    county: CountyOfTests, parties: Parties
) -> None:
    parties.create()
    gone = {"removed_at": clock.now(), "removed_reason": "Står i papperet"}
    county.execute(update(MatrixRow).values(**gone))
    page = parties.municipality.open(_fill_path(parties))

    assert "Inga insatser står med." in page.text
    assert "Ta tillbaka" in page.text
    assert not {"Spara", "Visa"} & set(page.buttons)
    assert "Lägg till insats" in page.text


def test_a_row_of_ones_own_is_added_once(parties: Parties) -> None:
    page = parties.create().municipality.open(f"{parties.path}/matrix/rows/new")
    page.press("Lägg till", title="Fältteam", hint="Kvällar och helger")
    again = page.send_again()
    rows = [row for row in again.soup.select("tr[data-row]") if "Fältteam" in row.text]

    assert len(rows) == 1
    assert "Kvällar och helger" in rows[0].text
    assert len(rows[0].select("select")) == 5


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


def test_an_earlier_version_is_not_brought_back_over_one_that_was_not_seen(
    parties: Parties,
) -> None:
    page = parties.create().municipality.open(_fill_path(parties))
    page.press("Spara", **{CELL: "none"})
    late = Browser(parties.county.app, token=parties.municipality.token)
    late.open(f"{parties.path}/matrix/versions?version=1")
    page.press("Spara", **{CELL: "shared"})
    late.press("Ta tillbaka den här versionen", 409)

    assert page.open(_fill_path(parties)).value(CELL) == "shared"


def test_bringing_back_what_it_says_already_changes_nothing(parties: Parties) -> None:
    page = parties.create().municipality.open(_fill_path(parties))
    page.press("Spara", **{CELL: "none"})
    page.post(f"{parties.path}/matrix/restore", {"version": "2", "revision": "2"})
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
        f"{parties.path}/matrix/restore", {"version": "1", "revision": "1"}, status=422
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


def _chosen(page: Browser, column: str = "") -> dict[str, str]:
    """What each cell that is shown says, by its name; of one column, or of all."""
    cells = page.soup.select(f"tr[data-row] select[name*='.{column}']")
    return {str(cell["name"]): page.value(str(cell["name"])) for cell in cells}


def _changed(page: Browser) -> int:
    return len(page.soup.select(".cell-tag"))


def test_empty_cells_are_set_at_once_where_somebody_answers_and_saved_afterwards(
    county: CountyOfTests, parties: Parties
) -> None:
    page = parties.create().municipality.open(_fill_path(parties))
    page.press("Spara", **{CELL: "", f"cell-{ROW}.socialtjanst": "responsible"})
    nobody = {f"cell-motivation.{one}": "" for one in ("socialtjanst", "primarvard", "psykiatri")}
    page.press("Spara", **nobody)
    page.press("Fyll i", fill_value="none", fill_where="answered")

    assert page.value(CELL) == "none"
    assert page.value("cell-motivation.primarvard") == ""
    count = _changed(page)
    assert f"{count} rutor ändrade, inte sparade" in page.soup.text
    other = Browser(page.app, token=page.token).open(_fill_path(parties))
    assert other.value(CELL) == ""
    page.press("Spara")
    assert f"{count} rutor är ändrade och sparade." in page.soup.text
    assert page.value(CELL) == "none"


def test_a_column_is_filled_and_what_was_typed_before_stays(parties: Parties) -> None:
    page = parties.create().municipality.open(_fill_path(parties))
    page.press(
        "Fyll i",
        **{CELL: "shared"},
        fill_value="participates",
        fill_where="all",
        fill_column="polis",
    )

    assert set(_chosen(page, "polis").values()) == {"participates"}
    assert page.value(CELL) == "shared"
    assert page.soup.select_one(f"#row-{ROW} label[for='{CELL}'] .cell-tag")
    page.press("Spara")
    assert set(_chosen(page, "polis").values()) == {"participates"}


def test_filling_with_what_no_list_offers_is_refused(parties: Parties) -> None:
    parties.create()
    for made_up in ({"fill_value": "everything"}, {"fill_where": "here"}):
        page = parties.municipality.open(_fill_path(parties))
        action, data = page.filled("Fyll i", {})
        page.post(action, data | made_up, status=422)


def test_a_group_and_a_column_are_shown_by_themselves_and_the_rest_is_left_alone(
    parties: Parties,
) -> None:
    page = parties.create().municipality.open(_fill_path(parties))
    before = _chosen(page)
    page.open(f"{_fill_path(parties)}?phase=Behandling&column=polis")
    shown = _chosen(page)
    assert {name.split(".")[1] for name in shown} == {"polis"}
    assert {one.text.strip() for one in page.soup.select("tr.phase")} == {"Behandling"}
    assert f"{len(shown)} av 33 insatser visas." in page.text

    page.press("Fyll i", fill_value="none", fill_where="all")
    page.press("Spara")
    assert _chosen(page) == dict.fromkeys(shown, "none")
    assert _chosen(page.open(_fill_path(parties))) == before | dict.fromkeys(shown, "none")


def test_several_answering_and_empty_cells_are_found(parties: Parties) -> None:
    page = parties.create().municipality.open(_fill_path(parties))
    page.press("Spara", **{CELL: "responsible", f"cell-{ROW}.socialtjanst": "responsible"})
    assert set(_chosen(page.open(f"{_fill_path(parties)}?which=several"))) >= {CELL}
    empty = page.open(f"{_fill_path(parties)}?which=empty&column=socialtjanst")
    assert set(_chosen(empty).values()) == {""}
    page.post(f"{_fill_path(parties)}?which=empty", {}, status=200)
    for made_up in ("which=all", "phase=Annat", "column=kyrkan"):
        page.open(f"{_fill_path(parties)}?{made_up}", status=404)


def test_what_was_typed_is_never_out_of_sight(county: CountyOfTests, parties: Parties) -> None:
    parties.create()
    colleague = county.member(county.municipality, *COORDINATOR, name="Karin Kollega")
    mine = parties.municipality.open(_fill_path(parties))
    mine.press(
        "Spara", **{f"cell-{ROW}.{one}": "" for one in ("socialtjanst", "primarvard", "psykiatri")}
    )
    mine.open(f"{_fill_path(parties)}?which=lacking")
    colleague.open(_fill_path(parties)).fill("Spara", {CELL: "responsible"})

    mine.fill("Spara", {CELL: "shared"}, status=409)
    assert mine.value(CELL) == "shared"
    assert "Karin Kollega ändrade samma ruta." in mine.text


def test_the_checks_are_those_of_what_was_typed(parties: Parties) -> None:
    page = parties.create().municipality.open(_fill_path(parties))
    page.press("Fyll i", fill_value="responsible", fill_where="all")
    assert "Flera har huvudansvar" in page.soup.find(id=f"row-{ROW}").text
    assert "Ingen har huvudansvar" not in page.soup.select_one("table.matrix").text


def test_enter_in_a_cell_sends_nothing(shared: Parties) -> None:
    """What browsers press for somebody who presses Enter: the first button of the form."""
    page = shared.region.open(f"{shared.path}/matrix/suggest")
    first = page.soup.select_one("form.matrix-form button")
    assert (first["name"], first["value"]) == ("again", "look")  # type: ignore[index]
    wanted = "shared" if page.value(CELL) != "shared" else "participates"
    action, data = page.filled("Skicka förslaget till parterna", {CELL: wanted, "reason": "Så."})
    page.post(action, {**data, "again": "look"}, status=200)
    assert page.value(CELL) == wanted
    assert page.value("reason") == "Så."
    assert shared.police.open(f"{shared.path}/matrix").soup.select(".cell-pending") == []


def test_one_cell_is_suggested_about_from_that_cell(shared: Parties) -> None:
    page = shared.region.open(f"{shared.path}/matrix")
    cell = page.soup.select_one(f"#row-{ROW} a.cell-way[href$='column=primarvard']")
    assert cell is not None
    assert cell.text.endswith(
        "Föreslå ändring: Tidig upptäckt och screening i kommunen, Primärvård"
    )
    page.open(str(cell["href"]))
    assert [str(one["name"]) for one in page.soup.select("select[name^=cell-]")] == [CELL]
    wanted = "shared" if page.value(CELL) != "shared" else "participates"
    page.press("Skicka förslaget till parterna", **{CELL: wanted}, reason="Vi gör det.")
    assert len(page.soup.select(".cell-change")) == 1

    form = shared.police.open(f"{shared.path}/matrix/suggest")
    (mark,) = form.soup.select(".cell-pending")
    assert mark.find_parent("td").select_one("select")["name"] == CELL  # type: ignore[union-attr, index]
    assert [str(row["id"]) for row in _rows(form.open(f"{shared.path}/matrix?which=pending"))] == [
        f"row-{ROW}"
    ]
    assert shared.municipality.open(f"{shared.path}/matrix").soup.select("a.cell-way")


def test_who_may_not_suggest_has_no_way_there(county: CountyOfTests, shared: Parties) -> None:
    reader = county.member(county.region, Role.SIGNATORY)
    assert reader.open(f"{shared.path}/matrix").soup.select("a.cell-way, .row-links a") == []


def _rows(page: Browser) -> list[Element]:
    return page.soup.select("table.matrix tr[id^=row-]")


def test_one_measure_is_suggested_about_by_itself(shared: Parties) -> None:
    page = shared.region.open(f"{shared.path}/matrix")
    link = next(a for a in page.soup.select(f"#row-{ROW} a") if a.text.startswith("Föreslå"))
    page.open(str(link["href"]))
    assert [str(row["id"]) for row in page.soup.select("tr[data-row]")] == [f"row-{ROW}"]
    wanted = "shared" if page.value(CELL) != "shared" else "participates"
    page.press("Skicka förslaget till parterna", **{CELL: wanted}, reason="Vi gör det.")
    assert len(page.soup.select(".cell-change")) == 1
    page.open(f"{shared.path}/matrix/suggest?row=finns-inte", status=404)


def test_it_is_handed_over_as_a_spreadsheet(county: CountyOfTests, shared: Parties) -> None:
    page = shared.police.open(f"{shared.path}/matrix")
    link = next(a for a in page.soup.select("a") if a.text.startswith("Ladda ner"))
    answer = page.client.get(str(link["href"]), base_url=page.base_url)
    assert "vem-gor-vad.xlsx" in answer.headers["Content-Disposition"]
    sheet = load_workbook(BytesIO(answer.data)).worksheets[0]
    assert sheet.max_row > 33
    elsewhere = county.organisation("Dorotea kommun", OrganisationKind.MUNICIPALITY)
    stranger = county.member(elsewhere, *COORDINATOR)
    stranger.open(f"{shared.path}/matrix.xlsx", status=404)


def test_what_the_template_suggests_is_not_called_agreed(parties: Parties) -> None:
    told = "Här står mallens förslag till vem som gör vad"
    page = parties.create().municipality.open(parties.path)
    assert told in page.text
    assert "har huvudansvarig." not in page.text
    assert told in page.open(f"{parties.path}/matrix").text

    page.open(f"{parties.path}/matrix/fill")
    name = page.soup.select_one("select[name^=cell]")["name"]
    page.press("Spara", **{str(name): "participates"})
    assert told not in page.open(parties.path).text


def test_why_a_measure_of_the_template_goes_is_asked_for_and_not_optional(
    parties: Parties,
) -> None:
    page = parties.create().municipality.open(f"{parties.path}/matrix/fill")
    links = [str(one["href"]) for one in page.soup.select("a[href*='/matrix/rows/']")]
    page.open(next(one for one in links if one.endswith("/remove")))
    assert "(frivilligt)" not in page.label("reason")
    page.press("Ta bort insatsen", 422)

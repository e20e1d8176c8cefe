"""Rows, annexes and the name are suggested, answered and adopted like texts and cells."""

from io import BytesIO
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from agreements.tables.agreement import Agreement
from agreements.tables.matrix import MatrixRow
from agreements.tables.outline import OutlineChange
from portal.db import db
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.county import CountyOfTests, Parties
from tests.unit.documents.test_uploads import A_PDF

WHY = "Det behövs."
SEND = "Skicka förslaget till parterna"


def titles(county: CountyOfTests, parties: Parties, *, out: bool = False) -> list[str]:
    found = select(MatrixRow.title).where(
        MatrixRow.agreement_id == UUID(parties.id),
        MatrixRow.removed_at.is_not(None) if out else MatrixRow.removed_at.is_(None),
    )
    return list(county.execute(found.order_by(MatrixRow.position, MatrixRow.id)).scalars())


def row_of(county: CountyOfTests, parties: Parties, number: int) -> tuple[UUID, str, str, str]:
    found = select(MatrixRow.id, MatrixRow.key, MatrixRow.title, MatrixRow.phase).where(
        MatrixRow.agreement_id == UUID(parties.id)
    )
    return tuple(county.execute(found.order_by(MatrixRow.position)).all()[number])


def suggest(parties: Parties, browser: Browser, where: str, **values: str) -> str:
    page = browser.open(f"{parties.path}/{where}")
    page.press(SEND, reason=WHY, **values)
    return urlsplit(page.url).path


def all_answer(parties: Parties, path: str, *but: Browser) -> Browser:
    for one in parties.all:
        if one not in but:
            page = parties.answer(one, path)
    return page


def test_a_row_is_suggested_and_there_when_all_have_accepted(
    county: CountyOfTests, shared: Parties
) -> None:
    phase = row_of(county, shared, 0)[3]
    path = suggest(
        shared, shared.region, "matrix/rows/suggest",
        phase=phase, title="Ungdomsmottagning", hint="Till 23 år",
    )  # fmt: skip
    page = shared.police.open(path)
    assert "Förslag att lägga till insatsen ”Ungdomsmottagning”" in page.text
    assert "Till 23 år" in page.text
    assert "Ungdomsmottagning" in shared.municipality.open(f"{shared.path}/matrix").text

    shared.answer(shared.police, path)
    assert "Ungdomsmottagning" not in titles(county, shared)
    page = shared.answer(shared.municipality, path)
    assert "Alla parter är överens" in page.text
    assert "Ungdomsmottagning" in titles(county, shared)
    page.open(f"{shared.path}/matrix/versions")
    assert "Insatsen ”Ungdomsmottagning” lades till" in page.text
    # and its cells are suggested like any
    every = [row_of(county, shared, number) for number in range(34)]
    key = next(one[1] for one in every if one[2] == "Ungdomsmottagning")
    page = shared.region.open(f"{shared.path}/matrix/suggest?row={key}")
    page.press(SEND, reason=WHY, **{f"cell-{key}.primarvard": "responsible"})
    all_answer(shared, urlsplit(page.url).path, shared.region)
    assert shared.region.open(f"{shared.path}/matrix").soup.select_one(f"#row-{key}") is not None


def test_a_row_is_taken_out_stays_in_history_and_comes_back(
    county: CountyOfTests, shared: Parties
) -> None:
    row, _key, title, _phase = row_of(county, shared, 0)
    path = suggest(shared, shared.region, f"matrix/rows/{row}/suggest", what="out")
    all_answer(shared, path, shared.region)
    assert titles(county, shared, out=True) == [title]
    page = shared.police.open(f"{shared.path}/matrix")
    assert title in page.soup.select_one("#h-removed").find_parent("section").text
    page.open(f"{shared.path}/matrix/versions")
    assert f"Insatsen ”{title}” togs bort" in page.text
    assert "Nils Region" in page.text

    path = suggest(shared, shared.police, f"matrix/rows/{row}/suggest")
    all_answer(shared, path, shared.police)
    assert titles(county, shared, out=True) == []


def test_a_row_is_moved_in_its_group(county: CountyOfTests, shared: Parties) -> None:
    row, _key, title, phase = row_of(county, shared, 0)
    before = titles(county, shared)
    path = suggest(shared, shared.region, f"matrix/rows/{row}/suggest", what="move", before="")
    all_answer(shared, path, shared.region)
    now = titles(county, shared)
    in_group = sum(row_of(county, shared, n)[3] == phase for n in range(33))
    assert now == [*before[1:in_group], title, *before[in_group:]]


def test_a_draft_moves_a_row_by_itself(county: CountyOfTests) -> None:
    draft = Parties(county).create()
    row, _key, title, _phase = row_of(county, draft, 1)
    first = row_of(county, draft, 0)
    page = draft.municipality.open(f"{draft.path}/matrix/rows/{row}/move")
    page.press("Flytta insatsen", before=first[1])
    assert titles(county, draft)[:2] == [title, first[2]]
    page.open(f"{draft.path}/matrix/rows/{row}/move")
    page.press("Flytta insatsen", 422, before=first[1])
    assert page.problems[0].startswith("Insatsen står redan där")


def test_no_and_a_row_that_has_changed_meanwhile(county: CountyOfTests, shared: Parties) -> None:
    row, key, _title, _phase = row_of(county, shared, 0)
    cell = f"cell-{key}.primarvard"
    page = shared.police.open(f"{shared.path}/matrix/suggest?row={key}")
    said = page.soup.select_one(f"[name='{cell}'] option[selected]")["value"]
    page.press(SEND, reason=WHY, **{cell: "none" if said == "shared" else "shared"})
    about_cell = urlsplit(page.url).path
    path = suggest(shared, shared.region, f"matrix/rows/{row}/suggest", what="out")
    again = suggest(shared, shared.police, f"matrix/rows/{row}/suggest", what="out")
    all_answer(shared, path, shared.region)
    # what was about the row and its cells waits for a person
    for one in (about_cell, again):
        assert "Texten har ändrats sedan förslaget skrevs" in shared.police.open(one).text

    other = row_of(county, shared, 2)
    no = suggest(shared, shared.region, f"matrix/rows/{other[0]}/suggest", what="out")
    shared.answer(shared.police, no, "reject", "Nej.")
    assert other[2] in titles(county, shared)


def test_another_name_is_agreed_on(county: CountyOfTests, shared: Parties) -> None:
    path = suggest(shared, shared.region, "name/suggest", title="Vår överenskommelse")
    shared.answer(shared.police, path)
    assert "Vår överenskommelse" not in shared.police.open(shared.path).soup.h1.text
    shared.answer(shared.municipality, path)
    assert shared.police.open(shared.path).soup.h1.text == "Vår överenskommelse"
    page = shared.police.open(f"{shared.path}/name/suggest")
    page.press(SEND, 422, title="Vår överenskommelse", reason=WHY)
    page.press(SEND, 422, title="Avtal om [vad]", reason=WHY)


def test_annexes_are_agreed_on(county: CountyOfTests, shared: Parties) -> None:
    path = suggest(shared, shared.region, "annexes/suggest-text", title="Tider", text="Vi ringer.")
    assert "Vi ringer." in shared.police.open(path).text
    all_answer(shared, path, shared.region)
    page = shared.police.open(f"{shared.path}/annexes")
    assert "Bilaga 1. Tider" in page.text
    assert "Nils Region" in page.text

    change = page.follow("Föreslå ändring : Tider")
    change.press(SEND, title="Tider", text="Vi ringer sist.", reason=WHY)
    path = urlsplit(change.url).path
    assert [one.text for one in shared.region.open(path).soup.select("main ins")]
    all_answer(shared, path, shared.police)
    page = shared.region.open(f"{shared.path}/annexes").follow("Bilaga 1. Tider")
    assert "Vi ringer sist." in page.text
    assert "2 versioner" in page.text

    where = link(shared, page).removeprefix(f"{shared.path}/")
    path = suggest(shared, shared.police, where)
    all_answer(shared, path, shared.police)
    assert "Borttagna bilagor" in shared.region.open(f"{shared.path}/annexes").text


def test_no_more_annexes_come_by_suggestion_than_by_hand(
    shared: Parties, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agreements.annexes.service.MOST_ANNEXES", 1)
    first, second = (
        suggest(shared, shared.region, "annexes/suggest-text", title=title, text="Vi ringer.")
        for title in ("Tider", "Nummer")
    )
    all_answer(shared, first, shared.region)
    # both were to be had when they were made; there is room for one
    all_answer(shared, second, shared.region)
    assert "Behöver arbetas om" in shared.region.open(second).text

    page = shared.police.open(f"{shared.path}/annexes/suggest-text")
    page.press(SEND, 422, title="Adresser", text="Storgatan 1.", reason=WHY)
    assert page.problems == ["Överenskommelsen har redan så många bilagor som får plats."]
    assert page.value("title") == "Adresser"
    assert "Bilaga 2" not in shared.region.open(f"{shared.path}/annexes").text


def link(parties: Parties, page: Browser) -> str:
    page.open(f"{parties.path}/annexes")
    return str(next(a["href"] for a in page.soup.select("a") if "Föreslå att ta bort" in a.text))


def test_a_file_is_suggested_read_and_adopted(shared: Parties) -> None:
    page = shared.region.open(f"{shared.path}/annexes/suggest-file")
    sent = {
        "suggestion_id": page.value("suggestion_id"),
        "base_version": "",
        "title": "Karta",
        "reason": WHY,
        "publish": "later",
        "answer_by": page.value("answer_by"),
        "file": (BytesIO(A_PDF), "a.pdf"),
    }
    page.post(page.url, sent)
    path = urlsplit(page.url).path
    shared.police.open(path, 404)
    shared.police.open(f"{path}/file", 404)
    page.press("Visa för de andra parterna")
    with shared.police.client.get(f"{path}/file", base_url=page.base_url) as response:
        assert response.data == A_PDF
    all_answer(shared, path, shared.region)
    page = shared.municipality.open(f"{shared.path}/annexes").follow("Bilaga 1. Karta")
    assert "PDF, 1 kB" in page.text


def test_the_database_lets_nothing_through_before_all_have_accepted(
    county: CountyOfTests, shared: Parties
) -> None:
    row = row_of(county, shared, 0)[0]
    suggest(shared, shared.region, f"matrix/rows/{row}/suggest", what="out")
    suggest(shared, shared.region, "name/suggest", title="Vår överenskommelse")
    refused = [
        (update(MatrixRow).where(MatrixRow.id == row).values(position=99), "row-level security"),
        (
            update(Agreement).where(Agreement.id == UUID(shared.id)).values(title="Vår"),
            "have not agreed",
        ),
    ]
    for statement, told in refused:
        with county.app.app_context(), acting_as(shared.municipality.token):
            with pytest.raises(DBAPIError, match=told):
                db.session.connection().execute(statement)
            db.session.rollback()
    kept = select(OutlineChange.id).where(OutlineChange.agreement_id == UUID(shared.id))
    assert county.execute(kept).all() == []


def test_an_earlier_text_is_shown_with_its_changes_and_suggested_again(shared: Parties) -> None:
    section = shared.section(2)
    before = shared.region.open(section).soup.select_one("main .prose").text.strip()
    all_answer(shared, shared.suggest(shared.region, section, "Inom två veckor."), shared.region)
    page = shared.police.open(f"{section}/versions")
    number = len(page.soup.select("#h-versions ~ ul > li")) + 1
    assert number > 1
    page.follow("Visa : Version 3")
    assert [one.text for one in page.soup.select("main ins")]
    page.open(f"{section}/versions?version=2")
    page.follow("Föreslå att ta tillbaka den här texten").press(SEND, reason=WHY)
    all_answer(shared, urlsplit(page.url).path, shared.police)
    assert shared.region.open(section).soup.select_one("main .prose").text.strip() == before


def test_an_earlier_matrix_is_suggested_again(county: CountyOfTests, shared: Parties) -> None:
    _row, key, _title, _phase = row_of(county, shared, 0)
    cell = f"cell-{key}.primarvard"
    page = shared.region.open(f"{shared.path}/matrix/suggest?row={key}")
    said = page.soup.select_one(f"[name='{cell}'] option[selected]")["value"]
    page.press(SEND, reason=WHY, **{cell: "none" if said == "shared" else "shared"})
    all_answer(shared, urlsplit(page.url).path, shared.region)
    page = shared.police.open(f"{shared.path}/matrix/versions")
    numbers = [one["href"] for one in page.soup.select("#h-versions ~ ul a")]
    page.open(str(numbers[1])).follow("Föreslå att ta tillbaka den här versionen")
    page.press(SEND, reason=WHY)
    all_answer(shared, urlsplit(page.url).path, shared.police)
    page = shared.region.open(f"{shared.path}/matrix/suggest?row={key}")
    assert page.soup.select_one(f"[name='{cell}'] option[selected]")["value"] == said


def test_a_draft_gives_a_party_another_column_and_renames_one(county: CountyOfTests) -> None:
    draft = Parties(county).create()
    page = draft.municipality.open(f"{draft.path}/matrix/fill").follow("Kolumner")
    form = page.follow("Lägg till en kolumn")
    form.press("Spara", 422, label="socialtjänst", party=str(draft.municipality_id))
    assert form.problems[0].startswith("En annan kolumn heter redan så")
    form.press("Spara", label="Elevhälsan", party=str(draft.municipality_id))
    page.follow("Ändra : Primärvård").press("Spara", label="Hälsocentralen")
    page.open(f"{draft.path}/matrix/fill")
    heads = [one.text.strip() for one in page.soup.select("table.matrix thead th")]
    assert heads[1:7] == [
        *("Socialtjänst", "Kommunal hälso- och sjukvård", "Hälsocentralen"),
        *("Psykiatrisk specialistvård", "Polis", "Elevhälsan"),
    ]
    key = row_of(county, draft, 0)[1]
    new = next(str(one["name"]) for one in page.soup.select(f"select[name^='cell-{key}.egen-']"))
    page.press("Spara", **{new: "responsible"})
    page.open(f"{draft.path}/matrix/versions")
    assert "Kolumnen ”Primärvård” heter ”Hälsocentralen”" in page.text
    draft.write_sections().fill_matrix().set_term()
    form = draft.municipality.open(f"{draft.path}/matrix/columns").follow("Ändra : Polis")
    draft.region.open(f"{draft.path}/matrix/columns", 404)
    draft.anew().municipality.open(f"{draft.path}/share").press("Dela utkastet")
    form.press("Spara", 422, label="Polisen")

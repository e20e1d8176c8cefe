"""Columns are taken out and back, before sharing and by suggestion; annexes change places."""

from collections.abc import Iterator
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from agreements import facade
from agreements.tables.annex import Annex, AnnexVersion
from agreements.tables.matrix import MatrixCell, MatrixColumn
from portal import clock
from portal.authz import OrganisationKind, Role
from portal.db import db
from portal.ids import new_id
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.agreements.test_area import Many
from tests.integration.agreements.test_outline import SEND, WHY, all_answer, suggest
from tests.integration.county import COORDINATOR, CountyOfTests, Parties
from tests.integration.prepared import Prepared, untouched
from tests.integration.remembered import remembered


@pytest.fixture
@remembered
def drafted(parties: Parties) -> Parties:
    return parties.create()


def column(county: CountyOfTests, parties: Parties, key: str) -> UUID:
    asked = select(MatrixColumn.id).where(
        MatrixColumn.agreement_id == UUID(parties.id), MatrixColumn.key == key
    )
    return county.execute(asked).scalar_one()


def said(county: CountyOfTests, which: UUID) -> list[str]:
    asked = select(MatrixCell.value).where(MatrixCell.column_id == which)
    return sorted(one.value for one in county.execute(asked).scalars())


def heads(browser: Browser, parties: Parties) -> str:
    head = browser.open(f"{parties.path}/matrix").soup.select_one("thead")
    assert head is not None
    return head.get_text(" ", strip=True)


def test_a_column_is_taken_out_of_a_draft_and_comes_back_as_it_was(
    county: CountyOfTests, drafted: Parties
) -> None:
    drafted.fill_matrix()
    which = column(county, drafted, "socialtjanst")
    before = said(county, which)
    label = county.execute(select(MatrixColumn.label).where(MatrixColumn.id == which)).scalar_one()
    page = drafted.municipality.open(f"{drafted.path}/matrix/columns/{which}/remove")
    assert "räknas inte längre" in page.text
    page.press("Ta bort")

    assert set(said(county, which)) == {"unset"}
    assert label not in heads(drafted.municipality, drafted)
    page = drafted.municipality.open(f"{drafted.path}/matrix")
    assert "Ingen har huvudansvar" in page.text
    sheet = drafted.municipality.open(f"{drafted.path}/agreement.pdf")
    assert sheet.response.status_code == 200
    page = drafted.municipality.open(f"{drafted.path}/matrix/versions")
    assert f"Kolumnen ”{label}” togs bort" in page.text

    page.open(f"{drafted.path}/matrix/columns").press(f"Ta tillbaka : {label}")
    assert said(county, which) == before
    assert label in heads(drafted.municipality, drafted)


def test_the_last_column_and_one_that_is_called_as_another_are_refused(
    county: CountyOfTests, drafted: Parties
) -> None:
    asked = select(MatrixColumn.id).where(MatrixColumn.agreement_id == UUID(drafted.id))
    every = county.execute(asked).scalars().all()
    page = drafted.municipality
    for one in every[1:]:
        page.open(f"{drafted.path}/matrix/columns/{one}/remove").press("Ta bort")
    page.open(f"{drafted.path}/matrix/columns/{every[0]}/remove").press("Ta bort", 422)
    assert "Det är den enda kolumnen" in page.problems[0]
    label = select(MatrixColumn.label).where(MatrixColumn.id == every[0])
    name = county.execute(label).scalar_one().upper()
    page.open(f"{drafted.path}/matrix/columns/new").press("Spara", 422, label=name)
    assert page.value("label") == name
    assert len(page.problems) == 1


def test_a_column_is_suggested_and_taken_out_when_all_have_accepted(
    county: CountyOfTests, shared: Parties
) -> None:
    health = "Elevhälsa"
    party = str(shared.municipality_id)
    path = suggest(shared, shared.region, "matrix/columns/suggest", label=health, party=party)
    page = shared.police.open(path)
    assert f"Förslag att lägga till kolumnen ”{health}”" in page.text
    assert health not in heads(shared.region, shared)
    all_answer(shared, path, shared.region)
    assert health in heads(shared.region, shared)

    which = column(county, shared, "socialtjanst")
    before = said(county, which)
    path = suggest(shared, shared.police, f"matrix/columns/{which}/suggest")
    # a cell of it that is suggested meanwhile waits for a person
    page = shared.region.open(f"{shared.path}/matrix/suggest")
    name = next(str(one["name"]) for one in page.soup.select("select[name$='.socialtjanst']"))
    page.press(SEND, reason=WHY, **{name: "none"})
    cell = urlsplit(page.url).path
    all_answer(shared, path, shared.police)
    assert set(said(county, which)) == {"unset"}
    assert "Behöver arbetas om" in shared.region.open(cell).text

    path = suggest(shared, shared.police, f"matrix/columns/{which}/suggest")
    assert "Förslag att ta tillbaka kolumnen" in shared.region.open(path).text
    all_answer(shared, path, shared.police)
    assert said(county, which) == before


def test_the_database_keeps_the_columns_of_what_is_shared(
    county: CountyOfTests, shared: Parties
) -> None:
    which = column(county, shared, "socialtjanst")
    out = text("update app.matrix_column set removed_in = 1 where id = :id").bindparams(id=which)
    new = text(
        "insert into app.matrix_column (id, county_id, agreement_id, key, label, position)"
        " values (:id, :county, :agreement, 'egen-1', 'Ny', 9)"
    ).bindparams(id=new_id(), county=county.id, agreement=UUID(shared.id))
    for statement in (out, new):
        with county.app.app_context(), acting_as(shared.region.token):
            with pytest.raises(DBAPIError):
                db.session.connection().execute(statement)
            db.session.rollback()


def test_an_annex_changes_places_when_all_have_accepted(
    county: CountyOfTests, drafted: Parties
) -> None:
    for title in ("Den första", "Den andra", "Den tredje"):
        drafted.municipality.open(f"{drafted.path}/annexes/new-text").press(
            "Spara bilagan", title=title, text="Innehåll."
        )
    drafted.share()
    asked = (
        select(Annex.id, AnnexVersion.title)
        .join(AnnexVersion, AnnexVersion.annex_id == Annex.id)
        .where(Annex.agreement_id == UUID(drafted.id))
        .order_by(Annex.position)
    )
    first, second, third = (str(one) for one, _title in county.execute(asked))
    path = suggest(drafted, drafted.region, f"annexes/{third}/suggest-move", before=first)
    assert "Före Den första" in drafted.police.open(path).text
    all_answer(drafted, path, drafted.region)
    titles = [title for _one, title in county.execute(asked)]
    assert titles == ["Den tredje", "Den första", "Den andra"]
    page = drafted.police.open(f"{drafted.path}/annexes")
    assert "flyttades från plats 3 till 1" in page.text
    # last, and where it is already
    path = suggest(drafted, drafted.region, f"annexes/{first}/suggest-move", before="")
    all_answer(drafted, path, drafted.region)
    assert [title for _one, title in county.execute(asked)][-1] == "Den första"
    page = drafted.region.open(f"{drafted.path}/annexes/{second}/suggest-move")
    assert third in str(page.soup.select("option"))


@pytest.fixture
def wide(prepared: Prepared) -> Iterator[tuple[CountyOfTests, Many, UUID]]:
    """A draft for two municipalities in a county of its own."""
    with untouched(prepared) as there:
        county = CountyOfTests(there.app, there.execute, "Norrbotten")
        county.connection = there.connection
        other = county.organisation("Bjurholms kommun", OrganisationKind.MUNICIPALITY)
        made = Many(county, county.municipality, other, county.region)
        yield county, made.begin(area=[str(county.municipality), str(other)], title="Två"), other


def test_a_column_for_each_municipality_of_the_area_in_its_own_place(
    wide: tuple[CountyOfTests, Many, UUID],
) -> None:
    county, made, other = wide
    health = "Elevhälsa"
    page = made.municipality.open(f"{made.path}/matrix/columns/new")
    choices = [one.get_text(strip=True) for one in page.soup.select("select[name=party] option")]
    assert "Varje kommun i området, för sig" in choices
    page.press("Spara", label=health, party="each")
    assert "Varje kommun i området, för sig" in page.text
    assert f"Kolumnen ”{health}” lades till för varje kommun i området" in (
        page.open(f"{made.path}/matrix/versions").text
    )
    made.fill_matrix()
    page = made.municipality.open(f"{made.path}/matrix/fill")
    row = str(page.soup.select("tr[data-row]")[0]["id"]).removeprefix("row-")
    key = county.execute(select(MatrixColumn.key).where(MatrixColumn.label == health)).scalar_one()
    page.press("Spara", **{f"cell-{row}.{key}": "shared"})
    made.to_sign().signed_by(*made.deciding)

    handler = county.member(county.region, Role.CASEWORKER)
    with county.app.app_context(), acting_as(handler.token):
        for place in (county.municipality, other):
            cells = [
                cell.organisation_id
                for one in facade.list_measures(place, clock.today())
                for cell in one.cells
                if cell.column == health and cell.value == "shared"
            ]
            assert cells == [place]
        db.session.rollback()


def test_one_municipality_alone_has_no_such_choice(drafted: Parties) -> None:
    page = drafted.municipality.open(f"{drafted.path}/matrix/columns/new")
    assert "Varje kommun i området, för sig" not in page.text


def test_annexes_are_found_and_copied_to_whoever_starts_from_the_agreement(
    wide: tuple[CountyOfTests, Many, UUID],
) -> None:
    county, made, _other = wide
    page = made.municipality
    page.open(f"{made.path}/annexes/new-text").press(
        "Spara bilagan", title="Telefontider", text="Jourläkaren svarar dygnet runt."
    )
    page.open(f"{made.path}/annexes/new-text").press(
        "Spara bilagan", title="Karta", text="En karta."
    )
    made.to_sign().signed_by(*made.deciding)
    third = county.organisation("Dorotea kommun", OrganisationKind.MUNICIPALITY)
    reader = county.member(third, *COORDINATOR, name="Dora Läsare")

    found = reader.open("/agreements/search?q=jourläkare")
    link = found.soup.select_one("main a[href*='/annexes/']")
    assert link is not None
    assert link.get_text(" ", strip=True).endswith("Bilaga 1. Telefontider")
    assert "dygnet runt" in found.text
    assert "Jourläkaren svarar" in reader.open(str(link["href"])).text

    page = reader.open(f"/agreements/new?start={made.id}")
    page.press("Skapa", area=[str(third)], title="Vår egen")
    page.open(f"{urlsplit(page.url).path}/annexes")
    assert "Bilaga 1. Telefontider" in page.text
    assert "Bilaga 2. Karta" in page.text

"""What has been signed is read, searched, compared and begun from by everybody in the county."""

from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import quote
from uuid import UUID

import pytest
from sqlalchemy import update

from agreements.searching import presenter
from agreements.tables.fact import AgreementFact
from agreements.tables.text import SectionVersion
from portal import clock
from portal.authz import OrganisationKind, Role
from tests.integration.county import CountyOfTests, Parties

SEARCH = "/agreements/search"
TODAY = clock.today()


@pytest.fixture
def neighbour(county: CountyOfTests) -> UUID:
    """A municipality that has no agreement."""
    return county.organisation("Dorotea kommun", OrganisationKind.MUNICIPALITY)


def _found(page: object) -> list[str]:
    return [one.get_text(" ", strip=True) for one in page.soup.select(".search-hits h3")]


@pytest.mark.parametrize("role", list(Role))
def test_everybody_in_the_county_finds_and_reads_what_holds(
    county: CountyOfTests, signed: Parties, neighbour: UUID, role: Role
) -> None:
    reader = county.member(neighbour, role, name="Läsaren")
    page = reader.open(SEARCH)
    assert "En överenskommelse gäller" in page.text
    page.open(str(page.soup.select_one("tbody a")["href"]))
    assert page.soup.h1.text.strip() == "Lokal överenskommelse, Malå kommun"
    for part in ("/read", "/matrix", "/agreement.pdf", "/suggestions"):
        reader.open(signed.path + part)
    assert not page.open(signed.path).buttons


def test_a_draft_and_another_countys_are_found_by_nobody_else(
    county: CountyOfTests, signed: Parties, neighbour: UUID
) -> None:
    another_county = CountyOfTests(county.app, county.execute, "Norrbotten")
    drafting = Parties(county, municipality=neighbour).shared()
    reader = county.member(county.municipality, Role.CASEWORKER)
    assert "En överenskommelse gäller" in reader.open(SEARCH).text
    reader.open(drafting.path, status=404)
    stranger = another_county.member(another_county.municipality, Role.COORDINATOR)
    page = stranger.open(f"{SEARCH}?q=kommunen")
    assert "Inget hittades" in page.text
    stranger.open(signed.path, status=404)


def test_words_are_found_in_any_form_in_texts_and_measures(
    county: CountyOfTests, signed: Parties
) -> None:
    reader = county.member(county.region, Role.CASEWORKER)
    page = reader.open(f"{SEARCH}?q=kommuner")
    assert "16 ställen" in page.text
    first = next(
        one for one in page.soup.select(".search-hits li") if "Kommunen samordnar" in one.text
    )
    assert first.mark.text == "Kommunen"
    assert "Malå kommun" in first.h3.text
    reader.open(str(first.a["href"]))

    page = reader.open(f"{SEARCH}?q=tillnyktr")
    assert any("illnyktring" in one for one in _found(page))
    who = page.soup.select_one(".search-who").get_text(" ", strip=True)
    assert who.startswith("Huvudansvar ")


def test_what_is_agreed_as_data_is_found_by_its_words(
    county: CountyOfTests, neighbour: UUID
) -> None:
    parties = Parties(county).create()
    facts = f"{parties.path}/facts"
    page = parties.municipality.open(f"{facts}/lob-tillnyktring/edit")
    page.press("Spara", v0_name="Tallens vårdmottagning", v0_telephone="0953-140 00")
    parties.municipality.open(f"{facts}/sip-mote-inom/edit").press(
        "Spara", v0_number="11", v0_unit="working_days"
    )
    _in_force(parties)

    reader = county.member(neighbour, Role.CASEWORKER)
    page = reader.open(f"{SEARCH}?q=tallen")
    (place,) = page.soup.select(".search-hits li")
    assert _found(page) == ["Åsele kommun: Här kan personen nyktra till"]
    assert "Tallens vårdmottagning, telefon 0953-140 00" in place.text
    assert "mallens förslag" not in place.text
    assert "Tallens vårdmottagning" in page.open(str(place.a["href"])).text

    page = reader.open(f"{SEARCH}?q=m%C3%B6te+11+arbetsdagar")
    assert "Åsele kommun: Första mötet, inom" in _found(page)
    left = update(AgreementFact).where(AgreementFact.key == "sip-svar-inom")
    county.execute(left.values(said=None))
    page = reader.open(f"{SEARCH}?q=svar+kallelsen+inom")
    assert "5 dagar mallens förslag" in page.text


def test_what_is_agreed_as_data_stands_beside_the_other_s(
    county: CountyOfTests, signed: Parties, neighbour: UUID
) -> None:
    other = Parties(county, municipality=neighbour).create()
    other.municipality.open(f"{other.path}/facts/sip-mote-inom/edit").press(
        "Spara", v0_number="11", v0_unit="working_days"
    )
    _in_force(other)
    page = other.municipality.open(f"{signed.path}/compare?with={other.id}")
    assert "Om en uppgift av" in page.text
    (row,) = [one for one in page.soup.select("tr") if "Olika" in one.text]
    assert [" ".join(one.text.split()) for one in row.select("td > span:last-child")] == [
        "3 veckor",
        "11 arbetsdagar",
    ]
    assert "Första mötet, inom" in row.th.text


def _in_force(parties: Parties) -> None:
    parties.write_sections().fill_matrix().set_term().share().signing().all_sign()


def test_what_is_asked_narrows_and_stays_in_the_form(
    county: CountyOfTests, signed: Parties, neighbour: UUID
) -> None:
    reader = county.member(neighbour, Role.COORDINATOR)
    elsewhere = f"{SEARCH}?q=kommunen&municipality={neighbour}"
    page = reader.open(elsewhere)
    assert "Inget hittades" in page.text
    assert page.soup.select_one("#q")["value"] == "kommunen"
    assert page.soup.select_one("#municipality option[selected]")["value"] == str(neighbour)
    subject = county.subjects["placerade-barn"]
    assert "Inget hittades" in page.open(f"{SEARCH}?q=kommunen&subject={subject}").text
    here = f"{SEARCH}?q=kommunen&municipality={signed.municipality_id}"
    assert len(_found(page.open(here))) == 16


def test_a_word_may_be_left_out(county: CountyOfTests, signed: Parties) -> None:
    page = county.member(county.region, Role.COORDINATOR).open(f"{SEARCH}?q=kommunen+-sagt")
    assert "16 ställen" in page.text
    assert "8 ställen" in page.open(f"{SEARCH}?q=kommunen+-s%C3%A4gs").text


@pytest.mark.parametrize("words", ['"samordnar kommunen"', "och", "!:*&"])
def test_words_that_say_nothing_find_nothing(
    county: CountyOfTests, signed: Parties, words: str
) -> None:
    page = county.member(county.region, Role.COORDINATOR).open(f"{SEARCH}?q={quote(words)}")
    assert "Inget hittades" in page.text


def test_what_stands_in_a_text_is_shown_as_text(county: CountyOfTests, signed: Parties) -> None:
    wicked = update(SectionVersion).values(text="kommunen <b>allt</b> & <script>x</script>")
    county.execute(wicked.where(SectionVersion.agreement_id == signed.id))
    page = county.member(county.region, Role.COORDINATOR).open(f"{SEARCH}?q=kommunen")
    hits = page.soup.select_one(".search-hits")
    assert hits.script is None
    assert "kommunen allt & x" in " ".join(hits.text.split())


def test_what_has_ended_is_found_no_more(
    county: CountyOfTests, signed: Parties, on_a_day: Callable[[date], None]
) -> None:
    reader = county.member(county.region, Role.COORDINATOR)
    on_a_day(TODAY + timedelta(days=731))
    assert "Ingen överenskommelse gäller" in reader.open(SEARCH).text
    assert "Inget hittades" in reader.open(f"{SEARCH}?q=kommunen").text


def test_many_places_are_shown_a_page_at_a_time(
    county: CountyOfTests, signed: Parties, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presenter, "A_PAGE", 5)
    page = county.member(county.region, Role.COORDINATOR).open(f"{SEARCH}?q=kommunen")
    first = _found(page)
    assert "1–5 av 16" in page.text
    page.follow("Nästa")
    assert "6–10 av 16" in page.text
    assert not set(_found(page)) & set(first)
    assert _found(page.follow("Föregående")) == first
    page.open(f"{SEARCH}?q=kommunen&page=0", status=404)


def test_two_are_read_beside_each_other_and_one_begins_from_the_other(
    county: CountyOfTests, signed: Parties, neighbour: UUID
) -> None:
    other = Parties(county, municipality=neighbour)
    page = other.municipality.open(signed.path)
    assert "Ingen annan kommun" in page.open(f"{signed.path}/compare").text

    page = other.municipality.open(signed.path).follow("Använd som start för er egen")
    assert "Börjar med texten från" in page.text
    page.press("Skapa", **{f"part_{county.police}": "bound"})
    other.id = page.url.rstrip("/").split("/")[-1].split("?")[0]
    whole = page.open(f"{other.path}/read").text
    assert "Kommunen samordnar det som sägs i del 3." in whole
    _answer_all(other)
    rows = page.open(f"{other.path}/matrix/fill").soup.select("[data-notices] li")
    assert not rows, "every measure has who it has in the other"

    page.open(f"{other.section(2)}/edit").press("Spara", text="Vi gör på vårt eget sätt i del 2.")
    other.set_term().share().signing()
    other.all_sign()
    page = county.member(county.group, Role.COORDINATOR).open(f"{signed.path}/compare")
    (choice,) = page.soup.select("#with option")
    page.open(f"{signed.path}/compare?with={choice['value']}")
    assert "Malå kommun jämfört med Dorotea kommun" in page.text
    assert page.text.count("Samma text hos båda.") == 8
    assert "Vi gör på vårt eget sätt i del 2." in page.text
    assert "Alla insatser fördelas lika." in page.text


def _answer_all(parties: Parties) -> None:
    """Say of every question that the text answers it."""
    for number in range(1, 10):
        form = parties.municipality.open(f"{parties.section(number)}/edit")
        form.press("Spara", all_answered=True)


def test_nothing_begins_from_a_draft_or_from_another_subject(
    county: CountyOfTests, parties: Parties, neighbour: UUID
) -> None:
    shared = parties.shared()
    beginner = county.member(neighbour, Role.COORDINATOR)
    beginner.open(f"/agreements/new?start={shared.id}", status=404)


def test_a_character_that_no_database_takes_is_looked_for_nowhere(signed: Parties) -> None:
    for asked in ("%00", "möte%00", "a%E2%80%8Bb", "%E2%80%AE"):
        signed.region.open(f"/agreements/search?q={asked}")

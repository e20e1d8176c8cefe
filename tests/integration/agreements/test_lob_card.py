"""The card about LOB: of the agreement in force, checked by its code, read by whoever has one."""

import json
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from sqlalchemy import update

from agreements.county_templates import load_county
from agreements.county_templates.loader import FOLDER
from agreements.tables.agreement import Agreement
from agreements.tables.fact import AgreementFact
from portal import clock
from portal.authz import OrganisationKind, Role
from portal.documents.pdf import attachment
from tests.browser import Browser
from tests.integration.agreements.test_area import Many
from tests.integration.county import COORDINATOR, CountyOfTests, Parties
from tests.integration.remembered import remembered

TODAY = clock.today()


def _say(parties: Parties, key: str, **values: str | bool) -> None:
    parties.municipality.open(f"{parties.path}/facts/{key}/edit").press("Spara", **values)


@pytest.fixture
@remembered
def signed(county: CountyOfTests) -> Parties:
    draft = Parties(county).create()
    _say(draft, "lob-bedomning", v0_name="Åsele sjukstuga", v0_always_open=True)
    return draft.write_sections().fill_matrix().set_term().share().signing().all_sign()


def _card(parties: Parties) -> str:
    """The address of the card, as one comes to it from the agreement's page."""
    page = parties.police.open(parties.path).follow("Visa LOB-kortet")
    return urlsplit(page.url).path


def _amend(signed: Parties, key: str, **values: str | bool) -> None:
    """An addendum that changes one fact, from today."""
    page = signed.municipality.open(f"{signed.path}/add")
    page.press("Börja på tillägget", valid_from=TODAY.isoformat())
    act = signed.anew()
    act.id = urlsplit(page.url).path.split("/")[2]
    _say(act, key, **values)
    act.municipality.open(f"{act.path}/share").press("Dela utkastet")
    act.ready()
    page = act.municipality.open(f"{act.path}/put-to-decision")
    reasons = {str(one["name"]): "Det är som det ska." for one in page.soup.select("form textarea")}
    page.press("Lås texten och gå till beslut", **reasons)
    for browser in act.all:
        act.decide(browser)
    act.all_sign()


def test_a_patrol_reads_the_card_without_signing_in(signed: Parties) -> None:
    page = Browser(signed.county.app).open(_card(signed))
    assert page.heading == "LOB-kortet gäller"
    assert "Åsele sjukstuga" in page.text
    assert "Öppet nu · i dag dygnet runt · öppet i natt" in page.text
    assert "Inom 2 timmar" in page.text
    assert "Inte aktuellt: Inget för oss." in page.text
    assert page.soup.select_one("img[src^='data:image/svg+xml']")


def test_an_event_is_agreed_with_its_days_and_stands_on_the_card(county: CountyOfTests) -> None:
    draft = Parties(county).create()
    page = draft.municipality.open(f"{draft.path}/facts/lob-evenemang-dagar/edit")
    said = {"v0_name": "Marknaden", "v0_place": "Tältet", "v0_telephone": "0980-319 230"}
    page.press("Spara", 422, **said)
    first, last = TODAY + timedelta(days=2), TODAY + timedelta(days=4)
    page.press("Spara", 422, v0_starts=last.isoformat(), v0_ends=first.isoformat())
    assert page.problems == ["Evenemanget slutar innan det börjar. Kontrollera dagarna."]
    assert page.value("v0_place") == "Tältet"
    page.press("Spara", v0_starts=first.isoformat(), v0_ends=last.isoformat())
    past = (TODAY - timedelta(days=9)).isoformat()
    page.open(f"{draft.path}/facts/lob-evenemang-dagar/edit")
    page.press("Spara", v1_name="Loppet", v1_starts=past)
    draft.write_sections().fill_matrix().set_term().share().signing().all_sign()

    card = Browser(county.app).open(_card(draft))
    assert "Evenemang med egna rutiner" in card.text
    assert "Marknaden, " in card.text
    assert "0980-319 230" in card.text
    assert "Loppet" not in card.text


def test_a_changed_routine_makes_the_old_card_say_so(signed: Parties) -> None:
    old = _card(signed)
    _amend(signed, "lob-bedomning-inom", v0_number="1", v0_unit="hours")
    page = Browser(signed.county.app).open(old)
    assert page.heading == "LOB-kortet gäller inte längre"
    assert "Inom 2 timmar" not in page.text
    page.open(f"{old}/card.pdf", 404)
    page.open(f"{old}/card.html", 404)

    page = page.open(old).follow("Till kortet som gäller")
    assert page.heading == "LOB-kortet gäller"
    assert "Inom 1 timme" in page.text
    assert _card(signed) == urlsplit(page.url).path != old


def test_an_addendum_about_something_else_leaves_the_card_as_it_is(signed: Parties) -> None:
    old = _card(signed)
    _amend(signed, "sip-mote-inom", v0_number="2", v0_unit="weeks")
    assert _card(signed) == old
    assert Browser(signed.county.app).open(old).heading == "LOB-kortet gäller"


def test_when_the_agreement_has_ended_so_has_the_card(signed: Parties) -> None:
    address = _card(signed)
    yesterday = TODAY - timedelta(days=1)
    ended = {"valid_from": TODAY - timedelta(days=9), "valid_until": yesterday}
    signed.county.execute(update(Agreement).where(Agreement.id == UUID(signed.id)).values(**ended))
    page = Browser(signed.county.app).open(address)
    assert page.heading == "LOB-kortet gäller inte längre"
    assert "sjukstuga" not in page.text
    assert "Ingen annan överenskommelse har tagit över." in page.text


def test_without_a_code_of_the_agreement_nobody_is_told_anything(signed: Parties) -> None:
    stranger = Browser(signed.county.app)
    wrong = _card(signed)[:-16] + "0" * 16
    page = stranger.open(wrong, 404)
    assert page.heading == "Kortet finns inte"
    assert "Åsele" not in page.text
    stranger.open(f"{wrong}/card.pdf", 404)
    stranger.open(f"{wrong}/card.html", 404)
    stranger.open(f"/lob-card/{signed.id}/short", 404)


def test_a_draft_has_no_card(county: CountyOfTests) -> None:
    draft = Parties(county).create()
    assert "LOB-kortet" not in draft.municipality.open(draft.path).text
    draft.municipality.open(f"{draft.path}/lob-card", 404)


def test_another_county_finds_no_card_of_ours(signed: Parties) -> None:
    other = CountyOfTests(signed.county.app, signed.county.execute, "Norrbotten")
    there = other.member(other.municipality, Role.COORDINATOR)
    there.open(f"{signed.path}/lob-card", 404)


def test_paper_and_phone_carry_the_same_card(signed: Parties) -> None:
    address = _card(signed)
    stranger = Browser(signed.county.app)
    paper = stranger.open(f"{address}/card.pdf").response
    # its style and script stand in it: a page of ours could not
    phone = stranger.client.get(f"{address}/card.html", base_url=stranger.base_url)
    carried = json.loads(attachment(paper.data, "lob-kort.json"))
    assert carried["code"].endswith(address[-16:])
    assert carried["link"].endswith(address)
    assert paper.data.count(b"/MediaBox") == paper.data.count(b"419.52") == 1
    text = phone.get_data(as_text=True)
    assert phone.headers["Content-Disposition"].startswith("attachment")
    assert "Åsele sjukstuga" in text
    assert 'src="http' not in text
    assert "<link" not in text


def _of_county(county: CountyOfTests, *municipalities: UUID) -> Many:
    """What region, police and municipalities have agreed on LOB, on the county's own subject."""
    county.subjects |= county.enter_subjects(load_county(FOLDER / "vasterbotten.toml").subjects)
    template = county.publish(FOLDER / "lob-lanet-2026.toml")
    parties = (county.region, *municipalities, county.police)
    whole = Many(county, *parties, template=template)
    whole.begin(title="LOB i hela länet", area=[str(one) for one in municipalities])
    _say(whole, "lob-arrest", v0_text="Jouren svarar dygnet runt.")
    return whole.to_sign().signed_by(*parties)


def test_a_municipality_s_own_card_leads_before_the_county_s(signed: Parties) -> None:
    county = signed.county
    own = _card(signed)
    other = county.organisation("Vännäs kommun", OrganisationKind.MUNICIPALITY)
    whole = _of_county(county, county.municipality, other)
    of_county = _card(whole)

    card = Browser(county.app).open(of_county)
    assert card.heading == "LOB-kortet gäller"
    assert "I arresten: Jouren svarar dygnet runt." in card.text
    assert "I de här kommunerna gäller ett annat kort: Åsele ." in card.text
    assert urlsplit(card.follow("Åsele").url).path == own
    assert "ett annat kort" not in card.text
    file = card.client.get(f"{of_county}/card.html", base_url=card.base_url)
    assert "Ett annat kort gäller i Åsele." in file.get_data(as_text=True)
    paper = Browser(county.app).open(f"{of_county}/card.pdf").response
    carried = json.loads(attachment(paper.data, "lob-kort.json"))
    assert carried["elsewhere"] == "Ett annat kort gäller i Åsele."

    for place, leads in ((county.municipality, own), (other, of_county)):
        page = signed.police.open(f"/county/lob/{place}").follow("Visa LOB-kortet")
        assert urlsplit(page.url).path == leads
    page = signed.municipality.open(f"{whole.path}/lob").follow("Anteckna kontakterna där")
    assert urlsplit(page.url).path == f"{signed.path}/lob"
    assert "Anteckna kontakterna där" not in page.text
    there = county.member(other, *COORDINATOR)
    assert "Anteckna kontakterna där" not in there.open(f"{whole.path}/lob").text


def test_a_card_of_what_a_template_suggests_gives_way_to_what_parties_said(
    signed: Parties,
) -> None:
    whole = _of_county(signed.county, signed.county.municipality)
    silent = AgreementFact.agreement_id == UUID(signed.id), AgreementFact.key.startswith("lob-")
    signed.county.execute(update(AgreementFact).where(*silent).values(said=None))
    own = _card(signed)
    page = Browser(signed.county.app).open(own)
    assert "I de här kommunerna gäller ett annat kort: Åsele ." in page.text
    assert urlsplit(page.follow("Åsele").url).path == _card(whole)

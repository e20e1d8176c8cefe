"""What the parties agree as data is filled in, suggested, answered, read and kept like a cell."""

from datetime import date, timedelta
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from sqlalchemy import Update, select, update
from sqlalchemy.exc import DBAPIError

from agreements import facade
from agreements.facts import Duration, FactKind, Unit
from agreements.tables.fact import AgreementFact
from portal import clock
from portal.authz import Role
from portal.db import db
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.county import CountyOfTests, Parties

TODAY = clock.today()
SEND = "Skicka förslaget till parterna"
WHY = "Det behövs."
MEETING = "sip-mote-inom"


def in_force(parties: Parties, day: date = TODAY) -> dict[str, facade.Fact]:
    """What SIP and others are told, as a caseworker."""
    county = parties.county
    handler = county.member(county.region, Role.CASEWORKER)
    with county.app.app_context(), acting_as(handler.token):
        found = facade.facts_in_force(
            county.subjects["skadligt-bruk-beroende"], parties.municipality_id, day
        )
        db.session.rollback()
    return dict(found)


def say(parties: Parties, key: str, status: int = 200, **values: str | bool) -> Browser:
    page = parties.municipality.open(f"{parties.path}/facts/{key}/edit")
    return page.press("Spara", status, **values)


def suggest(parties: Parties, browser: Browser, key: str, **values: str | bool) -> str:
    page = browser.open(f"{parties.path}/facts/{key}/suggest")
    page.press(SEND, reason=WHY, **values)
    return urlsplit(page.url).path


def line(parties: Parties, key: str) -> str:
    """What the section's table says of a fact."""
    page = parties.municipality.open(f"{parties.path}/facts/{key}")
    url = page.soup.select_one(f"a[href*='#fact-{key}']")["href"]
    row = page.open(str(url).partition("#")[0]).soup.select_one(f"#fact-{key}")
    return " ".join(row.text.split())


def test_where_no_agreement_is_in_force_it_is_the_template_s_and_said_as_such(
    county: CountyOfTests,
) -> None:
    parties = Parties(county)
    fact = in_force(parties)[MEETING]
    assert (fact.kind, fact.value) == (FactKind.DURATION, Duration(Unit.WEEKS, 3))
    assert fact.source.is_default
    assert fact.source.agreement_id is None
    assert fact.source.agreement == "Länsöverenskommelse 2016"
    assert fact.source.section == "2. Samordnad individuell plan (SIP)"


def test_a_draft_says_it_and_it_is_read_when_it_is_in_force(county: CountyOfTests) -> None:
    draft = Parties(county).create()
    assert "3 veckor mallens förslag" in line(draft, MEETING)
    say(draft, MEETING, v0_number="10", v0_unit="working_days")
    assert "10 arbetsdagar" in line(draft, MEETING)
    assert "mallens förslag" not in line(draft, MEETING)
    assert in_force(draft)[MEETING].source.is_default

    draft.write_sections().fill_matrix().set_term().share().signing().all_sign()
    fact = in_force(draft)[MEETING]
    assert fact.value == Duration(Unit.WORKING_DAYS, 10)
    assert not fact.source.is_default
    assert (str(fact.source.agreement_id), fact.source.since) == (draft.id, TODAY)
    assert in_force(draft, TODAY - timedelta(days=1))[MEETING].source.agreement_id is None
    with county.app.app_context(), acting_as(draft.municipality.token):
        assert facade.facts_of(UUID(draft.id), TODAY)[MEETING] == fact
        db.session.rollback()


def test_a_fact_is_suggested_answered_and_adopted_like_a_cell(
    county: CountyOfTests, shared: Parties
) -> None:
    path = suggest(shared, shared.region, MEETING, v0_number="2", v0_unit="weeks")
    page = shared.police.open(path)
    assert "Förslag att ändra uppgiften ”Första mötet, inom”" in page.text
    assert "3 veckor" in page.text
    assert "2 veckor" in page.text
    assert "Förslag av Region Västerbotten" in line(shared, MEETING)
    assert "3 veckor" in line(shared, MEETING)

    shared.answer(shared.police, path)
    page = shared.answer(shared.municipality, path)
    assert "Alla parter är överens" in page.text
    assert line(shared, MEETING).endswith("2 veckor")
    page = shared.police.open(f"{shared.path}/facts/{MEETING}")
    assert "Nils Region, Region Västerbotten" in page.text
    assert "så som arbetet började" in page.text


def test_what_has_become_something_else_waits_for_a_person(shared: Parties) -> None:
    first = suggest(shared, shared.region, MEETING, v0_number="2", v0_unit="weeks")
    second = suggest(shared, shared.police, MEETING, v0_number="4", v0_unit="weeks")
    elsewhere = suggest(shared, shared.police, "sip-svar-inom", v0_number="2", v0_unit="days")
    shared.answer(shared.police, first)
    shared.answer(shared.municipality, first)
    assert "Behöver arbetas om" in shared.police.open(second).text
    assert "Behöver arbetas om" not in shared.police.open(elsewhere).text

    page = shared.police.open(f"{shared.path}/facts/{MEETING}/suggest?replaces={second[-36:]}")
    assert page.soup.select_one("[name=v0_number]")["value"] == "4"
    page.press(SEND, reason=WHY)
    again = urlsplit(page.url).path
    shared.answer(shared.region, again)
    shared.answer(shared.municipality, again)
    assert line(shared, MEETING).endswith("4 veckor")


def test_another_accepts_with_a_change_and_the_first_gives_way(shared: Parties) -> None:
    path = suggest(shared, shared.region, MEETING, v0_number="2", v0_unit="weeks")
    page = shared.police.open(path)
    link = page.soup.find("a", string="Godta med en ändring: skriv ett eget förslag i stället")
    page.open(str(link["href"])).press(SEND, reason=WHY, v0_number="12", v0_unit="days")
    assert "Förslaget har ersatts av ett nytt" in shared.region.open(path).text
    # one about something else is not replaced by it
    cells = f"{shared.path}/facts/sip-svar-inom/suggest?replaces={path[-36:]}"
    shared.police.open(cells, 404)


def test_nobody_changes_a_shared_fact_past_the_others(
    county: CountyOfTests, shared: Parties
) -> None:
    page = say(shared, MEETING, 422, v0_number="9", v0_unit="days")
    assert "har gått vidare" in page.text
    of_it = AgreementFact.agreement_id == UUID(shared.id)
    past = (
        update(AgreementFact)
        .where(of_it, AgreementFact.key == MEETING)
        .values(said=None, version=AgreementFact.version + 1)
    )
    _refused(county, shared.municipality, past)


def test_a_suggestion_of_one_fact_lets_nobody_change_another(
    county: CountyOfTests, shared: Parties
) -> None:
    path = suggest(shared, shared.region, MEETING, v0_number="2", v0_unit="weeks")
    shared.answer(shared.police, path)
    shared.answer(shared.municipality, path)
    taken = county.execute(
        select(AgreementFact.suggestion_id).where(
            AgreementFact.agreement_id == UUID(shared.id), AgreementFact.key == MEETING
        )
    ).scalar_one()
    other = (
        update(AgreementFact)
        .where(AgreementFact.agreement_id == UUID(shared.id), AgreementFact.key == "sip-svar-inom")
        .values(
            said=None,
            version=AgreementFact.version + 1,
            suggestion_id=taken,
            organisation_id=county.region,
            changed_by="Nils Region",
        )
    )
    _refused(county, shared.region, other)


def _refused(county: CountyOfTests, browser: Browser, statement: Update) -> None:
    with county.app.app_context(), acting_as(browser.token):
        with pytest.raises(DBAPIError, match="row-level security"):
            db.session.connection().execute(statement)
        db.session.rollback()

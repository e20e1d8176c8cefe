"""An agreement is prolonged by a short one that its parties decide on and sign like any."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError

from agreements import facade
from agreements.documents.pdf import attached_source
from agreements.tables.agreement import Agreement
from portal import clock
from portal.authz import Role
from portal.db import db
from tests.acting import acting_as
from tests.integration.agreements.steps import give_notice, holding, inject
from tests.integration.county import COORDINATOR, CountyOfTests, Parties

TODAY = clock.today()
LAST = TODAY + timedelta(days=730)
NEW_LAST = LAST + timedelta(days=365)


def _begin(signed: Parties, last: date = NEW_LAST, status: int = 200) -> Parties:
    """Begin on prolonging it, as its municipality; the same people with what prolongs it."""
    page = signed.municipality.open(f"{signed.path}/prolong")
    review = min(last, LAST + timedelta(days=200)).isoformat()
    page.press("Börja förlänga", status, valid_until=last.isoformat(), review_on=review)
    act = signed.anew()
    act.id = urlsplit(page.url).path.split("/")[2]
    return act


def _prolong(signed: Parties) -> Parties:
    return _begin(signed).share().signing().all_sign()


def test_a_prolongation_is_decided_and_signed_and_then_it_holds_longer(
    county: CountyOfTests, signed: Parties, on_a_day: Callable[[date], None]
) -> None:
    act = _begin(signed)
    assert (
        act.municipality.open(act.path).heading == "Förlängning: Lokal överenskommelse, Malå kommun"
    )
    assert "En förlängning är på gång." in signed.municipality.open(signed.path).text
    assert holding(signed, LAST + timedelta(days=1)) == []
    act.share().signing()
    assert "Förlänger" in act.municipality.open(act.path).text
    assert holding(signed, LAST + timedelta(days=1)) == []
    act.all_sign()

    assert holding(signed, TODAY) == [UUID(signed.id)]
    assert holding(signed, NEW_LAST) == [UUID(signed.id)]
    assert holding(signed, NEW_LAST + timedelta(days=1)) == []
    page = signed.region.open(signed.path)
    assert "Förlängd till och med" in page.text
    # the list and the board know one agreement, not two
    assert signed.region.open("/agreements").heading == "En överenskommelse gäller"
    group = county.member(county.group, *COORDINATOR)
    assert group.open("/county").heading.startswith("1 av ")
    on_a_day(LAST + timedelta(days=1))
    assert group.open("/county").heading.startswith("1 av ")
    assert "gick ut" not in signed.region.open(signed.path).text
    on_a_day(LAST + timedelta(days=201))
    assert "skulle ha följts upp" in signed.region.open(signed.path).text
    on_a_day(NEW_LAST + timedelta(days=1))
    assert "gick ut" in signed.region.open(signed.path).text


@pytest.mark.parametrize("happened", ["another is on its way", "notice is given", "it has ended"])
def test_no_page_leads_to_an_addendum_that_would_be_refused(
    signed: Parties, on_a_day: Callable[[date], None], happened: str
) -> None:
    there, pages = f"a[href='{signed.path}/add']", ("", "/correct")
    for page in pages:
        assert signed.municipality.open(f"{signed.path}{page}").soup.select(there)
    if happened == "another is on its way":
        _begin(signed)
    elif happened == "notice is given":
        give_notice(signed.region, signed, TODAY + timedelta(days=90))
    else:
        on_a_day(LAST + timedelta(days=1))
    for page in pages:
        assert not signed.municipality.open(f"{signed.path}{page}").soup.select(there)
    signed.municipality.open(f"{signed.path}/add", 422)


def test_what_has_been_signed_and_begins_later_is_prolonged_or_added_to(parties: Parties) -> None:
    parties.create().write_sections().fill_matrix()
    first = TODAY + timedelta(days=30)
    parties.set_term(first, review=first + timedelta(days=60)).share().signing().all_sign()
    page = parties.municipality.open(parties.path)
    for what in ("prolong", "add"):
        page.open(parties.path)
        page.open(str(page.soup.select_one(f"a[href='{parties.path}/{what}']")["href"]))


def test_measures_of_what_is_prolonged_are_offered_longer(signed: Parties) -> None:
    _prolong(signed)
    county = signed.county
    handler = county.member(county.region, Role.CASEWORKER)
    with county.app.app_context(), acting_as(handler.token):
        found = facade.list_measures(signed.municipality_id, NEW_LAST)
        db.session.rollback()
    assert {str(one.agreement_id) for one in found} == {signed.id}


def test_what_prolongs_it_is_neither_reviewed_nor_prolonged_itself(signed: Parties) -> None:
    act = _prolong(signed)
    assert "Efter undertecknandet" not in act.municipality.open(act.path).text
    day = (NEW_LAST + timedelta(days=9)).isoformat()
    said = {"reason": "Nej.", "basis": "§ 1", "outcome": "keep"}
    more = {"until": day}
    for what, button in (
        ("review", "Spara uppföljningen"),
        ("notice", "Säg upp överenskommelsen"),
    ):
        page = act.municipality.open(f"{act.path}/{what}")
        known = {one["name"] for one in page.soup.select("form.form [name]")}
        given = {key: value for key, value in (said | more).items() if key in known}
        page.press(button, 422, **given)
    for what in ("prolong", "add"):
        page = act.municipality.open(f"{act.path}/{what}", 422)
        assert "Börja" not in page.buttons


def test_both_files_say_what_was_prolonged(signed: Parties) -> None:
    act = _prolong(signed)
    own = json.loads(attached_source(act.region.open(f"{act.path}/agreement.pdf").response.data))
    assert own["prolongs"].startswith("Lokal överenskommelse, Malå kommun, som annars gäller till")
    assert (own["sections"], own["rows"]) == ([], [])
    file = signed.region.open(f"{signed.path}/agreement.pdf").response.data
    (told,) = json.loads(attached_source(file))["acts"]
    assert told["what"].startswith("Förlängning: gäller till och med")
    signed.region.open(f"{signed.path}/agreement.docx")


@pytest.mark.parametrize("days", [-800, 0, 1])
def test_a_last_day_that_adds_nothing_is_refused(signed: Parties, days: int) -> None:
    _begin(signed, LAST + timedelta(days=days), 422)
    assert signed.municipality.problems == [
        "Den nya sista dagen måste komma minst två dagar efter den som gäller nu."
    ]


def test_it_is_not_prolonged_into_another(signed: Parties) -> None:
    new = Parties(signed.county, municipality=signed.municipality_id)
    new.create(replaces="none").write_sections().fill_matrix()
    new.set_term(LAST + timedelta(days=100)).share().signing("none").all_sign()
    _begin(signed, status=422)
    assert signed.municipality.problems == [
        "En annan överenskommelse i samma ämne gäller då. Välj en sista dag före dess första."
    ]
    assert signed.municipality.value("valid_until") == NEW_LAST.isoformat()
    _begin(signed, LAST + timedelta(days=99))


def test_what_is_ending_is_not_prolonged(signed: Parties) -> None:
    form = signed.anew().municipality.open(f"{signed.path}/prolong")
    act = _begin(signed)
    day = NEW_LAST.isoformat()
    form.press("Börja förlänga", 422, valid_until=day, review_on=day)
    assert form.problems == [
        "En förlängning eller ett tillägg är redan på gång. Det står på överenskommelsens sida."
    ]
    act.share()
    give_notice(signed.region, signed, TODAY + timedelta(days=90))
    refused = [
        "Överenskommelsen är uppsagd eller ersatt av en annan, så den kan inte förlängas eller"
        " ändras."
    ]
    act.put_to_decision(status=422)
    assert act.municipality.problems == refused
    assert "Förläng" not in [one.get_text(strip=True) for one in _links(signed)]


def _links(parties: Parties) -> list[object]:
    page = parties.municipality.open(parties.path)
    return list(page.soup.select("section[aria-labelledby=h-acts] a"))


def test_work_on_a_successor_goes_on_beside_it(signed: Parties) -> None:
    _begin(signed)
    new = Parties(signed.county, municipality=signed.municipality_id).create(replaces="none")
    assert new.id
    page = new.municipality.open("/agreements")
    assert "Förlängning: Lokal överenskommelse, Malå kommun" in page.text


def test_only_its_municipality_begins_and_the_others_have_their_say(signed: Parties) -> None:
    signed.region.open(f"{signed.path}/prolong", 403)
    act = _begin(signed)
    act.region.open(act.path, 404)
    act.share()
    assert "Förlänger" in act.region.open(act.path).text


def test_the_database_says_the_same(signed: Parties) -> None:
    act = _begin(signed).share()
    row = update(Agreement).where(Agreement.id == UUID(act.id))
    with pytest.raises(DBAPIError, match="permission denied"):
        inject(act.municipality, row.values(amends_id=None))
    own = update(Agreement).where(Agreement.id == UUID(signed.id))
    with pytest.raises(DBAPIError, match="permission denied"):
        inject(signed.municipality, own.values(prolonged_until=NEW_LAST))
    act.ready()
    for first in (LAST, LAST + timedelta(days=2)):
        with pytest.raises(DBAPIError, match="have not agreed to the days"):
            inject(act.municipality, row.values(valid_from=first, status="decision"))


def test_what_notice_was_given_of_is_not_shared_to_be_prolonged(signed: Parties) -> None:
    act = _begin(signed)
    give_notice(signed.region, signed, clock.today() + timedelta(days=60))
    page = act.municipality.open(f"{act.path}/share")
    page.press("Dela utkastet", 422)

    assert page.problems[0].startswith("Överenskommelsen är uppsagd eller ersatt av en annan")
    assert act.municipality.open(f"{act.path}/withdraw").buttons

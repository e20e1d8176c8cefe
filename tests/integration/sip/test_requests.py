"""Somebody asks for a plan: anybody may, one who makes plans reads it, and then it is gone."""

from uuid import UUID

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import ProgrammingError

from portal import clock
from portal.audit.models import AuditEntry
from portal.db import db
from portal.ids import new_id
from portal.tenancy.models import Organisation
from sip.archive.key_rotation import KEYS
from sip.tables.requests import PlanRequest
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.county import CountyOfTests
from tests.integration.sip.world import Signed, SipWorld

NAME, PHONE = "Elin Ek", "070-123 45 67"


def ask(county: CountyOfTests, status: int = 200, **more: str) -> Browser:
    page = county.visitor().open("/ask-for-a-plan")
    wish = {"organisation": str(county.municipality), "name": NAME, "reached_at": PHONE} | more
    return page.press("Skicka", status=status, **wish)


def request_id(county: CountyOfTests) -> UUID:
    found: UUID = county.execute(select(PlanRequest.id)).scalar_one()
    return found


def test_somebody_without_a_plan_asks_and_is_called(
    county: CountyOfTests, maja: Signed, sara: Signed
) -> None:
    page = ask(county, for_whom="Lo Ek", relation="mamma", needs="Ring efter fyra.")
    assert page.heading == "Tack. Din fråga är skickad."

    page = maja.browser.open("/sip").follow("Läs och svara")
    assert page.heading == "En person har bett om en plan"
    page.follow(next(one.text.strip() for one in page.soup.select(".todo a")))
    assert NAME not in page.text
    page.press("Ta hand om den")
    for said in (NAME, PHONE, "Lo Ek", "mamma", "Ring efter fyra."):
        assert said in page.text
    others = sara.browser.open(page.url)
    assert "Maja Öhlund har tagit hand om den" in others.text
    assert NAME not in others.text


def test_when_it_is_said_what_came_of_it_nobody_can_read_it_any_more(
    county: CountyOfTests, maja: Signed
) -> None:
    ask(county)
    path = f"/sip/requests/{request_id(county)}"
    page = maja.browser.open(path).press("Ta hand om den")
    page.press("Spara och radera texten", outcome="not_needed")

    assert "Sparat." in page.text
    page.send_again()
    assert page.heading == "Ingen väntar på svar"
    maja.browser.open(path, 404)
    assert county.execute(select(PlanRequest.wrapped)).scalar_one() is None
    acts = select(AuditEntry.action).where(AuditEntry.action.like("request.%"))
    assert list(county.execute(acts.order_by(AuditEntry.id)).scalars()) == [
        "request.taken",
        "request.settled",
    ]


def test_a_colleague_takes_over(county: CountyOfTests, maja: Signed, sara: Signed) -> None:
    ask(county)
    path = f"/sip/requests/{request_id(county)}"
    maja.browser.open(path).press("Ta hand om den")
    assert NAME in sara.browser.open(path).press("Ta hand om den").text
    assert NAME not in maja.browser.open(path).text


def test_nobody_takes_it_from_a_colleague_whom_the_page_did_not_name(
    county: CountyOfTests, maja: Signed, sara: Signed
) -> None:
    ask(county)
    path = f"/sip/requests/{request_id(county)}"
    late = sara.browser.open(path)
    maja.browser.open(path).press("Ta hand om den")
    late.press("Ta hand om den")

    assert "Någon annan har tagit hand om den" in late.response.text
    assert NAME not in late.text
    assert NAME in maja.browser.open(path).text
    assert NAME in late.press("Ta hand om den").text  # now it was read


def test_no_other_organisation_sees_that_anybody_has_asked(
    county: CountyOfTests, maja: Signed, nils: Signed, kim: Signed
) -> None:
    ask(county)

    nils.browser.open(f"/sip/requests/{request_id(county)}", 404)
    assert nils.browser.open("/sip/requests").heading == "Ingen väntar på svar"
    for reader, seen in ((maja, 1), (nils, 0), (kim, 0)):
        with county.app.app_context(), acting_as(reader.token):
            assert db.session.scalar(select(func.count(PlanRequest.id))) == seen
            db.session.rollback()


def test_what_is_sent_twice_is_one(county: CountyOfTests, maja: Signed) -> None:
    page = county.visitor().open("/ask-for-a-plan")
    sent = {"organisation": str(county.municipality), "name": NAME, "reached_at": PHONE}
    page.press("Skicka", **sent)
    page.send_again()

    request_id(county)


def test_only_those_who_make_plans_here_are_asked(sip: SipWorld, maja: Signed) -> None:
    county = sip.county
    page = county.visitor().open("/ask-for-a-plan")
    offered = {str(one["value"]) for one in page.soup.select("[name=organisation] option")}
    assert offered == {"", str(county.municipality)}
    sent = {"organisation": str(county.region), "name": NAME, "reached_at": PHONE}
    page.post("/ask-for-a-plan", sent | {"request_id": str(new_id())}, 422)


def test_what_is_lacking_is_said_at_its_field(county: CountyOfTests, maja: Signed) -> None:
    page = county.visitor().open("/ask-for-a-plan").press("Skicka", status=422, name=NAME)

    assert page.problems == [
        "Välj en kommun eller region.",
        "Skriv ett telefonnummer eller en adress.",
    ]


def test_the_paper_says_where_it_is_to_be_sent(county: CountyOfTests, maja: Signed) -> None:
    page = county.visitor().open(f"/ask-for-a-plan/paper?to={county.municipality}")

    assert "Jag vill ha en plan (SIP)" in page.heading
    assert "Åsele kommun" in page.soup.select_one("main").text


def test_its_key_is_one_of_those_that_are_wrapped_anew() -> None:
    assert PlanRequest in KEYS


@pytest.mark.parametrize("what", ["in another's name", "what was said"])
def test_nobody_takes_it_in_hand_as_somebody_else(
    county: CountyOfTests, maja: Signed, sara: Signed, what: str
) -> None:
    ask(county)
    values = {"taken_by": sara.account_id, "taken_by_name": sara.name, "taken_at": func.now()}
    if what == "what was said":
        values = {"content_sealed": b"x"}
    with county.app.app_context(), acting_as(maja.token):
        with pytest.raises(ProgrammingError, match=r"row-level security|permission denied"):
            db.session.execute(
                update(PlanRequest).where(PlanRequest.id == request_id(county)).values(values)
            )
        db.session.rollback()


def test_an_organisation_that_has_ended_is_asked_no_more(
    county: CountyOfTests, maja: Signed
) -> None:
    ended = update(Organisation).where(Organisation.id == county.municipality)
    county.execute(ended.values(ended_on=clock.today()))
    page = county.visitor().open("/ask-for-a-plan")
    assert str(county.municipality) not in page.response.text
    sent = {"organisation": str(county.municipality), "name": NAME, "reached_at": PHONE}
    page.post("/ask-for-a-plan", sent | {"request_id": str(new_id())}, 422)
    assert not county.execute(select(PlanRequest.id)).all()

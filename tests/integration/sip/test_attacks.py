"""What somebody tried who wanted to see, or do, more than they may."""

from typing import Any

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import DBAPIError

from portal import clock
from portal.authz import Role
from portal.db import db
from portal.ids import new_id
from portal.web.filters import short_date
from sip.kernel.vocabulary import PersonKind, Placing, TextKind
from sip.ledger.rules import PLAN, invite, relative, share
from sip.tables.calling import Call, Meeting
from sip.tables.people import PlanPerson
from sip.tables.plan import FollowUp
from tests.acting import acting_as
from tests.integration.county import CountyOfTests
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld

HARMLESS, SECRET = "Ordna en cykel", "Sluta med amfetamin"


@pytest.fixture
def petra(sip: SipWorld) -> Signed:
    return sip.caseworker(sip.county.police, "Petra Polis")


@pytest.fixture
def plan(sip: SipWorld, maja: Signed, nils: Signed) -> PlanOfTests:
    """A plan whose social situation the region may see, and nothing of health."""
    plan = sip.plan(maja)
    plan.opened_to(nils, share(maja.organisation_id, nils.organisation_id, "social_situation"))
    return plan


def write(plan: PlanOfTests, part: str, title: str, category: str) -> None:
    """As the form does it: the words and the category in one."""
    page = plan.handler.browser.open(f"{plan.path}/{part}")
    field = "text" if part.startswith("texts") else "title"
    button = next(one for one in page.buttons if one.startswith("Spara"))
    page.fill(button, {field: title, "category": category})


@pytest.fixture(params=["goals", "texts", "actions"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def enter(plan: PlanOfTests, kind: str, title: str, category: str) -> str:
    source = plan.handler.organisation_id
    if kind == "goals":
        return f"goals/{plan.goal(title, source, category)}"
    if kind == "texts":
        return f"texts/{plan.text(TextKind.NOTE, title, source, category)}"
    goal = plan.goal("Ett mål", source, "social_situation")
    return f"actions/{plan.action(title, goal, source, category, organisation=source)}"


def test_words_that_leave_a_category_as_they_are_written_leave_no_trace_there(
    plan: PlanOfTests, kind: str, nils: Signed
) -> None:
    part = enter(plan, kind, HARMLESS, "social_situation")
    assert HARMLESS in nils.browser.open(plan.path).text

    write(plan, part, SECRET, "health")

    assert SECRET not in nils.browser.open(f"{plan.path}/versions").text
    assert SECRET in plan.handler.browser.open(f"{plan.path}/versions").text


def test_words_that_come_into_sight_do_not_bring_what_they_said_before(
    plan: PlanOfTests, kind: str, nils: Signed
) -> None:
    part = enter(plan, kind, SECRET, "health")

    write(plan, part, HARMLESS, "social_situation")

    page = nils.browser.open(f"{plan.path}/versions").text
    assert SECRET not in page
    assert HARMLESS in page


def test_what_one_party_is_asked_and_answers_is_no_other_party_s_to_read(
    sip: SipWorld, plan: PlanOfTests, nils: Signed, petra: Signed
) -> None:
    police, here = petra.organisation_id, plan.handler.organisation_id
    plan.grant(invite(police), share(police, here, "social_situation"))
    call = plan.call(petra.organisation_id, asked_sealed="Berätta om gripandet.")
    address = f"{plan.path}/calls/{call}"
    page = petra.browser.open(f"{address}/take")
    said = {"contribution": "Han greps i maj.", "category": "social_situation"}
    page.press("Ta emot", title="Polis", **said)

    nils.browser.open(address, status=404)
    with sip.county.app.app_context(), acting_as(nils.token):
        assert not db.session.scalars(select(Call.id)).all()
    assert "Han greps i maj." in plan.handler.browser.open(address).text
    assert "Berätta om gripandet." in petra.browser.open(address).text


@pytest.mark.parametrize("kind", [PersonKind.RELATIVE, PersonKind.GUARDIAN])
def test_a_handler_cannot_make_an_account_one_of_the_plan_s_people(
    sip: SipWorld, maja: Signed, kind: PersonKind
) -> None:
    plan = sip.plan(maja)
    plan.grant(PLAN)

    def note(**linked: Any) -> None:
        row = {"id": new_id(), "county_id": plan.county_id, "plan_id": plan.id, "kind": kind}
        row |= {"name_sealed": b"x", "recorded_at": clock.now()}
        with db.session.connection().begin_nested():
            db.session.connection().execute(insert(PlanPerson).values(**row, **linked))

    with sip.county.app.app_context(), acting_as(maja.token):
        note()
        with pytest.raises(DBAPIError, match="row-level security"):
            note(account_id=maja.account_id)


def test_who_is_shut_out_is_not_told_when_the_others_work_on_the_plan(
    plan: PlanOfTests, nils: Signed
) -> None:
    today = short_date(clock.now())
    assert today in nils.browser.open("/sip/plans").text

    plan.withdraw(invite(nils.organisation_id))

    page = nils.browser.open("/sip/plans")
    assert "Ärende" in page.text
    assert today not in page.text


def test_a_handler_who_is_not_among_the_named_few_cannot_name_themself(
    sip: SipWorld, maja: Signed
) -> None:
    olle = sip.caseworker(maja.organisation_id, "Olle Kollega")
    plan = sip.plan(maja, is_protected=True)
    participant = plan.participant(olle)
    plan.placing(Placing.CONTACT, plan.subject, "Hemliga gatan 1")
    address = f"{plan.path}/people/protection"

    page = maja.browser.open(address)
    _, sent = page.filled("Spara", {"who_sees": [str(participant)]})
    del sent["csrf_token"]
    assert address not in str(olle.browser.open(f"{plan.path}/people").soup)
    olle.browser.post(address, sent, status=403)

    assert "Hemliga gatan 1" not in olle.browser.open(f"{plan.path}/people").text
    assert "Hemliga gatan 1" in maja.browser.open(f"{plan.path}/people").text


def test_when_no_handler_is_named_any_longer_another_may_be(sip: SipWorld, maja: Signed) -> None:
    olle = sip.caseworker(maja.organisation_id, "Olle Kollega")
    plan = sip.plan(maja, is_protected=True)
    participant = plan.participant(olle)
    leave = f"{plan.path}/participants/{plan.handler_id}/end"
    page = olle.browser.open(leave).press("Ta bort ur planen", status=422)
    assert any("skyddade uppgifter" in one for one in page.problems)
    maja.browser.open(leave).press("Ta bort ur planen")

    page = olle.browser.open(f"{plan.path}/people/protection")
    page.press("Spara", who_sees=[str(participant)])

    assert "Ändra skyddet" in olle.browser.open(f"{plan.path}/people").text


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2026-02-31", "igår"])
def test_a_day_that_is_none_is_told_to_the_reviewer_as_in_any_form(
    sip: SipWorld, county: CountyOfTests, day: str
) -> None:
    reviewer = county.member(county.municipality, Role.REVIEWER)

    page = reviewer.open(f"/log/readings?first={day}&last={day}", status=422)
    assert page.value("first") == day
    assert len(page.problems) == 2
    page.open("/log/readings?first=2026-03-02&last=2026-03-01", status=422)
    assert page.problems == ["Perioden slutar innan den börjar. Ändra någon av dagarna."]
    page.open("/log/readings?first=2026-03-01&last=2026-03-02")
    assert page.value("first_day") == "2026-03-01"


def test_somebody_near_the_person_neither_calls_a_meeting_off_nor_moves_a_follow_up(
    sip: SipWorld, plan: PlanOfTests, nils: Signed
) -> None:
    ida = sip.individual("Ida Närstående")
    plan.grant(relative(plan.person(PersonKind.RELATIVE, ida.name, ida)))
    plan.meeting()
    sip.enter(
        FollowUp,
        county_id=plan.county_id,
        plan_id=plan.id,
        due_on=clock.today(),
        holder_id=plan.handler_id,
        agreed_at=clock.now(),
    )
    ways = [
        update(Meeting).values(status="cancelled"),
        update(FollowUp).values(held_on=clock.today()),
    ]

    def changed(who: Signed) -> list[int]:
        with sip.county.app.app_context(), acting_as(who.token):
            connection = db.session.connection()
            return [connection.execute(way).rowcount for way in ways]

    assert changed(ida) == [0, 0]
    assert changed(nils) == [0, 0]
    assert changed(plan.handler) == [1, 1]


def test_the_words_of_an_objection_are_for_those_who_share_the_person_s_own(
    plan: PlanOfTests, maja: Signed, nils: Signed
) -> None:
    plan.grant(share(plan.subject, maja.organisation_id, "own_words"))
    page = maja.browser.open(f"{plan.path}/goals/new")
    page.press("Spara målet", title="Ett mål", measure="Det märks", category="social_situation")
    page.open(f"{plan.path}/versions/make").press("Gör versionen")
    page.open(f"{plan.path}/versions/answer")
    page.press("Spara svaret", party=str(plan.subject), answer="objected", comment=SECRET)
    assert SECRET in page.open(plan.path).text

    for path in (plan.path, f"{plan.path}/versions"):
        answer = nils.browser.open(path)
        assert "Har invändningar" in answer.text
        assert SECRET not in answer.text

    plan.withdraw(share(plan.subject, maja.organisation_id, "own_words"))
    assert SECRET not in maja.browser.open(f"{plan.path}/versions").text

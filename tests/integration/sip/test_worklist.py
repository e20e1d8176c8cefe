"""What waits in the reader's plans, each called by its person, by who holds them together."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from portal import clock
from sip.kernel.vocabulary import Phase
from sip.ledger.rules import PLAN, invite
from sip.tables.plan import Plan
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld


def held_by(plan: PlanOfTests, participant: object) -> None:
    held = update(Plan).where(Plan.id == plan.id).values(coordinator_id=participant)
    plan.world.county.execute(held)


def people_of(signed: Signed, whose: str = "") -> set[str]:
    """Whose plans have a next step on the page."""
    page = signed.browser.open(f"/sip?whose={whose}" if whose else "/sip")
    found = page.soup.select("section[aria-labelledby=h-cases] .todo-detail")
    return {str(one.get_text(strip=True)).partition(".")[0] for one in found}


def test_every_list_calls_a_plan_by_its_person(sip: SipWorld, maja: Signed) -> None:
    plan = sip.plan(maja, person_name="Kim Andersson", phase=Phase.NEED)
    page = maja.browser.open(f"{plan.path}/asked")
    page.fill("Spara", {"kind": "god_man", "said": "Behöver hjälp med pengar", "tool": ""})
    page = maja.browser.open("/sip")
    god_men = page.soup.select_one("section[aria-labelledby=h-god-men]")
    assert god_men is not None
    assert "Kim Andersson" in god_men.text
    assert "Ärende" not in page.text


def test_steps_stand_under_what_they_are_about_the_late_first(sip: SipWorld, maja: Signed) -> None:
    county = sip.county
    for name, due in (("Anna Ek", None), ("Bo Ek", clock.today() - timedelta(days=1))):
        plan = sip.plan(maja, person_name=name, phase=Phase.PREPARING)
        plan.grant(PLAN, invite(county.region))
        county.execute(update(Plan).where(Plan.id == plan.id).values(meet_due_on=due))
    page = maja.browser.open("/sip")
    heads = [one.get_text(strip=True) for one in page.soup.select("#h-cases ~ div h3")]
    assert heads == ["Kallelser", "Möten"]
    meetings = page.soup.select("#h-cases ~ div ul")[1]
    assert [
        one.get_text(strip=True).partition(".")[0] for one in meetings.select(".todo-detail")
    ] == [
        "Bo Ek",
        "Anna Ek",
    ]


@pytest.fixture
def plans(sip: SipWorld, maja: Signed, sara: Signed) -> None:
    """Maja is in three: she holds one together, her colleague one, and nobody one."""
    for name in ("Hennes", "Kollegans", "Ingens"):
        plan = sip.plan(maja, person_name=name, phase=Phase.NEED)
        colleague = plan.participant(sara)
        holders = {"Hennes": plan.handler_id, "Kollegans": colleague, "Ingens": None}
        held_by(plan, holders[name])


@pytest.mark.usefixtures("plans")
def test_the_list_is_narrowed_to_what_one_holds_together(maja: Signed) -> None:
    assert people_of(maja) == {"Hennes", "Kollegans", "Ingens"}
    assert people_of(maja, "mine") == {"Hennes", "Ingens"}
    assert people_of(maja, "unit") == {"Hennes", "Kollegans", "Ingens"}
    assert people_of(maja, "nonsense") == {"Hennes", "Kollegans", "Ingens"}


def test_a_unit_s_list_is_that_of_its_own(sip: SipWorld) -> None:
    town = sip.county.municipality
    ours, theirs = (sip.unit(town, name) for name in ("Vuxen", "Barn"))
    eva = sip.caseworker(town, "Eva Vuxen", unit=ours)
    ida = sip.caseworker(town, "Ida Vuxen", unit=ours)
    bo = sip.caseworker(town, "Bo Barn", unit=theirs)
    for colleague, name in ((ida, "Vår"), (bo, "Deras")):
        plan = sip.plan(eva, person_name=name, phase=Phase.NEED)
        held_by(plan, plan.participant(colleague))
    # a plan that Eva has no part in is nobody's to show her
    hidden = sip.plan(ida, person_name="Okänd", phase=Phase.NEED)
    held_by(hidden, hidden.handler_id)
    assert people_of(eva, "unit") == {"Vår"}
    assert people_of(eva, "mine") == set()


def test_a_unit_sees_what_its_others_are_to_do_in_plans_that_one_has_a_part_in(
    sip: SipWorld, maja: Signed, sara: Signed
) -> None:
    town = sip.county.municipality
    plan = sip.plan(maja, person_name="Kim Andersson")
    plan.grant(PLAN)
    colleague = plan.participant(sara)
    goal = plan.goal("Sova bättre", town, "health")
    plan.action("Ringa", goal, town, "health", organisation=town, responsible=colleague)
    assert "Ringa" not in maja.browser.open("/sip").text
    shown = maja.browser.open("/sip?whose=unit").text
    assert "Det din enhet ska göra" in shown
    assert f"Kim Andersson, {sara.name}" in shown


def test_a_message_that_waits_stands_there(sip: SipWorld, maja: Signed, kim: Signed) -> None:
    plan = sip.plan(maja, person=kim, person_name="Kim Andersson")
    plan.grant(PLAN)
    kim.browser.open(f"{plan.my_path}/messages").press("Skicka", text="Kan ni ringa mig?")
    page = maja.browser.open("/sip")
    assert "Ett meddelande väntar på svar" in page.text
    assert "Meddelanden" in {one.get_text(strip=True) for one in page.soup.select("h3")}
    page.follow("Läs och svara : Kim Andersson")
    assert "Kan ni ringa mig?" in page.text

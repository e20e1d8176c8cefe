"""Decided measures: when, by whom and from when; and those that have not begun."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

from portal import clock
from sip.kernel.vocabulary import ActionStatus
from sip.ledger.rules import PLAN, share
from sip.tables.plan import Action, Change
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld


@pytest.fixture
def plan(sip: SipWorld, maja: Signed, nils: Signed, kim: Signed) -> PlanOfTests:
    made = sip.plan(maja, person=kim, person_name="Kim Andersson")
    made.opened_to(nils, share(sip.county.municipality, sip.county.region, "health"))
    return made


def decided(plan: PlanOfTests, days: int | None, *, region: bool = False) -> UUID:
    """A measure of the municipality's, or the region's, that was decided so many days ago."""
    county = plan.world.county
    ours = county.municipality
    goal = plan.goal("Sova bättre", ours, "health")
    doer = county.region if region else ours
    action = plan.action("Boendestöd", goal, ours, "health", organisation=doer)
    day = clock.today() - timedelta(days=days) if days is not None else None
    values = {"is_decided": True, "decided_on": day, "status": ActionStatus.NOT_STARTED}
    county.execute(update(Action).where(Action.id == action).values(**values))
    return action


def test_a_decision_is_told_with_its_day_its_decider_and_its_start(
    plan: PlanOfTests, maja: Signed, kim: Signed
) -> None:
    action = decided(plan, None)
    page = maja.browser.open(f"{plan.path}/actions/{action}")
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    page.press("Spara åtgärden", status=422, decided_on=tomorrow)
    assert page.problems == ["Beslutet kan inte ha fattats en dag som inte har varit."]
    page.press("Spara åtgärden", status=422, is_decided=False, decided_on="2026-11-02")
    assert page.problems == ["Kryssa för Beslutat, eller ta bort dagen och vem som beslutade."]
    said = {"decided_on": "2026-11-02", "decided_by": "Socialnämnden", "starts_on": "2027-01-04"}
    page.fill("Spara åtgärden", {"is_decided": "yes", **said})

    told = "Beslutad 2 november 2026 av Socialnämnden. Börjar 4 januari 2027"
    for reader, path in ((maja, plan.path), (kim, plan.my_path)):
        assert told in reader.browser.open(path).text
    kept = select(Change.field).where(Change.subject_id == action)
    assert {"decided_on", "decided_by", "starts_on"} <= set(
        plan.world.county.execute(kept).scalars()
    )
    copy = maja.browser.open(f"{plan.path}/copies").press("Gör kopian", form="text")
    copy.open(str(copy.soup.select("main a[href*='/copies/']")[0]["href"]))
    assert "beslutad 2 november 2026 Socialnämnden, börjar 4 januari 2027" in copy.response.text


def test_the_list_has_the_oldest_first_and_says_no_measure(plan: PlanOfTests, maja: Signed) -> None:
    decided(plan, 10)
    decided(plan, 100)
    decided(plan, None)
    page = maja.browser.open("/sip/plans").follow("Beslutat men inte börjat")

    assert page.heading == "3 beslutade insatser har inte börjat, en i mer än tre månader"
    lines = [line.get_text(" ", strip=True) for line in page.soup.select("ul.todo li")]
    assert "Mer än tre månader" in lines[0]
    assert "Mer än tre månader" not in lines[1]
    assert "Beslutsdag saknas" in lines[2]
    assert "Boendestöd" not in page.text
    assert "Kim Andersson" in page.text


def test_what_has_begun_or_is_anothers_is_not_there(
    plan: PlanOfTests, maja: Signed, nils: Signed
) -> None:
    begun = decided(plan, 100)
    done = update(Action).where(Action.id == begun)
    plan.world.county.execute(done.values(status=ActionStatus.IN_PROGRESS))
    decided(plan, 100, region=True)

    assert maja.browser.open("/sip/plans/decided").heading == "Allt som är beslutat har börjat"
    page = nils.browser.open("/sip/plans/decided")
    assert page.heading.startswith("En beslutad insats har inte börjat")
    assert "34 kap." not in page.text


def test_a_plan_that_is_shut_is_not_there(plan: PlanOfTests, nils: Signed) -> None:
    decided(plan, 100, region=True)
    plan.withdraw(PLAN)

    assert nils.browser.open("/sip/plans/decided").heading == "Allt som är beslutat har börjat"

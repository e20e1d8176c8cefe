"""Who changed what: one entry for each press, however many fields it changed."""

import pytest

from sip.ledger.rules import PLAN
from tests.browser import Browser
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld


@pytest.fixture
def plan(sip: SipWorld, maja: Signed, kim: Signed) -> PlanOfTests:
    plan = sip.plan(maja, person=kim, person_name="Kim Andersson")
    plan.grant(PLAN)
    return plan


def test_what_one_press_changed_is_one_entry(plan: PlanOfTests, maja: Signed, kim: Signed) -> None:
    page = maja.browser.open(f"{plan.path}/goals/new")
    page.press("Spara målet", title="Sova bättre", measure="Sju timmar", category="health")
    page.follow("Lägg till en åtgärd : Sova bättre")
    page.press("Spara åtgärden", title="Sömnskola", due_on="2199-01-01", category="health",
               who=_first_who(page))  # fmt: skip
    for path in (f"{plan.path}/versions", f"{plan.my_path}/history"):
        page = (maja if path.startswith("/sip") else kim).browser.open(path)
        assert page.heading == "2 ändringar i planen"
        entries = page.soup.select(".entries > li:has(.before-after)")
        fields = [[one.get_text() for one in entry.select("b.small")] for entry in entries]
        assert fields == [
            ["Rubrik", "Vem som gör det", "Senast"],
            ["Rubrik", "Så märker vi skillnad"],
        ]


def _first_who(page: Browser) -> str:
    options = page.soup.select("select[name=who] option")
    return next(str(one["value"]) for one in options if one["value"])

"""What has become of what is kept about the person: who has read it, why, and for how long."""

import pytest

from sip.ledger.rules import PLAN, invite
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld


@pytest.fixture
def plan(sip: SipWorld, maja: Signed, nils: Signed, kim: Signed) -> PlanOfTests:
    made = sip.plan(maja, person=kim, person_name="Kim Andersson")
    made.opened_to(nils)
    return made


def panels(plan: PlanOfTests, kim: Signed) -> dict[str, str]:
    page = kim.browser.open(plan.my_path).follow("Det vi vet om dig, och dina rättigheter")
    found = page.soup.select(".panel")
    return {one.select_one("h3").text.strip(): " ".join(one.text.split()) for one in found}


def test_each_who_has_read_stands_there_with_why_and_for_how_long(
    plan: PlanOfTests, maja: Signed, nils: Signed, kim: Signed
) -> None:
    maja.browser.open(plan.path)
    nils.browser.open(plan.path)
    found = panels(plan, kim)

    assert set(found) == {"Åsele kommun", "Region Västerbotten"}
    assert "De såg att du kan behöva en plan" in found["Åsele kommun"]
    assert "Maja Öhlund" in found["Åsele kommun"]
    assert "minst 5 år" in found["Åsele kommun"]
    assert "Du har sagt ja." in found["Region Västerbotten"]
    assert "Nils Region" in found["Region Västerbotten"]
    assert "minst 10 år" in found["Region Västerbotten"]


def test_a_decision_without_consent_is_told_as_such(
    plan: PlanOfTests, sip: SipWorld, nils: Signed, kim: Signed
) -> None:
    nils.browser.open(plan.path)
    plan.withdraw(PLAN, invite(nils.organisation_id))
    plan.basis(sip.county.municipality, nils.organisation_id, "health")

    assert "utan ditt ja" in panels(plan, kim)["Region Västerbotten"]


def test_before_anybody_has_read_it_says_so(plan: PlanOfTests, kim: Signed, nils: Signed) -> None:
    assert panels(plan, kim) == {}
    nils.browser.open(f"{plan.my_path}/my-data", 403)

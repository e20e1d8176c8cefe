"""What comes next in a plan: the same list on its own page and among one's tasks."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from portal import clock
from sip.kernel.vocabulary import ActKind, CallStatus, Phase
from sip.ledger.rules import PLAN, invite, share
from sip.tables.calling import Call, Meeting
from sip.tables.plan import FollowUp, Participant, Plan, PlanApproval, PlanVersion
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld


@pytest.fixture
def plan(sip: SipWorld, maja: Signed, kim: Signed) -> PlanOfTests:
    return sip.plan(maja, person=kim, person_name="Kim Andersson", phase=Phase.NEED)


def steps(plan: PlanOfTests) -> list[str]:
    """The ways of the steps on the plan's page, which are those of "Mina uppgifter"."""
    page = plan.handler.browser
    shown = [
        str(one.get_text(strip=True))
        for one in page.open(plan.path).soup.select("section[aria-labelledby=h-steps] a")
    ]
    listed = [
        one.own_text.strip()
        for one in page.open("/sip").soup.select("section[aria-labelledby=h-cases] a")
    ]
    assert sorted(listed) == sorted(shown)
    for link in page.soup.select("section[aria-labelledby=h-cases] a"):
        page.open(str(link["href"]))
    return shown


def to(plan: PlanOfTests, phase: Phase) -> None:
    plan.world.county.execute(update(Plan).where(Plan.id == plan.id).values(phase=phase))


def test_consent_is_asked_for_and_answered(sip: SipWorld, plan: PlanOfTests) -> None:
    assert steps(plan) == ["Fråga om samtycke"]
    plan.act(ActKind.ASK, PLAN, invite(sip.county.region))
    to(plan, Phase.CONSENT)
    assert steps(plan) == ["Anteckna ett svar"]
    plan.act(ActKind.REFUSE, PLAN)
    assert steps(plan) == ["Ingen plan ska göras"]
    plan.grant(PLAN, invite(sip.county.region))
    to(plan, Phase.PREPARING)
    assert steps(plan) == ["Kalla till planen", "Planera ett möte"]


def test_a_plan_needs_both_the_municipality_and_the_region(
    sip: SipWorld, plan: PlanOfTests
) -> None:
    plan.grant(PLAN)
    to(plan, Phase.PREPARING)
    assert "Regionen är inte med" in plan.handler.browser.open(plan.path).text
    assert steps(plan) == ["Till samtycket", "Planera ett möte"]
    plan.grant(invite(sip.county.region))
    assert "Regionen är inte med" not in plan.handler.browser.open(plan.path).text


def test_a_plan_that_the_region_began_needs_the_municipality(
    sip: SipWorld, nils: Signed, kim: Signed
) -> None:
    plan = sip.plan(nils, person=kim, phase=Phase.NEED)
    plan.grant(PLAN)
    to(plan, Phase.PREPARING)
    said = "Kommunen är inte med. En SIP behöver både kommun och region."
    assert said in nils.browser.open(plan.path).text
    plan.grant(invite(sip.county.municipality))
    assert said not in nils.browser.open(plan.path).text


def test_a_call_that_nobody_has_answered_and_a_meeting_that_has_been(
    sip: SipWorld, plan: PlanOfTests
) -> None:
    plan.grant(PLAN, invite(sip.county.region))
    plan.call(sip.county.region)
    to(plan, Phase.PREPARING)
    assert steps(plan) == ["Planera ett möte", "Se kallelsen"]
    sip.county.execute(update(Call).values(status=CallStatus.TAKEN))
    plan.meeting(clock.now() - timedelta(hours=3))
    to(plan, Phase.MEETING)
    assert steps(plan) == ["Anteckna vilka som var med"]
    sip.county.execute(update(Meeting).values(status="held"))
    to(plan, Phase.PLANNING)
    assert steps(plan) == ["Lägg till ett mål"]


def test_a_version_is_made_answered_and_followed_up(
    sip: SipWorld, plan: PlanOfTests, nils: Signed
) -> None:
    plan.opened_to(nils)
    plan.goal("Sova bättre", sip.county.municipality)
    to(plan, Phase.PLANNING)
    assert steps(plan) == ["Låt personen godkänna planen"]
    plan.add(PlanVersion, number=1, upto_seq=1)
    assert steps(plan) == ["Anteckna ett svar"]
    plan.add(PlanApproval, person_id=plan.subject, answer="objected")
    assert steps(plan) == ["Läs vad personen säger"]
    plan.add(PlanApproval, person_id=plan.subject, answer="approved")
    to(plan, Phase.FOLLOWING_UP)
    assert steps(plan) == ["Bestäm uppföljning"]
    plan.add(FollowUp, due_on=clock.today(), holder_id=plan.handler_id)
    assert steps(plan) == []
    plan.withdraw(PLAN)
    assert steps(plan) == ["Till samtycket"]
    to(plan, Phase.CLOSED)
    assert steps(plan) == []


@pytest.mark.parametrize("how", ["left", "shut out"])
def test_a_measure_whose_doer_is_gone_is_flagged_to_those_who_find_another(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, nils: Signed, kim: Signed, how: str
) -> None:
    ours, theirs = sip.county.municipality, sip.county.region
    there = plan.opened_to(nils, share(ours, theirs, "health"))
    goal = plan.goal("Sova bättre", ours, "health")
    plan.action("Sömnskola", goal, ours, "health", organisation=theirs, responsible=there)
    plan.add(FollowUp, due_on=clock.today(), holder_id=plan.handler_id)
    plan.add(PlanVersion, number=1, upto_seq=1)
    plan.add(PlanApproval, person_id=plan.subject, answer="approved")
    to(plan, Phase.FOLLOWING_UP)
    assert steps(plan) == []
    assert "inte längre med" not in kim.browser.open(plan.my_path).text
    if how == "left":
        gone = update(Participant).where(Participant.id == there)
        sip.county.execute(gone.values(ended_at=clock.now()))
    else:
        plan.withdraw(invite(theirs))
    assert "Gå igenom åtgärderna" in steps(plan)
    assert "Ingen gör det här nu" in maja.browser.open(plan.path).text
    assert "inte längre med. De som är kvar i planen letar" in kim.browser.open(plan.my_path).text


def test_whoever_only_takes_part_has_no_steps(
    sip: SipWorld, plan: PlanOfTests, nils: Signed
) -> None:
    plan.opened_to(nils)
    to(plan, Phase.PREPARING)
    for address in (plan.path, "/sip"):
        assert not nils.browser.open(address).soup.select("[aria-labelledby=h-steps], #h-cases")


def test_nothing_waits_only_when_nothing_does(
    sip: SipWorld, plan: PlanOfTests, maja: Signed
) -> None:
    assert maja.browser.open("/sip").heading == "Ett ärende väntar på dig"
    plan.act(ActKind.ASK, PLAN)
    assert maja.browser.open("/sip").heading == "Inget väntar på dig"
    region = sip.caseworker(sip.county.region, "Eva Region")
    plan.grant(PLAN, invite(sip.county.region))
    plan.call(sip.county.region)
    assert region.browser.open("/sip").heading == "En kallelse väntar på svar"


def test_a_child_without_guardians_needs_somebody_to_ask_first(sip: SipWorld, maja: Signed) -> None:
    page = maja.browser.open("/sip/plans/new")
    page.press("Spara behovet", name="Sam Berg", need="Stöd", category="health", age="under_18")
    path = "/".join(page.url.split("/")[:4])
    (step,) = page.open(path).soup.select("section[aria-labelledby=h-steps] a")
    assert step.get_text(strip=True) == "Lägg till den som ska svara"
    assert str(step["href"]) == f"{path}/people"

    # nobody is asked to fill in a question that there is nobody to put to
    asked = page.open(f"{path}/consent/ask")
    assert asked.heading == "Ingen kan samtycka än"
    assert "Ingen kan samtycka än, så ingen har blivit tillfrågad." in asked.response.text
    assert "Ingen har blivit tillfrågad än." in page.open(f"{path}/consent").text

    page.open(f"{path}/people/guardians/new")
    page.press("Lägg till", name="Eva Berg", capacity="guardian")
    (step,) = page.open(path).soup.select("section[aria-labelledby=h-steps] a")
    assert step.get_text(strip=True) == "Fråga om samtycke"

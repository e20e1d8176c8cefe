"""Consent through its pages: ask, answer, take back, correct, and what follows at once."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from portal import clock
from sip.consent.models import ConsentAct
from sip.consent.rules import PLAN, ActKind, invite, relative, share
from sip.plans.models import Plan
from sip.rules import PersonKind, Phase, TextKind
from tests.integration.county import CountyOfTests
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld

HEALTH, HOUSING = "health", "housing"


@pytest.fixture
def sip(county: CountyOfTests) -> SipWorld:
    return SipWorld(county)


@pytest.fixture
def maja(sip: SipWorld) -> Signed:
    return sip.caseworker(sip.county.municipality)


@pytest.fixture
def nils(sip: SipWorld) -> Signed:
    return sip.caseworker(sip.county.region, "Nils Region")


@pytest.fixture
def kim(sip: SipWorld) -> Signed:
    return sip.individual("Kim Andersson")


@pytest.fixture
def plan(sip: SipWorld, maja: Signed, kim: Signed) -> PlanOfTests:
    return sip.plan(maja, person=kim, person_name="Kim Andersson", phase=Phase.NEED)


def ask(plan: PlanOfTests, *parties: UUID) -> None:
    page = plan.handler.browser.open(f"{plan.path}/consent/ask")
    url, data = page.filled("Anteckna att frågan är ställd", {"how": "oral"})
    sent = {**data, "parties": [str(one) for one in parties], "categories": [HEALTH, HOUSING]}
    page.post(url, sent)  # type: ignore[arg-type]  # a test client takes lists


def tick(person: Signed, path: str, ticks: dict[UUID, list[str]], **values: str) -> None:
    """Answer a grid: each party that is named takes part and sees its categories."""
    send(person, *ticked(person, path, ticks, **values))


def ticked(
    person: Signed, path: str, ticks: dict[UUID, list[str]], **values: str
) -> tuple[str, dict[str, object]]:
    page = person.browser.open(path)
    button = "Spara mitt svar" if "Spara mitt svar" in page.buttons else "Spara svaret"
    url, data = page.filled(button, dict(values))
    sent: dict[str, object] = dict(data)
    for party, categories in ticks.items():
        if page.soup.find(attrs={"name": f"party_{party.hex}"}):
            sent[f"party_{party.hex}"] = "y"
        sent[f"see_{party.hex}"] = categories
    return url, sent


def send(person: Signed, url: str, sent: dict[str, object], status: int = 200) -> None:
    person.browser.post(url, sent, status=status)  # type: ignore[arg-type]


def opens(plan: PlanOfTests, person: Signed) -> bool:
    """Whether the plan page opens, asked of the pages themselves."""
    person.browser.client.get  # the same browser, the same session
    response = person.browser.client.get(
        f"{plan.path}/disclosed", base_url=person.browser.base_url
    )
    return response.status_code == 200


def acts(plan: PlanOfTests) -> list[str]:
    rows = select(ConsentAct.kind).where(ConsentAct.plan_id == plan.id).order_by(ConsentAct.seq)
    return [kind.value for kind in plan.world.county.execute(rows).scalars()]


def phase(plan: PlanOfTests) -> Phase:
    found = select(Plan.phase).where(Plan.id == plan.id)
    value: Phase = plan.world.county.execute(found).scalar_one()
    return value


def test_a_question_is_answered_on_a_phone_and_the_work_may_begin(
    sip: SipWorld, plan: PlanOfTests, kim: Signed, maja: Signed
) -> None:
    ask(plan, sip.county.region)
    assert maja.browser.heading == "Samtycket väntar på svar"
    assert phase(plan) is Phase.CONSENT

    page = kim.browser.open(f"{plan.my_path}/who-may-see")
    assert page.heading == "Du har en fråga att svara på"
    assert "Väntar på ditt svar" in page.text
    tick(
        kim,
        f"{plan.my_path}/who-may-see/answer",
        {sip.county.region: [HEALTH], sip.county.municipality: [HEALTH, HOUSING]},
        plan="yes",
    )

    assert page.heading == "Du bestämmer vem som får se planen"
    assert "Får se hälsa" in page.text
    assert acts(plan) == ["ask", "ask", "refuse", "grant"]
    assert phase(plan) is Phase.PREPARING
    assert maja.browser.open(f"{plan.path}/consent").heading == "Samtycke finns"


def test_nothing_is_shared_that_was_not_ticked(
    sip: SipWorld, plan: PlanOfTests, kim: Signed
) -> None:
    ask(plan, sip.county.region, sip.county.police)
    tick(
        kim,
        f"{plan.my_path}/who-may-see/answer",
        {sip.county.region: [HEALTH]},
        plan="yes",
    )
    text = kim.browser.text
    assert "Polisen Västerbotten Får inte se" in text
    assert "Får inte delas egna önskemål; alkohol, droger och spel; social situation" in text

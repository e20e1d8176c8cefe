"""What turns between a question and its answer: a birthday, a mandate, a colleague's decision."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from portal import clock
from sip.kernel.vocabulary import ActKind, PersonKind, Phase
from sip.tables.consent import ConsentAct, Consenter
from tests.integration.sip.test_consent_pages import acts, ask
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld

YES = "Ja till det som frågas"


@pytest.fixture
def eva(sip: SipWorld) -> Signed:
    return sip.individual("Eva Berg")


@pytest.fixture
def plan(sip: SipWorld, maja: Signed, kim: Signed, eva: Signed) -> PlanOfTests:
    """Of somebody who is 17, asked beside a guardian: Kim's birthday is near."""
    made = sip.plan(maja, person=kim, person_name="Kim Berg", phase=Phase.NEED)
    birthday = clock.now() + timedelta(days=20)
    made.require(made.person(PersonKind.GUARDIAN, eva.name, eva), until=birthday)
    ask(made)
    return made


def question(who: Signed, plan: PlanOfTests) -> None:
    who.browser.open(f"{plan.my_path}/who-may-see/asked")


def ends(plan: PlanOfTests, person: object, at: datetime | None = None) -> None:
    """Somebody's time runs out, as it does on a birthday."""
    consenter = plan.consenter_of(person)
    term = {"required_to": at or clock.now() - timedelta(seconds=1)}
    plan.world.county.execute(update(Consenter).where(Consenter.id == consenter).values(term))


def guardian(plan: PlanOfTests) -> object:
    found = select(Consenter.person_id).where(Consenter.id == plan.consenters[1])
    return plan.world.county.execute(found).scalar_one()


def test_a_guardian_says_nothing_by_a_form_from_before_the_birthday(
    plan: PlanOfTests, eva: Signed, kim: Signed
) -> None:
    question(eva, plan)
    ends(plan, guardian(plan))

    eva.browser.press(YES, 404)
    assert acts(plan) == ["ask", "ask"]
    eva.browser.open(plan.my_path, 404)
    # the question is the young person's own now, for as long as any adult's
    question(kim, plan)
    kim.browser.press(YES)
    assert acts(plan)[-1] == "grant"
    last = select(ConsentAct.valid_to).where(ConsentAct.kind == ActKind.GRANT)
    assert plan.world.county.execute(last).scalar_one() > clock.now() + timedelta(days=300)


def test_a_yes_of_the_guardian_alone_opens_nothing_on_the_birthday(
    plan: PlanOfTests, eva: Signed, kim: Signed, maja: Signed
) -> None:
    question(eva, plan)
    eva.browser.press(YES)
    ends(plan, guardian(plan))

    assert "Samtycke finns" not in maja.browser.open(f"{plan.path}/consent").text
    question(kim, plan)
    kim.browser.press("Nej")
    assert "Samtycke finns" not in maja.browser.open(f"{plan.path}/consent").text


def test_a_proxy_says_nothing_by_a_form_from_before_the_mandate_ended(
    sip: SipWorld, maja: Signed, kim: Signed, eva: Signed
) -> None:
    plan = sip.plan(maja, person=kim, phase=Phase.NEED)
    proxy = plan.person(PersonKind.REPRESENTATIVE, eva.name, eva)
    first, last = clock.now() - timedelta(days=9), clock.now() + timedelta(seconds=3600)
    plan.require(proxy, scope=["plan", "invite"], term=(first, last))
    ask(plan)
    question(eva, plan)
    ends(plan, proxy)

    eva.browser.press(YES, 404)
    assert ActKind.GRANT.value not in acts(plan)


def test_a_form_from_before_the_person_said_no_in_another_window_changes_nothing(
    plan: PlanOfTests, kim: Signed, eva: Signed
) -> None:
    question(kim, plan)
    url, data = kim.browser.filled(YES, {})
    question(kim, plan)
    kim.browser.press("Nej")
    kim.browser.post(url, {**data, "answer": "yes"}, status=409)

    assert acts(plan) == ["ask", "ask", "refuse"]


def test_one_guardians_open_form_does_not_answer_for_what_changed_meanwhile(
    plan: PlanOfTests, eva: Signed
) -> None:
    """Whom it is about grew by one: what was not on the page is not answered."""
    question(eva, plan)
    ask(plan, plan.world.county.police)
    eva.browser.press(YES, 409)

    assert ActKind.GRANT.value not in acts(plan)
    assert "Polis" in eva.browser.text

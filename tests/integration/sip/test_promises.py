"""What a form says of who will read it is so, in both directions."""

import pytest

from sip.kernel.vocabulary import Phase, TextKind
from tests.integration.sip.test_consent_pages import WHY, ask
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld

SECRET = "Stöd efter behandlingen."


@pytest.fixture
def plan(sip: SipWorld, maja: Signed, kim: Signed) -> PlanOfTests:
    return sip.plan(maja, person=kim, person_name="Kim Andersson", phase=Phase.NEED)


def test_a_need_is_read_by_the_person_and_the_handlers_alone(
    sip: SipWorld, plan: PlanOfTests, kim: Signed, maja: Signed, nils: Signed
) -> None:
    said = maja.browser.open("/sip/plans/new").text
    assert "Personen läser det du skriver här, ord för ord" in said
    assert "bara ni som handlägger ser" not in said.lower().replace("annars ser bara", "")

    plan.text(TextKind.NEED, SECRET, maja.organisation_id)
    assert SECRET in maja.browser.open(plan.path).text
    assert SECRET in kim.browser.open(plan.my_path).text  # before anybody has said yes to anything
    colleague = sip.caseworker(sip.county.municipality, "Olle Kollega")
    for other in (nils, colleague, sip.individual("Någon Annan")):
        other.browser.open(plan.path, status=404)
        other.browser.open(plan.my_path, status=404)
    plan.opened_to(nils)  # let in, and to see nothing of this
    assert SECRET not in nils.browser.open(plan.path).text


def test_why_something_is_asked_is_read_by_those_who_answer(
    sip: SipWorld, plan: PlanOfTests, kim: Signed, maja: Signed, nils: Signed
) -> None:
    police = sip.county.police
    ask(plan, police, **{f"why_{police.hex}": SECRET})
    assert SECRET in kim.browser.open(f"{plan.my_path}/who-may-see/asked").text
    assert WHY in kim.browser.text
    assert SECRET in maja.browser.open(f"{plan.path}/consent").text
    plan.opened_to(nils)
    assert SECRET not in nils.browser.open(plan.path).text
    nils.browser.open(f"{plan.path}/consent", status=403)


@pytest.mark.parametrize("kind", [TextKind.NOTE, TextKind.PURPOSE, TextKind.LONG_TERM_GOAL])
def test_what_staff_write_is_read_by_the_person(
    plan: PlanOfTests, kim: Signed, maja: Signed, kind: TextKind
) -> None:
    plan.text(kind, SECRET, maja.organisation_id)
    assert SECRET in kim.browser.open(plan.my_path).text


def test_a_title_is_seen_by_those_who_see_the_plan(
    sip: SipWorld, plan: PlanOfTests, kim: Signed, nils: Signed
) -> None:
    plan.opened_to(nils)
    assert "Nils Region, Handläggare" in kim.browser.open(f"{plan.my_path}/who-may-see").text

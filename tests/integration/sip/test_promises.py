"""What a form says of who will read it is so, in both directions."""

from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import update

from portal import clock
from sip.kernel.vocabulary import ActKind, PersonKind, Phase, TextKind
from sip.ledger.rules import PLAN
from sip.tables.consent import ConsentAct
from sip.tables.plan import Participant, Plan
from tests.integration.sip.test_consent_pages import WHY, ask
from tests.integration.sip.test_consent_papers import SCAN
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


def test_a_signed_paper_is_read_by_those_that_its_form_names(
    sip: SipWorld, plan: PlanOfTests, kim: Signed, maja: Signed
) -> None:
    lena = sip.caseworker(sip.county.municipality, "Lena Ek")
    plan.participant(lena)
    mum, god_man = sip.individual("Mia Berg"), sip.individual("Eva Ek")
    plan.require(plan.person(PersonKind.GUARDIAN, mum.name, mum))
    scope = {"scope": ["plan", "invite"]}
    plan.require(plan.person(PersonKind.REPRESENTATIVE, god_man.name, god_man), **scope)
    act = plan.add(
        ConsentAct,
        at=clock.now(),
        kind=ActKind.GRANT,
        consenter_id=plan.consenters[0],
        items=[PLAN.key],
        how="written",
        recorded_by=maja.account_id,
        recorded_by_name=maja.name,
        recorded_for=maja.organisation_id,
        information_text_version="2026-1",
        valid_from=clock.now(),
        valid_to=clock.now() + timedelta(days=30),
    )
    form = f"{plan.path}/consent/acts/{act}/paper"
    said = maja.browser.open(form).text
    assert "Ni som handlägger planen kan läsa den" in said
    assert "de som samtycker i egen rätt, till exempel vårdnadshavare" in said
    assert "svarar med ett uppdrag läser bara sin egen" in said
    sent = {"paper_id": maja.browser.value("paper_id"), "file": (BytesIO(SCAN), "ja.pdf")}
    maja.browser.post(form, sent)

    theirs, own = f"{form}/file", f"{plan.my_path}/history/consent/{act}/paper"
    for who, path in ((maja, theirs), (lena, theirs), (kim, own), (mum, own)):
        who.browser.open(path)
    god_man.browser.open(own, 404)

    handler = update(Participant).where(Participant.id == plan.handler_id)
    sip.county.execute(handler.values(sees_protected=True))
    sip.county.execute(update(Plan).where(Plan.id == plan.id).values(is_protected=True))
    said = maja.browser.open(form).text
    assert "bara av den som planen gäller och av de handläggare som får se var" in said
    for who, path in ((maja, theirs), (kim, own)):
        who.browser.open(path)
    for who, path in ((lena, theirs), (mum, own), (god_man, own)):
        who.browser.open(path, 404)


def test_a_title_is_seen_by_those_who_see_the_plan(
    sip: SipWorld, plan: PlanOfTests, kim: Signed, nils: Signed
) -> None:
    plan.opened_to(nils)
    assert "Nils Region, Handläggare" in kim.browser.open(f"{plan.my_path}/who-may-see").text

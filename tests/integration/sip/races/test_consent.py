"""Consent is given, taken back and decided about at the same moment: the later act holds."""

from datetime import timedelta

from sqlalchemy import update

from portal import clock
from sip.kernel.vocabulary import ActKind, PersonKind, Phase
from sip.ledger.rules import PLAN
from sip.tables.consent import BasisDecision
from sip.tables.plan import Plan
from tests.integration.sip.races.racing import (
    LONGEST,
    RECORDED,
    SOCIAL,
    Halt,
    Threads,
    answer,
    count,
    ledger,
    withdrawal,
)
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld


def test_who_answers_while_it_is_taken_back_is_told_and_the_withdrawal_holds(
    sip: SipWorld, plan: PlanOfTests, kim: Signed, nils: Signed, threads: Threads
) -> None:
    plan.participant(nils)
    yes = answer(sip, plan, kim, plan="yes", valid_to="2027-06-01")
    back = withdrawal(sip, plan, kim)

    withdrawn, answered = threads.meeting(back, RECORDED, yes)
    assert (withdrawn.status_code, answered.status_code) == (302, 409)
    assert "Tog tillbaka sitt ja" in answered.text
    assert ledger(plan)[-1][1] is ActKind.WITHDRAW
    nils.browser.open(plan.path, status=404)


def test_who_takes_it_back_while_it_is_answered_has_the_last_word(
    sip: SipWorld, plan: PlanOfTests, kim: Signed, nils: Signed, threads: Threads
) -> None:
    plan.participant(nils)
    yes = answer(sip, plan, kim, plan="yes", valid_to="2027-06-01")
    back = withdrawal(sip, plan, kim)

    answered, withdrawn = threads.meeting(yes, RECORDED, back)
    assert (answered.status_code, withdrawn.status_code) == (302, 302)
    assert ledger(plan)[-1][1] is ActKind.WITHDRAW
    nils.browser.open(plan.path, status=404)


def test_two_guardians_at_once_answer_one_after_the_other(
    sip: SipWorld, maja: Signed, threads: Threads
) -> None:
    mother, father = sip.individual("Mia Berg"), sip.individual("Olle Berg")
    plan = sip.plan(maja, needs_subject=False, phase=Phase.CONSENT)
    for signed in (mother, father):
        guardian = plan.person(PersonKind.REPRESENTATIVE, signed.name, signed)
        plan.act(ActKind.ASK, PLAN, consenter=plan.require(guardian))
    forms = [answer(sip, plan, one, plan="yes") for one in (mother, father)]

    first, second = threads.meeting(forms[0], RECORDED, forms[1])
    assert (first.status_code, second.status_code) == (302, 409)
    assert "Mia Berg" in second.text
    again = threads.send(answer(sip, plan, father, plan="yes"))
    assert again.result(LONGEST).status_code == 302
    assert [kind for _seq, kind in ledger(plan)].count(ActKind.GRANT) == 2


def test_nothing_is_decided_without_consent_in_a_plan_that_is_closed_meanwhile(
    sip: SipWorld, plan: PlanOfTests, nils: Signed, threads: Threads
) -> None:
    plan.participant(nils)
    page = plan.handler.browser.open(f"{plan.path}/basis/new/social_services/osl_10_2")
    until = str(clock.today() + timedelta(days=10))
    said = {"reason": "Behövs", "to": str(nils.organisation_id)}
    url, data = page.filled("Besluta", said | {"valid_to": until, "follow_up_on": until})
    halt = Halt("SELECT pg_advisory_xact_lock", before=True)
    decided = threads.halted((page, url, data | {"categories": [SOCIAL]}), halt)
    now = clock.now()
    closed = {"phase": Phase.CLOSED, "phase_at": now, "closed_at": now}
    sip.county.execute(update(Plan).where(Plan.id == plan.id).values(closed))
    halt.go_on.set()
    assert decided.result(LONGEST).status_code == 422
    assert count(plan, BasisDecision) == 0

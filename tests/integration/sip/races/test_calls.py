"""A call is taken, or a code made, while another does the same or consent is taken back."""

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import func, select

from portal.identity.models import Invitation
from sip.kernel.vocabulary import PersonKind
from sip.tables.calling import Call, CallEvent
from sip.tables.plan import Participant
from tests.integration.county import ISSUER
from tests.integration.sip.races.racing import RECORDED, Form, Threads, count, form, tab, withdrawal
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld


def taking(plan: PlanOfTests, signed: Signed, call: UUID) -> Form:
    page = signed.browser.open(f"{plan.path}/calls/{call}/take")
    return form(page, page.url, page.buttons[0], title="Sjuksköterska")


def test_of_two_who_take_a_call_at_once_one_takes_part_and_the_other_is_told(
    sip: SipWorld, plan: PlanOfTests, nils: Signed, threads: Threads
) -> None:
    eva = sip.caseworker(sip.county.region, "Eva Ek")
    call = plan.call(sip.county.region)
    forms = [taking(plan, one, call) for one in (nils, eva)]

    first, second = threads.meeting(forms[0], "INSERT INTO app.participant", forms[1])
    assert (first.status_code, second.status_code) == (302, 302)
    assert "Någon annan hann före" in forms[1][0].open("/sip/calls").text
    named = select(Participant.name).where(
        Participant.plan_id == plan.id, Participant.organisation_id == sip.county.region
    )
    assert list(sip.county.execute(named).scalars()) == ["Nils Region"]
    steps = select(func.count()).where(CallEvent.call_id == call)
    assert sip.county.execute(steps).scalar_one() == 1


@pytest.mark.parametrize("has_page", [True, False])
def test_who_takes_a_call_while_consent_to_them_is_taken_back_is_not_let_in(
    sip: SipWorld, plan: PlanOfTests, kim: Signed, nils: Signed, threads: Threads, *, has_page: bool
) -> None:
    call = plan.call(sip.county.region)
    back = withdrawal(sip, plan, kim, sip.county.region)
    take = taking(plan, nils, call)

    if has_page:
        taken, withdrawn = threads.overtaking(take, back)
    else:
        withdrawn, taken = threads.meeting(back, RECORDED, take)
    assert (withdrawn.status_code, taken.status_code) == (302, 302 if has_page else 404)
    assert count(plan, Participant) == 1
    status = select(Call.status).where(Call.id == call)
    assert sip.county.execute(status).scalar_one().value == "cancelled"


def test_consent_taken_back_while_a_call_is_taken_ends_what_was_taken(
    sip: SipWorld, plan: PlanOfTests, kim: Signed, nils: Signed, threads: Threads
) -> None:
    call = plan.call(sip.county.region)
    back = withdrawal(sip, plan, kim, sip.county.region)

    taken, withdrawn = threads.meeting(
        taking(plan, nils, call), "INSERT INTO app.participant", back
    )
    assert (taken.status_code, withdrawn.status_code) == (302, 302)
    nils.browser.open(plan.path, status=404)
    status = select(Call.status).where(Call.id == call)
    assert sip.county.execute(status).scalar_one().value == "cancelled"


def test_nobody_is_called_while_consent_to_them_is_taken_back(
    sip: SipWorld, plan: PlanOfTests, kim: Signed, maja: Signed, threads: Threads
) -> None:
    back = withdrawal(sip, plan, kim, sip.county.region)
    page = maja.browser.open(f"{plan.path}/calls/new/{sip.county.region}")
    call = form(page, page.url, page.buttons[0], asked="Bedöm vilken vård som behövs.")

    withdrawn, called = threads.meeting(back, RECORDED, call)
    assert (withdrawn.status_code, called.status_code) == (302, 422)
    assert count(plan, Call) == 0


def test_of_two_codes_made_at_once_for_the_same_person_one_is_good(
    sip: SipWorld,
    plan: PlanOfTests,
    maja: Signed,
    threads: Threads,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    e_id = replace(ISSUER, key="eid", door="individual")
    settings = replace(sip.county.app.extensions["settings"], issuers=(ISSUER, e_id))
    monkeypatch.setitem(sip.county.app.extensions, "settings", settings)
    person = plan.person(PersonKind.RELATIVE, "Anna Andersson")
    path = f"{plan.path}/people/{person}/code"
    forms = [form(tab(sip, maja), path, "Visa koden", issuer="eid") for _ in range(2)]

    answers = threads.meeting(forms[0], "INSERT INTO app.invitation", forms[1])
    # the other is told that there is one by now
    assert [one.status_code for one in answers] == [200, 422]
    good = select(func.count()).where(
        Invitation.plan_person_id == person, Invitation.revoked_at.is_(None)
    )
    assert sip.county.execute(good).scalar_one() == 1

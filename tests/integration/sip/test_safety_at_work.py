"""Whoever is kept out of a plan does not come to it by their work either."""

import pytest
from sqlalchemy import func, select

from portal import clock
from portal.authz import Role
from portal.outbox.models import OutboxMail
from portal.tenancy.models import Membership
from sip.kernel.vocabulary import PersonKind
from sip.ledger.rules import PLAN, invite, relative
from tests.integration.county import Somebody, identity_of
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld


@pytest.fixture
def plan(sip: SipWorld, maja: Signed, kim: Signed) -> PlanOfTests:
    plan = sip.plan(maja, person=kim, person_name="Kim Berg")
    plan.grant(PLAN, invite(sip.county.region))
    return plan


@pytest.fixture
def bo(sip: SipWorld, plan: PlanOfTests) -> Signed:
    """Who is near the person, and works for the region: one account."""
    private = sip.individual("Bo Berg")
    near = plan.person(PersonKind.RELATIVE, private.name, private)
    plan.grant(relative(near))
    region = sip.county.region
    role = {"role": Role.CASEWORKER, "granted_at": clock.now(), "organisation_id": region}
    sip.enter(Membership, county_id=sip.county.id, account_id=private.account_id, **role)
    somebody = Somebody(private.account_id, identity_of("bo", private.name))
    at_work = sip.county.signed_in(somebody, region)
    return Signed(private.account_id, region, private.name, at_work)


@pytest.mark.parametrize("how", ["takes part", "is called"])
def test_nothing_reaches_them(sip: SipWorld, plan: PlanOfTests, bo: Signed, how: str) -> None:
    if how == "takes part":
        plan.participant(bo)
        path = plan.path
    else:
        path = f"{plan.path}/calls/{plan.call(bo.organisation_id)}"
    bo.browser.open(path)
    mail = {"plan_id": plan.id, "account_id": bo.account_id, "organisation_id": bo.organisation_id}
    due = {"kind": "plan.handed_over", "path": plan.path, "dedupe": "x", "not_before": clock.now()}
    waiting = sip.enter(OutboxMail, county_id=sip.county.id, **mail, **due)
    may_go = select(func.app.is_grounded(waiting))
    assert sip.county.execute(may_go).scalar_one()

    page = plan.handler.browser.open(f"{plan.path}/people").follow("Håll utanför : Bo Berg")
    page.press("Håll utanför")
    bo.browser.open(path, 404)
    assert not sip.county.execute(may_go).scalar_one()
    assert "Kim Berg" not in bo.browser.open("/sip").text

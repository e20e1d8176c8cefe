"""Whoever is kept out of a plan does not come to it by their work either."""

from uuid import UUID

import pytest
from sqlalchemy import func, select, text, update

from portal import clock
from portal.authz import Role
from portal.ids import new_id
from portal.outbox.models import Notice, OutboxMail
from portal.tenancy.models import Membership
from sip.kernel.vocabulary import PersonKind, Reply
from sip.ledger.rules import PLAN, invite, relative
from sip.tables.calling import Attendance
from sip.tables.plan import Participant, Plan
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


def keep_out(plan: PlanOfTests) -> None:
    page = plan.handler.browser.open(f"{plan.path}/people").follow("Håll utanför : Bo Berg")
    page.press("Håll utanför")


def asked_to(plan: PlanOfTests, meeting: UUID, part: UUID) -> UUID:
    asked = {"calendar_uid": new_id(), "reply": Reply.NONE}
    return plan.add(Attendance, meeting_id=meeting, participant_id=part, **asked)


def told(plan: PlanOfTests, bo: Signed) -> int:
    """How much Bo is told: on the first page, and by mail that waits."""
    found = (select(func.count()).select_from(one) for one in (Notice, OutboxMail))
    counts = (one.where(text("account_id = :bo")).params(bo=bo.account_id) for one in found)
    return sum(int(plan.world.county.execute(one).scalar_one()) for one in counts)


def test_no_act_in_the_plan_is_told_to_them(sip: SipWorld, plan: PlanOfTests, bo: Signed) -> None:
    part = plan.participant(bo)
    meeting = plan.meeting()
    attendance = asked_to(plan, meeting, part)
    keep_out(plan)
    before = told(plan, bo)
    lena = sip.caseworker(sip.county.municipality, "Lena Ek")
    plan.participant(lena)
    plan.handler.browser.open("/sip/stand-ins/plans").press(
        "Låt kollegan ta över", plans=[str(plan.id)], colleague=str(lena.account_id)
    )
    lena.browser.open(f"{plan.path}/meetings/{meeting}/cancel").press("Ställ in mötet")

    assert told(plan, bo) == before
    cancelled = select(Attendance.cancelled_at).where(Attendance.id == attendance)
    assert sip.county.execute(cancelled).scalar_one() is not None


def test_what_they_know_of_by_their_work_is_named(
    sip: SipWorld, plan: PlanOfTests, bo: Signed
) -> None:
    part = plan.participant(bo)
    asked_to(plan, plan.meeting(), part)
    page = plan.handler.browser.open(f"{plan.path}/people").follow("Håll utanför : Bo Berg")

    assert "Personen har redan fått veta tid och plats" in page.text


def test_a_call_that_is_taken_back_is_not_told_to_them(
    sip: SipWorld, plan: PlanOfTests, bo: Signed
) -> None:
    call = plan.call(bo.organisation_id)
    keep_out(plan)
    before = told(plan, bo)
    page = plan.handler.browser.open(f"{plan.path}/calls/{call}/withdraw")
    page.press("Återta")

    assert told(plan, bo) == before


def test_no_colleague_takes_them_along_or_hands_the_plan_to_them(
    sip: SipWorld, plan: PlanOfTests, bo: Signed, nils: Signed
) -> None:
    plan.participant(nils)
    keep_out(plan)
    page = nils.browser.open(f"{plan.path}/participants/new")
    assert "Bo Berg" not in page.text
    give = nils.browser.open("/sip/stand-ins/plans")
    give.press(
        "Låt kollegan ta över", status=422, plans=[str(plan.id)], colleague=str(bo.account_id)
    )

    assert give.problems == ["Kollegan kan inte göra det längre. Välj någon annan."]
    taking_part = select(Participant.account_id).where(Participant.plan_id == plan.id)
    assert bo.account_id not in sip.county.execute(taking_part).scalars().all()


def test_a_handler_who_is_kept_out_is_not_the_only_one_who_may_change_the_protection(
    sip: SipWorld, plan: PlanOfTests, maja: Signed
) -> None:
    lena = sip.caseworker(sip.county.municipality, "Lena Ek")
    plan.participant(lena, sees_protected=True)
    sip.county.execute(update(Plan).where(Plan.id == plan.id).values(is_protected=True))
    plan.person(PersonKind.RELATIVE, "Lena Ek", lena)
    asked = f"{plan.path}/people/protection"
    maja.browser.open(asked, 403)
    page = maja.browser.open(f"{plan.path}/people").follow("Håll utanför : Lena Ek")
    page.press("Håll utanför")

    maja.browser.open(asked)

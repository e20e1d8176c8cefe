"""A colleague stands in for a time, or takes over for good, and those in the plan are told."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import ProgrammingError

from portal import clock
from portal.authz import Role
from portal.db import db
from portal.identity.models import StandIn
from portal.outbox.models import Notice, OutboxMail
from sip.kernel.vocabulary import PersonKind
from sip.ledger.rules import PLAN, invite, share
from sip.tables.people import PersonNotice
from sip.tables.plan import Action, Participant, Plan
from tests.acting import acting_as
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld

RUN = text("select app.run_stand_ins()")


@pytest.fixture
def eva(sip: SipWorld) -> Signed:
    return sip.caseworker(sip.county.municipality, "Eva Ersättare")


@pytest.fixture
def plan(sip: SipWorld, maja: Signed, kim: Signed) -> PlanOfTests:
    """A plan that Maja holds together, with a measure of hers."""
    town = sip.county.municipality
    plan = sip.plan(maja, person=kim, person_name="Kim Andersson")
    plan.grant(PLAN, invite(sip.county.region), share(town, sip.county.region, "health"))
    held = update(Plan).where(Plan.id == plan.id).values(coordinator_id=plan.handler_id)
    sip.county.execute(held)
    goal = plan.goal("Sova bättre", town, "health")
    plan.action("Ringa", goal, town, "health", organisation=town, responsible=plan.handler_id)
    return plan


def day(number: int) -> date:
    return clock.today() + timedelta(days=number)


def stand_in(absent: Signed, colleague: Signed, first: int, last: int, status: int = 200) -> None:
    days = {"from_on": day(first).isoformat(), "until_on": day(last).isoformat()}
    page = absent.browser.open("/sip/stand-ins/new")
    page.press("Låt kollegan stå in", status, colleague=str(colleague.account_id), **days)


def moved(sip: SipWorld, days: int) -> None:
    """So many days pass, and the daily work is done: all days of stand-ins come earlier."""
    for model, names in ((StandIn, ("from_on", "until_on")), (Participant, ("until_on",))):
        values = {name: getattr(model, name) - days for name in names}
        sip.county.execute(update(model).values(values))
    sip.county.execute(RUN)


def told(sip: SipWorld, kind: str) -> set[UUID]:
    rows = sip.county.execute(select(Notice.account_id).where(Notice.kind == kind))
    return set(rows.scalars())


def test_a_stand_in_sees_and_does_what_the_absent_one_does_in_their_own_name(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, eva: Signed
) -> None:
    eva.browser.open(plan.path, 404)
    stand_in(maja, eva, 0, 6)
    page = eva.browser.open(plan.path)
    last = f"{day(6).day}"
    assert "I stället för Maja Öhlund till och med" in page.text
    assert last in page.text
    assert "Sova bättre" in page.text
    tasks = eva.browser.open("/sip")
    assert "Ringa" in tasks.text
    assert "Kim Andersson, Maja Öhlund" in tasks.text
    eva.browser.open(f"{plan.path}/texts/new?kind=note")
    eva.browser.press("Spara", text="Ringde skolan.", category="health")
    assert "Eva Ersättare" in maja.browser.open(plan.path).text


def test_those_in_the_plan_are_told(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, eva: Signed, kim: Signed, nils: Signed
) -> None:
    plan.participant(nils)
    relative = plan.person(PersonKind.GUARDIAN, "Pappa på papper")
    plan.require(relative)
    plan.grant(PLAN, invite(sip.county.region))
    stand_in(maja, eva, 0, 6)
    assert told(sip, "plan.stood_in") >= {kim.account_id, nils.account_id}
    assert told(sip, "role.stands_in") == {eva.account_id}
    paper = select(PersonNotice.person_id).where(PersonNotice.kind == "stood_in")
    assert set(sip.county.execute(paper).scalars()) == {relative}
    assert "står någon in för en kollega" in kim.browser.open("/my-plan").text
    assert "I stället för Maja Öhlund till och med" in kim.browser.open(plan.my_path).text
    mail = select(OutboxMail.kind).where(OutboxMail.account_id == kim.account_id)
    assert set(sip.county.execute(mail).scalars()) <= {"plan.stood_in"}


def test_it_begins_and_ends_by_itself(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, eva: Signed
) -> None:
    stand_in(maja, eva, 1, 2)
    eva.browser.open(plan.path, 404)
    moved(sip, 1)
    eva.browser.open(plan.path)
    # what the stand-in took on meanwhile is not lost
    place = select(Participant.id).where(Participant.account_id == eva.account_id)
    here = sip.county.execute(place).scalar_one()
    sip.county.execute(update(Action).values(responsible_id=here))
    moved(sip, 2)
    eva.browser.open(plan.path, 404)
    assert sip.county.execute(select(Action.responsible_id)).scalar_one() == plan.handler_id
    assert "I stället för" not in maja.browser.open(plan.path).text


def test_sight_ends_with_the_day_also_before_the_daily_work(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, eva: Signed
) -> None:
    stand_in(maja, eva, 0, 0)
    eva.browser.open(plan.path)
    sip.county.execute(
        update(Participant).where(Participant.account_id == eva.account_id).values(until_on=day(-1))
    )
    eva.browser.open(plan.path, 404)
    assert "Kim" not in eva.browser.open("/sip").text


def test_a_new_plan_comes_along_and_a_closed_one_does_not(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, eva: Signed
) -> None:
    stand_in(maja, eva, 0, 6)
    later = sip.plan(maja, person_name="Ny Person")
    sip.county.execute(RUN)
    assert "Ny Person" in eva.browser.open(later.path).text
    gone = sip.plan(maja, person_name="Avslutad Person")
    sip.county.execute(update(Plan).where(Plan.id == gone.id).values(closed_at=clock.now()))
    sip.county.execute(RUN)
    eva.browser.open(gone.path, 404)


def test_it_is_ended_before_its_time_by_either(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, eva: Signed, sara: Signed
) -> None:
    stand_in(maja, eva, 0, 6)
    found = sip.county.execute(select(StandIn.id)).scalar_one()
    sara.browser.open(f"/sip/stand-ins/{found}/end", 404)
    eva.browser.open("/sip/stand-ins").follow("Avsluta : Maja Öhlund")
    eva.browser.press("Avsluta").send_again(404)
    eva.browser.open(plan.path, 404)
    assert told(sip, "role.stand_in_ended") == {maja.account_id}


def test_who_is_taken_out_of_one_plan_is_not_let_in_again(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, eva: Signed
) -> None:
    other = sip.plan(maja, person_name="Lo Ek")
    stand_in(maja, eva, 0, 6)
    place = select(Participant.id).where(
        Participant.account_id == eva.account_id, Participant.plan_id == plan.id
    )
    here = sip.county.execute(place).scalar_one()
    page = maja.browser.open(f"{plan.path}/participants/{here}/end")
    page.press(page.buttons[0])
    sip.county.execute(RUN)
    eva.browser.open(plan.path, 404)
    eva.browser.open(other.path)
    # but by another time of standing in
    moved(sip, 7)
    stand_in(maja, eva, 0, 3)
    eva.browser.open(plan.path)


def test_what_is_protected_stays_so(sip: SipWorld, maja: Signed, eva: Signed, kim: Signed) -> None:
    plan = sip.plan(maja, person=kim, is_protected=True)
    stand_in(maja, eva, 0, 6)
    eva.browser.open(plan.path)
    sees = select(Participant.sees_protected).where(Participant.account_id == eva.account_id)
    assert sip.county.execute(sees).scalars().all() == [False]


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (-1, 3, "Den dagen har redan varit. Välj i dag eller en dag framåt."),
        (3, 1, "Det slutar innan det börjar. Ändra någon av dagarna."),
        (0, 400, "Sista dagen får ligga högst ett år fram."),
    ],
)
def test_days_that_cannot_be(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, eva: Signed, first: int, last: int, said: str
) -> None:
    stand_in(maja, eva, first, last, 422)
    assert said in maja.browser.text
    assert sip.county.execute(select(func.count()).select_from(StandIn)).scalar_one() == 0


def test_nobody_stands_in_for_others_than_themself_or_out_of_another_organisation(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, eva: Signed, nils: Signed
) -> None:
    for asker, absent, colleague in ((eva, maja, eva), (maja, maja, nils), (nils, maja, nils)):
        call = func.app.begin_stand_in(
            func.gen_random_uuid(), absent.account_id, colleague.account_id, day(0), day(1)
        )
        with sip.county.app.app_context(), acting_as(asker.token):
            with pytest.raises(ProgrammingError, match="not yours to say"):
                db.session.execute(select(call))
            db.session.rollback()


def test_an_administrator_lets_somebody_stand_in_for_one_who_is_away(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, eva: Signed
) -> None:
    chief = sip.signed(sip.county.municipality, "Göran Chef", Role.ADMINISTRATOR)
    page = chief.browser.open(f"/administration/people/{maja.account_id}/stand-in")
    days = {"from_on": day(0).isoformat(), "until_on": day(3).isoformat()}
    page.press("Låt kollegan stå in", colleague=str(eva.account_id), **days)
    assert "Eva Ersättare står in för Maja Öhlund" in page.text
    assert "Kim" not in page.response.text
    eva.browser.open(plan.path)
    assert told(sip, "role.stood_in_for") == {maja.account_id}
    page.follow("Avsluta : Eva Ersättare").press("Avsluta")
    eva.browser.open(plan.path, 404)


def test_plans_are_taken_over_for_good(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, eva: Signed, kim: Signed, sara: Signed
) -> None:
    kept = sip.plan(maja, person_name="Behålls")
    plan.participant(sara)
    stand_in(maja, eva, 0, 6)
    page = maja.browser.open("/sip/stand-ins/plans")
    url, data = page.filled("Låt kollegan ta över", {"colleague": str(eva.account_id)})
    page.post(url, {**data, "plans": [str(plan.id)]})
    assert "Kollegan har tagit över en plan." in page.response.text
    maja.browser.open(plan.path, 404)
    maja.browser.open(kept.path)
    row = select(Participant.until_on).where(
        Participant.plan_id == plan.id, Participant.account_id == eva.account_id
    )
    assert sip.county.execute(row).scalars().all() == [None]
    moved(sip, 30)
    assert "Eva Ersättare" in eva.browser.open(plan.path).text
    assert sip.county.execute(select(Action.responsible_id)).scalar_one() != plan.handler_id
    assert told(sip, "plan.handed_over") >= {kim.account_id}


def test_who_only_stands_in_gives_no_plan_away(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, eva: Signed, sara: Signed
) -> None:
    own = sip.plan(eva, person_name="Evas egen")
    stand_in(maja, eva, 0, 6)
    page = eva.browser.open("/sip/stand-ins/plans")
    offered = {str(one["value"]) for one in page.soup.select("[name=plans]")}
    assert offered == {str(own.id)}
    with sip.county.app.app_context(), acting_as(eva.token):
        given = select(func.app.give_plans(sara.account_id, [plan.id]))
        assert db.session.scalar(given) == 0
        db.session.rollback()
    eva.browser.open(plan.path)
    sara.browser.open(plan.path, 404)


def test_nobody_gives_away_a_plan_of_somebody_else_s(
    sip: SipWorld, plan: PlanOfTests, eva: Signed, sara: Signed, maja: Signed
) -> None:
    page = sara.browser.open("/sip/stand-ins/plans")
    assert "Du har ingen egen plan att lämna över." in page.text
    with sip.county.app.app_context(), acting_as(sara.token):
        given = select(func.app.give_plans(eva.account_id, [plan.id]))
        assert db.session.scalar(given) == 0
    maja.browser.open(plan.path)


def test_where_nobody_else_is_left_whoever_stood_in_stays(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, eva: Signed, kim: Signed
) -> None:
    stand_in(maja, eva, 0, 6)
    gone = update(Participant).where(Participant.id == plan.handler_id)
    sip.county.execute(gone.values(ended_at=clock.now()))
    moved(sip, 30)
    eva.browser.open(plan.path)
    # those who were told that it was for a time are told that it is for good
    assert told(sip, "plan.handed_over") >= {kim.account_id}
    assert "Någon har tagit över" in kim.browser.open(plan.my_path).text


def test_nobody_who_is_kept_out_stands_in(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, eva: Signed
) -> None:
    near = plan.person(PersonKind.RELATIVE, "Eva Ersättare", eva)
    other = sip.plan(maja, person_name="Lo Ek")
    maja.browser.open(f"{plan.path}/people/{near}/safety").press("Håll utanför")
    stand_in(maja, eva, 0, 6)
    eva.browser.open(other.path)
    eva.browser.open(plan.path, 404)
    joined = select(Participant.id).where(
        Participant.plan_id == plan.id, Participant.account_id == eva.account_id
    )
    assert not sip.county.execute(joined).all()


def test_a_copy_says_in_whose_place_somebody_is(
    plan: PlanOfTests, maja: Signed, eva: Signed
) -> None:
    stand_in(maja, eva, 0, 6)
    maja.browser.open(f"{plan.path}/copies").press("Gör kopian", form="text")
    (copy,) = {str(a["href"]) for a in maja.browser.soup.select("a[href$='/text']")}
    assert "i stället för Maja Öhlund till och med" in maja.browser.open(copy).response.text

"""How far each goal had come at a follow-up: said by whoever holds it, kept for each."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import ProgrammingError

from portal import clock
from portal.db import db
from portal.ids import new_id
from sip.ledger.rules import share
from sip.tables.plan import Change, FollowUp, GoalOutcome, PlanText
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld

WORD = "Två nätter av sju är bra nu."


@pytest.fixture
def plan(sip: SipWorld, maja: Signed, nils: Signed, kim: Signed) -> PlanOfTests:
    made = sip.plan(maja, person=kim, person_name="Kim Andersson")
    made.opened_to(nils, share(sip.county.municipality, sip.county.region, "health"))
    made.add(FollowUp, due_on=clock.today(), holder_id=made.handler_id)
    return made


def held(plan: PlanOfTests, maja: Signed, **said: str) -> None:
    page = maja.browser.open(f"{plan.path}/follow-up/held")
    page.fill("Spara", said)
    assert "Uppföljningen är noterad" in page.text


def test_each_goal_is_judged_with_a_word_and_shown_to_all_who_see_it(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, nils: Signed, kim: Signed
) -> None:
    goal = plan.goal("Sova bättre", sip.county.municipality, "health")
    page = maja.browser.open(f"{plan.path}/follow-up/held")
    page.press("Spara", status=422)
    assert page.problems == ["Välj hur det har gått: Sova bättre"]
    page.fill("Spara", {f"went_{goal.hex}": "partly", f"word_{goal.hex}": WORD})

    for reader, path in ((maja, plan.path), (nils, plan.path), (kim, plan.my_path)):
        text = reader.browser.open(path).text
        assert "Delvis nått" in text
        assert WORD in text
    history = maja.browser.open(f"{plan.path}/versions").text
    assert "Så hade det gått vid uppföljningen" in history
    assert "Så hade det gått vid uppföljningen" in kim.browser.open(f"{plan.my_path}/history").text


def test_what_was_not_talked_about_leaves_nothing(
    sip: SipWorld, plan: PlanOfTests, maja: Signed
) -> None:
    goal = plan.goal("Sova bättre", sip.county.municipality, "health")
    held(plan, maja, **{f"went_{goal.hex}": "untold"})

    assert not sip.county.execute(select(GoalOutcome.id)).all()


def test_each_follow_up_keeps_its_own(sip: SipWorld, plan: PlanOfTests, maja: Signed) -> None:
    goal = plan.goal("Sova bättre", sip.county.municipality, "health")
    held(plan, maja, **{f"went_{goal.hex}": "not_yet"})
    plan.add(FollowUp, due_on=clock.today() + timedelta(days=1), holder_id=plan.handler_id)
    held(plan, maja, **{f"went_{goal.hex}": "reached", f"word_{goal.hex}": WORD})

    kept = sip.county.execute(select(GoalOutcome.outcome).order_by(GoalOutcome.recorded_at))
    assert list(kept.scalars()) == ["not_yet", "reached"]
    text = maja.browser.open(plan.path).text
    assert "Inte nått än" in text
    assert WORD in text


def test_a_goal_out_of_sight_is_not_judged_nor_its_outcome_seen(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, nils: Signed
) -> None:
    goal = plan.goal("Betala", sip.county.municipality, "economy")
    held(plan, maja, **{f"went_{goal.hex}": "reached", f"word_{goal.hex}": WORD})

    text = nils.browser.open(plan.path).text
    assert WORD not in text
    assert "Nått" not in text


def test_a_copy_and_the_history_keep_it_in_the_goals_category(
    sip: SipWorld, plan: PlanOfTests, maja: Signed
) -> None:
    goal = plan.goal("Sova bättre", sip.county.municipality, "health")
    held(plan, maja, **{f"went_{goal.hex}": "partly", f"word_{goal.hex}": WORD})
    page = maja.browser.open(f"{plan.path}/copies").press("Gör kopian", form="text")
    page.open(str(page.soup.select("main a[href*='/copies/']")[0]["href"]))

    assert f"Delvis nått. {WORD}" in page.response.text
    assert sip.county.execute(select(PlanText.category)).scalars().all() == ["health"]
    kept = select(Change.category).where(Change.field == "outcome")
    assert sip.county.execute(kept).scalars().all() == ["health"]


def test_only_who_holds_it_says_it_and_in_their_own_name(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, nils: Signed
) -> None:
    goal = plan.goal("Sova bättre", sip.county.municipality, "health")
    follow_up = sip.county.execute(select(FollowUp.id)).scalar_one()
    said = {"county_id": plan.county_id, "plan_id": plan.id, "follow_up_id": follow_up}
    row = {**said, "goal_id": goal, "outcome": "reached", "recorded_at": clock.now()}

    def refused(who: Signed, name: str) -> None:
        with sip.county.app.app_context(), acting_as(who.token):
            entered = insert(GoalOutcome).values(id=new_id(), recorded_by=name, **row)
            with pytest.raises(ProgrammingError, match="row-level security"):
                db.session.connection().execute(entered)
            db.session.rollback()

    refused(nils, nils.name)
    refused(maja, "Någon Annan")


def test_nobody_else_answers_the_laws_third_content(
    sip: SipWorld, plan: PlanOfTests, maja: Signed
) -> None:
    page = maja.browser.open(plan.path)
    assert "Vad någon annan gör" in contents(page, "Saknas")
    page.open(f"{plan.path}/basics").press("Spara", nobody_else="y")

    assert "Vad någon annan gör" not in contents(page, "Saknas")
    assert "Vad någon annan gör" in contents(page, "Finns")
    page.open(f"{plan.path}/basics").press("Spara", nobody_else=False)
    assert "Vad någon annan gör" in contents(page, "Saknas")


def contents(page: Browser, which: str) -> str:
    """Which of the contents that the law asks for are there, or missing, as the page says."""
    lines = page.soup.select("section[aria-labelledby=h-contents] > p")
    return next((one.text for one in lines if one.text.strip().startswith(which)), "")


def test_a_word_goes_with_its_outcome(sip: SipWorld, plan: PlanOfTests, maja: Signed) -> None:
    goal = plan.goal("Sova bättre", sip.county.municipality, "health")
    held(plan, maja, **{f"went_{goal.hex}": "partly", f"word_{goal.hex}": WORD})
    sip.county.execute(update(PlanText).values(removed_at=clock.now()))

    text = maja.browser.open(plan.path).text
    assert "Delvis nått" in text
    assert WORD not in text

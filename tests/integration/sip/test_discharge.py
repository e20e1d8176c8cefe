"""Somebody is ready to leave hospital: the region notes it and calls within three days."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import ProgrammingError

from portal import clock
from portal.db import db
from portal.ids import new_id
from portal.outbox.models import OutboxMail
from sip.ledger.rules import PLAN, invite
from sip.plan.rules import call_due
from sip.tables.plan import Discharge
from tests.acting import acting_as
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld


@pytest.fixture
def plan(sip: SipWorld, maja: Signed, nils: Signed, kim: Signed) -> PlanOfTests:
    """A plan that the region began."""
    made = sip.plan(nils, person=kim, person_name="Kim Andersson")
    made.grant(PLAN, invite(sip.county.municipality))
    made.participant(maja)
    return made


def ready(plan: PlanOfTests, days_ago: int) -> None:
    day = clock.today() - timedelta(days=days_ago)
    page = plan.handler.browser.open(f"{plan.path}/ready")
    page.press("Spara", ready_on=day.isoformat())
    assert "Sparat." in page.text


def test_the_call_is_due_three_days_after_also_over_a_weekend() -> None:
    assert call_due(date(2026, 11, 27)) == date(2026, 11, 30)
    assert call_due(date(2026, 12, 30)) == date(2027, 1, 2)


def test_the_region_and_the_person_see_the_day_and_nobody_else(
    plan: PlanOfTests, nils: Signed, maja: Signed, kim: Signed
) -> None:
    ready(plan, 1)

    assert "kallelse senast" in nils.browser.open(plan.path).text
    assert "kan skrivas ut" in kim.browser.open(plan.my_path).text
    other = maja.browser.open(plan.path).text
    assert "Utskrivningsklar" not in other
    maja.browser.open(f"{plan.path}/ready", 403)


def test_who_is_not_called_is_a_task_and_late_after_three_days(
    sip: SipWorld, plan: PlanOfTests, nils: Signed, maja: Signed
) -> None:
    ready(plan, 3)
    page = nils.browser.open("/sip/plans").follow("Utskrivningsklara")
    assert page.heading == "En väntar på kallelse"
    ready(plan, 4)
    assert page.open("/sip/plans/ready").heading == "En väntar på kallelse, en är försenad"
    assert "Kalla till planering inför utskrivning" in page.open("/sip").text
    assert "Kalla till planering" not in maja.browser.open("/sip").text
    plan.call(sip.county.municipality)

    assert page.open("/sip/plans/ready").heading == "Ingen väntar på kallelse"
    assert "Kallat" in page.text
    assert "Kalla till planering" not in page.open("/sip").text


def test_another_day_replaces_it_and_an_empty_one_takes_it_back(
    plan: PlanOfTests, nils: Signed
) -> None:
    ready(plan, 4)
    ready(plan, 2)
    page = nils.browser.open(f"{plan.path}/ready").press("Spara", ready_on="")

    assert "Utskrivningsklar 2" not in page.text
    assert nils.browser.open("/sip/plans/ready").heading == "Ingen väntar på kallelse"
    rows = plan.world.county.execute(select(Discharge.undone_by)).scalars().all()
    assert rows == [nils.name, nils.name]


def test_a_day_to_come_is_refused_in_words(plan: PlanOfTests, nils: Signed) -> None:
    later = (clock.today() + timedelta(days=1)).isoformat()
    page = nils.browser.open(f"{plan.path}/ready").press("Spara", status=422, ready_on=later)

    assert page.problems == ["Underrättelsen kan inte ha kommit en dag som inte har varit."]


def test_a_municipality_notes_nothing_of_it(sip: SipWorld, maja: Signed) -> None:
    case = sip.plan(maja)
    maja.browser.open(f"{case.path}/ready", 404)
    row = {"county_id": case.county_id, "plan_id": case.id, "ready_on": clock.today()}
    held = {"from_party": sip.county.municipality, "recorded_by": maja.name}
    with sip.county.app.app_context(), acting_as(maja.token):
        entered = insert(Discharge).values(id=new_id(), recorded_at=clock.now(), **row, **held)
        with pytest.raises(ProgrammingError, match="row-level security"):
            db.session.connection().execute(entered)
        db.session.rollback()


def test_who_is_admitted_again_is_called_to_anew_the_next_time(
    sip: SipWorld, plan: PlanOfTests, nils: Signed, kim: Signed
) -> None:
    plan.call(sip.county.municipality)
    ready(plan, 2)
    page = nils.browser.open("/sip/plans/ready")
    assert page.heading == "Ingen väntar på kallelse"
    page.open(f"{plan.path}/ready").press("Personen är inskriven igen", admitted_on="", status=422)
    before = (clock.today() - timedelta(days=3)).isoformat()
    page.press("Personen är inskriven igen", admitted_on=before, status=422)
    assert page.problems == ["Dagen ligger före dagen då personen var utskrivningsklar."]
    page.press("Personen är inskriven igen", admitted_on=clock.today().isoformat()).send_again()
    assert "kan skrivas ut" not in kim.browser.open(plan.my_path).text
    assert "Kalla till planering" not in page.open("/sip").text

    ready(plan, 0)
    assert page.open("/sip/plans/ready").heading == "En väntar på kallelse"
    assert "Kalla till planering inför utskrivning" in page.open("/sip").text
    plan.meeting(clock.now() + timedelta(days=2))
    assert page.open("/sip/plans/ready").heading == "Ingen väntar på kallelse"


def test_what_was_sent_before_is_not_done_to_what_is_noted_since(
    sip: SipWorld, plan: PlanOfTests, nils: Signed
) -> None:
    ready(plan, 3)
    page = nils.browser.open(f"{plan.path}/ready")
    first, again = page.filled("Spara", {}), page.filled("Personen är inskriven igen", {})
    today = clock.today().isoformat()
    page.press("Personen är inskriven igen", admitted_on=today)
    empty = nils.browser.open(f"{plan.path}/ready").value("seen")
    # Back, and the day that was noted first is sent again
    page.post(first[0], {**first[1], "seen": empty}, 422)
    assert "har skrivits in igen efter den dagen" in page.text
    assert discharges(plan) == 0
    ready(plan, 0)
    page.post(again[0], {**again[1], "admitted_on": today})
    assert discharges(plan) == 1


def discharges(plan: PlanOfTests) -> int:
    """How many stand."""
    found = select(func.count(Discharge.id)).where(
        Discharge.undone_at.is_(None), Discharge.readmitted_at.is_(None)
    )
    return int(plan.world.county.execute(found).scalar_one())


@pytest.mark.parametrize(("days_ago", "kind"), [(1, "discharge.near"), (4, "discharge.late")])
def test_those_who_handle_the_plan_are_reminded_of_the_call_until_it_is_sent(
    sip: SipWorld, plan: PlanOfTests, nils: Signed, maja: Signed, days_ago: int, kind: str
) -> None:
    ready(plan, days_ago)
    remind = text("select app.remind()")
    sip.county.execute(remind)
    mails = select(OutboxMail.id, OutboxMail.account_id).where(OutboxMail.kind == kind)
    (mail,) = sip.county.execute(mails).all()
    assert mail.account_id == nils.account_id
    sip.county.execute(remind)
    assert len(sip.county.execute(mails).all()) == 1
    is_sent = text("select app.is_grounded(:mail)").bindparams(mail=mail.id)
    assert sip.county.execute(is_sent).scalar_one() is True
    plan.call(sip.county.municipality)
    assert sip.county.execute(is_sent).scalar_one() is False


def test_on_the_day_itself_nobody_is_reminded(sip: SipWorld, plan: PlanOfTests) -> None:
    ready(plan, 0)
    sip.county.execute(text("select app.remind()"))
    assert not sip.county.execute(
        select(OutboxMail.id).where(OutboxMail.kind.startswith("discharge"))
    ).all()

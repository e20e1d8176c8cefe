"""Who does what binds all in a plan: moves a meeting, makes a version, agrees on a follow-up."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import ProgrammingError

from portal import clock
from portal.db import db
from portal.ids import new_id
from portal.transaction import transaction
from sip.ledger.rules import PLAN, invite, share
from sip.tables.calling import Attendance, Meeting
from sip.tables.plan import FollowUp, Plan, PlanVersion
from tests.acting import acting_as
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld


@pytest.fixture
def plan(sip: SipWorld, maja: Signed) -> PlanOfTests:
    return sip.plan(maja)


@pytest.fixture
def nils_there(sip: SipWorld, plan: PlanOfTests, nils: Signed) -> str:
    region = sip.county.region
    plan.grant(share(sip.county.municipality, region, "health"))
    return str(plan.opened_to(nils))


ADDRESSES = ("versions/make", "follow-up", "follow-up/held")


def forms(plan: PlanOfTests, meeting: object) -> list[str]:
    of_meeting = [f"meetings/{meeting}/{one}" for one in ("move", "cancel", "attendance")]
    return [f"{plan.path}/{one}" for one in (*ADDRESSES, *of_meeting)]


def test_somebody_called_can_neither_move_a_meeting_nor_make_a_version(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, nils: Signed, nils_there: str
) -> None:
    meeting = plan.meeting()
    plan.add(FollowUp, due_on=clock.today(), holder_id=plan.handler_id)
    for path in forms(plan, meeting):
        nils.browser.open(path, status=403)
        nils.browser.post(path, status=403)
        maja.browser.open(path)
    page = nils.browser.open(f"{plan.path}/meetings/{meeting}")
    assert "Föreslå en annan tid när du svarar" in page.text
    for word in ("Ställ in", "Ändra"):
        assert not [link for link in page.soup.select("main a") if link.text.strip() == word]
    page = nils.browser.open(plan.path)
    for word in ("Låt personen godkänna", "Ändra dag", "Bestäm uppföljning", "är hållen"):
        assert word not in page.text


def test_who_holds_the_meeting_moves_it_and_who_holds_the_plan_does_the_rest(
    sip: SipWorld, plan: PlanOfTests, nils: Signed, nils_there: str
) -> None:
    meeting = plan.meeting()
    held = plan.add(FollowUp, due_on=clock.today(), holder_id=plan.handler_id)
    paths = forms(plan, meeting)
    sip.county.execute(update(Meeting).where(Meeting.id == meeting).values(chair_id=nils_there))
    for path in paths[3:]:
        nils.browser.open(path)
    nils.browser.open(paths[0], status=403)
    sip.county.execute(update(FollowUp).where(FollowUp.id == held).values(holder_id=nils_there))
    nils.browser.open(paths[2])
    nils.browser.open(paths[1], status=403)
    sip.county.execute(update(Plan).where(Plan.id == plan.id).values(coordinator_id=nils_there))
    for path in paths:
        nils.browser.open(path)


def test_the_database_lets_nobody_else_do_it_either(
    sip: SipWorld, plan: PlanOfTests, nils: Signed, nils_there: str
) -> None:
    meeting = plan.meeting()
    there = plan.add(Attendance, meeting_id=meeting, participant_id=plan.handler_id,
                     calendar_uid="1", reply="none")  # fmt: skip
    due = plan.add(FollowUp, due_on=clock.today(), holder_id=plan.handler_id)
    row = {"id": new_id(), "county_id": plan.county_id, "plan_id": plan.id}
    later = clock.now() + timedelta(days=20)
    for attempt in (
        update(Meeting).where(Meeting.id == meeting).values(status="cancelled"),
        update(Meeting).where(Meeting.id == meeting).values(starts_at=later),
        update(Attendance).where(Attendance.id == there).values(was_present=True),
        update(FollowUp).where(FollowUp.id == due).values(held_on=clock.today()),
    ):
        assert changed(sip, nils, attempt) == 0
    for attempt in (
        insert(FollowUp).values(**row, due_on=clock.today(), holder_id=nils_there,
                                agreed_at=clock.now()),
        insert(PlanVersion).values(**row, number=0, upto_seq=0, made_at=clock.now(),
                                   made_by="Nils Region"),
    ):  # fmt: skip
        with pytest.raises(ProgrammingError, match="row-level security"):
            changed(sip, nils, attempt)
    assert sip.county.execute(select(Meeting.status)).scalar_one() == "planned"


def changed(sip: SipWorld, who: Signed, attempt: object) -> int:
    with sip.county.app.app_context(), acting_as(who.token), transaction():
        return int(db.session.connection().execute(attempt).rowcount)


def test_who_has_lost_the_plan_while_writing_gets_the_words_back(
    sip: SipWorld, plan: PlanOfTests, nils: Signed, nils_there: str
) -> None:
    page = nils.browser.open(f"{plan.path}/goals/new")
    url, data = page.filled(
        "Spara målet", {"title": "Min egen mening om sömnen", "category": "health"}
    )
    plan.withdraw(PLAN, invite(sip.county.region))
    page.post(url, data, status=404)
    assert page.heading == "Du har inte längre tillgång"
    assert "Min egen mening om sömnen" in page.response.text
    # what was chosen is called what it was called, not "Ja"
    facts = [one.get_text() for one in page.soup.select("main dt, main dd")]
    assert facts[facts.index("Vad handlar det om?") + 1] == "Hälsa"
    assert "Ja" not in facts
    nils.browser.open(f"{plan.path}/goals/new", status=404)
    assert nils.browser.heading == "Sidan finns inte"

"""What is said beside a plan's texts while consent is taken back is shut for all others."""

from uuid import uuid4

import pytest
from sqlalchemy import func, select

from sip.kernel.vocabulary import CallStatus, Placing, Reply
from sip.ledger.rules import share
from sip.tables.calling import Attendance, Call
from sip.tables.plan import Participant, PlanApproval, PlanVersion
from tests.integration.sip.races.racing import (
    LONGEST,
    RECORDED,
    Form,
    Halt,
    Threads,
    form,
    tab,
    withdrawal,
)
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld

BESIDE = "Efter dialysen"


@pytest.fixture
def beside(plan: PlanOfTests, nils: Signed) -> PlanOfTests:
    """A plan in which the region has said something of health in each way; the handler sees it."""
    nurse = plan.opened_to(
        nils, share(nils.organisation_id, plan.handler.organisation_id, "health")
    )
    said = {"organisation_id": nils.organisation_id}
    plan.call(
        nils.organisation_id,
        status=CallStatus.TAKEN,
        taken_by=nurse,
        contribution_sealed=BESIDE,
        contribution_category="health",
    )
    plan.add(
        Attendance,
        meeting_id=plan.meeting(),
        participant_id=nurse,
        calendar_uid=str(uuid4()),
        reply=Reply.OTHER_TIME,
        note_sealed=BESIDE,
        note_category="health",
    )
    plan.add(PlanVersion)
    plan.add(
        PlanApproval, **said, answer="objected", comment_sealed=BESIDE, comment_category="health"
    )
    plan.placing(Placing.PARTICIPANT_UNIT, nurse, BESIDE, "health")
    return plan


def saying(plan: PlanOfTests, signed: Signed, way: str) -> Form:
    """A contribution to a call, a note to a meeting, an objection, filled in and not yet sent."""
    of_health = {"category": "health"}
    if way == "contribution":
        path = f"{plan.path}/calls/{plan.call(signed.organisation_id)}/take"
        page = signed.browser.open(path)
        return form(page, path, page.buttons[0], title="Läkare", contribution=BESIDE, **of_health)
    if way == "note":
        meeting = plan.meeting()
        mine = select(Participant.id).where(
            Participant.plan_id == plan.id, Participant.account_id == signed.account_id
        )
        mine = plan.world.county.execute(mine).scalar_one()
        plan.add(
            Attendance,
            meeting_id=meeting,
            participant_id=mine,
            calendar_uid=str(uuid4()),
            reply=Reply.NONE,
        )
        path = f"{plan.path}/meetings/{meeting}"
        page = signed.browser.open(path)
        said = {"answer": "other_time", "note": BESIDE, "about": "health"}
        return form(page, path, "Skicka svaret", **said)
    plan.add(PlanVersion)
    said = {"answer": "objected", "comment": BESIDE, **of_health}
    path = f"{plan.path}/versions/answer"
    return form(signed.browser, path, "Spara svaret", party="own", **said)


PAGES_OF_SAYINGS = ("", "/versions", "/calls", "/meetings")
WAYS = pytest.mark.parametrize("way", ["contribution", "note", "objection"])


def said_by(plan: PlanOfTests, way: str) -> bool:
    """Whether anything was kept of what was said."""
    column = {
        "contribution": Call.contribution_sealed,
        "note": Attendance.note_sealed,
        "objection": PlanApproval.comment_sealed,
    }[way]
    found = select(func.count(column)).where(column.class_.plan_id == plan.id)
    return bool(plan.world.county.execute(found).scalar_one())


@WAYS
@pytest.mark.parametrize("has_page", [True, False])
def test_nothing_is_said_beside_the_texts_once_consent_is_taken_back(
    sip: SipWorld,
    plan: PlanOfTests,
    kim: Signed,
    nils: Signed,
    threads: Threads,
    way: str,
    *,
    has_page: bool,
) -> None:
    if way != "contribution":
        plan.participant(nils)
    say, back = saying(plan, nils, way), withdrawal(sip, plan, kim, nils.organisation_id)

    if has_page:
        said, withdrawn = threads.overtaking(say, back)
    else:
        withdrawn, said = threads.meeting(back, RECORDED, say)
    assert withdrawn.status_code == 302
    # who comes to a call that has been taken back is led to the list of calls
    assert said.status_code == (302 if way == "contribution" and has_page else 404)
    assert BESIDE not in said.text or said.status_code == 404
    assert not said_by(plan, way)


@WAYS
def test_what_was_said_beside_the_texts_before_is_shut_for_all_others(
    sip: SipWorld, plan: PlanOfTests, kim: Signed, nils: Signed, threads: Threads, way: str
) -> None:
    if way != "contribution":
        plan.participant(nils)
    say, back = saying(plan, nils, way), withdrawal(sip, plan, kim)
    said, withdrawn = threads.meeting(say, "INSERT INTO app.audit_entry", back)

    assert (said.status_code, withdrawn.status_code) == (302, 302)
    assert said_by(plan, way)
    for page in PAGES_OF_SAYINGS:
        assert BESIDE not in plan.handler.browser.open(plan.path + page).text


@pytest.mark.parametrize("page", ["", "/versions", "/calls", "/meetings/{}"])
def test_what_is_said_beside_the_texts_is_not_shown_by_a_page_that_consent_overtakes(
    sip: SipWorld, beside: PlanOfTests, maja: Signed, kim: Signed, threads: Threads, page: str
) -> None:
    held = select(Attendance.meeting_id).where(Attendance.plan_id == beside.id)
    path = beside.path + page.format(sip.county.execute(held).scalar_one())
    assert BESIDE in tab(sip, maja).open(path).text
    halt = Halt("SELECT anon_1.")
    reading = threads.halted((tab(sip, maja), path, None), halt)

    assert threads.send(withdrawal(sip, beside, kim)).result(LONGEST).status_code == 302
    halt.go_on.set()
    read = reading.result(LONGEST)
    # a meeting goes with the consent; the case stays its handler's
    assert read.status_code == (404 if "meetings" in page else 200)
    assert BESIDE not in read.text

"""What is said beside the plan's texts has a category: contributions, notes, objections, units."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import TableClause, column, func, select, text
from sqlalchemy.exc import DBAPIError

from portal import clock
from portal.db import db
from portal.vault import Place
from sip.content.sayings import PLACES, Saying
from sip.kernel.vocabulary import CallStatus, Placing, Reply
from sip.ledger.rules import PLAN, share
from sip.tables.calling import Attendance, Meeting
from sip.tables.plan import FollowUp, PlanApproval, PlanPlacing, PlanVersion
from tests.acting import acting_as
from tests.integration.sip.test_shown_in_log import shown as logged
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld

SECRETS = ("metadonbehandling", "dialys på måndagar", "för snabbt", "Beroendemottagningen")


@pytest.fixture
def region_s(sip: SipWorld, nils: Signed) -> UUID:
    return nils.organisation_id


@pytest.fixture
def plan(sip: SipWorld, sara: Signed, kim: Signed, nils: Signed, region_s: UUID) -> PlanOfTests:
    """Where the region has said something in each way, all of it about health."""
    plan = sip.plan(sara, person=kim, person_name="Kim Andersson")
    nurse = plan.opened_to(nils)
    plan.call(
        region_s,
        status=CallStatus.TAKEN,
        taken_by=nurse,
        contribution_sealed="Vi bidrar med metadonbehandling.",
        contribution_category="health",
    )
    plan.add(
        Attendance,
        meeting_id=plan.meeting(),
        participant_id=nurse,
        calendar_uid="x",
        reply=Reply.OTHER_TIME,
        note_sealed="Vi har dialys på måndagar.",
        note_category="health",
    )
    plan.add(PlanVersion)
    plan.add(
        PlanApproval,
        organisation_id=region_s,
        answer="objected",
        comment_sealed="Det går för snabbt.",
        comment_category="health",
    )
    plan.placing(Placing.PARTICIPANT_UNIT, nurse, "Beroendemottagningen i Skellefteå", "health")
    plan.add(FollowUp, due_on=clock.today(), holder_id=nurse)
    return plan


def read_by(who: Signed, plan: PlanOfTests) -> str:
    """Everything that a member of staff can open of the plan, as text."""
    paths = ["", "/versions", "/calls", "/meetings"]
    said = [who.browser.open(f"{plan.path}{path}").text for path in paths]
    for path in ("calls", "meetings"):
        who.browser.open(f"{plan.path}/{path}")
        links = [str(one["href"]) for one in who.browser.soup.select(f"main a[href*='/{path}/']")]
        deep = plan.path.count("/") + 2
        pages = [one for one in links if one.count("/") == deep and not one.endswith("new")]
        said += [who.browser.open(one).text for one in pages]
    return " ".join(said)


def shown(said: str) -> set[str]:
    return {one for one in SECRETS if one in said}


def test_what_a_party_says_is_read_by_those_who_share_its_category(
    sip: SipWorld, plan: PlanOfTests, sara: Signed, region_s: UUID
) -> None:
    lisa = sip.caseworker(sip.county.police, "Lisa Öberg")
    plan.opened_to(lisa)

    assert shown(read_by(sara, plan)) == set()
    plan.grant(share(region_s, sara.organisation_id, "health"))
    assert shown(read_by(sara, plan)) == set(SECRETS)
    assert shown(lisa.browser.open(plan.path).text) == set()
    plan.withdraw(share(region_s, sara.organisation_id, "health"))
    assert shown(read_by(sara, plan)) == set()


def test_the_log_says_that_it_was_shown(
    plan: PlanOfTests, sara: Signed, kim: Signed, region_s: UUID
) -> None:
    said = f"{region_s}:health"
    meeting = plan.world.county.execute(select(Meeting.id)).scalar_one()
    paths = ["", "/versions", "/calls", f"/meetings/{meeting}"]
    for path in paths:
        sara.browser.open(f"{plan.path}{path}")
    assert said not in set().union(*logged(plan))

    plan.grant(share(region_s, sara.organisation_id, "health"))
    for path in paths:
        sara.browser.open(f"{plan.path}{path}")
    kim.browser.open(plan.my_path)
    kim.browser.open(f"{plan.my_path}/meetings/{meeting}")
    assert [said in one for one in logged(plan)[len(paths) :]] == [True] * 6


def test_its_own_party_and_the_person_read_it(plan: PlanOfTests, nils: Signed, kim: Signed) -> None:
    assert shown(rows_of(nils, plan)) == set(SECRETS)
    assert shown(rows_of(kim, plan)) == set(SECRETS)


def rows_of(who: Signed, plan: PlanOfTests) -> str:
    """All words beside the texts that the database hands somebody."""
    with plan.world.county.app.app_context(), acting_as(who.token):
        asked = text("select kind, id, sealed from app.sayings(:plan)")
        said = [
            (*PLACES[Saying(row.kind)], row.id, row.sealed)
            for row in db.session.execute(asked, {"plan": plan.id})
        ]
        asked = text("select part, content from app.read_plan(:plan)")
        for part, content in db.session.execute(asked, {"plan": plan.id}):
            table, column = PARTS.get(part, ("", ""))
            if sealed := content.get(column) if column else None:
                kept = bytes.fromhex(sealed.removeprefix("\\x"))
                said.append((table, column, UUID(content["id"]), kept))
        placed = db.session.execute(select(PlanPlacing.id, PlanPlacing.text_sealed)).all()
        said += [("plan_placing", "text_sealed", *row) for row in placed]
    return " ".join(open_(plan, *one) for one in said)


PARTS = {
    "approvals": ("plan_approval", "comment_sealed"),
    "placings": ("plan_placing", "text_sealed"),
}


def open_(plan: PlanOfTests, table: str, column: str, row_id: UUID, sealed: bytes) -> str:
    return plan.key.open(sealed, Place(table, column, row_id))


@pytest.mark.parametrize("who", ["sara", "petra"])
def test_the_database_hands_them_to_nobody_else(
    sip: SipWorld, plan: PlanOfTests, sara: Signed, region_s: UUID, who: str
) -> None:
    petra = sip.caseworker(sip.county.police, "Petra Polis")
    plan.opened_to(petra)
    reader = {"sara": sara, "petra": petra}[who]

    assert shown(rows_of(reader, plan)) == set()
    plan.grant(share(region_s, reader.organisation_id, "health"))
    of_case = {"metadonbehandling"} if who == "sara" else set()
    assert shown(rows_of(reader, plan)) == set(SECRETS) - {"metadonbehandling"} | of_case


@pytest.mark.parametrize(
    "query",
    [
        "select contribution_sealed from app.call",
        "select contribution_category from app.call",
        "select * from app.call",
        "select note_sealed from app.attendance",
        "select attendance::text from app.attendance",
        "select unit_id from app.call",
        "select call::text from app.call",
        "select from_unit_id from app.call_event",
        "select to_unit_id from app.call_event",
    ],
)
def test_nobody_reads_them_from_the_tables(plan: PlanOfTests, sara: Signed, query: str) -> None:
    with plan.world.county.app.app_context(), acting_as(sara.token):
        with pytest.raises(DBAPIError, match="permission denied"):
            db.session.execute(text(query))
        db.session.rollback()


WORKINGS = ("participant", "attendance", "meeting", "follow_up", "plan_version", "plan_approval")


def counted(who: Signed, plan: PlanOfTests) -> Mapping[str, int]:
    with plan.world.county.app.app_context(), acting_as(who.token):
        return {
            table: db.session.execute(
                select(func.count(column("id"))).select_from(TableClause(table, schema="app"))
            ).scalar_one()
            for table in WORKINGS
        }


def test_after_consent_the_handler_has_the_need_and_the_question_alone(
    plan: PlanOfTests, sara: Signed, region_s: UUID
) -> None:
    plan.grant(share(region_s, sara.organisation_id, "health"))
    assert all(counted(sara, plan).values())

    plan.withdraw(PLAN)

    own = {"participant": 1}  # their own organisation's
    assert counted(sara, plan) == dict.fromkeys(WORKINGS, 0) | own
    said = read_by(sara, plan)
    assert shown(said) == set()
    assert "Nils Region" not in said


def test_a_unit_is_shown_with_the_category_that_its_own_party_chose(
    sip: SipWorld, plan: PlanOfTests, sara: Signed, nils: Signed, kim: Signed, region_s: UUID
) -> None:
    plan.grant(share(region_s, sara.organisation_id, "housing"))
    page = nils.browser.open(plan.path)
    assert "Beroendemottagningen" in page.text
    assert "Beroendemottagningen" not in sara.browser.open(plan.path).text
    assert "Region Västerbotten" in sara.browser.text

    page.open(unit_page(plan, page)).press("Spara", category="housing", unit="Bostadsteamet")
    assert "Bostadsteamet" in sara.browser.open(plan.path).text
    page.open(unit_page(plan, page)).press("Spara", category="")
    assert "Bostadsteamet" not in sara.browser.open(plan.path).text
    assert "Bostadsteamet" in nils.browser.open(plan.path).text
    sara.browser.open(unit_page(plan, page), 404)


def unit_page(plan: PlanOfTests, page: Any) -> str:
    page.open(plan.path)
    return str(page.soup.select_one("a[href$='/unit']")["href"])


def test_an_action_s_unit_goes_with_the_action(
    plan: PlanOfTests, sara: Signed, nils: Signed, region_s: UUID
) -> None:
    here = sara.organisation_id
    plan.grant(share(here, region_s, "housing"))
    goal = plan.goal("Bostad", here, "housing")
    action = plan.action("Ordna kontrakt", goal, here, "housing", organisation=here)
    plan.placing(Placing.ACTION_UNIT, action, "Skyddade boendet")
    assert "Skyddade boendet" in nils.browser.open(plan.path).text
    assert "Skyddade boendet" in rows_of(nils, plan)

    page = sara.browser.open(f"{plan.path}/actions/{action}")
    page.press("Spara åtgärden", category="health")

    assert "Skyddade boendet" not in nils.browser.open(plan.path).text
    assert "Skyddade boendet" not in rows_of(nils, plan)

"""What the person answered with their own sign-in stands; who sees their words is theirs to say."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import insert, select, update

from portal import clock
from portal.ids import new_id
from sip.kernel.vocabulary import PersonKind, Phase, Reply
from sip.ledger.rules import PLAN, invite, relative, share
from sip.tables.calling import Attendance
from sip.tables.people import PlanPerson
from sip.tables.plan import Change, Plan, PlanApproval, PlanVersion
from tests.browser import Browser
from tests.drafts import kept
from tests.integration.sip.test_words import TABLES, of_person, refused, row_of
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld
from tests.unit.documents.reading import pdf_text

HALF = "Kim luktade alkohol igen, misstänker att"


@pytest.fixture
def plan(sip: SipWorld, sara: Signed, kim: Signed, nils: Signed) -> PlanOfTests:
    plan = sip.plan(sara, person=kim, person_name="Kim Andersson")
    here, region = sara.organisation_id, nils.organisation_id
    plan.opened_to(nils, share(here, region, "social_situation"))
    plan.grant(share(plan.subject, here, "own_words"), share(plan.subject, region, "own_words"))
    return plan


@pytest.fixture
def asked(plan: PlanOfTests) -> UUID:
    """Kim is asked to a meeting."""
    return plan.add(
        Attendance,
        meeting_id=plan.meeting(),
        person_id=plan.subject,
        calendar_uid="x",
        reply=Reply.NONE,
    )


def reply_of(plan: PlanOfTests) -> Any:
    columns = (Attendance.reply, Attendance.reply_noted_by)
    return plan.world.county.execute(select(*columns)).one()


def test_staff_note_an_answer_until_the_person_has_answered(
    plan: PlanOfTests, asked: UUID, sara: Signed, kim: Signed
) -> None:
    meeting = plan.world.county.execute(select(Attendance.meeting_id)).scalar_one()
    page = sara.browser.open(f"{plan.path}/meetings/{meeting}")
    page.follow("Anteckna ett svar").press("Spara", attendance_id=str(asked), answer="coming")
    assert reply_of(plan) == (Reply.COMING, "Sara Nilsson")
    assert "Antecknat av Sara Nilsson" in page.text

    own = kim.browser.open(plan.my_path).follow("Föreslå annan tid")
    own.press("Skicka svaret", answer="not_coming")

    assert reply_of(plan) == (Reply.NOT_COMING, None)
    changed = update(Attendance).where(Attendance.id == asked).values(reply="coming")
    assert "answered by somebody else" in refused(plan, sara, changed)


def test_nobody_answers_for_another_member_of_staff(
    plan: PlanOfTests, asked: UUID, sara: Signed, nils: Signed
) -> None:
    theirs = plan.add(
        Attendance,
        meeting_id=plan.world.county.execute(select(Attendance.meeting_id)).scalar_one(),
        participant_id=plan.participant(plan.world.caseworker(nils.organisation_id, "Eva Ek")),
        calendar_uid="y",
        reply=Reply.NONE,
    )
    changed = update(Attendance).where(Attendance.id == theirs).values(reply="coming")
    assert "answered by somebody else" in refused(plan, sara, changed)


def test_what_the_person_has_said_of_a_version_is_not_answered_over(
    plan: PlanOfTests, sara: Signed, kim: Signed
) -> None:
    sara.browser.open(f"{plan.path}/goals/new").press(
        "Spara målet", title="Ett mål", measure="Det märks", category="social_situation"
    )
    sara.browser.open(f"{plan.path}/versions/make").press("Gör versionen")
    kim.browser.open(f"{plan.my_path}/answer").press(
        "Skicka svaret", answer="objected", comment="Det stämmer inte"
    )
    page = sara.browser.open(f"{plan.path}/versions/answer")
    page.press("Spara svaret", 422, party=str(plan.subject), answer="approved")

    assert "Personen har själv svarat" in page.problems[0]
    assert "answered by somebody else" in refused(plan, sara, approval(plan, "oral"))


@pytest.fixture
def goran(plan: PlanOfTests) -> Signed:
    """Kim's god man, who stands beside Kim."""
    goran = plan.world.individual("Göran God")
    here = plan.person(PersonKind.REPRESENTATIVE, "Göran God", goran)
    plan.require(here, scope=["plan", "invite", "share:own_words"])
    plan.grant(PLAN, invite(plan.world.county.region))
    return goran


def phase_of(plan: PlanOfTests) -> Phase:
    found: Phase = plan.world.county.execute(
        select(Plan.phase).where(Plan.id == plan.id)
    ).scalar_one()
    return found


@pytest.mark.parametrize("is_noted_by_staff", [False, True])
def test_who_stands_beside_the_person_approves_nothing_in_their_place(
    plan: PlanOfTests, sara: Signed, kim: Signed, goran: Signed, *, is_noted_by_staff: bool
) -> None:
    plan.goal("Ett mål", sara.organisation_id)
    plan.add(PlanVersion)
    kim.browser.open(f"{plan.my_path}/answer").press(
        "Skicka svaret", answer="objected", comment="Det stämmer inte"
    )
    if is_noted_by_staff:
        page = sara.browser.open(f"{plan.path}/versions/answer")
        page.press("Spara svaret", party=str(person_of(plan, goran)), answer="approved", how="oral")
    else:
        goran.browser.open(f"{plan.my_path}/answer").press("Skicka svaret", answer="approved")

    assert phase_of(plan) is Phase.PLANNING
    assert "invändning" in sara.browser.open(plan.path).text
    assert "Ett svar på en version" in kim.browser.open(f"{plan.my_path}/happened").text

    kim.browser.open(f"{plan.my_path}/answer").press("Skicka svaret", answer="approved")
    assert phase_of(plan) is Phase.FOLLOWING_UP


def test_who_stands_beside_is_heard_while_the_person_says_nothing(
    plan: PlanOfTests, sara: Signed, goran: Signed
) -> None:
    plan.goal("Ett mål", sara.organisation_id)
    plan.add(PlanVersion)
    goran.browser.open(f"{plan.my_path}/answer").press("Skicka svaret", answer="approved")

    assert phase_of(plan) is Phase.FOLLOWING_UP


def person_of(plan: PlanOfTests, who: Signed) -> UUID:
    found = select(PlanPerson.id).where(
        PlanPerson.plan_id == plan.id, PlanPerson.account_id == who.account_id
    )
    person: UUID = plan.world.county.execute(found).scalar_one()
    return person


def test_somebody_near_answers_no_version(plan: PlanOfTests) -> None:
    bo = plan.world.individual("Bo Nära")
    near = plan.person(PersonKind.RELATIVE, "Bo Nära", bo)
    plan.grant(relative(near))
    plan.add(PlanVersion)
    said = approval(plan, "electronic", near)

    assert "row-level security" in refused(plan, bo, said)


def test_staff_never_answer_with_the_person_s_own_sign_in(plan: PlanOfTests, sara: Signed) -> None:
    plan.add(PlanVersion)

    assert "answered by somebody else" in refused(plan, sara, approval(plan, "electronic"))


def approval(plan: PlanOfTests, how: str, person: UUID | None = None) -> Any:
    return insert(PlanApproval.__table__).values(
        id=new_id(),
        county_id=plan.county_id,
        plan_id=plan.id,
        number=1,
        person_id=person or plan.subject,
        answer="approved",
        how=how,
        recorded_by="Sara Nilsson",
        at=clock.now(),
    )


@pytest.mark.parametrize("table", TABLES)
def test_the_person_says_who_sees_their_own_words(
    plan: PlanOfTests, kim: Signed, nils: Signed, table: str
) -> None:
    row_id = of_person(plan, table)
    page = {"texts": "words", "goals": f"goals/{row_id}", "actions": f"actions/{row_id}"}[table]
    said = kim.browser.open(f"{plan.my_path}/{page}").follow("Ändra vem som ser det")
    assert "Nils Region" in said.soup.select_one("[data-sees-category=own_words]").text
    assert "Nils Region" not in said.soup.select_one("[data-sees-category=health]").text

    said.press("Spara", category="health")

    row = row_of(plan, table, row_id)
    assert (row["category"], row["version"], row["changed_by"]) == ("health", 2, "Kim Andersson")
    nils.browser.open(f"{plan.my_path}/noted/{row_id}/category", 403)


FORMS = [
    ("sara", "texts/new?kind=note", "Spara", "text", "social_situation"),
    ("sara", "texts/new?kind=matters", "Spara", "text", "own_words"),
    ("sara", "goals/new", "Spara målet", "title", "social_situation"),
    ("sara", "goals/{goal}", "Spara målet", "title", "social_situation"),
    ("sara", "goals/{goal}/actions/new", "Spara åtgärden", "title", "social_situation"),
    ("sara", "suggest/{own}", "Lämna förslaget", "text", None),
    ("kim", "words", "Spara", "text", None),
    ("kim", "goals/new", "Spara", "title", None),
]


@pytest.mark.parametrize(("who", "path", "button", "field", "category"), FORMS)
def test_no_page_file_version_or_history_holds_a_draft(
    plan: PlanOfTests,
    sara: Signed,
    kim: Signed,
    nils: Signed,
    who: str,
    path: str,
    button: str,
    field: str,
    category: str | None,
) -> None:
    goal = plan.goal("Ett mål", sara.organisation_id)
    named = {"goal": goal, "own": of_person(plan, "texts")}
    writer = {"sara": sara, "kim": kim}[who]
    base = plan.path if who == "sara" else plan.my_path
    before = plan.world.county.execute(select(Change.__table__)).all()
    values = {field: HALF} | ({"category": category} if category else {})

    kept(writer.browser.open(f"{base}/{path.format(**named)}"), button, **values)

    assert plan.world.county.execute(select(Change.__table__)).all() == before
    assert HALF not in everything(plan, sara, nils, kim)
    made = Browser(plan.world.county.app, token=sara.token)
    made.open(f"{plan.path}/versions/make").press("Gör versionen", 422)  # nothing to put


def everything(plan: PlanOfTests, sara: Signed, nils: Signed, kim: Signed) -> str:
    """What everybody's pages and files say of the plan."""
    staff = ("", "/versions", "/own", "/copies")
    own = ("", "/history", "/who-may-see", "/download/text")
    said = [one.browser.open(f"{plan.path}{path}").text for one in (sara, nils) for path in staff]
    said += [kim.browser.open(f"{plan.my_path}{path}").response.text for path in own]
    said.append(pdf_text(kim.browser.open(f"{plan.my_path}/download/pdf").response.data))
    return " ".join(said)

"""Who did what is the database's to say, for whoever is the web server's login and forges a row."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Executable, insert, select, update

from portal import clock
from portal.ids import new_id
from sip.kernel.vocabulary import PersonKind, TextKind
from sip.ledger.rules import PLAN, share
from sip.tables.calling import Attendance
from sip.tables.consent import BasisDecision
from sip.tables.people import PlanPerson
from sip.tables.plan import Change, ClosingSurvey, PlanText, WordSuggestion
from tests.integration.sip.test_held_by_database import decide, refused
from tests.integration.sip.test_words import said
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld


@pytest.fixture
def plan(sip: SipWorld, sara: Signed, kim: Signed) -> PlanOfTests:
    plan = sip.plan(sara, person=kim, person_name="Kim Andersson")
    here = sara.organisation_id
    plan.grant(PLAN, share(plan.subject, here, "own_words"), share(plan.subject, here, "health"))
    return plan


def row(plan: PlanOfTests, model: Any, **values: object) -> Executable:
    fixed = {"id": new_id(), "county_id": plan.county_id, "plan_id": plan.id}
    return insert(model.__table__).values(fixed | values)


def words(plan: PlanOfTests, category: str = "health") -> UUID:
    return plan.text(TextKind.MATTERS, "Ord", plan.subject, category)


def found(plan: PlanOfTests, *columns: Any) -> Any:
    return plan.world.county.execute(select(*columns).where(columns[0].table.c.plan_id == plan.id))


def test_a_change_in_the_history_is_signed_by_who_writes_it(
    plan: PlanOfTests, sara: Signed
) -> None:
    forged = {"name": "Kim Andersson", "on_behalf": False, "organisation_id": None, "seq": 0}
    about = {"subject_kind": "plan_text", "subject_id": words(plan), "field": "text"}
    whose = {"from_party": plan.subject, "category": "health", "account_id": sara.account_id}
    said(plan, sara, row(plan, Change, at=clock.now(), **forged, **about, **whose))

    table = Change.__table__.c
    signed = found(plan, table.name, table.on_behalf, table.organisation_id).one()
    assert signed == ("Sara Nilsson", True, sara.organisation_id)


def test_a_suggestion_is_about_what_the_words_are_about(plan: PlanOfTests, sara: Signed) -> None:
    """It quotes them: another category would show them to others."""
    about = {"subject_kind": "plan_text", "subject_id": words(plan), "category": "own_words"}
    made = {"made_by": "Sara Nilsson", "made_at": clock.now(), "said_sealed": b"x"}
    said(plan, sara, row(plan, WordSuggestion, from_party=sara.organisation_id, **about, **made))

    assert found(plan, WordSuggestion.__table__.c.category).scalar_one() == "health"


def test_an_answer_that_staff_enter_with_the_question_is_noted_by_them(
    plan: PlanOfTests, sara: Signed
) -> None:
    asked = {"meeting_id": plan.meeting(), "person_id": plan.subject, "calendar_uid": "x"}
    said(plan, sara, row(plan, Attendance, reply="coming", replied_at=clock.now(), **asked))

    assert found(plan, Attendance.__table__.c.reply_noted_by).scalar_one() == "Sara Nilsson"


def test_staff_answer_the_survey_with_nobody_s_own_sign_in(plan: PlanOfTests, sara: Signed) -> None:
    scores = dict.fromkeys(("information", "participation", "cooperation", "meaning"), 5)
    forged = row(plan, ClosingSurvey, how="electronic", at=clock.now(), **scores)

    assert "answered by somebody else" in refused(sara, forged, plan)


def test_a_decision_is_signed_by_who_decides(plan: PlanOfTests, sara: Signed) -> None:
    decided = decide(plan, sara, clock.now() + timedelta(days=9))
    said(plan, sara, decided.values(decided_by_name="Kim Andersson"))

    assert found(plan, BasisDecision.__table__.c.decided_by_name).scalar_one() == "Sara Nilsson"


def leave(person: UUID) -> Executable:
    return update(PlanPerson).where(PlanPerson.id == person).values(ended_at=clock.now())


def test_nobody_whom_the_plan_asks_leaves_it(plan: PlanOfTests, sara: Signed) -> None:
    """Whoever has left sees nothing of the plan, and can neither say no nor take a yes back."""
    eva = plan.person(PersonKind.GUARDIAN, "Eva Berg")
    plan.require(eva)
    bo = plan.person(PersonKind.RELATIVE, "Bo Nära")

    for person in (plan.subject, eva):
        assert "is asked in the plan" in refused(sara, leave(person), plan)
    said(plan, sara, leave(bo))


def test_the_words_of_the_person_are_signed_by_who_writes_them(
    plan: PlanOfTests, kim: Signed
) -> None:
    held = {"kind": "matters", "text_sealed": b"x", "from_party": plan.subject}
    forged = {"changed_by": "Sara Nilsson", "written_by": "Sara Nilsson", "version": 1}
    at = {"changed_at": clock.now(), "written_at": clock.now(), "category": "own_words"}
    said(plan, kim, row(plan, PlanText, **held, **forged, **at))

    table = PlanText.__table__.c
    assert found(plan, table.changed_by, table.written_by).one() == ("Kim Andersson",) * 2

"""Whoever leaves gives their part in plans to a colleague, and everybody concerned is told."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from portal import clock
from portal.db import db
from portal.outbox.models import OutboxMail
from portal.tenancy.models import Membership
from sip.kernel.vocabulary import ActionStatus, MeetingStatus, Phase
from sip.ledger.rules import PLAN, invite
from sip.tables.calling import Attendance, Meeting
from sip.tables.plan import Action, FollowUp, Participant, Plan
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.county import COORDINATOR, CountyOfTests
from tests.integration.identity.departing import disabled, end_path, mailed, member
from tests.integration.sip.world import Signed, SipWorld


@pytest.fixture
def sip(county: CountyOfTests) -> SipWorld:
    return SipWorld(county)


@pytest.fixture
def sara(sip: SipWorld) -> Signed:
    return sip.caseworker(sip.county.municipality, "Sara Nilsson")


@pytest.fixture
def eva(sip: SipWorld) -> Signed:
    return sip.caseworker(sip.county.municipality, "Eva Efterträdare")


def _caseworker_role(county: CountyOfTests, signed: Signed) -> UUID:
    found: UUID = county.execute(
        select(Membership.id).where(Membership.account_id == signed.account_id)
    ).scalar_one()
    return found


@pytest.fixture
def running(sip: SipWorld, sara: Signed) -> "Running":
    return Running(sip, sara)


class Running:
    """A plan that Sara holds together, with a meeting, a follow-up and a measure of hers."""

    def __init__(self, sip: SipWorld, sara: Signed) -> None:
        county = sip.county
        self.kim = sip.individual("Kim Andersson")
        self.nils = sip.caseworker(county.region, "Nils Region")
        self.plan = sip.plan(sara, person=self.kim, person_name="Kim Andersson")
        self.plan.participant(self.nils)
        self.plan.grant(PLAN, invite(county.region))
        self.sara_id = self.plan.handler_id
        now = clock.now()
        county.execute(
            update(Plan).where(Plan.id == self.plan.id).values(coordinator_id=self.sara_id)
        )
        self.meeting = self.plan.add(
            Meeting,
            purpose="planning",
            starts_at=now + timedelta(days=3),
            ends_at=now + timedelta(days=3, hours=1),
            is_remote=True,
            chair_id=self.sara_id,
            status=MeetingStatus.PLANNED,
        )
        self.plan.add(
            Attendance,
            meeting_id=self.meeting,
            participant_id=self.sara_id,
            calendar_uid="sara",
            reply="coming",
        )
        self.plan.add(
            FollowUp,
            due_on=(now + timedelta(days=60)).date(),
            holder_id=self.sara_id,
            agreed_at=now,
        )
        goal = self.plan.goal("Sova bättre", county.municipality, "health")
        self.action = self.plan.action("Ringa", goal, county.municipality, "health")
        county.execute(
            update(Action)
            .where(Action.id == self.action)
            .values(
                organisation_id=county.municipality,
                responsible_id=self.sara_id,
                status=ActionStatus.IN_PROGRESS,
            )
        )


def test_a_caseworker_s_plans_are_given_to_a_colleague_in_one_act(
    county: CountyOfTests, goran: Browser, running: Running, sara: Signed, eva: Signed
) -> None:
    page = goran.open(end_path(_caseworker_role(county, sara)))
    for line in (
        "Sara Nilsson är med i en plan.",
        "Håller ihop en av dem.",
        "Håller i ett kommande möte.",
        "Håller i en uppföljning.",
        "Har en åtgärd kvar att göra.",
    ):
        assert line in page.text
    assert "Kim" not in page.response.text
    page.press("Ta bort rollen", status=422)
    page.press("Ta bort rollen", caseworker=str(eva.account_id))

    new = county.execute(
        select(Participant.id).where(
            Participant.account_id == eva.account_id, Participant.ended_at.is_(None)
        )
    ).scalar_one()
    held = [
        county.execute(select(column).where(table.plan_id == running.plan.id)).scalar_one()
        for table, column in (
            (Meeting, Meeting.chair_id),
            (FollowUp, FollowUp.holder_id),
            (Action, Action.responsible_id),
        )
    ]
    coordinator = select(Plan.coordinator_id).where(Plan.id == running.plan.id)
    assert [*held, county.execute(coordinator).scalar_one()] == [new] * 4
    asked = select(Attendance.participant_id).where(
        Attendance.plan_id == running.plan.id, Attendance.cancelled_at.is_(None)
    )
    assert county.execute(asked).scalars().all() == [new]


def test_everybody_concerned_sees_and_is_told_who_has_taken_over(
    county: CountyOfTests, goran: Browser, running: Running, sara: Signed, eva: Signed
) -> None:
    page = goran.open(end_path(_caseworker_role(county, sara)))
    page.press("Ta bort rollen", caseworker=str(eva.account_id))

    plan = running.plan
    own = running.kim.browser.open(plan.my_path)
    assert "Eva Efterträdare" in own.text
    assert "Någon har tagit över efter en kollega" in own.text
    theirs = running.nils.browser.open(plan.path)
    assert "Tog över efter Sara Nilsson" in theirs.text
    assert "tagit över" in running.nils.browser.open("/sip").text
    assert {running.kim.account_id, running.nils.account_id} <= mailed(county, "plan.handed_over")
    assert eva.account_id in mailed(county, "role.plans_given")
    assert eva.account_id in mailed(county, "meeting.planned")
    mail = select(OutboxMail.path).where(OutboxMail.kind == "plan.handed_over")
    assert set(county.execute(mail).scalars()) == {plan.path, plan.my_path}
    assert "Du har tagit över planer" in eva.browser.open("/sip").text
    assert "Ringa" in eva.browser.open("/sip").text
    assert sara.browser.open(plan.path).url.startswith("/sign-in")


def test_nobody_to_take_over_and_the_caseworker_stays(
    county: CountyOfTests, goran: Browser, running: Running, sara: Signed
) -> None:
    role = _caseworker_role(county, sara)
    page = goran.open(end_path(role))
    assert "Ingen hos er kan ta över det som väntar." in page.text
    page.open("/administration/invite").post(end_path(role), status=422)
    end = update(Membership).where(Membership.id == role).values(ended_at=clock.now())
    with county.app.app_context(), acting_as(goran.token):
        with pytest.raises(IntegrityError, match="plans are not handed over"):
            db.session.connection().execute(end)
        db.session.rollback()

    assert sara.browser.open(running.plan.path).url == running.plan.path


def test_what_is_protected_stays_with_the_named(
    county: CountyOfTests, goran: Browser, sip: SipWorld, sara: Signed, eva: Signed
) -> None:
    plan = sip.plan(sara, is_protected=True)
    plan.grant(PLAN)
    page = goran.open(end_path(_caseworker_role(county, sara)))
    page.press("Ta bort rollen", caseworker=str(eva.account_id))

    sees = select(Participant.sees_protected).where(
        Participant.plan_id == plan.id, Participant.ended_at.is_(None)
    )
    assert county.execute(sees).scalars().all() == [False]


@pytest.mark.parametrize("successor", ["stranger", "coordinator", "disabled", "self"])
def test_the_database_hands_over_only_to_a_caseworker_of_the_same_organisation(
    county: CountyOfTests, goran: Browser, running: Running, sara: Signed, successor: str
) -> None:
    sip = running.plan.world
    others = {
        "stranger": lambda: running.nils.account_id,
        "coordinator": lambda: member(county, county.municipality, *COORDINATOR)[0].id,
        "disabled": lambda: disabled(county, sip.caseworker(county.municipality, "Borta Bra")),
        "self": lambda: sara.account_id,
    }
    with county.app.app_context(), acting_as(goran.token):
        with pytest.raises(DBAPIError, match="not yours to hand over"):
            db.session.scalar(select(func.app.hand_over(sara.account_id, others[successor]())))
        db.session.rollback()


def test_only_an_administrator_hands_over_asks_and_tells(
    county: CountyOfTests, running: Running, sara: Signed, eva: Signed
) -> None:
    asked = [
        func.app.hand_over(sara.account_id, eva.account_id),
        func.app.end_sessions_of(eva.account_id),
        func.app.tell_colleague(eva.account_id, "role.ended", "x"),
    ]
    with county.app.app_context(), acting_as(sara.token):
        assert db.session.execute(select(func.app.waiting_on(eva.account_id))).all() == []
        for call in asked:
            with pytest.raises(DBAPIError, match="not yours"):
                db.session.scalar(select(call))
            db.session.rollback()


def test_a_closed_case_is_handed_over_and_kept_no_longer_for_it(
    county: CountyOfTests, goran: Browser, sip: SipWorld, sara: Signed, eva: Signed
) -> None:
    plan = sip.plan(sara, phase=Phase.CLOSED)
    before = clock.now() - timedelta(days=400)
    county.execute(
        update(Plan).where(Plan.id == plan.id).values(changed_at=before, closed_at=before)
    )
    page = goran.open(end_path(_caseworker_role(county, sara)))
    page.press("Ta bort rollen", caseworker=str(eva.account_id))

    changed = select(Plan.changed_at).where(Plan.id == plan.id)
    assert county.execute(changed).scalar_one() == before
    eva.browser.open(f"{plan.path}/own")


def test_leaving_a_plan_gives_what_one_holds_to_a_colleague_in_it(
    county: CountyOfTests, running: Running, sara: Signed, eva: Signed
) -> None:
    plan = running.plan
    path = f"{plan.path}/participants/{running.sara_id}/end"
    page = sara.browser.open(path)
    assert "Ingen annan hos er är med i planen och kan ta över." in page.text
    eva_id = plan.participant(eva)
    page = sara.browser.open(path)
    assert "Håller ihop planen." in page.text
    page.press("Ta bort ur planen", status=422)
    assert page.problems[0].startswith("Välj vem som tar över.")
    page.press("Ta bort ur planen", successor=str(eva_id))

    coordinator = select(Plan.coordinator_id).where(Plan.id == plan.id)
    assert county.execute(coordinator).scalar_one() == eva_id
    assert running.kim.account_id in mailed(county, "plan.handed_over")
    assert "Eva Efterträdare" in running.kim.browser.open(plan.my_path).text


def test_nothing_is_passed_on_to_somebody_of_another_organisation(
    county: CountyOfTests, running: Running, sara: Signed
) -> None:
    theirs = county.execute(
        select(Participant.id).where(Participant.account_id == running.nils.account_id)
    ).scalar_one()
    with county.app.app_context(), acting_as(sara.token):
        with pytest.raises(DBAPIError, match="not yours to pass on"):
            db.session.scalar(select(func.app.pass_on_part(running.sara_id, theirs)))
        db.session.rollback()


def test_a_disabled_colleague_is_seen_as_such_and_handed_over(
    county: CountyOfTests, goran: Browser, running: Running, sara: Signed, eva: Signed
) -> None:
    disabled(county, sara)
    page = goran.open("/administration")
    assert "Avstängt konto" in page.text
    page = page.open(f"/administration/people/{sara.account_id}/end")
    page.press("Ta bort alla roller och logga ut", caseworker=str(eva.account_id))

    assert "Eva Efterträdare" in running.kim.browser.open(running.plan.my_path).text

"""What the right to stand in for somebody rests on, until when; and what is done before 18."""

from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import ProgrammingError

from portal import clock
from portal.db import db
from portal.ids import new_id
from sip.kernel.vocabulary import PersonKind, Shown
from sip.ledger.rules import PLAN
from sip.tables.consent import Consenter
from sip.tables.people import DocumentCheck
from sip.tables.plan import Asked, Plan
from tests.acting import acting_as
from tests.integration.sip.consenters.steps import appoint, people, representative
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld

DAY = timedelta(days=1)


def in_days(days: int) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


def steps(plan: PlanOfTests) -> str:
    return plan.handler.browser.open(plan.path).text


def test_it_is_noted_that_the_document_was_seen_and_stands_among_the_people(
    plan: PlanOfTests, maja: Signed
) -> None:
    appoint(plan)
    page = maja.browser.open(people(plan)).follow("Handling : Göran God")
    assert "Får inte göra något mot personens vilja" in page.text
    page.press("Spara", shown="original", seen_on=in_days(0), has_copy="y")

    assert "Handlingen i original" in page.text
    assert "Kopia finns i akten." in page.text


def test_the_person_reads_what_whoever_stands_in_may_and_may_not(
    plan: PlanOfTests, kim: Signed
) -> None:
    appoint(plan)
    text = kim.browser.open(f"{plan.my_path}/who-may-see").text
    assert "Hjälper personen med det som står i beslutet, när personen vill det." in text
    assert "Får inte göra något mot personens vilja" in text


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"shown": "oral"}, "Skriv vilken dag ni frågar personen igen"),
        ({"shown": "copy", "seen_on": in_days(1)}, "en dag som inte har varit"),
        ({"shown": "copy", "check_again_on": in_days(0)}, "Välj en dag som inte har varit än."),
        ({"shown": "copy", "check_again_on": in_days(800)}, "Välj en dag inom två år."),
        ({}, "Välj vad ni har sett."),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    plan: PlanOfTests, maja: Signed, said: dict[str, str], problem: str
) -> None:
    appoint(plan, capacity="attorney")
    page = maja.browser.open(f"{people(plan)}/{representative(plan)}/document")
    page.press("Spara", status=422, **{"seen_on": in_days(0), **said})
    assert problem in " ".join(page.problems)


def test_only_a_power_of_attorney_is_oral(plan: PlanOfTests, maja: Signed) -> None:
    appoint(plan)
    page = maja.browser.open(f"{people(plan)}/{representative(plan)}/document")
    page.press("Spara", 422, shown="oral", seen_on=in_days(0), check_again_on=in_days(30))
    assert page.problems == [
        "Bara en fullmakt kan vara muntlig. För andra behövs en handling eller ett register."
    ]


def test_an_oral_power_is_asked_about_again_on_its_day(plan: PlanOfTests, maja: Signed) -> None:
    appoint(plan, capacity="attorney")
    page = maja.browser.open(f"{people(plan)}/{representative(plan)}/document")
    page.press("Spara", shown="oral", seen_on=in_days(0), check_again_on=in_days(30))
    assert "Kontrollera handlingen" not in steps(plan)
    on_its_day = update(DocumentCheck).values(check_again_on=clock.today())
    plan.world.county.execute(on_its_day)

    assert "Ska kontrolleras igen" in maja.browser.open(people(plan)).text
    page = maja.browser.open(plan.path).follow("Kontrollera handlingen")
    page.press("Spara", shown="original", seen_on=in_days(0))
    assert "Kontrollera handlingen" not in steps(plan)


def test_a_mandate_that_ends_within_a_month_is_a_step(plan: PlanOfTests) -> None:
    appoint(plan, valid_to=in_days(40))
    assert "Till uppdraget" not in steps(plan)
    appoint(plan, valid_to=in_days(20), name="Olle Ombud")
    assert "En företrädares uppdrag gäller till och med" in steps(plan)


def test_one_sent_twice_is_one(plan: PlanOfTests, maja: Signed) -> None:
    appoint(plan)
    page = maja.browser.open(f"{people(plan)}/{representative(plan)}/document")
    page.press("Spara", shown="copy", seen_on=in_days(0)).send_again()
    count = select(func.count(DocumentCheck.id))
    assert plan.world.county.execute(count).scalar_one() == 1


def test_nobody_but_a_handler_notes_it(
    plan: PlanOfTests, sip: SipWorld, nils: Signed, kim: Signed
) -> None:
    appoint(plan)
    plan.participant(nils)
    nils.browser.open(f"{people(plan)}/{representative(plan)}/document", 404)
    row = {"county_id": plan.county_id, "plan_id": plan.id, "person_id": representative(plan)}
    held = {"from_party": sip.county.region, "recorded_by": nils.name, "has_copy": False}
    seen = {"shown": Shown.COPY, "seen_on": clock.today(), "recorded_at": clock.now()}
    with sip.county.app.app_context(), acting_as(nils.token):
        with pytest.raises(ProgrammingError, match="row-level security"):
            db.session.connection().execute(
                insert(DocumentCheck).values(id=new_id(), **row, **held, **seen)
            )
        db.session.rollback()


# -- turning 18 ------------------------------------------------------------------------------------


@pytest.fixture
def child(sip: SipWorld, maja: Signed, kim: Signed) -> PlanOfTests:
    """Kim is 17, with a guardian."""
    made = sip.plan(maja, person=kim, person_name="Kim Berg")
    made.require(
        made.person(PersonKind.GUARDIAN, "Eva Berg"), until=clock.now() + timedelta(days=40)
    )
    return made


def turns_18_in(child: PlanOfTests, days: int) -> None:
    day = clock.now() + timedelta(days=days)
    ends = update(Consenter).where(Consenter.id == child.consenters[-1]).values(required_to=day)
    child.world.county.execute(ends)


def test_a_month_before_18_it_is_gone_through_with_the_young_person(
    child: PlanOfTests, maja: Signed, kim: Signed
) -> None:
    assert "fyller 18" not in steps(child)
    maja.browser.open(f"{child.path}/of-age", 404)
    assert "fyller 18" not in kim.browser.open(child.my_path).text
    turns_18_in(child, 30)

    page = maja.browser.open(child.path).follow("Gå igenom vad som ändras")
    assert page.heading == "Inför 18-årsdagen"
    page.press("Spara", status=422)
    page.press("Spara", said="Kim vill ha kvar sin mamma som närstående.")
    assert "fyller 18" not in steps(child)
    mine = kim.browser.open(child.my_path).text
    assert "Du fyller 18 år" in mine
    assert "Kim vill ha kvar sin mamma som närstående." in mine


def test_what_the_young_person_wants_is_not_read_by_the_guardians(
    sip: SipWorld, child: PlanOfTests, maja: Signed, kim: Signed
) -> None:
    mother = sip.individual("Malin Berg")
    near = child.person(PersonKind.GUARDIAN, "Malin Berg", mother)
    child.require(near, until=clock.now() + 30 * DAY)
    page = maja.browser.open(f"{child.path}/of-age")
    assert "Vårdnadshavarna gör det inte." in page.text
    page.press("Spara", said="Kim vill inte ha sin mamma med.")

    for path in (child.my_path, f"{child.my_path}/download/text"):
        assert "vill inte ha sin mamma" in kim.browser.open(path).response.text
        assert "vill inte ha sin mamma" not in mother.browser.open(path).response.text
    for reader, seen in ((mother, 0), (kim, 1), (maja, 1)):
        with sip.county.app.app_context(), acting_as(reader.token):
            found = db.session.scalar(select(func.count(Asked.id)))
            db.session.rollback()
        assert found == seen, reader.name


def test_who_stands_in_no_longer_is_not_asked_about_again_nor_said_to(
    sip: SipWorld, plan: PlanOfTests, kim: Signed
) -> None:
    before, ended = clock.now() - timedelta(days=30), clock.now() - timedelta(hours=1)
    ombud = plan.person(PersonKind.REPRESENTATIVE, "Olle Ombud")
    over = plan.require(ombud, since=before, until=ended, scope=["plan"], term=(before, ended))
    seen = {"shown": Shown.ORAL, "seen_on": clock.today(), "has_copy": False}
    noted = {"recorded_by": plan.handler.name, "recorded_at": before}
    due = {"from_party": plan.handler.organisation_id, "check_again_on": clock.today()}
    plan.add(DocumentCheck, person_id=ombud, **seen, **noted, **due)
    assert over
    assert "Kontrollera handlingen" not in steps(plan)
    assert "Olle Ombud" not in kim.browser.open(f"{plan.my_path}/who-may-see").text

    plan.require(ombud, since=before, scope=["plan"], term=(before, clock.now() + 30 * DAY))
    assert "Kontrollera handlingen" in steps(plan)
    assert "Olle Ombud" in kim.browser.open(f"{plan.my_path}/who-may-see").text


def test_before_18_there_is_nothing_to_go_through_while_the_plan_stands_still(
    child: PlanOfTests, maja: Signed
) -> None:
    turns_18_in(child, 30)
    child.grant(PLAN)
    assert "Gå igenom vad som ändras" in steps(child)
    begun = update(Plan).where(Plan.id == child.id).values(consented_at=clock.now())
    child.world.county.execute(begun)
    child.withdraw(PLAN)
    maja.browser.open(f"{child.path}/of-age", 422)
    assert "Gå igenom vad som ändras" not in steps(child)

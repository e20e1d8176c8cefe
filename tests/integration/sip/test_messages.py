"""What the person, or somebody near, and those who handle the plan write to each other."""

from uuid import UUID

import pytest
from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import ProgrammingError

from portal import clock
from portal.db import db
from portal.ids import new_id
from portal.outbox.models import OutboxMail
from sip.kernel.vocabulary import PersonKind, Phase
from sip.ledger.rules import PLAN, invite, relative
from sip.tables.people import PlanMessage
from sip.tables.plan import Plan
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld

SAID, ANSWERED = "Kan någon ringa mig i morgon?", "Ja, jag ringer klockan tio."


@pytest.fixture
def plan(sip: SipWorld, maja: Signed, nils: Signed, kim: Signed) -> PlanOfTests:
    made = sip.plan(maja, person=kim, person_name="Kim Andersson")
    made.opened_to(nils)
    return made


def say(somebody: Signed, plan: PlanOfTests, text: str = SAID) -> Browser:
    page = somebody.browser.open(f"{plan.my_path}/messages")
    return page.press("Skicka", text=text)


def answer(plan: PlanOfTests, person: object, text: str = ANSWERED) -> Browser:
    page = plan.handler.browser.open(f"{plan.path}/messages/{person}")
    return page.press("Skicka", text=text)


def mailed(plan: PlanOfTests) -> list[tuple[object, str]]:
    found = select(OutboxMail.account_id, OutboxMail.path).where(
        OutboxMail.kind == "message.written"
    )
    return [(one.account_id, one.path) for one in plan.world.county.execute(found)]


def test_the_person_writes_and_gets_an_answer_where_they_wrote(
    plan: PlanOfTests, maja: Signed, kim: Signed
) -> None:
    assert "Svaret kommer hit" in say(kim, plan).text
    steps = maja.browser.open(plan.path)
    assert "Ett meddelande väntar på svar" in steps.text
    page = steps.follow("Läs och svara")
    assert SAID in page.text

    page.press("Skicka", text=ANSWERED)
    assert "väntar på svar" not in maja.browser.open(plan.path).text
    mine = kim.browser.open(plan.my_path)
    assert "Maja Öhlund har skrivit till dig" in mine.text
    assert ANSWERED in kim.browser.open(f"{plan.my_path}/messages").text
    say(kim, plan, "Tack!")
    assert "har skrivit till dig" not in kim.browser.open(plan.my_path).text


def test_each_is_told_by_a_mail_that_leads_there(
    plan: PlanOfTests, maja: Signed, kim: Signed
) -> None:
    say(kim, plan)
    answer(plan, plan.subject)

    assert mailed(plan) == [
        (maja.account_id, f"{plan.path}/messages/{plan.subject}"),
        (kim.account_id, f"{plan.my_path}/messages"),
    ]


def test_what_is_sent_twice_is_one(plan: PlanOfTests, kim: Signed) -> None:
    say(kim, plan).send_again()

    count = plan.world.county.execute(select(func.count(PlanMessage.id))).scalar_one()
    assert count == 1
    assert len(mailed(plan)) == 1


def test_what_needs_no_answer_waits_no_more(plan: PlanOfTests, maja: Signed, kim: Signed) -> None:
    say(kim, plan, "Tack för hjälpen!")
    page = maja.browser.open(f"{plan.path}/messages/{plan.subject}").press("Behöver inget svar")

    assert page.heading == "Ingen väntar på svar"
    assert "väntar på svar" not in maja.browser.open(plan.path).text


def test_what_was_written_since_waits_though_an_older_page_says_that_nothing_does(
    plan: PlanOfTests, maja: Signed, kim: Signed
) -> None:
    say(kim, plan, "Tack för hjälpen!")
    page = maja.browser.open(f"{plan.path}/messages/{plan.subject}")
    say(kim, plan)
    page.press("Behöver inget svar")

    assert page.heading == "En person väntar på svar"
    settled = select(func.count(PlanMessage.id)).where(PlanMessage.settled_at.is_not(None))
    assert plan.world.county.execute(settled).scalar_one() == 1


def test_an_answer_is_to_all_that_the_person_has_written(
    plan: PlanOfTests, maja: Signed, kim: Signed
) -> None:
    say(kim, plan)
    page = maja.browser.open(f"{plan.path}/messages/{plan.subject}")
    say(kim, plan, "Det är bråttom. Jag har ont.")
    page.press("Skicka", status=422, text=ANSWERED)

    assert page.problems == [
        "Personen har skrivit mer sedan du öppnade sidan. Läs det också, och skicka sedan."
    ]
    assert "Jag har ont." in page.text
    assert page.value("text") == ANSWERED
    assert "väntar på svar" in maja.browser.open(plan.path).text
    page.open(f"{plan.path}/messages/{plan.subject}").press("Skicka", text=ANSWERED)
    assert "väntar på svar" not in maja.browser.open(plan.path).text


def test_nobody_else_reads_it_whatever_they_are_let_in_to(
    plan: PlanOfTests, sip: SipWorld, nils: Signed, kim: Signed, sara: Signed
) -> None:
    syster = sip.individual("Sissi Syster")
    near = plan.person(PersonKind.RELATIVE, "Sissi Syster", syster)
    plan.grant(PLAN, invite(nils.organisation_id), relative(near))
    say(kim, plan)
    say(syster, plan, "Hen äter inte.")

    assert SAID not in syster.browser.open(f"{plan.my_path}/messages").text
    assert "Hen äter inte." not in kim.browser.open(f"{plan.my_path}/messages").text
    nils.browser.open(f"{plan.path}/messages", 403)
    nils.browser.open(f"{plan.path}/messages/{plan.subject}", 403)
    sara.browser.open(f"{plan.path}/messages", 404)
    for reader, seen in ((nils, 0), (sara, 0), (syster, 1), (kim, 1), (plan.handler, 2)):
        with plan.world.county.app.app_context(), acting_as(reader.token):
            found = db.session.scalar(select(func.count(PlanMessage.id)))
            db.session.rollback()
        assert found == seen, reader.name


def test_after_a_withdrawal_the_person_and_the_handlers_still_write(
    plan: PlanOfTests, kim: Signed
) -> None:
    plan.withdraw(PLAN)

    say(kim, plan)
    answer(plan, plan.subject)
    assert ANSWERED in kim.browser.open(f"{plan.my_path}/messages").text


def test_once_the_plan_is_closed_it_can_be_read_and_not_written(
    plan: PlanOfTests, kim: Signed, maja: Signed
) -> None:
    say(kim, plan)
    ended = {"phase": Phase.CLOSED, "closed_at": clock.now()}
    plan.world.county.execute(update(Plan).where(Plan.id == plan.id).values(ended))

    for somebody, path in ((kim, f"{plan.my_path}/messages"), (maja, f"{plan.path}/messages")):
        path = path if somebody is kim else f"{path}/{plan.subject}"
        page = somebody.browser.open(path)
        assert SAID in page.text
        assert "Skicka" not in page.buttons
        page.post(path, {"text": "Hallå?", "message_id": str(new_id())}, 422)


def test_who_does_not_sign_in_is_written_to_on_paper(plan: PlanOfTests, sip: SipWorld) -> None:
    paper = sip.plan(plan.handler, person_name="Pia Papper")
    page = plan.handler.browser.open(f"{paper.path}/messages/{paper.subject}")

    assert "loggar inte in" in page.text
    assert "Skicka" not in page.buttons
    sent = {"text": "Hej", "message_id": str(new_id())}
    page.post(f"{paper.path}/messages/{paper.subject}", sent, 404)


def test_where_nobody_can_be_written_to_it_is_not_said_why(
    sip: SipWorld, maja: Signed, kim: Signed
) -> None:
    """Nobody signs in, or somebody does, and cannot read the plan."""
    case = sip.plan(maja, person_name="Pia Papper")
    told = "Ingen i planen kan läsa meddelanden nu."
    assert told in maja.browser.open(f"{case.path}/messages").text
    case.person(PersonKind.RELATIVE, kim.name, kim)
    page = maja.browser.open(f"{case.path}/messages")
    assert told in page.text
    assert "Ingen i planen loggar in" not in page.text


def in_sql(plan: PlanOfTests, by: Signed, party: UUID) -> None:
    """Write to the person, or as them, past what the pages ask."""
    row = insert(PlanMessage).values(
        id=new_id(),
        county_id=plan.world.county.id,
        plan_id=plan.id,
        person_id=plan.subject,
        from_party=party,
        text_sealed=b"x",
        written_by=by.name,
        written_at=clock.now(),
    )
    with plan.world.county.app.app_context(), acting_as(by.token):
        try:
            db.session.execute(row)
        finally:
            db.session.rollback()


@pytest.mark.parametrize("as_whom", ["the person", "another organisation"])
def test_a_handler_writes_in_nobody_else_s_name(plan: PlanOfTests, as_whom: str) -> None:
    party = plan.subject if as_whom == "the person" else plan.world.county.region
    with pytest.raises(ProgrammingError, match="row-level security"):
        in_sql(plan, plan.handler, party)


@pytest.mark.parametrize("phase", [Phase.CLOSED, Phase.NOT_STARTED])
def test_the_database_takes_no_message_in_a_plan_that_has_ended(
    plan: PlanOfTests, kim: Signed, phase: Phase
) -> None:
    writers = ((plan.handler, plan.handler.organisation_id), (kim, plan.subject))
    for by, party in writers:
        in_sql(plan, by, party)
    plan.world.county.execute(update(Plan).where(Plan.id == plan.id).values(phase=phase))
    for by, party in writers:
        with pytest.raises(ProgrammingError, match="row-level security"):
            in_sql(plan, by, party)


@pytest.mark.parametrize("why", ["kept out", "without consent", "withdrawn"])
def test_nothing_is_written_to_who_cannot_read_it(
    plan: PlanOfTests, sip: SipWorld, maja: Signed, why: str
) -> None:
    bo = sip.individual("Bo Berg")
    near = plan.person(PersonKind.RELATIVE, bo.name, bo)
    if why != "without consent":
        plan.grant(relative(near))
    page = maja.browser.open(f"{plan.path}/messages/{near}")
    assert ("Skicka" in page.buttons) is (why != "without consent")
    if why == "kept out":
        maja.browser.open(f"{plan.path}/people/{near}/safety").press("Håll utanför")
    if why == "withdrawn":
        plan.withdraw(relative(near))

    page = maja.browser.open(f"{plan.path}/messages/{near}")
    assert "Skicka" not in page.buttons
    assert "kan inte läsa planen nu" in page.text
    assert "Bo Berg" not in maja.browser.open(f"{plan.path}/messages").text
    sent = {"text": "Ring oss.", "message_id": str(new_id())}
    page.post(f"{plan.path}/messages/{near}", sent, 422)
    assert mailed(plan) == []
    row = {"county_id": plan.county_id, "plan_id": plan.id, "person_id": near}
    said = {"from_party": maja.organisation_id, "text_sealed": b"x", "written_by": maja.name}
    with sip.county.app.app_context(), acting_as(maja.token):
        with pytest.raises(ProgrammingError, match="row-level security"):
            db.session.execute(
                insert(PlanMessage.__table__).values(
                    id=new_id(), written_at=clock.now(), **row, **said
                )
            )
        db.session.rollback()

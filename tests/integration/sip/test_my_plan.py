"""The person's own pages, and those near them: what they see, write, answer and take along."""

import io
import re
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from portal import clock
from portal.ids import new_id
from portal.outbox.models import OutboxMail
from sip.kernel.vocabulary import (
    ActionStatus,
    Approval,
    PersonKind,
    Phase,
    Placing,
    Reply,
    TextKind,
)
from sip.ledger.rules import PLAN, invite, relative, share
from sip.tables.calling import Attendance
from sip.tables.plan import ClosingSurvey, Goal, PlanApproval, PlanText
from tests.browser import Browser
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld
from tests.unit.documents.reading import pdf_text

WORDS = "Jag vill inte behöva berätta samma sak fem gånger."


@pytest.fixture
def plan(sip: SipWorld, sara: Signed, kim: Signed) -> PlanOfTests:
    plan = sip.plan(sara, person=kim, person_name="Kim Andersson")
    plan.grant(PLAN)
    return plan


def test_the_only_plan_opens_at_once(plan: PlanOfTests, kim: Signed) -> None:
    page = kim.browser.open("/")

    assert page.url == plan.my_path
    assert page.heading == "Kims plan"
    assert page.soup.title.text.startswith("Min plan")


def test_without_a_plan_one_is_told_what_to_do(sip: SipWorld) -> None:
    page = sip.individual("Robin Sandberg").browser.open("/my-plan")

    assert page.heading == "Du är inte med i någon plan just nu"
    page.open("/my-plan/questions")
    assert "patientnämnden" in page.text
    assert "ska göra en plan om någon av dem bedömer att du behöver det" in page.text


def test_staff_have_no_plan_of_their_own(sara: Signed, plan: PlanOfTests) -> None:
    sara.browser.open("/my-plan", 403)
    sara.browser.open(plan.my_path, 403)


def test_the_person_sees_all_of_the_plan_also_after_withdrawal(
    sip: SipWorld, plan: PlanOfTests, kim: Signed, sara: Signed
) -> None:
    goal = plan.goal("Jag vill sova", sara.organisation_id, "health")
    plan.action(
        "Läkartid om sömn",
        goal,
        sara.organisation_id,
        "health",
        organisation=sara.organisation_id,
        responsible=plan.handler_id,
        due_on=clock.today() - timedelta(days=1),
    )
    page = kim.browser.open(plan.my_path)
    assert "Jag vill sova" in page.text
    assert "Försenad" in page.text
    plan.withdraw(PLAN)

    assert "Jag vill sova" in kim.browser.open(plan.my_path).text


def test_own_words_are_written_and_changed(plan: PlanOfTests, kim: Signed) -> None:
    page = kim.browser.open(f"{plan.my_path}/words")
    page.press("Spara", text="", status=422)
    page.press("Spara", text=WORDS)
    assert page.soup.select_one("blockquote.own-words").text == WORDS
    page.open(f"{plan.my_path}/words").press("Spara", text=f"{WORDS} Ring efter tio.")

    assert "Ring efter tio." in page.soup.select_one("blockquote.own-words").text
    (row,) = plan.world.county.execute(
        select(PlanText.from_party, PlanText.category).where(PlanText.kind == TextKind.MATTERS)
    ).all()
    assert row == (plan.subject, "own_words")


def test_own_words_that_meet_anothers_change_show_both(
    plan: PlanOfTests, kim: Signed, sara: Signed
) -> None:
    kim.browser.open(f"{plan.my_path}/words").press("Spara", text=WORDS)
    first = kim.browser.open(f"{plan.my_path}/words")
    other = Browser(plan.world.county.app, token=kim.token).open(f"{plan.my_path}/words")
    other.press("Spara", text="Något annat.")
    first.press("Spara", text="Ett tredje.", status=409)

    assert "Något annat." in first.text
    assert "Ett tredje." in first.text
    first.press("Spara")
    assert first.soup.select_one("blockquote.own-words").text == "Ett tredje."


def test_a_goal_and_what_one_does_for_it_are_ones_own(plan: PlanOfTests, kim: Signed) -> None:
    page = kim.browser.open(f"{plan.my_path}/goals/new")
    page.press("Spara", title="Jag vill träna", measure="Två gånger i veckan")
    link = page.soup.find("a", string=lambda text: text and "Skriv vad du gör" in text)
    link = link or page.soup.select_one("a[href$='/actions/new']")
    page.open(str(link["href"]))
    page.press("Spara", title="Prova gymmet", due_on="2026-01-01", status=422)
    page.press("Spara", due_on=(clock.today() + timedelta(days=9)).isoformat())

    assert "Prova gymmet" in page.text
    page.open(str(page.soup.select_one("a[href*='/actions/']:not([href$='new'])")["href"]))
    page.fill("Spara", {"status": "done"})
    assert "Klar" in page.soup.select_one(".steps-to-goal").text
    (party,) = plan.world.county.execute(select(Goal.from_party)).scalars()
    assert party == plan.subject


def test_of_what_others_wrote_down_one_says_how_it_goes(
    plan: PlanOfTests, kim: Signed, sara: Signed
) -> None:
    goal = plan.goal("Jag vill sova", sara.organisation_id, "health")
    action = plan.action(
        "Gå till gymmet", goal, sara.organisation_id, "health", person=plan.subject
    )
    page = kim.browser.open(f"{plan.my_path}/actions/{action}")
    page.fill("Spara", {"status": ActionStatus.DONE.value})

    assert "Klar" in page.soup.select_one(".steps-to-goal").text
    kim.browser.open(f"{plan.my_path}/goals/{goal}", 404)


def _put_to_kim(plan: PlanOfTests) -> None:
    plan.handler.browser.open(f"{plan.path}/versions/make").press("Gör versionen")


def test_a_version_is_approved_or_objected_to_with_a_reason(plan: PlanOfTests, kim: Signed) -> None:
    # Sara may not read Kim's own words, and puts the plan with them to Kim all the same
    kim.browser.open(f"{plan.my_path}/answer", 404)
    kim.browser.open(f"{plan.my_path}/words").press("Spara", text=WORDS)
    _put_to_kim(plan)
    page = kim.browser.open(plan.my_path)
    assert "Planen väntar på ditt svar" in page.text
    page.open(f"{plan.my_path}/answer").press("Skicka svaret", answer="objected", status=422)
    page.press("Skicka svaret", comment="Skolan fattas.")
    page.open(f"{plan.my_path}/answer").press("Skicka svaret", answer="approved")

    assert "Planen väntar på ditt svar" not in page.text
    answers = select(PlanApproval.answer, PlanApproval.person_id).order_by(PlanApproval.at)
    assert plan.world.county.execute(answers).all() == [
        (Approval.OBJECTED, plan.subject),
        (Approval.APPROVED, plan.subject),
    ]


def test_the_survey_is_answered_once(sip: SipWorld, sara: Signed, kim: Signed) -> None:
    plan = sip.plan(sara, person=kim, person_name="Kim Andersson", phase=Phase.CLOSED)
    plan.grant(PLAN)
    page = kim.browser.open(f"{plan.my_path}/survey")
    page.press("Skicka svaren", information="5", status=422)
    page.press("Skicka svaren", participation="4", cooperation="3", meaning="5")

    columns = ClosingSurvey.information, ClosingSurvey.participation, ClosingSurvey.meaning
    assert sip.county.execute(select(*columns)).all() == [(5, 4, 5)]
    page.open(f"{plan.my_path}/survey", 404)


def test_the_next_meeting_is_answered_from_the_page(plan: PlanOfTests, kim: Signed) -> None:
    meeting = plan.meeting()
    plan.placing(Placing.MEETING_PLACE, meeting, "Familjecentralen")
    plan.world.county.execute(
        insert(Attendance).values(
            id=new_id(),
            county_id=plan.county_id,
            plan_id=plan.id,
            meeting_id=meeting,
            person_id=plan.subject,
            reply=Reply.NONE,
            calendar_uid=str(new_id()),
        )
    )
    page = kim.browser.open(plan.my_path)
    assert "Familjecentralen" in page.text
    page.press("Jag kommer")

    page.open(plan.my_path)
    assert "Jag kommer" not in page.buttons


def test_a_relative_sees_what_consent_gives_and_nothing_more(
    sip: SipWorld, plan: PlanOfTests, kim: Signed, sara: Signed
) -> None:
    anna = sip.individual("Anna Andersson")
    person = plan.person(PersonKind.RELATIVE, "Anna Andersson", anna)
    plan.goal("Jag vill sova", sara.organisation_id, "health")
    plan.goal("Jag vill klara pengarna", sara.organisation_id, "economy")
    anna.browser.open(plan.my_path, 404)
    plan.grant(PLAN, relative(person), share(sara.organisation_id, person, "health"))
    page = anna.browser.open(plan.my_path)

    assert "Jag vill sova" in page.text
    assert "pengarna" not in page.text
    assert "Vem får se planen" not in page.text
    page.open(f"{plan.my_path}/words").press("Spara", text="Jag skjutsar gärna.")
    assert "Jag skjutsar gärna." in page.text
    assert "Jag skjutsar gärna." in kim.browser.open(plan.my_path).text
    page.open(f"{plan.my_path}/answer", 403)
    page.open(f"{plan.my_path}/download/readings", 403)


@pytest.mark.parametrize(
    ("form", "kind"),
    [
        ("pdf", "application/pdf"),
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("text", "text/plain"),
        ("readings", "text/csv"),
    ],
)
def test_the_person_takes_plan_and_log_along(
    plan: PlanOfTests, kim: Signed, sara: Signed, form: str, kind: str
) -> None:
    sara.browser.open(plan.path)
    page = kim.browser.open(f"{plan.my_path}/download/{form}")

    assert page.response.mimetype == kind
    what = "vem-har-tittat" if form == "readings" else "min-sip"
    name = page.response.headers["Content-Disposition"]
    assert name.startswith(f'attachment; filename="{what}-{clock.today()}.')
    if form == "readings":
        assert "Sara Nilsson" in page.text


def test_the_menu_leads_to_what_the_reader_may_open(
    sip: SipWorld, plan: PlanOfTests, kim: Signed
) -> None:
    anna = sip.individual("Anna Andersson")
    person = plan.person(PersonKind.RELATIVE, "Anna Andersson", anna)
    plan.grant(PLAN, relative(person))

    everything = ["Min plan", "Möten", "Vem får se", "Frågor"]
    for who, labels in ((kim, everything), (anna, ["Planen", "Möten", "Frågor"])):
        for address in (plan.my_path, "/my-plan/questions"):
            page = who.browser.open(address)
            links = page.soup.select("nav.menu a")
            assert [link.get_text(strip=True) for link in links] == labels
            for link in links:
                # the menu itself says what it leads to: no link of it is refused
                if link["href"] != "/my-plan":
                    who.browser.open(str(link["href"]))


def test_what_the_person_reads_is_in_the_log_as_well(plan: PlanOfTests, kim: Signed) -> None:
    kim.browser.open(plan.my_path)

    assert "Kim Andersson" in kim.browser.open(f"{plan.my_path}/who-has-looked").text


def test_another_persons_plan_is_not_found(sip: SipWorld, plan: PlanOfTests) -> None:
    robin = sip.individual("Robin Sandberg")
    pages = ("", "/words", "/goals/new", "/answer", "/survey", "/download/pdf")

    for page in pages:
        robin.browser.open(plan.my_path + page, 404)


# -- protected identity, on every page -----------------------------------------------------------

SECRETS = ("Storgatan 7", "Hemliga enheten", "Gömda huset", "Dolda mottagningen")


def test_with_protected_identity_nothing_places_the_person_for_others(
    sip: SipWorld, sara: Signed, kim: Signed
) -> None:
    plan = sip.plan(sara, person=kim, person_name="Kim Andersson", is_protected=True)
    erik = sip.caseworker(sip.county.region, "Erik Lund")
    participant = plan.opened_to(erik, share(sara.organisation_id, sip.county.region, "health"))
    goal = plan.goal("Jag vill sova", sara.organisation_id, "health")
    action = plan.action(
        "Läkartid",
        goal,
        sara.organisation_id,
        "health",
        organisation=sip.county.region,
        responsible=participant,
    )
    meeting = plan.meeting()
    kinds = (Placing.CONTACT, Placing.PARTICIPANT_UNIT, Placing.MEETING_PLACE, Placing.ACTION_UNIT)
    for kind, secret, subject in zip(
        kinds, SECRETS, (plan.subject, participant, meeting, action), strict=True
    ):
        plan.placing(kind, subject, secret)
    plan.grant(invite(sip.county.region))

    for form in ("pdf", "docx", "text"):
        erik.browser.open(f"{plan.path}/copies").press("Gör kopian", form=form)
    seen = _everything(erik.browser, plan)
    assert "Läkartid" in seen  # the plan itself is read
    assert [secret for secret in SECRETS if secret in seen] == []
    mails = sip.county.execute(select(*OutboxMail.__table__.columns)).all()
    assert [secret for secret in SECRETS if secret in str(mails)] == []
    own = _everything(kim.browser, plan)
    assert [secret for secret in SECRETS[1:] if secret not in own] == []


def _everything(browser: Browser, plan: PlanOfTests) -> str:
    """All that somebody may read of a plan: each address of its own, and all they link to."""
    waiting, seen, texts = _addresses(browser, plan), set[str](), []
    while waiting:
        path = waiting.pop()
        seen.add(path)
        response = browser.client.get(path, base_url=browser.base_url)
        if response.status_code == 200:
            content = response.get_data()
            html = content.decode("utf-8", errors="ignore")
            texts.append(html + _words_of(content))
            links = set(re.findall(rf'href="([^"#?]*{plan.id}[^"#?]*)', html))
            waiting |= links - seen
    return "\n".join(texts)


def _addresses(browser: Browser, plan: PlanOfTests) -> set[str]:
    rules = [rule for rule in browser.app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    return {
        rule.rule.replace("<uuid:plan_id>", str(plan.id))
        for rule in rules
        if set(rule.arguments) <= {"plan_id"} and rule.rule.startswith(("/sip", "/my-plan"))
    }


def _words_of(content: bytes) -> str:
    """The text of a PDF or a Word document."""
    if content[:4] == b"%PDF":
        return pdf_text(content)
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.read("word/document.xml").decode()
    return ""


def _reached(signed: Signed, number: str) -> None:
    signed.browser.open("/account/phone").press("Spara", work_phone=number)


def test_the_person_and_those_who_take_part_see_how_each_is_reached(
    sip: SipWorld, sara: Signed, kim: Signed
) -> None:
    plan = sip.plan(sara, person=kim, person_name="Kim Andersson")
    erik = sip.caseworker(sip.county.region, "Erik Lund")
    plan.opened_to(erik)
    _reached(sara, "0933-140 11, vardagar")
    _reached(erik, "0933-140 22")
    assert "Ring 0933-140 11, vardagar" in kim.browser.open(plan.my_path).text
    assert kim.browser.soup.select_one("a[href='tel:093314011']")
    read = erik.browser.open(plan.path).text
    assert "0933-140 11" in read
    assert "0933-140 22" in read


def test_with_protected_identity_only_the_named_see_how_somebody_is_reached(
    sip: SipWorld, sara: Signed, kim: Signed
) -> None:
    plan = sip.plan(sara, person=kim, person_name="Kim Andersson", is_protected=True)
    erik = sip.caseworker(sip.county.region, "Erik Lund")
    plan.opened_to(erik)
    _reached(sara, "0933-140 11")
    assert "0933-140 11" not in erik.browser.open(plan.path).text
    assert "0933-140 11" in kim.browser.open(plan.my_path).text

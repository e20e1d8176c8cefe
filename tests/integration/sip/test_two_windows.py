"""A form that was open while somebody changed what it shows: it puts nothing back, answers nothing
that was not on its page, and writes nothing before other readers than it named.
"""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from portal import clock
from sip.kernel.vocabulary import ActionStatus, ActKind, CallStatus, PersonKind, Reply, TextKind
from sip.ledger.rules import PLAN, share
from sip.tables.calling import Attendance, Meeting
from sip.tables.consent import ConsentAct
from sip.tables.plan import (
    Action,
    Change,
    FollowUp,
    Participant,
    Plan,
    PlanText,
    PlanVersion,
    WordSuggestion,
)
from tests.browser import Browser, Value, Values
from tests.integration.sip.consenters.steps import (
    appoint,
    confirm,
    mandate,
    people,
    required,
    waiting,
)
from tests.integration.sip.test_consent_pages import HOW
from tests.integration.sip.test_meetings import ahead, arrange, path_of, row_of
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld

Send = Callable[[int], Browser]


@pytest.fixture
def plan(sip: SipWorld, maja: Signed, sara: Signed, nils: Signed, kim: Signed) -> PlanOfTests:
    """A plan with two handlers, the region and the person in it."""
    made = sip.plan(maja, person=kim, person_name="Kim Andersson")
    made.participant(sara)
    ours, theirs = sip.county.municipality, sip.county.region
    made.opened_to(nils, share(ours, theirs, "health"), share(ours, made.subject, "health"))
    return made


def opened(who: Signed, page: str, button: str = "Spara", **values: Value) -> Send:
    """A form that somebody fills in and sends later."""
    to, data = who.browser.open(page).filled(button, values)
    return lambda status: who.browser.post(to, data, status)


def reply_of(sip: SipWorld, plan: PlanOfTests) -> Reply:
    found = select(Attendance.reply).where(Attendance.person_id == plan.subject)
    reply: Reply = sip.county.execute(found).scalar_one()
    return reply


@pytest.mark.parametrize("page", ["meetings/{meeting}", "meetings", ""])
def test_an_answer_is_to_the_time_that_was_on_the_page(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, kim: Signed, page: str
) -> None:
    arrange(plan)
    meeting = row_of(sip, plan)["id"]
    shown = f"{plan.my_path}/{page.format(meeting=meeting)}".rstrip("/")
    is_whole = "{" in page
    wanted = "Skicka svaret" if is_whole else "Jag kommer"
    button = next(one for one in kim.browser.open(shown).buttons if one.startswith(wanted))
    send = opened(kim, shown, button, **({"answer": "coming"} if is_whole else {}))
    maja.browser.open(f"{path_of(sip, plan)}/move").press("Spara", day=ahead(20))

    told = send(422)
    assert told.problems == [
        "Mötet har fått en ny tid sedan du öppnade sidan. Den nya tiden står här. Svara på den."
    ]
    assert reply_of(sip, plan) is Reply.NONE
    told.press("Skicka svaret", answer="coming")
    assert reply_of(sip, plan) is Reply.COMING


def test_what_somebody_said_by_telephone_is_of_the_time_that_was_on_the_page(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, sara: Signed
) -> None:
    arrange(plan)
    path = path_of(sip, plan)
    theirs = select(Attendance.id).where(Attendance.person_id == plan.subject)
    who = str(sip.county.execute(theirs).scalar_one())
    send = opened(sara, f"{path}/reply-for", attendance_id=who, answer="coming")
    maja.browser.open(f"{path}/move").press("Spara", day=ahead(20))

    assert "Mötet har fått en ny tid" in send(422).text
    assert reply_of(sip, plan) is Reply.NONE


def test_a_meeting_that_was_moved_is_not_moved_back(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, sara: Signed
) -> None:
    arrange(plan)
    path = path_of(sip, plan)
    send = opened(sara, f"{path}/move", place="Rum 7")
    maja.browser.open(f"{path}/move").press("Spara", day=ahead(20))

    told = send(409).text
    assert ahead(20) in told
    assert "Rum 7" in told
    moved = select(Meeting.starts_at)
    assert sip.county.execute(moved).scalar_one().date().isoformat() == ahead(20)


def test_a_meeting_is_called_off_at_the_time_that_was_on_the_page(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, sara: Signed
) -> None:
    arrange(plan)
    path = path_of(sip, plan)
    send = opened(sara, f"{path}/cancel", "Ställ in mötet")
    maja.browser.open(f"{path}/move").press("Spara", day=ahead(20))

    told = send(422)
    assert told.problems == [
        "Mötet har fått en ny tid sedan du öppnade sidan. Ställ in det om inte heller den passar."
    ]
    assert sip.county.execute(select(Meeting.status)).scalar_one() == "planned"
    told.press("Ställ in mötet")
    assert sip.county.execute(select(Meeting.status)).scalar_one() == "cancelled"


def words_of_each_kind(sip: SipWorld, plan: PlanOfTests) -> dict[str, UUID]:
    """A text, a goal and an action of the municipality's, by what their addresses begin with."""
    ours = sip.county.municipality
    goal = plan.goal("Sova bättre", ours, "health")
    return {
        "texts": plan.text(TextKind.PURPOSE, "Syftet", ours, "health"),
        "goals": plan.goal("Arbeta", ours, "health"),
        "actions": plan.action("Ringa", goal, ours, "health", organisation=ours),
    }


@pytest.mark.parametrize("part", ["texts", "goals", "actions"])
def test_only_the_words_that_were_read_are_taken_out(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, sara: Signed, part: str
) -> None:
    rows = words_of_each_kind(sip, plan)
    path = f"{plan.path}/{part}/{rows[part]}"
    send = opened(sara, f"{path}/remove", "Ta bort")
    field = "text" if part == "texts" else "title"
    button = next(one for one in maja.browser.open(path).buttons if one.startswith("Spara"))
    maja.browser.press(button, **{field: "Något viktigt"})

    told = send(422)
    assert told.problems[0].startswith("Någon har ändrat det sedan du öppnade sidan.")
    assert "Något viktigt" in told.text
    assert "Något viktigt" in maja.browser.open(plan.path).text
    told.press("Ta bort")
    assert "Något viktigt" not in maja.browser.open(plan.path).text


def test_the_follow_up_that_is_held_is_the_one_on_the_page(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, sara: Signed
) -> None:
    plan.add(FollowUp, due_on=clock.today(), holder_id=plan.handler_id)
    goal = plan.goal("Sova bättre", sip.county.municipality, "health")
    send = opened(sara, f"{plan.path}/follow-up/held", **{f"went_{goal.hex}": "partly"})
    page = maja.browser.open(f"{plan.path}/follow-up/held")
    page.fill("Spara", {f"went_{goal.hex}": "reached"})
    assert "Uppföljningen är noterad" in page.send_again().text
    page.open(f"{plan.path}/follow-up").press("Spara", due_on=ahead(30))

    assert "Uppföljningen är redan noterad" in send(422).text
    left = select(FollowUp.due_on).where(FollowUp.held_on.is_(None))
    assert sip.county.execute(left).scalar_one().isoformat() == ahead(30)


def test_protection_that_was_turned_on_is_not_turned_off_by_an_older_page(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, sara: Signed
) -> None:
    send = opened(sara, f"{people(plan)}/protection")
    both = select(Participant.id).where(Participant.organisation_id == sip.county.municipality)
    named = [str(one) for one in sip.county.execute(both).scalars()]
    maja.browser.open(f"{people(plan)}/protection").press(
        "Spara", is_protected=True, who_sees=named
    )

    told = send(409).text
    assert "Maja Öhlund" in told
    assert sip.county.execute(select(Plan.is_protected)).scalar_one()


def test_an_address_that_was_corrected_is_not_put_back(
    plan: PlanOfTests, maja: Signed, sara: Signed
) -> None:
    page = f"{people(plan)}/{plan.subject}/edit"
    send = opened(sara, page, understood="Tolk på arabiska")
    maja.browser.open(page).press("Spara", contact="Nya gatan 4")

    told = send(409).text
    assert "Nya gatan 4" in told
    assert "Tolk på arabiska" in told
    assert maja.browser.open(page).value("contact") == "Nya gatan 4"


def test_a_unit_and_who_sees_it_are_not_put_back(
    plan: PlanOfTests, maja: Signed, sara: Signed
) -> None:
    page = f"{plan.path}/participants/{plan.handler_id}/unit"
    maja.browser.open(page).press("Spara", unit="Beroendemottagningen", category="health")
    send = opened(sara, page, unit="Beroendemottagning 2")
    maja.browser.open(page).press("Spara", category="")

    send(409)
    assert maja.browser.open(page).value("category") == ""
    assert maja.browser.value("unit") == "Beroendemottagningen"


def test_how_it_goes_is_not_said_over_what_the_person_has_said(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, sara: Signed, kim: Signed
) -> None:
    ours = sip.county.municipality
    goal = plan.goal("Sova bättre", ours, "health")
    action = plan.action("Ringa vården", goal, ours, "health", person=plan.subject)
    staff = opened(sara, f"{plan.path}/actions/{action}/report", status="in_progress")
    mine = opened(kim, f"{plan.my_path}/actions/{action}", status="stopped")
    kim.browser.open(f"{plan.my_path}/actions/{action}").fill("Spara", {"status": "done"})

    assert "Klar " in staff(409).text
    mine(409).fill("Spara", {"status": "done"})
    assert sip.county.execute(select(Action.status)).scalar_one() is ActionStatus.DONE


@pytest.mark.parametrize("what", ["goals", "actions"])
def test_words_come_before_those_readers_alone_that_the_form_named(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, sara: Signed, nils: Signed, what: str
) -> None:
    ours = sip.county.municipality
    seen = plan.goal("Sova bättre", ours, "health")
    part = plan.goal("Betala", ours, "economy")
    if what == "actions":
        part = plan.action("Betala", seen, ours, "economy", organisation=ours)
    button = "Spara målet" if what == "goals" else "Spara"
    button = button if what == "goals" else _button(sara, f"{plan.path}/{what}/{part}")
    send = opened(sara, f"{plan.path}/{what}/{part}", button, title="Skuld hos Kronofogden")
    maja.browser.open(f"{plan.path}/{what}/{part}").press(button, category="health")

    assert "Skuld hos Kronofogden" in send(409).response.text
    assert "Skuld hos Kronofogden" not in nils.browser.open(plan.path).text


def _button(who: Signed, page: str) -> str:
    forms = who.browser.open(page).soup.select("main form[method=post] button")
    return " ".join(forms[0].get_text(" ").split())


def test_only_what_was_suggested_to_be_taken_out_is_taken_out(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, kim: Signed
) -> None:
    kim.browser.open(f"{plan.my_path}/words").press("Spara", text="Jag vill sova")
    words = sip.county.execute(select(PlanText.id)).scalar_one()
    plan.grant(share(plan.subject, sip.county.municipality, "own_words"))
    page = maja.browser.open(f"{plan.path}/suggest/{words}")
    page.press("Lämna förslaget", removed=True)
    page.send_again()
    made = sip.county.execute(select(WordSuggestion.id)).scalar_one()  # sent twice, one
    answer = f"{plan.my_path}/noted/suggestions/{made}"
    send = opened(kim, answer, "Skicka svaret", answer="accepted")
    kim.browser.open(f"{plan.my_path}/words?text={words}").press("Spara", text="Jag vill arbeta")

    assert "Jag vill arbeta" in send(409).response.text
    assert sip.county.execute(select(PlanText.removed_at)).scalar_one() is None
    send_no = kim.browser.open(answer).press("Skicka svaret", answer="declined")
    assert "Ditt svar är sparat" in send_no.text


def test_who_comes_in_the_person_s_place_is_looked_at_again_when_it_is_confirmed(
    plan: PlanOfTests, maja: Signed, sara: Signed
) -> None:
    """The person turned out to be a child meanwhile: for it the guardians answer."""
    appoint(plan, capacity="forvaltare", stands="replaces", reason="Tingsrättens beslut")
    maja.browser.open(f"{people(plan)}/{plan.subject}/edit").press("Spara", age="under_15")

    page = sara.browser.open(f"{people(plan)}/changes/{waiting(plan)}")
    assert "För ett barn samtycker vårdnadshavarna" in page.press("Bekräfta", status=422).text
    assert waiting(plan)


@pytest.mark.parametrize("whose", ["subject", "relative"])
def test_a_mandate_is_nobody_s_who_is_something_else_in_the_plan(
    plan: PlanOfTests, maja: Signed, whose: str
) -> None:
    other = plan.subject if whose == "subject" else plan.person(PersonKind.RELATIVE, "Rut Ek")
    page = maja.browser.open(f"{people(plan)}/representatives/new")
    to, data = page.filled("Lägg till", {**mandate()})
    page.post(to, {**data, "person_id": str(other)}, 404)
    assert required(plan) == {plan.subject}


def test_a_paper_answers_only_what_was_asked_when_it_was_signed(
    sip: SipWorld, plan: PlanOfTests, maja: Signed
) -> None:
    more = share(sip.county.municipality, sip.county.region, "substance_use")
    plan.act(ActKind.ASK, more)
    page = maja.browser.open(f"{plan.path}/consent/{plan.consenters[0]}/record")
    paper: Values = {"how": "written", "kept_at": "Akten", "answer": "yes"}
    yesterday = str(clock.today() - timedelta(days=1))
    page.fill("Spara svaret", {**paper, "signed_on": yesterday}, 422)

    assert "Frågan ställdes efter den dagen" in page.problems[0]
    page.fill("Spara svaret", {**paper, "signed_on": str(clock.today())})
    last = select(ConsentAct.kind).order_by(ConsentAct.seq.desc()).limit(1)
    assert sip.county.execute(last).scalar_one() is ActKind.GRANT


def test_what_is_put_to_the_person_is_the_plan_that_was_read(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, sara: Signed
) -> None:
    goal = plan.goal("Sova bättre", sip.county.municipality, "health")
    maja.browser.open(f"{plan.path}/goals/{goal}").press("Spara målet", title="Sova gott")
    send = opened(sara, f"{plan.path}/versions/make", "Gör versionen")
    maja.browser.open(f"{plan.path}/goals/{goal}").press("Spara målet", title="Något halvfärdigt")

    told = send(422)
    assert told.problems[0].startswith("Planen har ändrats sedan du öppnade sidan.")
    count = select(func.count()).select_from(PlanVersion)
    assert sip.county.execute(count).scalar_one() == 0
    told.press("Gör versionen")
    assert sip.county.execute(count).scalar_one() == 1


def test_who_is_told_of_a_newer_version_answers_that_one_next(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, kim: Signed
) -> None:
    def version(title: str) -> None:
        page = maja.browser.open(f"{plan.path}/goals/new")
        page.press("Spara målet", title=title, measure="Det märks", category="health")
        page.open(f"{plan.path}/versions/make").press("Gör versionen")

    version("Sova bättre")
    send = opened(kim, f"{plan.my_path}/answer", "Skicka svaret", answer="approved")
    version("Arbeta mer")
    page = send(422)
    assert page.problems == ["Det finns en nyare version. Läs den och svara på den."]
    assert "Ditt svar är sparat" in page.press("Skicka svaret").text


@pytest.mark.parametrize("part", ["texts", "goals", "actions"])
def test_what_is_taken_out_twice_is_taken_out_once(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, part: str
) -> None:
    rows = words_of_each_kind(sip, plan)
    page = maja.browser.open(f"{plan.path}/{part}/{rows[part]}/remove").press("Ta bort")
    before = counted(sip, plan)
    assert "Inget ändrades." in page.send_again().response.text
    assert counted(sip, plan) == before


def counted(sip: SipWorld, plan: PlanOfTests) -> int:
    found = select(func.count()).select_from(Change).where(Change.plan_id == plan.id)
    count: int = sip.county.execute(found).scalar_one()
    return count


def test_the_person_who_answers_twice_is_not_told_that_the_plan_is_shut(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, kim: Signed
) -> None:
    kim.browser.open(f"{plan.my_path}/words").press("Spara", text="Jag vill sova")
    words = sip.county.execute(select(PlanText.id)).scalar_one()
    plan.grant(share(plan.subject, sip.county.municipality, "own_words"))
    maja.browser.open(f"{plan.path}/suggest/{words}").press("Lämna förslaget", text="Jag vill vila")
    made = sip.county.execute(select(WordSuggestion.id)).scalar_one()
    page = kim.browser.open(f"{plan.my_path}/noted/suggestions/{made}")
    page.press("Skicka svaret", answer="accepted")
    assert "Du har redan svarat på förslaget." in page.send_again().response.text

    network = maja.browser.open(f"{plan.path}/texts/new?kind=network")
    network.press("Spara", text="Mamma hjälper", category="own_words")
    noted = select(PlanText.id).where(PlanText.kind == TextKind.NETWORK)
    page.open(f"{plan.my_path}/noted/{sip.county.execute(noted).scalar_one()}")
    page.press("Ja, det stämmer")
    assert "Inget ändrades." in page.send_again().response.text


def test_what_staff_send_twice_is_done_once_and_never_said_to_have_failed(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, sara: Signed
) -> None:
    arrange(plan)
    page = maja.browser.open(f"{path_of(sip, plan)}/cancel").press("Ställ in mötet")
    page.send_again()
    held = plan.meeting(clock.now() - timedelta(days=1))
    page.open(f"{plan.path}/meetings/{held}/attendance").press("Spara").send_again()
    rut = plan.person(PersonKind.RELATIVE, "Rut Ek")
    page.open(f"{people(plan)}/{rut}/leave").press("Ta bort ur planen").send_again()
    appoint(plan, capacity="forvaltare", stands="replaces", reason="Tingsrättens beslut")
    confirm(plan, sara).send_again()
    region = sip.county.region
    page.open(f"{plan.path}/consent/{plan.consenters[0]}/withdraw")
    page.press("Spara återtagandet", what=str(region), how="oral").send_again()
    page.open(f"{plan.path}/consent/ask")
    about: Values = {"purpose": "Vi behöver dem", "categories": ["health"], **HOW}
    about |= {f"ask_{region.hex}": True, f"why_{region.hex}": "De vårdar"}
    page.fill("Anteckna att frågan är ställd", about)
    asked = select(func.count()).select_from(ConsentAct).where(ConsentAct.kind == ActKind.ASK)
    each = sip.county.execute(asked).scalar_one()
    page.send_again()
    assert sip.county.execute(asked).scalar_one() == each
    page.open(f"{plan.path}/consent/{plan.consenters[0]}/record")
    page.press("Spara svaret", answer="yes", how="oral")
    said = select(ConsentAct.id).where(ConsentAct.kind == ActKind.GRANT)
    last = sip.county.execute(said.order_by(ConsentAct.seq.desc()).limit(1)).scalar_one()
    page.open(f"{plan.path}/consent/acts/{last}/annul").press("Anteckna rättelsen").send_again()


def test_a_paper_that_is_noted_as_handed_over_twice_is_noted_once(
    sip: SipWorld, maja: Signed
) -> None:
    plan = sip.plan(maja, person_name="Sven Papper")
    plan.grant(PLAN)
    arrange(plan)
    page = maja.browser.open(f"{plan.path}/papers/{plan.subject}").press("Beskedet är lämnat")
    assert "Antecknat: beskedet är lämnat." in page.send_again().response.text


def test_what_a_colleague_has_brought_is_not_written_over(
    sip: SipWorld, plan: PlanOfTests, nils: Signed
) -> None:
    lisa = sip.caseworker(sip.county.region, "Lisa Region")
    plan.participant(lisa)
    call = plan.call(sip.county.region, asked_sealed="Vad kan ni?", status=CallStatus.TAKEN)
    page = f"{plan.path}/calls/{call}/contribution"
    send = opened(lisa, page, category="health", contribution="Vi ringer varje vecka")
    nils.browser.open(page).press("Spara", category="health", contribution="Vi ger KBT")

    told = send(409).text
    assert "Vi ger KBT" in told
    assert "Vi ringer varje vecka" in told
    assert nils.browser.open(page).value("contribution") == "Vi ger KBT"


def test_the_day_that_somebody_is_ready_is_not_taken_back_by_an_older_page(
    sip: SipWorld, nils: Signed
) -> None:
    lisa = sip.caseworker(sip.county.region, "Lisa Region")
    plan = sip.plan(nils, person_name="Sven Inlagd")
    plan.participant(lisa)
    page, today = f"{plan.path}/ready", clock.today()
    nils.browser.open(page).press("Spara", ready_on=str(today - timedelta(days=1)))
    send = opened(lisa, page, ready_on="")
    nils.browser.open(page).press("Spara", ready_on=str(today))

    send(409)
    assert nils.browser.open(page).value("ready_on") == str(today)


def test_a_word_on_a_goal_comes_before_those_readers_that_the_goal_had(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, sara: Signed, nils: Signed
) -> None:
    plan.add(FollowUp, due_on=clock.today(), holder_id=plan.handler_id)
    goal = plan.goal("Betala", sip.county.municipality, "economy")
    said = {f"went_{goal.hex}": "partly", f"word_{goal.hex}": "Skuld hos Kronofogden"}
    send = opened(sara, f"{plan.path}/follow-up/held", **said)
    maja.browser.open(f"{plan.path}/goals/{goal}").press("Spara målet", category="health")

    told = send(409).response.text
    assert "Ekonomi" in told
    assert "Skuld hos Kronofogden" in told
    assert "Skuld hos Kronofogden" not in nils.browser.open(plan.path).text
    sara.browser.open(f"{plan.path}/follow-up/held").fill("Spara", {**said})
    assert "Skuld hos Kronofogden" in nils.browser.open(plan.path).text

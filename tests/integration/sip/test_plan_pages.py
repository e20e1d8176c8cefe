"""The plan's pages: from a need to a plan that is written, put to the person, and closed."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from portal import clock
from sip.kernel.vocabulary import Phase, TextKind
from sip.ledger.rules import PLAN, invite, share
from sip.tables.plan import FollowUp, PlanKey
from tests.browser import Browser
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld

TOMORROW = clock.today() + timedelta(days=1)


def add_goal(browser: Browser, plan: PlanOfTests, title: str = "Sova om nätterna") -> None:
    browser.open(f"{plan.path}/goals/new").press(
        "Spara målet", title=title, measure="Fem nätter i veckan", category="social_situation"
    )


def test_a_need_is_noted_and_only_its_handler_sees_it(sip: SipWorld, maja: Signed) -> None:
    page = maja.browser.open("/sip/plans/new")
    said = {"name": "Kim Andersson", "need": "Stöd efter behandling", "age": "adult"}
    page.press("Spara behovet", **said, category="health")
    assert page.titled == "Behovet är noterat"
    assert "Stöd efter behandling" in page.text
    assert "Kim Andersson" in page.text
    assert "Kim" not in str(page.soup.title)
    colleague = sip.caseworker(sip.county.municipality, "Olle Kollega")
    colleague.browser.open(page.url, status=404)


def test_a_need_sent_twice_is_one_plan(maja: Signed) -> None:
    page = maja.browser.open("/sip/plans/new")
    said = {"name": "Kim Andersson", "need": "Stöd", "age": "adult"}
    page.press("Spara behovet", **said, category="health")
    page.send_again()
    page.open("/sip/plans")
    assert len(page.soup.select("tbody tr")) == 1


def test_a_need_cannot_be_found_tomorrow(maja: Signed) -> None:
    page = maja.browser.open("/sip/plans/new")
    said = {"name": "Kim", "need": "Stöd", "category": "health", "age": "adult"}
    page.press("Spara behovet", 422, **said, found_on=TOMORROW.isoformat())
    assert page.problems == ["Behovet kan inte ha upptäckts en dag som inte har varit än."]
    assert page.value("need") == "Stöd"


def test_a_need_says_whether_the_person_is_a_child(maja: Signed) -> None:
    page = maja.browser.open("/sip/plans/new")
    said = {"name": "Kim", "need": "Stöd", "category": "health"}
    page.press("Spara behovet", 422, **said)
    assert page.problems == [
        "Skriv personnummer eller födelsedag, eller välj hur gammal personen är. Det avgör vem som"
        " samtycker."
    ]
    page.press("Spara behovet", 422, **said, born=TOMORROW.isoformat())
    assert page.problems == ["Födelsedagen har inte varit än."]


def test_a_wrong_check_digit_says_so(maja: Signed) -> None:
    page = maja.browser.open("/sip/plans/new")
    said = {"name": "Kim", "need": "Stöd", "category": "health"}
    page.press("Spara behovet", 422, **said, personnummer="19900102-1235")
    assert "Sista siffran" in page.problems[0]


def test_a_wrong_number_and_a_wrong_day_are_told_at_once(maja: Signed) -> None:
    page = maja.browser.open("/sip/plans/new")
    said = {"name": "Kim", "need": "Stöd", "category": "health"}
    wrong = {"personnummer": "19900102-1235", "found_on": TOMORROW.isoformat()}
    page.press("Spara behovet", 422, **said, **wrong)
    assert len(page.problems) == 2
    assert page.value("need") == "Stöd"


def test_the_plan_is_not_found_by_those_without_a_part(
    sip: SipWorld, plan: PlanOfTests, nils: Signed
) -> None:
    for path in ("", "/versions", "/basics", "/goals/new", "/follow-up", "/close", "/own"):
        nils.browser.open(f"{plan.path}{path}", status=404)
    stranger = sip.caseworker(sip.county.municipality, "Någon Annan")
    stranger.browser.open(plan.path, status=404)


WAYS = (
    *("versions", "versions/make", "basics", "goals/new", "texts/new?kind=purpose", "follow-up"),
    *("close", "asked", "calls", "calls/new", "meetings", "meetings/new", "consent", "consent/ask"),
    *("consent/disclosed", "copies", "papers", "people", "people/relatives/new", "people/changes"),
    *("people/representatives/new", "people/protection", "basis"),
)


@pytest.mark.parametrize("path", WAYS)
def test_the_way_back_to_a_plan_says_whose_it_is(
    plan: PlanOfTests, maja: Signed, path: str
) -> None:
    page = maja.browser.open(f"{plan.path}/{path}")
    (back,) = [
        link.get_text(strip=True)
        for link in page.soup.select(".crumbs a")
        if str(link["href"]) == plan.path
    ]
    assert back == "Anna Persson"
    assert "Anna Persson" not in str(page.soup.select_one("title"))


def test_a_withdrawal_closes_the_plan_and_leaves_what_one_wrote(
    sip: SipWorld, plan: PlanOfTests, nils: Signed
) -> None:
    region = sip.county.region
    plan.opened_to(nils)
    add_goal(nils.browser, plan, "Regionens mål")
    plan.goal("Kommunens mål", sip.county.municipality)
    page = nils.browser.open(plan.path)
    assert "Regionens mål" in page.text
    assert "Kommunens mål" not in page.text
    plan.withdraw(invite(region))
    page.open(plan.path, status=404)
    page.open(f"{plan.path}/goals/new", status=404)
    page.open(f"{plan.path}/own")
    assert "Regionens mål" in page.text
    assert "inte öppen för er längre" in page.text


NOT_OPEN = "Planen är inte öppen. Det här går att spara först när personen har sagt ja."


def test_a_handler_keeps_notes_before_anybody_has_consented_and_nothing_else(
    sip: SipWorld, maja: Signed
) -> None:
    plan = sip.plan(maja, phase=Phase.PLANNING)
    page = maja.browser
    page.open(f"{plan.path}/texts/new?kind=note").press(
        "Spara", text="Ringde Kim.", category="social_situation"
    )

    for address in ("/goals/new", "/texts/new?kind=purpose", "/versions/make"):
        page.open(plan.path + address, 422)
        assert NOT_OPEN in page.text, address


def test_what_is_shared_is_seen_and_the_rest_is_only_hinted_at(
    sip: SipWorld, plan: PlanOfTests, nils: Signed
) -> None:
    here, region = sip.county.municipality, sip.county.region
    plan.goal("Bostad", here, "housing")
    plan.goal("Nykterhet", here, "substance_use")
    plan.opened_to(nils, share(here, region, "housing"))
    page = nils.browser.open(plan.path)
    assert "Bostad" in page.text
    assert "Nykterhet" not in page.text
    assert "Något mer kan finnas" in page.text
    plan.withdraw(share(here, region, "housing"))
    assert "Bostad" not in page.open(plan.path).text


def test_nobody_is_given_an_action_for_a_goal_they_may_not_see(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, nils: Signed
) -> None:
    here, region = sip.county.municipality, sip.county.region
    goal = plan.goal("Bostad", here, "housing")
    participant = plan.opened_to(nils)
    page = maja.browser.open(f"{plan.path}/goals/{goal}/actions/new")
    offered = {one["value"] for one in page.soup.select("select[name=who] option")}
    assert f"participant:{participant}" not in offered
    plan.grant(share(here, region, "housing"))
    page.open(f"{plan.path}/goals/{goal}/actions/new")
    _address, sent = page.filled(
        "Spara åtgärden",
        {"title": "Ordna", "who": f"participant:{participant}", "category": "housing"},
    )
    plan.withdraw(share(here, region, "housing"))
    page.post(page.url, sent, status=422)
    assert page.problems


def test_the_goal_stays_in_sight_of_those_who_act_for_it(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, nils: Signed
) -> None:
    here, region = sip.county.municipality, sip.county.region
    goal = plan.goal("Bostad", here, "housing")
    participant = plan.opened_to(nils, share(here, region, "housing"))
    plan.action("Ordna", goal, here, "housing", organisation=region, responsible=participant)
    page = maja.browser.open(f"{plan.path}/goals/{goal}")
    page.press("Spara målet", 422, category="health")
    assert "får inte se det" in page.problems[0]


def test_the_day_of_an_action_is_within_the_plan(
    sip: SipWorld, plan: PlanOfTests, maja: Signed
) -> None:
    goal = plan.goal("Bostad", sip.county.municipality, "housing")
    last = clock.today() + timedelta(days=30)
    maja.browser.open(f"{plan.path}/basics").press("Spara", ends_on=last.isoformat())
    page = maja.browser.open(f"{plan.path}/goals/{goal}/actions/new")
    who = f"participant:{plan.handler_id}"
    values = {"title": "Ordna", "who": who, "category": "housing"}
    after = last + timedelta(days=1)
    page.press("Spara åtgärden", 422, **values, due_on=after.isoformat())
    assert "efter planens slut" in page.problems[0]
    assert page.value("title") == "Ordna"
    page.press("Spara åtgärden", due_on=last.isoformat())
    assert "Ordna" in page.text
    page.open(f"{plan.path}/basics").press("Spara", 422, ends_on=clock.today().isoformat())
    assert "planerat efter den dagen" in page.problems[0]


def test_a_follow_up_lies_ahead_and_before_the_end(plan: PlanOfTests, maja: Signed) -> None:
    goal = plan.goal("Sova bättre", maja.organisation_id)
    page = maja.browser.open(f"{plan.path}/follow-up")
    yesterday = clock.today() - timedelta(days=1)
    page.press("Spara", 422, due_on=yesterday.isoformat())
    assert page.problems == [
        "Dagen för uppföljningen har redan varit. Välj i dag eller en senare dag."
    ]
    page.press("Spara", due_on=TOMORROW.isoformat())
    assert page.titled.startswith("Planen följs upp")
    how = {f"went_{goal.hex}": "partly"}
    page.open(f"{plan.path}/follow-up/held")
    page.press("Spara", 422, held_on=TOMORROW.isoformat(), **how)
    assert "inte har varit" in page.problems[0]
    page.press("Spara", held_on=clock.today().isoformat(), **how)
    assert "Uppföljningen är noterad" in page.text


def test_two_who_write_the_same_text_see_both(
    sip: SipWorld, plan: PlanOfTests, maja: Signed
) -> None:
    olle = sip.caseworker(sip.county.municipality, "Olle Kollega")
    plan.participant(olle)
    text = plan.text(TextKind.PURPOSE, "Lugn", sip.county.municipality)
    first, second = maja.browser, olle.browser
    first.open(f"{plan.path}/texts/{text}")
    second.open(f"{plan.path}/texts/{text}").press("Spara", text="Lugn och ro")
    first.press("Spara", 409, text="Trygghet")
    assert "Lugn och ro" in first.text
    assert "Trygghet" in first.text
    assert first.value("text") == "Trygghet"
    first.press("Spara")
    assert "Trygghet" in first.text


def test_two_who_change_different_fields_do_not_meet(
    sip: SipWorld, plan: PlanOfTests, maja: Signed
) -> None:
    olle = sip.caseworker(sip.county.municipality, "Olle Kollega")
    plan.participant(olle)
    goal = plan.goal("Bostad", sip.county.municipality)
    maja.browser.open(f"{plan.path}/goals/{goal}")
    olle.browser.open(f"{plan.path}/goals/{goal}").press("Spara målet", title="Egen bostad")
    maja.browser.press("Spara målet", measure="Ett kontrakt")
    assert "Egen bostad" in maja.browser.text
    assert "Ett kontrakt" in maja.browser.text
    olle.browser.open(f"{plan.path}/goals/{goal}")
    maja.browser.open(f"{plan.path}/goals/{goal}").press("Spara målet", title="Lägenhet")
    olle.browser.press("Spara målet", 409, title="Rum")
    assert "Lägenhet" in olle.browser.text


def test_nobody_writes_in_another_authority_s_name(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, nils: Signed
) -> None:
    here, region = sip.county.municipality, sip.county.region
    plan.opened_to(nils, share(here, region, "housing"))
    goal = plan.goal("Bostad", here, "housing")
    nils.browser.open(plan.path)
    nils.browser.open(f"{plan.path}/goals/{goal}", status=404)
    nils.browser.open(f"{plan.path}/goals/{goal}/remove", status=404)


def test_the_one_who_does_it_says_how_it_goes(
    sip: SipWorld, plan: PlanOfTests, nils: Signed
) -> None:
    here, region = sip.county.municipality, sip.county.region
    participant = plan.opened_to(nils, share(here, region, "housing"))
    goal = plan.goal("Bostad", here, "housing")
    due_on = clock.today() - timedelta(days=1)
    action = plan.action(
        *("Ordna kontrakt", goal, here, "housing"),
        organisation=region,
        responsible=participant,
        due_on=due_on,
    )
    page = nils.browser.open("/sip")
    assert page.heading == "En uppgift är försenad"
    page.follow("Ordna kontrakt").fill("Spara", {"status": "done"})
    assert "Klar" in page.text
    assert page.open("/sip").heading == "Inget väntar på dig"
    page.open(f"{plan.path}/actions/{action}", status=404)


def test_a_version_is_put_to_the_person_and_answered(plan: PlanOfTests, maja: Signed) -> None:
    plan.grant(share(plan.subject, maja.organisation_id, "own_words"))
    add_goal(maja.browser, plan)
    page = maja.browser.open(f"{plan.path}/versions/make")
    page.press("Gör versionen")
    assert "Version 1" in page.text
    page.open(f"{plan.path}/versions/make").press("Gör versionen", 422)
    assert page.problems == ["Inget har ändrats sedan den förra versionen."]
    page.open(f"{plan.path}/versions/answer")
    page.press("Spara svaret", party=str(plan.subject), answer="objected", comment="För fort")
    assert "Har invändningar" in page.text
    assert "För fort" in page.text
    assert "antecknat av Maja Öhlund" in page.text


def test_an_answer_to_a_version_that_was_replaced_is_refused(
    plan: PlanOfTests, maja: Signed
) -> None:
    add_goal(maja.browser, plan)
    page = maja.browser.open(f"{plan.path}/versions/make")
    page.press("Gör versionen")
    page.open(f"{plan.path}/versions/answer")
    action, sent = page.filled("Spara svaret", {"party": str(plan.subject), "answer": "approved"})
    add_goal(page, plan, "Ett mål till")
    page.open(f"{plan.path}/versions/make").press("Gör versionen")
    page.open(f"{plan.path}/versions/answer").post(action, sent, status=422)
    assert page.problems == ["Det finns en nyare version. Läs den och svara på den."]


def test_history_says_who_changed_what(plan: PlanOfTests, maja: Signed) -> None:
    add_goal(maja.browser, plan, "Först")
    page = maja.browser.open(plan.path)
    page.follow("Ändra målet : Först").press("Spara målet", title="Sedan")
    page.open(f"{plan.path}/versions")
    assert "Först" in page.text
    assert "Sedan" in page.text
    assert "Maja Öhlund" in page.text


def test_what_staff_write_for_the_person_is_marked(
    sip: SipWorld, plan: PlanOfTests, maja: Signed
) -> None:
    plan.grant(share(plan.subject, sip.county.municipality, "own_words"))
    page = maja.browser.open(f"{plan.path}/texts/new?kind=matters")
    page.press("Spara", text="Ring inte före tio", category="own_words")
    assert "Ring inte före tio" in page.text
    assert "Anna Persson" in page.text
    assert "Skrivet åt personen" in page.open(f"{plan.path}/versions").text


def test_a_plan_that_is_not_made_has_its_reason(sip: SipWorld, maja: Signed) -> None:
    plan = sip.plan(maja, phase=Phase.CONSENT)
    page = maja.browser.open(f"{plan.path}/not-started")
    page.press("Spara skälet", 422, reason="person_declined")
    said = {"explanation": "Kim vill inte nu.", "category": "social_situation"}
    page.press("Spara skälet", reason="person_declined", **said)
    assert page.titled == "Ingen plan gjordes"
    assert "Kim vill inte nu." in page.text


def test_the_four_contents_are_said_to_be_missing(
    sip: SipWorld, plan: PlanOfTests, maja: Signed
) -> None:
    plan.goal("Sova bättre", sip.county.municipality)
    page = maja.browser.open(plan.path)
    assert page.titled == "Planen saknar 4 av 4 delar"
    page.open(f"{plan.path}/basics")
    page.press("Spara", lead_principal=str(sip.county.municipality))
    assert page.titled == "Planen saknar 3 av 4 delar"


def test_many_plans_take_no_more_questions(sip: SipWorld, maja: Signed) -> None:
    counts = []
    for _round in range(2):
        for _each in range(3):
            plan = sip.plan(maja)
            plan.grant(PLAN)
            goal = plan.goal("Mål", sip.county.municipality)
            plan.action(
                *("Åtgärd", goal, sip.county.municipality),
                organisation=sip.county.municipality,
                responsible=plan.handler_id,
            )
        counts.append(len(maja.browser.open("/sip").sql))
    assert counts[0] == counts[1]
    assert maja.browser.heading == "6 uppgifter, ingen är försenad"


def test_the_nearest_tasks_are_shown_first_and_all_on_demand(
    sip: SipWorld, plan: PlanOfTests, maja: Signed
) -> None:
    goal = plan.goal("Sova", sip.county.municipality)
    for days in range(-2, 26):
        plan.action(
            *(f"Dag {days}.", goal, sip.county.municipality),
            organisation=sip.county.municipality,
            responsible=plan.handler_id,
            due_on=clock.today() + timedelta(days=days),
        )
    page = maja.browser.open("/sip")
    assert page.heading == "28 uppgifter, 2 är försenade"
    assert page.text.index("Dag -2.") < page.text.index("Dag 22.")
    assert "Dag 23." not in page.text
    assert "De 25 närmaste visas." in page.text
    page.follow("Visa alla 28")
    assert "Dag 25." in page.text
    assert "närmaste visas" not in page.text


def test_nothing_waits_in_a_plan_that_is_shredded(
    sip: SipWorld, plan: PlanOfTests, maja: Signed
) -> None:
    yesterday = clock.today() - timedelta(days=1)
    for one in (plan, sip.plan(maja)):
        sip.enter(
            FollowUp,
            county_id=one.county_id,
            plan_id=one.id,
            due_on=yesterday,
            holder_id=one.handler_id,
            agreed_at=clock.now(),
        )
    page = maja.browser.open("/sip")
    assert page.heading == "2 uppgifter, 2 är försenade"
    shredded = {"wrapped": None, "shredded_at": clock.now()}
    sip.county.execute(update(PlanKey).where(PlanKey.plan_id == plan.id).values(shredded))

    page.open("/sip")
    assert page.heading == "En uppgift är försenad"
    assert "Visa alla" not in page.text


def test_an_organisation_names_its_own_and_always_keeps_a_handler(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, nils: Signed
) -> None:
    olle = sip.caseworker(sip.county.municipality, "Olle Kollega")
    page = maja.browser.open(f"{plan.path}/participants/{plan.handler_id}/end")
    page.press("Ta bort ur planen", 422)
    assert page.problems == ["Någon måste handlägga ärendet. Ta först med en kollega."]
    page.open(f"{plan.path}/participants/new")
    assert str(nils.account_id) not in page.response.text
    page.press("Ta med i planen", colleague=str(olle.account_id), title="Socialsekreterare")
    assert "Olle Kollega" in page.text
    assert "Sova" not in olle.browser.open(plan.path).text
    page.open(f"{plan.path}/participants/{plan.handler_id}/end").press("Ta bort ur planen")
    page.open(plan.path, status=404)
    olle.browser.open(plan.path)


def test_nobody_ends_another_organisation_s_part(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, nils: Signed
) -> None:
    participant = plan.opened_to(nils)
    maja.browser.open(f"{plan.path}/participants/{participant}/end", status=404)

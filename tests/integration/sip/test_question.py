"""Consent is asked plainly: what, by whom, why and for how long; yes and no are one press each."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import insert, select

from portal import clock
from portal.authz import OrganisationKind
from portal.ids import new_id
from portal.web.filters import long_date
from sip.kernel.vocabulary import ActKind, How, PersonKind, Phase
from sip.ledger.rules import PLAN, invite, share
from sip.tables.consent import ConsentAct
from tests.browser import Browser
from tests.integration.sip.test_consent_pages import HOW, WHY, acts, ask, record
from tests.integration.sip.test_held_by_database import refused
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld

SOCIAL = "social_situation"


@pytest.fixture
def plan(sip: SipWorld, maja: Signed, kim: Signed) -> PlanOfTests:
    return sip.plan(maja, person=kim, person_name="Kim Andersson", phase=Phase.NEED)


def asked(plan: PlanOfTests, kim: Signed) -> Browser:
    return kim.browser.open(f"{plan.my_path}/who-may-see").follow("Läs och svara")


def items(plan: PlanOfTests, kind: ActKind) -> set[str]:
    rows = select(ConsentAct.items).where(ConsentAct.plan_id == plan.id, ConsentAct.kind == kind)
    return {key for keys in plan.world.county.execute(rows).scalars() for key in keys}


def test_the_question_says_who_asks_why_about_whom_and_until_when(
    sip: SipWorld, plan: PlanOfTests, kim: Signed
) -> None:
    police, until = sip.county.police, clock.today() + timedelta(days=90)
    ask(plan, police, until=until.isoformat(), **{f"why_{police.hex}": "Du blev rånad i våras."})
    page = asked(plan, kim)
    assert page.heading == "Du har en fråga att svara på"
    for said in ("Maja Öhlund, Åsele kommun, frågar", WHY, "Du blev rånad i våras.", "Behövs."):
        assert said in page.text
    # each kind is a row: some of their names have commas
    rows = [one.get_text() for one in page.soup.select("main ul")[1].select("li")]
    assert rows == ["Hälsa", "Boende"]
    assert "Alkohol" not in page.text  # nobody asked about that
    assert "Varför" not in page.url

    page.press("Ja till det som frågas")
    grant = select(ConsentAct.valid_to).where(
        ConsentAct.plan_id == plan.id, ConsentAct.kind == ActKind.GRANT
    )
    ends = plan.world.county.execute(grant).scalar_one()
    assert ends.date() in {until, until + timedelta(days=1)}


def test_yes_is_one_press_to_exactly_what_is_asked_and_says_what_happens_now(
    sip: SipWorld, plan: PlanOfTests, kim: Signed, maja: Signed
) -> None:
    ask(plan)
    page = asked(plan, kim).press("Ja till det som frågas")
    assert page.heading == "Ditt svar är sparat"
    assert "Maja Öhlund" in page.text
    assert "Med i planen: Region Västerbotten" in page.text
    assert acts(plan) == ["ask", "grant"]
    assert items(plan, ActKind.GRANT) == items(plan, ActKind.ASK)
    page.send_again()
    assert acts(plan) == ["ask", "grant"]
    assert maja.browser.open(f"{plan.path}/consent").heading == "Samtycke finns"
    own = maja.browser.soup.select_one("#act-2")
    assert own is not None
    assert "Antecknat av" not in own.text


def test_no_is_one_press_and_only_about_what_was_asked(
    sip: SipWorld, plan: PlanOfTests, kim: Signed
) -> None:
    ask(plan)
    page = asked(plan, kim).press("Nej")
    assert page.heading == "Ditt svar är sparat"
    assert "Ingen plan görs nu, och inget delas." in page.text
    assert acts(plan) == ["ask", "refuse"]
    assert items(plan, ActKind.REFUSE) == items(plan, ActKind.ASK)


def test_the_answer_about_one_party_leaves_the_others_alone(
    sip: SipWorld, plan: PlanOfTests, kim: Signed
) -> None:
    police = sip.county.police
    ask(plan, police)
    page = kim.browser.open(f"{plan.my_path}/who-may-see")
    page.follow("Svara : Polisen Västerbotten").press("Nej")
    assert invite(police).key in items(plan, ActKind.REFUSE)
    assert all(str(police) in key for key in items(plan, ActKind.REFUSE))
    page.follow("Läs och svara").press("Ja till det som frågas")
    assert invite(sip.county.region).key in items(plan, ActKind.GRANT)
    assert not any(str(police) in key for key in items(plan, ActKind.GRANT))


@pytest.mark.parametrize("where", ["answer", "party"])
def test_an_untouched_form_is_nothing(
    sip: SipWorld, plan: PlanOfTests, kim: Signed, where: str
) -> None:
    region = sip.county.region
    ask(plan)
    asked(plan, kim).press("Ja till det som frågas")
    ask(plan, sip.county.police)
    before = acts(plan)
    about = "answer" if where == "answer" else str(sip.county.police)
    page = kim.browser.open(f"{plan.my_path}/who-may-see/{about}")
    url, data = page.filled("Spara mitt svar", {})
    page.post(url, data, status=422)
    assert page.problems == [
        "Inget är valt eller ändrat, så inget är sparat. Kryssa för det som får delas."
    ]
    assert acts(plan) == before
    assert region.hex not in page.url


def test_the_grid_marks_what_is_asked_and_says_no_to_nothing_else(
    sip: SipWorld, plan: PlanOfTests, kim: Signed
) -> None:
    ask(plan)
    page = asked(plan, kim).follow("Välj själv")
    assert "Frågan gäller: hälsa, boende. Varför: Behövs." in page.text
    url, data = page.filled("Spara mitt svar", {"plan": "yes"})
    page.post(url, data)
    assert acts(plan) == ["ask", "refuse", "grant"]
    assert items(plan, ActKind.GRANT) == {PLAN.key}
    assert items(plan, ActKind.REFUSE) < items(plan, ActKind.ASK)


def test_nothing_is_chosen_when_staff_ask(sip: SipWorld, plan: PlanOfTests, maja: Signed) -> None:
    page = maja.browser.open(f"{plan.path}/consent/ask")
    assert not page.soup.select("main [checked]")
    url, data = page.filled("Anteckna att frågan är ställd", {})
    page.post(url, data, status=422)
    assert page.problems == [
        "Välj minst en som ska få vara med.",
        "Skriv varför ni frågar.",
        "Välj minst en sorts uppgifter.",
        "Välj hur personen fick informationstexten.",
        "Välj om tolk användes.",
        "Välj hur frågan ställs.",
    ]
    assert acts(plan) == []


def test_each_party_is_asked_about_for_a_reason(
    sip: SipWorld, plan: PlanOfTests, maja: Signed
) -> None:
    region = sip.county.region
    page = maja.browser.open(f"{plan.path}/consent/ask")
    sent = {"purpose": WHY, **HOW, f"ask_{region.hex}": "y"}
    url, data = page.filled("Anteckna att frågan är ställd", sent)
    page.post(url, {**data, "categories": ["health"]}, status=422)
    assert page.problems == ["Skriv varför Region Västerbotten behöver vara med."]
    assert acts(plan) == []


def test_nobody_is_asked_about_a_plan_without_those_who_must_be_in_it(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, kim: Signed
) -> None:
    region, police = sip.county.region, sip.county.police

    def ask_about(party: UUID, status: int = 200) -> Browser:
        page = maja.browser.open(f"{plan.path}/consent/ask")
        sent = {"purpose": WHY, **HOW, f"ask_{party.hex}": "y", f"why_{party.hex}": "Stöd"}
        url, data = page.filled("Anteckna att frågan är ställd", sent)
        return page.post(url, {**data, "categories": ["health"]}, status=status)

    page = ask_about(police, 422)
    assert page.problems == [
        "Region Västerbotten måste vara med i en samordnad plan. Fråga om dem också."
    ]
    assert acts(plan) == []
    ask_about(region)
    # who has said no to the region has been asked, and is not asked again for others' sake
    kim.browser.open(f"{plan.my_path}/who-may-see/asked/{region}").press("Nej")
    ask_about(police)


def test_a_region_asks_about_the_person_s_municipality(sip: SipWorld, kim: Signed) -> None:
    nils = sip.caseworker(sip.county.region, "Nils Region")
    plan = sip.plan(nils, person=kim, phase=Phase.NEED)
    page = nils.browser.open(f"{plan.path}/consent/ask")
    police = sip.county.police
    sent = {"purpose": WHY, **HOW, f"ask_{police.hex}": "y", f"why_{police.hex}": "Stöd"}
    url, data = page.filled("Anteckna att frågan är ställd", sent)
    page.post(url, {**data, "categories": ["health"]}, status=422)
    [problem] = page.problems
    assert "kommun måste vara med i en samordnad plan" in problem


def test_those_who_must_be_in_come_first_and_other_municipalities_last(
    sip: SipWorld, plan: PlanOfTests, maja: Signed
) -> None:
    sip.county.organisation("Annan kommun", OrganisationKind.MUNICIPALITY)
    page = maja.browser.open(f"{plan.path}/consent/ask")
    boxes = [str(one["name"]) for one in page.soup.select("input[name^=ask_]")]
    assert boxes[0] == f"ask_{sip.county.region.hex}"
    folded = page.soup.select("details input[name^=ask_]")
    assert [str(one["name"]) for one in folded][-1] == boxes[-1]
    heads = [one.text for one in page.soup.select("form fieldset summary")]
    assert heads[-1] == "Andra kommuner"


def test_staff_record_a_yes_or_a_no_to_what_was_asked(
    sip: SipWorld, plan: PlanOfTests, maja: Signed
) -> None:
    ask(plan)
    record(plan, answer="no")
    assert acts(plan) == ["ask", "refuse"]
    assert items(plan, ActKind.REFUSE) == items(plan, ActKind.ASK)


@pytest.mark.parametrize(
    ("values", "problems"),
    [
        (
            {},
            ["Skriv vilken dag personen skrev under.", "Skriv var blanketten förvaras."],
        ),
        (
            {"signed_on": "2099-01-01", "kept_at": "Akten"},
            ["Den dagen har inte varit än. Skriv dagen på blanketten."],
        ),
    ],
)
def test_a_paper_has_its_day_and_its_place(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, values: dict[str, str], problems: list[str]
) -> None:
    ask(plan)
    page = maja.browser.open(f"{plan.path}/consent/{plan.consenters[0]}/record")
    url, data = page.filled("Spara svaret", {"how": "written", "answer": "yes", **values})
    page.post(url, data, status=422)
    assert page.problems == problems
    assert acts(plan) == ["ask"]


def test_the_paper_asks_only_what_is_asked_and_says_where_it_goes(
    sip: SipWorld, plan: PlanOfTests, maja: Signed
) -> None:
    ask(plan)
    page = maja.browser.open(f"{plan.path}/consent/{plan.consenters[0]}/paper")
    said = ("Maja Öhlund, Åsele kommun", "Underskrift", "Med tolk", "Jag har fått informationen av")
    for one in (*said, "Telefon", "Adress", WHY, "Behövs."):
        assert one in page.text
    assert "Alkohol, droger och spel" not in page.text


def test_staff_cannot_annul_what_the_person_said_themselves(
    sip: SipWorld, plan: PlanOfTests, kim: Signed, maja: Signed
) -> None:
    ask(plan)
    asked(plan, kim).press("Ja till det som frågas")
    kim.browser.open(f"{plan.my_path}/withdraw").press("Ja, ta tillbaka")
    page = maja.browser.open(f"{plan.path}/consent")
    hrefs = [str(one["href"]) for one in page.soup.select(".consent-history a")]
    assert len(hrefs) == 1  # of the question, which staff recorded
    rows = select(ConsentAct.id).where(
        ConsentAct.plan_id == plan.id, ConsentAct.kind == ActKind.WITHDRAW
    )
    own = sip.county.execute(rows).scalar_one()
    page.open(f"{plan.path}/consent/acts/{own}/annul", status=404)

    error = insert(ConsentAct).values(act_row(plan, maja, ActKind.ERROR, (), corrects=own))
    assert "not corrected by staff" in refused(maja, error, plan)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"how": How.ELECTRONIC}, "only oneself answers electronically"),
        ({"valid_to": clock.now() + timedelta(days=800)}, "beyond what they may say"),
    ],
)
def test_the_database_refuses_such_an_act(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, changes: dict[str, object], refusal: str
) -> None:
    ask(plan)
    grant = act_row(plan, maja, ActKind.GRANT, [PLAN.key]) | changes
    assert refusal in refused(maja, insert(ConsentAct).values(grant), plan)


def act_row(
    plan: PlanOfTests, by: Signed, kind: ActKind, its: object, corrects: UUID | None = None
) -> dict[str, object]:
    now, is_grant = clock.now(), kind is ActKind.GRANT
    return {
        "id": new_id(),
        "county_id": plan.county_id,
        "plan_id": plan.id,
        "kind": kind,
        "consenter_id": plan.consenters[0],
        "items": list(its),  # type: ignore[call-overload]
        "how": How.ORAL,
        "recorded_by": by.account_id,
        "recorded_by_name": by.name,
        "recorded_for": by.organisation_id,
        "valid_from": now if is_grant else None,
        "valid_to": now + timedelta(days=30) if is_grant else None,
        "information_text_version": "1",
        "corrects": corrects,
    }


def test_nobody_marks_what_somebody_else_said_as_an_error(
    sip: SipWorld, plan: PlanOfTests, kim: Signed
) -> None:
    """Whoever stands beside the person corrects their own answers alone."""
    goran = sip.individual("Göran God")
    theirs = plan.require(
        plan.person(PersonKind.REPRESENTATIVE, "Göran God", goran), scope=["plan", "invite"]
    )
    said = plan.act(ActKind.WITHDRAW, PLAN)
    error = act_row(plan, goran, ActKind.ERROR, [], corrects=said)
    own = {"recorded_for": None, "how": How.ELECTRONIC}

    forged = insert(ConsentAct).values(error | own | {"consenter_id": theirs})
    assert "what somebody else said is not corrected" in refused(goran, forged, plan)


def test_a_consent_lasts_two_years_at_most(sip: SipWorld, plan: PlanOfTests, kim: Signed) -> None:
    ask(plan)
    page = asked(plan, kim).follow("Välj själv")
    url, data = page.filled("Spara mitt svar", {"plan": "yes", "valid_to": "2199-12-31"})
    page.post(url, data, status=422)
    last = long_date(clock.today() + timedelta(days=730))
    assert page.problems == [f"Välj en dag till och med {last}. Längre går inte."]
    assert f"Längst till och med {last}" in page.text
    # a no needs no day
    page.post(url, {**data, "plan": "no"})


def test_staff_are_told_how_long_they_can_ask_for(plan: PlanOfTests, maja: Signed) -> None:
    page = maja.browser.open(f"{plan.path}/consent/ask")
    last = long_date(clock.today() + timedelta(days=730))
    assert f"Längst till och med {last}" in page.text
    page.press("Anteckna att frågan är ställd", until="2199-12-31", status=422)
    assert f"Välj en dag till och med {last}. Längre går inte." in page.problems


def test_a_paper_from_before_the_person_said_no_opens_nothing(
    sip: SipWorld, plan: PlanOfTests, kim: Signed, maja: Signed
) -> None:
    yesterday = str(clock.today() - timedelta(days=1))
    ask(plan)
    asked(plan, kim).press("Nej")
    ask(plan)
    paper = {"how": "written", "kept_at": "Akten", "answer": "yes"}
    page = maja.browser.open(f"{plan.path}/consent/{plan.consenters[0]}/record")
    page.press("Spara svaret", status=422, **paper, signed_on=yesterday)
    assert page.problems == [
        "Personen har sagt nej efter den dagen, och då gäller inte blanketten. Fråga på nytt."
    ]
    page.press("Spara svaret", **paper, signed_on=str(clock.today()))
    assert acts(plan)[-1] == "grant"


def test_a_childs_yes_ends_at_eighteen_as_the_guardians_do(
    sip: SipWorld, maja: Signed, kim: Signed
) -> None:
    """What somebody said at 17 is not what they have said as grown up."""
    plan = sip.plan(maja, phase=Phase.NEED, person=kim)
    grown = clock.now() + timedelta(days=20)
    plan.require(plan.person(PersonKind.GUARDIAN, "Eva Berg"), until=grown)
    ask(plan)
    asked(plan, kim).press("Ja till det som frågas")
    ends = select(ConsentAct.valid_to).where(
        ConsentAct.plan_id == plan.id, ConsentAct.kind == ActKind.GRANT
    )
    assert plan.world.county.execute(ends).scalar_one() <= grown
    grant = act_row(plan, maja, ActKind.GRANT, [invite(sip.county.police).key])
    beyond = insert(ConsentAct).values(grant)
    assert "beyond what they may say" in refused(maja, beyond, plan)


def test_a_guardians_yes_ends_when_it_is_needed_no_longer(
    sip: SipWorld, maja: Signed, kim: Signed
) -> None:
    plan = sip.plan(maja, phase=Phase.NEED, needs_subject=False, person=kim)
    mother = sip.individual("Eva Berg")
    guardian = plan.person(PersonKind.GUARDIAN, mother.name, mother)
    grown = clock.now() + timedelta(days=20)
    plan.require(guardian, until=grown)
    ask(plan)
    page = mother.browser.open(f"{plan.my_path}/who-may-see/asked").press("Ja till det som frågas")
    assert page.heading == "Ditt svar är sparat"
    ends = select(ConsentAct.valid_to).where(
        ConsentAct.plan_id == plan.id, ConsentAct.kind == ActKind.GRANT
    )
    assert plan.world.county.execute(ends).scalar_one() <= grown
    assert share(sip.county.municipality, sip.county.region, SOCIAL).key not in items(
        plan, ActKind.GRANT
    )


def test_it_is_noted_how_the_question_was_made_plain(
    plan: PlanOfTests, maja: Signed, kim: Signed
) -> None:
    ask(plan, given="both", interpreter="yes")
    said = "Informationstexten: både och. Tolk användes."
    assert said in maja.browser.open(f"{plan.path}/consent").text
    assert said in kim.browser.open(f"{plan.my_path}/history/consent").text

"""What staff suggest in the person's own words, and the person's history of it all."""

import pytest
from sqlalchemy import select

from portal import clock
from portal.db import db
from sip.kernel.vocabulary import ActKind, Phase, TextKind
from sip.ledger.rules import invite, share
from sip.tables.plan import WordSuggestion
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.sip.test_words import TABLES, of_person, refused, row_of
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld

NEW = {"texts": {"text": "Förslaget"}, "goals": {"title": "Förslaget"}}
NEW["actions"] = {"title": "Förslaget"}


@pytest.fixture
def plan(sip: SipWorld, sara: Signed, kim: Signed, nils: Signed) -> PlanOfTests:
    plan = sip.plan(sara, person=kim, person_name="Kim Andersson")
    here, region = sara.organisation_id, nils.organisation_id
    plan.opened_to(nils, share(plan.subject, region, "own_words"))
    plan.grant(share(plan.subject, here, "own_words"))
    return plan


def suggest(who: Signed, plan: PlanOfTests, table: str, **values: str | bool) -> None:
    row_id = of_person(plan, table)
    page = who.browser.open(plan.path)
    link = page.soup.select_one(f"a[href$='/suggest/{row_id}']")
    page.open(str(link["href"])).fill("Lämna förslaget", values or NEW[table])


def answer(kim: Signed, plan: PlanOfTests, said: str) -> Browser:
    page = kim.browser.open(plan.my_path)
    link = page.soup.select_one("a[href*='/suggestions/']")
    return page.open(str(link["href"])).press("Skicka svaret", answer=said)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("who", ["sara", "nils"])
def test_the_person_says_yes_to_a_suggestion(
    plan: PlanOfTests, sara: Signed, nils: Signed, kim: Signed, table: str, who: str
) -> None:
    one = {"sara": sara, "nils": nils}[who]
    suggest(one, plan, table)
    before = row_of(plan, table)
    assert "Förslaget" not in sara.browser.open(plan.path).text
    assert one.name in kim.browser.open(plan.my_path).text

    page = answer(kim, plan, "accepted")

    assert "Förslaget" in page.text
    after = row_of(plan, table)
    assert after["version"] == before["version"] + 1
    assert (after["changed_by"], after["is_noted"]) == ("Kim Andersson", False)
    assert "/suggestions/" not in kim.browser.open(plan.my_path).response.text


@pytest.mark.parametrize("table", TABLES)
def test_the_person_says_no_to_a_suggestion(
    plan: PlanOfTests, sara: Signed, kim: Signed, table: str
) -> None:
    suggest(sara, plan, table)
    before = row_of(plan, table)

    answer(kim, plan, "declined")

    assert row_of(plan, table) == before
    said = plan.world.county.execute(select(WordSuggestion.answer)).scalar_one()
    assert said == "declined"


@pytest.mark.parametrize("table", ["texts", "actions"])
def test_that_words_are_taken_out_is_suggested_too(
    plan: PlanOfTests, sara: Signed, kim: Signed, table: str
) -> None:
    suggest(sara, plan, table, removed=True)
    assert row_of(plan, table)["removed_at"] is None

    answer(kim, plan, "accepted")

    assert row_of(plan, table)["removed_at"] is not None


def test_nothing_is_suggested_that_stands_there_already(plan: PlanOfTests, sara: Signed) -> None:
    row_id = of_person(plan, "texts")
    page = sara.browser.open(f"{plan.path}/suggest/{row_id}").press("Lämna förslaget", 422)

    assert page.problems == ["Ändra något först, eller föreslå att det tas bort."]


def test_what_the_person_has_changed_since_is_not_overwritten(
    plan: PlanOfTests, sara: Signed, kim: Signed
) -> None:
    suggest(sara, plan, "texts")
    kim.browser.open(f"{plan.my_path}/words").press("Spara", text="Något nytt")

    page = kim.browser.open(plan.my_path)
    page.open(str(page.soup.select_one("a[href*='/suggestions/']")["href"]))
    page.press("Skicka svaret", 409, answer="accepted")

    assert "Något nytt" in kim.browser.open(plan.my_path).text


@pytest.mark.parametrize("values", [{"text": "Förslaget"}, {"removed": True}], ids=str)
def test_nothing_is_suggested_about_words_that_were_not_on_the_page(
    plan: PlanOfTests, sara: Signed, kim: Signed, values: dict[str, str | bool]
) -> None:
    row_id = of_person(plan, "texts")
    older = sara.browser.open(f"{plan.path}/suggest/{row_id}")
    kim.browser.open(f"{plan.my_path}/words").press("Spara", text="Något nytt")

    page = older.press("Lämna förslaget", 409, **values)

    assert "Något nytt" in page.text
    assert "/suggestions/" not in kim.browser.open(plan.my_path).response.text
    page.open(f"{plan.path}/suggest/{row_id}").press("Lämna förslaget", **values)
    assert "/suggestions/" in kim.browser.open(plan.my_path).response.text


def test_an_older_page_suggests_only_what_was_changed_on_it(
    plan: PlanOfTests, sara: Signed, kim: Signed
) -> None:
    """The person's newer words are not suggested away by a field that nobody touched."""
    row_id = of_person(plan, "goals")
    older = sara.browser.open(f"{plan.path}/suggest/{row_id}")
    mine = kim.browser.open(f"{plan.my_path}/goals/{row_id}")
    mine.press("Spara", title="Mitt nya mål")

    older.press("Lämna förslaget", measure="En gång i veckan")

    answer(kim, plan, "accepted")
    page = kim.browser.open(plan.my_path)
    assert "Mitt nya mål" in page.text
    assert "En gång i veckan" in page.text


def test_nobody_answers_a_suggestion_in_the_person_s_place(
    sip: SipWorld, plan: PlanOfTests, sara: Signed, nils: Signed
) -> None:
    suggest(nils, plan, "texts")
    values = {"answer": "accepted", "answered_by": "Sara Nilsson", "answered_at": clock.now()}
    with sip.county.app.app_context(), acting_as(sara.token):
        done = db.session.execute(WordSuggestion.__table__.update().values(values))
        assert done.rowcount == 0
        db.session.rollback()


@pytest.mark.parametrize("by", ["basis", "consent"])
def test_a_suggestion_is_read_by_those_alone_who_may_read_the_words_it_quotes(
    sip: SipWorld, plan: PlanOfTests, sara: Signed, kim: Signed, nils: Signed, by: str
) -> None:
    suggest(sara, plan, "texts")
    here, region = sara.organisation_id, nils.organisation_id
    if by == "basis":
        plan.basis(here, region, "own_words")
    else:
        plan.grant(share(here, region, "own_words"))
    assert suggestions_read_by(sip, nils) == suggestions_read_by(sip, sara) == 1

    plan.withdraw(share(plan.subject, region, "own_words"))
    assert suggestions_read_by(sip, nils) == 0
    assert [suggestions_read_by(sip, one) for one in (sara, kim)] == [1, 1]
    # what one has suggested oneself stays one's own
    plan.withdraw(share(plan.subject, here, "own_words"))
    assert suggestions_read_by(sip, sara) == 1


def suggestions_read_by(sip: SipWorld, who: Signed) -> int:
    with sip.county.app.app_context(), acting_as(who.token):
        return len(db.session.scalars(select(WordSuggestion.id)).all())


def test_one_suggests_in_one_s_own_organisation_s_name(plan: PlanOfTests, nils: Signed) -> None:
    row_id = of_person(plan, "texts")
    made = WordSuggestion.__table__.insert().values(
        id=row_id,
        county_id=plan.county_id,
        plan_id=plan.id,
        from_party=plan.subject,
        category="own_words",
        subject_kind="plan_text",
        subject_id=row_id,
        said_sealed=b"x",
        made_by="Nils Region",
        made_at=clock.now(),
    )
    assert "row-level security" in refused(plan, nils, made)


def test_the_person_sees_who_changed_what_and_in_whose_name(
    plan: PlanOfTests, sara: Signed, kim: Signed, nils: Signed
) -> None:
    sara.browser.open(f"{plan.path}/texts/new?kind=matters").press(
        "Spara", text="Ring inte före tio", category="own_words"
    )
    page = kim.browser.open(plan.my_path).follow("Vem har ändrat vad i planen?")

    assert "Ring inte före tio" in page.text
    assert "Sara Nilsson" in page.text
    assert "Skrivet åt personen" in page.text
    sara.browser.open(f"{plan.my_path}/history", 403)
    nils.browser.open(f"{plan.my_path}/history/consent", 403)


def test_the_person_sees_every_act_of_consent_also_one_that_was_put_right(
    plan: PlanOfTests, kim: Signed, sara: Signed
) -> None:
    act = plan.act(ActKind.GRANT, invite(sara.organisation_id))
    plan.act(ActKind.ERROR, corrects=act)
    page = kim.browser.open(plan.my_path).follow("Allt som har sagts om samtycke")

    assert "Rättad, räknas inte" in page.text
    assert "Rättelse: nr" in page.text
    assert "Antecknat av Sara Nilsson" in page.text


@pytest.mark.parametrize(
    ("page", "field"),
    [
        ("texts/new?kind=note", "text"),
        ("texts/new?kind=matters", "text"),
        ("goals/new", "title"),
        ("goals/{goal}/actions/new", "title"),
        ("not-started", "explanation"),
        ("versions/answer", "comment"),
    ],
)
def test_the_category_is_chosen_first_and_by_whoever_writes(
    plan: PlanOfTests, sara: Signed, page: str, field: str
) -> None:
    goal = plan.goal("Mål", sara.organisation_id)
    sara.browser.open(f"{plan.path}/versions/make").press("Gör versionen", 422)
    sara.browser.open(f"{plan.path}/goals/{goal}").press("Spara målet", title="Annat")
    sara.browser.open(f"{plan.path}/versions/make").press("Gör versionen")
    plan_name = "Kim Andersson"
    if page == "not-started":
        plan_name = "Robin Sandberg"
        plan = plan.world.plan(sara, phase=Phase.NEED, person_name=plan_name)
    shown = sara.browser.open(f"{plan.path}/{page.format(goal=goal)}")
    names = [one.get("name") for one in shown.soup.select("main select, main input, main textarea")]

    assert names.index("category") < names.index(field)
    assert shown.value("category") == ""
    sees = shown.soup.select_one("main .sees")
    assert "Det här ser:" in sees.text
    assert plan_name in sees.text


def test_who_sees_is_said_by_name_and_category(
    plan: PlanOfTests, sara: Signed, nils: Signed, kim: Signed
) -> None:
    plan.grant(share(sara.organisation_id, nils.organisation_id, "housing"))
    page = sara.browser.open(f"{plan.path}/texts/new?kind=note")
    lines = {
        one["data-sees-category"]: one.text for one in page.soup.select("[data-sees-category]")
    }
    assert "Nils Region" in lines["housing"]
    assert "Region Västerbotten" in lines["housing"]
    assert "Nils Region" not in lines["health"]
    assert "Kim Andersson" in lines["health"]
    own = kim.browser.open(f"{plan.my_path}/words").soup.select_one(".sees").text
    assert "Sara Nilsson" in own
    assert "Nils Region" in own
    plan.withdraw(share(plan.subject, nils.organisation_id, "own_words"))
    own = kim.browser.open(f"{plan.my_path}/words").soup.select_one(".sees").text
    assert "Nils Region" not in own


def test_notes_of_staff_never_stand_under_the_person_s_heading(
    plan: PlanOfTests, kim: Signed, sara: Signed
) -> None:
    plan.text(TextKind.NOTE, "Kim luktade alkohol", sara.organisation_id)
    page = kim.browser.open(plan.my_path)

    own = page.soup.select_one("section[aria-labelledby=h-words]")
    notes = page.soup.select_one("section[aria-labelledby=h-notes]")
    assert "Kim luktade alkohol" not in own.text
    assert "Kim luktade alkohol" in notes.text

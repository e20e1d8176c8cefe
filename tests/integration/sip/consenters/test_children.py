"""A child of 15 to 17, and guardians: who is asked, in every order of entering."""

from datetime import timedelta
from itertools import permutations

import pytest
from sqlalchemy import select, update

from portal import clock
from sip.kernel.vocabulary import ActKind, Phase
from sip.ledger.rules import PLAN
from sip.tables.consent import ConsenterChange
from sip.tables.people import PlanPerson
from tests.browser import Browser
from tests.integration.sip.consenters.steps import (
    REASON,
    appoint,
    child_of_two,
    confirm,
    guardian,
    is_open,
    note_number,
    number_of,
    people,
    representative,
    required,
    waiting,
)
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld


def add_guardian(plan: PlanOfTests) -> None:
    page = plan.handler.browser.open(f"{people(plan)}/guardians/new")
    page.press("Lägg till", name="Eva Berg", capacity="guardian")


def look_again(plan: PlanOfTests) -> None:
    """The people are saved anew, as when a name is corrected."""
    plan.handler.browser.open(f"{people(plan)}/{plan.subject}/edit").press("Spara")


STEPS = {"guardian": add_guardian, "again": look_again}


@pytest.mark.parametrize("order", list(permutations(["number", "guardian", "again"])), ids="-".join)
@pytest.mark.parametrize("age", [12, 14, 15, 16, 17, 18])
def test_who_is_asked_follows_from_the_age_in_every_order_of_entering(
    sip: SipWorld, maja: Signed, age: int, order: tuple[str, ...]
) -> None:
    plan = sip.plan(maja, person_name="Sam Berg", phase=Phase.NEED)
    for step in order:
        if step == "number":
            note_number(plan, age)
        elif age < 18 or step == "again" or "number" not in order[: order.index(step)]:
            STEPS[step](plan)
    if age == 18:
        assert required(plan) == {plan.subject}
        page = maja.browser.open(f"{people(plan)}/guardians/new")
        page.press("Lägg till", name="Eva Berg", status=422, capacity="guardian")
        return
    eva = guardian(plan, 0)
    assert required(plan) == {12: {eva}, 14: {eva}}.get(age, {eva, plan.subject})


@pytest.mark.parametrize(
    ("said", "is_child", "is_asked"),
    [
        ({"age": "under_15"}, True, False),
        ({"age": "under_18"}, True, True),
        ({"age": "adult"}, False, True),
        ({"born": 14}, True, False),
        ({"born": 16}, True, True),
        ({"born": 40}, False, True),
    ],
    ids=str,
)
def test_without_a_number_the_day_of_birth_or_about_how_old_says_who_is_asked(
    sip: SipWorld, maja: Signed, said: dict[str, str | int], *, is_child: bool, is_asked: bool
) -> None:
    fields = {key: born_of(value) if key == "born" else value for key, value in said.items()}
    page = maja.browser.open("/sip/plans/new")
    page.press("Spara behovet", name="Sam Berg", need="Stöd", category="health", **fields)
    plan_id = page.url.split("/")[3]
    page.open(f"/sip/plans/{plan_id}/people/guardians/new")
    page.press("Lägg till", name="Eva Berg", status=200 if is_child else 422, capacity="guardian")
    page.open(f"/sip/plans/{plan_id}/people")
    asked = {
        str(one.select_one(".entry-title").text)
        for one in page.soup.select("section[aria-labelledby=h-consenters] li")
        if "Samtycket behövs" in one.text
    }

    expected = {*(("Eva Berg",) if is_child else ()), *(("Sam Berg",) if is_asked else ())}
    assert asked == expected


def born_of(age: int) -> str:
    today = clock.today()
    return today.replace(year=today.year - age, day=1).isoformat()


def test_a_guardian_is_said_to_be_asked_only_when_they_are(sip: SipWorld, maja: Signed) -> None:
    plan = sip.plan(maja, person_name="Sam Berg", phase=Phase.NEED)
    page = maja.browser.open(f"{people(plan)}/guardians/new")
    page.press("Lägg till", name="Eva Berg", capacity="guardian")
    assert "tillfrågas när ni har skrivit att den som planen gäller är under 18 år" in page.text
    assert "Det är inte känt om personen är under 18 år" in page.text
    page.open(f"{people(plan)}/{plan.subject}/edit").press("Spara", age="under_15")
    assert required(plan) == {guardian(plan, 0)}
    page.open(f"{people(plan)}/guardians/new").press(
        "Lägg till", name="Olle Berg", capacity="guardian"
    )
    assert "Nu behövs samtycke från den personen" in page.text


def test_another_age_lets_nobody_go(sip: SipWorld, maja: Signed) -> None:
    """Neither a number nor a day of birth makes an end of a guardian's part before its time."""
    plan = child_of_two(sip, maja)
    both = {guardian(plan, 0), guardian(plan, 1)}
    note_number(plan, 17)
    assert required(plan) >= both
    note_number(plan, 30)
    assert required(plan) == {*both, plan.subject}


@pytest.mark.parametrize("said", [{"age": "under_15"}, {"personnummer": number_of(16)}], ids=str)
def test_nobody_goes_on_answering_in_the_place_of_who_is_noted_as_a_child(
    sip: SipWorld, maja: Signed, lena: Signed, said: dict[str, str]
) -> None:
    plan = sip.plan(maja, person_name="Sam Berg", phase=Phase.NEED)
    plan.participant(lena)
    appoint(plan, capacity="forvaltare", stands="replaces", reason="Tingsrättens beslut")
    confirm(plan, lena)
    there = representative(plan)
    page = maja.browser.open(f"{people(plan)}/{plan.subject}/edit")
    page.press("Spara", status=422, **said)
    assert page.problems == [
        "Någon svarar i personens ställe, och det får ingen göra för ett barn. Låt det uppdraget"
        " upphöra innan ni skriver att personen är under 18 år."
    ]
    assert required(plan) == {plan.subject, there}

    page.open(f"{people(plan)}/{there}/end").press("Skicka till en kollega", **REASON)
    confirm(plan, lena)
    page.open(f"{people(plan)}/{plan.subject}/edit").press("Spara", **said)
    assert there not in required(plan)


def test_whoever_has_answered_goes_on_being_asked_whatever_age_is_noted(
    sip: SipWorld, maja: Signed, lena: Signed, kim: Signed
) -> None:
    plan = sip.plan(maja, person=kim, person_name="Kim Berg", phase=Phase.NEED)
    plan.participant(lena)
    plan.grant(PLAN)
    maja.browser.open(f"{people(plan)}/{plan.subject}/edit").press("Spara", age="under_15")
    assert not is_open(plan)  # a child alone opens nothing
    add_guardian(plan)
    eva = guardian(plan, 0)
    assert required(plan) == {eva, plan.subject}

    plan.act(ActKind.GRANT, PLAN, consenter=plan.consenter_of(eva))
    assert not is_open(plan)
    plan.act(ActKind.GRANT, PLAN, consenter=plan.consenter_of(plan.subject))
    assert is_open(plan)
    page = maja.browser.open(f"{people(plan)}/own-consent")
    page.press("Spara", decides="no", **REASON)
    assert plan.subject in required(plan)
    confirm(plan, lena)
    assert required(plan) == {eva}


def test_whoever_has_been_asked_is_not_left_out_by_one_handler_who_notes_another_age(
    sip: SipWorld, maja: Signed, lena: Signed, kim: Signed
) -> None:
    """Nothing is answered yet; a guardian's yes opens nothing before two have confirmed it."""
    plan = sip.plan(maja, person=kim, person_name="Kim Berg", phase=Phase.NEED)
    plan.participant(lena)
    plan.act(ActKind.ASK, PLAN)
    maja.browser.open(f"{people(plan)}/{plan.subject}/edit").press("Spara", age="under_15")
    add_guardian(plan)
    eva = guardian(plan, 0)
    assert required(plan) == {eva, plan.subject}
    plan.act(ActKind.GRANT, PLAN, consenter=plan.consenter_of(eva))
    assert not is_open(plan)

    page = maja.browser.open(people(plan))
    assert "det är bestämt, eller barnet har redan fått frågan" in page.text
    page.follow("Bestäm om barnet ska tillfrågas").press("Spara", decides="no", **REASON)
    assert plan.subject in required(plan)
    confirm(plan, lena)
    assert required(plan) == {eva}
    assert not is_open(plan)  # who is left is asked anew
    plan.act(ActKind.GRANT, PLAN, consenter=plan.consenter_of(eva))
    assert is_open(plan)


def test_a_child_who_said_no_is_let_go_by_two_and_the_no_counts_all_the_same(
    sip: SipWorld, maja: Signed, lena: Signed, kim: Signed
) -> None:
    plan = sip.plan(maja, person=kim, person_name="Kim Berg", phase=Phase.NEED)
    plan.participant(lena)
    note_number_unlinked(plan, 17)
    add_guardian(plan)
    eva = guardian(plan, 0)
    plan.act(ActKind.GRANT, PLAN, consenter=plan.consenter_of(eva))
    plan.act(ActKind.REFUSE, PLAN, consenter=plan.consenter_of(plan.subject))
    page = maja.browser.open(f"{people(plan)}/own-consent")
    page.press("Spara", decides="no", reason="Bedömning", status=422)
    assert "Skriv vilket underlag ni har sett, och från vilken dag." in page.problems
    page.press("Spara", decides="no", **REASON)
    assert plan.subject in required(plan)
    confirm(plan, lena)

    assert required(plan) == {eva}
    plan.act(ActKind.GRANT, PLAN, consenter=plan.consenter_of(eva))
    assert not is_open(plan)  # the child's own no


def test_a_child_who_is_not_asked_can_say_no_on_their_own_page(
    sip: SipWorld, maja: Signed, kim: Signed
) -> None:
    plan = sip.plan(maja, person=kim, person_name="Kim Berg", phase=Phase.NEED, needs_subject=False)
    note_number_unlinked(plan, 12)
    add_guardian(plan)
    plan.act(ActKind.GRANT, PLAN, consenter=plan.consenter_of(guardian(plan, 0)))
    assert is_open(plan)
    kim.browser.open(f"{plan.my_path}/withdraw").press("Ja, ta tillbaka")

    assert not is_open(plan)


def note_number_unlinked(plan: PlanOfTests, age: int) -> None:
    """Note a number and keep the link of who is signed in, as if they had shown it."""
    account = select(PlanPerson.account_id).where(PlanPerson.id == plan.subject)
    linked = plan.world.county.execute(account).scalar_one()
    note_number(plan, age)
    plan.world.county.execute(
        update(PlanPerson)
        .where(PlanPerson.id == plan.subject)
        .values(account_id=linked, linked_at=clock.now())
    )


def test_a_proposal_takes_away_no_say_that_was_given_since(
    sip: SipWorld, maja: Signed, lena: Signed
) -> None:
    plan = child_of_two(sip, maja, lena)
    note_number(plan, 16)
    maja.browser.open(f"{people(plan)}/own-consent").press("Spara", decides="no", **REASON)
    # the database's clock stands still in a test
    earlier = {"proposed_at": clock.now() - timedelta(hours=1)}
    sip.county.execute(update(ConsenterChange).values(**earlier))
    late = Browser(sip.county.app, token=lena.token)
    late.open(f"{people(plan)}/changes/{waiting(plan)}")
    page = maja.browser.open(f"{people(plan)}/own-consent")
    page.press("Spara", decides="yes", reason="Sam vill själv.")
    late.press("Bekräfta", 422)

    assert late.problems[0].startswith("Något annat har bestämts om personen")
    assert plan.subject in required(plan)
    assert "Bekräfta" not in late.buttons
    late.press("Avböj")
    assert plan.subject in required(plan)

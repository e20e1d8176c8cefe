"""When something goes wrong nothing typed is lost, and nobody sees or does too much."""

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import Arrive
from tests.e2e.person import Person, Way

UNKNOWN = "/agreements/0190f3c2-0000-7000-8000-000000000000"


@pytest.fixture
def amira(arrive: Arrive) -> Person:
    return arrive("amira.haddad")


@pytest.fixture
def draft(amira: Person) -> str:
    """Umeå's draft of its next agreement: its address."""
    amira.open("/agreements")
    begun = amira.page.get_by_role("row").filter(has_text="Utkast").get_by_role("link")
    if begun.count():
        return str(begun.first.get_attribute("href"))
    amira.follow("Skapa överenskommelse")
    amira.follow("Placerade barn och unga 2026")
    amira.write("Namn", "Umeås nästa överenskommelse")
    amira.press("Skapa")
    return amira.page.url.removeprefix(amira.demo.address)


@pytest.mark.parametrize("way", [Way(1280), Way(390)], ids=str)
def test_a_refused_form_keeps_what_was_typed_and_leads_to_the_field(
    way: Way, draft: str, arrive: Arrive
) -> None:
    amira = arrive("amira.haddad", way)
    amira.open(f"{draft}/term")
    amira.write("Gäller från och med", "den första maj")
    amira.write("Gäller till och med", "2029-05-01")
    amira.press("Spara")

    assert amira.status == 422
    assert focused(amira.page, ".ds-error-summary")
    assert amira.page.get_by_label("Gäller från och med").input_value() == "den första maj"
    assert amira.page.get_by_label("Gäller till och med").input_value() == "2029-05-01"
    amira.page.locator(".ds-error-summary a").first.click()
    assert focused(amira.page, "#valid_from")


def test_a_rule_that_says_no_keeps_what_was_typed(amira: Person, draft: str) -> None:
    amira.open(f"{draft}/term")
    amira.write("Gäller från och med", "2029-05-01")
    amira.write("Gäller till och med", "2028-05-01")
    amira.press("Spara")

    assert amira.status == 422
    amira.wait_for(["Sista dagen måste komma efter den första."])
    assert amira.page.get_by_label("Gäller till och med").input_value() == "2028-05-01"


def test_a_second_window_loses_no_text(amira: Person, draft: str) -> None:
    first, second = amira, amira.another_tab()
    first.open(draft)
    section = first.page.locator("ol.contents a").nth(2).get_attribute("href")
    for window in (first, second):
        window.open(f"{section}/edit")

    first.write("Text", "Den ena texten.")
    first.press("Spara")
    second.write("Text", "Den andra texten.")
    second.press("Spara")

    assert second.status == 409
    second.wait_for(["Du hade redan sparat", "Den ena texten.", "Den andra texten."])
    assert focused(second.page, ".conflict")
    second.press("Spara")
    assert second.status == 200
    second.wait_for(["Den andra texten."])


def test_a_second_window_takes_no_cell(amira: Person, draft: str) -> None:
    first, second = amira, amira.another_tab()
    for window in (first, second):
        window.open(f"{draft}/matrix/fill")
    was = first.page.locator("tr[data-row] select").first.input_value()
    mine, theirs = [v for v in ("shared", "participates", "none") if v != was][:2]
    choose(first, theirs)
    first.press("Spara")
    choose(second, mine)
    second.press("Spara")

    assert second.status == 409
    second.wait_for(["ändrade samma ruta", "Inget är sparat än"])
    second.press("Behåll mitt val")
    assert second.status == 200
    second.open(f"{draft}/matrix/fill")
    assert second.page.locator("tr[data-row] select").first.input_value() == mine


def test_two_presses_create_one_agreement(arrive: Arrive) -> None:
    nils = arrive("nils.barruk")
    nils.open("/agreements/new")
    nils.follow("Placerade barn och unga 2026")
    nils.write("Namn", "Norsjös nästa överenskommelse")
    form = nils.page.locator("main form").first.evaluate(
        "form => new URLSearchParams(new FormData(form)).toString()"
    )
    sent = {"Content-Type": "application/x-www-form-urlencoded"}
    request = nils.page.context.request
    answers = [request.post(nils.page.url, data=form, headers=sent) for _ in range(2)]

    assert [answer.status for answer in answers] == [200, 200]
    assert answers[0].url == answers[1].url
    nils.open("/agreements")
    assert nils.page.get_by_role("link", name="Norsjös nästa överenskommelse").count() == 1


def test_a_stranger_finds_nothing_at_a_drafts_address(draft: str, arrive: Arrive) -> None:
    nils = arrive("nils.barruk")
    nils.open(UNKNOWN)
    unknown = nils.page.locator("main").inner_text()
    for page in ("", "/term", "/matrix", "/read", "/agreement.pdf"):
        nils.open(draft + page)
        assert nils.status == 404
        assert nils.page.locator("main").inner_text() == unknown


def test_signing_in_as_somebody_else_signs_nothing(arrive: Arrive) -> None:
    petra = arrive("petra.wikberg", sign_in="always")
    petra.open("/todo")
    waiting = petra.page.locator(".todo > li", has_text="Nordmaling")
    petra.follow(waiting.get_by_role("link").inner_text(), within=waiting)
    petra.write("Din titel", "Polisområdeschef")
    petra.page.get_by_label("Jag har läst överenskommelsen").check()
    petra.press("Logga in och skriv under")
    petra.answer_provider("ristin.fjallas")

    petra.wait_for(["Inget är underskrivet"])
    petra.open("/todo")
    assert petra.page.locator(".todo > li", has_text="Nordmaling").count() == 1


def test_after_signing_out_the_way_back_shows_nothing(draft: str, arrive: Arrive) -> None:
    amira = arrive("amira.haddad", sign_in="always")
    amira.open(draft)
    heading = amira.heading
    amira.press("Logga ut")
    amira.press("Logga ut")  # the provider's own question
    assert amira.heading == "Du är utloggad"
    amira.page.go_back()
    amira.page.wait_for_load_state()

    assert heading not in amira.page.locator("body").inner_text()
    amira.open(draft)
    assert amira.heading == "Logga in"


def choose(person: Person, value: str) -> None:
    person.page.locator("tr[data-row] select").first.select_option(value)


def focused(page: Page, selector: str) -> bool:
    return bool(page.evaluate("selector => document.activeElement.matches(selector)", selector))

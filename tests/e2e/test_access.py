"""By keyboard alone, on paper, in the dark, in English."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import Arrive
from tests.e2e.person import Person, Way

MOST_TABS = 60
WITH_A_MENU = (
    *("goran.hallgren", "karin.nystrom", "fatima.rahimi"),
    *("sara.nilsson", "eva.marklund", "kim.andersson"),
)

FOCUS = """() => {
  const at = document.activeElement;
  const style = getComputedStyle(at);
  const box = at.getBoundingClientRect();
  const over = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return {
    name: (at.getAttribute('aria-label') || at.labels?.[0]?.innerText || at.innerText || '').trim(),
    ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    covered: !!over && at !== document.body && !at.contains(over) && !over.contains(at)
      && !(at.labels && [...at.labels].some(label => label.contains(over))),
  };
}"""


def test_signing_in_and_answering_by_keyboard_alone(arrive: Arrive) -> None:
    samuel = arrive("samuel.tesfay", sign_in="never")
    samuel.open("/")
    enter(samuel, "Logga in")
    enter(samuel, "Arbetsgivarens inloggning")
    type_at(samuel, "Användarnamn", samuel.login)
    type_at(samuel, "Lösenord", samuel.demo.password(samuel.login))

    samuel.open("/todo")
    enter(
        samuel,
        "Lokal överenskommelse, Vännäs kommun (Skadligt bruk eller beroende)",
        is_whole=False,
    )
    samuel.wait_for(["Svara på förslag"])
    tab_to(samuel.page, lambda name: name == "Godta")
    samuel.page.keyboard.press("Space")
    enter(samuel, "Svara för Polisområde Västerbotten")

    samuel.wait_for(["Godtaget", "Samuel Tesfay"])


def test_the_first_tab_leads_past_the_menu(arrive: Arrive) -> None:
    maja = arrive("maja.ohlund")
    maja.open("/agreements")
    maja.page.keyboard.press("Tab")
    assert maja.page.evaluate(FOCUS)["name"] == "Hoppa till innehållet"
    maja.page.keyboard.press("Enter")
    assert maja.page.evaluate("document.activeElement.id") == "content"


def test_on_paper_there_is_the_text_and_no_menu(arrive: Arrive) -> None:
    karin = arrive("karin.nystrom", Way(390))
    karin.open("/agreements")
    karin.leave(karin.page.locator("tbody a").first.click)
    karin.follow("Läs hela texten")
    karin.page.emulate_media(media="print")

    for gone in ("nav.menu", ".session", ".site-footer", ".crumbs"):
        assert not karin.page.locator(gone).is_visible(), gone
    assert karin.page.locator("h1").is_visible()
    assert karin.page.locator(".prose").first.is_visible()


def test_pages_for_everybody(arrive: Arrive) -> None:
    for way in (Way(1280), Way(390)):
        visitor = arrive("elin.stenlund", way, sign_in="never")
        for name in ("Tillgänglighet", "Så hanterar vi personuppgifter", "Hjälp och kontakt"):
            visitor.open("/")
            visitor.follow(name)
            assert visitor.status == 200
        visitor.open("/invitation")
        visitor.write("Kod", "FEL")
        visitor.press("Fortsätt till inloggningen")
        assert visitor.status == 422


def test_somebody_without_a_role_is_told_so(arrive: Arrive) -> None:
    elin = arrive("elin.stenlund", sign_in="always")
    elin.wait_for(["Vi hittar ingen plan för dig än"])
    assert elin.status == 403


@pytest.mark.parametrize("way", [Way(1280), Way(390)], ids=str)
@pytest.mark.parametrize("login", WITH_A_MENU)
def test_the_menu_of_each_role_leads_to_sound_pages(login: str, way: Way, arrive: Arrive) -> None:
    person = arrive(login, way)
    person.open("/")
    person.open("/account")
    links = person.page.locator("nav.menu a").all()
    for address in [str(link.get_attribute("href")) for link in links]:
        person.open(address)
        assert person.status == 200


def test_an_invitation_is_shown_once_and_can_be_taken_back(arrive: Arrive) -> None:
    goran = arrive("goran.hallgren")
    goran.open("/administration")
    goran.follow("Bjud in")
    goran.write("Namn", "Eva Lind")
    goran.press("Skapa inbjudan")
    assert goran.status == 422
    assert goran.page.get_by_label("Namn").input_value() == "Eva Lind"

    goran.page.get_by_role("radio").first.check()
    goran.press("Skapa inbjudan")
    code = goran.page.locator(".code").inner_text()
    goran.follow("Tillbaka till rollerna")
    goran.wait_for(["Eva Lind"])
    assert not goran.sees(code)
    goran.leave(goran.page.get_by_role("link", name="Återta").click)
    goran.press("Återta inbjudan")
    assert not goran.sees("Eva Lind")


def tab_to(page: Page, wanted: Callable[[str], bool]) -> None:
    """Press Tab until the focus is there; on the way it can be seen everywhere."""
    for _ in range(MOST_TABS):
        focus = page.evaluate(FOCUS)
        if wanted(focus["name"]):
            return
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if page.url.startswith("http://localhost") and page.title().endswith("Samsyn"):
            assert focus["ring"], f"no focus ring: {page.url} {focus}"
            assert not focus["covered"], f"covered: {page.url} {focus}"
    raise AssertionError(f"not reached by Tab on {page.url}")


def enter(person: Person, name: str, *, is_whole: bool = True) -> None:
    """Go to a link or button by Tab, and press Enter; not whole: to the one so ending."""
    tab_to(person.page, lambda found: found == name if is_whole else found.endswith(name))
    person.leave(lambda: person.page.keyboard.press("Enter"))


def type_at(person: Person, label: str, text: str) -> None:
    tab_to(person.page, lambda found: found.startswith(label))
    person.page.keyboard.type(text)
    person.leave(lambda: person.page.keyboard.press("Enter"))

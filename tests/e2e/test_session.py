"""Whoever is signed out while writing loses nothing, and is told before."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Arrive
from tests.e2e.person import Person, Way

WRITTEN = "Det tog en halvtimme att formulera det här."


def begin_to_write(person: Person) -> None:
    """A section of an agreement that is being negotiated, with a suggestion half written."""
    person.open("/agreements")
    shared = person.page.get_by_role("row").filter(has_text="Delad").get_by_role("link")
    person.open(str(shared.first.get_attribute("href")))
    section = person.page.locator("ol.contents a").nth(2).get_attribute("href")
    person.open(f"{section}/suggest")
    person.write("Förslag till text", WRITTEN)
    person.write("Varför", "Därför.")


@pytest.mark.parametrize("way", [Way(1280), Way(320, scripts=False)], ids=str)
def test_a_suggestion_sent_too_late_comes_back_after_signing_in(way: Way, arrive: Arrive) -> None:
    aino = arrive("aino.kemppainen", way, sign_in="always")
    begin_to_write(aino)
    aino.context.clear_cookies(name="__Host-samsyn")
    aino.press("Spara som internt förslag")

    assert aino.status == 409
    aino.wait_for(["Du har blivit utloggad", "inget är borta"])
    aino.follow("Logga in och fortsätt")
    aino.wait_for(["kommer du tillbaka till formuläret"])
    aino.press(aino.demo.door("aino.kemppainen"))
    aino.answer_provider()

    aino.wait_for(["Det du skrev finns kvar"])
    assert aino.page.get_by_label("Förslag till text").input_value() == WRITTEN
    assert aino.page.get_by_label("Varför").input_value() == "Därför."
    aino.press("Spara som internt förslag")
    aino.wait_for([WRITTEN.split()[-1]])


def test_a_warning_comes_before_and_typing_is_use(arrive: Arrive) -> None:
    aino = arrive("aino.kemppainen", sign_in="always")
    aino.page.clock.install()
    begin_to_write(aino)
    warning = aino.page.get_by_role("alertdialog")
    aino.page.clock.fast_forward("20:00")
    aino.page.clock.run_for(20_000)
    expect(warning).to_be_hidden()
    # what was typed before has been told as use by now, so the thirty minutes began anew
    aino.page.clock.fast_forward("25:00")
    aino.page.clock.run_for(20_000)
    expect(warning).to_be_visible()
    expect(warning).to_contain_text("Du loggas snart ut")
    assert warning.evaluate("box => box === document.activeElement")
    warning.get_by_role("button", name="Fortsätt vara inloggad").click()
    expect(warning).to_be_hidden()

    aino.page.clock.fast_forward("31:00")
    aino.page.clock.run_for(20_000)
    expect(warning).to_contain_text("Du har blivit utloggad")
    expect(warning).to_contain_text("allt du har fyllt i kommer med")
    aino.page.keyboard.press("Escape")
    expect(warning).to_be_hidden()

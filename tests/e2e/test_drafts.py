"""What is being written is there after a crash, on another device, and for nobody else."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Arrive
from tests.e2e.person import Person, Way
from tests.e2e.test_bad_input import amira, draft

__all__ = ["amira", "draft"]

WORDS = "Socialtjänsten kallar inom sju dagar."
KEPT = re.compile(r"Sparat som utkast \d\d\.\d\d")


def state(person: Person) -> None:
    expect(person.page.locator("[data-draft-state]")).to_have_text(KEPT)


@pytest.fixture
def section(amira: Person, draft: str) -> str:
    """The address of a section's form, in Umeå's draft."""
    amira.open(draft)
    address = amira.page.locator("ol.contents a").nth(3).get_attribute("href")
    return f"{address}/edit"


def test_a_section_outlives_a_crash_and_is_gone_on_with_on_a_telephone(
    amira: Person, section: str, arrive: Arrive
) -> None:
    amira.open(section)
    published = amira.page.get_by_label("Text", exact=True).input_value()
    assert amira.page.get_by_role("button", name="Spara utkast").count() == 0
    amira.write("Text", WORDS)
    state(amira)
    amira.page.close()

    phone = arrive("amira.haddad", Way(320))
    phone.open(section)
    assert phone.page.get_by_label("Text", exact=True).input_value() == published
    phone.wait_for(["Du har ett utkast från"])
    phone.press("Fortsätt på utkastet")
    assert phone.page.get_by_label("Text", exact=True).input_value() == WORDS
    phone.press("Spara")
    phone.wait_for([WORDS])
    phone.open(section)
    assert phone.page.get_by_role("button", name="Fortsätt på utkastet").count() == 0


def test_what_was_written_a_moment_before_leaving_is_kept(amira: Person, section: str) -> None:
    amira.open(section)
    amira.write("Text", "Skrivet i sista stund.")
    amira.page.once("dialog", lambda asked: asked.accept())
    amira.page.goto(f"{amira.demo.address}/todo")
    amira.page.wait_for_timeout(1000)
    amira.open(section)
    amira.press("Fortsätt på utkastet")
    assert amira.page.get_by_label("Text", exact=True).input_value() == "Skrivet i sista stund."
    amira.press("Släng utkastet")
    amira.wait_for(["Utkastet är slängt."])


def test_a_form_that_is_sent_while_its_draft_is_on_its_way_leaves_none(
    amira: Person, section: str
) -> None:
    for number in range(3):
        amira.open(section)
        amira.write("Text", f"Text nummer {number}.")
        amira.page.wait_for_timeout(1495)
        amira.press("Spara")
        amira.open(section)
        assert amira.page.get_by_role("button", name="Fortsätt på utkastet").count() == 0


def test_half_a_note_in_a_plan_is_read_by_nobody_else(arrive: Arrive) -> None:
    sara, kim = arrive("sara.nilsson"), arrive("kim.andersson", Way(390))
    sara.open("/sip/plans")
    plan = sara.page.get_by_role("link", name=re.compile("Kim")).first.get_attribute("href")
    sara.open(f"{plan}/texts/new?kind=note")
    sara.write("Text", "Kim luktade alkohol igen, misstänker att mamman")
    state(sara)
    kim.open("/my-plan")
    assert "misstänker" not in kim.page.content()
    sara.open(str(plan))
    assert "misstänker" not in sara.page.content()
    sara.open(f"{plan}/texts/new?kind=note")
    sara.press("Fortsätt på utkastet")
    assert "misstänker" in sara.page.get_by_label("Text", exact=True).input_value()
    sara.press("Släng utkastet")


def test_without_scripts_a_button_keeps_it(arrive: Arrive, draft: str) -> None:
    amira = arrive("amira.haddad", Way(320, scripts=False))
    amira.open(draft)
    address = amira.page.locator("ol.contents a").nth(4).get_attribute("href")
    amira.open(f"{address}/edit")
    amira.write("Text", WORDS)
    amira.press("Spara utkast")
    amira.wait_for(["Sparat som utkast"])
    assert amira.page.get_by_label("Text", exact=True).input_value() == WORDS
    amira.press("Släng utkastet")

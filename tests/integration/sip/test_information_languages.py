"""What is told before an answer, in more languages: as the county has written, and kept as such."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from sip.kernel.settings import Translation
from sip.tables.consent import ConsentAct
from tests.integration.sip.test_consent_pages import ask, record
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld

ARABIC = Translation("ar", "العربية", "أنت تقرر.")


@pytest.fixture
def plan(sip: SipWorld, maja: Signed, kim: Signed, monkeypatch: pytest.MonkeyPatch) -> PlanOfTests:
    app = sip.county.app
    settings = app.extensions["sip_settings"]
    text = replace(settings.current_information, translations=(ARABIC,))
    texts = {text.version: text}
    monkeypatch.setitem(app.extensions, "sip_settings", replace(settings, information_texts=texts))
    made = sip.plan(maja, person=kim, person_name="Kim Andersson")
    ask(made)
    return made


def versions(plan: PlanOfTests) -> list[str]:
    """Which text was shown, act by act."""
    found = select(ConsentAct.information_text_version).where(ConsentAct.plan_id == plan.id)
    return list(plan.world.county.execute(found.order_by(ConsentAct.seq)).scalars())


def test_the_person_reads_it_in_their_language_and_the_answer_says_so(
    plan: PlanOfTests, kim: Signed, maja: Signed
) -> None:
    page = kim.browser.open(f"{plan.my_path}/who-may-see/asked")
    (link,) = page.soup.select("a[lang=ar]")
    assert ARABIC.name in link.text
    page.open(f"{plan.my_path}/who-may-see/asked{link['href']}")
    shown = page.soup.select_one(".prose")
    assert shown["lang"] == "ar"
    assert ARABIC.text in shown.text
    page.press("Ja till det som frågas")

    assert versions(plan) == ["2026-1", "2026-1/ar"]
    history = maja.browser.open(f"{plan.path}/consent").soup.select_one(".consent-history")
    assert ARABIC.name in history.text


def test_staff_say_in_which_language_somebody_was_told(plan: PlanOfTests) -> None:
    record(plan, information="ar")

    assert versions(plan) == ["2026-1", "2026-1/ar"]


def test_the_form_is_printed_in_it(plan: PlanOfTests, maja: Signed) -> None:
    page = maja.browser.open(f"{plan.path}/consent/{plan.consenters[0]}/paper?text=ar")

    assert ARABIC.text in page.soup.select_one(".paper").text


@pytest.mark.parametrize("wanted", ["xx", "../etc", ""])
def test_a_language_that_it_is_not_in_is_swedish(
    plan: PlanOfTests, kim: Signed, wanted: str
) -> None:
    page = kim.browser.open(f"{plan.my_path}/who-may-see/asked?text={wanted}")
    assert page.soup.select_one(".prose")["lang"] == "sv"
    page.press("Ja till det som frågas")

    assert versions(plan)[-1] == "2026-1"

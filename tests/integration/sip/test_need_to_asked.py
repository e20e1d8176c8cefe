"""From the need to the question: two forms, one after the other."""

from sqlalchemy import select

from sip.tables.consent import ConsentAct
from tests.integration.sip.test_consent_pages import HOW, WHY
from tests.integration.sip.world import Signed, SipWorld

NEED = {"name": "Sam Berg", "need": "Stöd", "category": "health"}


def test_four_pages_lead_from_the_need_to_the_question(sip: SipWorld, maja: Signed) -> None:
    pages = [maja.browser.open("/sip").url]
    page = maja.browser.follow("Anteckna ett behov")
    pages.append(page.url)
    said = {"age": "adult", "understood": "Tolk på arabiska"}
    page.press("Spara och fråga om samtycke", **NEED, **said)
    assert page.heading == "Fråga om samtycke"
    pages.append(page.url)
    region = sip.county.region.hex
    url, data = page.filled(
        "Anteckna att frågan är ställd",
        {**HOW, "purpose": WHY, f"ask_{region}": "y", f"why_{region}": "Behövs."},
    )
    page.post(url, {**data, "categories": ["health"]})
    pages.append(page.url)
    assert len(pages) == 4
    assert "Väntar på svar från Sam Berg" in page.text
    assert "Tolk på arabiska" in page.open(url.replace("/consent/ask", "/people")).text


def test_a_need_alone_asks_nobody(sip: SipWorld, maja: Signed) -> None:
    page = maja.browser.open("/sip/plans/new").press("Spara behovet", **NEED, age="adult")
    assert page.heading == "Plan för Sam Berg"
    assert sip.county.execute(select(ConsentAct.id)).all() == []


def test_a_half_filled_question_asks_nobody(sip: SipWorld, maja: Signed) -> None:
    page = maja.browser.open("/sip/plans/new")
    page.press("Spara och fråga om samtycke", **NEED, age="adult")
    region = sip.county.region.hex
    sent = {"how": "oral", "purpose": WHY, f"ask_{region}": "y", f"why_{region}": "Behövs."}
    url, data = page.filled("Anteckna att frågan är ställd", sent)
    page.post(url, {**data, "categories": ["health"]}, status=422)
    assert page.problems == [
        "Välj hur personen fick informationstexten.",
        "Välj om tolk användes.",
    ]
    assert page.value("purpose") == WHY
    assert sip.county.execute(select(ConsentAct.id)).all() == []


def test_for_a_child_the_guardians_come_between(sip: SipWorld, maja: Signed) -> None:
    page = maja.browser.open("/sip/plans/new")
    page.press("Spara och fråga om samtycke", **NEED, age="under_18")
    assert page.heading == "Ingen kan samtycka än"
    page.follow("Lägg till vårdnadshavare")
    page.press("Lägg till och fråga om samtycke", name="Eva Berg", capacity="guardian")
    assert page.heading == "Fråga om samtycke"

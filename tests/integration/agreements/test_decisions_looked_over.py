"""A decision is looked over before it is recorded, and put right until somebody has signed."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import DBAPIError

from agreements.tables.agreement import Agreement
from agreements.tables.decision import Decision
from agreements.tables.document import DocumentVersion
from portal import clock
from portal.db import db
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.county import CountyOfTests, Parties

FACTS = {"body": "Regionstyrelsen", "paragraph": "§ 7", "reference": "RS 2026/1"}


def _fill(browser: Browser, parties: Parties, **facts: str) -> Browser:
    values = FACTS | {"decided_on": clock.today().isoformat()} | facts
    return browser.open(f"{parties.path}/decision").press("Gå vidare", **values)


def _correct(browser: Browser, parties: Parties, **facts: str) -> Browser:
    page = browser.open(parties.path).follow("Rätta ert beslut")
    return page.press("Gå vidare", **facts).press("Spara rättelsen")


def test_a_decision_with_places_left_to_fill_in_is_refused_all_at_once(shared: Parties) -> None:
    shared.put_to_decision()
    page = shared.region.open(f"{shared.path}/decision")
    said = {"body": "[nämnd]", "paragraph": "§ [paragraf]", "reference": "[nr]"}
    page.press("Gå vidare", 422, decided_on=clock.today().isoformat(), **said)
    for gap in ("[nämnd]", "[paragraf]", "[nr]"):
        assert any(f"Det står kvar en plats att fylla i: {gap}." in one for one in page.problems)


def test_nothing_is_recorded_before_it_is_looked_over(
    county: CountyOfTests, shared: Parties
) -> None:
    shared.put_to_decision()
    page = _fill(shared.region, shared)
    assert page.heading == "Stämmer beslutet?"
    assert "Regionstyrelsen" in page.text
    recorded = select(func.count()).select_from(Decision).where(Decision.body == "Regionstyrelsen")
    assert county.execute(recorded).scalar_one() == 0
    page.press("Ändra uppgifterna")
    assert page.value("body") == "Regionstyrelsen"
    page.press("Gå vidare", paragraph="§ 8").press("Registrera beslutet")

    assert county.execute(recorded).scalar_one() == 1
    assert "Regionstyrelsen, § 8" in page.text
    assert "Registrerat av Nils Region" in page.text


def relock(shared: Parties) -> None:
    """The region returns the text, and it is locked again."""
    shared.region.open(f"{shared.path}/return").press(
        "Lämna tillbaka till parterna", reason="Ändra avsnitt 3."
    )
    shared.put_to_decision()


def test_a_decision_is_about_the_version_that_stood_on_the_page(
    county: CountyOfTests, shared: Parties
) -> None:
    shared.put_to_decision()
    page = _fill(Browser(county.app, token=shared.municipality.token), shared)
    first = Browser(county.app, token=shared.municipality.token)
    first.open(f"{shared.path}/decision")
    relock(shared)

    for one, button in ((page, "Registrera beslutet"), (first, "Gå vidare")):
        said = FACTS if one is first else {}
        one.press(button, status=422, **said)
        assert "En ny version har låsts" in one.problems[0]
        assert "Beslutet gäller version 2" in one.text
        assert one.value("paragraph") == FACTS["paragraph"]
    decided = select(Decision.id).where(Decision.agreement_id == shared.id)
    assert county.execute(decided).all() == []
    page.press("Gå vidare").press("Registrera beslutet")
    assert len(county.execute(decided).all()) == 1


def test_a_version_that_nobody_saw_is_not_returned(county: CountyOfTests, shared: Parties) -> None:
    shared.put_to_decision()
    page = Browser(county.app, token=shared.municipality.token).open(f"{shared.path}/return")
    relock(shared)
    page.press("Lämna tillbaka till parterna", status=422, reason="Fel i § 3.")
    assert "En ny version har låsts" in page.problems[0]
    assert page.value("reason") == "Fel i § 3."
    is_up = DocumentVersion.voided_at.is_(None), DocumentVersion.agreement_id == shared.id
    up = select(DocumentVersion.number).where(*is_up)
    assert county.execute(up).scalars().all() == [2]


def test_a_day_before_the_text_was_locked_is_asked_about(
    county: CountyOfTests, shared: Parties
) -> None:
    begun = clock.now() - timedelta(days=30)
    county.execute(update(Agreement).where(Agreement.id == shared.id).values(created_at=begun))
    shared.put_to_decision()
    before = (clock.today() - timedelta(days=7)).isoformat()
    question = "Är det ett beslut om just den här texten?"

    assert question not in _fill(shared.region, shared).text
    page = _fill(shared.region, shared, decided_on=before)
    assert question in page.text
    page.press("Registrera beslutet", status=422)
    assert page.problems == ["Kryssa i att dagen stämmer, eller ändra den."]
    page.press("Registrera beslutet", is_day_sure=True)
    assert "Registrerat av Nils Region" in page.text


def test_a_day_to_come_is_refused_at_the_first_step(shared: Parties) -> None:
    shared.put_to_decision()
    page = shared.region.open(f"{shared.path}/decision")
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    page.press("Gå vidare", status=422, decided_on=tomorrow, **FACTS)

    assert page.problems == ["Beslutsdatumet kan inte ligga framåt i tiden."]


def test_a_decision_is_corrected_with_a_line_that_says_so(
    county: CountyOfTests, shared: Parties
) -> None:
    shared.put_to_decision()
    shared.decide(shared.region, reference="RS 2062/1")
    page = _correct(shared.region, shared, reference="RS 2026/1")

    assert page.text.count("RS 2026/1") == 1
    others = shared.police.open(shared.path)
    assert "Rättat av Nils Region" in others.text
    assert "RS 2062/1" in str(others.soup.select_one("s"))


def test_the_file_to_sign_is_made_anew_and_the_old_one_is_signed_by_nobody(
    county: CountyOfTests, signing: Parties
) -> None:
    _, browser = signing.signatory(county.region, "Rut Region")
    old = browser.open(f"{signing.path}/sign")
    before = old.value("document_sha256")
    _correct(signing.region, signing, paragraph="§ 113")
    old.press("Logga in och skriv under", status=422, title="Ordförande", agree=True)

    assert "Dokumentet har ändrats" in old.problems[0]
    assert old.value("document_sha256") != before
    assert "§ 113" in old.text


def test_after_the_first_signature_nothing_is_corrected(
    county: CountyOfTests, signing: Parties
) -> None:
    form = signing.region.open(signing.path).follow("Rätta ert beslut")
    form.press("Gå vidare", paragraph="§ 113")
    signing.sign(*signing.signatory(county.police, "Pär Polis"))
    form.press("Spara rättelsen", status=422)
    assert form.problems[0].startswith("Någon har skrivit under")
    assert "Rätta ert beslut" not in signing.region.open(signing.path).text

    with county.app.app_context(), acting_as(signing.region.token):
        connection = db.session.connection()
        changed = connection.execute(update(Decision).values(paragraph="§ 999"))
        assert changed.rowcount == 0
        with pytest.raises(DBAPIError, match="the file is frozen"):
            connection.execute(
                update(DocumentVersion)
                .where(DocumentVersion.agreement_id == signing.id)
                .values(signing_sha256="0" * 64)
            )
        db.session.rollback()


def test_nobody_corrects_another_party_s_decision(county: CountyOfTests, signing: Parties) -> None:
    with county.app.app_context(), acting_as(signing.region.token):
        theirs = update(Decision).where(Decision.organisation_id != county.region)
        assert db.session.connection().execute(theirs.values(paragraph="§ 999")).rowcount == 0
        db.session.rollback()


def test_the_coordinator_returns_it_while_it_is_signed(signing: Parties) -> None:
    page = signing.municipality.open(signing.path).follow("Lämna tillbaka till parterna")
    page.press("Lämna tillbaka till parterna", reason="Fel bilaga.")

    assert "Fel bilaga." in signing.region.open(signing.path).text


def test_the_name_is_put_right_in_draft_and_only_there(
    county: CountyOfTests, parties: Parties
) -> None:
    page = parties.create().municipality.open(parties.path).follow("Ändra namn")
    page.press("Spara", status=422, title="Överenskommelse för [kommun]")
    page.press("Spara", title="Överenskommelse för Åsele")
    assert page.heading == "Överenskommelse för Åsele"
    parties.share()
    assert "Ändra namn" not in parties.municipality.open(parties.path).text
    late = parties.municipality.open(f"{parties.path}/title")
    late.press("Spara", status=422, title="Något annat")

    with county.app.app_context(), acting_as(parties.region.token):
        with pytest.raises(DBAPIError, match="have not agreed to the name"):
            db.session.connection().execute(
                update(Agreement).where(Agreement.id == parties.id).values(title="Rov")
            )
        db.session.rollback()


def test_the_signatory_sees_what_has_changed_and_who_has_signed(
    county: CountyOfTests, signing: Parties
) -> None:
    signing.municipality.open(f"{signing.path}/return").press(
        "Lämna tillbaka till parterna", reason="Ändra avsnitt 3."
    )
    suggestion = signing.suggest(signing.region, signing.section(3), "Helt ny text.")
    signing.answer(signing.municipality, suggestion)
    signing.answer(signing.police, suggestion)
    signing.signing()
    signing.sign(*signing.signatory(county.police, "Pär Polis"))
    _, browser = signing.signatory(county.region, "Rut Region")
    page = browser.open(f"{signing.path}/sign")

    assert "Sedan version 1, som gick tillbaka till parterna:" in page.text
    assert page.text.count("Ändrad text:") == 1
    assert "Helt ny text." in str(page.soup.select_one(".redline"))
    assert "Pär Polis, Ordförande" in page.text
    text = page.text
    assert text.index("Det har ni själva beslutat") < text.index("Vad som har ändrats")
    assert text.rindex("Helt ny text.") < text.index("kontrollsumma")
    # the whole text stands open, also without a script
    assert len(page.soup.select("section[aria-labelledby=h-text] h3")) == 10
    assert not page.soup.select("section[aria-labelledby=h-text] details")


def test_the_title_is_remembered(county: CountyOfTests, signing: Parties) -> None:
    somebody, browser = signing.signatory(county.region, "Rut Region")
    assert browser.open(f"{signing.path}/sign").value("title") == ""
    signing.sign(somebody, browser, "Regiondirektör")
    signing.municipality.open(f"{signing.path}/return").press(
        "Lämna tillbaka till parterna", reason="En gång till."
    )
    signing.signing()

    assert browser.open(f"{signing.path}/sign").value("title") == "Regiondirektör"

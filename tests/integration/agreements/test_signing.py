"""Decisions and signatures: who, when, on which text, and what a change makes void."""

import hashlib
from datetime import timedelta

import pytest
from sqlalchemy import select

from agreements.signing.commitment import nonce_of
from agreements.tables.signature import Signature, SignatureEvidence
from portal import clock
from portal.authz import Role
from portal.identity.oidc import RefusalReason
from portal.web.statuses import STATUSES
from tests.browser import Browser
from tests.integration.county import CountyOfTests, Parties, identity_of

LOCK = "Lås texten och gå till beslut"


def _stands(page: Browser, kind: str) -> bool:
    """Whether the page says that the agreement stands so, in the words of all pages."""
    return page.soup.select_one(".heading-row .status").text == str(STATUSES[kind].label)


def _signatures(county: CountyOfTests) -> list[str]:
    return list(county.execute(select(Signature.name).order_by(Signature.signed_at)).scalars())


def test_nothing_goes_to_decision_before_it_is_ready(parties: Parties) -> None:
    parties.create().share()
    page = parties.municipality.open(f"{parties.path}/put-to-decision")
    assert LOCK not in page.buttons
    page.post(f"{parties.path}/put-to-decision", status=422)

    assert page.problems == ["Allt är inte klart än. Rätta det som står i listan först."]
    assert _stands(page.open(parties.path), "shared")


def test_an_open_suggestion_stands_in_the_way(shared: Parties) -> None:
    shared.suggest(shared.region, shared.section(2), "Inom två veckor.")
    page = shared.municipality.open(f"{shared.path}/put-to-decision")
    assert LOCK not in page.buttons
    page.post(f"{shared.path}/put-to-decision", status=422)

    assert "Ett ändringsförslag är inte avgjort." in page.text


def test_the_text_is_locked_while_it_is_decided(shared: Parties) -> None:
    form = shared.region.open(f"{shared.section(2)}/suggest")
    shared.put_to_decision()
    shared.municipality.send_again()
    form.press("Skicka förslaget till parterna", status=422, text="Ändrat.", reason="Sent.")

    assert "gått vidare" in form.problems[0]
    assert form.value("text") == "Ändrat."


def test_each_party_records_its_own_decision_once(shared: Parties) -> None:
    shared.put_to_decision()
    shared.decide(shared.region, body="Hälso- och sjukvårdsnämnden", paragraph="§ 7")
    shared.region.send_again()
    page = shared.municipality.open(shared.path)

    assert page.text.count("Hälso- och sjukvårdsnämnden, § 7") == 1
    assert _stands(page, "decision")


def test_another_decision_of_the_same_party_is_refused(shared: Parties) -> None:
    shared.put_to_decision()
    shared.decide(shared.region)
    page = shared.region.open(f"{shared.path}/decision")
    facts = {"body": "Regionfullmäktige", "paragraph": "§ 1", "reference": "RS 1"}
    page.press("Gå vidare", decided_on=clock.today().isoformat(), **facts)
    page.press("Registrera beslutet", status=422)

    assert page.problems[0].startswith("Ert beslut är redan registrerat.")
    assert page.value("body") == "Regionfullmäktige"


def test_a_decision_of_tomorrow_is_refused_at_its_field(shared: Parties) -> None:
    shared.put_to_decision()
    page = shared.region.open(f"{shared.path}/decision")
    tomorrow = clock.today() + timedelta(days=1)
    page.press(
        "Gå vidare",
        status=422,
        body="Nämnden",
        paragraph="§ 1",
        decided_on=tomorrow.isoformat(),
        reference="RS 1",
    )

    assert page.problems == ["Beslutsdatumet kan inte ligga framåt i tiden."]
    assert page.value("body") == "Nämnden"


def test_the_last_decision_opens_signing_and_fixes_the_file(signing: Parties) -> None:
    page = signing.region.open(signing.path)
    assert _stands(page, "signing")
    checksum = page.soup.select_one(".checksum").text

    pdf = page.open(f"{signing.path}/agreement.pdf")
    assert pdf.response.mimetype == "application/pdf"
    assert hashlib.sha256(pdf.response.data).hexdigest() == checksum


def test_signing_binds_the_person_the_file_and_a_fresh_sign_in(
    county: CountyOfTests, signing: Parties
) -> None:
    somebody, browser = signing.signatory(county.region, "Rut Region")
    page = signing.sign(somebody, browser, "Regiondirektör")

    assert "Du har skrivit under." in page.soup.text
    assert "Rut Region, Regiondirektör" in page.text
    stored = select(Signature.document_sha256, SignatureEvidence.commitment).join(
        SignatureEvidence, SignatureEvidence.signature_id == Signature.id
    )
    (row,) = county.execute(stored).all()
    copy = browser.open(f"{signing.path}/signed-copy.pdf").response.data
    assert row[0] == hashlib.sha256(copy).hexdigest()
    asked = county.provider.asked[-1]
    assert asked.nonce == nonce_of(row[1])
    assert (asked.needed_level, asked.max_age) == (3, 60)


def test_somebody_else_at_the_fresh_sign_in_signs_nothing(
    county: CountyOfTests, signing: Parties
) -> None:
    _, browser = signing.signatory(county.region, "Rut Region")
    signing.ask_to_sign(browser)
    page = signing.come_back(browser, county.somebody("Någon Annan").identity)

    assert "Någon annan än du loggade in. Inget är underskrivet." in page.soup.text
    assert _signatures(county) == []


def test_whoever_switches_organisation_meanwhile_signs_for_neither(
    county: CountyOfTests, signing: Parties
) -> None:
    somebody, browser = signing.signatory(signing.municipality_id, "Sune Signatär")
    county.grant(somebody, county.region, Role.SIGNATORY)
    signing.ask_to_sign(browser)
    there = browser.response
    browser.open("/account").post(f"/account/organisation/{county.region}")
    browser.response = there
    page = signing.come_back(browser, somebody.identity)

    assert "Inget är underskrivet" in page.text
    assert _signatures(county) == []


def test_too_low_a_level_signs_nothing(county: CountyOfTests, signing: Parties) -> None:
    somebody, browser = signing.signatory(county.region, "Rut Region")
    signing.ask_to_sign(browser)
    low = identity_of(somebody.identity.subject, "Rut Region", level=2)
    page = signing.come_back(browser, low)

    assert "inte tillräckligt säker" in page.soup.text
    assert _signatures(county) == []


def test_an_answer_that_is_not_believed_signs_nothing(
    county: CountyOfTests, signing: Parties
) -> None:
    somebody, browser = signing.signatory(county.region, "Rut Region")
    signing.ask_to_sign(browser)
    county.provider.refusal = RefusalReason.AUTHENTICATION_STALE
    page = signing.come_back(browser, somebody.identity)

    assert page.url == f"{signing.path}/sign"
    assert _signatures(county) == []


def test_the_way_back_works_once(county: CountyOfTests, signing: Parties) -> None:
    somebody, browser = signing.signatory(county.region, "Rut Region")
    signing.ask_to_sign(browser)
    there = browser.response
    signing.come_back(browser, somebody.identity)
    browser.response = there
    signing.come_back(browser, somebody.identity, status=403)

    assert _signatures(county) == ["Rut Region"]


def test_one_signature_a_party(county: CountyOfTests, signing: Parties) -> None:
    signing.sign(*signing.signatory(county.region, "Rut Region"))
    _, second = signing.signatory(county.region, "Rolf Region")
    page = second.open(f"{signing.path}/sign")

    assert "Logga in och skriv under" not in page.buttons


def test_two_signatories_of_one_party_at_once_make_one_signature(
    county: CountyOfTests, signing: Parties
) -> None:
    first, one = signing.signatory(county.region, "Rut Region")
    second, other = signing.signatory(county.region, "Rolf Region")
    signing.ask_to_sign(one)
    signing.ask_to_sign(other)
    signing.come_back(one, first.identity)
    signing.come_back(other, second.identity)

    assert _signatures(county) == ["Rut Region"]


def test_a_coordinator_cannot_sign(signing: Parties) -> None:
    signing.region.open(f"{signing.path}/sign", 403)


def test_the_form_must_be_about_the_file_as_it_is(signing: Parties, county: CountyOfTests) -> None:
    _, browser = signing.signatory(county.region, "Rut Region")
    page = browser.open(f"{signing.path}/sign")
    page.press(
        "Logga in och skriv under",
        status=422,
        title="Chef",
        agree=True,
        document_sha256="0" * 64,
    )

    assert "Dokumentet har ändrats" in page.problems[0]


def test_a_file_that_changed_during_the_fresh_sign_in_is_not_signed(
    county: CountyOfTests, signing: Parties
) -> None:
    somebody, browser = signing.signatory(county.region, "Rut Region")
    signing.ask_to_sign(browser)
    back = signing.municipality.open(f"{signing.path}/return")
    back.press(back.buttons[0], reason="Ett datum är fel.")
    signing.signing()
    page = signing.come_back(browser, somebody.identity)

    assert "Dokumentet har ändrats" in page.soup.text
    assert _signatures(county) == []


def test_signing_must_be_agreed_to(signing: Parties, county: CountyOfTests) -> None:
    _, browser = signing.signatory(county.region, "Rut Region")
    page = browser.open(f"{signing.path}/sign")
    page.press("Logga in och skriv under", status=422, title="")

    assert len(page.problems) == 2


def test_going_back_to_the_table_voids_decisions_and_signatures(
    county: CountyOfTests, signing: Parties
) -> None:
    somebody, browser = signing.signatory(county.region, "Rut Region")
    signing.sign(somebody, browser)
    before = browser.open(f"{signing.path}/signed-copy.pdf").response.data
    page = browser.open(f"{signing.path}/return")
    page.press(page.buttons[0], status=422, reason=" ")
    page.press(page.buttons[0], reason="Ett datum är fel.")

    assert _stands(page, "shared")
    assert page.soup.select_one("[aria-labelledby=h-formal]") is None
    page.open(f"{signing.path}/signed-copy.pdf", 404)
    signing.signing()
    formal = browser.open(signing.path).soup.select_one("[aria-labelledby=h-formal]")
    assert "Rut Region" not in formal.select_one(".entries").text
    again = signing.sign(somebody, browser)
    assert "Du har skrivit under." in again.soup.text
    assert browser.open(f"{signing.path}/signed-copy.pdf").response.data != before


def test_the_last_signature_puts_it_in_force(county: CountyOfTests, signing: Parties) -> None:
    signing.all_sign()
    page = signing.region.open(signing.path)

    assert _stands(page, "in_force")
    assert page.text.count("Sune Signatär") == 3
    page.open(f"{signing.path}/return").press(page.buttons[0], status=422, reason="Ångrar.")


def test_a_new_agreement_supersedes_the_earlier_one(
    county: CountyOfTests, signing: Parties
) -> None:
    signing.all_sign()
    earlier, replaces = signing.path, signing.id
    signing.shared(replaces).signing(replaces).all_sign()

    assert _stands(signing.region.open(signing.path), "in_force")
    assert _stands(signing.region.open(earlier), "expired")


def test_the_earlier_one_is_superseded_also_when_somebody_new_signs_last(
    county: CountyOfTests, shared: Parties
) -> None:
    first = Parties(county, police=False)
    first.shared().signing().all_sign()
    earlier, replaces = first.path, first.id
    first.with_police = True
    first.shared(replaces).signing(replaces).all_sign()

    assert _stands(first.region.open(first.path), "in_force")
    assert _stands(first.region.open(earlier), "expired")


@pytest.mark.parametrize("kind", ["pdf", "docx"])
@pytest.mark.parametrize("stage", ["shared", "signing"])
def test_the_same_version_is_the_same_file_for_everybody(
    kind: str, stage: str, request: pytest.FixtureRequest
) -> None:
    parties: Parties = request.getfixturevalue(stage)
    address = f"{parties.path}/agreement.{kind}"
    files = {browser.open(address).response.data for browser in parties.all}
    files.add(parties.region.open(address).response.data)

    assert len(files) == 1
    assert files.pop()[:4] in {b"%PDF", b"PK\x03\x04"}
    disposition = parties.region.response.headers["Content-Disposition"]
    named = {"shared": f"bjurholms-utkast-{clock.today()}", "signing": "mala-version-1"}[stage]
    name = f"overenskommelse-skadligt-bruk-beroende-{named}.{kind}"
    assert disposition == f'attachment; filename="{name}"'

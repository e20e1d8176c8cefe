"""Help speaks to whoever reads it, and says whom to call."""

import pytest
from sqlalchemy import select

from portal.audit.models import AuditEntry
from portal.authz import Role
from portal.tenancy.models import Organisation
from sip.ledger.rules import PLAN
from tests.browser import Browser
from tests.integration.county import COORDINATOR, SIGNATORY, CountyOfTests
from tests.integration.sip.world import SipWorld

HELP = "/help-and-contact"
SIGNING = "Hur skriver jag under?"
NAME, PHONE, EMAIL = "Växeln i Åsele", "0941-140 00", "kommun@example.se"


@pytest.fixture
def goran(county: CountyOfTests) -> Browser:
    return county.member(county.municipality, Role.ADMINISTRATOR, name="Göran Hallgren")


def _headings(page: Browser) -> set[str]:
    return {one.text for one in page.open(HELP).soup.select("main h2")}


def test_each_role_reads_what_is_theirs(county: CountyOfTests, goran: Browser) -> None:
    coordinator = _headings(county.member(county.region, *COORDINATOR))
    signatory = _headings(county.member(county.region, *SIGNATORY))
    group = _headings(county.member(county.group, *COORDINATOR))
    caseworker = _headings(county.member(county.region, Role.CASEWORKER))
    reviewer = _headings(county.member(county.region, Role.REVIEWER))

    assert "Så kommer en överenskommelse till" in coordinator
    assert SIGNING in signatory
    assert "Hur ändras länets mall?" in group
    assert "Hur börjar en plan?" in caseworker
    assert "Vad står i loggen?" in reviewer
    assert "Hur bjuder jag in någon?" in _headings(goran)
    assert SIGNING not in coordinator | group | caseworker | reviewer
    assert "Hur börjar en plan?" not in coordinator | signatory | group | reviewer


def test_who_has_two_roles_reads_both(county: CountyOfTests) -> None:
    both = _headings(county.member(county.region, *COORDINATOR, *SIGNATORY))
    assert {SIGNING, "Så kommer en överenskommelse till"} <= both


def test_somebody_with_a_plan_reads_nothing_about_signing(
    county: CountyOfTests, goran: Browser
) -> None:
    _say_whom_to_call(goran)
    sip = SipWorld(county)
    handler, person = sip.caseworker(county.municipality, "Handläggaren"), sip.individual()
    plan = sip.plan(handler, person=person)
    plan.grant(PLAN)
    page = person.browser.open(HELP)

    assert "Jag hittar inte min plan" in _headings(page)
    for word in ("skriver under", "underskrift", "överenskommelse", "administratör"):
        assert word not in page.text
    for path in (HELP, plan.my_path):
        for said in (NAME, PHONE, EMAIL):
            assert said in page.open(path).text
    page.open(HELP)
    assert page.follow("Frågor och svar om din plan").heading == "Frågor och svar"


def test_nobody_is_told_whom_to_call_who_has_not_signed_in(
    county: CountyOfTests, goran: Browser
) -> None:
    _say_whom_to_call(goran)
    page = county.visitor().open(HELP)
    assert "Jag har en plan, eller är närstående" in page.text
    assert NAME not in page.text


def _say_whom_to_call(goran: Browser) -> Browser:
    page = goran.open("/administration").follow("Ändra : Vem man ringer")
    return page.press("Spara", name=NAME, phone=PHONE, email=EMAIL)


def test_the_administrator_says_whom_to_call_at_their_own_organisation(
    county: CountyOfTests, goran: Browser
) -> None:
    page = _say_whom_to_call(goran)
    assert "Kontakten är sparad." in page.soup.text
    assert NAME in page.text
    for colleague in (county.municipality, county.region):
        told = county.member(colleague, *COORDINATOR).open(HELP).text
        assert (NAME in told) == (colleague == county.municipality)

    page.follow("Ändra : Vem man ringer").press("Spara")
    assert "Inget ändrades." in page.soup.text
    done = select(AuditEntry.action).where(AuditEntry.subject_id == county.municipality)
    assert county.execute(done).scalars().all() == ["organisation.contact_set"]
    page.follow("Ändra : Vem man ringer").press("Spara", address="Storgatan 1, 910 60 Åsele")
    assert "Storgatan 1, 910 60 Åsele" in page.text
    page.follow("Ändra : Vem man ringer").press("Spara", email="ingen adress", status=422)


def test_a_region_that_says_whom_to_call_is_named_to_the_others(county: CountyOfTests) -> None:
    county.member(county.region, Role.ADMINISTRATOR).open("/administration/contact").press(
        "Spara", name="Regionens samordnare"
    )
    told = county.member(county.municipality, *COORDINATOR).open(HELP).text
    assert "Regionens samordnare" in told
    found = select(Organisation.contact_phone).where(Organisation.id == county.region)
    assert county.execute(found).scalar_one() is None

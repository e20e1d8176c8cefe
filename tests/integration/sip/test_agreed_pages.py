"""What an agreement says as data stands on the page of a plan where somebody needs it."""

import pytest

from portal.resources import folder
from sip.kernel.vocabulary import Phase
from tests.integration.sip.agreed import SECTION, TITLE, agree, words
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld

SAID = "Så här gör vi här."
DISABILITY = folder("county_templates") / "psykisk-funktionsnedsattning-2026.toml"


@pytest.fixture
def plan(sip: SipWorld, maja: Signed, nils: Signed, kim: Signed) -> PlanOfTests:
    made = sip.plan(maja, person=kim, person_name="Kim Andersson", phase=Phase.PLANNING)
    made.opened_to(nils)
    return made


@pytest.mark.parametrize(
    ("key", "page"),
    [
        ("sip-samtycke", "consent/ask"),
        ("sip-plats", "meetings/new"),
        ("sip-ledning", "meetings/new"),
        ("sip-huvudansvar", "basics"),
        ("sip-kopior", "copies"),
        ("sip-avslut", "close"),
        ("barn-anmalan", "asked"),
        ("barn-gravida", "asked"),
    ],
)
def test_what_is_agreed_stands_on_the_page_that_it_is_about(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, key: str, page: str
) -> None:
    before = maja.browser.open(f"{plan.path}/{page}")
    assert "Det här säger överenskommelsen" not in before.text

    agreement = agree(sip, {key: words(SAID), "mote-egna": words("Något annat.")})
    shown = maja.browser.open(f"{plan.path}/{page}")
    assert SAID in shown.text
    assert "Något annat." not in shown.text
    assert f"{TITLE}, avsnitt {SECTION}" in shown.text
    assert shown.soup.select_one(f"a[href='/agreements/{agreement}/facts/{key}']")


def test_two_agreements_of_one_title_are_two(
    sip: SipWorld, plan: PlanOfTests, maja: Signed
) -> None:
    agree(sip, {"sip-plats": words(SAID)})
    agree(sip, {"sip-ledning": words(SAID)}, template=sip.county.publish(DISABILITY))
    shown = maja.browser.open(f"{plan.path}/meetings/new")
    assert shown.text.count(f"{TITLE}, avsnitt {SECTION}") == 2


def test_the_region_reads_how_soon_it_is_to_call_when_somebody_leaves_hospital(
    sip: SipWorld, nils: Signed, kim: Signed
) -> None:
    case = sip.plan(nils, person=kim, person_name="Kim Andersson", phase=Phase.NEED)
    agree(sip, {"sip-utskrivning-kallelse": words("2 dagar")})
    assert "2 dagar" in nils.browser.open(f"{case.path}/ready").text


def test_a_template_s_suggestion_without_an_agreement_is_not_told_as_agreed(
    plan: PlanOfTests, maja: Signed
) -> None:
    assert "Varje part som har en insats" not in maja.browser.open(f"{plan.path}/copies").text

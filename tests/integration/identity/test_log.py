"""The log is read by people: what was done, by whom, about what, on which days."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from portal import clock
from portal.authz import Role
from portal.identity.log_views import ACTIONS, GROUPS
from sip.ledger.rules import PLAN
from tests.browser import Browser
from tests.integration.county import CountyOfTests, Parties
from tests.integration.sip.world import SipWorld

ROOT = Path(__file__).resolve().parents[3]
PACKAGES = ("agreements", "portal", "sip")
NOTED = re.compile(r'audit\.record\(\s*[\w.]+,\s*"([a-z_.]+)"')


@pytest.fixture
def eva(county: CountyOfTests, parties: Parties) -> Browser:
    """Signed in by the portal's own code, which notes it in the log."""
    eva = county.somebody("Eva Marklund")
    county.grant(eva, parties.municipality_id, Role.REVIEWER)
    return county.sign_in(eva)


def _rows(page: Browser) -> list[list[str]]:
    return [
        [" ".join(cell.get_text(" ", strip=True).split()) for cell in row.select("th, td")]
        for row in page.soup.select("main tbody tr")
    ]


def test_it_says_which_agreement_and_which_section(parties: Parties, eva: Browser) -> None:
    parties.create()
    page = parties.municipality.open(f"{parties.section(2)}/edit")
    page.press("Spara", text="Vi möts varje vecka.")
    rows = _rows(eva.open("/log"))

    (written,) = [row for row in rows if "Skrev i ett avsnitt" in row[2]]
    assert "Maja Öhlund" in written[1]
    assert "Lokal överenskommelse" in written[3]
    assert "2. " in written[3]
    assert parties.id not in eva.response.text


def test_it_says_which_plan_by_its_number_and_never_whose(
    county: CountyOfTests, eva: Browser, parties: Parties
) -> None:
    sip = SipWorld(county)
    maja = sip.caseworker(parties.municipality_id, "Maja Handläggare")
    plan = sip.plan(maja)
    plan.grant(PLAN)
    maja.browser.open(plan.path)
    read = _rows(eva.open("/log?what=readings"))

    assert read
    assert all(row[3].startswith("Vad det gällde Plan ") for row in read)
    assert str(plan.id) not in eva.response.text


def test_it_is_chosen_by_what_by_whom_and_by_day(
    county: CountyOfTests, parties: Parties, eva: Browser
) -> None:
    parties.create()
    today = clock.today()
    assert "Loggade in" in str(_rows(eva.open("/log")))
    created = _rows(eva.open("/log?what=agreement.created"))
    assert {row[2] for row in created} == {"Vad Skapade en överenskommelse"}
    assert _rows(eva.open("/log?what=agreements")) == created
    assert {row[1] for row in _rows(eva.open("/log?who=öhl"))} == {"Vem Maja Öhlund"}
    assert _rows(eva.open("/log?who=100%25")) == []
    assert "Inget i loggen stämmer" in eva.text
    assert _rows(eva.open(f"/log?first={today}&last={today}"))
    assert not _rows(eva.open(f"/log?last={today - timedelta(days=1)}"))
    eva.open("/log?first=2026-02-30", status=422)
    assert "Den dagen finns inte" in eva.problems[0]
    eva.open("/log?what=nonsense", status=422)


def test_every_act_of_the_code_has_its_words() -> None:
    sources = (one for name in PACKAGES for one in (ROOT / name).rglob("*.py"))
    noted = {act for one in sources for act in NOTED.findall(one.read_text(encoding="utf-8"))}
    assert len(noted) > 50
    assert noted - set(ACTIONS) == set()
    begins = tuple(one for _, ones in GROUPS.values() for one in ones)
    assert {one for one in ACTIONS if not one.startswith(begins)} == set()

"""Who has looked, as the person takes it along: a table of words for any spreadsheet."""

import csv
import io
from datetime import UTC, datetime

import pytest

from sip.access_log.readings import Reading, as_csv
from sip.kernel.vocabulary import TextKind
from tests.integration.county import CountyOfTests
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld

HEADS = ("När", "Vem", "Organisation", "Enhet", "Vad", "Vems uppgifter om vad", "Varför")
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
FORMULA = '=HYPERLINK("https://evil.example","Öppna")'


@pytest.fixture
def plan(sip: SipWorld, kim: Signed) -> PlanOfTests:
    handler = sip.caseworker(sip.county.municipality, FORMULA)
    return sip.plan(handler, person=kim, person_name="Kim Andersson")


def _rows(table: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(table.decode("utf-8-sig")), delimiter=";"))


def test_each_reading_is_a_row_and_a_name_is_no_formula(plan: PlanOfTests, kim: Signed) -> None:
    plan.text(TextKind.NOTE, "Sover dåligt", plan.world.county.municipality, "health")
    plan.handler.browser.open(plan.path)
    heads, own, other = _rows(kim.browser.open(f"{plan.my_path}/download/readings").response.data)

    assert tuple(heads) == HEADS
    assert own[1:4] == ["Kim Andersson", "", ""]
    assert own[6] == "Egen plan"
    assert other[1:5] == [f"'{FORMULA}", "Åsele kommun", "", "Planen"]
    assert other[5:] == ["Åsele kommun: hälsa", "Handlägger ärendet"]


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_taken_for_a_formula(county: CountyOfTests, first: str) -> None:
    said = f"{first}1+1"
    reading = Reading(
        at=NOON,
        name=said,
        organisation=said,
        unit=said,
        what=said,
        shown=frozenset({"x:health"}),
        ground=(said,),
        is_owner=False,
    )
    with county.app.test_request_context():
        _heads, row = _rows(as_csv([reading], HEADS, {"x": said}))

    assert row[0] == "22 november 2026 kl. 13.00"
    assert row[1:5] == [f"'{said}"] * 4
    assert row[5:] == [f"'{said}: hälsa", f"'{said}"]

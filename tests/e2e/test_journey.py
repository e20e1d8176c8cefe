"""From the county's template to a signed agreement on the county's board: four ways to go."""

import pytest

from portal import clock
from tests.e2e.conftest import Arrive
from tests.e2e.journey import Agreement, Journey
from tests.e2e.person import Person, Way

FIRST = Way(1280)
WAYS = (FIRST, Way(390), Way(1280, scripts=False), Way(390, scripts=False))
SIGNATURES = {
    "sven-erik.grahn": "Kommunstyrelsens ordförande",
    "ristin.fjallas": "Hälso- och sjukvårdsdirektör",
    "petra.wikberg": "Polisområdeschef",
}


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_from_the_countys_template_to_a_signed_agreement(way: Way, arrive: Arrive) -> None:
    # Given the county's board before Bjurholm begins
    journey = Journey(Agreement(f"Överenskommelse för Bjurholm, {way}", 700 + WAYS.index(way)))
    karin = arrive("karin.nystrom", way)
    before = board_row(karin, "Bjurholm")
    assert ("Saknas" in before) == (way is FIRST)
    assert ("Gällande" in before) == (way is not FIRST)

    # When the municipality's coordinator writes, fills in, dates and shares the agreement
    maja = arrive("maja.ohlund", way)
    journey.create(maja)
    journey.write_section(maja, 1, journey.agreement.own_text)
    journey.write_section(maja, 2, "Vi arbetar för alla som behöver oss.")
    journey.fill_matrix(maja)
    journey.set_dates(maja)
    journey.share(maja)

    # And the region suggests changes, which the other parties accept
    aino, samuel = arrive("aino.kemppainen", way), arrive("samuel.tesfay", way)
    journey.suggest_section(aino, 1, journey.agreement.adopted_text)
    journey.suggest_cell(aino)
    journey.accept_everything(maja)
    journey.accept_everything(samuel)
    journey.check_adopted(samuel, 1)

    # And each party decides
    journey.put_to_decision(maja)
    journey.record_decision(maja, "Kommunstyrelsen", "§ 112")
    journey.record_decision(aino, "Hälso- och sjukvårdsnämnden", "§ 87")
    journey.record_decision(samuel, "Polisområdeschefen", "§ 5")

    # And each signatory signs
    for login, title in SIGNATURES.items():
        journey.sign(arrive(login, way), title)

    # Then the agreement is in force, with its dates
    journey.open(maja)
    maja.wait_for(["Gällande", str(journey.agreement.ends.year), *SIGNATURES.values()])

    # And the files say what was agreed, and who signed
    for text in (journey.read_word(maja), journey.read_pdf(maja)):
        assert journey.agreement.adopted_text in text
        assert journey.agreement.own_text not in text
        for name in ("Sven-Erik Grahn", "Ristin Fjällås", "Petra Wikberg", "§ 112"):
            assert name in text

    # And the county sees it
    after = board_row(karin, "Bjurholm")
    assert "Gällande" in after
    assert after != before
    assert str(clock.today().year) in after


def board_row(coordinator: Person, municipality: str) -> str:
    coordinator.open("/county")
    row = coordinator.page.get_by_role("row").filter(has_text=municipality)
    return " ".join(row.first.inner_text().split())

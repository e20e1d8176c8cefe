"""From the county's template to a signed agreement on the county's board."""

from tests.e2e.conftest import WAYS, Arrive
from tests.e2e.journey import Agreement, Journey
from tests.e2e.person import Person, Ways
from tests.e2e.sender import Sender
from tests.e2e.sending import Sending

OTHERS = ("aino.kemppainen", "samuel.tesfay")
SIGNATURES = {
    "sven-erik.grahn": "Kommunstyrelsens ordförande",
    "ristin.fjallas": "Hälso- och sjukvårdsdirektör",
    "petra.wikberg": "Polisområdeschef",
}


def test_from_the_countys_template_to_a_signed_agreement(
    ways: Ways, arrive: Arrive, come: Arrive
) -> None:
    """The municipality and the county sit at a desk, the others have a telephone."""
    # Given the county's board before Bjurholm begins
    agreement = Agreement(f"Överenskommelse för Bjurholm, {ways}", 700 + WAYS.index(ways))
    karin = arrive("karin.nystrom", ways.desk, sign_in="always")
    before = board_row(karin, "Bjurholm")
    assert ("Saknas" if ways is WAYS[0] else "Gällande") in before

    # When the municipality writes, the parties negotiate and decide, and everybody signs
    maja = come("maja.ohlund", ways.desk)
    journey = Sending(agreement) if isinstance(maja, Sender) else Journey(agreement)
    aino, samuel = (come(login, ways.phone) for login in OTHERS)
    write(journey, maja)
    negotiate(journey, maja, aino, samuel)
    decide(journey, maja, aino, samuel)
    for login, title in SIGNATURES.items():
        journey.sign(come(login, ways.phone), title)

    # Then the agreement is in force, with its dates and its signatures
    journey.open(maja)
    maja.wait_for(["Gällande", str(agreement.ends.year), *SIGNATURES.values()])

    # And the files say what was agreed, and who signed
    check_file(journey, journey.read_word(maja))
    check_file(journey, journey.read_pdf(maja))

    # And the county sees it
    after = board_row(karin, "Bjurholm")
    assert "Gällande" in after
    assert after != before


def write(journey: Journey, municipality: Person) -> None:
    """Create from the template, write, fill in, date and share."""
    journey.create(municipality)
    journey.write_section(municipality, 1, journey.agreement.own_text)
    title = journey.agreement.title
    texts = {number: f"Vi gör del {number} för alla. {title}." for number in range(2, 10)}
    journey.write_section(municipality, 2, texts.pop(2))
    journey.write_rest(municipality, texts)
    journey.fill_matrix(municipality)
    journey.set_dates(municipality)
    journey.share(municipality)


def negotiate(journey: Journey, municipality: Person, region: Person, police: Person) -> None:
    """The region suggests a text and a cell; the others accept, and both are adopted."""
    journey.suggest_section(region, 1, journey.agreement.adopted_text)
    journey.suggest_cell(region)
    journey.accept_everything(municipality)
    journey.accept_everything(police)
    journey.check_adopted(police, 1)


def decide(journey: Journey, municipality: Person, region: Person, police: Person) -> None:
    """Each party is ready with the text, which is locked; each party's body decides about it."""
    for party in (region, police):
        journey.say_ready(party, "Läs utkastet")
    journey.say_ready(municipality)
    journey.put_to_decision(municipality)
    journey.record_decision(municipality, "Kommunstyrelsen", "§ 112")
    journey.record_decision(region, "Hälso- och sjukvårdsnämnden", "§ 87")
    journey.record_decision(police, "Polisområdeschefen", "§ 5")


def check_file(journey: Journey, text: str) -> None:
    assert journey.agreement.adopted_text in text
    assert journey.agreement.own_text not in text
    for expected in ("Sven-Erik Grahn", "Ristin Fjällås", "Petra Wikberg", "§ 112"):
        assert expected in text


def board_row(coordinator: Person, municipality: str) -> str:
    coordinator.open("/county")
    row = coordinator.page.get_by_role("row").filter(has_text=municipality)
    return " ".join(row.first.inner_text().split())

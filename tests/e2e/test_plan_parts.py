"""What a plan holds besides measures: crisis, outcomes, what was asked, decisions, discharge."""

from tests.e2e.conftest import Arrive
from tests.e2e.person import Way

PHONE = Way(390)


def test_the_person_reads_and_writes_what_to_know_when_they_are_getting_worse(
    arrive: Arrive,
) -> None:
    kim = arrive("kim.andersson", PHONE)
    kim.open("/my-plan")
    said = kim.page.get_by_role("main").inner_text()
    for words in ("När jag mår sämre", "Ring 112", "Delvis nått", "Det vi har frågat om"):
        assert words in said
    assert "rädd hemma" not in said  # what was asked about violence
    kim.leave(kim.page.locator("section[aria-labelledby=h-crisis] a").first.click)
    assert kim.heading == "Tecken på att jag mår sämre"


def test_staff_find_each_page_from_the_plan(arrive: Arrive) -> None:
    sara = arrive("sara.nilsson")
    sara.open("/sip/plans")
    sara.follow("Beslutat men inte börjat")
    sara.open("/sip/plans")
    sara.follow("Kim Andersson")
    plan = sara.page.url
    sara.follow("Frågat om")
    assert "Ingen är rädd hemma" in sara.page.get_by_role("main").inner_text()
    sara.open(plan.removeprefix(sara.demo.address))
    sara.follow("Uppföljningen är hållen")
    assert sara.heading == "Uppföljningen är hållen"
    assert sara.page.get_by_role("radio").count() > 3


def test_a_region_finds_those_who_are_ready_to_leave(arrive: Arrive) -> None:
    erik = arrive("erik.lund", PHONE)
    erik.open("/sip/plans")
    erik.follow("Utskrivningsklara")
    assert erik.heading == "Ingen väntar på kallelse"

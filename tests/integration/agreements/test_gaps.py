"""A place that is left to fill in is refused where the text becomes what others act on."""

from datetime import timedelta

import pytest

from portal import clock
from tests.browser import Browser
from tests.integration.agreements.steps import Two
from tests.integration.agreements.test_activities import plan
from tests.integration.agreements.test_competence import finish
from tests.integration.agreements.test_transfers import ask, path, refuse
from tests.integration.county import CountyOfTests, Parties
from tests.integration.group import Group

DAY = (clock.today() + timedelta(days=30)).isoformat()
GAP = "Tas upp av [vem]."


def told(page: Browser) -> bool:
    return any("[vem]" in one for one in page.problems)


@pytest.mark.parametrize(
    ("link", "button", "said"),
    [
        ("Anteckna ett behov", "Spara behovet", {"whom": "Alla", "need": GAP, "found_by": "Enkät"}),
        ("Planera en utbildning", "Lägg i planen", {"title": GAP, "whom": "Alla"}),
        ("Börja införa en metod", "Börja", {"other": GAP, "manager": "Enhetschef"}),
    ],
    ids=["need", "course", "method"],
)
def test_in_what_is_said_of_competence(
    signed: Parties, link: str, button: str, said: dict[str, str]
) -> None:
    page = signed.municipality.open(f"{signed.path}/competence").follow(link)
    more = {"planned_on": DAY} if "title" in said else {}
    assert told(page.press(button, 422, **said, **more))


def test_in_a_step_of_a_method(signed: Parties) -> None:
    page = signed.municipality.open(f"{signed.path}/competence").follow("Börja införa en metod")
    page.press("Börja", other="Brief MI", manager="Enhetschef, vuxenenheten")
    assert told(finish(page, page.url, 1, 422, note=GAP))


def test_in_an_activity(signed: Parties) -> None:
    assert told(plan(signed, signed.municipality_id, 422, what=GAP))


def test_in_a_request_and_in_what_is_answered_to_it(county: CountyOfTests, two: Two) -> None:
    assert told(ask(two, 422, grounds=GAP))
    ask(two)
    page = two.asker.open(f"{path(county)}/withdrawal")
    assert told(page.press("Ta tillbaka begäran", 422, reason=GAP))
    page = two.other.open(f"{path(county)}/answer")
    assert told(page.press("Spara svaret", 422, answer="refuses", reason=GAP, reference="IFO 31"))
    refuse(two)


def test_in_why_a_group_ends_or_a_meeting_is_called_off(shared: Parties) -> None:
    group = Group(shared)
    page = shared.municipality.open(f"{group.path}/end")
    assert told(page.press("Låt gruppen upphöra", 422, reason=GAP))
    group.plan()
    page = shared.municipality.open(f"{group.meeting}/cancel")
    assert told(page.press("Ställ in mötet", 422, reason=GAP))

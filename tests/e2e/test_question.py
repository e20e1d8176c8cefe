"""A question of consent fits two screens of a phone, and a yes or a no is ten tabs away."""

import pytest

from tests.e2e.conftest import Arrive
from tests.e2e.person import Person, Way
from tests.e2e.sip_story import Story

SCREEN, TABS = 844, 10


@pytest.fixture
def asked(arrive: Arrive) -> tuple[Story, Person]:
    """Somebody who has been asked about four parties and five kinds, at the question."""
    way, story = Way(390), Story("fråga")
    sara, robin = arrive("sara.nilsson", way), arrive("robin.sandberg", way, sign_in="never")
    story.note_need(sara)
    story.enter_code(robin, story.hand_over_code(sara))
    story.ask(sara)
    robin.open(story.my_path)
    robin.follow("Läs och svara")
    return story, robin


def test_a_question_is_short_and_its_answer_near(asked: tuple[Story, Person]) -> None:
    _story, robin = asked
    assert robin.page.evaluate("document.documentElement.scrollHeight") <= 2 * SCREEN
    tabs: dict[str, int] = {}
    for count in range(1, TABS + 1):
        robin.page.keyboard.press("Tab")
        name = robin.page.evaluate("document.activeElement.innerText.trim()")
        tabs.setdefault(name, count)
    assert {"Ja till det som frågas", "Nej"} <= set(tabs)

    robin.page.get_by_role("button", name="Ja till det som frågas", exact=True).first.focus()
    robin.leave(lambda: robin.page.keyboard.press("Enter"))
    assert robin.heading == "Ditt svar är sparat"

"""How the run is shared out: one worker goes on with the browser, the others with all else."""

from tests.conftest import next_for

BROWSER, PAGES = "tests/e2e/test_journey.py", "tests/integration/test_headers.py"


def test_who_is_at_the_browser_goes_on_there_and_the_others_come_last() -> None:
    waiting = {PAGES: {}, BROWSER: {}}
    assert next_for(waiting, is_there=True) == BROWSER
    assert next_for(waiting, is_there=False) == PAGES


def test_nobody_is_idle_while_something_waits() -> None:
    assert next_for({PAGES: {}}, is_there=True) == PAGES
    assert next_for({BROWSER: {}}, is_there=False) == BROWSER

"""Two at the same moment, each on a connection of their own: nothing is lost or done twice."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, get_ident
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import Connection, func, select
from werkzeug.test import TestResponse

from agreements import changes
from agreements.tables.agreement import Agreement
from agreements.tables.suggestion import Suggestion
from agreements.tables.text import SectionVersion
from tests.browser import Browser
from tests.conftest import Engines
from tests.integration.county import COORDINATOR, CountyOfTests, Parties

AtOnce = Callable[..., list[TestResponse]]


@pytest.fixture
def owner(engines: Engines) -> Iterator[Connection]:
    with engines("owner").connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        yield connection


@pytest.fixture
def everybody(app: Flask, owner: Connection) -> Parties:
    return Parties(CountyOfTests(app, owner.execute))


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> AtOnce:
    """Send two forms so that both have read before either has written."""

    def send(*forms: tuple[Browser, str, dict[str, str]], lock: bool = True) -> list[TestResponse]:
        both = Barrier(2, timeout=20)
        if lock:
            monkeypatch.setattr(changes, "lock", _waiting(both, changes.lock))
        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(lambda form: _send(*form), forms))
        monkeypatch.undo()
        return sorted(answers, key=lambda answer: answer.status_code)

    return send


def _statuses(answers: list[TestResponse]) -> list[int]:
    return [answer.status_code for answer in answers]


def _waiting(both: Barrier, lock: Callable[..., None]) -> Callable[..., None]:
    """The lock, before which each of two waits once for the other to come as far."""
    arrived = set()

    def wait_and_lock(*what: object) -> None:
        if get_ident() not in arrived:
            arrived.add(get_ident())
            both.wait()
        lock(*what)

    return wait_and_lock


def _send(browser: Browser, path: str, data: dict[str, str]) -> TestResponse:
    return browser.client.post(path, data=data, base_url=browser.base_url)


def test_a_double_click_creates_one_agreement(
    everybody: Parties, owner: Connection, at_once: AtOnce
) -> None:
    page = everybody.municipality.open("/agreements/new")
    form = (page, *page.filled("Skapa", {}))

    assert _statuses(at_once(form, form, lock=False)) == [302, 302]
    assert owner.execute(select(func.count()).select_from(Agreement)).scalar_one() == 1


def test_of_two_who_save_at_once_the_later_is_told(
    everybody: Parties, owner: Connection, at_once: AtOnce
) -> None:
    county = everybody.create().county
    section = everybody.section(2)
    forms = []
    for text in ("Den enas text.", "Den andras text."):
        page = county.member(county.municipality, *COORDINATOR).open(f"{section}/edit")
        forms.append((page, *page.filled("Spara", {"text": text})))

    answers = at_once(*forms)
    assert _statuses(answers) == [302, 409]
    assert "Den enas text." in answers[1].text
    assert "Den andras text." in answers[1].text


def test_the_last_two_yeses_at_once_adopt(
    everybody: Parties, owner: Connection, at_once: AtOnce
) -> None:
    suggestion = everybody.shared().suggest(everybody.region, everybody.section(2), "Två veckor.")
    forms = []
    for browser in (everybody.municipality, everybody.police):
        page = browser.open(suggestion)
        button = next(one for one in page.buttons if one.startswith("Svara för"))
        forms.append((page, *page.filled(button, {"answer": "accept"})))

    assert _statuses(at_once(*forms)) == [302, 302]
    assert owner.execute(select(Suggestion.status)).scalar_one().value == "adopted"
    adopted = select(func.count()).where(SectionVersion.suggestion_id.is_not(None))
    assert owner.execute(adopted).scalar_one() == 1


def test_a_suggestion_taken_back_while_it_is_adopted_is_one_or_the_other(
    everybody: Parties, owner: Connection, at_once: AtOnce
) -> None:
    suggestion = everybody.shared().suggest(everybody.region, everybody.section(2), "Två veckor.")
    everybody.answer(everybody.police, suggestion)
    page = everybody.municipality.open(suggestion)
    button = next(one for one in page.buttons if one.startswith("Svara för"))
    yes = (page, *page.filled(button, {"answer": "accept"}))
    back = everybody.region.open(f"{suggestion}/withdraw")
    withdrawal = (back, *back.filled(back.buttons[0], {}))

    assert _statuses(at_once(yes, withdrawal)) == [302, 422]
    status = owner.execute(select(Suggestion.status)).scalar_one().value
    adopted = select(func.count()).where(SectionVersion.suggestion_id.is_not(None))
    assert (status, owner.execute(adopted).scalar_one()) in {("adopted", 1), ("withdrawn", 0)}
    assert urlsplit(page.url).path == suggestion

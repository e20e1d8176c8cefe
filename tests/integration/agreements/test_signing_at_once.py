"""Two parties that sign at the same moment, each on a connection of its own."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from threading import Barrier, BrokenBarrierError

import pytest
from flask import Flask
from sqlalchemy import Connection, Engine, event, select

from agreements.rules import Status
from agreements.tables.agreement import Agreement
from tests.conftest import Engines
from tests.integration.county import ISSUER, CountyOfTests, FakeProvider, Parties
from tests.integration.identity.at_the_provider import state_of

SIGNED = "INSERT INTO app.signature_evidence"
IN_QUEUE = 0.5  # seconds that the one who has signed gives the other to come as far


@pytest.fixture
def owner(engines: Engines) -> Iterator[Connection]:
    with engines("owner").connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        yield connection


@contextmanager
def _meeting_after(beginning: str) -> Iterator[None]:
    """Let whoever has done such a statement wait until somebody else has, if anybody can."""
    both = Barrier(2, timeout=IN_QUEUE)

    def wait(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.startswith(beginning):
            with suppress(BrokenBarrierError):
                both.wait()

    event.listen(Engine, "after_cursor_execute", wait)
    try:
        yield
    finally:
        event.remove(Engine, "after_cursor_execute", wait)


def test_the_last_two_signatures_at_once_put_it_in_force(
    app: Flask, owner: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    county = CountyOfTests(app, owner.execute)
    parties = Parties(county).shared().signing()
    parties.sign(*parties.signatory(county.municipality, "Sune Signatär"))
    returning = {}
    for organisation, name in ((county.region, "Rut Region"), (county.police, "Pia Polis")):
        somebody, browser = parties.signatory(organisation, name)
        parties.ask_to_sign(browser)
        returning[state_of(browser)] = browser, somebody.identity
    monkeypatch.setattr(
        FakeProvider, "finish", lambda _self, flow, **_answer: returning[flow.state][1]
    )

    def come_back(state: str) -> int:
        browser = returning[state][0]
        address = f"/sign-in/{ISSUER.key}/callback?state={state}&code=x"
        return browser.client.get(address, base_url=browser.base_url).status_code

    with _meeting_after(SIGNED), ThreadPoolExecutor(2) as pool:
        assert list(pool.map(come_back, returning)) == [302, 302]
    assert owner.execute(select(Agreement.status)).scalar_one() is Status.IN_FORCE

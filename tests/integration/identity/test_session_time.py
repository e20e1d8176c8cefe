"""How long a sign-in lasts, on connections that really commit."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from portal.config import SessionSettings
from portal.identity.models import SignInSession
from tests.conftest import Engines
from tests.integration.county import COORDINATOR, CountyOfTests, Somebody


@pytest.fixture
def county(app: Flask, engines: Engines) -> Iterator[CountyOfTests]:
    with engines("owner").connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        yield CountyOfTests(app, connection.execute)


@pytest.fixture
def maja(county: CountyOfTests) -> Somebody:
    somebody = county.somebody("Maja Öhlund")
    county.grant(somebody, county.municipality, *COORDINATOR)
    return somebody


def _let_pass(county: CountyOfTests, somebody: Somebody, time: timedelta) -> None:
    """As if the last click and the sign-in were that long ago."""
    mine = SignInSession.account_id == somebody.id
    times = {
        "last_seen_at": SignInSession.last_seen_at - time,
        "expires_at": SignInSession.expires_at - time,
    }
    county.execute(update(SignInSession).where(mine).values(times))


def test_an_unused_session_ends(county: CountyOfTests, maja: Somebody) -> None:
    browser = county.sign_in(maja, SessionSettings(idle_minutes=30, absolute_hours=10))
    _let_pass(county, maja, timedelta(minutes=29))
    assert browser.open("/agreements").url == "/agreements"
    # that click was noted: another 29 minutes are fine
    _let_pass(county, maja, timedelta(minutes=29))
    assert browser.open("/agreements").url == "/agreements"

    _let_pass(county, maja, timedelta(minutes=31))
    assert browser.open("/agreements").url.startswith("/sign-in")


def test_a_session_ends_at_the_latest_after_its_hours_however_used(
    county: CountyOfTests, maja: Somebody
) -> None:
    browser = county.sign_in(maja, SessionSettings(idle_minutes=30, absolute_hours=1))
    for _ in range(3):
        _let_pass(county, maja, timedelta(minutes=19))
        assert browser.open("/agreements").url == "/agreements"
    _let_pass(county, maja, timedelta(minutes=4))

    assert browser.open("/agreements").url.startswith("/sign-in")

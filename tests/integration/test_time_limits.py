"""No statement of the web server keeps others waiting for ever; a command takes what it takes."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from jinja2 import BytecodeCache
from psycopg.errors import LockNotAvailable, QueryCanceled
from sqlalchemy import Executable, func, select, text
from sqlalchemy.exc import OperationalError

from portal.config import Settings
from portal.db import db
from tests.conftest import Engines
from tests.integration.conftest import app_on


@pytest.fixture
def app(settings: Settings, compiled: BytecodeCache) -> Iterator[Flask]:
    """The application, in a hurry."""
    hurried = replace(settings.database, statement_seconds=1, lock_seconds=1)
    yield from app_on(replace(settings, database=hurried), compiled)


def _cut_off(app: Flask, statement: Executable) -> BaseException | None:
    with app.app_context(), pytest.raises(OperationalError) as cut:
        db.session.execute(statement)
    return cut.value.orig


def test_a_statement_that_takes_too_long_is_cut_off(app: Flask) -> None:
    assert isinstance(_cut_off(app, select(func.pg_sleep(20))), QueryCanceled)


def test_nobody_waits_long_for_what_another_holds(app: Flask, engines: Engines) -> None:
    with engines("super").begin() as other:
        other.execute(text("select pg_advisory_xact_lock(7)"))
        # the statement's own limit is as short, and either may be first
        cut = _cut_off(app, select(func.pg_advisory_xact_lock(7)))

    assert isinstance(cut, LockNotAvailable | QueryCanceled)


def test_a_transaction_that_is_left_open_ends(app: Flask) -> None:
    with app.app_context():
        shown = db.session.scalar(text("show idle_in_transaction_session_timeout"))

    assert shown == "1min"

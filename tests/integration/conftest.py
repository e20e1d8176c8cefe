"""The application on a database, in two ways.

`isolated_app`: all it does is one transaction, rolled back at the end; a few milliseconds a test.
`app`: on a `database` of the test's own, for tests with several connections at once.
`isolated_world` and `world` enter people and organisations for either.
"""

import gc
from collections.abc import Iterator
from functools import partial

import pytest
from flask import Flask
from jinja2 import BytecodeCache
from sqlalchemy import Engine

from portal.config import Settings
from portal.demo.postgres import LocalPostgres
from tests.conftest import Engines, copy_database, settings_of
from tests.integration.isolation import Isolation, engine_of_isolated, isolated
from tests.integration.world import World


@pytest.fixture
def world(engines: Engines) -> Iterator[World]:
    """Enters things in `database`, committed at once."""
    with engines("owner").connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        yield World(connection.execute)


@pytest.fixture
def app(settings: Settings, compiled: BytecodeCache) -> Iterator[Flask]:
    """The application on `database`."""
    yield from app_on(settings, compiled)


@pytest.fixture(scope="session")
def shared_database(postgres: LocalPostgres, template_database: str) -> Iterator[str]:
    """What the isolated tests share: each of them leaves it as it was."""
    yield from copy_database(postgres, template_database)


@pytest.fixture(scope="session")
def shared_app(
    postgres: LocalPostgres, shared_database: str, compiled: BytecodeCache
) -> Iterator[Flask]:
    yield from app_on(settings_of(postgres, shared_database), compiled)


@pytest.fixture(scope="session")
def shared_superuser(postgres: LocalPostgres, shared_database: str) -> Iterator[Engine]:
    engine = engine_of_isolated(postgres.url("super", shared_database))
    yield engine
    engine.dispose()


@pytest.fixture
def isolation(shared_app: Flask, shared_superuser: Engine) -> Iterator[Isolation]:
    """The transaction around the test; `isolation.execute_as_owner` prepares it."""
    with isolated(shared_app, shared_superuser) as isolation:
        yield isolation


@pytest.fixture
def isolated_app(shared_app: Flask, isolation: Isolation) -> Flask:
    """The application, with all it writes in one transaction that the end of the test rolls back.

    Do not hold an app context while a test client asks: the two would share one session.
    """
    return shared_app


@pytest.fixture
def isolated_world(isolation: Isolation) -> World:
    """Enters things in the isolated test's transaction."""
    return World(isolation.execute_as_owner)


def app_on(settings: Settings, compiled: BytecodeCache) -> Iterator[Flask]:
    """The application, whose templates are compiled once in a run: all take four seconds."""
    from portal.app import create_app  # here, so that tests of the database alone need no pages
    from portal.db import db

    app = create_app(settings)
    app.testing = True
    app.jinja_env.bytecode_cache = compiled
    with pytest.MonkeyPatch.context() as here:
        # which looks through all that a worker of tests holds, after each file that is made
        here.setattr("portal.web.downloads.give_back", partial(gc.collect, 0))
        yield app
    with app.app_context():
        db.engine.dispose()

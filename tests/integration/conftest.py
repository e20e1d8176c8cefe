"""One PostgreSQL for all tests, and two ways to a database that no other test has touched.

`settings` names a fresh copy, for tests with several connections at once. `isolated_app` is faster:
one transaction that is rolled back, for tests that go through the application.
"""

import secrets
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import NullPool

from portal import database as migrations
from portal.config import DatabaseSettings, MailSettings, Settings
from portal.demo.postgres import FOR_TESTS, LocalPostgres, Login
from tests.integration.isolation import Isolation, isolated
from tests.integration.world import World

Engines = Callable[[Login], Engine]


@pytest.fixture(scope="session")
def postgres() -> Iterator[LocalPostgres]:
    # not in pytest's folder, which only its owner may enter: as root, the server is somebody else
    folder = Path(tempfile.gettempdir()) / f"samsyn-tests-{secrets.token_hex(4)}"
    server = LocalPostgres(folder, options=FOR_TESTS)
    try:
        server.start()
        yield server
    finally:
        server.destroy()


@pytest.fixture(scope="session")
def template_database(postgres: LocalPostgres) -> str:
    """A migrated, empty database that nobody is connected to, so that it can be copied."""
    postgres.create_database("migrated")
    migrations.upgrade(_settings(postgres, "migrated"))
    return "migrated"


@pytest.fixture
def database(postgres: LocalPostgres, template_database: str) -> Iterator[str]:
    """The name of a database of the test's own."""
    yield from _copy(postgres, template_database)


@pytest.fixture
def empty_database(postgres: LocalPostgres) -> Iterator[str]:
    """The same, but without a single migration."""
    yield from _copy(postgres, None)


@pytest.fixture
def settings(postgres: LocalPostgres, database: str) -> Settings:
    """Settings of a portal on `database`."""
    return _settings(postgres, database)


@pytest.fixture
def engines(postgres: LocalPostgres, database: str) -> Iterator[Engines]:
    """Engines on `database`, one for each login: super, owner, app or worker."""
    yield from _engines(postgres, database)


@pytest.fixture
def world(engines: Engines) -> Iterator[World]:
    """Enters things in `database`, committed at once."""
    with engines("owner").connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        yield World(connection.execute)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The application on `database`."""
    yield from _app(settings)


@pytest.fixture(scope="session")
def shared_database(postgres: LocalPostgres, template_database: str) -> Iterator[str]:
    """What the isolated tests share: each of them leaves it as it was."""
    yield from _copy(postgres, template_database)


@pytest.fixture(scope="session")
def shared_app(postgres: LocalPostgres, shared_database: str) -> Iterator[Flask]:
    yield from _app(_settings(postgres, shared_database))


@pytest.fixture(scope="session")
def shared_superuser(postgres: LocalPostgres, shared_database: str) -> Iterator[Engine]:
    engine = create_engine(postgres.url("super", shared_database), hide_parameters=True)
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


def _settings(postgres: LocalPostgres, name: str) -> Settings:
    return Settings(
        secret_key="only-for-tests-" + "x" * 32,
        base_url="https://samsyn.example",
        database=DatabaseSettings(
            url=postgres.url("app", name),
            owner_url=postgres.url("owner", name),
            worker_url=postgres.url("worker", name),
        ),
        mail=MailSettings(sender="Samsyn <samsyn@samsyn.example>", folder=Path("unused")),
    )


def _copy(postgres: LocalPostgres, template: str | None) -> Iterator[str]:
    name = f"test_{secrets.token_hex(6)}"
    postgres.create_database(name, template)
    yield name
    postgres.drop_database(name)


def _engines(postgres: LocalPostgres, name: str) -> Iterator[Engines]:
    made: dict[Login, Engine] = {}

    def engine(login: Login) -> Engine:
        if login not in made:
            url = postgres.url(login, name)
            made[login] = create_engine(url, poolclass=NullPool, hide_parameters=True)
        return made[login]

    yield engine
    for one in made.values():
        one.dispose()


def _app(settings: Settings) -> Iterator[Flask]:
    from portal.app import create_app  # here, so that tests of the database alone need no pages
    from portal.db import db

    app = create_app(settings)
    app.testing = True
    yield app
    with app.app_context():
        db.engine.dispose()

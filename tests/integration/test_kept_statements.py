"""What a connection has prepared outlives a rollback, and no upgrade that changes it."""

import pytest
from flask import Flask
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from portal.db import db
from portal.kept_statements import keep_statements
from tests.conftest import Engines

PREPARED = text("select statement from pg_prepared_statements where statement ~ :words")
ASKED = "select 'the same as before'"


def prepared(connection: Connection, words: str) -> int:
    return len(connection.execute(PREPARED, {"words": words}).all())


def test_the_server_keeps_what_a_request_has_asked_when_the_next_is_rolled_back(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        for _ in range(3):
            connection.execute(text(ASKED))
        assert prepared(connection, "^select 'the same") == 1
        connection.rollback()

        assert prepared(connection, "^select 'the same") == 1
        # and it is the one that is asked
        connection.execute(text(ASKED))
        assert prepared(connection, "^select 'the same") == 1


def test_what_an_upgrade_has_changed_is_refused_once(engines: Engines) -> None:
    engine = engines("owner")
    keep_statements(engine)
    with engine.begin() as connection:
        connection.execute(text("create table app.changing (one integer)"))

    def ask() -> int:
        with engine.connect() as connection:
            found = [connection.execute(text("select * from app.changing")) for _ in range(8)]
            return len(found[-1].keys())

    assert ask() == 1
    with engine.begin() as connection:
        connection.execute(text("alter table app.changing add column two integer"))
    with pytest.raises(DBAPIError):
        ask()
    assert ask() == 2

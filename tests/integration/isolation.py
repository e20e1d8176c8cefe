"""Everything a test does in one transaction, which is rolled back when the test ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache, partial
from typing import Any

import psycopg
import psycopg._queries as statements
from flask import Flask
from sqlalchemy import Connection, CursorResult, Engine, Executable, create_engine, event
from sqlalchemy.orm import Session

from portal.db import db
from portal.kept_statements import keep_statements

# in one go: it is said at each commit
DO_WHAT_WAITS = "do $$ begin set constraints all immediate; set constraints all deferred; end $$"
# Test after test asks the same: a statement is prepared when it comes again, planned once for all
# values, and kept, not only while it is among the hundred that came last.
PREPARED_AT = 2
MOST_PREPARED = 1000
# so is where its values stand: psycopg looks for that again in a long one, and in one that is not
# among the hundred that came last
statements._query2pg = statements._query2pg_nocache = lru_cache(4000)(statements._query2pg_nocache)
PLANNED_ONCE = "set local plan_cache_mode = force_generic_plan"
BECOMES = "set local session authorization "
SAVEPOINTS = {
    "do_savepoint": "savepoint",
    "do_release_savepoint": "release savepoint",
    "do_rollback_to_savepoint": "rollback to savepoint",
}


class Isolation:
    """The one connection of a test. It signs in as superuser and lets itself be seen as others:
    the application is portal_app to every policy and grant, and a test may enter what it needs.

    It becomes another when a statement is to be asked, if it is not already who that is for: a test
    that enters twenty rows becomes the owner once.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        connection.exec_driver_sql(PLANNED_ONCE)
        self._wanted = "portal_app"
        self._is = ""  # not known
        event.listen(connection, "before_cursor_execute", self._become)
        event.listen(connection, "rollback_savepoint", self._forget)

    def execute_as_owner(self, statement: Executable) -> CursorResult[Any]:
        """Be portal_owner for one statement, to enter what the application itself could not."""
        self._wanted = "portal_owner"
        try:
            return self.connection.execute(statement)
        finally:
            self._wanted = "portal_app"

    def _become(self, _connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.startswith(BECOMES):
            # a test that says itself who it is
            self._wanted = self._is = statement.removeprefix(BECOMES)
        elif self._is != self._wanted:
            # both current_user and session_user
            _ask(self.connection, f"{BECOMES}{self._wanted}")
            self._is = self._wanted

    def _forget(self, *_savepoint: object) -> None:
        # who it was when the savepoint was made
        self._is = ""


def engine_of_isolated(url: str) -> Engine:
    """For `isolated`: what its connection has prepared and planned is kept from test to test.

    Of a savepoint it says no more than its name, as it does for each request.
    """
    engine = create_engine(url, hide_parameters=True)
    keep_statements(engine)
    for name, words in SAVEPOINTS.items():
        setattr(engine.dialect, name, partial(_ask_about, words))
    return engine


def _ask_about(words: str, connection: Connection, savepoint: str) -> None:
    _ask(connection, f"{words} {savepoint}")


def _ask(connection: Connection, statement: str) -> None:
    """What has no values and no answer, in a tenth of the time."""
    known = connection.connection.driver_connection
    assert isinstance(known, psycopg.Connection)
    answer = known.pgconn.exec_(statement.encode())
    if answer.status != psycopg.pq.ExecStatus.COMMAND_OK:
        raise psycopg.errors.error_from_result(answer)


@contextmanager
def isolated(app: Flask, superuser: Engine) -> Iterator[Isolation]:
    """Let every session of `app` join one transaction: its commits are savepoints in it.

    A session's own transaction still begins by saying whose token asks (portal.db), so that each
    request is who it says, and nobody inherits the token of the request before.
    """
    with app.app_context():
        sessions = db.sessionmaker
    before = dict(sessions.kw)
    with superuser.connect() as connection:
        known = connection.connection.driver_connection
        assert isinstance(known, psycopg.Connection)
        known.prepare_threshold, known.prepared_max = PREPARED_AT, MOST_PREPARED
        outer = connection.begin()
        sessions.configure(bind=connection, join_transaction_mode="create_savepoint")
        event.listen(sessions, "before_commit", _do_what_waits)
        try:
            yield Isolation(connection)
        finally:
            event.remove(sessions, "before_commit", _do_what_waits)
            sessions.kw.clear()
            sessions.kw.update(before)
            outer.rollback()


def _do_what_waits(session: Session) -> None:
    """What the database does at a commit, it does not do by itself when a savepoint ends."""
    session.connection().exec_driver_sql(DO_WHAT_WAITS)


@contextmanager
def taken_back(connection: Connection | None) -> Iterator[None]:
    """Let the isolated test go on as if the block had done nothing."""
    assert connection is not None, "the test is not isolated"
    savepoint = connection.begin_nested()
    try:
        yield
    finally:
        savepoint.rollback()

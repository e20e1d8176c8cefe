"""Everything a test does in one transaction, which is rolled back when the test ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from flask import Flask
from sqlalchemy import Connection, CursorResult, Engine, Executable, event
from sqlalchemy.orm import Session

from portal.db import db

# in one go: it is said at each commit
DO_WHAT_WAITS = "do $$ begin set constraints all immediate; set constraints all deferred; end $$"
# Test after test asks the same: a statement is prepared when it comes again, planned once for all
# values, and kept, not only while it is among the hundred that came last.
PREPARED_AT = 2
MOST_PREPARED = 1000
PLANNED_ONCE = "set local plan_cache_mode = force_generic_plan"


class Isolation:
    """The one connection of a test. It signs in as superuser and lets itself be seen as others:
    the application is portal_app to every policy and grant, and a test may enter what it needs.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        connection.exec_driver_sql(PLANNED_ONCE)
        self._be("portal_app")

    def execute_as_owner(self, statement: Executable) -> CursorResult[Any]:
        """Be portal_owner for one statement, to enter what the application itself could not."""
        self._be("portal_owner")
        result = self.connection.execute(statement)
        self._be("portal_app")
        return result

    def _be(self, role: str) -> None:
        # both current_user and session_user; a savepoint that is rolled back keeps what was before
        self.connection.exec_driver_sql(f"set local session authorization {role}")


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

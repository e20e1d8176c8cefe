"""What a connection has prepared is kept for as long as the connection lasts, also at a rollback.

Psycopg forgets it then, since whoever takes back a table that a statement asks could not ask it
again. The web server makes no tables; and of sixteen who read one plan, several a second are told
by a rollback that it has changed meanwhile. Each of them had the next fifty statements of its
connection parsed and planned anew.
"""

from typing import Any

import psycopg
from psycopg._preparing import PrepareManager
from psycopg.pq.abc import PGconn
from psycopg.rows import RowFactory, tuple_row
from sqlalchemy import Engine, ExceptionContext, event
from typing_extensions import override

# an upgrade has changed what a statement gives, and its plan is of no more use
OUTDATED = psycopg.errors.FeatureNotSupported


class Kept(PrepareManager):
    """What has been prepared; a rollback leaves it where it is, as the server does."""

    @override
    def clear(self) -> bool:
        return False


class KeepingConnection(psycopg.Connection[Any]):
    """A connection of a login that neither makes nor changes tables."""

    def __init__(self, pgconn: PGconn, row_factory: RowFactory[Any] = tuple_row) -> None:
        super().__init__(pgconn, row_factory)
        self._prepared = Kept()


def keep_statements(engine: Engine) -> None:
    """Let an engine's connections keep what they have prepared.

    One that has prepared what an upgrade has changed since is closed, and all that were open with
    it: the next request has another.
    """
    event.listen(engine, "do_connect", _connect)
    event.listen(engine, "handle_error", _end_outdated)


def _connect(
    _dialect: object, _record: object, args: tuple[Any, ...], options: dict[str, Any]
) -> KeepingConnection:
    return KeepingConnection.connect(*args, **options)


def _end_outdated(context: ExceptionContext) -> None:
    if isinstance(context.original_exception, OUTDATED):
        context.is_disconnect = True

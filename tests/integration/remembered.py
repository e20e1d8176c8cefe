"""What many tests begin from is done once for a worker; each gets the rows that it left.

To sign an agreement is some thirty requests, and its rows are entered in a hundredth of their time.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial, wraps
from typing import TYPE_CHECKING, Generic, ParamSpec, TypeVar

from sqlalchemy import Connection, Table, Text, TextClause, cast, func, select, text

import portal.models
from portal import clock
from portal.db import Base
from tests.integration.county import CountyOfTests, Parties

if TYPE_CHECKING:
    from datetime import date

assert portal.models  # all tables

DELETE = """
  delete from $table where ($keys) in (
    select $keys from jsonb_populate_recordset(null::$table, cast(:rows as jsonb)))"""
INSERT = """
  insert into $table ($columns) overriding system value
    select $columns from jsonb_populate_recordset(null::$table, cast(:rows as jsonb))"""

P = ParamSpec("P")
T = TypeVar("T")
Rows = dict[str, set[str]]


@dataclass(frozen=True)
class Left(Generic[T]):
    """What was made, with the rows that went and those that came by it."""

    made: T
    gone: Rows
    come: Rows


def done(connection: Connection, make: Callable[[], T]) -> Left[T]:
    """Make it, and note what that left."""
    before = _rows(connection)
    made = make()
    after = _rows(connection)
    return Left(
        made,
        {name: rows - after[name] for name, rows in before.items()},
        {name: rows - before[name] for name, rows in after.items()},
    )


def remembered(begin: Callable[P, Parties]) -> Callable[P, Parties]:
    """For a fixture that begins from a prepared agreement or county, and from nothing else.

    What it does has to be the same each time: on another day it is done anew.
    """
    known: dict[tuple[CountyOfTests, date], Left[Parties]] = {}

    @wraps(begin)
    def parties(*args: P.args, **kwargs: P.kwargs) -> Parties:
        from_what = next(iter((*args, *kwargs.values())))
        county = from_what.county if isinstance(from_what, Parties) else from_what
        assert isinstance(county, CountyOfTests)
        assert county.connection is not None, "what is not rolled back cannot be done again"
        key = (county, clock.today())
        if key not in known:
            known[key] = done(county.connection, partial(begin, *args, **kwargs))
        else:
            enter(county.connection, known[key])
        return known[key].made.anew()

    return parties


def _rows(connection: Connection) -> Rows:
    """Every row of every table, as JSON."""
    with _unhindered(connection):
        return {
            one.name: set(
                connection.scalars(select(cast(func.to_jsonb(one.table_valued()), Text))).all()
            )
            for one in Base.metadata.sorted_tables
        }


def enter(connection: Connection, left: Left[T]) -> None:
    """Let the rows be as that left them."""
    with _unhindered(connection):
        for table in Base.metadata.sorted_tables:
            for statement, rows in (
                (DELETE, left.gone[table.name]),
                (INSERT, left.come[table.name]),
            ):
                if rows:
                    said = {"rows": f"[{','.join(rows)}]"}
                    connection.execute(_about(table, statement), said)


@cache
def _about(table: Table, statement: str) -> TextClause:
    """What the database computes of the other columns, it computes again."""
    keys = (one.name for one in table.primary_key)
    columns = (f'"{one.name}"' for one in table.columns if one.computed is None)
    for word, meant in (
        ("$table", str(table)),
        ("$keys", ", ".join(keys)),
        ("$columns", ", ".join(columns)),
    ):
        statement = statement.replace(word, meant)
    return text(statement)


@contextmanager
def _unhindered(connection: Connection) -> Iterator[None]:
    """As nobody of the portal, and without what a row sets off: that is among the rows."""
    connection.exec_driver_sql("set local session authorization default")
    connection.exec_driver_sql("set local session_replication_role = replica")
    yield
    connection.exec_driver_sql("set local session_replication_role = origin")
    connection.exec_driver_sql("set local session authorization portal_app")

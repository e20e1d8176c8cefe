"""What many tests begin from is done once for a worker; each gets the rows that it left.

To sign an agreement is some thirty requests, and its rows are entered in a hundredth of their time.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, wraps
from typing import TYPE_CHECKING, ParamSpec

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
Rows = dict[str, set[str]]
Left = tuple[Parties, Rows, Rows]


def remembered(begin: Callable[P, Parties]) -> Callable[P, Parties]:
    """For a fixture that begins from a prepared agreement or county, and from nothing else.

    What it does has to be the same each time: on another day it is done anew.
    """
    known: dict[tuple[CountyOfTests, date], Left] = {}

    @wraps(begin)
    def parties(*args: P.args, **kwargs: P.kwargs) -> Parties:
        from_what = next(iter((*args, *kwargs.values())))
        county = from_what.county if isinstance(from_what, Parties) else from_what
        assert isinstance(county, CountyOfTests)
        assert county.connection is not None, "what is not rolled back cannot be done again"
        key = (county, clock.today())
        if key not in known:
            before = _rows(county.connection)
            made = begin(*args, **kwargs)
            after = _rows(county.connection)
            known[key] = (
                made,
                {name: rows - after[name] for name, rows in before.items()},
                {name: rows - before[name] for name, rows in after.items()},
            )
        else:
            _enter(county.connection, *known[key][1:])
        return known[key][0].anew()

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


def _enter(connection: Connection, gone: Rows, come: Rows) -> None:
    with _unhindered(connection):
        for table in Base.metadata.sorted_tables:
            for statement, rows in ((DELETE, gone[table.name]), (INSERT, come[table.name])):
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

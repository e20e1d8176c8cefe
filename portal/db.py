"""The database: one session, one base class, and who the database is told is asking."""

from contextvars import ContextVar
from datetime import datetime
from enum import StrEnum
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

import psycopg
from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    DateTime,
    Enum,
    Integer,
    MetaData,
    Pool,
    RowMapping,
    Text,
    bindparam,
    cast,
    event,
    func,
    literal_column,
    select,
    true,
)
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, SessionTransaction, mapped_column

from portal.ids import new_id
from portal.kept_statements import keep_statements

if TYPE_CHECKING:
    from flask import Flask

    from portal.config import DatabaseSettings

db = SQLAlchemy(engine_options={"hide_parameters": True})

# How often a connection has asked a statement before the server keeps it: what is asked once is
# not kept, and whoever asks it the third time waits for no parsing. Psycopg's own is 5, after which
# PostgreSQL had kept nothing yet of what most connections ask, and a rollback makes it begin anew.
ASKED_BEFORE_KEPT = 1

# The session token of the request under way. The database looks its hash up in a table that the
# application's own login cannot read, so that injected SQL cannot become somebody else.
_token: ContextVar[str] = ContextVar("session_token", default="")
# The one plan that the rest of the request is about, if it is about one: the database then works
# out what may be seen of that alone. It narrows, and never widens.
_plan: ContextVar[str] = ContextVar("plan", default="")


class Base(DeclarativeBase):
    """Every table lives in schema `app`; every row has a UUIDv7."""

    metadata = MetaData(
        schema="app",
        naming_convention={
            "ix": "%(table_name)s_%(column_0_N_name)s_idx",
            "uq": "%(table_name)s_%(column_0_N_name)s_key",
            "ck": "%(table_name)s_%(constraint_name)s_check",
            "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
            "pk": "%(table_name)s_pkey",
        },
    )
    type_annotation_map: ClassVar = {
        str: Text(),
        datetime: DateTime(timezone=True),
        # stored as their values; each table says in a CHECK which ones it takes
        StrEnum: Enum(
            StrEnum,
            native_enum=False,
            length=None,
            values_callable=lambda kind: [member.value for member in kind],
        ),
    }

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)


class TenantOwned:
    """Mark of a table under row-level security: `county_id` is in its keys and policies."""

    county_id: Mapped[UUID]


def time_limits(settings: "DatabaseSettings") -> dict[str, int]:
    """In seconds, so that no statement keeps others waiting for ever; 0 is no limit."""
    return {
        "statement_timeout": settings.statement_seconds,
        "lock_timeout": settings.lock_seconds,
        "idle_in_transaction_session_timeout": settings.idle_in_transaction_seconds,
    }


def startup_options(settings: "DatabaseSettings") -> str:
    """What a connection begins with: its limits, and that no statement is worked out twice.

    Our statements are long and touch few rows. To compile one, as PostgreSQL with LLVM would by
    itself, takes longer than to run it. So does to plan it: without our word PostgreSQL plans each
    five times for its values before it keeps a plan, on each connection. The plan must then suit
    any values (`at_most`); a function whose plan must not says so itself.
    """
    limits = (f"-c {name}={seconds}s" for name, seconds in time_limits(settings).items())
    return " ".join(["-c jit=off", "-c plan_cache_mode=force_generic_plan", *limits])


def at_most(rows: int) -> ColumnElement[int]:
    """How many rows a statement gives, as a number that is there when it is planned.

    Of a value that comes later PostgreSQL takes it to be a tenth of the rows: it would read and
    sort all of a long list for its first page.
    """
    return literal_column(str(rows), Integer)


def init_app(app: "Flask") -> None:
    """Give the application its database."""
    db.init_app(app)
    # we have no asynchronous sessions; to close none, Flask starts a thread with an event loop at
    # the end of every request
    functions = app.teardown_appcontext_funcs
    functions[:] = [one for one in functions if not iscoroutinefunction(one)]
    with app.app_context():
        keep_statements(db.engine)


def act_as(token: str) -> None:
    """From here on, in this context and in the transaction under way, `token` is asking."""
    _token.set(token)
    _plan.set("")
    if db.session.in_transaction():
        _tell(db.session, db.session.connection())


def ask_anew() -> None:
    """Let the database say again who asks: the session has come to act for somebody else."""
    _tell(db.session, db.session.connection())


def narrow_to(plan_id: UUID) -> None:
    """From here on, in this context, let nothing be seen of any other plan than this one."""
    narrowed_to(plan_id)
    if db.session.in_transaction():
        _tell(db.session, db.session.connection())


def narrowed_to(plan_id: UUID) -> None:
    """As `narrow_to`, where the database has narrowed the transaction itself (app.unlock)."""
    _plan.set(str(plan_id))


def hold(key: UUID) -> None:
    """Let one transaction at a time go on with what `key` names, until it ends: the next waits.

    It holds no row, so the thing need not exist yet. The database counts such locks by 64 bits;
    the last 64 of a UUIDv7 are drawn at random (portal.ids), so two ids hardly ever meet, and if
    they did, one would wait for the other without need.
    """
    number = int.from_bytes(key.bytes[-8:], signed=True)
    db.session.execute(select(func.pg_advisory_xact_lock(cast(number, BigInteger))))


def whoever_asks() -> RowMapping | None:
    """Whom the token belongs to, if its session still holds.

    That is what the database answered when the transaction began.
    """
    db.session.connection()
    found: RowMapping | None = db.session.info["who"]
    return found


_NARROW = func.set_config("app.plan", bindparam("plan", type_=Text), true()).label("narrowed_to")
_TELL = select(func.set_config("app.token", bindparam("token", type_=Text), true()), _NARROW)
_ENTER = select(
    _NARROW,
    func.app.enter(bindparam("token", type_=Text)).table_valued(
        *("account_id", "account_name", "organisation_id", "organisation_name"),
        *("organisation_kind", "county_id", "county_name", "roles", "session_id"),
        *("organisations", "is_due_for_touch", "idle_seconds", "ends_in", "keeps_drafts"),
    ),
)


def _tell(session: Session, connection: Connection) -> None:
    # local to the transaction: a pooled connection forgets it
    token = _token.get()
    answer = connection.execute(_ENTER if token else _TELL, {"token": token, "plan": _plan.get()})
    session.info["who"] = answer.mappings().one_or_none() if token else None


@event.listens_for(Session, "after_begin")
def _tell_database(session: Session, begun: SessionTransaction, connection: Connection) -> None:
    # a savepoint keeps the setting of its outer transaction
    if not begun.nested:
        _tell(session, connection)


@event.listens_for(Pool, "checkout")
def _refuse_closed(connection: psycopg.Connection, _record: object, _proxy: object) -> None:
    """Let the pool replace a connection that the server has closed.

    To look at what has arrived costs a hundredth of asking the server something, as the pool's own
    pre-ping does.
    """
    try:
        for _ in ("the server's last words", "the end"):
            connection.pgconn.consume_input()
    except psycopg.OperationalError as closed:
        raise DisconnectionError from closed

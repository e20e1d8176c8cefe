"""The database: one session, one base class, and who the database is told is asking."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import Connection, DateTime, Enum, MetaData, Text, event, func, literal, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, SessionTransaction, mapped_column

from portal.ids import new_id

db = SQLAlchemy(engine_options={"hide_parameters": True, "pool_pre_ping": True})

# The session token of the request under way. The database looks its hash up in a table that the
# application's own login cannot read, so that injected SQL cannot become somebody else.
_token: ContextVar[str] = ContextVar("session_token", default="")


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


def act_as(token: str) -> None:
    """From here on, in this context and in the transaction under way, `token` is asking."""
    _token.set(token)
    if db.session.in_transaction():
        _tell(db.session.connection())


@contextmanager
def acting_as(token: str) -> Iterator[None]:
    """Ask as `token` inside the block only."""
    reset = _token.set(token)
    try:
        yield
    finally:
        _token.reset(reset)


def _tell(connection: Connection) -> None:
    # local to the transaction: a pooled connection forgets it
    connection.execute(select(func.set_config("app.token", _token.get(), literal(value=True))))


@event.listens_for(Session, "after_begin")
def _tell_database(_session: Session, begun: SessionTransaction, connection: Connection) -> None:
    # a savepoint keeps the setting of its outer transaction
    if not begun.nested:
        _tell(connection)

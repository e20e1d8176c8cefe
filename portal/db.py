"""The database: one session, one base class, and who the database is told is asking."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from uuid import UUID

from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import DateTime, MetaData, event, func, select
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
    type_annotation_map = {datetime: DateTime(timezone=True)}  # noqa: RUF012 (SQLAlchemy's own form)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)


class TenantOwned:
    """Mark of a table under row-level security: `county_id` is in its keys and policies."""

    county_id: Mapped[UUID]


def act_as(token: str) -> None:
    """From here on, in this context and in the transaction under way, `token` is asking."""
    _token.set(token)
    if db.session.in_transaction():
        _tell(db.session)


@contextmanager
def acting_as(token: str) -> Iterator[None]:
    """Ask as `token` inside the block only."""
    reset = _token.set(token)
    try:
        yield
    finally:
        _token.reset(reset)


def _tell(session: Session) -> None:
    session.execute(select(func.set_config("app.token", _token.get(), True)))  # noqa: FBT003 (SQL)


@event.listens_for(Session, "after_begin")
def _tell_database(session: Session, transaction: SessionTransaction, _connection: object) -> None:
    # a savepoint keeps the setting of its outer transaction
    if not transaction.nested:
        _tell(session)

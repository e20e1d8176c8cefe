"""When each job was last run, and how that ended: nobody notices a job that never runs."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Engine, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base
from portal.errors import PortalError

DONE = "done"
CLOCKS_MAY_DIFFER = timedelta(minutes=5)


class ClocksDifferError(PortalError):
    """What is for ever is not done by a clock that may be wrong."""


class JobRun(Base):
    """The last run of a job, whoever ran it; `ended_at` is empty while it runs, or if it died."""

    __tablename__ = "job_run"

    id: Mapped[str] = mapped_column(  # type: ignore[assignment]  # no UUID: the name is the key
        "name", primary_key=True
    )
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
    done_at: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class Run:
    """How a job went last: how long ago it began, and how long ago it last got done, in seconds."""

    outcome: str | None
    began: float
    done: float | None


def agreed_on(theirs: datetime, ours: datetime) -> datetime:
    """The database's time; raises when this machine's is another: one of the two is wrong."""
    if abs(theirs - ours) > CLOCKS_MAY_DIFFER:
        raise ClocksDifferError(
            f"This machine says {ours:%Y-%m-%d %H:%M} UTC and the database"
            f" {theirs.astimezone(UTC):%Y-%m-%d %H:%M} UTC. Nothing was touched: put the clock"
            " right that is wrong."
        )
    return theirs


@contextmanager
def noted(engine: Engine, name: str) -> Iterator[None]:
    """Note that the job runs, and how it ends; `engine` is the owner's or the worker's."""
    _begin(engine, name)
    try:
        yield
    except BaseException as failure:
        _end(engine, name, type(failure).__name__)
        raise
    _end(engine, name, DONE)


def last_runs(connection: Connection) -> Mapping[str, Run]:
    """Every job that was ever run, by name; the time is the database's."""
    found = connection.execute(
        select(
            JobRun.id.label("name"),
            JobRun.outcome,
            func.extract("epoch", func.now() - JobRun.began_at).label("began"),
            func.extract("epoch", func.now() - JobRun.done_at).label("done"),
        )
    )
    return {
        row.name: Run(row.outcome, float(row.began), None if row.done is None else float(row.done))
        for row in found
    }


def _begin(engine: Engine, name: str) -> None:
    values = {"began_at": func.now(), "ended_at": None, "outcome": None}
    statement = insert(JobRun).values(id=name, **values)
    with engine.begin() as connection:
        connection.execute(statement.on_conflict_do_update(index_elements=[JobRun.id], set_=values))


def _end(engine: Engine, name: str, outcome: str) -> None:
    values: dict[str, object] = {"ended_at": func.now(), "outcome": outcome}
    if outcome == DONE:
        values["done_at"] = func.now()
    with engine.begin() as connection:
        connection.execute(update(JobRun).where(JobRun.id == name).values(**values))

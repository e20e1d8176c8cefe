"""The day it is in a demo of one's own, moved by the test: for its programs and its database."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psycopg

from portal import clock
from portal.demo.postgres import LocalPostgres
from portal.zone import STOCKHOLM

NOW = clock.now
CLOCK = re.compile(r"\b(now|clock_timestamp|statement_timestamp)\(\)")
READING_THE_CLOCK = """
  select pg_get_functiondef(p.oid) from pg_proc p
  where p.pronamespace = 'app'::regnamespace and p.prokind = 'f'
    and p.prosrc ~ '\\m(now|clock_timestamp|statement_timestamp)\\(\\)'"""


def _later(now: datetime, days: int) -> timedelta:
    wall = now.astimezone(STOCKHOLM) + timedelta(days=days)
    return wall.astimezone(UTC) - now


class Days:
    """Days after today, for a demo whose files lie in `var`.

    Every program of the demo asks tests/e2e/begin/ahead.py what time it is. The database
    reads its clock in functions of ours, which are made to read it so many days later. `told` is
    handed what tells the instant from then on.
    """

    def __init__(
        self, var: Path, today: date, told: Callable[[Callable[[], datetime]], object]
    ) -> None:
        self._file = var.with_suffix(".ahead")
        self._database = LocalPostgres(var / "pg").url("super").replace("+psycopg", "", 1)
        self._today = today
        self._told = told
        self._days = 0
        self._file.write_text("0", encoding="ascii")

    def environment(self) -> dict[str, str]:
        """What the demo is to be started with."""
        return {"SECONDS_AHEAD": str(self._file)}

    def on(self, days: int) -> None:
        """Let it be so many days later, everywhere, at the same hour on the wall."""
        self._days = days
        ahead = _later(NOW(), days)
        with psycopg.connect(self._database) as connection:
            is_first = connection.execute("select to_regproc('app.ahead') is null").fetchone()
            connection.execute(
                "create or replace function app.ahead() returns interval language sql stable"
                f" as $$ select interval '{ahead.total_seconds()} seconds' $$"
            )
            if is_first == (True,):
                for (definition,) in connection.execute(READING_THE_CLOCK).fetchall():
                    moved = CLOCK.sub(r"(\1() + app.ahead())", definition)
                    connection.execute(moved)
        self._file.write_text(str(ahead.total_seconds()), encoding="ascii")
        self._told(lambda: NOW() + ahead)

    def pass_by(self, days: int) -> None:
        """Let so many more days go by."""
        self.on(self._days + days)

    def day(self, after: int) -> date:
        """A day, counted from the one on which the story begins."""
        return self._today + timedelta(days=after)

    def holding(
        self, subject: str, municipality: str, day: date
    ) -> list[tuple[str, date | None, bool]]:
        """What the one query says holds there: title, last day, whether an addendum is read."""
        with psycopg.connect(self._database) as connection:
            return connection.execute(
                "select f.title, f.last_day, f.text_id <> f.agreement_id"
                " from app.subject s, app.organisation o, app.in_force(s.id, o.id, %s) f"
                " where s.name = %s and o.name = %s order by f.valid_from",
                [day, subject, municipality],
            ).fetchall()

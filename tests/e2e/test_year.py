"""A year in the demo in which nobody does anything: what everybody is reminded of, each thing once.

Every day's reminders are queued as `portal remind` does, in one transaction that is taken back. Of
plans, whose reminders go by the database's clock, what would be queued each day is asked for.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import Connection, create_engine, text

from agreements.reminding import escalate
from portal import clock
from portal.cli.sending import queue_of_agreements
from portal.config import Settings
from portal.demo.postgres import LocalPostgres
from tests.e2e.demo import Demo
from tests.integration.isolation import PLANNED_ONCE

AHEAD = timedelta(days=7)
YEAR = range(366)
# what the demo's agreements, groups, figures, values, LOB and transfers ask for within a year
TOLD = {
    *(f"agreement.{one}" for one in ("near", "due", "late")),
    *(f"agreement.{one}" for one in ("expiring", "ended", "review_near", "review_late")),
    *(f"lob.figures_{one}" for one in ("near", "due", "late")),
    *(f"lob.contact_{one}" for one in ("due", "late")),
    *(f"lob.review_{one}" for one in ("near", "due", "late")),
    *(f"activity.{one}" for one in ("near", "due", "late")),
    *(f"indicator.{one}" for one in ("near", "due", "late")),
    *(f"transfer.{one}" for one in ("near", "late", "no_answer", "not_ruled")),
    "dispute.lifted",
}
# the same of plans: calls, measures, meetings, follow-ups and consent that ends
OF_PLANS = {
    "call.late",
    *(f"action.{one}" for one in ("near", "late")),
    *(f"follow_up.{one}" for one in ("near", "late")),
    *("meeting.near", "consent.near"),
}
DUE_IN_PLANS = """
select d.day::date, r.kind, split_part(r.dedupe, ':', 2), r.dedupe, r.account_id
from generate_series(current_date, current_date + 365, interval '1 day') d (day)
cross join lateral app.reminders(d.day + interval '10 hours') r
order by d.day"""
QUEUED = "select kind, count(*) from app.outbox where sent_at is null group by kind"


@pytest.fixture
def worker(demo: Demo) -> Iterator[Connection]:
    """The demo's database, as its worker; what is done is taken back."""
    engine = create_engine(Settings.read(demo.folder / "config.toml").database.worker_url)
    with engine.connect() as connection:
        connection.exec_driver_sql(PLANNED_ONCE)
        yield connection
        connection.rollback()
    engine.dispose()


@pytest.fixture
def owner(demo: Demo) -> Iterator[Connection]:
    """The same as whoever may read every plan's days: no page does."""
    engine = create_engine(LocalPostgres(demo.folder / "pg").url("super"))
    with engine.connect() as connection:
        yield connection
        connection.rollback()
    engine.dispose()


def test_a_year_tells_everything_once(worker: Connection) -> None:
    today = clock.today()
    for days in YEAR:
        day = today + timedelta(days=days)
        escalate(worker, day)
        queue_of_agreements(worker, day, AHEAD)
    told = {kind for kind, _count in worker.execute(text(QUEUED))}
    assert TOLD - told == set()

    assert queue_of_agreements(worker, today + timedelta(days=YEAR[-1]), AHEAD) == 0


def test_a_year_reminds_of_each_thing_in_plans_first_near_and_then_late(
    owner: Connection,
) -> None:
    first: dict[tuple[str, str], date] = {}
    days: dict[tuple[str, object], set[date]] = defaultdict(set)
    for day, kind, thing, dedupe, account in owner.execute(text(DUE_IN_PLANS)):
        first.setdefault((kind, thing), day)
        days[dedupe, account].add(day)
    told = {kind for kind, _thing in first}
    assert OF_PLANS - told == set()
    begins = clock.today()
    for (kind, thing), day in first.items():
        what, when = kind.split(".")
        near = first.get((f"{what}.near", thing))
        if when == "late" and day > begins:
            assert near is not None, (kind, thing)
            assert near < day, (kind, thing)
    # what is told is told once, on days that follow each other
    for between in days.values():
        assert (max(between) - min(between)).days == len(between) - 1

"""A year in the demo in which nobody does anything: what everybody is reminded of, each thing once.

Every day's reminders are queued as `portal remind` does, in one transaction that is taken back.
"""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Connection, create_engine, text

from agreements.reminding import escalate
from portal import clock
from portal.cli.sending import queue_of_agreements
from portal.config import Settings
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


def test_a_year_tells_everything_once(worker: Connection) -> None:
    today = clock.today()
    for days in YEAR:
        day = today + timedelta(days=days)
        escalate(worker, day)
        queue_of_agreements(worker, day, AHEAD)
    told = {kind for kind, _count in worker.execute(text(QUEUED))}
    assert TOLD - told == set()

    assert queue_of_agreements(worker, today + timedelta(days=YEAR[-1]), AHEAD) == 0

"""The worker as a process: it goes on, over a lost database, until it is asked to stop."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from portal.config import Settings
from tests.conftest import Engines
from tests.integration.outbox.conftest import Outbox
from tests.integration.world import World

ROOT = Path(__file__).resolve().parents[3]

PROGRAM = """
import logging, os
from pathlib import Path
from portal.config import DatabaseSettings, KeySettings, MailSettings, Settings
from portal.outbox.worker import Worker
logging.basicConfig(level=logging.INFO, format="%(message)s")
url = os.environ["WORKER_URL"]
Worker(Settings(
    secret_key="only-for-tests-9fK2vQ7xLm4TzR8bWc3Y",
    base_url="https://samsyn.example",
    database=DatabaseSettings(url=url, owner_url=url, worker_url=url),
    mail=MailSettings(sender="samsyn@samsyn.example", folder=Path(os.environ["MAIL_FOLDER"])),
    keys=KeySettings(master={"1": "file:not/read"}, current=1, index="file:not/read/either"),
), poll_seconds=0.2).run()
"""


@pytest.fixture
def process(settings: Settings, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    environment = {
        "WORKER_URL": settings.database.worker_url,
        "MAIL_FOLDER": str(settings.mail.folder),
    }
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM], cwd=ROOT, env=os.environ | environment, stderr=log
        )
    yield process
    process.kill()
    process.wait()


def test_it_sends_what_comes_survives_a_lost_database_and_stops_when_asked(
    process: subprocess.Popen[bytes],
    outbox: Outbox,
    world: World,
    engines: Engines,
    database: str,
    tmp_path: Path,
) -> None:
    account = world.account()
    outbox.queue(account)
    _wait_until(lambda: len(outbox.sent()) == 1)

    _close(engines("super"), database)
    _wait_until(lambda: "trying again" in (tmp_path / "log").read_text())
    _open(engines("super"), database)
    outbox.queue(account)
    _wait_until(lambda: len(outbox.sent()) == 2)

    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0
    log = (tmp_path / "log").read_text()
    assert "worker stopped" in log
    assert "@" not in log
    assert "Traceback" not in log


def _wait_until(holds: Callable[[], bool]) -> None:
    ends = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < ends, "it never happened"
        time.sleep(0.05)


def _close(superuser: Engine, database: str) -> None:
    """Let nobody but a superuser in, and throw the worker out."""
    with superuser.begin() as connection:
        connection.execute(text(f"revoke connect on database {database} from portal_worker"))
    with superuser.begin() as connection:
        connection.execute(
            text("select pg_terminate_backend(pid) from pg_stat_activity where usename = :worker"),
            {"worker": "portal_worker"},
        )


def _open(superuser: Engine, database: str) -> None:
    with superuser.begin() as connection:
        connection.execute(text(f"grant connect on database {database} to portal_worker"))

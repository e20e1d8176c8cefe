"""The web server as processes: what one worker or the database does leaves the others serving."""

import http.client
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from portal.config import Settings
from tests.conftest import Engines
from tests.installation import write_config
from tests.integration.test_start import away

ROOT = Path(__file__).resolve().parents[2]

# Gunicorn, but a worker that cannot begin tries again soon, and what workers import is there:
# each begins in a moment.
IN_A_HURRY = """
import importlib
import portal.serving
from gunicorn.app.wsgiapp import run
portal.serving.SECONDS_BETWEEN_TRIES = 0.5
portal.serving.when_ready = lambda _master: importlib.import_module("portal.app")
run()
"""


class WebServer:
    """Gunicorn as docs/operations.md starts it, on a port of its own."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        self.config = write_config(replace(settings, base_url="http://localhost"), folder)
        self.log = folder / "web.log"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", IN_A_HURRY, "-c", "python:portal.serving",
                 f"--bind=127.0.0.1:{self.port}", "--workers=2"],
                cwd=ROOT, env=os.environ | {"PORTAL_CONFIG": str(self.config)},
                stdout=log, stderr=log,
            )  # fmt: skip

    def get(self, path: str = "/", cookie: str = "") -> int:
        """The status, or 0 when nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("GET", path, headers={"Host": "localhost", "Cookie": cookie})
            return connection.getresponse().status
        except OSError:
            return 0
        finally:
            connection.close()

    def workers(self) -> list[int]:
        """The processes that serve."""
        pid = self.process.pid
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def kill_one(self) -> None:
        """As the kernel does when memory is short; a worker is replaced all the time anyhow."""
        before = self.workers()
        os.kill(before[0], signal.SIGKILL)
        wait_until(lambda: len(set(self.workers()) - set(before)) == 1)

    def wait_for(self, status: int, path: str = "/") -> None:
        wait_until(lambda: self.get(path) == status)


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[[Settings], WebServer]]:
    started: list[WebServer] = []

    def start(settings: Settings) -> WebServer:
        started.append(WebServer(settings, tmp_path))
        return started[-1]

    yield start
    for server in started:
        server.process.terminate()
        server.process.wait(40)


def test_a_worker_that_begins_while_the_database_is_away_takes_nobody_with_it(
    settings: Settings,
    serve: Callable[[Settings], WebServer],
    engines: Engines,
    database: str,
) -> None:
    server = serve(settings)
    server.wait_for(200, "/healthz")
    with away(engines("super"), database):
        server.kill_one()
        for _ in range(6):  # whichever worker answers
            assert server.get("/healthz") == 503
            assert server.get("/static/icon.svg") == 200
        assert server.process.poll() is None
    wait_until(lambda: {server.get() for _ in range(6)} == {200})
    assert "Traceback" not in server.log.read_text()


def test_a_worker_that_may_not_begin_takes_nobody_with_it(
    settings: Settings, serve: Callable[[Settings], WebServer]
) -> None:
    server = serve(settings)
    server.wait_for(200)
    whole = server.config.read_text()
    server.config.write_text("nonsense")
    server.kill_one()
    wait_until(lambda: "this worker waits" in server.log.read_text())
    wait_until(lambda: server.get() == 200)
    assert server.process.poll() is None

    server.config.write_text(whole)
    wait_until(lambda: [server.get() for _ in range(8)] == [200] * 8)
    assert "Traceback" not in server.log.read_text()


def test_a_server_that_may_not_start_says_so_in_one_line(
    settings: Settings, serve: Callable[[Settings], WebServer], tmp_path: Path
) -> None:
    server = serve(replace(settings, secret_key=secrets.token_urlsafe(48)))

    assert server.process.wait(40) == 1
    assert "secret_key: the database was not given this one" in server.log.read_text()
    assert "Traceback" not in server.log.read_text()


def wait_until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 40
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.03)

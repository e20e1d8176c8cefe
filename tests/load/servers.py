"""The servers of a benchmark: a database with the whole country, the portal, and the floor."""

import http.client
import re
import secrets
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from portal.config import DatabaseSettings, MailSettings, OperatorSettings, Settings
from portal.demo.postgres import LocalPostgres
from portal.demo.process import Program
from tests.keys import KEYS

# as the demo's web server
GUNICORN = (
    *("-m", "gunicorn", "--worker-class", "gthread", "--threads", "4"),
    *("--keep-alive", "60", "--no-control-socket"),
)
# as clock_getcpuclockid(3) makes a clock of a process: to the nanosecond, where /proc counts ticks
CPU_OF_PROCESS = 2
FORM = "application/x-www-form-urlencoded"


@contextmanager
def database() -> Iterator[tuple[LocalPostgres, Settings]]:
    """A server of our own, as durable as the demo's, in a folder that is removed afterwards."""
    # not in a folder that only its owner may enter: as root, the server is somebody else
    folder = Path(tempfile.gettempdir()) / f"samsyn-bench-{secrets.token_hex(4)}"
    postgres = LocalPostgres(folder)
    try:
        postgres.start()
        yield postgres, _settings(postgres)
    finally:
        postgres.destroy()


def superuser(postgres: LocalPostgres) -> psycopg.Connection:
    """A connection that may do everything."""
    return psycopg.connect(postgres.url("super").replace("+psycopg", "", 1), autocommit=True)


@dataclass(slots=True)
class Server:
    """A web server with one worker, asked over one connection that stays open."""

    port: int
    worker: int
    asked: int = 0
    _connection: http.client.HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

    def hang_up(self) -> None:
        """Let the next request be over a new connection: a server closes one that rests."""
        self._connection.close()

    def anew(self) -> "Server":
        """The same server, over another connection."""
        return Server(self.port, self.worker)

    def get(self, path: str, cookie: str) -> tuple[http.client.HTTPResponse, bytes]:
        """Ask for a page, whatever the answer."""
        return self._ask("GET", path, {"Cookie": cookie}, None)

    def post(self, path: str, cookie: str, sent: str) -> tuple[http.client.HTTPResponse, bytes]:
        """Send a form, whatever the answer."""
        return self._ask("POST", path, {"Cookie": cookie, "Content-Type": FORM}, sent)

    def _ask(
        self, method: str, path: str, headers: dict[str, str], sent: str | None
    ) -> tuple[http.client.HTTPResponse, bytes]:
        self._connection.request(method, path, sent, headers)
        answer = self._connection.getresponse()
        self.asked += 1
        return answer, answer.read()

    def cpu_seconds(self) -> float:
        """User and system time of the worker so far."""
        return time.clock_gettime(~self.worker << 3 | CPU_OF_PROCESS)

    def memory_mb(self) -> float:
        """What the worker holds in memory."""
        status = Path(f"/proc/{self.worker}/status").read_text()
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        assert found
        return int(found[1]) / 1024


@contextmanager
def web(name: str, factory: str, folder: Path, workers: int = 1) -> Iterator[Server]:
    """Run `factory` under gunicorn; with several workers, the first is the one to measure."""
    port = _free_port()
    pid_file = folder / f"{name}.pid"
    command = [
        *(sys.executable, *GUNICORN, "--workers", str(workers)),
        *("--bind", f"127.0.0.1:{port}", f"--pid={pid_file}"),
    ]
    program = Program(name, [*command, factory], folder / f"{name}.log", {})
    try:
        _wait(program, port)
        yield Server(port, _worker(int(pid_file.read_text())))
    finally:
        program.stop(10)


def _settings(postgres: LocalPostgres) -> Settings:
    return Settings(
        secret_key=secrets.token_urlsafe(48),
        base_url="http://localhost",
        database=DatabaseSettings(
            url=postgres.url("app"),
            owner_url=postgres.url("owner"),
            worker_url=postgres.url("worker"),
        ),
        mail=MailSettings(sender="Samsyn <samsyn@samsyn.example>"),
        operator=OperatorSettings(email="drift@samsyn.example"),
        keys=KEYS,
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(program: Program, port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and program.ended is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"{program.name} does not answer:\n{program.last_words()}")


def _worker(arbiter: int) -> int:
    """Gunicorn's only child; it may take a moment to be there."""
    children = Path(f"/proc/{arbiter}/task/{arbiter}/children")
    for _ in range(200):
        if found := children.read_text().split():
            return int(found[0])
        time.sleep(0.05)
    raise RuntimeError("gunicorn has no worker")

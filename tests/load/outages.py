"""`python -m tests.load.outages`: PostgreSQL and web workers are killed, and the web server stays.

Thirty times the database's master process is ended with -9, every third time one of the web
server's workers with it, so that a new one begins while there is no database. Meanwhile others keep
asking for a page that asks the database. At the end the same web server has to serve everything,
and nobody may have seen anything but pages and the page for a database that is away.
"""

import argparse
import os
import secrets
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

from portal import database as migrations
from portal.demo.postgres import LocalPostgres
from tests.conftest import settings_of
from tests.integration.test_serving import WebServer, wait_until

# a page behind the sign-in: whoever has no session is sent there once the database has said so
PAGE = "/todo"
ASKING = 4
EXPECTED = {302, 503}


class Asking:
    """Somebody who asks again and again, and counts what they are answered."""

    def __init__(self, web: WebServer) -> None:
        self._web = web
        self._stop = threading.Event()
        self.answers: Counter[int] = Counter()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self._stop.is_set():
            self.answers[self._web.get(PAGE, cookie="__Host-samsyn=a-token-of-nobody")] += 1
            time.sleep(0.02)

    def stop(self) -> Counter[int]:
        self._stop.set()
        self._thread.join(30)
        return self.answers


def main() -> None:
    """Do it, and end with status 1 if somebody was let down."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=30)
    times = parser.parse_args().times
    folder = Path(tempfile.mkdtemp(prefix="samsyn-outages-"))
    folder.chmod(0o711)
    postgres = LocalPostgres(Path(tempfile.gettempdir()) / f"samsyn-outages-{secrets.token_hex(4)}")
    postgres.start()
    migrations.upgrade(settings_of(postgres, "portal"))
    web = WebServer(settings_of(postgres, "portal"), folder)
    try:
        web.wait_for(302, PAGE)
        sys.exit(0 if _kill(times, postgres, web) else 1)
    finally:
        web.process.terminate()
        web.process.wait(40)
        postgres.destroy()


def _kill(times: int, postgres: LocalPostgres, web: WebServer) -> bool:
    asking = [Asking(web) for _ in range(ASKING)]
    slowest = 0.0
    workers = 0
    for number in range(1, times + 1):
        os.kill(postgres.pid, signal.SIGKILL)
        if number % 3 == 0:
            web.kill_one()
            workers += 1
        time.sleep(1)
        postgres.stop()
        postgres.start()
        began = time.monotonic()
        wait_until(lambda: all(web.get("/healthz") == 200 for _ in range(6)))
        slowest = max(slowest, time.monotonic() - began)
        print(f"kill {number}: the web server runs: {web.process.poll() is None}", flush=True)
    answers = sum((one.stop() for one in asking), Counter())
    is_there = web.process.poll() is None
    tracebacks = web.log.read_text().count("Traceback")
    print(f"{times} kills of PostgreSQL and {workers} of a worker; answers: {dict(answers)};")
    print(f"whole again at most {slowest:.1f} s after the database; tracebacks: {tracebacks};")
    print(f"the same web server still runs: {is_there}")
    # whoever a killed worker was answering hears nothing
    unanswered = answers.pop(0, 0)
    return (
        is_there and not tracebacks and set(answers) <= EXPECTED and unanswered <= workers * ASKING
    )


if __name__ == "__main__":
    main()

"""Gunicorn's settings: `gunicorn -c python:portal.serving`. Each may be given on its command line.

Gunicorn's master reads this and how log lines look, and nothing else of the portal, so that a
reload brings new code. It looks once, in a program of its own, whether the portal may start at all.
A worker that cannot begin later (they are replaced all the time) answers 503 until it can, and
leaves the others be: on one that ends before it has begun, Gunicorn would end everything.
"""

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable
from threading import Timer
from typing import Any

from portal.log import settings as log_settings

wsgi_app = "portal.serving:application()"
bind = "127.0.0.1:8000"
worker_class = "gthread"
workers = 3
threads = 4
max_requests = 2000
max_requests_jitter = 200
graceful_timeout = 30
control_socket_disable = True
logconfig_dict = log_settings()

SECONDS_BETWEEN_TRIES = 10.0
MAY_IT_START = ("-c", "from portal.cli import main; main()", "check", "--start")

log = logging.getLogger(__name__)


def on_starting(_master: object) -> None:
    """Gunicorn calls it before there is any worker: end with one line if nothing can be served."""
    looked = subprocess.run([sys.executable, *MAY_IT_START], check=False)  # noqa: S603 (ours)
    if looked.returncode:
        sys.exit(looked.returncode)


def application() -> Callable[..., Iterable[bytes]]:
    """The portal, or what answers in its place until a new worker can be it."""
    try:
        from portal.app import begin  # here: what is half-installed must not end the worker

        return begin()
    except Exception as refusal:  # whatever it is, the others serve on
        log.critical("this worker waits: %s: %s", type(refusal).__name__, refusal)
    again = Timer(SECONDS_BETWEEN_TRIES, os.kill, (os.getpid(), signal.SIGTERM))
    again.daemon = True
    again.start()
    return unavailable


def unavailable(_environ: dict[str, Any], start_response: Callable[..., object]) -> list[bytes]:
    """Answer 503, in words for whoever happens to ask."""
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Retry-After", "30")]
    start_response("503 Service Unavailable", headers)
    return ["Samsyn är tillfälligt nere. Försök igen om en stund.\n".encode()]

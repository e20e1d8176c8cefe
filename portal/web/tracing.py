"""A name for each request, in every log line about it and in its answer, and a line at its end."""

import logging
import re
import time
from collections.abc import Callable, Iterable
from typing import Any
from uuid import uuid4

from flask import Flask, Response, request

from portal import log

HEADER = "X-Request-ID"
STARTED = "portal.started"
# What a proxy gives is taken if nobody can write anything else into a log with it.
_SAFE = re.compile(r"[A-Za-z0-9_-]{8,64}")

access = logging.getLogger("portal.access")

Wsgi = Callable[..., Iterable[bytes]]


def init_app(app: Flask) -> None:
    """Name every request to `app`; to be called before anything else that looks at requests."""
    app.wsgi_app = _naming(app.wsgi_app)  # type: ignore[method-assign]
    app.before_request(_note_endpoint)
    app.after_request(_tell)


def _naming(inner: Wsgi) -> Wsgi:
    def named(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
        given = environ.get("HTTP_X_REQUEST_ID", "")
        log.request_id.set(given if _SAFE.fullmatch(given) else uuid4().hex)
        log.endpoint.set("")
        environ[STARTED] = time.perf_counter()
        return inner(environ, start_response)

    return named


def _note_endpoint() -> None:
    log.endpoint.set(request.endpoint or "")


def _tell(response: Response) -> Response:
    response.headers[HEADER] = log.request_id.get()
    milliseconds = round((time.perf_counter() - request.environ[STARTED]) * 1000)
    facts = {"method": request.method, "status": response.status_code, "ms": milliseconds}
    access.info("answered", extra=facts)
    return response

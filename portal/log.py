"""One form of log line for every process: when, how grave, who says it, for which request, what.

`PORTAL_LOG=json` in the environment makes each line a JSON object. What is given with `extra`
stands in the line by its name. Lines hold no personal data: that is for whoever writes them.
"""

import json
import logging
import logging.config
import os
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from typing_extensions import override

# The request under way: its id, and the endpoint once it is known.
request_id: ContextVar[str] = ContextVar("request_id", default="")
endpoint: ContextVar[str] = ContextVar("endpoint", default="")

_OF_EVERY_RECORD = frozenset(
    {*vars(logging.makeLogRecord({})), "message", "asctime", "taskName", "color_message"}
)
# Libraries that tell at this level what they ask for, with addresses.
_TALKATIVE = ("alembic", "authlib", "fontTools", "httpcore", "httpcore2", "httpx", "httpx2")


class Formatter(logging.Formatter):
    """A line, as text or as JSON."""

    def __init__(self) -> None:
        super().__init__()
        self._as_json = os.environ.get("PORTAL_LOG") == "json"

    @override
    def format(self, record: logging.LogRecord) -> str:
        line = _fields(record)
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str) if self._as_json else _text(line)


def settings(level: str = "INFO") -> dict[str, Any]:
    """What logging.config.dictConfig is told: by us, and by Gunicorn (portal.serving)."""
    on_to_the_root: dict[str, Any] = {"handlers": [], "propagate": True}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": "portal.log.Formatter"}},
        "handlers": {"standard_error": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"level": level, "handlers": ["standard_error"]},
        "loggers": {
            "gunicorn.error": {"level": "INFO", **on_to_the_root},
            "gunicorn.access": {"level": "WARNING", **on_to_the_root},
            **{name: {"level": "WARNING"} for name in _TALKATIVE},
        },
    }


def configure() -> None:
    """Write such lines, unless somebody has said already how lines are written."""
    if not logging.getLogger().handlers:
        logging.config.dictConfig(settings())


def _fields(record: logging.LogRecord) -> dict[str, Any]:
    at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    line: dict[str, Any] = {
        "time": at.replace("+00:00", "Z"),
        "level": record.levelname,
        "logger": record.name,
        "request": request_id.get() or None,
        "endpoint": endpoint.get() or None,
        "message": record.getMessage(),
    }
    given = {name: value for name, value in vars(record).items() if name not in _OF_EVERY_RECORD}
    return {name: value for name, value in {**line, **given}.items() if value is not None}


def _text(line: dict[str, Any]) -> str:
    rest = dict(line)
    traceback = rest.pop("traceback", "")
    begins = " ".join(str(rest.pop(name)) for name in ("time", "level", "logger"))
    message = rest.pop("message")
    facts = "".join(f" {name}={_value(value)}" for name, value in rest.items())
    return f"{begins}{facts}: {_one_line(message)}" + "".join(
        f"\n    {each}" for each in traceback.splitlines()
    )


def _value(value: object) -> str:
    written = str(value)
    if written.isprintable() and written and not any(one in ' "=' for one in written):
        return written
    return json.dumps(written, ensure_ascii=not written.isprintable())


def _one_line(message: str) -> str:
    """What cannot be printed would let somebody write lines of their own."""
    return "".join(one if one.isprintable() else repr(one)[1:-1] for one in message)

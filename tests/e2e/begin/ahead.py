"""Puts a program's clock some days ahead.

How many seconds that is stands in a file, which is read whenever somebody asks what time it is.
"""

import datetime
import os
import sys
import time
from pathlib import Path

from portal import clock

_seconds = Path(os.environ["SECONDS_AHEAD"])
_time, _datetime = time.time, datetime.datetime


def _ahead() -> datetime.timedelta:
    return datetime.timedelta(seconds=float(_seconds.read_text(encoding="ascii")))


def _now(zone: datetime.tzinfo | None = None) -> datetime.datetime:
    return _datetime.now(zone) + _ahead()


class _AnyDatetime(type):
    def __instancecheck__(cls, value: object) -> bool:
        return isinstance(value, _datetime)


class _Datetime(_datetime, metaclass=_AnyDatetime):
    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> datetime.datetime:  # type: ignore[override]
        return _now(tz)


def begin() -> None:
    """Let the program see that time from now on."""
    time.time = lambda: _time() + _ahead().total_seconds()
    clock.now = lambda: _now(datetime.UTC)
    if "portal.demo.provider" in sys.orig_argv:
        # it asks the class; what talks to the database knows a datetime by its very class
        datetime.datetime = _Datetime

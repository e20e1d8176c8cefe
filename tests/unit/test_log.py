"""The form of log lines."""

import json
import logging
import sys

import pytest

from portal import log


def record(message: str, *arguments: object, **extra: object) -> logging.LogRecord:
    made = logging.makeLogRecord({"name": "portal.outbox", "levelname": "WARNING", "created": 0.0})
    made.msg, made.args = message, arguments
    vars(made).update(extra)
    return made


@pytest.fixture
def under_way() -> None:
    log.request_id.set("abcdefgh")
    log.endpoint.set("plans.show")


@pytest.fixture
def formatter(monkeypatch: pytest.MonkeyPatch) -> log.Formatter:
    monkeypatch.delenv("PORTAL_LOG", raising=False)
    return log.Formatter()


@pytest.mark.usefixtures("under_way")
def test_a_line_says_when_how_grave_who_for_which_request_and_what(
    formatter: log.Formatter,
) -> None:
    line = formatter.format(record("%s of %s", 1, 2, issuer="kommun", reason="level too low"))

    assert line == (
        "1970-01-01T00:00:00.000Z WARNING portal.outbox request=abcdefgh endpoint=plans.show"
        ' issuer=kommun reason="level too low": 1 of 2'
    )


@pytest.mark.usefixtures("under_way")
def test_a_line_may_be_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_LOG", "json")
    line = log.Formatter().format(record("Å\n%s", "x", issuer="kommun"))

    assert "\n" not in line
    assert json.loads(line) == {
        "time": "1970-01-01T00:00:00.000Z",
        "level": "WARNING",
        "logger": "portal.outbox",
        "request": "abcdefgh",
        "endpoint": "plans.show",
        "message": "Å\nx",
        "issuer": "kommun",
    }


@pytest.mark.parametrize(
    "evil", ["x\n1970-01-01T00:00:00.000Z INFO portal: y", "x\x1b[2J", "x\u2028y"]
)
def test_nobody_writes_lines_of_their_own(formatter: log.Formatter, evil: str) -> None:
    for line in (formatter.format(record(evil)), formatter.format(record("m", who=evil))):
        assert line.isprintable()


def test_a_traceback_is_indented_and_of_the_same_record(formatter: log.Formatter) -> None:
    made = record("failed")
    try:
        raise ZeroDivisionError
    except ZeroDivisionError:
        made.exc_info = sys.exc_info()
    first, *rest = formatter.format(made).splitlines()

    assert first.endswith(": failed")
    assert rest[-1] == "    ZeroDivisionError"
    assert all(line.startswith("    ") for line in rest)

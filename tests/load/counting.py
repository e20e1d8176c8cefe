"""How many statements a page sends to the database: asked of an application in this process.

`python -m tests.load.counting PATH COOKIE` asks the floor, in a process without the portal, whose
listeners would count for every session.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

from flask import Flask
from sqlalchemy import Engine, event


class Counter:
    """Counts the statements of a transaction, Flask-Login's own or `app.enter` among them."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def count(self, path: str, cookie: str) -> int:
        """Ask for the page twice: the first time a process also learns types."""
        self._get(path, cookie)
        with statements() as seen:
            self._get(path, cookie)
        return len(seen)

    def _get(self, path: str, cookie: str) -> None:
        client = self._app.test_client(use_cookies=False)
        answer = client.get(path, headers={"Cookie": cookie}, base_url="http://127.0.0.1")
        if answer.status_code != HTTPStatus.OK:
            raise RuntimeError(f"{path} answered {answer.status_code}")


@contextmanager
def statements() -> Iterator[list[str]]:
    """The SQL statements of the block."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def count_of_floor(path: str, cookie: str) -> int:
    """Ask the floor, in a process of its own."""
    command = [sys.executable, "-m", "tests.load.counting", path, cookie]
    return int(subprocess.check_output(command, text=True))


if __name__ == "__main__":
    from tests.load.floor import create_app

    print(Counter(create_app()).count(*sys.argv[1:]))

"""How many statements a page sends to the database: asked of the application in this process."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

from flask import Flask
from sqlalchemy import Engine, event


class Counter:
    """Counts the statements between BEGIN and ROLLBACK, `app.enter` and Flask-Login's included."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def count(self, path: str, cookie: str) -> int:
        """Ask for the page twice, since the first time a process also learns types and languages."""
        self._get(path, cookie)
        with _statements() as seen:
            self._get(path, cookie)
        return len(seen)

    def _get(self, path: str, cookie: str) -> None:
        client = self._app.test_client(use_cookies=False)
        answer = client.get(path, headers={"Cookie": cookie}, base_url="http://127.0.0.1")
        if answer.status_code != HTTPStatus.OK:
            raise RuntimeError(f"{path} answered {answer.status_code}")


@contextmanager
def _statements() -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)

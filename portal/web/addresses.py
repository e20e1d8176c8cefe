"""A template's addresses. The map of routes is asked once for each kind of address, not each time.

A page of a plan has forty, and to find one of them costs more than to write it.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import flask
from flask import Flask, request

Pattern = tuple[str, ...]
"""Where the application lies, an endpoint, and the names of its values."""


def addresses() -> Callable[..., str]:
    """Do what Flask's url_for does, for one application.

    A whole endpoint whose values are ids only is written from a pattern.
    """
    patterns: dict[Pattern, str] = {}

    def url_for(endpoint: str, **values: Any) -> str:  # noqa: ANN401 (Flask's own form)
        if endpoint.startswith(".") or not all(type(value) is UUID for value in values.values()):
            return flask.url_for(endpoint, **values)
        wanted = (request.script_root, endpoint, *values)
        pattern = patterns.get(wanted)
        if pattern is None:
            pattern = patterns[wanted] = _pattern(endpoint, *values)
        return pattern % values

    return url_for


def _pattern(endpoint: str, *names: str) -> str:
    marks: dict[str, Any] = {name: UUID(int=number) for number, name in enumerate(names, start=1)}
    pattern = flask.url_for(endpoint, **marks).replace("%", "%%")
    for name, mark in marks.items():
        pattern = pattern.replace(str(mark), f"%({name})s")
    return pattern


def init_app(app: Flask) -> None:
    """Give it to templates in place of Flask's."""
    app.jinja_env.globals["url_for"] = addresses()

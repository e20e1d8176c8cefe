"""A template's addresses. The map of routes is asked once for each kind of address, not each time.

A page of a plan has forty, and to find one of them costs more than to write it.
"""

from functools import cache
from typing import Any
from uuid import UUID

import flask
from flask import Flask, request


def url_for(endpoint: str, **values: Any) -> str:  # noqa: ANN401 (Flask's own form)
    """Do what Flask's does, for whole endpoints whose values are ids only from a pattern."""
    if endpoint.startswith(".") or not all(type(value) is UUID for value in values.values()):
        return flask.url_for(endpoint, **values)
    return _pattern(request.script_root, endpoint, *values) % values


@cache
def _pattern(_root: str, endpoint: str, *names: str) -> str:
    marks: dict[str, Any] = {name: UUID(int=number) for number, name in enumerate(names, start=1)}
    pattern = flask.url_for(endpoint, **marks).replace("%", "%%")
    for name, mark in marks.items():
        pattern = pattern.replace(str(mark), f"%({name})s")
    return pattern


def init_app(app: Flask) -> None:
    """Give it to templates in place of Flask's."""
    app.jinja_env.globals["url_for"] = url_for

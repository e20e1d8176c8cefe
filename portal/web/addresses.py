"""A template's addresses. The map of routes is asked once for each kind of address, not each time.

A page of a plan has forty, and to find one of them costs more than to write it.
"""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import flask
from flask import Flask, current_app, request

Pattern = tuple[object, ...]
"""Where the application lies, an endpoint, and the names and types of its values."""


def addresses() -> Callable[..., str]:
    """Do what Flask's url_for does, for one application.

    A whole endpoint whose values are ids and plain words only is written from a pattern.
    """
    patterns: dict[Pattern, str] = {}

    def url_for(endpoint: str, **values: Any) -> str:  # noqa: ANN401 (Flask's own form)
        if endpoint.startswith(".") or not all(map(_is_plain, values, values.values())):
            return flask.url_for(endpoint, **values)
        wanted = (request.script_root, endpoint, *values, *map(type, values.values()))
        pattern = patterns.get(wanted)
        if pattern is None:
            pattern = patterns[wanted] = _pattern(endpoint, values)
        return pattern % values

    return url_for


def url_for(endpoint: str, **values: Any) -> str:  # noqa: ANN401 (as above)
    """A template's own, for what a presenter writes dozens of times on a page."""
    written: str = current_app.extensions["addresses"](endpoint, **values)
    return written


def _is_plain(name: str, value: object) -> bool:
    """Whether it stands in an address as it is: an id, or a word of our own such as long_term_goal.

    What begins with an underscore says how the address is written (_anchor).
    """
    return type(value) is UUID or (
        type(value) is str and value.isidentifier() and value.isascii() and name[0] != "_"
    )


def _pattern(endpoint: str, values: Mapping[str, Any]) -> str:
    marks: dict[str, Any] = {
        name: f"mark_{number}_" if isinstance(value, str) else UUID(int=number)
        for number, (name, value) in enumerate(values.items(), start=1)
    }
    pattern = flask.url_for(endpoint, **marks).replace("%", "%%")
    for name, mark in marks.items():
        pattern = pattern.replace(str(mark), f"%({name})s")
    return pattern


def init_app(app: Flask) -> None:
    """Give it to templates in place of Flask's."""
    app.extensions["addresses"] = app.jinja_env.globals["url_for"] = addresses()

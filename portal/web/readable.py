"""Requests that no database could be asked about: answered before it is."""

from collections.abc import Iterator

from flask import Flask, request
from werkzeug.exceptions import BadRequest

NUL = "\0"


def init_app(app: Flask) -> None:
    """Answer 400 to a NUL in an address or a cookie, since PostgreSQL keeps none.

    A field of a form tells it where it is typed (portal.web.fields).
    """
    app.before_request(_refuse_nul)


def _refuse_nul() -> None:
    if any(NUL in text for text in _texts()):
        raise BadRequest


def _texts() -> Iterator[str]:
    yield request.path
    for name, value in request.cookies.items(multi=True):
        yield name
        yield value

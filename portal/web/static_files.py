"""Addresses of static files that change when the file does, so that browsers may keep them."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import Flask, url_for

FOLDER = Path(__file__).parent / "static"


@cache
def version(name: str) -> str:
    """The first twelve hex digits of the file's SHA-256; the style sheets cite fonts the same way."""
    return sha256((FOLDER / name).read_bytes()).hexdigest()[:12]


def static_url(name: str) -> str:
    """`/static/<name>?v=<version>`."""
    return url_for("static", filename=name, v=version(name))


def init_app(app: Flask) -> None:
    """Serve portal/web/static/ as /static/ and let templates ask for addresses."""
    app.static_folder = str(FOLDER)
    app.jinja_env.globals["static_url"] = static_url

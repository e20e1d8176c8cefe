"""Static files, at addresses that change when the file does, so that browsers may keep them."""

from functools import cache
from hashlib import sha256

from flask import Flask, request, send_from_directory
from flask.typing import ResponseReturnValue

from portal.resources import folder
from portal.web.guard import public

FOLDER = folder("static")


@cache
def version(name: str) -> str:
    """Twelve hex digits of the file's SHA-256; style sheets cite their fonts in the same way."""
    return sha256((FOLDER / name).read_bytes()).hexdigest()[:12]


def static_url(name: str) -> str:
    """`/static/<name>?v=<version>`."""
    return f"{request.script_root}/static/{name}?v={version(name)}"


@public
def serve(filename: str) -> ResponseReturnValue:
    """The file, or 404; portal.web.headers says how long it may be kept."""
    return send_from_directory(FOLDER, filename)


def init_app(app: Flask) -> None:
    """Serve the folder as /static/; `app` is made with static_folder=None."""
    app.add_url_rule("/static/<path:filename>", endpoint="static", view_func=serve)
    app.jinja_env.globals["static_url"] = static_url

"""When a page begins to be drawn, all that it shows has been read."""

from collections.abc import Mapping
from typing import Any

from flask import Flask, before_render_template

from portal.transaction import is_reading_noted, settle_reading
from portal.web.drafts import drafting


def init_app(app: Flask) -> None:
    """Let what a page notes of its reading be in the log before it is drawn, not after."""
    before_render_template.connect(_settle, app)


def _settle(_app: Flask, context: Mapping[str, Any], **_more: object) -> None:
    if not is_reading_noted():
        return
    # what a template asks for itself would begin a transaction of its own
    bool(context.get("menu"))
    if (here := drafting()) is not None:
        bool(here.is_offered)
    settle_reading()

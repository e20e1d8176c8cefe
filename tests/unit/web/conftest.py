"""The parts of the web layer that every page stands on, without a database or a sign-in."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from flask import Flask, session
from jinja2 import StrictUndefined

from portal import help as help_pages
from portal.config import OperatorSettings
from portal.direction import isolated
from portal.errors import Difference, ForbiddenError, RuleBrokenError, StaleError
from portal.resources import folder
from portal.web import (
    drafts,
    errors,
    filters,
    headers,
    i18n,
    pages,
    parts,
    static_files,
    statuses,
    tokens,
    tracing,
)


@pytest.fixture
def app():
    app = Flask("portal", template_folder=str(folder("templates")), static_folder=None)
    app.jinja_options = {"undefined": StrictUndefined, "finalize": isolated}
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.config["SECRET_KEY"] = "only for tests"
    tracing.init_app(app)
    for part in (static_files, filters, statuses, parts, i18n, errors, drafts):
        part.init_app(app)
    pages.init_app(app, OperatorSettings())
    app.register_blueprint(help_pages.bp)
    headers.init_app(app, https=True)
    asker = tokens.Asker(lambda: tokens.NOBODY, lambda: "Maja Öhlund", lambda: session)
    tokens.init_app(app, asker, timedelta(hours=10))
    app.context_processor(lambda: {"current_user": SimpleNamespace(is_authenticated=False)})
    _add_views_that_fail(app)
    return app


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def in_swedish(app):
    with app.test_request_context("/"):
        yield


@pytest.fixture
def read():
    """Parse HTML."""
    return lambda html: BeautifulSoup(str(html), "html.parser")


def _add_views_that_fail(app):
    def forbidden():
        raise ForbiddenError

    def broken():
        raise RuleBrokenError("Alla parter har inte beslutat ännu.")

    def stale():
        raise StaleError((Difference("Rubrik", "<b>min</b>", "deras", "Maria Lind"),))

    def crash():
        raise ZeroDivisionError

    for view in (forbidden, broken, stale, crash):
        app.add_url_rule(f"/{view.__name__}", view_func=view)
    app.add_url_rule("/save", endpoint="save", view_func=lambda: "saved", methods=["POST"])

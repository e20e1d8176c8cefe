"""The composition root: the only module that knows every part."""

import gc
import logging
import os
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jinja2
from flask import Flask, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.middleware.proxy_fix import ProxyFix

import agreements.blueprints
import portal.county.blueprints
import portal.help
import portal.identity.blueprints
import portal.start
import sip.blueprints
from portal import db, fitness, menu, transaction, vault
from portal.config import Settings
from portal.direction import isolated
from portal.errors import PortalError
from portal.log import configure as configure_log
from portal.memory import keep_one_heap
from portal.policy import POLICY
from portal.resources import folder
from portal.web import (
    addresses,
    drafts,
    errors,
    filters,
    guard,
    headers,
    i18n,
    pages,
    parts,
    readable,
    static_files,
    statuses,
    tracing,
)
from portal.web.environment import Environment

# Each gives the application its pages, and what else they need.
PACKAGES = (
    portal.identity.blueprints,
    portal.start,
    portal.help,
    portal.county.blueprints,
    agreements.blueprints,
    sip.blueprints,
)
LARGEST_FORM = 2 * 1024 * 1024
# A file that is too large is read past, so that its form comes back with what was written in it.
LARGEST_UPLOAD = 12 * 1024 * 1024
# What is answered before the database has been looked at: nothing that asks it for anything.
ALWAYS_ANSWERED = {"static", "pages.health"}
# Gunicorn's word for a worker that could not begin; its master then ends too.
NOT_STARTED = 3

log = logging.getLogger(__name__)


def create_app(settings: Settings) -> Flask:
    """The web application for one installation."""
    app = Flask("portal", static_folder=None, template_folder=str(folder("templates")))
    app.jinja_environment = Environment
    _configure(app, settings)
    tracing.init_app(app)
    readable.init_app(app)
    if settings.hops:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.hops, x_proto=0)  # type: ignore[method-assign]
    app.extensions["settings"] = settings
    db.init_app(app)
    vault.init_app(app, settings.keys)
    fitness.init_app(app)
    app.teardown_appcontext(transaction.end_reading)
    _set_up_web(app, settings)
    for package in PACKAGES:
        package.init_app(app)
    guard.refuse_unguarded(app, POLICY)
    return app


def create_wsgi() -> Flask:
    """What a WSGI server runs; what it refuses to run on is one line in the log.

    Under Gunicorn as portal.serving sets it up, one worker that cannot begin leaves the others be.
    """
    configure_log()
    try:
        return begin()
    except PortalError as refusal:
        log.critical("not started: %s", refusal)
        sys.exit(NOT_STARTED)


def begin() -> Flask:
    """The configured application, which serves nobody on a database that is not fit for it.

    Without any database it waits for one, and answers 503 meanwhile.
    """
    keep_one_heap()
    app = create_app(Settings.read(config_path()))
    gate = Gate()
    with app.app_context():
        try:
            gate.look()
        except SQLAlchemyError as lost:
            log.warning("the database does not answer (%s): waiting for it", errors.reason(lost))
        finally:
            # a server that forks from here on must not share a connection
            db.db.engine.dispose()
    app.before_request_funcs.setdefault(None, []).insert(1, gate)  # 0 names the request
    # what is there from the start stays: no collection looks at it again
    gc.collect()
    gc.freeze()
    return app


class Gate:
    """Lets no request in before the database has been found fit, once it can be looked at."""

    def __init__(self) -> None:
        self._is_open = False

    def look(self) -> None:
        """Open, or raise."""
        if ahead := fitness.refuse_unfit():
            log.warning("the database %s: a later release has upgraded it; this goes on", ahead)
        self._is_open = True

    def __call__(self) -> ResponseReturnValue | None:
        """Flask asks before each request."""
        if self._is_open or request.endpoint in ALWAYS_ANSWERED:
            return None
        try:
            self.look()
        except PortalError as refusal:
            log.critical("not answering: %s", refusal)
            return errors.plain(503)
        return None


def config_path() -> Path:
    """Where the configuration is: PORTAL_CONFIG, or ./config.toml."""
    return Path(os.environ.get("PORTAL_CONFIG", "config.toml"))


def _configure(app: Flask, settings: Settings) -> None:
    address = urlsplit(settings.base_url)
    engine: dict[str, Any] = {
        "url": settings.database.url,
        "hide_parameters": True,
        "pool_size": settings.database.pool_size,
        # the connection that was used last: the server has kept most for it
        "pool_use_lifo": True,
        "connect_args": {
            "options": db.startup_options(settings.database),
            "prepare_threshold": db.ASKED_BEFORE_KEPT,
        },
    }
    if not settings.database.prepared_statements:
        # the next transaction may find another server connection, which has not prepared them
        engine["connect_args"]["prepare_threshold"] = None
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_ENGINES={"default": engine},
        MAX_CONTENT_LENGTH=LARGEST_FORM,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM,
        TRUSTED_HOSTS=_hosts(address.hostname or ""),
        PREFERRED_URL_SCHEME=address.scheme,
        SESSION_COOKIE_NAME="__Host-samsyn-form",
        SESSION_COOKIE_SECURE=True,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_FORM_PARTS=errors.MOST_FIELDS,
    )
    app.jinja_options = {"undefined": jinja2.StrictUndefined, "finalize": isolated}
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def _let_files_come() -> None:
    if request.mimetype == "multipart/form-data":
        request.max_content_length = LARGEST_UPLOAD


def _hosts(host: str) -> list[str]:
    return [host, "127.0.0.1"] if host == "localhost" else [host]


def _set_up_web(app: Flask, settings: Settings) -> None:
    app.before_request(_let_files_come)
    https = settings.base_url.startswith("https://")
    targets = [url for issuer in settings.issuers for url in (issuer.issuer, *issuer.passes)]
    headers.init_app(app, https=https, form_targets=targets)
    for part in (
        static_files,
        statuses,
        addresses,
        parts,
        filters,
        i18n,
        errors,
        menu,
        drafts,
    ):
        part.init_app(app)
    pages.init_app(app, settings.operator)

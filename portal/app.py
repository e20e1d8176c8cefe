"""The composition root: the only module that knows every part."""

import gc
import os
from pathlib import Path
from urllib.parse import urlsplit

import jinja2
from flask import Flask
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

import agreements.blueprints
import portal.identity.blueprints
import portal.start
import sip.blueprints
from portal import database, db, menu, transaction, vault
from portal.config import Settings
from portal.policy import POLICY
from portal.resources import folder
from portal.web import (
    addresses,
    errors,
    filters,
    guard,
    headers,
    i18n,
    pages,
    parts,
    static_files,
    statuses,
)
from portal.web.environment import Environment

# Each gives the application its pages, and what else they need.
PACKAGES = (
    portal.identity.blueprints,
    portal.start,
    agreements.blueprints,
    sip.blueprints,
)
LARGEST_FORM = 2 * 1024 * 1024


def create_app(settings: Settings) -> Flask:
    """The web application for one installation."""
    app = Flask("portal", static_folder=None, template_folder=str(folder("templates")))
    app.jinja_environment = Environment
    _configure(app, settings)
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=0)  # type: ignore[method-assign]
    app.extensions["settings"] = settings
    db.init_app(app)
    vault.init_app(app, settings.keys)
    app.teardown_appcontext(transaction.end_reading)
    CSRFProtect(app)
    _set_up_web(app, settings)
    for package in PACKAGES:
        package.init_app(app)
    guard.refuse_unguarded(app, POLICY)
    return app


def create_wsgi() -> Flask:
    """What a WSGI server runs: the configured application, on a database that is up to date."""
    app = create_app(Settings.read(config_path()))
    with app.app_context():
        database.refuse_outdated()
        database.refuse_other_limits()
    _calm_collector()
    return app


def _calm_collector() -> None:
    """Let Python look for unreachable cycles more seldom.

    A page makes tens of thousands of short-lived objects and hardly any cycle, and what is there
    from the start stays.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


def config_path() -> Path:
    """Where the configuration is: PORTAL_CONFIG, or ./config.toml."""
    return Path(os.environ.get("PORTAL_CONFIG", "config.toml"))


def _configure(app: Flask, settings: Settings) -> None:
    address = urlsplit(settings.base_url)
    engine = {
        "url": settings.database.url,
        "hide_parameters": True,
        "pool_size": settings.database.pool_size,
        "connect_args": {"options": db.time_limits(settings.database)},
    }
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
        WTF_CSRF_TIME_LIMIT=settings.session.absolute_hours * 3600,
        WTF_CSRF_SSL_STRICT=False,
    )
    app.jinja_options = {"undefined": jinja2.StrictUndefined}
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def _hosts(host: str) -> list[str]:
    return [host, "127.0.0.1"] if host == "localhost" else [host]


def _set_up_web(app: Flask, settings: Settings) -> None:
    https = settings.base_url.startswith("https://")
    targets = [url for issuer in settings.issuers for url in (issuer.issuer, *issuer.passes)]
    headers.init_app(app, https=https, form_targets=targets)
    for part in (static_files, statuses, addresses, parts, filters, i18n, errors, menu):
        part.init_app(app)
    pages.init_app(app, settings.operator)

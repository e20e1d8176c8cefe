"""The composition root: the only module that knows every part."""

import gc
import os
from pathlib import Path
from urllib.parse import urlsplit

import jinja2
from flask import Flask
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

import agreements.board.views
import agreements.drafting.views
import agreements.matrix.views
import agreements.negotiation.views
import agreements.signing.views
import agreements.templates.views
import agreements.views
import portal.start
import sip.access_log.review_views
import sip.access_log.views
import sip.archive.views
import sip.calling.clock_views
import sip.calling.link_views
import sip.calling.meeting_views
import sip.calling.my_meeting_views
import sip.calling.views
import sip.consent.basis_views
import sip.consent.my_views
import sip.consent.views
import sip.figures.views
import sip.history.views
import sip.kernel.settings
import sip.kernel.words
import sip.my_plan.download_views
import sip.my_plan.question_views
import sip.my_plan.views
import sip.people.views
import sip.plan.participant_views
import sip.plan.task_views
import sip.plan.views
import sip.writing.views
from agreements import words
from agreements.rules import AgreementRuleError
from portal import database, db, menu, transaction, vault
from portal.config import Settings
from portal.identity import account_views, administration_views, log_views, session
from portal.identity import views as identity
from portal.identity.oidc import Provider, ProviderUnreachableError, SignInRefusedError
from portal.identity.step_up import Acts
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
from sip.kernel.refusals import SipRuleError

LARGEST_FORM = 2 * 1024 * 1024

BLUEPRINTS = (
    portal.start.bp,
    identity.bp,
    account_views.bp,
    administration_views.bp,
    log_views.bp,
    agreements.views.bp,
    agreements.drafting.views.bp,
    agreements.matrix.views.bp,
    agreements.negotiation.views.bp,
    agreements.signing.views.bp,
    agreements.board.views.bp,
    agreements.templates.views.bp,
    sip.people.views.bp,
    sip.my_plan.views.bp,
    sip.my_plan.download_views.bp,
    sip.my_plan.question_views.bp,
    sip.plan.task_views.bp,
    sip.plan.views.bp,
    sip.writing.views.bp,
    sip.history.views.bp,
    sip.plan.participant_views.bp,
    sip.archive.views.bp,
    sip.calling.views.bp,
    sip.calling.link_views.bp,
    sip.calling.meeting_views.bp,
    sip.calling.my_meeting_views.bp,
    sip.calling.clock_views.bp,
    sip.consent.views.bp,
    sip.consent.my_views.bp,
    sip.consent.basis_views.bp,
    sip.access_log.views.bp,
    sip.access_log.review_views.bp,
    sip.figures.views.bp,
)


def create_app(settings: Settings) -> Flask:
    """The web application for one installation."""
    app = Flask("portal", static_folder=None, template_folder=str(folder("templates")))
    app.jinja_environment = Environment
    _configure(app, settings)
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=0)  # type: ignore[method-assign]
    app.extensions["settings"] = settings
    app.extensions["providers"] = {issuer.key: Provider(issuer) for issuer in settings.issuers}
    db.init_app(app)
    vault.init_app(app, settings.keys)
    sip.kernel.settings.init_app(app, settings.sip_settings)
    app.teardown_appcontext(transaction.end_reading)
    csrf = CSRFProtect(app)
    # the provider's own call has no page of ours to carry a token; its logout token is signed
    csrf.exempt(identity.back_channel_logout)
    _set_up_web(app, settings)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    acts = app.extensions["step_up"] = Acts()
    acts.register(
        "sign",
        finish=agreements.signing.views.finish_signing,
        refused=agreements.signing.views.signing_refused,
    )
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
    for part in (static_files, statuses, addresses, parts, filters, i18n, errors, session, menu):
        part.init_app(app)
    pages.init_app(app, settings.operator)
    app.register_error_handler(SignInRefusedError, identity.refused)
    app.register_error_handler(ProviderUnreachableError, _provider_unreachable)
    app.register_error_handler(
        SipRuleError, lambda broken: errors.broken_rule(sip.kernel.words.worded(broken))
    )
    app.register_error_handler(
        AgreementRuleError, lambda broken: errors.broken_rule(words.worded(broken))
    )


def _provider_unreachable(_error: ProviderUnreachableError) -> ResponseReturnValue:
    return errors.plain(502, retry_url="/sign-in")

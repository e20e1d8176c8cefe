"""What signing in, and the roles behind it, give the web application."""

from datetime import timedelta
from typing import TYPE_CHECKING

from flask import Flask, current_app
from flask import session as form_cookie
from flask.typing import ResponseReturnValue

from portal.identity import (
    account_views,
    administration_views,
    kept_views,
    log_views,
    session,
    step_up,
    views,
    words,
)
from portal.identity.oidc import Provider, ProviderUnreachableError, SignInRefusedError
from portal.identity.rules import DepartureRuleError, StandInRuleError
from portal.web import errors, tokens

if TYPE_CHECKING:
    from portal.config import Settings

BLUEPRINTS = (
    views.bp,
    account_views.bp,
    administration_views.bp,
    kept_views.bp,
    log_views.bp,
)


def init_app(app: Flask) -> None:
    """Let the application know who asks, by the providers of its settings."""
    settings: Settings = app.extensions["settings"]
    app.extensions["providers"] = {issuer.key: Provider(issuer) for issuer in settings.issuers}
    session.init_app(app)
    step_up.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    asker = tokens.Asker(session.audience, session.asker_name, lambda: form_cookie)
    tokens.init_app(app, asker, timedelta(hours=settings.session.absolute_hours))
    kept_views.init_app(app)
    errors.register_words(app, DepartureRuleError, words.refusal)
    errors.register_words(app, StandInRuleError, words.stand_in_refusal)
    app.register_error_handler(SignInRefusedError, views.refused)
    app.register_error_handler(ProviderUnreachableError, _provider_unreachable)


def _provider_unreachable(error: ProviderUnreachableError) -> ResponseReturnValue:
    current_app.logger.error(
        "a provider cannot be used",
        extra={"issuer": error.issuer_key, "reason": error.trouble.value, "detail": error.detail},
    )
    return errors.plain(502, retry_url="/sign-in")

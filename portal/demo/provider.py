"""A real OpenID provider for the demo and the tests: Canaille with accounts from a JSON file.

`python -m portal.demo.provider CONFIG.json` serves on 127.0.0.1 and prints one JSON line with
the issuer when it is ready. It keeps everything in memory and is not for production.
"""

import argparse
import json
import logging
import os
import secrets
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

import flask
from blinker import signal as named_signal
from canaille import create_app
from canaille.app import models
from canaille.app.session import logout_all_users
from canaille.backends import Backend
from canaille.oidc.userinfo import UserInfo
from gunicorn.app.base import BaseApplication
from joserfc.jwk import RSAKey

from portal import clock
from portal.demo.provider_memory import SharedMemoryBackend
from portal.demo.provider_swedish import write_catalogue

ORGANISATION_SCOPE = "https://id.oidc.se/scope/naturalPersonOrgId"
PERSON_SCOPE = "https://id.oidc.se/scope/naturalPersonNumber"
CLAIM = "https://id.oidc.se/claim/"
ALGORITHM = "RS256"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody who can sign in; with an organisation number, on behalf of that organisation."""

    login: str
    password: str
    name: str
    given_name: str
    family_name: str
    email: str
    organisation: str | None = None
    organisation_number: str | None = None
    personnummer: str | None = None
    acr: str | None = None

    def claims(self) -> dict[str, str]:
        """The OIDC Sweden claims about person and organisation, keyed by their last part."""
        if self.personnummer:
            return {"personalIdentityNumber": self.personnummer}
        if not self.organisation_number:
            return {}
        return {
            "orgNumber": self.organisation_number,
            "orgAffiliation": f"{self.login}@{self.organisation_number}",
            "orgName": self.organisation or "",
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderConfig:
    """One provider and its one client, the portal. Port 0 takes any free port."""

    key: str
    name: str
    port: int
    portal_urls: tuple[str, ...]
    client_id: str
    client_secret: str | None
    accounts: tuple[Account, ...]
    acr: str | None = None
    client_jwks: Mapping[str, Any] | None = None

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """From the file's JSON; every key is named as the attribute."""
        accounts = tuple(Account(**account) for account in values["accounts"])
        urls = tuple(url.rstrip("/") for url in values["portal_urls"])
        return cls(**{**values, "accounts": accounts, "portal_urls": urls})


@dataclass(frozen=True, slots=True)
class Place:
    """Where and with what a provider runs: its address, its key, its cookie secret, its texts."""

    issuer: str
    key: RSAKey
    secret: str
    texts: Path


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn is untyped
    """Gunicorn with one worker, since all is in its memory, and threads."""

    def __init__(self, config: ProviderConfig, *, stop_with_stdin: bool) -> None:
        self._config = config
        self._stop_with_stdin = stop_with_stdin
        self._socket = socket.create_server(("127.0.0.1", config.port))
        self.issuer = f"http://localhost:{self._socket.getsockname()[1]}"
        # made before the worker starts: one that is started again signs with the same key
        self._key = RSAKey.generate_key(2048, auto_kid=True)
        self._secret = secrets.token_hex(32)
        self._texts: tempfile.TemporaryDirectory[str] | None = None
        super().__init__()

    def load_config(self) -> None:
        """Quiet, loopback only, nothing left on disk."""
        for name, value in {
            "bind": f"fd://{self._socket.fileno()}",
            "worker_class": "gthread",
            "workers": 1,
            "threads": 8,
            "graceful_timeout": 2,
            "loglevel": "error",
            "control_socket_disable": True,
            "when_ready": self._say_ready,
            "post_worker_init": self._watch_stdin,
        }.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:  # noqa: ANN401 (a Flask application of Canaille's)
        """Make the application, in the worker; the texts go when the worker does."""
        self._texts = tempfile.TemporaryDirectory(prefix="provider-texts-")
        write_catalogue(Path(self._texts.name))
        place = Place(self.issuer, self._key, self._secret, Path(self._texts.name))
        return create_provider(self._config, place)

    def _say_ready(self, _arbiter: object) -> None:
        print(json.dumps({"issuer": self.issuer}), flush=True)

    def _watch_stdin(self, _worker: object) -> None:
        if self._stop_with_stdin:
            threading.Thread(target=_stop_at_end_of_input, daemon=True).start()


def create_provider(config: ProviderConfig, place: Place) -> Any:  # noqa: ANN401 (a Flask application of Canaille's)
    """Canaille with its accounts and its client."""
    # Authlib refuses http without this. Set for this process only: it serves loopback.
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"
    settings = _settings(config, place)
    app = create_app(config=settings, backend=SharedMemoryBackend(settings), env_file=None)
    _add_swedish_claims(app, config)
    _close_the_way_round_a_fresh_sign_in(app)
    with app.app_context():
        _add_accounts(config)
        _add_client(config)
    return app


def _settings(config: ProviderConfig, place: Place) -> dict[str, Any]:
    return {
        "SECRET_KEY": place.secret,
        "SERVER_NAME": urlsplit(place.issuer).netloc,
        "PREFERRED_URL_SCHEME": "http",
        # cookies know no ports: two providers on localhost must not share one
        "SESSION_COOKIE_NAME": f"provider-{config.key}",
        "BABEL_TRANSLATION_DIRECTORIES": f"translations;{place.texts}",
        "CANAILLE": {
            "NAME": config.name,
            "DATABASE": "memory",
            "LANGUAGE": "sv",
            "TIMEZONE": "Europe/Stockholm",
            "LOGO": None,
            "FAVICON": None,
            "JAVASCRIPT": False,
            "HTMX": False,
            "SMTP": None,
            "CAPTCHA_ENABLED": False,
            "ENABLE_PASSWORD_RECOVERY": False,
            "ACL": {"DEFAULT": {"PERMISSIONS": ["use_oidc"], "READ": [], "WRITE": []}},
            "LOGGING": {
                "version": 1,
                "disable_existing_loggers": False,
                "handlers": {"stderr": {"class": "logging.StreamHandler"}},
                "root": {"level": logging.getLevelName(logging.ERROR), "handlers": ["stderr"]},
            },
        },
        "CANAILLE_OIDC": {
            "ACTIVE_JWKS": [place.key.as_dict(private=True)],
            # a client that lives there is ours: no page asking whether to trust it
            "TRUSTED_DOMAINS": [urlsplit(url).hostname for url in config.portal_urls],
        },
    }


def _add_swedish_claims(app: Any, config: ProviderConfig) -> None:  # noqa: ANN401 (Canaille is untyped)
    """Teach Canaille the OIDC Sweden scopes, through its own mapping of claims to templates."""
    claims = {account.login: account.claims() for account in config.accounts}
    app.jinja_env.globals["swedish_claim"] = lambda user, name: claims.get(user.user_name, {}).get(
        name, ""
    )
    scopes = {
        ORGANISATION_SCOPE: ("orgNumber", "orgAffiliation", "orgName"),
        PERSON_SCOPE: ("personalIdentityNumber",),
    }
    mapping = app.config["CANAILLE_OIDC"]["USERINFO_MAPPING"]
    for scope, names in scopes.items():
        for name in names:
            mapping[f"{CLAIM}{name}".upper()] = f"{{{{ swedish_claim(user, '{name}') }}}}"
        addresses = [f"{CLAIM}{name}" for name in names]
        UserInfo.REGISTERED_CLAIMS = [*UserInfo.REGISTERED_CLAIMS, *addresses]
        UserInfo.SCOPES_CLAIMS_MAPPING = {**UserInfo.SCOPES_CLAIMS_MAPPING, scope: addresses}


def _close_the_way_round_a_fresh_sign_in(app: Any) -> None:  # noqa: ANN401 (Canaille is untyped)
    """Ask for the password where Canaille would not.

    Asked for a fresh sign-in (prompt=login), it lets "switch account" and the account's own name
    pass for one, while the account still has a session.
    """

    @app.before_request  # type: ignore[untyped-decorator]  # Canaille is untyped
    def forget_sessions() -> None:
        asked = flask.session.get("auth", {}).get("data", {})
        if asked.get("prompt_login") and flask.request.endpoint == "core.auth.login":
            logout_all_users()


def _add_accounts(config: ProviderConfig) -> None:
    levels = {account.login: account.acr or config.acr for account in config.accounts}

    def add_level(code: Any, **_data: object) -> None:  # noqa: ANN401 (Canaille is untyped)
        # Canaille has a place for the acr, puts it into the id_token, and never fills it
        code.acr = levels.get(code.subject.user_name)

    named_signal("before_authorizationcode_save").connect(add_level, weak=False)
    for account in config.accounts:
        user = models.User(
            user_name=account.login,
            password=account.password,
            formatted_name=account.name,
            given_name=account.given_name,
            family_name=account.family_name,
            emails=[account.email],
            organization=account.organisation,
        )
        Backend.instance.save(user)


def _add_client(config: ProviderConfig) -> None:
    client = models.Client(
        client_id=config.client_id,
        client_secret=config.client_secret,
        client_id_issued_at=clock.now(),
        client_name="Samsyn",
        client_uri=config.portal_urls[0],
        redirect_uris=[f"{url}/sign-in/{config.key}/callback" for url in config.portal_urls],
        post_logout_redirect_uris=[f"{url}/sign-in/signed-out" for url in config.portal_urls],
        grant_types=["authorization_code"],
        response_types=["code"],
        scope=["openid", "profile", "email", ORGANISATION_SCOPE, PERSON_SCOPE],
        id_token_signed_response_alg=ALGORITHM,
        token_endpoint_auth_method=(
            "private_key_jwt" if config.client_jwks else "client_secret_basic"
        ),
        jwks=json.dumps(config.client_jwks) if config.client_jwks else None,
    )
    Backend.instance.save(client)
    # without this the id_token is for nobody, and the portal refuses it
    client.audience = [client]
    Backend.instance.save(client)


def _stop_at_end_of_input() -> None:
    """Whoever started this holds the other end: when it dies, however it dies, so do we."""
    sys.stdin.buffer.read()
    os.kill(os.getppid(), signal.SIGTERM)


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(description="An OpenID provider for the demo and the tests.")
    parser.add_argument("config", type=Path)
    parser.add_argument("--stop-with-stdin", action="store_true")
    options = parser.parse_args()
    values = json.loads(options.config.read_text(encoding="utf-8"))
    config = ProviderConfig.from_json(values)
    Server(config, stop_with_stdin=options.stop_with_stdin).run()


if __name__ == "__main__":
    main()

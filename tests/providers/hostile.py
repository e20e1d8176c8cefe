"""An OpenID provider that answers as it is told to: correctly, until a test spoils something."""

import base64
import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from socketserver import ThreadingMixIn
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from joserfc import jws
from joserfc.jwk import Key, OctKey, RSAKey

from portal.config import IssuerSettings

CLIENT_ID = "samsyn"
CLIENT_SECRET = "a-secret-of-the-client-that-is-long-enough"
CODE = "the-authorization-code"
ACCESS_TOKEN = "the-access-token"
LOA2 = "http://id.elegnamnden.se/loa/1.0/loa2"
LOA3 = "http://id.elegnamnden.se/loa/1.0/loa3"
ORGANISATION = "2120002627"
NUMBER_CLAIM = "https://id.oidc.se/claim/orgNumber"
AFFILIATION_CLAIM = "https://id.oidc.se/claim/orgAffiliation"

ALL_ALGORITHMS = jws.JWSRegistry(
    algorithms=list(jws.JWSRegistry.algorithms), strict_check_header=False
)


class HostileProvider:
    """Everything public here may be changed by a test before it signs in."""

    def __init__(self, now: datetime) -> None:
        self.now = int(now.timestamp())
        self.key: Key = first_key()
        self.header: dict[str, Any] = {"alg": "RS256", "kid": "first", "typ": "JWT"}
        self.published: list[dict[str, Any]] = [dict(self.key.as_dict(private=False))]
        self.discovery: dict[str, Any] = {}
        self.claims: dict[str, Any] = {}
        self.nonce = "no-request-yet"
        self.response: dict[str, str] = {}
        self.token: dict[str, Any] = {"access_token": ACCESS_TOKEN, "token_type": "Bearer"}
        self.token_status = "200 OK"
        self.userinfo: dict[str, Any] = {}
        self.with_id_token = True
        self.pages: dict[str, tuple[str, bytes, list[tuple[str, str]]]] = {}
        self.requests: list[tuple[str, str, dict[str, str]]] = []

    def start(self, issuer: str) -> None:
        """Fill in what a well-behaved provider says."""
        self.issuer = issuer
        self.discovery = {
            "issuer": issuer,
            "authorization_endpoint": f"{issuer}/authorize",
            "token_endpoint": f"{issuer}/token",
            "jwks_uri": f"{issuer}/jwks",
            "userinfo_endpoint": f"{issuer}/userinfo",
            "end_session_endpoint": f"{issuer}/logout",
            "id_token_signing_alg_values_supported": ["RS256", "none", "HS256"],
            "authorization_response_iss_parameter_supported": True,
        }
        self.claims = {
            "iss": issuer,
            "sub": "person-1",
            "aud": CLIENT_ID,
            "iat": self.now,
            "exp": self.now + 300,
            "auth_time": self.now,
            "acr": LOA3,
            "name": "Anna Andersson",
            "sid": "session-1",
            "at_hash": half_hash(ACCESS_TOKEN),
            NUMBER_CLAIM: ORGANISATION,
            AFFILIATION_CLAIM: f"anna@{ORGANISATION}",
        }

    def settings(self, **changes: Any) -> IssuerSettings:
        """How the portal is configured to use this provider."""
        return IssuerSettings(
            **{
                "key": "kommun",
                "door": "staff",
                "name": "Kommunens inloggning",
                "issuer": self.issuer,
                "client_id": CLIENT_ID,
                "client_secret": CLIENT_SECRET,
                "levels": {LOA2: 2, LOA3: 3},
                "sign_in_level": 2,
                "organisation_numbers": ("212000-2627",),
                "allow_http": True,
                **changes,
            }
        )

    def answer(self, authorization_url: str) -> dict[str, str]:
        """What the browser brings back, as if the person had signed in."""
        asked = dict(parse_qsl(urlsplit(authorization_url).query))
        self.nonce = asked["nonce"]
        response = {"code": CODE, "iss": self.issuer, "state": asked["state"], **self.response}
        return {name: value for name, value in response.items() if value}

    def sign(self, claims: dict[str, Any] | None = None) -> str:
        """The token the claims, header and key make at this moment."""
        said = {"nonce": self.nonce, **self.claims} if claims is None else claims
        payload = json.dumps({name: value for name, value in said.items() if value is not None})
        if self.header["alg"] == "none":  # joserfc warns, and it is not the one on trial here
            return ".".join(
                [base64url(json.dumps(self.header).encode()), base64url(payload.encode()), ""]
            )
        return jws.serialize_compact(self.header, payload, self.key, registry=ALL_ALGORITHMS)

    def secrets(self) -> list[str]:
        """What may never show in an error."""
        return [CLIENT_SECRET, CODE, ACCESS_TOKEN, self.nonce, "Andersson"]

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        length = int(environ.get("CONTENT_LENGTH") or 0)
        form = parse_qs(environ["wsgi.input"].read(length).decode())
        fields = {name: values[0] for name, values in form.items()}
        path = environ["PATH_INFO"]
        self.requests.append((path, environ.get("HTTP_AUTHORIZATION", ""), fields))
        status, body, headers = self.pages.get(path) or self._page(path)
        start_response(status, [("Content-Type", "application/json"), *headers])
        return [body]

    def _page(self, path: str) -> tuple[str, bytes, list[tuple[str, str]]]:
        if path == "/token":
            signed = {"id_token": self.sign()} if self.with_id_token else {}
            return self.token_status, json.dumps({**signed, **self.token}).encode(), []
        documents: dict[str, Any] = {
            "/.well-known/openid-configuration": self.discovery,
            "/jwks": {"keys": self.published},
            "/userinfo": self.userinfo,
        }
        if path not in documents:
            return "404 Not Found", b"{}", []
        return "200 OK", json.dumps(documents[path]).encode(), []


@cache
def first_key() -> RSAKey:
    """One key for all, since making one takes longer than a whole test."""
    return RSAKey.generate_key(2048, parameters={"kid": "first"})


def half_hash(value: str) -> str:
    """at_hash for a SHA-256 algorithm (OpenID Connect Core 1.0, section 3.1.3.6)."""
    return base64url(hashlib.sha256(value.encode()).digest()[:16])


def base64url(value: bytes) -> str:
    """As JOSE writes it, without padding."""
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def public_key_as_secret(key: Key) -> OctKey:
    """The classic confusion: the published key, used as an HMAC secret."""
    return OctKey.import_key(json.dumps(key.as_dict(private=False)), {"kid": "first"})


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (its name in the base)
        """Say nothing."""


@contextmanager
def running(provider: HostileProvider) -> Iterator[HostileProvider]:
    """Serve it on a loopback port."""
    with make_server(
        "127.0.0.1", 0, provider, server_class=_Server, handler_class=_Quiet
    ) as server:
        provider.start(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield provider
        finally:
            server.shutdown()
            thread.join()

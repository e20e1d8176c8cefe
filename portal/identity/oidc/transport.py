"""HTTP to one provider: Authlib's client with short timeouts, no redirects and a size limit."""

import json
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

import httpx2
from authlib.integrations.httpx_client import OAuth2Client
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey
from joserfc.jws import JWSRegistry

from portal.config import IssuerSettings
from portal.errors import ConfigurationError
from portal.identity.oidc.refusals import ProviderUnreachableError

TIMEOUT_SECONDS = 5.0
LARGEST_DOCUMENT = 512 * 1024


@contextmanager
def connect(settings: IssuerSettings) -> Iterator[Any]:
    """An Authlib client of its own for one exchange; a client remembers its token."""
    try:
        with OAuth2Client(
            **_client_authentication(settings),
            client_id=settings.client_id,
            scope=" ".join(settings.scopes),
            code_challenge_method="S256",
            verify=_tls(),
            timeout=TIMEOUT_SECONDS,
            follow_redirects=False,
        ) as client:
            if settings.private_key_file:
                client.register_client_auth_method(_private_key_jwt(settings))
            yield client
    except (httpx2.HTTPError, httpx2.InvalidURL) as failure:
        # the original names addresses and may hold what was sent
        raise ProviderUnreachableError(settings.key, _why(failure)) from None


def get_document(
    client: Any,  # noqa: ANN401 (Authlib is untyped)
    address: str,
    settings: IssuerSettings,
    *,
    authorized: bool = False,
) -> Mapping[str, Any]:
    """The JSON object at `address`; `authorized` sends the access token just received."""
    body = bytearray()
    with client.stream("GET", address, withhold_token=not authorized) as response:
        if response.status_code != httpx2.codes.OK:
            raise ProviderUnreachableError(settings.key, f"HTTP {response.status_code}")
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > LARGEST_DOCUMENT:
                raise ProviderUnreachableError(settings.key, "a document that is too large")
    return _json_object(bytes(body), settings)


def _why(failure: BaseException) -> str:
    """What to look for, in the words of the system and not of the other side."""
    cause: BaseException | None = failure
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"its certificate: {cause.verify_message}"
        if isinstance(cause, ssl.SSLError):
            return f"TLS: {cause.reason}"
        if isinstance(cause, OSError) and cause.strerror:
            return cause.strerror
        cause = cause.__cause__ or cause.__context__
    return type(failure).__name__


@cache
def _tls() -> ssl.SSLContext:
    """The machine's trusted certificates; reading them takes longer than the rest of a sign-in."""
    return httpx2.create_ssl_context()


def _json_object(body: bytes, settings: IssuerSettings) -> Mapping[str, Any]:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        raise ProviderUnreachableError(settings.key, "a document that is not JSON") from None
    if not isinstance(document, dict):
        raise ProviderUnreachableError(settings.key, "a document that is no JSON object")
    return document


def _client_authentication(settings: IssuerSettings) -> dict[str, Any]:
    if settings.private_key_file:
        return {
            "client_secret": _private_key(settings),
            "token_endpoint_auth_method": PrivateKeyJWT.name,
        }
    return {
        "client_secret": settings.client_secret,
        "token_endpoint_auth_method": "client_secret_basic" if settings.client_secret else "none",
    }


def _private_key_jwt(settings: IssuerSettings) -> Any:  # noqa: ANN401 (Authlib is untyped)
    algorithm = JWSRegistry.guess_algorithm(
        _private_key(settings), JWSRegistry.Strategy.RECOMMENDED
    )
    # without an audience Authlib takes the token endpoint
    return PrivateKeyJWT(settings.token_audience, alg=algorithm.name if algorithm else None)


def _private_key(settings: IssuerSettings) -> RSAKey | ECKey:
    if settings.private_key_file is None:
        raise ConfigurationError(f"issuers.{settings.key}: no private_key_file")
    try:
        pem = settings.private_key_file.read_bytes()
    except OSError as unreadable:
        raise ConfigurationError(
            f"issuers.{settings.key}.private_key_file: cannot be read"
        ) from unreadable
    for kind in (RSAKey, ECKey):
        try:
            key = kind.import_key(pem)
        except (JoseError, ValueError):
            continue
        if key.is_private:
            return key
    raise ConfigurationError(
        f"issuers.{settings.key}.private_key_file: not a private RSA or EC key in PEM"
    )

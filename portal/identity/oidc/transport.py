"""HTTP to one provider: Authlib's client with short timeouts, no redirects, and limits."""

import json
import socket
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
from portal.identity.oidc.limits import AnswerEncodedError, AnswerTooLargeError, Deadline
from portal.identity.oidc.refusals import ProviderUnreachableError, Trouble

# to connect, and for each word of the answer
TIMEOUT_SECONDS = 5.0
# for all of an exchange, which may be three requests
EXCHANGE_SECONDS = 10.0


@contextmanager
def connect(settings: IssuerSettings) -> Iterator[Any]:
    """An Authlib client of its own for one exchange; a client remembers its token."""
    with Deadline(EXCHANGE_SECONDS) as deadline:
        try:
            with OAuth2Client(
                **_client_authentication(settings),
                client_id=settings.client_id,
                scope=" ".join(settings.scopes),
                code_challenge_method="S256",
                verify=_tls(),
                timeout=TIMEOUT_SECONDS,
                follow_redirects=False,
                event_hooks=deadline.hooks(),
            ) as client:
                if settings.private_key_file:
                    client.register_client_auth_method(_private_key_jwt(settings))
                yield client
        except (httpx2.HTTPError, httpx2.InvalidURL, AnswerTooLargeError, AnswerEncodedError) as e:
            # the original names addresses and may hold what was sent
            raise _trouble(settings, e, is_over=deadline.is_over) from None


def _trouble(
    settings: IssuerSettings, error: Exception, *, is_over: bool
) -> ProviderUnreachableError:
    if is_over:
        return ProviderUnreachableError(settings.key, Trouble.TIMED_OUT, "the whole exchange")
    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            said = cause.verify_message
            return ProviderUnreachableError(settings.key, Trouble.CERTIFICATE, said)
        for kind, trouble in _TROUBLES.items():
            if isinstance(cause, kind):
                return ProviderUnreachableError(settings.key, trouble)
    return ProviderUnreachableError(settings.key, Trouble.BROKEN_OFF)


_TROUBLES: Mapping[type[BaseException], Trouble] = {
    AnswerTooLargeError: Trouble.TOO_LARGE,
    AnswerEncodedError: Trouble.ENCODED,
    socket.gaierror: Trouble.NAME_UNKNOWN,
    ssl.SSLError: Trouble.TLS,
    TimeoutError: Trouble.TIMED_OUT,
    httpx2.TimeoutException: Trouble.TIMED_OUT,
    httpx2.HTTPStatusError: Trouble.STATUS,
    ConnectionRefusedError: Trouble.NOT_CONNECTED,
}


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The innermost first: that is what the operating system or OpenSSL said."""
    inner = error.__cause__ or error.__context__
    if inner is not None:
        yield from _causes(inner)
    yield error


def get_document(
    client: Any,  # noqa: ANN401 (Authlib is untyped)
    address: str,
    settings: IssuerSettings,
    *,
    authorized: bool = False,
) -> Mapping[str, Any]:
    """The JSON object at `address`; `authorized` sends the access token just received."""
    response = client.request("GET", address, withhold_token=not authorized)
    if response.status_code != httpx2.codes.OK:
        raise ProviderUnreachableError(settings.key, Trouble.STATUS, str(response.status_code))
    return _json_object(response.content, settings)


@cache
def _tls() -> ssl.SSLContext:
    """The machine's trusted certificates; reading them takes longer than the rest of a sign-in."""
    return httpx2.create_ssl_context()


def can_be_kept(document: object) -> bool:
    """Whether the database can keep every text in it: no NUL, no half of a surrogate pair."""
    try:
        written = json.dumps(document, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return False
    return b"\\u0000" not in written


def _json_object(body: bytes, settings: IssuerSettings) -> Mapping[str, Any]:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        raise ProviderUnreachableError(settings.key, Trouble.NOT_JSON) from None
    if not isinstance(document, dict) or not can_be_kept(document):
        raise ProviderUnreachableError(settings.key, Trouble.NOT_JSON)
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

"""What a provider publishes about itself: its discovery document and the rules for addresses."""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from portal.config import IssuerSettings
from portal.identity.oidc.refusals import (
    ProviderUnreachableError,
    RefusalReason,
    SignInRefusedError,
    Trouble,
)

# What OpenID Connect Discovery 1.0 says a provider must be able to sign with.
DEFAULT_ALGORITHMS = ("RS256",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """The parts of a discovery document (OpenID Connect Discovery 1.0, section 3) used here."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None
    end_session_endpoint: str | None
    algorithms: frozenset[str]
    promises_response_issuer: bool


def discovery_address(settings: IssuerSettings) -> str:
    """Where the issuer's discovery document lives."""
    return safe_address(f"{settings.issuer.rstrip('/')}/.well-known/openid-configuration", settings)


def read_metadata(document: Mapping[str, Any], settings: IssuerSettings) -> Metadata:
    """Believe a discovery document, if it speaks for the configured issuer (section 4.3)."""
    if document.get("issuer") != settings.issuer:
        raise SignInRefusedError(RefusalReason.DISCOVERY_ISSUER)
    algorithms = document.get("id_token_signing_alg_values_supported", DEFAULT_ALGORITHMS)
    if not isinstance(algorithms, list | tuple):
        raise ProviderUnreachableError(
            settings.key, Trouble.INCOMPLETE, "id_token_signing_alg_values_supported"
        )
    return Metadata(
        issuer=settings.issuer,
        authorization_endpoint=_endpoint(document, "authorization_endpoint", settings),
        token_endpoint=_endpoint(document, "token_endpoint", settings),
        jwks_uri=_endpoint(document, "jwks_uri", settings),
        userinfo_endpoint=_optional_endpoint(document, "userinfo_endpoint", settings),
        end_session_endpoint=_optional_endpoint(document, "end_session_endpoint", settings),
        algorithms=frozenset(name for name in algorithms if isinstance(name, str)),
        promises_response_issuer=(
            document.get("authorization_response_iss_parameter_supported") is True
        ),
    )


def safe_address(address: str, settings: IssuerSettings) -> str:
    """The address, if the portal or a browser may be sent there.

    A discovery document could name any address and have the portal call it. So: https only, and
    nothing on this machine or written as a private network address. `allow_http` opens loopback
    for the demo and the tests, and nothing else.
    """
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        well_formed = parts.port != 0 and not (parts.username or parts.password or parts.fragment)
    except ValueError:
        raise SignInRefusedError(RefusalReason.UNSAFE_ADDRESS) from None
    if _is_loopback(host):
        allowed = settings.allow_http and parts.scheme in {"http", "https"}
    else:
        allowed = parts.scheme == "https" and _is_public(host)
    if not (allowed and well_formed):
        raise SignInRefusedError(RefusalReason.UNSAFE_ADDRESS)
    return address


def _endpoint(document: Mapping[str, Any], name: str, settings: IssuerSettings) -> str:
    address = _optional_endpoint(document, name, settings)
    if address is None:
        raise ProviderUnreachableError(settings.key, Trouble.INCOMPLETE, name)
    return address


def _optional_endpoint(
    document: Mapping[str, Any], name: str, settings: IssuerSettings
) -> str | None:
    address = document.get(name)
    return safe_address(address, settings) if isinstance(address, str) else None


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _is_public(host: str) -> bool:
    try:
        return ip_address(host).is_global
    except ValueError:
        # A name. Many authorities keep their provider on an inner network, so what the name
        # resolves to is theirs to decide; a dotless or numeric one is not a provider's.
        return "." in host and not host.replace(".", "").isdigit()

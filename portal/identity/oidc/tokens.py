"""Signed tokens from a provider: which algorithms, whose keys, which claims in common."""

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc import jws, jwt
from joserfc.errors import ClaimError, JoseError
from joserfc.jwk import ECKey, JWKRegistry, Key, RSAKey
from joserfc.jws import JWSRegistry

from portal.config import IssuerSettings
from portal.identity.oidc.keys import Published, PublishedCache
from portal.identity.oidc.refusals import RefusalReason, SignInRefusedError
from portal.identity.oidc.transport import can_be_kept

# Never "none", and never a symmetric one: there, the public key or the client secret would sign.
ALGORITHMS = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"}
)

CLAIM_REASONS: Mapping[str, RefusalReason] = {
    "iss": RefusalReason.ISSUER,
    "sub": RefusalReason.SUBJECT,
    "aud": RefusalReason.AUDIENCE,
    "azp": RefusalReason.AUTHORIZED_PARTY,
    "exp": RefusalReason.EXPIRED,
    "iat": RefusalReason.IN_THE_FUTURE,
    "nbf": RefusalReason.IN_THE_FUTURE,
    "nonce": RefusalReason.NONCE,
    "at_hash": RefusalReason.ACCESS_TOKEN_HASH,
}


class _Registry(JWSRegistry):
    """Providers send certificate chains (x5c) in the header, more than joserfc expects."""

    max_header_length = 16 * 1024


@dataclass(frozen=True, slots=True)
class SignedToken:
    """A token whose signature is the provider's, and the keys that were published then."""

    header: Mapping[str, Any]
    claims: Mapping[str, Any]
    published: Published


def verify_signature(token: str, cache: PublishedCache) -> SignedToken:
    """Check who signed `token`; says nothing yet about what it claims."""
    header = _header(token)
    algorithm = header.get("alg")
    if algorithm not in ALGORITHMS or algorithm not in cache.current().metadata.algorithms:
        raise SignInRefusedError(RefusalReason.ALGORITHM)
    key_id = header.get("kid")
    published = cache.with_key(key_id) if isinstance(key_id, str) else cache.current()
    registry = _Registry(algorithms=[algorithm], strict_check_header=False)
    keys = list(_candidates(published, key_id))
    if not keys:
        raise SignInRefusedError(RefusalReason.UNKNOWN_KEY)
    for key in keys:
        with contextlib.suppress(JoseError, ValueError, TypeError):
            claims = jwt.decode(token, key, registry=registry).claims
            break
    else:
        raise SignInRefusedError(RefusalReason.SIGNATURE)
    if not can_be_kept(claims):
        raise SignInRefusedError(RefusalReason.TOKEN_MALFORMED)
    return SignedToken(header, claims, published)


def check_common_claims(
    token: SignedToken,
    *,
    settings: IssuerSettings,
    now: datetime,
    nonce: str | None = None,
    access_token: str | None = None,
) -> None:
    """Check issuer, subject, audience, times, nonce and access token hash, by Authlib.

    Authlib accepts a token that is also for others, or for others only but with our azp; here
    it must be for this portal and nobody else.
    """
    claims = CodeIDToken(
        token.claims,
        token.header,
        options={"iss": {"essential": True, "value": settings.issuer}, "sub": {"essential": True}},
        params={"nonce": nonce, "client_id": settings.client_id, "access_token": access_token},
    )
    if _audience(token.claims) != {settings.client_id}:
        raise SignInRefusedError(RefusalReason.AUDIENCE)
    try:
        claims.validate(now=int(now.timestamp()), leeway=settings.leeway_seconds)
    except ClaimError as error:
        reason = CLAIM_REASONS.get(error.claim, RefusalReason.TOKEN_MALFORMED)
        raise SignInRefusedError(reason) from None
    except (TypeError, ValueError):
        raise SignInRefusedError(RefusalReason.TOKEN_MALFORMED) from None


def _header(token: str) -> Mapping[str, Any]:
    try:
        signature = jws.extract_compact(token.encode("ascii"), registry=_Registry())
    except (JoseError, ValueError):
        raise SignInRefusedError(RefusalReason.TOKEN_MALFORMED) from None
    return signature.headers()


def _candidates(published: Published, key_id: object) -> Iterator[Key]:
    """The published keys that may have signed; one broken key does not spoil the rest."""
    for key in published.jwks["keys"]:
        if key.get("use", "sig") != "sig" or (key_id is not None and key.get("kid") != key_id):
            continue
        with contextlib.suppress(JoseError, ValueError, TypeError, KeyError):
            imported = JWKRegistry.import_key(key)
            if isinstance(imported, RSAKey | ECKey):
                yield imported


def _audience(claims: Mapping[str, Any]) -> set[str]:
    audience = claims.get("aud")
    if isinstance(audience, str):
        return {audience}
    if isinstance(audience, list) and all(isinstance(name, str) for name in audience):
        return set(audience)
    return set()

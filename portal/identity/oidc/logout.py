"""Signing out: at the provider, and because the provider says so (Back-Channel Logout 1.0)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from portal.config import IssuerSettings
from portal.identity.oidc.refusals import RefusalReason, SignInRefusedError
from portal.identity.oidc.tokens import SignedToken, check_common_claims

EVENT = "http://schemas.openid.net/event/backchannel-logout"
FRESHNESS_SECONDS = 120
CLOCKS_DIFFER = timedelta(minutes=5)
# The type is recommended, not required; but a token that says it is something else is not one.
ID_TOKEN_TYPES = frozenset({"jwt", "application/jwt"})
TYPES = frozenset({None, "jwt", "logout+jwt", "application/logout+jwt"})


@dataclass(frozen=True, slots=True, kw_only=True)
class LogoutToken:
    """End the sessions of `subject`, or only the one with `sid`; each `jti` counts once.

    It is refused as too old after `believed_until`, so that long its `jti` has to be remembered.
    """

    subject: str | None
    sid: str | None
    jti: str
    believed_until: datetime


def end_session_address(
    endpoint: str,
    *,
    client_id: str,
    post_logout_redirect_uri: str,
    state: str,
) -> str:
    """Where the browser goes to end its session at the provider (RP-Initiated Logout 1.0).

    Without id_token_hint, which is recommended and not required: it holds name and personnummer,
    and an address stands in the browser's history and in the logs of provider and proxies. A form
    that is posted across sites would hide it, but comes without the provider's own session cookie
    where that is SameSite=Lax, and some providers take a POST for the answer to their own question.
    So `client_id` says who sends the browser, and the provider asks the person whether to sign
    out there too, as the standard has it when the hint is missing.
    """
    query = urlencode(
        {
            "client_id": client_id,
            "post_logout_redirect_uri": post_logout_redirect_uri,
            "state": state,
        }
    )
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{query}"


def check_logout_claims(
    token: SignedToken, *, settings: IssuerSettings, now: datetime
) -> LogoutToken:
    """Believe a logout token whose signature has been checked (section 2.6).

    An id_token is signed with the same keys: the event and the absence of a nonce keep one
    from passing for the other.
    """
    _check_type(token)
    check_common_claims(_with_subject(token), settings=settings, now=now)
    claims = token.claims
    believed_until = claims["iat"] + FRESHNESS_SECONDS + settings.leeway_seconds
    if now.timestamp() > believed_until:
        raise SignInRefusedError(RefusalReason.EXPIRED)
    subject, sid, jti = claims.get("sub"), _text(claims, "sid"), _text(claims, "jti")
    if jti is None or not (subject or sid):
        raise SignInRefusedError(RefusalReason.NOT_A_LOGOUT_TOKEN)
    return LogoutToken(
        subject=subject,
        sid=sid,
        jti=jti,
        # a database whose clock is behind ours has to remember a little longer
        believed_until=datetime.fromtimestamp(believed_until, UTC) + CLOCKS_DIFFER,
    )


def check_is_id_token(token: SignedToken) -> None:
    """Refuse what is signed with the same keys and says that it is something else (RFC 8725)."""
    kind = token.header.get("typ")
    typed = kind is None or (isinstance(kind, str) and kind.lower() in ID_TOKEN_TYPES)
    if not typed or "events" in token.claims:
        raise SignInRefusedError(RefusalReason.NOT_AN_ID_TOKEN)


def _check_type(token: SignedToken) -> None:
    events = token.claims.get("events")
    kind = token.header.get("typ")
    is_logout = isinstance(events, dict) and isinstance(events.get(EVENT), dict)
    typed = kind is None or (isinstance(kind, str) and kind.lower() in TYPES)
    if not is_logout or not typed or "nonce" in token.claims:
        raise SignInRefusedError(RefusalReason.NOT_A_LOGOUT_TOKEN)


def _with_subject(token: SignedToken) -> SignedToken:
    """A logout token may name a session only; the checks in common demand a subject."""
    if "sub" in token.claims:
        return token
    return SignedToken(token.header, {**token.claims, "sub": "-"}, token.published)


def _text(claims: Mapping[str, Any], name: str) -> str | None:
    value = claims.get(name)
    return value if isinstance(value, str) and value else None

"""What comes back through the browser: whose answer it is, to which request, and the code."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from secrets import compare_digest

from portal.config import IssuerSettings
from portal.identity.oidc.authorization import Flow
from portal.identity.oidc.discovery import Metadata
from portal.identity.oidc.refusals import (
    ProviderUnreachableError,
    RefusalReason,
    SignInRefusedError,
    Trouble,
)

FLOW_LIFETIME = timedelta(minutes=15)

PROVIDER_TROUBLE = frozenset({"server_error", "temporarily_unavailable"})


def check_response(
    parameters: Mapping[str, str],
    *,
    flow: Flow,
    metadata: Metadata,
    settings: IssuerSettings,
    now: datetime,
) -> str:
    """The authorization code, if the response is this issuer's answer to this flow."""
    state = parameters.get("state", "")
    if flow.issuer_key != settings.key or not compare_digest(state.encode(), flow.state.encode()):
        raise SignInRefusedError(RefusalReason.STATE)
    if now - flow.created_at > FLOW_LIFETIME:
        raise SignInRefusedError(RefusalReason.FLOW_EXPIRED)
    _check_response_issuer(parameters.get("iss"), metadata)
    if error := parameters.get("error"):
        raise _error_response(error, settings)
    if not (code := parameters.get("code")):
        raise SignInRefusedError(RefusalReason.CODE_MISSING)
    return code


def _check_response_issuer(issuer: str | None, metadata: Metadata) -> None:
    """RFC 9207: without this, one provider's code can be redeemed at another."""
    if issuer is None and metadata.promises_response_issuer:
        raise SignInRefusedError(RefusalReason.RESPONSE_ISSUER_MISSING)
    if issuer is not None and issuer != metadata.issuer:
        raise SignInRefusedError(RefusalReason.RESPONSE_ISSUER)


def _error_response(
    error: str, settings: IssuerSettings
) -> SignInRefusedError | ProviderUnreachableError:
    if error in PROVIDER_TROUBLE:
        return ProviderUnreachableError(settings.key, Trouble.ITS_OWN_ERROR, error)
    if error == "unmet_authentication_requirements":
        return SignInRefusedError(RefusalReason.LEVEL_TOO_LOW, detail=error)
    return SignInRefusedError(RefusalReason.CANCELLED, detail=error)

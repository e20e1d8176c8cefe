"""The OpenID Connect protocol: what is asked of a provider and which answers are believed.

Knows no database, session or web framework: the caller keeps the `Flow` between the two halves
of a sign-in (under the hash of its state) and passes the time in.
"""

from portal.identity.oidc.authorization import AuthorizationRequest, Flow, Purpose, StepUp
from portal.identity.oidc.identity import Identity
from portal.identity.oidc.logout import LogoutToken
from portal.identity.oidc.provider import Provider
from portal.identity.oidc.refusals import (
    ProviderUnreachableError,
    RefusalReason,
    SignInRefusedError,
)

__all__ = [
    "AuthorizationRequest",
    "Flow",
    "Identity",
    "LogoutToken",
    "Provider",
    "ProviderUnreachableError",
    "Purpose",
    "RefusalReason",
    "SignInRefusedError",
    "StepUp",
]

"""Why a sign-in was not believed: one reason for each check, safe to log and to show."""

import re
from enum import StrEnum, auto

from portal.errors import PortalError

# An error code as RFC 6749 writes them. Whatever else a provider sends may hold secrets.
ERROR_CODE = re.compile(r"[a-z][a-z_]{0,59}", re.ASCII)


class RefusalReason(StrEnum):
    """Every way a provider's answer can be refused."""

    CANCELLED = auto()
    STATE = auto()
    FLOW_EXPIRED = auto()
    RESPONSE_ISSUER = auto()
    RESPONSE_ISSUER_MISSING = auto()
    CODE_MISSING = auto()
    CODE_REFUSED = auto()
    DISCOVERY_ISSUER = auto()
    UNSAFE_ADDRESS = auto()
    TOKEN_MISSING = auto()
    TOKEN_MALFORMED = auto()
    ALGORITHM = auto()
    UNKNOWN_KEY = auto()
    SIGNATURE = auto()
    ISSUER = auto()
    SUBJECT = auto()
    AUDIENCE = auto()
    AUTHORIZED_PARTY = auto()
    EXPIRED = auto()
    IN_THE_FUTURE = auto()
    NONCE = auto()
    ACCESS_TOKEN_HASH = auto()
    AUTHENTICATION_TIME_MISSING = auto()
    AUTHENTICATION_STALE = auto()
    LEVEL_MISSING = auto()
    LEVEL_TOO_LOW = auto()
    ORGANISATION_MISSING = auto()
    ORGANISATION_NOT_LISTED = auto()
    ORGANISATION_CONTRADICTED = auto()
    NOT_A_LOGOUT_TOKEN = auto()


class SignInRefusedError(PortalError):
    """The provider answered and the answer is not believed.

    `detail` is the provider's own error code, if it sent one that looks like a code. Neither it
    nor the text ever holds a token, a secret or anything about the person.
    """

    def __init__(self, reason: RefusalReason, *, detail: str | None = None) -> None:
        self.reason = reason
        self.detail = detail if detail and ERROR_CODE.fullmatch(detail) else None
        super().__init__(f"{reason} ({self.detail})" if self.detail else str(reason))


class ProviderUnreachableError(PortalError):
    """The provider did not answer, or not as an OpenID provider does. Trying again may help."""

    def __init__(
        self, issuer_key: str, why: str = "an answer that no OpenID provider gives"
    ) -> None:
        self.issuer_key = issuer_key
        self.why = why
        super().__init__(f"no usable answer from issuer {issuer_key}: {why}")

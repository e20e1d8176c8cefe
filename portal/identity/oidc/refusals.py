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
    ANOTHER_ORGANISATION = auto()
    NOT_AN_ID_TOKEN = auto()
    NOT_A_LOGOUT_TOKEN = auto()
    LOGOUT_REPEATED = auto()


class SignInRefusedError(PortalError):
    """The provider answered and the answer is not believed.

    `detail` is the provider's own error code, if it sent one that looks like a code. Neither it
    nor the text ever holds a token, a secret or anything about the person.
    """

    def __init__(self, reason: RefusalReason, *, detail: str | None = None) -> None:
        self.reason = reason
        self.detail = detail if detail and ERROR_CODE.fullmatch(detail) else None
        super().__init__(f"{reason} ({self.detail})" if self.detail else str(reason))


class Trouble(StrEnum):
    """What became of asking a provider, for the operator's log."""

    NAME_UNKNOWN = auto()
    NOT_CONNECTED = auto()
    CERTIFICATE = auto()
    TLS = auto()
    TIMED_OUT = auto()
    TOO_MANY_WAIT = auto()
    BROKEN_OFF = auto()
    STATUS = auto()
    TOO_LARGE = auto()
    ENCODED = auto()
    NOT_JSON = auto()
    INCOMPLETE = auto()
    ITS_OWN_ERROR = auto()


class ProviderUnreachableError(PortalError):
    """The provider did not answer, or not as an OpenID provider does. Trying again may help.

    `detail` is ours or OpenSSL's: never what the provider sent, which may hold secrets.
    """

    def __init__(self, issuer_key: str, trouble: Trouble, detail: str | None = None) -> None:
        self.issuer_key = issuer_key
        self.trouble = trouble
        self.detail = detail
        told = f"{trouble} ({detail})" if detail else str(trouble)
        super().__init__(f"no usable answer from issuer {issuer_key}: {told}")

    def again(self) -> "ProviderUnreachableError":
        """The same, for somebody else who asked meanwhile."""
        return ProviderUnreachableError(self.issuer_key, self.trouble, self.detail)

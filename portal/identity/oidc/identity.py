"""Who the provider says it is: level, freshness and organisation, checked, never assumed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from portal.config import IssuerSettings
from portal.identity.oidc.authorization import Flow
from portal.identity.oidc.refusals import RefusalReason, SignInRefusedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """A person as one provider knows them. (issuer, subject) is the key; the rest may change.

    `id_token` and `jwks` (the provider's public keys at that moment) are the evidence of a
    signature and can be checked again without the provider.
    """

    issuer: str
    subject: str
    name: str
    email: str | None
    acr: str | None
    level: int
    auth_time: datetime | None
    sid: str | None
    organisation_number: str | None
    personnummer: str | None = field(default=None, repr=False)
    id_token: str = field(repr=False)
    jwks: Mapping[str, Any] = field(repr=False)


def check_level(claims: Mapping[str, Any], flow: Flow, settings: IssuerSettings) -> int:
    """The assurance level the acr is worth; an unknown one is worth nothing."""
    acr = claims.get("acr")
    level = settings.levels.get(acr, 0) if isinstance(acr, str) else 0
    if level < flow.needed_level:
        missing = not isinstance(acr, str)
        raise SignInRefusedError(
            RefusalReason.LEVEL_MISSING if missing else RefusalReason.LEVEL_TOO_LOW
        )
    return level


def check_authentication_time(
    claims: Mapping[str, Any], flow: Flow, settings: IssuerSettings, now: datetime
) -> datetime | None:
    """When the person proved who they are; for a step-up it must be after we asked."""
    leeway = timedelta(seconds=settings.leeway_seconds)
    at = _authentication_time(claims)
    if at is not None and at > now + leeway:
        raise SignInRefusedError(RefusalReason.IN_THE_FUTURE)
    if flow.max_age is None:
        return at
    if at is None:
        raise SignInRefusedError(RefusalReason.AUTHENTICATION_TIME_MISSING)
    oldest = max(flow.created_at, now - timedelta(seconds=flow.max_age)) - leeway
    if at < oldest:
        raise SignInRefusedError(RefusalReason.AUTHENTICATION_STALE)
    return at


def check_organisation(claims: Mapping[str, Any], settings: IssuerSettings) -> str | None:
    """The organisation the person acts for, as digits, if the issuer may speak for it.

    OIDC Sweden: orgNumber is the number, orgAffiliation is `<personal>@<number>`.
    """
    stated = _digits(claims.get(settings.organisation_number_claim))
    affiliation = claims.get(settings.organisation_affiliation_claim)
    affiliated = None
    if isinstance(affiliation, str):
        affiliated = _digits(affiliation.rpartition("@")[2])
    if stated and affiliation is not None and stated != affiliated:
        raise SignInRefusedError(RefusalReason.ORGANISATION_CONTRADICTED)
    number = stated or affiliated
    if not settings.organisation_numbers:
        return number
    if number is None:
        raise SignInRefusedError(RefusalReason.ORGANISATION_MISSING)
    if number not in {_digits(listed) for listed in settings.organisation_numbers}:
        raise SignInRefusedError(RefusalReason.ORGANISATION_NOT_LISTED)
    return number


def personal_number(profile: Mapping[str, Any], settings: IssuerSettings) -> str | None:
    """The personnummer or samordningsnummer, from a provider that gives it."""
    stated = (_text(profile, claim) for claim in settings.personnummer_claims)
    return next((number for number in stated if number), None)


def displayed_name(claims: Mapping[str, Any]) -> str | None:
    """The person's name, from the claim itself or from its parts."""
    parts = (_text(claims, "given_name"), _text(claims, "family_name"))
    return _text(claims, "name") or " ".join(part for part in parts if part) or None


def email_address(claims: Mapping[str, Any]) -> str | None:
    """The address, unless the provider says that it never checked it."""
    return _text(claims, "email") if claims.get("email_verified", True) is True else None


def _authentication_time(claims: Mapping[str, Any]) -> datetime | None:
    value = claims.get("auth_time")
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise SignInRefusedError(RefusalReason.TOKEN_MALFORMED)
    try:
        return datetime.fromtimestamp(value, UTC)
    except (OverflowError, OSError, ValueError):
        raise SignInRefusedError(RefusalReason.TOKEN_MALFORMED) from None


def _digits(value: object) -> str | None:
    """212000-0142 and 162120000142 are both 2120000142."""
    if not isinstance(value, str):
        return None
    digits = value.strip().replace("-", "")
    return digits.removeprefix("16") if len(digits) == 12 else digits or None


def _text(claims: Mapping[str, Any], name: str) -> str | None:
    value = claims.get(name)
    return value.strip() or None if isinstance(value, str) else None

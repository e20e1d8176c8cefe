"""Signing out because the provider says so, and telling the provider."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from portal.identity.oidc import LogoutToken, Provider, RefusalReason, SignInRefusedError
from portal.identity.oidc.logout import FRESHNESS_SECONDS
from tests.providers.hostile import CLIENT_ID, HostileProvider

EVENT = "http://schemas.openid.net/event/backchannel-logout"
R = RefusalReason


def logout_claims(hostile: HostileProvider) -> dict[str, Any]:
    return {
        "iss": hostile.issuer,
        "sub": "person-1",
        "aud": CLIENT_ID,
        "iat": hostile.now,
        "exp": hostile.now + 120,
        "jti": "token-1",
        "sid": "session-1",
        "events": {EVENT: {}},
    }


def check(hostile: HostileProvider, now: datetime, claims: dict[str, Any]) -> LogoutToken:
    return Provider(hostile.settings()).check_logout_token(hostile.sign(claims), now)


@pytest.mark.parametrize("kind", [None, "JWT", "logout+jwt"])
def test_a_logout_token_says_whose_session_has_ended(
    hostile: HostileProvider, now: datetime, kind: str | None
) -> None:
    hostile.header.pop("typ")
    if kind:
        hostile.header["typ"] = kind
    token = check(hostile, now, logout_claims(hostile))
    assert (token.subject, token.sid, token.jti) == ("person-1", "session-1", "token-1")
    assert token.believed_until > now + timedelta(seconds=FRESHNESS_SECONDS)


@pytest.mark.parametrize(
    ("left_out", "subject", "sid"), [("sid", "person-1", None), ("sub", None, "session-1")]
)
def test_a_logout_token_may_name_the_person_or_the_session(
    hostile: HostileProvider, now: datetime, left_out: str, subject: str | None, sid: str | None
) -> None:
    claims = logout_claims(hostile)
    claims.pop(left_out)
    token = check(hostile, now, claims)
    assert (token.subject, token.sid, token.jti) == (subject, sid, "token-1")


Change = Callable[[dict[str, Any], int], object]

REFUSED: dict[str, tuple[Change, RefusalReason]] = {
    "no events": (lambda c, _: c.pop("events"), R.NOT_A_LOGOUT_TOKEN),
    "another event": (lambda c, _: c.update(events={"urn:other": {}}), R.NOT_A_LOGOUT_TOKEN),
    "event of no shape": (lambda c, _: c.update(events={EVENT: "yes"}), R.NOT_A_LOGOUT_TOKEN),
    "events of no shape": (lambda c, _: c.update(events=[EVENT]), R.NOT_A_LOGOUT_TOKEN),
    "a nonce": (lambda c, _: c.update(nonce="of-a-sign-in"), R.NOT_A_LOGOUT_TOKEN),
    "no name of its own": (lambda c, _: c.pop("jti"), R.NOT_A_LOGOUT_TOKEN),
    "nobody": (lambda c, _: (c.pop("sub"), c.pop("sid")), R.NOT_A_LOGOUT_TOKEN),
    "an empty subject": (lambda c, _: c.update(sub=""), R.SUBJECT),
    "another issuer": (lambda c, _: c.update(iss="https://other.example.se"), R.ISSUER),
    "another audience": (lambda c, _: c.update(aud="somebody-else"), R.AUDIENCE),
    "too old": (lambda c, now: c.update(iat=now - 131), R.EXPIRED),
    "from the future": (lambda c, now: c.update(iat=now + 11), R.IN_THE_FUTURE),
    "expired": (lambda c, now: c.update(exp=now - 11), R.EXPIRED),
    "a subject that no database keeps": (
        lambda c, _: c.update(sub="person\0-1"),
        R.TOKEN_MALFORMED,
    ),
    "without end": (lambda c, _: c.pop("exp"), R.EXPIRED),
    "without beginning": (lambda c, _: c.pop("iat"), R.IN_THE_FUTURE),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_logout_token_is_refused(hostile: HostileProvider, now: datetime, case: str) -> None:
    change, reason = REFUSED[case]
    claims = logout_claims(hostile)
    change(claims, hostile.now)
    with pytest.raises(SignInRefusedError) as refused:
        check(hostile, now, claims)
    assert refused.value.reason is reason


def test_an_id_token_signs_nobody_out(hostile: HostileProvider, now: datetime) -> None:
    with pytest.raises(SignInRefusedError) as refused:
        check(hostile, now, {**hostile.claims, "jti": "token-1"})
    assert refused.value.reason is R.NOT_A_LOGOUT_TOKEN


def test_a_token_of_another_type_signs_nobody_out(hostile: HostileProvider, now: datetime) -> None:
    hostile.header["typ"] = "at+jwt"
    with pytest.raises(SignInRefusedError) as refused:
        check(hostile, now, logout_claims(hostile))
    assert refused.value.reason is R.NOT_A_LOGOUT_TOKEN


@pytest.mark.parametrize("header", [{"alg": "none"}, {"alg": "RS256", "kid": "unknown"}])
def test_an_unsigned_token_signs_nobody_out(
    hostile: HostileProvider, now: datetime, header: dict[str, Any]
) -> None:
    hostile.header = header
    with pytest.raises(SignInRefusedError) as refused:
        check(hostile, now, logout_claims(hostile))
    assert refused.value.reason in {R.ALGORITHM, R.UNKNOWN_KEY}


def test_the_address_of_signing_out_at_the_provider_names_nobody(hostile: HostileProvider) -> None:
    signed_out = "https://samsyn.example.se/sign-in/signed-out"
    url = Provider(hostile.settings()).end_session_url(signed_out, "state-1")
    assert url is not None
    assert url.startswith(f"{hostile.issuer}/logout?")
    assert parse_qs(urlsplit(url).query) == {
        "client_id": [CLIENT_ID],
        "post_logout_redirect_uri": [signed_out],
        "state": ["state-1"],
    }


def test_a_provider_without_sign_out_is_left_alone(hostile: HostileProvider) -> None:
    hostile.discovery.pop("end_session_endpoint")
    provider = Provider(hostile.settings())
    assert provider.end_session_url("https://samsyn.example.se/", "s") is None

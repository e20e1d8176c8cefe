"""Every answer a provider must not be believed for, one by one."""

import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from joserfc.jwk import OctKey, RSAKey

from portal.identity.oidc import (
    Identity,
    Provider,
    ProviderUnreachableError,
    RefusalReason,
    SignInRefusedError,
    StepUp,
)
from tests.providers.hostile import (
    AFFILIATION_CLAIM,
    CLIENT_ID,
    CLIENT_SECRET,
    LOA2,
    LOA3,
    NUMBER_CLAIM,
    ORGANISATION,
    HostileProvider,
    half_hash,
    public_key_as_secret,
)

REDIRECT = "https://samsyn.example.se/sign-in/kommun/callback"
COMMITMENT = "b2ZmZXItdGhlLWRvY3VtZW50LWhhc2gtYW5kLXNhbHQ"

Spoil = Callable[[HostileProvider], object]


def sign_in(
    hostile: HostileProvider, now: datetime, *, step_up: bool = False, **settings: Any
) -> Identity:
    provider = Provider(hostile.settings(**settings))
    request = provider.begin(
        redirect_uri=REDIRECT, now=now, step_up=StepUp(nonce=COMMITMENT) if step_up else None
    )
    response = hostile.answer(request.url)
    return provider.finish(request.flow, response_params=response, redirect_uri=REDIRECT, now=now)


LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"


def claim(name: str, value: object) -> Spoil:
    return lambda hostile: hostile.claims.update({name: value})


def seconds(name: str, offset: int) -> Spoil:
    return lambda hostile: hostile.claims.update({name: hostile.now + offset})


def without(name: str) -> Spoil:
    return lambda hostile: hostile.claims.pop(name)


def response(name: str, value: str) -> Spoil:
    return lambda hostile: hostile.response.update({name: value})


def published(name: str, value: object) -> Spoil:
    return lambda hostile: hostile.discovery.update({name: value})


def only_for_others_but_our_azp(hostile: HostileProvider) -> None:
    hostile.claims.update(aud="somebody-else", azp=CLIENT_ID)


def signed_with_nothing(hostile: HostileProvider) -> None:
    hostile.header = {"alg": "none"}


def signed_with_the_client_secret(hostile: HostileProvider) -> None:
    hostile.header = {"alg": "HS256", "kid": "first"}
    hostile.key = OctKey.import_key(CLIENT_SECRET, {"kid": "first"})
    hostile.published = [dict(hostile.key.as_dict())]


def signed_with_the_public_key(hostile: HostileProvider) -> None:
    hostile.header = {"alg": "HS256", "kid": "first"}
    hostile.key = public_key_as_secret(hostile.key)


def signed_with_an_algorithm_it_never_promised(hostile: HostileProvider) -> None:
    hostile.header["alg"] = "RS512"


def signed_with_an_unpublished_key(hostile: HostileProvider) -> None:
    hostile.key = RSAKey.generate_key(2048, parameters={"kid": "first"})


def signed_with_a_key_of_unknown_name(hostile: HostileProvider) -> None:
    hostile.header["kid"] = "second"


def published_a_symmetric_key(hostile: HostileProvider) -> None:
    secret = OctKey.import_key(CLIENT_SECRET, {"kid": "first"})
    hostile.published = [dict(secret.as_dict())]


def signed_with_a_key_for_encryption(hostile: HostileProvider) -> None:
    hostile.published[0]["use"] = "enc"


def changed_after_signing(hostile: HostileProvider) -> None:
    header, payload, signature = hostile.sign().split(".")
    hostile.token["id_token"] = f"{header}.{payload[:-4]}AAAA.{signature}"


def without_id_token(hostile: HostileProvider) -> None:
    hostile.with_id_token = False


def unreadable_id_token(hostile: HostileProvider) -> None:
    hostile.token["id_token"] = "not.a.token"


def code_refused(hostile: HostileProvider) -> None:
    hostile.token = {"error": "invalid_grant", "error_description": "Andersson took too long"}
    hostile.token_status = "400 Bad Request"


R = RefusalReason

REFUSED: dict[str, tuple[Spoil, RefusalReason]] = {
    "discovery names another issuer": (
        published("issuer", "https://other.example.se"),
        R.DISCOVERY_ISSUER,
    ),
    "discovery names no issuer": (lambda h: h.discovery.pop("issuer"), R.DISCOVERY_ISSUER),
    "token endpoint over http": (
        published("token_endpoint", "http://idp.example.se/token"),
        R.UNSAFE_ADDRESS,
    ),
    "keys at a private address": (published("jwks_uri", "https://10.0.0.7/jwks"), R.UNSAFE_ADDRESS),
    "response for another state": (response("state", "another"), R.STATE),
    "response without state": (response("state", ""), R.STATE),
    "response of another issuer": (
        response("iss", "https://other.example.se"),
        R.RESPONSE_ISSUER,
    ),
    "response without the promised issuer": (response("iss", ""), R.RESPONSE_ISSUER_MISSING),
    "cancelled, says another issuer": (
        lambda h: h.response.update(iss="https://other.example.se", error="access_denied"),
        R.RESPONSE_ISSUER,
    ),
    "the person cancelled": (response("error", "access_denied"), R.CANCELLED),
    "the level cannot be met": (
        response("error", "unmet_authentication_requirements"),
        R.LEVEL_TOO_LOW,
    ),
    "response without code": (response("code", ""), R.CODE_MISSING),
    "code refused": (code_refused, R.CODE_REFUSED),
    "no id_token": (without_id_token, R.TOKEN_MISSING),
    "id_token that is no text": (lambda h: h.token.update(id_token=5), R.TOKEN_MISSING),
    "id_token that is none": (unreadable_id_token, R.TOKEN_MALFORMED),
    "alg none, advertised": (signed_with_nothing, R.ALGORITHM),
    "HMAC with the client secret, advertised": (signed_with_the_client_secret, R.ALGORITHM),
    "HMAC with the public key, advertised": (signed_with_the_public_key, R.ALGORITHM),
    "an algorithm not advertised": (signed_with_an_algorithm_it_never_promised, R.ALGORITHM),
    "another key under a known name": (signed_with_an_unpublished_key, R.SIGNATURE),
    "changed after signing": (changed_after_signing, R.SIGNATURE),
    "a key of unknown name": (signed_with_a_key_of_unknown_name, R.UNKNOWN_KEY),
    "a symmetric key, published": (published_a_symmetric_key, R.UNKNOWN_KEY),
    "a key for encryption": (signed_with_a_key_for_encryption, R.UNKNOWN_KEY),
    "typed as a logout token": (lambda h: h.header.update(typ="logout+jwt"), R.NOT_AN_ID_TOKEN),
    "typed as an access token": (lambda h: h.header.update(typ="at+jwt"), R.NOT_AN_ID_TOKEN),
    "with the event of a logout": (claim("events", {LOGOUT_EVENT: {}}), R.NOT_AN_ID_TOKEN),
    "a subject that no database keeps": (claim("sub", "person\0-1"), R.TOKEN_MALFORMED),
    "a session that no database keeps": (claim("sid", "session\0-1"), R.TOKEN_MALFORMED),
    "half a character": (claim("name", "Anna \ud800"), R.TOKEN_MALFORMED),
    "id_token of another issuer": (claim("iss", "https://other.example.se"), R.ISSUER),
    "id_token without issuer": (without("iss"), R.ISSUER),
    "id_token without subject": (without("sub"), R.SUBJECT),
    "id_token with an empty subject": (claim("sub", ""), R.SUBJECT),
    "for somebody else": (claim("aud", "somebody-else"), R.AUDIENCE),
    "for somebody else, our azp": (only_for_others_but_our_azp, R.AUDIENCE),
    "for us and somebody else": (claim("aud", [CLIENT_ID, "somebody-else"]), R.AUDIENCE),
    "for nobody": (claim("aud", []), R.AUDIENCE),
    "another authorized party": (claim("azp", "somebody-else"), R.AUTHORIZED_PARTY),
    "expired eleven seconds ago": (seconds("exp", -11), R.EXPIRED),
    "never expires": (without("exp"), R.EXPIRED),
    "never expires, by not being a number": (claim("exp", float("nan")), R.EXPIRED),
    "issued in eleven seconds": (seconds("iat", 11), R.IN_THE_FUTURE),
    "not valid for another eleven seconds": (seconds("nbf", 11), R.IN_THE_FUTURE),
    "authenticated in eleven seconds": (seconds("auth_time", 11), R.IN_THE_FUTURE),
    "authenticated at a time that is none": (claim("auth_time", value=True), R.TOKEN_MALFORMED),
    "authenticated at no number": (claim("auth_time", float("nan")), R.TOKEN_MALFORMED),
    "authenticated after the end of time": (claim("auth_time", 1e20), R.TOKEN_MALFORMED),
    "another nonce": (claim("nonce", "of-another-request"), R.NONCE),
    "no nonce": (claim("nonce", None), R.NONCE),
    "hash of another access token": (claim("at_hash", half_hash("another")), R.ACCESS_TOKEN_HASH),
    "no acr": (without("acr"), R.LEVEL_MISSING),
    "an acr that is no text": (claim("acr", [LOA3]), R.LEVEL_MISSING),
    "an acr nobody listed": (claim("acr", "urn:example:anything"), R.LEVEL_TOO_LOW),
    "an organisation that is not listed": (
        lambda h: h.claims.update(
            {NUMBER_CLAIM: "2120000001", AFFILIATION_CLAIM: "anna@2120000001"}
        ),
        R.ORGANISATION_NOT_LISTED,
    ),
    "no organisation": (
        lambda h: (h.claims.pop(NUMBER_CLAIM), h.claims.pop(AFFILIATION_CLAIM)),
        R.ORGANISATION_MISSING,
    ),
    "affiliation to another organisation": (
        claim(AFFILIATION_CLAIM, "anna@2120000001"),
        R.ORGANISATION_CONTRADICTED,
    ),
    "affiliation to nothing": (claim(AFFILIATION_CLAIM, "anna"), R.ORGANISATION_CONTRADICTED),
    "affiliation that is no text": (
        claim(AFFILIATION_CLAIM, [f"anna@{ORGANISATION}"]),
        R.ORGANISATION_CONTRADICTED,
    ),
}

REFUSED_FOR_SIGNING: dict[str, tuple[Spoil, RefusalReason]] = {
    "signed in before we asked": (seconds("auth_time", -11), R.AUTHENTICATION_STALE),
    "signed in an hour ago": (seconds("auth_time", -3600), R.AUTHENTICATION_STALE),
    "no time of signing in": (without("auth_time"), R.AUTHENTICATION_TIME_MISSING),
    "a level that only does for signing in": (claim("acr", LOA2), R.LEVEL_TOO_LOW),
    "no acr": (without("acr"), R.LEVEL_MISSING),
    "the commitment to another document": (claim("nonce", "another"), R.NONCE),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_sign_in_is_refused(hostile: HostileProvider, now: datetime, case: str) -> None:
    spoil, reason = REFUSED[case]
    spoil(hostile)
    with pytest.raises(SignInRefusedError) as refused:
        sign_in(hostile, now)
    assert refused.value.reason is reason
    shown = "".join(traceback.format_exception(refused.value))
    assert not [secret for secret in hostile.secrets() if secret in shown]


@pytest.mark.parametrize("case", REFUSED_FOR_SIGNING)
def test_a_step_up_is_refused(hostile: HostileProvider, now: datetime, case: str) -> None:
    spoil, reason = REFUSED_FOR_SIGNING[case]
    spoil(hostile)
    with pytest.raises(SignInRefusedError) as refused:
        sign_in(hostile, now, step_up=True)
    assert refused.value.reason is reason


def test_an_honest_answer_is_believed(hostile: HostileProvider, now: datetime) -> None:
    identity = sign_in(hostile, now)
    assert (identity.issuer, identity.subject) == (hostile.issuer, "person-1")
    assert (identity.name, identity.level, identity.acr) == ("Anna Andersson", 3, LOA3)
    assert (identity.auth_time, identity.sid) == (now, "session-1")
    assert identity.organisation_number == ORGANISATION
    assert identity.jwks == {"keys": hostile.published}


def test_an_honest_step_up_is_believed(hostile: HostileProvider, now: datetime) -> None:
    assert sign_in(hostile, now, step_up=True).level == 3


@pytest.mark.parametrize(
    ("name", "offset"), [("exp", -9), ("iat", 9), ("nbf", 9), ("auth_time", 9)]
)
def test_clocks_may_differ_by_the_configured_leeway(
    hostile: HostileProvider, now: datetime, name: str, offset: int
) -> None:
    seconds(name, offset)(hostile)
    assert sign_in(hostile, now)


def test_without_leeway_a_second_is_too_late(hostile: HostileProvider, now: datetime) -> None:
    seconds("exp", -1)(hostile)
    with pytest.raises(SignInRefusedError) as refused:
        sign_in(hostile, now, leeway_seconds=0)
    assert refused.value.reason is R.EXPIRED


def test_an_acr_counts_for_nothing_when_no_level_is_configured(
    hostile: HostileProvider, now: datetime
) -> None:
    with pytest.raises(SignInRefusedError) as refused:
        sign_in(hostile, now, step_up=True, levels={}, sign_in_level=0)
    assert refused.value.reason is R.LEVEL_TOO_LOW


def test_a_provider_that_promises_no_issuer_may_leave_it_out(
    hostile: HostileProvider, now: datetime
) -> None:
    hostile.discovery.pop("authorization_response_iss_parameter_supported")
    hostile.response["iss"] = ""
    assert sign_in(hostile, now)


def test_an_answer_that_comes_after_a_quarter_of_an_hour_is_refused(
    hostile: HostileProvider, now: datetime
) -> None:
    provider = Provider(hostile.settings())
    request = provider.begin(redirect_uri=REDIRECT, now=now)
    with pytest.raises(SignInRefusedError) as refused:
        provider.finish(
            request.flow,
            response_params=hostile.answer(request.url),
            redirect_uri=REDIRECT,
            now=now + timedelta(minutes=16),
        )
    assert refused.value.reason is R.FLOW_EXPIRED


def test_a_step_up_left_open_for_more_than_a_minute_is_refused(
    hostile: HostileProvider, now: datetime
) -> None:
    provider = Provider(hostile.settings())
    request = provider.begin(redirect_uri=REDIRECT, now=now, step_up=StepUp(nonce=COMMITMENT))
    with pytest.raises(SignInRefusedError) as refused:
        provider.finish(
            request.flow,
            response_params=hostile.answer(request.url),
            redirect_uri=REDIRECT,
            now=now + timedelta(seconds=75),
        )
    assert refused.value.reason is R.AUTHENTICATION_STALE


def test_an_answer_to_another_issuers_flow_is_refused(
    hostile: HostileProvider, now: datetime
) -> None:
    provider = Provider(hostile.settings())
    request = Provider(hostile.settings(key="region")).begin(redirect_uri=REDIRECT, now=now)
    with pytest.raises(SignInRefusedError) as refused:
        provider.finish(
            request.flow,
            response_params=hostile.answer(request.url),
            redirect_uri=REDIRECT,
            now=now,
        )
    assert refused.value.reason is R.STATE


def test_a_refusal_shows_the_providers_error_code_and_nothing_else_of_it(
    hostile: HostileProvider, now: datetime
) -> None:
    code_refused(hostile)
    with pytest.raises(SignInRefusedError) as refused:
        sign_in(hostile, now)
    assert str(refused.value) == "code_refused (invalid_grant)"
    hostile.token["error"] = "Anna Andersson 191212121212"
    with pytest.raises(SignInRefusedError) as refused:
        sign_in(hostile, now)
    assert str(refused.value) == "code_refused"


def page(status: str, body: bytes = b"{}", *headers: tuple[str, str]) -> Any:
    return status, body, list(headers)


DISCOVERY = "/.well-known/openid-configuration"


@pytest.mark.parametrize("path", [DISCOVERY, "/jwks", "/token"])
@pytest.mark.parametrize(
    "answer",
    [
        page("500 Internal Server Error"),
        page("404 Not Found", b"<html>"),
        page("200 OK", b"<html>"),
        page("200 OK", b"[]"),
        page("200 OK", b"[" * 100_000),
    ],
    ids=["500", "404", "html", "list", "without end"],
)
def test_a_provider_that_does_not_answer_as_one_is_unreachable(
    hostile: HostileProvider, now: datetime, path: str, answer: Any
) -> None:
    hostile.pages[path] = answer
    with pytest.raises(ProviderUnreachableError):
        sign_in(hostile, now)


@pytest.mark.parametrize("path", [DISCOVERY, "/jwks", "/token"])
def test_a_provider_may_not_send_the_portal_elsewhere(
    hostile: HostileProvider, now: datetime, path: str
) -> None:
    hostile.pages[path] = page("302 Found", b"", ("Location", f"{hostile.issuer}/elsewhere"))
    with pytest.raises(ProviderUnreachableError):
        sign_in(hostile, now)
    assert "/elsewhere" not in {seen for seen, _, _ in hostile.requests}


def test_a_provider_that_is_down_is_unreachable(now: datetime) -> None:
    down = HostileProvider(now)
    down.start("http://127.0.0.1:1")
    with pytest.raises(ProviderUnreachableError) as unreachable:
        Provider(down.settings()).begin(redirect_uri=REDIRECT, now=now)
    assert str(unreachable.value) == "no usable answer from issuer kommun: not_connected"


def test_a_provider_in_trouble_is_unreachable(hostile: HostileProvider, now: datetime) -> None:
    hostile.response["error"] = "temporarily_unavailable"
    with pytest.raises(ProviderUnreachableError):
        sign_in(hostile, now)


def test_an_endless_document_is_not_read_to_its_end(
    hostile: HostileProvider, now: datetime
) -> None:
    hostile.pages[DISCOVERY] = page("200 OK", b" " * 600_000 + b"{}")
    with pytest.raises(ProviderUnreachableError):
        sign_in(hostile, now)


@pytest.mark.parametrize("missing", ["authorization_endpoint", "token_endpoint", "jwks_uri"])
def test_a_provider_without_an_endpoint_we_need_is_unreachable(
    hostile: HostileProvider, now: datetime, missing: str
) -> None:
    hostile.discovery.pop(missing)
    with pytest.raises(ProviderUnreachableError):
        sign_in(hostile, now)


def test_a_name_that_is_not_in_the_id_token_is_asked_for(
    hostile: HostileProvider, now: datetime
) -> None:
    hostile.claims.pop("name")
    hostile.userinfo = {"sub": "person-1", "given_name": "Anna", "family_name": "Andersson"}
    assert sign_in(hostile, now).name == "Anna Andersson"
    assert ("/userinfo", "Bearer the-access-token", {}) in hostile.requests


def test_a_name_of_somebody_else_is_refused(hostile: HostileProvider, now: datetime) -> None:
    hostile.claims.pop("name")
    hostile.userinfo = {"sub": "person-2", "name": "Bo Berg"}
    with pytest.raises(SignInRefusedError) as refused:
        sign_in(hostile, now)
    assert refused.value.reason is R.SUBJECT


def test_a_number_that_is_signed_for_goes_before_one_that_is_not(
    hostile: HostileProvider, now: datetime
) -> None:
    claim("personnummer", "199008279839")(hostile)
    hostile.claims.pop("name")
    hostile.userinfo = {"sub": "person-1", "name": "Anna", "personnummer": "197503119815"}
    identity = sign_in(hostile, now, door="individual", personnummer_claims=("personnummer",))
    assert (identity.name, identity.personnummer) == ("Anna", "199008279839")


def test_a_logged_identity_gives_nothing_away(hostile: HostileProvider, now: datetime) -> None:
    claim("personnummer", "199008279839")(hostile)
    settings = {"door": "individual", "personnummer_claims": ("personnummer",)}
    identity = sign_in(hostile, now, **settings)
    shown = repr(identity)
    assert identity.id_token not in shown
    assert str(identity.personnummer) not in shown

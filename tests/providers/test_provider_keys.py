"""How long a provider's documents are remembered, and what happens when it changes its keys."""

from datetime import datetime
from pathlib import Path

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from portal.errors import ConfigurationError
from portal.identity.oidc import (
    Identity,
    Provider,
    ProviderUnreachableError,
    RefusalReason,
    SignInRefusedError,
)
from tests.providers.hostile import CLIENT_ID, HostileProvider

REDIRECT = "https://samsyn.example.se/sign-in/kommun/callback"


class Timer:
    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def timer() -> Timer:
    return Timer()


def sign_in(provider: Provider, hostile: HostileProvider, now: datetime) -> Identity:
    request = provider.begin(redirect_uri=REDIRECT, now=now)
    response = hostile.answer(request.url)
    return provider.finish(request.flow, response_params=response, redirect_uri=REDIRECT, now=now)


def change_key(hostile: HostileProvider, name: str) -> None:
    hostile.key = RSAKey.generate_key(2048, parameters={"kid": name})
    hostile.header["kid"] = name
    hostile.published = [dict(hostile.key.as_dict(private=False))]


def fetches(hostile: HostileProvider) -> int:
    return len([path for path, _, _ in hostile.requests if path == "/jwks"])


def test_documents_are_asked_for_once_in_ten_minutes(
    hostile: HostileProvider, now: datetime, timer: Timer
) -> None:
    provider = Provider(hostile.settings(), timer=timer)
    sign_in(provider, hostile, now)
    timer.seconds += 599
    sign_in(provider, hostile, now)
    assert fetches(hostile) == 1
    timer.seconds += 2
    sign_in(provider, hostile, now)
    assert fetches(hostile) == 2


def test_a_new_key_is_found_at_once(hostile: HostileProvider, now: datetime, timer: Timer) -> None:
    provider = Provider(hostile.settings(), timer=timer)
    sign_in(provider, hostile, now)
    change_key(hostile, "second")
    timer.seconds += 30
    assert sign_in(provider, hostile, now).jwks == {"keys": hostile.published}
    assert fetches(hostile) == 2


def test_a_private_key_that_is_published_by_mistake_is_not_kept(
    hostile: HostileProvider, now: datetime, timer: Timer
) -> None:
    hostile.published = [dict(hostile.key.as_dict(private=True))]
    (kept,) = sign_in(Provider(hostile.settings(), timer=timer), hostile, now).jwks["keys"]

    assert kept.keys() >= {"kty", "kid", "n", "e"}
    assert not kept.keys() & {"d", "p", "q", "dp", "dq", "qi", "k", "oth"}


def test_a_withdrawn_key_is_forgotten_in_ten_minutes(
    hostile: HostileProvider, now: datetime, timer: Timer
) -> None:
    provider = Provider(hostile.settings(), timer=timer)
    sign_in(provider, hostile, now)
    hostile.published = [{"kty": "future", "kid": "third"}]
    timer.seconds += 601
    with pytest.raises(SignInRefusedError) as refused:
        sign_in(provider, hostile, now)
    assert refused.value.reason is RefusalReason.UNKNOWN_KEY


def test_invented_key_names_do_not_make_the_portal_hammer_the_provider(
    hostile: HostileProvider, now: datetime, timer: Timer
) -> None:
    provider = Provider(hostile.settings(), timer=timer)
    sign_in(provider, hostile, now)
    timer.seconds += 30
    for name in ("a", "b", "c"):
        hostile.header["kid"] = name
        with pytest.raises(SignInRefusedError):
            provider.check_logout_token(hostile.sign(), now)
    assert fetches(hostile) == 2


def test_a_key_of_a_kind_we_do_not_know_spoils_nothing(
    hostile: HostileProvider, now: datetime, timer: Timer
) -> None:
    hostile.published[:0] = [{"kty": "future"}, {"kty": "RSA", "n": "?"}, {}]
    hostile.header.pop("kid")
    assert sign_in(Provider(hostile.settings(), timer=timer), hostile, now)


@pytest.mark.parametrize(
    "keys", [b"{}", b'{"keys": null}', b'{"keys": {}}', b'{"keys": ["first"]}']
)
def test_keys_of_another_shape_are_no_provider_s(
    hostile: HostileProvider, now: datetime, keys: bytes
) -> None:
    hostile.pages["/jwks"] = ("200 OK", keys, [])
    with pytest.raises(ProviderUnreachableError):
        Provider(hostile.settings()).begin(redirect_uri=REDIRECT, now=now)


def test_a_provider_may_sign_with_an_elliptic_curve_and_send_its_certificates(
    hostile: HostileProvider, now: datetime
) -> None:
    hostile.key = ECKey.generate_key("P-256", parameters={"kid": "curve"})
    hostile.header = {"alg": "ES256", "kid": "curve", "x5c": ["A" * 3000], "x-own": "1"}
    hostile.published = [dict(hostile.key.as_dict(private=False))]
    hostile.discovery["id_token_signing_alg_values_supported"] = ["ES256"]
    assert sign_in(Provider(hostile.settings()), hostile, now)


def test_the_client_proves_itself_with_its_secret_and_the_verifier(
    hostile: HostileProvider, now: datetime
) -> None:
    provider = Provider(hostile.settings())
    request = provider.begin(redirect_uri=REDIRECT, now=now)
    response = hostile.answer(request.url)
    provider.finish(request.flow, response_params=response, redirect_uri=REDIRECT, now=now)
    _, authorization, form = next(seen for seen in hostile.requests if seen[0] == "/token")
    assert authorization.startswith("Basic ")
    assert form["code_verifier"] == request.flow.verifier
    assert form["redirect_uri"] == REDIRECT
    assert "client_secret" not in form


@pytest.mark.parametrize("audience", [None, "https://idp.example.se"])
@pytest.mark.parametrize(
    "key", [RSAKey.generate_key(2048), ECKey.generate_key("P-256")], ids=["RSA", "EC"]
)
def test_the_client_proves_itself_with_a_private_key(
    hostile: HostileProvider, now: datetime, tmp_path: Path, key: RSAKey, audience: str | None
) -> None:
    file = tmp_path / "client.pem"
    file.write_bytes(key.as_pem(private=True))
    settings = hostile.settings(client_secret=None, private_key_file=file, token_audience=audience)
    provider = Provider(settings)
    for _ in range(2):
        sign_in(provider, hostile, now)
    forms = [form for path, _, form in hostile.requests if path == "/token"]
    proofs = [
        jwt.decode(form["client_assertion"], key, algorithms=["RS256", "ES256"]).claims
        for form in forms
    ]
    assert {proof["aud"] for proof in proofs} == {audience or f"{hostile.issuer}/token"}
    assert {(proof["iss"], proof["sub"]) for proof in proofs} == {(CLIENT_ID, CLIENT_ID)}
    assert len({proof["jti"] for proof in proofs}) == 2


@pytest.mark.parametrize(
    "content", [None, b"not a key", RSAKey.generate_key(2048).as_pem(private=False)]
)
def test_an_unusable_private_key_is_a_matter_of_configuration(
    hostile: HostileProvider, now: datetime, tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "client.pem"
    if content:
        file.write_bytes(content)
    provider = Provider(hostile.settings(client_secret=None, private_key_file=file))
    with pytest.raises(ConfigurationError, match=r"issuers\.kommun\.private_key_file"):
        provider.begin(redirect_uri=REDIRECT, now=now)

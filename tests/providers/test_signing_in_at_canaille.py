"""The whole round trip against a real provider, started for these tests."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx2
import pytest
from joserfc import jws, jwt
from joserfc.jwk import KeySet, RSAKey

from portal import clock
from portal.config import IssuerSettings
from portal.identity.oidc import (
    Flow,
    Identity,
    Provider,
    RefusalReason,
    SignInRefusedError,
    StepUp,
)
from tests.providers.canaille import running_provider
from tests.providers.login import NotSignedInError, sign_out, walk

LOA2 = "http://id.elegnamnden.se/loa/1.0/loa2"
LOA3 = "http://id.elegnamnden.se/loa/1.0/loa3"
PORTAL = "http://localhost:8000"
REDIRECT = f"{PORTAL}/sign-in/staff/callback"
SIGNED_OUT = f"{PORTAL}/sign-in/signed-out"
ANNA = ("anna", "lösenord-för-anna")
BO = ("bo", "lösenord-för-bo")
SCOPES = ("openid", "profile", "email", "https://id.oidc.se/scope/naturalPersonOrgId")


def account(login: str, password: str, name: str, **more: str) -> dict[str, str]:
    given_name, family_name = name.split()
    return {
        "login": login,
        "password": password,
        "name": name,
        "given_name": given_name,
        "family_name": family_name,
        "email": f"{login}@umea.example.se",
        "organisation": "Umeå kommun",
        "organisation_number": "2120002627",
        **more,
    }


def configuration(**changes: Any) -> dict[str, Any]:
    return {
        "key": "staff",
        "name": "Kommunens inloggning",
        "port": 0,
        "portal_urls": [PORTAL],
        "client_id": "samsyn",
        "client_secret": "secret-for-tests",
        "acr": LOA3,
        "accounts": [
            account(*ANNA, "Anna Andersson"),
            account(*BO, "Bo Berg", acr=LOA2),
        ],
        **changes,
    }


@pytest.fixture(scope="session")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_provider(configuration(), tmp_path_factory.mktemp("provider")) as issuer:
        yield issuer


@pytest.fixture
def provider(issuer: str) -> Provider:
    return Provider(settings(issuer))


@pytest.fixture
def browser() -> Iterator[httpx2.Client]:
    with httpx2.Client() as client:
        yield client


def settings(issuer: str, **changes: Any) -> IssuerSettings:
    return IssuerSettings(
        **{
            "key": "staff",
            "door": "staff",
            "name": "Kommunens inloggning",
            "issuer": issuer,
            "client_id": "samsyn",
            "client_secret": "secret-for-tests",
            "scopes": SCOPES,
            "organisation_numbers": ("212000-2627",),
            "levels": {LOA2: 2, LOA3: 3},
            "sign_in_level": 2,
            "allow_http": True,
            **changes,
        }
    )


def round_trip(
    provider: Provider,
    browser: httpx2.Client,
    who: tuple[str, str],
    step_up: StepUp | None = None,
) -> tuple[Identity, list[str]]:
    request = provider.begin(
        redirect_uri=REDIRECT, now=clock.now(), step_up=step_up, ui_locale="sv"
    )
    address, asked = walk(browser, request.url, *who)
    return finish(provider, request.flow, address), asked


def finish(provider: Provider, flow: Flow, address: str) -> Identity:
    assert address.startswith(f"{REDIRECT}?")
    return provider.finish(
        flow, response_params=parameters(address), redirect_uri=REDIRECT, now=clock.now()
    )


def parameters(address: str) -> Mapping[str, str]:
    return dict(parse_qsl(urlsplit(address).query))


def test_a_person_signs_in(provider: Provider, browser: httpx2.Client, issuer: str) -> None:
    identity, asked = round_trip(provider, browser, ANNA)
    assert asked == ["login", "password"]
    assert (identity.issuer, identity.subject) == (issuer, "anna")
    assert (identity.name, identity.email) == ("Anna Andersson", "anna@umea.example.se")
    assert (identity.acr, identity.level) == (LOA3, 3)
    assert identity.organisation_number == "2120002627"
    assert identity.auth_time is not None


def test_somebody_already_signed_in_is_asked_for_nothing(
    provider: Provider, browser: httpx2.Client
) -> None:
    round_trip(provider, browser, ANNA)
    assert round_trip(provider, browser, ANNA)[1] == []


def test_a_step_up_asks_for_the_password_again_and_vouches_for_the_document(
    provider: Provider, browser: httpx2.Client
) -> None:
    earlier, _ = round_trip(provider, browser, ANNA)
    identity, asked = round_trip(provider, browser, ANNA, StepUp(nonce="hash-of-the-document"))
    assert asked == ["password"]
    assert identity.subject == earlier.subject
    assert earlier.auth_time is not None
    assert identity.auth_time is not None
    assert identity.auth_time > earlier.auth_time
    keys = KeySet.import_key_set({"keys": list(identity.jwks["keys"])})
    evidence = jwt.decode(identity.id_token, keys, algorithms=["RS256"]).claims
    assert (evidence["sub"], evidence["nonce"]) == ("anna", "hash-of-the-document")


def test_a_step_up_without_a_session_asks_for_everything(
    provider: Provider, browser: httpx2.Client
) -> None:
    _, asked = round_trip(provider, browser, ANNA, StepUp(nonce="hash-of-another-document"))
    assert asked == ["login", "password"]


def test_switching_account_is_no_way_round_a_step_up(
    provider: Provider, browser: httpx2.Client, issuer: str
) -> None:
    round_trip(provider, browser, ANNA)
    request = provider.begin(
        redirect_uri=REDIRECT, now=clock.now(), step_up=StepUp(nonce="hash-of-a-third-document")
    )
    browser.get(request.url, follow_redirects=True)
    address, asked = walk(browser, f"{issuer}/login", *ANNA)
    assert asked == ["login", "password"]
    assert finish(provider, request.flow, address).subject == "anna"


def test_an_account_of_a_lower_level_signs_in_but_not_for_a_signature(
    provider: Provider, browser: httpx2.Client
) -> None:
    identity, _ = round_trip(provider, browser, BO)
    assert identity.level == 2
    with pytest.raises(SignInRefusedError) as refused:
        round_trip(provider, browser, BO, StepUp(nonce="hash-of-the-document-for-bo"))
    assert refused.value.reason is RefusalReason.LEVEL_TOO_LOW


def test_a_wrong_password_signs_nobody_in(provider: Provider, browser: httpx2.Client) -> None:
    with pytest.raises(NotSignedInError):
        round_trip(provider, browser, ("anna", "fel lösenord"))


def test_a_code_works_once(provider: Provider, browser: httpx2.Client) -> None:
    request = provider.begin(redirect_uri=REDIRECT, now=clock.now())
    address, _ = walk(browser, request.url, *ANNA)
    finish(provider, request.flow, address)
    with pytest.raises(SignInRefusedError) as refused:
        finish(provider, request.flow, address)
    assert refused.value.reason is RefusalReason.CODE_REFUSED
    assert refused.value.detail == "invalid_grant"


def test_a_stolen_code_is_worth_nothing_without_its_verifier(
    provider: Provider, browser: httpx2.Client
) -> None:
    stolen, mine = (provider.begin(redirect_uri=REDIRECT, now=clock.now()) for _ in range(2))
    code = parameters(walk(browser, stolen.url, *ANNA)[0])["code"]
    with pytest.raises(SignInRefusedError) as refused:
        provider.finish(
            mine.flow,
            response_params={
                "state": mine.flow.state,
                "code": code,
                "iss": provider.settings.issuer,
            },
            redirect_uri=REDIRECT,
            now=clock.now(),
        )
    assert refused.value.reason is RefusalReason.CODE_REFUSED


def test_a_wrong_client_secret_is_refused_with_its_error_code(
    issuer: str, browser: httpx2.Client
) -> None:
    with pytest.raises(SignInRefusedError) as refused:
        round_trip(Provider(settings(issuer, client_secret="en-annan")), browser, ANNA)
    assert str(refused.value) == "code_refused (invalid_client)"


def test_an_organisation_the_issuer_may_not_speak_for_is_refused(
    issuer: str, browser: httpx2.Client
) -> None:
    strict = Provider(settings(issuer, organisation_numbers=("212000-2437",)))
    with pytest.raises(SignInRefusedError) as refused:
        round_trip(strict, browser, ANNA)
    assert refused.value.reason is RefusalReason.ORGANISATION_NOT_LISTED


def test_signing_out_ends_the_session_at_the_provider(
    provider: Provider, browser: httpx2.Client
) -> None:
    round_trip(provider, browser, ANNA)
    url = provider.end_session_url(SIGNED_OUT, "back-again")
    assert url is not None
    assert sign_out(browser, url).headers["location"] == f"{SIGNED_OUT}?state=back-again"
    assert round_trip(provider, browser, ANNA)[1] == ["login", "password"]


def test_signing_out_leads_nowhere_but_to_the_portal(
    provider: Provider, browser: httpx2.Client
) -> None:
    round_trip(provider, browser, ANNA)
    url = provider.end_session_url("http://elsewhere.example:8000/", "s")
    assert url is not None
    assert "elsewhere" not in sign_out(browser, url).headers.get("location", "")


def test_the_sign_in_page_speaks_swedish_and_needs_no_script(
    provider: Provider, browser: httpx2.Client
) -> None:
    request = provider.begin(redirect_uri=REDIRECT, now=clock.now(), ui_locale="sv")
    page = browser.get(request.url, follow_redirects=True).text
    assert '<html lang="sv">' in page
    assert "Logga in i Samsyn" in page
    assert "<script" not in page


def test_the_id_token_is_signed_by_a_published_key(
    provider: Provider, browser: httpx2.Client
) -> None:
    identity, _ = round_trip(provider, browser, ANNA)
    header = jws.extract_compact(identity.id_token.encode()).headers()
    assert header["alg"] == "RS256"
    assert header["kid"] in {key["kid"] for key in identity.jwks["keys"]}
    assert not [key for key in identity.jwks["keys"] if "d" in key]


def test_the_portal_proves_itself_with_a_private_key(
    tmp_path: Path, browser: httpx2.Client
) -> None:
    key = RSAKey.generate_key(2048, auto_kid=True)
    file = tmp_path / "client.pem"
    file.write_bytes(key.as_pem(private=True))
    published = json.loads(json.dumps({"keys": [key.as_dict(private=False)]}))
    with running_provider(
        configuration(client_secret=None, client_jwks=published), tmp_path
    ) as issuer:
        provider = Provider(settings(issuer, client_secret=None, private_key_file=file))
        assert round_trip(provider, browser, ANNA)[0].subject == "anna"

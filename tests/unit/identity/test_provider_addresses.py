"""Where the portal may be sent: a discovery document can name any address at all."""

import pytest

from portal.config import IssuerSettings
from portal.identity.oidc.discovery import discovery_address, read_metadata, safe_address
from portal.identity.oidc.refusals import (
    ProviderUnreachableError,
    RefusalReason,
    SignInRefusedError,
)


def settings(*, allow_http: bool = False, issuer: str = "https://idp.example.se") -> IssuerSettings:
    return IssuerSettings(
        key="kommun",
        door="staff",
        name="Kommunen",
        issuer=issuer,
        client_id="samsyn",
        sign_in_level=0,
        allow_http=allow_http,
    )


@pytest.mark.parametrize(
    "address",
    [
        "https://idp.example.se/token",
        "https://idp.example.se:8443/token?tenant=1",
        "https://login.other.example/keys",
        "https://192.0.9.9/keys",
    ],
)
def test_https_on_the_network_is_allowed(address: str) -> None:
    assert safe_address(address, settings()) == address


@pytest.mark.parametrize(
    "address",
    [
        "http://idp.example.se/token",
        "ftp://idp.example.se/token",
        "file:///etc/passwd",
        "gopher://idp.example.se/",
        "//idp.example.se/token",
        "token",
        "",
        "https://",
        "https://localhost/token",
        "https://idp.localhost/token",
        "https://127.0.0.1/token",
        "https://127.1/token",
        "https://2130706433/token",
        "https://[::1]/token",
        "https://[::ffff:127.0.0.1]/token",
        "https://10.0.0.7/token",
        "https://192.168.1.1/token",
        "https://169.254.169.254/latest/meta-data",
        "https://[fd00::1]/token",
        "https://0.0.0.0/token",
        "https://intranet/token",
        "https://idp.example.se@10.0.0.7/token",
        "https://user:pass@idp.example.se/token",
        "https://idp.example.se/token#fragment",
        "https://idp.example.se:0/token",
        "https://idp.example.se:port/token",
        "https://[broken/token",
    ],
)
def test_anything_else_is_refused(address: str) -> None:
    with pytest.raises(SignInRefusedError) as refused:
        safe_address(address, settings())
    assert refused.value.reason is RefusalReason.UNSAFE_ADDRESS


@pytest.mark.parametrize(
    "address", ["http://localhost:9501/token", "http://127.0.0.1:9501/", "http://[::1]:9501/"]
)
def test_http_is_for_loopback_and_only_when_configured(address: str) -> None:
    assert safe_address(address, settings(allow_http=True)) == address
    with pytest.raises(SignInRefusedError):
        safe_address(address, settings())


@pytest.mark.parametrize(
    "address",
    [
        "http://idp.example.se/token",
        "http://10.0.0.7/",
        "https://10.0.0.7/",
        "file://localhost/etc",
    ],
)
def test_allowing_http_opens_nothing_but_loopback(address: str) -> None:
    with pytest.raises(SignInRefusedError):
        safe_address(address, settings(allow_http=True))


@pytest.mark.parametrize("issuer", ["https://idp.example.se", "https://idp.example.se/"])
def test_discovery_is_below_the_issuer(issuer: str) -> None:
    address = discovery_address(settings(issuer=issuer))
    assert address == "https://idp.example.se/.well-known/openid-configuration"


def test_an_issuer_is_not_asked_over_http() -> None:
    with pytest.raises(SignInRefusedError) as refused:
        discovery_address(settings(issuer="http://idp.example.se"))
    assert refused.value.reason is RefusalReason.UNSAFE_ADDRESS


ENDPOINTS = (
    *("authorization_endpoint", "token_endpoint", "jwks_uri"),
    *("userinfo_endpoint", "end_session_endpoint"),
)
DOCUMENT = {
    "issuer": "https://idp.example.se",
    **{name: f"https://idp.example.se/{name}" for name in ENDPOINTS},
}


@pytest.mark.parametrize("name", ENDPOINTS)
def test_neither_portal_nor_browser_is_sent_to_an_unsafe_endpoint(name: str) -> None:
    with pytest.raises(SignInRefusedError) as refused:
        read_metadata(DOCUMENT | {name: "https://10.0.0.7/"}, settings())
    assert refused.value.reason is RefusalReason.UNSAFE_ADDRESS


@pytest.mark.parametrize("algorithms", ["RS256", 256, {"RS256": True}])
def test_algorithms_that_are_no_list_are_no_provider_s(algorithms: object) -> None:
    document = DOCUMENT | {"id_token_signing_alg_values_supported": algorithms}
    with pytest.raises(ProviderUnreachableError):
        read_metadata(document, settings())

"""The application itself sends the headers that its settings ask for."""

from tests.integration.county import CountyOfTests


def test_a_portal_over_https_is_to_be_asked_over_https_only(county: CountyOfTests) -> None:
    headers = county.visitor().open("/sign-in").response.headers

    assert headers["Strict-Transport-Security"].startswith("max-age=31536000")

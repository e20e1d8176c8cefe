"""Staff are invited to sign in by their own door, and not by that of private people."""

from dataclasses import replace

import pytest

from portal.authz import Role
from tests.integration.county import ISSUER, CountyOfTests

E_ID = replace(
    ISSUER, key="eid", door="individual", name="E-legitimation", issuer="https://eid.example.se"
)


def test_an_administrator_invites_to_a_provider_of_staff(
    county: CountyOfTests, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = replace(county.app.extensions["settings"], issuers=(ISSUER, E_ID))
    monkeypatch.setitem(county.app.extensions, "settings", settings)
    page = county.member(county.municipality, Role.ADMINISTRATOR).open("/administration/invite")
    offered = [str(one["value"]) for one in page.soup.select("[name=issuer] option")]

    assert offered == [ISSUER.key]

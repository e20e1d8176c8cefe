"""What has changed while a signatory was away to prove who they are is asked again."""

from dataclasses import replace

import pytest
from sqlalchemy import select, update

from agreements.tables.signature import Signature
from portal import clock
from portal.authz import Role
from portal.identity.models import SignInSession
from portal.identity.oidc import RefusalReason
from portal.tenancy.models import Membership
from tests.integration.county import ISSUER, CountyOfTests, Parties, identity_of


def _signatures(county: CountyOfTests) -> list[str]:
    return list(county.execute(select(Signature.name)).scalars())


def test_whoever_is_no_signatory_any_longer_signs_nothing(
    county: CountyOfTests, signing: Parties
) -> None:
    somebody, browser = signing.signatory(county.region, "Rut Region")
    county.grant(somebody, county.region, Role.COORDINATOR)
    signing.ask_to_sign(browser)
    signatory = update(Membership).where(
        Membership.account_id == somebody.id, Membership.role == Role.SIGNATORY
    )
    county.execute(signatory.values(ended_at=clock.now()))
    page = signing.come_back(browser, somebody.identity, status=403)

    assert page.heading == "Du får inte göra det här"
    assert _signatures(county) == []


def test_the_same_name_at_another_issuer_is_somebody_else(
    county: CountyOfTests, signing: Parties, monkeypatch: pytest.MonkeyPatch
) -> None:
    somebody, browser = signing.signatory(county.region, "Rut Region")
    signing.ask_to_sign(browser)
    # the operator has put another provider in the place of the one that she signed in at
    other = replace(ISSUER, issuer="https://new.example.se")
    settings = replace(county.app.extensions["settings"], issuers=(other,))
    monkeypatch.setitem(county.app.extensions, "settings", settings)
    identity = replace(identity_of(somebody.identity.subject, "Rut Region"), issuer=other.issuer)
    page = signing.come_back(browser, identity)

    assert "Någon annan än du loggade in. Inget är underskrivet." in page.soup.text
    assert _signatures(county) == []


@pytest.mark.parametrize("refusal", [None, RefusalReason.CANCELLED])
def test_whoever_is_signed_out_meanwhile_signs_nothing(
    county: CountyOfTests, signing: Parties, refusal: RefusalReason | None
) -> None:
    somebody, browser = signing.signatory(county.region, "Rut Region")
    signing.ask_to_sign(browser)
    mine = update(SignInSession).where(SignInSession.account_id == somebody.id)
    county.execute(mine.values(ended_at=clock.now()))
    county.provider.refusal = refusal
    signing.come_back(browser, somebody.identity, status=403)

    assert _signatures(county) == []

"""Whose sessions end when a provider says that somebody has signed out there, and whose do not."""

from dataclasses import replace

import pytest
from sqlalchemy import insert

from portal import clock
from portal.authz import Role
from portal.config import SessionSettings
from portal.db import db
from portal.identity import service
from portal.identity.models import Account
from portal.ids import new_id
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.county import (
    COORDINATOR,
    ISSUER,
    CountyOfTests,
    Somebody,
    logout_token,
)

OTHER = "https://other.example.se"


@pytest.fixture
def maja(county: CountyOfTests) -> Somebody:
    somebody = county.somebody("Maja Öhlund")
    county.grant(somebody, county.municipality, *COORDINATOR)
    return somebody


def _sign_in(
    county: CountyOfTests, somebody: Somebody, *, sid: str | None = None, key: str = ISSUER.key
) -> Browser:
    """In one more browser: in the provider's session `sid`, at the provider configured as `key`."""
    with county.app.app_context(), acting_as(""):
        token = service.open_session(
            replace(somebody.identity, sid=sid),
            issuer_key=key,
            limits=SessionSettings(),
            secret_key=county.app.extensions["settings"].secret_key,
        )
        db.session.commit()
    assert token is not None
    return Browser(county.app, token=token)


def _end(county: CountyOfTests, subject: str | None, sid: str | None) -> int:
    """The provider of staff says that a session has ended; answers how many did here."""
    with county.app.app_context(), acting_as(""):
        ended = service.close_sessions_at_provider(
            logout_token(subject, sid),
            issuer_key=ISSUER.key,
            issuer=ISSUER.issuer,
            secret_key=county.app.extensions["settings"].secret_key,
        )
        db.session.commit()
        return ended


def test_a_logout_token_ends_sessions_once(county: CountyOfTests, maja: Somebody) -> None:
    county.provider.logout = logout_token(maja.identity.subject)

    def post() -> int:
        address = f"/sign-in/{ISSUER.key}/back-channel-logout"
        visitor = county.visitor()
        answer = visitor.client.post(address, data={"logout_token": "x"}, base_url=visitor.base_url)
        return int(answer.status_code)

    ended = _sign_in(county, maja)
    assert post() == 200
    assert not _is_signed_in(ended)
    again = _sign_in(county, maja)
    assert post() == 400
    assert _is_signed_in(again)
    county.provider.logout = logout_token(maja.identity.subject, jti="2")
    assert post() == 200
    assert not _is_signed_in(again)


def test_whom_the_provider_signed_out_stands_in_the_organisation_s_log(
    county: CountyOfTests, maja: Somebody
) -> None:
    _sign_in(county, maja)
    assert _end(county, maja.identity.subject, None) == 1
    reviewer = county.member(county.municipality, Role.REVIEWER)

    assert "Loggades ut av inloggningstjänsten" in reviewer.open("/log").text


def _is_signed_in(browser: Browser) -> bool:
    return browser.open("/agreements").url == "/agreements"


def test_one_session_at_the_provider_is_one_browser_here(
    county: CountyOfTests, maja: Somebody
) -> None:
    ended, other = _sign_in(county, maja, sid="first"), _sign_in(county, maja, sid="second")

    assert _end(county, maja.identity.subject, "first") == 1
    assert not _is_signed_in(ended)
    assert _is_signed_in(other)


def test_a_namesake_at_another_issuer_stays_signed_in(
    county: CountyOfTests, maja: Somebody
) -> None:
    identity = replace(maja.identity, issuer=OTHER)
    known = {"issuer": OTHER, "subject": identity.subject, "name": identity.name}
    namesake = Somebody(new_id(), identity)
    county.execute(insert(Account).values(id=namesake.id, created_at=clock.now(), **known))
    county.grant(namesake, county.municipality, *COORDINATOR)
    browser = _sign_in(county, namesake)

    assert _end(county, maja.identity.subject, None) == 0
    assert _is_signed_in(browser)


def test_who_signed_in_by_another_way_to_the_same_issuer_stays_signed_in(
    county: CountyOfTests, maja: Somebody
) -> None:
    browser = _sign_in(county, maja, key="another way")

    assert _end(county, maja.identity.subject, None) == 0
    assert _is_signed_in(browser)


def test_a_logout_of_nobody_ends_no_session(county: CountyOfTests, maja: Somebody) -> None:
    browser = _sign_in(county, maja, sid="first")

    assert _end(county, None, None) == 0
    assert _is_signed_in(browser)

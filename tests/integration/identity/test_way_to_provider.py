"""A sign-in under way: its state counts once, for a while, at one provider."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from portal import clock
from portal.identity.models import Attempt, SignInFlow
from tests.browser import Browser
from tests.integration.county import COORDINATOR, ISSUER, CountyOfTests, FakeProvider, Somebody
from tests.integration.identity.at_the_provider import begin, come_back, state_of

HOST = "samsyn.example"
FORM_COOKIE = "__Host-samsyn-form"


@pytest.fixture
def maja(county: CountyOfTests) -> Somebody:
    somebody = county.somebody("Maja Öhlund")
    county.grant(somebody, county.municipality, *COORDINATOR)
    county.provider.identity = somebody.identity
    return somebody


@pytest.fixture
def visitor(county: CountyOfTests, maja: Somebody) -> Browser:
    """A browser that nobody has signed in with; the provider would say that it is Maja."""
    return county.visitor()


def test_a_state_is_spent_also_for_whoever_kept_the_cookie(visitor: Browser) -> None:
    state = begin(visitor)
    kept = visitor.client.get_cookie(FORM_COOKIE, domain=HOST)
    assert kept is not None
    come_back(visitor, state)

    thief = Browser(visitor.app)
    thief.client.set_cookie(FORM_COOKIE, kept.value, domain=HOST, secure=True, httponly=True)
    come_back(thief, state, 403)
    assert thief.open("/agreements").url.startswith("/sign-in")


def test_a_sign_in_that_took_too_long_is_to_be_begun_anew(
    county: CountyOfTests, visitor: Browser
) -> None:
    state = begin(visitor)
    county.execute(update(SignInFlow).values(expires_at=clock.now() - timedelta(seconds=1)))

    assert "Börja om" in come_back(visitor, state, 403).text


def test_an_answer_brought_to_another_provider_s_address_is_refused(
    county: CountyOfTests, maja: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = replace(ISSUER, key="other", name="En annan", issuer="https://other.example.se")
    settings = replace(county.app.extensions["settings"], issuers=(ISSUER, other))
    providers = {
        ISSUER.key: county.provider,
        other.key: FakeProvider(other, identity=maja.identity),
    }
    monkeypatch.setitem(county.app.extensions, "settings", settings)
    monkeypatch.setitem(county.app.extensions, "providers", providers)
    visitor = county.visitor()

    come_back(visitor, begin(visitor), 403, issuer=other)
    assert visitor.open("/agreements").url.startswith("/sign-in")


@pytest.mark.parametrize("elsewhere", ["https://evil.example", "//evil.example"])
def test_a_form_made_up_elsewhere_sends_nobody_there_after_the_sign_in(
    visitor: Browser, elsewhere: str
) -> None:
    visitor.open("/sign-in").post(f"/sign-in/{ISSUER.key}", {"next": elsewhere}, status=302)

    assert come_back(visitor, state_of(visitor)).url == "/todo"


def test_whoever_begins_again_and_again_is_stopped_and_not_noted_by_address(
    county: CountyOfTests, visitor: Browser
) -> None:
    begin(visitor)
    (kept,) = county.execute(select(Attempt.id)).scalars()
    assert b"127.0.0.1" not in kept

    county.execute(update(Attempt).values(times=600))
    visitor.open("/sign-in").press(ISSUER.name, status=429)

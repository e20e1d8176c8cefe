"""What ends a sign-in, and what does not outlive the change from one person to another."""

import pytest
from sqlalchemy import select, update

from portal import clock
from portal.identity.models import Account, SignInSession
from portal.identity.session import COOKIE
from tests.browser import Browser
from tests.integration.county import COORDINATOR, ISSUER, CountyOfTests, Somebody
from tests.integration.identity.at_the_provider import come_back, state_of


@pytest.fixture
def maja(county: CountyOfTests) -> Somebody:
    somebody = county.somebody("Maja Öhlund")
    county.grant(somebody, county.municipality, *COORDINATOR)
    county.provider.identity = somebody.identity
    return somebody


def _form_token(page: Browser) -> str:
    return str(page.soup.select_one("input[name=csrf_token]")["value"])


def test_a_disabled_account_is_signed_out_at_the_next_click(
    county: CountyOfTests, maja: Somebody
) -> None:
    browser = county.sign_in(maja)
    assert browser.open("/agreements").url == "/agreements"

    disabled = update(Account).where(Account.id == maja.id)
    county.execute(disabled.values(disabled_at=clock.now()))
    assert browser.open("/agreements").url.startswith("/sign-in")


def test_a_disabled_account_cannot_sign_in(county: CountyOfTests, maja: Somebody) -> None:
    disabled = update(Account).where(Account.id == maja.id)
    county.execute(disabled.values(disabled_at=clock.now()))

    assert county.open_session(maja) is None
    kept = select(SignInSession.id).where(SignInSession.account_id == maja.id)
    assert county.execute(kept).all() == []


def test_a_form_opened_before_the_sign_in_is_worth_nothing_after_it(
    county: CountyOfTests, maja: Somebody
) -> None:
    browser = county.visitor().open("/sign-in")
    planted = _form_token(browser)
    browser.press(ISSUER.name, status=302)
    come_back(browser, state_of(browser))

    browser.post("/sign-out", {"csrf_token": planted}, status=400)
    assert browser.open("/agreements").url == "/agreements"


def test_a_form_opened_before_signing_out_is_worth_nothing_after_it(
    county: CountyOfTests, maja: Somebody
) -> None:
    browser = county.sign_in(maja).open("/agreements")
    left_open = _form_token(browser)
    browser.press("Logga ut")

    browser.post(f"/sign-in/{ISSUER.key}", {"csrf_token": left_open}, status=400)


def test_signing_out_leaves_no_token_in_the_browser(county: CountyOfTests, maja: Somebody) -> None:
    browser = county.sign_in(maja).open("/agreements")
    browser.press("Logga ut")

    assert browser.client.get_cookie(COOKIE, domain="samsyn.example") is None

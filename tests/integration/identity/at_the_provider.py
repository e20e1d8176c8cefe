"""A browser on its way to the provider and back."""

from urllib.parse import parse_qs, urlsplit

from portal.config import IssuerSettings
from tests.browser import Browser
from tests.integration.county import ISSUER


def begin(browser: Browser, next_page: str = "/", issuer: IssuerSettings = ISSUER) -> str:
    """Press the provider's button; answers the state it was sent off with."""
    browser.open(f"/sign-in?next={next_page}").press(issuer.name, status=302)
    return state_of(browser, issuer)


def state_of(browser: Browser, issuer: IssuerSettings = ISSUER) -> str:
    """The state that the browser has just been sent to the provider with."""
    there = urlsplit(browser.response.headers["Location"])
    assert f"{there.scheme}://{there.netloc}" == issuer.issuer
    return parse_qs(there.query)["state"][0]


def come_back(
    browser: Browser, state: str, status: int = 200, issuer: IssuerSettings = ISSUER
) -> Browser:
    """The provider sends the browser back; who it was is what the test has told it to say."""
    return browser.open(f"/sign-in/{issuer.key}/callback?state={state}&code=x", status)

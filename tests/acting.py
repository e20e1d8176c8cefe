"""Asking the database as somebody, without a request; and doing as somebody what a page would."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from flask_login import current_user

from portal.authz import Actor
from portal.db import act_as
from portal.identity.session import COOKIE
from tests.browser import Browser


@contextmanager
def acting_as(token: str) -> Iterator[None]:
    """Ask as `token` inside the block only; an app context must be open around it."""
    act_as(token)
    try:
        yield
    finally:
        act_as("")


@contextmanager
def without_pages(browser: Browser) -> Iterator[Actor]:
    """The one who has signed in there, for whom the block may ask services for what pages ask."""
    cookie = browser.client.get_cookie(COOKIE, domain=urlsplit(browser.base_url).hostname or "")
    assert cookie is not None, "nobody has signed in"
    asked = {"Cookie": f"{COOKIE}={cookie.value}"}
    with browser.app.test_request_context(base_url=browser.base_url, headers=asked):
        assert browser.app.preprocess_request() is None
        yield current_user.actor

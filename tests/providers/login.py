"""Signs in at the demo provider as a person would, by its forms, over plain HTTP."""

from urllib.parse import urljoin, urlsplit

import httpx2
from bs4 import BeautifulSoup, Tag

MOST_STEPS = 12


class NotSignedInError(AssertionError):
    """The provider showed something else than its forms and the way back."""


def walk(
    http_client: httpx2.Client, authorization_url: str, login: str, password: str
) -> tuple[str, list[str]]:
    """Follow the pages from `authorization_url`: the address that leads back to the portal, and
    the names of the fields that were asked for on the way.

    The client's cookies are the browser's: with a session at the provider it asks for nothing,
    unless the authorization request demands it.
    """
    answers = {"login": login, "password": password}
    home = urlsplit(authorization_url).netloc
    response = http_client.get(authorization_url)
    asked: list[str] = []
    for _ in range(MOST_STEPS):
        if response.is_redirect:
            address = urljoin(str(response.url), response.headers["location"])
            if urlsplit(address).netloc != home:
                return address, asked
            response = http_client.get(address)
            continue
        name, fields = _form(response)
        if name in asked:
            raise NotSignedInError(f"asked for {name} again: wrong login or password?")
        asked.append(name)
        response = http_client.post(response.url, data={**fields, name: answers[name]})
    raise NotSignedInError("too many pages")


def sign_out(http_client: httpx2.Client, address: str) -> httpx2.Response:
    """Answer yes to the provider's question whether to sign out there."""
    page = http_client.get(address)
    fields = {
        str(field["name"]): str(field.get("value", ""))
        for field in BeautifulSoup(page.text, "html.parser").select("form input[name]")
    }
    return http_client.post(page.url, data={**fields, "answer": "logout"})


def _form(response: httpx2.Response) -> tuple[str, dict[str, str]]:
    """Which of the two questions the page asks, and the form's other fields as they stand."""
    form = BeautifulSoup(response.text, "html.parser").select_one(
        "form#loginform, form#passwordform"
    )
    if response.status_code != httpx2.codes.OK or not isinstance(form, Tag):
        raise NotSignedInError(f"{response.status_code} without a sign-in form")
    fields = {
        str(field["name"]): str(field.get("value", ""))
        for field in form.select("input[name]")
        if field.get("type") != "checkbox" or field.has_attr("checked")
    }
    name = next(name for name in ("password", "login") if name in fields)
    return name, fields

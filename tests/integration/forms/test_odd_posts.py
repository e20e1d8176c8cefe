"""What no page of ours sends is refused, and never an error of ours."""

from collections.abc import Iterator

import pytest

from portal.web.errors import MOST_FIELDS
from tests.architecture.everything import Address
from tests.browser import Browser, _sent
from tests.integration.county import CountyOfTests, Parties
from tests.integration.forms.writers import GROUPS, Writer, writers
from tests.integration.isolation import taken_back
from tests.integration.prepared import Prepared

OURS = {"Sec-Fetch-Site": "same-origin"}
# one ends the session that the others need; the other is no form of ours
SKIPPED = {"account.end_session", "identity.sign_out", "identity.back_channel_logout"}
GARBAGE = ("", "x\0y", "9" * 40 + "%s'\"<b>\ud7ff😀")


def _posts(writer: Writer, tried: set[str]) -> Iterator[tuple[str, str, str, dict[str, str]]]:
    """(endpoint, address, token, fields) of every form, with what its page fills in."""
    opened, seen = set(), set()
    token = _token(writer)
    for one in writer.addresses("POST"):
        if one.rule.endpoint in tried | SKIPPED or one.path in opened:
            continue
        opened.add(one.path)
        fields = _fields(writer, one) if "GET" in (one.rule.methods or ()) else {}
        if fields is None:
            continue
        if (one.rule.endpoint, *sorted(fields)) not in seen:
            seen.add((one.rule.endpoint, *sorted(fields)))
            yield one.rule.endpoint, one.path, token, fields


def _fields(writer: Writer, one: Address) -> dict[str, str] | None:
    """What the form's own page fills in; None when they may not open it."""
    page = writer.page(one.path)
    if page is None:
        return None
    forms = page.select("main form[method=post]")
    return {name: value for form in forms for name, value in _sent(form)}


def _token(writer: Writer) -> str:
    page = writer.page("/account")
    assert page is not None
    return str(page.select_one("input[name=csrf_token]")["value"])


@pytest.mark.parametrize("group", GROUPS)
def test_no_post_is_an_error_of_ours(
    prepared: Prepared, group: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed, tried = [], set()
    monkeypatch.setitem(prepared.app.config, "PROPAGATE_EXCEPTIONS", value=False)
    for county, writer in writers(prepared, group):
        for endpoint, path, token, fields in list(_posts(writer, tried)):
            with taken_back(county.connection):
                for data in _variants(fields):
                    sent = data | {"csrf_token": token}
                    response = writer.browser.client.post(
                        path, data=sent, headers=OURS, base_url=writer.browser.base_url
                    )
                    if response.status_code != 404:
                        tried.add(endpoint)
                    if response.status_code >= 500:
                        failed.append((endpoint, writer.name, data))
    assert failed == []
    assert len(tried) > 30


def _variants(fields: dict[str, str]) -> Iterator[dict[str, str]]:
    """Nothing at all; every field garbage; and one of them missing, or garbage, among good ones."""
    yield {}
    names = [name for name in fields if name != "csrf_token"]
    for garbage in GARBAGE:
        yield dict.fromkeys(names, garbage)
    for name in names[:4]:
        yield {other: fields[other] for other in names if other != name}
        yield {other: fields[other] for other in names} | {name: GARBAGE[1]}


def test_a_cookie_with_a_character_that_no_database_takes_is_nobodys(county: CountyOfTests) -> None:
    browser = Browser(county.app, token="a\x00b")
    assert "Logga ut" not in browser.open("/agreements", status=400).text


def test_more_fields_than_any_form_has_are_refused_unread(county: CountyOfTests) -> None:
    client = county.app.test_client()
    many = "&".join(f"a{number}=1" for number in range(MOST_FIELDS + 1))
    response = client.post(
        "/invitation",
        data=many,
        content_type="application/x-www-form-urlencoded",
        base_url="https://samsyn.example",
    )
    assert response.status_code == 413


@pytest.mark.parametrize("sent", [{}, {"publish": "x"}, {"publish": "later"}])
def test_a_suggestion_is_published_only_when_the_form_says_so(
    shared: Parties, sent: dict[str, str]
) -> None:
    browser = shared.region.open(f"{shared.section(2)}/suggest")
    action, data = browser.filled("Spara som internt förslag", {"text": "Nytt.", "reason": "Så."})
    data.pop("publish")
    browser.post(action, data | sent, 200)
    assert "Visa för de andra parterna" in browser.buttons
    shared.police.open(browser.url, 404)


@pytest.mark.parametrize("path", ["/agreements/", "/agreements/new/?x=1", "/county/"])
def test_an_address_with_a_slash_too_many_leads_to_the_page(parties: Parties, path: str) -> None:
    assert parties.municipality.open(path).url == path.replace("/?", "?").rstrip("/")


def test_a_page_that_is_not_there_keeps_the_menu_and_the_name(parties: Parties) -> None:
    page = parties.municipality.open("/nowhere", 404)
    assert page.soup.select_one("nav.menu") is not None
    assert "Maja Öhlund" in page.soup.select_one(".session").get_text()
    assert parties.county.visitor().open("/nowhere", 404).soup.select_one("nav.menu") is None

"""A browser over Flask's test client: reads pages, fills fields the page has, presses its buttons.

Every page is held to what all pages promise (`_check_page`), and every request to leaving nothing
uncommitted behind. `sql` are the statements of the last request, redirects included.
"""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from flask import Flask, request_finished
from sqlalchemy import Engine, event
from werkzeug.test import TestResponse

from portal.db import db
from portal.identity.session import COOKIE
from tests.made_once import Seen
from tests.soup import Element, read
from tests.written import TAG, Written

# isolated tests turn the application's transactions into savepoints
SAVEPOINTS = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")
# what the checks read of an element; the numbers and ids in it are left out
ATTRIBUTE = re.compile(r"""\s([a-zA-Z-]+)(?:=("[^"]*"|'[^']*'))?""")
KEPT = {"id", "for", "type", "aria-describedby", "aria-labelledby"}
VARYING = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32,}|[0-9]+")
FOREIGN = "Välj något av alternativen."
NOT_FILLED_IN = {"submit", "button", "reset", "image", "file"}
UNLABELLED = {"hidden", "submit", "button", "reset", "image"}

Value = str | bool | list[str]
Values = dict[str, Value]
# a name that several ticked boxes share has a list
Sent = dict[str, str | list[str]]


class Browser:
    """One person's browser, with its cookies."""

    def __init__(self, app: Flask, *, token: str | None = None) -> None:
        self.app = app
        self.base_url = app.extensions["settings"].base_url
        self.token = token or ""
        self.client = app.test_client()
        self.url = "/"
        self.sql: list[str] = []
        self.response: TestResponse
        self._soup: Element | None = None
        if token is not None:
            host = urlsplit(self.base_url).hostname or ""
            self.client.set_cookie(COOKIE, token, domain=host, secure=True, httponly=True)

    def open(self, path: str, status: int = 200) -> "Browser":
        """Go to an address of the portal."""
        return self._ask("GET", path, status)

    def post(self, path: str, data: Sent | None = None, status: int = 200) -> "Browser":
        """Send what no form of the page offers; the token comes along when the page has one."""
        token = self.soup.select_one("input[name=csrf_token]")
        sent: Sent = {"csrf_token": str(token["value"])} if token else {}
        return self._ask("POST", path, status, sent | (data or {}))

    def press(self, button: str, status: int = 200, **values: Value) -> "Browser":
        """Fill in the form that has this button, and press it."""
        return self.fill(button, dict(values), status)

    def fill(self, button: str, values: Values, status: int = 200) -> "Browser":
        """Fill in the form that has this button, by the names of its fields, and press it."""
        action, data = self.filled(button, values)
        return self._ask("POST", action, status, data)

    def filled(self, button: str, values: Values) -> tuple[str, Sent]:
        """Where the form with this button goes, and what it would send."""
        return filled(self.soup, self.url, button, values)

    def send_again(self, status: int = 200) -> "Browser":
        """Send the last form once more, as a double click or a reload does."""
        url, data = self._last_post
        return self._ask("POST", url, status, data)

    def follow(self, link: str, status: int = 200) -> "Browser":
        """Click a link by its text."""
        found = [a for a in self.soup.find_all("a", href=True) if _text(a) == link]
        assert found, f"no link {link!r} among {[_text(a) for a in self.soup.select('a[href]')]}"
        return self.open(urljoin(self.url, str(found[0]["href"])), status)

    @property
    def soup(self) -> Element:
        """The page, read when somebody asks for it."""
        if self._soup is None:
            self._soup = read(self.response.text)
        return self._soup

    @property
    def heading(self) -> str:
        """The text of the h1."""
        (heading,) = self.soup.find_all("h1")
        return _text(heading)

    @property
    def titled(self) -> str:
        """What the title begins with: the heading, unless that names somebody."""
        (heading,) = self.soup.find_all("h1")
        return str(heading.get("data-title") or _text(heading))

    @property
    def text(self) -> str:
        """What the page's main part says, blanks evened out."""
        main = self.soup.find("main") or self.soup
        return _text(main)

    @property
    def problems(self) -> list[str]:
        """What the error summary lists; each link in it must lead to a field of the page."""
        for link in self.soup.select(".ds-error-summary a"):
            target = str(link["href"]).removeprefix("#")
            assert self.soup.find(id=target), f"the summary links to {target}, which is not there"
        return [_text(item) for item in self.soup.select(".ds-error-summary li")]

    @property
    def buttons(self) -> list[str]:
        """The texts of the main part's buttons."""
        return [_text(one) for one in self.soup.select("main button")]

    def value(self, name: str) -> str:
        """What a field of the page holds."""
        field = self.soup.find(attrs={"name": name})
        assert field is not None, f"the page has no field {name}"
        return dict(_sent(field.find_parent("form"))).get(name, "").replace("\r\n", "\n")

    def label(self, name: str) -> str:
        """What a field of the page is called, with what is said beside its name."""
        control = self.soup.select_one(f"main [name='{name}']")
        assert control is not None, name
        return _text(self.soup.select_one(f"label[for='{control['id']}']"))

    def _ask(self, method: str, url: str, status: int, data: Sent | None = None) -> "Browser":
        if method == "POST":
            self._last_post = (url, data)
        with counting() as self.sql:
            response = self._send(method, url, data)
            while (there := self._own_redirect(response)) is not None:
                url = there
                response = self._send("GET", url, None)
        self.response, self.url, self._soup = response, url, None
        said = response.text[-3000:] if response.mimetype == "text/html" else response.mimetype
        assert response.status_code == status, f"{response.status}: {url}\n{said}"
        if response.mimetype == "text/html" and response.status_code not in {301, 302, 303}:
            self._check_page()
            self._check_optional()
        return self

    def _check_optional(self) -> None:
        """What a page says may be left out, it never asks for once it has been."""
        if self.response.status_code != HTTPStatus.UNPROCESSABLE_ENTITY:
            return
        for field in self.soup.select(".field-invalid"):
            # a file, and a choice that nobody offered, are not given back
            is_given_back = not field.select("input[type=file]") and FOREIGN not in field.get_text()
            if field.select_one(".field-optional") and is_given_back:
                given = [str(value).strip() for _name, value in _sent(field)]
                assert any(given), f"{self.url}: optional, and asked for: {_text(field)}"

    def _send(self, method: str, url: str, data: Sent | None) -> TestResponse:
        with leaving_nothing_uncommitted(self.app):
            # a browser says where a form was sent from, and werkzeug calls a bad answer an error
            headers = {"Sec-Fetch-Site": "same-origin"} if method == "POST" else {}
            answer = self.client.open(
                url, method=method, data=data, headers=headers, base_url=self.base_url
            )
        # what was sent, which the test client leaves open: a file when it is long
        answer.request.environ["wsgi.input"].close()
        return answer

    def _own_redirect(self, response: TestResponse) -> str | None:
        """Where an answer sends the browser, when that is within the portal."""
        if response.status_code not in {301, 302, 303}:
            return None
        there = urlsplit(response.headers["Location"])
        if there.netloc and not response.headers["Location"].startswith(f"{self.base_url}/"):
            return None
        return f"{there.path}?{there.query}" if there.query else there.path

    def _check_page(self) -> None:
        """Once for pages with the same elements, whatever their words and ids: it is slow."""
        html = self.response.text
        built = _skeleton(html)
        if built in _checked or (_by_others and _by_others[0].has(built)):
            return
        _written.check(html)
        assert self.soup.title is not None
        assert _text(self.soup.title).startswith(self.titled), (self.soup.title, self.titled)
        ids = [str(one["id"]) for one in self.soup.select("[id]")]
        assert len(ids) == len(set(ids)), {one for one in ids if ids.count(one) > 1}
        _check_labels(self.soup, set(ids))
        assert not self.soup.select("[style], style, script:not([src])"), "inline style or script"
        _checked.add(built)
        for seen in _by_others:
            seen.is_news(built)


_written = Written()
_checked: set[str] = set()
_by_others: list[Seen] = []


def share_checks(folder: Path) -> None:
    """Leave to others what one worker has checked: each says so in the run's `folder`."""
    _by_others[:] = [Seen(folder)]


def _skeleton(html: str) -> str:
    """A page's elements in their order: a row that is there three times or thirty counts once."""
    seen = "\n".join(dict.fromkeys(_element(tag) for tag in TAG.findall(html)))
    return hashlib.sha256(seen.encode()).hexdigest()


@lru_cache(50_000)
def _element(tag: str) -> str:
    kept = [
        f"{name}={VARYING.sub('', value)}" if name in KEPT else name
        for name, value in ATTRIBUTE.findall(tag)
    ]
    return " ".join([tag.split(None, 1)[0].rstrip(">"), *kept])


def _check_labels(soup: Element, ids: set[str]) -> None:
    for label in soup.select("label"):
        target = label.get("for")
        assert target in ids or label.select_one("input, select, textarea"), f"unbound: {label}"
    labelled = {str(label["for"]) for label in soup.select("label[for]")}
    for field in soup.select("input, select, textarea"):
        if field.get("type") in UNLABELLED or field.find_parent("label"):
            continue
        named = field.get("id") in labelled or field.get("aria-label")
        assert named or field.get("aria-labelledby") in ids, f"no label: {field}"
    for one in soup.select("[aria-describedby], [aria-labelledby]"):
        referred = f"{one.get('aria-describedby', '')} {one.get('aria-labelledby', '')}".split()
        assert set(referred) <= ids, f"refers to what is not there: {one}"


def _text(tag: Element) -> str:
    return " ".join(tag.get_text(" ").split())


def _sent(form: Element | None) -> Iterator[tuple[str, str]]:
    """What a form sends untouched, line ends as browsers send them."""
    assert form is not None
    for field in form.find_all(["input", "select", "textarea"], attrs={"name": True}):
        name, kind = str(field["name"]), field.get("type", "text")
        if field.name == "textarea":
            # a browser drops the newline that may follow the tag
            yield name, field.get_text().removeprefix("\n").replace("\n", "\r\n")
        elif field.name == "select":
            chosen = field.select_one("option[selected]") or field.select_one("option")
            if chosen is not None:
                yield name, str(chosen.get("value", _text(chosen)))
        elif kind in {"checkbox", "radio"}:
            if field.has_attr("checked"):
                yield name, str(field.get("value", "on"))
        elif kind not in NOT_FILLED_IN:
            yield name, str(field.get("value", ""))


def filled(page: Element, url: str, button: str, values: Values) -> tuple[str, Sent]:
    """Where the form with this button goes on a page, and what it would send."""
    buttons = [one for one in page.find_all("button") if one.find_parent("form") is not None]
    pressed = next((one for one in buttons if _text(one) == button), None)
    assert pressed is not None, f"no form has the button {button!r}: {list(map(_text, buttons))}"
    form = pressed.find_parent("form")
    assert form is not None
    assert form.get("method", "").lower() == "post", f"{button} is not sent by POST"
    data = _gathered(_sent(form))
    for name, value in values.items():
        _fill(form, data, name, value)
    if pressed.get("name"):
        data[str(pressed["name"])] = str(pressed.get("value", ""))
    action = pressed.get("formaction") or form.get("action") or url
    return urljoin(url, str(action)), data


def _gathered(sent: Iterator[tuple[str, str]]) -> Sent:
    data: Sent = {}
    for name, value in sent:
        before = data.get(name)
        if before is None:
            data[name] = value
        else:
            data[name] = [*before, value] if isinstance(before, list) else [before, value]
    return data


def _fill(form: Element, data: Sent, name: str, value: Value) -> None:
    fields = form.find_all(attrs={"name": name})
    assert fields, f"the form has no field {name!r}, only {sorted(dict(_sent(form)))}"
    field = fields[0]
    if isinstance(value, bool):
        assert field.get("type") == "checkbox", f"{name} is no checkbox"
        data.pop(name, None)
        if value:
            data[name] = str(field.get("value", "on"))
        return
    if isinstance(value, list):
        offered = {str(one.get("value")) for one in fields}
        assert set(value) <= offered, f"{name} offers {offered}, not {value!r}"
        data[name] = value
        return
    if field.name == "select":
        offered = {str(one.get("value", _text(one))) for one in field.select("option")}
        assert value in offered, f"{name} offers {offered}, not {value!r}"
    if field.get("type") == "radio":
        offered = {str(one.get("value")) for one in fields}
        assert value in offered, f"{name} offers {offered}, not {value!r}"
    data[name] = value.replace("\n", "\r\n")


@contextmanager
def counting() -> Iterator[list[str]]:
    """The SQL statements of the block."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if not statement.startswith((*SAVEPOINTS, "set local session authorization")):
            statements.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@contextmanager
def counting_rows() -> Iterator[list[int]]:
    """How many rows each statement of the block found or touched."""
    rows: list[int] = []

    def note(_connection: object, cursor: Any, *_more: object) -> None:
        rows.append(max(0, cursor.rowcount))

    event.listen(Engine, "after_cursor_execute", note)
    try:
        yield rows
    finally:
        event.remove(Engine, "after_cursor_execute", note)


@contextmanager
def leaving_nothing_uncommitted(app: Flask) -> Iterator[None]:
    """Fail when a request ends with changes that nobody committed or rolled back."""
    left: list[object] = []

    def look(_app: Flask, **_more: object) -> None:
        session = db.session
        left.extend([*session.new, *session.dirty, *session.deleted])
        if session.info.get("changed"):
            left.append("flushed changes")

    with request_finished.connected_to(look, sender=app):
        yield
    assert not left, f"the request left uncommitted: {left}"

"""Somebody who goes by links and forms alone: what a browser would ask for and send, without one.

For ways that another test goes in a browser. A page is looked at in one all the same when it holds
a part that no page before it held.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from playwright.sync_api import APIRequestContext, APIResponse, FilePayload

from tests.browser import Browser, Sent, Value, Values
from tests.e2e.demo import Demo
from tests.soup import Element

MOST_REDIRECTS = 10


@dataclass(frozen=True, slots=True)
class Answer:
    """A page that a server answered, wherever it was."""

    url: str
    html: str
    status: int
    headers: Mapping[str, str]

    @property
    def text(self) -> str:
        return self.html

    @property
    def status_code(self) -> int:
        return self.status


class Sender(Browser):
    """Has the cookies of a browser. `look` is told of each page of the portal's."""

    def __init__(
        self, demo: Demo, login: str, request: APIRequestContext, look: Callable[[Answer], None]
    ) -> None:
        self.demo, self.login = demo, login
        self._request, self._look = request, look
        self.url = demo.address
        self._written: Values = {}
        self._files: dict[str, FilePayload] = {}

    def another_tab(self) -> "Sender":
        """Another tab of this person's browser, with its cookies."""
        return Sender(self.demo, self.login, self._request, self._look)

    def open(self, path: str, status: int = 0) -> "Sender":
        """Go to an address of the portal, whatever it answers."""
        self._ask("GET", path, status)
        return self

    def _ask(self, method: str, url: str, status: int, data: Sent | None = None) -> "Sender":
        answer, self.url = self._go(method, urljoin(self.url, url), data)
        self.response = Answer(answer.url, answer.text(), answer.status, answer.headers)
        self._soup, self._written, self._files = None, {}, {}
        assert status in {0, answer.status}, f"{answer.status}: {self.url}\n{self.response.text}"
        if self.is_home:
            self._look(self.response)
        return self

    def _go(self, method: str, url: str, data: Sent | None) -> tuple[APIResponse, str]:
        """As a browser does: what a form led to is fetched, wherever it is."""
        for _ in range(MOST_REDIRECTS):
            answer = self._once(method, url, data)
            if "location" not in answer.headers:
                return answer, url
            url = urljoin(url, answer.headers["location"])
            if answer.status not in {HTTPStatus.TEMPORARY_REDIRECT, HTTPStatus.PERMANENT_REDIRECT}:
                method = "GET"
        raise AssertionError(f"sent round and round: {url}")

    def _once(self, method: str, url: str, data: Sent | None) -> APIResponse:
        if method == "GET":
            return self._request.get(url, max_redirects=0)
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        if url.startswith(self.demo.address):
            headers["Sec-Fetch-Site"] = "same-origin"
        if self._files:
            del headers["Content-Type"]
            whole: dict[str, Any] = {**(data or {}), **self._files}
            return self._request.post(url, multipart=whole, headers=headers, max_redirects=0)
        sent = urlencode(data or {}, doseq=True)
        return self._request.post(url, data=sent, headers=headers, max_redirects=0)

    def write(self, label: str, text: str) -> None:
        """Fill a field, named as on the page, until a button is pressed."""
        self._written[str(self._labelled(label)["name"])] = text

    def attach(self, label: str, name: str, content: bytes) -> None:
        """Choose a PDF file for a field."""
        file: FilePayload = {"name": name, "mimeType": "application/pdf", "buffer": content}
        self._files[str(self._labelled(label)["name"])] = file

    def choose(self, label: str, option: str) -> None:
        """Pick from a list, or one of several buttons when `label` is the question's."""
        question = self._question(label)
        if question:
            self._set(_box(question, option))
        else:
            self._choose(label, lambda one: _said(one) == option)

    def pick(self, label: str, part: str) -> None:
        """Pick from a list by a part of the line."""
        self._choose(label, lambda one: _is_in(part, _said(one)))

    def pick_at(self, label: str, place: int) -> None:
        """Pick from a list what stands there, counted from 0."""
        options = self._labelled(label).select("option")
        self._choose(label, lambda one: one == options[place])

    def _choose(self, label: str, is_meant: Callable[[Element], bool]) -> None:
        options = self._labelled(label).select("option")
        self.write(label, str(next(one["value"] for one in options if is_meant(one))))

    def mark(self, name: str) -> None:
        """One of several buttons, named as on the page."""
        self._set(_box(self.main, name))

    def mark_in_each(self, name: str = "") -> None:
        """In every group of buttons one that is so named, or the first."""
        for group in self.main.select("fieldset"):
            self._set(_box(group, name))

    def tick(self, *names: str, within: Element | None = None) -> None:
        """Tick boxes, named as on the page; the words that follow may be left out."""
        for name in names:
            self._set(_box(within or self.main, name))

    def tick_in(self, group: str, *names: str) -> None:
        """Tick boxes in a group."""
        self.tick(*names, within=self.group(group))

    def _set(self, box: Element) -> None:
        """Besides what is ticked already, and was before."""
        name, value = str(box["name"]), str(box.get("value", "on"))
        alike = [one for one in self.main.select("input") if one.get("name") == name]
        if box["type"] == "radio":
            self._written[name] = value
        elif len(alike) == 1:
            self._written[name] = True
        else:
            before = [str(one["value"]) for one in alike if one.has_attr("checked")]
            ticked = self._written.setdefault(name, before)
            ticked.extend({value} - {*ticked})

    def group(self, name: str, *, is_whole: bool = False) -> Element:
        """The fields below a question; the words that follow may be left out, unless it is all."""
        question = self._question(name, is_whole=is_whole)
        assert question, f"{self.url} has no group {name!r}"
        return question

    def _question(self, name: str, *, is_whole: bool = False) -> Element | None:
        """The one that is so named; else, unless it is all, the first that says so."""
        legends = ((one, one.find("legend")) for one in self.soup.select("fieldset"))
        said = [(one, _said(legend) if legend else "") for one, legend in legends]
        found = [one for one, words in said if words == name]
        if not is_whole:
            found += [one for one, words in said if _is_in(name, words)]
        return found[0] if found else None

    def unfold(self) -> None:
        """Nothing is folded without a screen."""

    def press(self, button: str, status: int = 0, **values: Value) -> "Sender":
        """Send the form that has this button."""
        self.fill(button, {**self._written, **values}, status)
        return self

    def follow(self, link: str, status: int = 0, *, within: Element | None = None) -> "Sender":
        """Click a link."""
        return self.open(self.link(link, within=within), status)

    def follow_about(self, name: str, about: str) -> None:
        """Click the link of many alike that is about something, which only its full name says."""
        full_name = re.compile(rf"{re.escape(name)}\W+{re.escape(about)}")
        links = self.soup.select("a[href]")
        self.open(next(str(a["href"]) for a in links if full_name.fullmatch(_said(a))))

    def follow_first(self, selector: str) -> None:
        """Click the first link of some."""
        self.open(self._first(selector))

    def _first(self, selector: str) -> str:
        link = self.soup.select_one(selector)
        assert link, f"{self.url} has no {selector}"
        return str(link["href"])

    def link(self, name: str, *, within: Element | None = None) -> str:
        """Where a link leads."""
        links = (within or self.soup).select("a[href]")
        found = [str(a["href"]) for a in links if _said(a) == name]
        assert found, f"{self.url} has no link {name!r}, only {[*map(_said, links)]}"
        return found[0]

    def fetch(self, name: str) -> bytes:
        """The file that a link leads to, or that a button makes."""
        if name not in self.buttons:
            return self._fetch(self.link(name))
        action, data = self.filled(name, {})
        return self._once("POST", urljoin(self.url, action), data).body()

    def fetch_first(self, selector: str) -> bytes:
        """The file that the first link of some leads to."""
        return self._fetch(self._first(selector))

    def _fetch(self, address: str) -> bytes:
        answer = self._request.get(urljoin(self.url, address))
        assert answer.ok, f"{answer.status}: {address}"
        return answer.body()

    @property
    def status(self) -> int:
        return int(self.response.status_code)

    @property
    def main(self) -> Element:
        found = self.soup.find("main")
        assert found, f"{self.url} has no main part"
        return found

    @property
    def path(self) -> str:
        """Where the person is, without what follows a question mark."""
        return urlsplit(self.url).path

    @property
    def fragment(self) -> str:
        """The part of the page that the address leads to."""
        return urlsplit(self.url).fragment

    @property
    def rows(self) -> list[str]:
        """What the rows of tables say."""
        return [_said(one) for one in self.soup.select("tr")]

    def text_of(self, selector: str) -> str:
        found = self.soup.select_one(selector)
        assert found, f"{self.url} has no {selector}"
        return _said(found)

    def sees(self, text: str) -> bool:
        """Whether the main part of the page says so."""
        wanted = " ".join(text.split())
        # a word goes on in another element, or begins there
        return any(wanted in _said(self.main, between) for between in ("", " "))

    def wait_for(self, texts: Sequence[str]) -> None:
        """Stop with what the page does say when it lacks a text."""
        for text in texts:
            assert self.sees(text), f"{self.url} lacks {text!r}:\n{self.text[:600]}"

    def answer_provider(self) -> None:
        """Say who one is, at a provider that does not know."""
        self.press("Fortsätt", login=self.login)
        self.press("Logga in", password=self.demo.password(self.login))
        assert self.is_home, f"not let in: {self.url}"

    def _labelled(self, label: str) -> Element:
        """The first field whose label says so, among other words."""
        ids = [one["for"] for one in self.soup.select("label[for]") if _is_in(label, _said(one))]
        field = self.soup.find(id=ids[0]) if ids else None
        assert field, f"{self.url} has no field {label!r}"
        return field

    @property
    def is_home(self) -> bool:
        """At the portal, and not at a provider's."""
        return self.url.startswith(self.demo.address)


def _said(one: Element, between: str = " ") -> str:
    return " ".join(one.get_text(between).split())


def _is_in(part: str, text: str) -> bool:
    return part.lower() in text.lower()


def _box(within: Element, name: str) -> Element:
    """The first box or button that is so named, with nothing after its name if there is one."""
    boxes = within.select("input[type=checkbox], input[type=radio]")
    by_id = {one.get("id"): one for one in boxes}
    labelled = [(_said(one), by_id.get(one.get("for"))) for one in within.select("label[for]")]
    found = [box for said, box in labelled if box and said == name]
    found += [box for said, box in labelled if box and _is_in(name, said)]
    assert found, f"no box {name!r} among {[said for said, _box_of_it in labelled]}"
    return found[0]

"""Somebody at a browser: signs in, follows links, presses buttons; every page is looked at."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlencode, urljoin, urlsplit

from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Response,
)

from portal.identity.session import COOKIE
from tests.browser import Values, filled
from tests.e2e.demo import Demo
from tests.e2e.inspection import HEIGHT, WIDTHS, Inspector
from tests.e2e.sender import Answer, Sender
from tests.soup import Element, read

REFUSED = "the server responded with a status of"
STEPS_OF_PROVIDER = 4


@dataclass(frozen=True, slots=True)
class Way:
    """How somebody uses the portal."""

    width: int = 1280
    scripts: bool = True

    def __str__(self) -> str:
        return f"{self.width} px {'with' if self.scripts else 'without'} scripts"

    def options(self) -> dict[str, object]:
        return {
            "viewport": {"width": self.width, "height": HEIGHT},
            "java_script_enabled": self.scripts,
            "locale": "sv-SE",
            "reduced_motion": "reduce",
        }


@dataclass(frozen=True, slots=True)
class Ways:
    """How those of a story use the portal: some at a desk, the others on a telephone."""

    desk: Way
    phone: Way

    def __str__(self) -> str:
        return str(self.desk) if self.desk == self.phone else f"{self.desk}, phone"


class Person:
    """One browser with cookies of its own."""

    def __init__(
        self,
        demo: Demo,
        context: BrowserContext,
        inspector: Inspector,
        login: str,
        way: Way,
        viewer: "Callable[[], Person] | None" = None,
    ) -> None:
        """`viewer` shows pages that others were answered; without one a person does so."""
        self.demo, self.context, self.login, self.way = demo, context, login, way
        self._inspector = inspector
        self._viewer = viewer or (lambda: self)
        self.status = 0
        self._complaints: list[str] = []

    @cached_property
    def page(self) -> Page:
        """A tab of the browser: who only sends forms needs none."""
        return self._watched(self.context.new_page())

    def _watched(self, page: Page) -> Page:
        page.set_default_timeout(20_000)
        page.on("response", self._note_response)
        page.on("console", self._note_console)
        page.on("pageerror", lambda error: self._complaints.append(str(error)))
        return page

    def _note_response(self, response: Response) -> None:
        is_redirect = 300 <= response.status < 400
        if response.request.is_navigation_request() and not is_redirect:
            self.status = response.status

    def _note_console(self, message: ConsoleMessage) -> None:
        ours = self.page.url.startswith(self.demo.address)
        # that a page came with 404, 409 or 422 is no fault of the page
        if message.type in ("error", "warning") and REFUSED not in message.text and ours:
            self._complaints.append(message.text)

    def another_tab(self) -> "Person":
        """Another tab of this person's browser, with its cookies."""
        return Person(self.demo, self.context, self._inspector, self.login, self.way, self._viewer)

    def open(self, address: str) -> None:
        """Type an address."""
        response = self.page.goto(self.demo.address + address)
        assert response is not None
        self.look()

    @cached_property
    def forms(self) -> Sender:
        """The same person where no browser is needed but for what looks like nothing before."""
        return Sender(self.demo, self.login, self.context.request, self._look_at_news)

    def leads_to(self, address: str, answers: dict[str, Answer] | None = None) -> list[str]:
        """Where a page's links lead; the page is looked at, unless such a one has been.

        `answers` are what this one has been answered before, in another way of using the portal.
        """
        before = {} if answers is None else answers
        answer = before.get(address)
        if answer is None:
            got = self.context.request.get(self.demo.address + address)
            answer = before[address] = Answer(got.url, got.text(), got.status, got.headers)
        if answer.status == HTTPStatus.OK:
            self._look_at_news(answer)
        else:
            self._viewer().show(answer)
        return [
            urlsplit(urljoin(answer.url, str(link["href"]))).path
            for link in read(answer.html).select("main a[href]")
        ]

    def _look_at_news(self, answer: Answer) -> None:
        """Look at a page that the portal has answered, unless all its parts have been looked at."""
        if not self._inspector.is_known(answer.html, answer.url, str(self.way)):
            self._viewer().show(answer)

    def show(self, answer: Answer) -> None:
        """Look at a page that somebody has been answered."""
        self._complaints.clear()  # of a page before, by which another test has failed
        shown = {"status": answer.status, "headers": answer.headers, "body": answer.html}
        self.page.route(answer.url, lambda asked: asked.fulfill(**shown), times=1)
        self.page.goto(answer.url)
        self.look(at_each_width=self.way.scripts)
        ways = [Way(width) for width in WIDTHS] if self.way.scripts else [self.way]
        self._inspector.note(answer.html, *map(str, ways))

    def follow(self, name: str, *, within: Locator | None = None) -> None:
        """Click a link."""
        self._click((within or self.page).get_by_role("link", name=name, exact=True).first)

    def follow_about(self, name: str, about: str) -> None:
        """Click the link of many alike that is about something, which only its full name says."""
        full_name = re.compile(rf"^{re.escape(name)}\W+{re.escape(about)}$")
        self._click(self.page.get_by_role("link", name=full_name).first)

    def press(self, name: str) -> None:
        """Click a button."""
        self._click(self.page.get_by_role("button", name=name, exact=True))

    def send(self, address: str, button: str, fill: Callable[[Element], Values]) -> None:
        """Fill in a form and send it as this browser would, without showing its pages once more."""
        page = self.context.request.get(self.demo.address + address)
        assert page.ok, f"{page.status}: {address}"
        form = read(page.text())
        action, data = filled(form, address, button, fill(form))
        answer = self.context.request.post(
            self.demo.address + action,
            data=urlencode(data, doseq=True),
            headers={
                "Content-Type": "application/x-www-form-urlencoded",
                "Sec-Fetch-Site": "same-origin",
            },
            max_redirects=0,
        )
        assert 300 <= answer.status < 400, f"{answer.status}: {address}\n{answer.text()[-3000:]}"

    def write(self, label: str, text: str) -> None:
        """Fill a field, named as on the page (the words that follow its name may be left out)."""
        self.page.get_by_label(label).first.fill(text)

    def attach(self, label: str, name: str, content: bytes) -> None:
        """Choose a PDF file for a field."""
        file = {"name": name, "mimeType": "application/pdf", "buffer": content}
        self.page.get_by_label(label).first.set_input_files(files=[file])

    def choose(self, label: str, option: str) -> None:
        """Pick from a list, or one of several buttons when `label` is the question's."""
        question = self.page.get_by_role("group", name=label)
        if question.count():
            question.get_by_role("radio", name=option).check()
        else:
            self.page.get_by_label(label).first.select_option(label=option)

    def tick(self, *names: str, within: Locator | None = None) -> None:
        """Tick boxes, named as on the page."""
        for name in names:
            (within or self.page).get_by_role("checkbox", name=name, exact=True).check()

    def pick(self, label: str, part: str) -> None:
        """Pick from a list by a part of the line."""
        field = self.page.get_by_label(label).first
        option = field.locator("option", has_text=part).first
        field.select_option(value=str(option.get_attribute("value")))

    def pick_at(self, label: str, place: int) -> None:
        """Pick from a list what stands there, counted from 0."""
        self.page.get_by_label(label).select_option(index=place)

    def mark(self, name: str) -> None:
        """One of several buttons, named as on the page."""
        self.page.get_by_role("radio", name=name).check()

    def mark_in_each(self, name: str = "") -> None:
        """In every group of buttons one that is so named, or the first."""
        for group in self.page.get_by_role("group").all():
            group.get_by_role("radio", name=name or None).first.check()

    def tick_in(self, group: str, *names: str) -> None:
        """Tick boxes in a group; the words that follow their names may be left out."""
        for name in names:
            self.group(group).get_by_role("checkbox", name=name).check()

    def group(self, name: str, *, is_whole: bool = False) -> Locator:
        """The fields below a question; the words that follow may be left out, unless it is all."""
        return self.page.get_by_role("group", name=name, exact=is_whole)

    def unfold(self) -> None:
        """Open what is folded in the form."""
        for summary in self.page.locator("form summary").all():
            summary.click()

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    @property
    def path(self) -> str:
        """Where the person is, without what follows a question mark."""
        return self.page.url.removeprefix(self.demo.address).partition("?")[0]

    @property
    def fragment(self) -> str:
        """The part of the page that the address leads to."""
        return urlsplit(self.page.url).fragment

    @property
    def rows(self) -> list[str]:
        """What the rows of tables say."""
        return self.page.get_by_role("row").all_inner_texts()

    def text_of(self, selector: str) -> str:
        return str(self.page.locator(selector).inner_text())

    def follow_first(self, selector: str) -> None:
        """Click the first link of some."""
        self.leave(self.page.locator(selector).first.click)

    def fetch_first(self, selector: str) -> bytes:
        """The file that the first link of some leads to."""
        with self.page.expect_download() as started:
            self.page.locator(selector).first.click()
        return Path(started.value.path()).read_bytes()

    def fetch(self, name: str) -> bytes:
        """The file that a link leads to, or that a button makes."""
        with self.page.expect_download() as started:
            self.page.get_by_role("link", name=name).or_(
                self.page.get_by_role("button", name=name)
            ).first.click()
        return Path(started.value.path()).read_bytes()

    def _click(self, target: Locator) -> None:
        self.leave(target.click)

    def leave(self, action: Callable[[], object]) -> None:
        """Do what leads to another page, and look at that page."""
        with self.page.expect_navigation():
            action()
        self.look()

    def look(self, *, at_each_width: bool = False) -> None:
        """Check the page, if it is one of ours."""
        if not self.page.url.startswith(self.demo.address):
            return
        assert not self._complaints, f"{self.page.url}: {self._complaints}"
        self._inspector.look(
            self.page, self.status, scripts=self.way.scripts, at_each_width=at_each_width
        )
        assert not self._complaints, f"{self.page.url}: {self._complaints}"

    def be_known_by(self, token: str) -> None:
        """Be signed in, by a session's token."""
        host = urlsplit(self.demo.address).hostname
        cookie = {"name": COOKIE, "value": token, "domain": host, "path": "/", "secure": True}
        self.context.add_cookies([{**cookie, "httpOnly": True, "sameSite": "Lax"}])

    def sign_in(self) -> "Person":
        """From the first page through the provider."""
        self.open("/")
        self.follow("Logga in")
        self.press(self.demo.door(self.login))
        self.answer_provider()
        return self

    def answer_provider(self, login: str | None = None) -> None:
        """Say who one is, in as many steps as the provider asks; `login` is somebody else."""
        name = login or self.login
        if login:
            self._click(self.page.get_by_role("link", name="Byt konto"))
        for _ in range(STEPS_OF_PROVIDER):
            if self.page.url.startswith(self.demo.address):
                break
            self._answer_step(name)
        self.look()

    def _answer_step(self, login: str) -> None:
        who = self.page.get_by_role("textbox", name="Användarnamn")
        if who.count():
            who.fill(login)
            button = "Fortsätt"
        else:
            word = self.page.get_by_role("textbox", name="Lösenord")
            word.fill(self.demo.password(login))
            button = "Logga in"
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=button, exact=True).click()

    @property
    def organisation(self) -> str:
        return str(self.demo.accounts[self.login]["organisation"])

    @property
    def heading(self) -> str:
        return self.page.locator("h1").inner_text()

    def sees(self, text: str) -> bool:
        """Whether the main part of the page says so."""
        return " ".join(text.split()) in " ".join(self.page.locator("main").inner_text().split())

    def wait_for(self, texts: Sequence[str]) -> None:
        """Stop with what the page does say when it lacks a text."""
        for text in texts:
            assert self.sees(text), f"{self.page.url} lacks {text!r}:\n{self._said()}"

    def _said(self) -> str:
        return self.page.locator("main").inner_text()[:600]

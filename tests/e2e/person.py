"""Somebody at a browser: signs in, follows links, presses buttons; every page is looked at."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode, urljoin, urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Response

from tests.browser import Values, filled
from tests.e2e.demo import Demo
from tests.e2e.inspection import HEIGHT, Inspector
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
        self, demo: Demo, context: BrowserContext, inspector: Inspector, login: str, way: Way
    ) -> None:
        self.demo, self.context, self.login, self.way = demo, context, login, way
        self._inspector = inspector
        self.status = 0
        self._complaints: list[str] = []
        self.page = self._watched(context.new_page())

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
        return Person(self.demo, self.context, self._inspector, self.login, self.way)

    def open(self, address: str) -> None:
        """Type an address."""
        response = self.page.goto(self.demo.address + address)
        assert response is not None
        self.look()

    def leads_to(self, address: str) -> list[str]:
        """Where a page's links lead; the page is looked at, unless such a one has been."""
        answer = self.context.request.get(self.demo.address + address)
        html = answer.text()
        if not answer.ok or not self._inspector.is_known(html, address, str(self.way)):
            self.open(address)
            self._inspector.note(html, str(self.way))
        return [
            urlsplit(urljoin(answer.url, str(link["href"]))).path
            for link in read(html).select("main a[href]")
        ]

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

    def _click(self, target: Locator) -> None:
        self.leave(target.click)

    def leave(self, action: Callable[[], object]) -> None:
        """Do what leads to another page, and look at that page."""
        with self.page.expect_navigation():
            action()
        self.look()

    def look(self) -> None:
        """Check the page, if it is one of ours."""
        if not self.page.url.startswith(self.demo.address):
            return
        assert not self._complaints, f"{self.page.url}: {self._complaints}"
        self._inspector.look(self.page, self.status, scripts=self.way.scripts)
        assert not self._complaints, f"{self.page.url}: {self._complaints}"

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

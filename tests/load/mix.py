"""Many at once: coordinators, those who work with plans and the people whose plans they are.

Each user asks for one page after the other without a pause; a tenth of the steps fill in a form.
"""

import re
import socket
import statistics
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from http import HTTPStatus
from random import Random
from urllib.parse import urlencode
from uuid import UUID

import psycopg
from typing_extensions import override

from portal.authz import Role
from portal.identity.session import COOKIE
from tests.load.country import Country, County, Reader
from tests.load.servers import FORM, Server

USERS, COUNTIES, SECONDS, WRITES = 16, 6, 15.0, 0.1
WARM_UP = 6.0  # seconds, until each worker has made its templates into code
TICKED = {"radio", "checkbox"}
LENGTH = re.compile(rb"\r\ncontent-length: (\d+)\r", re.IGNORECASE)
MOST_AT_ONCE = 1 << 18
# somebody else may have been faster
GOOD = {HTTPStatus.OK, HTTPStatus.FOUND, HTTPStatus.SEE_OTHER, HTTPStatus.CONFLICT}

WRITTEN = """
with written as (
  delete from app.plan_text where kind = 'note' and id <> all(%(known)s) returning id)
delete from app.plan_change c using written w where c.subject_id = w.id
"""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody signed in: what they look at, what they fill in, and how often it is their turn."""

    cookie: str
    pages: Sequence[str]
    forms: Sequence[str]
    turns: int


@dataclass(slots=True)
class Form:
    """Where a form is sent, its fields, and which of them are longer texts."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Mixed:
    """How long answers took, in seconds, and those that were none."""

    times: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0
    own_cpu: float = 0  # how much of one core it takes to ask

    @property
    def per_second(self) -> float:
        """Answers in a second."""
        return len(self.times) / self.seconds

    @property
    def quantiles_ms(self) -> tuple[float, float]:
        """The median, and what one of twenty takes longer than."""
        cuts = statistics.quantiles(self.times, n=20)
        return cuts[9] * 1000, cuts[18] * 1000


def coordinators(country: Country, county: County) -> Iterator[Person]:
    """Of a municipality that writes its agreement, and of the region that reads another's."""
    shared, draft = (county.examples[one] for one in ("shared", "draft"))
    at = f"/agreements/{shared.id}"
    section = f"{at}/sections/{shared.section_id}"
    reads = ("/agreements", "/county", at, section, f"{at}/matrix", f"{at}/read")
    region = country.reader(county, county.region, Role.COORDINATOR)
    yield _coordinator(region, reads, f"{section}/suggest")
    drafter = country.reader(county, draft.municipality_id, Role.COORDINATOR)
    at = f"/agreements/{draft.id}"
    section = f"{at}/sections/{draft.section_id}"
    writes = ("/agreements", "/county", at, section, f"{at}/matrix", f"{at}/matrix/fill")
    yield _coordinator(drafter, writes, f"{section}/edit")


def _coordinator(reader: Reader, pages: Sequence[str], form: str) -> Person:
    return Person(f"{COOKIE}={reader.token}", pages, [form], turns=5)


def of_plan(cookies: Mapping[str, str], plan: str) -> Iterator[Person]:
    """Those who work with the demo's great plan, whose it is, and a relative."""
    staff, mine = f"/sip/plans/{plan}", f"/my-plan/{plan}"
    for login in ("sara.nilsson", "erik.lund", "jonas.berg"):
        pages = ("/sip", "/sip", "/sip/plans", staff, staff, f"{staff}/meetings")
        yield Person(cookies[login], pages, [f"{staff}/texts/new"], turns=14)
    own = (mine, mine, f"{mine}/who-may-see", f"{mine}/meetings")
    yield Person(cookies["kim.andersson"], own, [f"{mine}/words"], turns=12)
    yield Person(cookies["anna.andersson"], [mine], [f"{mine}/words"], turns=6)


def notes(connection: psycopg.Connection) -> list[UUID]:
    """The notes that there are in all plans."""
    found = connection.execute("select id from app.plan_text where kind = 'note'").fetchall()
    return [one for (one,) in found]


def remove_notes(connection: psycopg.Connection, but: list[UUID]) -> None:
    """Remove the notes that the users wrote.

    How many there are hangs on how fast the machine is, and what is shown on a plan's page would
    with it: what ten times as much takes is measured after this.
    """
    with connection.transaction():
        connection.execute("set local session_replication_role = replica")
        connection.execute(WRITTEN, {"known": but})


def run(portal: Server, people: Sequence[Person], seconds: float = SECONDS) -> Mixed:
    """Let all of them ask for so long."""
    people = [_with_cookies(portal, one) for one in people]
    turns = [one for one in people for _ in range(one.turns)]
    mixed = Mixed()
    began, worked = time.perf_counter(), time.process_time()
    users = []
    for number in range(USERS):
        random = Random(number)  # noqa: S311 (nothing secret depends on it)
        user = threading.Thread(
            target=_use, args=(Line(portal.port), turns, random, began + seconds, mixed)
        )
        user.start()
        users.append(user)
    for user in users:
        user.join()
    mixed.seconds = time.perf_counter() - began
    mixed.own_cpu = (time.process_time() - worked) / mixed.seconds
    return mixed


def _with_cookies(portal: Server, person: Person) -> Person:
    """With those that the first answer gives, as a browser does."""
    answer, _body = portal.get(person.pages[0], person.cookie)
    given = [value.partition(";")[0] for value in answer.headers.get_all("Set-Cookie", [])]
    return replace(person, cookie="; ".join([person.cookie, *given]))


class Line:
    """A connection that stays open, and takes as little of the processor as it can: both cores are
    the servers'.
    """

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=30)

    def ask(self, path: str, cookie: str, sent: str | None) -> tuple[int, bytes]:
        """The answer's status and its body."""
        head = f"{'GET' if sent is None else 'POST'} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        head += f"Cookie: {cookie}\r\n"
        if sent is not None:
            head += f"Content-Type: {FORM}\r\nContent-Length: {len(sent)}\r\n"
        self._socket.sendall(f"{head}\r\n{sent or ''}".encode("ascii"))
        answer = b""
        while not (end := answer.find(b"\r\n\r\n") + 1):
            answer += self._more()
        found = LENGTH.search(answer, 0, end + 1)
        assert found, answer[:end]
        whole = end + 3 + int(found[1])
        parts = [answer]
        there = len(answer)
        while there < whole:
            parts.append(self._more())
            there += len(parts[-1])
        return int(answer[9:12]), b"".join(parts)[end + 3 :]

    def _more(self) -> bytes:
        part = self._socket.recv(MOST_AT_ONCE)
        if not part:
            raise ConnectionError("the server hung up")
        return part


def _use(line: Line, turns: Sequence[Person], random: Random, until: float, mixed: Mixed) -> None:
    while time.perf_counter() < until:
        person = random.choice(turns)
        if random.random() < WRITES:
            path = random.choice(person.forms)
            if form := long_form(_ask(line, person, mixed, path).decode("utf-8")):
                for name in form.texts:
                    form.fields[name] = f"{form.fields[name].strip()[:400]} {random.random()}"
                _ask(line, person, mixed, form.action or path, urlencode(form.fields))
        else:
            _ask(line, person, mixed, random.choice(person.pages))


def _ask(line: Line, person: Person, mixed: Mixed, path: str, sent: str | None = None) -> bytes:
    began = time.perf_counter()
    status, body = line.ask(path, person.cookie, sent)
    mixed.times.append(time.perf_counter() - began)
    if status not in GOOD:
        mixed.wrong.append(f"{'POST' if sent else 'GET'} {path}: {status}")
    return body


def long_form(page: str) -> Form | None:
    """The first form of a page with a longer text; nothing else of the page is looked at."""
    text = page.find("<textarea")
    begin, end = page.rfind("<form", 0, text), page.find("</form>", text)
    return None if text < 0 or begin < 0 else Forms(page[begin:end]).found[0]


class Forms(HTMLParser):
    """The forms of a page, each with what a browser would send of it as it stands."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._form: Form | None = None
        self._name = ""  # of the select or the text whose content comes
        self.feed(page)

    @override
    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(said.get("action", ""))
            self.found.append(self._form)
        if (form := self._form) is None:
            return
        name, value = said.get("name", ""), said.get("value", "")
        if tag in {"textarea", "select"}:
            self._name = name
            form.fields[name] = ""
            form.texts.extend([name] if tag == "textarea" else [])
        elif tag == "option" and ("selected" in said or not form.fields[self._name]):
            form.fields[self._name] = value
        elif tag == "input" and name and not (said.get("type") in TICKED and "checked" not in said):
            form.fields[name] = value

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag in {"textarea", "select"}:
            self._name = ""

    @override
    def handle_data(self, data: str) -> None:
        if self._form is not None and self._name in self._form.texts:
            self._form.fields[self._name] += data

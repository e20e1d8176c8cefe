"""Every page of the portal, asked by somebody who may, against the floor; and again with ten times
as much to show.

What to ask for is found as people find it: everybody follows every link. To what no link leads in
the demo as it is, they go by address, with what the addresses they have been to name. A page that
none of them comes to is a failure, unless it is named here with a reason.
"""

import html
import json
import re
from collections import Counter as Times
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from http import HTTPStatus
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException

from tests.load.counting import Counter
from tests.load.page import Page
from tests.load.servers import Server

RESULT = Path("var/bench-pages.json")
RATIO, GROWTH = 2.0, 1.5
ONLY_WHEN_THERE_IS = 2  # statements that a page asks only when there is something to show
FLOORS, IN_A_ROW, CAREFULLY = 30, 6, 18  # how often the floor and a page are asked, and a dear page
SHOWN = 15
EACH, TRIED = 8, 40  # how many pages of a kind each person looks at, and tries by address
LINK = re.compile(r'\shref="(/[^"#?]*)')

# what is no page: files, and what other programs ask for
FILES = {
    "static",
    "agreements.pdf",
    "agreements.docx",
    "agreements.signed_copy",
    "agreements.earlier_pdf",
    "agreements.xlsx",
    "group_minutes.docx",
    "lob_card.pdf",
    "outline.file",
    "transfers.answer_paper",
    "transfers.application_paper",
    "transfers.request_paper",
    "transfers.withdrawal_paper",
    "my_files.pdf",
    "my_files.docx",
    "my_files.text",
    "my_files.readings",
    "copies.file",
    "copies.text",
    "consent_papers.file",
    "my_history.paper",
}
UNASKED: Mapping[str, str] = {
    "administration.end_stand_in": "asks of an administrator where caseworkers stand in for each"
    " other: nobody in the demo; stand_ins.end is the same question",
    "identity.callback": "asked by the way back from a provider only",
    "my_words.reopen": "asks of who stands in for somebody who does not sign in, and whose noted"
    " words are confirmed: nobody in the demo; my_words.confirm is as long",
    "parties.left": "asks of an organisation that an agreement goes on without: none in the demo;"
    " it says four things of one row",
    "discharge.note": "asks of the region where it handles a plan: nobody in the demo who signs in"
    " does; it says one day of one row",
    "plans.god_man_reported": "asks of a need of a god man that nobody has reported: none in the"
    " demo; asked.show shows all that was asked about",
    "people.mandate": "asks of a representative, and nobody in the demo has one; the same form is"
    " on people.add_representative",
}
# answer with another address
LEADS_ON = {"language.choose", "language.size", "links.meeting"}
# the most that each may take, in times the floor, and why it takes more than others
OPENS = "opens a plan: weighs who may see what now, hands out its key and writes in its log"
CONSENTS = "works out what each of those who consent says of each party in each category"
MEETING = "shows the meeting with who is asked, their answers, the agenda and who would read a word"
AGREED = "offers the measures of the agreement in force, and asks who sees the goal and the words"
CALLED = "shows what the organisation is asked, what it says, and who would read it"
LATE = "asks by which clock of which agreement in force an answer is late"
EVERYTHING = "asks of everything that somebody can have to do, in every domain"
AGENDA = "gathers what is open of all that a group follows"
TEXT = "shows all of the agreement's text"
YEARS = "adds up the figures of every municipality, year by year"
DEARER: Mapping[str, tuple[float, str]] = {
    "agreements.changes": (3.0, TEXT),
    "agreements.read": (3.0, TEXT),
    "agreements.show": (3.0, TEXT),
    "signing.sign": (4.5, TEXT),
    "start.todo": (5.0, EVERYTHING),
    "group_meetings.plan": (4.5, AGENDA),
    "group_minutes.confirm": (6.0, AGENDA),
    "group_minutes.write": (6.0, AGENDA),
    "life.review": (4.0, AGENDA),
    "life.show": (5.0, AGENDA),
    "follow_up.enter": (4.0, YEARS),
    "follow_up.show": (3.0, YEARS),
    "lob.municipality": (3.5, YEARS),
    "lob.show": (4.5, YEARS),
    "figures.show": (3.0, "counts every plan of the county"),
    "read_reviews.show": (3.0, "reads the period's log, to find what stands out"),
    "my_plan.show": (5.0, f"all of a plan, its next meeting, and who may see it: {CONSENTS}"),
    "who_may_see.show": (4.0, CONSENTS),
    "who_may_see.answer": (4.0, CONSENTS),
    "who_may_see.change": (4.0, CONSENTS),
    "consent.ask": (4.0, CONSENTS),
    "consent.choose": (4.0, CONSENTS),
    "consent.show": (4.0, CONSENTS),
    "meetings.show": (4.5, MEETING),
    "meetings.add_item": (4.5, MEETING),
    "my_meetings.show": (4.5, MEETING),
    "my_meetings.add_item": (4.5, MEETING),
    "writing.add_action": (6.0, AGREED),
    "writing.edit_action": (6.0, AGREED),
    "calls.contribute": (5.0, CALLED),
    "calls.take": (5.0, CALLED),
    "calls.show": (5.0, LATE),
    "calls.decline": (4.5, LATE),
    "calls.forward": (4.5, LATE),
}
# a page of one plan, whose own acts of consent and words are what is copied: it weighs and shows
# ten times as much
OF_A_PLAN, GROWTH_OF_A_PLAN = 4.0, 4.5
PLANS = ("/sip/plans/", "/my-plan/")


@dataclass(frozen=True, slots=True)
class Found:
    """A page that somebody came to."""

    endpoint: str
    path: str
    login: str
    length: int


@dataclass(slots=True)
class Measured:
    """What a page cost, as ratios to the floor's, and the most that it may."""

    p50: float
    cpu: float
    queries: int
    most: float
    growth: float


def find(app: Flask, cookies: Mapping[str, str]) -> tuple[Mapping[str, Found], Sequence[str]]:
    """The fullest page of each kind that people come to, and what is wrong on their way."""
    walks = [_Walk(app, login, cookie) for login, cookie in [("", ""), *cookies.items()]]
    found: dict[str, Found] = {}
    for walk in walks:
        walk.follow_links()
    for page in (page for walk in walks for page in walk.found):
        best = found.get(page.endpoint)
        if best is None or page.length > best.length:
            found[page.endpoint] = page
    for endpoint in endpoints(app) - set(found):
        reached = (walk.go_to(endpoint) for walk in walks)
        if first := next(filter(None, reached), None):
            found[endpoint] = first
    unfound = [f"nobody comes to {one}" for one in sorted(endpoints(app) - set(found))]
    return found, [*unfound, *(one for walk in walks for one in walk.misled)]


def endpoints(app: Flask) -> set[str]:
    """Whatever is a page, and asked for by people."""
    every = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    return every - FILES - LEADS_ON - set(UNASKED)


class _Walk:
    """One person's way through the portal."""

    def __init__(self, app: Flask, login: str, cookie: str) -> None:
        self._client, self._cookie = app.test_client(use_cookies=False), cookie
        self._rules = {rule.endpoint: rule for rule in app.url_map.iter_rules()}
        self._addresses = app.url_map.bind("127.0.0.1")
        self._pages = endpoints(app)
        self._login = login
        self._been: Times[str] = Times()
        self._values: list[dict[str, object]] = []
        self.found: list[Found] = []
        self.misled: list[str] = []

    def follow_links(self) -> None:
        """From what needs no more than its address, on to whatever that leads to."""
        begin = [one.rule for one in self._rules.values() if not one.arguments]
        waiting = deque(begin)
        known = set(begin)
        while waiting:
            path = waiting.popleft()
            status, links = self._look(path)
            if status >= HTTPStatus.BAD_REQUEST and path not in begin:
                self.misled.append(f"{self._login} followed a link to {path}: {status}")
            new = [link for link in links if link not in known]
            known.update(new)
            waiting.extend(new)

    def go_to(self, endpoint: str) -> Found | None:
        """To a page that no link led to."""
        wanted = self._rules[endpoint].arguments
        known = [values for values in self._values if wanted and wanted <= set(values)]
        paths = (
            self._addresses.build(endpoint, {name: values[name] for name in wanted})
            for values in known
        )
        for path in islice(dict.fromkeys(paths), TRIED):
            status, _links = self._look(path)
            if status == HTTPStatus.OK:
                return self.found[-1]
        return None

    def _look(self, path: str) -> tuple[int, Sequence[str]]:
        try:
            endpoint, values = self._addresses.match(path, method="GET")
        except HTTPException:
            return HTTPStatus.OK, ()  # a form's address, or another server's
        self._values.append(dict(values))
        if endpoint not in self._pages | LEADS_ON or self._been[endpoint] >= EACH:
            return HTTPStatus.OK, ()
        with self._client.get(
            path, headers={"Cookie": self._cookie}, base_url="http://127.0.0.1"
        ) as answer:
            if answer.location:
                return answer.status_code, [urlsplit(answer.location).path]
            if answer.status_code == HTTPStatus.OK:
                self._been[endpoint] += 1
                self.found.append(Found(endpoint, path, self._login, len(answer.data)))
            links = (
                LINK.findall(answer.get_data(as_text=True))
                if answer.mimetype == "text/html"
                else []
            )
            return answer.status_code, [html.unescape(one) for one in links]


def measure(
    pages: Iterable[Found], cookies: Mapping[str, str], bare: Page, portal: Server, counter: Counter
) -> Mapping[str, Measured]:
    """Each page against the floor, which is asked once between any two of them: one series."""
    floor = bare.anew()
    floor.server.hang_up()
    floor.ask(FLOORS)
    asked = []
    for one in pages:
        page = Page(one.endpoint, one.path, cookies.get(one.login, ""), portal)
        page.sign_in()
        page.queries = counter.count(page.path, page.cookie)
        page.ask(IN_A_ROW)
        floor.ask(1)
        if _is_dear(page, floor):
            page.ask(CAREFULLY)
        asked.append(page)
    return {page.name: _beside(page, floor) for page in asked}


def _is_dear(page: Page, floor: Page) -> bool:
    measured = _beside(page, floor)
    return max(measured.p50, measured.cpu) > measured.most


def _beside(page: Page, floor: Page) -> Measured:
    is_of_plan = page.path.startswith(PLANS)
    most, _reason = DEARER.get(page.name, (OF_A_PLAN, OPENS) if is_of_plan else (RATIO, ""))
    return Measured(
        page.p50_ms / floor.p50_ms,
        page.cpu_ms / floor.cpu_ms,
        page.queries,
        most,
        GROWTH_OF_A_PLAN if is_of_plan else GROWTH,
    )


def say(few: Mapping[str, Measured], many: Mapping[str, Measured]) -> Iterator[str]:
    """What is dearest, and what is over a limit."""
    dearest = sorted(few, key=lambda name: max(few[name].p50, few[name].cpu), reverse=True)
    print(f"\n{len(few)} pages, and the same with ten times as much in agreements and plans")
    print(f"{'':<32}{'p50':>8}{'CPU':>8}{'queries':>9}{'p50':>10}{'CPU':>8}{'queries':>9}")
    for name in dearest:
        a, b = few[name], many[name]
        if name in dearest[:SHOWN] or _broken(name, a, b):
            print(f"{name:<32}{a.p50:>7.2f}×{a.cpu:>7.2f}×{a.queries:>9}"
                  f"{b.p50:>9.2f}×{b.cpu:>7.2f}×{b.queries:>9}")  # fmt: skip
        yield from _broken(name, a, b)
    lines = {name: {"few": asdict(few[name]), "many": asdict(many[name])} for name in sorted(few)}
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(lines, indent=2) + "\n", encoding="utf-8")


def _broken(name: str, few: Measured, many: Measured) -> list[str]:
    broken = []
    if max(few.p50, few.cpu) > few.most:
        broken.append(f"{name} takes {max(few.p50, few.cpu):.2f} × the floor, at most {few.most}")
    grown = max(many.p50 / few.p50, many.cpu / few.cpu)
    is_still_within = max(many.p50, many.cpu) <= few.most
    if grown > few.growth and not is_still_within:
        broken.append(f"{name} takes {grown:.2f} times as long with ten times as much")
    if many.queries > few.queries + ONLY_WHEN_THERE_IS:
        broken.append(f"{name} asks {few.queries} times, and {many.queries} when there is more")
    return broken

"""Requests under way at the same time, each halted at one of its statements.

So the other meets it there: the moment is chosen, not left to chance. Whatever waits does so for a
bounded time.
"""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event, local
from time import sleep
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from werkzeug.test import TestResponse

from portal.db import Base
from sip.kernel.vocabulary import ActKind
from sip.tables.consent import ConsentAct
from tests.browser import Browser, Sent
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld

LONGEST = 20.0  # seconds that anybody waits for anybody
IN_QUEUE = 0.4  # what it takes a request to come to where another makes it wait
SOCIAL = "social_situation"
RECORDED = "INSERT INTO app.consent_act"  # an act of consent, not yet committed

Form = tuple[Browser, str, Sent | None]
"""A form to be sent, or a page to be asked for."""


@dataclass
class Halt:
    """Where a request stops, once: after a statement that begins so, or before it."""

    at: str
    before: bool = False
    reached: Event = field(default_factory=Event)
    go_on: Event = field(default_factory=Event)

    def meets(self, statement: str) -> bool:
        """Whether this statement was the one: then it has waited there."""
        if self.reached.is_set() or not statement.startswith(self.at):
            return False
        self.reached.set()
        assert self.go_on.wait(LONGEST), f"nobody let it go on at {self.at}"
        return True


mine = local()


class Threads:
    """Requests under way at the same time."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self.pool = pool
        self.halts: list[Halt] = []

    def send(self, form: Form) -> "Future[TestResponse]":
        return self.pool.submit(_send, form, ())

    def halted(self, form: Form, halt: Halt, *later: Halt) -> "Future[TestResponse]":
        """A request that has come as far as the halt, and stands there; it will at the `later`."""
        self.halts.extend((halt, *later))
        answer = self.pool.submit(_send, form, (halt, *later))
        if not halt.reached.wait(LONGEST):
            raise AssertionError(f"never came to {halt.at}: {answer.result(0).status}")
        return answer

    def meeting(self, first: Form, after: str, second: Form) -> tuple[TestResponse, TestResponse]:
        """The second comes while the first stands after a statement, not yet committed."""
        halt = Halt(after)
        one = self.halted(first, halt)
        other = self.send(second)
        sleep(IN_QUEUE)
        halt.go_on.set()
        return one.result(LONGEST), other.result(LONGEST)

    def overtaking(self, first: Form, second: Form) -> tuple[TestResponse, TestResponse]:
        """The second is done from beginning to end while the first has the page and no more."""
        halt = Halt("SELECT pg_advisory_xact_lock", before=True)
        one = self.halted(first, halt)
        other = self.send(second).result(LONGEST)
        halt.go_on.set()
        return one.result(LONGEST), other


def _send(form: Form, halts: Sequence[Halt]) -> TestResponse:
    browser, path, data = form
    mine.halts = halts
    if data is None:
        return browser.client.get(path, base_url=browser.base_url)
    headers = {"Sec-Fetch-Site": "same-origin"}
    return browser.client.post(path, data=data, headers=headers, base_url=browser.base_url)


def tab(sip: SipWorld, signed: Signed) -> Browser:
    """Another tab of the same browser."""
    return Browser(sip.county.app, token=signed.token)


def form(browser: Browser, path: str, button: str, **values: Any) -> Form:
    page = browser.open(path)
    return (page, *page.filled(button, values))


def withdrawal(sip: SipWorld, plan: PlanOfTests, signed: Signed, party: UUID | None = None) -> Form:
    browser = tab(sip, signed)
    page = browser.open(f"{plan.my_path}/withdraw" + (f"/{party}" if party else ""))
    return form(page, page.url, page.buttons[0])


def answer(sip: SipWorld, about: PlanOfTests, signed: Signed, **values: Any) -> Form:
    page = tab(sip, signed).open(f"{about.my_path}/who-may-see/answer")
    return form(page, page.url, "Spara mitt svar", **values)


def ledger(plan: PlanOfTests) -> list[tuple[int, ActKind]]:
    """The acts in order of time; their numbers must have no gap."""
    row = ConsentAct.__table__.c
    found = select(row.seq, row.kind).where(row.plan_id == plan.id).order_by(row.at)
    acts = [(one.seq, one.kind) for one in plan.world.county.execute(found)]
    assert [seq for seq, _kind in acts] == list(range(1, len(acts) + 1))
    return acts


def count(plan: PlanOfTests, model: type[Base]) -> int:
    table = model.__table__
    found = select(func.count()).select_from(table).where(table.c.plan_id == plan.id)
    number: int = plan.world.county.execute(found).scalar_one()
    return number


def new_action(plan: PlanOfTests, signed: Signed, goal: UUID) -> Form:
    page = signed.browser.open(f"{plan.path}/goals/{goal}/actions/new")
    who = next(
        str(one["value"])
        for one in page.soup.select("select[name=who] option")
        if signed.name in one.text
    )
    said = {"title": "Hjälpa till med ansökan", "who": who, "category": "social_situation"}
    return form(page, page.url, "Spara åtgärden", **said)

"""Everybody who writes something, and every form with a text that they can open.

Several tests ask for them: each writer, with all that there is to write about, is made once for a
worker, and so is each page that one opens before anything is sent.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from http import HTTPStatus

from sqlalchemy import func, update

from portal import clock
from portal.authz import Role
from portal.identity.models import SignInSession
from portal.identity.session import hash_of
from sip.kernel.vocabulary import PersonKind, TextKind
from sip.ledger.rules import PLAN, invite
from tests.architecture.everything import Address, addresses, ids_of
from tests.browser import Browser, _gathered, _sent
from tests.integration.agreements.test_correcting import propose
from tests.integration.agreements.test_paper import register
from tests.integration.county import CountyOfTests
from tests.integration.prepared import Prepared, untouched
from tests.integration.remembered import Left, done, enter
from tests.integration.sip.world import SipWorld
from tests.soup import Element, read

TYPED = "Skrivet här, med åäö & <tecken>"
# what is no page, and takes long to make
FILE = re.compile(r"static|healthz|robots|[./](pdf|docx|text|file)$|download|callback")
ONE_LINE = {"text", "search", "tel", "url", "email"}
# what may stand before a part of a plan in an address; other addresses may be about any part
BEFORE_PART = re.compile(r"([a-z-]+)/<uuid:part_id>")
KINDS = ("goals", "actions", "texts", "calls", "meetings", "people", "participants")
FORM_COOKIE = "__Host-samsyn-form"


@dataclass(frozen=True)
class Writer:
    """A signed-in person, and the things that are theirs to write about."""

    name: str
    browser: Browser
    ids: dict[str, str]
    # of a plan, by id: of which kind
    parts: Mapping[str, str]
    # of the addresses that were opened, before anything was sent: None where there is no page
    pages: dict[str, str | None] = field(default_factory=dict)
    asked: dict[str, list[Address]] = field(default_factory=dict)

    def anew(self) -> "Writer":
        """The same, in a browser that knows no more than what its pages were opened with."""
        before, now = self.browser, Browser(self.browser.app, token=self.browser.token)
        cookie = before.client.get_cookie(FORM_COOKIE, domain="samsyn.example")
        assert cookie is not None
        now.client.set_cookie(FORM_COOKIE, cookie.value, domain="samsyn.example", secure=True)
        return replace(self, browser=now)

    def page(self, path: str) -> Element | None:
        """A page as it is before anything is sent, which is when to ask for it."""
        if path not in self.pages:
            answer = self.browser.client.get(path, base_url=self.browser.base_url)
            is_page = answer.status_code == HTTPStatus.OK and answer.mimetype == "text/html"
            self.pages[path] = answer.text if is_page else None
        html = self.pages[path]
        return None if html is None else read(html)

    def addresses(self, method: str) -> list[Address]:
        """Every address, with each part that it may be about."""
        if method not in self.asked:
            self.asked[method] = list(self._addresses(method))
        return self.asked[method]

    def _addresses(self, method: str) -> Iterator[Address]:
        app = self.browser.app
        if not self.parts:
            yield from addresses(app, self.ids, method)
        for part, kind in self.parts.items():
            for one in addresses(app, self.ids | {"part_id": part}, method):
                word = BEFORE_PART.search(one.rule.rule)
                if word is None or word[1] == kind or word[1] not in KINDS:
                    yield one


@dataclass(frozen=True)
class Opened:
    """A form that was opened at `path` and filled in."""

    writer: Writer
    endpoint: str
    path: str
    action: str
    data: dict[str, str | list[str]]

    @property
    def browser(self) -> Browser:
        return self.writer.browser


GROUPS = {
    "agreements": ("drafting", "negotiating", "signing"),
    "in force": ("signed", "on paper"),
    "plans": ("handler", "person", "nurse"),
}


def writers(prepared: Prepared, group: str) -> Iterator[tuple[CountyOfTests, Writer]]:
    """One after the other, each in the county as it was prepared.

    To send hundreds of forms in one transaction takes longer and longer.
    """
    for name in GROUPS[group]:
        with untouched(prepared) as county:
            assert county.connection is not None
            key = (county, clock.today(), name)
            if key not in _known:
                _known[key] = done(county.connection, partial(_writer, county, name, prepared))
            else:
                enter(county.connection, _known[key])
            yield county, _known[key].made.anew()


_known: dict[tuple[CountyOfTests, date, str], Left[Writer]] = {}


def _writer(county: CountyOfTests, name: str, prepared: Prepared) -> Writer:
    if name in GROUPS["plans"]:
        writer = _of_a_plan(county, name, ids_of(county, prepared.shared.anew()))
    else:
        writer = _of_an_agreement(county, name, prepared)
    # the pages' forms are for this form cookie
    writer.browser.open("/account")
    return writer


def _of_an_agreement(county: CountyOfTests, name: str, prepared: Prepared) -> Writer:
    parties = {
        "drafting": prepared.nothing,
        "negotiating": prepared.shared,
        "signing": prepared.signing,
        "signed": prepared.signing,
        "on paper": prepared.signing,
    }[name].anew()
    if name == "drafting":
        parties.create()
    if name == "negotiating":
        parties.suggest(parties.region, parties.section(2), "Inom två veckor.")
    if name == "signed":
        propose(parties.all_sign().region, parties)
    if name == "on paper":
        register(parties.region, parties)
    roles = [one for one in Role if one is not Role.INDIVIDUAL]
    staff = county.member(parties.municipality_id, *roles)
    return Writer(name, staff, ids_of(county, parties), {})


def _of_a_plan(county: CountyOfTests, name: str, ids: dict[str, str]) -> Writer:
    sip = SipWorld(county)
    handler, person = sip.caseworker(county.municipality, "Handläggaren"), sip.individual()
    nurse = sip.caseworker(county.region, "Sjuksköterskan")
    plan = sip.plan(handler, person=person)
    plan.grant(PLAN, invite(county.region))
    goal = plan.goal("Sova bättre", county.municipality)
    action = plan.action("Ringa", goal, county.municipality, organisation=county.municipality)
    text = plan.text(TextKind.NEED, "Behöver hjälp", county.municipality)
    call = plan.call(county.region)
    meeting = plan.meeting()
    relative = plan.person(PersonKind.RELATIVE, "Närstående")
    parts = {
        goal: "goals",
        action: "actions",
        text: "texts",
        call: "calls",
        meeting: "meetings",
        relative: "people",
        plan.subject: "people",
        plan.handler_id: "participants",
        county.region: "an organisation",
        county.municipality: "an organisation",
    }
    mine = ids | {"plan_id": str(plan.id), "municipality_id": str(county.municipality)}
    who = {"handler": handler, "person": person, "nurse": nurse}[name]
    return Writer(name, who.browser, mine, {str(one): kind for one, kind in parts.items()})


def pages_of(writer: Writer, done: Collection[str] = ()) -> Iterator[tuple[Address, Element]]:
    """Every page that the writer can open, once for each thing it may be about.

    Not those of the endpoints that are `done`.
    """
    opened: set[str] = set()
    about = "plan_id" if writer.parts else "agreement_id"
    for one in writer.addresses("GET"):
        is_elsewhere = {"plan_id", "agreement_id"} & one.rule.arguments - {about}
        is_done = one.path in opened or one.rule.endpoint in done
        if is_done or is_elsewhere or FILE.search(one.rule.rule):
            continue
        opened.add(one.path)
        page = writer.page(one.path)
        if page is not None:
            yield one, page


def forms_of(writer: Writer, done: Collection[str] = ()) -> Iterator[Opened]:
    """Each form with a text that the writer can open, once for each endpoint."""
    found: set[str] = set()
    for one, soup in pages_of(writer, done):
        if one.rule.endpoint not in found:
            for action, data in _filled(soup, one.path):
                found.add(one.rule.endpoint)
                yield Opened(writer, one.rule.endpoint, one.path, action, data)


def _filled(soup: Element, path: str) -> Iterator[tuple[str, dict[str, str | list[str]]]]:
    for form in soup.select("main form[method=post]"):
        if not any(_is_text(one) for one in form.select("input, textarea")):
            continue
        for one in form.select("input, textarea, select"):
            _fill(one)
        yield str(form.get("action") or path), _gathered(_sent(form))


def _is_text(field: Element) -> bool:
    if field.name == "textarea":
        return True
    return field.name == "input" and field.get("type", "text") in ONE_LINE


def _fill(field: Element) -> None:
    if field.name == "textarea":
        field.string = f"{TYPED}\n\nrad två"
    elif _is_text(field):
        field["value"] = TYPED
    elif field.name == "select":
        options = field.select("option")
        for option in options:
            option.attrs.pop("selected", None)
        if options:
            options[-1]["selected"] = ""
    elif field.get("type") in {"checkbox", "radio"}:
        _choose(field)


def _choose(field: Element) -> None:
    """Tick it, and of a group that takes one answer nothing else."""
    if field.get("type") == "radio":
        for other in field.find_parent("form").select(f"input[name='{field['name']}']"):
            other.attrs.pop("checked", None)
    field["checked"] = ""


def shown(soup: Element, names: set[str]) -> dict[str, str | list[str]]:
    """What the form with these fields holds, on a page."""
    for form in soup.select("main form[method=post]"):
        if names <= {str(one["name"]) for one in form.select("[name]")}:
            return _gathered(_sent(form))
    return {}


def sit_idle(county: CountyOfTests, browser: Browser, minutes: int) -> None:
    """As if the last click was so long ago."""
    mine = SignInSession.token_hash == hash_of(browser.token)
    then = func.now() - func.make_interval(0, 0, 0, 0, 0, minutes)
    county.execute(update(SignInSession).where(mine).values(last_seen_at=then))


def sign_in_again(county: CountyOfTests, browser: Browser) -> None:
    """As if they had signed in anew, in the same browser."""
    mine = SignInSession.token_hash == hash_of(browser.token)
    values = {"last_seen_at": func.now(), "ended_at": None}
    county.execute(update(SignInSession).where(mine).values(values))

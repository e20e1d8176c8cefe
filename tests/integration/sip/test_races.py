"""Two at the same moment, each on a connection of their own: neither undoes what the other did.

A request is halted at one of its statements, so that the other meets it there: the moment is
chosen, not left to chance. Whatever waits does so for a bounded time.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import timedelta
from threading import Event, local
from time import sleep
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import before_render_template
from jinja2 import BytecodeCache, Template
from sqlalchemy import Engine, create_engine, event, func, select, text, true, update
from werkzeug.test import TestResponse

from portal import clock
from portal.audit.models import AuditEntry
from portal.db import Base, db, narrow_to
from portal.demo.postgres import LocalPostgres
from portal.identity.models import Invitation
from sip.kernel.vocabulary import ActKind, CallStatus, PersonKind, Phase, Placing, Reply
from sip.ledger.rules import PLAN, invite, share
from sip.tables import functions
from sip.tables.archive import PlanCopy
from sip.tables.calling import Attendance, Call, CallEvent
from sip.tables.consent import BasisDecision, ConsentAct
from sip.tables.plan import Action, Change, Goal, Participant, Plan, PlanApproval, PlanVersion
from tests.acting import acting_as
from tests.browser import Browser, Sent
from tests.conftest import copy_database, settings_of
from tests.integration.conftest import app_on
from tests.integration.county import ISSUER, CountyOfTests
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld

LONGEST = 20.0  # seconds that anybody waits for anybody
IN_QUEUE = 0.4  # what it takes a request to come to where another makes it wait
SOCIAL = "social_situation"

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


_mine = local()


@pytest.fixture(autouse=True)
def halting() -> Iterator[None]:
    """Let a request halt where its thread says."""

    def looking(*, before: bool) -> Callable[..., None]:
        def look(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
            for halt in getattr(_mine, "halts", ()):
                if halt.before == before and halt.meets(statement):
                    return

        return look

    looks = {
        "before_cursor_execute": looking(before=True),
        "after_cursor_execute": looking(before=False),
    }
    for name, look in looks.items():
        event.listen(Engine, name, look)
    yield
    for name, look in looks.items():
        event.remove(Engine, name, look)


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
    _mine.halts = halts
    if data is None:
        return browser.client.get(path, base_url=browser.base_url)
    headers = {"Sec-Fetch-Site": "same-origin"}
    return browser.client.post(path, data=data, headers=headers, base_url=browser.base_url)


@pytest.fixture
def threads() -> Iterator[Threads]:
    with ThreadPoolExecutor(2) as pool:
        made = Threads(pool)
        try:
            yield made
        finally:
            for halt in made.halts:  # a test that fails leaves nobody standing
                halt.go_on.set()


@pytest.fixture(scope="module")
def sip(
    postgres: LocalPostgres, template_database: str, compiled: BytecodeCache
) -> Iterator[SipWorld]:
    """One county for all: each test has a plan of its own."""
    for name in copy_database(postgres, template_database):
        owner = create_engine(postgres.url("owner", name), isolation_level="AUTOCOMMIT")
        for app in app_on(settings_of(postgres, name), compiled):
            with owner.connect() as connection:
                yield SipWorld(CountyOfTests(app, connection.execute))
        owner.dispose()


@pytest.fixture
def plan(sip: SipWorld, maja: Signed, kim: Signed) -> PlanOfTests:
    """A plan that Kim has let the region into."""
    made = sip.plan(maja, person=kim, person_name="Kim Andersson")
    both = (sip.county.municipality, sip.county.region)
    made.grant(PLAN, invite(both[1]), share(*both, SOCIAL), share(*reversed(both), SOCIAL))
    return made


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


# -- consent --------------------------------------------------------------------------------------

RECORDED = "INSERT INTO app.consent_act"


def test_who_answers_while_it_is_taken_back_is_told_and_the_withdrawal_holds(
    sip: SipWorld, plan: PlanOfTests, kim: Signed, nils: Signed, threads: Threads
) -> None:
    plan.participant(nils)
    yes = answer(sip, plan, kim, plan="yes", valid_to="2027-06-01")
    back = withdrawal(sip, plan, kim)

    withdrawn, answered = threads.meeting(back, RECORDED, yes)
    assert (withdrawn.status_code, answered.status_code) == (302, 409)
    assert "Tog tillbaka sitt ja" in answered.text
    assert ledger(plan)[-1][1] is ActKind.WITHDRAW
    nils.browser.open(plan.path, status=404)


def test_who_takes_it_back_while_it_is_answered_has_the_last_word(
    sip: SipWorld, plan: PlanOfTests, kim: Signed, nils: Signed, threads: Threads
) -> None:
    plan.participant(nils)
    yes = answer(sip, plan, kim, plan="yes", valid_to="2027-06-01")
    back = withdrawal(sip, plan, kim)

    answered, withdrawn = threads.meeting(yes, RECORDED, back)
    assert (answered.status_code, withdrawn.status_code) == (302, 302)
    assert ledger(plan)[-1][1] is ActKind.WITHDRAW
    nils.browser.open(plan.path, status=404)


def test_two_guardians_at_once_answer_one_after_the_other(
    sip: SipWorld, maja: Signed, threads: Threads
) -> None:
    mother, father = sip.individual("Mia Berg"), sip.individual("Olle Berg")
    plan = sip.plan(maja, needs_subject=False, phase=Phase.CONSENT)
    for signed in (mother, father):
        guardian = plan.person(PersonKind.REPRESENTATIVE, signed.name, signed)
        plan.act(ActKind.ASK, PLAN, consenter=plan.require(guardian))
    forms = [answer(sip, plan, one, plan="yes") for one in (mother, father)]

    first, second = threads.meeting(forms[0], RECORDED, forms[1])
    assert (first.status_code, second.status_code) == (302, 409)
    assert "Mia Berg" in second.text
    again = threads.send(answer(sip, plan, father, plan="yes"))
    assert again.result(LONGEST).status_code == 302
    assert [kind for _seq, kind in ledger(plan)].count(ActKind.GRANT) == 2


def test_nothing_is_decided_without_consent_in_a_plan_that_is_closed_meanwhile(
    sip: SipWorld, plan: PlanOfTests, nils: Signed, threads: Threads
) -> None:
    plan.participant(nils)
    page = plan.handler.browser.open(f"{plan.path}/basis/new/social_services/osl_10_2")
    until = str(clock.today() + timedelta(days=10))
    said = {"reason": "Behövs", "to": str(nils.organisation_id)}
    url, data = page.filled("Besluta", said | {"valid_to": until, "follow_up_on": until})
    halt = Halt("SELECT pg_advisory_xact_lock", before=True)
    decided = threads.halted((page, url, data | {"categories": [SOCIAL]}), halt)
    now = clock.now()
    closed = {"phase": Phase.CLOSED, "phase_at": now, "closed_at": now}
    sip.county.execute(update(Plan).where(Plan.id == plan.id).values(closed))
    halt.go_on.set()
    assert decided.result(LONGEST).status_code == 422
    assert count(plan, BasisDecision) == 0


# -- the plan's content ---------------------------------------------------------------------------


def test_of_two_who_save_the_same_field_at_once_the_later_sees_both(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, threads: Threads
) -> None:
    olle = sip.caseworker(sip.county.municipality, "Olle Ek")
    plan.participant(olle)
    goal = plan.goal("Någonstans att bo", sip.county.municipality)
    path = f"{plan.path}/goals/{goal}"
    ours = form(maja.browser, path, "Spara målet", title="Egen bostad")
    theirs = form(olle.browser, path, "Spara målet", title="Rum i kollektiv")

    first, second = threads.meeting(ours, "UPDATE app.goal", theirs)
    assert (first.status_code, second.status_code) == (302, 409)
    assert "Egen bostad" in second.text
    assert "Rum i kollektiv" in second.text
    version = select(Goal.version).where(Goal.id == goal)
    assert sip.county.execute(version).scalar_one() == 2


def new_action(plan: PlanOfTests, signed: Signed, goal: UUID) -> Form:
    page = signed.browser.open(f"{plan.path}/goals/{goal}/actions/new")
    who = next(
        str(one["value"])
        for one in page.soup.select("select[name=who] option")
        if signed.name in one.text
    )
    said = {"title": "Hjälpa till med ansökan", "who": who, "category": "social_situation"}
    return form(page, page.url, "Spara åtgärden", **said)


WRITERS = pytest.mark.parametrize("writer", ["maja", "nils"])


@pytest.fixture
def saving(
    sip: SipWorld, plan: PlanOfTests, nils: Signed, request: pytest.FixtureRequest
) -> Callable[[str], Form]:
    """A new action of the handler's, or of the region's."""
    plan.participant(nils)
    goal = plan.goal("Egen bostad", sip.county.municipality)
    return lambda name: new_action(plan, request.getfixturevalue(name), goal)


@WRITERS
def test_what_was_written_when_consent_is_taken_back_was_saved_before(
    sip: SipWorld,
    plan: PlanOfTests,
    kim: Signed,
    threads: Threads,
    saving: Callable[[str], Form],
    writer: str,
) -> None:
    back = withdrawal(sip, plan, kim)
    saved, withdrawn = threads.meeting(saving(writer), "INSERT INTO app.action", back)

    assert (saved.status_code, withdrawn.status_code) == (302, 302)
    assert count(plan, Action) == 1
    written = select(func.max(Change.at)).where(Change.plan_id == plan.id)
    ended = select(func.min(ConsentAct.at)).where(
        ConsentAct.plan_id == plan.id, ConsentAct.kind == ActKind.WITHDRAW
    )
    assert sip.county.execute(written).scalar_one() < sip.county.execute(ended).scalar_one()


@WRITERS
def test_nothing_is_saved_by_who_waits_while_consent_is_taken_back(
    sip: SipWorld,
    plan: PlanOfTests,
    kim: Signed,
    threads: Threads,
    saving: Callable[[str], Form],
    writer: str,
) -> None:
    back = withdrawal(sip, plan, kim)
    withdrawn, saved = threads.meeting(back, RECORDED, saving(writer))

    assert withdrawn.status_code == 302
    assert saved.status_code == (422 if writer == "maja" else 404)
    assert count(plan, Action) == count(plan, Change) == 0


@WRITERS
def test_nothing_is_saved_by_who_had_the_plan_open_when_consent_was_taken_back(
    sip: SipWorld,
    plan: PlanOfTests,
    kim: Signed,
    threads: Threads,
    saving: Callable[[str], Form],
    writer: str,
) -> None:
    back = withdrawal(sip, plan, kim)
    saved, withdrawn = threads.overtaking(saving(writer), back)

    assert withdrawn.status_code == 302
    assert saved.status_code == (422 if writer == "maja" else 404)
    assert count(plan, Action) == count(plan, Change) == 0


# -- calls ----------------------------------------------------------------------------------------


def taking(plan: PlanOfTests, signed: Signed, call: UUID) -> Form:
    page = signed.browser.open(f"{plan.path}/calls/{call}/take")
    return form(page, page.url, page.buttons[0], title="Sjuksköterska")


def test_of_two_who_take_a_call_at_once_one_takes_part_and_the_other_is_told(
    sip: SipWorld, plan: PlanOfTests, nils: Signed, threads: Threads
) -> None:
    eva = sip.caseworker(sip.county.region, "Eva Ek")
    call = plan.call(sip.county.region)
    forms = [taking(plan, one, call) for one in (nils, eva)]

    first, second = threads.meeting(forms[0], "INSERT INTO app.participant", forms[1])
    assert (first.status_code, second.status_code) == (302, 302)
    assert "Någon annan hann före" in forms[1][0].open("/sip/calls").text
    named = select(Participant.name).where(
        Participant.plan_id == plan.id, Participant.organisation_id == sip.county.region
    )
    assert list(sip.county.execute(named).scalars()) == ["Nils Region"]
    steps = select(func.count()).where(CallEvent.call_id == call)
    assert sip.county.execute(steps).scalar_one() == 1


@pytest.mark.parametrize("has_page", [True, False])
def test_who_takes_a_call_while_consent_to_them_is_taken_back_is_not_let_in(
    sip: SipWorld, plan: PlanOfTests, kim: Signed, nils: Signed, threads: Threads, *, has_page: bool
) -> None:
    call = plan.call(sip.county.region)
    back = withdrawal(sip, plan, kim, sip.county.region)
    take = taking(plan, nils, call)

    if has_page:
        taken, withdrawn = threads.overtaking(take, back)
    else:
        withdrawn, taken = threads.meeting(back, RECORDED, take)
    assert (withdrawn.status_code, taken.status_code) == (302, 302 if has_page else 404)
    assert count(plan, Participant) == 1
    status = select(Call.status).where(Call.id == call)
    assert sip.county.execute(status).scalar_one().value == "cancelled"


def test_consent_taken_back_while_a_call_is_taken_ends_what_was_taken(
    sip: SipWorld, plan: PlanOfTests, kim: Signed, nils: Signed, threads: Threads
) -> None:
    call = plan.call(sip.county.region)
    back = withdrawal(sip, plan, kim, sip.county.region)

    taken, withdrawn = threads.meeting(
        taking(plan, nils, call), "INSERT INTO app.participant", back
    )
    assert (taken.status_code, withdrawn.status_code) == (302, 302)
    nils.browser.open(plan.path, status=404)
    status = select(Call.status).where(Call.id == call)
    assert sip.county.execute(status).scalar_one().value == "cancelled"


def test_nobody_is_called_while_consent_to_them_is_taken_back(
    sip: SipWorld, plan: PlanOfTests, kim: Signed, maja: Signed, threads: Threads
) -> None:
    back = withdrawal(sip, plan, kim, sip.county.region)
    page = maja.browser.open(f"{plan.path}/calls/new/{sip.county.region}")
    call = form(page, page.url, page.buttons[0], asked="Bedöm vilken vård som behövs.")

    withdrawn, called = threads.meeting(back, RECORDED, call)
    assert (withdrawn.status_code, called.status_code) == (302, 422)
    assert count(plan, Call) == 0


# -- what is said beside the plan's texts ----------------------------------------------------------

BESIDE = "Efter dialysen"


@pytest.fixture
def beside(plan: PlanOfTests, nils: Signed) -> PlanOfTests:
    """A plan in which the region has said something of health in each way; the handler sees it."""
    nurse = plan.opened_to(
        nils, share(nils.organisation_id, plan.handler.organisation_id, "health")
    )
    said = {"organisation_id": nils.organisation_id}
    plan.call(
        nils.organisation_id,
        status=CallStatus.TAKEN,
        taken_by=nurse,
        contribution_sealed=BESIDE,
        contribution_category="health",
    )
    plan.add(
        Attendance,
        meeting_id=plan.meeting(),
        participant_id=nurse,
        calendar_uid=str(uuid4()),
        reply=Reply.OTHER_TIME,
        note_sealed=BESIDE,
        note_category="health",
    )
    plan.add(PlanVersion)
    plan.add(
        PlanApproval, **said, answer="objected", comment_sealed=BESIDE, comment_category="health"
    )
    plan.placing(Placing.PARTICIPANT_UNIT, nurse, BESIDE, "health")
    return plan


def saying(plan: PlanOfTests, signed: Signed, way: str) -> Form:
    """A contribution to a call, a note to a meeting, an objection, filled in and not yet sent."""
    of_health = {"category": "health"}
    if way == "contribution":
        path = f"{plan.path}/calls/{plan.call(signed.organisation_id)}/take"
        page = signed.browser.open(path)
        return form(page, path, page.buttons[0], title="Läkare", contribution=BESIDE, **of_health)
    if way == "note":
        meeting = plan.meeting()
        mine = select(Participant.id).where(
            Participant.plan_id == plan.id, Participant.account_id == signed.account_id
        )
        mine = plan.world.county.execute(mine).scalar_one()
        plan.add(
            Attendance,
            meeting_id=meeting,
            participant_id=mine,
            calendar_uid=str(uuid4()),
            reply=Reply.NONE,
        )
        path = f"{plan.path}/meetings/{meeting}"
        page = signed.browser.open(path)
        said = {"answer": "other_time", "note": BESIDE, "about": "health"}
        return form(page, path, "Skicka svaret", **said)
    plan.add(PlanVersion)
    said = {"answer": "objected", "comment": BESIDE, **of_health}
    path = f"{plan.path}/versions/answer"
    return form(signed.browser, path, "Spara svaret", party="own", **said)


PAGES_OF_SAYINGS = ("", "/versions", "/calls", "/meetings")
WAYS = pytest.mark.parametrize("way", ["contribution", "note", "objection"])


def said_by(plan: PlanOfTests, way: str) -> bool:
    """Whether anything was kept of what was said."""
    column = {
        "contribution": Call.contribution_sealed,
        "note": Attendance.note_sealed,
        "objection": PlanApproval.comment_sealed,
    }[way]
    found = select(func.count(column)).where(column.class_.plan_id == plan.id)
    return bool(plan.world.county.execute(found).scalar_one())


@WAYS
@pytest.mark.parametrize("has_page", [True, False])
def test_nothing_is_said_beside_the_texts_once_consent_is_taken_back(
    sip: SipWorld,
    plan: PlanOfTests,
    kim: Signed,
    nils: Signed,
    threads: Threads,
    way: str,
    *,
    has_page: bool,
) -> None:
    if way != "contribution":
        plan.participant(nils)
    say, back = saying(plan, nils, way), withdrawal(sip, plan, kim, nils.organisation_id)

    if has_page:
        said, withdrawn = threads.overtaking(say, back)
    else:
        withdrawn, said = threads.meeting(back, RECORDED, say)
    assert withdrawn.status_code == 302
    # who comes to a call that has been taken back is led to the list of calls
    assert said.status_code == (302 if way == "contribution" and has_page else 404)
    assert BESIDE not in said.text or said.status_code == 404
    assert not said_by(plan, way)


@WAYS
def test_what_was_said_beside_the_texts_before_is_shut_for_all_others(
    sip: SipWorld, plan: PlanOfTests, kim: Signed, nils: Signed, threads: Threads, way: str
) -> None:
    if way != "contribution":
        plan.participant(nils)
    say, back = saying(plan, nils, way), withdrawal(sip, plan, kim)
    said, withdrawn = threads.meeting(say, "INSERT INTO app.audit_entry", back)

    assert (said.status_code, withdrawn.status_code) == (302, 302)
    assert said_by(plan, way)
    for page in PAGES_OF_SAYINGS:
        assert BESIDE not in plan.handler.browser.open(plan.path + page).text


@pytest.mark.parametrize("page", ["", "/versions", "/calls", "/meetings/{}"])
def test_what_is_said_beside_the_texts_is_not_shown_by_a_page_that_consent_overtakes(
    sip: SipWorld, beside: PlanOfTests, maja: Signed, kim: Signed, threads: Threads, page: str
) -> None:
    held = select(Attendance.meeting_id).where(Attendance.plan_id == beside.id)
    path = beside.path + page.format(sip.county.execute(held).scalar_one())
    assert BESIDE in tab(sip, maja).open(path).text
    halt = Halt("SELECT anon_1.")
    reading = threads.halted((tab(sip, maja), path, None), halt)

    assert threads.send(withdrawal(sip, beside, kim)).result(LONGEST).status_code == 302
    halt.go_on.set()
    read = reading.result(LONGEST)
    # a meeting goes with the consent; the case stays its handler's
    assert read.status_code == (404 if "meetings" in page else 200)
    assert BESIDE not in read.text


# -- reading --------------------------------------------------------------------------------------


BROKEN_LINKS = text("""
select count(*) from (
  select e.*, lag(e.hash, 1, sha256(uuid_send(e.stream))) over (partition by stream order by seq)
    as previous from app.audit_entry e) e
where e.hash <> app.audit_link(e.previous, e.stream, e.seq, e.at, e.id, e.county_id,
  e.organisation_id, e.account_id, e.session_id, e.action, e.subject_kind, e.subject_id, e.details)
""")


def log_of(plan: PlanOfTests) -> list[tuple[str, UUID]]:
    """What was noted in the plan and by whom; the numbers of the chain must have no gap."""
    row = AuditEntry.__table__.c
    found = select(row.seq, row.action, row.account_id).where(row.stream == plan.id)
    links = plan.world.county.execute(found.order_by(row.seq)).all()
    assert plan.world.county.execute(BROKEN_LINKS).scalar_one() == 0
    assert [link.seq for link in links] == list(range(1, len(links) + 1))
    return [(link.action, link.account_id) for link in links]


@pytest.mark.parametrize("pages", [("/sip", "/sip"), ("/sip", ""), ("", "/sip"), ("", "")])
def test_two_who_read_at_once_are_two_links_of_the_log(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, pages: tuple[str, str], threads: Threads
) -> None:
    colleague = sip.caseworker(sip.county.municipality, "Olle Kollega")
    takes_part = plan.participant(colleague)
    goal = plan.goal("Sova", sip.county.municipality)
    for who in (plan.handler_id, takes_part):
        here = sip.county.municipality
        plan.action("Ringa", goal, here, organisation=here, responsible=who)
    first, second = (
        (tab(sip, who), page or plan.path, None)
        for who, page in zip((maja, colleague), pages, strict=True)
    )

    answers = threads.meeting(first, "SELECT anon_1.part", second)
    assert [answer.status_code for answer in answers] == [200, 200]
    readers = {account for action, account in log_of(plan)[-2:] if action == "plan.read"}
    assert readers == {maja.account_id, colleague.account_id}


PAGES = pytest.mark.parametrize(
    ("page", "opens"), [("", "SELECT anon_1.part"), ("/meetings", "SELECT anon_1.plan_id")]
)


@PAGES
def test_nobody_waits_for_a_page_that_somebody_else_is_reading(
    sip: SipWorld,
    plan: PlanOfTests,
    maja: Signed,
    nils: Signed,
    threads: Threads,
    page: str,
    opens: str,
) -> None:
    plan.participant(nils)
    halt = Halt(opens)
    slow = threads.halted((tab(sip, maja), plan.path + page, None), halt)

    assert threads.send((tab(sip, nils), plan.path + page, None)).result(LONGEST).status_code == 200
    halt.go_on.set()
    assert slow.result(LONGEST).status_code == 200
    assert [account for _action, account in log_of(plan)[-2:]] == [nils.account_id, maja.account_id]


@PAGES
def test_a_page_whose_consent_is_taken_back_while_it_is_made_is_never_shown(
    sip: SipWorld,
    plan: PlanOfTests,
    kim: Signed,
    nils: Signed,
    threads: Threads,
    page: str,
    opens: str,
) -> None:
    plan.participant(nils)
    back = withdrawal(sip, plan, kim)
    halt = Halt(opens)
    reading = threads.halted((tab(sip, nils), plan.path + page, None), halt)

    assert threads.send(back).result(LONGEST).status_code == 302
    halt.go_on.set()
    read = reading.result(LONGEST)
    assert read.status_code == 404
    assert "Kim Andersson" not in read.text
    log = log_of(plan)
    assert log[-1][0] == "consent.withdraw"
    assert ("plan.read", nils.account_id) not in log


def test_a_page_whose_consent_is_taken_back_while_it_is_drawn_is_never_shown(
    sip: SipWorld, plan: PlanOfTests, kim: Signed, nils: Signed, threads: Threads
) -> None:
    plan.participant(nils)
    back = withdrawal(sip, plan, kim)
    is_drawn, go_on = Event(), Event()

    def pause(_app: object, template: Template, **_more: object) -> None:
        if template.name == "sip/plan/show.html" and not is_drawn.is_set():
            is_drawn.set()
            assert go_on.wait(LONGEST)

    with before_render_template.connected_to(pause, sip.county.app):
        reading = threads.send((tab(sip, nils), plan.path, None))
        assert is_drawn.wait(LONGEST)
        assert threads.send(back).result(LONGEST).status_code == 302
        go_on.set()
        read = reading.result(LONGEST)
    assert read.status_code == 404
    assert "Kim Andersson" not in read.text
    assert ("plan.read", nils.account_id) not in log_of(plan)


@PAGES
def test_a_page_that_is_overtaken_is_made_anew_and_shows_what_was_written(
    sip: SipWorld,
    plan: PlanOfTests,
    maja: Signed,
    nils: Signed,
    threads: Threads,
    saving: Callable[[str], Form],
    page: str,
    opens: str,
) -> None:
    written = saving("maja")
    halt = Halt(opens)
    reading = threads.halted((tab(sip, nils), plan.path + page, None), halt)

    assert threads.send(written).result(LONGEST).status_code == 302
    halt.go_on.set()
    read = reading.result(LONGEST)
    assert read.status_code == 200
    assert ("Hjälpa till med ansökan" in read.text) == (page == "")
    # once, after what it shows
    readings = [
        number for number, line in enumerate(log_of(plan)) if line == ("plan.read", nils.account_id)
    ]
    assert readings == [len(log_of(plan)) - 1]


def test_nothing_is_done_in_a_plan_while_an_overtaken_page_is_made_anew(
    sip: SipWorld,
    plan: PlanOfTests,
    maja: Signed,
    kim: Signed,
    nils: Signed,
    threads: Threads,
    saving: Callable[[str], Form],
) -> None:
    """However much is done in a plan, its pages are made."""
    written, back = saving("maja"), withdrawal(sip, plan, kim)
    halts = [Halt("SELECT anon_1.part"), Halt("SELECT anon_1.part")]
    reading = threads.halted((tab(sip, nils), plan.path, None), halts[0], halts[1])
    assert threads.send(written).result(LONGEST).status_code == 302
    halts[0].go_on.set()
    assert halts[1].reached.wait(LONGEST)

    withdrawn = threads.send(back)
    sleep(IN_QUEUE)
    assert not withdrawn.done()
    halts[1].go_on.set()
    assert reading.result(LONGEST).status_code == 200
    assert withdrawn.result(LONGEST).status_code == 302
    assert [action for action, _account in log_of(plan)[-2:]] == ["plan.read", "consent.withdraw"]


@pytest.mark.parametrize("page", ["/sip", "/sip/plans", ""])
def test_who_reads_while_consent_is_taken_back_reads_nothing_after_it(
    sip: SipWorld, plan: PlanOfTests, kim: Signed, nils: Signed, page: str, threads: Threads
) -> None:
    takes_part = plan.participant(nils)
    goal = plan.goal("Sova", sip.county.municipality)
    region = sip.county.region
    plan.action("Ringa", goal, region, organisation=region, responsible=takes_part)
    back = withdrawal(sip, plan, kim)
    reading = (tab(sip, nils), page or plan.path, None)

    withdrawn, read = threads.meeting(back, "INSERT INTO app.audit_entry", reading)
    assert (withdrawn.status_code, read.status_code) == (302, 200 if page else 404)
    assert "Kim Andersson" not in read.text
    row = AuditEntry.__table__.c
    found = select(row.action).where(row.stream == plan.id).order_by(row.seq)
    assert sip.county.execute(found).scalars().all()[-1] == "consent.withdraw"


def test_no_copy_is_made_once_consent_is_taken_back(
    sip: SipWorld, plan: PlanOfTests, kim: Signed, nils: Signed, threads: Threads
) -> None:
    plan.participant(nils)
    copying = form(tab(sip, nils), f"{plan.path}/copies", "Gör kopian", form="text")

    made, withdrawn = threads.overtaking(copying, withdrawal(sip, plan, kim, sip.county.region))
    assert (made.status_code, withdrawn.status_code) == (404, 302)
    assert count(plan, PlanCopy) == 0


# -- a person's code -------------------------------------------------------------------------------


def test_of_two_codes_made_at_once_for_the_same_person_one_is_good(
    sip: SipWorld,
    plan: PlanOfTests,
    maja: Signed,
    threads: Threads,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    e_id = replace(ISSUER, key="eid", door="individual")
    settings = replace(sip.county.app.extensions["settings"], issuers=(ISSUER, e_id))
    monkeypatch.setitem(sip.county.app.extensions, "settings", settings)
    person = plan.person(PersonKind.RELATIVE, "Anna Andersson")
    path = f"{plan.path}/people/{person}/code"
    forms = [form(tab(sip, maja), path, "Visa koden", issuer="eid") for _ in range(2)]

    answers = threads.meeting(forms[0], "INSERT INTO app.invitation", forms[1])
    assert [one.status_code for one in answers] == [200, 200]
    good = select(func.count()).where(
        Invitation.plan_person_id == person, Invitation.revoked_at.is_(None)
    )
    assert sip.county.execute(good).scalar_one() == 1


# -- what a page keeps of what may be seen --------------------------------------------------------


def kept_sight(kept: str | None = None) -> str:
    """What the transaction keeps; `kept` is put in its place."""
    if kept is not None:
        db.session.execute(select(func.set_config("app.sight", kept, true())))
    return db.session.scalar(select(func.current_setting("app.sight", true()))) or ""


def test_what_is_kept_for_a_page_holds_for_whom_it_was_worked_out_and_for_no_longer(
    sip: SipWorld, plan: PlanOfTests, kim: Signed, nils: Signed
) -> None:
    plan.participant(nils)
    with sip.county.app.app_context(), acting_as(nils.token):
        narrow_to(plan.id)
        assert functions.seen_plans() == [plan.id]
        kept = kept_sight()
        assert str(plan.id) in kept
        # what nobody but the database can have marked is worked out anew
        for forged in (f"{kept[:64]}{{}}", f"{'0' * 64}{{}}", kept[64:], "x"):
            kept_sight(forged)
            assert functions.seen_plans() == [plan.id]
        assert kept_sight() == kept

    page = tab(sip, kim)
    page.open(f"{plan.my_path}/withdraw")
    page.press(page.buttons[0])
    # the next page is another transaction, and somebody else another person
    for reader in (nils, sip.caseworker(sip.county.police, "Främmande")):
        with sip.county.app.app_context(), acting_as(reader.token):
            narrow_to(plan.id)
            kept_sight(kept)
            assert functions.seen_plans() == []

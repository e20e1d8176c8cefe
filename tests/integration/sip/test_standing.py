"""A plan's phase follows from what happens, and a plan that stands still takes nothing."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import Row, Table, insert, select, update
from sqlalchemy.exc import ProgrammingError

from portal import clock
from portal.db import Base, db
from portal.ids import new_id
from portal.transaction import transaction
from sip.kernel.vocabulary import ActKind, Phase
from sip.ledger.rules import PLAN, invite, share
from sip.tables.calling import Attendance, Call, Meeting
from sip.tables.consent import ConsentAct
from sip.tables.plan import (
    Action,
    FollowUp,
    Goal,
    Participant,
    Plan,
    PlanApproval,
    PlanText,
    PlanVersion,
)
from tests.acting import acting_as
from tests.architecture.everything import WORDS, Address, addresses
from tests.browser import Browser
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld

ALWAYS = {
    *("participants.end", "consent.withdraw", "consent.annul", "bases.end", "copies.make"),
    *("consenters.leave", "consenters.end_mandate", "consenters.settle"),
    *("people.hand_over", "people.revoke_code"),
    *("people.protection", "who_may_see.answer", "who_may_see.change", "who_may_see.withdraw"),
    *("who_may_see.withdraw_party", "my_plan.survey", "asked.show", "asked.party"),
    *("happened.show", "papers.paper", "copies.for_person"),
    # the paper of an answer, how long one's own part is kept, and who is kept out for safety
    *("consent_papers.attach", "consent_papers.remove"),
    *("keeping.show", "keeping.undo", "safety.keep_out", "safety.confirm"),
    # read when it has ended, and written until then
    *("messages.show", "my_messages.show"),
}
# who is asked, and what they are asked and say: that the plan is made is asked anew by it
NOT_STARTED = ALWAYS | {
    *("consent.ask", "consent.record", "consent.choose", "bases.decide", "people.edit"),
    *("people.add_guardian", "people.add_representative", "people.mandate"),
    *("stands_in.document", "consenters.own_consent"),
}
FROZEN = NOT_STARTED | {"plans.close", "messages.settle"}
CLOSED = ALWAYS | {"plans.reopen"}


@pytest.fixture
def plan(sip: SipWorld, maja: Signed, nils: Signed, kim: Signed) -> PlanOfTests:
    """A plan that is written, with a meeting to come and somebody called."""
    made = sip.plan(maja, person=kim, person_name="Kim Andersson")
    ours, theirs = sip.county.municipality, sip.county.region
    made.opened_to(nils, share(ours, theirs, "health"), share(theirs, ours, "health"))
    made.add(FollowUp, due_on=clock.today(), holder_id=made.handler_id)
    return made


def close(plan: PlanOfTests) -> None:
    ended = {"phase": Phase.CLOSED, "closed_at": clock.now()}
    plan.world.county.execute(update(Plan).where(Plan.id == plan.id).values(**ended))


def freeze(plan: PlanOfTests) -> None:
    plan.withdraw(PLAN)


def not_start(plan: PlanOfTests) -> None:
    ended = {"phase": Phase.NOT_STARTED, "not_started_at": clock.now(),
             "not_started_reason": "other"}  # fmt: skip
    plan.world.county.execute(update(Plan).where(Plan.id == plan.id).values(**ended))


Stop = Callable[[PlanOfTests], None]


def forms(sip: SipWorld, plan: PlanOfTests) -> Iterator[Address]:
    """Every address of the plan that takes a form, by GET where it has a page and by POST."""
    part = plan.goal("Sova bättre", sip.county.municipality)
    ids = {"plan_id": str(plan.id), "part_id": str(part), "copy_id": str(part)}
    ids |= {"activity": "social_services", "ground": "osl_10_2"}
    others = {
        name: str(part)
        for rule in sip.county.app.url_map.iter_rules()
        for name in rule.arguments - set(WORDS)
    }
    of_meeting = ids | {"part_id": str(plan.meeting())}
    for named in (ids, of_meeting):
        for address in addresses(sip.county.app, others | named):
            is_form = "plan_id" in address.rule.arguments and "POST" in (address.rule.methods or ())
            if is_form and ("meetings" in address.path) is (named is of_meeting):
                yield address


@pytest.mark.parametrize(("stop", "leads_on"), [(freeze, True), (close, False), (not_start, True)])
def test_a_new_decision_is_offered_where_one_can_be_made(
    plan: PlanOfTests, maja: Signed, stop: Stop, *, leads_on: bool
) -> None:
    stop(plan)
    page = maja.browser.open(f"{plan.path}/basis")
    assert ("Nytt beslut" in page.text) == leads_on
    if leads_on:
        page.follow("Nytt beslut")


@pytest.mark.parametrize(
    ("stop", "still"), [(freeze, FROZEN), (close, CLOSED), (not_start, NOT_STARTED)]
)
def test_a_plan_that_stands_still_shows_and_takes_no_form(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, kim: Signed, stop: Stop, still: set[str]
) -> None:
    found = list(forms(sip, plan))
    stop(plan)
    before = rows_of(sip, plan)
    asked = set()
    for address in found:
        browser = kim.browser if address.path.startswith("/my-plan") else maja.browser
        asked.add(address.rule.endpoint)
        if address.rule.endpoint not in still:
            page = address.ask(browser, 422)
            assert page.heading == "Det gick inte att göra", address
            assert not page.soup.select("main form"), address
    assert still <= asked
    maja.browser.open(f"{plan.path}/calls/new", status=422)
    assert rows_of(sip, plan) == before


@pytest.mark.parametrize("stop", [freeze, close, not_start])
def test_no_link_leads_to_what_a_plan_that_stands_still_refuses(
    plan: PlanOfTests, maja: Signed, kim: Signed, stop: Stop
) -> None:
    plan.meeting()
    plan.call(maja.organisation_id)
    plan.goal("Sova bättre", maja.organisation_id)
    stop(plan)
    for browser, first in ((maja.browser, plan.path), (kim.browser, f"/my-plan/{plan.id}")):
        found, waiting, refused = {first}, [first], list[str]()
        while waiting:
            path = waiting.pop()
            answer = browser.client.get(path, base_url=browser.base_url)
            if answer.status_code not in {200, 302, 303}:
                refused.append(path)
            text = answer.data if answer.mimetype == "text/html" else b""
            for link in BeautifulSoup(text, "html.parser").select("main a[href]"):
                address = str(link["href"]).partition("#")[0]
                if address.startswith(first) and address not in found:
                    found.add(address)
                    waiting.append(address)
        assert len(found) > 3
        assert not refused


def rows_of(sip: SipWorld, plan: PlanOfTests) -> dict[str, list[Row[tuple[object, ...]]]]:
    """Everything that the tables of SIP hold of a plan, but the copies and the log."""
    tables: list[Table] = [
        table
        for table in Base.metadata.sorted_tables
        if "plan_id" in table.c and table.name not in {"audit_entry", "draft", "outbox", "job_run"}
    ]
    return {
        table.name: list(
            sip.county.execute(
                select(table).where(table.c.plan_id == plan.id).order_by(*table.primary_key)
            )
        )
        for table in tables
    }


@pytest.mark.parametrize("stop", [freeze, close, not_start])
def test_the_database_takes_nothing_either(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, nils: Signed, kim: Signed, stop: Stop
) -> None:
    ours = sip.county.municipality
    goal = plan.goal("Sova bättre", ours, "health")
    action = plan.action("Ringa", goal, ours, "health", organisation=ours,
                         responsible=plan.handler_id)  # fmt: skip
    text = plan.text("note", "En anteckning", ours, "health")
    meeting = plan.meeting()
    here = plan.add(Attendance, meeting_id=meeting, participant_id=plan.handler_id,
                    calendar_uid="1", reply="none")  # fmt: skip
    mine = plan.add(Attendance, meeting_id=meeting, person_id=plan.subject,
                    calendar_uid="2", reply="none")  # fmt: skip
    held = plan.add(FollowUp, due_on=clock.today(), holder_id=plan.handler_id)
    call = plan.call(sip.county.region)
    attempts = [
        (maja, update(Plan).where(Plan.id == plan.id).values(ends_on=clock.today())),
        (maja, update(Plan).where(Plan.id == plan.id).values(coordinator_id=plan.handler_id)),
        (maja, update(Goal).where(Goal.id == goal).values(status="reached")),
        (maja, update(Action).where(Action.id == action).values(status="done")),
        (maja, update(PlanText).where(PlanText.id == text).values(changed_by="Någon")),
        (maja, update(Meeting).where(Meeting.id == meeting).values(status="held")),
        (maja, update(Attendance).where(Attendance.id == here).values(reply="coming")),
        (kim, update(Attendance).where(Attendance.id == mine).values(reply="coming")),
        (maja, update(FollowUp).where(FollowUp.id == held).values(held_on=clock.today())),
        (maja, update(Call).where(Call.id == call).values(status="taken")),
        (maja, join(sip, plan, maja)),
    ]
    stop(plan)
    before = rows_of(sip, plan)
    for who, attempt in attempts:
        # what cannot be seen to be changed is left as it is, and all else is refused
        with (
            sip.county.app.app_context(),
            acting_as(who.token),
            suppress(ProgrammingError),
            transaction(),
        ):
            db.session.connection().execute(attempt)
    assert rows_of(sip, plan) == before
    kept = sip.county.execute(select(Plan.ends_on, Plan.coordinator_id).where(Plan.id == plan.id))
    assert kept.one() == (None, None)


UNSHARED = {
    *("writing.add_goal", "writing.edit_goal", "writing.remove_goal", "writing.add_action"),
    *("writing.edit_action", "writing.report", "writing.remove_action", "suggestions.suggest"),
    *("plans.follow_up", "plans.held", "history.make", "history.answer", "meetings.plan"),
    "participants.unit",
}


@pytest.mark.parametrize("asks_first", [False, True])
def test_what_waits_for_the_first_yes_says_so_before_anybody_writes(
    sip: SipWorld, maja: Signed, kim: Signed, *, asks_first: bool
) -> None:
    plan = sip.plan(maja, person=kim, phase=Phase.NEED)
    if asks_first:
        plan.act(ActKind.ASK, PLAN)
    asked = set()
    for address in forms(sip, plan):
        if address.rule.endpoint in UNSHARED:
            asked.add(address.rule.endpoint)
            page = address.ask(maja.browser, 422)
            assert "först när personen har sagt ja" in page.text, address
            assert not page.soup.select("main form"), address
    assert asked == UNSHARED
    for kind in ("matters", "purpose", "long_term_goal"):
        maja.browser.open(f"{plan.path}/texts/new?kind={kind}", 422)
    for path in ("texts/new?kind=note", "basics", "not-started"):
        assert maja.browser.open(f"{plan.path}/{path}").soup.select("main form"), path


def join(sip: SipWorld, plan: PlanOfTests, maja: Signed) -> object:
    colleague = sip.caseworker(sip.county.municipality, "Cia Kollega")
    return insert(Participant).values(
        id=plan.id, county_id=plan.county_id, plan_id=plan.id, name="Cia Kollega", title="",
        organisation_id=maja.organisation_id, account_id=colleague.account_id,
        joined_at=clock.now(),
    )  # fmt: skip


def test_a_handler_keeps_the_case_and_not_the_workings_when_consent_has_ended(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, nils: Signed
) -> None:
    meeting = plan.meeting()
    plan.add(Attendance, meeting_id=meeting, person_id=plan.subject, calendar_uid="1",
             reply="none")  # fmt: skip
    plan.add(PlanVersion, number=1, upto_seq=1)
    plan.add(PlanApproval, person_id=plan.subject, answer="approved")
    workings = (Meeting, Attendance, PlanVersion, PlanApproval, FollowUp)

    def seen() -> list[int]:
        with sip.county.app.app_context(), acting_as(maja.token):
            return [len(db.session.execute(select(one.id)).all()) for one in workings]

    def colleagues() -> list[str]:
        with sip.county.app.app_context(), acting_as(maja.token):
            return sorted(db.session.scalars(select(Participant.name)))

    assert seen() == [1] * len(workings)
    assert colleagues() == ["Maja Öhlund", "Nils Region"]
    freeze(plan)
    assert seen() == [0] * len(workings)
    assert colleagues() == ["Maja Öhlund"]
    page = maja.browser.open(plan.path)
    assert "Kim Andersson" in page.heading
    assert "Samtycket har upphört" in page.text
    assert page.open("/sip/plans").follow("Kim Andersson").titled == "Samtycket har upphört"
    assert "Kim Andersson" in page.open(f"{plan.path}/people").text


def phase(plan: PlanOfTests) -> Phase:
    found: Phase = plan.world.county.execute(
        select(Plan.phase).where(Plan.id == plan.id)
    ).scalar_one()
    return found


def test_the_phase_follows_from_what_happens(
    sip: SipWorld, maja: Signed, nils: Signed, kim: Signed
) -> None:
    """Nobody presses it on: each act of the way is done by its own form."""
    plan = sip.plan(maja, person=kim, person_name="Kim Andersson", phase=Phase.NEED)
    plan.participant(nils)
    for act, follows in (
        (leave_undone, Phase.NOT_STARTED),
        (ask, Phase.CONSENT),
        (lambda plan: say(plan, kim, ActKind.GRANT), Phase.PREPARING),
        (lambda plan: say(plan, kim, ActKind.WITHDRAW), Phase.CONSENT),
        (lambda plan: say(plan, kim, ActKind.GRANT), Phase.PREPARING),
        (meet, Phase.MEETING),
        (write, Phase.PLANNING),
        (make_version, Phase.PLANNING),
        (lambda plan: approve(plan, kim), Phase.FOLLOWING_UP),
        (close_by_form, Phase.CLOSED),
    ):
        act(plan)
        assert phase(plan) is follows
    reason = select(Plan.not_started_reason).where(Plan.id == plan.id)
    assert sip.county.execute(reason).scalar_one() is None


def form(plan: PlanOfTests, address: str) -> Browser:
    return plan.handler.browser.open(f"{plan.path}/{address}")


def leave_undone(plan: PlanOfTests) -> None:
    said = {"reason": "not_needed", "explanation": "Det räcker så.", "category": "health"}
    form(plan, "not-started").press("Spara skälet", **said)


def ask(plan: PlanOfTests) -> None:
    page = form(plan, "consent/ask")
    region = plan.world.county.region.hex
    asked = {f"ask_{region}": "y", f"why_{region}": "Behövs.", "purpose": "Vi vill hjälpa."}
    asked |= {"how": "oral", "given": "told", "interpreter": "no"}
    url, data = page.filled("Anteckna att frågan är ställd", asked)
    page.post(url, {**data, "categories": ["health"]})


def meet(plan: PlanOfTests) -> None:
    day = clock.today() + timedelta(days=7)
    handler = str(plan.handler_id)
    when = {
        "day": day.isoformat(),
        "starts": "13.00",
        "ends": "14.00",
        "place": "Rum 1",
        "purpose": "planning",
    }
    form(plan, "meetings/new").press("Planera mötet", **when, chair=handler, asked=[handler])


def write(plan: PlanOfTests) -> None:
    said = {"title": "Sova bättre", "measure": "Sover", "stated_by": "professionals"}
    form(plan, "goals/new").press("Spara målet", **said, category="health")


def make_version(plan: PlanOfTests) -> None:
    form(plan, "versions/make").press("Gör versionen")


def close_by_form(plan: PlanOfTests) -> None:
    page = form(plan, "close")
    goal = next(one for one in page.soup.select("input[type=radio]") if "went_" in one["name"])
    page.press("Avsluta planen", reason="goals_reached", **{str(goal["name"]): "reached"})


def approve(plan: PlanOfTests, kim: Signed) -> None:
    kim.browser.open(f"{plan.my_path}/answer").press("Skicka svaret", answer="approved")


def say(plan: PlanOfTests, kim: Signed, kind: ActKind) -> None:
    """The person says it of the plan and the region, as the web server's login."""
    items = [PLAN.key, invite(plan.world.county.region).key]
    now = clock.now()
    term = (now, now + timedelta(days=90)) if kind is ActKind.GRANT else (None, None)
    row = {
        "id": new_id(), "county_id": plan.county_id, "plan_id": plan.id, "kind": kind,
        "consenter_id": plan.consenters[0], "items": items, "how": "electronic",
        "recorded_by": kim.account_id, "recorded_by_name": kim.name, "recorded_for": None,
        "valid_from": term[0], "valid_to": term[1], "information_text_version": "1",
    }  # fmt: skip
    with plan.world.county.app.app_context(), acting_as(kim.token), transaction():
        db.session.connection().execute(insert(ConsentAct.__table__).values(row))

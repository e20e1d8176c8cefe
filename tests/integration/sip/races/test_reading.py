"""A plan is read by two at once, or while consent is taken back: nothing is shown after it."""

from collections.abc import Callable
from threading import Event
from time import sleep
from uuid import UUID

import pytest
from flask import before_render_template
from jinja2 import Template
from sqlalchemy import func, select, text, true

from portal.audit.models import AuditEntry
from portal.db import db, narrow_to
from sip.tables import functions
from sip.tables.archive import PlanCopy
from tests.acting import acting_as
from tests.integration.sip.races.racing import (
    IN_QUEUE,
    LONGEST,
    Form,
    Halt,
    Threads,
    count,
    form,
    tab,
    withdrawal,
)
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld

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

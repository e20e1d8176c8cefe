"""Closing a plan: what it asks, what it takes along, who sees it, and that a mistake is undone."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import DBAPIError, ProgrammingError

from portal import clock
from portal.db import db
from portal.identity.models import Account
from portal.ids import new_id
from portal.outbox.models import Notice, OutboxMail
from portal.transaction import transaction
from sip.kernel.days import ends_at
from sip.kernel.vocabulary import ActionStatus, ActKind, PersonKind, Phase
from sip.ledger.rules import PLAN, Item, invite, share
from sip.tables.calling import Attendance, Call, Meeting
from sip.tables.consent import ConsentAct
from sip.tables.people import PersonNotice
from sip.tables.plan import Action, Closing, ClosingOutcome, ClosingSurvey, FollowUp, Plan
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld


@pytest.fixture
def plan(sip: SipWorld, maja: Signed, nils: Signed, kim: Signed) -> PlanOfTests:
    made = sip.plan(maja, person=kim, person_name="Kim Andersson")
    ours, theirs = sip.county.municipality, sip.county.region
    made.opened_to(nils, share(ours, theirs, "health"), share(theirs, ours, "health"))
    return made


def ending(page: Browser, went: str = "reached") -> dict[str, str]:
    """The form's fields with every question about a goal or a measure answered."""
    asked = {str(one["name"]) for one in page.soup.select("input[type=radio]")}
    return {"reason": "goals_reached"} | {name: went for name in asked if name != "reason"}


def close(plan: PlanOfTests, **values: str) -> Browser:
    page = plan.handler.browser.open(f"{plan.path}/close")
    return page.press("Avsluta planen", **(ending(page) | values))


def test_it_asks_why_and_how_each_open_goal_and_measure_went(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, nils: Signed, kim: Signed
) -> None:
    ours = sip.county.municipality
    goal = plan.goal("Sova bättre", ours, "health")
    measure = plan.action("Sömnskola", goal, ours, "health", organisation=ours)
    done = plan.action("Ringa", goal, ours, "health", organisation=ours)
    sip.county.execute(update(Action).where(Action.id == done).values(status=ActionStatus.DONE))
    page = maja.browser.open(f"{plan.path}/close")
    assert "Sömnskola" in page.text
    assert "Ringa" not in page.text
    page.press("Avsluta planen", status=422)
    assert sorted(page.problems) == [
        "Välj hur det gick: Sova bättre", "Välj hur det gick: Sömnskola",
        "Välj varför planen avslutas.",
    ]  # fmt: skip
    page.press("Avsluta planen", status=422, **ending(page), information="4")
    assert page.problems == ["Svara på alla fyra frågorna, eller på ingen."]
    scores = {"information": "4", "participation": "5", "cooperation": "3", "meaning": "4"}
    said = {"reason": "person_wishes", f"went_{measure.hex}": "moved_on"}
    page.press("Avsluta planen", **(ending(page, "not_reached") | said | scores))
    assert "Planen är avslutad" in page.text

    rows = sip.county.execute(select(ClosingOutcome.goal_id, ClosingOutcome.action_id,
                                     ClosingOutcome.outcome)).all()  # fmt: skip
    assert {tuple(row) for row in rows} == {
        (goal, None, "not_reached"),
        (None, measure, "moved_on"),
    }
    assert sip.county.execute(select(ClosingSurvey.meaning)).scalar_one() == 4
    for reader, path in ((maja, plan.path), (nils, plan.path), (kim, plan.my_path)):
        text = reader.browser.open(path).text
        assert "Maja Öhlund avslutade planen" in text
        assert "Personen vill inte fortsätta" in text
        if reader is not kim:
            assert "Fortsätter på annat håll" in text
    assert "Lägg till ett mål" not in maja.browser.open(plan.path).text


def test_a_copy_says_why_it_was_closed_and_how_its_goals_went(
    sip: SipWorld, plan: PlanOfTests, maja: Signed
) -> None:
    goal = plan.goal("Sova bättre", sip.county.municipality, "health")
    close(plan, reason="person_wishes", **{f"went_{goal.hex}": "not_reached"})
    page = maja.browser.open(f"{plan.path}/copies").press("Gör kopian", form="text")
    page.open(str(page.soup.select("main a[href*='/copies/']")[0]["href"]))

    copy = page.response.text
    assert "Skäl: personen vill inte fortsätta." in copy
    assert "Sova bättre: inte nått" in copy
    assert "Avslutad av Maja Öhlund" in copy


def queued(plan: PlanOfTests, account: UUID, kind: str, path: str, dedupe: str) -> UUID:
    mail = {"id": new_id(), "county_id": plan.county_id, "account_id": account, "kind": kind}
    where = {"plan_id": plan.id, "path": path, "dedupe": dedupe, "not_before": clock.now()}
    plan.world.county.execute(insert(OutboxMail).values(**mail, **where))
    return mail["id"]  # type: ignore[return-value]


def reminders(plan: PlanOfTests, maja: Signed, kim: Signed) -> dict[str, UUID]:
    """A reminder of each kind that waits to be sent, by its kind."""
    ours = plan.world.county.municipality
    goal = plan.goal("Sova bättre", ours, "health")
    due = clock.today() + timedelta(days=1)
    action = plan.action("Ringa", goal, ours, "health", organisation=ours,
                         responsible=plan.handler_id, due_on=due)  # fmt: skip
    follow_up = plan.add(FollowUp, due_on=due, holder_id=plan.handler_id)
    meeting = plan.meeting(clock.now() + timedelta(days=2))
    for who in ({"participant_id": plan.handler_id}, {"person_id": plan.subject}):
        plan.add(Attendance, meeting_id=meeting, calendar_uid=str(new_id()), reply="none", **who)
    me = maja.account_id
    return {
        "meeting.near": queued(plan, kim.account_id, "meeting.near", f"/meetings/{meeting}",
                               f"meeting.near:{meeting}:{kim.account_id}"),
        "action.near": queued(plan, me, "action.near", plan.path,
                              f"action.near:{action}:{due}:{me}"),
        "follow_up.near": queued(plan, me, "follow_up.near", f"{plan.path}/meetings",
                                 f"follow_up.near:{follow_up}:{due}:{me}"),
    }  # fmt: skip


def grounded(sip: SipWorld, mails: dict[str, UUID]) -> set[str]:
    return {
        kind
        for kind, mail in mails.items()
        if sip.county.execute(select(func.app.is_grounded(mail))).scalar_one()
    }


def waiting(sip: SipWorld, mails: dict[str, UUID]) -> set[str]:
    found = select(OutboxMail.kind).where(
        OutboxMail.id.in_(mails.values()), OutboxMail.dead_at.is_(None)
    )
    return set(sip.county.execute(found).scalars())


def test_it_cancels_meetings_calls_and_waiting_mail(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, nils: Signed, kim: Signed
) -> None:
    mails = reminders(plan, maja, kim)
    assert grounded(sip, mails) == set(mails)
    uid = sip.county.execute(
        select(Attendance.calendar_uid).where(Attendance.person_id == plan.subject)
    ).scalar_one()
    sip.county.execute(insert(OutboxMail).values(
        id=new_id(), county_id=plan.county_id, account_id=kim.account_id, plan_id=plan.id,
        kind="meeting.planned", path=f"/meetings/{new_id()}", dedupe="sent", not_before=clock.now(),
        sent_at=clock.now(), calendar={"method": "REQUEST", "uid": uid, "revision": 0},
    ))  # fmt: skip
    plan.call(sip.county.police)
    close(plan)
    assert sip.county.execute(select(Meeting.status)).scalar_one() == "cancelled"
    assert sip.county.execute(select(Call.status)).scalar_one() == "cancelled"
    taken_back = select(OutboxMail.account_id).where(OutboxMail.kind == "meeting.cancelled")
    assert sip.county.execute(taken_back).scalars().all() == [kim.account_id]
    assert waiting(sip, mails) == set()
    told = select(Notice.kind).where(Notice.account_id == kim.account_id)
    assert set(sip.county.execute(told).scalars()) == {"meeting.cancelled", "plan.closed"}
    assert "Nästa möte" not in kim.browser.open(plan.my_path).text


def test_nobody_says_yes_to_more_in_a_closed_plan_and_less_is_always_said(
    sip: SipWorld, plan: PlanOfTests, kim: Signed, nils: Signed
) -> None:
    region, where = sip.county.region, f"{plan.my_path}/who-may-see/{sip.county.region}"
    ours = f"see_{region.hex}"
    stale, data = kim.browser.open(where).filled("Spara mitt svar", {ours: ["health", "economy"]})
    close(plan)
    told = (
        "Planen är avslutad. Du kan ta tillbaka ett ja, eller låta det sluta tidigare, men inte "
        "säga ja till något nytt."
    )
    assert kim.browser.post(stale, data, status=422).problems == [told]
    page = kim.browser.open(where)
    assert page.press("Spara mitt svar", 422, **{ours: ["health", "economy"]}).problems == [told]
    given = select(ConsentAct.kind).where(ConsentAct.plan_id == plan.id).order_by(ConsentAct.seq)
    before = sip.county.execute(given).scalars().all()
    kim.browser.open(where).press("Spara mitt svar", **{ours: []})
    assert sip.county.execute(given).scalars().all() == [*before, ActKind.WITHDRAW]


def test_in_a_closed_plan_a_yes_may_end_sooner_and_neither_later_nor_begin_anew(
    sip: SipWorld, plan: PlanOfTests, kim: Signed, nils: Signed
) -> None:
    where = f"{plan.my_path}/who-may-see/{sip.county.region}"
    close(plan)
    last = date.fromisoformat(kim.browser.open(where).value("valid_to"))

    def answer(first: date, end: date, status: int = 200) -> None:
        days = {"valid_from": first.isoformat(), "valid_to": end.isoformat()}
        kim.browser.open(where).press("Spara mitt svar", status, **days)

    answer(clock.today(), last + timedelta(days=1), 422)
    answer(clock.today() + timedelta(days=1), last - timedelta(days=3), 422)
    nils.browser.open(plan.path)
    answer(clock.today(), last - timedelta(days=3))
    nils.browser.open(plan.path)
    said = select(ConsentAct).where(ConsentAct.plan_id == plan.id).order_by(ConsentAct.seq)
    act = sip.county.execute(said.with_only_columns(ConsentAct.kind, ConsentAct.valid_to)).all()[-1]
    assert act == (ActKind.GRANT, ends_at(last - timedelta(days=3)))
    answer(clock.today(), last, 422)
    assert kim.browser.open(where).value("valid_to") == (last - timedelta(days=3)).isoformat()


def test_a_closed_plan_offers_the_person_to_let_nobody_in(
    sip: SipWorld, plan: PlanOfTests, kim: Signed
) -> None:
    def offered() -> tuple[bool, bool, bool]:
        page = kim.browser.open(f"{plan.my_path}/who-may-see")
        change = f"a[href='{plan.my_path}/who-may-see/{{}}']"
        seen, unseen = sip.county.region, sip.county.police
        return (
            "Jag vill ha med någon annan" in page.text,
            bool(page.soup.select(change.format(seen))),
            bool(page.soup.select(f".sight-change {change.format(unseen)}")),
        )

    plan.act(ActKind.ASK, invite(sip.county.police))
    plan.act(ActKind.REFUSE, invite(sip.county.police))
    assert offered() == (True, True, True)
    close(plan)
    assert offered() == (False, True, False)


def test_what_was_asked_waits_for_nobody_once_the_plan_is_closed(
    sip: SipWorld, plan: PlanOfTests, kim: Signed
) -> None:
    plan.act(ActKind.ASK, invite(sip.county.police))
    assert "Läs och svara" in kim.browser.open(plan.my_path).text
    url, data = kim.browser.open(f"{plan.my_path}/who-may-see/asked").filled(
        "Ja till det som frågas", {}
    )
    close(plan)
    assert "Läs och svara" not in kim.browser.open(plan.my_path).text
    assert kim.browser.post(url, data).heading == "Du bestämmer vem som får se planen"
    said = select(ConsentAct.kind).where(ConsentAct.plan_id == plan.id).order_by(ConsentAct.seq)
    assert sip.county.execute(said).scalars().all()[-1] == ActKind.ASK


def try_to(plan: PlanOfTests, who: Signed, kind: ActKind, *items: Item, **more: object) -> None:
    """Record an act of the person's own past what the pages ask, and take it back."""
    said = {
        "county_id": plan.county_id,
        "plan_id": plan.id,
        "consenter_id": plan.consenters[0],
        "items": [item.key for item in items],
        "how": "electronic",
        "recorded_by": who.account_id,
        "recorded_by_name": who.name,
        "information_text_version": "2026-1",
    }
    act = insert(ConsentAct).values({"id": new_id(), "kind": kind, **said, **more})
    with plan.world.county.app.app_context(), acting_as(who.token):
        try:
            db.session.execute(act)
        finally:
            db.session.rollback()


def test_the_database_takes_no_question_and_no_yes_in_a_closed_plan(
    sip: SipWorld, plan: PlanOfTests, kim: Signed
) -> None:
    police = invite(sip.county.police)
    until = {"valid_from": clock.now(), "valid_to": clock.now() + timedelta(days=9)}
    try_to(plan, kim, ActKind.ASK, police)
    try_to(plan, kim, ActKind.GRANT, police, **until)
    close(plan)
    with pytest.raises(DBAPIError, match="the plan is closed"):
        try_to(plan, kim, ActKind.ASK, police)
    with pytest.raises(DBAPIError, match="the plan is closed"):
        try_to(plan, kim, ActKind.GRANT, police, **until)
    try_to(plan, kim, ActKind.REFUSE, police)


def test_the_database_takes_a_yes_that_ends_sooner_in_a_closed_plan_and_no_other(
    sip: SipWorld, plan: PlanOfTests, kim: Signed
) -> None:
    given = select(func.max(ConsentAct.valid_to)).where(ConsentAct.plan_id == plan.id)
    stands = sip.county.execute(given).scalar_one()
    now, day = clock.now(), timedelta(days=1)
    close(plan)

    def refused(*items: Item, since: datetime, until: datetime) -> None:
        with pytest.raises(DBAPIError, match="the plan is closed"):
            try_to(plan, kim, ActKind.GRANT, *items, valid_from=since, valid_to=until)

    try_to(plan, kim, ActKind.GRANT, PLAN, valid_from=now, valid_to=stands - day)
    refused(PLAN, since=now, until=stands)
    refused(PLAN, since=now, until=stands + day)
    refused(PLAN, since=now + day, until=stands - day)
    refused(PLAN, invite(sip.county.police), since=now, until=stands - day)
    # said no in another place since: a yes would take that back
    elsewhere = plan.require(plan.subject, until=now - timedelta(hours=1))
    plan.act(ActKind.REFUSE, PLAN, consenter=elsewhere)
    refused(PLAN, since=now, until=stands - day)


def test_what_waits_when_consent_ends_is_looked_at_before_it_is_sent(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, kim: Signed
) -> None:
    mails = reminders(plan, maja, kim)
    plan.withdraw(PLAN)
    assert grounded(sip, mails) == set()


def test_what_is_done_or_moved_meanwhile_is_not_reminded_of(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, kim: Signed
) -> None:
    mails = reminders(plan, maja, kim)
    sip.county.execute(update(Action).values(status=ActionStatus.DONE))
    assert grounded(sip, mails) == {"meeting.near", "follow_up.near"}
    sip.county.execute(update(FollowUp).values(due_on=clock.today() + timedelta(days=40)))
    assert grounded(sip, mails) == {"meeting.near"}
    sip.county.execute(update(Attendance).values(cancelled_at=clock.now()))
    assert grounded(sip, mails) == set()


def test_a_worker_that_was_away_for_weeks_takes_back_what_ran_out(
    sip: SipWorld, plan: PlanOfTests
) -> None:
    meeting = plan.meeting(clock.now() + timedelta(days=2))
    plan.call(sip.county.region)
    ended = clock.now() - timedelta(days=40)
    began = {"at": ended - timedelta(days=9), "valid_from": ended - timedelta(days=9)}
    plan.grant(PLAN, invite(sip.county.region), **began, valid_to=ended)
    sip.county.execute(select(func.app.close_expired()))
    found = select(Meeting.status).where(Meeting.id == meeting)
    assert sip.county.execute(found).scalar_one() == "cancelled"
    assert sip.county.execute(select(Call.status)).scalar_one() == "cancelled"


def test_a_mistake_is_undone_within_a_week_and_while_consent_stands(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, nils: Signed, kim: Signed
) -> None:
    plan.goal("Sova bättre", sip.county.municipality, "health")
    page = close(plan)
    nils.browser.open(f"{plan.path}/reopen", status=403)
    page.follow("Ångra avslutet").press("Ångra avslutet", status=422)
    page.press("Ångra avslutet", reason="wrong_plan")
    assert phase(plan) is Phase.PLANNING
    assert "Planen är avslutad" not in kim.browser.open(plan.my_path).text
    undone = select(Closing.undone_by, Closing.undone_reason)
    assert sip.county.execute(undone).one() == ("Maja Öhlund", "wrong_plan")
    assert (
        "Det var en annan plan som skulle avslutas"
        in nils.browser.open(f"{plan.path}/versions").text
    )
    told = select(Notice.kind).where(Notice.account_id == nils.account_id)
    assert "plan.reopened" in set(sip.county.execute(told).scalars())

    close(plan)
    sip.county.execute(update(Plan).values(closed_at=clock.now() - timedelta(days=8)))
    assert "Ångra avslutet" not in page.open(plan.path).text
    assert "mer än en vecka" in page.open(f"{plan.path}/reopen", status=422).text
    with pytest.raises(ProgrammingError, match="closed for good"):
        reopen_by_hand(sip, maja, plan)
    sip.county.execute(update(Plan).values(closed_at=clock.now()))
    plan.withdraw(PLAN)
    assert "gäller inte längre" in page.open(f"{plan.path}/reopen", status=422).text
    with pytest.raises(ProgrammingError, match="closed for good"):
        reopen_by_hand(sip, maja, plan)


def test_only_the_closing_that_was_read_is_undone(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, sara: Signed
) -> None:
    plan.participant(sara)
    close(plan)
    page = sara.browser.open(f"{plan.path}/reopen")
    assert "Målen är nådda" in page.text
    maja.browser.open(f"{plan.path}/reopen").press("Ångra avslutet", reason="mistake")
    close(plan, reason="died")
    page.press("Ångra avslutet", status=422, reason="goes_on")

    assert [one.split(".")[0] for one in page.problems] == [
        "Planen har avslutats eller öppnats igen sedan du öppnade sidan"
    ]
    assert "Personen har avlidit" in page.text
    assert phase(plan) is Phase.CLOSED
    page.press("Ångra avslutet", reason="goes_on")  # now it was read
    assert phase(plan) is not Phase.CLOSED


def test_an_older_page_does_not_close_what_a_colleague_has_opened_again(
    plan: PlanOfTests, maja: Signed, sara: Signed
) -> None:
    plan.participant(sara)
    page = sara.browser.open(f"{plan.path}/close")
    close(plan)
    maja.browser.open(f"{plan.path}/reopen").press("Ångra avslutet", reason="mistake")
    page.press("Avsluta planen", status=422, **ending(page))

    assert phase(plan) is not Phase.CLOSED
    assert page.soup.select_one("input[name=reason][checked]")
    page.press("Avsluta planen")
    assert phase(plan) is Phase.CLOSED


def reopen_by_hand(sip: SipWorld, who: Signed, plan: PlanOfTests) -> None:
    opened: Any = update(Plan).where(Plan.id == plan.id).values(closed_at=None)
    with sip.county.app.app_context(), acting_as(who.token), transaction():
        db.session.connection().execute(opened)


def phase(plan: PlanOfTests) -> Phase:
    found = select(Plan.phase).where(Plan.id == plan.id)
    return Phase(plan.world.county.execute(found).scalar_one())


def test_a_call_that_was_taken_offers_no_form_in_a_closed_plan(
    sip: SipWorld, plan: PlanOfTests, nils: Signed
) -> None:
    call = plan.call(nils.organisation_id, status="taken", answered_at=clock.now())
    page = nils.browser.open(f"{plan.path}/calls/{call}")
    assert page.soup.select(f"a[href='{plan.path}/calls/{call}/contribution']")
    close(plan)
    page = nils.browser.open(f"{plan.path}/calls/{call}")
    assert not page.soup.select(f"a[href='{plan.path}/calls/{call}/contribution']")


@pytest.mark.parametrize("reason", ["died", "not_needed"])
def test_nothing_more_is_told_or_asked_of_somebody_who_has_died(
    sip: SipWorld, plan: PlanOfTests, kim: Signed, nils: Signed, reason: str
) -> None:
    """A mail to somebody's own address is read by those who are left."""
    sip.county.execute(update(Account).where(Account.id == kim.account_id).values(email="k@e.se"))
    close(plan, reason=reason)

    for model in (OutboxMail, Notice):
        found = select(model.account_id).where(model.kind == "plan.closed")
        told = set(sip.county.execute(found).scalars())
        assert (kim.account_id in told) is (reason != "died")
    assert nils.account_id in told
    found = select(PersonNotice.kind).where(PersonNotice.plan_id == plan.id)
    assert sip.county.execute(found).scalars().all() == ([] if reason == "died" else ["closed"])
    survey = kim.browser.open(plan.my_path).soup.select("a[href$='/survey']")
    assert bool(survey) is (reason != "died")


def test_nothing_is_left_to_hand_over_to_somebody_who_has_died(
    sip: SipWorld, maja: Signed, nils: Signed
) -> None:
    plan = sip.plan(maja, person_name="Robin Sandberg")
    plan.opened_to(nils)
    maja.browser.open(f"{plan.path}/people/{plan.subject}/edit").press("Spara", name="Robin Berg")
    listed = "Skriv ut och lämna till Robin Berg"
    assert listed in maja.browser.open(f"{plan.path}/papers").text
    assert "Besked att lämna på papper" in maja.browser.open("/sip").text
    close(plan, reason="died")
    page = maja.browser.open(f"{plan.path}/papers")
    assert listed not in page.text
    assert "Inget att lämna på papper" in page.text


SCORES = ("information", "participation", "cooperation", "meaning")


def answer_survey(who: Signed, plan: PlanOfTests, score: str) -> Browser:
    page = who.browser.open(f"{plan.my_path}/survey")
    return page.press("Skicka svaren", **dict.fromkeys(SCORES, score))


def counted(plan: PlanOfTests) -> list[int]:
    """What the figures of the year count of one plan: how many answers, and their sum."""
    noted = select(Plan.need_found_on).where(Plan.id == plan.id)
    year = plan.world.county.execute(noted).scalar_one().year
    found = func.app.sip_figures(plan.county_id, year).table_valued(
        "organisation_id", "measure", "choice", "amount"
    )
    rows = plan.world.county.execute(
        select(found.c.choice, found.c.amount).where(found.c.measure == "survey")
    )
    said = {row.choice: row.amount for row in rows}
    return [said["answers"], said["meaning"]]


def test_what_staff_note_that_the_person_thought_gives_way_to_the_person_s_own_answer(
    plan: PlanOfTests, maja: Signed, nils: Signed, kim: Signed
) -> None:
    close(plan, **dict.fromkeys(SCORES, "5"), how="oral")
    noted = "Antecknat av Maja Öhlund"
    assert counted(plan) == [1, 5]
    assert noted in kim.browser.open(f"{plan.my_path}/survey").text
    assert "inte bekräftat av Kim Andersson" in kim.browser.text
    assert "Svara på frågorna" in kim.browser.open(plan.my_path).text

    answer_survey(kim, plan, "2")

    assert counted(plan) == [1, 2]
    kim.browser.open(f"{plan.my_path}/survey", 404)  # once
    own = kim.browser.open(f"{plan.my_path}/history").text
    assert noted in own
    assert "Kim Andersson svarade själv" in own
    assert "5 av 5" in own
    assert "2 av 5" in own
    theirs = maja.browser.open(f"{plan.path}/versions").text
    assert noted in theirs
    assert "Kim Andersson svarade själv" in theirs
    assert "5 av 5" in theirs
    assert "2 av 5" not in theirs  # "ditt namn följer inte med"
    assert "svarade själv" not in nils.browser.open(f"{plan.path}/versions").text


def test_who_stands_in_for_the_person_answers_and_the_person_after_them(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, kim: Signed
) -> None:
    eva = sip.individual("Eva Berg")
    plan.require(plan.person(PersonKind.REPRESENTATIVE, eva.name, eva), scope=["plan", "invite"])
    plan.grant(PLAN)
    close(plan)
    answer_survey(eva, plan, "3")
    assert counted(plan) == [1, 3]
    answer_survey(kim, plan, "1")
    assert counted(plan) == [1, 1]
    assert "3 av 5" not in kim.browser.open(f"{plan.my_path}/history").text
    assert "Eva Berg svarade själv" in kim.browser.text


def test_staff_note_nothing_over_what_the_person_has_said(
    plan: PlanOfTests, maja: Signed, kim: Signed
) -> None:
    page = close(plan)
    answer_survey(kim, plan, "2")
    page.open(f"{plan.path}/reopen").press("Ångra avslutet", reason="wrong_plan")
    assert "redan besvarade" in page.open(f"{plan.path}/close").text
    row = {"id": new_id(), "county_id": plan.county_id, "plan_id": plan.id, "how": "oral"}
    row |= {"at": clock.now(), "recorded_by": "Maja Öhlund"} | dict.fromkeys(SCORES, 5)
    with (
        plan.world.county.app.app_context(),
        acting_as(maja.token),
        pytest.raises(ProgrammingError, match="answered by somebody else"),
        transaction(),
    ):
        db.session.connection().execute(insert(ClosingSurvey.__table__).values(row))

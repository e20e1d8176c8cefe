"""Reminders and calendar files as they are sent: once, only with ground, nothing personal."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from icalendar import Calendar, Event
from sqlalchemy import Connection, func, select, update

from portal import clock
from portal.authz import OrganisationKind
from portal.config import Settings
from portal.db import db
from portal.outbox.models import OutboxMail
from portal.outbox.worker import Worker
from portal.transaction import transaction
from sip.calling.reminders import remind
from sip.kernel.vocabulary import PersonKind, Phase
from sip.ledger.rules import PLAN, invite
from sip.tables.calling import Attendance, Call, CallEvent, Meeting
from sip.tables.plan import FollowUp
from tests.acting import acting_as
from tests.conftest import Engines
from tests.integration.county import CountyOfTests
from tests.integration.sip.agreed import agree, within
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld

PLACE = "Familjecentralen"
PRIVATE = ("Anna", "Persson", "Nils", "Maja", PLACE, "SIP", "vård", "Region", "kommun")


@pytest.fixture
def owner(engines: Engines) -> Iterator[Connection]:
    with engines("owner").connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        yield connection


@pytest.fixture
def sip(app: Flask, owner: Connection) -> SipWorld:
    """A database of the test's own: the worker and the reminders sign in by themselves."""
    return SipWorld(CountyOfTests(app, owner.execute))


@pytest.fixture
def plan(sip: SipWorld, maja: Signed, nils: Signed, anna: Signed) -> PlanOfTests:
    made = sip.plan(maja, person=anna, phase=Phase.PREPARING)
    made.opened_to(nils)
    return made


@pytest.fixture
def send(settings: Settings, tmp_path: Path) -> Callable[[], list[EmailMessage]]:
    """Let the worker send what is due; answers everything that has been sent."""
    mails = replace(settings.mail, folder=tmp_path)

    def run() -> list[EmailMessage]:
        Worker(replace(settings, mail=mails)).run(once=True)
        parser = BytesParser(policy=policy.default)
        found = (parser.parsebytes(file.read_bytes()) for file in tmp_path.glob("*.eml"))
        return [one for one in found if isinstance(one, EmailMessage)]

    return run


def arrange(plan: PlanOfTests, days: int = 10) -> None:
    page = plan.handler.browser.open(f"{plan.path}/meetings/new")
    day = (clock.today() + timedelta(days=days)).isoformat()
    hours = {"starts": "13", "ends": "14"}
    page.press("Planera mötet", purpose="planning", day=day, place=PLACE, **hours)


def close(sip: SipWorld, by: Signed, plan: PlanOfTests) -> None:
    with sip.county.app.app_context(), acting_as(by.token), transaction():
        db.session.scalar(select(func.app.close_ungrounded(plan.id)))


def calendars(mails: list[EmailMessage]) -> list[Event]:
    """Every calendar of every mail, as a calendar program reads it; both parts say the same."""
    events = []
    for one in mails:
        parts = [part for part in one.walk() if part.get_content_subtype() in {"calendar", "ics"}]
        files = [part.get_payload(decode=True) for part in parts]
        read = [Calendar.from_ical(file) for file in files]
        if read:
            assert len(read) == 2
            assert read[0].to_ical() == read[1].to_ical()
            assert parts[0].get_param("method") == str(read[0]["METHOD"])
            (event,) = read[0].walk("VEVENT")
            event.method = str(read[0]["METHOD"])
            events.append(event)
    return events


def kinds(owner: Connection) -> list[tuple[str, UUID]]:
    rows = owner.execute(select(OutboxMail.kind, OutboxMail.account_id))
    return sorted((row.kind, row.account_id) for row in rows)


def test_calendar_files_are_whole_and_say_nothing_personal(
    plan: PlanOfTests, owner: Connection, send: Callable[[], list[EmailMessage]]
) -> None:
    arrange(plan)
    mails = send()
    events = calendars(mails)

    meeting = owner.execute(select(Meeting.id, Meeting.starts_at)).one()
    assert len(events) == 3
    for event in events:
        assert event.method == "REQUEST"
        assert event["DTSTART"].dt == meeting.starts_at
        assert str(event["SUMMARY"]) == "Möte i Samsyn"
        assert str(event["URL"]) == f"https://samsyn.example/meetings/{meeting.id}"
        assert "LOCATION" not in event
        assert "DESCRIPTION" not in event
        assert "ATTENDEE" not in event
        assert str(event["ORGANIZER"]) == "mailto:samsyn@samsyn.example"
        said = event.to_ical().decode()
        assert not [word for word in PRIVATE if word.lower() in said.lower()]
    for one in mails:
        text = one.get_body(("plain",)).get_content() + str(one["Subject"])
        text = text.replace("Åsele kommun", "")  # which it comes from, as it says
        assert not [word for word in PRIVATE if word.lower() in text.lower()]


def test_mail_that_waits_when_consent_ends_is_dropped(
    sip: SipWorld,
    plan: PlanOfTests,
    maja: Signed,
    anna: Signed,
    nils: Signed,
    owner: Connection,
    send: Callable[[], list[EmailMessage]],
) -> None:
    arrange(plan)
    plan.withdraw(invite(sip.county.region))  # and nothing has been closed yet
    mails = send()

    addressed = {str(one["To"]) for one in mails}
    assert len(addressed) == 2
    dropped = select(OutboxMail.account_id, OutboxMail.last_error).where(
        OutboxMail.dead_at.is_not(None)
    )
    assert owner.execute(dropped).one() == (nils.account_id, "the ground for it has ended")


def test_withdrawal_takes_the_meeting_out_of_the_calendar_again(
    sip: SipWorld,
    plan: PlanOfTests,
    maja: Signed,
    nils: Signed,
    owner: Connection,
    send: Callable[[], list[EmailMessage]],
) -> None:
    arrange(plan)
    before = {str(event["UID"]): event for event in calendars(send())}
    plan.withdraw(invite(sip.county.region))
    close(sip, maja, plan)

    after = [event for event in calendars(send()) if event.method == "CANCEL"]
    assert len(after) == 1
    request = before[str(after[0]["UID"])]
    assert after[0]["SEQUENCE"] > request["SEQUENCE"]
    assert str(after[0]["STATUS"]) == "CANCELLED"
    assert after[0]["DTSTART"].dt == request["DTSTART"].dt
    uid = owner.execute(
        select(Attendance.calendar_uid).where(Attendance.cancelled_at.is_not(None))
    ).scalar_one()
    assert str(after[0]["UID"]) == uid


def test_consent_that_runs_out_closes_what_it_opened(
    sip: SipWorld,
    plan: PlanOfTests,
    owner: Connection,
    settings: Settings,
    send: Callable[[], list[EmailMessage]],
) -> None:
    arrange(plan)
    call = plan.call(sip.county.region)
    send()
    plan.grant(invite(sip.county.region), valid_to=clock.now() + timedelta(seconds=1))
    time.sleep(1.1)
    remind(settings)

    assert [event.method for event in calendars(send())].count("CANCEL") == 1
    status = owner.execute(select(Call.status).where(Call.id == call)).scalar_one()
    assert status.value == "cancelled"


def test_a_call_is_reminded_of_once_before_and_once_after_its_day(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, owner: Connection, settings: Settings
) -> None:
    school = sip.county.organisation("Skolan", OrganisationKind.SCHOOL)
    kurator = sip.caseworker(school, "Kim Kurator")
    plan.grant(invite(school))
    call = plan.call(school)

    def due(**ahead: int) -> None:
        day = clock.now() + timedelta(**ahead)
        owner.execute(update(Call).values(answer_by=day))

    due(days=7)
    assert remind(settings) == 0
    due(days=2)
    assert (remind(settings), remind(settings)) == (1, 0)
    due(hours=-1)
    assert (remind(settings), remind(settings)) == (2, 0)
    assert kinds(owner) == sorted(
        [
            ("call.near", kurator.account_id),
            ("call.late", kurator.account_id),
            ("call.late", maja.account_id),
        ]
    )
    steps = owner.execute(select(CallEvent.call_id, CallEvent.step)).all()
    assert [(row.call_id, row.step.value) for row in steps] == [(call, "reminded")] * 2


def test_the_parties_clock_decides_when(
    sip: SipWorld, plan: PlanOfTests, owner: Connection, settings: Settings
) -> None:
    arrange(plan, days=6)
    owner.execute(update(OutboxMail).values(sent_at=clock.now()))
    assert remind(settings) == 0
    agree(sip, {"sip-paminnelse-fore": within(7)})
    assert (remind(settings), remind(settings)) == (3, 0)
    assert [kind for kind, _ in kinds(owner)].count("meeting.near") == 3


def test_measures_follow_ups_and_consents_are_reminded_of(
    sip: SipWorld,
    plan: PlanOfTests,
    maja: Signed,
    nils: Signed,
    anna: Signed,
    owner: Connection,
    settings: Settings,
) -> None:
    goal = plan.goal("Sova bättre", sip.county.municipality)
    participant = owner.execute(select(Call.taken_by).where(Call.id.is_(None))).scalar_one_or_none()
    assert participant is None
    plan.action(
        "Gå på bad",
        goal,
        plan.subject,
        person=plan.subject,
        due_on=clock.today() - timedelta(days=1),
    )
    plan.action(
        "Kontaktperson",
        goal,
        sip.county.municipality,
        organisation=sip.county.municipality,
        responsible=plan.handler_id,
        due_on=clock.today() + timedelta(days=2),
    )
    sip.enter(
        FollowUp,
        county_id=plan.county_id,
        plan_id=plan.id,
        due_on=clock.today() + timedelta(days=1),
        holder_id=plan.handler_id,
        agreed_at=clock.now(),
    )
    plan.grant(PLAN, valid_to=clock.now() + timedelta(days=5))

    remind(settings)
    assert kinds(owner) == sorted(
        [
            ("action.late", anna.account_id),
            ("action.near", maja.account_id),
            ("follow_up.near", maja.account_id),
            ("consent.near", maja.account_id),
            ("consent.near", anna.account_id),
        ]
    )
    assert remind(settings) == 0


def test_nobody_without_ground_is_reminded(
    sip: SipWorld, plan: PlanOfTests, nils: Signed, owner: Connection, settings: Settings
) -> None:
    plan.call(sip.county.region)
    arrange(plan, days=1)
    owner.execute(update(Call).values(answer_by=clock.now() + timedelta(days=1)))
    owner.execute(update(OutboxMail).values(sent_at=clock.now()))
    plan.withdraw(invite(sip.county.region))
    remind(settings)
    reminded = {account for kind, account in kinds(owner) if kind.endswith((".near", ".late"))}
    assert nils.account_id not in reminded
    assert reminded


def test_the_eighteenth_birthday_and_a_mandates_end_are_told_of_a_month_before(
    sip: SipWorld, settings: Settings, maja: Signed, anna: Signed
) -> None:
    plan = sip.plan(maja, person=anna, needs_subject=False)
    mother = sip.individual("Eva Berg")
    guardian = plan.person(PersonKind.GUARDIAN, "Eva Berg", mother)
    birthday = clock.now() + timedelta(days=29)
    plan.require(guardian, until=birthday)
    plan.require(plan.subject, since=birthday)
    plan.require(
        plan.person(PersonKind.REPRESENTATIVE, "Ombud"),
        since=clock.now() + timedelta(days=31),
        scope=["plan"],
        term=(clock.now(), clock.now() + timedelta(days=90)),
    )
    remind(settings)
    assert remind(settings) == 0
    found = select(OutboxMail.account_id, OutboxMail.path).where(
        OutboxMail.kind == "consenter.near"
    )

    assert {tuple(row) for row in sip.county.execute(found)} == {
        (maja.account_id, f"{plan.path}/people"),
        (anna.account_id, f"{plan.my_path}/who-may-see"),
        (mother.account_id, f"{plan.my_path}/who-may-see"),
    }

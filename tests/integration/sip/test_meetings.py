"""Meetings through the pages, and what reaches calendars because of them."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import RowMapping, func, select, update

from portal import clock
from portal.db import db
from portal.outbox.models import OutboxMail
from portal.transaction import transaction
from sip.kernel.vocabulary import PersonKind, Phase
from sip.ledger.rules import PLAN, invite, share
from sip.tables.calling import Attendance, Meeting
from sip.tables.plan import FollowUp, Plan
from tests.acting import acting_as
from tests.browser import Browser
from tests.drafts import kept, offers
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld

PLACE = "Familjecentralen, Storgatan 4"


@pytest.fixture
def plan(sip: SipWorld, maja: Signed, nils: Signed, anna: Signed) -> PlanOfTests:
    """A plan that is prepared; the region takes part and the person signs in."""
    made = sip.plan(maja, person=anna, phase=Phase.PREPARING)
    made.opened_to(nils)
    return made


def ahead(days: int = 10) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


def arrange(plan: PlanOfTests, *, status: int = 200, **values: Any) -> Browser:
    page = plan.handler.browser.open(f"{plan.path}/meetings/new")
    asked = {"purpose": "planning", "day": ahead(), "starts": "13", "ends": "14.30"}
    return page.press("Planera mötet", status, **(asked | {"place": PLACE} | values))


def row_of(sip: SipWorld, plan: PlanOfTests) -> RowMapping:
    found = select(Meeting.__table__).where(Meeting.plan_id == plan.id)
    return sip.county.execute(found).mappings().one()


def path_of(sip: SipWorld, plan: PlanOfTests) -> str:
    return f"{plan.path}/meetings/{row_of(sip, plan)['id']}"


def mail(sip: SipWorld, **values: Any) -> list[RowMapping]:
    table = OutboxMail.__table__
    found = select(table).order_by(table.c.not_before, table.c.id)
    rows = sip.county.execute(found).mappings().all()
    return [row for row in rows if all(row[key] == value for key, value in values.items())]


def invitations(sip: SipWorld, method: str = "REQUEST") -> dict[UUID, RowMapping]:
    return {
        row["account_id"]: row
        for row in mail(sip)
        if row["calendar"] and row["calendar"]["method"] == method
    }


def say_sent(sip: SipWorld) -> None:
    sip.county.execute(update(OutboxMail).values(sent_at=clock.now()))


def close(sip: SipWorld, by: Signed, plan: PlanOfTests) -> None:
    """What ends with consent, as the service of consent asks for it."""
    with sip.county.app.app_context(), acting_as(by.token), transaction():
        db.session.scalar(select(func.app.close_ungrounded(plan.id)))


def test_a_meeting_reaches_everybody_s_calendar(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, nils: Signed, anna: Signed
) -> None:
    page = arrange(plan)
    assert page.heading == "Ett möte är planerat"

    sent = invitations(sip)
    assert set(sent) == {maja.account_id, nils.account_id, anna.account_id}
    assert len({row["calendar"]["uid"] for row in sent.values()}) == 3
    assert {row["path"] for row in sent.values()} == {f"/meetings/{row_of(sip, plan)['id']}"}
    found = select(Plan.phase).where(Plan.id == plan.id)
    assert sip.county.execute(found).scalar_one() is Phase.MEETING


def test_a_time_that_cannot_be_says_why(sip: SipWorld, plan: PlanOfTests) -> None:
    unread = "Skriv klockslaget som timmar och minuter, till exempel 13.00."
    for wrong, problem in (
        ({"day": "2020-01-01"}, "Tiden har redan varit. Välj en tid framåt."),
        ({"ends": "12.30"}, "Mötet slutar innan det börjar. Ändra någon av tiderna."),
        ({"ends": "23.59"}, "Mötet är längre än en arbetsdag. Ändra någon av tiderna."),
        ({"starts": "klockan ett"}, unread),
        ({"starts": "25.00"}, unread),
        ({"day": "2026-02-30"}, "Den dagen finns inte. Se efter i en almanacka."),
        ({"place": ""}, "Skriv var mötet är, eller välj att det hålls på distans."),
        ({"purpose": "follow_up"}, "Planen har inte kommit så långt än. Välj en annan sorts möte."),
    ):
        assert arrange(plan, status=422, **wrong).problems == [problem]
    assert not invitations(sip)


def test_everything_that_cannot_be_is_said_at_once(sip: SipWorld, plan: PlanOfTests) -> None:
    wrong = {"day": "2020-01-01", "ends": "12.30", "place": "", "purpose": "follow_up"}
    assert sorted(arrange(plan, status=422, **wrong).problems) == [
        "Mötet slutar innan det börjar. Ändra någon av tiderna.",
        "Planen har inte kommit så långt än. Välj en annan sorts möte.",
        "Skriv var mötet är, eller välj att det hålls på distans.",
        "Tiden har redan varit. Välj en tid framåt.",
    ]
    assert not invitations(sip)


def test_the_place_is_sealed_and_seen_only_inside(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, nils: Signed, anna: Signed
) -> None:
    arrange(plan)
    path = path_of(sip, plan)
    assert PLACE in nils.browser.open(path).text
    assert PLACE in anna.browser.open(f"{plan.my_path}/meetings").text
    for listed in (maja, nils):
        page = listed.browser.open("/sip/meetings")
        assert page.heading == "Ett möte är planerat"
        assert "Anna Persson" in page.text
        assert PLACE not in page.text


def test_the_place_of_a_protected_plan_is_the_named_few_s_alone(
    sip: SipWorld, maja: Signed, nils: Signed
) -> None:
    plan = sip.plan(maja, phase=Phase.PREPARING, is_protected=True)
    theirs = plan.opened_to(nils)
    arrange(plan)
    sip.county.execute(update(Meeting).values(chair_id=theirs))
    path = path_of(sip, plan)
    page = nils.browser.open(path)
    assert PLACE not in page.text
    assert "Fråga den som håller i mötet" in page.text
    page = nils.browser.open(f"{path}/move").press("Spara", starts="15.00", ends="16.00")
    assert "kl. 15.00" in page.heading
    assert PLACE in maja.browser.open(path).text


def test_the_neutral_link_leads_each_to_their_own_page(
    sip: SipWorld, plan: PlanOfTests, nils: Signed, anna: Signed
) -> None:
    arrange(plan)
    link = f"/meetings/{row_of(sip, plan)['id']}"
    assert nils.browser.open(link).url == path_of(sip, plan)
    assert anna.browser.open(link).url.startswith(plan.my_path)
    sip.caseworker(sip.county.police, "Polly Polis").browser.open(link, status=404)


def test_the_person_answers_and_takes_something_up(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, anna: Signed
) -> None:
    arrange(plan)
    when = _when(row_of(sip, plan)["starts_at"])
    page = anna.browser.open(f"{plan.my_path}/meetings")
    page = page.press(f"Jag kommer : {when}")
    assert "Anna Persson Kommer" in page.text
    page.press("Skicka svaret", status=422, answer="other_time")
    assert page.problems == ["Skriv vilken tid som passar dig bättre."]
    page.press("Skicka svaret", answer="other_time", note="Efter tolv")
    page.follow("Lägg till en punkt").press("Lägg till", title="Jag vill prata om skolan.")
    assert {"Föreslår annan tid", "Efter tolv"} <= _parts(page)

    there = maja.browser.open(path_of(sip, plan))
    assert "Föreslår annan tid" in there.text
    assert "Efter tolv" not in there.text
    assert "skolan" not in there.text  # she has not let the municipality see her own words
    assert mail(sip, kind="meeting.answered", account_id=maja.account_id)


def test_an_answer_that_is_being_written_is_offered_on_the_meeting_s_page(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, nils: Signed
) -> None:
    plan.grant(share(nils.organisation_id, maja.organisation_id, "health"))
    arrange(plan)
    page = nils.browser.open(path_of(sip, plan))
    kept(page, "Skicka svaret", answer="other_time", note="Efter tolv, kanske")
    assert "kanske" not in maja.browser.open(path_of(sip, plan)).text
    page.open(path_of(sip, plan)).press("Fortsätt på utkastet")
    assert page.value("note") == "Efter tolv, kanske"
    page.press("Skicka svaret", note="Efter tolv", about="health")
    assert not offers(page)
    assert "Efter tolv" in maja.browser.open(path_of(sip, plan)).text


def test_the_words_of_an_answer_are_for_those_who_share_what_they_are_about(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, nils: Signed, anna: Signed
) -> None:
    petra = sip.caseworker(sip.county.police, "Petra Polis")
    plan.opened_to(petra, share(nils.organisation_id, maja.organisation_id, "health"))
    arrange(plan)
    page = nils.browser.open(path_of(sip, plan))
    page.press("Skicka svaret", 422, answer="other_time", note="Efter dialysen")
    page.press("Skicka svaret", about="health")
    assert "Efter dialysen" in page.text

    its = f"meetings/{row_of(sip, plan)['id']}"
    assert "Efter dialysen" in anna.browser.open(f"{plan.my_path}/{its}").text
    assert "Efter dialysen" in maja.browser.open(path_of(sip, plan)).text
    petra_s = petra.browser.open(path_of(sip, plan))
    assert "Föreslår annan tid" in petra_s.text
    assert "Efter dialysen" not in petra_s.text

    plan.withdraw(share(nils.organisation_id, maja.organisation_id, "health"))
    assert "Efter dialysen" not in maja.browser.open(path_of(sip, plan)).text
    assert "Efter dialysen" in nils.browser.open(path_of(sip, plan)).text


def test_staff_note_what_a_person_without_sign_in_has_said(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, nils: Signed
) -> None:
    mother = plan.person(PersonKind.GUARDIAN, "Maria Mor")
    plan.require(mother)
    plan.grant(PLAN, invite(sip.county.region))
    arrange(plan)
    found = select(Attendance.id).where(Attendance.person_id == mother)
    attendance = sip.county.execute(found).scalar_one()
    page = maja.browser.open(path_of(sip, plan)).follow("Anteckna ett svar")
    page.press("Spara", attendance_id=str(attendance), answer="coming")
    assert "Maria Mor Antecknat av Maja Öhlund Kommer" in page.text
    nils.browser.open(f"{path_of(sip, plan)}/reply-for", status=403)


def test_nobody_answers_for_another(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, nils: Signed, anna: Signed
) -> None:
    arrange(plan)
    rows = sip.county.execute(select(Attendance.id, Attendance.person_id))
    of_anna = next(row.id for row in rows if row.person_id == plan.subject)
    nils.browser.open(path_of(sip, plan))
    sent = {"attendance_id": str(of_anna), "answer": "not_coming"}
    nils.browser.post(f"{path_of(sip, plan)}/reply", sent, status=404)
    of_others = select(Attendance.reply).where(Attendance.person_id == plan.subject)
    assert sip.county.execute(of_others).scalar_one() == "none"


def test_a_meeting_is_held_and_moves_the_plan_on(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, nils: Signed
) -> None:
    arrange(plan)
    path = path_of(sip, plan)
    maja.browser.open(f"{path}/attendance").press("Spara", status=422)
    begun = clock.now() - timedelta(hours=1)
    sip.county.execute(update(Meeting).values(starts_at=begun))
    rows = sip.county.execute(select(Attendance.id, Attendance.participant_id)).all()
    there = next(row.id for row in rows if row.participant_id == plan.handler_id)
    page = maja.browser.open(path).follow("Anteckna vilka som var med")
    page.press("Spara", present=[str(there)])
    assert "Hållet" in page.text
    assert "Var med" in page.text
    assert "Var inte med" in page.text
    found = select(Plan.phase).where(Plan.id == plan.id)
    assert sip.county.execute(found).scalar_one() is Phase.PLANNING


def test_a_follow_up_meeting_notes_the_follow_up(
    sip: SipWorld, maja: Signed, plan: PlanOfTests
) -> None:
    sip.county.execute(update(Plan).where(Plan.id == plan.id).values(phase=Phase.FOLLOWING_UP))
    sip.enter(
        FollowUp,
        county_id=plan.county_id,
        plan_id=plan.id,
        due_on=clock.today(),
        holder_id=plan.handler_id,
        agreed_at=clock.now(),
    )
    arrange(plan, purpose="follow_up")
    sip.county.execute(update(Meeting).values(starts_at=clock.now() - timedelta(minutes=5)))
    maja.browser.open(f"{path_of(sip, plan)}/attendance").press("Spara")
    held: date = sip.county.execute(select(FollowUp.held_on)).scalar_one()
    assert held == clock.today()


def test_a_new_time_asks_anew_with_a_higher_sequence(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, nils: Signed
) -> None:
    arrange(plan)
    page = nils.browser.open(path_of(sip, plan))
    page.press("Skicka svaret", answer="coming")
    page = maja.browser.open(f"{path_of(sip, plan)}/move")
    assert (page.value("starts"), page.value("place")) == ("13.00", PLACE)
    page.press("Spara")
    assert "Inget ändrades." in page.soup.text
    assert not mail(sip, kind="meeting.moved")
    page = maja.browser.open(f"{path_of(sip, plan)}/move")
    page.press("Spara", starts="15.00", ends="16.00")

    moved = mail(sip, kind="meeting.moved", account_id=nils.account_id)
    assert [row["calendar"]["revision"] for row in moved] == [1]
    assert "Väntar på svar" in page.text


def test_another_place_is_told_to_those_who_were_asked_and_asks_nobody_anew(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, nils: Signed
) -> None:
    arrange(plan)
    nils.browser.open(path_of(sip, plan)).press("Skicka svaret", answer="coming")
    maja.browser.open(f"{path_of(sip, plan)}/move").press("Spara", place="Vårdcentralen, rum 2")

    told = mail(sip, kind="meeting.changed", account_id=nils.account_id)
    assert [row["calendar"]["revision"] for row in told] == [1]
    assert "Vårdcentralen" not in str(dict(told[0]))
    assert not mail(sip, kind="meeting.moved")
    assert "Region Västerbotten Kommer" in nils.browser.open(path_of(sip, plan)).text
    # who holds it, and nothing else, is no change of where it is
    maja.browser.open(f"{path_of(sip, plan)}/move").press("Spara")
    assert len(mail(sip, kind="meeting.changed", account_id=nils.account_id)) == 1


def test_who_is_taken_off_the_list_loses_the_entry(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, nils: Signed
) -> None:
    arrange(plan)
    say_sent(sip)
    page = maja.browser.open(f"{path_of(sip, plan)}/move")
    page.press("Spara", asked=[str(plan.handler_id)])
    assert nils.account_id in invitations(sip, "CANCEL")
    assert "Nils" not in page.text


def test_a_cancelled_meeting_leaves_every_calendar(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, nils: Signed, anna: Signed
) -> None:
    arrange(plan)
    say_sent(sip)
    requests = invitations(sip)
    maja.browser.open(f"{path_of(sip, plan)}/cancel").press("Ställ in mötet")
    cancels = invitations(sip, "CANCEL")
    assert set(cancels) == {maja.account_id, nils.account_id, anna.account_id}
    for account, cancel in cancels.items():
        assert cancel["calendar"]["uid"] == requests[account]["calendar"]["uid"]
        assert cancel["calendar"]["revision"] > requests[account]["calendar"]["revision"]


def test_what_was_never_sent_is_not_taken_back_but_dropped(
    sip: SipWorld, plan: PlanOfTests, maja: Signed
) -> None:
    arrange(plan)
    maja.browser.open(f"{path_of(sip, plan)}/cancel").press("Ställ in mötet")
    assert not invitations(sip, "CANCEL")
    assert {row["last_error"] for row in invitations(sip).values()} == {"taken back"}


def test_the_end_of_one_party_s_consent_takes_only_theirs_back(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, nils: Signed
) -> None:
    arrange(plan)
    say_sent(sip)
    plan.withdraw(invite(sip.county.region))
    close(sip, maja, plan)
    assert set(invitations(sip, "CANCEL")) == {nils.account_id}
    page = maja.browser.open(path_of(sip, plan))
    assert "Nils" not in page.text
    nils.browser.open(path_of(sip, plan), status=404)
    nils.browser.open(f"/meetings/{row_of(sip, plan)['id']}", status=404)
    assert nils.browser.open("/sip/meetings").heading == "Inget möte är planerat"


def test_the_end_of_the_plan_s_consent_cancels_the_meeting_for_all(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, nils: Signed, anna: Signed
) -> None:
    arrange(plan)
    say_sent(sip)
    plan.withdraw(PLAN)
    close(sip, anna, plan)
    everybody = {maja.account_id, nils.account_id, anna.account_id}
    assert set(invitations(sip, "CANCEL")) == everybody
    assert row_of(sip, plan)["status"] == "cancelled"


def test_another_s_meeting_is_no_part_of_my_plan(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, anna: Signed
) -> None:
    other = sip.plan(maja, person_name="Olle Olsson")
    meeting = other.meeting()
    for path in ("", "/move", "/cancel", "/attendance", "/reply-for"):
        maja.browser.open(f"{plan.path}/meetings/{meeting}{path}", status=404)
    anna.browser.open(f"{plan.my_path}/meetings/{meeting}", status=404)
    anna.browser.open(f"{other.my_path}/meetings", status=404)


def _when(value: datetime) -> str:
    from portal.web.filters import date_and_time

    return date_and_time(value)


def _parts(page: Browser) -> set[str]:
    return {part for part in ("Föreslår annan tid", "Efter tolv") if part in page.text}


VIDEO = "https://video.example/rum/4711"


def test_a_meeting_at_a_distance_says_how_to_come_there(
    plan: PlanOfTests, nils: Signed, anna: Signed
) -> None:
    arrange(plan, is_remote="y", place=VIDEO)
    for page in (nils.browser.open(f"{plan.path}/meetings"), anna.browser.open(plan.my_path)):
        assert page.soup.select_one(f"main a[href='{VIDEO}'][rel=noreferrer]")
    mail = plan.world.county.execute(select(OutboxMail.__table__)).all()
    assert mail
    assert VIDEO not in str(mail), "never in a mail"


@pytest.mark.parametrize("written", ["Ring 090-785 00 00", "javascript:alert(1)", "https://a b"])
def test_only_an_address_is_a_link(plan: PlanOfTests, nils: Signed, written: str) -> None:
    arrange(plan, is_remote="y", place=written)
    page = nils.browser.open(f"{plan.path}/meetings")
    assert written in page.text
    assert not page.soup.select("main .entries a[rel=noreferrer]")


def test_two_meetings_at_the_same_hour_are_marked_for_who_is_asked_to_both(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, nils: Signed
) -> None:
    other = sip.plan(maja, phase=Phase.PREPARING)
    other.opened_to(nils)
    arrange(plan)
    assert "Krockar" not in nils.browser.open("/sip/meetings").text
    arrange(other, starts="14", ends="15")
    assert nils.browser.open("/sip/meetings").text.count("Krockar med ett annat möte") == 2

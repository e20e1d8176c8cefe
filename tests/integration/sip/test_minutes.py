"""What is written before a meeting and at it: by whom, who reads it, and where it is read."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, insert, select, update

from portal import clock
from portal.ids import new_id
from sip.kernel.vocabulary import MeetingStatus, PersonKind, Phase, TextKind
from sip.ledger.rules import PLAN, relative, share
from sip.tables.calling import Attendance, Meeting
from sip.tables.plan import PlanText
from tests.browser import Browser
from tests.integration.sip.test_words import refused
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld

TALK = "Jag vill prata om var jag ska bo."
HOPE = "Att någon ringer mig varje vecka."
NEED = "En paus efter halva tiden."
BROUGHT = "Regionen har bokat en läkartid."
SAID = "Vi gick igenom boendet."
DECIDED = "Maja söker en lägenhet före jul."


@pytest.fixture
def plan(sip: SipWorld, maja: Signed, nils: Signed, anna: Signed) -> PlanOfTests:
    """A plan whose person shares their own words with the municipality alone."""
    made = sip.plan(maja, person=anna, phase=Phase.PREPARING)
    made.opened_to(nils, share(made.subject, maja.organisation_id, "own_words"))
    return made


@pytest.fixture
def meeting(plan: PlanOfTests) -> str:
    """The meeting that they are asked to, as the end of its addresses."""
    page = plan.handler.browser.open(f"{plan.path}/meetings/new")
    day = (clock.today() + timedelta(days=10)).isoformat()
    time = {"day": day, "starts": "13", "ends": "14.30", "place": "Storgatan 4"}
    page.press("Planera mötet", purpose="planning", **time)
    found = select(Meeting.id).where(Meeting.plan_id == plan.id)
    return f"meetings/{plan.world.county.execute(found).scalar_one()}"


def begin(plan: PlanOfTests, **values: Any) -> None:
    """The meeting began an hour ago."""
    began = clock.now() - timedelta(hours=1)
    time = {"starts_at": began, "ends_at": began + timedelta(hours=2)}
    plan.world.county.execute(
        update(Meeting).where(Meeting.plan_id == plan.id).values(time | values)
    )


def note(plan: PlanOfTests, meeting: str, by: Signed, kind: str, words: str, category: str) -> None:
    page = by.browser.open(f"{plan.path}/{meeting}/notes")
    page.press("Spara", kind=kind, text=words, category=category)


def write_preparation(plan: PlanOfTests, meeting: str, by: Signed, **values: str) -> Browser:
    page = by.browser.open(f"{plan.my_path}/{meeting}").follow("Förbered dig")
    return page.press("Spara", **values)


def count(plan: PlanOfTests) -> int:
    found = select(func.count()).select_from(PlanText.__table__)
    kept = found.where(PlanText.plan_id == plan.id, PlanText.meeting_id.is_not(None))
    number: int = plan.world.county.execute(kept).scalar_one()
    return number


def test_the_person_answers_three_questions_in_their_own_words(
    plan: PlanOfTests, meeting: str, anna: Signed, maja: Signed, nils: Signed
) -> None:
    page = write_preparation(plan, meeting, anna, to_talk_of=TALK, hoped=HOPE, needed=NEED)
    assert all(words in page.text for words in (TALK, HOPE, NEED))
    assert all(words in maja.browser.open(f"{plan.path}/{meeting}").text for words in (TALK, NEED))
    assert TALK not in nils.browser.open(f"{plan.path}/{meeting}").text

    page = page.follow("Förbered dig")
    assert "Töm" not in page.text
    assert (page.value("to_talk_of"), page.value("hoped")) == (TALK, HOPE)
    page.press("Spara", hoped="", needed="Två pauser.")
    assert HOPE not in page.text
    assert "Två pauser." in page.text
    assert NEED not in page.text


def test_the_way_to_prepare_begins_at_the_plan(
    plan: PlanOfTests, meeting: str, anna: Signed
) -> None:
    page = anna.browser.open(plan.my_path).follow("Förbered dig")
    page.press("Spara", needed=NEED)
    assert page.url == f"{plan.my_path}/{meeting}"
    assert NEED in page.text


def test_none_has_to_be_answered_and_the_same_twice_is_once(
    plan: PlanOfTests, meeting: str, anna: Signed
) -> None:
    again = Browser(plan.world.county.app, token=anna.token)
    again.open(f"{plan.my_path}/{meeting}/prepare")
    page = anna.browser.open(f"{plan.my_path}/{meeting}").follow("Förbered dig")
    page.press("Spara", to_talk_of=TALK).send_again()
    assert count(plan) == 1

    again.press("Spara", 409, to_talk_of="Något annat.")
    assert TALK in again.text


def test_staff_bring_what_their_organisation_has_and_say_what_it_is_about(
    plan: PlanOfTests, meeting: str, anna: Signed, maja: Signed, nils: Signed
) -> None:
    page = nils.browser.open(f"{plan.path}/{meeting}").follow("Förbered mötet")
    page.press("Spara", 422, prepared=BROUGHT)
    page.press("Spara", prepared=BROUGHT, category="health")
    assert BROUGHT in page.text
    assert BROUGHT in anna.browser.open(f"{plan.my_path}/{meeting}").text
    assert BROUGHT not in maja.browser.open(f"{plan.path}/{meeting}").text

    plan.grant(share(nils.organisation_id, maja.organisation_id, "health"))
    assert BROUGHT in maja.browser.open(f"{plan.path}/{meeting}").text


def test_a_handler_notes_what_the_person_answers_and_the_person_confirms(
    plan: PlanOfTests, meeting: str, anna: Signed, maja: Signed, nils: Signed
) -> None:
    page = maja.browser.open(f"{plan.path}/{meeting}").follow("Skriv åt personen")
    page.press("Spara", to_talk_of=TALK, category="own_words")
    assert "inte bekräftat" in page.text

    mine = anna.browser.open(f"{plan.my_path}/{meeting}")
    mine.open(mine.soup.select_one("a[href*='/noted/']")["href"]).press("Ja, det stämmer")
    assert "bekräftat av Anna Persson" in maja.browser.open(f"{plan.path}/{meeting}").text
    page = maja.browser.open(f"{plan.path}/{meeting}/prepare-for")
    page.press("Spara", 422, to_talk_of="Något annat.")
    nils.browser.open(f"{plan.path}/{meeting}/prepare-for", 403)


def test_a_relative_writes_in_their_own_name(
    plan: PlanOfTests, meeting: str, sip: SipWorld, anna: Signed, maja: Signed
) -> None:
    near = sip.individual("Syster")
    plan.grant(relative(plan.person(PersonKind.RELATIVE, "Syster", near)))
    page = near.browser.open(f"{plan.my_path}/{meeting}/prepare")
    assert "to_talk_of" not in page.response.text
    page.press("Spara", prepared="Jag kan köra dit.")
    assert "Jag kan köra dit." in anna.browser.open(f"{plan.my_path}/{meeting}").text
    assert "Jag kan köra dit." not in maja.browser.open(f"{plan.path}/{meeting}").text


def test_notes_and_decisions_are_written_once_it_has_begun(
    plan: PlanOfTests, meeting: str, maja: Signed, nils: Signed, anna: Signed
) -> None:
    maja.browser.open(f"{plan.path}/{meeting}/notes", 404)
    begin(plan)
    page = maja.browser.open(f"{plan.path}/{meeting}").follow("Anteckna från mötet")
    page.press("Spara", 422, text=SAID)
    assert set(page.problems) == {
        "Välj om det är en anteckning eller ett beslut.",
        "Välj vad det handlar om.",
    }
    page.press("Spara", kind="meeting_note", text=SAID, category="housing")
    assert SAID in page.text
    assert SAID in anna.browser.open(f"{plan.my_path}/{meeting}").text
    assert SAID not in nils.browser.open(f"{plan.path}/{meeting}").text
    plan.grant(share(maja.organisation_id, nils.organisation_id, "housing"))
    assert SAID in nils.browser.open(f"{plan.path}/{meeting}").text

    edit = maja.browser.open(f"{plan.path}/{meeting}")
    edit.open(edit.soup.select_one("a[href*='/texts/']")["href"]).press(
        "Spara", text="Vi åt lunch."
    )
    assert edit.url.endswith(meeting)
    assert "Vi åt lunch." in edit.text


def test_nothing_is_noted_of_a_meeting_that_was_called_off(
    plan: PlanOfTests, meeting: str, maja: Signed
) -> None:
    begin(plan)
    page = maja.browser.open(f"{plan.path}/{meeting}/notes")
    begin(plan, status=MeetingStatus.CANCELLED)
    page.press("Spara", 404, kind="decision", text=DECIDED, category="housing")
    assert count(plan) == 0


@pytest.mark.parametrize("status", [MeetingStatus.HELD, MeetingStatus.CANCELLED])
def test_what_somebody_wrote_is_theirs_to_take_out_when_the_meeting_is_over(
    plan: PlanOfTests, meeting: str, anna: Signed, maja: Signed, status: MeetingStatus
) -> None:
    write_preparation(plan, meeting, anna, to_talk_of=TALK, hoped=HOPE)
    begin(plan, status=status)
    page = anna.browser.open(f"{plan.my_path}/{meeting}").follow("Ta bort det du skrev")
    assert "Töm det du vill ta bort." in page.text  # of three fields
    page.press("Spara", 422, to_talk_of="Något annat.")
    assert "redan" in page.problems[0]
    page.press("Spara", to_talk_of="", hoped=HOPE)
    assert TALK not in page.text
    assert HOPE in maja.browser.open(f"{plan.path}/{meeting}").text
    assert TALK not in maja.browser.text
    page.follow("Ta bort det du skrev").press("Spara", hoped="")
    assert "Ta bort det du skrev" not in page.text
    page.open(f"{plan.my_path}/{meeting}/prepare", 404)


def test_what_is_withdrawn_is_read_no_more(
    plan: PlanOfTests, meeting: str, anna: Signed, maja: Signed
) -> None:
    write_preparation(plan, meeting, anna, to_talk_of=TALK)
    plan.withdraw(share(plan.subject, maja.organisation_id, "own_words"))
    assert TALK not in maja.browser.open(f"{plan.path}/{meeting}").text
    assert TALK in anna.browser.open(f"{plan.my_path}/{meeting}").text


def test_minutes_stand_in_the_plan_and_in_copies_of_those_who_see_them(
    plan: PlanOfTests, meeting: str, maja: Signed, nils: Signed, anna: Signed
) -> None:
    write_preparation(plan, meeting, anna, to_talk_of=TALK)
    begin(plan)
    note(plan, meeting, maja, "decision", DECIDED, "housing")
    note(plan, meeting, maja, "meeting_note", SAID, "housing")
    asked = select(Attendance.id).where(Attendance.participant_id == plan.handler_id)
    here = str(plan.world.county.execute(asked).scalar_one())
    maja.browser.open(f"{plan.path}/{meeting}/attendance").press("Spara", present=[here])

    for reader, path in ((maja, plan.path), (anna, plan.my_path)):
        held = reader.browser.open(path).soup.select_one("section[aria-labelledby=h-held]").text
        assert DECIDED in held
        assert "Med var: Maja Öhlund" in held
    assert DECIDED not in nils.browser.open(plan.path).text

    text = copy_of(plan, maja)
    assert "PLANERINGSMÖTE DEN" in text
    assert "Med var: Maja Öhlund." in text
    absent = next(line for line in text.split("\n") if line.startswith("Inte med: "))
    assert "Nils Region" in absent
    assert "Maja Öhlund" not in absent
    for words in (f"Beslut: {DECIDED}", f"Anteckning: {SAID}", TALK):
        assert words in text
    assert "Med var: Maja Öhlund." in copy_of(plan, nils)
    assert DECIDED not in copy_of(plan, nils)


def copy_of(plan: PlanOfTests, by: Signed) -> str:
    page = by.browser.open(f"{plan.path}/copies").press("Gör kopian", form="text")
    way = page.soup.select_one("main a[href*='/copies/']")["href"]
    return str(page.open(way).response.text).replace("\r\n", "\n")


def test_history_says_what_was_written(plan: PlanOfTests, meeting: str, maja: Signed) -> None:
    begin(plan)
    note(plan, meeting, maja, "decision", DECIDED, "housing")
    assert "Beslut på mötet" in maja.browser.open(f"{plan.path}/versions").text


@pytest.mark.parametrize("kind", [TextKind.NOTE, TextKind.DECISION])
def test_words_of_a_meeting_belong_to_one_and_no_others_do(
    plan: PlanOfTests, meeting: str, maja: Signed, kind: TextKind
) -> None:
    """The database's to say, whoever writes the row."""
    written = insert(PlanText.__table__).values(
        id=new_id(),
        county_id=plan.county_id,
        plan_id=plan.id,
        kind=kind,
        meeting_id=UUID(meeting[-36:]) if kind is TextKind.NOTE else None,
        text_sealed=b"x",
        from_party=maja.organisation_id,
        category="housing",
        version=1,
        changed_at=clock.now(),
        changed_by="",
    )
    assert "plan_text_meeting_check" in refused(plan, maja, written)


def test_consent_to_the_plan_alone_shows_no_words(
    plan: PlanOfTests, meeting: str, nils: Signed, maja: Signed
) -> None:
    begin(plan)
    plan.grant(PLAN)
    note(plan, meeting, maja, "decision", DECIDED, "substance_use")
    assert DECIDED not in nils.browser.open(f"{plan.path}/{meeting}").text

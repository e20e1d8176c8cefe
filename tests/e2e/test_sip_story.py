"""A coordinated plan from the need to the end, with consent taken back half-way."""

import io
from collections.abc import Iterable

import docx
import pypdf

from tests.e2e.conftest import Arrive
from tests.e2e.person import Person, Ways
from tests.e2e.sip_story import (
    POLICE,
    REGION,
    ROBIN,
    SCHOOL,
    SOCIAL,
    SUBSTANCES,
    WORK,
    Story,
    said,
    wait_for,
)

CALM, SOBER, STUDIES = "Jag vill ha lugnt hemma", "Inga återfall i vår", "Klara två kurser i vår"
STAFF = ("sara.nilsson", "maria.backstrom", "erik.lund", "jonas.berg", "lisa.oberg")
TOGETHER = ("Robin Sandberg", "Erik Lund", "Jonas Berg", "Lisa Öberg")
OWN_WORDS, WORKERS = "Personens egna ord", "Formulerat av oss som arbetar"
# nothing of this may stand in a mail
PERSONAL = ("Robin", "Sandberg", ROBIN, "Familjecentralen", "SIP", REGION, SCHOOL, POLICE)


def test_a_plan_from_the_need_to_the_end(ways: Ways, come: Arrive) -> None:
    """Those who work sit at a desk; the person has a telephone."""
    story = Story(str(ways))
    sara, maria, erik, jonas, lisa = (come(login, ways.desk) for login in STAFF)
    robin = come("robin.sandberg", ways.phone, sign_in="never")

    # Given a need, and the person's consent to who may take part in what until when
    begin(story, sara, robin)
    # When those who are called come together, plan, and the person approves
    call_together(story, sara, maria, erik, jonas, lisa)
    plan_together(story, sara, erik, jonas, lisa)
    story.write_own_words(robin)
    story.put_to_person(sara)
    story.approve(robin)
    # Then everybody sees what the person has said yes to, and no more
    check_sight(story, erik, jonas, lisa)

    # When the person takes back the consent for the police, who have the plan open
    tabs = open_everything(story, lisa)
    files = [story.make_copy(lisa, "PDF, för arkivet"), story.make_copy(lisa, "Word")]
    check_files(story, *files)
    story.withdraw(robin, POLICE)
    # Then the police have lost it at their next click, and nobody else has
    check_shut_tabs(story, tabs)
    check_shut_links(story, lisa)
    check_calendars(story, sara, erik, lisa)
    story.open_plan(erik)
    story.open_plan(jonas)
    # And the person sees who has looked
    check_readings(story, robin)

    # When the plan has been followed up, it is closed and the person says what they thought
    story.follow_up(sara)
    story.close(sara)
    story.answer_survey(robin)
    # Then the log is whole
    assert ", 0 faults" in sara.demo.run("audit", "verify")


def begin(story: Story, sara: Person, robin: Person) -> None:
    """Note the need, hand over the code, ask, and be answered."""
    story.note_need(sara)
    story.enter_code(robin, story.hand_over_code(sara))
    story.ask(sara)
    story.consent(robin)


def call_together(
    story: Story, sara: Person, maria: Person, erik: Person, jonas: Person, lisa: Person
) -> None:
    """Summon the region, whose wrong unit passes it on; invite the others; plan a meeting."""
    asked = {
        REGION: "Berätta hur behandlingen ser ut.",
        SCHOOL: "Berätta hur studierna går.",
        POLICE: "Berätta hur ni kan stötta.",
    }
    story.call(sara, asked, {REGION: "Primärvård"})
    story.forward(maria, "Beroendemottagningen i Skellefteå")
    story.take(erik, "Sjuksköterska", "Samtal varje vecka.", SUBSTANCES)
    story.take(jonas, "Kurator", "Stöd med studierna.", WORK)
    story.take(lisa, "Områdespolis", "Ett samtal i månaden.", SOCIAL)
    story.plan_meeting(sara, TOGETHER)


def plan_together(story: Story, sara: Person, erik: Person, jonas: Person, lisa: Person) -> None:
    """Each writes goals and what they do for them; one is chosen from the agreement."""
    story.add_goal(sara, CALM, "En månad utan bråk", SOCIAL, OWN_WORDS)
    story.add_goal(erik, SOBER, "Tolv veckor utan återfall", SUBSTANCES, WORKERS)
    story.add_goal(jonas, STUDIES, "Betyg i två kurser", WORK, WORKERS)
    story.add_action(lisa, CALM, "Samtal hemma en gång i månaden", "Lisa Öberg", SOCIAL)
    story.add_action(jonas, STUDIES, "Studieplan med färre kurser", "Jonas Berg", WORK)
    story.choose_from_agreement(erik, SOBER, "Abstinensbehandling hos oss")
    story.lead(sara)


def check_sight(story: Story, erik: Person, jonas: Person, lisa: Person) -> None:
    seen = {erik: {CALM, SOBER, STUDIES}, jonas: {STUDIES}, lisa: {CALM}}
    for person, goals in seen.items():
        story.open_plan(person)
        person.wait_for([story.own_words, *goals])
        for hidden in {CALM, SOBER, STUDIES} - goals:
            assert not person.sees(hidden), f"{person.login} sees {hidden}"


def open_everything(story: Story, person: Person) -> tuple[Person, Person, Person]:
    """The plan, its meeting and its copies, each in a tab of its own."""
    tabs = (person.another_tab(), person.another_tab(), person.another_tab())
    addresses = (story.path, story.meeting_path, f"{story.path}/copies")
    for tab, address in zip(tabs, addresses, strict=True):
        tab.open(address)
        assert tab.status == 200
    return tabs


def check_files(story: Story, pdf: bytes, word: bytes) -> None:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    document = docx.Document(io.BytesIO(word))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    for text in (
        " ".join(page.extract_text() for page in pages),
        " ".join([*(one.text for one in document.paragraphs), *cells]),
    ):
        even = " ".join(text.replace("\u00ad", "").split())
        assert CALM in even
        assert story.own_words in even
        assert SOBER not in even
        assert STUDIES not in even


def check_shut_tabs(story: Story, tabs: Iterable[Person]) -> None:
    """What stood open answers the next click as if it had never been."""
    plan, meeting, copies = tabs
    plan.follow("Möten", within=plan.main)
    assert plan.status == 404
    story.answer_meeting(meeting)
    assert meeting.status == 404
    story.ask_for_copy(copies, "PDF, för arkivet")
    assert copies.status == 404


def check_shut_links(story: Story, person: Person) -> None:
    request = wait_for(lambda: story.mails_about_meeting(person, "REQUEST"), 1)[-1]
    from_mail = next(word for word in said(request).split() if word.startswith("http"))
    for address in (
        story.path,
        story.meeting_path,
        f"{story.path}/meetings",
        f"{story.path}/versions",
        from_mail.removeprefix(person.demo.address),
    ):
        assert story.is_shut(person, address), f"{address} is open to {person.login}"
    for address in ("/sip", "/sip/plans", "/sip/meetings", "/sip/calls"):
        person.open(address)
        assert person.status == 200
        assert not person.sees("Robin Sandberg")
        assert not person.sees(story.mark)


def check_calendars(story: Story, sara: Person, erik: Person, lisa: Person) -> None:
    """The meeting leaves one calendar and moves in another; no mail says what it is about."""
    before = story.mails_about_meeting(lisa, "REQUEST")
    cancelled = wait_for(lambda: story.mails_about_meeting(lisa, "CANCEL"), 1)
    story.move_meeting(sara)
    moved = wait_for(lambda: story.mails_about_meeting(erik, "REQUEST"), 2)
    assert len(story.mails_about_meeting(lisa, "REQUEST")) == len(before)
    assert not story.mails_about_meeting(erik, "CANCEL")
    for mail in (*before, *cancelled, *moved):
        for word in (*PERSONAL, story.mark):
            assert word not in said(mail), f"{word} in a mail: {mail['Subject']}"


def check_readings(story: Story, robin: Person) -> None:
    robin.open(f"{story.my_path}/who-has-looked?who=all")
    for name, organisation in (("Erik Lund", REGION), ("Lisa Öberg", POLICE)):
        told = [row for row in robin.rows if name in row and organisation in row]
        assert told, f"{name} has looked, and it does not say so"

"""What a page of a plan says of who will read something is held by a test.

A new text of that kind fails here until it is said which test holds it to what is so.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "portal/translations/en_GB/LC_MESSAGES/messages.po"
OF_PLANS = ("sip/", "templates/sip/", "templates/portal/web/personal_data.html")
PROMISES = re.compile(
    r"läses av|läser (det|den)\b|läsa det\b|syns (för|bara|i planen)|ser (det|ärendet)\b"
    r"|bara (du|ni) .*\bser?\b",
    re.IGNORECASE,
)

SIP = "tests/integration/sip/"
NEED = f"{SIP}test_promises.py::test_a_need_is_read_by_the_person_and_the_handlers_alone"
ASKED = f"{SIP}test_promises.py::test_why_something_is_asked_is_read_by_those_who_answer"
STAFF = f"{SIP}test_promises.py::test_what_staff_write_is_read_by_the_person"
TITLE = f"{SIP}test_promises.py::test_a_title_is_seen_by_those_who_see_the_plan"
SAID = f"{SIP}test_sayings.py::test_what_a_party_says_is_read_by_those_who_share_its_category"
SUGGESTED = f"{SIP}test_suggestions.py::test_the_person_says_yes_to_a_suggestion"
MOVED = f"{SIP}test_own_answers.py::test_the_person_says_who_sees_their_own_words"
CHANGED = f"{SIP}consenters/test_changes.py::test_a_mandate_ends_by_two_and_everybody_is_told"
OWN_WORDS = f"{SIP}test_my_plan.py::test_a_relative_sees_what_consent_gives_and_nothing_more"
SHUT = f"{SIP}test_my_plan.py::test_the_person_sees_all_of_the_plan_also_after_withdrawal"
MEETING = f"{SIP}test_reminders.py::test_calendar_files_are_whole_and_say_nothing_personal"


STAYS = (
    f"{SIP}test_consent_pages.py"
    "::test_what_a_party_wrote_before_it_was_shut_out_is_read_until_that_is_taken_back_too"
)

PROTECTED = f"{SIP}test_door.py::test_protected_places_are_for_the_person_and_the_named_few"
VERSION = f"{SIP}test_my_plan.py::test_a_version_is_approved_or_objected_to_with_a_reason"
BASIS = f"{SIP}test_bases_and_readings.py::test_the_person_sees_a_decision_and_what_it_rests_on"

CRISIS = f"{SIP}test_crisis.py::test_only_those_who_may_see_own_words_see_it"
DISCHARGE = f"{SIP}test_discharge.py::test_the_region_and_the_person_see_the_day_and_nobody_else"
OUTCOME = f"{SIP}test_outcomes.py::test_each_goal_is_judged_with_a_word_and_shown_to_all_who_see_it"
PREPARED = (
    f"{SIP}test_minutes.py::test_staff_bring_what_their_organisation_has_and_say_what_it_is_about"
)
MINUTES = f"{SIP}test_minutes.py::test_notes_and_decisions_are_written_once_it_has_begun"
TOLD = f"{SIP}test_calls.py::test_the_called_ask_and_are_told_without_answering"
UNDERSTOOD = (
    f"{SIP}test_people.py::test_what_somebody_needs_to_understand_follows_to_every_call_and_meeting"
)

KEPT = f"{SIP}test_retention.py::test_why_it_is_kept_longer_is_seen_by_nobody_else"
KEPT_OUT = f"{SIP}test_safety.py::test_nobody_else_sees_it"
KEPT_OUT_WHY = (
    f"{SIP}test_safety_by_two.py::test_it_holds_at_once_and_says_why_to_the_handlers_alone"
)
OF_AGE = (
    f"{SIP}consenters/test_documents.py"
    "::test_a_month_before_18_it_is_gone_through_with_the_young_person"
)
STOOD_IN = (
    f"{SIP}test_stand_ins.py"
    "::test_a_stand_in_sees_and_does_what_the_absent_one_does_in_their_own_name"
)

REQUESTS = f"{SIP}test_requests.py::test_no_other_organisation_sees_that_anybody_has_asked"
MESSAGES = f"{SIP}test_messages.py::test_nobody_else_reads_it_whatever_they_are_let_in_to"

PAPER = f"{SIP}test_promises.py::test_a_signed_paper_is_read_by_those_that_its_form_names"

# how a text begins -> the test that holds it
HELD = {
    "Den påskrivna blanketten sparas och läses av": PAPER,
    "De som gör planer där kan läsa det du skriver.": REQUESTS,
    "Du läser den när du har tagit hand om den.": REQUESTS,
    "%(name)s och ni som handlägger planen kan läsa det.": MESSAGES,
    "Ingen annan kan läsa det.": MESSAGES,
    "Bara ni ser det ni anger här.": KEPT,
    "Bara ni som arbetar med planen hos er ser det.": KEPT_OUT,
    "Bara handläggarna i planen hos er kan läsa det.": KEPT_OUT_WHY,
    "Personen läser det du skriver.": OF_AGE,
    "Kollegan är med i dina": STOOD_IN,
    "De andra kan läsa det som %(name)s har skrivit": STAYS,
    "%(hint)s Du bestämmer vem som får läsa det.": CRISIS,
    "Den fasta vårdkontakten kallar": DISCHARGE,
    "Hur hade det gått? Personen läser det.": OUTCOME,
    "Orden läses av personen": OUTCOME,
    "Vad har hänt sedan sist, och vad vill ni ta upp? Personen läser": PREPARED,
    "Vad sades på mötet? Personen läser det.": MINUTES,
    "Vad bestämde ni, vem gör det och till när? Personen läser": MINUTES,
    "Personen läser det. Av ett beslut": MINUTES,
    "Den som är kallad läser det": TOLD,
    "Till exempel tolk på arabiska": UNDERSTOOD,
    "Adress, enheter och platser syns bara": PROTECTED,
    "Du kan läsa det som är ditt": SHUT,
    "Ett beslut gäller bara det er egen": BASIS,
    "Personen har skyddade uppgifter. Adress": PROTECTED,
    "Planen som den är nu blir version": VERSION,
    "Planen är inte öppen. Du ser ärendet": SHUT,
    "Vad som gör det nödvändigt nu": BASIS,
    "Avgör vem som får läsa": SAID,
    "Barnet och vårdnadshavarna kan läsa": CHANGED,
    "Behövs när företrädaren ska svara": CHANGED,
    "Personen och de som samtycker kan läsa": CHANGED,
    "Förslaget är lämnat. Personen ser": SUGGESTED,
    "Ändra vem som ser det": MOVED,
    "Behovet är noterat. Ni som handlägger": NEED,
    "Din egen organisation är med från början. Skriv varför": ASKED,
    "Ditt namn och din titel syns": TITLE,
    "Ingen annan än personen kan öppna planen": SHUT,
    "Inget delas förrän personen har sagt ja. Bara ni": NEED,
    "Innan du har sagt ja finns bara": NEED,
    "Läses av den som ska svara.": ASKED,
    "Personen läser det du skriver här": NEED,
    "Planen är inte öppen för er längre. Ni ser": SHUT,
    "Skriv med dina egna ord. Den som planen gäller": OWN_WORDS,
    "Skriv med dina egna ord. Det står först": OWN_WORDS,
    "Skriv så att personen själv kan läsa det": STAFF,
    "Syns bara efter inloggning, för dem": MEETING,
    "Syns i planen, till exempel": TITLE,
    "Sådant som flera i planen behöver veta.": STAFF,
    "Vad behöver personen hjälp med, och av vilka?": NEED,
}


def _promises() -> Iterator[str]:
    with CATALOGUE.open("rb") as file:
        for message in read_po(file):
            text = message.id if isinstance(message.id, str) else message.id[0]
            is_of_plans = any(name.startswith(OF_PLANS) for name, _line in message.locations)
            if is_of_plans and PROMISES.search(text):
                yield text


def test_every_promise_of_who_reads_is_held() -> None:
    found = list(_promises())
    assert [one for one in found if not one.startswith(tuple(HELD))] == []
    assert [begins for begins in HELD if not any(one.startswith(begins) for one in found)] == []


@pytest.mark.parametrize("test", sorted(set(HELD.values())))
def test_by_a_test_that_is_there(test: str) -> None:
    file, name = test.split("::")
    assert f"def {name}(" in (ROOT / file).read_text(encoding="utf-8")

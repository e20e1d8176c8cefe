"""Creating an agreement and writing it before anybody else is let in."""

from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import func, select

from agreements.models import Agreement, AgreementParty, SectionVersion
from portal import clock
from portal.authz import OrganisationKind
from tests.browser import Browser
from tests.integration.county import COORDINATOR, CountyOfTests, Parties


def _agreements(county: CountyOfTests) -> int:
    mine = Agreement.municipality_id == county.municipality
    return county.execute(select(func.count()).where(mine)).scalar_one()


def _section_versions(county: CountyOfTests) -> int:
    return county.execute(select(func.count()).select_from(SectionVersion)).scalar_one()


def test_an_agreement_starts_with_the_templates_nine_sections(parties: Parties) -> None:
    page = parties.create().municipality.open(parties.path)

    assert page.heading == "Lokal överenskommelse, Åsele kommun"
    assert len(page.soup.select("ol.contents a[href*='/sections/']")) == 9
    assert "Petra" not in page.text


def test_a_form_sent_twice_creates_one_agreement(county: CountyOfTests, parties: Parties) -> None:
    parties.create()
    again = parties.municipality.send_again()

    assert again.url == parties.path
    assert _agreements(county) == 1


def test_a_municipality_has_one_agreement_in_progress_at_a_time(parties: Parties) -> None:
    page = parties.create().municipality.open("/agreements/new")
    page.press("Skapa", status=422, title="En annan")

    assert page.problems == [
        "Det finns redan en överenskommelse på gång för kommunen i det här ämnet."
    ]


def test_after_withdrawing_another_can_begin(county: CountyOfTests, parties: Parties) -> None:
    page = parties.create().municipality.open(f"{parties.path}/withdraw")
    page.press(page.buttons[0], reason="Vi börjar om.")
    page.send_again()
    parties.create()

    assert _agreements(county) == 2


def test_work_that_has_been_put_to_decision_is_not_given_up(
    county: CountyOfTests, shared: Parties
) -> None:
    page = Browser(county.app, token=shared.municipality.token).open(f"{shared.path}/withdraw")
    shared.put_to_decision()
    page = page.press(page.buttons[0], status=422, reason="Vi börjar om.")

    assert page.problems == [
        "Överenskommelsen har gått vidare sedan du öppnade sidan. Öppna sidan på nytt."
    ]


def test_without_the_police_there_is_no_column_for_them(county: CountyOfTests) -> None:
    parties = Parties(county, police=False).create()
    page = parties.municipality.open(f"{parties.path}/matrix/fill")

    assert page.soup.select("select[name$='.primarvard']")
    assert not page.soup.select("select[name$='.polis']")


def test_the_text_is_saved_with_its_questions_by_one_button(parties: Parties) -> None:
    section = parties.create().section(2)
    page = parties.municipality.open(f"{section}/edit")
    text = "Vi kallar till SIP.\n\n- Första mötet inom **två veckor**\n- Alla får kallelsen"
    page.press("Spara", text=text, state_0="answered", note_0="Socialtjänsten börjar.")

    assert page.url == section
    assert page.soup.select_one("main li strong").text == "två veckor"
    assert "Socialtjänsten börjar." in page.text
    assert page.open(f"{section}/edit").value("text") == text
    assert page.value("state_0") == "answered"


def test_saving_without_a_change_makes_no_version(county: CountyOfTests, parties: Parties) -> None:
    section = parties.create().section(2)
    before = _section_versions(county)
    page = parties.municipality.open(f"{section}/edit")
    page.press("Spara", text="Ny text.")
    page.send_again()

    assert _section_versions(county) == before + 1


def test_ones_own_other_window_is_nobody_else(parties: Parties) -> None:
    section = parties.create().section(3)
    mine = parties.municipality.open(f"{section}/edit")
    first = Browser(mine.app, token=mine.token)
    first.open(f"{section}/edit").press("Spara", text="Den första texten.")

    mine.press("Spara", status=409, text="Den andra texten.")
    assert "Du hade redan sparat något annat här" in mine.text
    assert "Sparad av dig, i ett annat fönster" in mine.text
    assert "Maja" not in mine.text


def test_a_stale_save_shows_both_texts_and_loses_neither(
    county: CountyOfTests, parties: Parties
) -> None:
    section = parties.create().section(3)
    colleague = county.member(county.municipality, *COORDINATOR, name="Karin Kollega")
    mine = parties.municipality.open(f"{section}/edit")
    colleague.open(f"{section}/edit").press("Spara", text="Kollegans text.")

    mine.press("Spara", status=409, text="Min text.")
    assert "Karin Kollega" in mine.text
    assert "Kollegans text." in mine.text
    assert mine.value("text") == "Min text."
    assert "Kollegans text." in colleague.open(section).text

    mine.press("Spara", text="Bådas text.")
    assert "Bådas text." in colleague.open(section).text


def test_two_who_save_the_same_text_do_not_collide(county: CountyOfTests, parties: Parties) -> None:
    section = parties.create().section(3)
    colleague = county.member(county.municipality, *COORDINATOR)
    mine = parties.municipality.open(f"{section}/edit")
    colleague.open(f"{section}/edit").press("Spara", text="Samma text.")

    assert mine.press("Spara", text="Samma text.").url == section


def test_questions_can_be_settled_also_after_sharing_by_either_party(shared: Parties) -> None:
    section = shared.section(4)
    page = shared.region.open(f"{section}/prompts")
    page.press("Spara", state_0="not_relevant", note_0="Inte hos oss.")

    assert "Inte hos oss." in shared.municipality.open(section).text


def test_questions_that_one_leaves_alone_keep_what_the_other_said(shared: Parties) -> None:
    section = shared.section(4)
    mine = shared.region.open(f"{section}/prompts")
    shared.municipality.open(f"{section}/prompts").press("Spara", note_1="Kommunens svar.")
    mine.press("Spara", note_0="Regionens svar.")
    text = shared.municipality.open(section).text

    assert "Kommunens svar." in text
    assert "Regionens svar." in text


def test_a_question_that_both_answer_shows_both_answers(shared: Parties) -> None:
    section = shared.section(4)
    mine = shared.region.open(f"{section}/prompts")
    shared.municipality.open(f"{section}/prompts").press("Spara", note_0="Kommunens svar.")
    mine.press("Spara", status=409, state_0="answered", note_0="Regionens svar.")

    assert "Kommunens svar." in mine.text
    assert mine.value("note_0") == "Regionens svar."
    mine.press("Spara")
    assert "Regionens svar." in shared.municipality.open(section).text


def test_an_answer_that_could_not_be_read_keeps_its_first_reading(shared: Parties) -> None:
    section = shared.section(4)
    mine = shared.region.open(f"{section}/prompts")
    shared.municipality.open(f"{section}/prompts").press("Spara", note_0="Kommunens svar.")
    mine.press("Spara", status=422, note_0="x" * 501)
    mine.press("Spara", status=409, note_0="Regionens svar.")

    assert "Kommunens svar." in mine.text


def test_a_term_that_ends_before_it_begins_is_told_at_its_field(parties: Parties) -> None:
    today = clock.today()
    page = parties.create().municipality.open(f"{parties.path}/term")
    page.press(
        "Spara",
        status=422,
        valid_from=today.isoformat(),
        valid_until=(today - timedelta(days=1)).isoformat(),
    )

    assert page.problems == ["Sista dagen måste komma efter den första."]
    assert page.value("valid_until") == (today - timedelta(days=1)).isoformat()


def test_only_the_drafting_party_sees_a_draft(parties: Parties) -> None:
    parties.create()

    for other in (parties.region, parties.police):
        other.open(parties.path, 404)
        assert parties.id not in other.open("/agreements").response.text


def test_sharing_lets_the_others_in_and_ends_direct_writing(parties: Parties) -> None:
    section = parties.create().section(1)
    form = parties.municipality.open(f"{section}/edit")
    parties.fill_matrix().share()

    for other in (parties.region, parties.police):
        assert other.open(parties.path).heading.startswith("Lokal överenskommelse")
    assert UUID(parties.id)
    form.open(f"{section}/edit").press("Spara", status=422, text="För sent.")
    assert form.value("text") == "För sent."
    assert "För sent." not in parties.region.open(section).text


def test_sharing_twice_is_sharing_once(parties: Parties) -> None:
    parties.create().share()

    assert parties.municipality.send_again().url == parties.path


def test_old_law_is_flagged_with_what_replaced_it(parties: Parties) -> None:
    page = parties.create().municipality.open(parties.section(1))
    law = page.soup.find("summary", string="Lagstöd").parent.text

    assert "2025:400" in law
    assert "äldre lagrum som har ersatts" in law


def test_an_earlier_text_is_seen_and_brought_back(parties: Parties, county: CountyOfTests) -> None:
    section = parties.create().section(2)
    before = _section_versions(county)
    page = parties.municipality.open(f"{section}/edit")
    template = page.value("text")
    page.press("Spara", text="")
    page.follow("Tidigare texter").follow("Visa : Version 1")
    assert template[:40].split("\n")[0].strip("*# ") in page.text
    page.press("Ta tillbaka den här texten")
    assert "är tillbaka, som en ny version" in page.text
    assert page.open(f"{section}/edit").value("text") == template
    page.open(f"{section}/versions")
    assert page.text.count("Visa") == 3
    assert _section_versions(county) == before + 2


def test_bringing_back_what_stands_already_is_no_new_version(
    parties: Parties, county: CountyOfTests
) -> None:
    section = parties.create().section(2)
    page = parties.municipality.open(f"{section}/edit").press("Spara", text="Nytt.")
    before = _section_versions(county)
    page.post(f"{section}/restore", {"version": "2"})
    assert _section_versions(county) == before
    assert "Inget ändrades." in page.soup.text
    page.post(f"{section}/restore", {"version": "7"}, status=404)
    page.open(section).post(f"{section}/restore", {"version": "x"}, status=404)


def test_what_was_written_before_sharing_is_the_drafters_own(parties: Parties) -> None:
    section = parties.create().section(2)
    edit = parties.municipality.open(f"{section}/edit")
    edit.press("Spara", text="Ett första försök.")
    edit.open(f"{section}/edit").press("Spara", text="Det vi delar.")
    parties.fill_matrix().set_term().share()
    page = parties.region.open(f"{section}/versions")
    assert page.text.count("Visa") == 1
    page.open(f"{section}/versions?version=2", status=404)
    assert "Det vi delar." in page.open(f"{section}/versions?version=3").text
    assert "Ta tillbaka den här texten" not in page.buttons
    parties.municipality.open(f"{section}/versions?version=2")
    assert "Ett första försök." in parties.municipality.text
    assert "Ta tillbaka den här texten" not in parties.municipality.buttons
    parties.municipality.post(f"{section}/restore", {"version": "2"}, status=422)


def test_a_name_with_a_gap_is_refused_when_it_is_typed(parties: Parties) -> None:
    page = parties.municipality.open("/agreements/new")
    page.press("Skapa", status=422, title="Överenskommelse för [kommunen]")

    assert page.problems == ["Skriv klart namnet: där finns en lucka kvar."]


def test_which_of_several_police_areas_takes_part_is_chosen(
    county: CountyOfTests, parties: Parties
) -> None:
    south = county.organisation("Polisområde Södra Lappland", OrganisationKind.POLICE)
    page = parties.municipality.open("/agreements/new")
    page.press("Skapa", parties=[str(south)])
    agreement = UUID(urlsplit(page.url).path.split("/")[2])
    asked = select(AgreementParty.organisation_id).where(AgreementParty.agreement_id == agreement)
    found = set(county.execute(asked).scalars())
    assert found == {parties.municipality_id, county.region, south}

"""Creating an agreement and writing it before anybody else is let in."""

import re
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from sqlalchemy import func, select

from agreements.tables.agreement import Agreement
from agreements.tables.party import AgreementParty
from agreements.tables.text import SectionVersion
from portal import clock
from portal.authz import OrganisationKind
from tests.browser import Browser
from tests.integration.county import COORDINATOR, CountyOfTests, Parties


def _agreements(county: CountyOfTests) -> int:
    mine = Agreement.creator_id == county.municipality
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
        "Ni har redan en överenskommelse på gång i det här ämnet, för samma kommun."
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


def _answers(page: Browser) -> dict[str, str]:
    """What each field for text says, by its name."""
    names = [str(one["name"]) for one in page.soup.select(".answer textarea")]
    return {name: page.value(name) for name in names}


def _field(page: Browser, question: str) -> str:
    """Where a question is answered, by the link that leads there."""
    link = next(one for one in page.soup.select("nav ol.prompts a") if one.text == question)
    field = str(link["href"]).removeprefix("#")
    assert page.soup.find("textarea", id=field) is not None
    return field


CALLS = "Hur kallar ni till mötet, och vad får den som kallas veta i förväg?"
STARTS = "Vem tar initiativ till en plan, och hur snabbt?"


def test_a_question_is_answered_where_the_text_answers_it(parties: Parties) -> None:
    section = parties.create().section(2)
    page = parties.municipality.open(section).follow("Svara på frågorna")
    before = page.open(f"{section}/edit").value("text")
    page.open(f"{section}/write")
    field = _field(page, CALLS)
    assert _answers(page)[field].startswith("- **Kallelse:** [vem] kallar")
    page.press("Spara", **{field: "- **Kallelse:** samordnaren kallar, genom Samsyn."})

    assert page.url == section
    (state,) = (one.text for one in page.soup.select("ul.prompts li") if CALLS in one.text)
    assert "Besvarad" in state
    after = page.open(f"{section}/edit").value("text")
    assert after.splitlines()[2] == "- **Kallelse:** samordnaren kallar, genom Samsyn."
    assert after.splitlines()[3:] == before.splitlines()[3:]


def test_a_question_that_the_text_does_not_answer_is_answered_last_in_it(parties: Parties) -> None:
    section = parties.create().section(4)
    page = parties.municipality.open(f"{section}/write")
    question = "Hur ser ni till barn och andra som finns runt personen?"
    field = _field(page, question)
    assert field.startswith("answer_")
    page.press("Spara", **{field: "Socialjouren kontaktas alltid."})
    assert page.open(f"{section}/edit").value("text").endswith("\n\nSocialjouren kontaktas alltid.")

    page.open(f"{section}/write")
    assert _answers(page)[_field(page, question)] == "Socialjouren kontaktas alltid."
    assert [one for one in _answers(page) if one.startswith("answer_")] == []
    page.open(f"{section}/edit").press(
        "Spara", text="Nytt.\n\nSocialjouren kontaktas nästan alltid."
    )
    page.open(f"{section}/write")
    assert _answers(page)[_field(page, question)] == "Socialjouren kontaktas nästan alltid."


def test_what_a_text_says_of_its_questions_can_be_said_otherwise(parties: Parties) -> None:
    section = parties.create().section(2)
    page = parties.municipality.open(f"{section}/write")
    page.press("Spara", state_1="not_relevant", note_1="Det frågar regionen om.")
    assert "Det frågar regionen om." in page.text
    page.open(f"{section}/write")
    assert page.value("state_1") == "not_relevant"
    page.press("Spara", **_filled(page), state_3="open")
    states = [one.text for one in page.soup.select("ul.prompts .status")]
    assert [one.strip() for one in states] == [
        *(
            "Besvarad",
            "Inte aktuell",
            "Besvarad",
            "Inte besvarad",
            "Besvarad",
            "Besvarad",
            "Besvarad",
        ),
    ]
    page.open(f"{section}/write").press("Spara")
    assert "Inget ändrades." in page.soup.text


def test_the_nine_sections_are_written_without_going_back(parties: Parties) -> None:
    page = parties.create().municipality.open(parties.path).follow("Skriv avsnitt 1")
    for _number in range(8):
        page.press("Spara och gå till nästa avsnitt", **_filled(page))
    assert "Spara och gå till nästa avsnitt" not in page.buttons
    page.press("Spara", **_filled(page))
    page.open(parties.path)
    assert "9 av 9 avsnitt skrivna, inga luckor kvar, 56 av 56 frågor klara" in page.text


def _filled(page: Browser) -> dict[str, str]:
    """Every answer without its gaps, and words where there are none."""
    without = {name: re.sub(r"\[.*?\]", "torsdag", text) for name, text in _answers(page).items()}
    return {name: text or "Det gör samordnaren." for name, text in without.items()}


def test_a_preview_saves_nothing_and_keeps_what_is_written(parties: Parties) -> None:
    section = parties.create().section(2)
    for form, field in (("write", "passage_1"), ("edit", "text")):
        page = parties.municipality.open(f"{section}/{form}")
        published = page.value(field)
        page.press("Förhandsvisa", **{field: "- **Kallelse:** [vem] och _när_"})
        shown = page.soup.select_one("section[aria-labelledby=h-preview]")
        assert shown is not None
        assert shown.select_one("strong").text == "Kallelse:"  # type: ignore[union-attr]
        assert len(shown.select("em")) == 1
        assert "vem" in shown.select_one("mark").text  # type: ignore[union-attr]
        assert page.value(field) == "- **Kallelse:** [vem] och _när_"
        assert page.open(f"{section}/{form}").value(field) == published


def test_two_who_answer_the_same_section_are_both_shown(
    county: CountyOfTests, parties: Parties
) -> None:
    section = parties.create().section(2)
    colleague = county.member(county.municipality, *COORDINATOR, name="Karin Kollega")
    mine = parties.municipality.open(f"{section}/write")
    field = _field(mine, CALLS)
    other = colleague.open(f"{section}/write")
    other.press("Spara", **{field: "- **Kallelse:** kollegan kallar."})

    mine.press("Spara", status=409, **{field: "- **Kallelse:** jag kallar."})
    assert "Karin Kollega" in mine.text
    assert "kollegan kallar" in mine.text
    assert mine.value(field) == "- **Kallelse:** jag kallar."
    mine.press("Spara", **{field: "- **Kallelse:** vi kallar."})
    assert "vi kallar" in colleague.open(section).text


def test_a_sheet_that_no_page_of_ours_sent_does_not_exist(parties: Parties) -> None:
    section = parties.create().section(2)
    page = parties.municipality.open(f"{section}/write")
    action, data = page.filled("Spara", {})
    for made_up in ("9,9,9,9,9,9,9", "0", "a,b,c,d,e,f,g"):
        page.post(action, data | {"places": made_up}, status=404)
    page.post(action, data | {"passage_0": "x" * 19_000, "passage_1": "y" * 1_001}, status=422)
    assert page.problems == ["Texten får vara högst 20000 tecken."]


def test_each_question_shows_its_place_beside_the_whole_text(parties: Parties) -> None:
    section = parties.create().section(2)
    page = parties.municipality.open(f"{section}/edit")
    places = [one.text for one in page.soup.select(".prompt-place .prose")]
    assert len(places) == 7
    assert "[vem] kallar senast" in places[2]


def test_after_sharing_a_section_is_not_written_question_by_question(shared: Parties) -> None:
    assert "Svara på frågorna" not in shared.municipality.open(shared.section(2)).text


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


def test_an_earlier_text_is_not_brought_back_over_one_that_was_not_seen(parties: Parties) -> None:
    section = parties.create().section(2)
    parties.municipality.open(f"{section}/edit").press("Spara", text="Ett försök.")
    late = Browser(parties.county.app, token=parties.municipality.token)
    late.open(f"{section}/versions?version=1")
    parties.municipality.open(f"{section}/edit").press("Spara", text="Det som en kollega skrev.")
    late.press("Ta tillbaka den här texten", 409)

    assert "Det som en kollega skrev." in late.text
    page = parties.municipality.open(f"{section}/edit")
    assert page.value("text") == "Det som en kollega skrev."


def test_bringing_back_what_stands_already_is_no_new_version(
    parties: Parties, county: CountyOfTests
) -> None:
    section = parties.create().section(2)
    page = parties.municipality.open(f"{section}/edit").press("Spara", text="Nytt.")
    before = _section_versions(county)
    page.post(f"{section}/restore", {"version": "2", "base_version": "2"})
    assert _section_versions(county) == before
    assert "Inget ändrades." in page.soup.text
    page.post(f"{section}/restore", {"version": "7", "base_version": "2"}, status=404)
    page.open(section).post(f"{section}/restore", {"version": "x", "base_version": "2"}, status=404)


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
    sent = {"version": "2", "base_version": "3"}
    parties.municipality.post(f"{section}/restore", sent, status=422)


def test_a_name_with_a_gap_is_refused_when_it_is_typed(parties: Parties) -> None:
    page = parties.municipality.open("/agreements/new")
    page.press("Skapa", status=422, title="Överenskommelse för [kommunen]")

    assert page.problems == ["Skriv klart namnet: där finns en lucka kvar."]


def test_which_of_several_police_areas_takes_part_is_chosen(
    county: CountyOfTests, parties: Parties
) -> None:
    south = county.organisation("Polisområde Södra Lappland", OrganisationKind.POLICE)
    page = parties.municipality.open("/agreements/new")
    page.press("Skapa", **{f"part_{south}": "bound"})
    agreement = UUID(urlsplit(page.url).path.split("/")[2])
    asked = select(AgreementParty.organisation_id).where(AgreementParty.agreement_id == agreement)
    found = set(county.execute(asked).scalars())
    assert found == {parties.municipality_id, county.region, south}


def test_a_term_that_is_half_said_is_shown(parties: Parties) -> None:
    last = clock.today() + timedelta(days=400)
    page = parties.create().municipality.open(f"{parties.path}/term")
    page.press("Spara", valid_until=last.isoformat())
    said = page.soup.select_one("main").get_text(" ")
    assert f"Till {last.day} " in said
    assert "första dagen är inte bestämd" in said


def test_the_draft_that_was_read_is_shared_with_those_who_were_named(parties: Parties) -> None:
    to_share = parties.create().write_sections().fill_matrix().set_term()
    late = Browser(to_share.county.app, token=to_share.municipality.token)
    late.open(f"{to_share.path}/share")
    to_share.municipality.open(f"{to_share.path}/title").press("Spara", title="Ett annat namn")
    late.press("Dela utkastet", 422)

    assert late.problems[0].startswith("Någon har ändrat utkastet, eller vilka som är med")
    to_share.region.open(to_share.path, 404)
    late.press("Dela utkastet")  # now it was read
    assert "Ett annat namn" in to_share.region.open(to_share.path).text


def test_an_older_page_gives_up_no_work_that_is_shared_since(parties: Parties) -> None:
    to_share = parties.create().write_sections().fill_matrix().set_term()
    late = Browser(to_share.county.app, token=to_share.municipality.token)
    late.open(f"{to_share.path}/withdraw")
    to_share.share()
    late.press("Avbryt arbetet", 422, reason="Vi börjar om.")

    assert late.problems == [
        "Överenskommelsen har gått vidare sedan du öppnade sidan. Skicka igen om arbetet ändå ska"
        " avbrytas."
    ]
    assert late.value("reason") == "Vi börjar om."
    assert "Alla parter får veta det" in late.text
    late.press("Avbryt arbetet")  # now it was read
    assert "Vi börjar om." in to_share.region.open(to_share.path).text


@pytest.mark.parametrize(
    ("page", "field", "theirs", "mine"),
    [
        ("title", "title", "Det en kollega skrev", "Mitt namn"),
        ("term", "valid_from", "2027-03-01", "2027-05-01"),
    ],
)
def test_a_name_and_dates_that_a_colleague_has_set_are_not_put_back(
    parties: Parties, page: str, field: str, theirs: str, mine: str
) -> None:
    path = f"{parties.create().set_term().path}/{page}"
    late = Browser(parties.county.app, token=parties.municipality.token).open(path)
    parties.municipality.open(path).press("Spara", **{field: theirs})
    late.press("Spara", 409, **{field: mine})

    assert theirs in late.text
    assert mine in late.text
    assert parties.municipality.open(path).value(field) == theirs

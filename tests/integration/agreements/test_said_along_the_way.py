"""What pages say beside what they are about: words that mislead stop people as errors do."""

from datetime import timedelta

import pytest

from portal import clock
from tests.browser import Browser
from tests.integration.county import COORDINATOR, CountyOfTests, Parties

OPTIONAL = "(frivilligt)"


def _label(page: Browser, name: str) -> str:
    """What a field is called, with what is said beside its name."""
    control = page.soup.select_one(f"main [name='{name}']")
    assert control is not None, name
    return " ".join(page.soup.select_one(f"label[for='{control['id']}']").get_text(" ").split())


def test_what_may_be_asked_for_is_not_called_optional(shared: Parties) -> None:
    page = shared.municipality.open(f"{shared.path}/term/suggest")
    for name in ("valid_from", "valid_until"):
        assert OPTIONAL not in _label(page, name)
    suggestion = shared.suggest(shared.region, shared.section(2), "Inom två veckor.")
    page.open(suggestion)
    assert OPTIONAL not in _label(page, "reason")
    assert "Avstår ni hindrar ni det inte" in page.text
    assert "Avböjer ni faller förslaget direkt" in page.text


@pytest.mark.parametrize("day", ["valid_from", "valid_until"])
def test_a_day_is_not_suggested_away(shared: Parties, day: str) -> None:
    page = shared.municipality.open(f"{shared.path}/term/suggest")
    page.press("Skicka förslaget till parterna", 422, reason="Vi väntar.", **{day: ""})
    assert page.problems == ["Skriv en dag: den går att flytta, men inte att ta bort."]
    assert page.value("reason") == "Vi väntar."
    page.press(
        "Skicka förslaget till parterna", 422 if day == "valid_from" else 200, open_ended=True
    )


def test_why_a_measure_of_the_template_goes_is_asked_for_and_not_optional(
    parties: Parties,
) -> None:
    page = parties.create().municipality.open(f"{parties.path}/matrix/fill")
    links = [str(one["href"]) for one in page.soup.select("a[href*='/matrix/rows/']")]
    page.open(next(one for one in links if one.endswith("/remove")))
    assert OPTIONAL not in _label(page, "reason")
    page.press("Ta bort insatsen", 422)


def test_a_term_that_is_half_said_is_shown(parties: Parties) -> None:
    last = clock.today() + timedelta(days=400)
    page = parties.create().municipality.open(f"{parties.path}/term")
    page.press("Spara", valid_until=last.isoformat())
    said = page.soup.select_one("main").get_text(" ")
    assert f"Till {last.day} " in said
    assert "första dagen är inte bestämd" in said


def test_what_begins_later_is_told_in_the_list_and_nothing_new_is_pressed_for(
    parties: Parties,
) -> None:
    first = clock.today() + timedelta(days=30)
    parties.create().write_sections().fill_matrix()
    parties.set_term(first, review=first + timedelta(days=60)).share()
    parties.signing().all_sign()
    page = parties.municipality.open("/agreements")
    assert page.heading.startswith("En överenskommelse börjar gälla")
    create = page.soup.select_one("main a[href='/agreements/new']")
    assert create is None or create["data-variant"] == "secondary"


def test_long_texts_begin_with_their_contents(county: CountyOfTests, shared: Parties) -> None:
    page = shared.municipality.open(f"{shared.path}/read")
    template = county.member(county.group, *COORDINATOR).open(f"/templates/{county.template_id}")
    for one in (page, template):
        links = [str(a["href"]) for a in one.soup.select("main a[href^='#section-']")]
        assert len(links) >= 9
        assert all(one.soup.find(id=link.removeprefix("#")) for link in links)
    assert page.soup.select_one("button[data-print]")


def test_two_suggestions_of_one_party_are_told_apart_where_they_wait(shared: Parties) -> None:
    for number in (2, 3):
        shared.suggest(shared.region, shared.section(number), "Inom två veckor.")
    page = shared.municipality.open("/todo")
    names = [" ".join(a.get_text(" ").split()) for a in page.soup.select("main a[href*='/sug']")]
    assert len(names) == 2
    assert len(set(names)) == 2
    assert [name.startswith("Svara på förslag om ") for name in names] == [True, True]


def test_the_law_asks_the_municipality_and_the_region_and_the_police_may_come(
    county: CountyOfTests,
) -> None:
    page = county.visitor().open("/personal-data")
    assert "polisen kan vara med" in page.text
    assert "polisen ska" not in page.text
    assert "Om du har en plan" in page.text


@pytest.mark.parametrize("text", ["Vi kallar **alla**.\n\n- en\n- två"])
def test_a_suggestion_is_looked_at_before_it_is_sent(shared: Parties, text: str) -> None:
    page = shared.region.open(f"{shared.section(2)}/suggest")
    assert "fet" in page.text.lower()
    page.press("Förhandsvisa", text=text, reason="Så blir det.")
    shown = page.soup.select_one("main")
    assert [one.get_text() for one in shown.select("strong")][:1] == ["alla"]
    assert page.value("text").replace("\r\n", "\n") == text
    assert page.value("reason") == "Så blir det."

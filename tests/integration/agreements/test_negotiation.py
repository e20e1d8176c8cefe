"""Suggestions: who sees them, who answers, what is adopted, and that nothing is merged silently."""

from collections.abc import Sequence
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from sqlalchemy import func, select

from agreements.tables.suggestion import Suggestion
from agreements.tables.text import SectionVersion
from portal import clock
from portal.db import db
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.county import COORDINATOR, CountyOfTests, Parties

CELL = "cell-tidig-upptackt.primarvard"


def test_the_last_yes_adopts(shared: Parties) -> None:
    section = shared.section(2)
    suggestion = shared.suggest(shared.region, section, "Inom två veckor.")

    first = shared.answer(shared.municipality, suggestion)
    assert "väntar på de andra parterna" in first.soup.text
    assert "Inom två veckor." not in shared.police.open(section).text

    last = shared.answer(shared.police, suggestion)
    assert "Ändringen är införd." in last.soup.text
    assert "Inom två veckor." in shared.police.open(section).text


def test_an_answer_sent_twice_counts_once(county: CountyOfTests, shared: Parties) -> None:
    suggestion = shared.suggest(shared.region, shared.section(2), "Inom två veckor.")
    before = county.execute(select(func.count()).select_from(SectionVersion)).scalar_one()
    shared.answer(shared.municipality, suggestion)
    shared.municipality.send_again()
    shared.answer(shared.police, suggestion)
    shared.police.send_again()

    after = county.execute(select(func.count()).select_from(SectionVersion)).scalar_one()
    assert after == before + 1


def test_one_no_ends_it_and_needs_a_reason(shared: Parties) -> None:
    suggestion = shared.suggest(shared.region, shared.section(2), "Inom två veckor.")
    page = shared.police.open(suggestion)
    button = next(one for one in page.buttons if one.startswith("Svara för"))
    page.press(button, status=422, answer="reject")
    assert page.problems == ["Skriv varför, så att de andra parterna förstår."]

    page.press(button, answer="reject", reason="Vi hinner inte.")
    assert "Förslaget är avböjt." in page.soup.text
    assert "Vi hinner inte." in shared.region.open(suggestion).text


def test_a_party_that_abstains_stands_aside(shared: Parties) -> None:
    suggestion = shared.suggest(shared.region, shared.section(2), "Inom två veckor.")
    shared.answer(shared.police, suggestion, "abstain")
    page = shared.answer(shared.municipality, suggestion)

    assert "Ändringen är införd." in page.soup.text


def test_a_party_may_change_its_answer_while_others_wait(shared: Parties) -> None:
    suggestion = shared.suggest(shared.region, shared.section(2), "Inom två veckor.")
    shared.answer(shared.police, suggestion, "abstain")
    shared.answer(shared.police, suggestion, "accept")
    page = shared.answer(shared.municipality, suggestion)

    assert "Ändringen är införd." in page.soup.text


def test_an_older_page_changes_no_answer_that_it_did_not_show(
    county: CountyOfTests, shared: Parties
) -> None:
    suggestion = shared.suggest(shared.region, shared.section(2), "Inom två veckor.")
    late = county.member(shared.municipality_id, *COORDINATOR, name="Den sena").open(suggestion)
    button = next(one for one in late.buttons if one.startswith("Svara för"))
    shared.answer(shared.municipality, suggestion, "abstain", "Vi är inte överens.")
    late.press(button, status=422, answer="accept", reason="Bra.")

    assert late.problems[0].startswith("Någon hos er har svarat sedan du öppnade sidan.")
    assert "Vi är inte överens." in late.text
    assert late.value("reason") == "Bra."
    page = shared.answer(shared.police, suggestion, "abstain")
    assert "Ändringen är införd." not in page.text
    late.press(button)  # now it was read
    assert "Ändringen är införd." in late.soup.text


def test_nobody_answers_their_own(shared: Parties) -> None:
    suggestion = shared.suggest(shared.region, shared.section(2), "Inom två veckor.")
    page = shared.region.open(suggestion)
    assert not [one for one in page.buttons if one.startswith("Svara för")]

    page.post(f"{suggestion}/answer", {"answer": "accept"}, status=422)


def test_a_suggestion_sent_twice_is_one(county: CountyOfTests, shared: Parties) -> None:
    shared.suggest(shared.region, shared.section(2), "Inom två veckor.")
    shared.region.send_again()

    stored = select(func.count()).where(Suggestion.agreement_id == UUID(shared.id))
    assert county.execute(stored).scalar_one() == 1


def test_a_suggestion_must_change_something_and_keeps_what_was_typed(shared: Parties) -> None:
    page = shared.region.open(f"{shared.section(2)}/suggest")
    page.press("Skicka förslaget till parterna", status=422, reason="Ingen särskild.")

    assert page.problems == ["Förslaget ändrar ingenting. Ändra något först."]
    assert page.value("reason") == "Ingen särskild."


def test_an_internal_suggestion_is_its_own_partys(county: CountyOfTests, shared: Parties) -> None:
    section = shared.section(2)
    page = shared.region.open(f"{section}/suggest")
    page.press("Spara som internt förslag", text="Internt utkast.", reason="Vi funderar.")
    suggestion = page.url
    colleague = county.member(county.region, *COORDINATOR)
    assert "Vi funderar." in colleague.open(suggestion).text

    for other in (shared.municipality, shared.police):
        other.open(suggestion, 404)
        other.open(f"{suggestion}/withdraw", 404)
        for path in (section, shared.path, f"{shared.path}/suggestions", "/todo"):
            assert "Internt utkast." not in other.open(path).response.text
            assert "Vi funderar." not in other.response.text
    # and so says the database, asked with no filter at all
    with county.app.app_context(), acting_as(shared.police.token):
        assert suggestion not in {f"{shared.path}/suggestions/{one.id}" for one in _unfiltered()}

    page.open(suggestion).press(_button(page, "Visa"))
    assert "Vi funderar." in shared.police.open(suggestion).text


def _unfiltered() -> Sequence[Suggestion]:
    return db.session.scalars(select(Suggestion)).all()


def _button(page: Browser, start: str) -> str:
    return next(one for one in page.buttons if one.startswith(start))


def test_what_was_overtaken_while_it_was_internal_is_published_as_a_conflict(
    shared: Parties,
) -> None:
    section = shared.section(2)
    page = shared.region.open(f"{section}/suggest")
    page.press("Spara som internt förslag", text="Svar inom 30 dagar.", reason="Vi funderar.")
    theirs = page.url
    ours = shared.suggest(shared.municipality, section, "Svar inom 7 dagar.")
    shared.answer(shared.region, ours)
    shared.answer(shared.police, ours)
    page.open(theirs).press(_button(page, "Visa"))

    assert "Inget slås ihop av sig självt" in shared.police.open(theirs).text
    assert "Svar inom 7 dagar." in shared.police.open(section).text


def test_two_changes_of_one_section_are_never_merged(shared: Parties) -> None:
    section = shared.section(2)
    ours = shared.suggest(shared.municipality, section, "Svar inom 7 dagar.")
    theirs = shared.suggest(shared.region, section, "Svar inom 30 dagar.")
    shared.answer(shared.region, ours)
    shared.answer(shared.police, ours)

    page = shared.police.open(theirs)
    assert "Inget slås ihop av sig självt" in page.text
    text = shared.police.open(section).text
    assert "Svar inom 7 dagar." in text
    assert "307" not in text
    shared.police.open(theirs).post(f"{theirs}/answer", {"answer": "accept"}, status=422)
    assert "Svar inom 7 dagar." in shared.police.open(section).text


def test_a_conflict_is_reworked_by_a_new_suggestion_in_its_place(shared: Parties) -> None:
    section = shared.section(2)
    ours = shared.suggest(shared.municipality, section, "Svar inom 7 dagar.")
    theirs = shared.suggest(shared.region, section, "Svar inom 30 dagar.")
    shared.answer(shared.region, ours)
    shared.answer(shared.police, ours)
    rework = f"{section}/suggest?replaces={theirs.rsplit('/', 1)[1]}"
    page = shared.region.open(rework)
    assert page.value("text") == "Svar inom 30 dagar."
    page.press("Skicka förslaget till parterna", text="Svar inom 14 dagar.", reason="Mitt emellan.")
    reworked = page.url

    shared.answer(shared.municipality, reworked)
    shared.answer(shared.police, reworked)
    assert "Svar inom 14 dagar." in shared.police.open(section).text
    assert "Ersatt" in shared.police.open(theirs).text


def test_another_party_may_accept_with_a_change_by_a_suggestion_of_its_own(
    shared: Parties,
) -> None:
    section = shared.section(2)
    theirs = shared.suggest(shared.region, section, "Svar inom 30 dagar.")
    page = shared.municipality.open(theirs)
    link = page.soup.select_one("a[href*='replaces=']")["href"]
    page.open(str(link)).press(
        "Skicka förslaget till parterna", text="Svar inom 14 dagar.", reason="Hellre så."
    )

    shared.answer(shared.region, page.url)
    adopted = shared.answer(shared.police, page.url)
    assert "Ändringen är införd." in adopted.soup.text
    assert not [b for b in shared.police.open(theirs).buttons if b.startswith("Svara för")]


def test_a_suggestion_that_the_others_see_gives_way_only_to_one_they_see(shared: Parties) -> None:
    theirs = shared.suggest(shared.region, shared.section(2), "Svar inom 30 dagar.")
    rework = f"{shared.section(2)}/suggest?replaces={theirs.rsplit('/', 1)[1]}"
    page = shared.municipality.open(rework)
    page.press("Spara som internt förslag", text="Svar inom 14 dagar.", reason="Hellre så.")

    assert [b for b in shared.police.open(theirs).buttons if b.startswith("Svara för")]
    page.open(urlsplit(page.url).path).press("Visa för de andra parterna")
    assert "Ersatt" in shared.police.open(theirs).text


def test_what_a_party_kept_to_itself_stays_its_own_when_taken_back(shared: Parties) -> None:
    page = shared.region.open(f"{shared.section(2)}/suggest")
    page.press("Spara som internt förslag", text="Svar inom 7 dagar.", reason="Bara vi.")
    kept = urlsplit(page.url).path
    page = page.open(f"{kept}/withdraw")
    page.press(page.buttons[0])

    shared.police.open(kept, status=404)
    assert "Återtag" not in shared.police.open(f"{shared.path}/suggestions").text


def test_what_the_parties_have_adopted_is_not_taken_back(shared: Parties) -> None:
    suggestion = shared.suggest(shared.region, shared.section(2), "Två veckor.")
    late = shared.region.open(f"{suggestion}/withdraw")
    shared.answer(shared.police, suggestion)
    shared.answer(shared.municipality, suggestion)
    page = late.press(late.buttons[0], status=422)

    assert page.problems == ["Förslaget är redan avgjort."]


def test_a_suggestion_written_from_a_text_that_has_changed_shows_both(
    county: CountyOfTests, shared: Parties
) -> None:
    section = shared.section(2)
    late = shared.region.open(f"{section}/suggest")
    ours = shared.suggest(shared.municipality, section, "Svar inom 7 dagar.")
    shared.answer(shared.police, ours)
    shared.answer(Browser(county.app, token=shared.region.token), ours)
    late.press("Skicka förslaget till parterna", status=409, text="Svar sen.", reason="Så.")

    assert "Svar inom 7 dagar." in late.soup.select_one(".conflict").text
    assert late.value("text") == "Svar sen."
    late.press("Skicka förslaget till parterna")
    assert "/suggestions/" in late.url


def test_suggestions_on_different_sections_do_not_disturb_each_other(shared: Parties) -> None:
    one = shared.suggest(shared.region, shared.section(2), "Svar inom 7 dagar.")
    other = shared.suggest(shared.region, shared.section(3), "Barnen först.")
    for suggestion in (one, other):
        shared.answer(shared.municipality, suggestion)
        shared.answer(shared.police, suggestion)

    assert "Barnen först." in shared.police.open(shared.section(3)).text


def test_ones_own_suggestion_can_be_taken_back_and_nobody_elses(shared: Parties) -> None:
    suggestion = shared.suggest(shared.region, shared.section(2), "Svar inom 7 dagar.")
    shared.police.open(suggestion).post(f"{suggestion}/withdraw", status=404)
    page = shared.region.open(f"{suggestion}/withdraw")
    page.press(page.buttons[0])
    page.send_again()

    shared.police.open(suggestion).post(f"{suggestion}/answer", {"answer": "accept"}, status=422)


def test_a_cell_is_changed_by_agreement(shared: Parties) -> None:
    page = shared.region.open(f"{shared.path}/matrix/suggest")
    page.fill(
        "Skicka förslaget till parterna", {CELL: "participates", "reason": "Vi är redan med."}
    )
    suggestion = page.url
    shared.answer(shared.municipality, suggestion)
    shared.answer(shared.police, suggestion)

    page = shared.region.open(f"{shared.path}/matrix/suggest")
    assert page.value(CELL) == "participates"


def test_two_suggestions_on_one_cell_conflict_and_on_different_cells_do_not(
    shared: Parties,
) -> None:
    paths = []
    other_cell = "cell-motivation.primarvard"
    for values in ({CELL: "participates"}, {CELL: "shared"}, {other_cell: "shared"}):
        page = shared.region.open(f"{shared.path}/matrix/suggest")
        page.fill("Skicka förslaget till parterna", {**values, "reason": "Så."})
        paths.append(page.url)
    shared.answer(shared.municipality, paths[0])
    shared.answer(shared.police, paths[0])

    assert "Inget slås ihop av sig självt" in shared.police.open(paths[1]).text
    assert [b for b in shared.police.open(paths[2]).buttons if b.startswith("Svara för")]


def test_after_sharing_dates_are_suggested_too(shared: Parties) -> None:
    year = clock.today().year + 5
    page = shared.region.open(f"{shared.path}/term/suggest")
    page.press("Skicka förslaget till parterna", valid_until=f"{year}-12-31", reason="Ett år till.")
    suggestion = page.url
    assert str(year) not in shared.police.open(shared.path).text
    shared.answer(shared.municipality, suggestion)
    shared.answer(shared.police, suggestion)

    assert str(year) in shared.police.open(shared.path).text


def test_a_signatory_reads_a_suggestion_but_cannot_answer(shared: Parties) -> None:
    suggestion = shared.suggest(shared.region, shared.section(2), "Svar inom 7 dagar.")
    _, signatory = shared.signatory(shared.municipality_id, "Sune Signatär")
    page = signatory.open(suggestion)
    assert not [one for one in page.buttons if one.startswith("Svara för")]

    page.post(f"{suggestion}/answer", {"answer": "accept"}, status=403)


def test_what_may_be_asked_for_is_not_called_optional(shared: Parties) -> None:
    page = shared.municipality.open(f"{shared.path}/term/suggest")
    for name in ("valid_from", "valid_until"):
        assert "(frivilligt)" not in page.label(name)
    suggestion = shared.suggest(shared.region, shared.section(2), "Inom två veckor.")
    page.open(suggestion)
    assert "(frivilligt)" not in page.label("reason")
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


def test_two_suggestions_of_one_party_are_told_apart_where_they_wait(shared: Parties) -> None:
    for number in (2, 3):
        shared.suggest(shared.region, shared.section(number), "Inom två veckor.")
    page = shared.municipality.open("/todo")
    names = [" ".join(a.get_text(" ").split()) for a in page.soup.select("main a[href*='/sug']")]
    assert len(names) == 2
    assert len(set(names)) == 2
    assert [name.startswith("Svara på förslag om ") for name in names] == [True, True]


@pytest.mark.parametrize("text", ["Vi kallar **alla**.\n\n- en\n- två"])
def test_a_suggestion_is_looked_at_before_it_is_sent(shared: Parties, text: str) -> None:
    page = shared.region.open(f"{shared.section(2)}/suggest")
    assert "fet" in page.text.lower()
    page.press("Förhandsvisa", text=text, reason="Så blir det.")
    shown = page.soup.select_one("main")
    assert [one.get_text() for one in shown.select("strong")][:1] == ["alla"]
    assert page.value("text").replace("\r\n", "\n") == text
    assert page.value("reason") == "Så blir det."

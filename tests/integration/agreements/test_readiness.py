"""Nothing empty goes to decision: the pages list what is not ready, and the database refuses it."""

import re
from collections.abc import Callable
from contextlib import nullcontext
from typing import cast
from uuid import UUID

import pytest
from sqlalchemy import Connection, func, select, text, update
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import aliased

from agreements.facts import FactKind
from agreements.kept_checks import keep_checks
from agreements.readiness import TextCheck, check_text
from agreements.tables.agreement import Agreement
from agreements.tables.document import Remark
from agreements.tables.fact import AgreementFact
from agreements.tables.matrix import MatrixCell, MatrixRow
from agreements.tables.text import Section, SectionVersion
from portal.db import db
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.county import COORDINATOR, CountyOfTests, Parties

LOCK = "Lås texten och gå till beslut"
IN_PLACE = "Allt är på plats"


def _lock_page(parties: Parties) -> Browser:
    return parties.municipality.open(f"{parties.path}/put-to-decision")


def _rewrite(parties: Parties, number: int, written: str) -> None:
    """Let a section of a shared text say something else, as the database's owner can.

    What readiness found in it is no longer kept, as after an older release has written.
    """
    county, agreement = parties.county, UUID(parties.id)
    section = county.execute(
        select(Section.id, Section.version).where(
            Section.agreement_id == agreement, Section.number == number
        )
    ).one()
    current = SectionVersion.section_id == section.id, SectionVersion.version == section.version
    county.execute(update(SectionVersion).where(*current).values(text=written))
    county.execute(update(Section).where(Section.id == section.id).values(checked_version=0))


def _links(page: Browser) -> set[str]:
    return {str(a["href"]).split("#")[0] for a in page.soup.select("main li a[href]")}


def test_a_hollow_agreement_cannot_be_locked(parties: Parties) -> None:
    """As it was found: the template's text everywhere, dates set, and straight to decision."""
    parties.create().fill_matrix().set_term().share()
    for browser in parties.all:
        assert IN_PLACE not in browser.open(parties.path).text
    page = _lock_page(parties)
    assert page.heading == "Texten kan inte låsas än"
    assert LOCK not in page.buttons
    assert page.text.count("har bara mallens text.") == 9
    assert len(re.findall(r"har \d+ luckor att fylla i", page.text)) == 9
    assert {f"{parties.section(number)}/suggest" for number in range(1, 10)} <= _links(page)

    page.post(f"{parties.path}/put-to-decision", status=422)
    assert page.problems == ["Allt är inte klart än. Rätta det som står i listan först."]
    assert "Delad" in page.open(parties.path).soup.select_one(".heading-row").text


def _say_facts(parties: Parties, **said: object) -> None:
    """Let every fact of a draft say the same."""
    ours = AgreementFact.agreement_id == UUID(parties.id)
    parties.county.execute(update(AgreementFact).where(ours).values(said=said))


def test_facts_that_say_nothing_stop_the_lock_like_texts(parties: Parties) -> None:
    """As it was found: a sentence in every section, and [vem] or [skäl] in every fact."""
    parties.create().write_sections().fill_matrix().set_term()
    texts = AgreementFact.kind == FactKind.FUNCTION
    ours = update(AgreementFact).where(AgreementFact.agreement_id == UUID(parties.id))
    parties.county.execute(ours.where(~texts).values(said={"not_relevant": "[skäl]"}))
    parties.county.execute(
        ours.where(texts).values(said={"values": [{"title": "[vem]", "unit": "XX"}]})
    )
    parties.share().ready()
    assert IN_PLACE not in parties.municipality.open(parties.path).text
    page = _lock_page(parties)
    assert LOCK not in page.buttons
    assert "har en lucka att fylla i." in page.text
    assert "har 2 luckor att fylla i." in page.text
    assert f"{parties.path}/facts/sip-mote-inom/suggest" in _links(page)
    assert "En lucka att fylla i" in page.open(parties.section(2)).soup.select_one("main").text


def test_a_fact_set_aside_without_a_reason_asks_for_one(parties: Parties) -> None:
    parties.create().write_sections().fill_matrix().set_term()
    _say_facts(parties, not_relevant=".")
    page = _lock_page(parties.share().ready())
    asked = [str(one["name"]) for one in page.soup.select("main form textarea")]
    assert sum(one.startswith("facts_unexplained-") for one in asked) == 9
    assert parties.section(2) in _links(page)


def test_a_matrix_that_nobody_has_said_anything_of_asks_for_a_reason(parties: Parties) -> None:
    parties.create().write_sections().set_term().share().ready()
    assert IN_PLACE not in parties.municipality.open(parties.path).text
    page = _lock_page(parties)
    assert "ingen av parterna har sagt något om det" in page.text
    page.press(LOCK, status=422)
    page.press(LOCK, matrix_untouched="Mallens fördelning är vår.")
    assert "Mallens fördelning är vår." in parties.region.open(parties.path).text


def _put_to_decision(
    county: CountyOfTests, browser: Browser, agreement: UUID, *, is_committed: bool = False
) -> None:
    """As injected SQL would, and as far as the end of its transaction if `is_committed`."""
    with county.app.app_context(), acting_as(browser.token):
        try:
            db.session.execute(
                text("update app.agreement set status = 'decision' where id = :id"),
                {"id": agreement},
            )
            db.session.flush()
            if is_committed:
                db.session.execute(text("set constraints all immediate"))
        finally:
            db.session.rollback()


@pytest.mark.parametrize(
    "written",
    ["", " \n", "[vem] kallar.", "Se [riktlinjen](https://example.se) och [ antal ] dagar."],
)
def test_the_database_refuses_a_hollow_text_too(
    county: CountyOfTests, shared: Parties, written: str
) -> None:
    _rewrite(shared.ready(), 2, written)
    with pytest.raises(ProgrammingError, match="not ready"):
        _put_to_decision(county, shared.municipality, UUID(shared.id))


def test_the_database_refuses_the_templates_text(county: CountyOfTests, shared: Parties) -> None:
    first = (
        select(SectionVersion.text)
        .join(Section, Section.id == SectionVersion.section_id)
        .where(Section.agreement_id == UUID(shared.ready().id), Section.number == 2)
    ).where(SectionVersion.version == 1)
    starter: str = county.execute(first).scalar_one()
    without_gaps = starter.replace("[", "").replace("]", "")
    versions = update(SectionVersion).where(SectionVersion.text == starter)
    county.execute(versions.values(text=without_gaps))
    _rewrite(shared, 2, without_gaps)
    with pytest.raises(ProgrammingError, match="not ready"):
        _put_to_decision(county, shared.municipality, UUID(shared.id))


def test_the_database_refuses_missing_days(county: CountyOfTests, shared: Parties) -> None:
    agreement = UUID(shared.ready().id)
    _put_to_decision(county, shared.municipality, agreement)
    days = update(Agreement).where(Agreement.id == agreement).values(valid_until=None)
    county.execute(days)
    with pytest.raises(ProgrammingError, match="not ready"):
        _put_to_decision(county, shared.municipality, agreement)


@pytest.mark.parametrize(
    "said",
    [
        {"values": [{"title": "[vem]"}]},
        {"values": [{"title": "Mottagningen", "unit": "XX", "hours": "________"}]},
        {"values": [{"forum": "Cheferna"}, {"forum": "Ledningen", "others": "{roll}"}]},
        {"not_relevant": "[skäl]"},
    ],
)
def test_the_database_refuses_what_is_agreed_as_data_and_left_to_fill_in(
    county: CountyOfTests, shared: Parties, said: dict[str, object]
) -> None:
    agreement = UUID(shared.ready().id)
    _put_to_decision(county, shared.municipality, agreement)
    one = select(AgreementFact.id).where(AgreementFact.agreement_id == agreement).limit(1)
    where = AgreementFact.id == one.scalar_subquery()
    county.execute(update(AgreementFact).where(where).values(said=said))
    with pytest.raises(ProgrammingError, match="not ready"):
        _put_to_decision(county, shared.municipality, agreement)


def test_the_database_refuses_what_a_template_suggests_and_leaves_to_fill_in(
    county: CountyOfTests, shared: Parties
) -> None:
    agreement = UUID(shared.ready().id)
    left = {"said": None, "declared": {"default": [{"title": "[vem]"}]}}
    ours = update(AgreementFact).where(AgreementFact.agreement_id == agreement)
    county.execute(ours.values(left))
    with pytest.raises(ProgrammingError, match="not ready"):
        _put_to_decision(county, shared.municipality, agreement)


@pytest.mark.parametrize("where", ["title", "hint"])
def test_the_database_refuses_a_gap_in_what_a_measure_is_called(
    county: CountyOfTests, shared: Parties, where: str
) -> None:
    agreement = UUID(shared.ready().id)
    one = select(MatrixRow.id).where(MatrixRow.agreement_id == agreement).limit(1)
    row = update(MatrixRow).where(MatrixRow.id == one.scalar_subquery())
    county.execute(row.values({where: "Stöd till [målgrupp]"}))
    with pytest.raises(ProgrammingError, match="not ready"):
        _put_to_decision(county, shared.municipality, agreement)


def test_the_database_refuses_what_readiness_has_found_in_a_text(
    county: CountyOfTests, shared: Parties
) -> None:
    agreement = UUID(shared.ready().id)
    ours = update(Section).where(Section.agreement_id == agreement)
    for found in ({"gaps": 1}, {"gaps": 0, "is_written": False}):
        county.execute(ours.values(found))
        with pytest.raises(ProgrammingError, match="not ready"):
            _put_to_decision(county, shared.municipality, agreement)
    # of another version it says nothing
    county.execute(ours.values(checked_version=0))
    _put_to_decision(county, shared.municipality, agreement)


def _left(county: CountyOfTests, agreement: UUID) -> None:
    ours = AgreementFact.agreement_id == agreement
    county.execute(update(AgreementFact).where(ours).values(said=None))


def _set_aside(county: CountyOfTests, agreement: UUID) -> None:
    ours = AgreementFact.agreement_id == agreement
    county.execute(update(AgreementFact).where(ours).values(said={"not_relevant": "."}))


def _asked_again(county: CountyOfTests, agreement: UUID) -> None:
    section = county.execute(
        select(Section.id, Section.prompts).where(Section.agreement_id == agreement).limit(1)
    ).one()
    first, *others = section.prompts
    asked = [first | {"state": "open", "note": ""}, *others]
    county.execute(update(Section).where(Section.id == section.id).values(prompts=asked))


def _set_aside_in_silence(county: CountyOfTests, agreement: UUID) -> None:
    section = county.execute(
        select(Section.id, Section.prompts).where(Section.agreement_id == agreement).limit(1)
    ).one()
    first, *others = section.prompts
    asked = [first | {"state": "not_relevant", "note": "-"}, *others]
    county.execute(update(Section).where(Section.id == section.id).values(prompts=asked))


def _answered_by_all(county: CountyOfTests, agreement: UUID) -> None:
    ours = MatrixCell.agreement_id == agreement
    county.execute(update(MatrixCell).where(ours).values(value="responsible"))


def _without_measures(county: CountyOfTests, agreement: UUID) -> None:
    ours = MatrixRow.agreement_id == agreement
    county.execute(update(MatrixRow).where(ours).values(removed_at=func.now()))


def _without_review(county: CountyOfTests, agreement: UUID) -> None:
    county.execute(update(Agreement).where(Agreement.id == agreement).values(review_on=None))


OPEN_STILL = {
    "facts_left": _left,
    "facts_unexplained": _set_aside,
    "open_questions": _asked_again,
    "unexplained": _set_aside_in_silence,
    "several_responsible": _answered_by_all,
    "no_measures": _without_measures,
    "no_review": _without_review,
}


@pytest.mark.parametrize("kind", OPEN_STILL)
def test_the_database_asks_a_reason_for_what_is_open(
    county: CountyOfTests, shared: Parties, kind: str
) -> None:
    """Locked by its page with reasons; they are what lets it through."""
    agreement = UUID(shared.id)
    OPEN_STILL[kind](county, agreement)
    page = _lock_page(shared.ready())
    names = [str(one["name"]) for one in page.soup.select("main form textarea")]
    assert names
    assert {one.partition("-")[0] for one in names} == {kind}
    page.press(LOCK, **dict.fromkeys(names, "Vi är ense."))
    there = select(Remark.id).where(Remark.agreement_id == agreement)
    assert len(county.execute(there).all()) == len(names)


@pytest.mark.parametrize("kind", OPEN_STILL)
def test_the_database_refuses_what_is_open_and_has_no_reason(
    county: CountyOfTests, shared: Parties, kind: str
) -> None:
    agreement = UUID(shared.ready().id)
    _put_to_decision(county, shared.municipality, agreement, is_committed=True)
    OPEN_STILL[kind](county, agreement)
    with pytest.raises(ProgrammingError, match="something open and no reason"):
        _put_to_decision(county, shared.municipality, agreement, is_committed=True)


@pytest.mark.parametrize(("reason", "counts"), [("Vi är ense.", True), ("[skäl]", False)])
def test_a_placeholder_is_no_reason_in_the_database(
    county: CountyOfTests, shared: Parties, reason: str, *, counts: bool
) -> None:
    """Locked once more, as far as the database is asked."""
    this = update(Agreement).where(Agreement.id == UUID(shared.id))
    county.execute(this.values(review_on=None))
    _lock_page(shared.ready()).press(LOCK, no_review="Det står i bilaga 1.")
    county.execute(this.values(status="shared", status_at=Agreement.created_at))
    county.execute(update(Remark).values(reason=reason))
    county.execute(this.values(status="decision"))
    with nullcontext() if counts else pytest.raises(ProgrammingError, match="no reason"):
        county.execute(text("set constraints all immediate"))


def _kept(county: CountyOfTests, parties: Parties) -> dict[int, TextCheck]:
    """What is kept of each section's text as it is now, by the section's number."""
    asked = select(Section.number, Section.is_empty, Section.is_written, Section.gaps).where(
        Section.agreement_id == UUID(parties.id), Section.checked_version == Section.version
    )
    return {number: TextCheck(*kept) for number, *kept in county.execute(asked)}


def _found(county: CountyOfTests, parties: Parties) -> dict[int, TextCheck]:
    """What readiness finds in each text when it reads it."""
    first = aliased(SectionVersion)
    asked = (
        select(Section.number, SectionVersion.text, first.text)
        .join(SectionVersion, SectionVersion.section_id == Section.id)
        .join(first, first.section_id == Section.id)
        .where(
            Section.agreement_id == UUID(parties.id),
            SectionVersion.version == Section.version,
            first.version == 1,
        )
    )
    return {number: check_text(*texts) for number, *texts in county.execute(asked)}


def test_what_is_kept_of_a_text_is_what_readiness_finds_in_it(
    county: CountyOfTests, parties: Parties
) -> None:
    page = parties.create().municipality
    texts = {2: "Kommunen kallar [vem].", 3: "", 4: "Regionen kallar alla.", 5: "Ny text."}
    for number, written in texts.items():
        page.open(f"{parties.section(number)}/edit").press("Spara", text=written)
    page.open(f"{parties.section(5)}/edit").press("Spara", text="-")
    kept = _kept(county, parties)
    assert kept == _found(county, parties)
    assert len(kept) == 9
    assert kept[2].gaps == 1
    assert kept[3].is_empty
    assert {number for number, one in kept.items() if one.is_written} == {2, 4}

    parties.fill_matrix().set_term().share()
    suggestion = parties.suggest(page, parties.section(2), "Kommunen kallar.")
    for browser in (parties.region, parties.police):
        parties.answer(browser, suggestion)
    assert _kept(county, parties) == _found(county, parties)
    assert _kept(county, parties)[2] == TextCheck(is_empty=False, is_written=True, gaps=0)


def test_a_text_that_nothing_is_kept_of_is_read(county: CountyOfTests, shared: Parties) -> None:
    """As an older release writes it while this one runs, and until the next upgrade."""
    assert "Har luckor" not in shared.region.open(shared.path).text
    _rewrite(shared, 2, "Kommunen kallar [vem].")
    for path in (shared.path, shared.section(2)):
        assert "lucka" in shared.region.open(path).text
    assert "Har luckor" in shared.region.open(shared.path).text
    assert 2 not in _kept(county, shared)
    keep_checks(cast("Connection", county))  # the owner's
    assert _kept(county, shared) == _found(county, shared)
    assert _kept(county, shared)[2].gaps == 1


def test_the_lock_reads_the_texts_whatever_is_kept_of_them(
    county: CountyOfTests, parties: Parties
) -> None:
    parties.create().fill_matrix().set_term().share()
    lie = {Section.is_written: True, Section.gaps: 0, Section.checked_version: Section.version}
    county.execute(update(Section).where(Section.agreement_id == UUID(parties.id)).values(lie))
    parties.ready()
    page = _lock_page(parties)
    reasons = {str(one["name"]): "Vi är ense." for one in page.soup.select("main form textarea")}
    page.press(LOCK, status=422, **reasons)
    assert page.problems == ["Allt är inte klart än. Rätta det som står i listan först."]


@pytest.mark.parametrize(
    "written", ["Se [riktlinjen](https://example.se) och fotnot [1]. Kommunen kallar."]
)
def test_what_is_no_gap_stops_nothing(county: CountyOfTests, shared: Parties, written: str) -> None:
    _rewrite(shared, 2, written)
    shared.ready()
    assert LOCK in _lock_page(shared).buttons
    _put_to_decision(county, shared.municipality, UUID(shared.id))


def test_what_is_open_passes_with_a_reason_that_everybody_is_shown(
    county: CountyOfTests, parties: Parties
) -> None:
    parties.create().write_sections().fill_matrix().set_term()
    form = parties.municipality.open(f"{parties.section(2)}/edit")
    form.press("Spara", state_0="open", state_1="not_relevant")
    parties.share().ready()
    page = _lock_page(parties)
    open_now = [one["name"] for one in page.soup.select("main form textarea")]
    assert len(open_now) == 2  # a question, and one set aside without a note
    page.press(LOCK, status=422)
    assert len(page.problems) == 2

    reasons = {str(name): f"Skäl nummer {number}." for number, name in enumerate(open_now)}
    page.press(LOCK, **reasons)
    stored = county.execute(
        select(Remark.reason).where(Remark.agreement_id == UUID(parties.id))
    ).scalars()
    assert set(stored) == set(reasons.values())
    signatory = parties.signatory(county.region, "Rut Region")[1]
    for browser in parties.all:
        parties.decide(browser)
    board = county.member(county.group, *COORDINATOR).open("/county")
    row = board.soup.find(id=f"kommun-{parties.municipality_id}").text
    for reason in reasons.values():
        assert reason in signatory.open(f"{parties.path}/sign").text
        assert reason in parties.police.open(parties.path).text
        assert reason in row


def test_a_reason_is_no_gap_either(parties: Parties) -> None:
    parties.create().write_sections().fill_matrix().set_term()
    parties.municipality.open(f"{parties.section(2)}/edit").press("Spara", state_0="open")
    page = _lock_page(parties.share().ready())
    names = [str(one["name"]) for one in page.soup.select("main form textarea")]
    page.press(LOCK, status=422, **dict.fromkeys(names, "[skäl]"))
    assert page.problems


def test_a_shared_draft_waits_for_those_who_have_not_read_it(shared: Parties) -> None:
    assert shared.municipality.open(shared.path).text.count("ska läsa utkastet") == 2
    shared.region.open(shared.path).press("Vi har läst men är inte klara")
    shared.region.send_again()
    for browser in shared.all:
        said = browser.open(shared.path).text
        assert "Nils Region" in said
        assert "Har läst" in said
        assert said.count("ska läsa utkastet") == (1 if browser is not shared.police else 0)
    shared.ready()
    assert IN_PLACE in shared.municipality.open(shared.path).text


def test_progress_is_shown_from_the_first_day(parties: Parties) -> None:
    page = parties.create().municipality.open(parties.path)
    assert re.search(r"0 av 9 avsnitt skrivna, \d+ luckor kvar, 0 av 56 frågor klara", page.text)
    assert "Skriv avsnitt 1" in page.text
    form = page.open(f"{parties.section(1)}/edit")
    form.press(
        "Spara och gå till nästa avsnitt", text="Kommunen tar emot [vem].", state_0="answered"
    )
    assert form.url == f"{parties.section(2)}/edit"
    said = page.open(parties.path).text
    assert "1 av 9 avsnitt skrivna" in said
    assert "0 av 56 frågor klara" in said
    page.open(f"{parties.section(1)}/edit").press("Spara", text="Kommunen tar emot alla.")
    assert "1 av 56 frågor klara" in page.open(parties.path).text


def test_sharing_asks_and_lists_what_is_not_ready(parties: Parties) -> None:
    page = parties.create().municipality.open(f"{parties.path}/share")
    assert page.text.count("har bara mallens text.") == 9
    parties.region.open(parties.path, 404)
    page.press("Dela utkastet")
    parties.region.open(parties.path)


def test_gaps_are_marked_where_the_text_is_read(parties: Parties) -> None:
    parties.create()
    for path in (parties.section(2), f"{parties.path}/read"):
        marks = parties.municipality.open(path).soup.select("main mark")
        assert "lucka: [vem]" in [mark.text for mark in marks]


def test_a_measure_with_a_gap_in_its_name_is_refused_when_it_is_typed(parties: Parties) -> None:
    page = parties.create().municipality.open(f"{parties.path}/matrix/rows/new")
    page.press("Lägg till", status=422, title="Stöd till [vem]", phase="Tidigt stöd")
    assert page.problems == ["Skriv klart insatsens namn och beskrivning: där finns en lucka kvar."]


def test_all_questions_are_marked_at_once_only_by_a_finished_text(parties: Parties) -> None:
    section = parties.create().section(3)
    page = parties.municipality.open(f"{section}/edit")
    assert not page.soup.find(attrs={"name": "all_answered"})
    page.press("Spara", text="Socialtjänsten frågar och svarar.")
    page.open(f"{section}/edit").press("Spara", all_answered=True)
    assert "7 av 7 frågor klara" in page.open(parties.path).text


def test_saving_what_is_there_says_that_nothing_changed(parties: Parties) -> None:
    section = parties.create().section(3)
    page = parties.municipality.open(f"{section}/edit").press("Spara", text="Ny text.")
    assert "Sparat." in page.soup.text
    page.open(f"{section}/edit").press("Spara")
    assert "Inget ändrades." in page.soup.text
    assert "Sparat." not in page.soup.text


@pytest.fixture
def on_a_day(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Let some days go by, for what is shown."""
    from datetime import timedelta

    from portal import clock

    today = clock.today()

    def be(days: int) -> None:
        monkeypatch.setattr(clock, "today", lambda: today + timedelta(days=days))

    return be


def test_in_force_is_said_from_the_first_day_only(
    county: CountyOfTests, parties: Parties, on_a_day: Callable[[int], None]
) -> None:
    from datetime import timedelta

    from portal import clock

    first = clock.today() + timedelta(days=30)
    parties.create().write_sections().fill_matrix()
    parties.set_term(first, review=first + timedelta(days=60)).share()
    parties.signing().all_sign()
    page = parties.region.open(parties.path)
    heading = page.soup.select_one(".heading-row").text
    assert "Undertecknad, börjar gälla" in heading
    assert "Gällande" not in page.text
    assert "Börjar gälla" in page.soup.select_one("section.next-step").text
    assert "följs upp senast" not in page.soup.select_one("section.next-step").text

    on_a_day(30)
    page.open(parties.path)
    assert "Gällande" in page.soup.select_one(".heading-row").text
    assert "följs upp senast" in page.soup.select_one("section.next-step").text

    on_a_day(91)
    for path in (parties.path, "/county"):
        assert "kulle ha följts upp senast" in page.open(path).text
    mine = parties.municipality.open("/todo")
    assert "Följ upp överenskommelsen" in mine.text
    first_to_do = page.open("/county").soup.find(id="h-first").parent
    assert "kulle ha följts upp senast" in first_to_do.text


def test_an_agreement_in_which_nobody_does_anything_needs_a_reason(parties: Parties) -> None:
    parties.create().write_sections().set_term()
    county = parties.county
    gone = {"removed_at": func.now(), "removed_reason": "Vi gör inget."}
    county.execute(
        update(MatrixRow).where(MatrixRow.agreement_id == UUID(parties.id)).values(**gone)
    )
    parties.share().ready()
    page = parties.municipality.open(f"{parties.path}/put-to-decision")

    assert "Alla insatser är borttagna ur ”Vem gör vad”." in page.text
    page.press("Lås texten och gå till beslut", 422)
    page.press("Lås texten och gå till beslut", no_measures="Det står i bilaga 1.")
    assert "Det står i bilaga 1." in parties.region.open(parties.path).text

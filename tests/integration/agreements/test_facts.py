"""What the parties agree as data is filled in, suggested, answered, read and kept like a cell."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from sqlalchemy import Update, select, update
from sqlalchemy.exc import DBAPIError

from agreements import facade
from agreements.county_templates.loader import LEGAL_FILE
from agreements.document import from_json, sha256, to_json
from agreements.documents.build import current_document
from agreements.documents.content import content_of
from agreements.facts import Duration, FactKind, Unit
from agreements.reading.comparing import compare
from agreements.tables.agreement import Agreement
from agreements.tables.fact import AgreementFact
from portal import clock
from portal.authz import Role
from portal.db import db
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.county import TEMPLATE, CountyOfTests, Parties

TODAY = clock.today()
SEND = "Skicka förslaget till parterna"
WHY = "Det behövs."
MEETING = "sip-mote-inom"


def in_force(parties: Parties, day: date = TODAY) -> dict[str, facade.Fact]:
    """What SIP and others are told, as a caseworker."""
    county = parties.county
    handler = county.member(county.region, Role.CASEWORKER)
    with county.app.app_context(), acting_as(handler.token):
        found = facade.facts_in_force(
            county.subjects["skadligt-bruk-beroende"], parties.municipality_id, day
        )
        db.session.rollback()
    return dict(found)


def say(parties: Parties, key: str, status: int = 200, **values: str | bool) -> Browser:
    page = parties.municipality.open(f"{parties.path}/facts/{key}/edit")
    return page.press("Spara", status, **values)


def suggest(parties: Parties, browser: Browser, key: str, **values: str | bool) -> str:
    page = browser.open(f"{parties.path}/facts/{key}/suggest")
    page.press(SEND, reason=WHY, **values)
    return urlsplit(page.url).path


def line(parties: Parties, key: str) -> str:
    """What the section's table says of a fact."""
    page = parties.municipality.open(f"{parties.path}/facts/{key}")
    url = page.soup.select_one(f"a[href*='#fact-{key}']")["href"]
    row = page.open(str(url).partition("#")[0]).soup.select_one(f"#fact-{key}")
    return " ".join(row.text.split())


def test_where_no_agreement_is_in_force_it_is_the_template_s_and_said_as_such(
    county: CountyOfTests,
) -> None:
    parties = Parties(county)
    fact = in_force(parties)[MEETING]
    assert (fact.kind, fact.value) == (FactKind.DURATION, Duration(Unit.WEEKS, 3))
    assert fact.source.is_default
    assert fact.source.agreement_id is None
    assert fact.source.agreement == "Länsöverenskommelse 2016"
    assert fact.source.section == "2. Samordnad individuell plan (SIP)"


def test_a_draft_says_it_and_it_is_read_when_it_is_in_force(county: CountyOfTests) -> None:
    draft = Parties(county).create()
    assert "3 veckor mallens förslag" in line(draft, MEETING)
    say(draft, MEETING, v0_number="10", v0_unit="working_days")
    assert "10 arbetsdagar" in line(draft, MEETING)
    assert "mallens förslag" not in line(draft, MEETING)
    assert in_force(draft)[MEETING].source.is_default

    draft.write_sections().fill_matrix().set_term().share().signing().all_sign()
    fact = in_force(draft)[MEETING]
    assert fact.value == Duration(Unit.WORKING_DAYS, 10)
    assert not fact.source.is_default
    assert (str(fact.source.agreement_id), fact.source.since) == (draft.id, TODAY)
    assert in_force(draft, TODAY - timedelta(days=1))[MEETING].source.agreement_id is None
    with county.app.app_context(), acting_as(draft.municipality.token):
        assert facade.facts_of(UUID(draft.id), TODAY)[MEETING] == fact
        db.session.rollback()


def test_a_fact_is_suggested_answered_and_adopted_like_a_cell(
    county: CountyOfTests, shared: Parties
) -> None:
    path = suggest(shared, shared.region, MEETING, v0_number="2", v0_unit="weeks")
    page = shared.police.open(path)
    assert "Förslag att ändra uppgiften ”Första mötet, inom”" in page.text
    assert "3 veckor" in page.text
    assert "2 veckor" in page.text
    assert "Förslag av Region Västerbotten" in line(shared, MEETING)
    assert "3 veckor" in line(shared, MEETING)

    shared.answer(shared.police, path)
    page = shared.answer(shared.municipality, path)
    assert "Alla parter är överens" in page.text
    assert line(shared, MEETING).endswith("2 veckor")
    page = shared.police.open(f"{shared.path}/facts/{MEETING}")
    assert "Nils Region, Region Västerbotten" in page.text
    assert "så som arbetet började" in page.text


def test_what_has_become_something_else_waits_for_a_person(shared: Parties) -> None:
    first = suggest(shared, shared.region, MEETING, v0_number="2", v0_unit="weeks")
    second = suggest(shared, shared.police, MEETING, v0_number="4", v0_unit="weeks")
    elsewhere = suggest(shared, shared.police, "sip-svar-inom", v0_number="2", v0_unit="days")
    shared.answer(shared.police, first)
    shared.answer(shared.municipality, first)
    assert "Behöver arbetas om" in shared.police.open(second).text
    assert "Behöver arbetas om" not in shared.police.open(elsewhere).text

    page = shared.police.open(f"{shared.path}/facts/{MEETING}/suggest?replaces={second[-36:]}")
    assert page.soup.select_one("[name=v0_number]")["value"] == "4"
    page.press(SEND, reason=WHY)
    again = urlsplit(page.url).path
    shared.answer(shared.region, again)
    shared.answer(shared.municipality, again)
    assert line(shared, MEETING).endswith("4 veckor")


def test_another_accepts_with_a_change_and_the_first_gives_way(shared: Parties) -> None:
    path = suggest(shared, shared.region, MEETING, v0_number="2", v0_unit="weeks")
    page = shared.police.open(path)
    link = page.soup.find("a", string="Godta med en ändring: skriv ett eget förslag i stället")
    page.open(str(link["href"])).press(SEND, reason=WHY, v0_number="12", v0_unit="days")
    assert "Förslaget har ersatts av ett nytt" in shared.region.open(path).text
    # one about something else is not replaced by it
    cells = f"{shared.path}/facts/sip-svar-inom/suggest?replaces={path[-36:]}"
    shared.police.open(cells, 404)


def test_nobody_changes_a_shared_fact_past_the_others(
    county: CountyOfTests, shared: Parties
) -> None:
    page = say(shared, MEETING, 422, v0_number="9", v0_unit="days")
    assert "har gått vidare" in page.text
    of_it = AgreementFact.agreement_id == UUID(shared.id)
    past = (
        update(AgreementFact)
        .where(of_it, AgreementFact.key == MEETING)
        .values(said=None, version=AgreementFact.version + 1)
    )
    _refused(county, shared.municipality, past)


def test_a_suggestion_of_one_fact_lets_nobody_change_another(
    county: CountyOfTests, shared: Parties
) -> None:
    path = suggest(shared, shared.region, MEETING, v0_number="2", v0_unit="weeks")
    shared.answer(shared.police, path)
    shared.answer(shared.municipality, path)
    taken = county.execute(
        select(AgreementFact.suggestion_id).where(
            AgreementFact.agreement_id == UUID(shared.id), AgreementFact.key == MEETING
        )
    ).scalar_one()
    other = (
        update(AgreementFact)
        .where(AgreementFact.agreement_id == UUID(shared.id), AgreementFact.key == "sip-svar-inom")
        .values(
            said=None,
            version=AgreementFact.version + 1,
            suggestion_id=taken,
            organisation_id=county.region,
            changed_by="Nils Region",
        )
    )
    _refused(county, shared.region, other)


def _refused(county: CountyOfTests, browser: Browser, statement: Update) -> None:
    with county.app.app_context(), acting_as(browser.token):
        with pytest.raises(DBAPIError, match="row-level security"):
            db.session.connection().execute(statement)
        db.session.rollback()


def test_what_is_left_asks_for_a_reason_once_a_section_and_what_contradicts_stops(
    county: CountyOfTests,
) -> None:
    draft = Parties(county).create()
    for number in range(1, 10):
        form = draft.municipality.open(f"{draft.section(number)}/edit")
        answered = {str(one["name"]): "answered" for one in form.soup.select("[name^=state_]")}
        form.press("Spara", text=f"Kommunen samordnar det som sägs i del {number}.", **answered)
    say(draft, MEETING, v0_number="2", v0_unit="days")
    draft.fill_matrix().set_term().share().ready()
    page = draft.municipality.open(f"{draft.path}/put-to-decision")
    assert page.text.count("Uppgiften ”Kallelsen skickas före mötet, senast” går inte ihop.") == 1
    assert page.heading == "Texten kan inte låsas än"
    assert "Går inte ihop" in line(draft, "sip-kallelse-fore")

    path = suggest(draft, draft.region, MEETING, v0_number="3", v0_unit="weeks")
    draft.answer(draft.police, path)
    draft.answer(draft.municipality, path)
    draft.ready()
    page = draft.municipality.open(f"{draft.path}/put-to-decision")
    asked = [str(one["name"]) for one in page.soup.select("main form textarea")]
    assert len(asked) == 9
    assert asked[1] == "facts_left-sip"
    reasons = dict.fromkeys(asked, "Mallens förslag räcker.")
    page.press("Lås texten och gå till beslut", 422, **(reasons | {asked[1]: ""}))
    page.press("Lås texten och gå till beslut", **reasons)
    assert "har ni inte sagt något om" in draft.police.open(draft.path).text


@pytest.mark.parametrize(
    ("key", "values", "told"),
    [
        (MEETING, {"v0_number": "0", "v0_unit": "days"}, "Noll är ingen tid"),
        (MEETING, {"v0_number": "3", "v0_unit": "at_once"}, "Det som sker genast har inget antal"),
        (MEETING, {"v0_number": "3", "v0_unit": ""}, "Välj vad det räknas i"),
        ("sip-start", {"v0_number": "1", "v0_unit": "days"}, "Så länge får det inte dröja"),
        ("tvist-stege", {f"v{n}_{f}": "" for n in range(5) for f in
                         ("forum", "municipality", "region", "number", "unit")}, "Stegen saknas"),
        ("tvist-stege", {"v1_number": "", "v1_unit": ""}, "Skriv hur länge frågan får ligga"),
        ("sip-plats", {"v0_name": "Kommunhuset", "v0_first_0": "0", "v0_opens_0": "16.00",
                       "v0_closes_0": "8.00"}, "Platsen stänger innan den öppnar"),
        ("sip-plats", {"v0_name": "Kommunhuset", "v0_first_0": "0"}, "när det öppnar"),
        ("sip-plats", {"v0_name": "Huset", "v0_least_age": "20", "v0_most_age": "18"}, "lägre"),
        ("sip-plats", {"v1_address": "Storgatan 1"}, "Fyll i fältet"),
        ("ansvar-kostnader", {"v0_number": "tolv", "v0_unit": "kronor"}, "Skriv ett tal"),
        ("ansvar-kostnader", {"v0_number": "120", "v0_unit": "percent"}, "för litet eller för"),
        ("mote-chefer", {"v0_every": "2", "v0_unit": "months", "v0_month": "10"}, "En månad på"),
        ("sip-samtycke", {"how": "not_relevant"}, "Skriv varför det inte är aktuellt"),
        ("sip-samtycke", {"why": "Görs aldrig.", "v0_text": "Muntligt"}, "töm fältet"),
    ],
)  # fmt: skip
def test_what_will_not_do_is_told_in_its_own_words_and_nothing_is_lost(
    county: CountyOfTests, key: str, values: dict[str, str], told: str
) -> None:
    draft = Parties(county).create()
    page = say(draft, key, 422, **values)
    assert any(told in problem for problem in page.problems), page.problems
    for name, written in values.items():
        if written:
            assert page.value(name) == written


def test_several_values_are_kept_and_what_is_empty_does_not_count(county: CountyOfTests) -> None:
    draft = Parties(county).create()
    say(
        draft, "lob-tillnyktring",
        v1_name="Tillnyktringsenheten", v1_first_0="3", v1_last_0="5", v1_opens_0="18",
        v1_closes_0="10", v1_overnight_0=True, v1_capacity="4",
        v2_name="Akuten", v2_always_open=True,
    )  # fmt: skip
    said = line(draft, "lob-tillnyktring")
    assert "Tillnyktringsenheten, torsdag–lördag 18:00–10:00 (över natten), 4 platser" in said
    assert "Akuten, dygnet runt" in said
    page = draft.municipality.open(f"{draft.path}/facts/lob-tillnyktring/edit")
    assert page.value("v0_name") == "Tillnyktringsenheten"
    page.press("Plats för fler", v2_name="En till")
    assert page.value("v2_name") == "En till"
    page.press("Spara", how="not_relevant", why="Vi kör alltid till länssjukhuset.")
    assert "Inte aktuellt: Vi kör alltid till länssjukhuset." in line(draft, "lob-tillnyktring")


def test_two_who_save_at_once_are_told_apart_and_an_earlier_one_comes_back(
    county: CountyOfTests,
) -> None:
    draft = Parties(county).create()
    other = county.member(draft.municipality_id, Role.COORDINATOR, name="Olle Kollega")
    address = f"{draft.path}/facts/{MEETING}/edit"
    page = draft.municipality.open(address)
    other.open(address).press("Spara", v0_number="4", v0_unit="weeks")
    page.press("Spara", 409, v0_number="5", v0_unit="weeks")
    assert "Sparad av Olle Kollega" in page.text
    assert "4 veckor" in page.text
    page.press("Spara")
    assert line(draft, MEETING).endswith("5 veckor")
    page.open(f"{draft.path}/facts/{MEETING}").follow("Ta tillbaka : Version 2")
    page.press("Spara")
    assert line(draft, MEETING).endswith("4 veckor")
    page.open(address).press("Spara", how="default")
    assert "mallens förslag" in line(draft, MEETING)


def test_it_stands_in_the_version_that_is_decided_on_in_files_and_checksum(
    shared: Parties,
) -> None:
    shared.put_to_decision()
    with shared.county.app.app_context(), acting_as(shared.municipality.token):
        agreement = db.session.get_one(Agreement, UUID(shared.id))
        document = current_document(agreement)
        content = content_of(document)
        db.session.rollback()
    kept = {one.key: one for one in document.facts}
    assert kept[MEETING].said == "3 veckor"
    assert from_json(to_json(document)) == document
    other = replace(kept[MEETING], said="4 veckor")
    changed = replace(
        document, facts=tuple(other if one.key == MEETING else one for one in document.facts)
    )
    assert sha256(changed) != sha256(document)
    rows = [row for block in content.chapters[1].blocks for row in block.rows]
    assert any("".join(i.text for i in row[0]) == "Första mötet, inom" for row in rows)
    assert [one.label for one in compare(document, changed).facts] == ["Första mötet, inom"]


def test_a_fact_that_a_later_template_lacks_keeps_what_it_said_marked(
    county: CountyOfTests, signing: Parties, tmp_path: Path
) -> None:
    signing.all_sign()
    source = TEMPLATE.read_text(encoding="utf-8").replace('edition = "2026"', 'edition = "2027"')
    at = source.index('[[sections.facts]]\nkey = "sip-dokumentation"')
    end = source.index("[[sections.facts]]", at + 5)
    (tmp_path / "later.toml").write_text(source[:at] + source[end:], encoding="utf-8")
    (tmp_path / LEGAL_FILE).write_text((TEMPLATE.parent / LEGAL_FILE).read_text(encoding="utf-8"))
    later = county.publish(tmp_path / "later.toml")
    page = signing.municipality.open(f"/agreements/new?template={later}")
    part = {f"part_{county.police}": "bound"}
    page.press("Skapa", renews=signing.id, replaces=signing.id, **part)
    renewed = signing.anew()
    renewed.id = urlsplit(page.url).path.split("/")[2]
    assert "Finns inte i länets mall längre" in line(renewed, "sip-dokumentation")
    assert "Inte aktuellt: Inget för oss." in line(renewed, "sip-dokumentation")
    assert line(renewed, MEETING).endswith("3 veckor")


def test_a_form_says_that_the_template_suggests_only_where_it_does(county: CountyOfTests) -> None:
    draft = Parties(county).create()
    suggested = draft.municipality.open(f"{draft.path}/facts/{MEETING}/edit")
    assert "Som mallen föreslår" in suggested.text
    nothing = draft.municipality.open(f"{draft.path}/facts/lob-tillnyktring/edit")
    assert "Som mallen föreslår" not in nothing.text
    assert "mallen föreslår inget" in nothing.text

"""An addendum changes text and measures from a day on, and is read as one text with the rest."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from sqlalchemy import func, select

from agreements import facade
from agreements.documents.pdf import attached_source
from agreements.tables.matrix import MatrixRow
from agreements.tables.text import Section
from portal import clock
from portal.authz import Role
from portal.db import db
from tests.acting import acting_as
from tests.integration.agreements.steps import give_notice
from tests.integration.county import CountyOfTests, Parties
from tests.integration.remembered import remembered

TODAY = clock.today()
LAST = TODAY + timedelta(days=730)
FIRST = TODAY + timedelta(days=60)
NEW = "Vi möts inom en vecka."


def _begin(signed: Parties, first: date = FIRST, status: int = 200) -> Parties:
    """Begin on an addendum, as its municipality; the same people with that."""
    page = signed.municipality.open(f"{signed.path}/add")
    page.press("Börja på tillägget", status, valid_from=first.isoformat())
    act = signed.anew()
    act.id = urlsplit(page.url).path.split("/")[2]
    return act


def _change(act: Parties, text: str = NEW) -> Parties:
    """Another text of the second section, and another actor for the first measure."""
    act.municipality.open(f"{act.section(2)}/edit").press("Spara", text=text)
    page = act.municipality.open(f"{act.path}/matrix/fill")
    page.press("Spara", **{_cell(act): "responsible"})
    return act


def _cell(act: Parties) -> str:
    rows = select(MatrixRow.key).where(MatrixRow.agreement_id == UUID(act.id))
    key = act.county.execute(rows.order_by(MatrixRow.position)).scalars().first()
    return f"cell-{key}.primarvard"


def _sign(act: Parties) -> Parties:
    page = act.municipality.open(f"{act.path}/share")
    page.press("Dela utkastet")
    act.ready()
    page = act.municipality.open(f"{act.path}/put-to-decision")
    reasons = {str(one["name"]): "Det är som det ska." for one in page.soup.select("form textarea")}
    page.press("Lås texten och gå till beslut", **reasons)
    for browser in act.all:
        act.decide(browser)
    return act.all_sign()


@pytest.fixture
@remembered
def added(signed: Parties) -> Parties:
    """An addendum to it that all have signed."""
    return _sign(_change(_begin(signed)))


def _responsible(signed: Parties, day: date) -> tuple[str, set[str]]:
    """Of the first measure on a day: where SIP is told that it stands, and who answers for it."""
    county = signed.county
    handler = county.member(county.region, Role.CASEWORKER)
    with county.app.app_context(), acting_as(handler.token):
        first = facade.list_measures(signed.municipality_id, day)[0]
        db.session.rollback()
    return str(first.agreement_id), {one.organisation for one in first.responsible}


def holds(parties: Parties, day: date) -> list[tuple[UUID, UUID]]:
    """What the one query says: the agreement, and where its text stands."""
    with parties.county.app.app_context(), acting_as(parties.municipality.token):
        asked = func.app.in_force(None, parties.municipality_id, day, None)
        columns = asked.table_valued("agreement_id", "text_id").c
        found = db.session.execute(select(columns.agreement_id, columns.text_id)).all()
        db.session.rollback()
    return [(row[0], row[1]) for row in found]


def test_from_its_day_it_is_read_as_one_text_and_not_before(
    signed: Parties, on_a_day: Callable[[date], None]
) -> None:
    act = _change(_begin(signed))
    changes = act.municipality.open(f"{act.path}/changes")
    assert "en vecka" in " ".join(one.text for one in changes.soup.select("ins"))
    assert len(changes.soup.select("main ul:last-of-type li")) == 1
    before = _responsible(signed, TODAY)
    _sign(act)

    own, other = UUID(signed.id), UUID(act.id)
    assert holds(signed, FIRST - timedelta(days=1)) == [(own, own)]
    assert holds(signed, FIRST) == [(own, other)]
    assert _responsible(signed, FIRST - timedelta(days=1)) == before
    after = _responsible(signed, FIRST)
    assert (before[0], after[0]) == (signed.id, act.id)
    assert after[1] > before[1]
    page = signed.region.open(signed.path)
    assert "Läses med ändringarna från och med" in page.text
    assert "Så läses den nu" not in page.text
    on_a_day(FIRST)
    page.open(signed.path)
    assert "Så läses den nu" in page.text
    assert NEW in page.follow("Läs texten som den är nu").text
    # both are shown
    assert NEW not in page.open(f"{signed.path}/read").text


def test_the_files_say_what_was_changed_and_hold_the_whole_text(
    signed: Parties, added: Parties
) -> None:
    act = added
    own = json.loads(attached_source(act.region.open(f"{act.path}/agreement.pdf").response.data))
    assert own["adds_to"] == "Lokal överenskommelse, Malå kommun"
    assert own["changes"].startswith("2. ")
    assert own["changes"].endswith("en ruta i Vem gör vad")
    assert len(own["sections"]) == 9
    assert own["sections"][1]["text"] == NEW
    file = signed.region.open(f"{signed.path}/agreement.pdf").response.data
    (told,) = json.loads(attached_source(file))["acts"]
    assert told["what"].startswith("Tillägg: läses från och med")
    act.region.open(f"{act.path}/agreement.docx")


def test_the_next_addendum_and_the_next_agreement_begin_from_the_text_as_it_reads(
    county: CountyOfTests, signed: Parties, added: Parties
) -> None:
    page = signed.municipality.open(f"{signed.path}/add")
    early = (FIRST - timedelta(days=1)).isoformat()
    page.press("Börja på tillägget", 422, valid_from=early)
    assert page.problems[0].startswith("Tillägget måste börja gälla medan")
    second = _begin(signed, FIRST)
    assert NEW in second.municipality.open(second.section(2)).text
    new = Parties(county, municipality=signed.municipality_id).create(replaces=signed.id)
    texts = select(Section.key).where(Section.agreement_id == UUID(new.id))
    assert len(county.execute(texts).scalars().all()) == 9
    assert NEW in new.municipality.open(new.section(2)).text


def test_an_addendum_that_changes_nothing_is_not_decided_on(signed: Parties) -> None:
    act = _begin(signed)
    act.share().ready()
    page = act.municipality.open(f"{act.path}/put-to-decision")
    reasons = {str(one["name"]): "Det är som det ska." for one in page.soup.select("form textarea")}
    page.press("Lås texten och gå till beslut", 422, **reasons)
    assert page.problems == [
        "Tillägget ändrar ingenting än. Ändra ett avsnitt eller ”Vem gör vad” först."
    ]


@pytest.mark.parametrize("days", [-1, 731])
def test_its_day_is_while_the_agreement_holds(signed: Parties, days: int) -> None:
    _begin(signed, TODAY + timedelta(days=days), 422)
    assert signed.municipality.problems[0].startswith("Tillägget måste börja gälla medan")


def test_nothing_is_added_to_what_has_ended_or_is_ending(
    signed: Parties, on_a_day: Callable[[date], None]
) -> None:
    form = signed.anew().municipality.open(f"{signed.path}/add")
    give_notice(signed.region, signed, TODAY + timedelta(days=90))
    form.press("Börja på tillägget", 422, valid_from=FIRST.isoformat())
    assert form.problems[0].startswith("Överenskommelsen är uppsagd eller ersatt")
    for what in ("prolong", "add"):
        page = signed.anew().municipality.open(f"{signed.path}/{what}", 422)
        assert "Överenskommelsen är uppsagd eller ersatt" in page.text
    on_a_day(LAST + timedelta(days=1))
    form.press("Börja på tillägget", 422, valid_from=LAST.isoformat())
    assert form.problems[0].startswith("Överenskommelsen har slutat gälla")


def test_an_addendum_goes_on_or_ends_with_its_agreement(
    signed: Parties, added: Parties, on_a_day: Callable[[date], None]
) -> None:
    act = added
    page = signed.municipality.open(f"{signed.path}/prolong")
    until = LAST + timedelta(days=365)
    page.press("Börja förlänga", valid_until=until.isoformat(), review_on=until.isoformat())
    longer = signed.anew()
    longer.id = urlsplit(page.url).path.split("/")[2]
    longer.share().signing().all_sign()
    on_a_day(LAST + timedelta(days=1))
    assert act.region.open(act.path).soup.select_one(".heading-row .status").text == "Gällande"
    assert holds(signed, until) == [(UUID(signed.id), UUID(act.id))]
    on_a_day(TODAY)
    ends = TODAY + timedelta(days=90)
    give_notice(signed.region, signed, ends)
    on_a_day(ends + timedelta(days=1))
    for one in (signed, act):
        assert "blev uppsagd och gällde till och med" in one.region.open(one.path).text


def test_a_later_addendum_is_read_instead_of_an_earlier(signed: Parties, added: Parties) -> None:
    first = added
    later = FIRST + timedelta(days=30)
    second = _sign(_change(_begin(signed, later), "Vi möts samma dag."))
    own = UUID(signed.id)
    assert holds(signed, later - timedelta(days=1)) == [(own, UUID(first.id))]
    assert holds(signed, later) == [(own, UUID(second.id))]

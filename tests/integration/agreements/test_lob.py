"""The yearly figures of LOB: entered by the police, put right with history, read by everybody."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import ProgrammingError

from agreements.lob.reminding import remind
from agreements.tables.lob import LobArea, LobFigure
from portal import clock
from portal.authz import OrganisationKind, Role
from portal.db import db
from portal.ids import new_id
from portal.outbox.models import OutboxMail
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.county import COORDINATOR, CountyOfTests

YEAR = clock.today().year - 1
SAVE = "Spara siffrorna"
GOOD = {"taken": "40", "cared_for": "14", "young": "20", "violent": "9"}


@pytest.fixture
def police(county: CountyOfTests) -> Browser:
    """Of an area that counts in one municipality alone."""
    said = {"said_by": "Petra Polis", "said_at": clock.now() - timedelta(days=1)}
    own = {"county_id": county.id, "organisation_id": county.police}
    here = {"municipality_ids": [county.municipality]}
    county.execute(insert(LobArea).values(id=new_id(), **own, **here, **said))
    return county.member(county.police, *COORDINATOR, name="Petra Polis")


def _path(county: CountyOfTests, year: int = YEAR, place: UUID | None = None) -> str:
    return f"/county/lob/{place or county.municipality}/{year}"


def _enter(county: CountyOfTests, page: Browser, status: int = 200, **values: str) -> Browser:
    return page.open(_path(county)).press(SAVE, status, **(GOOD | values))


def _rows(county: CountyOfTests) -> list[tuple[int, int, int, str]]:
    found = select(LobFigure.version, LobFigure.taken, LobFigure.cared_for, LobFigure.reason)
    return [tuple(one) for one in county.execute(found.order_by(LobFigure.version))]


def test_the_police_enter_a_year_and_everybody_reads_it(
    county: CountyOfTests, police: Browser
) -> None:
    told = _enter(county, police).text
    assert "Siffrorna är sparade." in told
    assert "14 (35 %)" in told

    for kind, role in (
        (county.municipality, Role.CASEWORKER),
        (county.region, Role.SIGNATORY),
        (county.group, Role.COORDINATOR),
    ):
        page = county.member(kind, role).open("/county/lob")
        assert page.heading == f"35 % av de omhändertagna kom till vården {YEAR}"
        assert "Fyll i" not in page.text


def test_parts_that_are_more_than_all_are_refused_and_nothing_is_lost(
    county: CountyOfTests, police: Browser
) -> None:
    page = _enter(county, police, 422, cared_for="41")
    assert page.problems == [
        "Fler än alla kan inte ha kommit till vården. Skriv högst så många som omhändertogs."
    ]
    assert page.value("cared_for") == "41"
    assert page.value("violent") == "9"
    assert "18–25 år" in _enter(county, police, 422, young="41").problems[0]
    assert "våldsamma" in _enter(county, police, 422, violent="41").problems[0]
    assert "heltal" in _enter(county, police, 422, taken="-1").problems[0]
    assert "0 om ingen" in _enter(county, police, 422, taken="").problems[0]
    assert _rows(county) == []


def test_a_correction_needs_a_reason_and_what_was_said_stays(
    county: CountyOfTests, police: Browser
) -> None:
    _enter(county, police)
    refused = _enter(county, police, 422, cared_for="16")
    assert "varför" in refused.problems[0]

    told = refused.press(SAVE, reason="Två i ambulans hade fallit bort.").text
    assert "Kom till vården: 14 blev 16" in told
    assert "Två i ambulans hade fallit bort." in told
    assert _rows(county) == [
        (1, 40, 14, ""),
        (2, 40, 16, "Två i ambulans hade fallit bort."),
    ]


def test_saved_again_as_it_was_nothing_is_said_anew(county: CountyOfTests, police: Browser) -> None:
    assert "Inget ändrades." in _enter(county, _enter(county, police)).text
    assert len(_rows(county)) == 1


def test_two_colleagues_who_correct_at_once_are_told(
    county: CountyOfTests, police: Browser
) -> None:
    _enter(county, police)
    other = county.member(county.police, *COORDINATOR, name="Per Polis").open(_path(county))
    _enter(county, police, reason="Fel.", taken="41")
    told = other.press(SAVE, 409, **GOOD | {"taken": "42", "reason": "Också fel."}).text
    assert "41" in told
    assert "42" in told
    assert "Petra Polis" in told


def test_a_year_that_goes_on_is_refused_in_words(county: CountyOfTests, police: Browser) -> None:
    page = police.open(_path(county, YEAR + 1)).press(SAVE, 422, **GOOD)
    assert "Året är inte slut än." in page.problems[0]
    police.open(_path(county, YEAR + 2), 404)
    police.open(_path(county, 1976), 404)


def test_two_police_areas_are_counted_together(county: CountyOfTests, police: Browser) -> None:
    local = county.organisation("Lokalpolisområde Inlandet", OrganisationKind.POLICE)
    inland = county.member(local, *COORDINATOR, name="Lo Kalpolis")
    place = [str(county.municipality)]
    police.open("/county/lob/area").press("Spara", municipalities=place)
    inland.open("/county/lob/area").press("Spara", municipalities=place)
    told = _enter(county, police).text
    assert "Lokalpolisområde Inlandet" in told
    assert "Saknas" in told

    inland.open(_path(county)).press(SAVE, taken="10", cared_for="6", young="1", violent="0")
    told = inland.open("/county/lob").text
    assert "20 (40 %)" in told
    assert "Alla kommuners siffror har kommit." in told
    assert len(_rows(county)) == 2


def test_who_does_not_count_there_is_told_so(county: CountyOfTests, police: Browser) -> None:
    other = county.organisation("Dorotea kommun", OrganisationKind.MUNICIPALITY)
    police.open("/county/lob/area").press("Spara", municipalities=[str(other)])
    assert "redovisar inte" in _enter(county, police, 422).problems[0]
    assert _path(county) not in police.open(f"/county/lob?year={YEAR}").response.text


def test_what_is_lacking_waits_with_the_police_until_it_is_in(
    county: CountyOfTests, police: Browser
) -> None:
    todo = police.open("/todo")
    line = f"Fyll i siffror om LOB för {YEAR}"
    assert line in todo.text
    assert "Saknas: Åsele" in todo.text
    assert line not in county.member(county.region, *COORDINATOR).open("/todo").text
    group = county.member(county.group, *COORDINATOR).open("/county/lob").text
    assert "Siffror från 3 kommuner saknas" not in group
    assert "Siffror från en kommun saknas" in group

    _enter(county, todo.follow(line))
    assert line not in police.open("/todo").text


def test_of_few_others_read_only_how_many(county: CountyOfTests, police: Browser) -> None:
    told = _enter(county, police, taken="4", cared_for="3", young="1", violent="2").text
    assert "3 (75 %)" in told
    page = county.member(county.municipality, Role.CASEWORKER).open("/county/lob")
    assert "3 (75 %)" not in page.text
    place = page.open(f"/county/lob/{county.municipality}").text
    assert "dolt" in place
    assert "75" not in place


def test_nobody_else_enters_figures(county: CountyOfTests, police: Browser) -> None:
    for organisation, role in (
        (county.municipality, Role.COORDINATOR),
        (county.police, Role.CASEWORKER),
    ):
        somebody = county.member(organisation, role)
        somebody.open(_path(county), 403)
        somebody.open("/county/lob/area", 403)
    elsewhere = CountyOfTests(county.app, county.execute, "Norrbotten")
    police.open(_path(county, place=elsewhere.municipality), 404)
    police.open(f"/county/lob/{elsewhere.municipality}", 404)


@pytest.mark.parametrize(
    "wrong",
    [
        {"organisation": "region"},
        {"recorded_by": "Någon annan"},
        {"year": YEAR + 1},
        {"municipality_id": None, "organisation_id": None},
        {"source": "En egen källa"},
    ],
)
def test_the_database_takes_only_what_the_police_have_counted(
    county: CountyOfTests, police: Browser, wrong: dict[str, object]
) -> None:
    values: dict[str, object] = {
        "id": new_id(),
        "county_id": county.id,
        "municipality_id": county.municipality,
        "organisation_id": county.police,
        "year": YEAR,
        "version": 1,
        **{name: int(number) for name, number in GOOD.items()},
        "source": "",
        "reason": "",
        "recorded_by": "Petra Polis",
        "recorded_at": clock.now(),
    }
    browser = police
    if wrong.pop("organisation", None):
        browser = county.member(county.region, *COORDINATOR, name="Petra Polis")
        values["organisation_id"] = county.region
    with county.app.app_context(), acting_as(browser.token):
        with pytest.raises(ProgrammingError, match="row-level security"):
            db.session.connection().execute(insert(LobFigure).values(**(values | wrong)))
        db.session.rollback()


def _as_worker(county: CountyOfTests, day: date) -> int:
    connection = county.connection
    assert connection is not None
    connection.exec_driver_sql("set local session authorization portal_worker")
    count = remind(connection, day, timedelta(days=14))
    connection.exec_driver_sql("set local session authorization portal_app")
    return count


def _mails(county: CountyOfTests) -> list[str]:
    kinds = select(OutboxMail.kind, OutboxMail.account_id).where(OutboxMail.kind.startswith("lob."))
    found = [tuple(one) for one in county.execute(kinds)]
    assert len(set(found)) == len(found), "somebody was told the same twice"
    return sorted({kind for kind, _account in found})


def test_the_police_are_reminded_before_on_and_after_the_day(
    county: CountyOfTests, police: Browser
) -> None:
    due = date(YEAR + 1, 3, 1)
    assert _as_worker(county, due - timedelta(days=30)) == 0
    _as_worker(county, due - timedelta(days=5))
    _as_worker(county, due - timedelta(days=4))
    _as_worker(county, due)
    _as_worker(county, due + timedelta(days=1))
    assert _mails(county) == ["lob.figures_due", "lob.figures_late", "lob.figures_near"]


def test_nobody_is_reminded_of_what_is_in(county: CountyOfTests, police: Browser) -> None:
    _enter(county, police)
    assert _as_worker(county, date(YEAR + 1, 3, 2)) == 0


def test_what_the_area_said_is_the_last_it_said(county: CountyOfTests, police: Browser) -> None:
    other = county.organisation("Dorotea kommun", OrganisationKind.MUNICIPALITY)
    for places in ([], [str(county.municipality)], [str(other)]):
        page = police.open("/county/lob/area")
        page.press("Spara", 200 if places else 422, municipalities=places)
    assert county.execute(select(func.count()).select_from(LobArea)).scalar_one() == 2
    assert police.open("/county/lob/area").value("municipalities") == str(other)

"""What a municipality has answered Öppna jämförelser on its agreements, beside what was known."""

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import ProgrammingError

from agreements.follow_up.known_comparisons import list_known
from agreements.tables.follow_up import OpenComparison
from portal import clock
from portal.authz import OrganisationKind, Role
from portal.db import db
from portal.ids import new_id
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.county import COORDINATOR, CountyOfTests

YEAR = clock.today().year
ALL = {"goals": "yes", "resources": "yes", "responsibility": "yes", "routines": "yes"}
HERE = "/county/follow-up/comparisons"


@pytest.fixture
def maja(county: CountyOfTests) -> Browser:
    return county.member(county.municipality, *COORDINATOR, name="Maja Öhlund")


def test_what_was_known_before_is_as_the_countys_agreement_says() -> None:
    (first,) = list_known()
    assert (first.year, first.nation_percent, first.counties) == (
        2015,
        36,
        {"vasterbotten": (3, 15)},
    )


def test_a_municipality_notes_its_answers_and_the_county_reads_them(
    county: CountyOfTests, maja: Browser
) -> None:
    page = maja.open(HERE)
    assert "36 %" in page.text
    page.open(f"{HERE}/{YEAR}").press(
        "Spara svaret", 422, **{k: v for k, v in ALL.items() if k != "goals"}
    )
    page.press("Spara svaret", **ALL)
    assert page.heading == f"1 av 1 kommuner hade en hel överenskommelse {YEAR}"

    other = county.organisation("Dorotea kommun", OrganisationKind.MUNICIPALITY)
    dora = county.member(other, *COORDINATOR, name="Dora Dorotea")
    dora.open(f"{HERE}/{YEAR}").press("Spara svaret", **ALL | {"resources": "no"})
    reader = county.member(county.region, Role.CASEWORKER).open(HERE)
    assert reader.heading == f"1 av 2 kommuner hade en hel överenskommelse {YEAR}"
    assert "Inte hel" in reader.text


def test_a_correction_says_why(county: CountyOfTests, maja: Browser) -> None:
    maja.open(f"{HERE}/{YEAR}").press("Spara svaret", **ALL)
    page = maja.open(f"{HERE}/{YEAR}")
    page.press("Spara svaret", 422, **ALL | {"goals": "no"})
    assert "varför" in page.problems[0]
    page.press("Spara svaret", reason="Målen var kommunens egna.")
    assert "Målen var kommunens egna." in page.text
    found = select(OpenComparison.version, OpenComparison.goals).order_by(OpenComparison.version)
    assert [tuple(one) for one in county.execute(found)] == [(1, True), (2, False)]


def test_nobody_else_answers_for_a_municipality(county: CountyOfTests, maja: Browser) -> None:
    for organisation, role in (
        (county.region, Role.COORDINATOR),
        (county.group, Role.COORDINATOR),
    ):
        county.member(organisation, role).open(f"{HERE}/{YEAR}", 404)
    county.member(county.municipality, Role.CASEWORKER).open(f"{HERE}/{YEAR}", 403)
    maja.open(f"{HERE}/{YEAR + 1}", 404)
    maja.open(f"{HERE}/1999", 404)
    values: dict[str, object] = {
        "id": new_id(),
        "county_id": county.id,
        "municipality_id": county.organisation("Dorotea kommun", OrganisationKind.MUNICIPALITY),
        "year": YEAR,
        "version": 1,
        **dict.fromkeys(ALL, True),
        "reason": "",
        "recorded_by": "Maja Öhlund",
        "recorded_at": clock.now(),
    }
    with county.app.app_context(), acting_as(maja.token):
        with pytest.raises(ProgrammingError, match="row-level security"):
            db.session.connection().execute(insert(OpenComparison).values(**values))
        db.session.rollback()

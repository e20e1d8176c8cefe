"""Competence: needs, courses and the fifteen steps of a method, by the agreement's parties."""

import hashlib
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import ProgrammingError

from agreements.tables.competence import CompetenceNeed, Course, MethodStep, NewMethod
from portal import clock
from portal.authz import OrganisationKind, Role
from portal.db import db
from portal.demo.files import one_page
from portal.ids import new_id
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.county import COORDINATOR, CountyOfTests, Parties

TODAY = clock.today()
PDF = one_page("Plan för införandet", ("Mål, roller, utbildning, handledning, uppföljning.",))
NOTE = "Vi läste riktlinjerna i två grupper och skrev ner vad de betyder hos oss."


@pytest.fixture
def method(signed: Parties) -> str:
    """The page of one that is introduced."""
    page = signed.municipality.open(f"{signed.path}/competence").follow("Börja införa en metod")
    page.press("Börja", other="Brief MI", manager="Enhetschef, vuxenenheten")
    return page.url


def finish(page: Browser, method: str, number: int, status: int = 200, **values: Any) -> Browser:
    said: dict[str, Any] = {"note": NOTE, "done_on": TODAY.isoformat()}
    form = page.open(f"{method}/steps/{number}")
    said["whom"] = "Arbetsgruppen på vuxenenheten" if number >= 6 else form.value("whom")
    return form.post(form.url, said | values, status)


def test_a_need_is_met_by_a_course_to_which_people_come(
    county: CountyOfTests, signed: Parties
) -> None:
    page = signed.municipality.open(signed.path).follow("Visa kompetens och nya metoder")
    page.follow("Anteckna ett behov").press(
        "Spara behovet",
        whom="Handläggare på vuxenenheten",
        need="Bedömning med ASI.",
        found_by="Enkät till personalen",
    )
    page.send_again()
    assert "Ett behov har ingen utbildning i planen." in page.text
    need = county.execute(select(CompetenceNeed.id)).scalar_one()

    day = (TODAY - timedelta(days=3)).isoformat()
    page.follow("Planera en utbildning").press(
        "Lägg i planen", title="ASI Grund", whom="Handläggare", planned_on=day, need=str(need)
    )
    assert "Möts av: ASI Grund" in page.text
    assert "Inte redovisad" in page.text

    other = signed.region.open(f"{signed.path}/competence").follow("Redovisa : ASI Grund")
    late = signed.police.open(other.url)
    other.press("Spara redovisningen", 422, outcome="Bra.")
    assert "Skriv hur många som kom" in other.problems[0]
    assert other.value("outcome") == "Bra."
    other.press("Spara redovisningen", came="14", outcome="Alla gör nu intervjun på samma sätt.")
    assert "14 deltagare har kommit" in other.text
    late.press("Spara redovisningen", 422, came="15", outcome="Fler.")
    assert late.problems == ["Utbildningen är redan redovisad. Öppna sidan på nytt."]
    assert county.execute(select(Course.came)).scalar_one() == 14


def test_a_course_that_was_not_held_says_why(signed: Parties) -> None:
    page = signed.municipality.open(f"{signed.path}/competence/courses/new")
    soon = (TODAY + timedelta(days=30)).isoformat()
    page.press("Lägg i planen", title="CRA", whom="Behandlare", planned_on=soon)
    page.follow("Redovisa : CRA").press("Spara redovisningen", 422, came="3", outcome="Bra.")
    assert "inte varit än" in page.problems[0]
    page.press("Spara redovisningen", came="", is_cancelled=True, outcome="Föreläsaren blev sjuk.")
    assert "Blev inte av" in page.text


def test_a_method_goes_through_its_steps_and_the_county_sees_how_far(
    county: CountyOfTests, signed: Parties, method: str
) -> None:
    page = finish(signed.municipality, method, 1)
    assert page.heading == "Brief MI i Malå: 1 av 15 steg"
    assert NOTE in page.text
    assert "Enhetschef, vuxenenheten" in page.text
    refused = finish(signed.municipality, method, 7, 422)
    assert "Markera steg 6 först" in refused.problems[0]
    assert refused.value("note") == NOTE
    finish(signed.region, method, 6)
    assert "Arbetsgrupp: Arbetsgruppen på vuxenenheten" in finish(signed.police, method, 7).text

    board = county.member(county.group, *COORDINATOR).open("/county/methods")
    assert "Brief MI" in board.text
    assert "3 av 15 steg" in board.text
    assert "2. Gå igenom vilka behov som finns" in board.text


def test_what_shows_a_step_is_handed_over_as_it_came(signed: Parties, method: str) -> None:
    page = finish(signed.municipality, method, 2, file=(BytesIO(PDF), "plan.pdf"))
    link = page.soup.select_one("a[href$='/steps/2/evidence']")
    response = page.client.get(str(link["href"]), base_url=page.base_url)
    assert response.data == PDF
    assert response.headers["Content-Disposition"] == (
        'attachment; filename="underlag-brief-mi-steg-2.pdf"'
    )
    wrong = (BytesIO(b"%PDF-1.7 /JavaScript %%EOF"), "plan.pdf")
    refused = finish(signed.municipality, method, 3, 422, file=wrong)
    assert "ingen PDF, PNG eller JPEG" in refused.problems[0]
    assert refused.value("note") == NOTE
    signed.municipality.open(f"{method}/steps/3/evidence", 404)
    signed.municipality.open(f"{method}/steps/16", 404)


def test_a_step_that_was_not_done_is_taken_back_with_a_trace(
    county: CountyOfTests, signed: Parties, method: str
) -> None:
    page = finish(signed.municipality, method, 2, file=(BytesIO(PDF), "plan.pdf"))
    page.follow("Ångra : Gå igenom vilka behov som finns").press("Ångra steget", 422, reason="")
    page.press("Ångra steget", reason="Det var en annan enhets genomgång.")
    assert "0 av 15 steg" in page.heading
    assert "Det var en annan enhets genomgång." in page.text
    page.open(f"{method}/steps/2/evidence", 404)
    found = select(MethodStep.content, MethodStep.sha256)
    assert county.execute(found).one() == (None, hashlib.sha256(PDF).hexdigest())
    finish(signed.municipality, method, 2)
    finish(signed.municipality, method, 6)
    finish(signed.municipality, method, 8)
    page.open(f"{method}/steps/6/undo").press("Ångra steget", 422, reason="Fel.")
    assert "Ångra dem först" in page.problems[0]


def test_only_the_step_that_was_read_is_taken_back_and_its_file_removed(
    county: CountyOfTests, signed: Parties, method: str
) -> None:
    finish(signed.municipality, method, 2)
    late = signed.region.open(f"{method}/steps/2/undo")
    page = signed.municipality.open(f"{method}/steps/2/undo")
    page.press("Ångra steget", reason="Fel dag.")
    finish(signed.municipality, method, 2, note="Nu med underlag.", file=(BytesIO(PDF), "plan.pdf"))
    late.press("Ångra steget", 422, reason="Det var en annan enhets genomgång.")

    assert late.problems[0].startswith("Steget har ångrats och blivit klart på nytt")
    assert late.value("reason") == "Det var en annan enhets genomgång."
    assert "Nu med underlag." in late.text
    kept = select(MethodStep.content).where(MethodStep.undone_at.is_(None))
    assert county.execute(kept).scalar_one() == PDF
    late.press("Ångra steget")  # now it was read
    assert county.execute(kept).scalar_one_or_none() is None


def test_names_and_numbers_of_persons_are_refused_and_nothing_is_lost(
    signed: Parties, method: str
) -> None:
    refused = finish(signed.municipality, method, 1, 422, note="Ring Åsa på 070-174 06 35.")
    assert "telefonnummer" in refused.problems[0]
    assert refused.value("note") == "Ring Åsa på 070-174 06 35."


def test_the_same_method_is_begun_once(signed: Parties, method: str) -> None:
    page = signed.region.open(f"{signed.path}/competence/methods/new")
    page.press("Börja", 422, other="Brief MI", manager="Verksamhetschef")
    assert "håller redan på att införas" in page.problems[0]
    page.press("Börja", 422, other="", manager="Verksamhetschef")
    assert "Välj en insats" in page.problems[0]


def test_only_the_parties_coordinators_write(
    county: CountyOfTests, signed: Parties, method: str
) -> None:
    stranger = county.organisation("Sorsele kommun", OrganisationKind.MUNICIPALITY)
    for organisation, role in (
        (stranger, Role.COORDINATOR),
        (county.group, Role.COORDINATOR),
        (signed.municipality_id, Role.CASEWORKER),
    ):
        somebody = county.member(organisation, role)
        assert "Brief MI" in somebody.open(method).text
        assert "Markera som klart" not in somebody.text
        for path in ("needs/new", "courses/new", "methods/new"):
            somebody.open(f"{signed.path}/competence/{path}", 403)
        somebody.open(f"{method}/steps/1", 403)
    elsewhere = CountyOfTests(county.app, county.execute, "Norrbotten")
    alien = elsewhere.member(elsewhere.region, *COORDINATOR)
    alien.open(method, 404)
    alien.open(f"{signed.path}/competence", 404)
    assert "Brief MI" not in alien.open("/county/methods").text


def test_the_database_takes_only_what_a_party_writes(
    county: CountyOfTests, signed: Parties, method: str
) -> None:
    found = county.execute(select(NewMethod.id)).scalar_one()
    values: dict[str, object] = {
        "id": new_id(),
        "county_id": county.id,
        "agreement_id": signed.id,
        "method_id": found,
        "organisation_id": county.group,
        "number": 1,
        "done_on": TODAY,
        "whom": "Chefen",
        "note": NOTE,
        "recorded_by": "Maja Öhlund",
        "recorded_at": clock.now(),
    }
    group = county.member(county.group, *COORDINATOR, name="Maja Öhlund")
    for who, own in (
        (group, county.group),
        (signed.municipality, county.region),
    ):
        with county.app.app_context(), acting_as(who.token):
            row = values | {"organisation_id": own}
            with pytest.raises(ProgrammingError, match="row-level security"):
                db.session.connection().execute(insert(MethodStep).values(**row))
            db.session.rollback()
    finish(signed.municipality, method, 1)
    with county.app.app_context(), acting_as(group.token):
        taken = update(MethodStep).values(undone_by="Maja Öhlund", undone_reason="x")
        assert db.session.connection().execute(taken).rowcount == 0
        db.session.rollback()

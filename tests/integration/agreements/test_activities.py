"""The plan of activities of an agreement in force: planned, near, late, ended once."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import ProgrammingError

from agreements.tables.activity import Activity
from portal import clock
from portal.authz import Role
from portal.db import db
from portal.ids import new_id
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.county import COORDINATOR, CountyOfTests, Parties

TODAY = clock.today()
WHAT = "Pröva längre öppettider på tillnyktringsenheten."
RESULT = "Fler kom till vården än till arresten."


@pytest.fixture
def signed(signing: Parties) -> Parties:
    """In force from today."""
    return signing.all_sign()


def plan(signed: Parties, owner: object, status: int = 200, **said: str) -> Browser:
    page = signed.municipality.open(signed.path).follow("Visa aktivitetsplanen")
    page.follow("Planera en aktivitet")
    values = {
        "what": WHAT,
        "owner": str(owner),
        "whom": "Enhetschef",
        "due_on": (TODAY + timedelta(days=60)).isoformat(),
    }
    return page.press("Lägg i planen", status, **(values | said))


def test_an_activity_is_asked_for_when_it_is_near_and_ends_once(
    county: CountyOfTests, signed: Parties
) -> None:
    page = plan(signed, county.region)
    page.send_again()
    assert county.execute(select(Activity.owner_id)).scalar_one() == county.region
    assert WHAT not in signed.region.open("/todo").text
    county.execute(update(Activity).values(due_on=TODAY - timedelta(days=1)))
    assert "En aktivitet är försenad." in page.open(f"{signed.path}/activities").text
    todo = signed.region.open("/todo")
    assert f"Avsluta aktiviteten: {WHAT}" in todo.text
    assert "Försenat" in todo.text
    assert WHAT not in signed.municipality.open("/todo").text

    todo.open(str(todo.soup.select_one("a[href$='/end']")["href"]))
    late = county.member(signed.municipality_id, *COORDINATOR, name="Annan").open(todo.url)
    todo.press("Spara", 422, result=RESULT)
    assert todo.value("result") == RESULT
    todo.press("Spara", how="done", result=RESULT)
    assert RESULT in todo.text
    assert WHAT not in todo.open("/todo").text
    late.press("Spara", 422, how="dropped", result="Nej.")
    assert late.problems == ["Aktiviteten är redan avslutad. Öppna sidan på nytt."]
    reader = county.member(county.group, Role.COORDINATOR)
    assert RESULT in reader.open(f"{signed.path}/activities").text


def test_what_cannot_be_is_told_and_nothing_is_lost(county: CountyOfTests, signed: Parties) -> None:
    page = plan(signed, county.region, 422, due_on=(TODAY - timedelta(days=1)).isoformat())
    assert page.problems == ["Dagen har redan varit. Välj en dag framåt."]
    assert page.value("what") == WHAT
    page.press("Lägg i planen", 422, what="Ring 19811218-9876.")
    assert "peka ut en person" in page.problems[0]
    assert not county.execute(select(Activity.id)).all()


def test_only_whose_it_is_ends_it_and_only_a_party_plans(
    county: CountyOfTests, signed: Parties
) -> None:
    plan(signed, county.region)
    activity = county.execute(select(Activity.id)).scalar_one()
    signed.police.open(f"{signed.path}/activities/{activity}/end", 403)
    other = county.member(county.group, Role.COORDINATOR)
    other.open(f"{signed.path}/activities/new", 403)
    ended = update(Activity).values(
        is_done=True, result="x", ended_by="Maja Öhlund", ended_at=clock.now()
    )
    with county.app.app_context(), acting_as(signed.police.token):
        assert db.session.connection().execute(ended).rowcount == 0
        db.session.rollback()
    row = {
        "id": new_id(),
        "county_id": county.county_of(signed.municipality_id),
        "agreement_id": signed.id,
        "organisation_id": county.group,
        "owner_id": county.region,
        "whom": "Chef",
        "what": "x",
        "due_on": TODAY,
        "planned_by": "Maja Öhlund",
        "planned_at": clock.now(),
    }
    with county.app.app_context(), acting_as(other.token):
        with pytest.raises(ProgrammingError, match="row-level security"):
            db.session.connection().execute(insert(Activity).values(**row))
        db.session.rollback()

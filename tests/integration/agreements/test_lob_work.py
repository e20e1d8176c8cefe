"""What follows on LOB where an agreement holds: contacts that are due, by the agreement's facts."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import ProgrammingError

from agreements.lob_work.reminding import remind
from agreements.tables.activity import Activity
from agreements.tables.agreement import Agreement
from agreements.tables.lob_work import LobContact, LobReview
from portal import clock
from portal.authz import Role
from portal.db import db
from portal.ids import new_id
from portal.outbox.models import OutboxMail
from portal.working_days import working_days_after
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.county import CountyOfTests, Parties

TODAY = clock.today()
REFERENCE = "SN 2026/31"


@pytest.fixture
def signed(signing: Parties) -> Parties:
    """In force from today."""
    return signing.all_sign()


def note(browser: Browser, signed: Parties, status: int = 200, **said: str) -> Browser:
    page = browser.open(signed.path).follow("Arbetet med LOB")
    page.follow("Anteckna en kontakt som ska tas")
    values = {"reference": REFERENCE, "kind": "new", "reported_on": TODAY.isoformat()} | said
    return page.press("Sätt på listan", status, **values)


def backdate(county: CountyOfTests, days: int) -> None:
    """As if the report had come then."""
    by = timedelta(days=days)
    values = {"reported_on": LobContact.reported_on - by, "due_on": LobContact.due_on - by}
    county.execute(update(LobContact).values(**values))


def test_the_agreement_says_until_when_and_only_the_count_is_left_of_a_contact_made(
    county: CountyOfTests, signed: Parties
) -> None:
    page = note(signed.municipality, signed)
    page.send_again()
    (row,) = county.execute(select(LobContact.due_on, LobContact.said)).all()
    assert row.due_on == working_days_after(TODAY, 3)
    assert REFERENCE in page.text
    assert "3 arbetsdagar" in page.text
    page.open("/todo")
    assert "Försenat" not in page.text
    backdate(county, 20)
    page.open("/todo")
    assert "Försenat" in page.text
    assert "Ta kontakt efter LOB: en väntar" in page.text
    page.open(str(page.soup.select_one("a[href*='/lob#']")["href"]))
    assert "En kontakt är försenad." in page.text

    page.follow(f"Markera som gjord : {REFERENCE}").press("Spara", outcome="reached")
    assert REFERENCE not in page.text
    assert "0 i tid, 1 för sent. Ni nådde personen 1 gånger." in page.text
    assert county.execute(select(LobContact.reference)).scalar_one() == ""
    assert "Ta kontakt" not in page.open("/todo").text


def test_who_has_support_already_is_contacted_sooner(
    county: CountyOfTests, signed: Parties
) -> None:
    note(signed.region, signed, kind="known")
    assert county.execute(select(LobContact.due_on)).scalar_one() == working_days_after(TODAY, 1)


@pytest.mark.parametrize("reference", ["19811218-9876", "ring 070-174 06 05"])
def test_nobody_is_pointed_out(county: CountyOfTests, signed: Parties, reference: str) -> None:
    page = note(signed.municipality, signed, 422, reference=reference)
    assert "peka ut en person" in page.problems[0]
    assert page.value("reference") == reference
    assert not county.execute(select(LobContact.id)).all()


def test_a_day_that_cannot_be_is_told_and_nothing_is_lost(signed: Parties) -> None:
    tomorrow, before = TODAY + timedelta(days=1), TODAY - timedelta(days=400)
    page = note(signed.municipality, signed, 422, reported_on=tomorrow.isoformat())
    assert "inte varit än" in page.problems[0]
    page.press("Sätt på listan", 422, reported_on=before.isoformat())
    assert "gällde inte den dagen" in page.problems[0]
    assert page.value("reference") == REFERENCE
    page.press("Sätt på listan", reported_on=TODAY.isoformat())
    again = note(signed.municipality, signed, 422, kind="known")
    assert "väntar redan" in again.problems[0]


def test_two_who_mark_it_at_once_are_told(county: CountyOfTests, signed: Parties) -> None:
    page = note(signed.municipality, signed).follow(f"Markera som gjord : {REFERENCE}")
    other = county.member(signed.municipality_id, Role.COORDINATOR, name="Annan")
    other.open(page.url).press("Spara", outcome="declined")
    page.press("Spara", 422, outcome="reached")
    assert page.problems == ["Kontakten är redan markerad som gjord."]


def test_routines_are_gone_through_and_asked_for_again(
    county: CountyOfTests, signed: Parties
) -> None:
    page = signed.municipality.open(f"{signed.path}/lob").follow("Anteckna en genomgång")
    said = {"whom": "Kommunpolis", "finding": "Rapporten kommer i tid."}
    page.press("Spara genomgången", 422, next_on=TODAY.isoformat(), **said)
    assert page.problems == ["Nästa genomgång behöver ligga framåt i tiden. Välj en senare dag."]
    assert page.value("finding") == said["finding"]
    page.press("Spara genomgången", 422, whom="ring 070-174 06 05", next_on="2099-01-01")
    assert "peka ut en person" in page.problems[0]
    page.press("Spara genomgången", next_on=(TODAY + timedelta(days=180)).isoformat(), **said)
    page.send_again()
    assert said["finding"] in signed.police.open(f"{signed.path}/lob").text
    assert "Gå igenom rutinerna" not in page.open("/todo").text

    assert len(county.execute(select(LobReview.id)).all()) == 1
    before = {"reviewed_on": TODAY - timedelta(days=90), "next_on": TODAY - timedelta(days=1)}
    county.execute(update(LobReview).values(**before))
    assert "Försenat" in page.open("/todo").text
    assert "Gå igenom rutinerna" in page.text
    assert "Gå igenom rutinerna" not in signed.region.open("/todo").text
    with county.app.app_context(), acting_as(signed.region.token):
        with pytest.raises(ProgrammingError, match="permission denied"):
            db.session.execute(update(LobReview).values(finding="Annat"))
        db.session.rollback()


def test_a_contact_is_nobody_elses_to_see_or_to_make(
    county: CountyOfTests, signed: Parties
) -> None:
    page = note(signed.municipality, signed).follow(f"Markera som gjord : {REFERENCE}")
    signed.region.open(page.url, 404)
    for browser in (signed.region, signed.police):
        assert REFERENCE not in browser.open(f"{signed.path}/lob").text
    reader = county.member(county.group, Role.COORDINATOR).open(f"{signed.path}/lob")
    assert "Kontakter som ni ska ta" not in reader.text
    colleague = county.member(signed.municipality_id, Role.CASEWORKER)
    todo = colleague.open("/").follow("Att göra enligt överenskommelserna")
    assert "Ta kontakt efter LOB: en väntar" in todo.text
    assert REFERENCE in todo.open(str(todo.soup.select_one("a[href*='/lob#']")["href"])).text

    with county.app.app_context(), acting_as(signed.region.token):
        assert not db.session.scalars(select(LobContact)).all()
    with county.app.app_context(), acting_as(signed.municipality.token):
        with pytest.raises(ProgrammingError, match="permission denied"):
            db.session.execute(update(LobContact).values(due_on=TODAY))
        db.session.rollback()


def in_force_since(county: CountyOfTests, signed: Parties, day: date) -> None:
    """As if it had begun to hold then."""
    at = Agreement.id == UUID(signed.id)
    values = {"valid_from": day, "valid_until": TODAY + timedelta(days=400)}
    county.execute(update(Agreement).where(at).values(**values))


def as_worker(county: CountyOfTests, day: date) -> dict[str, set[UUID]]:
    """What the worker has queued by a day, of LOB and activities, and for whom."""
    connection = county.connection
    assert connection is not None
    connection.exec_driver_sql("set local session authorization portal_worker")
    remind(connection, day, timedelta(days=7))
    connection.exec_driver_sql("set local session authorization portal_app")
    told = county.execute(
        select(OutboxMail.kind, OutboxMail.organisation_id, OutboxMail.dedupe).where(
            OutboxMail.kind.startswith("lob.") | OutboxMail.kind.startswith("activity.")
        )
    ).all()
    assert len({row.dedupe for row in told}) == len(told)
    return {one: {row.organisation_id for row in told if row.kind == one} for one, *_ in told}


def test_a_first_review_is_asked_of_whoever_began_the_agreement(
    county: CountyOfTests, signed: Parties
) -> None:
    in_force_since(county, signed, TODAY - timedelta(days=300))
    assert "Gå igenom rutinerna" not in signed.municipality.open("/todo").text
    assert "Första genomgången senast" in signed.region.open(f"{signed.path}/lob").text

    in_force_since(county, signed, TODAY - timedelta(days=380))
    todo = signed.municipality.open("/todo")
    assert "Gå igenom rutinerna för LOB" in todo.text
    assert "Gå igenom rutinerna" not in signed.police.open("/todo").text
    life = signed.region.open(f"{signed.path}/life").text
    assert "Försenat: Gå igenom rutinerna för LOB (" in life
    todo.open(f"{signed.path}/lob/reviews/new").press(
        "Spara genomgången",
        whom="Kommunpolis",
        finding="Allt som det ska.",
        next_on=(TODAY + timedelta(days=200)).isoformat(),
    )
    assert "Gå igenom rutinerna" not in todo.open("/todo").text
    assert "Gå igenom rutinerna" not in todo.open(f"{signed.path}/life").text


def test_a_first_review_is_reminded_of_before_on_and_after_its_day(
    county: CountyOfTests, signed: Parties
) -> None:
    in_force_since(county, signed, date(2025, 3, 10))
    assert not as_worker(county, date(2026, 3, 2))
    for day in (3, 4, 10, 11, 12):
        told = as_worker(county, date(2026, 3, day))
    ours = {signed.municipality_id}
    assert told == {f"lob.review_{one}": ours for one in ("near", "due", "late")}


def test_contacts_are_reminded_of_once_for_each_day_and_name_no_case(
    county: CountyOfTests, signed: Parties
) -> None:
    note(signed.municipality, signed)
    note(signed.municipality, signed, reference="SN 2026/32")
    due = county.execute(select(LobContact.due_on).distinct()).scalar_one()
    assert not as_worker(county, due - timedelta(days=1))
    assert as_worker(county, due) == {"lob.contact_due": {signed.municipality_id}}
    told = as_worker(county, due + timedelta(days=1))
    assert set(told) == {"lob.contact_due", "lob.contact_late"}
    assert as_worker(county, due + timedelta(days=9)) == told
    paths = set(
        county.execute(select(OutboxMail.path).where(OutboxMail.kind.like("lob.c%"))).scalars()
    )
    assert paths == {f"{signed.path}/lob"}


def test_whoever_is_to_do_an_activity_is_reminded_and_not_once_it_has_ended(
    county: CountyOfTests, signed: Parties
) -> None:
    due = TODAY + timedelta(days=40)
    county.execute(
        insert(Activity).values(
            id=new_id(),
            county_id=county.county_of(county.region),
            agreement_id=UUID(signed.id),
            organisation_id=signed.municipality_id,
            owner_id=county.region,
            whom="Enhetschef",
            what="Pröva längre öppettider.",
            due_on=due,
            planned_by="Maja",
            planned_at=clock.now(),
        )
    )
    assert not as_worker(county, due - timedelta(days=8))
    for days in (-7, 0, 1, 2):
        told = as_worker(county, due + timedelta(days=days))
    assert told == {f"activity.{one}": {county.region} for one in ("near", "due", "late")}
    county.execute(update(Activity).values(due_on=TODAY + timedelta(days=10)))
    assert "Pröva längre öppettider." in signed.police.open(f"{signed.path}/life").text
    values = {"is_done": True, "result": "Bra.", "ended_by": "Maja", "ended_at": clock.now()}
    county.execute(update(Activity).values(values))
    assert "Pröva längre" not in signed.police.open(f"{signed.path}/life").text
    assert as_worker(county, TODAY + timedelta(days=10)) == told

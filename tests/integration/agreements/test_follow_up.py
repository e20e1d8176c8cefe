"""What an agreement follows up: values, what people say and where it is shown, by its parties."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from urllib.parse import quote

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import ProgrammingError

from agreements.follow_up.reminding import remind
from agreements.indicators import ValueUnit
from agreements.tables.agreement import Agreement
from agreements.tables.follow_up import IndicatorValue, UserVoice
from agreements.tables.groups import GroupMeeting
from portal import clock
from portal.authz import OrganisationKind, Role
from portal.db import db
from portal.ids import new_id
from portal.outbox.models import OutboxMail
from portal.zone import STOCKHOLM
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.county import COORDINATOR, CountyOfTests, Parties
from tests.integration.group import Group
from tests.integration.remembered import remembered

TODAY = clock.today()
YEAR = TODAY.year - 1
PLANS = "Antal samordnade individuella planer"
GOOD = {"unit": "count", "value": "18", "source": "Samsyn", "note": "Alla planer som har börjat."}
SAVE = "Spara värdet"
LATEST = "Senaste värden"


@pytest.fixture
@remembered
def signed(county: CountyOfTests, signing: Parties) -> Parties:
    """In force since the first day of the year."""
    signing.all_sign()
    held = update(Agreement).where(Agreement.id == signing.id)
    county.execute(held.values(valid_from=date(TODAY.year, 1, 1)))
    return signing


def _form(parties: Parties, of: str = PLANS, year: int | None = YEAR) -> str:
    named = f"&year={year}" if year else ""
    return f"{parties.path}/follow-up/enter?of={quote(of)}{named}"


def enter(parties: Parties, page: Browser, status: int = 200, **values: str) -> Browser:
    return page.open(_form(parties)).press(SAVE, status, **(GOOD | values))


def _rows(county: CountyOfTests) -> list[tuple[int, int, Decimal, str]]:
    one = IndicatorValue
    found = select(one.year, one.version, one.value, one.reason)
    return [tuple(row) for row in county.execute(found.order_by(one.year, one.version))]


def test_a_value_is_asked_for_entered_and_read_by_the_county(
    county: CountyOfTests, signed: Parties
) -> None:
    page = signed.municipality.open("/todo").follow(
        "Fyll i värden till uppföljningen: Lokal överenskommelse, Malå kommun"
        " (Skadligt bruk eller beroende)"
    )
    assert f"{YEAR} saknas" in page.text
    assert "Malå kommun fyller i det senast" in page.text
    page = page.follow(f"Fyll i : {PLANS} {YEAR}")
    assert page.value("indicator") == PLANS
    assert page.value("source") == "Samsyn"
    told = page.press(SAVE, **GOOD).text
    assert "Värdet är sparat." in told
    assert "Alla planer som har börjat." in told

    for organisation, role in ((county.group, Role.COORDINATOR), (county.region, Role.CASEWORKER)):
        reader = county.member(organisation, role)
        assert "Alla planer som har börjat." in reader.open(f"{signed.path}/follow-up").text
        shown = reader.open("/county/follow-up").text
        assert PLANS in shown
        assert "18" in shown


@pytest.mark.parametrize("spelt_otherwise", [YEAR, YEAR - 1])
def test_the_latest_year_is_the_latest_however_its_indicator_is_spelt(
    county: CountyOfTests, signed: Parties, spelt_otherwise: int
) -> None:
    begun = date(TODAY.year - 2, 1, 1)
    county.execute(update(Agreement).where(Agreement.id == signed.id).values(valid_from=begun))
    for year, value in ((YEAR, "18"), (YEAR - 1, "12")):
        page = signed.municipality.open(_form(signed, year=year))
        page.press(SAVE, **(GOOD | {"value": value}))
    otherwise = update(IndicatorValue).where(IndicatorValue.year == spelt_otherwise)
    county.execute(otherwise.values(indicator=PLANS.upper()))
    page = signed.municipality.open(f"{signed.path}/life")
    (table,) = (
        one for one in page.soup.select("table") if one.caption.get_text(strip=True) == LATEST
    )
    (row,) = table.select("tbody tr")
    assert str(YEAR) in row.text
    assert "18" in row.text


def test_what_is_wrong_is_said_and_nothing_is_lost(county: CountyOfTests, signed: Parties) -> None:
    for wrong, problem in (
        ({"value": "många"}, "Skriv ett tal"),
        ({"value": "2,5"}, "heltal"),
        ({"value": "-3"}, "mindre än noll"),
        ({"value": "101", "unit": "percent"}, "högst 100 procent"),
        ({"year": str(TODAY.year)}, "Året är inte slut"),
        ({"source": ""}, "var värdet kommer ifrån"),
        ({"note": "Ring 070-174 06 35."}, "telefonnummer"),
    ):
        page = enter(signed, signed.municipality, 422, **wrong)
        assert problem in page.problems[0]
        (name, said), *_rest = wrong.items()
        assert page.value(name) == said
        if name != "note":
            assert page.value("note") == GOOD["note"]
    assert _rows(county) == []


def test_a_correction_says_why_and_what_was_said_stays(
    county: CountyOfTests, signed: Parties
) -> None:
    enter(signed, signed.municipality)
    refused = enter(signed, signed.region, 422, value="21")
    assert "varför" in refused.problems[0]
    told = refused.press(SAVE, reason="Tre hade fallit bort.").text
    assert "Rättat från 18" in told
    assert "Tre hade fallit bort." in told
    assert _rows(county) == [(YEAR, 1, 18, ""), (YEAR, 2, 21, "Tre hade fallit bort.")]
    assert "Inget ändrades." in enter(signed, signed.region, value="21").text


def test_two_who_enter_at_once_are_told(signed: Parties) -> None:
    other = signed.region.open(_form(signed))
    enter(signed, signed.municipality)
    told = other.press(SAVE, 409, **GOOD | {"value": "19"}).text
    assert "18" in told
    assert "Maja Öhlund" in told


def test_each_year_is_counted_the_same_way(signed: Parties) -> None:
    enter(signed, signed.municipality)
    page = signed.municipality.open(_form(signed, year=YEAR - 1))
    assert page.value("unit") == "count"
    page.press(SAVE, 422, **GOOD | {"unit": "percent"})
    assert "räknat på ett annat sätt" in page.problems[0]


def test_what_is_not_followed_up_is_not_entered(signed: Parties) -> None:
    page = signed.municipality.open(_form(signed, of="Något helt annat"))
    page.press(SAVE, 422, **GOOD)
    assert page.problems == ["Välj vad värdet gäller."]


def test_only_the_parties_coordinators_enter(county: CountyOfTests, signed: Parties) -> None:
    stranger = county.organisation("Sorsele kommun", OrganisationKind.MUNICIPALITY)
    for organisation, role in (
        (stranger, Role.COORDINATOR),
        (county.group, Role.COORDINATOR),
        (signed.municipality_id, Role.SIGNATORY),
    ):
        somebody = county.member(organisation, role)
        somebody.open(_form(signed), 403)
        assert "Fyll i ett annat år" not in somebody.open(f"{signed.path}/follow-up").text
    elsewhere = CountyOfTests(county.app, county.execute, "Norrbotten")
    alien = elsewhere.member(elsewhere.region, *COORDINATOR)
    alien.open(_form(signed), 404)
    alien.open(f"{signed.path}/follow-up", 404)
    enter(signed, signed.municipality)
    assert PLANS not in alien.open("/county/follow-up").text


def test_a_draft_follows_nothing_up(shared: Parties) -> None:
    shared.municipality.open(f"{shared.path}/follow-up", 404)
    shared.municipality.open(_form(shared), 404)


def test_a_finding_is_answered_once(county: CountyOfTests, signed: Parties) -> None:
    page = signed.municipality.open(f"{signed.path}/follow-up")
    page.follow("Anteckna en enkät eller brukarrevision").press(
        "Spara",
        422,
        kind="audit",
        title="Brukarrevision på mottagningen",
        heard="14",
        held_on=TODAY.isoformat(),
        finding="Anna Berg, 19800101-9999, vill ha kortare kö.",
    )
    assert "Anna Berg" in page.value("finding")
    page.press("Spara", finding="Flera väntade mer än tre veckor på svar.")
    page.send_again()
    assert "Inget svar än" in page.text
    assert county.execute(select(UserVoice.heard)).scalar_one() == 14

    answering = signed.region.open(f"{signed.path}/follow-up")
    answering.follow("Svara : Brukarrevision på mottagningen")
    late = signed.police.open(answering.url)
    answering.press("Spara svaret", answer="Mottagningen svarar inom två veckor från mars.")
    assert "Mottagningen svarar inom två veckor" in answering.text
    late.press("Spara svaret", 422, answer="Något annat.")
    assert late.problems == ["Det är redan besvarat. Öppna sidan på nytt."]


def test_what_is_told_in_words_is_not_asked_for_as_a_value(signed: Parties) -> None:
    page = signed.municipality.open(f"{signed.path}/follow-up")
    assert "Läget för överenskommelsen" not in page.text
    assert PLANS in page.text


def test_the_review_opens_with_what_is_followed_up(signed: Parties) -> None:
    enter(signed, signed.municipality)
    page = signed.municipality.open(f"{signed.path}/review")
    assert "Alla planer som har börjat." in page.text
    assert "Vad kom ni fram till?" in page.text


def test_results_lead_to_the_meeting_where_they_are_shown(signed: Parties) -> None:
    group = Group(signed)
    group.plan()
    page = signed.municipality.open(f"{signed.path}/review")
    assert page.soup.select(f"a[href='{group.meeting}']")

    day = TODAY - timedelta(days=1)
    noon = datetime.combine(day, time(12), STOCKHOLM)
    group.change(GroupMeeting, starts_at=noon, ends_at=noon + timedelta(hours=1))
    assert not page.open(f"{signed.path}/review").soup.select(f"a[href='{group.meeting}']")
    page.open(f"{signed.path}/follow-up").follow("Anteckna att resultaten har visats")
    page.press("Spara", forum="Styrgruppen", followed="Vi går vidare.", shown_on=day.isoformat())
    (link,) = page.soup.select(f"a[href='{group.meeting}']")
    assert link.text == "Styrgruppen"


def test_where_the_results_were_shown_is_on_the_page(signed: Parties) -> None:
    page = signed.municipality.open(f"{signed.path}/follow-up")
    page.follow("Anteckna att resultaten har visats")
    tomorrow = (TODAY + timedelta(days=1)).isoformat()
    said = {"forum": "Lokala styrgruppen", "followed": "Vi börjar fråga om barn vid första mötet."}
    page.press("Spara", 422, shown_on=tomorrow, **said)
    assert "inte varit än" in page.problems[0]
    page.press("Spara", shown_on=TODAY.isoformat())
    assert "Vi börjar fråga om barn" in page.text


def _as_worker(county: CountyOfTests, day: date) -> int:
    connection = county.connection
    assert connection is not None
    connection.exec_driver_sql("set local session authorization portal_worker")
    count = remind(connection, day, timedelta(days=14))
    connection.exec_driver_sql("set local session authorization portal_app")
    return count


def test_whoever_reports_is_reminded_before_on_and_after_the_day(
    county: CountyOfTests, signed: Parties
) -> None:
    due = date(TODAY.year, 2, 28) + timedelta(days=0 if TODAY.year % 4 else 1)
    assert _as_worker(county, due - timedelta(days=30)) == 0
    for days in (-5, -4, 0, 1, 2):
        _as_worker(county, due + timedelta(days=days))
    kinds = select(OutboxMail.kind).where(OutboxMail.kind.startswith("indicator."))
    assert sorted(county.execute(kinds).scalars()) == [
        "indicator.due",
        "indicator.late",
        "indicator.near",
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"organisation": "region"},
        {"organisation": "group"},
        {"recorded_by": "Någon annan"},
        {"year": TODAY.year},
        {"place": "region"},
    ],
)
def test_the_database_takes_only_what_a_party_enters(
    county: CountyOfTests, signed: Parties, wrong: dict[str, object]
) -> None:
    subject = county.execute(
        select(Agreement.subject_id).where(Agreement.id == signed.id)
    ).scalar_one()
    values: dict[str, object] = {
        "id": new_id(),
        "county_id": county.id,
        "agreement_id": signed.id,
        "subject_id": subject,
        "municipality_id": signed.municipality_id,
        "organisation_id": signed.municipality_id,
        "fact_key": "uppfoljning-indikatorer",
        "indicator": PLANS,
        "year": YEAR,
        "version": 1,
        "unit": ValueUnit.COUNT,
        "value": 4,
        "source": "Samsyn",
        "note": "",
        "reason": "",
        "recorded_by": "Maja Öhlund",
        "recorded_at": clock.now(),
    }
    who = signed.municipality
    match wrong.pop("organisation", None):
        case "region":  # in another's name
            values["organisation_id"] = county.region
        case "group":  # no party
            who = county.member(county.group, *COORDINATOR, name="Maja Öhlund")
            values["organisation_id"] = county.group
        case _:
            pass
    if wrong.pop("place", None):
        values["municipality_id"] = county.region
    with county.app.app_context(), acting_as(who.token):
        with pytest.raises(ProgrammingError, match="row-level security"):
            db.session.connection().execute(insert(IndicatorValue).values(**(values | wrong)))
        db.session.rollback()

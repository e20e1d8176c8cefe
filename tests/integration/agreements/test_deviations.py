"""What goes otherwise than agreed: reported, answered, learned from, and counted for the county."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import ProgrammingError

from agreements import reminding
from agreements.cases import DeviationKind, DeviationState
from agreements.tables.agreement import Agreement
from agreements.tables.deviation import Deviation, PlanDeviation, TemplateProposal
from portal import clock
from portal.authz import OrganisationKind, Role
from portal.db import db
from portal.ids import new_id
from portal.outbox.models import OutboxMail
from portal.working_days import working_days_after
from portal.zone import STOCKHOLM
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.county import COORDINATOR, CountyOfTests, Parties

TODAY = clock.today()
SECTION = "2. Samordnad individuell plan (SIP)"
NAMED = f"{SECTION}: Lokal överenskommelse, Malå kommun"
PROPOSAL = "Fråga i mallen vem som kallar och inom hur många dagar."
HAPPENED = "Det tog tre veckor innan någon kallade."


@pytest.fixture
def group(county: CountyOfTests) -> Browser:
    return county.member(county.group, *COORDINATOR, name="Karin")


def report(parties: Parties, page: Browser, status: int = 200, **values: str) -> Browser:
    """Report from the second section, for the region to answer."""
    said = {
        "place": "section:sip",
        "kind": "late",
        "happened": HAPPENED,
        "concerns": str(parties.county.region),
    }
    page.open(f"{parties.path}/deviations/new")
    return page.press("Rapportera", status, **(said | values))


def _deviation(county: CountyOfTests) -> Deviation:
    """The one there is."""
    (row,) = county.execute(select(Deviation.__table__)).all()
    return row


def _told(county: CountyOfTests, kind: str) -> set[UUID]:
    asked = select(OutboxMail.organisation_id).where(OutboxMail.kind == kind)
    return set(county.execute(asked).scalars())


def test_a_deviation_is_answered_closed_and_becomes_a_proposal_for_the_template(
    county: CountyOfTests, signed: Parties
) -> None:
    page = signed.municipality.open(signed.section(2)).follow(
        "Rapportera en avvikelse från avsnittet"
    )
    assert page.value("place") == "section:sip"
    page.press("Rapportera", kind="late", happened=HAPPENED, concerns=str(county.region))
    page.send_again()
    row = _deviation(county)
    assert row.answer_by == working_days_after(TODAY, 10)
    assert HAPPENED in page.text
    assert "Region Västerbotten svarar senast" in page.text
    assert _told(county, "deviation.reported") == {county.region}

    page = signed.region.open("/todo").follow(f"Svara på en avvikelse: {NAMED}")
    page.follow("Svara").press("Svara", answer="Vi hade ingen som kallade. Nu är det mottagningen.")
    assert "Vi hade ingen som kallade." in page.text
    assert "Svara på en avvikelse" not in signed.region.open("/todo").text
    assert _told(county, "deviation.answered") == {signed.municipality_id}

    page = signed.municipality.open("/todo").follow(f"Avsluta en avvikelse: {NAMED}")
    page.follow("Avsluta").press(
        "Avsluta avvikelsen",
        lesson="Det stod inte vem som kallar.",
    )
    assert "Det stod inte vem som kallar." in page.text
    assert "Avsluta en avvikelse" not in Browser(county.app, token=page.token).open("/todo").text
    assert _told(county, "deviation.closed") == {county.region}
    page.open(f"{page.url}/answer", status=403)
    signed.region.open(f"{signed.path}/deviations/{row.id}/answer").press(
        "Svara", 422, answer="En gång till."
    )


def test_a_lesson_is_proposed_for_the_template_and_the_county_settles_it(
    county: CountyOfTests, signed: Parties, group: Browser
) -> None:
    report(signed, signed.municipality)
    row = _deviation(county)
    there = f"{signed.path}/deviations/{row.id}"
    signed.municipality.open(f"{there}/close").press("Avsluta avvikelsen", 422, lesson="Inget.")
    signed.region.open(f"{there}/answer").press("Svara", answer="Det stämmer.")
    signed.region.open(f"{there}/close").press(
        "Avsluta avvikelsen", lesson="Det stod inte vem som kallar.", proposal=PROPOSAL
    )
    todo = group.open("/").follow("Att göra").follow("Avgör ett förslag till länets mall")
    assert PROPOSAL in todo.text
    page = group.open("/templates").follow("Förslag till nästa utgåva")
    assert PROPOSAL in page.text
    assert "Det stod inte vem som kallar." in page.text
    page.follow(f"Avgör : {SECTION}").press("Spara", 422, state="declined")
    assert page.problems == ["Skriv varför, så att den som föreslog det förstår."]
    page.press("Spara", state="kept", reason="")
    assert "Tas med i nästa utgåva" in page.text
    assert "förslag till länets mall" not in group.open("/todo").text
    assert "Tas med i nästa utgåva" in signed.municipality.open("/county/proposals").text
    group.open(f"{signed.path}/deviations/{row.id}", status=404)
    (proposal,) = county.execute(select(TemplateProposal.__table__)).all()
    signed.municipality.open(f"/county/proposals/{proposal.id}", status=403)


def test_every_text_refuses_a_person_and_says_where(county: CountyOfTests, signed: Parties) -> None:
    said = "Kim ringde.\nHans nummer är 070-123 45 67 och 19900102-1238."
    page = report(signed, signed.municipality, 422, happened=said)
    (problem,) = page.problems
    assert "”070-123 45 67” (telefonnummer) på rad 2, efter ”Hans nummer är”" in problem
    assert "”19900102-1238” (personnummer)" in problem
    assert page.value("happened") == said
    assert county.execute(select(Deviation.id)).all() == []

    page.press("Rapportera", happened=HAPPENED)
    row = _deviation(county)
    address = f"{signed.path}/deviations/{row.id}"
    signed.region.open(f"{address}/answer").press("Svara", 422, answer="Storgatan 5 i Malå.")
    assert "”Storgatan 5” (adress)" in signed.region.problems[0]
    signed.region.press("Svara", answer="Det stämmer.")
    page.open(f"{address}/close")
    page.press("Avsluta avvikelsen", 422, lesson="Ring 090-785 00 00", proposal="a@example.se")
    assert len(page.problems) == 2


def test_a_measure_says_who_answers_for_it_and_whose_part_it_is(
    county: CountyOfTests, signed: Parties
) -> None:
    page = signed.municipality.open(f"{signed.path}/matrix").follow(
        "Rapportera att en insats inte görs som det står"
    )
    options = [str(one["value"]) for one in page.soup.select("select[name=place] option")]
    row_key = next(one for one in options if one.startswith("row:"))
    report(signed, page, 422, column="socialtjanst")
    assert page.problems == [
        "Vems del det är kan bara väljas för en insats. Välj en insats, eller låt det vara."
    ]
    page.press("Rapportera", place=row_key, column="socialtjanst")
    row = _deviation(county)
    assert row.expected == "Huvudansvar"
    assert row.place.endswith(": Socialtjänst")
    assert row.section.startswith("1. ")


def test_a_fact_is_what_the_agreement_said_of_it(county: CountyOfTests, signed: Parties) -> None:
    page = signed.municipality.open(f"{signed.path}/facts/sip-mote-inom").follow(
        "Rapportera en avvikelse från uppgiften"
    )
    page.press("Rapportera", kind="late", happened=HAPPENED, concerns=str(county.region))
    row = _deviation(county)
    assert row.fact_key == "sip-mote-inom"
    assert row.section == SECTION
    assert row.expected
    assert row.expected in page.text


def test_only_what_holds_today_can_be_deviated_from(
    county: CountyOfTests, signed: Parties, shared: Parties
) -> None:
    report(shared, shared.municipality, 422)
    assert shared.municipality.problems == [
        "Överenskommelsen gäller inte i dag, så det går inte att avvika från den."
    ]
    later = {"valid_from": TODAY + timedelta(days=1)}
    county.execute(update(Agreement).where(Agreement.id == UUID(signed.id)).values(**later))
    report(signed, signed.municipality, 422)
    assert county.execute(select(Deviation.id)).all() == []


def test_a_caseworker_reports_and_a_stranger_does_not(
    county: CountyOfTests, signed: Parties
) -> None:
    caseworker = county.member(signed.municipality_id, Role.CASEWORKER, name="Sara")
    report(signed, caseworker)
    assert HAPPENED in caseworker.text
    assert "Svara" not in caseworker.buttons
    assert _told(county, "deviation.reported") == {county.region}
    other = county.organisation("Umeå kommun", OrganisationKind.MUNICIPALITY)
    stranger = county.member(other, *COORDINATOR)
    stranger.open(f"{signed.path}/deviations/new", status=403)
    stranger.open(f"{signed.path}/deviations/{_deviation(county).id}", status=404)
    assert "2. " not in stranger.open("/deviations").text
    # a party that is neither side
    signed.police.open(f"{signed.path}/deviations/{_deviation(county).id}", status=404)


def test_the_database_lets_nobody_else_answer_or_close(
    county: CountyOfTests, signed: Parties
) -> None:
    report(signed, signed.municipality)
    id_ = _deviation(county).id
    for browser in (signed.municipality, signed.police):
        assert not _ask(browser, func.app.answer_deviation(id_, "Nej."))
    assert not _ask(signed.region, func.app.close_deviation(id_, "Nej."))
    with pytest.raises(ProgrammingError, match="permission denied"):
        _do(signed.region, update(Deviation).where(Deviation.id == id_).values(answer="Nej."))
    with pytest.raises(ProgrammingError, match="not yours"):
        _ask(signed.police, func.app.tell_of_deviation(id_, "deviation.closed"))


def _ask(browser: Browser, call: object) -> object:
    with browser.app.app_context(), acting_as(browser.token):
        try:
            return db.session.scalar(select(call))
        finally:
            db.session.rollback()


def _do(browser: Browser, statement: object) -> None:
    with browser.app.app_context(), acting_as(browser.token):
        try:
            db.session.connection().execute(statement)
        finally:
            db.session.rollback()


def test_whoever_answers_is_reminded_near_the_day_and_when_it_is_late(
    county: CountyOfTests, signed: Parties
) -> None:
    report(signed, signed.municipality)
    county.execute(delete(OutboxMail))
    due = _deviation(county).answer_by
    long_ago = clock.now() - timedelta(days=20)
    county.execute(update(Deviation).values(reported_at=long_ago))

    assert _remind(county, due - timedelta(days=8)) == 0
    assert _remind(county, due - timedelta(days=3)) > 0
    assert _remind(county, due - timedelta(days=3)) == 0
    assert _told(county, "agreement.near") == {county.region}
    assert _remind(county, due + timedelta(days=1)) > 0
    late = select(OutboxMail.path).where(OutboxMail.kind == "agreement.late")
    there = f"{signed.path}/deviations/{_deviation(county).id}"
    assert set(county.execute(late).scalars()) == {there}


def _remind(county: CountyOfTests, day: date) -> int:
    connection = county.connection
    assert connection is not None
    connection.exec_driver_sql("set local session authorization portal_worker")
    count = reminding.remind(connection, day, timedelta(days=7))
    connection.exec_driver_sql("set local session authorization portal_app")
    return count


def _enter(
    parties: Parties,
    count: int,
    kind: DeviationKind,
    year: int = TODAY.year,
    sides: tuple[UUID, UUID] | None = None,
) -> None:
    """Reported in January, of the second section, for the region to answer, or by the sides."""
    at = datetime(year, 1, 10, 12, tzinfo=STOCKHOLM)
    reporter, answerer = sides or (parties.municipality_id, parties.county.region)
    values = {
        "county_id": parties.county.id,
        "agreement_id": UUID(parties.id),
        "organisation_id": reporter,
        "concerns_id": answerer,
        "municipality_id": parties.municipality_id,
        "from_plan": False,
        "kind": kind,
        "section": "2. Samordnad individuell plan",
        "section_key": "sip",
        "place": "",
        "expected": "",
        "chosen": "",
        "happened": HAPPENED,
        "answer_by": at.date() + timedelta(days=14),
    }
    for number in range(count):
        later = {"id": new_id(), "reported_at": at + timedelta(minutes=number)}
        parties.county.execute(insert(Deviation).values(**values, **later))


def test_the_county_sees_patterns_and_nothing_exact(signed: Parties, group: Browser) -> None:
    assert group.open("/county/deviations").heading == "Ingen avvikelse i länet"
    _enter(signed, 13, DeviationKind.LATE)
    _enter(signed, 4, DeviationKind.UNCLEAR)
    _enter(signed, 7, DeviationKind.LATE, TODAY.year - 1)
    page = group.open("/county/deviations")
    assert page.heading == "Omkring 15 avvikelser i länet"
    table = page.soup.find("section", attrs={"aria-labelledby": "h-municipality"})
    (row,) = table.select("tbody tr")
    # late, unclear and all: 13 is about 15, 4 are few, and 17 is about 15 by itself
    numbers = [" ".join(one.text.split()) for one in row.select(".number")]
    assert numbers == ["0", "0", "15", "0", "färre än 5", "15"]
    page.open(f"/county/deviations?first={TODAY.year - 1}&last={TODAY.year}")
    assert page.heading == "Omkring 25 avvikelser i länet"
    assert HAPPENED not in page.text
    signed.police.open("/county/deviations", status=403)


def test_another_county_counts_for_itself(
    county: CountyOfTests, signed: Parties, group: Browser
) -> None:
    _enter(signed, 30, DeviationKind.LATE)
    elsewhere = CountyOfTests(county.app, county.execute, "Norrbotten")
    karin = elsewhere.member(elsewhere.group, *COORDINATOR)
    assert karin.open("/county/deviations").heading == "Ingen avvikelse i länet"


def test_the_list_is_paged_and_narrowed(signed: Parties) -> None:
    _enter(signed, 28, DeviationKind.LATE)
    page = signed.region.open("/deviations")
    assert len(page.soup.select("tbody tr")) == 25
    page.follow("Visa äldre")
    assert len(page.soup.select("tbody tr")) == 3
    page.open(f"/deviations?state={DeviationState.CLOSED.value}")
    assert page.heading == "Ingen avvikelse hittades"
    page.open(f"/deviations?party={signed.municipality_id}&municipality={signed.municipality_id}")
    assert len(page.soup.select("tbody tr")) == 25
    page.open(f"/deviations?party={signed.county.police}")
    assert page.heading == "Ingen avvikelse hittades"
    page.open("/deviations?state=odd", status=404)


def _shown(page: Browser) -> list[str]:
    """The ids of those that a list shows."""
    return [str(one["href"]).rpartition("/")[2] for one in page.soup.select("tbody th a")]


def test_every_page_together_shows_what_the_policy_lets_one_read(
    county: CountyOfTests, signed: Parties
) -> None:
    here, region, police = signed.municipality_id, county.region, county.police
    for sides in ((here, region), (region, police), (police, here), (police, police)):
        _enter(signed, 9, DeviationKind.LATE, sides=sides)
    newest = select(Deviation.id).order_by(Deviation.reported_at.desc(), Deviation.id.desc())
    for reader, count in ((signed.municipality, 36), (signed.region, 18), (signed.police, 27)):
        with county.app.app_context(), acting_as(reader.token):
            may_read = [str(one) for one in db.session.scalars(newest)]
        assert len(may_read) == count
        page = reader.open("/deviations")
        shown = _shown(page)
        if count > 25:
            shown += _shown(page.follow("Visa äldre"))
        assert "Visa äldre" not in page.text
        assert shown == may_read
    another = select(Deviation.id).where(Deviation.concerns_id == police).limit(1)
    theirs = county.execute(another.where(Deviation.organisation_id == police)).scalar_one()
    assert signed.region.open(f"/deviations?before={theirs}").soup.select("tbody tr") == []


def test_what_the_release_before_reports_of_a_plan_becomes_a_deviation(
    county: CountyOfTests, signed: Parties
) -> None:
    caseworker = county.member(signed.municipality_id, Role.CASEWORKER, name="Sara")
    old = insert(PlanDeviation).values(
        id=new_id(),
        county_id=county.id,
        organisation_id=signed.municipality_id,
        municipality_id=signed.municipality_id,
        agreement_id=UUID(signed.id),
        section="1. Ansvarsfördelning",
        row_key="abstinensvard",
        measure="Abstinensvård",
        expected="Region Västerbotten",
        chosen="Malå kommun",
        reason=HAPPENED,
        reported_on=TODAY,
    )
    with caseworker.app.app_context(), acting_as(caseworker.token):
        db.session.execute(old)
        db.session.info["audited"] = True
        db.session.commit()
    row = _deviation(county)
    assert (row.concerns_id, row.place, row.from_plan) == (county.region, "Abstinensvård", True)
    assert county.execute(select(PlanDeviation.id)).all() == []
    assert "Abstinensvård" in signed.region.open("/deviations").text


def test_what_an_organisation_was_to_answer_its_successor_answers(
    county: CountyOfTests, signed: Parties
) -> None:
    report(signed, signed.region, concerns=str(signed.municipality_id))
    new = county.organisation("Storkommunen", OrganisationKind.MUNICIPALITY)
    administrator = county.member(county.group, Role.ADMINISTRATOR)
    with administrator.app.app_context(), acting_as(administrator.token):
        db.session.execute(
            select(func.app.succeed_agreement(UUID(signed.id), signed.municipality_id, new))
        )
        db.session.execute(select(func.app.pass_work(UUID(signed.id), signed.municipality_id, new)))
        db.session.info["audited"] = True
        db.session.commit()
    assert _deviation(county).concerns_id == new
    maja = county.member(new, *COORDINATOR)
    assert "Svara på en avvikelse" in maja.open("/todo").text


def test_links_to_deviations_of_the_same_name_say_which(
    county: CountyOfTests, signed: Parties
) -> None:
    report(signed, signed.municipality)
    before = Deviation.reported_at - timedelta(days=1)
    county.execute(update(Deviation).values(reported_at=before))
    report(signed, signed.municipality, happened="Det tog fyra veckor.")
    links = signed.municipality.open("/deviations").soup.select("tbody th a")

    assert len(links) == 2
    assert len({one.get_text() for one in links}) == 2

"""An organisation is renamed from a day: pages say what it is called, old things what it was."""

import hashlib
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from portal import clock
from portal.authz import OrganisationKind, Role
from portal.db import db
from portal.tenancy import functions
from portal.tenancy.models import Organisation
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.county import COORDINATOR, CountyOfTests, Parties

REASON = "Regionfullmäktige beslutade om ett nytt namn, § 14."


def rename(browser: Browser, county: CountyOfTests, name: str, **values: str) -> Browser:
    page = browser.open(f"/county/organisations/{county.region}/rename")
    return page.press("Byt namn", **({"name": name, "short_name": "", "reason": REASON} | values))


def name_of(county: CountyOfTests) -> str:
    found = select(Organisation.name).where(Organisation.id == county.region)
    return str(county.execute(found).scalar_one())


def test_a_rename_is_reached_from_where_the_administrator_stands_and_is_in_the_history(
    county: CountyOfTests, linnea: Browser
) -> None:
    page = linnea.open("/administration").follow("Länets organisationer")
    page.follow("Region Västerbotten").follow("Byt namn")
    page.press("Byt namn", name="Region Norr", short_name="", reason=REASON)

    assert page.heading == "Region Norr"
    assert "Region Västerbotten, till" in page.text
    assert "Bytte namn från Region Västerbotten till Region Norr" in page.text
    assert "Linnea Länsson, Länssamordningsgruppen" in page.text
    assert REASON in page.text


def test_a_signed_file_and_its_page_keep_the_names_they_had(
    county: CountyOfTests, signing: Parties, linnea: Browser
) -> None:
    signing.all_sign()
    before = signing.municipality.open(f"{signing.path}/agreement.pdf").response.data
    copy = signing.municipality.open(f"{signing.path}/signed-copy.pdf").response.data
    rename(linnea, county, "Region Norr")
    page = signing.municipality.open(signing.path)

    formal = page.soup.select_one("section[aria-labelledby=h-formal]").text
    assert "Region Västerbotten" in formal
    assert "Region Norr" not in formal
    assert "Region Norr (tidigare Region Västerbotten)" in page.text
    again = page.open(f"{signing.path}/agreement.pdf").response.data
    assert hashlib.sha256(again).digest() == hashlib.sha256(before).digest()
    assert page.open(f"{signing.path}/signed-copy.pdf").response.data == copy


def test_what_is_locked_before_and_signed_after_is_one_file_with_one_name(
    county: CountyOfTests, signing: Parties, linnea: Browser
) -> None:
    rename(linnea, county, "Region Norr")
    signing.all_sign()
    page = signing.municipality.open(signing.path)

    formal = page.soup.select_one("section[aria-labelledby=h-formal]").text
    assert "Region Västerbotten" in formal
    assert "Region Norr" not in formal


def test_what_was_written_before_keeps_the_name_and_what_comes_after_has_the_new(
    county: CountyOfTests, shared: Parties, linnea: Browser
) -> None:
    old = shared.suggest(shared.region, shared.section(2), "Inom två veckor.")
    rename(linnea, county, "Region Norr")
    new = shared.suggest(shared.region, shared.section(3), "Inom tre veckor.")

    before, after = (shared.municipality.open(one).text for one in (old, new))
    assert "Region Västerbotten" in before
    assert "Region Norr" not in before
    assert "Region Norr" in after
    assert "Region Västerbotten" not in after


def test_a_name_waits_for_its_day_and_can_be_taken_back(
    county: CountyOfTests, linnea: Browser
) -> None:
    later = clock.today() + timedelta(days=30)
    page = rename(linnea, county, "Region Norr", from_day=later.isoformat())
    assert "Heter Region Norr från och med" in page.text
    assert name_of(county) == "Region Västerbotten"
    page.open(f"/county/organisations/{county.region}/rename")
    page.press("Byt namn", status=422, name="Region Nord", reason=REASON)
    assert page.problems[0].startswith("Ett nytt namn är redan bestämt.")

    page.open(f"/county/organisations/{county.region}").follow("Ta tillbaka : Region Norr")
    page.press("Ta tillbaka namnet")
    assert "Heter Region Norr" not in page.text
    # a double click, and Back and send again
    assert linnea.send_again().heading == "Region Västerbotten"


def test_a_name_whose_day_comes_holds_from_the_hour_after(
    county: CountyOfTests, linnea: Browser
) -> None:
    later = clock.today() + timedelta(days=1)
    rename(linnea, county, "Region Norr", from_day=later.isoformat())
    moved = "update app.organisation_change set from_day = from_day - 1 where applied_at is null"
    county.execute(text(moved))
    assert county.execute(select(func.app.apply_names())).scalar_one() == 1

    assert name_of(county) == "Region Norr"


def test_a_name_that_has_come_to_hold_meanwhile_is_not_taken_back(
    county: CountyOfTests, linnea: Browser
) -> None:
    later = clock.today() + timedelta(days=1)
    rename(linnea, county, "Region Norr", from_day=later.isoformat())
    linnea.follow("Ta tillbaka : Region Norr")
    county.execute(text("update app.organisation_change set from_day = from_day - 1"))
    county.execute(select(func.app.apply_names()))
    linnea.press("Ta tillbaka namnet", status=422)

    assert linnea.problems == ["Namnet gäller redan. Byt namn igen om det inte stämmer."]
    assert name_of(county) == "Region Norr"


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"name": "Polisen Västerbotten"}, "En annan organisation i länet heter så"),
        ({"name": "Region Norr", "from_day": "2048-01-01"}, "Skriv en dag inom två år."),
        ({"name": "Region Norr", "reason": ""}, "Skriv varför"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_nothing_is_lost(
    county: CountyOfTests, linnea: Browser, values: dict[str, str], problem: str
) -> None:
    page = linnea.open(f"/county/organisations/{county.region}/rename")
    page.press("Byt namn", status=422, **({"short_name": "", "reason": REASON} | values))

    assert page.problems[0].startswith(problem)
    assert page.value("name") == values["name"]
    assert name_of(county) == "Region Västerbotten"


def test_a_name_does_not_begin_before_the_one_it_follows(
    county: CountyOfTests, linnea: Browser
) -> None:
    rename(linnea, county, "Region Norr")
    yesterday = clock.today() - timedelta(days=1)
    page = linnea.open(f"/county/organisations/{county.region}/rename")
    values = {"name": "Region Nord", "reason": REASON, "from_day": yesterday.isoformat()}
    page.press("Byt namn", status=422, **values)

    assert page.problems[0].startswith("Namnet som gäller nu började gälla senare än så.")


def test_the_same_form_twice_is_one_change(county: CountyOfTests, linnea: Browser) -> None:
    page = rename(linnea, county, "Region Norr")
    linnea.send_again()

    assert page.text.count("Bytte namn från Region Västerbotten") == 1


def test_another_countys_administrator_finds_nothing(county: CountyOfTests) -> None:
    other = CountyOfTests(county.app, county.execute, "Norrbotten")
    stranger = other.member(other.group, Role.ADMINISTRATOR)
    stranger.open(f"/county/organisations/{county.region}", 404)
    stranger.open(f"/county/organisations/{county.region}/rename", 404)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.REVIEWER])
def test_nobody_else_of_the_group_may(county: CountyOfTests, role: Role) -> None:
    county.member(county.group, role).open("/county/organisations", 403)


def test_an_organisations_own_administrator_may_not_and_neither_may_their_sql(
    county: CountyOfTests,
) -> None:
    admin = county.member(county.region, Role.ADMINISTRATOR)
    admin.open(f"/county/organisations/{county.region}/rename", 403)
    assert "Länets organisationer" not in admin.open("/administration").text
    name = functions.NewName(
        change_id=county.region,
        organisation_id=county.region,
        name="Vi själva",
        short_name="Vi",
        sort_key="vi",
        from_day=clock.today(),
        reason="",
    )
    with county.app.app_context(), acting_as(admin.token):
        with pytest.raises(DBAPIError, match="not yours to rename"):
            functions.rename_organisation(name)
        db.session.rollback()


# -- new organisations -----------------------------------------------------------------------------


def add(browser: Browser, status: int = 200, **values: str) -> Browser:
    page = browser.open("/county/organisations/new")
    return page.press("Lägg till", status=status, **values)


def test_an_authority_is_added_and_its_administrator_invited(
    county: CountyOfTests, linnea: Browser
) -> None:
    page = add(linnea, name="Försäkringskassan", kind="other_authority", number="2021005521")
    assert page.heading == "Bjud in en administratör till Försäkringskassan"
    page.press("Skapa inbjudan", name="Frida Kassa", issuer="staff")
    assert page.heading == "Inbjudan är klar"
    page.follow("Tillbaka till Försäkringskassan")

    assert "202100-5521" in page.text
    assert "Frida Kassa" in page.text
    # and everybody in the county can choose it
    found = select(Organisation.kind).where(Organisation.name == "Försäkringskassan")
    assert county.execute(found).scalar_one() is OrganisationKind.OTHER_AUTHORITY


def test_an_organisation_without_a_number_says_why(linnea: Browser) -> None:
    facts = {"name": "Anhöriggruppen", "kind": "user_organisation"}
    assert add(linnea, 422, **facts).problems[0].startswith("Skriv organisationsnumret")
    page = add(linnea, **facts, why_none="En samverkansgrupp utan egen juridisk person.")
    page.follow("Inte nu")

    assert "En samverkansgrupp utan egen juridisk person." in page.text


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        ("212000-2628", "Kontrollsiffran stämmer inte."),
        ("12", "Skriv tio siffror"),
        ("212000-26٢7", "Skriv tio siffror"),
    ],
)
def test_a_wrong_number_is_refused_with_why(linnea: Browser, number: str, problem: str) -> None:
    page = add(linnea, 422, name="Utföraren AB", kind="other_authority", number=number)

    assert page.problems[0].startswith(problem)
    assert page.value("number") == number


def test_a_county_has_several_police_areas_under_one_number(
    county: CountyOfTests, linnea: Browser
) -> None:
    for name in ("Polisområde Norr", "Polisområde Söder"):
        add(linnea, name=name, kind="police", number="202100-0076")
    page = linnea.open("/county/organisations")

    assert page.text.count("202100-0076") == 2


def test_a_second_region_is_not_offered(linnea: Browser) -> None:
    page = linnea.open("/county/organisations/new")
    assert "region" not in [str(one["value"]) for one in page.soup.select("#kind option")]


# -- units -----------------------------------------------------------------------------------------


def add_unit(county: CountyOfTests, name: str) -> Browser:
    admin = county.member(county.municipality, Role.ADMINISTRATOR, name="Göran Hallgren")
    admin.open("/administration/units/new").press("Lägg till", name=name)
    return admin


def test_a_units_name_changes_and_stays_in_the_history(
    county: CountyOfTests, linnea: Browser
) -> None:
    admin = add_unit(county, "Vuxenenheten")
    page = admin.follow("Byt namn : Vuxenenheten")
    page.press("Byt namn", name="Enheten för vuxna", reason="Ny förvaltning.")
    assert "Enheten för vuxna" in page.text
    page = linnea.open(f"/county/organisations/{county.municipality}")

    assert "Enheten Vuxenenheten bytte namn till Enheten för vuxna" in page.text
    assert "Tidigare Vuxenenheten" in page.text


def test_a_closed_unit_is_not_offered_and_its_roles_are_the_receivers(
    county: CountyOfTests,
) -> None:
    admin = add_unit(county, "Vuxenenheten")
    admin.open("/administration/units/new").press("Lägg till", name="Mottagningen")
    form = admin.open("/administration/invite")
    unit = next(str(o["value"]) for o in form.soup.select("#unit option") if "Vuxen" in o.text)
    stale = form.filled(
        "Skapa inbjudan",
        {"name": "Kim", "role": "caseworker", "unit": unit, "issuer": "staff"},
    )
    form.press("Skapa inbjudan", name="Eva", role="caseworker", unit=unit, issuer="staff")
    page = admin.open("/administration").follow("Stäng : Vuxenenheten")
    assert "En inbjudan väntar." in page.text
    receiver = next(
        str(o["value"]) for o in page.soup.select("#receiver option") if "Mottag" in o.text
    )
    page.press("Stäng enheten", receiver=receiver, reason="Slås ihop med mottagningen.")

    assert "Vuxenenheten" not in page.text
    page.open("/administration/invite")
    assert "Vuxenenheten" not in [one.text for one in page.soup.select("#unit option")]
    page.post(stale[0], stale[1], status=422)
    places = "select u.name from app.invitation i join app.unit u on u.id = i.unit_id"
    assert county.execute(text(places)).scalars().all() == ["Mottagningen"]


def test_another_organisations_administrator_finds_no_unit(county: CountyOfTests) -> None:
    add_unit(county, "Vuxenenheten")
    unit = county.execute(text("select id from app.unit where name = 'Vuxenenheten'")).scalar_one()
    other = county.member(county.region, Role.ADMINISTRATOR)
    other.open(f"/administration/units/{unit}/rename", 404)
    other.open(f"/administration/units/{unit}/close", 404)


def test_an_ordinary_coordinator_reads_the_new_name(county: CountyOfTests, linnea: Browser) -> None:
    rename(linnea, county, "Region Norr")
    page = county.member(county.region, *COORDINATOR).open("/agreements")

    assert "Region Norr" in page.soup.text

"""Organisations are merged, divided and closed; nothing is left without somebody who can act."""

from uuid import UUID

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import DBAPIError

from agreements.models import Agreement, AgreementParty, MatrixColumn
from portal import clock
from portal.authz import OrganisationKind, Role
from portal.db import db
from portal.identity.models import Account
from portal.outbox.models import OutboxMail
from portal.tenancy import functions
from portal.tenancy.models import Membership, Organisation, Unit
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.county import COORDINATOR, CountyOfTests, Parties
from tests.integration.sip.world import PLAN, SipWorld

K = OrganisationKind
WHY = {"reason": "Kommunfullmäktige beslutade, § 3."}


def path(organisation: UUID, what: str = "") -> str:
    return f"/county/organisations/{organisation}" + (f"/{what}" if what else "")


def merge(browser: Browser, leaving: UUID, receiver: UUID, status: int = 200) -> Browser:
    page = browser.open(path(leaving, "merge"))
    return page.press("Slå ihop", status=status, receiver=str(receiver), **WHY)


def close(browser: Browser, organisation: UUID, status: int = 200) -> Browser:
    page = browser.open(path(organisation, "close"))
    return page.press("Låt organisationen upphöra", status=status, **WHY)


def state(county: CountyOfTests, organisation: UUID) -> tuple[bool, bool, UUID | None]:
    """Whether it has ended, whether it is closed, and who came after."""
    columns = Organisation.ended_on, Organisation.closed_at, Organisation.successor_id
    found = county.execute(select(*columns).where(Organisation.id == organisation)).one()
    return found[0] is not None, found[1] is not None, found[2]


def roles(county: CountyOfTests, organisation: UUID) -> set[str]:
    live = select(Membership.role).where(
        Membership.organisation_id == organisation, Membership.ended_at.is_(None)
    )
    return {one.value for one in county.execute(live).scalars()}


@pytest.fixture
def other_police(county: CountyOfTests) -> UUID:
    return county.organisation("Polisområde Norr", K.POLICE)


# -- merged ----------------------------------------------------------------------------------------


def test_a_merged_party_is_followed_in_what_holds_and_old_things_say_what_they_said(
    county: CountyOfTests, signing: Parties, linnea: Browser, other_police: UUID
) -> None:
    signing.all_sign()
    file = signing.municipality.open(f"{signing.path}/agreement.pdf").response.data
    page = merge(linnea, county.police, other_police)
    assert "Gick upp i Polisområde Norr" in page.text
    assert page.open(path(other_police)).text.count("Polisen Västerbotten gick upp i den") == 1
    assert state(county, county.police) == (True, True, other_police)

    petra = Browser(county.app, token=signing.police.token)
    mine = county.member(other_police, *COORDINATOR, name="Petra Polis")
    page = mine.open(signing.path)
    formal = page.soup.select_one("section[aria-labelledby=h-formal]").text
    assert "Polisen Västerbotten" in formal
    assert "Polisområde Norr" not in formal
    assert "Polisområde Norr (tidigare Polisen Västerbotten)" in page.text
    assert mine.open(f"{signing.path}/agreement.pdf").response.data == file
    columns = select(MatrixColumn.organisation_id).where(MatrixColumn.agreement_id == signing.id)
    assert county.police not in county.execute(columns).scalars().all()
    # whoever had a role there has it here, and is told
    assert roles(county, county.police) == set()
    assert {"coordinator", "signatory"} <= roles(county, other_police)
    told = select(OutboxMail.kind).where(OutboxMail.organisation_id == other_police)
    kinds = set(county.execute(told).scalars())
    assert {"role.moved", "agreement.succeeded"} <= kinds
    assert petra.client.get("/agreements", base_url=petra.base_url).status_code != 200


def test_a_draft_goes_on_with_the_successor(
    county: CountyOfTests, shared: Parties, linnea: Browser
) -> None:
    other = county.organisation("Nya kommunen", K.MUNICIPALITY)
    merge(linnea, shared.municipality_id, other)
    found = select(Agreement.municipality_id, Agreement.creator_id).where(Agreement.id == shared.id)
    assert county.execute(found).one() == (other, other)
    page = county.member(other, *COORDINATOR, name="Nya Samordnaren").open(shared.path)

    assert "Nya kommunen" in page.text
    # the suggestion of another party waits for the successor, and not for who left
    suggestion = shared.suggest(shared.region, _section(page), "Inom två veckor.")
    answer = page.open(suggestion)
    answer.press("Svara för Nya kommunen", answer="accept", reason="")
    shared.answer(shared.police, suggestion)
    assert "Antaget" in page.open(suggestion).text


def _section(page: Browser) -> str:
    return str(page.soup.select("ol.contents a[href*='/sections/']")[1]["href"])


def test_not_while_something_is_being_decided_or_signed(
    county: CountyOfTests, signing: Parties, linnea: Browser, other_police: UUID
) -> None:
    page = merge(linnea, county.police, other_police, 422)

    assert page.problems[0].startswith("En överenskommelse beslutas eller skrivs under")
    assert page.value("reason") == WHY["reason"]
    assert state(county, county.police) == (False, False, None)


def test_a_merger_into_itself_or_another_kind_is_refused_in_words(
    county: CountyOfTests, linnea: Browser
) -> None:
    itself = merge(linnea, county.police, county.police, 422)
    assert itself.problems == ["En organisation kan inte gå upp i sig själv."]
    other = merge(linnea, county.police, county.region, 422)
    assert other.problems == ["En organisation kan bara gå upp i en annan av samma slag."]


def test_another_countys_administrator_finds_nothing_and_no_receiver_there(
    county: CountyOfTests, linnea: Browser
) -> None:
    other = CountyOfTests(county.app, county.execute, "Norrbotten")
    stranger = other.member(other.group, Role.ADMINISTRATOR)
    for what in ("merge", "divide", "close"):
        stranger.open(path(county.police, what), 404)
    page = linnea.open(path(county.police, "merge"))
    page.post(
        path(county.police, "merge"),
        {"receiver": str(other.police), "from_day": clock.today().isoformat(), **WHY},
        status=422,
    )
    assert state(county, county.police) == (False, False, None)


def test_the_database_merges_for_nobody_else(
    county: CountyOfTests, shared: Parties, other_police: UUID
) -> None:
    admin = county.member(county.police, Role.ADMINISTRATOR)
    calls = (
        lambda: functions.succeed_agreement(UUID(shared.id), county.police, other_police),
        lambda: functions.move_roles(county.police, other_police),
        lambda: functions.end_organisation(
            functions.EndedOrganisation(
                other_police, county.police, "merged", other_police, clock.today(), ""
            )
        ),
    )
    for call in calls:
        with county.app.app_context(), acting_as(admin.token):
            with pytest.raises(DBAPIError, match="not yours"):
                call()
            db.session.rollback()


def test_plans_stay_where_the_consent_is_with_those_who_work_in_them(
    county: CountyOfTests, linnea: Browser
) -> None:
    sip = SipWorld(county)
    handler = sip.caseworker(county.municipality, "Handläggaren")
    sip.plan(handler).grant(PLAN)
    county.member(county.municipality, Role.ADMINISTRATOR, *COORDINATOR)
    other = county.organisation("Nya kommunen", K.MUNICIPALITY)
    boss = county.somebody("Nya Administratören")
    county.grant(boss, other, Role.ADMINISTRATOR)
    page = merge(linnea, county.municipality, other)

    assert state(county, county.municipality) == (True, False, other)
    assert "Planer pågår eller bevaras där." in page.text
    # the caseworker acts there still, and in the new one too; the rest have moved
    assert roles(county, county.municipality) == {"administrator", "caseworker"}
    assert {"administrator", "coordinator", "caseworker"} <= roles(county, other)
    # whoever administers the new one can appoint somebody where the plans are
    mine = select(Membership.role).where(
        Membership.account_id == boss.id, Membership.organisation_id == county.municipality
    )
    assert county.execute(mine).scalars().all() == [Role.ADMINISTRATOR]
    # nothing new begins there, and nobody can choose it
    assert not county.execute(select(func.app.is_offered(county.municipality))).scalar_one()


def test_a_plan_that_nobody_can_act_in_stands_in_the_way(
    county: CountyOfTests, linnea: Browser
) -> None:
    sip = SipWorld(county)
    handler = sip.caseworker(county.municipality, "Handläggaren")
    sip.plan(handler)
    county.execute(
        update(Account).where(Account.id == handler.account_id).values(disabled_at=clock.now())
    )
    other = county.organisation("Nya kommunen", K.MUNICIPALITY)
    page = merge(linnea, county.municipality, other, 422)

    assert page.problems[0].startswith("I en plan finns ingen där som kan arbeta i den.")


def test_units_and_their_roles_go_along_and_those_of_one_name_are_one(
    county: CountyOfTests, linnea: Browser, other_police: UUID
) -> None:
    leaving = county.organisation("Polisområde Söder", K.POLICE)
    for organisation, names in ((leaving, ("Väst", "Öst")), (other_police, ("Öst",))):
        admin = county.member(organisation, Role.ADMINISTRATOR)
        for name in names:
            admin.open("/administration/units/new").press("Lägg till", name=name)
    merge(linnea, leaving, other_police)
    units = select(Unit.name).where(Unit.organisation_id == other_police, Unit.closed_at.is_(None))

    assert sorted(county.execute(units).scalars()) == ["Väst", "Öst"]


def test_a_unit_moves_to_another_organisation(county: CountyOfTests, linnea: Browser) -> None:
    admin = county.member(county.municipality, Role.ADMINISTRATOR)
    admin.open("/administration/units/new").press("Lägg till", name="Vuxenenheten")
    unit = county.execute(select(Unit.id).where(Unit.name == "Vuxenenheten")).scalar_one()
    somebody = county.somebody("Kim")
    (role,) = county.grant(somebody, county.municipality, Role.CASEWORKER)
    county.execute(update(Membership).where(Membership.id == role).values(unit_id=unit))
    page = linnea.open(path(county.municipality)).follow("Flytta : Vuxenenheten")
    page.press("Flytta enheten", receiver=str(county.region), **WHY)

    assert "Enheten Vuxenenheten flyttades till Region Västerbotten" in page.text
    live = select(Membership.organisation_id).where(
        Membership.account_id == somebody.id, Membership.ended_at.is_(None)
    )
    assert county.execute(live).scalars().all() == [county.region]


# -- divided ---------------------------------------------------------------------------------------


def test_a_divided_organisation_gives_each_thing_to_whom_was_chosen(
    county: CountyOfTests, signing: Parties, linnea: Browser
) -> None:
    signing.all_sign()
    page = linnea.open(path(county.police, "divide"))
    named = {"first": "Polisområde Norr", "first_number": "202100-0076"}
    second = {"second": "Polisområde Söder", "second_number": "202100-0076"}
    page.press(
        "Dela organisationen",
        **named,
        **second,
        **{f"agreement_{signing.id}": "second"},
        roles="first",
        **WHY,
    )
    assert "Delades i nya organisationer" in page.text
    ids = dict(county.execute(select(Organisation.name, Organisation.id)).all())
    parties = select(AgreementParty.organisation_id).where(
        AgreementParty.agreement_id == signing.id, AgreementParty.left_at.is_(None)
    )

    assert ids["Polisområde Söder"] in county.execute(parties).scalars().all()
    assert "coordinator" in roles(county, ids["Polisområde Norr"])
    assert roles(county, ids["Polisområde Söder"]) == set()
    assert "Kom efter Polisen Västerbotten" in page.open(path(ids["Polisområde Söder"])).text


def test_what_is_wrong_with_the_second_stands_at_the_second(
    county: CountyOfTests, linnea: Browser, other_police: UUID
) -> None:
    page = linnea.open(path(other_police, "divide"))
    named = {"first": "Polisområde Ett", "first_number": "202100-0076"}
    page.press("Dela organisationen", status=422, **named, second="Region Västerbotten", **WHY)

    assert page.problems[0].startswith("Skriv organisationsnumret")
    assert state(county, other_police) == (False, False, None)
    assert page.value("first") == "Polisområde Ett"
    page.press("Dela organisationen", status=422, second_number="202100-0076")
    assert page.problems[0].startswith("En annan organisation i länet heter så")


def test_a_region_is_not_divided(county: CountyOfTests, linnea: Browser) -> None:
    page = linnea.open(path(county.region, "divide"))
    named = {"first": "R1", "first_why": "Nej.", "second": "R2", "second_why": "Nej."}
    page.press("Dela organisationen", status=422, **named, **WHY)

    assert page.problems == ["Ett län har en region. Den kan inte delas."]


# -- closed ----------------------------------------------------------------------------------------


def test_an_organisation_with_nothing_open_is_closed_and_offered_nowhere(
    county: CountyOfTests, linnea: Browser
) -> None:
    association = county.organisation("Föreningen", K.USER_ORGANISATION)
    member = county.member(association, Role.ADMINISTRATOR)
    page = close(linnea, association)

    assert state(county, association) == (True, True, None)
    assert roles(county, association) == set()
    assert "Upphörde" in page.text
    assert member.client.get("/administration", base_url=member.base_url).status_code != 200
    assert "Föreningen" in linnea.open("/county/organisations").text.split("Har upphört")[-1]


def test_what_is_open_stands_in_the_way_and_is_listed(
    county: CountyOfTests, shared: Parties, linnea: Browser
) -> None:
    page = linnea.open(path(shared.municipality_id, "close"))
    assert "En överenskommelse är inte klar." in page.text
    page.press("Låt organisationen upphöra", status=422, **WHY)
    assert page.problems[0].startswith("Något är öppet där.")
    assert state(county, shared.municipality_id) == (False, False, None)


def test_the_last_coordination_group_stays(county: CountyOfTests, linnea: Browser) -> None:
    page = close(linnea, county.group, 422)
    assert page.problems == ["Länet behöver den: det finns ingen annan av det slaget."]


def test_the_day_is_no_day_to_come(county: CountyOfTests, linnea: Browser) -> None:
    page = linnea.open(path(county.police, "close"))
    page.press("Låt organisationen upphöra", status=422, from_day="2031-01-01", **WHY)
    assert page.problems[0].startswith("Det här görs direkt.")


def test_two_with_a_draft_each_do_not_become_one(
    county: CountyOfTests, shared: Parties, linnea: Browser
) -> None:
    draft = Parties(county).create()
    page = merge(linnea, shared.municipality_id, draft.municipality_id, 422)

    assert page.problems[0].startswith("Båda har en överenskommelse på gång i samma ämne.")


def test_two_mergers_at_once_are_one(
    county: CountyOfTests, linnea: Browser, other_police: UUID
) -> None:
    leaving = county.organisation("Polisområde Söder", K.POLICE)
    page = linnea.open(path(leaving, "merge"))
    page.press("Slå ihop", receiver=str(other_police), **WHY)
    assert linnea.send_again().heading == "Polisområde Söder"
    linnea.open(path(leaving, "merge"), 404)
    kinds = "select kind from app.organisation_change where kind in ('merged', 'absorbed')"

    assert sorted(county.execute(text(kinds)).scalars()) == ["absorbed", "merged"]

"""Organisations are merged, divided and closed; nothing is left without somebody who can act."""

from uuid import UUID

import pytest
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import DBAPIError

from agreements.tables.agreement import Agreement
from agreements.tables.matrix import MatrixColumn
from agreements.tables.party import AgreementParty
from portal import clock
from portal.authz import OrganisationKind, Role
from portal.db import db
from portal.identity.models import Account, SignInSession
from portal.ids import new_id
from portal.outbox.models import OutboxMail
from portal.tenancy import functions
from portal.tenancy.models import Membership, Organisation, Unit
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.agreements.test_correcting import propose
from tests.integration.agreements.test_paper import register
from tests.integration.county import COORDINATOR, CountyOfTests, Parties, Somebody
from tests.integration.group import Group
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


def test_who_has_asked_for_a_plan_is_answered_by_who_comes_after(
    county: CountyOfTests, linnea: Browser
) -> None:
    leaving = county.organisation("Fredrika kommun", K.MUNICIPALITY)
    maja = SipWorld(county).caseworker(leaving, "Maja Öhlund")
    page = county.visitor().open("/ask-for-a-plan")
    page.press("Skicka", organisation=str(leaving), name="Elin Ek", reached_at="070-123 45 67")
    (way,) = maja.browser.open("/sip/requests").soup.select("main .todo a")
    maja.browser.open(str(way["href"])).press("Ta hand om den")
    sara = SipWorld(county).caseworker(county.municipality, "Sara Nilsson")
    assert "Ingen väntar" in sara.browser.open("/sip/requests").text
    merge(linnea, leaving, county.municipality)

    page = sara.browser.open(str(way["href"]))
    assert "Maja Öhlund" not in page.text
    assert "Elin Ek" in page.press("Ta hand om den").text


def test_nobody_who_has_asked_for_a_plan_is_left_without_an_answer(
    county: CountyOfTests, linnea: Browser
) -> None:
    leaving = county.organisation("Fredrika kommun", K.MUNICIPALITY)
    maja = SipWorld(county).caseworker(leaving, "Maja Öhlund", Role.ADMINISTRATOR)
    page = county.visitor().open("/ask-for-a-plan")
    page.press("Skicka", organisation=str(leaving), name="Elin Ek", reached_at="070-123 45 67")
    told = (
        "Någon har bett om en plan där och väntar på svar. Be dem som gör planer där svara först."
    )
    page = close(linnea, leaving, 422)
    assert page.problems == [told]
    assert "Någon har bett om en plan och väntar på svar." in page.text
    page = divide(linnea, leaving, "Norra", "Södra", status=422, roles="all")
    assert page.problems == [told]
    assert state(county, leaving) == (False, False, None)
    end = functions.EndedOrganisation(new_id(), leaving, "closed", [], clock.today(), WHY["reason"])
    with county.app.app_context(), acting_as(linnea.token):
        with pytest.raises(DBAPIError, match="something is open"):
            functions.end_organisation(end)
        db.session.rollback()

    (way,) = maja.browser.open("/sip/requests").soup.select("main .todo a")
    maja.browser.open(str(way["href"])).press("Ta hand om den")
    maja.browser.press("Spara och radera texten", outcome="not_needed")
    close(linnea, leaving)
    assert state(county, leaving) == (True, True, None)


def test_a_group_goes_on_with_who_comes_after(
    county: CountyOfTests, signing: Parties, linnea: Browser, other_police: UUID
) -> None:
    signing.all_sign()
    group = Group(signing).held()
    group.decide("Polisen")
    page = signing.municipality.open(f"{group.path}/change")
    page.press("Spara", convener=str(county.police))
    merge(linnea, county.police, other_police)

    mine = county.member(other_police, *COORDINATOR)
    assert "Genomför beslutet: Ta fram ett kort" in mine.open("/todo").text
    page = mine.open(group.path)
    assert "Polisområde Norr" in page.text
    assert "Polisen Västerbotten" not in page.text
    page.follow("Kalla till möte")


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


def _section(page: Browser, number: int = 2) -> str:
    return str(page.soup.select("ol.contents a[href*='/sections/']")[number - 1]["href"])


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
    for what in ("merge", "divide/2", "close"):
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
        lambda: functions.pass_work(UUID(shared.id), county.police, other_police),
        lambda: functions.move_roles(county.police, other_police, is_all=True),
        lambda: functions.end_organisation(
            functions.EndedOrganisation(
                other_police, county.police, "merged", [other_police], clock.today(), ""
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


def test_whoever_signs_or_administers_stays_when_a_unit_moves(
    county: CountyOfTests, linnea: Browser
) -> None:
    """A role that is for all of an organisation is not one in another because a unit moved."""
    unit = add_unit(county, county.municipality, "Vuxenenheten")
    boss = county.somebody("Kim")
    for role in (Role.ADMINISTRATOR, Role.COORDINATOR, Role.SIGNATORY, Role.REVIEWER):
        place(county, boss, county.municipality, unit, role)
    page = linnea.open(path(county.municipality)).follow("Flytta : Vuxenenheten")
    other = county.organisation("Nya kommunen", K.MUNICIPALITY)
    page.open(str(page.url)).press("Flytta enheten", receiver=str(other), **WHY)

    assert roles(county, other) == {"reviewer"}
    assert roles(county, county.municipality) == {"administrator", "coordinator", "signatory"}


def test_in_a_merger_also_those_whose_role_is_held_in_a_unit_go_along(
    county: CountyOfTests, linnea: Browser, other_police: UUID
) -> None:
    leaving = county.organisation("Polisområde Söder", K.POLICE)
    unit = add_unit(county, leaving, "Kusten")
    for role in (Role.COORDINATOR, Role.CASEWORKER):
        place(county, county.somebody("Kim"), leaving, unit, role)
    merge(linnea, leaving, other_police)

    assert roles(county, other_police) == {"coordinator", "caseworker"}


def add_unit(county: CountyOfTests, organisation: UUID, name: str) -> UUID:
    admin = county.member(organisation, Role.ADMINISTRATOR)
    admin.open("/administration/units/new").press("Lägg till", name=name)
    unit: UUID = county.execute(select(Unit.id).where(Unit.name == name)).scalar_one()
    county.execute(delete(Membership).where(Membership.organisation_id == organisation))
    return unit


def place(
    county: CountyOfTests, somebody: Somebody, organisation: UUID, unit: UUID, role: Role
) -> None:
    (membership,) = county.grant(somebody, organisation, role)
    county.execute(update(Membership).where(Membership.id == membership).values(unit_id=unit))


def test_what_was_begun_goes_on_with_the_successor(
    county: CountyOfTests, shared: Parties, linnea: Browser
) -> None:
    """Open suggestions, also those that nobody else has seen, and what is being written."""
    sent = shared.suggest(shared.municipality, shared.section(2), "Inom två veckor.")
    page = shared.municipality.open(f"{shared.section(3)}/suggest")
    own = page.press("Spara som internt förslag", text="Inom tre.", reason="Så.").url
    page = shared.municipality.open(f"{shared.section(4)}/suggest")
    page.press("Spara utkast", text="Inom fyra veckor.", reason="")
    other = county.organisation("Nya kommunen", K.MUNICIPALITY)
    merge(linnea, shared.municipality_id, other)
    # the same person, who acts for the successor now
    maja = Browser(county.app, token=shared.municipality.token)
    moved = update(SignInSession).where(SignInSession.organisation_id == shared.municipality_id)
    county.execute(moved.values(organisation_id=other))

    page = maja.open(f"{_section(maja.open(shared.path), 4)}/suggest")
    page.press("Fortsätt på utkastet")
    assert "Inom fyra veckor." in page.response.text
    page = maja.open(own)
    page.press("Visa för de andra parterna")
    page = maja.open(sent)
    assert "Svara för Nya kommunen" not in page.buttons
    assert "Återta" in [one.text for one in page.soup.select("main a")]


# -- divided ---------------------------------------------------------------------------------------


def divide(
    browser: Browser, organisation: UUID, *names: str, status: int = 200, **values: str
) -> Browser:
    page = browser.open(path(organisation, f"divide/{len(names)}"))
    for number, name in enumerate(names, start=1):
        values |= {f"name_{number}": name, f"why_{number}": "Ny."}
    return page.press("Dela organisationen", status=status, **(WHY | values))


def test_a_divided_organisation_gives_each_thing_to_whom_was_chosen(
    county: CountyOfTests, signing: Parties, linnea: Browser
) -> None:
    signing.all_sign()
    county.member(signing.municipality_id, Role.ADMINISTRATOR)
    gets = {f"agreement_{signing.id}": "2", "roles": "1"}
    page = divide(linnea, signing.municipality_id, "Norra", "Södra", "Västra", **gets)
    assert "Delades i nya organisationer" in page.text
    ids = dict(county.execute(select(Organisation.name, Organisation.id)).all())
    parties = select(AgreementParty.organisation_id).where(
        AgreementParty.agreement_id == signing.id, AgreementParty.left_at.is_(None)
    )

    assert ids["Södra"] in county.execute(parties).scalars().all()
    assert {"coordinator", "administrator"} <= roles(county, ids["Norra"])
    # whoever administers can appoint somebody in each of them
    assert roles(county, ids["Södra"]) == roles(county, ids["Västra"]) == {"administrator"}
    for name in ("Norra", "Södra", "Västra"):
        assert "Kom efter Malå kommun" in page.open(path(ids[name])).text


def test_an_agreement_that_is_written_goes_to_no_one_who_has_nobody(
    county: CountyOfTests, shared: Parties, linnea: Browser
) -> None:
    gets = {f"agreement_{shared.id}": "2", "roles": "1"}
    page = divide(linnea, shared.municipality_id, "Norra", "Södra", status=422, **gets)
    assert page.problems[0].startswith("En ny organisation får en överenskommelse som inte är klar")
    page.press("Dela organisationen", roles="all")
    ids = dict(county.execute(select(Organisation.name, Organisation.id)).all())

    assert roles(county, ids["Norra"]) == roles(county, ids["Södra"]) == {"coordinator"}


def test_nothing_is_given_away_that_nobody_chose(
    county: CountyOfTests, shared: Parties, linnea: Browser
) -> None:
    page = divide(linnea, shared.municipality_id, "Norra", "Södra", status=422)

    assert page.problems == [
        "Välj var de som har en roll i hela organisationen får den.",
        "Välj vem som får Lokal överenskommelse, Bjurholms kommun.",
    ]


def test_what_came_to_be_open_after_the_page_was_opened_is_asked_about(
    county: CountyOfTests, linnea: Browser
) -> None:
    page = linnea.open(path(county.municipality, "divide/2"))
    draft = Parties(county).create()
    values = {"name_1": "Norr", "why_1": "Ny.", "name_2": "Söder", "why_2": "Ny.", "roles": "1"}
    page.fill("Dela organisationen", values | WHY, 422)

    assert page.problems == ["Välj vem som får Lokal överenskommelse, Åsele kommun."]
    page.press("Dela organisationen", **{f"agreement_{draft.id}": "1"})
    assert "Delades i nya organisationer" in page.text


def test_what_is_wrong_with_the_second_stands_at_the_second(
    county: CountyOfTests, linnea: Browser, other_police: UUID
) -> None:
    page = linnea.open(path(other_police, "divide/2"))
    named = {"name_1": "Polisområde Ett", "number_1": "202100-0076", "roles": "1"}
    page.press("Dela organisationen", status=422, **named, name_2="Region Västerbotten", **WHY)

    assert page.problems[0].startswith("Skriv organisationsnumret")
    assert page.soup.select_one(".ds-error-summary a")["href"] == "#number_2"
    assert state(county, other_police) == (False, False, None)
    assert page.value("name_1") == "Polisområde Ett"
    page.press("Dela organisationen", status=422, number_2="202100-0076")
    assert page.problems[0].startswith("En annan organisation i länet heter så")


def test_a_region_is_not_divided_and_no_page_offers_it(
    county: CountyOfTests, linnea: Browser
) -> None:
    links = {a.text for a in linnea.open(path(county.region)).soup.select("main a")}
    assert not links & {"Dela", "Låt gå upp i en annan", "Låt upphöra"}
    page = linnea.open(path(county.region, "divide/2"))
    agreements = [str(one["name"]) for one in page.soup.select("select[name^=agreement_]")]
    gets = dict.fromkeys([*agreements, "roles"], "1")
    page = divide(linnea, county.region, "R1", "R2", status=422, **gets)

    assert page.problems == ["Ett län har en region. Den kan inte delas."]


def test_the_same_division_twice_is_one(
    county: CountyOfTests, linnea: Browser, other_police: UUID
) -> None:
    divide(linnea, other_police, "Norr", "Söder", roles="1")
    assert linnea.send_again().heading == "Polisområde Norr"
    names = select(func.count()).where(Organisation.name.in_(["Norr", "Söder"]))

    assert county.execute(names).scalar_one() == 2


def test_the_group_that_one_acts_for_oneself_is_divided_or_merged(
    county: CountyOfTests, linnea: Browser
) -> None:
    """Whoever does it is nobody there afterwards, and what they did is whole."""
    url, data = linnea.open(path(county.group, "divide/2")).filled(
        "Dela organisationen",
        {"name_1": "Ett", "why_1": "Ny.", "name_2": "Två", "why_2": "Ny.", "roles": "1"} | WHY,
    )
    assert linnea.client.post(url, data=data, base_url=linnea.base_url).status_code == 302
    ids = dict(county.execute(select(Organisation.name, Organisation.id)).all())
    assert state(county, county.group) == (True, True, None)
    assert roles(county, ids["Ett"]) == roles(county, ids["Två"]) == {"administrator"}
    boss = county.member(ids["Ett"], Role.ADMINISTRATOR, name="Nya Administratören")
    merge(boss, ids["Två"], ids["Ett"])

    history = boss.open(path(ids["Ett"])).text
    assert "Kom efter Länssamordningsgruppen" in history
    assert "Linnea Länsson, Länssamordningsgruppen" in history


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


def test_a_paper_and_a_correction_go_on_with_the_successor(
    county: CountyOfTests, linnea: Browser, other_police: UUID, signing: Parties
) -> None:
    """Nobody confirms their own, and what was wrong is taken back by whoever took the place."""
    register(signing.police, signing)
    propose(signing.police, signing)
    heir = county.member(other_police, *COORDINATOR, name="Arvid Polis")
    merge(linnea, county.police, other_police)

    assert "Säg om det som är undertecknat på papper stämmer" not in heir.open("/todo").text
    assert "Svara på en rättelse" not in heir.open("/todo").text
    assert "Svara på en rättelse" in signing.region.open("/todo").text
    page = heir.open(f"{signing.path}/paper/withdraw")
    page.press("Ta tillbaka registreringen", reason="Fel papper.")
    assert "Undertecknad på papper, registrerad av" not in signing.region.open(signing.path).text

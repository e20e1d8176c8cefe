"""Roles end after a question, never the last that is needed; what waits is given to somebody."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from portal import clock
from portal.authz import Role
from portal.db import db
from portal.identity.models import Account, Invitation, SignInSession
from portal.tenancy.models import Membership
from tests.acting import acting_as
from tests.browser import Browser
from tests.conftest import Engines
from tests.integration.agreements.test_deviations import report
from tests.integration.county import COORDINATOR, CountyOfTests, Parties
from tests.integration.group import Group
from tests.integration.identity.departing import (
    ADMINISTRATOR,
    end_path,
    mailed,
    member,
    membership_of,
    roles,
)
from tests.integration.world import World

# -- the last administrator ------------------------------------------------------------------------


def test_the_last_administrator_stays_and_is_told_why(
    county: CountyOfTests, goran: Browser
) -> None:
    own = membership_of(county, goran, Role.ADMINISTRATOR)
    page = goran.open(end_path(own))
    assert "Det här är er enda administratör." in page.text
    assert "Ta bort rollen" not in page.buttons
    page.open("/administration/invite")
    page.post(end_path(own), status=422)

    live = select(Membership.ended_at).where(Membership.id == own)
    assert county.execute(live).scalar_one() is None


def test_a_disabled_administrator_is_no_other(county: CountyOfTests, goran: Browser) -> None:
    away, _ = member(county, county.municipality, *ADMINISTRATOR)
    county.execute(update(Account).where(Account.id == away.id).values(disabled_at=clock.now()))
    page = goran.open(end_path(membership_of(county, goran, Role.ADMINISTRATOR)))

    assert "Det här är er enda administratör." in page.text


def test_one_of_two_administrators_leaves_by_their_own_hand_and_lands_somewhere(
    county: CountyOfTests, goran: Browser
) -> None:
    member(county, county.municipality, *ADMINISTRATOR)
    own = membership_of(county, goran, Role.ADMINISTRATOR)
    page = goran.open("/administration").open(end_path(own))
    assert "Göran Hallgren har ingen roll kvar hos er" in page.text
    page.press("Ta bort rollen")

    assert page.url == "/"


def test_the_database_keeps_the_last_administrator(county: CountyOfTests, goran: Browser) -> None:
    own = membership_of(county, goran, Role.ADMINISTRATOR)
    end = update(Membership).where(Membership.id == own).values(ended_at=clock.now())
    with county.app.app_context(), acting_as(goran.token):
        with pytest.raises(IntegrityError, match="the last who can"):
            db.session.connection().execute(end)
        db.session.rollback()


def test_two_administrators_who_end_each_other_at_once_do_not_both(
    engines: Engines, world: World
) -> None:
    county = world.county()
    organisation = world.organisation(county)
    people = [world.person(county, organisation, *ADMINISTRATOR, name=n) for n in ("A", "B")]
    with engines("owner").connect() as owner:
        rows = dict(owner.execute(select(Membership.account_id, Membership.id)).all())

    def end(who: int) -> bool:
        other = people[1 - who]
        with engines("app").connect() as connection:
            connection.execute(select(func.app.enter(people[who].token)))
            statement = update(Membership).where(Membership.id == rows[other.account_id])
            try:
                connection.execute(statement.values(ended_at=clock.now()))
                connection.execute(select(func.pg_sleep(0.3)))
                connection.commit()
            except DBAPIError:
                return False
        return True

    with ThreadPoolExecutor(2) as pool:
        ended = list(pool.map(end, (0, 1)))
    with engines("owner").connect() as owner:
        live = select(func.count()).where(Membership.ended_at.is_(None))
        left = owner.execute(live.select_from(Membership)).scalar_one()

    assert (sorted(ended), left) == ([False, True], 1)


# -- roles of agreements ---------------------------------------------------------------------------


def test_a_role_ends_after_a_question_that_says_what_happens(
    county: CountyOfTests, goran: Browser
) -> None:
    somebody, (membership,) = member(county, county.municipality, Role.REVIEWER)
    page = goran.open("/administration").follow("Ta bort rollen : Slutar Snart")
    assert page.heading == "Ta bort rollen för Slutar Snart?"
    assert "Slutar Snart kan inte längre granska loggen för Åsele kommun." in page.text
    assert "Efter det har ni ingen loggranskare." in page.text
    assert roles(county, somebody.id) == {Role.REVIEWER}
    page.press("Ta bort rollen")

    assert roles(county, somebody.id) == set()
    assert somebody.id in mailed(county, "role.ended")
    goran.open(end_path(membership), 404)


def test_the_last_coordinator_of_a_running_agreement_names_a_successor(
    county: CountyOfTests, shared: Parties
) -> None:
    admin = county.member(shared.municipality_id, *ADMINISTRATOR, name="Göran Hallgren")
    other, _ = member(county, shared.municipality_id, Role.REVIEWER)
    membership = membership_of(county, shared.municipality, Role.COORDINATOR)
    suggestion = shared.suggest(shared.municipality, shared.section(2), "Inom två veckor.")
    page = admin.open(end_path(membership))
    assert "En överenskommelse är inte klar." in page.text
    assert "Ett förslag av Maja Öhlund är inte avgjort." in page.text
    page.press("Ta bort rollen", status=422)
    assert page.problems == ["Välj vem som tar över."]
    page.press("Ta bort rollen", coordinator=str(other.id))

    assert Role.COORDINATOR in roles(county, other.id)
    assert other.id in mailed(county, "role.given")
    browser = county.sign_in(other)
    assert "Du har fått en roll" in browser.open("/todo").text
    assert "Återta" in browser.open(suggestion).response.text


def test_the_last_coordinator_of_what_holds_and_waits_names_a_successor(
    county: CountyOfTests, signing: Parties
) -> None:
    signed = signing.all_sign()
    admin = county.member(signed.municipality_id, *ADMINISTRATOR, name="Göran Hallgren")
    other, _ = member(county, signed.municipality_id, Role.REVIEWER)
    report(signed, signed.municipality)
    group = Group(signed).held()
    group.decide("kommun")
    page = admin.open(end_path(membership_of(county, signed.municipality, Role.COORDINATOR)))
    for told in (
        "En överenskommelse gäller.",
        "En avvikelse, tvist eller överflyttning är öppen.",
        "Ni sammankallar en grupp.",
        "Ett protokoll, ett beslut eller en aktivitet väntar på er.",
    ):
        assert told in page.text
    page.press("Ta bort rollen", status=422)
    assert page.problems == ["Välj vem som tar över."]
    page.press("Ta bort rollen", coordinator=str(other.id))
    assert "Genomför beslutet" in county.sign_in(other).open("/todo").text


def test_a_coordinator_with_a_colleague_just_leaves(county: CountyOfTests, shared: Parties) -> None:
    admin = county.member(shared.municipality_id, *ADMINISTRATOR)
    member(county, shared.municipality_id, Role.COORDINATOR)
    membership = membership_of(county, shared.municipality, Role.COORDINATOR)
    page = admin.open(end_path(membership))

    assert not page.soup.select("select[name=coordinator]")
    page.press("Ta bort rollen")
    assert shared.municipality.open("/agreements").url.startswith("/sign-in")


def test_without_anybody_to_give_to_the_last_coordinator_stays(
    county: CountyOfTests, shared: Parties
) -> None:
    somebody = county.somebody("Ensam Samordnare")
    parties = Parties(county, municipality=shared.municipality_id)
    assert parties  # a second coordinator of the municipality, who leaves first
    ends = update(Membership).where(
        Membership.organisation_id == shared.municipality_id,
        Membership.role == Role.COORDINATOR,
    )
    county.execute(ends.values(ended_at=clock.now()))
    roles = county.grant(somebody, shared.municipality_id, Role.COORDINATOR, Role.ADMINISTRATOR)
    browser = county.sign_in(somebody)
    page = browser.open(end_path(roles[0]))

    assert "Ingen hos er kan ta över det som väntar." in page.text
    end = update(Membership).where(Membership.id == roles[0]).values(ended_at=clock.now())
    with county.app.app_context(), acting_as(browser.token):
        with pytest.raises(IntegrityError, match="the last who can"):
            db.session.connection().execute(end)
        db.session.rollback()


def test_the_last_signatory_while_it_is_signed_names_a_successor(
    county: CountyOfTests, signing: Parties
) -> None:
    admin = county.member(signing.municipality_id, *ADMINISTRATOR)
    somebody, _ = signing.signatory(signing.municipality_id, "Sune Signatär")
    membership = county.execute(
        select(Membership.id).where(
            Membership.account_id == somebody.id, Membership.role == Role.SIGNATORY
        )
    ).scalar_one()
    other, _ = member(county, signing.municipality_id, Role.REVIEWER)
    page = admin.open(end_path(membership))
    assert "En överenskommelse ska skrivas under av er." in page.text
    page.press("Ta bort rollen", signatory=str(other.id))

    # who may sign is another thing than who has the role
    page = county.sign_in(other).open(f"{signing.path}/sign")
    assert "Du har ingen registrerad behörighet" in page.text
    page = admin.open("/administration/mandates")
    assert "ingen behörighet är registrerad" in page.text
    county.mandate(signing.municipality_id, other)
    signing.sign(other, county.sign_in(other))


def test_somebody_of_another_organisation_takes_nothing_over(
    county: CountyOfTests, shared: Parties
) -> None:
    admin = county.member(shared.municipality_id, *ADMINISTRATOR)
    stranger, _ = member(county, county.police, Role.COORDINATOR)
    membership = membership_of(county, shared.municipality, Role.COORDINATOR)
    page = admin.open(end_path(membership))
    page.post(end_path(membership), {"coordinator": str(stranger.id)}, status=422)

    assert "samordnare" in page.text


def test_nobody_ends_a_role_of_another_organisation(county: CountyOfTests, goran: Browser) -> None:
    somebody, (membership,) = member(county, county.police, *COORDINATOR)
    goran.open(end_path(membership), 404)
    for path in ("", "/end", "/sign-out"):
        goran.open(f"/administration/people/{somebody.id}{path}", 404)


def test_all_roles_and_sessions_end_in_one_act(county: CountyOfTests, goran: Browser) -> None:
    somebody, _ = member(county, county.municipality, Role.REVIEWER, Role.COORDINATOR)
    browser = county.sign_in(somebody)
    page = goran.open("/administration").follow("Slutar Snart").follow("Ta bort alla roller")
    page.press("Ta bort alla roller och logga ut")

    assert roles(county, somebody.id) == set()
    assert browser.open("/todo").url.startswith("/sign-in")
    live = select(func.count()).where(
        SignInSession.account_id == somebody.id, SignInSession.ended_at.is_(None)
    )
    assert county.execute(live.select_from(SignInSession)).scalar_one() == 0


def test_an_administrator_signs_a_colleague_out_only_where_they_act_for_the_organisation(
    county: CountyOfTests, goran: Browser
) -> None:
    somebody, _ = member(county, county.municipality, Role.COORDINATOR)
    here = county.sign_in(somebody)
    county.grant(somebody, county.police, Role.COORDINATOR)
    elsewhere = county.sign_in(somebody)
    elsewhere.open("/account").post(f"/account/organisation/{county.police}")
    page = goran.open(f"/administration/people/{somebody.id}").follow("Logga ut överallt")
    assert "Rollerna är kvar" in page.text
    page.press("Logga ut överallt")

    assert here.open("/agreements").url.startswith("/sign-in")
    assert elsewhere.open("/agreements").url == "/agreements"
    assert somebody.id in mailed(county, "session.ended")
    again = county.sign_in(somebody)
    again.open("/account").post(f"/account/organisation/{county.municipality}")
    assert "avslutat dina inloggningar" in again.open("/todo").text


def test_an_invitation_is_taken_back_after_a_question(
    county: CountyOfTests, goran: Browser
) -> None:
    page = goran.open("/administration/invite")
    page.press(page.buttons[0], name="Nya Namnsson", role="coordinator", issuer="staff")
    page = goran.open("/administration").follow("Återta : Nya Namnsson")
    assert "Samordnare" in page.text
    revoked = select(Invitation.revoked_at).where(Invitation.name == "Nya Namnsson")
    assert county.execute(revoked).scalar_one() is None
    page.press("Återta inbjudan")

    assert county.execute(revoked).scalar_one() is not None

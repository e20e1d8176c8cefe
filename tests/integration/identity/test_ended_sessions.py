"""Sessions end at once: of disabled accounts, of roles that are gone, and by their own hand."""

from sqlalchemy import func, select, update

from portal import clock
from portal.authz import Role
from portal.db import db
from portal.identity.models import Account, SignInSession, WorkPhone
from portal.tenancy.models import Membership
from portal.transaction import transaction
from tests.acting import acting_as
from tests.integration.county import COORDINATOR, CountyOfTests
from tests.integration.identity.departing import member
from tests.integration.sip.world import SipWorld


def test_the_session_of_a_disabled_account_is_dead(county: CountyOfTests) -> None:
    somebody, _ = member(county, county.municipality, *COORDINATOR)
    browser = county.sign_in(somebody)
    assert browser.open("/agreements").url == "/agreements"
    county.execute(update(Account).where(Account.id == somebody.id).values(disabled_at=clock.now()))

    assert browser.open("/agreements").url.startswith("/sign-in")
    with county.app.app_context(), acting_as(browser.token):
        for asked in ("my_account", "my_organisation", "my_session", "my_county"):
            assert db.session.scalar(select(getattr(func.app, asked)())) is None
    assert county.open_session(somebody) is None


def test_nobody_acts_for_an_organisation_that_they_have_left(county: CountyOfTests) -> None:
    somebody, _ = member(county, county.municipality, *COORDINATOR)
    browser = county.sign_in(somebody)
    (left,) = county.grant(somebody, county.police, *COORDINATOR)
    browser.open("/account")
    county.execute(update(Membership).where(Membership.id == left).values(ended_at=clock.now()))
    browser.post(f"/account/organisation/{county.police}", status=404)
    with county.app.app_context(), acting_as(browser.token), transaction():
        assert db.session.scalar(select(func.app.act_for(county.police))) is False
    stored = select(SignInSession.organisation_id).where(SignInSession.account_id == somebody.id)

    assert county.execute(stored).scalars().all() == [county.municipality]


def test_one_s_other_sign_ins_end_all_at_once_after_a_question(county: CountyOfTests) -> None:
    somebody, _ = member(county, county.municipality, *COORDINATOR)
    others = [county.sign_in(somebody) for _ in range(2)]
    here = county.sign_in(somebody)
    page = here.open("/todo").follow("Mitt konto").follow("Avsluta alla andra")
    assert page.heading == "Avsluta 2 inloggningar?"
    assert others[0].open("/agreements").url == "/agreements"
    page.press("Avsluta")

    assert [one.open("/agreements").url.startswith("/sign-in") for one in others] == [True, True]
    assert here.open("/agreements").url == "/agreements"


def test_a_session_that_is_not_one_s_own_other_is_not_there(county: CountyOfTests) -> None:
    somebody, _ = member(county, county.municipality, *COORDINATOR)
    stranger = county.member(county.police, *COORDINATOR)
    browser = county.sign_in(somebody).open("/account")
    own = county.execute(
        select(SignInSession.id).where(SignInSession.account_id == somebody.id)
    ).scalar_one()
    for one in (browser, stranger):
        one.open(f"/account/sessions/{own}/end", 404)


def test_everybody_finds_their_account_from_every_page(
    county: CountyOfTests,
) -> None:
    for browser in (
        county.member(county.municipality, *COORDINATOR),
        county.member(county.municipality, Role.SIGNATORY),
        SipWorld(county).individual().browser,
    ):
        browser.open("/account")
        assert browser.soup.select_one(".session a[href='/account']") is not None


def test_mail_is_in_the_language_that_one_has_chosen(county: CountyOfTests) -> None:
    somebody, _ = member(county, county.municipality, *COORDINATOR)
    page = county.sign_in(somebody).open("/account")
    assert page.value("mail_language") == "both"
    page.press("Spara språket", mail_language="en")
    assert "Språket för mejl är ändrat." in page.text
    assert page.value("mail_language") == "en"
    assert "Inget ändrades." in page.press("Spara språket").text
    page.post("/account", {"mail_language": "fi"}, 422)

    others = select(Account.mail_language).where(Account.id != somebody.id)
    assert set(county.execute(others).scalars()) == {"both"}


def test_where_one_is_reached_at_work_is_said_for_each_organisation(
    county: CountyOfTests,
) -> None:
    world = SipWorld(county)
    somebody = world.caseworker(county.municipality, "Maja Ek")
    page = somebody.browser.open("/account").follow("Skriv ditt nummer")
    page.press("Spara", work_phone="0933-140 11")
    assert "0933-140 11" in page.text
    assert "Inget ändrades." in page.follow("Ändra numret").press("Spara").text
    page.follow("Ändra numret").press("Spara", work_phone="9" * 41, status=422)
    kept = county.execute(select(WorkPhone.organisation_id, WorkPhone.number)).all()
    assert kept == [(county.municipality, "0933-140 11")]
    assert "Skriv ditt nummer" in page.open("/account/phone").press("Spara", work_phone="").text


def test_who_handles_no_plans_is_asked_for_no_number(county: CountyOfTests) -> None:
    page = county.member(county.municipality, *COORDINATOR).open("/account")
    assert "Telefon i tjänsten" not in page.text

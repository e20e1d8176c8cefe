"""The organisation that somebody signed in for holds their roles and the codes they take up."""

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from portal.authz import OrganisationKind, Role
from portal.db import db
from portal.tenancy.models import Membership, Organisation
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.county import COORDINATOR, ISSUER, CountyOfTests, Parties, Somebody
from tests.integration.identity.at_the_provider import begin, come_back, state_of

OURS, OTHERS = "212000-2817", "212000-2536"


@pytest.fixture
def county(county: CountyOfTests) -> CountyOfTests:
    _number(county, county.municipality, OURS)
    return county


def _number(county: CountyOfTests, organisation: UUID, number: str | None) -> None:
    changed = update(Organisation).where(Organisation.id == organisation)
    county.execute(changed.values(organisation_number=number))


def _signs_in_for(somebody: Somebody, number: str | None) -> Somebody:
    stated = number.replace("-", "") if number else None
    return replace(somebody, identity=replace(somebody.identity, organisation_number=stated))


def _member(county: CountyOfTests, *organisations: UUID) -> Somebody:
    somebody = county.somebody("Bo Bytare")
    for organisation in organisations:
        county.grant(somebody, organisation, *COORDINATOR)
    return somebody


@pytest.mark.parametrize("stated", [OURS, None], ids=["the same", "none"])
def test_a_role_is_one_s_own_in_the_organisation_one_signs_in_for(
    county: CountyOfTests, stated: str | None
) -> None:
    somebody = _signs_in_for(_member(county, county.municipality), stated)

    assert county.open_session(somebody) is not None


def test_a_role_in_another_organisation_opens_nothing_and_the_page_says_why(
    county: CountyOfTests,
) -> None:
    somebody = _signs_in_for(_member(county, county.municipality), OTHERS)
    browser = county.visitor()
    state = begin(browser)
    county.provider.identity = somebody.identity
    page = come_back(browser, state, 403)

    assert OTHERS in page.text
    assert county.open_session(somebody) is None


def test_only_what_one_signs_in_for_is_offered_beside_what_has_no_number(
    county: CountyOfTests,
) -> None:
    other = county.organisation("Öviks kommun", OrganisationKind.MUNICIPALITY)
    _number(county, other, OTHERS)
    somebody = _signs_in_for(_member(county, county.municipality, other, county.group), OURS)
    browser = county.sign_in(somebody)

    page = browser.open("/account")
    assert "Länssamordningsgruppen" in page.text
    assert "Öviks kommun" not in page.text
    page.post(f"/account/organisation/{other}", status=404)
    with county.app.app_context(), acting_as(browser.token):
        assert db.session.scalar(select(func.app.act_for(other))) is False
    browser.open("/account").post(f"/account/organisation/{county.group}")
    assert "Länssamordningsgruppen" in browser.open("/account").soup.select_one(".session").text


def _code(county: CountyOfTests) -> str:
    administrator = county.member(county.municipality, Role.ADMINISTRATOR, name="Anna Admin")
    page = administrator.open("/administration/invite")
    page.press(page.buttons[0], name="Nya", role="coordinator", issuer="staff")
    return " ".join(page.soup.select_one(".code").text.split())


def _take_up(county: CountyOfTests, code: str, somebody: Somebody, status: int) -> Browser:
    browser = county.visitor().open("/invitation")
    browser.press(browser.buttons[0], status=302, code=code)
    county.provider.identity = somebody.identity
    return come_back(browser, state_of(browser), status)


def test_a_code_is_refused_to_whoever_signs_in_for_another_organisation(
    county: CountyOfTests,
) -> None:
    code, somebody = _code(county), county.somebody("Bo Bytare")
    page = _take_up(county, code, _signs_in_for(somebody, OTHERS), 403)

    assert "Du loggade in för en annan organisation" in page.text
    mine = select(Membership.id).where(Membership.account_id == somebody.id)
    assert county.execute(mine).all() == []
    _take_up(county, code, _signs_in_for(somebody, OURS), 200)  # it is not used up
    assert len(county.execute(mine).all()) == 1


def test_nobody_signs_by_a_fresh_sign_in_for_another_organisation(
    county: CountyOfTests, signing: Parties
) -> None:
    _number(county, county.region, OURS)
    somebody, browser = signing.signatory(county.region, "Sune Signatär")
    signing.ask_to_sign(browser)
    page = signing.come_back(browser, _signs_in_for(somebody, OTHERS).identity)

    assert "Du loggade in för en annan organisation" in page.text
    assert "Du har skrivit under" not in page.text


def test_an_administrator_is_offered_the_providers_that_speak_for_them(
    county: CountyOfTests, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = county.app.extensions["settings"]
    others = replace(ISSUER, key="others", organisation_numbers=(OTHERS,))
    ours = replace(ISSUER, key="ours", organisation_numbers=(OURS,))
    changed = replace(settings, issuers=(ISSUER, others, ours))
    monkeypatch.setitem(county.app.extensions, "settings", changed)
    administrator = county.member(county.municipality, Role.ADMINISTRATOR)
    page = administrator.open("/administration/invite")

    offered = {str(one["value"]) for one in page.soup.select("[name=issuer] option")}
    assert offered == {"staff", "ours"}


def test_a_weak_sign_in_opens_no_plans_and_says_so(county: CountyOfTests) -> None:
    somebody = county.somebody("Maja Öhlund", level=2)
    county.grant(somebody, county.municipality, Role.CASEWORKER, Role.COORDINATOR)
    browser = county.sign_in(somebody)

    browser.open("/sip", 403)
    browser.open("/agreements")
    assert "för svag för samordnade individuella planer" in browser.open("/account").text
    with county.app.app_context(), acting_as(browser.token):
        assert db.session.scalar(select(func.app.i_am("coordinator"))) is True
        seen = select(func.app.my_plans())
        assert db.session.scalar(seen) == []

"""Invitations: one code, one person, one role, at one provider, for some days."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select, update

from portal import clock
from portal.authz import Role
from portal.identity import attempts
from portal.identity.models import Account, Invitation
from portal.tenancy.models import Membership
from tests.browser import Browser
from tests.integration.county import ISSUER, CountyOfTests, identity_of

REFUSED = (
    "Koden stämmer inte. Jämför varje tecken med det du har fått. Är koden redan använd, eller har"
    " den gått ut? Be då den som gav dig den om en ny."
)


@pytest.fixture
def administrator(county: CountyOfTests) -> Browser:
    return county.member(county.municipality, Role.ADMINISTRATOR, name="Anna Admin")


@pytest.fixture
def code(administrator: Browser) -> str:
    """The code of an invitation as coordinator."""
    page = administrator.open("/administration/invite")
    page.press(page.buttons[0], name="Nya Namnsson", role="coordinator", issuer="staff")
    (found,) = [one.text for one in page.soup.select("main *") if _is_code(one.text)][:1]
    return found


def _is_code(text: str) -> bool:
    parts = text.strip().split("-")
    return len(parts) == 5 and all(len(part) == 4 and part.isalnum() for part in parts)


def _take_up(county: CountyOfTests, code: str, subject: str, status: int = 200) -> Browser:
    browser = county.visitor().open("/invitation")
    browser.press(browser.buttons[0], status=302, code=code)
    state = parse_qs(urlsplit(browser.response.headers["Location"]).query)["state"][0]
    county.provider.identity = identity_of(subject, "Nya Namnsson")
    return browser.open(f"/sign-in/{ISSUER.key}/callback?state={state}&code=x", status)


def _refuse(county: CountyOfTests, code: str) -> None:
    page = county.visitor().open("/invitation")
    page.press(page.buttons[0], status=422, code=code)
    assert page.problems == [REFUSED]


def _roles_of(county: CountyOfTests, subject: str) -> list[Role]:
    found = select(Membership.role).join(Account, Account.id == Membership.account_id)
    return list(county.execute(found.where(Account.subject == subject)).scalars())


def test_a_code_gives_the_role_it_offers(county: CountyOfTests, code: str) -> None:
    page = _take_up(county, code, "nya")

    assert "Nya Namnsson, Åsele kommun" in page.soup.select_one(".session").text
    assert _roles_of(county, "nya") == [Role.COORDINATOR]


def test_a_code_may_be_typed_as_people_type(county: CountyOfTests, code: str) -> None:
    _take_up(county, f"  {code.lower().replace('-', ' ')}", "nya")

    assert _roles_of(county, "nya") == [Role.COORDINATOR]


def test_a_code_works_once(county: CountyOfTests, code: str) -> None:
    _take_up(county, code, "nya")

    _refuse(county, code)


def test_two_who_take_up_the_same_code_get_one_role(county: CountyOfTests, code: str) -> None:
    browsers = []
    for _ in range(2):
        browser = county.visitor().open("/invitation")
        browser.press(browser.buttons[0], status=302, code=code)
        browsers.append(browser)
    for browser, subject, status in zip(browsers, ("one", "two"), (200, 403), strict=True):
        state = parse_qs(urlsplit(browser.response.headers["Location"]).query)["state"][0]
        county.provider.identity = identity_of(subject, "Nya Namnsson")
        browser.open(f"/sign-in/{ISSUER.key}/callback?state={state}&code=x", status)

    assert _roles_of(county, "one") == [Role.COORDINATOR]
    assert _roles_of(county, "two") == []


def test_a_code_that_has_expired_is_refused(county: CountyOfTests, code: str) -> None:
    county.execute(update(Invitation).values(expires_at=clock.now() - timedelta(hours=1)))

    _refuse(county, code)


def test_a_code_that_was_taken_back_is_refused(
    county: CountyOfTests, administrator: Browser, code: str
) -> None:
    page = administrator.open("/administration").follow("Återta : Nya Namnsson")
    page.press("Återta inbjudan")

    _refuse(county, code)


def test_a_code_taken_back_while_signing_in_gives_nothing(county: CountyOfTests, code: str) -> None:
    browser = county.visitor().open("/invitation")
    browser.press(browser.buttons[0], status=302, code=code)
    state = parse_qs(urlsplit(browser.response.headers["Location"]).query)["state"][0]
    county.execute(update(Invitation).values(revoked_at=clock.now()))
    county.provider.identity = identity_of("nya", "Nya Namnsson")
    browser.open(f"/sign-in/{ISSUER.key}/callback?state={state}&code=x", 403)

    assert _roles_of(county, "nya") == []


def test_a_code_is_good_at_its_own_provider_only(county: CountyOfTests, code: str) -> None:
    county.execute(update(Invitation).values(issuer_key="another"))

    _refuse(county, code)


@pytest.mark.parametrize("code", ["ABCD-EFGH-JKLM-NPQR-STUV", "x", "ÅÄÖ", "' or 1=1 --"])
def test_a_made_up_code_is_refused(county: CountyOfTests, code: str) -> None:
    _refuse(county, code)


def test_the_code_is_kept_nowhere(county: CountyOfTests, code: str) -> None:
    kept = [str(value) for row in county.execute(select(Invitation)) for value in row]

    assert not [value for value in kept if code in value]


def test_sending_an_invitation_twice_makes_one(
    county: CountyOfTests, administrator: Browser, code: str
) -> None:
    before = county.execute(select(Invitation.id)).all()
    again = administrator.send_again()

    assert county.execute(select(Invitation.id)).all() == before
    assert code in again.text


def test_taking_up_an_invitation_begins_where_one_was_invited_and_is_logged(
    county: CountyOfTests, administrator: Browser
) -> None:
    somebody = county.somebody("Nya Namnsson")
    county.grant(somebody, county.police, Role.COORDINATOR)
    page = administrator.open("/administration/invite")
    page.press(page.buttons[0], name="Nya Namnsson", role="reviewer", issuer="staff")
    (offered,) = [one.text for one in page.soup.select("main *") if _is_code(one.text)][:1]
    page = _take_up(county, offered, somebody.identity.subject)

    assert "Åsele kommun" in page.soup.select_one(".session").text
    assert "Tog upp en inbjudan" in page.open("/log").text


def test_only_an_administrator_invites(county: CountyOfTests) -> None:
    county.member(county.municipality, Role.COORDINATOR).open("/administration/invite", 403)


def test_an_administrator_ends_no_role_in_another_organisation(
    county: CountyOfTests, administrator: Browser
) -> None:
    somebody = county.somebody()
    (membership,) = county.grant(somebody, county.region, Role.COORDINATOR)
    administrator.open("/administration")
    administrator.post(f"/administration/members/{membership}/end", status=404)

    assert county.open_session(somebody) is not None


def test_guessing_codes_is_stopped_and_others_are_not(county: CountyOfTests, code: str) -> None:
    guesser = county.visitor()
    for _ in range(20):
        guesser.open("/invitation").press("Fortsätt till inloggningen", status=422, code="ABCD")
    guesser.open("/invitation").press("Fortsätt till inloggningen", status=429, code=code)

    assert guesser.heading == "För många försök på kort tid"
    _take_up_from(county, code, "192.0.2.7")


def test_many_wrong_codes_from_an_address_stop_nobody_with_a_right_one(
    county: CountyOfTests, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = attempts.count_by_address
    monkeypatch.setattr(attempts, "count_by_address", lambda what, most: counted(what, most=3))
    for number in range(4):
        guesser = county.visitor()
        guesser.client.environ_base["HTTP_X_FORWARDED_FOR"] = "192.0.2.7"
        status = 422 if number < 3 else 429
        guesser.open("/invitation").press("Fortsätt till inloggningen", status=status, code="ABCD")
    other = county.visitor()
    other.client.environ_base["HTTP_X_FORWARDED_FOR"] = "192.0.2.7"

    other.open("/invitation").press("Fortsätt till inloggningen", status=302, code=code)


def _take_up_from(county: CountyOfTests, code: str, address: str) -> None:
    browser = county.visitor()
    browser.client.environ_base["REMOTE_ADDR"] = address
    browser.open("/invitation").press("Fortsätt till inloggningen", status=302, code=code)


def test_an_administrator_takes_back_no_invitation_of_another_organisation(
    county: CountyOfTests, administrator: Browser, code: str
) -> None:
    (invitation,) = county.execute(select(Invitation.id)).scalars()
    other = county.member(county.region, Role.ADMINISTRATOR, name="Rut Region")
    other.open("/administration").post(
        f"/administration/invitations/{invitation}/revoke", status=404
    )

    _take_up(county, code, "nya")
    assert _roles_of(county, "nya") == [Role.COORDINATOR]

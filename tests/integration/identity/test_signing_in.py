"""Signing in and out through the pages, with a provider that says what the test wants."""

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import ProgrammingError

from portal import clock
from portal.authz import OrganisationKind, Role
from portal.db import db
from portal.identity.oidc import RefusalReason
from portal.identity.session import COOKIE, hash_of, new_token, prove
from portal.ids import new_id
from portal.tenancy.models import Membership, Organisation
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.county import (
    COORDINATOR,
    ISSUER,
    CountyOfTests,
    FakeProvider,
    Parties,
    Somebody,
    logout_token,
)
from tests.integration.identity.at_the_provider import begin, come_back

SIGN_IN = f"/sign-in/{ISSUER.key}"


@pytest.fixture
def maja(county: CountyOfTests) -> Somebody:
    somebody = county.somebody("Maja Öhlund")
    county.grant(somebody, county.municipality, *COORDINATOR)
    return somebody


def _sign_in(county: CountyOfTests, somebody: Somebody, next_page: str = "/") -> Browser:
    county.provider.identity = somebody.identity
    browser = county.visitor()
    return come_back(browser, begin(browser, next_page))


def test_somebody_with_a_role_gets_in(county: CountyOfTests, maja: Somebody) -> None:
    page = _sign_in(county, maja)

    assert "Maja Öhlund, Åsele kommun" in page.soup.select_one(".session").text
    cookie = page.client.get_cookie(COOKIE, domain="samsyn.example")
    assert cookie is not None
    assert (cookie.secure, cookie.http_only, cookie.same_site) == (True, True, "Lax")
    assert cookie.path == "/"


def test_a_page_that_is_only_read_writes_no_cookie(county: CountyOfTests, maja: Somebody) -> None:
    page = _sign_in(county, maja)

    assert "Set-Cookie" not in page.open("/agreements").response.headers


def test_somebody_without_a_role_is_told_so_and_has_no_session(county: CountyOfTests) -> None:
    county.provider.identity = county.somebody().identity
    browser = county.visitor()
    come_back(browser, begin(browser), 403)

    assert browser.client.get_cookie(COOKIE, domain="samsyn.example") is None
    browser.open("/agreements")
    assert browser.url.startswith("/sign-in")


def test_after_signing_in_one_is_where_one_wanted_to_be(
    county: CountyOfTests, maja: Somebody
) -> None:
    assert _sign_in(county, maja, "/agreements").url == "/agreements"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example",
        "//evil.example",
        "/%5Cevil.example",
        "/%09/evil.example",
        "javascript:alert(1)",
        "https:evil.example",
    ],
)
def test_after_signing_in_nobody_is_sent_elsewhere(
    county: CountyOfTests, maja: Somebody, elsewhere: str
) -> None:
    page = _sign_in(county, maja, elsewhere)

    assert page.url == "/todo"
    page.open(f"/sign-in?next={elsewhere}")
    assert page.url == "/todo"


def test_an_answer_counts_once(county: CountyOfTests, maja: Somebody) -> None:
    county.provider.identity = maja.identity
    browser = county.visitor()
    state = begin(browser)
    come_back(browser, state)

    come_back(browser, state, 403)


def test_an_answer_that_was_begun_in_another_browser_is_refused(
    county: CountyOfTests, maja: Somebody
) -> None:
    county.provider.identity = maja.identity
    attacker, victim = county.visitor(), county.visitor()
    state = begin(attacker)

    come_back(victim, state, 403)
    begin(victim)
    come_back(victim, state, 403)


def test_an_answer_that_is_not_believed_signs_nobody_in(
    county: CountyOfTests, maja: Somebody
) -> None:
    county.provider.identity = maja.identity
    county.provider.refusal = RefusalReason.CANCELLED
    browser = county.visitor()
    page = come_back(browser, begin(browser), 403)

    assert "Du avbröt" in page.text


def test_an_unknown_provider_is_not_found(county: CountyOfTests) -> None:
    page = county.visitor().open("/sign-in")
    page.post("/sign-in/nobody", status=404)
    page.open("/sign-in/nobody/callback", 404)


def test_a_forged_token_is_nobody(county: CountyOfTests, maja: Somebody) -> None:
    browser = Browser(county.app, token=new_token())
    browser.open("/agreements")

    assert browser.url.startswith("/sign-in")


def test_the_stored_hash_is_no_token(county: CountyOfTests, maja: Somebody) -> None:
    token = county.open_session(maja)
    assert token is not None
    browser = Browser(county.app, token=hash_of(token).hex())

    assert browser.open("/agreements").url.startswith("/sign-in")


def test_signing_out_ends_the_session_and_not_only_the_cookie(
    county: CountyOfTests, maja: Somebody
) -> None:
    page = county.sign_in(maja).open("/agreements")
    stolen = Browser(county.app, token=page.token)
    page.press("Logga ut")

    assert page.url == "/sign-in/signed-out"
    assert stolen.open("/agreements").url.startswith("/sign-in")


def test_signing_out_leads_to_the_provider_and_tells_it_nothing_of_the_person(
    county: CountyOfTests, maja: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = "https://idp.example.se/end?client_id=samsyn"
    monkeypatch.setattr(FakeProvider, "end_session_url", lambda *_: there)
    page = county.sign_in(maja).open("/agreements")

    page.press("Logga ut", status=302)
    assert page.response.headers["Location"] == there
    assert page.open("/agreements").url.startswith("/sign-in")


def test_one_can_sign_out_another_of_ones_browsers(county: CountyOfTests, maja: Somebody) -> None:
    left_open, here = county.sign_in(maja), county.sign_in(maja)
    page = here.open("/account")
    link = next(a for a in page.soup.select("main a") if "Logga ut där" in a.text)
    page.open(str(link["href"])).press("Avsluta")

    assert left_open.open("/agreements").url.startswith("/sign-in")
    assert here.open("/agreements").url == "/agreements"


def test_a_role_that_is_taken_away_is_gone_at_the_next_click(county: CountyOfTests) -> None:
    administrator = county.member(county.municipality, Role.ADMINISTRATOR, name="Anna Admin")
    maja = county.somebody("Maja Öhlund")
    (membership,) = county.grant(maja, county.municipality, *COORDINATOR)
    browser = county.sign_in(maja)
    assert browser.open("/agreements").url == "/agreements"

    page = administrator.open(f"/administration/members/{membership}/end")
    page.press("Ta bort rollen")
    assert browser.open("/agreements").url.startswith("/sign-in")
    assert county.open_session(maja) is None


def test_of_two_roles_the_other_stays(county: CountyOfTests) -> None:
    maja = county.somebody("Maja Öhlund")
    county.grant(maja, county.municipality, Role.REVIEWER)
    (coordinator,) = county.grant(maja, county.municipality, *COORDINATOR)
    browser = county.sign_in(maja)
    ended = update(Membership).where(Membership.id == coordinator).values(ended_at=clock.now())
    county.execute(ended)

    browser.open("/agreements/new", 403)
    browser.open("/account")


def test_a_closed_organisation_lets_nobody_in(county: CountyOfTests, maja: Somebody) -> None:
    browser = county.sign_in(maja)
    closed = update(Organisation).where(Organisation.id == county.municipality)
    county.execute(closed.values(closed_at=clock.now()))

    assert browser.open("/agreements").url.startswith("/sign-in")
    assert county.open_session(maja) is None


def test_with_roles_in_two_organisations_one_acts_for_one_at_a_time(
    county: CountyOfTests, parties: Parties, maja: Somebody
) -> None:
    parties.create()
    other = county.organisation("Öviks kommun", OrganisationKind.MUNICIPALITY)
    county.grant(maja, other, *COORDINATOR)
    page = county.sign_in(maja).open("/account")
    assert "Åsele kommun" in page.soup.select_one(".session").text
    page.open(parties.path).open("/account")
    page.press("Byt hit : Öviks kommun")

    assert "Öviks kommun" in page.soup.select_one(".session").text
    page.open(parties.path, 404)


def test_nobody_can_act_for_an_organisation_without_a_role_there(
    county: CountyOfTests, maja: Somebody
) -> None:
    page = county.sign_in(maja).open("/account")
    page.post(f"/account/organisation/{county.region}", status=404)

    assert "Åsele kommun" in page.open("/account").soup.select_one(".session").text


def test_nobody_can_act_for_an_organisation_that_has_closed(
    county: CountyOfTests, maja: Somebody
) -> None:
    other = county.organisation("Öviks kommun", OrganisationKind.MUNICIPALITY)
    county.grant(maja, other, *COORDINATOR)
    page = county.sign_in(maja).open("/account")
    closed = update(Organisation).where(Organisation.id == other)
    county.execute(closed.values(closed_at=clock.now()))
    page.post(f"/account/organisation/{other}", status=404)

    assert "Åsele kommun" in page.open("/account").soup.select_one(".session").text


def test_the_provider_can_end_somebodys_sessions(county: CountyOfTests, maja: Somebody) -> None:
    other = county.somebody("Oskar Annan")
    county.grant(other, county.municipality, *COORDINATOR)
    hers, his = county.sign_in(maja), county.sign_in(other)
    county.provider.logout = logout_token(maja.identity.subject)
    response = county.visitor().client.post(
        f"{SIGN_IN}/back-channel-logout", data={"logout_token": "x"}, base_url=hers.base_url
    )

    assert response.status_code == 200
    assert hers.open("/agreements").url.startswith("/sign-in")
    assert his.open("/agreements").url == "/agreements"


def test_a_logout_token_that_is_not_believed_ends_nothing(
    county: CountyOfTests, maja: Somebody
) -> None:
    browser = county.sign_in(maja)
    response = county.visitor().client.post(
        f"{SIGN_IN}/back-channel-logout", data={"logout_token": "x"}, base_url=browser.base_url
    )

    assert response.status_code == 400
    assert browser.open("/agreements").url == "/agreements"


@pytest.mark.parametrize(
    "host", ["evil.example", "samsyn.example.evil.example", "samsyn.example@x"]
)
def test_a_forged_host_is_refused(county: CountyOfTests, host: str) -> None:
    response = county.visitor().client.get("/", base_url=f"https://{host}")

    assert (response.status_code, response.text) == (400, "unknown host\n")


def test_the_database_opens_no_session_without_the_applications_proof(
    county: CountyOfTests, maja: Somebody
) -> None:
    token_hash = hash_of(new_token())
    person = f"{ISSUER.issuer}\n{maja.identity.subject}\n\n3".encode()
    wrong = [
        None,
        b"",
        bytes(32),
        prove("another secret, just as long as ours", token_hash + person),
        prove(county.app.extensions["settings"].secret_key, token_hash),
    ]
    for proof in wrong:
        asked = select(
            func.app.open_session(
                new_id(),
                ISSUER.issuer,
                maja.identity.subject,
                token_hash,
                ISSUER.key,
                None,
                3,
                None,
                1800,
                36000,
                proof,
            )
        )
        with county.app.app_context(), acting_as(""):
            with pytest.raises(ProgrammingError, match="not proven"):
                db.session.scalar(asked)
            db.session.rollback()

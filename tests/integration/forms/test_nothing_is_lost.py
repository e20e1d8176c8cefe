"""Whoever posts gets their own words back, whatever has become of the session meanwhile."""

from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import func, select, update
from werkzeug.test import TestResponse

from portal.identity.kept_forms import COOKIE
from portal.identity.models import KeptForm, SignInSession
from portal.identity.session import COOKIE as SESSION
from portal.tenancy.models import Membership
from tests.browser import Browser
from tests.integration.county import COORDINATOR, ISSUER, CountyOfTests, Parties
from tests.integration.forms.acting import act_for
from tests.integration.forms.writers import (
    GROUPS,
    TYPED,
    Opened,
    forms_of,
    shown,
    sign_in_again,
    sit_idle,
    writers,
)
from tests.integration.identity.at_the_provider import begin, come_back
from tests.integration.prepared import Prepared
from tests.soup import Element, read

OURS = {"Sec-Fetch-Site": "same-origin"}
# the forms of what is in force are few
LEAST_TRIED = {"agreements": 20, "in force": 8, "plans": 20}
# as it stands in HTML too
PLAIN = "Skrivet här"


def _send(browser: Browser, action: str, data: object, **headers: str) -> TestResponse:
    return browser.client.post(action, data=data, headers=OURS | headers, base_url=browser.base_url)


def _way_back(response: TestResponse) -> str:
    """Where the page leads after signing in."""
    link = read(response.text).select_one("main a[href^='/sign-in?']")
    assert link is not None, response.text[-2000:]
    return parse_qs(urlsplit(str(link["href"])).query)["next"][0]


def _get(browser: Browser, path: str) -> TestResponse:
    return browser.client.get(path, base_url=browser.base_url)


def _lost(opened: Opened, response: TestResponse) -> dict[str, object]:
    """The fields that the page does not hold as they were typed."""
    data = {name: value for name, value in opened.data.items() if name != "csrf_token"}
    there = shown(read(response.text), set(data))
    return {
        name: (value, there.get(name)) for name, value in data.items() if there.get(name) != value
    }


def _misnamed(opened: Opened, response: TestResponse) -> set[str]:
    """What the page says was chosen, and the form does not offer by that name."""
    form = read(opened.writer.pages[opened.path] or "").select_one("main")
    offered = {_plain(one) for one in form.select("option, label")}
    if form.select("input[type=checkbox]"):
        offered.add("Ja")
    return {_plain(one) for one in read(response.text).select("main dd")} - offered


def _plain(element: Element) -> str:
    return " ".join(element.get_text(" ").split())


OPEN_TO_ALL = {"identity.invitation", "ask_for_plan.ask"}


@pytest.mark.parametrize("group", GROUPS)
def test_after_31_idle_minutes_every_form_comes_back_as_it_was(
    prepared: Prepared, group: str
) -> None:
    """Every form with a text that anybody can open, without JavaScript."""
    tried, lost = set(), {}
    for county, writer in writers(prepared, group):
        for opened in list(forms_of(writer, tried)):
            sit_idle(county, opened.browser, 31)
            refused = _send(opened.browser, opened.action, opened.data)
            if opened.endpoint in OPEN_TO_ALL:  # shown again at once
                response = refused
            else:
                assert refused.status_code == 409, (opened.endpoint, refused.status_code)
                assert not _misnamed(opened, refused), opened.endpoint
                sign_in_again(county, opened.browser)
                response = _get(opened.browser, _way_back(refused))
            sign_in_again(county, opened.browser)
            missing = _lost(opened, response)
            if response.status_code not in {200, 400} or missing:
                lost[opened.endpoint, opened.writer.name] = (response.status_code, missing)
            tried.add(opened.endpoint)

    assert lost == {}
    assert len(tried) > LEAST_TRIED[group], sorted(tried)


@pytest.fixture
def negotiator(shared: Parties) -> Browser:
    """Somebody with a suggestion filled in, as a coordinator of the region."""
    return shared.region.open(f"{shared.section(2)}/suggest")


def _filled(browser: Browser) -> tuple[str, dict[str, object]]:
    action, data = browser.filled(
        "Skicka förslaget till parterna", {"text": TYPED, "reason": "Därför."}
    )
    return action, dict(data)


def test_the_words_are_sent_after_signing_in_and_forgotten_when_they_are(
    county: CountyOfTests, shared: Parties
) -> None:
    somebody = county.somebody("Nils Region")
    for organisation in (county.police, county.region):
        county.grant(somebody, organisation, *COORDINATOR)
    browser = county.sign_in(somebody)
    # not the one that a sign-in begins with
    act_for(county, browser, county.region)
    browser.open(f"{shared.section(2)}/suggest")
    action, data = _filled(browser)
    sit_idle(county, browser, 31)
    back = _way_back(_send(browser, action, data))

    page = browser.open(f"/sign-in?next={back}")
    assert "kommer du tillbaka till formuläret" in page.text
    county.provider.identity = somebody.identity
    browser.press(ISSUER.name, status=302)
    there = parse_qs(urlsplit(browser.response.headers["Location"]).query)
    come_back(browser, there["state"][0])

    assert "Det du skrev finns kvar" in browser.text
    assert (browser.value("text"), browser.value("reason")) == (TYPED, "Därför.")
    browser.press("Skicka förslaget till parterna")
    assert "föreslår för Region Västerbotten" in browser.text
    assert county.execute(select(func.count()).select_from(KeptForm)).scalar_one() == 0


def test_a_session_that_was_ended_elsewhere_loses_nothing(
    county: CountyOfTests, negotiator: Browser
) -> None:
    action, data = _filled(negotiator)
    county.execute(update(SignInSession).values(ended_at=func.now()))
    refused = _send(negotiator, action, data)

    assert refused.status_code == 409
    # also to be read at once
    assert TYPED in read(refused.text).select_one("#sent-1").get_text()
    county.execute(update(SignInSession).values(ended_at=None))
    assert "Därför." in _get(negotiator, _way_back(refused)).text


def test_cookies_that_are_gone_lose_nothing(county: CountyOfTests, negotiator: Browser) -> None:
    action, data = _filled(negotiator)
    for name in (SESSION, "__Host-samsyn-form"):
        negotiator.client.delete_cookie(name, domain="samsyn.example")
    refused = _send(negotiator, action, data)

    assert refused.status_code == 409
    # whoever signs out on a shared screen leaves no words on it
    assert PLAIN not in refused.text
    negotiator.client.set_cookie(SESSION, negotiator.token, domain="samsyn.example", secure=True)
    assert "Därför." in _get(negotiator, _way_back(refused)).text


def test_a_matrix_comes_back_with_its_choices_and_no_codes(
    county: CountyOfTests, parties: Parties
) -> None:
    browser = parties.create().municipality.open(f"{parties.path}/matrix/fill")
    cells = [str(one["name"]) for one in browser.soup.select("select[name^=cell-]")][:10]
    action, data = browser.filled("Spara", dict.fromkeys(cells, "shared"))
    sit_idle(county, browser, 31)
    refused = _send(browser, action, data)

    words = read(refused.text).select("main dd")
    assert [one.get_text() for one in words].count("Medansvar") == 10
    assert "unset" not in read(refused.text).main.get_text()
    sign_in_again(county, browser)
    page = browser.open(_way_back(refused))
    assert [browser.value(cell) for cell in cells] == ["shared"] * 10
    page.press("Spara")
    assert "10 rutor är ändrade" in page.text


@pytest.mark.parametrize("token", ["", "made-up"])
def test_a_form_without_a_token_is_shown_again_as_it_was(negotiator: Browser, token: str) -> None:
    action, data = _filled(negotiator)
    response = _send(negotiator, action, data | {"csrf_token": token})
    soup = read(response.text)

    assert response.status_code == 400
    assert "inget är sparat än" in soup.main.get_text()
    assert shown(soup, {"text", "reason"})["text"] == TYPED
    again = shown(soup, {"text", "reason"}) | {"publish": "now"}
    assert _send(negotiator, action, again).status_code == 302


def test_nothing_is_done_when_a_form_is_only_shown_again(shared: Parties) -> None:
    browser = shared.municipality.open(shared.path)
    response = _send(browser, f"{shared.path}/withdraw", {"csrf_token": "old"})
    assert response.status_code == 400
    assert "läs igenom och skicka igen" in response.text
    # a button without a form of its own: one more press
    read = _send(
        browser, f"{shared.path}/say", {"csrf_token": "old", "kind": "ready", "revision": "1"}
    )
    assert read.status_code == 400
    assert "Inget har hänt än" in read.text
    assert shared.municipality.open(shared.path).heading.startswith("Lokal")


def test_only_the_same_account_in_the_same_browser_gets_it(
    county: CountyOfTests, shared: Parties, negotiator: Browser
) -> None:
    action, data = _filled(negotiator)
    sit_idle(county, negotiator, 31)
    back = _way_back(_send(negotiator, action, data))
    sign_in_again(county, negotiator)
    secret = negotiator.client.get_cookie(COOKIE, domain="samsyn.example")
    assert secret is not None

    elsewhere = Browser(county.app, token=negotiator.token)
    colleague = county.member(county.region, *COORDINATOR, name="Kollegan")
    for browser, gets in ((elsewhere, False), (colleague, True)):
        if gets:
            browser.client.set_cookie(
                COOKIE, secret.value, domain="samsyn.example", secure=True, httponly=True
            )
        response = _get(browser, back)
        assert response.status_code == 200
        assert PLAIN not in response.text
        assert "finns inte kvar" in response.text


def test_it_is_kept_sealed_for_half_an_hour(county: CountyOfTests, negotiator: Browser) -> None:
    action, data = _filled(negotiator)
    sit_idle(county, negotiator, 31)
    back = _way_back(_send(negotiator, action, data))
    sign_in_again(county, negotiator)
    sealed = county.execute(select(KeptForm.form_sealed)).scalar_one()
    assert b"rskilt" not in sealed
    assert TYPED.encode() not in sealed

    county.execute(update(KeptForm).values(expires_at=func.now()))
    assert PLAIN not in _get(negotiator, back).text


def test_no_more_than_a_few_are_kept(county: CountyOfTests, negotiator: Browser) -> None:
    action, data = _filled(negotiator)
    sit_idle(county, negotiator, 31)
    for number in range(12):
        _send(negotiator, action, data | {"reason": f"Skäl {number}"})
    assert county.execute(select(func.count()).select_from(KeptForm)).scalar_one() == 8
    response = _send(negotiator, action, data | {"text": "å" * 200_000})
    # too long to keep: the page itself carries it
    assert response.status_code == 400
    assert "å" * 1000 in response.text


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "none"}])
def test_another_site_cannot_make_us_keep_or_show_anything(
    county: CountyOfTests, negotiator: Browser, headers: dict[str, str]
) -> None:
    action, data = _filled(negotiator)
    for idle in (0, 31):
        sit_idle(county, negotiator, idle)
        response = _send(negotiator, action, data | {"csrf_token": "x"}, **headers)
        assert response.status_code == 400
        assert PLAIN not in response.text
    assert county.execute(select(func.count()).select_from(KeptForm)).scalar_one() == 0


def test_whoever_has_lost_the_role_meanwhile_has_their_words(
    county: CountyOfTests, negotiator: Browser
) -> None:
    action, data = _filled(negotiator)
    county.execute(
        update(Membership)
        .where(Membership.organisation_id == county.region)
        .values(ended_at=func.now())
    )
    refused = _send(negotiator, action, data)
    assert refused.status_code == 409
    assert TYPED in read(refused.text).select_one("#sent-1").get_text()


def test_whoever_has_another_role_in_the_same_organisation_has_their_words(
    county: CountyOfTests, negotiator: Browser
) -> None:
    from portal.authz import Role

    action, data = _filled(negotiator)
    county.execute(
        update(Membership)
        .where(Membership.organisation_id == county.region)
        .values(role=Role.SIGNATORY.value)
    )
    refused = _send(negotiator, action, data)
    soup = read(refused.text)
    assert refused.status_code == 403
    labels = {one.get_text() for one in soup.select("main label")}
    assert {"Förslag till text", "Varför"} <= labels
    assert TYPED in soup.select_one("#sent-1").get_text()
    assert "Byt" not in soup.main.get_text()


def test_an_organisation_that_one_has_left_shows_the_words_to_copy(
    county: CountyOfTests, negotiator: Browser
) -> None:
    action, data = _filled(negotiator)
    sit_idle(county, negotiator, 31)
    back = _way_back(_send(negotiator, action, data))
    account = select(SignInSession.account_id).limit(1)
    assert account is not None
    sign_in_again(county, negotiator)
    _move_to(county, negotiator)
    response = _get(negotiator, back)
    assert response.status_code == 403
    assert TYPED in read(response.text).select_one("#sent-1").get_text()


def _move_to(county: CountyOfTests, browser: Browser) -> None:
    """Their role in the region ends, and they have one with the police."""
    from portal.identity.session import hash_of

    mine = select(SignInSession.account_id).where(
        SignInSession.token_hash == hash_of(browser.token)
    )
    account = county.execute(mine).scalar_one()
    county.execute(
        update(Membership)
        .where(Membership.account_id == account)
        .values(organisation_id=county.police)
    )
    act_for(county, browser, county.police)
    sign_in_again(county, browser)


def test_the_page_one_is_sent_to_says_why(county: CountyOfTests, negotiator: Browser) -> None:
    sit_idle(county, negotiator, 31)
    assert "Du har blivit utloggad" in negotiator.open("/agreements").text
    assert "Du har blivit utloggad" not in county.visitor().open("/agreements").text


def test_two_windows_can_begin_to_sign_in(county: CountyOfTests) -> None:
    somebody = county.somebody("Maja Öhlund")
    county.grant(somebody, county.municipality, *COORDINATOR)
    county.provider.identity = somebody.identity
    browser = county.visitor()
    first, _second = begin(browser), begin(browser)

    assert come_back(browser, first).url != "/sign-in"
    # and the other one is told that they are in
    assert come_back(browser, _second, status=403).heading == "Du är redan inloggad"

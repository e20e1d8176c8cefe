"""A form knows for whom it was opened: from a second window nothing is done in another's name."""

from collections.abc import Iterator

import pytest
from sqlalchemy import func, select, update

from agreements.tables.decision import Decision
from agreements.tables.party import PartyReading
from agreements.tables.signature import Signature
from portal import clock
from portal.audit.models import AuditEntry
from portal.authz import Role
from portal.identity.models import Account, KeptForm
from tests.architecture.everything import Address, addresses, ids_of
from tests.browser import Browser
from tests.integration.county import (
    COORDINATOR,
    READY,
    SIGNATORY,
    CountyOfTests,
    Parties,
    Somebody,
)
from tests.integration.forms.acting import act_for
from tests.soup import read

OURS = {"Sec-Fetch-Site": "same-origin"}
# the provider's own call, and what does the same for whomever one acts
WITHOUT = {"identity.back_channel_logout", "identity.sign_out"}
# nobody has to be signed in
OPEN_TO_ALL = {"identity.begin", "identity.invitation", "ask_for_plan.ask"}
STAFF = tuple(role for role in Role if role is not Role.INDIVIDUAL)


@pytest.fixture
def both(county: CountyOfTests) -> Somebody:
    """Somebody with every role in the municipality and in the region."""
    somebody = county.somebody("Dubbelt Uppdrag")
    for organisation in (county.municipality, county.region):
        county.grant(somebody, organisation, *STAFF)
    return somebody


def _posts(county: CountyOfTests, parties: Parties) -> Iterator[Address]:
    for one in addresses(county.app, ids_of(county, parties), "POST"):
        if one.rule.endpoint not in WITHOUT | OPEN_TO_ALL:
            yield one


def _acts(county: CountyOfTests) -> int:
    count: int = county.execute(select(func.count()).select_from(AuditEntry)).scalar_one()
    return count


def test_in_no_form_anything_is_done_for_another_organisation(
    county: CountyOfTests, both: Somebody, shared: Parties
) -> None:
    shared.suggest(shared.region, shared.section(2), "Inom två veckor.")
    browser = county.sign_in(both)
    act_for(county, browser, county.municipality)
    browser.open("/account")
    token = str(browser.soup.select_one("input[name=csrf_token]")["value"])
    act_for(county, browser, county.region)
    posts, acts = list(_posts(county, shared)), _acts(county)
    assert len(posts) > 60
    for one in posts:
        response = browser.client.post(
            one.path,
            data={"csrf_token": token, "text": "Det jag skrev."},
            headers=OURS,
            base_url=browser.base_url,
        )
        assert response.status_code == 409, one
        said = read(response.text).main.get_text(" ", strip=True)
        assert "öppnades för Åsele kommun" in said, one
        assert "företräder du Region Västerbotten" in said, one
        assert "Byt till Åsele kommun" in said, one
        assert "Det jag skrev." in response.text, one
    assert _acts(county) == acts


def test_in_no_form_anything_is_done_for_another_account(
    county: CountyOfTests, both: Somebody, shared: Parties
) -> None:
    shared.suggest(shared.region, shared.section(2), "Inom två veckor.")
    mine = county.sign_in(both).open("/account")
    token = str(mine.soup.select_one("input[name=csrf_token]")["value"])
    colleague = county.member(county.municipality, *STAFF, name="Kollegan")
    form_cookie = mine.client.get_cookie("__Host-samsyn-form", domain="samsyn.example")
    assert form_cookie is not None
    colleague.client.set_cookie(
        "__Host-samsyn-form", form_cookie.value, domain="samsyn.example", secure=True
    )
    posts, acts = list(_posts(county, shared)), _acts(county)
    for one in posts:
        response = colleague.client.post(
            one.path,
            data={"csrf_token": token, "text": "Det jag skrev."},
            headers=OURS,
            base_url=colleague.base_url,
        )
        assert response.status_code == 409, one
        assert "öppnades av någon annan" in response.text, one
        assert "Det jag skrev." not in response.text, one
    assert _acts(county) == acts


def test_in_no_form_anything_is_done_by_a_disabled_account(
    county: CountyOfTests, both: Somebody, shared: Parties
) -> None:
    shared.suggest(shared.region, shared.section(2), "Inom två veckor.")
    browser = county.sign_in(both)
    act_for(county, browser, county.municipality)
    token = str(browser.open("/account").soup.select_one("input[name=csrf_token]")["value"])
    posts = list(_posts(county, shared))
    county.execute(update(Account).where(Account.id == both.id).values(disabled_at=clock.now()))
    acts = _acts(county)
    for one in posts:
        response = browser.client.post(
            one.path,
            data={"csrf_token": token, "text": "Det jag skrev."},
            headers=OURS,
            base_url=browser.base_url,
        )
        assert response.status_code == 409, one
        assert "Du har blivit utloggad" in response.text, one
    assert _acts(county) == acts


def test_one_switches_back_and_sends(
    county: CountyOfTests, both: Somebody, shared: Parties
) -> None:
    browser = county.sign_in(both)
    act_for(county, browser, county.region)
    page = browser.open(f"{shared.section(2)}/suggest")
    values: dict[str, str | bool | list[str]] = {"text": "En ny text.", "reason": "Därför."}
    action, data = page.filled("Skicka förslaget till parterna", values)
    browser.open("/account").press("Byt hit : Åsele kommun")
    browser.post(action, data, 409)
    assert "öppnades för Region Västerbotten" in browser.text
    browser.press("Byt till Region Västerbotten och fortsätt")

    assert "Det du skrev finns kvar" in browser.text
    assert (browser.value("text"), browser.value("reason")) == ("En ny text.", "Därför.")
    browser.press("Skicka förslaget till parterna")
    assert "föreslår för Region Västerbotten" in browser.text


def test_what_was_typed_can_be_thrown_away(
    county: CountyOfTests, both: Somebody, shared: Parties
) -> None:
    browser = county.sign_in(both)
    act_for(county, browser, county.region)
    page = browser.open(f"{shared.section(2)}/suggest")
    action, data = page.filled("Spara som internt förslag", {"text": "Nytt.", "reason": "Så."})
    act_for(county, browser, county.municipality)
    browser.post(action, data, 409)
    browser.press("Släng det jag skrev")
    assert county.execute(select(func.count()).select_from(KeptForm)).scalar_one() == 0


def test_a_form_opened_by_nobody_does_nothing_for_somebody(
    county: CountyOfTests, shared: Parties
) -> None:
    """The same form cookie before and after: the token alone tells (no sign-in of ours)."""
    visitor = county.visitor().open("/sign-in")
    token = str(visitor.soup.select_one("input[name=csrf_token]")["value"])
    visitor.client.set_cookie(
        "__Host-samsyn", shared.municipality.token, domain="samsyn.example", secure=True
    )
    response = visitor.client.post(
        f"{shared.path}/withdraw",
        data={"csrf_token": token},
        headers=OURS,
        base_url=visitor.base_url,
    )
    assert response.status_code == 400  # the form, shown again
    assert shared.municipality.open(f"{shared.path}/withdraw").buttons


class TestNobodyActsForTwoParties:
    @pytest.fixture
    def for_two(self, county: CountyOfTests, signing: Parties) -> Browser:
        """A signatory of the municipality and of the region."""
        somebody = county.somebody("Dubbelt Uppdrag")
        for organisation in (signing.municipality_id, county.region):
            county.grant(somebody, organisation, *SIGNATORY, *COORDINATOR)
        self.somebody = somebody
        browser = county.sign_in(somebody)
        act_for(county, browser, signing.municipality_id)
        return browser

    def test_signing_for_a_second_party_is_refused(
        self, county: CountyOfTests, signing: Parties, for_two: Browser
    ) -> None:
        signing.sign(self.somebody, for_two)
        act_for(county, for_two, county.region)
        page = for_two.open(f"{signing.path}/sign")
        page.press("Logga in och skriv under", status=422, title="Direktör", agree=True)

        assert "registrerat beslut eller skrivit under för en annan part" in page.text
        assert page.value("title") == "Direktör"
        assert "Rätta" not in page.text

    def test_also_on_the_way_back_from_the_provider(
        self, county: CountyOfTests, signing: Parties, for_two: Browser
    ) -> None:
        act_for(county, for_two, county.region)
        signing.ask_to_sign(for_two)
        second = Browser(county.app, token=for_two.token)
        act_for(county, for_two, signing.municipality_id)
        signing.sign(self.somebody, second)
        act_for(county, for_two, county.region)
        signing.come_back(for_two, self.somebody.identity)

        assert "för en annan part" in for_two.soup.get_text()
        signed = select(func.count()).select_from(Signature)
        mine = signed.where(Signature.account_id == self.somebody.id)
        assert county.execute(mine).scalar_one() == 1

    def test_deciding_for_a_second_party_is_refused(
        self, county: CountyOfTests, shared: Parties
    ) -> None:
        somebody, browser = of_both(county, shared)
        shared.put_to_decision()
        act_for(county, browser, shared.municipality_id)
        shared.decide(browser)
        act_for(county, browser, county.region)
        values = {
            "body": "Nämnden",
            "paragraph": "§ 1",
            "decided_on": clock.today().isoformat(),
            "reference": "1",
        }
        page = browser.open(f"{shared.path}/decision")
        page.press("Gå vidare", **values).press("Registrera beslutet", status=422)

        assert "för en annan part" in page.text
        assert page.value("paragraph") == "§ 1"
        mine = select(func.count()).select_from(Decision).where(Decision.account_id == somebody.id)
        assert county.execute(mine).scalar_one() == 1

    def test_who_has_said_that_one_party_is_ready_says_it_for_no_other(
        self, county: CountyOfTests, shared: Parties
    ) -> None:
        both, browser = of_both(county, shared)
        act_for(county, browser, shared.municipality_id)
        browser.open(shared.path).press(READY)
        act_for(county, browser, county.region)
        page = browser.open(shared.path).press(READY)
        assert "för en annan part" in page.text
        said = select(PartyReading.organisation_id).where(PartyReading.account_id == both.id)
        assert county.execute(said).scalars().all() == [shared.municipality_id]


def of_both(county: CountyOfTests, shared: Parties) -> tuple[Somebody, Browser]:
    """Somebody who coordinates for two parties of an agreement, signed in."""
    somebody = county.somebody("Dubbelt Uppdrag")
    for organisation in (shared.municipality_id, county.region):
        county.grant(somebody, organisation, *COORDINATOR)
    return somebody, county.sign_in(somebody)

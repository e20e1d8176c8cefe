"""What was refused can be investigated: by whom, from where, why, at which provider."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from portal import clock
from portal.audit.models import AuditEntry
from portal.authz import Role
from portal.identity import attempts
from portal.identity.models import SignInSession
from portal.identity.oidc import ProviderUnreachableError, RefusalReason
from portal.identity.oidc.refusals import Trouble
from tests.integration.county import (
    COORDINATOR,
    ISSUER,
    CountyOfTests,
    FakeProvider,
    Parties,
    identity_of,
)
from tests.integration.identity.at_the_provider import begin, come_back

Seen = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def seen(caplog: pytest.LogCaptureFixture) -> Seen:
    """The facts of what the log of refusals has been told."""

    def facts() -> list[dict[str, Any]]:
        names = ("event", "address", "reason", "issuer", "what", "by", "permission")
        return [
            {name: value for name in names if (value := getattr(record, name, None)) is not None}
            for record in caplog.records
            if record.name == "portal.security"
        ]

    caplog.set_level(logging.INFO)
    return facts


def _from(address: str, county: CountyOfTests) -> Any:
    browser = county.visitor()
    browser.client.environ_base["HTTP_X_FORWARDED_FOR"] = address
    return browser


def test_a_sign_in_that_is_refused(county: CountyOfTests, seen: Seen) -> None:
    browser = _from("192.0.2.7", county)
    state = begin(browser)
    county.provider.refusal = RefusalReason.LEVEL_TOO_LOW
    come_back(browser, state, 403)

    assert seen() == [
        {
            "event": "sign_in.refused",
            "address": "192.0.2.7",
            "reason": "level_too_low",
            "issuer": ISSUER.key,
        }
    ]


def test_a_sign_in_without_a_role(county: CountyOfTests, seen: Seen) -> None:
    browser = county.visitor()
    state = begin(browser)
    county.provider.identity = identity_of("nobody", "Nina Namnlös")
    come_back(browser, state, 403)

    assert [(one["event"], one["reason"]) for one in seen()] == [("sign_in.refused", "no_role")]


def test_a_code_that_is_none(county: CountyOfTests, seen: Seen) -> None:
    page = county.visitor().open("/invitation")
    page.press(page.buttons[0], status=422, code="ABCD-EFGH-JKLM-NPQR-STUV")

    assert [(one["event"], one["reason"]) for one in seen()] == [("code.refused", "unknown")]


def test_a_limit_that_was_reached(
    county: CountyOfTests, seen: Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = attempts.count_by_browser
    monkeypatch.setattr(attempts, "count_by_browser", lambda what, most: counted(what, most=1))
    page = county.visitor().open("/invitation")
    page.press(page.buttons[0], status=422, code="ABCD")
    page.press(page.buttons[0], status=429, code="ABCD")

    assert {"event": "limit.reached", "what": "invitation", "by": "browser"}.items() <= (
        seen()[-1].items()
    )


def test_a_page_that_is_not_for_the_role(county: CountyOfTests, seen: Seen) -> None:
    county.member(county.municipality, *COORDINATOR).open("/administration", 403)

    assert [(one["event"], one["permission"]) for one in seen()] == [
        ("forbidden", "organisation:administer")
    ]


def test_a_logout_token_that_is_not_believed(county: CountyOfTests, seen: Seen) -> None:
    visitor = county.visitor()
    visitor.client.post(f"/sign-in/{ISSUER.key}/back-channel-logout", base_url=visitor.base_url)

    assert [(one["event"], one["issuer"]) for one in seen()] == [("logout.refused", ISSUER.key)]


@pytest.mark.parametrize("who", ["weak", "somebody else"])
def test_a_fresh_sign_in_that_is_refused_stands_in_the_organisation_s_log_too(
    county: CountyOfTests, signing: Parties, seen: Seen, who: str
) -> None:
    somebody, browser = signing.signatory(county.region, "Sune Signatär")
    signing.ask_to_sign(browser)
    identity = identity_of(somebody.identity.subject, "Sune Signatär", level=2)
    if who == "somebody else":
        identity = identity_of("another", "Anna Annan")
    signing.come_back(browser, identity)

    assert [one["event"] for one in seen()] == ["step_up.refused"]
    reviewer = county.member(county.region, Role.REVIEWER)
    assert "Försökte skriva under" in reviewer.open("/log").text


@pytest.mark.parametrize("why", ["idle", "absolute"])
def test_a_session_that_ended_by_itself_is_noted_once(county: CountyOfTests, why: str) -> None:
    somebody = county.somebody("Maja Öhlund")
    county.grant(somebody, county.municipality, *COORDINATOR)
    browser = county.sign_in(somebody)
    past = clock.now() - timedelta(hours=1)
    ended = {"last_seen_at": past} if why == "idle" else {"expires_at": past}
    mine = SignInSession.account_id == somebody.id
    county.execute(update(SignInSession).where(mine).values(ended))
    for _ in range(2):
        assert browser.open("/agreements").url.startswith("/sign-in")

    found = select(AuditEntry.details).where(
        AuditEntry.account_id == somebody.id, AuditEntry.action == "session.expired"
    )
    assert county.execute(found).scalars().all() == [f'{{"why":"{why}"}}']
    reviewer = county.member(county.municipality, Role.REVIEWER)
    assert "Inloggningen gick ut" in reviewer.open("/log").text


def test_why_a_provider_could_not_be_used_is_told_to_the_operator(
    county: CountyOfTests, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def begin(_provider: FakeProvider, **_asked: object) -> None:
        detail = "self-signed certificate"
        raise ProviderUnreachableError(ISSUER.key, Trouble.CERTIFICATE, detail)

    monkeypatch.setattr(FakeProvider, "begin", begin)
    county.visitor().open("/sign-in").press(ISSUER.name, status=502)

    (line,) = [one for one in caplog.records if one.message == "a provider cannot be used"]
    assert (line.issuer, line.reason, line.detail) == (  # type: ignore[attr-defined]
        ISSUER.key,
        "certificate",
        "self-signed certificate",
    )


def test_whoever_signs_out_leaves_nothing_in_the_browser(county: CountyOfTests) -> None:
    page = county.member(county.municipality, *COORDINATOR).open("/agreements")
    action, data = page.filled("Logga ut", {})
    response = page.client.post(action, data=data, base_url=page.base_url)

    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'


def test_files_are_made_for_an_account_so_often_and_no_more(
    county: CountyOfTests, signing: Parties, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "MOST_FILES", 1)
    address = f"{signing.path}/agreement.docx"

    for status in (200, 429):
        answer = signing.region.client.get(address, base_url=signing.region.base_url)
        assert answer.status_code == status
    other = signing.police.client.get(address, base_url=signing.police.base_url)
    assert other.status_code == 200

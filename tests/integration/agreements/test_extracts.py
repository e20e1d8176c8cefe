"""An extract of the minutes: guarded on its way in, an attachment on its way out."""

from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import DBAPIError

from agreements.tables.decision import Decision, DecisionExtract
from portal.app import LARGEST_FORM
from portal.authz import Role
from portal.db import db
from portal.documents import uploads
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.county import CountyOfTests, Parties
from tests.integration.remembered import remembered
from tests.unit.documents.test_uploads import A_PDF, A_PNG


@pytest.fixture
@remembered
def decided(shared: Parties) -> Parties:
    shared.put_to_decision()
    shared.decide(shared.region, body="Regionstyrelsen")
    return shared


def _send(parties: Parties, content: bytes, name: str = "utdrag.pdf", status: int = 200) -> Browser:
    page = parties.region.open(parties.path).follow("Bifoga protokollsutdrag")
    return _again(page, content, name, status)


def _again(page: Browser, content: bytes, name: str, status: int = 200) -> Browser:
    sent: dict[str, Any] = {
        "extract_id": page.value("extract_id"),
        "file": (BytesIO(content), name),
    }
    return page.post(page.url, sent, status)


def _file(browser: Browser, parties: Parties) -> Any:
    page = browser.open(parties.path)
    link = next(one for one in page.soup.select("a") if "Protokollsutdrag (" in one.text)
    return browser.client.get(str(link["href"]), base_url=browser.base_url)


def test_every_party_gets_the_file_as_it_came_and_as_an_attachment(decided: Parties) -> None:
    page = _send(decided, A_PDF, "<script>.pdf")
    assert "Bifogat av Nils Region" in page.text
    assert "<script>" not in page.text
    with _file(decided.police, decided) as response:
        assert response.data == A_PDF
        assert response.mimetype == "application/pdf"
        assert response.headers["Content-Disposition"].startswith('attachment; filename="protokoll')
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]


def test_a_file_is_what_its_content_says(decided: Parties) -> None:
    _send(decided, A_PNG, "utdrag.pdf")
    with _file(decided.police, decided) as response:
        assert response.mimetype == "image/png"
        assert ".png" in response.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"<html><script>alert(1)</script>", "utdrag.pdf", "Filen är inte en hel"),
        (A_PDF[:-6], "utdrag.pdf", "Filen är inte en hel"),
        (A_PDF, "utdrag.exe", "Välj en fil av rätt slag"),
        (b"", "utdrag.pdf", "Filen är inte en hel"),
    ],
)
def test_what_is_no_such_file_is_refused_in_words(
    decided: Parties, content: bytes, name: str, told: str
) -> None:
    page = _send(decided, content, name, 422)

    assert page.problems[0].startswith(told)
    assert "Bifogat av" not in decided.region.open(decided.path).text


def test_a_file_that_is_too_large_is_refused_in_words(
    decided: Parties, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert uploads.MOST_BYTES < LARGEST_FORM
    monkeypatch.setattr(uploads, "MOST_BYTES", len(A_PDF) - 1)
    page = _send(decided, A_PDF, "utdrag.pdf", 422)

    assert page.problems[0].startswith("Filen är större än")


def test_a_form_sent_twice_keeps_one_file_and_no_file_keeps_none(
    county: CountyOfTests, decided: Parties
) -> None:
    page = decided.region.open(decided.path).follow("Bifoga protokollsutdrag")
    page.press("Spara filen", status=422)
    extract_id = page.value("extract_id")
    for _ in range(2):
        page.open(page.url)
        sent: dict[str, Any] = {"extract_id": extract_id, "file": (BytesIO(A_PDF), "a.pdf")}
        where = f"{decided.path}/decisions/{_decision(county, decided)}/extracts/new"
        page.post(where, sent)

    assert page.open(decided.path).text.count("Bifogat av") == 1


def _decision(county: CountyOfTests, parties: Parties) -> object:
    found = select(Decision.id).where(
        Decision.agreement_id == parties.id, Decision.organisation_id == county.region
    )
    return county.execute(found).scalar_one()


def test_a_wrong_file_is_taken_away_with_a_trace(county: CountyOfTests, decided: Parties) -> None:
    _send(decided, A_PDF)
    page = decided.region.open(decided.path)
    link = page.soup.select_one("a[href*='/extracts/']:not([href$=remove])")
    page.open(str(page.soup.select_one("a[href$=remove]")["href"])).press("Ta bort")
    assert "Borttaget av Nils Region" in decided.police.open(decided.path).text
    assert link is not None
    decided.police.open(str(link["href"]), 404)

    kept = county.execute(
        select(DecisionExtract.content).where(DecisionExtract.agreement_id == decided.id)
    )
    assert kept.scalar_one() is None


def test_only_the_own_decision_and_only_until_somebody_signs(
    county: CountyOfTests, signing: Parties
) -> None:
    decision = _decision(county, signing)
    where = f"{signing.path}/decisions/{decision}/extracts/new"
    signing.police.open(where, 404)
    county.member(county.region, Role.SIGNATORY, name="Rut").open(where, 403)
    page = signing.region.open(where)
    signing.sign(*signing.signatory(county.police, "Pär Polis"))
    page = _again(page, A_PDF, "utdrag.pdf", 422)
    assert page.problems[0].startswith("Någon har skrivit under")


def test_the_database_keeps_the_same(county: CountyOfTests, decided: Parties) -> None:
    _send(decided, A_PDF)
    row = {
        "id": uuid4(),
        "county_id": county.id,
        "agreement_id": decided.id,
        "decision_id": _decision(county, decided),
        "suffix": "pdf",
        "content": A_PDF,
        "size": len(A_PDF),
        "sha256": "0" * 64,
        "added_by": "Nils Region",
        "added_at": "2026-01-01",
    }
    of = update(DecisionExtract).where(DecisionExtract.agreement_id == decided.id)
    for browser, statement, told in (
        (decided.region, insert(DecisionExtract).values(row), "row-level security"),
        (decided.region, of.values(sha256="0" * 64), "permission denied"),
        (decided.region, of.values(content=b"annat"), "row-level security"),
    ):
        with county.app.app_context(), acting_as(browser.token):
            with pytest.raises(DBAPIError, match=told):
                db.session.connection().execute(statement)
            db.session.rollback()
    with county.app.app_context(), acting_as(decided.police.token):
        gone = of.values(content=None, removed_by="Petra Polis")
        assert db.session.connection().execute(gone).rowcount == 0
        db.session.rollback()

"""What people and programs send that they should not: each gets its page, and nothing is lost."""

import logging
from collections.abc import Iterator
from io import BytesIO
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import create_engine

from portal.db import db
from tests.browser import Browser
from tests.integration.county import CountyOfTests, Parties

TOO_MUCH = 2 * 1024 * 1024 + 1


@pytest.mark.parametrize(
    "path",
    [
        "/agreements/{id}",
        "/agreements/{id}/agreement.pdf",
        "/agreements/{id}/sections/{id}",
        "/agreements/{id}/suggestions/{id}",
        "/agreements/not-an-id",
        "/templates/{id}",
        "/nowhere",
        "/static/../config.py",
    ],
)
def test_what_does_not_exist_is_not_found(parties: Parties, path: str) -> None:
    page = parties.municipality.open(path.format(id=uuid4()), 404)

    assert page.heading == "Sidan finns inte"


def test_another_method_is_refused(parties: Parties) -> None:
    page = parties.municipality.open("/account")
    page.post("/agreements", status=405)

    assert set(page.response.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


@pytest.mark.parametrize("length", [20_001, 100_000])
def test_too_long_a_text_is_told_and_kept(shared: Parties, length: int) -> None:
    page = shared.region.open(f"{shared.section(2)}/suggest")
    text = "å" * length
    page.press("Skicka förslaget till parterna", status=422, text=text, reason="Längre.")

    assert len(page.problems) == 1
    assert page.value("text") == text
    assert page.value("reason") == "Längre."


def test_too_long_a_line_is_told_and_kept(parties: Parties) -> None:
    page = parties.municipality.open("/agreements/new")
    page.press("Skapa", status=422, title="å" * 201)

    assert page.value("title") == "å" * 201
    assert "200" in page.problems[0]


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\u202e"])
def test_a_character_nobody_sees_does_no_harm(shared: Parties, character: str) -> None:
    page = shared.region.open(f"{shared.section(2)}/suggest")
    values = {"text": f"a{character}b", "reason": "Så."}
    action, data = page.filled("Skicka förslaget till parterna", values)
    response = page.client.post(action, data=data, base_url=page.base_url)

    is_told = "som vänder läsordningen efter ”a”" in response.text
    assert (response.status_code, is_told) == (
        (422, True) if character == "\u202e" else (302, False)
    )


@pytest.mark.parametrize("path", ["/?x=%00", "/agreements?x=%00", "/county?status=%00&order=%00"])
def test_such_a_character_in_an_address_does_no_harm(parties: Parties, path: str) -> None:
    parties.municipality.open(path)


def test_every_empty_field_that_is_needed_is_told_at_once(shared: Parties) -> None:
    shared.put_to_decision()
    page = shared.region.open(f"{shared.path}/decision")
    page.press("Gå vidare", status=422)

    assert len(page.problems) == 4


@pytest.mark.parametrize("day", ["2026-02-30", "i morgon", "0001-01-01", "9999-12-31", "1e9"])
def test_what_is_no_day_is_told_and_kept(parties: Parties, day: str) -> None:
    page = parties.create().municipality.open(f"{parties.path}/term")
    page.press("Spara", status=422, valid_from=day)

    assert page.value("valid_from") == day


def test_a_choice_nobody_offered_is_refused(parties: Parties) -> None:
    page = parties.municipality.open("/agreements/new")
    action, data = page.filled("Skapa", {})
    page.post(action, data | {"drafting": [str(uuid4())]}, status=422)
    page.post(action, data | {f"part_{parties.county.police}": "leads"}, status=422)
    page.post(action, data | {"area": [str(uuid4())]}, status=422)
    page.post(action, data | {"agreement_id": "x"}, status=404)


@pytest.mark.parametrize("version", ["", "-1", "x", "٣", "9" * 30])
def test_a_version_nobody_sent_is_refused(parties: Parties, version: str) -> None:
    page = parties.create().municipality.open(f"{parties.section(2)}/edit")
    action, data = page.filled("Spara", {"text": "Ny."})
    page.post(action, data | {"base_version": version}, status=404)


def test_another_municipalitys_agreement_cannot_be_made_with_a_chosen_id(
    parties: Parties, shared: Parties
) -> None:
    """An id that is taken is no way to somebody else's agreement."""
    page = parties.municipality.open("/agreements/new")
    action, data = page.filled("Skapa", {})
    response = page.client.post(
        action, data=data | {"agreement_id": shared.id}, base_url=page.base_url
    )

    assert response.status_code in {404, 409, 422}
    assert shared.municipality.open(shared.path).heading.startswith("Lokal")


def test_markup_is_shown_and_never_obeyed(county: CountyOfTests, shared: Parties) -> None:
    nasty = "<script>alert(1)</script> <img src=x onerror=alert(1)> [x](javascript:alert(1))"
    section = shared.section(2)
    suggestion = shared.suggest(shared.region, section, nasty, reason=nasty)
    shared.answer(shared.municipality, suggestion)
    shared.answer(shared.police, suggestion)
    for path in (section, suggestion, f"{shared.path}/read", f"{shared.path}/suggestions"):
        soup = shared.police.open(path).soup
        assert not soup.select("main script, main img, [onerror], a[href^='javascript']"), path
    assert "alert(1)" in shared.police.open(section).text


def test_a_body_of_more_than_two_megabytes_is_refused(parties: Parties) -> None:
    page = parties.municipality.open("/agreements/new")
    action, data = page.filled("Skapa", {})
    response = page.client.post(
        action, data=data | {"title": "a" * TOO_MUCH}, base_url=page.base_url
    )

    assert response.status_code == 413
    assert "Det du skickade är för stort" in response.text


@pytest.fixture
def without_database(prepared_app: Flask) -> Iterator[Flask]:
    """The application with an address where no database listens."""
    dead = create_engine("postgresql+psycopg://portal_app:hemlig@127.0.0.1:9/portal")
    with prepared_app.app_context():
        sessions = db.sessionmaker
    before = dict(sessions.kw)
    sessions.configure(bind=dead)
    yield prepared_app
    sessions.kw.clear()
    sessions.kw.update(before)
    dead.dispose()


@pytest.mark.parametrize("path", ["/todo", "/agreements", "/county", "/agreements/{id}"])
def test_a_lost_database_is_told_without_a_trace(
    without_database: Flask, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    without_database.config["PROPAGATE_EXCEPTIONS"] = False
    with caplog.at_level(logging.ERROR):
        page = Browser(without_database, token="a-token").open(path.format(id=uuid4()), 503)

    assert page.response.headers["Retry-After"] == "30"
    for told in (page.response.text, caplog.text):
        assert "Traceback" not in told
        assert "hemlig" not in told
        assert "127.0.0.1" not in told
    assert "database unavailable" in caplog.text


def test_a_lost_database_gives_back_what_was_typed_to_be_sent_again(
    without_database: Flask,
) -> None:
    browser = Browser(without_database, token="a-token")
    sent = {"csrf_token": "the page's own", "text": "Det jag skrev.", "reason": "", "answer": "yes"}
    page = browser._ask("POST", "/agreements/new", 503, sent)

    action, again = page.filled("Skicka igen", {})
    assert (urlsplit(action).path, again) == ("/agreements/new", sent)


def test_an_error_of_ours_gives_back_what_was_typed(
    shared: Parties, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object, **_more: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setitem(shared.county.app.config, "PROPAGATE_EXCEPTIONS", value=False)
    page = shared.region.open(f"{shared.section(2)}/suggest")
    with monkeypatch.context() as broken:
        broken.setattr("agreements.negotiation.service.suggest_text", fail)
        page.press("Spara som internt förslag", status=500, text="Det jag skrev.", reason="Så.")
    assert page.value("text") == "Det jag skrev."
    page.press("Skicka igen")
    assert page.heading.startswith("Förslag om avsnitt")


def test_a_lost_database_is_no_news_to_public_pages(without_database: Flask) -> None:
    Browser(without_database).open("/accessibility")
    response = Browser(without_database).client.get("/healthz", base_url="https://samsyn.example")

    assert (response.status_code, response.text) == (503, "unavailable\n")


def test_an_error_of_ours_is_a_page_without_a_trace(
    parties: Parties, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_arguments: object) -> None:
        raise ZeroDivisionError("a secret of ours")

    app = parties.county.app
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", value=False)
    monkeypatch.setattr("agreements.reading.views.list_page", fail)
    page = parties.municipality.open("/agreements", 500)

    assert page.heading == "Något gick fel hos oss"
    assert "secret" not in page.response.text
    assert "Traceback" not in page.response.text
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.parametrize("where", ["annexes/new-file", "paper"])
def test_a_file_that_is_too_large_loses_nothing_of_its_form(parties: Parties, where: str) -> None:
    parties.create().set_term()
    page = parties.municipality.open(f"{parties.path}/{where}")
    names = [str(one["name"]) for one in page.soup.select("main input[type=text]")]
    fields = {str(one["name"]): str(one["value"]) for one in page.soup.select("[type=hidden]")}
    typed = {name: f"Skrivet i {number}" for number, name in enumerate(names)}
    scan = (BytesIO(b"%PDF-1.7" + b"x" * 5_000_000 + b"%%EOF"), "scan.pdf")
    page.post(page.url, fields | typed | {"file": scan}, 422)

    assert "Filen är större än 1,9 MB. Spara den mindre och försök igen." in page.problems
    assert {name: page.value(name) for name in names} == typed

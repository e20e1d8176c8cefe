"""Annexes: files and texts that belong to the agreement, its version and what is signed."""

import hashlib
import json
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import insert, select, update
from sqlalchemy.exc import DBAPIError

from agreements.documents.pdf import attached_source
from agreements.tables.annex import Annex, AnnexVersion
from portal import clock
from portal.cli import portal
from portal.db import db
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.county import CountyOfTests, Parties
from tests.integration.remembered import remembered
from tests.unit.documents.reading import docx_text, pdf_text
from tests.unit.documents.test_uploads import A_PDF, A_PNG

ROUTINE = "Vi ringer först.\n\n| Dag | Tid |\n|---|---|\n| måndag | 9–11 |"


@pytest.fixture
@remembered
def draft(county: CountyOfTests) -> Parties:
    return Parties(county).create().write_sections().fill_matrix().set_term()


def add_text(parties: Parties, title: str = "Telefontider", text: str = ROUTINE) -> Browser:
    page = parties.municipality.open(f"{parties.path}/annexes/new-text")
    return page.press("Spara bilagan", title=title, text=text)


def add_file(
    parties: Parties, title: str = "Karta", content: bytes = A_PDF, status: int = 200
) -> Browser:
    page = parties.municipality.open(f"{parties.path}/annexes/new-file")
    return _send(page, content, status, title=title)


def _send(page: Browser, content: bytes, status: int = 200, **values: str) -> Browser:
    kept = {name: page.value(name) for name in ("annex_id", "base_version")}
    return page.post(page.url, {**kept, **values, "file": (BytesIO(content), "a.pdf")}, status)


def titles(page: Browser) -> list[str]:
    return [one.text.strip() for one in page.soup.select("ol.entries .entry-title")]


def link(page: Browser, words: str) -> str:
    return str(next(one["href"] for one in page.soup.select("main a") if words in one.text))


def test_they_are_numbered_moved_replaced_taken_out_and_back(draft: Parties) -> None:
    add_text(draft)
    page = add_file(draft)
    assert titles(page) == ["Bilaga 1. Telefontider", "Bilaga 2. Karta"]
    page.press("Flytta upp : Karta")
    assert titles(page) == ["Bilaga 1. Karta", "Bilaga 2. Telefontider"]

    page.follow("Ändra : Telefontider").press("Spara bilagan", text="Vi ringer sist.")
    assert "Vi ringer sist." in page.text
    assert [one.text for one in page.soup.select("del, ins")]
    page.open(f"{page.url}?version=1").press("Ta tillbaka den här versionen")
    assert page.soup.select_one("main .prose table td").text == "måndag"

    page.open(f"{draft.path}/annexes").follow("Ta bort : Karta").press("Ta bort bilagan")
    assert titles(page) == ["Bilaga 1. Telefontider"]
    page.press("Ta tillbaka : Karta")
    page.open(f"{draft.path}/annexes")
    assert titles(page) == ["Bilaga 1. Telefontider", "Bilaga 2. Karta"]
    told = [one.text for one in page.soup.select("section ul.entries li")]
    assert [one.split(", ")[0].split("”")[2].strip() for one in told] == [
        "togs tillbakaMaja Öhlund",
        "togs bortMaja Öhlund",
        "ändradesMaja Öhlund",
        "ändradesMaja Öhlund",
        "flyttades från plats 2 till 1Maja Öhlund",
        "lades tillMaja Öhlund",
        "lades tillMaja Öhlund",
    ]


def test_a_file_is_handed_over_as_it_came_to_everybody_who_reads(draft: Parties) -> None:
    add_file(draft, content=A_PNG)
    draft.share()
    page = draft.police.open(draft.path).follow("Bilaga 1. Karta")
    where = link(page, "Ladda ner filen")
    with draft.police.client.get(where, base_url=page.base_url) as response:
        assert response.data == A_PNG
        assert (
            response.headers["Content-Disposition"] == 'attachment; filename="bilaga-1-karta.png"'
        )
    assert hashlib.sha256(A_PNG).hexdigest() in page.text


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"<html><script>alert(1)</script>", "Filen är inte en hel"), (A_PDF[:-6], "Filen är inte")],
)
def test_what_is_no_such_file_is_refused_in_words(
    draft: Parties, content: bytes, told: str
) -> None:
    assert add_file(draft, content=content, status=422).problems[0].startswith(told)


def test_a_name_or_a_text_with_a_gap_is_refused(draft: Parties) -> None:
    page = draft.municipality.open(f"{draft.path}/annexes/new-text")
    page.press("Spara bilagan", 422, title="Telefontider", text="Ring [nummer].")
    assert page.problems[0].startswith("Skriv klart bilagan")
    add_file(draft, title="Karta över XX", status=422)


def test_two_who_change_one_text_both_see_both(draft: Parties) -> None:
    add_text(draft)
    where = link(draft.municipality, "Ändra")
    first = draft.municipality.open(where)
    second = Browser(draft.county.app, token=first.token).open(where)
    first.press("Spara bilagan", text="Ring före nio.")
    second.press("Spara bilagan", 409, text="Ring efter tio.")
    assert "Ring före nio." in second.text
    second.press("Spara bilagan")
    assert "Ring efter tio." in second.text


def test_a_form_sent_twice_is_one_annex(county: CountyOfTests, draft: Parties) -> None:
    page = draft.municipality.open(f"{draft.path}/annexes/new-text")
    sent = {"annex_id": page.value("annex_id"), "base_version": "", "title": "A", "text": "B."}
    for _ in range(2):
        page.open(f"{draft.path}/annexes/new-text")
        page.post(page.url, sent)
    found = county.execute(select(Annex.id).where(Annex.agreement_id == UUID(draft.id))).all()
    assert len(found) == 1


def test_they_stand_in_every_file_and_in_what_is_signed(draft: Parties, tmp_path: Path) -> None:
    add_text(draft)
    add_file(draft)
    draft.share().signing()
    page = draft.region.open(draft.path)
    files: dict[str, Any] = {}
    for label in ("Ladda ner PDF", "Ladda ner Word"):
        with page.client.get(link(page, label), base_url=page.base_url) as response:
            files[label] = response.data
    sums = [hashlib.sha256(one).hexdigest() for one in (ROUTINE.encode(), A_PDF)]
    named = json.loads(attached_source(files["Ladda ner PDF"]))["annexes"]
    assert [(one["title"], one["sha256"]) for one in named] == [
        ("Telefontider", sums[0]),
        ("Karta", sums[1]),
    ]
    for text in (pdf_text(files["Ladda ner PDF"]), docx_text(files["Ladda ner Word"])):
        assert "Bilaga 1. Telefontider" in text
        assert "måndag" in text
        assert "PDF-fil, 1 kB" in text
        assert sums[1] in text
    page.open(f"{draft.path}/read")
    assert "Bilaga 2. Karta" in page.text
    assert page.soup.select_one("#annex-1 ~ .prose table")

    for name, content in (("it.pdf", files["Ladda ner PDF"]), ("a", A_PDF), ("b", A_PNG)):
        (tmp_path / name).write_bytes(content)

    def verify(*names: str) -> Result:
        return CliRunner().invoke(portal, ["verify", *(str(tmp_path / one) for one in names)])

    done = verify("it.pdf", "a")
    assert (done.exit_code, "is its annex Karta" in done.output) == (0, True)
    done = verify("it.pdf", "a", "b")
    assert (done.exit_code, "no annex of it" in done.output) == (1, True)


def test_the_signatory_reads_them_on_the_page_where_they_sign(draft: Parties) -> None:
    add_text(draft)
    draft.share().signing()
    _, browser = draft.signatory(draft.county.region, "Rut Region")
    page = browser.open(f"{draft.path}/sign")
    assert "Bilaga 1. Telefontider" in page.text
    assert "måndag" in page.text


def test_what_was_before_sharing_is_the_drafters_own(draft: Parties) -> None:
    add_text(draft, text="Hemligt utkast.")
    where = link(draft.municipality, "Ändra")
    draft.municipality.open(where).press("Spara bilagan", text="Vi ringer.")
    add_file(draft).follow("Ta bort : Karta").press("Ta bort bilagan")
    draft.share()

    page = draft.region.open(f"{draft.path}/annexes")
    assert titles(page) == ["Bilaga 1. Telefontider"]
    assert "Karta" not in page.text
    page.follow("Bilaga 1. Telefontider")
    assert "Hemligt" not in page.text
    page.open(f"{page.url}?version=1", 404)


def test_once_shared_nobody_changes_one_by_hand(draft: Parties) -> None:
    add_text(draft)
    change = link(draft.municipality, "Ändra")
    draft.share()
    page = draft.municipality.open(f"{draft.path}/annexes")
    assert "Ändra" not in page.text
    page.open(change).press("Spara bilagan", 422, text="Annat.")
    draft.region.open(change, 403)


def test_what_is_begun_from_it_has_them(draft: Parties) -> None:
    add_text(draft)
    add_file(draft)
    draft.share().signing().all_sign()
    page = draft.municipality.open(f"{draft.path}/add")
    day = clock.today() + timedelta(days=60)
    page.press("Börja på tillägget", valid_from=day.isoformat())
    act = draft.anew()
    act.id = page.url.rstrip("/").split("/")[-1]
    assert titles(act.municipality.open(f"{act.path}/annexes"))[1] == "Bilaga 2. Karta"
    page = act.municipality.follow("Ändra : Telefontider")
    page.press("Spara bilagan", text=ROUTINE.replace("9–11", "10–12"))
    page.open(f"{act.path}/changes")
    assert "Ändrad bilaga: Telefontider" in page.text
    assert [one.text for one in page.soup.select("main ins")]


def test_the_database_keeps_the_same(county: CountyOfTests, draft: Parties) -> None:
    add_text(draft)
    annex = county.execute(
        select(Annex.id).where(Annex.agreement_id == UUID(draft.id))
    ).scalar_one()
    row = {
        "id": uuid4(),
        "county_id": county.id,
        "agreement_id": UUID(draft.id),
        "annex_id": annex,
        "version": 2,
        "title": "Telefontider",
        "text": "Annat",
        "suffix": "",
        "size": 5,
        "sha256": hashlib.sha256(b"Annat").hexdigest(),
        "organisation_id": draft.municipality_id,
        "author_name": "Maja Öhlund",
        "created_at": "2026-01-01",
    }
    add = insert(AnnexVersion)
    of = update(AnnexVersion).where(AnnexVersion.annex_id == annex)
    refused = [
        (add.values(row | {"sha256": "0" * 64}), "row-level security"),
        (add.values(row | {"author_name": "Nils Region"}), "row-level security"),
        (of.values(text="Annat"), "permission denied"),
    ]
    _refused(county, draft.municipality, refused)
    draft.share()
    gone = update(Annex).where(Annex.id == annex).values(removed_at="2026-01-01")
    refused = [
        (add.values(row), "row-level security"),
        (gone, "the parties have not agreed to the annex"),
    ]
    _refused(county, draft.municipality, refused)


def _refused(county: CountyOfTests, browser: Browser, statements: Any) -> None:
    for statement, told in statements:
        with county.app.app_context(), acting_as(browser.token):
            with pytest.raises(DBAPIError, match=told):
                db.session.connection().execute(statement)
            db.session.rollback()

"""A clerical error in what has been signed is corrected openly, when every party agrees."""

import hashlib
import json
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import DBAPIError

from agreements.documents.pdf import attached_source
from agreements.tables.agreement import Agreement
from agreements.tables.decision import Decision
from agreements.tables.document import DocumentVersion
from agreements.tables.life import Correction, CorrectionAnswer
from agreements.tables.text import Section, SectionVersion
from portal import clock
from portal.db import db
from portal.ids import new_id
from portal.outbox.models import OutboxMail
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.agreements.steps import inject, mailed
from tests.integration.agreements.test_mail import everybody_has_an_address
from tests.integration.county import COORDINATOR, CountyOfTests, Parties
from tests.integration.forms.acting import act_for
from tests.integration.remembered import remembered

OLD, NEW = "sägs i del 5", "sägs i avdelning 5"
WHY = "Vi kallar dem avdelningar."
TOO_MUCH = (
    "Ett skrivfel är högst 40 tecken. Ska mer än så ändras gör parterna ett tillägg, som de"
    " beslutar om och skriver under."
)
CHANGES_WHO = (
    "Det ändrar vem som gör vad, och det är inget skrivfel. Parterna gör ett tillägg, som de"
    " beslutar om och skriver under."
)


@pytest.fixture
@remembered
def signed(signing: Parties) -> Parties:
    """In force from today for two years, and nothing queued."""
    signing.all_sign()
    everybody_has_an_address(signing)
    signing.county.execute(delete(OutboxMail))
    return signing


def _place(page: Browser, words: str) -> str:
    found = [one for one in page.soup.select("select[name=place] option") if words in one.text]
    return str(found[0]["value"])


def propose(
    browser: Browser,
    parties: Parties,
    *,
    place: str = "5.",
    before: str = OLD,
    after: str = NEW,
    status: int = 200,
) -> Browser:
    page = browser.open(f"{parties.path}/correct")
    said = {"place": _place(page, place), "before": before, "after": after, "reason": WHY}
    return page.press("Föreslå rättelsen", status, **said)


def _answer(browser: Browser, address: str, *, yes: bool = True, reason: str = "") -> Browser:
    page = browser.open(urlsplit(address).path)
    return page.press("Svara", answer="yes" if yes else "no", reason=reason)


def correct(parties: Parties, **said: str) -> Browser:
    """Proposed by the region, and agreed to by the others."""
    page = propose(parties.region, parties, **said)
    for browser in (parties.municipality, parties.police):
        _answer(browser, page.url)
    return page


def test_it_is_proposed_agreed_to_by_all_and_then_stands_openly(
    county: CountyOfTests, signed: Parties
) -> None:
    file = signed.municipality.open(f"{signed.path}/signed-copy.pdf").response.data
    page = propose(signed.region, signed)
    assert mailed(county, "agreement.correction_proposed") == {
        signed.municipality_id,
        county.police,
    }
    assert "Svara på en rättelse" in signed.municipality.open("/todo").text
    _answer(signed.municipality, page.url)
    assert NEW not in signed.municipality.open(f"{signed.path}/read").text
    assert "Svara på en rättelse" not in signed.municipality.open("/todo").text
    answered = _answer(signed.police, page.url)

    assert "Alla parter är överens. Skrivfelet är rättat." in answered.text
    text = signed.municipality.open(f"{signed.path}/read").text
    assert f"{NEW}¹" in text
    assert f"”{OLD}” har blivit ”{NEW}”" in text
    assert "Föreslagen av" in text
    assert "godkänd av Maja Öhlund, Malå kommun;" in text
    section = signed.police.open(signed.section(5)).text
    assert f"{NEW}¹" in section
    assert f"har blivit ”{NEW}”" in section
    assert "Rättelse: ”" in signed.municipality.open(signed.path).text
    assert mailed(county, "agreement.correction_adopted") == {signed.municipality_id, county.region}
    # what was signed is as it was, and can be shown to be
    assert signed.municipality.open(f"{signed.path}/signed-copy.pdf").response.data == file
    kept = county.execute(
        select(DocumentVersion.signing_sha256, DocumentVersion.content).where(
            DocumentVersion.agreement_id == UUID(signed.id)
        )
    ).one()
    assert kept.signing_sha256 == hashlib.sha256(file).hexdigest()
    assert OLD in kept.content
    assert NEW not in kept.content


def test_the_files_say_both_wordings(signed: Parties) -> None:
    before = signed.municipality.open(f"{signed.path}/agreement.pdf").response.data
    assert OLD in attached_source(before).decode()
    correct(signed)
    said = json.loads(
        attached_source(signed.municipality.open(f"{signed.path}/agreement.pdf").response.data)
    )

    (section,) = [one for one in said["sections"] if one["number"] == 5]
    assert f"{NEW}¹" in section["text"]
    assert f"”{OLD}” har blivit ”{NEW}”" in section["text"]
    (act,) = said["acts"]
    assert act["what"] == f"Rättelse av skrivfel i texten: ”{OLD}” har blivit ”{NEW}”"
    assert act["party"] == "Region Västerbotten"
    assert "Godkänd av" in act["said"]
    assert signed.municipality.open(f"{signed.path}/agreement.docx").response.status_code == 200


def test_anybody_may_say_no_with_a_reason(county: CountyOfTests, signed: Parties) -> None:
    page = propose(signed.region, signed)
    form = signed.police.open(urlsplit(page.url).path)
    form.press("Svara", 422, answer="no", reason="")
    assert form.problems == ["Skriv varför, så att de andra parterna förstår."]
    told = _answer(signed.police, page.url, yes=False, reason="Det är avdelningen som är fel.")

    assert "Ni har sagt nej. Texten står som den gör." in told.text
    assert "Det är avdelningen som är fel." in signed.region.open(urlsplit(page.url).path).text
    assert OLD in signed.municipality.open(f"{signed.path}/read").text
    assert mailed(county, "agreement.correction_refused") == {signed.municipality_id, county.region}
    assert "Svara" not in signed.municipality.open(urlsplit(page.url).path).buttons
    # and another may be proposed
    again = propose(signed.region, signed, after="sägs i stycke 5").url
    _answer(signed.municipality, again)
    _answer(signed.police, again)
    assert "sägs i stycke 5¹" in signed.municipality.open(f"{signed.path}/read").text


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (
            "sägs i stycke 5",
            "x",
            "Orden står inte så i överenskommelsen. Kopiera dem därifrån, med stora och små"
            " bokstäver som de är.",
        ),
        (
            "s",
            "z",
            "Orden står på flera ställen. Ta med fler ord runt omkring, så att det är klart"
            " vilket.",
        ),
        (OLD, OLD, "Det står redan så. Ändra det som är fel."),
        (OLD, "sägs i " + "lång " * 12, TOO_MUCH),
        ("Kommunen samordnar", "Regionen samordnar", CHANGES_WHO),
    ],
)
def test_what_is_no_clerical_error_is_refused_and_nothing_is_lost(
    signed: Parties, before: str, after: str, told: str
) -> None:
    page = propose(signed.region, signed, before=before, after=after, status=422)

    assert page.problems == [told]
    assert page.value("after") == after.strip() or page.value("after") == after
    assert page.value("reason") == WHY
    assert "Gör ett tillägg" in signed.municipality.open(f"{signed.path}/correct").text


def test_a_name_and_a_decision_are_corrected(signed: Parties) -> None:
    correct(signed, place="namn", before="", after="Lokal överenskommelse i Malå kommun")
    assert signed.region.open(signed.path).heading == "Lokal överenskommelse i Malå kommun"
    correct(signed, place="Diarienummer i beslut av Region", before="", after="RS 2026/124")
    page = signed.police.open(signed.path)

    assert "diarienummer RS 2026/124" in page.text
    assert "Före rättelsen:" in page.text
    said = json.loads(
        attached_source(signed.municipality.open(f"{signed.path}/agreement.pdf").response.data)
    )
    assert said["title"] == "Lokal överenskommelse i Malå kommun"
    assert "RS 2026/124" in {one["reference"] for one in said["decisions"]}
    assert len(said["acts"]) == 2
    page = propose(
        signed.region,
        signed,
        place="Datum för beslut av Region",
        before="",
        after="2999-01-01",
        status=422,
    )
    assert page.problems == ["Beslutsdatumet kan inte ligga framåt i tiden."]
    page = propose(
        signed.region,
        signed,
        place="Datum för beslut av Region",
        before="",
        after="i går",
        status=422,
    )
    assert page.problems == ["Skriv dagen så här: 2026-11-22."]


def test_one_at_a_time_and_it_may_be_withdrawn(signed: Parties) -> None:
    page = propose(signed.region, signed)
    there = urlsplit(page.url).path
    second = propose(signed.police, signed, status=422)
    assert second.problems == [
        "En annan rättelse väntar redan på parternas svar. Den står på överenskommelsens sida."
    ]
    signed.municipality.open(f"{there}/withdraw", 200)
    signed.municipality.press("Ta tillbaka förslaget", 404)
    signed.region.open(f"{there}/withdraw").press("Ta tillbaka förslaget")
    assert "Svara" not in signed.municipality.open(there).buttons
    propose(signed.police, signed)


def test_what_holds_with_an_addendum_is_corrected_wherever_it_stands(signed: Parties) -> None:
    page = signed.municipality.open(f"{signed.path}/add")
    page.press("Börja på tillägget", valid_from=clock.today().isoformat())
    act = signed.anew()
    act.id = page.url.split("/agreements/")[1].split("?")[0]
    act.municipality.open(f"{act.section(3)}/edit").press("Spara", text="Regionen samordnar.")
    act.share().signing().all_sign()
    page = signed.region.open(signed.path)
    there = page.soup.select_one("a[href$='/correct']")
    assert there is not None
    assert str(there["href"]) == f"{act.path}/correct"
    correct(act)

    for each in (signed, act):
        assert f"{NEW}¹" in each.municipality.open(f"{each.path}/read").text
    changes = signed.municipality.open(f"{act.path}/changes").text
    assert NEW not in changes
    assert "Rättelse: ”" in signed.municipality.open(signed.path).text


def test_nothing_is_corrected_in_what_has_ended_or_has_not_been_signed(
    signing: Parties,
) -> None:
    signing.region.open(f"{signing.path}/correct", 404)
    signing.all_sign()

    from portal import clock

    ended = {
        "valid_from": clock.today() - timedelta(days=9),
        "valid_until": clock.today() - timedelta(days=1),
    }
    signing.county.execute(
        update(Agreement).where(Agreement.id == UUID(signing.id)).values(**ended)
    )
    page = propose(signing.region, signing, status=422)
    assert page.problems == [
        "Överenskommelsen har slutat gälla, så det här går inte att göra med den."
    ]


def test_the_database_lets_nobody_correct_alone(signed: Parties) -> None:
    page = propose(signed.region, signed)
    correction = page.url.rsplit("/", 1)[1]
    of = {"agreement_id": UUID(signed.id), "county_id": signed.county.id}
    (section,) = signed.county.execute(
        select(Section.id).where(Section.agreement_id == UUID(signed.id), Section.number == 5)
    ).scalars()
    answer = {
        **of,
        "id": new_id(),
        "correction_id": UUID(correction),
        "organisation_id": signed.county.region,
        "agrees": True,
        "reason": "",
        "answered_by": "Aino Kemppainen",
        "answered_at": clock.now(),
    }
    text = {
        **of,
        "id": new_id(),
        "section_id": section,
        "version": 9,
        "text": "Något annat.",
        "organisation_id": signed.county.region,
        "author_name": "x",
        "created_at": clock.now(),
        "correction_id": UUID(correction),
    }
    for statement in (
        insert(CorrectionAnswer).values(**answer),
        update(Correction).values(status="adopted", settled_at=clock.now()),
        update(Section).where(Section.id == section).values(version=9),
        insert(SectionVersion).values(**text),
    ):
        with pytest.raises(DBAPIError):
            inject(signed.region, statement)
    with pytest.raises(DBAPIError):
        inject(signed.municipality, insert(CorrectionAnswer).values(**answer))


def test_a_decision_is_not_put_right_without_the_others(signed: Parties) -> None:
    mine = Decision.agreement_id == UUID(signed.id)
    with signed.region.app.app_context(), acting_as(signed.region.token):
        changed = db.session.execute(update(Decision).where(mine).values(paragraph="§ 2"))
        assert changed.rowcount == 0  # type: ignore[attr-defined]
        db.session.rollback()


def test_a_second_answer_of_a_party_is_refused_and_shown(signed: Parties) -> None:
    page = propose(signed.region, signed)
    late = Browser(signed.county.app, token=signed.municipality.token)
    late.open(urlsplit(page.url).path)
    _answer(signed.municipality, page.url)
    late.press("Svara", 422, answer="no", reason="Det är rätt som det står.")

    assert late.problems == [
        "Någon hos er har redan svarat, och svaret står fast. Det du skrev nu är inte sparat."
    ]
    assert "Ditt svar är inte sparat" in late.text
    assert "Det är rätt som det står." in late.text
    assert "Ert svar är sparat" not in late.text


def test_nobody_agrees_with_themselves_for_another_party(
    county: CountyOfTests, signed: Parties
) -> None:
    both = county.somebody("Dubbelt Uppdrag")
    for organisation in (county.region, county.police):
        county.grant(both, organisation, *COORDINATOR)
    browser = county.sign_in(both)
    act_for(county, browser, county.region)
    address = propose(browser, signed).url
    act_for(county, browser, county.police)
    page = browser.open(urlsplit(address).path)
    page.press("Svara", 422, answer="yes")

    assert "för en annan part" in page.problems[0]
    given = insert(CorrectionAnswer).values(
        id=new_id(),
        county_id=county.id,
        agreement_id=UUID(signed.id),
        correction_id=county.execute(select(Correction.id)).scalar_one(),
        organisation_id=county.police,
        agrees=True,
        reason="",
        answered_by="Dubbelt Uppdrag",
        answered_at=clock.now(),
    )
    with pytest.raises(DBAPIError):
        inject(browser, given)


def test_a_correction_leaves_no_gap(signed: Parties) -> None:
    page = propose(signed.region, signed, after="sägs i [vilken]", status=422)
    assert page.problems == ["Skriv klart det som ska stå: där finns en lucka kvar."]

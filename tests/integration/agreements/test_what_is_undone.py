"""Reasons are read by those they are for, and whoever is undone by an act is told."""

from uuid import UUID

import pytest
from sqlalchemy import func, insert, select

from agreements.tables.document import DocumentVersion
from portal.db import db
from portal.ids import new_id
from portal.outbox.models import OutboxMail
from portal.outbox.notices import WORDS
from portal.outbox.texts import TEXTS
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.county import COORDINATOR, CountyOfTests, Parties, Somebody

WHY = "Vi behöver ändra § 3."


def _return(browser: Browser, parties: Parties) -> Browser:
    page = browser.open(f"{parties.path}/return")
    return page.press("Lämna tillbaka till parterna", reason=WHY)


def _mailed(county: CountyOfTests, kind: str) -> set[UUID]:
    """Whose accounts have got mail of the kind."""
    found = select(OutboxMail.account_id).where(OutboxMail.kind == kind)
    return set(county.execute(found).scalars())


def _me(browser: Browser) -> UUID:
    with browser.app.app_context(), acting_as(browser.token):
        found: UUID = db.session.scalar(select(func.app.my_account()))
        return found


@pytest.fixture
def signed(county: CountyOfTests, signing: Parties) -> tuple[Parties, Somebody, Browser]:
    """The region has signed; the others have not."""
    somebody, browser = signing.signatory(county.region, "Rut Region")
    signing.sign(somebody, browser)
    return signing, somebody, browser


def test_every_party_reads_why_it_was_returned(
    signed: tuple[Parties, Somebody, Browser],
) -> None:
    parties, _, signatory = signed
    _return(signatory, parties)
    for browser in (*parties.all, signatory):
        page = browser.open(parties.path)
        assert WHY in page.text
        assert "Rut Region, Region Västerbotten" in page.text


def test_whoever_had_signed_is_told_on_the_page_and_by_mail(
    county: CountyOfTests, signed: tuple[Parties, Somebody, Browser]
) -> None:
    parties, _, signatory = signed
    _return(parties.police, parties)
    todo = signatory.open("/todo")

    assert "Det här har hänt" in todo.text
    assert "underskrifter gäller inte längre" in todo.text
    assert WHY in todo.open(parties.path).text
    told = _mailed(county, "agreement.returned")
    assert {_me(one) for one in (signatory, parties.municipality, parties.region)} <= told
    assert _me(parties.police) not in told


def test_a_notice_is_there_until_it_is_put_away_and_nobody_else_puts_it_away(
    signed: tuple[Parties, Somebody, Browser],
) -> None:
    parties, _, signatory = signed
    _return(parties.police, parties)
    todo = signatory.open("/todo")
    form = todo.soup.select_one("form[action*='/account/notices/']")
    parties.municipality.open("/todo").post(str(form["action"]), status=404)
    assert "Det här har hänt" in signatory.open("/todo").text
    button = next(one for one in todo.buttons if one.startswith("Jag har läst"))
    todo.press(button)

    assert "Det här har hänt" not in signatory.open("/todo").text


def test_before_signing_only_coordinators_are_told(county: CountyOfTests, shared: Parties) -> None:
    _, signatory = shared.signatory(county.region, "Rut Region")
    shared.put_to_decision()
    shared.decide(shared.region)
    _return(shared.region, shared)

    told = _mailed(county, "agreement.returned")
    assert {_me(shared.municipality), _me(shared.police)} <= told
    assert not {_me(shared.region), _me(signatory)} & told
    assert "Det här har hänt" not in signatory.open("/todo").text


def test_what_goes_is_named_before_it_goes(signed: tuple[Parties, Somebody, Browser]) -> None:
    parties, _, signatory = signed
    page = signatory.open(f"{parties.path}/return")

    assert "Alla beslut och underskrifter upphävs, även de andras." in page.text
    assert "underskriften av Rut Region upphävs" in page.text


def test_a_version_taken_back_can_still_be_read(
    county: CountyOfTests, signed: tuple[Parties, Somebody, Browser]
) -> None:
    parties, _, signatory = signed
    before = signatory.open(f"{parties.path}/signed-copy.pdf").response.data
    _return(signatory, parties)
    for browser in (*parties.all, signatory):
        page = browser.open(parties.path).follow("Version 1")
        assert WHY in page.text
        assert "Rut Region, Ordförande" in page.text
        assert page.text.count("Kommunstyrelsen, § 112") == len(parties.all)
        assert "Vi möts inom två veckor." in page.text
        copy = page.follow("Ladda ner PDF").response
        assert copy.mimetype == "application/pdf"
        assert copy.data == before


def test_a_version_taken_back_before_signing_has_a_file_too(shared: Parties) -> None:
    shared.put_to_decision()
    shared.decide(shared.region)
    _return(shared.region, shared)
    page = shared.municipality.open(f"{shared.path}/versions/1")

    assert "Hade inte beslutat" in page.text
    assert page.follow("Ladda ner PDF").response.data.startswith(b"%PDF")


def test_no_version_that_is_up_and_nobody_elses_is_read_there(
    county: CountyOfTests, signing: Parties
) -> None:
    signing.municipality.open(f"{signing.path}/versions/1", 404)
    _return(signing.municipality, signing)
    stranger = county.member(county.municipality, *COORDINATOR)
    stranger.open(f"{signing.path}/versions/1", 404)
    stranger.open(f"{signing.path}/versions/1/agreement.pdf", 404)
    signing.municipality.open(f"{signing.path}/versions/2", 404)


def test_a_version_voided_before_names_were_kept_is_shown(
    county: CountyOfTests, shared: Parties
) -> None:
    shared.put_to_decision()
    shared.decide(shared.region)
    _return(shared.region, shared)
    old = county.execute(select(DocumentVersion.__table__)).mappings().all()
    copy = dict(next(one for one in old if str(one["agreement_id"]) == shared.id))
    copy |= {"id": new_id(), "number": 2, "voided_by": None, "voided_reason": None}
    county.execute(insert(DocumentVersion).values(**copy))

    assert "Version 2" in shared.municipality.open(shared.path).text
    shared.municipality.open(f"{shared.path}/versions/2")


def _withdraw(parties: Parties) -> Browser:
    page = parties.municipality.open(parties.path).follow("Avbryt arbetet")
    return page.press("Avbryt arbetet", reason="Regionen vill vänta på ny lag.")


def test_work_given_up_is_listed_with_who_when_and_why(
    county: CountyOfTests, shared: Parties
) -> None:
    _withdraw(shared)
    for browser in shared.all:
        page = browser.open("/agreements")
        section = page.soup.select_one("section[aria-labelledby='h-abandoned']")
        assert "Avbruten" in section.text
        assert f'href="{shared.path}"' in str(section)
        page = browser.open(shared.path)
        assert page.soup.select_one(".heading-row .status").text == "Avbruten"
        assert "Saknas" not in page.text
        assert "Regionen vill vänta på ny lag." in page.text
        assert "Maja Öhlund, Bjurholms kommun" in page.text
        assert "Avbryt arbetet" not in page.text
    told = _mailed(county, "agreement.withdrawn")
    assert {_me(shared.region), _me(shared.police)} <= told
    assert _me(shared.municipality) not in told
    assert "Arbetet är avbrutet." in shared.region.open("/todo").text


def test_work_is_given_up_with_a_reason_or_not_at_all(shared: Parties) -> None:
    page = shared.municipality.open(f"{shared.path}/withdraw")
    page.press("Avbryt arbetet", status=422)

    assert page.problems == ["Skriv varför, så att de som läser senare förstår."]
    assert page.open(shared.path).soup.select_one(".heading-row .status").text == "Delad"


def test_only_the_creator_is_offered_to_give_up(shared: Parties) -> None:
    assert "Avbryt arbetet" not in shared.region.open(shared.path).text


def test_a_suggestion_does_not_wait_in_work_that_was_given_up(shared: Parties) -> None:
    suggestion = shared.suggest(shared.region, shared.section(2), "Inom två veckor.")
    _withdraw(shared)
    page = shared.region.open(f"{shared.path}/suggestions")

    assert page.heading == "Inga ändringsförslag väntar"
    assert page.open(suggestion).soup.select_one(".heading-row .status").text == "Avbruten"


def test_those_who_were_asked_are_told_that_a_suggestion_is_withdrawn(
    county: CountyOfTests, shared: Parties
) -> None:
    suggestion = shared.suggest(shared.region, shared.section(2), "Inom två veckor.")
    page = shared.region.open(f"{suggestion}/withdraw")
    page.press(page.buttons[0])

    told = _mailed(county, "suggestion.withdrawn")
    assert {_me(shared.municipality), _me(shared.police)} <= told
    assert _me(shared.region) not in told
    assert "Ett ändringsförslag är återtaget." in shared.police.open("/todo").text


def test_an_internal_suggestion_that_is_withdrawn_is_nobody_elses_business(
    county: CountyOfTests, shared: Parties
) -> None:
    page = shared.region.open(f"{shared.section(3)}/suggest")
    page.press("Spara som internt förslag", text="Internt.", reason="Bara vi.")
    suggestion = page.url
    page = shared.region.open(f"{suggestion}/withdraw")
    page.press(page.buttons[0])

    assert _mailed(county, "suggestion.withdrawn") == set()


def test_whose_suggestion_another_party_replaces_is_told_and_finds_the_other(
    county: CountyOfTests, shared: Parties
) -> None:
    suggestion = shared.suggest(shared.region, shared.section(2), "Inom två veckor.")
    page = shared.police.open(suggestion)
    page.follow("Godta med en ändring: skriv ett eget förslag i stället")
    page.press("Skicka förslaget till parterna", text="Inom en vecka.", reason="Fortare.")

    told = _mailed(county, "suggestion.replaced")
    assert _me(shared.region) in told
    assert not {_me(shared.municipality), _me(shared.police)} & told
    assert "ersatt av ett annat" in shared.region.open("/todo").text
    page = shared.region.open(suggestion).follow("Läs och svara på det nya förslaget")
    assert "Fortare." in page.text


def test_a_rejected_suggestion_tells_all_who_did_not_reject_it(
    county: CountyOfTests, shared: Parties
) -> None:
    suggestion = shared.suggest(shared.region, shared.section(2), "Inom två veckor.")
    shared.answer(shared.police, suggestion, "reject", "Det hinner vi inte.")

    told = _mailed(county, "suggestion.rejected")
    assert {_me(shared.municipality), _me(shared.region)} <= told
    assert _me(shared.police) not in told
    assert "Det hinner vi inte." in shared.region.open(suggestion).text
    assert "avböjt" in shared.region.open("/todo").text


# what another did with one's unit or name changes nothing of one's own work
WITHOUT_MAIL = {"organisation.changed", "unit.closed"}


def test_every_kind_of_notice_has_its_words_and_its_mail() -> None:
    assert set(WORDS) - WITHOUT_MAIL <= set(TEXTS)
    assert not WITHOUT_MAIL & set(TEXTS)

"""Before the lock each party is ready with the text as it is, and everything waits until a day."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from sqlalchemy import Executable, insert, select, update
from sqlalchemy.exc import ProgrammingError

from agreements.drafting.service import set_term, term_as_texts
from agreements.queries.agreement import get_agreement
from agreements.tables.agreement import Agreement
from agreements.tables.party import PartyReading
from agreements.tables.suggestion import Suggestion
from portal import clock
from portal.db import db
from portal.edits import fingerprint
from portal.ids import new_id
from portal.transaction import transaction
from portal.zone import STOCKHOLM
from tests.acting import acting_as, without_pages
from tests.browser import Browser
from tests.integration.agreements.steps import inject
from tests.integration.agreements.test_mail import everybody_has_an_address, told
from tests.integration.county import COORDINATOR, READY, CountyOfTests, Parties
from tests.integration.remembered import remembered

LOCK = "Lås texten och gå till beslut"
NOT_READY = "Vi är inte klara ändå"
TODAY = clock.today()


def _say(browser: Browser, parties: Parties, button: str = READY) -> Browser:
    return browser.open(parties.path).press(button)


def _adopt(parties: Parties, number: int = 2, text: str = "Vi möts varje vecka.") -> None:
    """What the region suggests, and the others accept."""
    suggestion = parties.suggest(parties.region, parties.section(number), text)
    for party in (parties.municipality, parties.police):
        parties.answer(party, suggestion)


def _lock_page(parties: Parties) -> Browser:
    return parties.municipality.open(f"{parties.path}/put-to-decision")


def _status(parties: Parties, status: str = "decision") -> Executable:
    return update(Agreement).where(Agreement.id == UUID(parties.id)).values(status=status)


@pytest.mark.parametrize("missing", ["municipality", "region", "police"])
def test_nobody_locks_a_text_that_a_party_is_not_ready_with(shared: Parties, missing: str) -> None:
    others = {"municipality", "region", "police"} - {missing}
    for name in others:
        _say(getattr(shared, name), shared)
    for browser in shared.all:
        page = browser.open(f"{shared.path}/put-to-decision")
        assert page.heading == "Texten kan inte låsas än"
        assert "har inte sagt att de är klara med texten." in page.text
        assert LOCK not in page.buttons
        page.post(f"{shared.path}/put-to-decision", {"due_on": TODAY.isoformat()}, 422)
        with pytest.raises(ProgrammingError, match="not ready"):
            inject(browser, _status(shared))
    _say(getattr(shared, missing), shared)
    inject(shared.region, _status(shared))
    assert LOCK in _lock_page(shared).buttons


def test_a_word_is_about_the_text_as_it_was_then(shared: Parties) -> None:
    shared.ready()
    _adopt(shared)
    for browser in shared.all:
        page = browser.open(shared.path)
        step = page.soup.select_one("section.next-step")
        assert "Texten har ändrats sedan ni sade att ni är klara: avsnitt 2" in page.text
        assert step.select_one(".notice a[href*='/suggestions/']")
        assert step.text.count("Var klara, men texten har ändrats") == 3
    assert "var klara, men texten har ändrats" in _lock_page(shared).text
    with pytest.raises(ProgrammingError, match="not ready"):
        inject(shared.municipality, _status(shared))
    shared.ready()
    assert LOCK in _lock_page(shared).buttons


def test_nobody_is_ready_with_a_text_that_they_have_not_seen(shared: Parties) -> None:
    page = Browser(shared.county.app, token=shared.police.token).open(shared.path)
    _adopt(shared)
    page.press(READY)
    assert "Texten har ändrats sedan du öppnade sidan." in page.text
    assert READY in page.buttons
    page.press(READY)
    assert NOT_READY in page.buttons


def test_what_comes_back_from_decision_needs_a_new_word_of_each(shared: Parties) -> None:
    shared.put_to_decision()
    page = shared.region.open(f"{shared.path}/return")
    page.press("Lämna tillbaka till parterna", reason="Beloppet i avsnitt 3 är fel.")
    told_so = "Överenskommelsen har kommit tillbaka till parterna sedan ni sade att ni är klara."
    assert told_so in shared.municipality.open(shared.path).text
    assert LOCK not in _lock_page(shared).buttons
    with pytest.raises(ProgrammingError, match="not ready"):
        inject(shared.municipality, _status(shared))


def test_a_party_that_suggests_something_is_not_ready(shared: Parties) -> None:
    path = shared.suggest(shared.region, shared.section(2), "Vi möts ofta.")
    page = _say(shared.region, shared)
    assert "Ni har ett eget förslag som inte är avgjort." in page.text
    assert READY in page.buttons
    page.open(f"{path}/withdraw")
    page.press(page.buttons[0])
    assert NOT_READY in _say(shared.region, shared).buttons


def test_a_party_may_change_its_mind_and_is_heard_once(
    county: CountyOfTests, shared: Parties
) -> None:
    shared.ready()
    _say(shared.police, shared, NOT_READY).send_again()
    assert "Är inte klara än" in shared.region.open(shared.path).text
    assert LOCK not in _lock_page(shared).buttons
    _say(shared.police, shared).send_again()
    said = county.execute(
        select(PartyReading.kind)
        .where(
            PartyReading.agreement_id == UUID(shared.id),
            PartyReading.organisation_id == county.police,
        )
        .order_by(PartyReading.read_at)
    ).scalars()
    assert [one.value for one in said] == ["ready", "not_ready", "ready"]
    page = shared.police.open(shared.path)
    page.post(f"{shared.path}/say", {"kind": "signed", "revision": "1"}, 404)


def test_the_database_says_who_is_ready_with_which_text(
    county: CountyOfTests, shared: Parties
) -> None:
    mine = {
        "county_id": county.id,
        "agreement_id": UUID(shared.id),
        "kind": "ready",
        "read_by": "Nils Region",
        "read_at": clock.now(),
        "revision": 10_000,
    }
    another = mine | {"id": new_id(), "organisation_id": county.police}
    with pytest.raises(ProgrammingError, match="row-level security"):
        inject(shared.region, insert(PartyReading).values(another))
    own = mine | {"id": new_id(), "organisation_id": county.region}
    with county.app.app_context(), acting_as(shared.region.token):
        db.session.execute(insert(PartyReading).values(own))
        noted = db.session.get_one(PartyReading, own["id"])
        agreement = db.session.get_one(Agreement, UUID(shared.id))
        assert noted.revision == agreement.revision
        assert noted.account_id is not None
        db.session.rollback()
    of_another = update(Agreement).where(Agreement.id == UUID(shared.id)).values(due_on=TODAY)
    with pytest.raises(ProgrammingError, match="not the day to change"):
        inject(shared.region, of_another)
    inject(shared.municipality, of_another)


# -- until when -----------------------------------------------------------------------------------


@pytest.fixture
@remembered
def to_share(parties: Parties) -> Parties:
    """All written, to hold from a day in two months."""
    return parties.create().write_sections().fill_matrix().set_term(TODAY + timedelta(days=60))


def _told(day: date) -> str:
    return day.isoformat()


@pytest.mark.parametrize(
    ("days", "why"),
    [
        (-1, "Dagen har redan varit."),
        (61, "Dagen är efter att överenskommelsen ska börja gälla."),
    ],
)
def test_an_impossible_day_is_refused_in_words_and_nothing_is_lost(
    to_share: Parties, days: int, why: str
) -> None:
    wrong = _told(TODAY + timedelta(days=days))
    share = to_share.municipality.open(f"{to_share.path}/share")
    share.press("Dela utkastet", 422, due_on=wrong)
    assert any(why in one for one in share.problems)
    assert share.value("due_on") == wrong
    share.press("Dela utkastet", due_on=_told(TODAY + timedelta(days=20)))

    other = to_share.municipality.open(f"{to_share.path}/due")
    other.press("Spara", 422, due_on=wrong)
    assert any(why in one for one in other.problems)
    assert other.value("due_on") == wrong

    lock = _lock_page(to_share.ready())
    lock.press(LOCK, 422, due_on=wrong)
    assert any(why in one for one in lock.problems)
    assert lock.value("due_on") == wrong
    lock.press(LOCK, due_on=_told(TODAY + timedelta(days=60)))


def test_the_usual_day_is_no_later_than_the_first_day(parties: Parties) -> None:
    first = TODAY + timedelta(days=12)
    parties.create().write_sections().fill_matrix().set_term(first)
    assert parties.municipality.open(f"{parties.path}/share").value("due_on") == _told(first)
    parties.share().ready()
    assert _lock_page(parties).value("due_on") == _told(first)


def test_page_list_and_board_say_until_when_and_what_is_late(
    county: CountyOfTests, to_share: Parties, on_a_day: Callable[[date], None]
) -> None:
    due = TODAY + timedelta(days=20)
    share = to_share.municipality.open(f"{to_share.path}/share")
    share.press("Dela utkastet", due_on=_told(due))
    group = county.member(county.group, *COORDINATOR)

    def everywhere() -> list[str]:
        row = group.open("/county").soup.find(id=f"kommun-{to_share.municipality_id}")
        line = to_share.region.open("/todo").soup.select_one(
            f".todo > li:has(a[href='{to_share.path}'])"
        )
        step = to_share.police.open(to_share.path).soup.select_one("section.next-step")
        return [one.get_text(" ", strip=True) for one in (row, line, step)]

    for today, is_late in ((due, False), (due + timedelta(days=1), True)):
        on_a_day(today)
        for said in everywhere():
            assert f"senast {due.day} " in said
            assert ("Försenat" in said) is is_late


def test_whoever_drafts_chooses_another_day_and_so_asks_again(
    county: CountyOfTests, to_share: Parties
) -> None:
    to_share.share()
    _say(to_share.region, to_share)
    everybody_has_an_address(to_share)
    page = to_share.municipality.open(to_share.path)
    page.follow("Ändra dagen och fråga igen")
    assert "ska läsa utkastet" in page.text
    page.press("Spara", due_on=_told(TODAY + timedelta(days=40)))
    assert told(to_share, "agreement.asked_again") == {county.police}
    to_share.region.open(f"{to_share.path}/due", 403)


@pytest.mark.parametrize("step", ["put_to_decision", "signing"])
def test_decisions_and_signatures_wait_until_a_day_too(shared: Parties, step: str) -> None:
    getattr(shared, step)()
    for browser in shared.all:
        assert "Ska vara klart senast" in browser.open(shared.path).text
    assert "Ändra dagen" in shared.municipality.open(shared.path).text


@pytest.mark.parametrize("path", ["{section}/suggest", "{it}/matrix/suggest", "{it}/term/suggest"])
def test_a_suggestion_is_to_be_answered_by_a_day(to_share: Parties, path: str) -> None:
    to_share.share()
    address = path.format(section=to_share.section(2), it=to_share.path)
    page = to_share.region.open(address)
    assert page.value("answer_by") == _told(TODAY + timedelta(days=14))
    send, reason = "Skicka förslaget till parterna", "Så arbetar vi redan."
    for wrong, why in (
        (TODAY - timedelta(days=1), "Dagen har redan varit."),
        (TODAY + timedelta(days=61), "Dagen är efter att överenskommelsen ska börja gälla."),
    ):
        changed = _changed(page)
        page.press(send, 422, reason=reason, answer_by=_told(wrong), **changed)
        assert any(why in one for one in page.problems)
        assert page.value("answer_by") == _told(wrong)
        assert page.value("reason") == reason
    until = TODAY + timedelta(days=5)
    page.press(send, reason=reason, answer_by=_told(until), **_changed(page))
    said = to_share.police.open(urlsplit(page.url).path).text
    assert f"Svara senast {until.day} " in said
    line = to_share.police.open("/todo").soup.select_one(".todo > li:has(a[href*='suggestions'])")
    assert f"senast {until.day} " in line.get_text(" ", strip=True)


def _changed(page: Browser) -> dict[str, str]:
    """Something else than what stands, of what the form is about."""
    if page.soup.select_one("textarea[name=text]"):
        return {"text": "Vi möts varje vecka."}
    if page.soup.select_one("input[name=review_on]"):
        return {"review_on": _told(TODAY + timedelta(days=200))}
    cell = page.soup.select_one("tr[data-row] select")
    return {str(cell["name"]): "none"}


def test_what_is_shown_after_its_day_is_answered_by_another(
    county: CountyOfTests, to_share: Parties
) -> None:
    to_share.share()
    page = to_share.region.open(f"{to_share.section(2)}/suggest")
    page.press("Spara som internt förslag", text="Vi möts ofta.", reason="Så är det.")
    suggestion = Suggestion.agreement_id == UUID(to_share.id)
    gone = update(Suggestion).where(suggestion).values(answer_by=TODAY - timedelta(days=3))
    county.execute(gone)
    page.open(urlsplit(page.url).path).press("Visa för de andra parterna")
    asked = county.execute(select(Suggestion.answer_by).where(suggestion)).scalar_one()
    assert asked == TODAY + timedelta(days=14)
    later = update(Suggestion).where(suggestion).values(answer_by=TODAY + timedelta(days=40))
    with pytest.raises(ProgrammingError, match="append-only"):
        inject(to_share.region, later)


def test_after_midnight_it_waits_as_on_the_day_that_has_begun(parties: Parties) -> None:
    """Half an hour into a day in Stockholm, the day before goes on in UTC."""
    parties.create()
    asked = select(Agreement.due_on).where(Agreement.id == UUID(parties.id))
    before = parties.county.execute(asked).scalar_one()
    first = TODAY + timedelta(days=1)
    half_past = datetime.combine(first, time(0, 30), tzinfo=STOCKHOLM).astimezone(UTC)
    with without_pages(parties.municipality) as actor, transaction():
        agreement = get_agreement(actor, UUID(parties.id))
        set_term(
            actor,
            agreement,
            valid_from=first,
            valid_until=first + timedelta(days=400),
            review_on=None,
            seen=fingerprint(term_as_texts(agreement.term)),
            now=half_past,
        )

    assert before > first
    assert parties.county.execute(asked).scalar_one() == before

"""Pages that show a log or a history cost the same however long it has become."""

from collections.abc import Callable

import pytest
from babel.dates import format_date, format_time
from sqlalchemy import text

from portal.authz import Role
from portal.web import filters
from sip.kernel.vocabulary import TextKind
from tests.browser import Browser, counting_rows
from tests.integration.isolation import DO_WHAT_WAITS
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld

COPIES = 4_000
# as if each reading had been made so many times more, spread over the last hours
COPY = text(
    """
    insert into app.audit_entry (id, county_id, stream, seq, at, organisation_id, account_id,
      session_id, action, subject_kind, subject_id, details, hash)
    select gen_random_uuid(), e.county_id, e.stream, 1000 + n, e.at - make_interval(secs => n),
      e.organisation_id, e.account_id, e.session_id, e.action, e.subject_kind, e.subject_id,
      e.details, e.hash
    from (select * from app.audit_entry where action = 'plan.read' order by seq desc limit 1) e
    cross join generate_series(1, :times) n
    """
)
NOTES = text(
    """
    insert into app.plan_change (id, county_id, plan_id, seq, at, account_id, name, on_behalf,
      subject_kind, subject_id, field, from_party, category)
    select gen_random_uuid(), p.county_id, p.id, 1000 + n, now() + make_interval(secs => n),
      t.account_id, t.name, false, 'plan_text', p.id, 'category', t.organisation_id, 'health'
    from app.plan p join app.participant t on t.plan_id = p.id
    cross join generate_series(1, :times) n where p.id = :plan
    """
)


@pytest.fixture
def plan(sip: SipWorld, nils: Signed, kim: Signed) -> PlanOfTests:
    plan = sip.plan(nils, person=kim, person_name="Kim Andersson")
    nils.browser.open(plan.path)
    return plan


def _copy(sip: SipWorld) -> None:
    for statement in (
        text("alter table app.audit_entry disable trigger user"),
        COPY.bindparams(times=COPIES),
        text("alter table app.audit_entry enable trigger user"),
    ):
        sip.county.execute(statement)


def _rows(browser: Browser, path: str) -> int:
    """How many rows the database answers with, for a page."""
    with counting_rows() as rows:
        browser.open(path)
    return sum(rows)


def test_the_review_of_readings(sip: SipWorld, plan: PlanOfTests, nils: Signed) -> None:
    rut = sip.caseworker(nils.organisation_id, "Rut Granskare", Role.REVIEWER)
    few = _rows(rut.browser, "/log/readings")
    _copy(sip)
    many = _rows(rut.browser, "/log/readings")
    assert "öppnat planer 4 00" in rut.browser.text.replace("\xa0", " ")
    assert "Stickprov: 50 läsningar" in rut.browser.text
    # the page has grown by a sample of fifty rows and a few signals, and by no more
    assert many < few + 100


def test_who_has_looked(sip: SipWorld, plan: PlanOfTests, kim: Signed) -> None:
    path = f"{plan.my_path}/who-has-looked?who={kim.account_id}"
    few = _rows(kim.browser, path)
    _copy(sip)
    assert _rows(kim.browser, path) < few + 100
    kim.browser.follow("Visa äldre").follow("Visa äldre").follow("Visa de senaste")


def test_the_file_of_readings_writes_no_day_twice(
    sip: SipWorld, plan: PlanOfTests, kim: Signed, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[object] = []

    def noting(write: Callable[..., str]) -> Callable[..., str]:
        def noted(value: object, *more: object, **rest: object) -> str:
            written.append(value)
            return write(value, *more, **rest)

        return noted

    _copy(sip)
    monkeypatch.setattr(filters, "format_date", noting(format_date))
    monkeypatch.setattr(filters, "format_time", noting(format_time))
    file = kim.browser.open(f"{plan.my_path}/download/readings").response.data
    assert file.count(b"\r\n") > COPIES
    assert 0 < len(written) < 1500  # a day has 1,440 minutes


def test_the_history_is_shown_a_page_at_a_time(
    sip: SipWorld, plan: PlanOfTests, nils: Signed
) -> None:
    plan.text(TextKind.NOTE, "Sover dåligt", nils.organisation_id, "health")
    sip.county.execute(text("alter table app.plan_change disable trigger user"))
    sip.county.execute(NOTES.bindparams(plan=plan.id, times=250))
    sip.county.execute(text("alter table app.plan_change enable trigger user"))

    page = nils.browser.open(f"{plan.path}/versions")
    assert page.heading == "Ändringar i planen"
    assert len(page.soup.select("#h-changes ~ ul > li")) == 100
    page.follow("Visa äldre").follow("Visa äldre")
    assert len(page.soup.select("#h-changes ~ ul > li")) == 50
    page.follow("Visa de senaste")


def test_all_of_a_plan_s_meetings_are_read_at_once(
    sip: SipWorld, plan: PlanOfTests, nils: Signed, kim: Signed
) -> None:
    pages = ((nils.browser, f"{plan.path}/meetings"), (kim.browser, f"{plan.my_path}/meetings"))
    plan.meeting()
    one = [len(browser.open(path).sql) for browser, path in pages]
    for _ in range(3):
        plan.meeting()
    assert [len(browser.open(path).sql) for browser, path in pages] == one


def _questions(page: Browser) -> int:
    """How many statements a page asks, beside who asks and what ends a transaction of tests."""
    return sum("app.enter(" not in one and one != DO_WHAT_WAITS for one in page.sql)


# what the list shows, and the keys of its plans; "Mina uppgifter" has notices, and what it shows
# comes with the keys; beside its plans it counts those who ask for one
@pytest.mark.parametrize(("path", "most"), [("/sip", 3), ("/sip/plans", 2), ("/sip/meetings", 2)])
def test_a_list_of_plans_is_so_many_questions(
    sip: SipWorld, nils: Signed, path: str, most: int
) -> None:
    for _ in range(3):
        sip.plan(nils).meeting()
    page = nils.browser.open(path)
    assert len(page.soup.select("main a[href*='/sip/plans/']")) >= 3
    assert _questions(page) == most


def test_a_plan_is_one_question(nils: Signed, plan: PlanOfTests) -> None:
    assert _questions(nils.browser.open(plan.path)) == 1


def test_a_call_is_read_without_the_others(sip: SipWorld, plan: PlanOfTests, nils: Signed) -> None:
    call = plan.call(sip.county.municipality)
    path = f"{plan.path}/calls/{call}"
    few = _rows(nils.browser, path)
    for _ in range(5):
        plan.call(sip.county.municipality)
    assert _rows(nils.browser, path) == few

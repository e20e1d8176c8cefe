"""The log says what was shown and to whom, never what was refused, and the person reads it."""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from portal import clock
from portal.audit.models import AuditEntry
from portal.identity.models import StandIn
from portal.ids import new_id
from sip.access_log.words import WHAT
from sip.kernel.vocabulary import PersonKind, TextKind
from sip.ledger.rules import PLAN, invite, relative, share
from sip.tables.people import PlanPerson
from sip.tables.plan import FollowUp, Goal, Plan, PlanText
from tests.architecture.everything import addresses
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld


def count(plan: PlanOfTests) -> int:
    found = select(func.count()).where(
        AuditEntry.stream == plan.id, func.app.is_reading(AuditEntry.action)
    )
    return int(plan.world.county.execute(found).scalar_one())


def shown(plan: PlanOfTests) -> list[set[str]]:
    """What each reading showed, in order."""
    found = (
        select(AuditEntry.details)
        .where(AuditEntry.stream == plan.id, func.app.is_reading(AuditEntry.action))
        .order_by(AuditEntry.seq)
    )
    return [set(json.loads(one)["shown"]) for one in plan.world.county.execute(found).scalars()]


@pytest.fixture
def pia(sip: SipWorld) -> Signed:
    return sip.caseworker(sip.county.police, "Pia Polis")


@pytest.fixture
def plan(
    sip: SipWorld, maja: Signed, nils: Signed, pia: Signed, kim: Signed, anna: Signed
) -> PlanOfTests:
    """Kim's plan, shared with the region in two kinds, with the police and Kim's mother in one."""
    plan = sip.plan(maja, person=kim, person_name="Kim Andersson")
    mother = plan.person(PersonKind.RELATIVE, "Anna Persson", anna)
    own, region, police = maja.organisation_id, nils.organisation_id, pia.organisation_id
    plan.participant(nils)
    plan.participant(pia)
    plan.grant(
        *(PLAN, invite(region), invite(police), relative(mother)),
        *(share(own, region, "health"), share(plan.subject, region, "own_words")),
        *(share(own, police, "housing"), share(own, mother, "housing")),
    )
    plan.text(TextKind.NOTE, "Sover dåligt", own, "health")
    plan.text(TextKind.NOTE, "Har skulder", own, "economy")
    plan.text(TextKind.MATTERS, "Min hund", plan.subject, "own_words")
    plan.goal("Bo kvar", own, "housing")
    return plan


def pages(app: Flask, plan: PlanOfTests) -> list[str]:
    """Every page of a plan, with a part that is not there."""
    names = {name for rule in app.url_map.iter_rules() for name in rule.arguments}
    ids = {name: str(new_id()) for name in names if name.endswith("_id")}
    ids |= {"plan_id": str(plan.id), "form": "pdf", "phase": "preparing"}
    return [one.path for one in addresses(app, ids, "GET") if "plan_id" in one.rule.arguments]


@pytest.mark.parametrize(
    ("who", "own_pages"), [("maja", 25), ("nils", 10), ("pia", 10), ("kim", 15), ("anna", 5)]
)
def test_a_page_that_is_refused_leaves_no_row_and_one_that_is_shown_leaves_one(
    app: Flask, plan: PlanOfTests, request: pytest.FixtureRequest, who: str, own_pages: int
) -> None:
    reader: Signed = request.getfixturevalue(who)
    refused, allowed, before = 0, 0, count(plan)
    for address in pages(app, plan):
        answer = reader.browser.client.get(address, base_url=reader.browser.base_url)
        now = count(plan)
        if answer.status_code in {403, 404, 422}:  # not theirs, not there, not now
            refused += 1
            assert now == before, address
        else:
            allowed += 1
            assert answer.status_code in {200, 302}, (address, answer.status)
            assert answer.status_code == 302 or now > before, address
        before = now
    assert refused > 70
    assert allowed > own_pages


def test_a_page_that_breaks_leaves_no_row(
    plan: PlanOfTests, nils: Signed, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_asked: object) -> Any:
        raise RuntimeError

    monkeypatch.setattr("sip.plan.views.plan_page", broken)
    with pytest.raises(RuntimeError):
        nils.browser.open(plan.path)

    assert count(plan) == 0


def test_the_row_holds_whose_words_of_which_kinds_were_shown(
    plan: PlanOfTests, maja: Signed, nils: Signed, pia: Signed, kim: Signed, anna: Signed
) -> None:
    own = str(maja.organisation_id)
    kept = {f"{own}:health", f"{own}:economy", f"{own}:housing"}
    nils.browser.open(plan.path)
    pia.browser.open(plan.path)
    anna.browser.open(plan.my_path)
    maja.browser.open(f"{plan.path}/consent")
    kim.browser.open(plan.my_path)

    assert shown(plan) == [
        {f"{own}:health", f"{plan.subject}:own_words"},
        {f"{own}:housing"},
        {f"{own}:housing"},
        set(),
        {*kept, f"{plan.subject}:own_words"},
    ]


def test_the_person_reads_who_has_seen_whose_words_of_what(
    plan: PlanOfTests, nils: Signed, pia: Signed, kim: Signed
) -> None:
    for _ in range(2):
        nils.browser.open(plan.path)
    pia.browser.open(plan.path)
    kim.browser.open(plan.my_path)
    page = kim.browser.open(f"{plan.my_path}/who-has-looked")
    summary = page.soup.find("section", attrs={"aria-labelledby": "h-readers"})
    said = [one.get_text(" ", strip=True) for one in summary.select(".entries > li")]
    assert len(said) == 2
    assert "Pia Polis" in said[0]
    assert "Har fått se: Åsele kommun: boende" in said[0]
    assert "Har fått se: Kim Andersson: egna önskemål Åsele kommun: hälsa" in said[1]
    assert "2 gånger" in said[1]
    # the own views stand apart
    assert "Du själv har tittat 2 gånger." in summary.get_text(" ", strip=True)


def test_each_time_is_listed_when_it_is_asked_for(
    plan: PlanOfTests, nils: Signed, pia: Signed, kim: Signed
) -> None:
    for reader in (nils, nils, pia):
        reader.browser.open(plan.path)
    kim.browser.open(plan.my_path)
    page = kim.browser.open(f"{plan.my_path}/who-has-looked")
    assert not page.soup.select("tbody tr")
    page.open(f"{plan.my_path}/who-has-looked?who=all")
    rows = [row.get_text(" ", strip=True) for row in page.soup.select("tbody tr")]
    assert len(rows) == 2
    assert not any("Kim Andersson Egen plan" in row for row in rows)

    page.follow("Visa varje gång : Nils Region")
    rows = [row.get_text(" ", strip=True) for row in page.soup.select("tbody tr")]
    (row,) = rows
    assert "Nils Region" in row
    assert "Åsele kommun: hälsa" in row
    page.follow("Visa dina egna")
    rows = [row.get_text(" ", strip=True) for row in page.soup.select("tbody tr")]
    assert rows
    assert all("Kim Andersson" in row for row in rows)


def test_after_a_withdrawal_the_person_reads_what_those_it_concerned_had_seen_and_kept(
    plan: PlanOfTests, nils: Signed, pia: Signed, kim: Signed
) -> None:
    nils.browser.open(plan.path)
    for form in ("pdf", "docx"):
        pia.browser.open(f"{plan.path}/copies").press("Gör kopian", form=form)
    withdraw = kim.browser.open(f"{plan.my_path}/withdraw/{pia.organisation_id}")
    withdraw.press("Ja, ta tillbaka")

    text = kim.browser.text
    assert "Polisen Västerbotten har kvar en PDF-fil och ett Word-dokument av planen." in text
    (row,) = [one.get_text(" ", strip=True) for one in kim.browser.soup.select("tbody tr")]
    assert "Pia Polis" in row
    assert "Åsele kommun: boende" in row
    assert "Region" not in row
    for word in ("Planen", "Sparade", "kopia av planen"):
        assert word not in row

    kim.browser.open(f"{plan.my_path}/withdrawn")
    assert len(kim.browser.soup.select("tbody tr")) == 2


def test_the_names_of_private_people_are_those_of_the_plan(
    plan: PlanOfTests, maja: Signed, nils: Signed
) -> None:
    nils.browser.open(plan.path)
    page = maja.browser.open(f"{plan.path}/consent/disclosed")
    told = [one.get_text() for one in page.soup.select("td .said > li")]
    assert told == ["Kim Andersson: egna önskemål", "Åsele kommun: hälsa"]
    found = select(PlanPerson.id).where(PlanPerson.plan_id == plan.id)
    people = plan.world.county.execute(found).scalars().all()
    assert not any(str(one) in page.text for one in people)


@pytest.mark.parametrize("path", ["messages", "kept", "people", "meetings"])
def test_a_page_beside_the_plan_shows_no_words_of_it(
    plan: PlanOfTests, maja: Signed, path: str
) -> None:
    maja.browser.open(f"{plan.path}/{path}")
    assert shown(plan) == [set()]


def test_what_somebody_near_writes_to_the_handlers_shows_them_no_words(
    plan: PlanOfTests, anna: Signed
) -> None:
    anna.browser.open(f"{plan.my_path}/messages")
    assert shown(plan) == [set()]


def test_measures_of_those_one_stands_in_for_and_of_the_unit_are_shown(
    plan: PlanOfTests, sip: SipWorld, maja: Signed, sara: Signed, kim: Signed
) -> None:
    own = maja.organisation_id
    goal = plan.goal("Sova", own, "health")
    plan.action("Ringa", goal, own, "health", organisation=own, responsible=plan.handler_id)
    plan.participant(sara)
    assert "Ringa" not in sara.browser.open("/sip").text
    assert shown(plan) == [set()]

    assert "Ringa" in sara.browser.open("/sip?whose=unit").text
    assert shown(plan)[1:] == [{f"{own}:health"}]
    today = clock.today()
    days = {"from_on": today, "until_on": today, "made_by": maja.account_id, "made_at": clock.now()}
    who = {"absent_id": maja.account_id, "colleague_id": sara.account_id}
    sip.enter(StandIn, county_id=plan.county_id, organisation_id=own, **who, **days)
    assert "Ringa" in sara.browser.open("/sip").text
    assert shown(plan)[2:] == [{f"{own}:health"}]
    page = kim.browser.open(f"{plan.my_path}/who-has-looked?who=all")
    assert "Enhetens uppgifter i planen" in page.text


def test_the_list_of_meetings_shows_no_words_and_a_meeting_those_of_it(
    plan: PlanOfTests, nils: Signed, maja: Signed
) -> None:
    meeting, own = plan.meeting(), maja.organisation_id
    plan.text(TextKind.PREPARED, "Sover dåligt", own, "health", meeting=meeting)
    nils.browser.open("/sip/meetings")
    nils.browser.open(f"{plan.path}/meetings")
    assert shown(plan) == [set(), set()]
    nils.browser.open(f"{plan.path}/meetings/{meeting}")
    assert shown(plan)[2:] == [{f"{own}:health"}]


@pytest.mark.parametrize("why", ["with a mandate", "where the person is protected"])
def test_at_which_unit_somebody_works_who_has_looked_is_not_told_to(
    plan: PlanOfTests, sip: SipWorld, kim: Signed, why: str
) -> None:
    clinic = sip.unit(sip.county.region, "Beroendemottagningen")
    eva = sip.caseworker(sip.county.region, "Eva Ek", unit=clinic)
    plan.participant(eva)
    eva.browser.open(plan.path)
    near = sip.individual("Bo Berg")
    until = clock.now() + timedelta(days=9)
    if why == "with a mandate":
        proxy = plan.person(PersonKind.REPRESENTATIVE, "Bo Berg", near)
        plan.require(proxy, scope=["plan", "share:housing"], until=until)
    else:
        plan.require(plan.person(PersonKind.GUARDIAN, "Bo Berg", near), until=until)
        assert "Beroendemottagningen" in looked(near, plan)
        sip.county.execute(update(Plan).where(Plan.id == plan.id).values(is_protected=True))

    assert "Eva Ek" in looked(near, plan)
    assert "Beroendemottagningen" not in looked(near, plan)
    assert "Beroendemottagningen" in looked(kim, plan)


def looked(somebody: Signed, plan: PlanOfTests) -> str:
    return somebody.browser.open(f"{plan.my_path}/who-has-looked?who=all").text


def test_with_a_mandate_one_reads_of_what_was_shown_what_it_covers(
    plan: PlanOfTests, sip: SipWorld, nils: Signed, pia: Signed, kim: Signed
) -> None:
    nils.browser.open(plan.path)
    pia.browser.open(plan.path)
    near = sip.individual("Bo Berg")
    proxy = plan.person(PersonKind.REPRESENTATIVE, "Bo Berg", near)
    until = clock.now() + timedelta(days=9)
    plan.require(proxy, scope=["plan", "share:housing"], until=until)

    for path in ("who-has-looked", "who-has-looked?who=all", "my-data", "download/readings"):
        page = near.browser.open(f"{plan.my_path}/{path}").response.text
        assert "Nils Region" in page, path
        assert "boende" in page, path
        assert "hälsa" not in page, path
        assert "hälsa" in kim.browser.open(f"{plan.my_path}/{path}").response.text, path


@pytest.fixture
def parts(plan: PlanOfTests, maja: Signed) -> dict[str, UUID]:
    """A goal of housing, its measure of health, a note of economy; and what is there no more."""
    own = maja.organisation_id
    goal = plan.goal("Flytta", own, "housing")
    gone = plan.text(TextKind.NOTE, "Borttagen", own, "work")
    reached = plan.goal("Klart", own, "education")
    county = plan.world.county
    county.execute(update(PlanText).where(PlanText.id == gone).values(removed_at=clock.now()))
    county.execute(update(Goal).where(Goal.id == reached).values(status="reached"))
    return {
        "goal": goal,
        "action": plan.action("Ringa", goal, own, "health", organisation=own),
        "text": plan.text(TextKind.NOTE, "Har skulder", own, "economy"),
    }


# what the form's address ends with, and of which kinds it shows words of the own organisation's
FORMS = {
    "texts/new?kind=note": set(),
    "texts/{text}": {"economy"},
    "texts/{text}/remove": {"economy"},
    "goals/new": set(),
    "goals/{goal}": {"housing"},
    "goals/{goal}/remove": {"housing"},
    "goals/{goal}/actions/new": {"housing"},
    "actions/{action}": {"housing", "health"},
    "actions/{action}/report": {"housing", "health"},
    "basics": set(),
    "follow-up": set(),
    "close": {"housing", "health"},
    "asked": set(),
    "participants/new": set(),
    "versions/make": set(),
    "meetings/new": set(),
    "calls/new": set(),
    "copies": set(),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_form_shows_what_it_is_about_and_no_more(
    plan: PlanOfTests, maja: Signed, parts: dict[str, UUID], form: str
) -> None:
    page = maja.browser.open(f"{plan.path}/{form.format(**parts)}")
    assert page.response.status_code == 200
    assert shown(plan) == [{f"{maja.organisation_id}:{kind}" for kind in FORMS[form]}]


def test_what_is_gone_through_at_a_follow_up_are_the_goals(
    plan: PlanOfTests, maja: Signed, parts: dict[str, UUID]
) -> None:
    plan.add(FollowUp, due_on=clock.today(), holder_id=plan.handler_id)
    page = maja.browser.open(f"{plan.path}/follow-up/held")
    assert "Flytta" in page.text
    assert "Ringa" not in page.text
    assert shown(plan) == [{f"{maja.organisation_id}:housing"}]


def test_the_history_shows_also_what_was_taken_out_and_the_own_page_no_others_words(
    plan: PlanOfTests, maja: Signed, nils: Signed, parts: dict[str, UUID]
) -> None:
    own, region = maja.organisation_id, nils.organisation_id
    plan.text(TextKind.NOTE, "Har träffat läkare", region, "school")
    maja.browser.open(f"{plan.path}/versions")
    nils.browser.open(f"{plan.path}/own")
    assert f"{own}:work" in shown(plan)[0]
    assert shown(plan)[1] == {f"{region}:school"}


def test_a_form_of_the_persons_shows_what_it_is_about(
    plan: PlanOfTests, maja: Signed, kim: Signed, parts: dict[str, UUID]
) -> None:
    goal = plan.goal("Segla", plan.subject, "own_words")
    plan.text(TextKind.NETWORK, "Min moster", plan.subject, "health")
    kim.browser.open(f"{plan.my_path}/goals/{goal}")
    kim.browser.open(f"{plan.my_path}/goals/new")
    kim.browser.open(f"{plan.my_path}/words")
    own = plan.subject
    assert shown(plan) == [{f"{own}:own_words"}, set(), {f"{own}:own_words", f"{own}:health"}]


def test_a_call_and_a_meeting_show_their_own_words_and_a_meetings_form_none(
    plan: PlanOfTests, maja: Signed, nils: Signed, pia: Signed
) -> None:
    own, region, police = (one.organisation_id for one in (maja, nils, pia))
    plan.grant(
        *(share(one, own, kind) for one in (region, police) for kind in ("health", "school"))
    )
    meeting, other = plan.meeting(), plan.meeting(clock.now() + timedelta(days=30))
    plan.text(TextKind.PREPARED, "Sover dåligt", own, "health", meeting=meeting)
    plan.text(TextKind.PREPARED, "Har träffat läkare", region, "health", meeting=meeting)
    plan.text(TextKind.PREPARED, "Har skulder", own, "economy", meeting=other)
    brought = {"status": "taken", "contribution_category": "school", "contribution_sealed": "Tid"}
    call = plan.call(region, **brought)
    plan.call(police, **brought)
    for path in (
        *(f"calls/{call}", "calls", f"meetings/{meeting}", f"meetings/{meeting}/prepare"),
        *(f"meetings/{meeting}/{form}" for form in ("move", "cancel", "agenda")),
    ):
        assert maja.browser.open(f"{plan.path}/{path}").response.status_code == 200, path
    assert shown(plan) == [
        {f"{region}:school"},
        {f"{region}:school", f"{police}:school"},
        {f"{own}:health", f"{region}:health"},
        {f"{own}:health"},
        *(set(), set(), set()),
    ]


def test_each_kind_of_page_has_words_in_the_log() -> None:
    called = re.compile(r"""(?:opening\w*|open_many)\((?:_?actor, )?"(\w+)\"""")
    files = [file.read_text() for file in Path("sip").rglob("*.py")]
    kinds = {kind for text in files for kind in called.findall(text)}
    from_database = {"tasks", "unit_tasks", "copy_key"}
    assert kinds | from_database == set(WHAT)

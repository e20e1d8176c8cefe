"""What is being written in a plan is its writer's alone until they save it."""

from typing import Any

import pytest
from sqlalchemy import select, update

from portal import clock
from portal.authz import Actor
from portal.db import db
from portal.drafts import service
from portal.drafts.models import Draft
from portal.tenancy.models import Membership
from portal.vault import Place, SealBrokenError, vault
from sip.kernel.vocabulary import TextKind
from sip.ledger.rules import PLAN, invite, share
from sip.tables.plan import Change
from tests.acting import acting_as
from tests.drafts import kept, offers
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld

WORDS = "Kim luktade alkohol igen, misstänker att mamman"


def rows(sip: SipWorld) -> list[dict[str, Any]]:
    found = sip.county.execute(select(Draft.__table__)).mappings()
    return [dict(row) for row in found]


def seen(sip: SipWorld, signed: Signed) -> int:
    with sip.county.app.app_context(), acting_as(signed.token):
        return len(db.session.scalars(select(Draft.id)).all())


@pytest.fixture
def near(sip: SipWorld, plan: PlanOfTests, nils: Signed) -> Signed:
    """A nurse who takes part and sees what the municipality writes of all kinds."""
    here, region = sip.county.municipality, sip.county.region
    plan.opened_to(nils, share(here, region, "social_situation"))
    return nils


def test_half_a_note_is_read_by_nobody_and_stands_nowhere(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, sara: Signed, near: Signed
) -> None:
    plan.participant(sara)
    page = maja.browser.open(f"{plan.path}/texts/new?kind=note")
    before = sip.county.execute(select(Change.__table__)).all()
    kept(page, "Spara", text=WORDS)
    for other in (near, sara):
        assert WORDS not in other.browser.open(plan.path).text
        assert WORDS not in other.browser.open(f"{plan.path}/versions").text
        again = other.browser.open(f"{plan.path}/texts/new?kind=note&draft=open")
        assert WORDS not in again.response.text
        assert seen(sip, other) == 0
    assert sip.county.execute(select(Change.__table__)).all() == before
    assert WORDS not in page.open(plan.path).text
    page.open(f"{plan.path}/texts/new?kind=note").press("Fortsätt på utkastet")
    page.press("Spara", text=f"{WORDS} inte orkar.", category="social_situation")
    assert f"{WORDS} inte orkar." in page.text
    assert rows(sip) == []


def test_it_is_sealed_by_the_plan_s_own_key(sip: SipWorld, plan: PlanOfTests, maja: Signed) -> None:
    kept(maja.browser.open(f"{plan.path}/texts/new?kind=note"), "Spara", text=WORDS)
    (row,) = rows(sip)
    assert row["wrapped"] is None
    assert row["plan_id"] == plan.id
    assert b"alkohol" not in row["content_sealed"]
    assert all("alkohol" not in str(value) for value in row.values())
    place = Place("draft", "content_sealed", row["id"])
    assert WORDS in plan.key.open(row["content_sealed"], place)
    with sip.county.app.app_context(), pytest.raises(SealBrokenError):
        vault().new_key().key.open(row["content_sealed"], place)


def test_each_heading_has_its_own(plan: PlanOfTests, maja: Signed) -> None:
    kept(maja.browser.open(f"{plan.path}/texts/new?kind=note"), "Spara", text=WORDS)
    assert not offers(maja.browser.open(f"{plan.path}/texts/new?kind=long_term_goal"))
    assert offers(maja.browser.open(f"{plan.path}/texts/new?kind=note"))


def test_it_ends_with_consent(sip: SipWorld, plan: PlanOfTests, maja: Signed, near: Signed) -> None:
    page = near.browser.open(f"{plan.path}/goals/new")
    kept(page, "Spara målet", title=WORDS, category="social_situation")
    assert seen(sip, near) == 1
    plan.withdraw(invite(sip.county.region))
    assert seen(sip, near) == 0
    page.open(f"{plan.path}/goals/new?draft=open", status=404)
    assert WORDS not in page.response.text


@pytest.mark.parametrize("standing", [0, 1])
def test_consent_that_ends_while_it_is_saved_is_told_as_everywhere(
    sip: SipWorld,
    plan: PlanOfTests,
    near: Signed,
    monkeypatch: pytest.MonkeyPatch,
    standing: int,
) -> None:
    page = near.browser.open(f"{plan.path}/goals/new")
    if standing:
        kept(page, "Spara målet", title="Kim sover bättre", category="social_situation")
        page.open(f"{plan.path}/goals/new?draft=open")
    find = service._find

    def find_and_lose(actor: Actor, place: str) -> Draft | None:
        found = find(actor, place)
        plan.withdraw(invite(sip.county.region))
        return found

    monkeypatch.setattr(service, "_find", find_and_lose)
    page.fill("Spara utkast", {"title": WORDS}, status=404)
    assert WORDS in page.response.text  # the writer's own words come back, as on any such page
    assert all(WORDS.encode() not in row["content_sealed"] for row in rows(sip))
    assert len(rows(sip)) == standing


def test_it_ends_for_the_handler_too(sip: SipWorld, plan: PlanOfTests, maja: Signed) -> None:
    page = maja.browser.open(f"{plan.path}/goals/new")
    kept(page, "Spara målet", title=WORDS, category="social_situation")
    plan.withdraw(PLAN)
    assert seen(sip, maja) == 0
    page.open(f"{plan.path}/goals/new?draft=open", status=422)
    assert WORDS not in page.response.text


def test_it_ends_with_the_role(sip: SipWorld, plan: PlanOfTests, maja: Signed) -> None:
    kept(maja.browser.open(f"{plan.path}/goals/new"), "Spara målet", title=WORDS)
    ended = update(Membership).where(Membership.account_id == maja.account_id)
    sip.county.execute(ended.values(ended_at=clock.now()))
    assert seen(sip, maja) == 0


def test_what_a_handler_begins_without_consent_is_there_when_it_comes(
    sip: SipWorld, maja: Signed
) -> None:
    plan = sip.plan(maja)
    kept(maja.browser.open(f"{plan.path}/texts/new?kind=note"), "Spara", text=WORDS)
    plan.grant(PLAN)
    page = maja.browser.open(f"{plan.path}/texts/new?kind=note").press("Fortsätt på utkastet")
    assert page.value("text") == WORDS
    page.press("Spara", category="social_situation")
    assert rows(sip) == []


def test_a_need_is_drafted_before_there_is_a_plan(sip: SipWorld, maja: Signed) -> None:
    page = maja.browser.open("/sip/plans/new")
    kept(page, "Spara behovet", name="Kim Andersson", need=WORDS)
    (row,) = rows(sip)
    assert row["plan_id"] is None
    assert row["wrapped"]
    page.open("/sip/plans/new").press("Fortsätt på utkastet")
    assert (page.value("name"), page.value("need")) == ("Kim Andersson", WORDS)
    page.press("Spara behovet", category="social_situation", age="adult")
    assert page.titled == "Behovet är noterat"
    assert rows(sip) == []


def test_the_person_s_words_are_the_person_s(
    sip: SipWorld, plan: PlanOfTests, kim: Signed, maja: Signed
) -> None:
    own = sip.plan(maja, person=kim, person_name="Kim Andersson")
    own.grant(PLAN)
    page = kim.browser.open(f"{own.my_path}/words")
    page.press("Spara utkast", text="Ring inte före tio")
    assert page.value("text") == "Ring inte före tio"
    maja.browser.open(own.path)
    assert "Ring inte före tio" not in maja.browser.text
    assert seen(sip, maja) == 0
    page.press("Spara")
    assert rows(sip) == []


def test_a_goal_that_somebody_changed_meanwhile_is_shown_beside_the_draft(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, sara: Signed
) -> None:
    plan.participant(sara)
    goal = plan.goal("Bostad", sip.county.municipality)
    address = f"{plan.path}/goals/{goal}"
    kept(maja.browser.open(address), "Spara målet", title="Egen bostad")
    sara.browser.open(address).press("Spara målet", title="Ett eget hem")
    page = maja.browser.open(address)
    assert "har ändrats sedan du började på utkastet" in page.text
    page.press("Fortsätt på utkastet").press("Spara målet", status=409)
    assert "Ett eget hem" in page.text
    page.press("Spara målet")
    assert "Egen bostad" in page.text
    assert rows(sip) == []


def test_a_text_keeps_its_conflict_row(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, sara: Signed
) -> None:
    plan.participant(sara)
    text = plan.text(TextKind.NOTE, "Ett", sip.county.municipality)
    mine = maja.browser.open(f"{plan.path}/texts/{text}")
    theirs = sara.browser.open(f"{plan.path}/texts/{text}")
    theirs.press("Spara", text="Två")
    mine.press("Spara", status=409, text="Tre")
    assert "Två" in mine.text
    mine.press("Spara")
    assert "Tre" in mine.text


def test_nothing_is_saved_into_the_plan_by_itself(plan: PlanOfTests, maja: Signed) -> None:
    page = maja.browser.open(f"{plan.path}/basics")
    assert not page.soup.select("[data-autosave], [data-draft-state]")


def test_what_is_to_be_taken_up_at_a_meeting_is_drafted(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, near: Signed
) -> None:
    path = f"{plan.path}/meetings/{plan.meeting()}"
    page = maja.browser.open(path).follow("Lägg till en punkt")
    kept(page, "Lägg till", title=WORDS, category="social_situation")
    assert WORDS not in near.browser.open(path).text
    page = maja.browser.open(f"{path}/agenda").press("Fortsätt på utkastet")
    page.press("Lägg till")
    assert WORDS in page.text
    assert rows(sip) == []

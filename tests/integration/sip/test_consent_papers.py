"""The signed paper of an answer: sealed, handed over as it came, and gone when it was wrong."""

from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import ProgrammingError

from portal import clock
from portal.db import db
from portal.ids import new_id
from sip.kernel.vocabulary import How, PersonKind
from sip.tables.consent import ConsentAct, ConsentPaper
from sip.tables.plan import Participant, Plan
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.sip.test_consent_pages import ask, record
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld

SCAN = b"%PDF-1.7\nJa, jag samtycker. Kim\n%%EOF"


@pytest.fixture
def plan(sip: SipWorld, maja: Signed, kim: Signed) -> PlanOfTests:
    """The person has answered on paper, and the handler has noted it."""
    made = sip.plan(maja, person=kim, person_name="Kim Andersson")
    ask(made)
    record(made, how="written", signed_on=clock.today().isoformat(), kept_at="Pärm 3")
    return made


def act_of(plan: PlanOfTests, how: How = How.WRITTEN) -> UUID:
    found = select(ConsentAct.id).where(ConsentAct.plan_id == plan.id, ConsentAct.how == how)
    act: UUID = plan.world.county.execute(found.order_by(ConsentAct.seq)).scalars().first()
    return act


def keep(plan: PlanOfTests, content: bytes = SCAN, status: int = 200, **more: Any) -> Browser:
    page = plan.handler.browser.open(f"{plan.path}/consent/acts/{act_of(plan)}/paper")
    sent = {"paper_id": page.value("paper_id"), "file": (BytesIO(content), "blankett.pdf")} | more
    return page.post(page.url, sent, status)


def test_it_is_read_by_the_handlers_and_the_person_as_it_came(
    plan: PlanOfTests, kim: Signed, sara: Signed
) -> None:
    page = plan.handler.browser.open(f"{plan.path}/consent")
    page.open(str(page.soup.select_one("a[href*='/acts/'][href$='/paper']")["href"]))
    assert page.heading == "Spara den påskrivna blanketten"
    assert "Blanketten är sparad." in keep(plan).text

    file = f"/consent/acts/{act_of(plan)}/paper/file"
    links = [str(one["href"]) for one in plan.handler.browser.soup.select("a")]
    assert plan.path + file in links
    mine = f"{plan.my_path}/history/consent/{act_of(plan)}/paper"
    assert mine in kim.browser.open(f"{plan.my_path}/history/consent").response.text
    for browser, path in ((plan.handler.browser, plan.path + file), (kim.browser, mine)):
        answer = browser.client.get(path, base_url=browser.base_url)
        assert answer.data == SCAN
        assert answer.headers["Content-Disposition"].startswith("attachment")
    sara.browser.open(plan.path + file, 404)


def test_where_the_person_is_protected_others_do_not_read_where_it_was_signed(
    plan: PlanOfTests, sip: SipWorld, kim: Signed, sara: Signed
) -> None:
    keep(plan)
    plan.participant(sara)
    father = sip.individual("Bo Berg")
    plan.require(plan.person(PersonKind.GUARDIAN, "Bo Berg", father))
    mine = f"{plan.my_path}/history/consent/{act_of(plan)}/paper"
    file = f"{plan.path}/consent/acts/{act_of(plan)}/paper/file"
    father.browser.open(mine)
    sara.browser.open(file)
    handler = update(Participant).where(Participant.id == plan.handler_id)
    sip.county.execute(handler.values(sees_protected=True))
    sip.county.execute(update(Plan).where(Plan.id == plan.id).values(is_protected=True))

    father.browser.open(mine, 404)
    assert mine not in father.browser.open(f"{plan.my_path}/history/consent").response.text
    sara.browser.open(file, 404)
    kim.browser.open(mine)
    plan.handler.browser.open(file)


def test_where_the_person_is_protected_only_who_may_read_it_is_asked_to_keep_it(
    plan: PlanOfTests, sip: SipWorld, sara: Signed
) -> None:
    plan.participant(sara)
    paper = f"{plan.path}/consent/acts/{act_of(plan)}/paper"
    link, told = f"a[href='{paper}']", "sparas och läses av dem som får se var personen finns"
    assert sara.browser.open(f"{plan.path}/consent").soup.select(link)
    _page, sent = sara.browser.open(paper).filled("Spara filen", {})
    handler = update(Participant).where(Participant.id == plan.handler_id)
    sip.county.execute(handler.values(sees_protected=True))
    sip.county.execute(update(Plan).where(Plan.id == plan.id).values(is_protected=True))

    page = plan.handler.browser.open(f"{plan.path}/consent")
    assert page.soup.select(link)
    assert told not in page.text
    for is_kept in (False, True):
        page = sara.browser.open(f"{plan.path}/consent")
        assert not page.soup.select(link)
        assert told in page.text
        sara.browser.open(paper, 404)
        sara.browser.post(paper, sent | {"file": (BytesIO(SCAN), "blankett.pdf")}, 404)
        if not is_kept:
            keep(plan)


def test_the_database_takes_no_paper_from_whoever_may_not_read_it(
    plan: PlanOfTests, sip: SipWorld, sara: Signed
) -> None:
    plan.participant(sara)
    handler = update(Participant).where(Participant.id == plan.handler_id)
    sip.county.execute(handler.values(sees_protected=True))
    row = {
        "county_id": plan.county_id,
        "plan_id": plan.id,
        "act_id": act_of(plan),
        "from_party": sara.organisation_id,
        "suffix": "pdf",
        "content_sealed": b"sealed",
        "added_at": clock.now(),
    }

    def try_to(who: Signed) -> None:
        made = insert(ConsentPaper).values(id=new_id(), added_by=who.name, **row)
        with sip.county.app.app_context(), acting_as(who.token):
            try:
                db.session.execute(made)
            finally:
                db.session.rollback()

    try_to(sara)
    sip.county.execute(update(Plan).where(Plan.id == plan.id).values(is_protected=True))
    try_to(plan.handler)
    with pytest.raises(ProgrammingError, match="row-level security"):
        try_to(sara)


def test_it_is_kept_under_the_plan_s_key(plan: PlanOfTests) -> None:
    keep(plan)

    found = select(ConsentPaper.content_sealed).where(ConsentPaper.plan_id == plan.id)
    sealed = plan.world.county.execute(found).scalar_one()
    assert SCAN not in sealed
    assert b"samtycker" not in sealed


def test_what_is_sent_twice_is_one_and_another_has_to_wait(plan: PlanOfTests) -> None:
    paper_id = str(new_id())
    keep(plan, paper_id=paper_id)
    keep(plan, paper_id=paper_id)
    page = keep(plan, SCAN.replace(b"Kim", b"Kim A"), status=422)

    assert page.problems == ["Det finns redan en blankett här. Ta bort den först."]
    found = select(ConsentPaper.id).where(ConsentPaper.plan_id == plan.id)
    assert len(plan.world.county.execute(found).all()) == 1


@pytest.mark.parametrize("content", [b"", b"<html>", b"%PDF-1.7 /JavaScript %%EOF"])
def test_what_is_no_paper_is_refused(plan: PlanOfTests, content: bytes) -> None:
    page = keep(plan, content, 422)

    assert page.problems == [
        "Filen går inte att använda. Välj en PDF eller en bild (PNG eller JPEG)."
    ]


def test_of_one_that_was_wrong_nothing_is_left(plan: PlanOfTests, kim: Signed) -> None:
    keep(plan)
    page = plan.handler.browser.open(f"{plan.path}/consent")
    page.open(str(page.soup.select_one("a[href$='/paper/remove']")["href"]))
    page.press("Ta bort")

    row = select(ConsentPaper.content_sealed, ConsentPaper.removed_by)
    assert plan.world.county.execute(row).one() == (None, plan.handler.name)
    mine = f"{plan.my_path}/history/consent/{act_of(plan)}/paper"
    kim.browser.open(mine, 404)
    keep(plan)
    assert kim.browser.client.get(mine, base_url=kim.browser.base_url).data == SCAN


def test_an_older_page_takes_away_no_paper_that_is_kept_since(
    plan: PlanOfTests, maja: Signed
) -> None:
    keep(plan)
    address = f"{plan.path}/consent/acts/{act_of(plan)}/paper/remove"
    late = Browser(plan.world.county.app, token=maja.token).open(address)
    plan.handler.browser.open(address).press("Ta bort")
    keep(plan)
    late.press("Ta bort")

    assert "Inget ändrades." in late.text
    kept = select(ConsentPaper.id).where(ConsentPaper.removed_at.is_(None))
    assert plan.world.county.execute(kept).scalar_one()


def test_only_an_answer_on_paper_has_one(plan: PlanOfTests) -> None:
    asked = act_of(plan, How.ORAL)
    sent: dict[str, Any] = {"paper_id": str(new_id()), "file": (BytesIO(SCAN), "a.pdf")}
    path = f"{plan.path}/consent/acts/{asked}/paper"
    plan.handler.browser.post(path, sent, 404)
    plan.handler.browser.open(path, 404)

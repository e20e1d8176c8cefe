"""Keeping somebody out of a plan for another's safety: nothing of it reaches them any more."""

from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.exc import ProgrammingError

from portal import clock
from portal.db import db
from portal.drafts.models import Draft
from portal.ids import new_id
from portal.outbox.models import Notice, OutboxMail
from sip.kernel.vocabulary import ActKind, PersonKind, Told
from sip.ledger.rules import PLAN, invite, relative, share
from sip.tables import functions
from sip.tables.calling import Attendance, Meeting
from sip.tables.people import KeptOut, PersonNotice, PlanMessage
from tests.acting import acting_as
from tests.browser import Browser
from tests.drafts import autosave, kept, offers
from tests.integration.sip.world import Signed, SipWorld


@pytest.fixture
def bo(sip: SipWorld) -> Signed:
    """Who hits."""
    return sip.individual("Bo Berg")


class Threatened:
    """Kim's plan, which Bo is in by consent, with a meeting that he is asked to."""

    def __init__(self, sip: SipWorld, maja: Signed, kim: Signed, bo: Signed) -> None:
        self.plan = plan = sip.plan(maja, person=kim, person_name="Kim Berg")
        self.sip, self.maja, self.kim, self.bo = sip, maja, kim, bo
        self.near = plan.person(PersonKind.RELATIVE, bo.name, bo)
        plan.grant(PLAN, relative(self.near), share(plan.subject, self.near, "own_words"))

    @property
    def page(self) -> str:
        return f"{self.plan.path}/people/{self.near}/safety"

    def keep_out(self) -> None:
        self.maja.browser.open(self.page).press("Håll utanför")

    def meet(self) -> None:
        page = self.maja.browser.open(f"{self.plan.path}/meetings/new")
        day = (clock.today() + timedelta(days=10)).isoformat()
        asked = {"purpose": "planning", "day": day, "starts": "13", "ends": "14.30"}
        page.press("Planera mötet", **asked, place="Lasarettet")

    @property
    def meeting(self) -> str:
        (its_id,) = self.sip.county.execute(select(Meeting.id)).scalars()
        return f"{self.plan.path}/meetings/{its_id}"

    def mail_to_bo(self) -> int:
        """What waits to be sent to him, or has been."""
        waiting = select(func.count(OutboxMail.id)).where(
            OutboxMail.account_id == self.bo.account_id, OutboxMail.dead_at.is_(None)
        )
        count: int = self.sip.county.execute(waiting).scalar_one()
        return count


@pytest.fixture
def threatened(sip: SipWorld, maja: Signed, kim: Signed, bo: Signed) -> Threatened:
    return Threatened(sip, maja, kim, bo)


def test_the_plan_is_closed_to_them_at_once(threatened: Threatened, bo: Signed) -> None:
    path = threatened.plan.my_path
    bo.browser.open(path)
    threatened.keep_out()

    bo.browser.open(path, 404)
    bo.browser.open(f"{path}/meetings", 404)
    assert "Kim" not in bo.browser.open("/my-plan").text


def test_they_are_asked_to_no_meeting_and_get_no_mail_not_even_that_it_is_off(
    threatened: Threatened, sip: SipWorld
) -> None:
    threatened.meet()
    assert threatened.mail_to_bo() == 1
    page = threatened.maja.browser.open(threatened.page)
    assert "Personen har redan fått veta tid och plats" in page.text
    page.press("Håll utanför")
    assert threatened.mail_to_bo() == 0
    gone = select(Attendance.cancelled_at).where(Attendance.person_id == threatened.near)
    assert sip.county.execute(gone).scalar_one() is not None
    page.open(f"{threatened.plan.path}/meetings/new")
    assert threatened.bo.name not in page.text
    page.open(f"{threatened.meeting}/cancel").press("Ställ in mötet")

    assert threatened.mail_to_bo() == 0
    notices = select(func.count(Notice.id)).where(Notice.account_id == threatened.bo.account_id)
    assert sip.county.execute(notices).scalar_one() == 0


def test_mail_that_is_on_its_way_is_not_sent(threatened: Threatened, sip: SipWorld) -> None:
    threatened.meet()
    leased = update(OutboxMail).where(OutboxMail.account_id == threatened.bo.account_id)
    sip.county.execute(leased.values(lease_until=clock.now() + timedelta(minutes=5)))
    mail = select(OutboxMail.id).where(OutboxMail.account_id == threatened.bo.account_id)
    its_id = sip.county.execute(mail).scalar_one()
    is_sent = text("select app.is_grounded(:mail)").bindparams(mail=its_id)
    assert sip.county.execute(is_sent).scalar_one() is True
    threatened.keep_out()
    assert sip.county.execute(is_sent).scalar_one() is False
    # anybody else is told that a meeting is off whatever has become of their part
    off = OutboxMail.calendar.op("||")(func.jsonb_build_object("method", "CANCEL"))
    sip.county.execute(leased.values(calendar=off))
    assert sip.county.execute(is_sent).scalar_one() is False


def test_nobody_else_sees_it(threatened: Threatened, sip: SipWorld, nils: Signed) -> None:
    threatened.plan.grant(invite(sip.county.region))
    threatened.plan.participant(nils)
    before = threatened.kim.browser.open(f"{threatened.plan.my_path}/who-may-see").text
    told = sip.county.execute(select(func.count(PersonNotice.id))).scalar_one()
    threatened.keep_out()

    assert "Se beslutet" in threatened.maja.browser.open(f"{threatened.plan.path}/people").text
    for one in ("", "/who-may-see", "/history", "/history/consent", "/happened"):
        assert "utanför" not in threatened.kim.browser.open(threatened.plan.my_path + one).text
    assert threatened.kim.browser.open(f"{threatened.plan.my_path}/who-may-see").text == before
    assert "utanför" not in nils.browser.open(threatened.plan.path).text
    assert sip.county.execute(select(func.count(PersonNotice.id))).scalar_one() == told
    for reader, sees in ((threatened.maja, 1), (nils, 0), (threatened.kim, 0)):
        with sip.county.app.app_context(), acting_as(reader.token):
            assert db.session.scalar(select(func.count(KeptOut.id))) == sees


def test_who_is_let_back_sees_what_consent_says(threatened: Threatened, bo: Signed) -> None:
    threatened.keep_out()
    page = threatened.maja.browser.open(f"{threatened.plan.path}/people")
    page.follow(f"Se beslutet : {bo.name}").press("Släpp in igen")

    assert "Se beslutet" not in page.text
    bo.browser.open(threatened.plan.my_path)


def test_a_code_is_of_no_use_and_no_other_is_made(
    threatened: Threatened, sip: SipWorld, maja: Signed
) -> None:
    stranger = threatened.plan.person(PersonKind.RELATIVE, "Ny Berg")
    maja.browser.open(f"{threatened.plan.path}/people/{stranger}/safety").press("Håll utanför")

    assert "Lämna en kod : Ny Berg" not in maja.browser.text
    with sip.county.app.app_context(), acting_as(maja.token):
        assert not functions.keep_out(threatened.plan.id, stranger, new_id())  # twice is once
        db.session.rollback()


def test_what_waits_on_paper_is_not_handed_to_them(threatened: Threatened, maja: Signed) -> None:
    guardian = threatened.plan.person(PersonKind.GUARDIAN, "På papper")
    threatened.plan.add(PersonNotice, person_id=guardian, kind=Told.VERSION)
    papers = f"{threatened.plan.path}/papers"
    assert "På papper" in maja.browser.open(papers).text
    page = maja.browser.open(f"{threatened.plan.path}/people/{guardian}/safety")
    page.press("Håll utanför", reason="Hotar Kim")

    assert "På papper" not in maja.browser.open(papers).text
    assert "Besked att lämna på papper" not in maja.browser.open("/sip").text


def test_consent_is_as_it_was(threatened: Threatened, sip: SipWorld, nils: Signed) -> None:
    plan = threatened.plan
    guardian = plan.person(PersonKind.GUARDIAN, "Pappa Berg")
    plan.require(guardian)
    plan.grant(PLAN, invite(sip.county.region))
    plan.participant(nils)
    nils.browser.open(plan.path)
    page = threatened.maja.browser.open(f"{plan.path}/people/{guardian}/safety")
    page.press("Håll utanför", reason="Hotar Kim")

    nils.browser.open(plan.path)
    shown = threatened.maja.browser.open(f"{plan.path}/people").text
    assert "2 personers samtycke behövs" in shown


def test_whose_plan_it_is_cannot_be_kept_out_and_only_a_handler_keeps_out(
    threatened: Threatened, sip: SipWorld, nils: Signed
) -> None:
    plan = threatened.plan
    threatened.maja.browser.open(f"{plan.path}/people/{plan.subject}/safety", 404)
    plan.grant(invite(sip.county.region))
    plan.participant(nils)
    nils.browser.open(threatened.page, 403)
    for who, person in ((nils, threatened.near), (threatened.maja, plan.subject)):
        with sip.county.app.app_context(), acting_as(who.token):
            with pytest.raises(ProgrammingError):
                functions.keep_out(plan.id, person, new_id())
            db.session.rollback()


def writes(whose: Browser, path: str, words: str) -> None:
    whose.open(path).press("Skicka", text=words)


def test_they_neither_read_nor_write_messages_and_are_written_none(
    threatened: Threatened, sip: SipWorld, maja: Signed, bo: Signed
) -> None:
    theirs = f"{threatened.plan.my_path}/messages"
    ours = f"{threatened.plan.path}/messages/{threatened.near}"
    writes(bo.browser, theirs, "Var är Kim?")
    writes(maja.browser, ours, "Det får du fråga Kim.")
    held = bo.browser.open(theirs).filled("Skicka", {"text": "Jag hittar Kim."})
    answer = maja.browser.open(ours).filled("Skicka", {"text": "Sluta."})
    threatened.keep_out()

    bo.browser.open(theirs, 404)
    bo.browser.post(*held, status=404)
    page = maja.browser.post(*answer, status=422)
    assert "kan inte läsa planen nu, och inte det ni skriver här" in page.text
    page.open(ours)
    assert "Var är Kim?" in page.text  # what was said before is not gone
    assert "kan inte läsa planen nu, och inte det ni skriver här" in page.text
    assert "Skicka" not in page.buttons
    assert threatened.mail_to_bo() == 0
    assert sip.county.execute(select(func.count(PlanMessage.id))).scalar_one() == 2


def test_the_database_takes_no_message_by_or_to_them(
    threatened: Threatened, sip: SipWorld, maja: Signed, bo: Signed
) -> None:
    writes(bo.browser, f"{threatened.plan.my_path}/messages", "Var är Kim?")
    threatened.keep_out()

    with sip.county.app.app_context(), acting_as(bo.token):
        assert db.session.scalar(select(func.count(PlanMessage.id))) == 0
        assert message(threatened, bo, threatened.near) == "refused"
        db.session.rollback()
    with sip.county.app.app_context(), acting_as(maja.token):
        assert message(threatened, maja, maja.organisation_id) == "refused"
        db.session.rollback()


def message(threatened: Threatened, writer: Signed, party: object) -> str:
    """What the database says to a message in Bo's conversation."""
    row = {
        "id": new_id(), "county_id": threatened.plan.county_id, "plan_id": threatened.plan.id,
        "person_id": threatened.near, "from_party": party, "text_sealed": b"x",
        "written_by": writer.name, "written_at": clock.now(),
    }  # fmt: skip
    try:
        db.session.execute(insert(PlanMessage.__table__).values(row))
    except ProgrammingError:
        return "refused"
    return "taken"


def test_a_message_to_anybody_else_is_no_mail_to_them(
    threatened: Threatened, kim: Signed, maja: Signed
) -> None:
    threatened.keep_out()
    writes(kim.browser, f"{threatened.plan.my_path}/messages", "Hej")
    writes(maja.browser, f"{threatened.plan.path}/messages/{threatened.plan.subject}", "Hej Kim")

    assert threatened.mail_to_bo() == 0


def test_a_mail_of_a_message_that_waits_is_not_sent(
    threatened: Threatened, sip: SipWorld, maja: Signed
) -> None:
    writes(maja.browser, f"{threatened.plan.path}/messages/{threatened.near}", "Ring mig")
    assert threatened.mail_to_bo() == 1
    mail = select(OutboxMail.id).where(OutboxMail.account_id == threatened.bo.account_id)
    its_id = sip.county.execute(mail).scalar_one()
    is_sent = text("select app.is_grounded(:mail)").bindparams(mail=its_id)
    assert sip.county.execute(is_sent).scalar_one() is True
    threatened.keep_out()

    assert threatened.mail_to_bo() == 0
    assert sip.county.execute(is_sent).scalar_one() is False


ASKED = ("who-may-see/asked", "who-may-see/answer", "withdraw")


def test_a_question_of_consent_does_not_reach_them(
    sip: SipWorld, maja: Signed, kim: Signed, bo: Signed
) -> None:
    plan = sip.plan(maja, person=kim, person_name="Kim Berg")
    guardian = plan.person(PersonKind.GUARDIAN, bo.name, bo)
    plan.act(ActKind.ASK, PLAN, invite(sip.county.region), consenter=plan.require(guardian))
    answers = [f"{plan.my_path}/{page}" for page in ASKED]
    for path in answers:
        bo.browser.open(path)
    page = maja.browser.open(f"{plan.path}/people/{guardian}/safety")
    page.press("Håll utanför", reason="Hotar Kim")

    for path in answers:
        bo.browser.open(path, 404)
        bo.browser.post(path, status=404)
    region = sip.county.region.hex
    asked = {f"ask_{region}": "y", f"why_{region}": "Behövs.", "purpose": "Vi vill hjälpa."}
    asked |= {"how": "oral", "given": "told", "interpreter": "no"}
    page.open(f"{plan.path}/consent/ask")
    url, data = page.filled("Anteckna att frågan är ställd", asked)
    page.post(url, {**data, "categories": ["health"]})
    mail = select(func.count(OutboxMail.id)).where(OutboxMail.account_id == bo.account_id)
    assert sip.county.execute(mail).scalar_one() == 0
    assert "Kim" not in bo.browser.open("/my-plan").text


def test_a_draft_of_theirs_is_neither_offered_nor_kept_on(
    threatened: Threatened, sip: SipWorld, bo: Signed
) -> None:
    theirs = f"{threatened.plan.my_path}/messages"
    kept(bo.browser.open(theirs), "Skicka", text="Jag vet var du")
    assert offers(bo.browser.open(theirs))
    held = bo.browser.open(theirs)
    threatened.keep_out()

    assert autosave(held, "Skicka", text="Jag vet var du bor")[0] == 404
    bo.browser.open(theirs, 404)
    with sip.county.app.app_context(), acting_as(bo.token):
        assert db.session.scalar(select(func.count(Draft.id))) == 0
        db.session.rollback()

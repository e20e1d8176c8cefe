"""Keeping somebody out of a plan for another's safety: nothing of it reaches them any more."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import ProgrammingError

from portal import clock
from portal.db import db
from portal.outbox.models import Notice, OutboxMail
from sip.kernel.vocabulary import PersonKind, Told
from sip.ledger.rules import PLAN, invite, relative, share
from sip.tables import functions
from sip.tables.calling import Attendance, Meeting
from sip.tables.people import KeptOut, PersonNotice
from tests.acting import acting_as
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

    assert "Hålls utanför" in threatened.maja.browser.open(f"{threatened.plan.path}/people").text
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
    page.follow(f"Släpp in igen : {bo.name}").press("Släpp in igen")

    assert "Hålls utanför" not in page.text
    bo.browser.open(threatened.plan.my_path)


def test_a_code_is_of_no_use_and_no_other_is_made(
    threatened: Threatened, sip: SipWorld, maja: Signed
) -> None:
    stranger = threatened.plan.person(PersonKind.RELATIVE, "Ny Berg")
    maja.browser.open(f"{threatened.plan.path}/people/{stranger}/safety").press("Håll utanför")

    assert "Lämna en kod : Ny Berg" not in maja.browser.text
    with sip.county.app.app_context(), acting_as(maja.token):
        assert not functions.keep_out(threatened.plan.id, stranger)  # twice is once
        db.session.rollback()


def test_what_waits_on_paper_is_not_handed_to_them(threatened: Threatened, maja: Signed) -> None:
    guardian = threatened.plan.person(PersonKind.GUARDIAN, "På papper")
    threatened.plan.add(PersonNotice, person_id=guardian, kind=Told.VERSION)
    papers = f"{threatened.plan.path}/papers"
    assert "På papper" in maja.browser.open(papers).text
    maja.browser.open(f"{threatened.plan.path}/people/{guardian}/safety").press("Håll utanför")

    assert "På papper" not in maja.browser.open(papers).text
    assert "Besked att lämna på papper" not in maja.browser.open("/sip").text


def test_consent_is_as_it_was(threatened: Threatened, sip: SipWorld, nils: Signed) -> None:
    plan = threatened.plan
    guardian = plan.person(PersonKind.GUARDIAN, "Pappa Berg")
    plan.require(guardian)
    plan.grant(PLAN, invite(sip.county.region))
    plan.participant(nils)
    nils.browser.open(plan.path)
    threatened.maja.browser.open(f"{plan.path}/people/{guardian}/safety").press("Håll utanför")

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
                functions.keep_out(plan.id, person)
            db.session.rollback()

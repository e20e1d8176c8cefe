"""Somebody whose say counts is kept out at once, and another handler confirms it or undoes it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import DBAPIError

from portal import clock
from portal.db import db
from portal.ids import new_id
from portal.outbox.models import Notice, OutboxMail
from sip.kernel.vocabulary import ActKind, PersonKind, Phase
from sip.ledger.rules import PLAN, invite, share
from sip.tables import functions
from sip.tables.people import KeptOut, PersonNotice
from sip.tables.plan import Plan
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.sip.consenters.steps import is_open
from tests.integration.sip.world import Signed, SipWorld

WHY = "Har hotat Kim och väntat utanför skolan."


@pytest.fixture
def lena(sip: SipWorld) -> Signed:
    """A second handler of the municipality."""
    return sip.caseworker(sip.county.municipality, "Lena Ek")


@pytest.fixture
def bo(sip: SipWorld) -> Signed:
    """Who threatens, and consents for the child."""
    return sip.individual("Bo Berg")


class Guarded:
    """Kim's plan, which the region is called to, and which Bo consents to beside Kim."""

    def __init__(self, sip: SipWorld, maja: Signed, lena: Signed, kim: Signed, bo: Signed) -> None:
        self.sip, self.maja, self.lena = sip, maja, lena
        self.plan = sip.plan(maja, person=kim, person_name="Kim Berg")
        self.plan.participant(lena)
        self.bo = self.plan.person(PersonKind.GUARDIAN, bo.name, bo)
        self.says = self.plan.require(self.bo)

    @property
    def page(self) -> str:
        return f"{self.plan.path}/people/{self.bo}/safety"

    def keep_out(self, who: Signed | None = None) -> Browser:
        page = (who or self.maja).browser.open(self.page)
        return page.press("Håll utanför", reason=WHY)

    def kept(self, *columns: Any) -> Any:
        (row,) = self.sip.county.execute(select(*columns).where(KeptOut.person_id == self.bo)).all()
        return row

    def decision(self) -> UUID:
        """The decision that stands."""
        rows = select(KeptOut.id).where(KeptOut.person_id == self.bo, KeptOut.undone_at.is_(None))
        found: UUID = self.sip.county.execute(rows).scalar_one()
        return found

    def decide_anew(self) -> None:
        """Maja lets Bo back, and keeps him out for another reason."""
        self.maja.browser.open(self.page).press("Släpp in igen")
        self.maja.browser.open(self.page).press("Håll utanför", reason="Har slagit Kim.")

    def is_kept_out(self) -> bool:
        asked = text("select app.is_kept_out(:person)").bindparams(person=self.bo)
        return bool(self.sip.county.execute(asked).scalar_one())

    def confirmed_by(self) -> UUID | None:
        found: UUID | None = self.kept(KeptOut.confirmed_by)[0]
        return found


@pytest.fixture
def guarded(sip: SipWorld, maja: Signed, lena: Signed, kim: Signed, bo: Signed) -> Guarded:
    return Guarded(sip, maja, lena, kim, bo)


def test_it_holds_at_once_and_says_why_to_the_handlers_alone(
    guarded: Guarded, sip: SipWorld, bo: Signed, kim: Signed, nils: Signed
) -> None:
    near = sip.individual("Sissi Syster")
    guarded.plan.person(PersonKind.RELATIVE, near.name, near)
    guarded.plan.grant(PLAN, invite(sip.county.region))
    guarded.plan.participant(nils)
    bo.browser.open(guarded.plan.my_path)
    told = sip.county.execute(select(func.count(PersonNotice.id))).scalar_one()
    guarded.keep_out()

    bo.browser.open(guarded.plan.my_path, 404)
    assert guarded.confirmed_by() is None
    assert WHY in guarded.lena.browser.open(guarded.page).text
    for one in ("", "/who-may-see", "/history", "/history/consent", "/happened", "/kept"):
        assert WHY not in kim.browser.open(guarded.plan.my_path + one).text
    nils.browser.open(guarded.page, 403)
    assert WHY not in nils.browser.open(guarded.plan.path).text
    assert sip.county.execute(select(func.count(PersonNotice.id))).scalar_one() == told
    assert b"hotat" not in guarded.kept(KeptOut.reason_sealed)[0]
    for reader, sees in ((guarded.lena, 1), (nils, 0), (kim, 0), (bo, 0), (near, 0)):
        with sip.county.app.app_context(), acting_as(reader.token):
            assert db.session.scalar(select(func.count(KeptOut.id))) == sees, reader.name


def test_it_is_not_done_without_saying_why(guarded: Guarded) -> None:
    page = guarded.maja.browser.open(guarded.page).press("Håll utanför", status=422)

    assert page.problems == ["Skriv varför."]
    assert not guarded.is_kept_out()


@pytest.mark.parametrize("kind", ["not asked yet", "asked later", "instead", "beside", "before"])
def test_whose_say_counts(guarded: Guarded, kind: str) -> None:
    plan, now = guarded.plan, clock.now()
    if kind == "not asked yet":
        person = plan.person(PersonKind.GUARDIAN, "Ny Berg")
    else:
        person = plan.person(PersonKind.REPRESENTATIVE, "Göran God")
        since = now + timedelta(days=9) if kind == "asked later" else now - timedelta(days=9)
        until = now - timedelta(days=1) if kind == "before" else None
        plan.require(person, since=since, until=until, scope=["plan"], replaces=kind == "instead")
    page = guarded.maja.browser.open(f"{plan.path}/people/{person}/safety")

    assert ("Varför?" in page.text) is (kind != "before")


def test_another_handler_confirms_it_and_it_waits_no_more(guarded: Guarded, sip: SipWorld) -> None:
    guarded.keep_out()
    for handler in (guarded.maja, guarded.lena):
        for address in ("/sip", guarded.plan.path):
            assert "Se beslutet" in handler.browser.open(address).text
    own = guarded.maja.browser.open(guarded.page)
    assert "Bekräfta" not in own.buttons
    assert "En annan handläggare hos er bekräftar" in own.text
    page = guarded.lena.browser.open(guarded.plan.path).follow("Se beslutet")
    page.press("Bekräfta")

    assert guarded.confirmed_by() == guarded.lena.account_id
    page.open(guarded.page)
    assert "Bekräftat av Lena Ek" in page.text
    assert "Bekräfta" not in page.buttons
    for address in ("/sip", guarded.plan.path):
        assert "Se beslutet" not in page.open(address).text
    assert guarded.is_kept_out()


def test_the_other_handlers_are_told_without_a_word_of_whom(
    guarded: Guarded, sip: SipWorld
) -> None:
    guarded.keep_out()

    waits = "Ett beslut av en kollega i en plan väntar på att du bekräftar."
    assert waits in guarded.lena.browser.open("/sip").text
    for table in (Notice, OutboxMail):
        told = select(table.account_id, table.path).where(table.kind == "person.kept_out")
        (row,) = sip.county.execute(told).all()
        assert tuple(row) == (guarded.lena.account_id, f"{guarded.plan.path}/people")


@pytest.mark.parametrize("answer", ["Bekräfta", "Släpp in igen"])
def test_what_waits_no_more_is_neither_told_nor_mailed(
    guarded: Guarded, sip: SipWorld, answer: str
) -> None:
    third = sip.caseworker(sip.county.municipality, "Tor Tredje")
    guarded.plan.participant(third)
    guarded.keep_out()
    waits = "Ett beslut av en kollega i en plan väntar på att du bekräftar."
    assert waits in third.browser.open("/sip").text
    mail = sip.county.execute(
        select(OutboxMail.id).where(OutboxMail.account_id == third.account_id)
    ).scalar_one()
    may_go = select(func.app.is_grounded(mail))
    assert sip.county.execute(may_go).scalar_one()
    guarded.lena.browser.open(guarded.page).press(answer)

    assert waits not in third.browser.open("/sip").text
    assert not sip.county.execute(may_go).scalar_one()
    dead = select(OutboxMail.dead_at).where(OutboxMail.id == mail)
    assert sip.county.execute(dead).scalar_one() is not None


@pytest.mark.parametrize("answer", ["Bekräfta", "Släpp in igen"])
def test_an_old_page_answers_no_decision_that_was_not_read(guarded: Guarded, answer: str) -> None:
    guarded.keep_out()
    page = guarded.lena.browser.open(guarded.page)
    held = page.filled(answer, {})
    guarded.decide_anew()
    page.post(*held, 422)

    assert page.problems == [
        "Det finns ett nyare beslut än det du läste. Läs det och ta ställning till det."
    ]
    assert "Har slagit Kim." in page.text
    assert guarded.is_kept_out()
    row = select(func.count(KeptOut.id)).where(KeptOut.confirmed_at.is_not(None))
    assert guarded.sip.county.execute(row).scalar_one() == 0
    page.press(answer)  # now it was read
    assert guarded.is_kept_out() is (answer == "Bekräfta")


def test_two_who_keep_somebody_out_at_once_lose_no_words(guarded: Guarded) -> None:
    page = guarded.lena.browser.open(guarded.page)
    guarded.keep_out()
    page.press("Håll utanför", status=409, reason="Har slagit Kim.")

    assert "Har slagit Kim." in page.response.text
    assert guarded.kept(KeptOut.kept_by) == (guarded.maja.account_id,)


def test_the_second_handler_can_let_them_back_instead(guarded: Guarded, bo: Signed) -> None:
    guarded.keep_out()
    guarded.lena.browser.open(guarded.page).press("Släpp in igen")

    bo.browser.open(guarded.plan.my_path)
    assert "Se beslutet" not in guarded.maja.browser.open("/sip").text


def test_it_never_lapses_and_is_late_after_a_week(guarded: Guarded, sip: SipWorld) -> None:
    guarded.keep_out()
    (until,) = guarded.kept(KeptOut.confirm_by)
    assert until == clock.today() + timedelta(days=7)
    assert "Försenat" not in guarded.lena.browser.open("/sip").text
    for days, is_late in ((0, False), (1, True), (400, True)):
        day = clock.today() - timedelta(days=days)
        sip.county.execute(update(KeptOut).values(confirm_by=day))
        assert guarded.is_kept_out()
        for page in ("/sip", guarded.plan.path, guarded.page):
            assert ("Försenat" in guarded.lena.browser.open(page).text) is is_late, (page, days)


def test_the_database_takes_no_other_confirmation(
    guarded: Guarded, sip: SipWorld, nils: Signed, sara: Signed
) -> None:
    plan = guarded.plan
    guarded.keep_out()
    plan.grant(PLAN, invite(sip.county.region))
    plan.participant(nils)

    decision = guarded.decision()

    def refused(who: Signed) -> str:
        with sip.county.app.app_context(), acting_as(who.token):
            try:
                changed = functions.confirm_kept_out(decision)
            except DBAPIError as error:
                return str(error.orig)
            finally:
                db.session.rollback()
        return "" if changed else "nothing"

    assert "confirmed by who kept them out" in refused(guarded.maja)
    assert "not yours to confirm" in refused(nils)  # another organisation's
    assert "not yours to confirm" in refused(sara)  # of the same, and not in the plan
    plan.person(PersonKind.RELATIVE, "Lena Ek", guarded.lena)
    assert "confirmed by one of the private people" in refused(guarded.lena)
    page = guarded.lena.browser.open(guarded.page)
    assert WHY not in page.text
    assert "Bekräfta" not in page.buttons


def test_who_is_near_the_person_lets_nobody_back(guarded: Guarded, sip: SipWorld) -> None:
    """Lena handles the plan, and is Kim's aunt."""
    guarded.keep_out()
    page = guarded.lena.browser.open(guarded.page)
    before = page.filled("Släpp in igen", {})
    guarded.plan.person(PersonKind.RELATIVE, "Lena Ek", guarded.lena)
    page.post(*before, 422)

    assert "Släpp in igen" not in page.open(guarded.page).buttons
    with sip.county.app.app_context(), acting_as(guarded.lena.token):
        with pytest.raises(DBAPIError, match="let back by one of the private people"):
            functions.let_back(guarded.decision())
        db.session.rollback()
    assert guarded.is_kept_out()


def test_who_kept_them_out_cannot_confirm_it_by_hand(guarded: Guarded) -> None:
    guarded.keep_out()
    page = guarded.maja.browser.open(guarded.page)
    sent = {"csrf_token": page.value("csrf_token"), "kept_id": str(guarded.decision())}
    page.post(f"{guarded.page}/confirm", sent, 422)

    assert "Du har själv hållit personen utanför" in page.text
    assert guarded.confirmed_by() is None


def test_the_database_takes_no_reason_too_few_and_none_too_many(
    guarded: Guarded, sip: SipWorld
) -> None:
    near = guarded.plan.person(PersonKind.RELATIVE, "Nära Berg")
    said: dict[str, Any] = {"reason_sealed": b"x", "confirm_by": clock.today()}
    for person, values in ((guarded.bo, {}), (near, said)):
        with sip.county.app.app_context(), acting_as(guarded.maja.token):
            with pytest.raises(DBAPIError, match="why is said of whose say counts"):
                functions.keep_out(guarded.plan.id, person, new_id(), **values)
            db.session.rollback()


def test_a_form_sent_again_after_they_were_let_back_keeps_nobody_out(guarded: Guarded) -> None:
    held = guarded.maja.browser.open(guarded.page).filled("Håll utanför", {"reason": WHY})
    guarded.maja.browser.post(*held)
    guarded.lena.browser.open(guarded.page).press("Släpp in igen")
    guarded.maja.browser.post(*held)

    assert not guarded.is_kept_out()


def test_who_handles_the_plan_and_is_kept_out_of_it_sees_nothing_of_it(
    guarded: Guarded, sip: SipWorld
) -> None:
    """Lena works there, and is the one who is kept out."""
    own = guarded.plan.person(PersonKind.GUARDIAN, "Lena Ek", guarded.lena)
    page = f"{guarded.plan.path}/people/{own}/safety"
    guarded.maja.browser.open(page).press("Håll utanför", reason=WHY)

    found = select(KeptOut.id).where(KeptOut.person_id == own)
    decision = sip.county.execute(found).scalar_one()
    guarded.lena.browser.open(page, 404)
    guarded.lena.browser.open(guarded.plan.path, 404)
    assert "utanför planen" not in guarded.lena.browser.open("/sip").text
    with sip.county.app.app_context(), acting_as(guarded.lena.token):
        assert db.session.scalar(select(func.count(KeptOut.id))) == 0
        with pytest.raises(DBAPIError, match="not yours to let back"):
            functions.let_back(decision)
        db.session.rollback()


def test_nothing_opens_by_it(guarded: Guarded, sip: SipWorld, nils: Signed) -> None:
    plan = guarded.plan
    plan.participant(nils)
    plan.act(ActKind.GRANT, PLAN, invite(sip.county.region))  # Kim, and not Bo
    assert not is_open(plan)
    guarded.keep_out()
    guarded.lena.browser.open(guarded.page).press("Bekräfta")

    assert not is_open(plan)
    nils.browser.open(plan.path, 404)
    plan.act(ActKind.GRANT, PLAN, invite(sip.county.region), consenter=guarded.says)
    assert is_open(plan)  # said by word of mouth, and noted


@pytest.mark.parametrize("what", ["plan", "region"])
def test_what_they_take_back_is_noted_for_them_and_closes(
    guarded: Guarded, sip: SipWorld, nils: Signed, what: str
) -> None:
    plan, region = guarded.plan, sip.county.region
    plan.grant(PLAN, invite(region), share(region, sip.county.municipality, "health"))
    plan.participant(nils)
    guarded.keep_out()
    nils.browser.open(plan.path)
    page = guarded.lena.browser.open(f"{plan.path}/consent/{guarded.says}/withdraw")
    page.press("Spara återtagandet", what=what if what == "plan" else str(region), how="written")

    nils.browser.open(plan.path, 404)
    assert is_open(plan) is (what == "region")
    assert guarded.is_kept_out()


def test_a_no_is_noted_for_them_and_opens_nothing(
    guarded: Guarded, sip: SipWorld, nils: Signed
) -> None:
    plan = guarded.plan
    plan.participant(nils)
    asked = [PLAN, invite(sip.county.region)]
    for consenter in plan.consenters:
        plan.act(ActKind.ASK, *asked, consenter=consenter)
    plan.act(ActKind.GRANT, *asked)
    guarded.keep_out()
    page = guarded.lena.browser.open(f"{plan.path}/consent/{guarded.says}/record")
    page.press("Spara svaret", answer="no", how="oral")

    assert not is_open(plan)
    nils.browser.open(plan.path, 404)


def still(guarded: Guarded, how: str) -> None:
    if how == "frozen":
        guarded.plan.withdraw(PLAN)
    else:
        ended = {"phase": Phase.CLOSED, "closed_at": clock.now()}
        of_plan = update(Plan).where(Plan.id == guarded.plan.id)
        guarded.sip.county.execute(of_plan.values(**ended))


@pytest.mark.parametrize("how", ["frozen", "closed"])
def test_in_a_plan_that_stands_still_they_are_kept_out_and_not_let_back(
    guarded: Guarded, sip: SipWorld, bo: Signed, how: str
) -> None:
    guarded.plan.grant(PLAN)
    before = guarded.maja.browser.open(guarded.page).filled("Håll utanför", {"reason": WHY})
    still(guarded, how)
    bo.browser.open(guarded.plan.my_path)
    guarded.maja.browser.post(*before)

    bo.browser.open(guarded.plan.my_path, 404)
    page = guarded.lena.browser.open(guarded.page)
    assert "Planen står still" in page.text
    assert "Släpp in igen" not in page.buttons
    sent = {"csrf_token": page.value("csrf_token"), "kept_id": str(guarded.decision())}
    page.post(f"{guarded.page}/end", sent, 422)
    with sip.county.app.app_context(), acting_as(guarded.lena.token):
        with pytest.raises(DBAPIError, match="not yours to let back"):
            functions.let_back(guarded.decision())
        db.session.rollback()
    assert guarded.is_kept_out()
    page.open(guarded.page).press("Bekräfta")
    assert guarded.confirmed_by() == guarded.lena.account_id


@pytest.mark.parametrize("days", [-1, 8])
def test_the_database_gives_a_week_to_confirm_it(
    guarded: Guarded, sip: SipWorld, days: int
) -> None:
    said = {"reason_sealed": b"x", "confirm_by": clock.today() + timedelta(days=days)}
    with sip.county.app.app_context(), acting_as(guarded.maja.token):
        with pytest.raises(DBAPIError, match="confirmed within a week"):
            functions.keep_out(guarded.plan.id, guarded.bo, new_id(), **said)
        db.session.rollback()

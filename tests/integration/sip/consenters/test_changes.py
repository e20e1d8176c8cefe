"""Nobody takes the person's say away: who stands beside, who replaces, who is let go."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import DBAPIError

from portal import clock
from portal.db import db
from portal.ids import new_id
from portal.outbox.models import Notice, OutboxMail
from sip.kernel.vocabulary import ActKind, Capacity, ChangeKind, PersonKind, Phase, Settled
from sip.ledger.rules import PLAN
from sip.tables.consent import ConsentAct, Consenter, ConsenterChange
from sip.tables.people import PlanPerson
from sip.tables.plan import Plan
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.sip.consenters.steps import (
    REASON,
    appoint,
    child_of_two,
    confirm,
    guardian,
    is_open,
    mandate,
    note_number,
    people,
    refused,
    representative,
    required,
    waiting,
)
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld


def test_nothing_is_chosen_beforehand_when_somebody_is_appointed(plan: PlanOfTests) -> None:
    page = plan.handler.browser.open(f"{people(plan)}/representatives/new")
    chosen = page.soup.select("main input[checked], main option[selected]")

    assert [one.get("value") for one in chosen if one.get("value")] == []
    page.press("Lägg till", name="Göran God", status=422)
    assert len(page.problems) == 7


@pytest.mark.parametrize("capacity", ["attorney", "god_man"])
def test_an_ombud_and_a_god_man_never_answer_in_the_persons_place(
    plan: PlanOfTests, capacity: str
) -> None:
    page = appoint(plan, 422, capacity=capacity, stands="replaces", reason="Kim orkar inte")

    assert page.problems == [
        "Ett ombud med fullmakt och en god man svarar tillsammans med personen, aldrig i personens"
        " ställe."
    ]
    assert required(plan) == {plan.subject}


@pytest.mark.parametrize(
    "capacity", [one.value for one in Capacity if one is not Capacity.GUARDIAN]
)
def test_whoever_stands_beside_leaves_the_persons_own_say(
    plan: PlanOfTests, kim: Signed, capacity: str
) -> None:
    plan.grant(PLAN)
    appoint(plan, capacity=capacity)

    assert required(plan) == {plan.subject, representative(plan)}
    assert not is_open(plan)  # until the other has spoken too
    page = kim.browser.open(f"{plan.my_path}/withdraw")
    page.press("Ja, ta tillbaka")
    last = select(ConsentAct.kind).where(ConsentAct.plan_id == plan.id)
    assert ActKind.WITHDRAW in set(plan.world.county.execute(last).scalars())


def test_who_comes_to_stand_beside_the_person_stands_among_what_was_decided(
    sip: SipWorld, plan: PlanOfTests, kim: Signed
) -> None:
    """On the person's own page: who, what for, by which paper, and who noted it."""
    appoint(plan, scope=["plan", "share:housing"])

    page = kim.browser.open(f"{plan.my_path}/who-may-see")
    decided = page.soup.select_one("section[aria-labelledby=h-changes]").text
    assert "Göran God får ett nytt uppdrag" in decided
    assert "Beslutat av Maja Öhlund" in decided
    assert "Beslut från tingsrätten, Ä 112-26" in decided
    assert "Dela: Boende" in decided
    # a form sent twice is one decision; the next, while it runs, is for a colleague to confirm
    plan.handler.browser.send_again()
    assert kinds(plan) == [(ChangeKind.BESIDE, Settled.CONFIRMED)]
    page = plan.handler.browser.open(f"{people(plan)}/{representative(plan)}/mandate")
    new = {key: value for key, value in mandate().items() if key != "name"}
    page.press("Spara", **new, reason="Ny domstol")
    assert kinds(plan) == [(ChangeKind.BESIDE, Settled.CONFIRMED), (ChangeKind.BESIDE, None)]


def test_nobody_confirms_a_change_in_a_plan_where_they_are_a_private_person(
    sip: SipWorld, plan: PlanOfTests, lena: Signed, maja: Signed
) -> None:
    """Lena handles the case, and is the one who would answer in the person's place."""
    appoint(plan, capacity="forvaltare", stands="replaces", reason="Tingsrättens beslut")
    link = update(PlanPerson).where(PlanPerson.id == representative(plan))
    sip.county.execute(link.values(account_id=lena.account_id, linked_at=clock.now()))

    page = lena.browser.open(f"{people(plan)}/changes/{waiting(plan)}")
    page.press("Bekräfta", status=422)
    assert "Du är själv med i planen som privatperson" in page.text
    assert required(plan) == {plan.subject}
    settled = {"outcome": "confirmed", "settled_by": lena.account_id, "settled_by_name": "Lena"}
    with sip.county.app.app_context(), acting_as(lena.token):
        with pytest.raises(DBAPIError, match="confirmed by one of the private people"):
            db.session.execute(update(ConsenterChange.__table__).values(settled))
        db.session.rollback()


def test_staff_who_are_a_private_person_in_the_plan_record_nobodys_answer(
    sip: SipWorld, plan: PlanOfTests, lena: Signed, maja: Signed
) -> None:
    """Lena handles the case, and is somebody near: a colleague notes what others say."""
    theirs = plan.consenters[0]
    noted = {"at": None, "items": [PLAN.key], "recorded_for": maja.organisation_id}
    given = plan.add(ConsentAct, kind=ActKind.GRANT, consenter_id=theirs, **noted)
    consent = f"{plan.path}/consent"
    held = lena.browser.open(f"{consent}/acts/{given}/annul")
    filled = held.filled("Anteckna rättelsen", {})
    plan.person(PersonKind.RELATIVE, "Lena Ek", lena)

    assert "En annan handläggare antecknar" in held.post(*filled, status=422).text
    for page in (f"{theirs}/record/choose", f"acts/{given}/annul"):
        shown = lena.browser.open(f"{consent}/{page}")
        assert "En annan handläggare antecknar vad andra svarar." in shown.text
        assert not shown.soup.select("main form")
    assert is_open(plan)
    said = {
        "id": new_id(),
        "county_id": plan.county_id,
        "plan_id": plan.id,
        "consenter_id": theirs,
        "items": [PLAN.key],
        "how": "oral",
        "information_text_version": "2026-1",
    }
    wrong = {"kind": ActKind.ERROR, "corrects": given, "items": []}
    for values in ({"kind": ActKind.REFUSE}, wrong):
        of_lena, of_maja = (
            insert(ConsentAct).values(
                said
                | values
                | {
                    "recorded_by": who.account_id,
                    "recorded_by_name": who.name,
                    "recorded_for": who.organisation_id,
                }
            )
            for who in (lena, maja)
        )
        assert "recorded by one of the private people" in refused(sip, lena, of_lena)
        assert refused(sip, maja, of_maja) == ""
    assert is_open(plan)
    page = lena.browser.open(f"{consent}/{theirs}/withdraw")
    page.press("Spara återtagandet", what="plan", how="oral")
    assert not is_open(plan), "no withdrawal waits for another handler"


def test_a_mandate_that_runs_is_not_replaced_by_one_handler(
    sip: SipWorld, plan: PlanOfTests, maja: Signed
) -> None:
    appoint(plan)
    change = new_id()
    values = {
        "id": change,
        "county_id": plan.county_id,
        "plan_id": plan.id,
        "person_id": representative(plan),
        "kind": "beside",
        "reason_sealed": b"x",
        "document_sealed": b"x",
        "document_on": clock.today(),
        "capacity": "god_man",
        "mandate_scope": ["plan"],
        "mandate_from": clock.now(),
        "mandate_to": clock.now() + timedelta(days=9),
        "proposed_at": clock.now(),
        "proposed_by": maja.account_id,
        "proposed_by_name": "Maja Öhlund",
    }
    table = ConsenterChange.__table__
    with sip.county.app.app_context(), acting_as(maja.token):
        db.session.execute(insert(table).values(values))
        outcome = db.session.scalar(select(table.c.outcome).where(table.c.id == change))
        assert outcome is None
        settled = {"outcome": "confirmed", "settled_by": maja.account_id, "settled_by_name": "M"}
        with pytest.raises(DBAPIError, match="confirmed by who proposed it"):
            db.session.execute(update(table).where(table.c.id == change).values(settled))
        db.session.rollback()


def kinds(plan: PlanOfTests) -> list[tuple[ChangeKind, Settled | None]]:
    found = select(ConsenterChange.kind, ConsenterChange.outcome).where(
        ConsenterChange.plan_id == plan.id
    )
    rows = plan.world.county.execute(found.order_by(ConsenterChange.proposed_at))
    return [(row.kind, row.outcome) for row in rows]


def test_whoever_owns_the_plan_is_named_as_what_they_are_with_what_they_see(
    sip: SipWorld, plan: PlanOfTests, kim: Signed
) -> None:
    appoint(plan, scope=["plan", "share:housing"])
    ended = plan.person(PersonKind.REPRESENTATIVE, "Olle Ombud")
    plan.require(ended, until=clock.now() - timedelta(days=1), scope=["plan"])

    page = kim.browser.open(f"{plan.my_path}/who-may-see")
    who = page.soup.select_one("section[aria-labelledby=h-who]").text
    assert "Göran God" in who
    assert "Får se hela planen" not in who
    assert "Får se boende" in " ".join(who.split())
    assert "Olle Ombud" not in who


def test_a_forvaltare_answers_instead_only_when_a_second_handler_has_confirmed_it(
    plan: PlanOfTests, lena: Signed, kim: Signed
) -> None:
    page = appoint(plan, capacity="forvaltare", stands="replaces", reason="Tingsrättens beslut")
    assert "gäller först när en annan handläggare har bekräftat det" in page.text
    assert required(plan) == {plan.subject}

    own = plan.handler.browser.open(f"{people(plan)}/changes/{waiting(plan)}")
    assert "Bekräfta" not in own.buttons
    assert "En ändring väntar på att du bekräftar" in lena.browser.open("/sip").text
    confirm(plan, lena)
    rep = representative(plan)
    assert required(plan) == {plan.subject, rep}

    theirs = plan.consenter_of(rep)
    plan.act(ActKind.GRANT, PLAN, consenter=theirs, valid_to=clock.now() + timedelta(days=9))
    assert is_open(plan)
    kim.browser.open(f"{plan.my_path}/withdraw").press("Ja, ta tillbaka")
    assert not is_open(plan)
    plan.act(ActKind.GRANT, PLAN, consenter=theirs, valid_to=clock.now() + timedelta(days=9))
    assert not is_open(plan)


def test_to_replace_somebody_asks_why_and_is_turned_down_for_a_child(
    plan: PlanOfTests, sip: SipWorld, maja: Signed
) -> None:
    page = appoint(plan, 422, capacity="forvaltare", stands="replaces")
    assert page.problems == ["Skriv varför."]
    child = sip.plan(maja, person_name="Sam Berg", needs_subject=False)
    note_number(child, 12)
    page = appoint(child, 422, capacity="forvaltare", stands="replaces", reason="Beslut")
    assert page.problems == ["Personen är under 18 år. För ett barn samtycker vårdnadshavarna."]


@pytest.mark.parametrize("capacity", ["forvaltare", "future_attorney"])
def test_nobody_comes_to_answer_for_somebody_whose_plan_is_closed(
    plan: PlanOfTests, lena: Signed, capacity: str
) -> None:
    """It was proposed before: of a closed plan, or one of who has died, nobody comes to read."""
    appoint(plan, capacity=capacity, stands="replaces", reason="Tingsrättens beslut")
    held = lena.browser.open(f"{people(plan)}/changes/{waiting(plan)}")
    filled = held.filled("Bekräfta", {})
    plan.world.county.execute(
        update(Plan).where(Plan.id == plan.id).values(phase=Phase.CLOSED, closed_at=clock.now())
    )

    assert "Planen är avslutad" in held.post(*filled, status=422).text
    assert required(plan) == {plan.subject}
    page = lena.browser.open(f"{people(plan)}/changes/{waiting(plan)}")
    assert "Bekräfta" not in page.buttons
    page.press("Avböj")
    page.open(f"{people(plan)}/changes")
    assert page.heading == "Inga ändringar väntar på bekräftelse"


def test_a_new_mandate_in_place_of_one_that_runs_takes_a_second_handler(
    plan: PlanOfTests, lena: Signed
) -> None:
    appoint(plan)
    rep = representative(plan)
    page = plan.handler.browser.open(f"{people(plan)}/{rep}/mandate")
    fields = {key: value for key, value in mandate(scope=["plan"]).items() if key != "name"}
    page.press("Spara", **fields, reason="Mindre uppdrag")
    scopes = select(Consenter.mandate_scope).where(
        Consenter.person_id == rep, Consenter.required_to > clock.now() + timedelta(days=1)
    )
    assert plan.world.county.execute(scopes).scalars().all() == [["invite", "plan"]]
    confirm(plan, lena)
    assert plan.world.county.execute(scopes).scalars().all() == [["plan"]]


def test_a_guardian_who_said_no_is_let_go_by_two_and_nothing_opens(
    sip: SipWorld, maja: Signed, lena: Signed
) -> None:
    plan = child_of_two(sip, maja, lena)
    eva, olle = guardian(plan, 0), guardian(plan, 1)
    plan.act(ActKind.GRANT, PLAN, consenter=plan.consenter_of(eva))
    plan.act(ActKind.REFUSE, PLAN, consenter=plan.consenter_of(olle))
    page = maja.browser.open(f"{people(plan)}/{olle}/leave")
    page.press("Skicka till en kollega", status=422)
    assert len(page.problems) == 3
    page.press("Skicka till en kollega", **REASON)
    assert required(plan) == {eva, olle}
    confirm(plan, lena)

    assert required(plan) == {eva}
    assert not is_open(plan)
    assert (
        "Sa ja"
        not in maja.browser.open(f"{plan.path}/consent/{plan.consenter_of(eva)}/record").text
    )
    plan.act(ActKind.GRANT, PLAN, consenter=plan.consenter_of(eva))
    assert is_open(plan)


def test_a_proposal_can_be_turned_down_or_taken_back_and_changes_nothing(
    sip: SipWorld, maja: Signed, lena: Signed
) -> None:
    plan = child_of_two(sip, maja, lena)
    olle = guardian(plan, 1)
    for who, button in ((lena, "Avböj"), (maja, "Ta tillbaka förslaget")):
        page = maja.browser.open(f"{people(plan)}/{olle}/leave")
        page.press("Skicka till en kollega", **{**REASON, "reason": f"Visas för {who.name}"})
        page.open(f"{people(plan)}/{olle}/leave")
        again = {**REASON, "reason": "Ett skäl till"}
        page.press("Skicka till en kollega", **again, status=422)  # one at a time
        who.browser.open(f"{people(plan)}/changes/{waiting(plan)}").press(button)
        assert olle in required(plan)
    page = maja.browser.open(f"{people(plan)}/changes")
    assert page.heading == "Inga ändringar väntar på bekräftelse"
    assert page.text.count("Avböjd") == 2


def test_a_mandate_ends_by_two_and_everybody_is_told(
    sip: SipWorld, plan: PlanOfTests, kim: Signed, lena: Signed
) -> None:
    goran = sip.individual("Göran God")
    appoint(plan)
    rep = representative(plan)
    sip.county.execute(
        update(PlanPerson)
        .where(PlanPerson.id == rep)
        .values(account_id=goran.account_id, linked_at=clock.now())
    )
    page = plan.handler.browser.open(f"{people(plan)}/{rep}/end")
    page.press("Skicka till en kollega", **REASON)
    assert _told(sip, "consenter.proposed") == {lena.account_id}
    sip.county.execute(update(Notice).values(read_at=clock.now()))
    confirm(plan, lena)

    assert required(plan) == {plan.subject}
    told = _told(sip, "consenter.changed")
    assert told == {kim.account_id, goran.account_id, plan.handler.account_id}
    mail = select(OutboxMail.account_id).where(OutboxMail.kind == "consenter.changed")
    assert {kim.account_id, goran.account_id} <= set(sip.county.execute(mail).scalars())
    page = kim.browser.open(f"{plan.my_path}/who-may-see")
    assert "Uppdraget för Göran God avslutas" in page.text
    assert "Underlaget säger det" in page.text


def test_only_the_mandate_that_was_read_is_proposed_to_end(
    sip: SipWorld, plan: PlanOfTests, lena: Signed
) -> None:
    appoint(plan)
    rep = representative(plan)
    late = Browser(sip.county.app, token=lena.token).open(f"{people(plan)}/{rep}/end")
    page = plan.handler.browser.open(f"{people(plan)}/{rep}/mandate")
    fields = {key: value for key, value in mandate(scope=["plan"]).items() if key != "name"}
    page.press("Spara", **fields, reason="Mindre uppdrag")
    confirm(plan, lena)
    late.press("Skicka till en kollega", 422, **REASON)

    assert late.problems[0].startswith("Personens uppdrag har ändrats sedan du öppnade sidan.")
    assert late.value("reason") == REASON["reason"]
    ends = select(ConsenterChange.id).where(ConsenterChange.kind == ChangeKind.ENDS)
    assert not sip.county.execute(ends).all()
    late.press("Skicka till en kollega")  # now it was read
    assert sip.county.execute(ends).all()


def _told(sip: SipWorld, kind: str) -> set[object]:
    found = select(Notice.account_id).where(Notice.kind == kind, Notice.read_at.is_(None))
    return set(sip.county.execute(found).scalars())

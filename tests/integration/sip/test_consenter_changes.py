"""Nobody takes the person's say away: who stands beside, who replaces, who is asked and let go."""

from datetime import date, timedelta
from itertools import permutations

import pytest
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import DBAPIError

from portal import clock
from portal.db import db
from portal.ids import new_id
from portal.outbox.models import Notice, OutboxMail
from portal.personnummer import check_digit
from sip.kernel.days import ends_at, midnight
from sip.kernel.vocabulary import ActKind, Capacity, ChangeKind, PersonKind, Phase, Settled
from sip.ledger.rules import PLAN, invite
from sip.tables.consent import ConsentAct, Consenter, ConsenterChange
from sip.tables.people import PlanPerson
from tests.acting import acting_as
from tests.browser import Browser
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld

DOCUMENT = {"document": "Beslut från tingsrätten, Ä 112-26", "document_on": "2026-11-02"}
REASON = {**DOCUMENT, "reason": "Underlaget säger det"}


@pytest.fixture
def lena(sip: SipWorld) -> Signed:
    """A second handler of the municipality."""
    return sip.caseworker(sip.county.municipality, "Lena Ek")


@pytest.fixture
def plan(sip: SipWorld, maja: Signed, lena: Signed, kim: Signed) -> PlanOfTests:
    plan = sip.plan(maja, person=kim, person_name="Kim Andersson")
    plan.participant(lena)
    return plan


def people(plan: PlanOfTests) -> str:
    return f"{plan.path}/people"


def required(plan: PlanOfTests) -> set[object]:
    now = clock.now() + timedelta(seconds=1)
    found = select(Consenter.person_id).where(
        Consenter.plan_id == plan.id,
        Consenter.required_from <= now,
        (Consenter.required_to.is_(None)) | (Consenter.required_to > now),
    )
    return set(plan.world.county.execute(found).scalars())


def is_open(plan: PlanOfTests) -> bool:
    found = text(
        "select exists (select from app.consented(array[:plan]::uuid[], clock_timestamp())"
        " where item = 'plan')"
    )
    return bool(plan.world.county.execute(found.bindparams(plan=plan.id)).scalar_one())


def mandate(**fields: str | list[str]) -> dict[str, str | list[str]]:
    today = clock.today()
    return {
        "name": "Göran God",
        "capacity": "god_man",
        "stands": "beside",
        "scope": ["plan", "invite"],
        "valid_from": today.isoformat(),
        "valid_to": (today + timedelta(days=300)).isoformat(),
        **DOCUMENT,
        **fields,
    }


def appoint(plan: PlanOfTests, status: int = 200, **fields: str | list[str]) -> Browser:
    page = plan.handler.browser.open(f"{people(plan)}/representatives/new")
    return page.press("Lägg till", status=status, **mandate(**fields))


def representative(plan: PlanOfTests) -> object:
    found = select(PlanPerson.id).where(
        PlanPerson.plan_id == plan.id, PlanPerson.kind == PersonKind.REPRESENTATIVE
    )
    return plan.world.county.execute(found).scalar_one()


def waiting(plan: PlanOfTests) -> object:
    found = select(ConsenterChange.id).where(
        ConsenterChange.plan_id == plan.id, ConsenterChange.outcome.is_(None)
    )
    return plan.world.county.execute(found).scalar_one()


def confirm(plan: PlanOfTests, who: Signed) -> Browser:
    page = who.browser.open(f"{people(plan)}/changes/{waiting(plan)}")
    return page.press("Bekräfta")


# -- appointing --------------------------------------------------------------------------------


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


# -- letting go --------------------------------------------------------------------------------


def child_of_two(sip: SipWorld, handler: Signed, *others: Signed) -> PlanOfTests:
    plan = sip.plan(handler, person_name="Sam Berg", phase=Phase.NEED, needs_subject=False)
    for one in others:
        plan.participant(one)
    note_number(plan, 10)
    for name in ("Eva Berg", "Olle Berg"):
        page = handler.browser.open(f"{people(plan)}/guardians/new")
        page.press("Lägg till", name=name, capacity="guardian")
    return plan


def guardian(plan: PlanOfTests, number: int) -> object:
    found = select(PlanPerson.id).where(
        PlanPerson.plan_id == plan.id, PlanPerson.kind == PersonKind.GUARDIAN
    )
    return plan.world.county.execute(found.order_by(PlanPerson.recorded_at)).scalars().all()[number]


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


def _told(sip: SipWorld, kind: str) -> set[object]:
    found = select(Notice.account_id).where(Notice.kind == kind, Notice.read_at.is_(None))
    return set(sip.county.execute(found).scalars())


# -- a child -----------------------------------------------------------------------------------


def number_of(age: int) -> str:
    """Somebody who had a birthday yesterday, by a number whose check digit is right."""
    today = clock.today() - timedelta(days=1)
    born = date(today.year - age, today.month, min(today.day, 28))
    nine = f"{born:%y%m%d}238"
    return f"{born:%Y%m%d}238{check_digit(nine)}"


def note_number(plan: PlanOfTests, age: int) -> None:
    page = plan.handler.browser.open(f"{people(plan)}/{plan.subject}/edit")
    page.press("Spara", personnummer=number_of(age))


def add_guardian(plan: PlanOfTests) -> None:
    page = plan.handler.browser.open(f"{people(plan)}/guardians/new")
    page.press("Lägg till", name="Eva Berg", capacity="guardian")


def look_again(plan: PlanOfTests) -> None:
    """The people are saved anew, as when a name is corrected."""
    plan.handler.browser.open(f"{people(plan)}/{plan.subject}/edit").press("Spara")


STEPS = {"guardian": add_guardian, "again": look_again}


@pytest.mark.parametrize("order", list(permutations(["number", "guardian", "again"])), ids="-".join)
@pytest.mark.parametrize("age", [12, 14, 15, 16, 17, 18])
def test_who_is_asked_follows_from_the_age_in_every_order_of_entering(
    sip: SipWorld, maja: Signed, age: int, order: tuple[str, ...]
) -> None:
    plan = sip.plan(maja, person_name="Sam Berg", phase=Phase.NEED)
    for step in order:
        if step == "number":
            note_number(plan, age)
        elif age < 18 or step == "again" or "number" not in order[: order.index(step)]:
            STEPS[step](plan)
    if age == 18:
        assert required(plan) == {plan.subject}
        page = maja.browser.open(f"{people(plan)}/guardians/new")
        page.press("Lägg till", name="Eva Berg", status=422, capacity="guardian")
        return
    eva = guardian(plan, 0)
    assert required(plan) == {12: {eva}, 14: {eva}}.get(age, {eva, plan.subject})


@pytest.mark.parametrize(
    ("said", "is_child", "is_asked"),
    [
        ({"age": "under_15"}, True, False),
        ({"age": "under_18"}, True, True),
        ({"age": "adult"}, False, True),
        ({"born": 14}, True, False),
        ({"born": 16}, True, True),
        ({"born": 40}, False, True),
    ],
    ids=str,
)
def test_without_a_number_the_day_of_birth_or_about_how_old_says_who_is_asked(
    sip: SipWorld, maja: Signed, said: dict[str, str | int], *, is_child: bool, is_asked: bool
) -> None:
    fields = {key: born_of(value) if key == "born" else value for key, value in said.items()}
    page = maja.browser.open("/sip/plans/new")
    page.press("Spara behovet", name="Sam Berg", need="Stöd", category="health", **fields)
    plan_id = page.url.split("/")[3]
    page.open(f"/sip/plans/{plan_id}/people/guardians/new")
    page.press("Lägg till", name="Eva Berg", status=200 if is_child else 422, capacity="guardian")
    page.open(f"/sip/plans/{plan_id}/people")
    asked = {
        str(one.select_one(".entry-title").text)
        for one in page.soup.select("section[aria-labelledby=h-consenters] li")
        if "Samtycket behövs" in one.text
    }

    expected = {*(("Eva Berg",) if is_child else ()), *(("Sam Berg",) if is_asked else ())}
    assert asked == expected


def born_of(age: int) -> str:
    today = clock.today()
    return today.replace(year=today.year - age, day=1).isoformat()


def test_a_guardian_is_said_to_be_asked_only_when_they_are(sip: SipWorld, maja: Signed) -> None:
    plan = sip.plan(maja, person_name="Sam Berg", phase=Phase.NEED)
    page = maja.browser.open(f"{people(plan)}/guardians/new")
    page.press("Lägg till", name="Eva Berg", capacity="guardian")
    assert "tillfrågas när ni har skrivit att den som planen gäller är under 18 år" in page.text
    assert "Det är inte känt om personen är under 18 år" in page.text
    page.open(f"{people(plan)}/{plan.subject}/edit").press("Spara", age="under_15")
    assert required(plan) == {guardian(plan, 0)}
    page.open(f"{people(plan)}/guardians/new").press(
        "Lägg till", name="Olle Berg", capacity="guardian"
    )
    assert "Nu behövs samtycke från den personen" in page.text


def test_another_age_lets_nobody_go(sip: SipWorld, maja: Signed) -> None:
    """Neither a number nor a day of birth makes an end of a guardian's part before its time."""
    plan = child_of_two(sip, maja)
    both = {guardian(plan, 0), guardian(plan, 1)}
    note_number(plan, 17)
    assert required(plan) >= both
    note_number(plan, 30)
    assert required(plan) == {*both, plan.subject}


def test_whoever_has_answered_goes_on_being_asked_whatever_age_is_noted(
    sip: SipWorld, maja: Signed, lena: Signed, kim: Signed
) -> None:
    plan = sip.plan(maja, person=kim, person_name="Kim Berg", phase=Phase.NEED)
    plan.participant(lena)
    plan.grant(PLAN)
    maja.browser.open(f"{people(plan)}/{plan.subject}/edit").press("Spara", age="under_15")
    assert not is_open(plan)  # a child alone opens nothing
    add_guardian(plan)
    eva = guardian(plan, 0)
    assert required(plan) == {eva, plan.subject}

    plan.act(ActKind.GRANT, PLAN, consenter=plan.consenter_of(eva))
    assert not is_open(plan)
    plan.act(ActKind.GRANT, PLAN, consenter=plan.consenter_of(plan.subject))
    assert is_open(plan)
    page = maja.browser.open(f"{people(plan)}/own-consent")
    page.press("Spara", decides="no", **REASON)
    assert plan.subject in required(plan)
    confirm(plan, lena)
    assert required(plan) == {eva}


def test_whoever_has_been_asked_is_not_left_out_by_one_handler_who_notes_another_age(
    sip: SipWorld, maja: Signed, lena: Signed, kim: Signed
) -> None:
    """Nothing is answered yet; a guardian's yes opens nothing before two have confirmed it."""
    plan = sip.plan(maja, person=kim, person_name="Kim Berg", phase=Phase.NEED)
    plan.participant(lena)
    plan.act(ActKind.ASK, PLAN)
    maja.browser.open(f"{people(plan)}/{plan.subject}/edit").press("Spara", age="under_15")
    add_guardian(plan)
    eva = guardian(plan, 0)
    assert required(plan) == {eva, plan.subject}
    plan.act(ActKind.GRANT, PLAN, consenter=plan.consenter_of(eva))
    assert not is_open(plan)

    page = maja.browser.open(people(plan))
    assert "det är bestämt, eller barnet har redan fått frågan" in page.text
    page.follow("Bestäm om barnet ska tillfrågas").press("Spara", decides="no", **REASON)
    assert plan.subject in required(plan)
    confirm(plan, lena)
    assert required(plan) == {eva}
    assert not is_open(plan)  # who is left is asked anew
    plan.act(ActKind.GRANT, PLAN, consenter=plan.consenter_of(eva))
    assert is_open(plan)


def test_the_database_moves_on_nobodys_own_yes_once_something_is_asked(
    sip: SipWorld, plan: PlanOfTests, maja: Signed
) -> None:
    """A guardian is asked beside the person; then only the person's term is given an end."""
    eva = plan.person(PersonKind.GUARDIAN, "Eva Berg")
    plan.require(eva, until=clock.now() + timedelta(days=3000))
    own: dict[str, object] = {"mandate_scope": None, "mandate_from": None, "mandate_to": None}
    grown_up = clock.now() + timedelta(days=3000)
    later = a_consenter(plan, plan.subject, **own | {"required_from": grown_up})
    end = update(Consenter).where(Consenter.id == plan.consenters[0])
    moved = (later, end.values(required_to=clock.now()))

    assert refused(sip, maja, *moved) == ""
    plan.act(ActKind.ASK, PLAN)
    assert "let go by nobody" in refused(sip, maja, *moved)


def test_the_database_lets_nobody_answer_for_who_has_been_asked(
    sip: SipWorld, plan: PlanOfTests, maja: Signed
) -> None:
    """Neither somebody near, nor a guardian while the person is not asked any longer."""
    eva = plan.person(PersonKind.GUARDIAN, "Eva Berg")
    bo = plan.person(PersonKind.RELATIVE, "Bo Nära")
    own: dict[str, object] = {"mandate_scope": None, "mandate_from": None, "mandate_to": None}
    grown_up = clock.now() + timedelta(days=3000)
    later = a_consenter(plan, plan.subject, **own | {"required_from": grown_up})
    end = update(Consenter).where(Consenter.id == plan.consenters[0])
    instead = (later, end.values(required_to=clock.now()), a_consenter(plan, eva, **own))

    assert "answers for nobody" in refused(sip, maja, a_consenter(plan, bo, **own))
    assert refused(sip, maja, *instead) == ""
    plan.act(ActKind.ASK, PLAN)
    assert "the person has been asked" in refused(sip, maja, *instead)
    assert refused(sip, maja, a_consenter(plan, eva, **own)) == ""  # beside the person


def test_a_child_who_said_no_is_let_go_by_two_and_the_no_counts_all_the_same(
    sip: SipWorld, maja: Signed, lena: Signed, kim: Signed
) -> None:
    plan = sip.plan(maja, person=kim, person_name="Kim Berg", phase=Phase.NEED)
    plan.participant(lena)
    note_number_unlinked(plan, 17)
    add_guardian(plan)
    eva = guardian(plan, 0)
    plan.act(ActKind.GRANT, PLAN, consenter=plan.consenter_of(eva))
    plan.act(ActKind.REFUSE, PLAN, consenter=plan.consenter_of(plan.subject))
    page = maja.browser.open(f"{people(plan)}/own-consent")
    page.press("Spara", decides="no", reason="Bedömning", status=422)
    assert "Skriv vilket underlag ni har sett, och från vilken dag." in page.problems
    page.press("Spara", decides="no", **REASON)
    assert plan.subject in required(plan)
    confirm(plan, lena)

    assert required(plan) == {eva}
    plan.act(ActKind.GRANT, PLAN, consenter=plan.consenter_of(eva))
    assert not is_open(plan)  # the child's own no


def test_a_child_who_is_not_asked_can_say_no_on_their_own_page(
    sip: SipWorld, maja: Signed, kim: Signed
) -> None:
    plan = sip.plan(maja, person=kim, person_name="Kim Berg", phase=Phase.NEED, needs_subject=False)
    note_number_unlinked(plan, 12)
    add_guardian(plan)
    plan.act(ActKind.GRANT, PLAN, consenter=plan.consenter_of(guardian(plan, 0)))
    assert is_open(plan)
    kim.browser.open(f"{plan.my_path}/withdraw").press("Ja, ta tillbaka")

    assert not is_open(plan)


def note_number_unlinked(plan: PlanOfTests, age: int) -> None:
    """Note a number and keep the link of who is signed in, as if they had shown it."""
    account = select(PlanPerson.account_id).where(PlanPerson.id == plan.subject)
    linked = plan.world.county.execute(account).scalar_one()
    note_number(plan, age)
    plan.world.county.execute(
        update(PlanPerson)
        .where(PlanPerson.id == plan.subject)
        .values(account_id=linked, linked_at=clock.now())
    )


# -- what the database holds ------------------------------------------------------------------


def refused(sip: SipWorld, who: Signed, *statements: object) -> str:
    with sip.county.app.app_context(), acting_as(who.token):
        try:
            for statement in statements:
                db.session.execute(statement)
        except DBAPIError as error:
            db.session.rollback()
            return str(error.orig)
        db.session.rollback()
    return ""


def a_consenter(plan: PlanOfTests, person: object, **values: object) -> object:
    today = clock.today()
    given = {
        "id": new_id(),
        "county_id": plan.county_id,
        "plan_id": plan.id,
        "person_id": person,
        "required_from": clock.now(),
        "mandate_scope": ["plan"],
        "mandate_from": midnight(today),
        "mandate_to": ends_at(today + timedelta(days=9)),
        "recorded_at": clock.now(),
        "recorded_by": plan.handler.account_id,
    }
    return insert(Consenter).values(given | values)


def test_the_database_lets_nobody_replace_the_person_unconfirmed(
    sip: SipWorld, plan: PlanOfTests, maja: Signed
) -> None:
    appoint(plan, capacity="forvaltare")
    rep = representative(plan)

    assert "answers for nobody unconfirmed" in refused(
        sip, maja, a_consenter(plan, rep, replaces=True)
    )
    assert refused(sip, maja, a_consenter(plan, rep)) == ""
    # nor does anybody come beside the person past what stands among what has been decided
    other = plan.person(PersonKind.REPRESENTATIVE, "Olle Ombud")
    assert "answers for nobody unconfirmed" in refused(sip, maja, a_consenter(plan, other))


def test_the_database_lets_nobody_go_unconfirmed(sip: SipWorld, maja: Signed) -> None:
    plan = child_of_two(sip, maja)
    adult = sip.plan(maja, person_name="Kim Andersson")
    at_once = update(Consenter).where(Consenter.person_id == adult.subject)
    at_once = at_once.values(required_to=clock.now())
    assert "let go by nobody" in refused(sip, maja, at_once)
    for person in (guardian(plan, 0), guardian(plan, 1)):
        at_once = (
            update(Consenter)
            .where(Consenter.person_id == person, Consenter.required_to > clock.now())
            .values(required_to=clock.now() + timedelta(hours=1))
        )
        assert "let go by nobody" in refused(sip, maja, at_once)


def test_a_guardians_term_ends_unconfirmed_on_a_birthday_alone(sip: SipWorld, maja: Signed) -> None:
    """At a midnight from which the child's own yes is needed; a second away lets somebody go."""
    plan = sip.plan(maja, person_name="Sam Berg", needs_subject=False)
    eva = plan.require(plan.person(PersonKind.GUARDIAN, "Eva Berg"))
    birthday = midnight(clock.today() + timedelta(days=400))
    ends = update(Consenter).where(Consenter.id == eva)

    for at in (clock.now() + timedelta(seconds=1), birthday):
        assert "let go by nobody" in refused(sip, maja, ends.values(required_to=at))
    plan.require(plan.subject, since=birthday)
    assert refused(sip, maja, ends.values(required_to=birthday)) == ""
    sooner = birthday - timedelta(hours=1)
    assert "let go by nobody" in refused(sip, maja, ends.values(required_to=sooner))


def test_the_database_lets_nobody_confirm_their_own(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, lena: Signed
) -> None:
    appoint(plan, capacity="forvaltare", stands="replaces", reason="Beslut")

    def confirmed_by(who: Signed) -> object:
        return (
            update(ConsenterChange)
            .where(ConsenterChange.id == waiting(plan))
            .values(outcome="confirmed", settled_by=who.account_id, settled_by_name=who.name)
        )

    assert "confirmed by who proposed it" in refused(sip, maja, confirmed_by(maja))
    assert "row-level security" in refused(sip, maja, confirmed_by(lena))
    assert refused(sip, lena, confirmed_by(lena)) == ""
    forged = {
        "id": new_id(),
        "county_id": plan.county_id,
        "plan_id": plan.id,
        "person_id": representative(plan),
        "kind": ChangeKind.ENDS,
        "reason_sealed": b"x",
        "document_sealed": b"x",
        "document_on": clock.today(),
        "proposed_at": clock.now(),
        "proposed_by": maja.account_id,
        "proposed_by_name": maja.name,
        "outcome": Settled.CONFIRMED,
        "settled_at": clock.now(),
        "settled_by": lena.account_id,
        "settled_by_name": lena.name,
    }
    end = (
        update(Consenter).where(Consenter.person_id == plan.subject).values(required_to=clock.now())
    )
    assert "let go by nobody" in refused(sip, maja, insert(ConsenterChange).values(forged), end)


def test_the_database_takes_no_yes_from_outside_a_mandate_or_a_term(
    sip: SipWorld, plan: PlanOfTests, maja: Signed
) -> None:
    appoint(plan, scope=["plan"])
    theirs = plan.consenter_of(representative(plan))

    def grant(item: object, until: timedelta) -> object:
        return insert(ConsentAct).values(
            id=new_id(),
            county_id=plan.county_id,
            plan_id=plan.id,
            kind=ActKind.GRANT,
            consenter_id=theirs,
            items=[item.key],
            how="oral",
            recorded_by=maja.account_id,
            recorded_by_name=maja.name,
            recorded_for=maja.organisation_id,
            valid_from=clock.now(),
            valid_to=clock.now() + until,
            information_text_version="2026-1",
        )

    short = timedelta(days=9)
    assert refused(sip, maja, grant(PLAN, short)) == ""
    assert "beyond what they may say" in refused(sip, maja, grant(invite(sip.county.region), short))
    assert "beyond what they may say" in refused(sip, maja, grant(PLAN, timedelta(days=400)))
    theirs = plan.consenters[0]
    assert refused(sip, maja, grant(PLAN, timedelta(days=729))) == ""
    assert "beyond what they may say" in refused(sip, maja, grant(PLAN, timedelta(days=800)))


def test_the_database_keeps_who_answers_instead_in_a_capacity_that_may(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, lena: Signed
) -> None:
    appoint(plan, capacity="forvaltare", stands="replaces", reason="Beslut")
    confirm(plan, lena)
    recast = update(PlanPerson).where(PlanPerson.id == representative(plan))

    assert "answers in the person's place" in refused(sip, maja, recast.values(capacity="god_man"))
    assert "permission denied" in refused(sip, maja, recast.values(kind="relative"))

"""The door to a plan: who gets in, that the log knows it, and that a withdrawal shuts it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Row, func, select, text, true, update
from sqlalchemy.exc import DBAPIError

from portal import clock
from portal.audit.models import AuditEntry
from portal.audit.verify import verify
from portal.authz import Actor
from portal.db import Base, db
from portal.errors import NotFoundError
from portal.identity.session import load
from portal.vault import Place
from sip.door.opening import OpenedPlan, open_many, opening, opening_own, opening_own_part
from sip.kernel.vocabulary import ActKind, CallStatus, PersonKind, Placing, TextKind
from sip.ledger.rules import PLAN, invite, relative, share
from sip.tables.people import PlanPerson
from sip.tables.plan import Goal, Plan, PlanPlacing, PlanText
from tests.acting import acting_as
from tests.integration.county import CountyOfTests
from tests.integration.sip.owner import as_owner
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld


@contextmanager
def asking(sip: SipWorld, who: Signed) -> Iterator[Actor]:
    with sip.county.app.app_context(), acting_as(who.token):
        signed_in = load()
        assert signed_in is not None
        yield signed_in.actor


def enters(sip: SipWorld, who: Signed, plan: PlanOfTests) -> OpenedPlan | None:
    with asking(sip, who) as actor:
        try:
            return opening("plan")(actor, plan.id)
        except NotFoundError:
            return None


def readings(sip: SipWorld, plan: PlanOfTests) -> list[Row[Any]]:
    columns = (AuditEntry.action, AuditEntry.account_id, AuditEntry.details)
    found = select(*columns).where(AuditEntry.stream == plan.id).order_by(AuditEntry.seq)
    return list(sip.county.execute(found))


def seen(sip: SipWorld, who: Signed, *models: type[Base]) -> set[UUID]:
    """What a query without any filter finds."""
    with asking(sip, who):
        return {row for model in models for row in db.session.scalars(select(model.id))}


def test_a_called_party_gets_in_by_consent_and_not_before(
    sip: SipWorld, maja: Signed, nils: Signed
) -> None:
    plan = sip.plan(maja)
    plan.participant(nils)

    assert enters(sip, nils, plan) is None
    plan.grant(PLAN)
    assert enters(sip, nils, plan) is None
    plan.grant(invite(nils.organisation_id))
    opened = enters(sip, nils, plan)

    assert opened is not None
    assert (opened.is_open, opened.is_owner, opened.is_handler) == (True, False, False)


def test_each_reading_is_in_the_log_with_what_it_rests_on(
    sip: SipWorld, maja: Signed, nils: Signed
) -> None:
    plan = sip.plan(maja)
    plan.participant(nils)
    granted = plan.grant(PLAN, invite(nils.organisation_id))
    unrelated = plan.grant(invite(sip.county.police))
    enters(sip, nils, plan)
    enters(sip, maja, plan)

    first, second = readings(sip, plan)
    assert (first.action, first.account_id) == ("plan.read", nils.account_id)
    assert json.loads(first.details) == {
        "ground": [str(granted[0])],
        "shown": [],
        "unit": None,
        "what": "plan",
    }
    assert first.details == json.dumps(
        json.loads(first.details), sort_keys=True, separators=(",", ":")
    )
    assert second.account_id == maja.account_id
    assert str(unrelated[0]) not in first.details


def test_nobody_reads_when_the_log_cannot_be_written(
    sip: SipWorld, maja: Signed, nils: Signed
) -> None:
    plan = sip.plan(maja)
    plan.opened_to(nils)
    sip.county.execute(
        text(
            "create function app.break_log() returns trigger language plpgsql as"
            " $$ begin raise exception 'the log is full'; end $$;"
            "grant execute on function app.break_log() to public;"
            "create trigger broken before insert on app.audit_entry"
            " for each row execute function app.break_log()"
        )
    )

    with asking(sip, nils) as actor, pytest.raises(DBAPIError, match="the log is full"):
        opening("plan")(actor, plan.id)
    assert readings(sip, plan) == []


def test_what_is_not_shown_is_not_in_the_log(sip: SipWorld, maja: Signed, nils: Signed) -> None:
    plan = sip.plan(maja)
    plan.participant(nils)

    assert enters(sip, nils, plan) is None
    assert readings(sip, plan) == []


def test_nobody_selects_a_key(sip: SipWorld, maja: Signed) -> None:
    sip.plan(maja)
    with asking(sip, maja):
        with pytest.raises(DBAPIError, match="permission denied"):
            db.session.execute(text("select wrapped from app.plan_key"))
        db.session.rollback()


def test_withdrawal_is_effective_at_the_next_statement(
    sip: SipWorld, maja: Signed, nils: Signed
) -> None:
    plan = sip.plan(maja)
    health = share(maja.organisation_id, nils.organisation_id, "health")
    plan.opened_to(nils, health)
    goal = plan.goal("Sova bättre", maja.organisation_id, "health")
    own = plan.text(TextKind.NOTE, "Vårt eget.", nils.organisation_id)

    assert seen(sip, nils, Plan, Goal, PlanText) == {plan.id, goal, own}
    plan.withdraw(health)
    assert seen(sip, nils, Plan, Goal, PlanText) == {plan.id, own}
    plan.grant(health)
    plan.withdraw(invite(nils.organisation_id))
    assert seen(sip, nils, Goal, PlanText) == {own}
    assert enters(sip, nils, plan) is None


def test_withdrawal_is_effective_within_a_transaction_that_has_begun(
    sip: SipWorld, maja: Signed, nils: Signed
) -> None:
    plan = sip.plan(maja)
    plan.opened_to(nils)
    with asking(sip, nils) as actor:
        opening("plan")(actor, plan.id)
        count = select(func.cardinality(func.app.open_plans()))
        assert db.session.scalar(count) == 1
        plan.withdraw(PLAN)
        assert db.session.scalar(count) == 0


def test_a_participant_keeps_their_own_writings_and_nothing_else(
    sip: SipWorld, maja: Signed, nils: Signed
) -> None:
    plan = sip.plan(maja)
    plan.opened_to(nils, share(maja.organisation_id, nils.organisation_id, "health"))
    plan.goal("Sova bättre", maja.organisation_id, "health")
    own = plan.text(TextKind.NOTE, "Vårt eget.", nils.organisation_id, "health")
    plan.withdraw(PLAN)

    with asking(sip, nils) as actor:
        opened = opening_own("own")(actor, plan.id)
        rows = db.session.scalars(select(PlanText)).all()
        read = {row.id: opened.key.open(row.text_sealed, Place(*PLACE, row.id)) for row in rows}
    assert read == {own: "Vårt eget."}
    assert not opened.is_open
    assert seen(sip, nils, Goal, PlanPerson) == set()
    shown = f"{nils.organisation_id}:health"
    assert readings(sip, plan)[-1].details == (
        f'{{"ground":["own"],"shown":["{shown}"],"unit":null,"what":"own"}}'
    )


PLACE = ("plan_text", "text_sealed")


def test_a_stranger_finds_no_plan_by_any_door(sip: SipWorld, maja: Signed) -> None:
    plan = sip.plan(maja)
    plan.grant(PLAN, invite(sip.county.police))
    strangers = [
        sip.caseworker(sip.county.municipality, "En kollega"),
        sip.caseworker(sip.county.police, "Petra Polis"),
        sip.individual("Någon annan"),
    ]
    for stranger in strangers:
        assert enters(sip, stranger, plan) is None
        with asking(sip, stranger) as actor:
            for find in (opening_own("own"),):
                with pytest.raises(NotFoundError):
                    find(actor, plan.id)
            with pytest.raises(NotFoundError):
                opening_own_part("own")(actor, plan.id, plan.subject)
            assert open_many(actor, "list") == {}
    assert readings(sip, plan) == []


def test_a_call_that_waits_shows_itself_and_the_name_where_it_lies(
    sip: SipWorld, maja: Signed
) -> None:
    region = sip.county.region
    right, wrong = sip.unit(region, "Beroende"), sip.unit(region, "Barn")
    plan = sip.plan(maja)
    plan.grant(PLAN, invite(region), share(maja.organisation_id, region, "health"))
    plan.goal("Sova bättre", maja.organisation_id, "health")
    plan.call(region, right)
    there = sip.caseworker(region, "Rätt Enhet", unit=right)
    elsewhere = sip.caseworker(region, "Fel Enhet", unit=wrong)
    anywhere = sip.caseworker(region, "Ingen Enhet")

    for called in (there, anywhere):
        with asking(sip, called) as actor:
            opened = opening_own("call")(actor, plan.id)
            assert (opened.is_open, opened.participant_id) == (False, None)
        assert seen(sip, called, Goal) == set()
        assert seen(sip, called, PlanPerson) == {plan.subject}
        assert enters(sip, called, plan) is None
    assert seen(sip, elsewhere, Plan, PlanPerson) == set()
    plan.withdraw(invite(region))
    assert seen(sip, there, Plan, PlanPerson) == set()


def test_a_taken_call_shows_nothing_to_the_rest_of_the_unit(sip: SipWorld, maja: Signed) -> None:
    region = sip.county.region
    plan = sip.plan(maja)
    plan.grant(PLAN, invite(region))
    plan.call(region, status=CallStatus.TAKEN)

    assert seen(sip, sip.caseworker(region, "En kollega"), Plan, PlanPerson) == set()


def test_who_has_two_parts_in_a_plan_reads_once_on_the_ground_of_both(
    sip: SipWorld, maja: Signed
) -> None:
    britta = sip.individual("Britta")
    plan = sip.plan(maja)
    sister, neighbour = (plan.person(PersonKind.RELATIVE, "Britta", britta) for _ in range(2))
    granted = [
        *plan.grant(PLAN),
        *plan.grant(relative(sister), share(maja.organisation_id, sister, "health")),
        *plan.grant(relative(neighbour), share(maja.organisation_id, neighbour, "economy")),
    ]
    decided = plan.basis(maja.organisation_id, neighbour, "housing")
    meeting = {"t": clock.now(), "day": clock.today()}

    assert len(seen(sip, britta, Goal)) == 0
    assert enters(sip, britta, plan) is not None
    britta.browser.open(plan.my_path)
    with asking(sip, britta) as actor:
        assert len(open_many(actor, "list")) == 1
        tasks = text("select part from app.open_tasks(:t, :day, null, 'all') where part = 'key'")
        db.session.execute(tasks, meeting)
        db.session.commit()
    rows = readings(sip, plan)
    assert len(rows) >= 3
    for row in rows:
        *acts, basis = json.loads(row.details)["ground"]
        assert (set(acts), basis) == ({str(one) for one in granted}, str(decided))


def test_a_list_opens_every_plan_with_one_row_in_each_log(sip: SipWorld, maja: Signed) -> None:
    plans = [sip.plan(maja) for _ in range(3)]
    with asking(sip, maja) as actor:
        assert set(open_many(actor, "tasks")) == {plan.id for plan in plans}
        assert set(open_many(actor, "tasks", [plans[0].id])) == {plans[0].id}

    assert [len(readings(sip, plan)) for plan in plans] == [2, 1, 1]


def test_rows_logged_at_once_are_links_of_their_chains(sip: SipWorld, maja: Signed) -> None:
    plans = [sip.plan(maja) for _ in range(3)]
    with asking(sip, maja) as actor:
        open_many(actor, "plans", [plans[0].id])
        open_many(actor, "plans")
    maja.browser.open(plans[1].path)
    maja.browser.open("/sip")

    assert [len(readings(sip, plan)) for plan in plans] == [
        3,
        3,
        2,
    ]  # each has a next step for its handler
    with as_owner(sip.county):
        assert verify()[1] == []


def test_the_person_and_who_stands_in_see_everything(sip: SipWorld, maja: Signed) -> None:
    anna, guardian = sip.individual("Anna"), sip.individual("Förälder")
    plan = sip.plan(maja, person=anna, needs_subject=False)
    parent = plan.person(PersonKind.GUARDIAN, "Förälder", guardian)
    limited = sip.individual("Ombud")
    proxy = plan.person(PersonKind.REPRESENTATIVE, "Ombud", limited)
    plan.require(parent)
    plan.require(proxy, scope=["invite"])
    goal = plan.goal("Sova bättre", maja.organisation_id, "health")

    for owner in (anna, guardian):
        assert goal in seen(sip, owner, Goal)
        opened = enters(sip, owner, plan)
        assert opened is not None
        assert (opened.is_owner, opened.ground) == (True, ("own",))
    assert seen(sip, limited, Goal) == set()
    assert enters(sip, limited, plan) is None


def test_a_relative_sees_by_consent(sip: SipWorld, maja: Signed) -> None:
    britta = sip.individual("Britta")
    plan = sip.plan(maja)
    near = plan.person(PersonKind.RELATIVE, "Britta", britta)
    goal = plan.goal("Sova bättre", maja.organisation_id, "health")

    plan.grant(PLAN)
    assert enters(sip, britta, plan) is None
    plan.grant(relative(near), share(maja.organisation_id, near, "health"))
    opened = enters(sip, britta, plan)
    assert opened is not None
    assert opened.party == near
    assert seen(sip, britta, Goal) == {goal}
    plan.withdraw(relative(near))
    assert enters(sip, britta, plan) is None
    assert seen(sip, britta, Goal) == set()


def test_the_narrow_scope_only_narrows(sip: SipWorld, maja: Signed, nils: Signed) -> None:
    mine, other = sip.plan(maja), sip.plan(maja)
    foreign = sip.plan(nils)
    with asking(sip, maja) as actor:
        opening("plan")(actor, mine.id)
        assert list(db.session.scalars(select(Plan.id))) == [mine.id]
        db.session.execute(select(func.set_config("app.plan", str(foreign.id), true())))
        assert list(db.session.scalars(select(Plan.id))) == []
        assert list(open_many(actor, "tasks", [foreign.id, other.id])) == []
    assert seen(sip, maja, Plan) == {mine.id, other.id}


def test_protected_places_are_for_the_person_and_the_named_few(
    sip: SipWorld, maja: Signed, nils: Signed
) -> None:
    anna = sip.individual("Anna")
    plan = sip.plan(maja, person=anna, is_protected=True)
    plan.opened_to(nils)
    place = plan.placing(Placing.CONTACT, plan.subject, "Storgatan 1")
    named = sip.caseworker(sip.county.region, "Utpekad")
    plan.participant(named, sees_protected=True)

    assert seen(sip, anna, PlanPlacing) == {place}
    assert seen(sip, maja, PlanPlacing) == {place}
    assert seen(sip, named, PlanPlacing) == set()  # how the person is reached is the case's own
    assert seen(sip, nils, PlanPlacing) == set()


def test_of_two_guardians_neither_sees_where_a_protected_child_is(
    sip: SipWorld, maja: Signed
) -> None:
    """One of them may be the one who is not to know; the child, if signed in, sees."""
    sam, eva, olle = (sip.individual(name) for name in ("Sam", "Eva", "Olle"))
    plan = sip.plan(maja, person=sam, is_protected=True, needs_subject=False)
    guardians = [plan.person(PersonKind.GUARDIAN, one.name, one) for one in (eva, olle)]
    for one in guardians:
        plan.require(one)
    plan.grant(PLAN)
    meeting = plan.meeting()
    plan.placing(Placing.MEETING_PLACE, meeting, "Skyddat boende Tallen")
    plan.placing(Placing.CONTACT, guardians[0], "Granvägen 3")
    plan.placing(Placing.PARTICIPANT_UNIT, plan.handler_id, "Enheten i Tallbacken")

    assert len(seen(sip, sam, PlanPlacing)) == 3
    assert seen(sip, eva, PlanPlacing) == seen(sip, olle, PlanPlacing) == set()
    assert "Tallen" in sam.browser.open(f"{plan.my_path}/meetings/{meeting}").text
    for path in ("", "/meetings", f"/meetings/{meeting}"):
        assert "Tall" not in olle.browser.open(f"{plan.my_path}{path}").text
        assert "Granvägen" not in olle.browser.text
    assert "Tall" not in olle.browser.open(f"{plan.my_path}/download/text").response.text
    # without protection both see what the plan says of it
    sip.county.execute(update(Plan).where(Plan.id == plan.id).values(is_protected=False))
    assert len(seen(sip, olle, PlanPlacing)) == 3


def test_the_person_reads_who_has_read(sip: SipWorld, maja: Signed, nils: Signed) -> None:
    anna = sip.individual("Anna")
    plan = sip.plan(maja, person=anna)
    plan.opened_to(nils)
    enters(sip, nils, plan)
    asked = select(
        func.app.readings(plan.id, None, None, None, False).table_valued(  # noqa: FBT003
            "name", "organisation", "what"
        )
    )

    with asking(sip, anna):
        rows = [tuple(row) for row in db.session.execute(asked)]
    assert rows == [("Nils Region", "Region Västerbotten", "plan")]
    with asking(sip, nils):
        assert db.session.execute(asked).all() == []


def test_somebody_whose_role_has_ended_sees_nothing(sip: SipWorld, maja: Signed) -> None:
    plan = sip.plan(maja)
    plan.grant(PLAN)
    sip.county.execute(
        text("update app.membership set role = 'coordinator' where account_id = :who").bindparams(
            who=maja.account_id
        )
    )

    assert enters(sip, maja, plan) is None
    assert seen(sip, maja, Plan) == set()


def test_an_annulled_consent_opens_nothing(sip: SipWorld, maja: Signed, nils: Signed) -> None:
    plan = sip.plan(maja)
    plan.participant(nils)
    plan.grant(PLAN)
    (wrong,) = plan.grant(invite(nils.organisation_id))
    assert enters(sip, nils, plan) is not None
    plan.act(ActKind.ERROR, corrects=wrong)

    assert enters(sip, nils, plan) is None


def test_a_basis_shows_its_categories_and_opens_nothing_else(
    sip: SipWorld, maja: Signed, nils: Signed
) -> None:
    plan = sip.plan(maja)
    plan.participant(nils)
    goal = plan.goal("Sova bättre", maja.organisation_id, "health")
    plan.goal("Jobb", maja.organisation_id, "work_and_school")
    plan.basis(maja.organisation_id, nils.organisation_id, "health")

    assert seen(sip, nils, Goal) == {goal}
    assert enters(sip, nils, plan) is None


def test_another_county_has_no_part(sip: SipWorld, maja: Signed) -> None:
    plan = sip.plan(maja)
    plan.grant(PLAN)
    elsewhere = CountyOfTests(sip.county.app, sip.county.execute, "Norrbotten")
    sip.county.app.extensions["providers"] = {"staff": sip.county.provider}
    stranger = SipWorld(elsewhere).caseworker(elsewhere.region)

    assert seen(sip, stranger, Plan, PlanPerson) == set()

"""Rules that hold for whoever is the web server's login and asks without the application."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Executable, Insert, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from portal import clock
from portal.db import db
from portal.ids import new_id
from portal.outbox.models import OutboxMail
from portal.tenancy.models import Membership
from portal.vault import DataKey, Place
from sip.kernel.days import ends_at
from sip.kernel.settings import load_settings
from sip.kernel.vocabulary import PersonKind
from sip.ledger.rules import PLAN, invite, relative, share
from sip.tables.consent import BasisDecision
from sip.tables.plan import Participant, Plan, PlanApproval
from tests.acting import acting_as
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld

LONGEST = {one.code: one.longest for one in load_settings().bases}


@pytest.fixture
def olle(sip: SipWorld) -> Signed:
    """A colleague of Maja's."""
    return sip.caseworker(sip.county.municipality, "Olle Kollega")


@pytest.fixture
def plan(sip: SipWorld, maja: Signed, nils: Signed) -> PlanOfTests:
    """A plan that the region takes part in."""
    plan = sip.plan(maja)
    plan.opened_to(nils)
    return plan


def ask(who: Signed, statement: Executable, plan: PlanOfTests) -> Sequence[Any]:
    """Ask as the login of the web server does, with somebody's session, and keep what is changed.

    The answers are the first column's, or how many rows were changed.
    """
    with plan.world.county.app.app_context(), acting_as(who.token):
        counted = statement.execution_options(preserve_rowcount=True)
        with db.session.begin_nested():
            result = db.session.connection().execute(counted)
            answers = result.scalars().all() if result.returns_rows else [result.rowcount]
        db.session.commit()
        return answers


def refused(who: Signed, statement: Executable, plan: PlanOfTests) -> str:
    with pytest.raises(DBAPIError) as refusal:
        ask(who, statement, plan)
    return str(refusal.value.orig).splitlines()[0]


# -- a decision without consent lasts no longer than its ground allows -----------------------------


def decide(plan: PlanOfTests, by: Signed, until: datetime, code: str = "osl_10_2") -> Insert:
    decision = {"organisation_id": by.organisation_id, "to_party": plan.world.county.region}
    decided = {"decided_by": by.account_id, "decided_by_name": by.name, "decided_at": clock.now()}
    return insert(BasisDecision).values(
        id=new_id(),
        county_id=plan.county_id,
        plan_id=plan.id,
        code=code,
        activity="social_services",
        condition="dependence" if code == "osl_26_9" else None,
        categories=["health"],
        reason_sealed=b"x" * 30,
        provision_sealed=b"x" * 30,
        assessment_sealed=b"x" * 30,
        valid_to=until,
        follow_up_on=clock.today(),
        **decision,
        **decided,
    )


@pytest.mark.parametrize("code", sorted(LONGEST.keys() - {"osl_25_12", "osl_10_27"}))
def test_a_decision_lasts_as_long_as_its_ground_allows_and_no_longer(
    plan: PlanOfTests, maja: Signed, code: str
) -> None:
    last, moment = clock.now() + LONGEST[code], timedelta(minutes=5)

    assert ask(maja, decide(plan, maja, last - moment, code), plan) == [1]
    late = decide(plan, maja, last + moment, code)
    assert refused(maja, late, plan) == "longer than the ground allows"


@pytest.mark.parametrize("column", ["reason_sealed", "provision_sealed", "assessment_sealed"])
def test_a_decision_says_why(plan: PlanOfTests, maja: Signed, column: str) -> None:
    empty = DataKey(b"k" * 32).seal("", Place("basis_decision", column, plan.id))
    silent = decide(plan, maja, clock.now() + timedelta(days=1)).values({column: empty})

    assert refused(maja, silent, plan) == "does not say why"


def test_a_decision_is_followed_up_while_it_lasts(plan: PlanOfTests, maja: Signed) -> None:
    until = ends_at(clock.today() + timedelta(days=2))
    for days, is_taken in ((-1, False), (0, True), (2, True), (3, False)):
        day = clock.today() + timedelta(days=days)
        decision = decide(plan, maja, until).values(follow_up_on=day)
        if is_taken:
            assert ask(maja, decision, plan) == [1]
        else:
            assert refused(maja, decision, plan) == "followed up outside its time"


def test_who_takes_part_is_called_what_their_account_is(
    sip: SipWorld, plan: PlanOfTests, maja: Signed
) -> None:
    lena = sip.caseworker(sip.county.municipality, "Lena Ek")
    joined = insert(Participant).values(
        id=new_id(),
        county_id=plan.county_id,
        plan_id=plan.id,
        organisation_id=maja.organisation_id,
        account_id=lena.account_id,
        name="Någon Annan",
        title="",
        joined_at=clock.now(),
    )
    assert ask(maja, joined.returning(Participant.name), plan) == ["Lena Ek"]
    rename = update(Participant).where(Participant.plan_id == plan.id).values(name="Någon Annan")
    assert refused(maja, rename, plan) == "permission denied for table participant"


def test_a_ground_that_nobody_has_set_allows_nothing(plan: PlanOfTests, maja: Signed) -> None:
    soon = clock.now() + timedelta(hours=1)

    assert "the ground allows" in refused(maja, decide(plan, maja, soon, "osl_10_15a"), plan)


def test_a_decision_dated_ahead_lasts_from_when_it_was_made(
    plan: PlanOfTests, maja: Signed
) -> None:
    ahead = clock.now() + timedelta(days=400)
    statement = decide(plan, maja, ahead + timedelta(days=1)).values(decided_at=ahead)

    assert "the ground allows" in refused(maja, statement, plan)


@pytest.mark.parametrize(
    "statement",
    [
        "update app.basis_limit set longest = '100 years'",
        "delete from app.basis_limit",
        "insert into app.basis_limit values (gen_random_uuid(), 'osl', '1 day')",
        "select longest from app.basis_limit",
        "alter table app.basis_limit disable row level security",
    ],
)
def test_the_web_server_s_login_cannot_move_the_limits(
    plan: PlanOfTests, maja: Signed, statement: str
) -> None:
    assert refused(maja, text(statement), plan).startswith(("permission denied", "must be owner"))


def test_a_decision_is_not_stretched_afterwards(plan: PlanOfTests, maja: Signed) -> None:
    ask(maja, decide(plan, maja, clock.now() + timedelta(days=1)), plan)
    later = update(BasisDecision).values(valid_to=clock.now() + timedelta(days=300))

    assert "permission denied" in refused(maja, later, plan)


# -- who names the few that see what is protected --------------------------------------------------


@pytest.fixture
def protected(sip: SipWorld, maja: Signed, olle: Signed, nils: Signed) -> PlanOfTests:
    """A plan with protected identity; of its two handlers only Maja is named."""
    plan = sip.plan(maja, is_protected=True)
    plan.participant(olle)
    plan.opened_to(nils)
    return plan


def part_of(plan: PlanOfTests, who: Signed) -> UUID:
    found: UUID = plan.world.county.execute(
        select(Participant.id).where(
            Participant.plan_id == plan.id,
            Participant.account_id == who.account_id,
            Participant.ended_at.is_(None),
        )
    ).scalar_one()
    return found


def protect(plan: PlanOfTests, *few: Signed, is_on: bool = True) -> Executable:
    return select(func.app.protect(plan.id, is_on, [part_of(plan, one) for one in few]))


def the_few(plan: PlanOfTests) -> set[str]:
    named = select(Participant.name).where(
        Participant.plan_id == plan.id, Participant.sees_protected, Participant.ended_at.is_(None)
    )
    return set(plan.world.county.execute(named).scalars())


def test_of_the_handlers_only_the_named_name_others(
    protected: PlanOfTests, maja: Signed, olle: Signed, nils: Signed
) -> None:
    for who in (olle, nils):
        assert refused(who, protect(protected, maja, who), protected) == "not yours to say"
        assert refused(who, protect(protected, is_on=False), protected) == "not yours to say"
    assert the_few(protected) == {maja.name}

    ask(maja, protect(protected, olle, nils), protected)

    assert the_few(protected) == {olle.name, nils.name}


def test_before_it_is_protected_any_handler_may_say_so_and_no_other(
    plan: PlanOfTests, maja: Signed, olle: Signed, nils: Signed
) -> None:
    plan.participant(olle)
    assert refused(nils, protect(plan, nils), plan) == "not yours to say"

    ask(olle, protect(plan, maja), plan)

    assert the_few(plan) == {maja.name}
    assert refused(olle, protect(plan, olle), plan) == "not yours to say"


def test_when_no_handler_is_named_any_longer_another_names_them(
    protected: PlanOfTests, maja: Signed, olle: Signed, nils: Signed
) -> None:
    ask(maja, protect(protected, nils), protected)

    ask(olle, protect(protected, olle, nils), protected)

    assert the_few(protected) == {olle.name, nils.name}
    assert refused(maja, protect(protected, maja), protected) == "not yours to say"


def test_somebody_sees_as_long_as_it_is_protected(protected: PlanOfTests, maja: Signed) -> None:
    assert refused(maja, protect(protected), protected) == "somebody has to see"
    ask(maja, protect(protected, is_on=False), protected)
    assert the_few(protected) == set()


def _join(plan: PlanOfTests, who: Signed, **values: Any) -> Executable:
    return insert(Participant).values(
        id=new_id(),
        county_id=plan.county_id,
        plan_id=plan.id,
        organisation_id=who.organisation_id,
        account_id=who.account_id,
        name=who.name,
        title="Handläggare",
        joined_at=clock.now(),
        **values,
    )


def test_there_is_no_other_way_to_be_among_the_few(
    sip: SipWorld, protected: PlanOfTests, maja: Signed, olle: Signed
) -> None:
    friend = sip.caseworker(olle.organisation_id, "Frida Kollega")
    ways = [
        update(Participant).values(sees_protected=True),
        update(Plan).values(is_protected=False),
        _join(protected, friend, sees_protected=True),
    ]
    for who in (olle, maja):
        for way in ways:
            assert refused(who, way, protected).startswith(
                ("permission denied", "new row violates row-level security")
            )
    assert ask(olle, _join(protected, friend), protected) == [1]


def test_who_was_named_and_left_is_not_called_back(
    protected: PlanOfTests, maja: Signed, olle: Signed
) -> None:
    ask(maja, protect(protected, maja, olle), protected)
    leave = update(Participant).where(Participant.id == part_of(protected, olle))
    ask(maja, leave.values(ended_at=clock.now()), protected)

    assert refused(maja, leave.values(ended_at=None), protected) == "not yours to end"


def test_a_named_handler_is_not_removed_by_one_who_is_not(
    protected: PlanOfTests, maja: Signed, olle: Signed
) -> None:
    leave = update(Participant).where(Participant.id == part_of(protected, maja))
    assert refused(olle, leave.values(ended_at=clock.now()), protected) == "not yours to end"

    ended = update(Membership).where(Membership.account_id == maja.account_id)
    protected.world.county.execute(ended.values(ended_at=clock.now()))
    assert ask(olle, leave.values(ended_at=clock.now()), protected) == [1]
    ask(olle, protect(protected, olle), protected)

    assert the_few(protected) == {olle.name}


# -- the words of an objection ---------------------------------------------------------------------

WORDS = text("select content ->> 'comment_sealed' from app.read_plan(:plan) where part='approvals'")


def approve(
    plan: PlanOfTests, words: bytes, category: str | None = "own_words", **party: UUID
) -> None:
    plan.world.enter(
        PlanApproval,
        county_id=plan.county_id,
        plan_id=plan.id,
        number=1,
        answer="objected",
        how="oral",
        comment_sealed=words,
        comment_category=category,
        recorded_by="Maja Öhlund",
        at=clock.now(),
        **party,
    )


def words_read(who: Signed, plan: PlanOfTests) -> set[str]:
    rows = ask(who, WORDS.bindparams(plan=plan.id), plan)
    return {bytes.fromhex(one.removeprefix("\\x")).decode() for one in rows if one}


def test_the_words_of_an_objection_are_handed_to_those_who_share_their_category(
    sip: SipWorld, maja: Signed, nils: Signed
) -> None:
    anna, ida = sip.individual("Anna Persson"), sip.individual("Ida Närstående")
    petra = sip.caseworker(sip.county.police, "Petra Polis")
    plan = sip.plan(maja, person=anna)
    plan.grant(PLAN, relative(near := plan.person(PersonKind.RELATIVE, ida.name, ida)))
    for one in (nils, petra):
        plan.opened_to(one)
    here, region = maja.organisation_id, nils.organisation_id
    plan.grant(share(plan.subject, here, "own_words"), share(region, here, "health"))
    approve(plan, b"person", person_id=plan.subject)
    approve(plan, b"region", "health", organisation_id=region)
    approve(plan, b"before there was a category", None, organisation_id=region)
    approve(plan, b"near", person_id=near)

    of_region = {"region", "before there was a category"}
    assert words_read(maja, plan) == {"person", "region"}
    assert words_read(anna, plan) == {"person", "near", *of_region}
    assert words_read(nils, plan) == of_region
    assert words_read(ida, plan) == {"near"}
    assert words_read(petra, plan) == set()

    plan.withdraw(PLAN)
    assert words_read(maja, plan) == set()


def test_nobody_reads_the_words_from_the_table(plan: PlanOfTests, maja: Signed) -> None:
    approve(plan, b"person", person_id=plan.subject)

    assert ask(maja, text("select answer from app.plan_approval"), plan) == ["objected"]
    for query in (
        "select comment_sealed from app.plan_approval",
        "select * from app.plan_approval",
        "select plan_approval::text from app.plan_approval",
        "select id from app.plan_approval where comment_sealed > ''",
    ):
        assert refused(maja, text(query), plan).startswith("permission denied")


# -- what a plan's mail leads to, and for whom a copy's key is kept --------------------------------


def mail(plan: PlanOfTests, to: Signed, path: str) -> Executable:
    dedupe = f"call.answered:{new_id()}"
    return select(func.app.enqueue_for(to.account_id, "call.answered", path, dedupe, plan.id, None))


def test_mail_about_a_plan_leads_to_the_plan(plan: PlanOfTests, maja: Signed, nils: Signed) -> None:
    other = plan.world.plan(maja)
    for path in (f"{plan.path}/consent", plan.my_path, plan.path, f"/meetings/{new_id()}"):
        assert ask(nils, mail(plan, maja, path), plan) == [1]
    for path in (
        f"{other.path}/consent",
        f"{plan.path}/consent?next=//elsewhere.example",
        f"{plan.path}@elsewhere.example",
        f"{plan.path}/../{other.id}",
        "/sign-out",
        "//elsewhere.example",
        f"/meetings/{new_id()}/x",
    ):
        assert "outbox_path_check" in refused(nils, mail(plan, maja, path), plan)


def test_whoever_is_shut_out_of_a_plan_queues_no_mail_about_it(
    plan: PlanOfTests, maja: Signed, nils: Signed
) -> None:
    plan.withdraw(invite(nils.organisation_id))

    assert "not yours to write about" in refused(nils, mail(plan, maja, plan.path), plan)
    inner = text("select app.queue_for(null, null, null, null, null, null)")
    assert "permission denied" in refused(maja, inner, plan)
    queued = select(func.count(OutboxMail.id)).where(OutboxMail.plan_id == plan.id)
    assert plan.world.county.execute(queued).scalar_one() == 0


def test_a_copy_s_key_is_kept_for_an_organisation_that_takes_part(
    sip: SipWorld, maja: Signed, nils: Signed
) -> None:
    anna, ida = sip.individual("Anna Persson"), sip.individual("Ida Närstående")
    plan = sip.plan(maja, person=anna)
    plan.grant(PLAN, relative(plan.person(PersonKind.RELATIVE, ida.name, ida)))
    plan.opened_to(nils)

    def keep(who: Signed) -> Executable:
        return select(func.app.keep_copy_key(plan.id, who.organisation_id, b"key", 1))

    for person in (anna, ida):
        assert refused(person, keep(person), plan) == "not yours to lock"
    for staff in (maja, nils):
        assert len(ask(staff, keep(staff), plan)) == 1

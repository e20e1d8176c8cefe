"""What the database holds of who consents, whoever asks it."""

from datetime import timedelta

from sqlalchemy import insert, update

from portal import clock
from portal.ids import new_id
from sip.kernel.days import ends_at, midnight
from sip.kernel.vocabulary import ActKind, ChangeKind, PersonKind, Phase, Settled
from sip.ledger.rules import PLAN, invite
from sip.tables.consent import ConsentAct, Consenter, ConsenterChange
from sip.tables.people import PlanPerson
from sip.tables.plan import Plan
from tests.integration.sip.consenters.steps import (
    appoint,
    child_of_two,
    confirm,
    guardian,
    refused,
    representative,
    waiting,
)
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld


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


def test_the_database_gives_nobody_a_mandate_once_the_plan_is_closed(
    sip: SipWorld, plan: PlanOfTests, maja: Signed, lena: Signed
) -> None:
    """It was proposed before, and is confirmed after; nor does one beside the person begin."""
    appoint(plan, capacity="forvaltare", stands="replaces", reason="Beslut")
    instead, beside = representative(plan), plan.person(PersonKind.REPRESENTATIVE, "Olle Ombud")
    confirm_it = (
        update(ConsenterChange)
        .where(ConsenterChange.id == waiting(plan))
        .values(outcome="confirmed", settled_by=lena.account_id, settled_by_name=lena.name)
    )
    begin = insert(ConsenterChange).values(
        id=new_id(),
        county_id=plan.county_id,
        plan_id=plan.id,
        person_id=beside,
        kind=ChangeKind.BESIDE,
        reason_sealed=b"x",
        document_sealed=b"x",
        document_on=clock.today(),
        capacity="attorney",
        mandate_scope=["plan"],
        mandate_from=midnight(clock.today()),
        mandate_to=ends_at(clock.today() + timedelta(days=9)),
        proposed_at=clock.now(),
        proposed_by=maja.account_id,
        proposed_by_name=maja.name,
    )
    given = {"recorded_by": lena.account_id, "replaces": True}
    acts = (
        (lena, (confirm_it, a_consenter(plan, instead, **given))),
        (maja, (begin, a_consenter(plan, beside))),
    )
    for handler, statements in acts:
        assert refused(sip, handler, *statements) == ""
    ended = {"phase": Phase.CLOSED, "closed_at": clock.now()}
    sip.county.execute(update(Plan).where(Plan.id == plan.id).values(ended))
    for handler, statements in acts:
        assert "the plan is closed" in refused(sip, handler, *statements)


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

"""What the database lets through of SIP, to each kind of reader, asked without any filter."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, insert, select, text, true, update
from sqlalchemy.exc import DBAPIError

from portal import clock
from portal.db import Base, db
from portal.ids import new_id
from sip.kernel.days import midnight
from sip.ledger.rules import PLAN, invite
from sip.tables.consent import ConsentAct, Consenter
from sip.tables.people import PlanPerson
from sip.tables.plan import Action, Goal, Participant, Plan
from tests.acting import acting_as
from tests.architecture.sip_readers import OF_SIP, FullPlan, full_plan
from tests.integration.isolation import taken_back
from tests.integration.prepared import Prepared, untouched

# Nobody reads these; helpers of the database hand keys out, with a row in the log, and compare
# decisions with the limits.
SHUT = {"plan_key", "copy_key", "basis_limit", "consent_limit"}

# What each reader sees: the beginnings of the names in sip_readers.
WORKINGS = (
    *("plan", "plan_person", "participant", "plan_version", "plan_approval", "follow_up"),
    *("meeting", "attendance", "plan_placing meeting", "closing"),
)
CASE = (
    *(*WORKINGS, "call", "call_event", "call_question", "consenter", "consenter_change"),
    *("consent_act", "consent_paper", "basis_decision", "closing_survey", "plan_placing contact"),
    "document_check",
)
CONTENT = (
    *("goal", "plan_text", "action", "plan_change", "agenda_item", "word_suggestion"),
    *("closing_outcome", "goal_outcome"),
)
NOT_OF_A_MANDATE = {
    *("consenter_change", "basis_decision", "plan_placing contact", "consent_paper"),
    "document_check",
}
OF_THE_COUNTY = ("agreement_clock",)
OF_OWNER = ("asked children", "discharge")
DISCLOSED = (
    *("goal municipality health", "action municipality health"),
    # no suggestion: it quotes the person's words
    *("plan_change municipality health", "agenda_item municipality health"),
    *("closing_outcome municipality health", "goal_outcome municipality health"),
)
SEES: dict[str, tuple[str, ...]] = {
    "handler": (
        *CASE,
        *("goal municipality", "action municipality", "plan_change municipality"),
        # the region's: by consent in health, by a basis in economy
        *("agenda_item municipality", "word_suggestion municipality", "goal region"),
        *("closing_outcome municipality", "goal_outcome municipality"),
        *("plan_copy municipality", "retention_clock municipality", "kept_longer municipality"),
        "kept_out municipality",
        *("person_notice", "asked", "discharge", "plan_message", "plan_request"),
        *OF_THE_COUNTY,
    ),
    "colleague": ("plan_request", *OF_THE_COUNTY),
    "participant": (
        *WORKINGS,
        *DISCLOSED,
        *("goal region", "call region", "basis_decision region"),
        *OF_THE_COUNTY,
    ),
    "withdrawn": (
        *("=plan", "participant police", "plan_text police", "plan_copy police"),
        *("retention_clock police", "kept_longer police", *OF_THE_COUNTY),
    ),
    "called": (
        *("=plan", "plan_person subject", "call school", "call_event school"),
        "call_question school",
        *OF_THE_COUNTY,
    ),
    "other unit": OF_THE_COUNTY,
    "other organisation": OF_THE_COUNTY,
    "other county": (),
    "person": (
        *CASE,
        *CONTENT,
        "person_notice subject",
        "plan_message subject",
        "asked children",
        "discharge",
        *OF_THE_COUNTY,
    ),
    "guardian": (
        *CASE,
        *CONTENT,
        "person_notice guardian",
        "asked children",
        "discharge",
        *OF_THE_COUNTY,
    ),
    # whose mandate names economy: nothing that has no kind of information of its own
    "proxy": (
        *(name for name in CASE if name not in NOT_OF_A_MANDATE),
        *("=basis_decision region", "goal municipality economy", "goal region economy"),
        *OF_THE_COUNTY,
    ),
    "relative": (
        *(*WORKINGS, "plan_text subject own_words", "plan_message relative"),
        *OF_THE_COUNTY,
    ),
    "relative without consent": ("plan_person shut", "attendance shut", *OF_THE_COUNTY),
    "stranger": OF_THE_COUNTY,
    "coordinator": (
        *("figure_round", "figure municipality", "figure county"),
        *OF_THE_COUNTY,
    ),
    "reviewer": ("read_review municipality", *OF_THE_COUNTY),
}


@pytest.fixture(scope="module")
def entered(prepared: Prepared) -> Iterator[FullPlan]:
    with untouched(prepared) as county:
        yield full_plan(county)


@pytest.fixture
def full(entered: FullPlan) -> Iterator[FullPlan]:
    """Entered once; what a test does to it is taken back."""
    with taken_back(entered.sip.county.connection):
        yield entered


def _expected(full: FullPlan, reader: str) -> set[str]:
    def is_of(name: str, beginning: str) -> bool:
        if beginning.startswith("="):
            return name == beginning[1:]
        return name == beginning or name.startswith(f"{beginning} ")

    return {name for name in full.rows if any(is_of(name, one) for one in SEES[reader])}


def _seen(full: FullPlan, token: str) -> set[str]:
    names = {row: name for name, row in full.rows.items()}
    found = set()
    with full.sip.county.app.app_context(), acting_as(token):
        for table in Base.metadata.tables.values():
            if table.name in OF_SIP - SHUT:
                ids = db.session.scalars(select(table.c.id))
                found |= {names.get(row, f"{table.name} unknown") for row in ids}
    return found


def test_every_table_of_sip_is_tried(full: FullPlan) -> None:
    tried = {name.split(" ")[0] for name in full.rows}

    assert tried | SHUT == OF_SIP
    assert set(SEES) == set(full.readers)


def test_each_reader_sees_exactly_what_consent_and_their_part_give(full: FullPlan) -> None:
    wrong = {}
    for name, signed in full.readers.items():
        seen, expected = _seen(full, signed.token), _expected(full, name)
        if seen != expected:
            wrong[name] = {"too much": seen - expected, "too little": expected - seen}

    assert wrong == {}


READ_IN_ONE = text(
    "select content ->> 'id' from app.read_plan(:plan)"
    " where content ->> 'id' is not null and part <> 'organisations'"
)
READ_AND_OPENED = text(
    "select (select jsonb_agg(r order by r.part, r.content) from app.read_plan(:plan) r),"
    " (select jsonb_agg(o order by o.part, o.content) from app.open_plan(:plan, 'plan') o"
    " where o.part <> 'opened')"
)


def test_what_opens_a_plan_reads_the_same_as_what_reads_one(full: FullPlan) -> None:
    for consent in (True, False):
        if not consent:
            full.plan.withdraw(PLAN)
        for reader, signed in full.readers.items():
            with full.sip.county.app.app_context(), acting_as(signed.token):
                read, opened = db.session.execute(READ_AND_OPENED, {"plan": full.plan.id}).one()
            assert opened in (read, None), reader
            assert opened or reader not in {"person", "handler"}


@pytest.mark.parametrize(
    "reader", ["colleague", "other organisation", "other county", "relative without consent"]
)
def test_who_sees_no_plan_reads_not_even_whose_it_is(full: FullPlan, reader: str) -> None:
    named = text("select content ->> 'name' from app.read_plan(:plan) where part = 'organisations'")
    with full.sip.county.app.app_context(), acting_as(full.readers[reader].token):
        assert db.session.scalars(select(Plan.id)).all() == []
        assert db.session.scalars(named, {"plan": full.plan.id}).all() == []


def test_what_is_read_in_one_question_is_nothing_but_what_the_policies_let_through(
    full: FullPlan,
) -> None:
    """app.plan_parts asks what the policies ask, but as one who reads every row."""
    names = {str(row): name for name, row in full.rows.items()}
    for consent in (True, False):
        if not consent:
            full.plan.withdraw(PLAN)
        for reader, signed in full.readers.items():
            with full.sip.county.app.app_context(), acting_as(signed.token):
                asked = db.session.scalars(READ_IN_ONE, {"plan": full.plan.id})
                read = {names[row] for row in asked}
            assert read <= _seen(full, signed.token), reader
            assert ("plan_text subject own_words" in read) == (
                reader in {"person", "guardian"} or (consent and reader == "relative")
            )


@pytest.mark.parametrize("token", ["", "made-up", "0" * 43])
def test_without_a_session_there_is_nothing(full: FullPlan, token: str) -> None:
    assert _seen(full, token) == set()


def test_without_the_plans_consent_only_the_case_and_own_writings_are_left(full: FullPlan) -> None:
    full.plan.withdraw(PLAN)
    acts = {name for name in full.rows if name.startswith("consent_act")}
    placed = {name for name in full.rows if name.startswith(("plan_placing", "call"))}

    handler = _seen(full, full.readers["handler"].token) - {"consent_act unknown"}
    assert not any(name.startswith("goal region health") for name in handler)
    assert acts <= handler
    assert "plan_placing meeting" not in handler
    assert {"call school", "plan_placing contact"} <= handler & placed
    participant = _seen(full, full.readers["participant"].token)
    assert {name.split(" ")[0] for name in participant} == {
        *("plan", "participant", "goal", "call", "basis_decision"),
        "agreement_clock",
    }
    assert _seen(full, full.readers["called"].token) == set(OF_THE_COUNTY)
    assert _seen(full, full.readers["relative"].token) == {
        *("plan_person relative", "plan_message relative", *OF_THE_COUNTY),
    }


# -- writing --------------------------------------------------------------------------------------


def _try(full: FullPlan, reader: str, statement: Any) -> int | str:
    """How many rows it wrote, or why none; taken back."""
    county = full.sip.county
    assert county.connection is not None
    with county.app.app_context(), acting_as(full.readers[reader].token):
        savepoint = county.connection.begin_nested()
        try:
            counted = statement.execution_options(preserve_rowcount=True)
            return int(db.session.connection().execute(counted).rowcount)
        except DBAPIError as refused:
            return str(refused.orig).splitlines()[0]
        finally:
            db.session.rollback()
            if savepoint.is_active:
                savepoint.rollback()


def _writers(full: FullPlan, statement: Callable[[str], Any]) -> set[str]:
    return {name for name in full.readers if _try(full, name, statement(name)) == 1}


def _row(full: FullPlan, **values: object) -> dict[str, object]:
    return {"id": new_id(), "county_id": full.plan.county_id, "plan_id": full.plan.id, **values}


def _goal(full: FullPlan, party: UUID) -> Any:
    return insert(Goal).values(
        **_row(
            full,
            position=1,
            stated_by="person",
            title_sealed=b"x",
            measure_sealed=b"x",
            status="open",
            changed_at=clock.now(),
            changed_by="X",
            from_party=party,
            category="health",
        )
    )


def _party(full: FullPlan, reader: str) -> UUID:
    person = {
        "person": "subject",
        "guardian": "guardian",
        "relative": "relative",
        "relative without consent": "shut",
    }.get(reader)
    if person:
        return full.rows[f"plan_person {person}"]
    return full.readers[reader].organisation_id


def test_who_may_write_content_in_their_own_name(full: FullPlan) -> None:
    everybody_in = {"handler", "participant", "person", "guardian", "relative"}

    assert _writers(full, lambda name: _goal(full, _party(full, name))) == everybody_in


def test_who_may_write_in_the_persons_name(full: FullPlan) -> None:
    assert _writers(full, lambda _: _goal(full, full.plan.subject)) == {"handler", "person"}


def test_nobody_writes_in_another_organisations_name(full: FullPlan) -> None:
    assert _writers(full, lambda _: _goal(full, full.sip.county.police)) == set()


def test_nobody_writes_content_once_the_plan_is_shut(full: FullPlan) -> None:
    full.plan.withdraw(PLAN)

    assert not _writers(full, lambda name: _goal(full, _party(full, name)))


def _act(full: FullPlan, reader: str, *, consenter: str) -> Any:
    signed = full.readers[reader]
    is_staff = signed.organisation_id != full.sip.individuals
    return insert(ConsentAct).values(
        **_row(
            full,
            kind="withdraw",
            consenter_id=full.rows[f"consenter {consenter}"],
            items=["plan"],
            how="oral" if is_staff else "electronic",
            recorded_by=signed.account_id,
            recorded_by_name="X",
            recorded_for=signed.organisation_id if is_staff else None,
            information_text_version="1",
        )
    )


def test_who_may_record_an_act_of_consent(full: FullPlan) -> None:
    for consenter, own in (("subject", "person"), ("guardian", "guardian")):
        writers = _writers(full, partial(_act, full, consenter=consenter))
        assert writers == {"handler", own}


def test_nobody_backdates_an_act_or_numbers_it(full: FullPlan) -> None:
    early = clock.now().replace(year=2020)
    act = _act(full, "person", consenter="subject").values(at=early, seq=1).returning(ConsentAct.at)
    with full.sip.county.app.app_context(), acting_as(full.readers["person"].token):
        at = db.session.connection().execute(act).scalar_one()
        db.session.rollback()

    assert at.date() == clock.now().date()


@pytest.mark.parametrize("item", ["everything", "share:*", "invite:", "plan:plan", ""])
def test_an_act_is_about_things_that_can_be_consented_to(full: FullPlan, item: str) -> None:
    act = _act(full, "person", consenter="subject").values(items=[item])

    assert "not an item of consent" in str(_try(full, "person", act))


@pytest.mark.parametrize("table", ["consent_act", "plan_change", "call_event", "plan_version"])
@pytest.mark.parametrize("command", ["update app.{} set id = id", "delete from app.{}"])
def test_history_is_never_changed_by_anybody(full: FullPlan, table: str, command: str) -> None:
    county = full.sip.county
    assert county.connection is not None
    with county.connection.begin_nested() as savepoint:
        with pytest.raises(DBAPIError, match=r"append-only|still kept"):
            county.execute(text(command.format(table)))
        savepoint.rollback()
    county.connection.exec_driver_sql("set local session authorization portal_app")
    assert "permission denied" in str(_try(full, "handler", text(command.format(table))))


def test_a_requirement_only_ends_and_not_in_the_past(full: FullPlan) -> None:
    past, soon = clock.now().replace(year=2020), clock.now() + timedelta(minutes=1)
    of_age = midnight(clock.today() + timedelta(days=9))
    end = update(Consenter).where(Consenter.id == full.rows["consenter guardian"])

    assert "let go by nobody" in str(_try(full, "handler", end.values(required_to=past)))
    assert "permission denied" in str(_try(full, "handler", end.values(required_from=past)))
    assert "let go by nobody" in str(_try(full, "handler", end.values(required_to=soon)))
    assert _writers(full, lambda _: end.values(required_to=of_age)) == {"handler"}


def test_only_handlers_change_the_case(full: FullPlan) -> None:
    steer = update(Plan).values(phase="closed")
    person = update(PlanPerson).where(PlanPerson.kind == "subject")

    assert _writers(full, lambda _: steer) == {"handler"}
    assert _writers(full, lambda _: person.values(relation_sealed=b"x")) == {"handler"}
    assert _writers(full, lambda _: person.values(ended_at=clock.now())) == set(), "it is theirs"
    assert _writers(full, lambda _: update(Plan).values(changed_at=clock.now())) == {
        *("handler", "participant", "person", "guardian", "proxy", "relative"),
    }


def test_nobody_lets_themselves_in(full: FullPlan) -> None:
    def join(name: str) -> Any:
        signed = full.readers[name]
        return insert(Participant).values(
            **_row(
                full,
                organisation_id=signed.organisation_id,
                account_id=signed.account_id,
                name="X",
                title="X",
                joined_at=clock.now(),
            )
        )

    # handler, participant and withdrawn are there; the called takes the call
    assert _writers(full, join) == {"called"}


def test_nobody_names_a_seer_of_what_is_protected_but_a_handler(full: FullPlan) -> None:
    grant = update(Participant).where(Participant.organisation_id == full.sip.county.region)
    named = func.app.protect(full.plan.id, true(), [full.rows["participant region"]])

    assert _writers(full, lambda _: grant.values(sees_protected=True)) == set()
    assert _writers(full, lambda _: select(named)) == {"handler"}


def test_an_action_is_given_to_nobody_who_may_not_see_its_goal(full: FullPlan) -> None:
    county = full.sip.county
    names = {"goal": "municipality economy", "open": "municipality health"}

    def action(goal: str, organisation: UUID) -> Any:
        held = {"from_party": county.municipality, "category": "health"}
        row = _row(
            full,
            goal_id=full.rows[f"goal {names[goal]}"],
            position=1,
            kind="action",
            organisation_id=organisation,
            title_sealed=b"x",
            status="not_started",
            changed_at=clock.now(),
            changed_by="X",
            **held,
        )
        return insert(Action).values(**row)

    assert _try(full, "handler", action("open", county.region)) == 1
    for goal, organisation in (("goal", county.region), ("open", county.police)):
        assert "may not see the goal" in str(_try(full, "handler", action(goal, organisation)))


def test_who_carries_out_a_measure_says_how_it_stands_and_no_more(full: FullPlan) -> None:
    one = update(Action).where(Action.id == full.rows["action municipality health"])

    assert _writers(full, lambda _: one.values(status="done")) == {"handler", "participant"}
    assert _writers(full, lambda _: one.values(title_sealed=b"y")) == {"handler"}


def test_an_organisation_is_called_only_by_consent(full: FullPlan) -> None:
    def call(organisation: UUID) -> Any:
        row = _row(
            full,
            kind="summons",
            organisation_id=organisation,
            asked_sealed=b"x",
            status="sent",
            sent_at=clock.now(),
            answer_by=clock.now(),
        )
        return insert(Base.metadata.tables["app.call"]).values(**row)

    assert _writers(full, lambda _: call(full.sip.county.region)) == {"handler"}
    assert _writers(full, lambda _: call(full.sip.county.police)) == set()


def test_a_basis_is_decided_for_ones_own_organisation(full: FullPlan) -> None:
    def decide(name: str, organisation: UUID) -> Any:
        row = _row(
            full,
            organisation_id=organisation,
            to_party=full.sip.county.police,
            code="osl_10_2",
            activity="health_care",
            categories=["health"],
            reason_sealed=b"x" * 30,
            decided_by=full.readers[name].account_id,
            decided_by_name="X",
            decided_at=clock.now(),
            valid_to=clock.now() + timedelta(days=1),
            follow_up_on=clock.today(),
        )
        return insert(Base.metadata.tables["app.basis_decision"]).values(**row)

    region = full.sip.county.region
    assert _writers(full, lambda name: decide(name, region)) == {"participant"}


def test_what_another_has_written_is_nobodys_to_change(full: FullPlan) -> None:
    texts = Base.metadata.tables["app.plan_text"]
    writers = {"plan_text police health": set(), "plan_text subject own_words": {"person"}}
    for name, expected in writers.items():
        change = update(texts).where(texts.c.id == full.rows[name]).values(text_sealed=b"y")
        assert {reader for reader in full.readers if _try(full, reader, change) == 1} == expected


def test_consent_to_the_invitation_is_needed_too(full: FullPlan) -> None:
    full.plan.withdraw(invite(full.sip.county.region))

    assert "goal municipality health" not in _seen(full, full.readers["participant"].token)

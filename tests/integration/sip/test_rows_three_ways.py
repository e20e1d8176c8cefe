"""What stands beside a plan's content, asked in two ways: the specification, and a bare statement.

Beside a ledger (ledgers.py) it is drawn who is kept out, has left, stands in, was called and still
works there, and whether the plan has ended. Every reader then asks for all rows there are, and
tries to write some.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Executable, func, insert, literal, select, text, union_all, update
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.sql import ClauseElement

from portal import clock
from portal.authz import Role
from portal.db import Base, db
from portal.identity.models import Invitation, StandIn
from portal.ids import new_id
from portal.tenancy.models import Membership
from sip.kernel.vocabulary import (
    ActKind,
    AskedAbout,
    ChangeKind,
    How,
    KeptFor,
    Phase,
    Shown,
    Told,
)
from sip.ledger.rules import relative
from sip.tables.archive import KeptLonger, RetentionClock
from sip.tables.consent import ConsentAct, ConsenterChange, ConsentPaper
from sip.tables.people import DocumentCheck, KeptOut, PersonNotice, PlanMessage, PlanPerson
from sip.tables.plan import Asked, Discharge, Participant, Plan
from sip.tables.requests import PlanRequest
from tests.acting import acting_as
from tests.integration.isolation import taken_back
from tests.integration.sip.ledgers import Cast, Script, enter, make_cast, scripts
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld
from tests.unit.sip.consent import rows
from tests.unit.sip.consent.rows import Kept, Place, Reader, Situation

May = Callable[[Situation, Reader], bool]
Row = tuple[str, UUID]


@dataclass
class Wide:
    """The cast with colleagues who can stand in, and a row of each kind; who may see each."""

    sip: SipWorld
    cast: Cast
    eva: Signed
    olle: Signed
    chief: Signed
    rows: dict[Row, May] = field(default_factory=dict)

    @property
    def staff(self) -> tuple[Signed, ...]:
        first = (self.cast.readers[party] for party in self.cast.organisations)
        return *first, self.eva, self.olle, self.chief

    @property
    def people(self) -> Mapping[UUID, Signed]:
        return {person: self.cast.readers[person] for person in self.cast.people}

    def add(self, may: May, model: type, **values: Any) -> UUID:
        """A row of the plan, and who may see it."""
        row = self.cast.plan.add(model, **values)
        self.rows[str(model.__tablename__), row] = may
        return row


@pytest.fixture
def wide(sip: SipWorld) -> Wide:
    cast, county = make_cast(sip), sip.county
    made = Wide(
        sip,
        cast,
        sip.caseworker(county.municipality, "Eva Ersättare"),
        sip.caseworker(county.region, "Olle Ombyte"),
        sip.signed(county.municipality, "Karin Chef", Role.ADMINISTRATOR, Role.COORDINATOR),
    )
    place = select(Participant.id).where(Participant.organisation_id == county.region)
    held = update(Plan).values(coordinator_id=county.execute(place).scalar_one())
    county.execute(held.where(Plan.id == cast.plan.id))
    made.rows["plan", cast.plan.id] = rows.finds
    made.rows["led", cast.plan.id] = rows.leads
    for goal, (source, category) in cast.goals.items():
        made.rows["goal", goal] = partial(rows.reads, source=source, category=category)
    _of_people(made)
    _of_organisations(made)
    return made


def _of_people(wide: Wide) -> None:
    plan, by = wide.cast.plan, wide.cast.plan.handler
    noted = {"recorded_by": by.name, "recorded_at": clock.now()}
    for person in wide.cast.people:
        said = {"text_sealed": "Ring mig", "written_by": "Någon", "written_at": clock.now()}
        theirs = partial(rows.reads_message, person=person)
        for party in (person, by.organisation_id):
            wide.add(theirs, PlanMessage, person_id=person, from_party=party, **said)
        wide.add(theirs, PersonNotice, person_id=person, kind=Told.VERSION)
        right = partial(rows.reads_of_answer, person=person)
        seen = {"shown": Shown.REGISTER, "seen_on": clock.today(), "has_copy": False, **noted}
        held = {"from_party": by.organisation_id, "person_id": person}
        wide.add(right, DocumentCheck, **held, **seen)
        asked = {"kind": ChangeKind.ASKED, "reason_sealed": "Fyllt 15"}
        wide.add(right, ConsenterChange, person_id=person, **asked)
        code = plan.world.enter(Invitation, plan_person_id=person, **_code_values(wide))
        wide.rows["invitation", code] = rows.reads_code


def _code_values(wide: Wide) -> dict[str, Any]:
    return {
        "county_id": wide.cast.county.id,
        "token_hash": new_id().hex.encode(),
        "issuer_key": "staff",
        "organisation_id": wide.sip.individuals,
        "role": Role.INDIVIDUAL,
        "name": "",
        "plan_id": wide.cast.plan.id,
        "invited_by": "Maja Öhlund",
        "created_at": clock.now(),
        "expires_at": clock.now() + timedelta(days=1),
    }


def _of_organisations(wide: Wide) -> None:
    county, today = wide.cast.county, clock.today()
    noted = {"recorded_by": "Någon", "recorded_at": clock.now()}
    asked = {"asked_on": today, "asked_by": "Någon", "said_sealed": "Nej", **noted}
    for party in wide.cast.organisations:
        own = partial(rows.reads_own, of=party)
        for kind in (AskedAbout.CHILDREN, AskedAbout.VIOLENCE):
            may = partial(rows.reads_asked, of=party, kind=kind)
            wide.add(may, Asked, from_party=party, kind=kind, **asked)
        may = partial(rows.reads_discharge, of=party)
        # one stands at a time
        undone = {} if party == county.region else {"undone_at": clock.now(), "undone_by": "Någon"}
        wide.add(may, Discharge, from_party=party, ready_on=today, **noted, **undone)
        term = {"rule": "social", "last_note_on": today, "ends_on": today}
        wide.add(own, RetentionClock, organisation_id=party, **term)
        wide.add(own, KeptLonger, from_party=party, ground=KeptFor.PLACED, **noted)
        request, values = new_id(), {"wrapped": b"x", "master_version": 1, "content_sealed": b"x"}
        values |= {"id": request, "county_id": county.id, "organisation_id": party}
        wide.sip.enter_row(PlanRequest, values | {"asked_at": clock.now()})
        wide.rows["plan_request", request] = _reads_request(party)


def _reads_request(party: UUID) -> May:
    return lambda _now, reader: rows.reads_request(reader, party)


# -- what is drawn --------------------------------------------------------------------------------


@dataclass(frozen=True)
class StandsIn:
    """A colleague stands in for the first of an organisation, some days from today."""

    at_the_region: bool
    first: int
    days: int
    is_ended: bool
    the_other_way: bool  # it is the first who stands in for the colleague


@dataclass(frozen=True)
class Around:
    """What is so beside the ledger. People and staff are places in the cast."""

    kept_out: frozenset[int]
    let_back: frozenset[int]
    people_left: frozenset[int]
    staff_left: frozenset[int]  # after the daily work
    is_police_called: bool
    stand_ins: tuple[StandsIn, ...]
    is_eva_there: bool
    without_a_role: frozenset[int]
    days_pass: int
    is_work_done: bool  # after those days
    has_ended: bool


others = st.frozensets(st.integers(1, 3), max_size=2)
rarely = st.integers(0, 3).map(lambda number: number == 0)
stand_ins = st.builds(
    StandsIn,
    at_the_region=st.booleans(),
    first=st.integers(-2, 1),
    days=st.integers(0, 3),
    is_ended=rarely,
    the_other_way=rarely,
)
surroundings = st.builds(
    Around,
    kept_out=others,
    let_back=others,
    people_left=st.frozensets(st.integers(1, 3), max_size=1),
    staff_left=st.frozensets(st.sampled_from((0, 1, 2, 2, 2)), max_size=2),
    is_police_called=st.booleans(),
    stand_ins=st.lists(stand_ins, max_size=3).map(tuple),
    is_eva_there=rarely,
    without_a_role=st.just(frozenset()) | st.frozensets(st.integers(0, 4), max_size=2),
    days_pass=st.integers(0, 2),
    is_work_done=st.booleans(),
    has_ended=rarely,
)


QUIET = Around(
    kept_out=frozenset(),
    let_back=frozenset(),
    people_left=frozenset(),
    staff_left=frozenset(),
    is_police_called=False,
    stand_ins=(),
    is_eva_there=False,
    without_a_role=frozenset(),
    days_pass=0,
    is_work_done=False,
    has_ended=False,
)


def stand(wide: Wide, script: Script, around: Around) -> Situation:
    """Write all of it as portal_owner, and answer it as the specification knows it."""
    cast, county = wide.cast, wide.cast.county
    ledger = enter(cast, script, clock.now() - timedelta(minutes=30))  # no hour is now
    for basis in ledger.bases:
        wide.rows["basis_decision", basis.id] = partial(rows.reads_basis, basis=basis)
    for one in ledger.consenters:
        _keep_paper(wide, one.id, one.person)
    situation = Situation(
        ledger=ledger,
        at=clock.now(),
        today=clock.today(),
        places=_places(wide, around),
        working=_working(wide, around),
        has_left=_leave(wide, around),
        kept_out=_keep_out(wide, around),
        coordinator=cast.readers[county.region].account_id,
        was_consented_to=False,  # that is asked last
    )
    return _days_pass(wide, around, situation)


def _keep_paper(wide: Wide, consenter: UUID, person: UUID) -> None:
    """A question on paper, about what nothing else is about, and the paper."""
    plan = wide.cast.plan
    about = {"items": [relative(wide.cast.guardian).key], "consenter_id": consenter}
    act = plan.add(ConsentAct, kind=ActKind.ASK, how=How.WRITTEN, **about)
    held = {"from_party": plan.handler.organisation_id, "suffix": "pdf", "content_sealed": b"x"}
    added = {"added_by": "Någon", "added_at": clock.now()}
    may = partial(rows.reads_of_answer, person=person)
    wide.add(may, ConsentPaper, act_id=act, **held, **added)


def _places(wide: Wide, around: Around) -> tuple[Place, ...]:
    there = wide.staff[: 4 if around.is_eva_there else 3]
    if around.is_eva_there:
        wide.cast.plan.participant(wide.eva)
    return tuple(Place(account=one.account_id, organisation=one.organisation_id) for one in there)


def _working(wide: Wide, around: Around) -> frozenset[tuple[UUID, UUID]]:
    gone = [wide.staff[number].account_id for number in around.without_a_role]
    ended = update(Membership).where(Membership.account_id.in_(gone))
    wide.cast.county.execute(ended.values(ended_at=clock.now()))
    makers = ((one.account_id, one.organisation_id) for one in wide.staff[:-1])
    return frozenset(one for one in makers if one[0] not in gone)


def _leave(wide: Wide, around: Around) -> frozenset[UUID]:
    people = frozenset(wide.cast.people[number] for number in around.people_left)
    left = update(PlanPerson).where(PlanPerson.id.in_(people))
    wide.cast.county.execute(left.values(ended_at=clock.now()))
    return people


def _keep_out(wide: Wide, around: Around) -> frozenset[UUID]:
    by, now = wide.cast.plan.handler.organisation_id, clock.now()
    kept_out = around.kept_out - around.let_back
    for number in around.kept_out | around.let_back:
        undone = {} if number in kept_out else {"undone_at": now, "undone_by": "Någon"}
        noted = {"person_id": wide.cast.people[number], "recorded_by": "Någon", "recorded_at": now}
        wide.add(partial(rows.reads_own, of=by), KeptOut, from_party=by, **noted, **undone)
    return frozenset(wide.cast.people[number] for number in kept_out)


def _days_pass(wide: Wide, around: Around, now: Situation) -> Situation:
    """The daily work, some days, and what comes then: perhaps the work again, a call, the end."""
    county, plan = wide.cast.county, wide.cast.plan
    begun = {_let_stand_in(wide, one): _stands_in(wide, one) for one in around.stand_ins}
    now = _work(wide, replace(now, stand_ins=tuple(begun.values())))
    passed = timedelta(days=around.days_pass)
    for model, names in ((StandIn, ("from_on", "until_on")), (Participant, ("until_on",))):
        county.execute(update(model).values({one: getattr(model, one) - passed for one in names}))
    gone = frozenset(wide.staff[number].account_id for number in around.staff_left)
    left = update(Participant).where(Participant.plan_id == plan.id)
    county.execute(left.where(Participant.account_id.in_(gone)).values(ended_at=clock.now()))
    now = replace(
        now,
        stand_ins=tuple(
            replace(one, from_on=one.from_on - passed, until_on=one.until_on - passed)
            for one in now.stand_ins
        ),
        places=tuple(_later(place, passed, gone) for place in now.places),
        # whoever comes back has another place
        coordinator=None if now.coordinator in gone else now.coordinator,
    )
    for row, stood in zip(begun, now.stand_ins, strict=True):
        wide.rows["stand_in", row] = partial(rows.sees_stand_in, one=stood)
    if around.has_ended:
        ended = {"phase": Phase.CLOSED, "closed_at": clock.now()}
        county.execute(update(Plan).where(Plan.id == plan.id).values(ended))
    now = replace(now, has_ended=around.has_ended)
    if around.is_work_done:
        now = _work(wide, now)
    if around.is_police_called:
        plan.call(county.police)
        now = replace(now, called=frozenset({county.police}))
    consented = select(Plan.consented_at.is_not(None)).where(Plan.id == plan.id)
    return replace(now, at=clock.now(), was_consented_to=county.execute(consented).scalar_one())


def _later(place: Place, passed: timedelta, gone: frozenset[UUID]) -> Place:
    until = place.until_on and place.until_on - passed
    return replace(place, until_on=until, has_left=place.has_left or place.account in gone)


def _work(wide: Wide, now: Situation) -> Situation:
    wide.cast.county.execute(select(func.app.run_stand_ins()))
    return rows.day_begins(now)


def _stands_in(wide: Wide, one: StandsIn) -> rows.StandIn:
    pair = (wide.staff[1], wide.olle) if one.at_the_region else (wide.staff[0], wide.eva)
    absent, colleague = reversed(pair) if one.the_other_way else pair
    first = clock.today() + timedelta(days=one.first)
    return rows.StandIn(
        absent=absent.account_id,
        colleague=colleague.account_id,
        organisation=absent.organisation_id,
        from_on=first,
        until_on=first + timedelta(days=one.days),
        is_ended=one.is_ended,
    )


def _let_stand_in(wide: Wide, drawn: StandsIn) -> UUID:
    one, now = _stands_in(wide, drawn), clock.now()
    return wide.sip.enter(
        StandIn,
        county_id=wide.cast.county.id,
        organisation_id=one.organisation,
        absent_id=one.absent,
        colleague_id=one.colleague,
        from_on=one.from_on,
        until_on=one.until_on,
        made_by=one.absent,
        made_at=now,
        ended_at=now if one.is_ended else None,
    )


def readers(wide: Wide, around: Around) -> Iterator[tuple[Reader, str]]:
    """Everybody who asks, with their token."""
    for number, one in enumerate(wide.staff):
        roles = {Role.CASEWORKER} if one is not wide.chief else {Role.ADMINISTRATOR}
        has_role = number not in around.without_a_role
        yield (
            Reader(
                account=one.account_id,
                party=one.organisation_id,
                is_staff=True,
                roles=frozenset(roles if has_role else ()),
            ),
            one.token,
        )
    for person in wide.cast.people:
        one = wide.cast.readers[person]
        yield Reader(account=one.account_id, party=person, is_staff=False), one.token


# -- reading --------------------------------------------------------------------------------------

# what is no table, and asked of a function
ASKED = {
    "led": select(literal("led"), func.unnest(func.app.my_led_plans())),
    "stand_in": select(literal("stand_in"), func.app.stand_ins().table_valued("id").c.id),
}


def seen(wide: Wide, token: str) -> set[Row]:
    """All that somebody gets who asks for everything."""
    tables = Base.metadata.tables
    asked = {
        what: select(literal(what), tables[f"app.{what}"].c.id)
        for what in sorted({what for what, _row in wide.rows} - ASKED.keys())
    }
    with wide.cast.county.app.app_context(), acting_as(token):
        found = db.session.execute(union_all(*asked.values(), *ASKED.values()))
        return {(what, row) for what, row in found}


@settings(
    max_examples=settings().max_examples // 10,  # make mutate asks more
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(script=scripts, around=surroundings)
def test_everybody_sees_the_rows_that_the_specification_says(
    wide: Wide, script: Script, around: Around
) -> None:
    wide = replace(wide, rows=dict(wide.rows))
    with taken_back(wide.cast.county.connection):
        now = stand(wide, script, around)

        for reader, token in readers(wide, around):
            expected = {row for row, may in wide.rows.items() if may(now, reader)}
            assert seen(wide, token) == expected


# -- writing --------------------------------------------------------------------------------------

# each of the statements by itself, and taken back: whether it wrote anything
TRY = text("""
do $$
declare
  tried text;
  written integer;
  answers text := '';
begin
  for tried in select jsonb_array_elements_text(current_setting('tests.tried')::jsonb) loop
    written := 0;
    begin
      execute tried;
      get diagnostics written = row_count;
      raise exception using errcode = 'TAKEN';
    exception
      when sqlstate 'TAKEN' or insufficient_privilege then null;
    end;
    answers := answers || sign(written);
  end loop;
  perform set_config('tests.answers', answers, true);
end $$
""")
ASK = text("select set_config('tests.tried', :tried, true)")
ANSWERS = text("select current_setting('tests.answers')")


@dataclass(frozen=True)
class Try:
    """A statement, and whether it may write anything."""

    what: str
    statement: Executable
    may: bool = False


def tries(wide: Wide, now: Situation, reader: Reader) -> Iterator[Try]:
    """What somebody tries to write: in their own name, and in others'."""
    town, region, _police = wide.cast.organisations
    own = reader.party if reader.is_staff else town
    yield from _messages(wide, now, reader)
    yield from _codes(wide, now, reader)
    yield from _papers(wide, now, reader)
    for party in (own, region if own == town else town):
        yield from _of_party(wide, now, reader, party)
    yield from _changes(wide, now, reader)
    for party in wide.cast.organisations:
        asked = select(1).where(func.app.ask_for_plan(new_id(), party, b"x", 1, b"x"))
        is_asked = any(organisation == party for _account, organisation in now.working)
        yield Try("request", asked, is_asked and party in {town, region})


MY_NAME, MY_ACCOUNT = func.app.my_name(), func.app.my_account()
FORGED = "Någon Annan"


def _row(wide: Wide, model: type, **values: Any) -> Executable:
    plan = wide.cast.plan
    return insert(model).values(id=new_id(), county_id=plan.county_id, plan_id=plan.id, **values)


def _messages(wide: Wide, now: Situation, reader: Reader) -> Iterator[Try]:
    for person in wide.cast.people:
        said = {"person_id": person, "text_sealed": b"x", "written_at": func.now()}
        message = partial(_row, wide, PlanMessage, **said)
        own = partial(message, from_party=reader.party)
        may = rows.writes_message(now, reader, person, reader.party)
        yield Try("message", own(written_by=MY_NAME), may)
        if may:
            yield Try("message as another", own(written_by=FORGED))
            settled = {"settled_at": func.now(), "settled_by": MY_NAME}
            yield Try("message settled at once", own(written_by=MY_NAME, **settled))
        may = rows.writes_message(now, reader, person, person)
        theirs = message(from_party=person, written_by=MY_NAME)
        yield Try("message in the person's name", theirs, may)


def _codes(wide: Wide, now: Situation, reader: Reader) -> Iterator[Try]:
    for person in wide.cast.people:
        may = rows.writes_code(now, reader, person)
        code = {"id": new_id(), "plan_person_id": person, **_code_values(wide)}
        yield Try("code", insert(Invitation).values(code), may)
        if may:
            at_work = {**code, "organisation_id": wide.cast.county.municipality}
            yield Try("code at work", insert(Invitation).values(at_work))
            role = {**code, "role": Role.CASEWORKER}
            yield Try("code to a role", insert(Invitation).values(role))


def _papers(wide: Wide, now: Situation, reader: Reader) -> Iterator[Try]:
    """Of questions that have no paper yet: on paper or not, of an organisation."""
    town, region, _police = wide.cast.organisations
    acts = select(ConsentAct.id, ConsentAct.how, ConsentAct.recorded_for).where(
        ConsentAct.items == [relative(wide.cast.proxy).key]
    )
    held = {"suffix": "pdf", "content_sealed": b"x", "added_at": func.now()}
    for act, how, organisation in wide.cast.county.execute(acts):
        for party in (town, region):
            paper = partial(_row, wide, ConsentPaper, act_id=act, from_party=party, **held)
            may = rows.writes_paper(now, reader, party, how, organisation)
            yield Try(f"{how} paper", paper(added_by=MY_NAME), may)
            if may:
                yield Try("paper as another", paper(added_by=FORGED))
                gone = {"content_sealed": None, "removed_at": func.now(), "removed_by": MY_NAME}
                yield Try("no paper", paper(added_by=MY_NAME, **gone))


def _of_party(wide: Wide, now: Situation, reader: Reader, party: UUID) -> Iterator[Try]:
    named = (("", MY_NAME), (" as another", FORGED))
    for whose, name in named:
        in_own = name is MY_NAME
        noted = {"from_party": party, "recorded_by": name, "recorded_at": func.now()}
        seen = {"shown": Shown.COPY, "seen_on": func.current_date(), "has_copy": False}
        check = _row(wide, DocumentCheck, person_id=wide.cast.proxy, **noted, **seen)
        yield Try(f"check{whose}", check, in_own and rows.writes_check(now, reader, party))
        asked = {"asked_on": func.current_date(), "asked_by": "Någon"}
        said = _row(wide, Asked, kind=AskedAbout.CHILDREN, **noted, **asked)
        yield Try(f"asked{whose}", said, in_own and rows.writes_asked(now, reader, party))
        ready = _row(wide, Discharge, ready_on=func.current_date(), **noted)
        yield Try(f"discharge{whose}", ready)  # it is the town's plan, not the region's
        for ground in (KeptFor.ADOPTION, KeptFor.RESEARCH):
            kept = _row(wide, KeptLonger, ground=ground, **noted)
            may = in_own and rows.keeps_longer(now, reader, party, ground)
            yield Try(f"kept for {ground}{whose}", kept, may)


def _changes(wide: Wide, now: Situation, reader: Reader) -> Iterator[Try]:
    """That something needs no answer, was wrong, or is being dealt with."""
    handles = rows.handles(now, reader)
    settled = {"settled_at": func.now(), "settled_by": MY_NAME}
    undone = {"undone_at": func.now(), "undone_by": MY_NAME}
    gone = {"content_sealed": None, "removed_at": func.now(), "removed_by": MY_NAME}
    taken = {"taken_by": MY_ACCOUNT, "taken_by_name": MY_NAME, "taken_at": func.now()}
    by = PlanMessage.from_party == PlanMessage.person_id
    own = partial(rows.reads_own, now, reader)
    makers = partial(rows.reads_request, reader)
    statements: list[tuple[str, Any, dict[str, Any], str, bool]] = [
        ("settle", update(PlanMessage).where(by), settled, "settled_by", handles),
        ("settle an answer", update(PlanMessage).where(~by), settled, "", False),
        ("paper was wrong", update(ConsentPaper), gone, "removed_by", handles),
    ]
    for party in wide.cast.organisations:
        kept = update(KeptLonger).where(KeptLonger.from_party == party)
        statements.append(("kept in error", kept, undone, "undone_by", own(party)))
        asked = update(PlanRequest).where(PlanRequest.organisation_id == party)
        statements.append(("take in hand", asked, taken, "taken_by_name", makers(party)))
    for what, statement, values, name, may in statements:
        yield Try(what, statement.values(values), may)
        if name:
            yield Try(f"{what} as another", statement.values({**values, name: FORGED}))


def write(wide: Wide, token: str, tried: list[Try]) -> list[bool]:
    """Which of them wrote anything; each is taken back."""
    said = [_in_words(one.statement) for one in tried]
    with wide.cast.county.app.app_context(), acting_as(token):
        db.session.execute(ASK, {"tried": json.dumps(said)})
        db.session.execute(TRY)
        answers = db.session.scalar(ANSWERS) or ""
    return [one == "1" for one in answers]


def _in_words(statement: Executable) -> str:
    assert isinstance(statement, ClauseElement)
    compiled = statement.compile(
        dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True}
    )
    return str(compiled)


@settings(
    max_examples=settings().max_examples // 25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(script=scripts, around=surroundings, chosen=st.frozensets(st.integers(0, 9), max_size=2))
def test_everybody_writes_what_the_specification_says(
    wide: Wide, script: Script, around: Around, chosen: frozenset[int]
) -> None:
    wide = replace(wide, rows=dict(wide.rows))
    with taken_back(wide.cast.county.connection):
        now = stand(wide, script, around)
        _ask_on_and_off_paper(wide, now)
        for number, (reader, token) in enumerate(readers(wide, around)):
            # who handles the plan, and the person, always
            if number in chosen | {0, 6}:
                tried = list(tries(wide, now, reader))
                written = zip(tried, write(wide, token, tried), strict=True)
                assert [one.what for one, may in written if may != one.may] == []


def _ask_on_and_off_paper(wide: Wide, now: Situation) -> None:
    plan, county = wide.cast.plan, wide.cast.county
    about = {"items": [relative(wide.cast.proxy).key], "consenter_id": now.ledger.consenters[0].id}
    for how in (How.WRITTEN, How.ORAL):
        for party in (county.municipality, county.region):
            plan.add(ConsentAct, kind=ActKind.ASK, how=how, recorded_for=party, **about)


# -- letting somebody stand in --------------------------------------------------------------------


def test_whoever_lets_somebody_stand_in_says_it_of_themself_or_administers(wide: Wide) -> None:
    around = QUIET
    now = stand(wide, Script(required=(), said=(), decided=()), around)
    maja, nils, _petra, eva, _olle, chief = wide.staff
    pairs = ((maja, eva), (eva, maja), (maja, nils), (nils, maja), (maja, maja), (maja, chief))
    terms = ((0, 0), (-1, 1), (1, 0), (3, 366), (3, 367))
    for reader, token in readers(wide, around):
        tried = []
        for absent, colleague in pairs:
            for first, last in terms:
                days = (now.today + timedelta(days=first), now.today + timedelta(days=last))
                accounts = absent.account_id, colleague.account_id
                begin = func.app.begin_stand_in(new_id(), *accounts, *days)
                may = rows.lets_stand_in(reader, now.today, now.working, *accounts, *days)
                tried.append(Try(f"{absent.name} {colleague.name} {days}", select(begin), may))
        written = zip(tried, write(wide, token, tried), strict=True)
        assert [one.what for one, may in written if may != one.may] == []


# -- how long a part is kept ---------------------------------------------------------------------


def test_a_part_is_shredded_when_nothing_keeps_it(sip: SipWorld) -> None:
    county, today = sip.county, clock.today()
    plan = sip.plan(sip.caseworker(county.municipality))
    term = {"rule": "social", "last_note_on": today, "ends_on": today}
    plan.add(RetentionClock, organisation_id=county.municipality, **term)
    shred = update(RetentionClock).where(RetentionClock.plan_id == plan.id)
    days = (None, *(today + timedelta(days=number) for number in (-1, 0, 1)))
    for of, until, is_undone in product((county.municipality, county.region), days, (False, True)):
        one = Kept(of=of, until=until, is_undone=is_undone)
        with taken_back(county.connection):
            _keep(plan, one)
            refused: AbstractContextManager[object] = nullcontext()
            if not rows.may_shred(today, county.municipality, [one]):
                refused = pytest.raises(ProgrammingError, match="kept longer")
            with refused:
                county.execute(shred.values(shredded_at=clock.now()))


def _keep(plan: PlanOfTests, one: Kept) -> None:
    ground = KeptFor.CHILD_INQUIRY if one.until else KeptFor.PLACED
    undone = {"undone_at": clock.now(), "undone_by": "Någon"} if one.is_undone else {}
    noted = {"recorded_by": "Någon", "recorded_at": clock.now(), **undone}
    plan.add(KeptLonger, from_party=one.of, ground=ground, kept_until=one.until, **noted)

"""One ledger, asked in three ways: the rules in Python, the database's functions, a bare SELECT.

Ledgers are generated with times before and after now; each is entered as it is and taken back.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from itertools import product
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from portal import clock
from portal.db import db
from sip.kernel.vocabulary import ActKind, PersonKind
from sip.ledger import rules
from sip.ledger.rules import PLAN, Act, Consenter, Item, Mandate, invite, relative, share
from sip.tables import functions
from sip.tables.plan import Goal, Plan
from tests.acting import acting_as
from tests.integration.county import CountyOfTests
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld
from tests.unit.sip.consent.specification import Basis, Ledger, discloses, opens, owns, owns_words

CATEGORIES = ("health", "economy")
HOURS = range(-5, 6)
SCOPES = ("plan", "invite", "relative", "share:health", "share:economy")


@dataclass(frozen=True)
class Cast:
    """A plan with everybody who could have a part in it, signed in, and a goal of each kind."""

    county: CountyOfTests
    plan: PlanOfTests
    readers: Mapping[UUID, Signed]  # by party
    guardian: UUID
    proxy: UUID
    near: UUID
    goals: Mapping[UUID, tuple[UUID, str]]  # whose, and of which category

    @property
    def organisations(self) -> tuple[UUID, ...]:
        return self.county.municipality, self.county.region, self.county.police

    @property
    def people(self) -> tuple[UUID, ...]:
        return self.plan.subject, self.guardian, self.proxy, self.near

    @property
    def items(self) -> tuple[Item, ...]:
        municipality, region, police = self.organisations
        return (
            PLAN,
            invite(region),
            invite(police),
            relative(self.near),
            *(share(municipality, region, category) for category in CATEGORIES),
            share(region, municipality, "health"),
            share(municipality, police, "health"),
            share(municipality, self.near, "economy"),
            share(self.plan.subject, region, "health"),
        )


@pytest.fixture
def cast(county: CountyOfTests) -> Cast:
    sip = SipWorld(county)
    maja = sip.caseworker(county.municipality)
    nils, petra = sip.caseworker(county.region), sip.caseworker(county.police)
    anna, guardian, proxy, near = (sip.individual(name) for name in ("Anna", "Far", "Ombud", "Mor"))
    plan = sip.plan(maja, person=anna, needs_subject=False)
    plan.participant(nils)
    plan.participant(petra)
    people = (
        (plan.subject, anna),
        (plan.person(PersonKind.GUARDIAN, "Far", guardian), guardian),
        (plan.person(PersonKind.REPRESENTATIVE, "Ombud", proxy), proxy),
        (plan.person(PersonKind.RELATIVE, "Mor", near), near),
    )
    organisations = ((one.organisation_id, one) for one in (maja, nils, petra))
    readers = dict((*organisations, *people))
    goals = {
        plan.goal(f"Mål nummer {number:02}", party, category): (party, category)
        for number, (party, category) in enumerate(product((*readers,)[:4], CATEGORIES))
    }
    return Cast(county, plan, readers, people[1][0], people[2][0], people[3][0], goals)


@dataclass(frozen=True)
class Requirement:
    """Who is required (a place in the cast), from which hour, until which, under which scope."""

    who: int
    since: int
    until: int | None
    scope: frozenset[str] | None
    term: tuple[int, int]
    replaces: bool = False


@dataclass(frozen=True)
class Said:
    """One act: by which requirement, what, about which items, when, and for how long."""

    by: int
    kind: ActKind
    items: frozenset[int]
    at: int
    starts: int
    lasts: int
    corrects: int


@dataclass(frozen=True)
class Decided:
    """A basis decision: whose, to whom (places in the cast), of what, when."""

    source: int
    to: int
    categories: frozenset[str]
    at: int
    lasts: int
    ended: int | None


@dataclass(frozen=True)
class Script:
    """What a ledger is made from."""

    required: tuple[Requirement, ...]
    said: tuple[Said, ...]
    decided: tuple[Decided, ...]


hours = st.integers(min(HOURS), max(HOURS))
early = st.integers(min(HOURS), 0)
lengths = st.integers(1, 8)
every_item = st.just(frozenset(range(10)))
KINDS = (*[ActKind.GRANT] * 5, *ActKind)

requirements = st.builds(
    Requirement,
    who=st.integers(0, 2),
    since=early,
    until=st.none() | hours,
    scope=st.none() | st.frozensets(st.sampled_from(SCOPES), min_size=1),
    term=st.tuples(early, st.integers(0, 6)),
    replaces=st.booleans(),
)
words = st.builds(
    Said,
    by=st.integers(0, 2),
    kind=st.sampled_from(KINDS),
    items=every_item | st.frozensets(st.integers(0, 9), min_size=1),
    at=hours,
    starts=st.integers(0, 3),
    lasts=lengths,
    corrects=st.integers(0, 9),
)
decisions = st.builds(
    Decided,
    source=st.integers(0, 2),
    to=st.integers(0, 6),
    categories=st.frozensets(st.sampled_from(CATEGORIES), min_size=1),
    at=hours,
    lasts=lengths,
    ended=st.none() | hours,
)
ALL_SAY_YES = tuple(
    Said(by, ActKind.GRANT, frozenset(range(10)), min(HOURS), 0, 20, 0) for by in range(3)
)
# everybody may say yes to everything first, so that much of what follows is about something open
scripts = st.builds(
    Script,
    required=st.lists(requirements, min_size=1, max_size=3).map(tuple),
    said=st.tuples(st.booleans(), st.lists(words, max_size=7)).map(
        lambda drawn: (*(ALL_SAY_YES if drawn[0] else ()), *drawn[1])
    ),
    decided=st.lists(decisions, max_size=2).map(tuple),
)


def enter(cast: Cast, script: Script, zero: datetime) -> Ledger:
    """Write the ledger as portal_owner, and answer it as the rules know it."""
    required = tuple(_require(cast, one, zero) for one in script.required)
    acts: list[Act] = []
    for said in script.said:
        if (act := _say(cast, said, required, acts, zero)) is not None:
            acts.append(act)
    bases = tuple(_decide(cast, one, zero) for one in script.decided)
    return Ledger(
        initiator=cast.county.municipality,
        subject=cast.plan.subject,
        consenters=required,
        acts=tuple(acts),
        bases=bases,
    )


def _hour(zero: datetime, number: int) -> datetime:
    return zero + timedelta(hours=number)


def _require(cast: Cast, one: Requirement, zero: datetime) -> Consenter:
    since = _hour(zero, one.since)
    until = None if one.until is None else _hour(zero, max(one.since, one.until))
    first, last = (_hour(zero, hour) for hour in one.term)
    replaces = one.replaces and one.scope is not None
    row = cast.plan.require(
        cast.people[one.who],
        since=since,
        until=until,
        scope=one.scope,
        term=(first, last),
        replaces=replaces,
    )
    mandate = None if one.scope is None else Mandate(one.scope, first, last)
    return Consenter(row, cast.people[one.who], since, until, mandate, replaces)


def _say(
    cast: Cast, said: Said, required: tuple[Consenter, ...], acts: list[Act], zero: datetime
) -> Act | None:
    is_error = said.kind is ActKind.ERROR
    if is_error and not acts:
        return None
    wrong = acts[said.corrects % len(acts)] if is_error else None
    by = wrong.consenter if wrong else required[said.by % len(required)].id
    items = [] if wrong else [cast.items[number] for number in sorted(said.items)]
    at = _hour(zero, said.at)
    is_grant = said.kind is ActKind.GRANT
    first, last = at + timedelta(hours=said.starts), at + timedelta(hours=said.starts + said.lasts)
    period = {"valid_from": first, "valid_to": last} if is_grant else {}
    corrects = wrong.id if wrong else None
    row = cast.plan.act(said.kind, *items, consenter=by, at=at, corrects=corrects, **period)
    return Act(
        id=row,
        seq=len(acts) + 1,
        at=at,
        kind=said.kind,
        consenter=by,
        items=frozenset(items),
        corrects=corrects,
        **period,
    )


def _decide(cast: Cast, one: Decided, zero: datetime) -> Basis:
    source = cast.organisations[one.source]
    to = (*cast.organisations, *cast.people)[one.to]
    at, until = _hour(zero, one.at), _hour(zero, one.at + one.lasts)
    ended = None if one.ended is None else _hour(zero, one.ended)
    row = cast.plan.basis(
        source, to, *one.categories, decided_at=at, valid_to=until, ended_at=ended
    )
    return Basis(
        id=row,
        organisation=source,
        to=to,
        categories=one.categories,
        decided_at=at,
        valid_to=until,
        ended_at=ended,
    )


ASK = text("""
  with moment as (select unnest(cast(:times as timestamptz[])) as t),
  party as (select unnest(cast(:parties as uuid[])) as id)
  select 'opens', p.id, null::uuid, null, t from moment, party p where app.opens(:plan, p.id, t)
  union all
  select 'owns', p.id, null, null, t from moment, party p where app.owns(:plan, p.id, t)
  union all
  select 'discloses', s.id, d.party, d.category, t from moment, party s,
    app.disclosed_to(:plan, s.id, cast(:categories as text[]), t) d
  union all
  select 'shows', s.id, d.party, d.category, t from moment, party s,
    app.shown_to(:plan, s.id, cast(:categories as text[]), t) d
""")
Answer = tuple[str, UUID, UUID | None, str | None, datetime]


def by_database(cast: Cast, times: list[datetime]) -> set[Answer]:
    asked = ASK.bindparams(
        times=times,
        parties=list(cast.readers),
        categories=list(CATEGORIES),
        plan=cast.plan.id,
    )
    return {tuple(row) for row in cast.county.execute(asked)}


def by_rules(cast: Cast, ledger: Ledger, times: list[datetime]) -> set[Answer]:
    parties = list(cast.readers)
    places = list(product(parties, parties, CATEGORIES, times))
    disclosed = {place for place in places if discloses(ledger, *place)}
    read = {
        (party, category, t)
        for party, category, t in product(parties, CATEGORIES, times)
        if owns_words(ledger, party, category, t)
    }
    shown = disclosed | {
        (source, to, category, t)
        for source, to, category, t in places
        if source == to or (to, category, t) in read
    }
    return {
        *(("opens", p, None, None, t) for p in parties for t in times if opens(ledger, p, t)),
        *(("owns", p, None, None, t) for p in parties for t in times if owns(ledger, p, t)),
        *(("discloses", *place) for place in disclosed),
        *(("shows", *place) for place in shown),
    }


def may_see(cast: Cast, ledger: Ledger, party: UUID, now: datetime) -> set[UUID]:
    """The goals that a reader of `party` sees: own writings, the owner's, and what is disclosed."""
    return {
        goal
        for goal, (source, category) in cast.goals.items()
        if shows(ledger, source, party, category, now)
    }


def shows(ledger: Ledger, source: UUID, party: UUID, category: str, at: datetime) -> bool:
    return (
        source == party
        or owns_words(ledger, party, category, at)
        or discloses(ledger, source, party, category, at)
    )


def finds_plan(cast: Cast, ledger: Ledger, party: UUID, now: datetime) -> bool:
    is_staff = party in cast.organisations
    return is_staff or owns(ledger, party, now) or opens(ledger, party, now) is not None


def by_select(cast: Cast, party: UUID) -> tuple[set[UUID], bool]:
    with cast.county.app.app_context(), acting_as(cast.readers[party].token):
        goals = set(db.session.scalars(select(Goal.id)))
        return goals, bool(db.session.scalars(select(Plan.id)).all())


def by_audience(cast: Cast) -> dict[UUID, set[UUID]]:
    """For each goal, whom it may be given to, as the database tells who handles the case."""
    handler = cast.readers[cast.county.municipality]
    with cast.county.app.app_context(), acting_as(handler.token):
        return {
            goal: set(functions.audiences(cast.plan.id, source, CATEGORIES)[category])
            for goal, (source, category) in cast.goals.items()
        }


@contextmanager
def taken_back(county: CountyOfTests) -> Iterator[None]:
    assert county.connection is not None
    savepoint = county.connection.begin_nested()
    try:
        yield
    finally:
        savepoint.rollback()


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(script=scripts)
def test_the_rules_the_database_and_a_bare_select_agree(cast: Cast, script: Script) -> None:
    zero = clock.now() - timedelta(minutes=30)  # no hour is now
    times = [_hour(zero, hour) for hour in HOURS]
    with taken_back(cast.county):
        ledger = enter(cast, script, zero)

        assert by_database(cast, times) == by_rules(cast, ledger, times)
        for party in cast.readers:
            now = clock.now()
            expected = may_see(cast, ledger, party, now), finds_plan(cast, ledger, party, now)
            assert by_select(cast, party) == expected


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(script=scripts)
def test_what_serves_a_goal_goes_only_to_who_sees_it(cast: Cast, script: Script) -> None:
    """The rule that an action is given by (sip.content.audience) says what the ledger says."""
    with taken_back(cast.county):
        ledger = enter(cast, script, clock.now() - timedelta(minutes=30))
        sees = {party: may_see(cast, ledger, party, clock.now()) for party in cast.readers}

        assert by_audience(cast) == {
            goal: {party for party in _told_of(cast, goal) if goal in sees[party]}
            for goal in cast.goals
        }


def _told_of(cast: Cast, goal: UUID) -> set[UUID]:
    """Whom whoever handles the case is told of: of another's goal only those it is between."""
    source, _category = cast.goals[goal]
    own = {cast.county.municipality, cast.plan.subject}  # a handler writes for the person too
    return set(cast.readers) if source in own else set(cast.readers) & {*own, source}


def by_page(cast: Cast, party: UUID) -> set[UUID]:
    """The goals that the plan's page shows; none when the page is not there."""
    browser = cast.readers[party].browser
    path = cast.plan.path if party in cast.organisations else cast.plan.my_path
    response = browser.client.get(path, base_url=browser.base_url)
    assert response.status_code in {200, 403, 404}, response.status_code
    if response.status_code != HTTPStatus.OK:
        return set()
    titles = (f"Mål nummer {number:02}" for number in range(len(cast.goals)))
    return {goal for goal, title in zip(cast.goals, titles, strict=True) if title in response.text}


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(script=scripts)
def test_the_plans_page_shows_the_same(cast: Cast, script: Script) -> None:
    zero = clock.now() - timedelta(minutes=30)
    with taken_back(cast.county):
        ledger = enter(cast, script, zero)
        for party in cast.readers:
            now = clock.now()
            is_in = owns(ledger, party, now) or opens(ledger, party, now) is not None
            # without consent its handlers keep the case, on other pages
            if is_in or party != cast.county.municipality:
                expected = may_see(cast, ledger, party, now) if is_in else set()
                assert by_page(cast, party) == expected


def test_much_is_open_in_what_the_scripts_begin_with(cast: Cast) -> None:
    """Else they could agree on nothing."""
    zero = clock.now() - timedelta(minutes=30)
    adult = Requirement(who=0, since=-5, until=None, scope=None, term=(0, 0))
    ledger = enter(cast, Script(required=(adult,), said=ALL_SAY_YES[:1], decided=()), zero)

    answers = by_rules(cast, ledger, [zero])
    assert {party for kind, party, *_ in answers if kind == "opens"} == {
        *cast.organisations,
        cast.near,
    }
    assert len([kind for kind, *_ in answers if kind == "discloses"]) > 10
    assert len(by_select(cast, cast.county.region)[0]) == 5


def test_every_item_of_the_scripts_is_of_a_kind_of_its_own(cast: Cast) -> None:
    assert len(set(cast.items)) == 10
    assert {item.kind for item in cast.items} == set(rules.ItemKind)

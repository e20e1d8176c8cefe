"""One ledger, asked in three ways: the rules in Python, the database's functions, a bare SELECT.

Ledgers are generated with times before and after now; each is entered as it is and taken back.
"""

from datetime import datetime, timedelta
from http import HTTPStatus
from itertools import product
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import select, text

from portal import clock
from portal.db import db
from sip.ledger import rules
from sip.tables import functions
from sip.tables.plan import Goal, Plan
from tests.acting import acting_as
from tests.integration.isolation import taken_back
from tests.integration.sip.ledgers import (
    ALL_SAY_YES,
    CATEGORIES,
    HOURS,
    Cast,
    Requirement,
    Script,
    enter,
    hour_of,
    make_cast,
    scripts,
)
from tests.integration.sip.world import SipWorld
from tests.unit.sip.consent.specification import Ledger, discloses, opens, owns, owns_words


@pytest.fixture
def cast(sip: SipWorld) -> Cast:
    return make_cast(sip)


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


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(script=scripts)
def test_the_rules_the_database_and_a_bare_select_agree(cast: Cast, script: Script) -> None:
    zero = clock.now() - timedelta(minutes=30)  # no hour is now
    times = [hour_of(zero, hour) for hour in HOURS]
    with taken_back(cast.county.connection):
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
    with taken_back(cast.county.connection):
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
    with taken_back(cast.county.connection):
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

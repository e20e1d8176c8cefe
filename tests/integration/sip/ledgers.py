"""Ledgers of one plan, drawn at random, and the plan with everybody who could have a part in it.

A script says who is required, what was said and what was decided, in hours before and after now.
`enter` writes it as it is; whoever draws another takes it back.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product
from uuid import UUID

from hypothesis import strategies as st

from sip.kernel.vocabulary import ActKind, PersonKind
from sip.ledger.rules import PLAN, Act, Consenter, Item, Mandate, invite, relative, share
from tests.integration.county import CountyOfTests
from tests.integration.sip.world import PlanOfTests, Signed, SipWorld
from tests.unit.sip.consent.specification import Basis, Ledger

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


def make_cast(sip: SipWorld) -> Cast:
    """Everybody in their places, and nobody has been asked anything."""
    county = sip.county
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


def hour_of(zero: datetime, number: int) -> datetime:
    return zero + timedelta(hours=number)


def _require(cast: Cast, one: Requirement, zero: datetime) -> Consenter:
    since = hour_of(zero, one.since)
    until = None if one.until is None else hour_of(zero, max(one.since, one.until))
    first, last = (hour_of(zero, hour) for hour in one.term)
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
    at = hour_of(zero, said.at)
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
    at, until = hour_of(zero, one.at), hour_of(zero, one.at + one.lasts)
    ended = None if one.ended is None else hour_of(zero, one.ended)
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

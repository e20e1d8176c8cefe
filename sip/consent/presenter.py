"""What the pages of consent show, worked out from the ledger at one instant."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sip.consent.parties import PartyView, PlanParties
from sip.ledger.items import (
    Parties,
    PartyItems,
    Standing,
    Stands,
    Wish,
    asked,
    granted_until,
    latest_acts,
    of_plan,
    spoken_for,
    standing,
)
from sip.ledger.rules import (
    PLAN,
    Consenter,
    ItemKind,
    Ledger,
    State,
    consent,
    is_running,
    opens,
    required,
    scope_of,
    speakers,
    state,
)
from sip.people.words import kind_of
from sip.tables.consent import BasisDecision


def as_it_stands(ledger: Ledger, found: PlanParties, at: datetime) -> tuple[Ledger, PlanParties]:
    """The ledger's latest acts, and those who may have written something to see.

    Those are people, and the organisations that are let in now: whoever is only asked about has
    nothing in the plan yet, and would make each line say so.
    """
    latest = latest_acts(ledger, at)
    let_in = {view.id for view in found.views if opens(latest, view.id, at) or view.is_initiator}
    heard = found.parties.sources & ({one.id for one in found.people} | let_in)
    return latest, replace(found, parties=Parties(found.parties.initiator, heard))


@dataclass(frozen=True, slots=True)
class Seen:
    """One category that somebody may see now; `lacks` are those whose texts it leaves out."""

    category: str
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PartyRow:
    """One line of who may see the plan. `status` is a kind of portal/web/statuses.py."""

    view: PartyView
    status: str
    seen: tuple[Seen, ...] = ()
    hidden: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    waits_for: tuple[str, ...] = ()
    bases: tuple[BasisDecision, ...] = ()
    may_refuse: bool = False  # the reader can say no to what stands
    has_my_yes: bool = False  # the reader says yes to something of it

    @property
    def takes_part(self) -> bool:
        """Whether they are let in, be it to see anything or not."""
        return bool(self.seen) or self.status == "takes_part"

    @property
    def only_category(self) -> str | None:
        """The one category that they see, of everybody; None when it is not so."""
        is_one = self.status == "sees_some" and len(self.seen) == 1
        return self.seen[0].category if is_one and not self.seen[0].lacks else None


@dataclass(frozen=True, slots=True)
class OwnerLine:
    """Somebody whose own the plan is now: the person, and whoever answers with or for them.

    `sees` are the kinds of information that a mandate names; None: all of the plan.
    """

    id: UUID
    name: str
    what: str
    is_subject: bool
    sees: tuple[str, ...] | None


class PlanConsent(StrEnum):
    """How consent to the plan as a whole stands, as its handlers are told."""

    FROZEN = "frozen"
    WAITING = "waiting"
    GIVEN = "given"
    MISSING = "missing"


class MyPlanConsent(StrEnum):
    """How consent stands, as the person is told."""

    ASKED = "asked"
    SHUT = "shut"
    SHARED = "shared"


@dataclass(frozen=True, slots=True)
class Standpoint:
    """What one consenter says of one party: whether it may take part, and category by category."""

    view: PartyView
    entry: Standing | None
    categories: Mapping[str, Standing]
    until: datetime | None

    @property
    def by_standing(self) -> list[tuple[str, list[str]]]:
        """The categories put together by how they stand."""
        found: dict[str, list[str]] = {}
        for category, said in self.categories.items():
            found.setdefault(said.value, []).append(category)
        return list(found.items())


@dataclass(frozen=True, slots=True)
class ConsenterView:
    """Somebody whose consent is needed, and what they say."""

    id: UUID
    person_id: UUID
    name: str
    is_subject: bool
    scope: frozenset[str] | None  # None: everything
    until: datetime | None
    plan: Standing
    plan_until: datetime | None
    points: tuple[Standpoint, ...]
    waits: bool


def owner_lines(
    ledger: Ledger, found: PlanParties, categories: Sequence[str], at: datetime
) -> tuple[OwnerLine, ...]:
    """Whose own the plan is at `at`, the person first, and how much of it each sees."""
    asked_now = {one.person: one for one in required(ledger, at)}
    return tuple(
        OwnerLine(
            one.id,
            one.name,
            ", ".join(filter(None, (kind_of(one.kind, one.capacity), one.relation))),
            one.is_subject,
            None if one.is_subject else _seen_by(asked_now[one.id], categories),
        )
        for one in found.people
        if one.is_subject or (one.id in asked_now and asked_now[one.id].may_decide(PLAN, at))
    )


def _seen_by(consenter: Consenter, categories: Sequence[str]) -> tuple[str, ...] | None:
    mandate = consenter.mandate
    if mandate is None:
        return None
    seen = tuple(key for key in categories if scope_of(ItemKind.SHARE, key) in mandate.scope)
    return None if len(seen) == len(categories) else seen


def my_consenter(ledger: Ledger, person: UUID | None, at: datetime) -> Consenter | None:
    """The person's own place among those whose word counts now."""
    return next((one for one in speakers(ledger, at) if one.person == person), None)


def is_frozen(ledger: Ledger, at: datetime) -> bool:
    """Whether everybody once said yes to the plan, and that has ended."""
    begun = (act.valid_from for act in ledger.acts if PLAN in act.items)
    was_open = any(consent(ledger, PLAN, then) for then in begun if then and then <= at)
    return was_open and not consent(ledger, PLAN, at)


def plan_consent(ledger: Ledger, found: PlanParties, at: datetime) -> PlanConsent:
    """How consent to the plan stands, for its handlers."""
    if is_frozen(ledger, at):
        return PlanConsent.FROZEN
    if waits_for_others(ledger, found, None, at):
        return PlanConsent.WAITING
    return PlanConsent.GIVEN if has_plan_consent(ledger, at) else PlanConsent.MISSING


def my_plan_consent(ledger: Ledger, me: Consenter | None, at: datetime) -> MyPlanConsent:
    """How consent stands, for the person or who stands in for them."""
    if me is not None and waits(ledger, me, at):
        return MyPlanConsent.ASKED
    return MyPlanConsent.SHARED if has_plan_consent(ledger, at) else MyPlanConsent.SHUT


def party_rows(
    ledger: Ledger,
    found: PlanParties,
    categories: Sequence[str],
    me: Consenter | None,
    bases: Collection[BasisDecision],
    at: datetime,
) -> tuple[PartyRow, ...]:
    """Who may see what now, and what waits for the reader's answer."""
    ledger, found = as_it_stands(ledger, found, at)
    return tuple(_party_row(ledger, found, view, categories, me, bases, at) for view in found.views)


def _party_row(
    ledger: Ledger,
    found: PlanParties,
    view: PartyView,
    categories: Sequence[str],
    me: Consenter | None,
    bases: Collection[BasisDecision],
    at: datetime,
) -> PartyRow:
    items = PartyItems.of(found.parties, view.receiver, categories)
    about = items.everything | {PLAN}
    asked_of = required(ledger, at)
    those = (*asked_of, me) if me else asked_of
    stands = {one.id: Stands.of(ledger, one.id, about, at) for one in those}
    mine = stands[me.id] if me else None
    is_let_in = bool(opens(ledger, view.id, at))
    seen = tuple(_seen(ledger, found, items, at)) if is_let_in else ()
    shown = {one.category for one in seen}
    waits = tuple(found.person_name(one.person) for one in asked_of if stands[one.id].asks)
    ends = (stands[one.id].until for one in asked_of)
    return PartyRow(
        view=view,
        status=_status(items, seen, mine, waits, is_let_in=is_let_in),
        seen=seen,
        hidden=tuple(one for one in categories if one not in shown),
        since=mine.at if mine and is_let_in else None,
        until=min((end for end in ends if end), default=None) if is_let_in else None,
        waits_for=waits,
        bases=tuple(one for one in bases if one.to_party == view.id and is_running(one, at)),
        has_my_yes=mine is not None and bool(mine.granted - {PLAN}),
        may_refuse=is_let_in
        and me is not None
        and bool(stands[me.id].granted - {PLAN} or spoken_for(ledger, me.id, items.everything, at)),
    )


def _seen(ledger: Ledger, found: PlanParties, items: PartyItems, at: datetime) -> Iterator[Seen]:
    for category, shares in items.shares.items():
        given = {item for item in shares if consent(ledger, item, at)}
        if given:
            lacking = sorted(
                found.names.get(item.source, "") for item in shares - given if item.source
            )
            yield Seen(category, tuple(lacking))


def _status(
    items: PartyItems,
    seen: Collection[Seen],
    mine: Stands | None,
    waits: Collection[str],
    *,
    is_let_in: bool,
) -> str:
    entry = mine.states[items.entry or PLAN] if mine else None
    if entry is State.ASKED:
        return "awaits_you"
    if not is_let_in:
        return "awaits_other" if waits and entry is State.GRANTED else "may_not_see"
    if not seen:
        return "takes_part"
    is_all = len(seen) == len(items.shares) and not any(one.lacks for one in seen)
    return "sees_all" if is_all else "sees_some"


def standing_wishes(
    ledger: Ledger,
    found: PlanParties,
    views: Sequence[PartyView],
    categories: Sequence[str],
    consenter: Consenter,
    at: datetime,
) -> list[Wish]:
    """What the consenter has said yes to until now: the form starts from it, and from no else."""
    ledger, found = as_it_stands(ledger, found, at)
    return [_standing_wish(ledger, found, view, categories, consenter, at) for view in views]


def _standing_wish(
    ledger: Ledger,
    found: PlanParties,
    view: PartyView,
    categories: Sequence[str],
    consenter: Consenter,
    at: datetime,
) -> Wish:
    point = _point(ledger, found, view, categories, consenter, at)
    yes = {Standing.GRANTED, Standing.PARTLY}
    return Wish(
        view.receiver,
        takes_part=point.entry in {None, Standing.GRANTED},
        categories=frozenset(key for key, said in point.categories.items() if said in yes),
    )


def consenter_views(
    ledger: Ledger, found: PlanParties, categories: Sequence[str], at: datetime
) -> tuple[ConsenterView, ...]:
    """Everybody whose word counts now, and what each says of everything."""
    ledger, found = as_it_stands(ledger, found, at)
    return tuple(
        _consenter_view(ledger, found, one, categories, at) for one in speakers(ledger, at)
    )


def _consenter_view(
    ledger: Ledger,
    found: PlanParties,
    one: Consenter,
    categories: Sequence[str],
    at: datetime,
) -> ConsenterView:
    points = tuple(_point(ledger, found, view, categories, one, at) for view in found.views)
    return ConsenterView(
        id=one.id,
        person_id=one.person,
        name=found.person_name(one.person),
        is_subject=one.person == ledger.subject,
        scope=one.mandate.scope if one.mandate else None,
        until=one.mandate.valid_to if one.mandate else one.required_to,
        plan=standing(ledger, one.id, {PLAN}, at),
        plan_until=granted_until(ledger, one.id, {PLAN}, at),
        points=points,
        waits=bool(asked(ledger, one.id, of_plan(ledger), at)),
    )


def _point(
    ledger: Ledger,
    found: PlanParties,
    view: PartyView,
    categories: Sequence[str],
    consenter: Consenter,
    at: datetime,
) -> Standpoint:
    items = PartyItems.of(found.parties, view.receiver, categories)
    entry = {items.entry} if items.entry else None
    return Standpoint(
        view=view,
        entry=standing(ledger, consenter.id, entry, at) if entry else None,
        categories={
            category: standing(ledger, consenter.id, shares, at)
            for category, shares in items.shares.items()
        },
        until=granted_until(ledger, consenter.id, items.everything, at),
    )


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an answer came to: who sees it, who is let in, who has still to answer.

    `is_yes` is the consenter's own yes to the plan, `is_open` everybody's.
    """

    told: str
    is_yes: bool
    is_open: bool
    let_in: tuple[str, ...]
    waits_for: tuple[str, ...]


def receipt(ledger: Ledger, found: PlanParties, me: Consenter, at: datetime) -> Receipt:
    """What the consenter's answer came to, as everything stands now."""
    first = next((view for view in found.views if view.is_initiator), None)
    return Receipt(
        told=(first.detail or first.name) if first else "",
        is_yes=state(ledger, me.id, PLAN, at) is State.GRANTED,
        is_open=has_plan_consent(ledger, at),
        let_in=tuple(
            view.name
            for view in found.views
            if not view.is_initiator and opens(ledger, view.id, at)
        ),
        waits_for=waits_for_others(ledger, found, me, at),
    )


def has_plan_consent(ledger: Ledger, at: datetime) -> bool:
    """Whether everybody says yes to the plan now."""
    return bool(consent(ledger, PLAN, at))


def waits(ledger: Ledger, me: Consenter, at: datetime) -> bool:
    """Whether something waits for this consenter's answer."""
    return bool(asked(ledger, me.id, of_plan(ledger), at))


def waits_for_others(
    ledger: Ledger, found: PlanParties, me: Consenter | None, at: datetime
) -> tuple[str, ...]:
    """The names of the others whose answer is missing."""
    return tuple(
        found.person_name(one.person)
        for one in required(ledger, at)
        if (me is None or one.id != me.id) and waits(ledger, one, at)
    )

"""Who may see what, why and until when: the specification that the database is held against.

The portal asks only the database (its row-level policies and functions). What pages explain by
comes from sip.ledger.rules; on those rules this builds the whole answer, so that examples, the
oracle, the three-way property test and `make mutate` have something to compare with.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sip.ledger import rules
from sip.ledger.rules import PLAN, Item, is_running, required, share


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """A disclosing organisation's decision to disclose without consent, until a time."""

    id: UUID
    organisation: UUID
    to: UUID
    categories: frozenset[str]
    decided_at: datetime
    valid_to: datetime
    ended_at: datetime | None = None

    def supports(self, item: Item, at: datetime) -> bool:
        """Whether it lets `item.to` see what `item.source` holds in `item.category` at `at`."""
        is_between = (self.organisation, self.to) == (item.source, item.to)
        return is_running(self, at) and is_between and item.category in self.categories


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger(rules.Ledger):
    """Everything that decides who may see one plan."""

    bases: tuple[Basis, ...] = ()


@dataclass(frozen=True, slots=True)
class Ground:
    """What a disclosure rests on: acts of consent, a basis decision, or somebody's own right."""

    acts: tuple[UUID, ...] = ()
    basis: UUID | None = None


OWN = Ground()


@dataclass(frozen=True, slots=True)
class Sight:
    """That `party` may see what `source` holds in `category`, on which ground and until when."""

    party: UUID
    source: UUID
    category: str
    ground: Ground
    until: datetime | None


def consent(ledger: rules.Ledger, item: Item, at: datetime) -> Ground | None:
    """The acts that let `item` happen at `at`, or None."""
    return _resting_on(rules.consent(ledger, item, at))


def opens(ledger: rules.Ledger, party: UUID, at: datetime) -> Ground | None:
    """Why `party` (an organisation, or a relative) may open the plan at `at`, or None."""
    return _resting_on(rules.opens(ledger, party, at))


def _resting_on(acts: tuple[UUID, ...]) -> Ground | None:
    return Ground(acts) if acts else None


def owns(ledger: Ledger, person: UUID, at: datetime) -> bool:
    """Whether the plan is `person`'s own: its subject's, or of who is asked with or for them."""
    return person == ledger.subject or any(
        one.person == person and one.may_decide(PLAN, at) for one in required(ledger, at)
    )


def owns_words(ledger: Ledger, person: UUID, category: str, at: datetime) -> bool:
    """Whether `person` reads of a category because the plan is theirs: a proxy, what is named."""
    own_words = share(person, person, category)
    return person == ledger.subject or any(
        one.person == person and one.may_decide(PLAN, at) and one.may_decide(own_words, at)
        for one in required(ledger, at)
    )


def discloses(ledger: Ledger, source: UUID, to: UUID, category: str, at: datetime) -> Ground | None:
    """Why `to` may see at `at` what `source` holds in `category`, or None.

    By consent only within a plan that `to` may open; by a basis decision also without, but then
    nothing else of the plan.
    """
    return _disclosed(ledger, opens(ledger, to, at), share(source, to, category), at)


def _disclosed(ledger: Ledger, opened: Ground | None, item: Item, at: datetime) -> Ground | None:
    """Why `item` is disclosed; `opened` is why the plan opens to whom it is shared with."""
    for basis in ledger.bases:
        if basis.supports(item, at):
            return Ground(basis=basis.id)
    if opened is None or item.source == item.to:
        return opened
    shared = consent(ledger, item, at)
    return Ground(opened.acts + shared.acts) if shared else None


def who_sees(
    ledger: Ledger,
    parties: Iterable[UUID],
    sources: Collection[UUID],
    categories: Collection[str],
    at: datetime,
) -> tuple[Sight, ...]:
    """Everything that one of `parties` may see of another's at `at`, in the order they are given.

    What somebody wrote themselves, and what the plan's owner sees, is no disclosure.
    """
    return tuple(
        Sight(party, source, category, ground, ends_at(ledger, ground))
        for party in parties
        for opened in (opens(ledger, party, at),)
        for source in sources
        for category in categories
        if source != party
        and (ground := _disclosed(ledger, opened, share(source, party, category), at)) is not None
    )


def ends_at(ledger: Ledger, ground: Ground) -> datetime | None:
    """When the first of what it rests on runs out by itself; None for somebody's own right."""
    ends = [act.valid_to for act in ledger.acts if act.id in ground.acts]
    ends += [basis.valid_to for basis in ledger.bases if basis.id == ground.basis]
    return min((end for end in ends if end is not None), default=None)

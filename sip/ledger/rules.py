"""The consent ledger: what was said, and who may see what at a time because of it. Pure.

A ledger is append-only acts, the dated set of people whose consent is required, and the decisions
that a disclosing organisation took without consent. Nothing is stored about who may see: it is
worked out here, and by the same rules in the database (app.consented).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

from sip.kernel.vocabulary import ActKind


class State(StrEnum):
    """Where one consenter stands on one item."""

    NOT_ASKED = "not_asked"
    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class ItemKind(StrEnum):
    """What can be consented to."""

    PLAN = "plan"
    INVITE = "invite"
    RELATIVE = "relative"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to consent to. There are no wildcards: every pair and category by itself.

    `to` is an organisation, or a private person's id in the plan; `source` is the organisation
    that discloses, or the private person whose own words they are.
    """

    kind: ItemKind
    to: UUID | None = None
    source: UUID | None = None
    category: str | None = None

    @property
    def key(self) -> str:
        """The item as the database stores it."""
        parts = (self.kind.value, self.source, self.to, self.category)
        return ":".join(str(part) for part in parts if part is not None)

    @classmethod
    def parse(cls, key: str) -> Self:
        """The item of a stored key; raises ValueError for anything else."""
        kind, *rest = key.split(":")
        match ItemKind(kind), rest:
            case ItemKind.PLAN, []:
                return cls(ItemKind.PLAN)
            case (ItemKind.INVITE | ItemKind.RELATIVE) as who, [to]:
                return cls(who, UUID(to))
            case ItemKind.SHARE, [source, to, category] if category:
                return cls(ItemKind.SHARE, UUID(to), UUID(source), category)
        raise ValueError(f"not an item of consent: {key}")


PLAN = Item(ItemKind.PLAN)


def invite(organisation: UUID) -> Item:
    """That an organisation is called to the plan."""
    return Item(ItemKind.INVITE, organisation)


def relative(person: UUID) -> Item:
    """That a relative takes part."""
    return Item(ItemKind.RELATIVE, person)


def share(source: UUID, to: UUID, category: str) -> Item:
    """That `source` lets `to` see what it holds in one category."""
    return Item(ItemKind.SHARE, to, source, category)


@dataclass(frozen=True, slots=True)
class Mandate:
    """What somebody may consent to for another: scope, and from when until when.

    `scope` holds "plan", "invite", "relative" and "share:<category>".
    """

    scope: frozenset[str]
    valid_from: datetime
    valid_to: datetime

    def covers(self, item: Item, at: datetime) -> bool:
        """Whether `item` may be decided under it at `at`; its end is not included."""
        wanted = f"share:{item.category}" if item.kind is ItemKind.SHARE else item.kind.value
        return wanted in self.scope and self.valid_from <= at < self.valid_to


@dataclass(frozen=True, slots=True)
class Consenter:
    """Somebody whose consent is required from a time until a time. A proxy has a mandate."""

    id: UUID
    person: UUID
    required_from: datetime
    required_to: datetime | None = None
    mandate: Mandate | None = None

    def is_required(self, at: datetime) -> bool:
        """Whether their word is needed at `at`."""
        return self.required_from <= at and (self.required_to is None or at < self.required_to)

    def may_decide(self, item: Item, at: datetime) -> bool:
        """Whether their word on `item` counts at `at`."""
        return self.mandate is None or self.mandate.covers(item, at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One entry of the ledger, never changed. `valid_from` and `valid_to` belong to a grant."""

    id: UUID
    seq: int
    at: datetime
    kind: ActKind
    consenter: UUID
    items: frozenset[Item]
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    corrects: UUID | None = None


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
        is_running = self.decided_at <= at < self.valid_to
        is_ended = self.ended_at is not None and self.ended_at <= at
        is_between = (self.organisation, self.to) == (item.source, item.to)
        return is_running and not is_ended and is_between and item.category in self.categories


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """Everything that decides who may see one plan."""

    initiator: UUID
    subject: UUID
    consenters: tuple[Consenter, ...] = ()
    acts: tuple[Act, ...] = ()
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


def last_act(ledger: Ledger, consenter: UUID, item: Item, at: datetime) -> Act | None:
    """The consenter's last word on `item` as the ledger stood at `at`; errors are no words.

    The last is the one with the highest number: two acts may be recorded at the same instant.
    """
    words = (
        act
        for act in ledger.acts
        if act.at <= at
        and act.consenter == consenter
        and act.kind is not ActKind.ERROR
        and item in act.items
    )
    return max(words, key=lambda act: act.seq, default=None)


def is_annulled(ledger: Ledger, act: Act, at: datetime) -> bool:
    """Whether it had been marked as made in error by `at`."""
    return any(other.corrects == act.id and other.at <= at for other in ledger.acts)


def standing_word(ledger: Ledger, consenter: UUID, item: Item, at: datetime) -> Act | None:
    """The consenter's last word, or None: there is none, or it was made in error.

    Then nothing of what was said before counts either. To annul a withdrawal does not bring the
    earlier consent back, so that a correction can close but never open.
    """
    act = last_act(ledger, consenter, item, at)
    return None if act is None or is_annulled(ledger, act, at) else act


def state(ledger: Ledger, consenter: UUID, item: Item, at: datetime) -> State:
    """Where the consenter stands. Whose last word was annulled has not been asked."""
    act = standing_word(ledger, consenter, item, at)
    return State.NOT_ASKED if act is None else _state_after(act, at)


def _state_after(act: Act, at: datetime) -> State:
    match act.kind:
        case ActKind.GRANT:
            return _state_of_grant(act, at)
        case ActKind.REFUSE:
            return State.REFUSED
        case ActKind.WITHDRAW:
            return State.WITHDRAWN
        case _:
            return State.ASKED


def _state_of_grant(act: Act, at: datetime) -> State:
    """From `valid_from`, which is included, to `valid_to`, which is not."""
    if act.valid_from is None or act.valid_to is None or at < act.valid_from:
        return State.ASKED
    return State.GRANTED if at < act.valid_to else State.EXPIRED


def required(ledger: Ledger, at: datetime) -> tuple[Consenter, ...]:
    """Everybody whose consent is needed at `at`."""
    return tuple(one for one in ledger.consenters if one.is_required(at))


def consent(ledger: Ledger, item: Item, at: datetime) -> Ground | None:
    """The acts that let `item` happen at `at`: one by each required consenter, or None.

    Where nobody's consent is required, nothing is consented to.
    """
    words = [_yes(ledger, one, item, at) for one in required(ledger, at)]
    given = tuple(word.id for word in words if word is not None)
    return Ground(given) if given and len(given) == len(words) else None


def _yes(ledger: Ledger, one: Consenter, item: Item, at: datetime) -> Act | None:
    """The act by which a consenter says yes at `at`, within the mandate of a proxy."""
    act = standing_word(ledger, one.id, item, at)
    if act is None or _state_after(act, at) is not State.GRANTED:
        return None
    return act if one.may_decide(item, at) else None


def opens(ledger: Ledger, party: UUID, at: datetime) -> Ground | None:
    """Why `party` (an organisation, or a relative) may open the plan at `at`, or None.

    The organisation that found the need takes part by making the plan: its own invitation would
    be to itself.
    """
    plan = consent(ledger, PLAN, at)
    if plan is None or party == ledger.initiator:
        return plan
    called = consent(ledger, invite(party), at) or consent(ledger, relative(party), at)
    return _both(plan, called)


def owns(ledger: Ledger, person: UUID, at: datetime) -> bool:
    """Whether the whole plan is `person`'s to see: its subject, or who now stands in for them."""
    return person == ledger.subject or any(
        one.person == person and one.may_decide(PLAN, at) for one in required(ledger, at)
    )


def discloses(ledger: Ledger, source: UUID, to: UUID, category: str, at: datetime) -> Ground | None:
    """Why `to` may see at `at` what `source` holds in `category`, or None.

    By consent only within a plan that `to` may open; by a basis decision also without, but then
    nothing else of the plan.
    """
    return _disclosed(ledger, opens(ledger, to, at), share(source, to, category), at)


def _disclosed(ledger: Ledger, opened: Ground | None, item: Item, at: datetime) -> Ground | None:
    """The same, when it is known whether the plan opens to whom `item` is shared with."""
    for basis in ledger.bases:
        if basis.supports(item, at):
            return Ground(basis=basis.id)
    if opened is None or item.source == item.to:
        return opened
    return _both(opened, consent(ledger, item, at))


def _both(first: Ground, second: Ground | None) -> Ground | None:
    return Ground(first.acts + second.acts) if second else None


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

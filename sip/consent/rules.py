"""The consent ledger: what was said, and who may see what at a time because of it. Pure.

A ledger is append-only acts, the dated set of people whose consent is required, and the decisions
that a disclosing organisation took without consent. Nothing is stored about who may see: it is
worked out here, and by the same rules in the database (migration 0005).
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self
from uuid import UUID


class ActKind(StrEnum):
    """What a consenter, or staff on their behalf, did."""

    ASK = "ask"
    GRANT = "grant"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    ERROR = "error"


class How(StrEnum):
    """In what form it was said."""

    ORAL = "oral"
    WRITTEN = "written"
    ELECTRONIC = "electronic"


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

    def supports(self, source: UUID, to: UUID, category: str, at: datetime) -> bool:
        """Whether it lets `to` see what `source` holds in `category` at `at`."""
        is_running = self.decided_at <= at < self.valid_to
        is_ended = self.ended_at is not None and self.ended_at <= at
        concerns = (self.organisation, self.to) == (source, to) and category in self.categories
        return is_running and not is_ended and concerns


@dataclass(frozen=True, slots=True)
class BasisCode:
    """A ground in law for a decision without consent, and how long one may last at most."""

    code: str
    label: str
    law: str
    longest: timedelta
    hint: str


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


def last_act(ledger: Ledger, consenter: UUID, item: Item, at: datetime) -> Act | None:
    """The consenter's last word on `item` as the ledger stood at `at`; errors are no words."""
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
    return any(
        other.kind is ActKind.ERROR and other.corrects == act.id and other.at <= at
        for other in ledger.acts
    )


def state(ledger: Ledger, consenter: UUID, item: Item, at: datetime) -> State:
    """Where the consenter stands. An annulled last word leaves nothing: they are asked again.

    To annul a withdrawal does not bring the earlier consent back, so that a correction can close
    but never open.
    """
    act = last_act(ledger, consenter, item, at)
    if act is None or is_annulled(ledger, act, at):
        return State.NOT_ASKED
    if act.kind is ActKind.GRANT:
        return _state_of_grant(act, at)
    return {
        ActKind.ASK: State.ASKED,
        ActKind.REFUSE: State.REFUSED,
        ActKind.WITHDRAW: State.WITHDRAWN,
    }[act.kind]


def _state_of_grant(act: Act, at: datetime) -> State:
    if act.valid_from is None or act.valid_to is None or at < act.valid_from:
        return State.ASKED
    return State.GRANTED if at < act.valid_to else State.EXPIRED


def required(ledger: Ledger, at: datetime) -> tuple[Consenter, ...]:
    """Everybody whose consent is needed at `at`."""
    return tuple(one for one in ledger.consenters if one.is_required(at))


def consent(ledger: Ledger, item: Item, at: datetime) -> Ground | None:
    """The acts that let `item` happen at `at`: one by each required consenter, or None."""
    needed = required(ledger, at)
    acts = tuple(_grants(ledger, needed, item, at))
    return Ground(acts) if needed and len(acts) == len(needed) else None


def _grants(
    ledger: Ledger, needed: Collection[Consenter], item: Item, at: datetime
) -> Iterator[UUID]:
    for one in needed:
        if state(ledger, one.id, item, at) is State.GRANTED and one.may_decide(item, at):
            act = last_act(ledger, one.id, item, at)
            if act is not None:
                yield act.id


def opens(ledger: Ledger, party: UUID, at: datetime) -> Ground | None:
    """Why `party` (an organisation, or a relative) may open the plan at `at`, or None.

    The organisation that found the need takes part by making the plan: its own invitation would
    be to itself.
    """
    plan = consent(ledger, PLAN, at)
    if plan is None or party == ledger.initiator:
        return plan
    called = consent(ledger, invite(party), at) or consent(ledger, relative(party), at)
    return Ground(plan.acts + called.acts) if called else None


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
    for basis in ledger.bases:
        if basis.supports(source, to, category, at):
            return Ground(basis=basis.id)
    opened = opens(ledger, to, at)
    if opened is None or source == to:
        return opened
    shared = consent(ledger, share(source, to, category), at)
    return Ground(opened.acts + shared.acts) if shared else None

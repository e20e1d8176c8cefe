"""The consent ledger: what was said, and what is consented to at a time because of it. Pure.

A ledger is append-only acts and the dated set of people whose consent is required. Who may see
what is decided by the database; this is what pages explain it by, and what a new act is checked
against. That both say the same is held by tests/unit/sip/consent/specification.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from operator import itemgetter
from typing import Protocol, Self, assert_never
from uuid import UUID

from typing_extensions import override

from portal.ids import number_of
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


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """One thing to consent to. There are no wildcards: every pair and category by itself.

    `to` is an organisation, or a private person's id in the plan; `source` is the organisation
    that discloses, or the private person whose own words they are. `scope` is `scope_of` it.
    """

    kind: ItemKind
    to: UUID | None = None
    source: UUID | None = None
    category: str | None = None
    scope: str = field(init=False, repr=False)
    # all of it in what is soon compared: a page looks up hundreds of items, and UUIDs take long
    _parts: tuple[str, int | None, int | None] = field(init=False, repr=False)
    _hash: int = field(init=False, repr=False)

    def __post_init__(self) -> None:
        scope = scope_of(self.kind, self.category)
        parts = (scope, number_of(self.to), number_of(self.source))
        object.__setattr__(self, "scope", scope)
        object.__setattr__(self, "_parts", parts)
        object.__setattr__(self, "_hash", hash(parts))

    @override
    def __eq__(self, other: object) -> bool:
        return isinstance(other, Item) and self._parts == other._parts

    @override
    def __hash__(self) -> int:
        return self._hash

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


def scope_of(kind: ItemKind, category: str | None = None) -> str:
    """What the scope of a mandate must hold for a proxy to decide on an item of this kind."""
    match kind:
        case ItemKind.PLAN | ItemKind.INVITE | ItemKind.RELATIVE:
            return kind.value
        case ItemKind.SHARE:
            return f"{kind.value}:{category}"
        case _:
            assert_never(kind)


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
    """What somebody may consent to for another, from when until when.

    `scope` holds what `scope_of` answers.
    """

    scope: frozenset[str]
    valid_from: datetime
    valid_to: datetime

    def covers(self, item: Item, at: datetime) -> bool:
        """Whether `item` may be decided under it at `at`; its end is not included."""
        return item.scope in self.scope and self.valid_from <= at < self.valid_to


@dataclass(frozen=True, slots=True)
class Consenter:
    """Somebody whose consent is required from a time until a time. A proxy has a mandate.

    `replaces`: the proxy says yes in the person's place. Else they stand beside them.
    """

    id: UUID
    person: UUID
    required_from: datetime
    required_to: datetime | None = None
    mandate: Mandate | None = None
    replaces: bool = False

    @property
    def since(self) -> datetime:
        """From when what they say can count; included."""
        if self.mandate is None:
            return self.required_from
        return max(self.required_from, self.mandate.valid_from)

    @property
    def until(self) -> datetime | None:
        """Until when their yes is asked for; not included."""
        if self.mandate is None:
            return self.required_to
        return min(self.required_to or self.mandate.valid_to, self.mandate.valid_to)

    @property
    def may_open(self) -> bool:
        """Whether anything can open by their yes. Who stands beside the person opens nothing."""
        return self.mandate is None or self.replaces

    def is_required(self, at: datetime) -> bool:
        """Whether their consent is required at `at`."""
        return self.required_from <= at and (self.required_to is None or at < self.required_to)

    def may_decide(self, item: Item, at: datetime) -> bool:
        """Whether what they say of `item` counts at `at`."""
        return self.mandate is None or self.mandate.covers(item, at)

    def is_needed(self, item: Item, at: datetime) -> bool:
        """Whether it takes their yes for `item` to happen at `at`."""
        return self.is_required(at) and self.may_decide(item, at)

    def ceased_at(self, item: Item, at: datetime) -> datetime | None:
        """When it no longer took their yes for `item`, if it once did, and that was by `at`."""
        until = self.until
        if until is None or at < until or until <= self.since:
            return None
        return until if self.may_decide(item, self.since) else None


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


class HoldsForATime(Protocol):
    """A decision to disclose without consent, as far as its time goes."""

    @property
    def decided_at(self) -> datetime:
        """From when it holds; included."""

    @property
    def valid_to(self) -> datetime:
        """Until when it was decided to hold; not included."""

    @property
    def ended_at(self) -> datetime | None:
        """When it was ended before that; None when it was not."""


def is_running(decision: HoldsForATime, at: datetime) -> bool:
    """Whether a decision to disclose without consent holds at `at`."""
    is_ended = decision.ended_at is not None and decision.ended_at <= at
    return decision.decided_at <= at < decision.valid_to and not is_ended


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """Everything that was said about one plan, and whose consent it requires."""

    initiator: UUID
    subject: UUID
    consenters: tuple[Consenter, ...] = ()
    acts: tuple[Act, ...] = ()
    # a page asks of hundreds of items, and UUIDs take long: by the number of the consenter and by
    # item, the first act first; by the number of an act, from when; by that of a consenter, who
    _about: dict[int, dict[Item, list[Act]]] = field(init=False, repr=False, compare=False)
    _annulled: dict[int, datetime] = field(init=False, repr=False, compare=False)
    _by_id: dict[int, Consenter] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_about", {})
        object.__setattr__(self, "_annulled", {})
        object.__setattr__(self, "_by_id", {one.id.int: one for one in self.consenters})
        for act in sorted(self.acts, key=lambda act: act.seq):
            if act.corrects is not None:
                # no act is dated before the one recorded before it
                self._annulled.setdefault(act.corrects.int, act.at)
            if act.kind is not ActKind.ERROR:
                about = self._about.setdefault(act.consenter.int, {})
                for item in act.items:
                    about.setdefault(item, []).append(act)

    def acts_about(self, consenter: UUID, item: Item) -> Sequence[Act]:
        """What the consenter has said about the item, the first first; without corrections."""
        return self._about.get(consenter.int, {}).get(item, ())

    def annulled_at(self, act: UUID) -> datetime | None:
        """When an act was first marked as made in error."""
        return self._annulled.get(act.int)

    def giver(self, act: Act) -> Consenter:
        """Whose word an act is."""
        return self._by_id[act.consenter.int]


def last_act(ledger: Ledger, consenter: UUID, item: Item, at: datetime) -> Act | None:
    """The consenter's last act about `item` as the ledger stood at `at`; corrections are left out.

    The last is the one with the highest number: two acts may be recorded at the same instant.
    """
    for act in reversed(ledger.acts_about(consenter, item)):
        if act.at <= at:
            return act
    return None


def is_annulled(ledger: Ledger, act: Act, at: datetime) -> bool:
    """Whether it had been marked as made in error by `at`."""
    annulled_at = ledger.annulled_at(act.id)
    return annulled_at is not None and annulled_at <= at


def standing_act(ledger: Ledger, consenter: UUID, item: Item, at: datetime) -> Act | None:
    """The consenter's last act about `item`; None when there is none, or it was made in error.

    Then nothing of what was said before counts either. To annul a withdrawal does not bring the
    earlier consent back, so that a correction can close but never open.
    """
    act = last_act(ledger, consenter, item, at)
    return None if act is None or is_annulled(ledger, act, at) else act


def state(ledger: Ledger, consenter: UUID, item: Item, at: datetime) -> State:
    """Where the consenter stands. Whose last act was annulled has not been asked."""
    act = standing_act(ledger, consenter, item, at)
    return State.NOT_ASKED if act is None else _state_after(ledger, act, item, at)


def _state_after(ledger: Ledger, act: Act, item: Item, at: datetime) -> State:
    if act.kind is ActKind.GRANT and not _is_given_to_this_set(ledger, act, item, at):
        return State.EXPIRED
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


def _is_given_to_this_set(ledger: Ledger, act: Act, item: Item, at: datetime) -> bool:
    """Whether a yes was given within the giver's term, and not before it had to be said anew."""
    shrunk = last_shrunk(ledger, item, at)
    return ledger.giver(act).since <= act.at and (shrunk is None or shrunk <= act.at)


def last_shrunk(ledger: Ledger, item: Item, at: datetime) -> datetime | None:
    """Since when everybody who is left has to say yes anew by `at`; None when nobody has to.

    It is since somebody ceased to be needed for `item` without a yes that stood to the last. So
    nothing opens because somebody who had said no is no longer there, and what everybody had said
    yes to goes on. Who is needed again, or still by a new mandate, has to say yes anew themself.
    """
    gone = [
        (until, one)
        for one in ledger.consenters
        if (until := one.ceased_at(item, at)) is not None
        and not any(
            other.person == one.person and other.is_needed(item, at) for other in ledger.consenters
        )
    ]
    shrunk: datetime | None = None
    for until, one in sorted(gone, key=itemgetter(0)):
        said = _parting_yes(ledger, one, until, item, at)
        if said is None or (shrunk is not None and said.at < shrunk):
            shrunk = until
    return shrunk


def _parting_yes(
    ledger: Ledger, one: Consenter, until: datetime, item: Item, at: datetime
) -> Act | None:
    """The yes that stood when a consenter's term ended, as far as is known by `at`.

    Only a yes has a period.
    """
    act = standing_act(ledger, one.id, item, at)
    if act is None or act.valid_from is None or act.valid_to is None:
        return None
    stood = one.since <= act.at < until and act.valid_from < until <= act.valid_to
    return act if stood else None


def required(ledger: Ledger, at: datetime) -> tuple[Consenter, ...]:
    """Everybody whose consent is needed at `at`."""
    return tuple(one for one in ledger.consenters if one.is_required(at))


def speakers(ledger: Ledger, at: datetime) -> tuple[Consenter, ...]:
    """Everybody whose word counts at `at`: who is required, and the person always.

    A child who is not asked yet can say no all the same.
    """
    asked = required(ledger, at)
    if any(one.person == ledger.subject for one in asked):
        return asked
    later = (one for one in ledger.consenters if one.person == ledger.subject and at < one.since)
    return (*asked, *tuple(later)[:1])


def needed(ledger: Ledger, item: Item, at: datetime) -> tuple[Consenter, ...]:
    """Those whose yes it takes for `item` to happen at `at`, within the mandates of proxies.

    Where somebody replaces the person, it takes theirs and not the person's.
    """
    found = tuple(one for one in ledger.consenters if one.is_needed(item, at))
    if any(one.replaces for one in found):
        return tuple(one for one in found if one.person != ledger.subject)
    return found


def consent(ledger: Ledger, item: Item, at: datetime) -> tuple[UUID, ...]:
    """The acts that let `item` happen at `at`, one by each whose yes it takes; () without consent.

    Where it takes nobody's yes, or only that of people beside the person, nothing is consented to.
    What the person turned down does not happen, whoever says yes in their place.
    """
    those = needed(ledger, item, at)
    given = [act.id for one in those if (act := _yes(ledger, one, item, at)) is not None]
    if len(given) < len(those) or not any(one.may_open for one in those):
        return ()
    return () if is_turned_down(ledger, item, at) else tuple(given)


def is_turned_down(ledger: Ledger, item: Item, at: datetime) -> bool:
    """Whether the person's own last word about `item` is no, asked or not, required or not.

    Only their own yes takes it back: neither a new question nor a correction does.
    """
    words = (
        act
        for one in ledger.consenters
        if one.person == ledger.subject
        for act in ledger.acts_about(one.id, item)
        if is_word(ledger, act, at)
    )
    last = max(words, key=lambda act: act.seq, default=None)
    return last is not None and last.kind is not ActKind.GRANT


def stands_beyond(
    ledger: Ledger, consenter: UUID, item: Item, until: datetime, at: datetime
) -> bool:
    """Whether the consenter says yes at `at`, and for longer than `until`.

    Then to say yes until `until` is to say less than before; not where the person has said no since
    in another place, which a yes of theirs takes back.
    """
    act = standing_act(ledger, consenter, item, at)
    if act is None or act.valid_to is None or act.valid_to <= until:
        return False
    is_own = ledger.giver(act).person == ledger.subject
    is_yes = _state_after(ledger, act, item, at) is State.GRANTED
    return is_yes and not (is_own and is_turned_down(ledger, item, at))


def is_word(ledger: Ledger, act: Act, at: datetime) -> bool:
    """Whether an act said yes or no by `at`. A yes that was annulled is none."""
    if act.at > at or act.kind in {ActKind.ASK, ActKind.ERROR}:
        return False
    return act.kind is not ActKind.GRANT or not is_annulled(ledger, act, at)


def _yes(ledger: Ledger, one: Consenter, item: Item, at: datetime) -> Act | None:
    """The act by which a consenter says yes at `at`."""
    act = standing_act(ledger, one.id, item, at)
    is_yes = act is not None and _state_after(ledger, act, item, at) is State.GRANTED
    return act if is_yes else None


def opens(ledger: Ledger, party: UUID, at: datetime) -> tuple[UUID, ...]:
    """The acts that open the plan to `party`, an organisation or a relative; () when it is shut.

    The organisation that found the need takes part by making the plan and is invited by nobody.
    """
    plan = consent(ledger, PLAN, at)
    if not plan or party == ledger.initiator:
        return plan
    called = consent(ledger, invite(party), at) or consent(ledger, relative(party), at)
    return plan + called if called else ()

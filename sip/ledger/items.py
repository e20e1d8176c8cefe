"""From what somebody ticks to the exact items it says yes or no to, and back: pure.

A form asks who may take part, what they may see and until when. It names items only for the
sources that are in the plan when it is answered: who comes later has to be asked about anew.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self, assert_never
from uuid import UUID

from sip.kernel.vocabulary import ActKind
from sip.ledger.rules import (
    PLAN,
    Act,
    Consenter,
    Item,
    ItemKind,
    Ledger,
    State,
    invite,
    is_word,
    last_act,
    needed,
    relative,
    share,
    stands_beyond,
    state,
)

# how long a consent lasts when nobody says
YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Receiver:
    """Somebody who may be let in: an organisation, or a private person in the plan."""

    id: UUID
    is_organisation: bool


@dataclass(frozen=True, slots=True)
class Parties:
    """Who is in the plan now. `sources` hold, or may come to hold, something in it."""

    initiator: UUID
    sources: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted for one receiver: take part or not, and what to see."""

    receiver: Receiver
    takes_part: bool
    categories: frozenset[str] = frozenset()


def entry_of(parties: Parties, receiver: Receiver) -> Item | None:
    """The item that lets somebody take part; None for who found the need: the plan itself does."""
    if receiver.id == parties.initiator:
        return None
    return invite(receiver.id) if receiver.is_organisation else relative(receiver.id)


def shares_of(parties: Parties, receiver: Receiver, category: str) -> frozenset[Item]:
    """What lets somebody see one category: one item for each source but themselves."""
    return frozenset(
        share(source, receiver.id, category) for source in parties.sources if source != receiver.id
    )


@dataclass(frozen=True, slots=True)
class PartyItems:
    """Every item about one receiver: to take part, and each category from each source."""

    entry: Item | None
    shares: Mapping[str, frozenset[Item]]

    @classmethod
    def of(cls, parties: Parties, receiver: Receiver, categories: Iterable[str]) -> Self:
        """Those of the plan as it is now."""
        shares = {one: shares_of(parties, receiver, one) for one in categories}
        return cls(entry_of(parties, receiver), shares)

    @property
    def everything(self) -> frozenset[Item]:
        """All of them."""
        entry = frozenset({self.entry} if self.entry else ())
        return entry.union(*self.shares.values())


def offered(
    parties: Parties, receivers: Iterable[Receiver], categories: Iterable[str]
) -> frozenset[Item]:
    """Every item that a form about these receivers and categories asks about."""
    everything = frozenset(categories)
    wishes = [Wish(receiver, takes_part=True, categories=everything) for receiver in receivers]
    return wanted(parties, wishes)


def wanted(parties: Parties, wishes: Iterable[Wish]) -> frozenset[Item]:
    """The items that the wishes say yes to. Who may not take part may not see anything either."""
    items: set[Item] = set()
    for wish in wishes:
        if wish.takes_part:
            entry = entry_of(parties, wish.receiver)
            items |= {entry} if entry is not None else set()
            for category in wish.categories:
                items |= shares_of(parties, wish.receiver, category)
    return frozenset(items)


def within_mandate(consenter: Consenter, items: Iterable[Item], at: datetime) -> frozenset[Item]:
    """Those of the items that the consenter may decide on."""
    return frozenset(item for item in items if consenter.may_decide(item, at))


@dataclass(frozen=True, slots=True)
class Answer:
    """What has to be recorded for the ledger to say what was answered; in this order."""

    withdraw: frozenset[Item] = field(default_factory=frozenset)
    ask: frozenset[Item] = field(default_factory=frozenset)
    refuse: frozenset[Item] = field(default_factory=frozenset)
    grant: frozenset[Item] = field(default_factory=frozenset)
    shorten: frozenset[Item] = field(default_factory=frozenset)

    @property
    def is_empty(self) -> bool:
        """Everything stands already as it was answered."""
        return not (self.ask or self.withdraw or self.refuse or self.yes)

    @property
    def yes(self) -> frozenset[Item]:
        """What is said yes to for the period of the answer: anew, or for less than before."""
        return self.grant | self.shorten


UNANSWERED = {State.NOT_ASKED, State.ASKED, State.EXPIRED}
NOT_YET_ASKED = {State.NOT_ASKED, State.REFUSED, State.WITHDRAWN, State.EXPIRED}


def answer(
    ledger: Ledger,
    consenter: UUID,
    *,
    yes: Collection[Item],
    asked_about: Collection[Item],
    valid_to: datetime | None,
    at: datetime,
) -> Answer:
    """The acts by which the consenter comes to say yes to `yes`, and no to the rest asked about.

    What already stands is left alone; a consent that is to end before it would is given for the
    shorter time, one that is to end later is taken back, asked for and given anew, and with
    `valid_to` None each keeps its own end. What was turned down
    before stays as it was said, and what nobody asked about is not turned down, but for the plan
    itself and what others answer for the person.
    """
    states = {item: state(ledger, consenter, item, at) for item in asked_about}
    no = [item for item in asked_about if item not in yes]
    given = {item for item in yes if not _stands(ledger, consenter, item, valid_to, at)}
    shorten = {
        item for item in given if valid_to and stands_beyond(ledger, consenter, item, valid_to, at)
    }
    grant = given - shorten
    refuse = {item for item in no if states[item] is State.ASKED}
    refuse |= {item for item in no if item == PLAN and states[item] is State.NOT_ASKED}
    refuse |= spoken_for(ledger, consenter, no, at)
    asked = {item for item in grant if state(ledger, consenter, item, at) is not State.ASKED}
    asked |= {item for item in refuse if states[item] is State.NOT_ASKED}
    return Answer(
        ask=frozenset(asked),
        withdraw=granted(ledger, consenter, {*no, *grant}, at),
        refuse=frozenset(refuse),
        grant=frozenset(grant),
        shorten=frozenset(shorten),
    )


def _stands(
    ledger: Ledger, consenter: UUID, item: Item, valid_to: datetime | None, at: datetime
) -> bool:
    act = last_act(ledger, consenter, item, at)
    is_granted = state(ledger, consenter, item, at) is State.GRANTED
    return is_granted and act is not None and valid_to in {None, act.valid_to}


class Standing(StrEnum):
    """How the items behind one box of a form stand, taken together."""

    GRANTED = "granted"
    PARTLY = "partly"  # for some sources; for others, not
    ASKED = "asked"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    NOT_ASKED = "not_asked"


# the first that any item has is what the box says
LOUDEST = (State.ASKED, State.WITHDRAWN, State.REFUSED, State.EXPIRED, State.NOT_ASKED)


def standing(ledger: Ledger, consenter: UUID, items: Collection[Item], at: datetime) -> Standing:
    """What one consenter says of several items at once."""
    states = {state(ledger, consenter, item, at) for item in items}
    if states == {State.GRANTED}:
        return Standing.GRANTED
    if State.GRANTED in states:
        return Standing.PARTLY
    return Standing(next((one for one in LOUDEST if one in states), State.NOT_ASKED).value)


@dataclass(frozen=True, slots=True)
class Stands:
    """Where one consenter stands on some items at an instant, worked out once for all to be told.

    `yes` are the acts by which they say yes to some.
    """

    states: Mapping[Item, State]
    yes: Collection[Act]

    @classmethod
    def of(cls, ledger: Ledger, consenter: UUID, items: Iterable[Item], at: datetime) -> Self:
        """What the ledger says of it."""
        states = {item: state(ledger, consenter, item, at) for item in items}
        given = (item for item, stands in states.items() if stands is State.GRANTED)
        acts = (last_act(ledger, consenter, item, at) for item in given)
        return cls(states, {act.id: act for act in acts if act}.values())

    @property
    def granted(self) -> frozenset[Item]:
        """What they say yes to."""
        return frozenset(one for one, stands in self.states.items() if stands is State.GRANTED)

    @property
    def asks(self) -> bool:
        """Whether any of them waits for an answer."""
        return State.ASKED in self.states.values()

    @property
    def until(self) -> datetime | None:
        """When the first yes ends; None when there is none."""
        return min((act.valid_to for act in self.yes if act.valid_to), default=None)

    @property
    def at(self) -> datetime | None:
        """When they last said yes to any."""
        return max((act.at for act in self.yes), default=None)


def granted_until(
    ledger: Ledger, consenter: UUID, items: Iterable[Item], at: datetime
) -> datetime | None:
    """When the first of the consents to these items ends; None when there is none."""
    return Stands.of(ledger, consenter, items, at).until


def receivers_named(ledger: Ledger) -> Mapping[UUID, Receiver]:
    """Everybody whom an act would let take part, in the order they first were named."""
    found: dict[UUID, Receiver] = {}
    for act in sorted(ledger.acts, key=lambda act: act.seq):
        entries = (item for item in act.items if lets_in(item.kind))
        for item in sorted(entries, key=lambda item: item.key):
            if item.to is not None:
                is_organisation = item.kind is ItemKind.INVITE
                found.setdefault(item.to, Receiver(item.to, is_organisation))
    return found


def lets_in(kind: ItemKind) -> bool:
    """Whether items of this kind are about somebody's taking part."""
    match kind:
        case ItemKind.INVITE | ItemKind.RELATIVE:
            return True
        case ItemKind.PLAN | ItemKind.SHARE:
            return False
        case _:
            assert_never(kind)


def of_party(ledger: Ledger, party: UUID) -> frozenset[Item]:
    """Every item that the ledger knows by which something reaches `party`."""
    return frozenset(item for act in ledger.acts for item in act.items if item.to == party)


def items_about(ledger: Ledger, party: UUID | None) -> frozenset[Item]:
    """Every item that the ledger knows: by which something reaches `party`; of the plan if None."""
    return of_plan(ledger) if party is None else of_party(ledger, party)


def of_plan(ledger: Ledger) -> frozenset[Item]:
    """Every item that the ledger knows, and the plan itself."""
    return frozenset(item for act in ledger.acts for item in act.items) | {PLAN}


def granted(
    ledger: Ledger, consenter: UUID, items: Iterable[Item], at: datetime
) -> frozenset[Item]:
    """Those of the items that the consenter says yes to now."""
    return frozenset(item for item in items if state(ledger, consenter, item, at) is State.GRANTED)


def asked(ledger: Ledger, consenter: UUID, items: Iterable[Item], at: datetime) -> frozenset[Item]:
    """Those of the items that wait for the consenter's answer."""
    return frozenset(item for item in items if state(ledger, consenter, item, at) is State.ASKED)


def spoken_for(
    ledger: Ledger, consenter: UUID, items: Iterable[Item], at: datetime
) -> frozenset[Item]:
    """Those of the items that others answer for the person, who may say no to them all the same.

    Of anybody but the person, none.
    """
    if not any(one.id == consenter and one.person == ledger.subject for one in ledger.consenters):
        return frozenset()
    return frozenset(
        item
        for item in items
        if state(ledger, consenter, item, at) in UNANSWERED and _is_left_to_others(ledger, item, at)
    )


def _is_left_to_others(ledger: Ledger, item: Item, at: datetime) -> bool:
    those = needed(ledger, item, at)
    return not any(one.person == ledger.subject for one in those) and any(
        state(ledger, one.id, item, at) in {State.GRANTED, State.ASKED} for one in those
    )


def not_yet_asked(
    ledger: Ledger, consenter: UUID, items: Iterable[Item], at: datetime
) -> frozenset[Item]:
    """Those of the items that may be asked about: neither consented to nor waiting."""
    return frozenset(item for item in items if state(ledger, consenter, item, at) in NOT_YET_ASKED)


def latest_acts(ledger: Ledger, at: datetime) -> Ledger:
    """The ledger without what was said before somebody's last act about an item at `at`.

    It answers every question about `at` as the whole one does, and much sooner: a page asks of
    hundreds of items.
    """
    mine = {one.id for one in ledger.consenters if one.person == ledger.subject}
    said: dict[UUID, set[Item]] = defaultdict(set)
    words: set[Item] = set()
    kept: list[Act] = []
    for act in sorted(ledger.acts, key=lambda act: act.seq, reverse=True):
        if act.at > at:
            continue
        items = act.items - said[act.consenter]
        if act.consenter in mine and is_word(ledger, act, at):
            items |= act.items - words  # the person's last yes or no counts when asked anew too
            words |= act.items
        if items or act.kind is ActKind.ERROR:
            kept.append(replace(act, items=items))
            said[act.consenter] |= items
    return replace(ledger, acts=tuple(reversed(kept)))


def without_questions(ledger: Ledger) -> Ledger:
    """The ledger as of a plan that is closed: what was said counts, and no question waits."""
    return replace(ledger, acts=tuple(act for act in ledger.acts if act.kind is not ActKind.ASK))

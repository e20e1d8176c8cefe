"""A plan's people and a ledger that is told as a story: who said what, at which hour."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sip.kernel.vocabulary import ActKind
from sip.ledger.rules import PLAN, Act, Consenter, Item, Mandate, State, state
from tests.unit.sip.consent.specification import Basis, Ledger

MUNICIPALITY, REGION, POLICE, SCHOOL = (UUID(int=number) for number in range(1, 5))
ADA, MUM, DAD, GOD_MAN, SISTER = (UUID(int=number) for number in range(10, 15))

START = datetime(2026, 1, 7, 8, tzinfo=UTC)


def hour(number: float) -> datetime:
    """That many hours into the story."""
    return START + timedelta(hours=number)


def needed(
    person: UUID,
    since: float = 0,
    until: float | None = None,
    mandate: Mandate | None = None,
    *,
    replaces: bool = False,
) -> Consenter:
    """Somebody whose consent is required; their number as a consenter follows from who they are."""
    end = None if until is None else hour(until)
    return Consenter(UUID(int=person.int + 100), person, hour(since), end, mandate, replaces)


def mandate(*scope: str, since: float = 0, until: float = 1000) -> Mandate:
    """What a proxy may decide."""
    return Mandate(frozenset(scope), hour(since), hour(until))


class Story:
    """A ledger that grows. Acts are told by the person, and the hour at which they were done."""

    def __init__(self, *consenters: Consenter) -> None:
        self.ledger = Ledger(
            initiator=MUNICIPALITY, subject=ADA, consenters=consenters or (needed(ADA),)
        )

    def act(
        self,
        kind: ActKind,
        items: Iterable[Item] = (),
        *,
        by: UUID = ADA,
        at: float = 0,
        since: float | None = None,
        until: float | None = None,
        corrects: Act | None = None,
    ) -> Act:
        """An act that could be the next one; it is not recorded."""
        seq = len(self.ledger.acts) + 1
        return Act(
            id=UUID(int=1000 + seq),
            seq=seq,
            at=hour(at),
            kind=kind,
            consenter=UUID(int=by.int + 100),
            items=frozenset(items),
            valid_from=None if since is None else hour(since),
            valid_to=None if until is None else hour(until),
            corrects=corrects.id if corrects else None,
        )

    def record(self, act: Act) -> Act:
        """Put the act last."""
        self.ledger = replace(self.ledger, acts=(*self.ledger.acts, act))
        return act

    def asks(self, *items: Item, by: UUID = ADA, at: float = 0) -> Act:
        return self.record(self.act(ActKind.ASK, items, by=by, at=at))

    def grants(self, *items: Item, by: UUID = ADA, at: float = 0, until: float = 1000) -> Act:
        return self.record(self.act(ActKind.GRANT, items, by=by, at=at, since=at, until=until))

    def refuses(self, *items: Item, by: UUID = ADA, at: float = 0) -> Act:
        return self.record(self.act(ActKind.REFUSE, items, by=by, at=at))

    def withdraws(self, *items: Item, by: UUID = ADA, at: float = 0) -> Act:
        return self.record(self.act(ActKind.WITHDRAW, items, by=by, at=at))

    def annuls(self, wrong: Act, *, by: UUID = ADA, at: float = 0) -> Act:
        return self.record(self.act(ActKind.ERROR, by=by, at=at, corrects=wrong))

    def decides(self, by: UUID, to: UUID, *categories: str, at: float = 0, until: float) -> Basis:
        """An organisation's decision to disclose without consent."""
        basis = Basis(
            id=UUID(int=2000 + len(self.ledger.bases)),
            organisation=by,
            to=to,
            categories=frozenset(categories),
            decided_at=hour(at),
            valid_to=hour(until),
        )
        self.ledger = replace(self.ledger, bases=(*self.ledger.bases, basis))
        return basis

    def ends(self, basis: Basis, *, at: float) -> None:
        """The decision ends before its time."""
        ended = replace(basis, ended_at=hour(at))
        bases = tuple(ended if one.id == basis.id else one for one in self.ledger.bases)
        self.ledger = replace(self.ledger, bases=bases)

    def state(self, item: Item = PLAN, *, of: UUID = ADA, at: float = 0) -> State:
        """Where somebody stands."""
        return state(self.ledger, UUID(int=of.int + 100), item, hour(at))

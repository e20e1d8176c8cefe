"""Every act in plain words: what was said, by whom, in what form; errors and what they annul."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from portal.vault import DataKey
from sip.consent.parties import PlanParties
from sip.consent.sealed import Why, kept_at
from sip.consent.words import OWN_QUESTION
from sip.kernel.vocabulary import ActKind
from sip.ledger.rules import PLAN, Act, Item, ItemKind, Ledger, is_annulled
from sip.tables.consent import ConsentAct


@dataclass(frozen=True, slots=True)
class Phrase:
    """Some items of an act in words: `kind` of item, to whom, which categories, from whom."""

    kind: ItemKind
    to: str = ""
    categories: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One act in plain words; errors and what they annul stay, both visible."""

    id: UUID
    seq: int
    at: datetime
    kind: str
    who: str
    how: str
    recorded_by: str
    recorded_for: str
    phrases: tuple[Phrase, ...]
    valid_from: datetime | None
    valid_to: datetime | None
    information: str
    evidence: str
    is_annulled: bool
    corrects: int | None
    may_annul: bool
    why: Why
    signed_on: date | None
    kept_at: str

    @property
    def is_own(self) -> bool:
        """Whether they said it themselves, with e-legitimation."""
        return not self.recorded_for

    @property
    def act(self) -> str:
        """What was done, by its key in ACT_KINDS."""
        return OWN_QUESTION if self.is_own and self.kind == ActKind.ASK else self.kind


def history(
    ledger: Ledger,
    acts: Sequence[ConsentAct],
    found: PlanParties,
    categories: Sequence[str],
    at: datetime,
    key: DataKey,
    *,
    after: int = 0,
) -> tuple[HistoryLine, ...]:
    """The acts after a number, the newest first."""
    by_id = {act.id: act for act in ledger.acts}
    people = {one.id: one.person for one in ledger.consenters}
    return tuple(
        _history_line(ledger, row, by_id, people, found, categories, at, key)
        for row in sorted(acts, key=lambda row: -row.seq)
        if row.seq > after
    )


def _history_line(
    ledger: Ledger,
    row: ConsentAct,
    by_id: Mapping[UUID, Act],
    people: Mapping[UUID, UUID],
    found: PlanParties,
    categories: Sequence[str],
    at: datetime,
    key: DataKey,
) -> HistoryLine:
    annulled = is_annulled(ledger, by_id[row.id], at)
    items = by_id[row.id].items
    return HistoryLine(
        id=row.id,
        seq=row.seq,
        at=row.at,
        kind=row.kind.value,
        who=found.person_name(people[row.consenter_id]),
        how=row.how.value,
        recorded_by=row.recorded_by_name,
        recorded_for=found.names.get(row.recorded_for, "") if row.recorded_for else "",
        phrases=phrases(items, found, categories),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        information=row.information_text_version,
        evidence=row.evidence_hash.hex() if row.evidence_hash else "",
        is_annulled=annulled,
        corrects=by_id[row.corrects].seq if row.corrects else None,
        # what somebody said themselves is theirs alone to change
        may_annul=row.recorded_for is not None and row.kind is not ActKind.ERROR and not annulled,
        why=Why.of(key, row),
        signed_on=row.signed_on,
        kept_at=kept_at(key, row),
    )


def phrases(
    items: Collection[Item], found: PlanParties, categories: Sequence[str]
) -> tuple[Phrase, ...]:
    """Items put together by whom they concern, in the order of the page."""
    order = {view.id: place for place, view in enumerate((*found.views, *found.others))}
    receivers = {item.to for item in items if item.to is not None}
    told = [Phrase(ItemKind.PLAN)] if PLAN in items else []
    for receiver in sorted(receivers, key=lambda one: (order.get(one, len(order)), str(one))):
        told.extend(_about(receiver, items, found, categories))
    return tuple(told)


def _about(
    receiver: UUID, items: Collection[Item], found: PlanParties, categories: Sequence[str]
) -> Iterator[Phrase]:
    name = found.names.get(receiver, "")
    shares: list[Item] = []
    for item in items:
        if item.to == receiver:
            if item.kind is ItemKind.SHARE:
                shares.append(item)
            else:
                yield Phrase(item.kind, name)
    yield from _shares(shares, name, found, categories)


def _shares(
    shares: Collection[Item], name: str, found: PlanParties, categories: Sequence[str]
) -> Iterator[Phrase]:
    """One phrase for all the categories that somebody is to see of the same sources."""
    by_sources: dict[frozenset[UUID], list[str]] = {}
    for category in categories:
        if sources := frozenset(i.source for i in shares if i.category == category and i.source):
            by_sources.setdefault(sources, []).append(category)
    for sources, seen in by_sources.items():
        names = tuple(sorted(found.names.get(source, "") for source in sources))
        yield Phrase(ItemKind.SHARE, name, tuple(seen), names)

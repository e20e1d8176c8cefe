"""Every act in plain words: what was said, by whom, in what form; errors and what they annul."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask_babel import gettext as _

from portal.vault import DataKey
from sip.consent.page import ConsentPage
from sip.consent.parties import PlanParties
from sip.consent.sealed import Why, kept_at
from sip.consent.words import OWN_QUESTION
from sip.kernel.settings import version_in_words
from sip.kernel.vocabulary import ActKind
from sip.ledger.rules import PLAN, Act, Item, ItemKind, is_annulled
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
    has_paper: bool  # the signed paper itself is kept

    @property
    def is_own(self) -> bool:
        """Whether they said it themselves, with e-legitimation."""
        return not self.recorded_for

    @property
    def act(self) -> str:
        """What was done, by its key in ACT_KINDS."""
        return OWN_QUESTION if self.is_own and self.kind == ActKind.ASK else self.kind


def history(
    page: ConsentPage, *, after: int = 0, papers: Collection[UUID] = frozenset()
) -> tuple[HistoryLine, ...]:
    """The acts after a number, the newest first; `papers` are those whose paper is kept.

    To a reader with a mandate it is not said why somebody else was asked.
    """
    by_id = {act.id: act for act in page.ledger.acts}
    people = {one.id: one.person for one in page.ledger.consenters}
    own = page.me.person if page.me and page.me.mandate else None
    key = page.opened.key
    return tuple(
        _history_line(
            page,
            row,
            by_id,
            people,
            key if own in {None, people[row.consenter_id]} else None,
            papers,
        )
        for row in sorted(page.acts, key=lambda row: -row.seq)
        if row.seq > after
    )


def _history_line(
    page: ConsentPage,
    row: ConsentAct,
    by_id: Mapping[UUID, Act],
    people: Mapping[UUID, UUID],
    key: DataKey | None,
    papers: Collection[UUID],
) -> HistoryLine:
    found, annulled = page.found, is_annulled(page.ledger, by_id[row.id], page.at)
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
        phrases=phrases(items, found, page.categories),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        information=version_in_words(row.information_text_version),
        evidence=row.evidence_hash.hex() if row.evidence_hash else "",
        is_annulled=annulled,
        corrects=by_id[row.corrects].seq if row.corrects else None,
        # what somebody said themselves is theirs alone to change
        may_annul=row.recorded_for is not None and row.kind is not ActKind.ERROR and not annulled,
        why=Why.of(key, row) if key else Why(),
        signed_on=row.signed_on,
        kept_at=kept_at(key, row) if key else "",
        has_paper=key is not None and row.id in papers,
    )


def phrases(
    items: Collection[Item], found: PlanParties, categories: Sequence[str]
) -> tuple[Phrase, ...]:
    """Items put together, in the order of the page: who is let in, and what each is to see."""
    order = {view.id: place for place, view in enumerate((*found.views, *found.others))}
    receivers = sorted(
        {item.to for item in items if item.to is not None},
        key=lambda one: (order.get(one, len(order)), str(one)),
    )
    told = [Phrase(ItemKind.PLAN)] if PLAN in items else []
    let_in = {
        kind: [one for one in receivers if Item(kind, one) in items]
        for kind in (ItemKind.INVITE, ItemKind.RELATIVE)
    }
    told += [Phrase(kind, _names(those, found)) for kind, those in let_in.items() if those]
    return (*told, *_shares(receivers, items, found, categories))


def _shares(
    receivers: Sequence[UUID],
    items: Collection[Item],
    found: PlanParties,
    categories: Sequence[str],
) -> Iterator[Phrase]:
    """One phrase for all who are to see the same of each other, and of the same others."""
    seen: dict[tuple[tuple[str, ...], frozenset[UUID]], list[UUID]] = {}
    for receiver in receivers:
        for sources, kinds in _by_sources(receiver, items, categories):
            seen.setdefault((kinds, sources | {receiver}), []).append(receiver)
    for (kinds, circle), members in seen.items():
        others = sorted(found.names.get(one, "") for one in circle.difference(members))
        of_each_other = [_("varandra")] if len(members) > 1 else []
        yield Phrase(ItemKind.SHARE, _names(members, found), kinds, (*of_each_other, *others))


def _by_sources(
    receiver: UUID, items: Collection[Item], categories: Sequence[str]
) -> Iterator[tuple[frozenset[UUID], tuple[str, ...]]]:
    """From whom somebody is to see which kinds of information."""
    shares = [item for item in items if item.kind is ItemKind.SHARE and item.to == receiver]
    by_sources: dict[frozenset[UUID], list[str]] = {}
    for category in categories:
        if sources := frozenset(i.source for i in shares if i.category == category and i.source):
            by_sources.setdefault(sources, []).append(category)
    for sources, kinds in by_sources.items():
        yield sources, tuple(kinds)


def _names(parties: Iterable[UUID], found: PlanParties) -> str:
    return ", ".join(found.names.get(one, "") for one in parties)

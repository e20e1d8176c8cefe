"""What waits for somebody's answer: who asked, why, about whom, of what, and for how long."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sip.consent.page import ConsentPage
from sip.consent.parties import PartyView
from sip.consent.sealed import Why
from sip.consent.service import Answered, Paper, Period, Said
from sip.kernel.days import ends_at, last_whole_day
from sip.kernel.settings import sip_settings
from sip.kernel.vocabulary import How
from sip.ledger.items import YEAR, asked, lets_in, of_plan
from sip.ledger.recording import latest_end
from sip.ledger.rules import PLAN, Consenter, Item, ItemKind, last_act
from sip.tables.consent import ConsentAct


@dataclass(frozen=True, slots=True)
class AskedParty:
    """One whom a question is about: whether to let them in, what they would see, why."""

    view: PartyView
    is_new: bool
    categories: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who put it: for which organisation, when, and why."""

    name: str
    organisation: str
    at: datetime
    purpose: str


@dataclass(frozen=True, slots=True)
class Question:
    """All that waits for one consenter's answer. `last_day`: for how long a yes would hold."""

    consenter: Consenter
    items: frozenset[Item]
    seq: int
    parties: tuple[AskedParty, ...]
    askers: tuple[Asker, ...]
    last_day: date

    @property
    def asks_plan(self) -> bool:
        """Whether it is about the plan itself, too."""
        return PLAN in self.items

    @property
    def same_categories(self) -> tuple[str, ...] | None:
        """What they would all see; None when it differs."""
        lists = {one.categories for one in self.parties}
        return lists.pop() if len(lists) == 1 else None

    def party(self, party_id: UUID) -> AskedParty | None:
        """What is asked about one party."""
        return next((one for one in self.parties if one.view.id == party_id), None)

    def answered(
        self,
        how: How,
        page: ConsentPage,
        *,
        is_yes: bool,
        information: str,
        paper: Paper | None = None,
    ) -> Answered:
        """Yes to all of it, from now; or no to all of it. `information` and `paper`: see Said."""
        return Answered(
            said=Said(self.consenter.id, how, self.seq, paper, information),
            yes=self.items if is_yes else frozenset(),
            asked_about=self.items,
            period=Period(page.now, ends_at(self.last_day)),
        )


def waiting_question(
    page: ConsentPage,
    consenter: Consenter,
    *,
    party_id: UUID | None = None,
    seq: int | None = None,
) -> Question | None:
    """What waits for the consenter's answer, about one party or all; None when nothing does.

    With `seq`: what waited when that was the newest act's number, as a form sent from then has it.
    """
    shown = page.seq if seq is None else min(seq, page.seq)
    ledger = replace(page.ledger, acts=tuple(a for a in page.ledger.acts if a.seq <= shown))
    items = frozenset(
        item
        for item in asked(ledger, consenter.id, of_plan(ledger), page.at)
        if (party_id is None or party_id in {item.to, item.source})
        and consenter.may_decide(item, page.at)
    )
    if not items:
        return None
    rows = {row.id: row for row in page.acts}
    acts = {item: last_act(ledger, consenter.id, item, page.at) for item in items}
    by_item = {item: rows[act.id] for item, act in acts.items() if act is not None}
    questions = sorted({row.id: row for row in by_item.values()}.values(), key=lambda row: -row.seq)
    whys = {row.id: Why.of(page.opened.key, row) for row in questions}
    until = min((row.asked_until for row in questions if row.asked_until), default=page.now + YEAR)
    latest = latest_end(page.ledger, consenter, page.now, sip_settings().longest_consent)
    return Question(
        consenter=consenter,
        items=items,
        seq=shown,
        parties=tuple(_parties(page, by_item, whys)),
        askers=tuple(_asker(page, row, whys[row.id]) for row in questions),
        last_day=last_whole_day(min(until, latest)),
    )


def _parties(
    page: ConsentPage, by_item: Mapping[Item, ConsentAct], whys: Mapping[UUID, Why]
) -> Iterator[AskedParty]:
    """Those who are named, in the order of the page; who found the need is named with the others.

    What only lets others see what a party writes is told with those others.
    """
    for view in page.found.views:
        its = {item: row for item, row in by_item.items() if item.to == view.id}
        if not its:
            continue
        categories = {item.category for item in its if item.kind is ItemKind.SHARE}
        reasons = {whys[row.id].parties.get(view.id, "") for row in its.values()} - {""}
        yield AskedParty(
            view=view,
            is_new=any(lets_in(item.kind) for item in its),
            categories=tuple(key for key in page.categories if key in categories),
            reason=" ".join(sorted(reasons)),
        )


def _asker(page: ConsentPage, row: ConsentAct, why: Why) -> Asker:
    organisation = page.found.names.get(row.recorded_for, "") if row.recorded_for else ""
    return Asker(row.recorded_by_name, organisation, row.at, why.purpose)

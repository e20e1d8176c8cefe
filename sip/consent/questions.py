"""What one consenter is asked about: some parties, and each category for them."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from sip.consent.page import ConsentPage
from sip.consent.parties import PartyView
from sip.kernel.days import last_whole_day
from sip.kernel.settings import sip_settings
from sip.ledger import items as ledger_items
from sip.ledger.items import entry_of, granted, shares_of, within_mandate
from sip.ledger.recording import latest_end
from sip.ledger.rules import PLAN, Consenter, Item, ItemKind, State, scope_of, share, state


@dataclass(frozen=True)
class Questions:
    """What one consenter is to say of `views`, within a proxy's mandate.

    `asks_plan`: also whether the plan is made. `mirrors`: also what the one party writes, for the
    others to see.
    """

    page: ConsentPage
    consenter: Consenter
    views: Sequence[PartyView]
    asks_plan: bool
    mirrors: bool = False

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories of information that the consenter may decide on."""
        mandate = self.consenter.mandate
        return tuple(
            key
            for key in self.page.categories
            if mandate is None or scope_of(ItemKind.SHARE, key) in mandate.scope
        )

    @property
    def entries(self) -> Mapping[UUID, Item]:
        """For each whose taking part is for the consenter to decide, the item that lets them in."""
        parties, at = self.page.found.parties, self.page.at
        items = ((view.id, entry_of(parties, view.receiver)) for view in self.views)
        return {
            party: item for party, item in items if item and self.consenter.may_decide(item, at)
        }

    @cached_property
    def offered(self) -> frozenset[Item]:
        """Every item that is asked about."""
        receivers = [view.receiver for view in self.views]
        everything = ledger_items.offered(self.page.found.parties, receivers, self.categories)
        if self.asks_plan:
            everything |= {PLAN}
        everything |= self.mirrored(self.categories)
        return within_mandate(self.consenter, everything, self.page.at)

    def mirrored(self, categories: Iterable[str]) -> frozenset[Item]:
        """What lets those who see a category already see what the one party writes in it."""
        return frozenset[Item]().union(*(self._mirrors.get(one, ()) for one in categories))

    @cached_property
    def _mirrors(self) -> Mapping[str, frozenset[Item]]:
        """By category; of those whom the consenter lets in, and see it from somebody."""
        if not self.mirrors:
            return {}
        source, parties = self.views[0].id, self.page.found.parties
        others = [
            one.receiver
            for one in self.page.found.views
            if one.id != source and self._granted({entry_of(parties, one.receiver) or PLAN})
        ]
        return {
            category: frozenset(
                share(source, other.id, category)
                for other in others
                if self._granted(shares_of(parties, other, category))
            )
            for category in self.categories
        }

    def mirrored_now(self) -> list[str]:
        """The categories of what the one party writes that the others may see already."""
        return [key for key in self.categories if self._granted(self.mirrored([key]))]

    def _granted(self, items: Collection[Item]) -> bool:
        return bool(granted(self.page.ledger, self.consenter.id, items, self.page.at))

    @property
    def latest_day(self) -> date:
        """The last day that the consenter can say yes to."""
        longest = sip_settings().longest_consent
        return last_whole_day(latest_end(self.page.ledger, self.consenter, self.page.now, longest))

    @property
    def sources(self) -> list[str]:
        """The names of those whose texts it is about."""
        names = self.page.found.names
        return [names.get(one, "") for one in self.page.found.parties.sources]

    @property
    def fingerprint(self) -> str:
        """What a form asks about, so that nothing is answered that was not on the page."""
        listed = "\n".join(sorted(item.key for item in self.offered))
        return hashlib.sha256(listed.encode()).hexdigest()[:32]

    def renewed(self, page: ConsentPage) -> "Questions":
        """What the consenter is asked about as the plan is now."""
        consenter = page.consenter(self.consenter.id)
        if len(self.views) == 1:
            return about_party(page, consenter, page.party(self.views[0].id))
        return about_everybody(page, consenter)


def about_everybody(page: ConsentPage, consenter: Consenter) -> Questions:
    """Everybody who is in the plan or has been asked about, and the plan itself."""
    return Questions(page, consenter, page.found.views, asks_plan=True)


def about_party(page: ConsentPage, consenter: Consenter, view: PartyView) -> Questions:
    """One party; with the plan itself, while the consenter has not said yes to it."""
    said = state(page.ledger, consenter.id, PLAN, page.at)
    asks_plan = said is not State.GRANTED
    return Questions(page, consenter, (view,), asks_plan=asks_plan, mirrors=not view.is_initiator)

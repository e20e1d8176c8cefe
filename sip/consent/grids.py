"""A grid that somebody fills in: who may take part, what they may see, until when."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from flask_babel import gettext as _

from portal import clock
from portal.errors import StaleError
from portal.web.forms import Form, filled_date
from sip.consent import service
from sip.consent.case import Case, as_seq, category_labels
from sip.consent.forms import GridForm, ticked, wishes, with_mirror, with_parties
from sip.consent.parties import PartyView
from sip.consent.presenter import standing_wishes
from sip.consent.service import Period, Said
from sip.kernel.days import ends_at, last_day, starts_at
from sip.kernel.vocabulary import How
from sip.ledger import items as grid
from sip.ledger.rules import PLAN, Consenter, Item, State, share, state

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Grid:
    """What one consenter is to say of some parties: the fields, within a proxy's mandate."""

    case: Case
    consenter: Consenter
    views: Sequence[PartyView]
    asks_plan: bool
    mirrors: bool = False  # also what the one party writes, for the others to see

    @property
    def categories(self) -> tuple[str, ...]:
        """The kinds of information that the consenter may decide on."""
        mandate = self.consenter.mandate
        if mandate is None:
            return self.case.categories
        return tuple(key for key in self.case.categories if f"share:{key}" in mandate.scope)

    @property
    def entries(self) -> frozenset[UUID]:
        """Those whose taking part is for the consenter to decide."""
        parties, at = self.case.found.parties, self.case.at
        items = ((view.id, grid.entry_of(parties, view.receiver)) for view in self.views)
        return frozenset(
            party for party, item in items if item and self.consenter.may_decide(item, at)
        )

    @property
    def offered(self) -> frozenset[Item]:
        """Every item that it asks about."""
        everything = grid.offered(
            self.case.found.parties, [view.receiver for view in self.views], self.categories
        )
        if self.asks_plan:
            everything |= {PLAN}
        everything |= self.mirrored(self.categories)
        return grid.within_mandate(self.consenter, everything, self.case.at)

    def mirrored(self, categories: Iterable[str]) -> frozenset[Item]:
        """What lets those who see a category already see what the one party writes in it."""
        if not self.mirrors:
            return frozenset()
        source = self.views[0].id
        return frozenset(
            share(source, other.id, category)
            for other in self.case.found.views
            for category in categories
            if other.id != source and self._sees(other, category)
        )

    def _sees(self, view: PartyView, category: str) -> bool:
        """Whether the consenter says yes to the party, and to this category from somebody."""
        parties = self.case.found.parties
        entry = frozenset({grid.entry_of(parties, view.receiver) or PLAN})
        shares = grid.shares_of(parties, view.receiver, category)
        return all(self._granted(items) for items in (entry, shares))

    def _granted(self, items: Collection[Item]) -> bool:
        return bool(grid.granted(self.case.ledger, self.consenter.id, items, self.case.at))

    @property
    def sources(self) -> list[str]:
        """The names of those whose words the grid is about."""
        names = self.case.found.names
        return [names.get(one, "") for one in self.case.found.parties.sources]

    @property
    def fingerprint(self) -> str:
        """What the form asks about, so that nothing is answered that was not on the page."""
        listed = "\n".join(sorted(item.key for item in self.offered))
        return hashlib.sha256(listed.encode()).hexdigest()[:32]

    def form(self, kind: type[GridForm], **values: object) -> GridForm:
        """The form, filled in with what stands now."""
        case = self.case
        labels = category_labels()
        choices = [(key, labels[key]) for key in self.categories]
        made = with_parties(kind, self.views, self.entries, choices)
        if self.mirrored(self.categories):
            made = with_mirror(made, self.views[0].name, choices)
        standing = standing_wishes(
            case.ledger, case.found, self.views, self.categories, self.consenter, case.at
        )
        form = made(data={**ticked(self.views, standing), **self._dates(), **values})
        form.plan.choices = yes_or_no()
        if not self.asks_plan:
            del form.plan
        return form

    def form_again(self, kind: type[GridForm]) -> GridForm:
        """The form that was sent, for what stands now: ticks are kept, and may be sent anew."""
        form = self.form(kind)
        form.seq.data, form.offered.data = str(self.case.seq), self.fingerprint
        return form

    def renewed(self, case: Case) -> "Grid":
        """The same grid for the case as it is now."""
        consenter = case.consenter(self.consenter.id)
        if len(self.views) == 1:
            return party_grid(case, consenter, case.party(self.views[0].id))
        return whole_grid(case, consenter)

    def _mirror_now(self) -> list[str]:
        return [key for key in self.categories if self._granted(self.mirrored([key]))]

    def _dates(self) -> dict[str, object]:
        said = state(self.case.ledger, self.consenter.id, PLAN, self.case.at)
        return {
            "seq": str(self.case.seq),
            "offered": self.fingerprint,
            "mirror": self._mirror_now(),
            "plan": "yes" if said is State.GRANTED else "",
            "valid_from": clock.today(),
            "valid_to": self._last_day(),
        }

    def _last_day(self) -> date:
        """What stands ends then; a new consent lasts a year, and no longer than a mandate."""
        case, mandate = self.case, self.consenter.mandate
        ends = grid.granted_until(case.ledger, self.consenter.id, self.offered, case.at)
        last = last_day(ends or case.now + YEAR)
        if mandate is None or ends_at(last) <= mandate.valid_to:
            return last
        whole = last_day(mandate.valid_to)
        return whole if ends_at(whole) <= mandate.valid_to else whole - timedelta(days=1)

    def save(self, form: Form, how: str) -> None:
        """Record what was ticked. Raises SipRuleError and StaleError."""
        if form.offered.data != self.fingerprint:
            raise StaleError(())
        says_no = self.asks_plan and form.plan.data == "no"
        yes: frozenset[Item] = frozenset()
        if not says_no:
            yes = grid.wanted(self.case.found.parties, wishes(form, self.views))
            mirrored = form.mirror.data if "mirror" in form else ()
            yes = (yes | self.mirrored(mirrored) | {PLAN}) & self.offered
        asked = self.offered | grid.of_plan(self.case.ledger) if says_no else self.offered
        service.answer(
            self.case.actor,
            self.case.opened,
            Said(self.consenter.id, How(how), as_seq(form.seq.data)),
            yes=yes,
            asked_about=grid.within_mandate(self.consenter, asked, self.case.at),
            period=Period(
                starts_at(filled_date(form.valid_from.data), self.case.now),
                ends_at(filled_date(form.valid_to.data)),
            ),
            now=self.case.now,
        )


def whole_grid(case: Case, consenter: Consenter) -> Grid:
    """Everybody who is in the plan or has been asked about."""
    return Grid(case, consenter, case.found.views, asks_plan=True)


def party_grid(case: Case, consenter: Consenter, view: PartyView) -> Grid:
    """One party; with the plan itself, while the consenter has not said yes to it."""
    said = state(case.ledger, consenter.id, PLAN, case.at)
    asks_plan = said is not State.GRANTED
    return Grid(case, consenter, (view,), asks_plan=asks_plan, mirrors=not view.is_initiator)


def yes_or_no() -> list[tuple[str, str]]:
    """The two answers about the plan itself."""
    return [("yes", _("Ja")), ("no", _("Nej"))]

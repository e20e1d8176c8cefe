"""A plan's consent as its pages read it, and a grid that somebody fills in."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from flask_babel import gettext as _

from portal import clock
from portal.authz import Actor
from portal.errors import NotFoundError, StaleError
from portal.web.forms import Form, filled_date
from portal.web.i18n import DEFAULT, language
from sip.consent import items as grid
from sip.consent import service
from sip.consent.forms import GridForm, ticked, wishes, with_mirror, with_parties
from sip.consent.ledger import last_seq, list_acts, list_bases, load_ledger, moment
from sip.consent.models import BasisDecision, ConsentAct
from sip.consent.parties import PartyView, PlanParties, load_parties
from sip.consent.presenter import (
    ends_at,
    last_day,
    my_consenter,
    standing_wishes,
    starts_at,
)
from sip.consent.rules import (
    PLAN,
    Consenter,
    How,
    Item,
    Ledger,
    State,
    required,
    share,
    state,
)
from sip.consent.service import Period, Said
from sip.reading.door import OpenedPlan
from sip.settings import InformationText, sip_settings

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that was said about who may see a plan, read at one instant."""

    actor: Actor
    opened: OpenedPlan
    ledger: Ledger
    found: PlanParties
    acts: Sequence[ConsentAct]
    bases: Sequence[BasisDecision]
    now: datetime

    @property
    def at(self) -> datetime:
        """The instant that the ledger is asked about."""
        return moment(self.ledger, self.now)

    @property
    def seq(self) -> int:
        """The newest act's number: what a form shows its age by."""
        return last_seq(self.ledger)

    @property
    def categories(self) -> tuple[str, ...]:
        """The keys of the kinds of information, in their order."""
        return tuple(category_labels())

    @property
    def me(self) -> Consenter | None:
        """The actor's own place among those who consent."""
        return my_consenter(self.ledger, self.opened.person_id, self.at)

    def consenter(self, consenter_id: UUID) -> Consenter:
        """One whose consent is needed now; raises NotFoundError for anybody else."""
        for one in required(self.ledger, self.at):
            if one.id == consenter_id:
                return one
        raise NotFoundError

    def party(self, party_id: UUID) -> PartyView:
        """Who is in the plan, or may be called; raises NotFoundError for anybody else."""
        view = self.found.find(party_id)
        if view is None:
            raise NotFoundError
        return view


def load_case(actor: Actor, opened: OpenedPlan, extra: Collection[UUID] = ()) -> Case:
    """Read it all; `extra` are organisations that are about to be named."""
    ledger = load_ledger(opened.plan_id)
    return Case(
        actor=actor,
        opened=opened,
        ledger=ledger,
        found=load_parties(actor, opened, ledger, extra),
        acts=list_acts(opened.plan_id),
        bases=list_bases(opened.plan_id),
        now=clock.now(),
    )


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
        case = self.case
        ends = grid.granted_until(case.ledger, self.consenter.id, self.offered, case.at)
        mandate = self.consenter.mandate
        latest = min(case.now + YEAR, mandate.valid_to) if mandate else case.now + YEAR
        return last_day(ends or latest)

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


def withdraw(case: Case, consenter: Consenter, party_id: UUID | None, how: str) -> None:
    """Take back what was said yes to: about one party, or everything."""
    said = Said(consenter.id, How(how), case.seq)
    service.withdraw(case.actor, case.opened, said, _items(case, party_id), now=case.now)


def has_given(case: Case, consenter: Consenter, party_id: UUID | None = None) -> bool:
    """Whether there is consent to take back."""
    return bool(grid.granted(case.ledger, consenter.id, _items(case, party_id), case.at))


def has_open_question(case: Case, consenter: Consenter, party_id: UUID | None = None) -> bool:
    """Whether there is a question that may be turned down."""
    return bool(grid.asked(case.ledger, consenter.id, _items(case, party_id), case.at))


def _items(case: Case, party_id: UUID | None) -> frozenset[Item]:
    return grid.of_party(case.ledger, party_id) if party_id else grid.of_plan(case.ledger)


def items_to_ask(
    case: Case, parties: Collection[UUID], categories: Collection[str]
) -> frozenset[Item]:
    """The plan, these parties and these kinds of information; the initiator always."""
    receivers = [
        view.receiver for view in case.found.views if view.is_initiator or view.id in parties
    ]
    return grid.offered(case.found.parties, receivers, categories) | {PLAN}


def category_labels() -> Mapping[str, str]:
    """What the kinds of information are called in the reader's language."""
    is_swedish = language() == DEFAULT
    return {one.key: one.label if is_swedish else one.english for one in sip_settings().categories}


def told(categories: Iterable[str]) -> str:
    """Kinds of information as part of a sentence."""
    labels = category_labels()
    return "; ".join(labels.get(key, key).lower() for key in categories)


def information() -> InformationText:
    """The text that is shown before an answer."""
    settings = sip_settings()
    return settings.information_texts[settings.current_information_version]


def yes_or_no() -> list[tuple[str, str]]:
    """The two answers about the plan itself."""
    return [("yes", _("Ja")), ("no", _("Nej"))]


def as_seq(text: str | None) -> int:
    """The number that our own form carried."""
    if text is None or not text.isascii() or not text.isdigit() or len(text) > 9:
        raise NotFoundError
    return int(text)

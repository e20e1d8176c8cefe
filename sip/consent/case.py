"""A plan's consent as its pages read it, and a grid that somebody fills in."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from portal import clock
from portal.authz import Actor
from portal.errors import NotFoundError
from portal.web.i18n import DEFAULT, language
from sip.consent import service
from sip.consent.parties import PartyView, PlanParties, load_parties
from sip.consent.presenter import my_consenter
from sip.consent.service import Said
from sip.door.opening import OpenedPlan
from sip.kernel.settings import InformationText, sip_settings
from sip.kernel.vocabulary import How
from sip.ledger import items as grid
from sip.ledger.rules import PLAN, Consenter, Item, Ledger, required
from sip.ledger.stored import last_seq, list_acts, list_bases, load_ledger, moment
from sip.tables.consent import BasisDecision, ConsentAct

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


def withdraw(case: Case, consenter: Consenter, party_id: UUID | None, how: str) -> None:
    """Take back what was said yes to: about one party, or everything."""
    ledger = service.hold_ledger(case.opened)  # also what was said yes to a moment ago
    said = Said(consenter.id, How(how), case.seq)
    service.withdraw(case.actor, case.opened, said, _items(ledger, party_id), now=case.now)


def has_given(case: Case, consenter: Consenter, party_id: UUID | None = None) -> bool:
    """Whether there is consent to take back."""
    items = _items(case.ledger, party_id)
    return bool(grid.granted(case.ledger, consenter.id, items, case.at))


def has_open_question(case: Case, consenter: Consenter, party_id: UUID | None = None) -> bool:
    """Whether there is a question that may be turned down."""
    items = _items(case.ledger, party_id)
    return bool(grid.asked(case.ledger, consenter.id, items, case.at))


def _items(ledger: Ledger, party_id: UUID | None) -> frozenset[Item]:
    return grid.of_party(ledger, party_id) if party_id else grid.of_plan(ledger)


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


def as_seq(text: str | None) -> int:
    """The number that our own form carried."""
    if text is None or not text.isascii() or not text.isdigit() or len(text) > 9:
        raise NotFoundError
    return int(text)

"""What the pages of a plan's consent are made from, read at one instant."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from portal import clock
from portal.authz import Actor
from portal.errors import NotFoundError
from sip.agreement_link import Agreed, AgreedLine, agreed_lines
from sip.consent.parties import PartyView, PlanParties, load_parties
from sip.consent.presenter import my_consenter
from sip.door.opening import OpenedPlan
from sip.kernel.days import day_of
from sip.kernel.settings import sip_settings
from sip.kernel.vocabulary import Standing
from sip.ledger.items import (
    asked,
    entry_of,
    granted,
    items_about,
    offered,
    spoken_for,
    without_questions,
)
from sip.ledger.rules import PLAN, Consenter, Item, Ledger, State, needed, required, speakers, state
from sip.ledger.stored import ledger_of, list_acts, list_bases, moment
from sip.people.queries import is_private_in, list_people
from sip.tables.consent import BasisDecision, ConsentAct


@dataclass(frozen=True)
class ConsentPage:
    """Everything that was said about who may see a plan. `found` is who is in the plan.

    In the `ledger` of a plan that is closed no question waits for its answer; `acts` has them all.
    """

    actor: Actor
    opened: OpenedPlan
    ledger: Ledger
    found: PlanParties
    acts: Sequence[ConsentAct]
    bases: Sequence[BasisDecision]
    now: datetime

    @cached_property
    def at(self) -> datetime:
        """The instant that the ledger is asked about."""
        return moment(self.ledger, self.now)

    @cached_property
    def seq(self) -> int:
        """The newest act's number: what a form shows its age by."""
        return max((one.seq for one in self.acts), default=0)

    @cached_property
    def categories(self) -> tuple[str, ...]:
        """The keys of the categories of information, in their order."""
        return tuple(one.key for one in sip_settings().categories)

    @property
    def agreed(self) -> tuple[AgreedLine, ...]:
        """What the agreements in force say of how consent is asked for."""
        place, day = self.opened.plan.municipality_id, day_of(self.now)
        return agreed_lines(place, Agreed.CONSENT, day)

    @cached_property
    def me(self) -> Consenter | None:
        """The actor's own place among those who consent."""
        return my_consenter(self.ledger, self.opened.person_id, self.at)

    @cached_property
    def is_own_matter(self) -> bool:
        """Whether the actor is a private person in the plan, who records nobody's answer."""
        return is_private_in(self.actor, self.opened)

    @property
    def has_somebody_to_ask(self) -> bool:
        """Whether anybody's consent is needed now: of a child's guardians none may be known yet."""
        return bool(required(self.ledger, self.at))

    def consenter(self, consenter_id: UUID) -> Consenter:
        """One whose word counts now; raises NotFoundError for anybody else."""
        for one in speakers(self.ledger, self.at):
            if one.id == consenter_id:
                return one
        raise NotFoundError

    def party(self, party_id: UUID) -> PartyView:
        """Who is in the plan, or may be called; raises NotFoundError for anybody else."""
        view = self.found.find(party_id)
        if view is None:
            raise NotFoundError
        return view

    def has_given(self, consenter: Consenter, party_id: UUID | None = None) -> bool:
        """Whether there is consent to take back: about one party, or anything at all."""
        items = items_about(self.ledger, party_id)
        return bool(granted(self.ledger, consenter.id, items, self.at))

    def has_open_question(self, consenter: Consenter, party_id: UUID | None = None) -> bool:
        """Whether there is a question to turn down: about one party, or anything at all."""
        items = items_about(self.ledger, party_id)
        return bool(asked(self.ledger, consenter.id, items, self.at))

    def is_left_to_others(self, consenter: Consenter) -> bool:
        """Whether others answer in the consenter's place: they can say no all the same."""
        return consenter not in needed(self.ledger, PLAN, self.at)

    def may_say_no(self, consenter: Consenter, party_id: UUID | None = None) -> bool:
        """Whether there is something to say no to: about one party, or anything at all.

        It is what they said yes to, or what they were asked, or what others answer in their place.
        """
        items = items_about(self.ledger, party_id)
        left_to_others = spoken_for(self.ledger, consenter.id, items, self.at)
        return (
            bool(left_to_others)
            or self.has_given(consenter, party_id)
            or self.has_open_question(consenter, party_id)
        )

    def is_to_be_asked_about(self, view: PartyView) -> bool:
        """Whether somebody whose yes it takes has never been asked to let a party in, or not since.

        Who has said no to it has been asked: the answer is theirs, and they can be asked again.
        """
        entry = entry_of(self.found.parties, view.receiver) or PLAN
        return any(
            state(self.ledger, one.id, entry, self.at) in {State.NOT_ASKED, State.EXPIRED}
            for one in needed(self.ledger, entry, self.at)
        )

    def items_to_ask(
        self, parties: Collection[UUID], categories: Collection[str]
    ) -> frozenset[Item]:
        """The plan, these parties and these categories; who found the need always."""
        receivers = [
            view.receiver for view in self.found.views if view.is_initiator or view.id in parties
        ]
        return offered(self.found.parties, receivers, categories) | {PLAN}


def load_page(actor: Actor, opened: OpenedPlan, extra: Collection[UUID] = ()) -> ConsentPage:
    """Read it all; `extra` are organisations that are about to be named."""
    acts, people = list_acts(opened.plan_id), list_people(opened)
    subject = next((one.id for one in people if one.is_subject), None)
    if subject is None:
        raise NotFoundError
    initiator = opened.plan.initiator_id
    ledger = ledger_of(opened.plan_id, acts, initiator=initiator, subject=subject)
    if opened.standing is Standing.CLOSED:
        ledger = without_questions(ledger)
    return ConsentPage(
        actor=actor,
        opened=opened,
        ledger=ledger,
        found=load_parties(actor, opened, ledger, people, extra),
        acts=acts,
        bases=list_bases(opened.plan_id),
        now=clock.now(),
    )

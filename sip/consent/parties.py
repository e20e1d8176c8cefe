"""Who is in a plan, or may be let into it, with their names: what a grid is made from."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from portal.authz import Actor, OrganisationKind
from portal.db import db
from portal.tenancy.models import Organisation
from portal.tenancy.queries import list_all_organisations, list_organisations
from sip.door.opening import OpenedPlan
from sip.kernel.legal_grounds import LegalGround
from sip.kernel.vocabulary import CallStatus, PersonKind
from sip.ledger.items import Parties, Receiver, receivers_named
from sip.ledger.rules import Ledger
from sip.people.queries import PersonView, list_people
from sip.tables.calling import Call
from sip.tables.plan import Participant

# whom a plan may be shared with
AUTHORITIES = frozenset(OrganisationKind) - {
    OrganisationKind.INDIVIDUALS,
    OrganisationKind.COORDINATION_GROUP,
    OrganisationKind.USER_ORGANISATION,
}
# who may be disclosed to without consent, on one ground or another
DISCLOSED_TO = AUTHORITIES | {OrganisationKind.INDIVIDUALS}


@dataclass(frozen=True, slots=True)
class PartyView:
    """Somebody who may be let in. `detail` is who comes from there, or who they are."""

    receiver: Receiver
    name: str
    detail: str
    is_initiator: bool = False
    kind: OrganisationKind | None = None  # None: a private person

    @property
    def id(self) -> UUID:
        """The organisation's id, or the private person's in the plan."""
        return self.receiver.id


@dataclass(frozen=True, slots=True)
class PlanParties:
    """Everybody in the plan now, and the organisations of the county that are not."""

    parties: Parties
    views: tuple[PartyView, ...]
    others: tuple[PartyView, ...]
    people: tuple[PersonView, ...]
    names: Mapping[UUID, str]

    def find(self, party: UUID) -> PartyView | None:
        """One who is in the plan, or may be called to it."""
        return next((one for one in (*self.views, *self.others) if one.id == party), None)

    def person_name(self, person: UUID) -> str:
        """A private person's name."""
        return self.names.get(person, "")


def load_parties(
    actor: Actor,
    opened: OpenedPlan,
    ledger: Ledger,
    private: Collection[PersonView],
    extra: Collection[UUID] = (),
) -> PlanParties:
    """Who is in the plan: named by an act, called, or taking part; `extra` are about to be.

    `private` are its private people.
    """
    found = list_all_organisations(actor)
    organisations = {one.id: one for one in found if one.kind in AUTHORITIES}
    staff = _staff(opened)
    people = tuple(one for one in private if not one.is_ended)
    coming = {one for one in extra if one in organisations and organisations[one].is_offered}
    present = {ledger.initiator, *staff, *_called(opened), *receivers_named(ledger), *coming}
    views = (
        *_organisations(organisations, present, staff, ledger.initiator),
        *(_relative(one) for one in people if one.kind is PersonKind.RELATIVE),
    )
    within = {view.id for view in views}
    return PlanParties(
        parties=Parties(ledger.initiator, frozenset(within | {one.id for one in people})),
        views=views,
        others=tuple(
            PartyView(Receiver(one.id, is_organisation=True), one.name, "", kind=one.kind)
            for one in organisations.values()
            if one.id not in within and one.is_offered
        ),
        people=people,
        names={one.id: one.name for one in organisations.values()}
        | {one.id: one.name for one in people},
    )


def _organisations(
    organisations: Mapping[UUID, Organisation],
    present: Collection[UUID],
    staff: Mapping[UUID, list[str]],
    initiator: UUID,
) -> Iterator[PartyView]:
    """Who found the need comes first."""
    for one in sorted(organisations.values(), key=lambda one: one.id != initiator):
        if one.id in present:
            who = ", ".join(staff.get(one.id, ()))
            receiver = Receiver(one.id, is_organisation=True)
            yield PartyView(receiver, one.name, who, one.id == initiator, one.kind)


@dataclass(frozen=True, slots=True)
class PartyGroups:
    """Those who may be asked about, the likeliest first.

    `first` have to be in a plan: the region and the person's municipality. `near` are in this one,
    `others` may be called to it, and `far` are other municipalities.
    """

    first: Sequence[PartyView]
    near: Sequence[PartyView]
    others: Sequence[PartyView]
    far: Sequence[PartyView]

    @property
    def everybody(self) -> Iterator[PartyView]:
        """All of them, in order."""
        yield from (*self.first, *self.near, *self.others, *self.far)


def grouped(found: PlanParties, municipality_id: UUID) -> PartyGroups:
    """Everybody but who found the need, for a plan of somebody in that municipality."""
    views = [one for one in (*found.views, *found.others) if not one.is_initiator]

    def must_be_in(one: PartyView) -> bool:
        return one.kind is OrganisationKind.REGION or one.id == municipality_id

    rest = [one for one in views if not must_be_in(one)]
    within = {one.id for one in found.views}
    far = [one for one in rest if one.kind is OrganisationKind.MUNICIPALITY]
    return PartyGroups(
        first=[one for one in views if must_be_in(one)],
        near=[one for one in rest if one.id in within],
        others=[one for one in rest if one.id not in within and one not in far],
        far=[one for one in far if one.id not in within],
    )


def _relative(person: PersonView) -> PartyView:
    return PartyView(Receiver(person.id, is_organisation=False), person.name, person.relation)


def _staff(opened: OpenedPlan) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    for one in _participants(opened):
        said = f"{one.name}, {one.title}" if one.title else one.name
        found.setdefault(one.organisation_id, []).append(said)
    return found


def _participants(opened: OpenedPlan) -> Iterable[Any]:
    if opened.rows is not None:
        return (one for one in opened.rows.participants if one.ended_at is None)
    statement = (
        select(Participant.organisation_id, Participant.name, Participant.title)
        .where(Participant.plan_id == opened.plan_id, Participant.ended_at.is_(None))
        .order_by(Participant.joined_at, Participant.id)
    )
    return db.session.execute(statement)


def _called(opened: OpenedPlan) -> Collection[UUID]:
    live = (CallStatus.SENT, CallStatus.TAKEN)
    statement = select(Call.organisation_id).where(
        Call.plan_id == opened.plan_id, Call.status.in_(live)
    )
    return db.session.scalars(statement).all()


def receivers_of_disclosure(
    actor: Actor, opened: OpenedPlan, kinds: Collection[OrganisationKind] = DISCLOSED_TO
) -> list[tuple[str, str]]:
    """Organisations of these kinds by id, and the people of the plan that the actor may know of."""
    organisations = [
        (str(one.id), one.name) for one in list_organisations(actor) if one.kind in kinds
    ]
    is_for_people = OrganisationKind.INDIVIDUALS in kinds and knows_who_is_in(opened)
    people = [
        (str(one.id), one.name)
        for one in (list_people(opened) if is_for_people else ())
        if one.kind is PersonKind.RELATIVE and not one.is_ended
    ]
    return [*organisations, *people]


def kind_of_receiver(actor: Actor, to: UUID) -> OrganisationKind:
    """What an organisation is; whoever is none is a private person."""
    found = (one.kind for one in list_organisations(actor, ids=[to]))
    return next(found, OrganisationKind.INDIVIDUALS)


def knows_who_is_in(opened: OpenedPlan) -> bool:
    """Whether the reader may know who takes part. Who is shut out may not learn it by asking."""
    return opened.is_open or opened.is_handler


def may_be_disclosed_to(
    actor: Actor, opened: OpenedPlan, ground: LegalGround
) -> list[tuple[str, str]]:
    """Those that the own organisation can disclose something to on a ground.

    They are in the plan, or called to it: nobody else would be shown anything. Who may not know who
    is in the plan chooses among all.
    """
    others = [
        one
        for one in receivers_of_disclosure(actor, opened, ground.receivers)
        if one[0] != str(actor.organisation_id)
    ]
    if not knows_who_is_in(opened):
        return others
    present = {str(one) for one in (*_staff(opened), *_called(opened))}
    present |= {str(one.id) for one in list_people(opened)}
    return [one for one in others if one[0] in present]

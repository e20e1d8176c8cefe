"""The private people in a plan: who they are, their names, and where they can be reached."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, Required, TypedDict, Unpack
from uuid import UUID

from sqlalchemy import select

from portal import clock
from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db
from portal.errors import NotFoundError
from portal.ids import new_id
from portal.personnummer import Personnummer, PersonnummerError, parse
from portal.vault import DataKey, Place, vault
from sip.door.locking import hold
from sip.kernel.refusals import SipRefusal, SipRuleError
from sip.kernel.vocabulary import Capacity, PersonKind, Placing
from sip.tables.people import PlanPerson
from sip.tables.plan import Plan, PlanPlacing

# the order in which people are listed
ORDER = tuple(PersonKind)


class Unlocked(Protocol):
    """A plan whose content can be read and sealed: sip.door.opening.OpenedPlan, or a new plan."""

    @property
    def plan(self) -> Plan:
        """The plan."""

    @property
    def key(self) -> DataKey:
        """Its key."""


@dataclass(frozen=True, slots=True)
class PersonView:
    """A private person in the plan, as everybody who may see the plan sees them."""

    id: UUID
    kind: PersonKind
    capacity: Capacity | None
    name: str
    relation: str
    is_linked: bool
    is_ended: bool

    @property
    def is_subject(self) -> bool:
        """Whether the plan is theirs."""
        return self.kind is PersonKind.SUBJECT

    @property
    def is_representative(self) -> bool:
        """Whether they stand in for the person by a mandate."""
        return self.kind is PersonKind.REPRESENTATIVE


@dataclass(frozen=True, slots=True)
class PersonDetails:
    """What handlers keep about somebody: the number only in part, contact only if they may."""

    view: PersonView
    personnummer: str  # masked; "" when none is kept
    birth_date: date | None
    contact: str  # "" when none is kept or it may not be seen


class Details(TypedDict, total=False):
    """What is kept about somebody besides their part in the plan; "" when it is not known."""

    name: Required[str]
    relation: str
    personnummer: str
    contact: str


def add_person(
    actor: Actor,
    unlocked: Unlocked,
    *,
    kind: PersonKind,
    capacity: Capacity | None = None,
    person_id: UUID | None = None,
    now: datetime | None = None,
    **details: Unpack[Details],
) -> PlanPerson:
    """Note a private person. The same `person_id` twice is one person (a form sent twice).

    Whose consent the plan requires is sip.people.consenters' to say afterwards.
    """
    plan, row_id = unlocked.plan, person_id or new_id()
    relation = details.get("relation", "")
    hold(plan.id)
    if person_id is not None and (there := _find(plan.id, person_id)) is not None:
        return there
    person = PlanPerson(
        id=row_id,
        county_id=plan.county_id,
        plan_id=plan.id,
        kind=kind,
        capacity=_capacity_of(kind, capacity),
        name_sealed=_seal(unlocked, row_id, "name_sealed", details["name"]),
        relation_sealed=_seal(unlocked, row_id, "relation_sealed", relation) if relation else None,
        recorded_at=now or clock.now(),
    )
    _set_number(unlocked, person, details.get("personnummer", ""))
    db.session.add(person)
    db.session.flush()
    set_contact(unlocked, row_id, details.get("contact", ""))
    audit.record(actor, "person.added", person, stream=plan.id, kind=kind.value)
    db.session.flush()
    return person


def add_guardian(
    actor: Actor, unlocked: Unlocked, person_id: UUID, **details: Unpack[Details]
) -> PlanPerson:
    """Note a guardian."""
    kind = PersonKind.GUARDIAN
    return add_person(actor, unlocked, kind=kind, person_id=person_id, **details)


def add_relative(
    actor: Actor, unlocked: Unlocked, person_id: UUID, **details: Unpack[Details]
) -> PlanPerson:
    """Note a relative."""
    kind = PersonKind.RELATIVE
    return add_person(actor, unlocked, kind=kind, person_id=person_id, **details)


def add_representative(
    actor: Actor, unlocked: Unlocked, person_id: UUID, capacity: str, **details: Unpack[Details]
) -> PlanPerson:
    """Note somebody who stands in for the person; their mandate is noted by itself."""
    return add_person(
        actor,
        unlocked,
        kind=PersonKind.REPRESENTATIVE,
        capacity=Capacity(capacity),
        person_id=person_id,
        **details,
    )


def change_person(
    actor: Actor,
    unlocked: Unlocked,
    person_id: UUID,
    *,
    name: str,
    relation: str,
    personnummer: str | None,
    contact: str | None,
) -> PlanPerson:
    """Correct what is kept about somebody. None leaves the number or the contact as it is."""
    hold(unlocked.plan.id)
    person = get_person(unlocked, person_id)
    person.name_sealed = _seal(unlocked, person.id, "name_sealed", name)
    person.relation_sealed = (
        _seal(unlocked, person.id, "relation_sealed", relation) if relation else None
    )
    if personnummer is not None:
        _set_number(unlocked, person, personnummer)
    if contact is not None:
        set_contact(unlocked, person.id, contact)
    audit.record(actor, "person.changed", person, stream=unlocked.plan.id)
    db.session.flush()
    return person


def set_capacity(actor: Actor, unlocked: Unlocked, person_id: UUID, capacity: str) -> PlanPerson:
    """Note on what ground a representative stands in from now on."""
    hold(unlocked.plan.id)
    person = get_person(unlocked, person_id)
    if person.capacity != capacity:
        person.capacity = Capacity(capacity)
        audit.record(actor, "person.changed", person, stream=unlocked.plan.id)
        db.session.flush()
    return person


def list_people(unlocked: Unlocked) -> tuple[PersonView, ...]:
    """Everybody private in the plan, the person first; those who have left last."""
    statement = select(PlanPerson).where(PlanPerson.plan_id == unlocked.plan.id)
    people = sorted(db.session.scalars(statement), key=_order)
    return tuple(view_of(unlocked, person) for person in people)


def get_person(unlocked: Unlocked, person_id: UUID) -> PlanPerson:
    """One of the plan's private people; raises NotFoundError for anybody else."""
    person = _find(unlocked.plan.id, person_id)
    if person is None:
        raise NotFoundError
    return person


def get_subject(unlocked: Unlocked) -> PersonView:
    """The person whose plan it is."""
    statement = select(PlanPerson).where(
        PlanPerson.plan_id == unlocked.plan.id, PlanPerson.kind == PersonKind.SUBJECT
    )
    person = db.session.scalar(statement)
    if person is None:
        raise NotFoundError
    return view_of(unlocked, person)


def names_of(unlocked: Unlocked) -> dict[UUID, str]:
    """The private people's names by their ids."""
    return {person.id: person.name for person in list_people(unlocked)}


def view_of(unlocked: Unlocked, person: PlanPerson) -> PersonView:
    """A person's row with its texts opened."""
    return PersonView(
        id=person.id,
        kind=person.kind,
        capacity=person.capacity,
        name=_open(unlocked, person.id, "name_sealed", person.name_sealed),
        relation=_open(unlocked, person.id, "relation_sealed", person.relation_sealed),
        is_linked=person.account_id is not None,
        is_ended=person.ended_at is not None,
    )


def list_details(unlocked: Unlocked) -> Sequence[PersonDetails]:
    """Everybody with what handlers keep; a contact that may not be seen now is left out."""
    plan_id = unlocked.plan.id
    people = sorted(
        db.session.scalars(select(PlanPerson).where(PlanPerson.plan_id == plan_id)), key=_order
    )
    contacts = _contacts(unlocked)
    return [details_of(unlocked, person, contacts.get(person.id, "")) for person in people]


def details_of(unlocked: Unlocked, person: PlanPerson, contact: str = "") -> PersonDetails:
    """One person with what handlers keep."""
    number = number_of(unlocked, person)
    return PersonDetails(
        view=view_of(unlocked, person),
        personnummer=number.masked if number else "",
        birth_date=number.birth_date if number else None,
        contact=contact,
    )


def contact_of(unlocked: Unlocked, person_id: UUID) -> str:
    """Where somebody can be reached; "" when nothing is kept or it may not be seen."""
    return _contacts(unlocked).get(person_id, "")


def number_of(unlocked: Unlocked, person: PlanPerson) -> Personnummer | None:
    """A person's number, if one is kept."""
    sealed = person.personnummer_sealed
    if sealed is None:
        return None
    return parse(_open(unlocked, person.id, "personnummer_sealed", sealed))


def set_contact(unlocked: Unlocked, person_id: UUID, contact: str) -> None:
    """Keep where somebody can be reached among what places the person; "" takes it away."""
    row = db.session.scalar(
        select(PlanPlacing).where(
            PlanPlacing.plan_id == unlocked.plan.id,
            PlanPlacing.kind == Placing.CONTACT,
            PlanPlacing.subject_id == person_id,
        )
    )
    if row is None and contact:
        row = PlanPlacing(
            id=new_id(),
            county_id=unlocked.plan.county_id,
            plan_id=unlocked.plan.id,
            kind=Placing.CONTACT,
            subject_id=person_id,
        )
        row.text_sealed = _seal_contact(unlocked, row.id, contact)
        db.session.add(row)
    elif row is not None:
        row.text_sealed = _seal_contact(unlocked, row.id, contact)


def _seal_contact(unlocked: Unlocked, row_id: UUID, contact: str) -> bytes:
    return unlocked.key.seal(contact, Place("plan_placing", "text_sealed", row_id))


def _contacts(unlocked: Unlocked) -> dict[UUID, str]:
    statement = select(PlanPlacing).where(
        PlanPlacing.plan_id == unlocked.plan.id, PlanPlacing.kind == Placing.CONTACT
    )
    return {
        row.subject_id: unlocked.key.open(
            row.text_sealed, Place("plan_placing", "text_sealed", row.id)
        )
        for row in db.session.scalars(statement)
    }


def _set_number(unlocked: Unlocked, person: PlanPerson, written: str) -> None:
    if not written:
        person.personnummer_sealed = person.personnummer_index = None
        return
    number = read_number(written)
    person.personnummer_sealed = _seal(unlocked, person.id, "personnummer_sealed", number.digits)
    person.personnummer_index = vault().blind_index(unlocked.plan.initiator_id, number.digits)


def read_number(written: str) -> Personnummer:
    """What was written as a personnummer or samordningsnummer; raises SipRuleError."""
    try:
        return parse(written)
    except PersonnummerError as wrong:
        refusal = SipRefusal(f"personnummer_{wrong.reason}")
        raise SipRuleError(refusal, field="personnummer") from None


def _capacity_of(kind: PersonKind, capacity: Capacity | None) -> Capacity | None:
    if kind is PersonKind.GUARDIAN:
        return Capacity.GUARDIAN
    return capacity if kind is PersonKind.REPRESENTATIVE else None


def _find(plan_id: UUID, person_id: UUID) -> PlanPerson | None:
    statement = select(PlanPerson).where(PlanPerson.plan_id == plan_id, PlanPerson.id == person_id)
    return db.session.scalar(statement)


def _order(person: PlanPerson) -> tuple[bool, int, datetime, UUID]:
    return person.ended_at is not None, ORDER.index(person.kind), person.recorded_at, person.id


def _place(row_id: UUID, column: str) -> Place:
    return Place("plan_person", column, row_id)


def _seal(unlocked: Unlocked, row_id: UUID, column: str, text: str) -> bytes:
    return unlocked.key.seal(text, _place(row_id, column))


def _open(unlocked: Unlocked, row_id: UUID, column: str, sealed: bytes | None) -> str:
    return unlocked.key.open(sealed, _place(row_id, column)) if sealed is not None else ""

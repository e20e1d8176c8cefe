"""The private people in a plan as they are kept: who they are, and where they can be reached."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from portal.db import db
from portal.errors import NotFoundError
from portal.personnummer import Personnummer, parse
from portal.vault import Place
from sip.door.opening import OpenedPlan, Unlocked
from sip.kernel.vocabulary import Capacity, PersonKind, Placing
from sip.tables.people import PlanPerson
from sip.tables.plan import PlanPlacing

# the order in which people are listed
ORDER = tuple(PersonKind)


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
    birth_date: date | None  # to reckon an age from; None without a number
    is_birth_date_open: bool  # the number does not say the month, or the day
    contact: str  # "" when none is kept or it may not be seen


def list_people(unlocked: Unlocked) -> tuple[PersonView, ...]:
    """Everybody private in the plan, the person first; those who have left last."""
    people = sorted(_people(unlocked), key=_order)
    return tuple(view_of(unlocked, person) for person in people)


def _people(unlocked: Unlocked) -> Iterable[PlanPerson]:
    """Their rows: those that came with the plan, or asked for."""
    if isinstance(unlocked, OpenedPlan) and unlocked.rows is not None:
        return unlocked.rows.people
    return db.session.scalars(select(PlanPerson).where(PlanPerson.plan_id == unlocked.plan.id))


def get_person(unlocked: Unlocked, person_id: UUID) -> PlanPerson:
    """One of the plan's private people; raises NotFoundError for anybody else."""
    person = find_person(unlocked.plan.id, person_id)
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


def subject_born(unlocked: Unlocked) -> date | None:
    """The person's last possible day of birth; None without a number, or who may not see it."""
    statement = select(PlanPerson).where(
        PlanPerson.plan_id == unlocked.plan.id, PlanPerson.kind == PersonKind.SUBJECT
    )
    person = db.session.scalar(statement)
    return counted_birth_date(number_of(unlocked, person)) if person else None


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
        birth_date=counted_birth_date(number),
        is_birth_date_open=number is not None and number.birth_date is None,
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


def counted_birth_date(number: Personnummer | None) -> date | None:
    """The day of birth to reckon an age from; None when there is no number.

    A samordningsnummer may leave the month or the day open. Then the last day it may be counts:
    nobody is taken for grown up, and to consent alone, before it is certain.
    """
    return number.possible_days[1] if number else None


def find_person(plan_id: UUID, person_id: UUID) -> PlanPerson | None:
    """One of a plan's private people, or None."""
    statement = select(PlanPerson).where(PlanPerson.plan_id == plan_id, PlanPerson.id == person_id)
    return db.session.scalar(statement)


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


def _order(person: PlanPerson) -> tuple[bool, int, datetime, UUID]:
    return person.ended_at is not None, ORDER.index(person.kind), person.recorded_at, person.id


def place_of(row_id: UUID, column: str) -> Place:
    """Where a text of somebody's is sealed."""
    return Place("plan_person", column, row_id)


def _open(unlocked: Unlocked, row_id: UUID, column: str, sealed: bytes | None) -> str:
    return unlocked.key.open(sealed, place_of(row_id, column)) if sealed is not None else ""

"""The private people in a plan as they are kept: who they are, and where they can be reached."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from portal.authz import Actor
from portal.db import db
from portal.errors import NotFoundError
from portal.personnummer import Personnummer, parse
from portal.vault import Place
from sip.door.opening import OpenedPlan, Unlocked
from sip.kernel.vocabulary import Capacity, PersonKind, Placing
from sip.people.rules import Born
from sip.tables import functions
from sip.tables.consent import ConsentAct
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
    understood: str  # language, interpreter and what else helps
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
    born: Born
    contact: str  # "" when none is kept or it may not be seen

    def as_texts(self) -> dict[str, str]:
        """What is kept as texts, by the names of the form's fields."""
        view = self.view
        return {
            "name": view.name,
            "relation": view.relation,
            "understood": view.understood,
            "capacity": view.capacity.value if view.capacity else "",
            "personnummer": self.personnummer,
            "born": self.born.written,
            "contact": self.contact,
        }


def last_title() -> str:
    """What the asker was called when they last took part in a plan; "" where nothing is kept."""
    return functions.my_title()


def list_people(unlocked: Unlocked) -> tuple[PersonView, ...]:
    """Everybody private in the plan, the person first; those who have left last."""
    people = sorted(_people(unlocked), key=_order)
    return tuple(view_of(unlocked, person) for person in people)


def accounts_of_people(unlocked: Unlocked) -> frozenset[UUID]:
    """The accounts of everybody private who is or was in the plan, as far as they are linked."""
    found = select(PlanPerson.account_id).where(PlanPerson.plan_id == unlocked.plan.id)
    return frozenset(one for one in db.session.scalars(found) if one is not None)


def is_private_in(actor: Actor, unlocked: Unlocked) -> bool:
    """Whether whoever acts is or was a private person in the plan."""
    return actor.account_id in accounts_of_people(unlocked)


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
    return view_of(unlocked, subject_row(unlocked))


def subject_row(unlocked: Unlocked) -> PlanPerson:
    """The person whose plan it is, as they are stored."""
    statement = select(PlanPerson).where(
        PlanPerson.plan_id == unlocked.plan.id, PlanPerson.kind == PersonKind.SUBJECT
    )
    person = db.session.scalar(statement)
    if person is None:
        raise NotFoundError
    return person


def subject_name(opened: OpenedPlan) -> str:
    """The person's name, where it may be seen; it came with the plan's key."""
    if (name := opened.subject) is not None:
        return _open(opened, name.person_id, "name_sealed", name.sealed)
    people = opened.rows.people if opened.rows is not None else ()
    return next((view_of(opened, one).name for one in people if one.kind is PersonKind.SUBJECT), "")


def subject_names(opened: Mapping[UUID, OpenedPlan]) -> Mapping[UUID, str]:
    """The person's name in each of several plans, where it may be seen."""
    return {plan_id: subject_name(one) for plan_id, one in opened.items()}


def subject_born(unlocked: Unlocked) -> date | None:
    """The person's last possible day of birth; None if it is not known, or not to the reader."""
    statement = select(PlanPerson).where(
        PlanPerson.plan_id == unlocked.plan.id, PlanPerson.kind == PersonKind.SUBJECT
    )
    person = db.session.scalar(statement)
    return born_of(unlocked, person).counted if person else None


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
        understood=_open(unlocked, person.id, "understood_sealed", person.understood_sealed),
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
    number, born = number_of(unlocked, person), born_of(unlocked, person)
    return PersonDetails(
        view=view_of(unlocked, person),
        personnummer=number.masked if number else "",
        born=born,
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


def born_of(unlocked: Unlocked, person: PlanPerson) -> Born:
    """When somebody was born, as far as it is known."""
    number = number_of(unlocked, person)
    if number is not None:
        return born_by(number)
    kept = _open(unlocked, person.id, "born_sealed", person.born_sealed)
    return Born.read(kept) if kept else Born()


def subject_number(opened: OpenedPlan) -> str:
    """The person's number, for those who keep a record of their own; "" when none can be shown.

    With protected identity it is shown to those who see where the person is.
    """
    person = find_person(opened.plan_id, get_subject(opened).id)
    number = number_of(opened, person) if person and opened.sees_whereabouts else None
    return number.written if number else ""


def born_by(number: Personnummer) -> Born:
    """What a number says; a samordningsnummer may leave the month or the day open."""
    return Born(number.possible_days[1], is_open=number.birth_date is None)


def find_person(plan_id: UUID, person_id: UUID) -> PlanPerson | None:
    """One of a plan's private people, or None."""
    statement = select(PlanPerson).where(PlanPerson.plan_id == plan_id, PlanPerson.id == person_id)
    return db.session.scalar(statement)


def has_answered(plan_id: UUID, account_id: UUID | None) -> bool:
    """Whether an account has said something of consent in a plan, by its own sign-in."""
    own = select(ConsentAct.id).where(
        ConsentAct.plan_id == plan_id,
        ConsentAct.recorded_by == account_id,
        ConsentAct.recorded_for.is_(None),
    )
    return account_id is not None and db.session.scalar(own.limit(1)) is not None


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

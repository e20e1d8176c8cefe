"""What is known of competence in an agreement, and how far methods have come in a county."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import undefer

from agreements import facade
from agreements.facade import Fact
from agreements.facts import Text
from agreements.follow_up.queries import get_followed
from agreements.tables.agreement import Agreement
from agreements.tables.competence import CompetenceNeed, Course, MethodStep, NewMethod
from portal.authz import Actor
from portal.db import db
from portal.errors import NotFoundError

METHODS = "kompetens-metoder"
KEYS = (
    "kompetens-inventering",
    "kompetens-inventerar",
    "kompetens-utbildningar",
    METHODS,
    "kompetens-beslutar",
    "kompetens-handledning",
    "kompetens-introduktion",
    "kompetens-ledning",
    "kompetens-kostnader",
)
"""The facts that say how the parties work with competence."""


def facts_of(
    agreement: Agreement, today: date, said: Mapping[str, Fact] | None = None
) -> Sequence[Fact]:
    """What the agreement says of competence as data, as far as it says something.

    `said` are its facts of KEYS at least, if they have been read.
    """
    found = facade.facts_of(agreement.id, today, only=KEYS) if said is None else said
    asked = [found[key] for key in KEYS if key in found]
    return [one for one in asked if one.is_agreed and one.values]


def list_methods_named(agreement: Agreement, today: date) -> list[str]:
    """The methods that the agreement says are introduced, and its measures, each once."""
    said = facade.facts_of(agreement.id, today, only=[METHODS]).get(METHODS)
    values = said.values if said is not None and said.is_agreed else ()
    named = [one.text for one in values if isinstance(one, Text)]
    measures = [
        one.title
        for place in agreement.municipality_ids[:1]
        for one in facade.list_measures(place, today)
        if one.agreement_id == agreement.id
    ]
    return list(dict.fromkeys([*named, *measures]))


def list_needs(agreement: Agreement) -> Sequence[CompetenceNeed]:
    """The inventory of needs, the last first."""
    statement = (
        select(CompetenceNeed)
        .where(CompetenceNeed.agreement_id == agreement.id)
        .order_by(CompetenceNeed.found_on.desc(), CompetenceNeed.recorded_at.desc())
    )
    return db.session.scalars(statement).all()


def list_courses(agreement: Agreement) -> Sequence[Course]:
    """The plan: what is to be held first, then what has been, the last first."""
    statement = (
        select(Course)
        .where(Course.agreement_id == agreement.id)
        .order_by(Course.reported_at.is_not(None), Course.planned_on, Course.planned_at, Course.id)
    )
    return db.session.scalars(statement).all()


def list_methods(agreement: Agreement) -> Sequence[NewMethod]:
    """Those that are introduced by an agreement, by name."""
    statement = (
        select(NewMethod)
        .where(NewMethod.agreement_id == agreement.id)
        .order_by(NewMethod.title, NewMethod.municipality_id)
    )
    return db.session.scalars(statement).all()


def list_of_county(actor: Actor) -> Sequence[NewMethod]:
    """Every one in the county, by name."""
    statement = (
        select(NewMethod)
        .where(NewMethod.county_id == actor.county_id)
        .order_by(NewMethod.title, NewMethod.municipality_id)
    )
    return db.session.scalars(statement).all()


def steps_of(methods: Sequence[NewMethod]) -> Mapping[UUID, Sequence[MethodStep]]:
    """Every step of each, in order, also those that have been taken back; no file's content."""
    statement = (
        select(MethodStep)
        .where(MethodStep.method_id.in_([one.id for one in methods]))
        .order_by(MethodStep.number, MethodStep.recorded_at)
    )
    found: dict[UUID, list[MethodStep]] = {one.id: [] for one in methods}
    for one in db.session.scalars(statement):
        found[one.method_id].append(one)
    return found


def done_of(steps: Sequence[MethodStep]) -> dict[int, MethodStep]:
    """Those that are done, by number."""
    return {one.number: one for one in steps if one.undone_at is None}


@dataclass(frozen=True, slots=True)
class Part:
    """Something of an agreement's, with the agreement that it was looked up in."""

    agreement: Agreement

    @property
    def party_ids(self) -> frozenset[UUID]:
        """The organisations that take part in the agreement."""
        return self.agreement.party_ids

    @property
    def bound_ids(self) -> frozenset[UUID]:
        """Those that the agreement binds."""
        return self.agreement.bound_ids

    @property
    def is_signed(self) -> bool:
        """Whether all parties have signed it."""
        return self.agreement.is_signed


@dataclass(frozen=True, slots=True)
class CourseOf(Part):
    """A course of an agreement's."""

    course: Course


@dataclass(frozen=True, slots=True)
class MethodOf(Part):
    """A method of an agreement's."""

    method: NewMethod


@dataclass(frozen=True, slots=True)
class StepOf(Part):
    """A step of a method's: its number, and the one that is done, if it is."""

    method: NewMethod
    number: int
    done: Mapping[int, MethodStep]

    @property
    def step(self) -> MethodStep | None:
        """The one that is done."""
        return self.done.get(self.number)


def get_course(actor: Actor, agreement_id: UUID, course_id: UUID) -> CourseOf:
    """One of an agreement's."""
    agreement = get_followed(actor, agreement_id)
    found = db.session.get(Course, course_id)
    if found is None or found.agreement_id != agreement.id:
        raise NotFoundError
    return CourseOf(agreement, found)


def get_method(actor: Actor, agreement_id: UUID, method_id: UUID) -> MethodOf:
    """One of an agreement's."""
    agreement = get_followed(actor, agreement_id)
    found = db.session.get(NewMethod, method_id)
    if found is None or found.agreement_id != agreement.id:
        raise NotFoundError
    return MethodOf(agreement, found)


def get_step(actor: Actor, agreement_id: UUID, method_id: UUID, number: int) -> StepOf:
    """One of a method's fifteen."""
    of = get_method(actor, agreement_id, method_id)
    if not 1 <= number <= 15:
        raise NotFoundError
    done = done_of(steps_of([of.method])[of.method.id])
    return StepOf(of.agreement, of.method, number, done)


def get_done_step(actor: Actor, agreement_id: UUID, method_id: UUID, number: int) -> StepOf:
    """One that is done."""
    found = get_step(actor, agreement_id, method_id, number)
    if found.step is None:
        raise NotFoundError
    return found


def read_evidence(step: MethodStep) -> bytes | None:
    """The file as it came; None where there is none."""
    statement = (
        select(MethodStep)
        .where(MethodStep.id == step.id)
        .options(undefer(MethodStep.content))
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(statement).one().content

"""Needs of competence, courses, and the steps by which a method is introduced."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from agreements.competence import queries
from agreements.competence.rules import (
    CompetenceRefusal,
    CompetenceRuleError,
    check_held,
    check_step,
    check_undone,
    which_method,
)
from agreements.tables.agreement import Agreement
from agreements.tables.competence import CompetenceNeed, Course, MethodStep, NewMethod
from portal.audit import service as audit
from portal.authz import Actor
from portal.db import db, hold
from portal.documents import uploads
from portal.documents.written import check_all_written, check_written
from portal.errors import NotFoundError, check_all
from portal.ids import new_id
from portal.personal_data import check_all_impersonal, check_impersonal


@dataclass(frozen=True, slots=True)
class Need:
    """What somebody needs to be able to do. The same `id` twice is one (a form sent twice)."""

    id: UUID
    need: str
    whom: str
    found_on: date
    found_by: str


def note_need(
    actor: Actor, agreement: Agreement, said: Need, *, now: datetime, today: date
) -> None:
    """Add to the inventory of needs."""
    if db.session.get(CompetenceNeed, said.id) is not None:
        return
    check_all(
        lambda: check_held(said.found_on, today, field="found_on"),
        lambda: check_all_impersonal(need=said.need, whom=said.whom, found_by=said.found_by),
        lambda: check_all_written(need=said.need, whom=said.whom, found_by=said.found_by),
    )
    row = CompetenceNeed(
        id=said.id,
        county_id=actor.county_id,
        agreement_id=agreement.id,
        organisation_id=actor.organisation_id,
        need=said.need,
        whom=said.whom,
        found_on=said.found_on,
        found_by=said.found_by,
        recorded_by=actor.name,
        recorded_at=now,
    )
    db.session.add(row)
    audit.record(actor, "competence.need_noted", row)


@dataclass(frozen=True, slots=True)
class Planned:
    """A course that is planned; `need_id` is the need that it meets, if it is one of those."""

    id: UUID
    title: str
    whom: str
    planned_on: date
    need_id: UUID | None


def plan_course(actor: Actor, agreement: Agreement, said: Planned, *, now: datetime) -> None:
    """Put a course in the plan."""
    if db.session.get(Course, said.id) is not None:
        return
    check_all(
        lambda: check_all_impersonal(title=said.title, whom=said.whom),
        lambda: check_all_written(title=said.title, whom=said.whom),
    )
    known = {one.id for one in queries.list_needs(agreement)}
    if said.need_id is not None and said.need_id not in known:
        raise NotFoundError
    row = Course(
        id=said.id,
        county_id=actor.county_id,
        agreement_id=agreement.id,
        organisation_id=actor.organisation_id,
        need_id=said.need_id,
        title=said.title,
        whom=said.whom,
        planned_on=said.planned_on,
        planned_by=actor.name,
        planned_at=now,
    )
    db.session.add(row)
    audit.record(actor, "competence.course_planned", row)


@dataclass(frozen=True, slots=True)
class Held:
    """What came of a course: how many came; None where it was not held."""

    came: int | None
    is_cancelled: bool
    outcome: str


def report_course(actor: Actor, course: Course, said: Held, *, now: datetime, today: date) -> None:
    """Say how many came, or that it was not held; once."""
    if said.is_cancelled == (said.came is not None):
        raise CompetenceRuleError(CompetenceRefusal.CAME_OR_NOT, field="came")
    check_all(
        lambda: check_impersonal("outcome", said.outcome),
        lambda: check_written("outcome", said.outcome),
    )
    db.session.refresh(course, with_for_update=True)
    is_reported = course.reported_at is not None
    if is_reported and (course.came, course.outcome) == (said.came, said.outcome):
        return
    if is_reported:
        raise CompetenceRuleError(CompetenceRefusal.REPORTED_ALREADY)
    if not said.is_cancelled:
        check_held(course.planned_on, today, field="came")
    course.came, course.outcome = said.came, said.outcome
    course.reported_by, course.reported_at = actor.name, now
    audit.record(actor, "competence.course_reported", course)


@dataclass(frozen=True, slots=True)
class Begun:
    """A method: `chosen` of those that the agreement names, or another; `manager` a function."""

    id: UUID
    municipality: UUID
    chosen: str
    other: str
    manager: str


def begin_method(actor: Actor, agreement: Agreement, said: Begun, *, now: datetime) -> UUID:
    """Begin to introduce a method in a municipality; answers which it is.

    The same method with the same manager, sent by two, is one.
    """
    if db.session.get(NewMethod, said.id) is not None:
        return said.id
    if said.municipality not in agreement.municipality_ids:
        raise NotFoundError
    title = which_method(said.chosen, said.other)
    check_all(
        lambda: check_all_impersonal(other=said.other, manager=said.manager),
        lambda: check_all_written(other=said.other, manager=said.manager),
    )
    hold(said.municipality)
    same = select(NewMethod).where(
        NewMethod.agreement_id == agreement.id,
        NewMethod.municipality_id == said.municipality,
        NewMethod.title == title,
    )
    if (begun := db.session.scalar(same)) is not None:
        if (begun.organisation_id, begun.manager) == (actor.organisation_id, said.manager):
            return begun.id
        raise CompetenceRuleError(CompetenceRefusal.BEGUN_ALREADY, field="other")
    row = NewMethod(
        id=said.id,
        county_id=actor.county_id,
        agreement_id=agreement.id,
        municipality_id=said.municipality,
        organisation_id=actor.organisation_id,
        title=title,
        manager=said.manager,
        begun_by=actor.name,
        begun_at=now,
    )
    db.session.add(row)
    audit.record(actor, "competence.method_begun", row)
    return row.id


@dataclass(frozen=True, slots=True)
class Done:
    """A step that is done: when, by which function, and what shows it; no file is b""."""

    done_on: date
    whom: str
    note: str
    content: bytes


def finish_step(
    actor: Actor, subject: queries.StepOf, said: Done, *, now: datetime, today: date
) -> None:
    """Mark a step as done, with what shows it."""
    method, number = subject.method, subject.number
    hold(method.id)
    done = queries.done_of(queries.steps_of([method])[method.id])
    if (there := done.get(number)) is not None and _is_done_so(actor, there, said):
        return
    check_all(
        lambda: check_step(number, done, said.done_on, today),
        lambda: check_all_impersonal(whom=said.whom, note=said.note),
        lambda: check_all_written(whom=said.whom, note=said.note),
    )
    row = MethodStep(
        id=new_id(),
        county_id=actor.county_id,
        agreement_id=method.agreement_id,
        method_id=method.id,
        organisation_id=actor.organisation_id,
        number=number,
        done_on=said.done_on,
        whom=said.whom,
        note=said.note,
        recorded_by=actor.name,
        recorded_at=now,
    )
    if said.content:
        _keep(row, said.content)
    db.session.add(row)
    audit.record(actor, "competence.step_done", row, number=number)


def _is_done_so(actor: Actor, step: MethodStep, said: Done) -> bool:
    """Whether the actor's organisation has marked it exactly so."""
    digest = hashlib.sha256(said.content).hexdigest() if said.content else None
    there = step.organisation_id, step.done_on, step.whom, step.note, step.sha256
    return there == (actor.organisation_id, said.done_on, said.whom, said.note, digest)


def _keep(row: MethodStep, content: bytes) -> None:
    """Keep a file as it came, if it is one of those that we know."""
    if len(content) > uploads.MOST_BYTES:
        raise CompetenceRuleError(CompetenceRefusal.TOO_LARGE_FILE, field="file")
    kind = uploads.recognise(content)
    if kind is None:
        raise CompetenceRuleError(CompetenceRefusal.NOT_A_FILE, field="file")
    row.suffix, row.content, row.size = kind.suffix, content, len(content)
    row.sha256 = hashlib.sha256(content).hexdigest()


def undo_step(
    actor: Actor, subject: queries.StepOf, reason: str, *, step_id: UUID, now: datetime
) -> None:
    """Take a step back that was not done after all; its file is removed, the trace stays.

    `step_id` is what the page showed: what was done anew since stays. The same reason twice takes
    it back once.
    """
    hold(subject.method.id)
    every = queries.steps_of([subject.method])[subject.method.id]
    done = queries.done_of(every)
    row = done.get(subject.number)
    if row is None:
        if any(one.number == subject.number and one.undone_reason == reason for one in every):
            return
        raise NotFoundError
    if row.id != step_id:
        raise CompetenceRuleError(CompetenceRefusal.DONE_ANEW)
    check_undone(subject.number, done)
    check_all(
        lambda: check_impersonal("reason", reason),
        lambda: check_written("reason", reason),
    )
    row.content = None
    row.undone_by, row.undone_reason, row.undone_at = actor.name, reason, now
    audit.record(actor, "competence.step_undone", row, number=subject.number)

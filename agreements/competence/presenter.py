"""The pages of competence: an agreement's, a method's fifteen steps, and the county's."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from agreements import facts
from agreements.competence import queries, words
from agreements.competence.rules import (
    STEPS,
    Phase,
    is_managers,
    next_step,
    phase_of,
)
from agreements.facade import Fact
from agreements.permissions import AgreementPermission
from agreements.tables.agreement import Agreement
from agreements.tables.competence import CompetenceNeed, Course, MethodStep, NewMethod
from portal.authz import Actor
from portal.tenancy import queries as tenancy
from portal.tenancy.models import Organisation
from portal.web.guard import is_allowed


@dataclass(frozen=True, slots=True)
class NeedLine:
    """A need, whose it is, and the courses that meet it."""

    need: CompetenceNeed
    party: str
    courses: Sequence[str]


@dataclass(frozen=True, slots=True)
class CourseLine:
    """A course: what it meets, whether it is late to report, and where that is done."""

    course: Course
    party: str
    meets: str
    status: str
    status_label: str
    report_url: str


@dataclass(frozen=True, slots=True)
class MethodLine:
    """A method and how far it has come."""

    method: NewMethod
    municipality: str
    done: int
    phase: str
    following: str
    status: str
    url: str

    @property
    def told(self) -> str:
        """How many of the steps."""
        return _("%(done)s av %(all)s steg", done=self.done, all=STEPS)


@dataclass(frozen=True, slots=True)
class CompetencePage:
    """Everything about competence in an agreement."""

    agreement: Agreement
    said: Sequence[tuple[str, Sequence[str]]]
    needs: Sequence[NeedLine]
    courses: Sequence[CourseLine]
    methods: Sequence[MethodLine]
    is_editable: bool
    came: int

    @property
    def unmet(self) -> int:
        """How many needs no course is planned for."""
        return sum(not one.courses for one in self.needs)


def competence_page(
    actor: Actor, agreement: Agreement, today: date, said: Mapping[str, Fact] | None = None
) -> CompetencePage:
    """Put it together.

    `said` are the agreement's facts of queries.KEYS at least, if they have been read.
    """
    names = _names(actor)
    needs, courses = queries.list_needs(agreement), queries.list_courses(agreement)
    methods = queries.list_methods(agreement)
    is_editable = is_allowed(actor, AgreementPermission.FOLLOW_UP, agreement)
    by_id = {one.id: one for one in needs}
    return CompetencePage(
        agreement=agreement,
        said=[
            (one.label, [facts.in_words(value) for value in one.values])
            for one in queries.facts_of(agreement, today, said)
        ],
        needs=[
            NeedLine(
                one,
                names[one.organisation_id].name,
                [course.title for course in courses if course.need_id == one.id],
            )
            for one in needs
        ],
        courses=[
            _course(one, by_id, names[one.organisation_id].name, today, is_editable=is_editable)
            for one in courses
        ],
        methods=_lines(methods, names),
        is_editable=is_editable,
        came=sum(one.came or 0 for one in courses),
    )


def _course(
    one: Course,
    needs: Mapping[UUID, CompetenceNeed],
    party: str,
    today: date,
    *,
    is_editable: bool,
) -> CourseLine:
    need = needs.get(one.need_id) if one.need_id else None
    status, label = "waiting", _("Planerad")
    if one.reported_at is not None:
        status, label = ("abandoned", _("Blev inte av")) if one.came is None else ("done", "")
    elif one.planned_on < today:
        status, label = "late", _("Inte redovisad")
    url = url_for("competence.report_course", agreement_id=one.agreement_id, course_id=one.id)
    may = is_editable and one.reported_at is None
    return CourseLine(one, party, need.need if need else "", status, label, url if may else "")


def _lines(methods: Sequence[NewMethod], names: Mapping[UUID, Organisation]) -> list[MethodLine]:
    steps = queries.steps_of(methods)
    return [_line(one, queries.done_of(steps[one.id]), names) for one in methods]


def _line(
    one: NewMethod, done: Mapping[int, MethodStep], names: Mapping[UUID, Organisation]
) -> MethodLine:
    following = next_step(done)
    phase = phase_of(following) if following else Phase.LEARNING
    return MethodLine(
        one,
        names[one.municipality_id].short_name,
        len(done),
        str(words.PHASES[phase]),
        f"{following}. {words.STEPS[following][0]}" if following else "",
        "started" if following else "done",
        url_for("competence.method", agreement_id=one.agreement_id, method_id=one.id),
    )


def _names(actor: Actor) -> Mapping[UUID, Organisation]:
    return {one.id: one for one in tenancy.list_all_organisations(actor)}


# -- a method -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StepLine:
    """One of the fifteen: whose it is, what was done, and what can be done with it."""

    number: int
    label: str
    help: str
    whose: str
    done: MethodStep | None
    party: str
    undone: Sequence[MethodStep]
    finish_url: str
    evidence_url: str
    undo_url: str


@dataclass(frozen=True, slots=True)
class PhaseLines:
    """A phase and its steps."""

    label: str
    done: int
    steps: Sequence[StepLine]


@dataclass(frozen=True, slots=True)
class MethodPage:
    """A method's fifteen steps in four phases."""

    agreement: Agreement
    line: MethodLine
    group: str
    phases: Sequence[PhaseLines]


def method_page(actor: Actor, subject: queries.MethodOf) -> MethodPage:
    """Put it together."""
    method = subject.method
    names = _names(actor)
    steps = queries.steps_of([method])[method.id]
    done = queries.done_of(steps)
    is_editable = is_allowed(actor, AgreementPermission.FOLLOW_UP, subject)
    lines = [
        _step(method, number, steps, names, is_editable=is_editable)
        for number in range(1, STEPS + 1)
    ]
    return MethodPage(
        subject.agreement,
        _line(method, done, names),
        done[6].whom if 6 in done else "",
        [_phase(phase, lines) for phase in Phase],
    )


def _phase(phase: Phase, lines: Iterable[StepLine]) -> PhaseLines:
    own = [one for one in lines if phase_of(one.number) is phase]
    return PhaseLines(str(words.PHASES[phase]), sum(one.done is not None for one in own), own)


def _step(
    method: NewMethod,
    number: int,
    steps: Sequence[MethodStep],
    names: Mapping[UUID, Organisation],
    *,
    is_editable: bool,
) -> StepLine:
    own = [one for one in steps if one.number == number]
    done = next((one for one in own if one.undone_at is None), None)
    label, advice = words.STEPS[number]
    where: dict[str, Any] = {
        "agreement_id": method.agreement_id,
        "method_id": method.id,
        "number": number,
    }
    return StepLine(
        number,
        str(label),
        str(advice),
        _("Chefen") if is_managers(number) else _("Arbetsgruppen"),
        done,
        names[done.organisation_id].name if done else "",
        [one for one in own if one.undone_at is not None],
        url_for("competence.finish", **where) if is_editable and done is None else "",
        url_for("competence.evidence", **where) if done and done.suffix else "",
        url_for("competence.undo", **where) if is_editable and done is not None else "",
    )


def whom_of(subject: queries.StepOf) -> str:
    """Who usually does the step: the manager, or the group as it was formed."""
    if is_managers(subject.number):
        return subject.method.manager
    formed = subject.done.get(6)
    return formed.whom if formed else ""


def step_name(number: int) -> str:
    """What a step is called, with its number."""
    return f"{number}. {words.STEPS[number][0]}"


def step_help(number: int) -> str:
    """A word of help about a step."""
    return str(words.STEPS[number][1])


# -- forms ----------------------------------------------------------------------------------------


def need_choices(agreement: Agreement) -> list[tuple[str, str]]:
    """The needs of the inventory, and none."""
    found = [(str(one.id), one.need) for one in queries.list_needs(agreement)]
    return [("", _("Inget av dem")), *((id_, _short(need)) for id_, need in found)]


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"


def method_choices(agreement: Agreement, today: date) -> list[tuple[str, str]]:
    """What the agreement says is introduced, and its measures."""
    named = queries.list_methods_named(agreement, today)
    return [("", _("Välj …")), *((one, one) for one in named)]


def municipality_choices(actor: Actor, agreement: Agreement) -> list[tuple[str, str]]:
    """The municipalities that the agreement holds in."""
    found = _names(actor)
    return [(str(one), found[one].short_name) for one in agreement.municipality_ids]


# -- the county -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CountyMethods:
    """A method in the county, and how far each municipality has come with it."""

    title: str
    lines: Sequence[MethodLine]


@dataclass(frozen=True, slots=True)
class CountyPage:
    """How far methods have come in the county: by phase, and each by municipality."""

    phases: Sequence[tuple[str, int]]
    finished: int
    methods: Sequence[CountyMethods]

    @property
    def total(self) -> int:
        """How many are introduced, each in each municipality."""
        return sum(len(one.lines) for one in self.methods)


def county_page(actor: Actor) -> CountyPage:
    """Put it together."""
    lines = _lines(queries.list_of_county(actor), _names(actor))
    titles = dict.fromkeys(one.method.title for one in lines)
    going_on = [one for one in lines if one.following]
    return CountyPage(
        [
            (str(label), sum(one.phase == str(label) for one in going_on))
            for label in words.PHASES.values()
        ],
        len(lines) - len(going_on),
        [
            CountyMethods(
                title,
                sorted(
                    (one for one in lines if one.method.title == title),
                    key=lambda one: (-one.done, one.municipality),
                ),
            )
            for title in titles
        ],
    )
